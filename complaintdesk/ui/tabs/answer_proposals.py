# SPDX-License-Identifier: Apache-2.0
"""The standard answers that fit an enquiry while it is typed (答客问, R-REG-11): one is taken and saved with it."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QTimer, Signal
from PySide6.QtGui import QPainter, QStandardItem
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QVBoxLayout, QWidget

from complaintdesk.desk import answers, same_matter
from complaintdesk.desk.cases import Saved
from complaintdesk.desk.drafts import CaseDraft
from complaintdesk.desk.same_matter import Decided
from complaintdesk.domain.terms import CaseKind
from complaintdesk.errors import EnvironmentProblem
from complaintdesk.labels import translate
from complaintdesk.ui import look
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.buttons import Button
from complaintdesk.ui.look import Colour
from complaintdesk.ui.record_table import fitted
from complaintdesk.ui.scrolling import Scrolling
from complaintdesk.ui.tabs.case_form import CaseForm
from complaintdesk.ui.tabs.short_list import ID, LinePainter, ShortList
from complaintdesk.ui.words import Card, Column, ElidedText, Note, Row, Text

_PAUSE = 250  # ms of rest in typing after which the book is asked
_HIGHEST = 132  # px of an answer; a longer one scrolls
_QUESTION, _ANSWER = ID + 1, ID + 2


class _AnswerPainter(LinePainter):
    """A question with the beginning of its answer on one line."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        rect = option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, look.colour(Colour.CARD))
        painter.setFont(look.font(look.SIZE_SMALL))
        metrics = painter.fontMetrics()
        base = rect.center().y() + (metrics.ascent() - metrics.descent()) // 2
        room = rect.width() - 12
        shown, used = fitted(metrics, index.data(_QUESTION).replace("\n", " "), room)
        painter.setPen(look.colour(Colour.ACCENT))
        painter.drawText(rect.left() + 6, base, shown)
        rest, _width = fitted(metrics, index.data(_ANSWER).replace("\n", " "), room - used - 10)
        painter.setPen(look.colour(Colour.SECOND))
        painter.drawText(rect.left() + 6 + used + 10, base, rest if room - used > 40 else "")


class AnswerLines(ShortList):
    """The answers proposed, best first."""

    def __init__(self) -> None:
        super().__init__(translate("AnswerProposals", "Answers from the book"), _AnswerPainter)

    def set_answers(self, found: tuple[tuple[int, str, str], ...]) -> None:
        """Shows these: id, question, answer."""
        items = []
        for id_, question, answer in found:
            item = QStandardItem(f"{question} — {answer}")
            for role, value in ((ID, id_), (_QUESTION, question), (_ANSWER, answer)):
                item.setData(value, role)
            item.setToolTip(look.tip(answer))
            items.append(item)
        self.put(items)

    def questions(self) -> list[str]:
        """The questions listed."""
        return [self.model().index(row, 0).data(_QUESTION) for row in range(self.model().rowCount())]


class AnswerProposals(Card):
    """Stands under what is typed of an enquiry: first what the book has, then the answer that was taken."""

    failed = Signal(object)  # the EnvironmentProblem for which the book could not be asked

    def __init__(self, bridge: Bridge, form: CaseForm) -> None:
        super().__init__(padding=8, gap=4)
        self.ground, self.edge = Colour.ACCENT_GROUND, None
        self._bridge, self._form = bridge, form
        self.taken_id: int | None = None
        self.lines = AnswerLines()
        self.lines.taken.connect(self._take_by_person)
        self.hint = Note(translate("AnswerProposals", "From the book of answers: Enter takes one"))
        self.question = ElidedText(bold=True)
        self.drop = Button("", icon="x", flat=True, name=translate("AnswerProposals", "Another answer"))
        self.drop.clicked.connect(self._drop_by_person)
        self.answer = Text(wrap=True, selectable=True)
        inner = Column()
        inner.addWidget(self.answer)
        self.view = Scrolling(inner)
        told = translate("AnswerProposals", "Read it out: saving notes the answer, and the enquiry as handled.")
        self.told = Note(told, wrap=True)
        head = Row(self.question, self.drop)
        head.setStretch(0, 1)
        self._head = QWidget()
        self._head.setLayout(head)
        for part in (self.hint, self.lines, self._head, self.view, self.told):
            self.box.addWidget(part)
        self._asking = QTimer(self, interval=_PAUSE, singleShot=True)
        self._asking.timeout.connect(self.look_up)
        self._stand_in(form)
        form.content.textChanged.connect(self._changed)
        form.kind.changed.connect(lambda _kind: self.look_up())
        self.hide()

    def look_up(self) -> None:
        """Asks the book what fits the enquiry as it is typed now."""
        words = self._enquiry()
        if self.taken_id is None:
            try:
                found = self._bridge.ask(answers.proposed, words) if words.strip() else ()
            except EnvironmentProblem as problem:
                self.failed.emit(problem)
                found = ()
            self.lines.set_answers(found)
        self._arrange()

    def take(self, answer_id: int | None) -> None:
        """Shows this answer to be read out and saved with the enquiry; None goes back to what fits."""
        said = None if answer_id is None else self._bridge.ask(answers.standing_answer, answer_id)
        self.taken_id = None if said is None else answer_id
        if said is not None:
            self.question.set_words(said.question)
            self.answer.setText(said.answer)
        self.look_up()

    def register(self, draft: CaseDraft, decided: Decided) -> Saved:
        """Registers what is typed, an enquiry as answered where an answer was taken; raises as the deed does."""
        return self._bridge.do(same_matter.register, draft, decided, self.taken_id if self._reads_out() else None)

    def said(self, words: str) -> str:
        """What is said of a registration, with the answer where one was given."""
        if not self._reads_out():
            return words
        return translate("AnswerProposals", "{registered}, answered from the book and handled").format(registered=words)

    def _stand_in(self, form: CaseForm) -> None:
        """Takes its place under what is typed, for the eye and for the keyboard."""
        column = form.layout()
        assert isinstance(column, QVBoxLayout)
        column.insertWidget(column.indexOf(form.fields["content"]) + 1, self)
        QWidget.setTabOrder(form.content, self.lines)
        QWidget.setTabOrder(self.lines, self.drop)

    def _enquiry(self) -> str:
        """What is typed of an enquiry; '' for another kind and while a case is corrected."""
        form = self._form
        return form.content.text() if form.kind.value is CaseKind.INQUIRY and form.kind.isEnabled() else ""

    def _reads_out(self) -> bool:
        return self.taken_id is not None and bool(self._enquiry())

    def _changed(self) -> None:
        if self._form.content.text():
            self._asking.start()
        else:
            self.taken_id = None
            self.look_up()

    def _take_by_person(self, answer_id: int) -> None:
        self.take(answer_id)
        self._form.edited.emit()
        self.drop.setFocus()

    def _drop_by_person(self) -> None:
        self.take(None)
        self._form.edited.emit()
        (self.lines if self.lines.isVisibleTo(self) else self._form.content).setFocus()

    def _arrange(self) -> None:
        reading = self._reads_out()
        listing = not reading and bool(self.lines.lines())
        for part in (self._head, self.view, self.told):
            part.setVisible(reading)
        for part in (self.hint, self.lines):
            part.setVisible(listing)
        if reading:
            room = max(self._form.width() - 40, 200)
            self.view.setFixedHeight(min(self.answer.heightForWidth(room) + 2, _HIGHEST))
        self.setVisible(bool(self._enquiry()) and (reading or listing))
