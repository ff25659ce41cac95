# SPDX-License-Identifier: Apache-2.0
"""What answering an enquiry asks (R-REG-11): the words told, or one of the answers of the book that fit it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from complaintdesk.desk import answers, cases
from complaintdesk.desk.records import CaseRecord
from complaintdesk.domain.terms import CaseKind
from complaintdesk.domain.texts import fold
from complaintdesk.labels import translate
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.tabs.answer_proposals import AnswerLines
from complaintdesk.ui.tabs.case_steps import TellStep
from complaintdesk.ui.words import Column, Note, Row


class AnswerStep(TellStep):
    """The answer in words; of the book's own words the story says that they are from the book."""

    def __init__(self, bridge: Bridge, case: CaseRecord) -> None:
        enquiry = case.content if case.kind is CaseKind.INQUIRY else ""
        self._found = bridge.ask(answers.proposed, enquiry) if enquiry else ()
        super().__init__(
            bridge,
            case,
            translate("CasePanel", "Answer"),
            translate("CasePanel", "Save"),
            translate("CasePanel", "What the caller was answered"),
            cases.answer,
            lines=2 if self._found else 3,
        )
        self.lines = AnswerLines()
        self.lines.set_answers(self._found)
        self.lines.taken.connect(self._read_out)
        self.hint = Note(translate("AnswerProposals", "From the book of answers: Enter takes one"))
        self.book = QWidget()
        column = Column(2)
        column.addWidget(self.hint)
        column.addWidget(self.lines)
        self.book.setLayout(column)
        self.book.setVisible(bool(self._found))
        line = Row()
        line.addWidget(self.book, 1, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.time, 0, Qt.AlignmentFlag.AlignTop)
        line.addStretch(0 if self._found else 1)
        self.box.addLayout(line)
        QWidget.setTabOrder(self.words, self.lines)

    def take(self) -> int:
        told = self._from_book()
        if told is None:
            said: int = super().take()
            return said
        return self.bridge.do(answers.give, self.case.id, told, self.time.given())

    def _from_book(self) -> int | None:
        """The answer of the book whose words these are; None for one's own."""
        same = (id_ for id_, _question, answer in self._found if fold(answer) == fold(self.words.text()))
        return next(same, None)

    def _read_out(self, answer_id: int) -> None:
        """Puts the answer's words in, to be read out, shortened or added to; Ctrl+Z brings back what stood there."""
        self.words.selectAll()
        self.words.insertPlainText(next(answer for id_, _question, answer in self._found if id_ == answer_id))
        self.words.setFocus()
