# SPDX-License-Identifier: Apache-2.0
"""The chosen standard answer, and the area in which answers are written and changed."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal

from complaintdesk.desk import answers
from complaintdesk.desk.answers import AnswerRecord
from complaintdesk.labels import translate
from complaintdesk.ui import look
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.buttons import Button
from complaintdesk.ui.facts import Fact, Facts
from complaintdesk.ui.look import Tone
from complaintdesk.ui.step_form import StepForm
from complaintdesk.ui.tabs.answer_form import AnswerForm
from complaintdesk.ui.tabs.case_words import joined
from complaintdesk.ui.tabs.day_steps import ReasonForm
from complaintdesk.ui.tabs.record_panel import RecordPanel
from complaintdesk.ui.time_words import moment_words
from complaintdesk.ui.words import Column, Row, Text, Title

ADD, FROM_ENQUIRY, EDIT, VOID = "add", "from_enquiry", "edit", "void"


class AnswerPanel(RecordPanel):
    """Shows one answer; adds and changes answers in the same room."""

    large = frozenset({ADD, FROM_ENQUIRY, EDIT})

    saved = Signal(object)  # the id of an answer added or changed, None when it was taken out

    def __init__(self, bridge: Bridge) -> None:
        nothing = translate("AnswerPanel", "Choose an answer to read it, or look for one with Ctrl+F.")
        super().__init__(bridge, "answer/", nothing)
        self.record: AnswerRecord | None = None
        self.question = Title()
        self.question.setWordWrap(True)
        head = Column()
        head.addWidget(self.question)
        self.answer = Text(wrap=True, selectable=True, size=look.SIZE_TITLE)
        self.facts = Facts()
        body = Column(look.GAP)
        body.addWidget(self.answer)
        body.addWidget(self.facts)
        body.addStretch(1)
        self.edit = Button(translate("AnswerPanel", "Change"), "F2", icon="pencil")
        self.edit.clicked.connect(lambda: self.ask(EDIT))
        self.case = Button(translate("AnswerPanel", "Its enquiry"), icon="file-text", also=("Ctrl+O",))
        self.case.clicked.connect(self._open_case)
        self.void = Button(translate("AnswerPanel", "Take out…"), also=("Ctrl+Delete",), icon="ban", flat=True)
        self.void.clicked.connect(lambda: self.ask(VOID))
        deeds = Row(self.edit, self.case, self.void)
        deeds.addStretch(1)
        self._lay_out(head, body, deeds)

    def show_nothing(self) -> None:
        """Shows no answer any more."""
        self.slot.put_away()
        self.record = self.record_id = None
        self._make_room("")

    def add(self, step: str) -> None:
        """Opens the area for a new answer, with what was left half-typed there."""
        self.show_nothing()
        self.ask(step)

    def next_step(self) -> str:
        return EDIT if self.record is not None and self.bridge.may(answers.save) else ""

    def _read(self, record_id: int) -> None:
        found = self.bridge.ask(answers.answer_records, [record_id], self.bridge.books)
        self.record = record = found[0]
        self.question.setText(record.question)
        self.answer.setText(record.answer)
        written = moment_words(record.written_at, self.bridge.shown_now(), self.bridge.zone)
        self.facts.set_facts(
            [
                Fact(translate("AnswerPanel", "Found by"), record.keywords, wide=True),
                Fact(translate("AnswerPanel", "Category"), record.category_name),
                Fact(translate("AnswerPanel", "From"), record.from_number),
                Fact(translate("AnswerPanel", "Written"), joined((record.written_by, written)), wide=True),
            ]
        )
        self.edit.setVisible(self.bridge.may(answers.save))
        self.void.setVisible(self.bridge.may(answers.void))
        self.case.setVisible(record.from_case_id is not None)

    def _form(self, step: str) -> StepForm | None:
        if step in (ADD, FROM_ENQUIRY):
            return AnswerForm(self.bridge, None, from_enquiry=step == FROM_ENQUIRY)
        record = self.record
        if record is None:
            return None
        if step == EDIT:
            return AnswerForm(self.bridge, self.bridge.ask(answers.answer_draft, record.id))
        return ReasonForm(
            translate("AnswerPanel", "Take this answer out of the book"),
            translate("AnswerPanel", "Take out"),
            lambda reason: self.bridge.do(answers.void, record.id, reason),
        )

    def _make_room(self, step: str) -> None:
        super()._make_room(step)
        self.head.setVisible(self.record_id is not None and step not in self.large)

    def _done(self, step: str, result: Any) -> None:
        self._make_room("")
        words = translate("AnswerPanel", "The answer is in the book.")
        if step == VOID:
            words = translate("AnswerPanel", "The answer is taken out; it stays in the books.")
            self.show_nothing()
        else:
            self.show_done(result)
        self.saved.emit(result)
        self.banner.say(words, Tone.GOOD)
        self.settled.emit()

    def _open_case(self) -> None:
        if self.record is not None and self.record.from_case_id is not None:
            self.asked_for.emit("case", self.record.from_case_id)
