# SPDX-License-Identifier: Apache-2.0
"""The chosen standard answer, and the area in which answers are written and changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from complaintdesk.desk import answers
from complaintdesk.desk.answers import AnswerRecord
from complaintdesk.labels import translate
from complaintdesk.ui import look
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.buttons import Button
from complaintdesk.ui.facts import Fact
from complaintdesk.ui.step_form import StepForm
from complaintdesk.ui.tabs.answer_form import AnswerForm
from complaintdesk.ui.tabs.book_panel import ADD, EDIT, VOID, BookPanel
from complaintdesk.ui.tabs.case_words import joined
from complaintdesk.ui.time_words import moment_words
from complaintdesk.ui.words import Text

FROM_ENQUIRY = "from_enquiry"


class AnswerPanel(BookPanel):
    """Shows one answer; adds and changes answers in the same room."""

    large = frozenset({ADD, FROM_ENQUIRY, EDIT})

    record: AnswerRecord | None

    def __init__(self, bridge: Bridge) -> None:
        nothing = translate("AnswerPanel", "Choose an answer to read it, or look for one with Ctrl+F.")
        super().__init__(bridge, "answer/", nothing, take_out=translate("BookPanel", "Take out…"))
        self.answer = Text(wrap=True, selectable=True, size=look.SIZE_TITLE)
        self.case = Button(translate("AnswerPanel", "Its enquiry"), icon="file-text", also=("Ctrl+O",))
        self.case.clicked.connect(self._open_case)
        self._lay_out_book(self.answer, self.facts, deeds=(self.case,))

    def _deeds(self) -> tuple[Callable[..., Any], Callable[..., Any]]:
        return answers.save, answers.void

    def _read(self, record_id: int) -> None:
        found = self.bridge.ask(answers.answer_records, [record_id], self.bridge.books)
        self.record = record = found[0]
        self.heading.setText(record.question)
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
        self._offer()
        self.case.setVisible(record.from_case_id is not None)

    def _form(self, step: str) -> StepForm | None:
        if step in (ADD, FROM_ENQUIRY):
            return AnswerForm(self.bridge, None, from_enquiry=step == FROM_ENQUIRY)
        record = self.record
        if record is None:
            return None
        if step == EDIT:
            return AnswerForm(self.bridge, self.bridge.ask(answers.answer_draft, record.id))
        return self._taking_out(translate("AnswerPanel", "Take this answer out of the book"))

    def _said(self, step: str) -> str:
        if step == VOID:
            return translate("AnswerPanel", "The answer is taken out; it stays in the books.")
        return translate("AnswerPanel", "The answer is in the book.")

    def _open_case(self) -> None:
        if self.record is not None and self.record.from_case_id is not None:
            self.asked_for.emit("case", self.record.from_case_id)
