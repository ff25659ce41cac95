# SPDX-License-Identifier: Apache-2.0
"""What a standard answer asks (答客问, R-REG-11): the question, what people are told, what it is found by."""

from __future__ import annotations

from dataclasses import replace

from complaintdesk.desk import answers
from complaintdesk.desk.answers import AnswerDraft
from complaintdesk.domain.procedure import Procedure
from complaintdesk.domain.terms import CaseKind
from complaintdesk.errors import QT_TRANSLATE_NOOP, Conflict, UserError
from complaintdesk.labels import translate
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.conflicts import both, say_both
from complaintdesk.ui.form_rows import FieldRow
from complaintdesk.ui.inputs import FilterBox, LineInput, TextInput
from complaintdesk.ui.step_form import StepForm
from complaintdesk.ui.tabs.case_words import Choice, category_choices

_WIDTH = 84  # of the labels, px


def all_categories(procedure: Procedure) -> list[Choice]:
    """Every category of the rule book, whatever kinds it serves."""
    return list({choice[0]: choice for kind in CaseKind for choice in category_choices(procedure, kind)}.values())


class AnswerForm(StepForm):
    """Adds or changes one answer; a new one may start from an enquiry that was answered."""

    def __init__(self, bridge: Bridge, draft: AnswerDraft | None, *, from_enquiry: bool = False) -> None:
        changes = draft is not None and draft.id is not None
        title = translate("AnswerForm", "Change the answer") if changes else translate("AnswerForm", "A new answer")
        super().__init__(title, translate("AnswerForm", "Save"))
        self._bridge, self._read = bridge, draft or AnswerDraft("", "")
        self.enquiry = FilterBox(placeholder=translate("AnswerForm", "Which enquiry? Number or words"))
        self._offered: dict[int, AnswerDraft] = {}
        if from_enquiry:
            self._offer_enquiries()
        self.question = TextInput(lines=2, placeholder=translate("AnswerForm", "As people ask it"))
        self.answer = TextInput(lines=6, placeholder=translate("AnswerForm", "One wording for all who answer"))
        self.keywords = LineInput(
            placeholder=translate("AnswerForm", "further words it is found by, each after a blank")
        )
        self.category = FilterBox(placeholder=translate("AnswerForm", "None"))
        self.category.set_choices(all_categories(bridge.procedure))
        for name, words, box in (
            ("question", translate("AnswerForm", "Question"), self.question),
            ("answer", translate("AnswerForm", "Answer"), self.answer),
        ):
            self.add_field(FieldRow(words, box, above=True), name)
        self.add_field(FieldRow(translate("AnswerForm", "Found by"), self.keywords, label_width=_WIDTH), "keywords")
        self.add_field(FieldRow(translate("AnswerForm", "Category"), self.category, label_width=_WIDTH), "category")
        self._fill(self._read)

    def start(self) -> None:
        (self.enquiry if self._offered else self.question).setFocus()

    def take(self) -> int:
        return self._bridge.do(answers.save, self._draft())

    def show_conflict(self, conflict: Conflict) -> None:
        """Shows in what the two differ, and lets a person choose."""
        theirs, mine = conflict.theirs, conflict.mine
        names = {
            "question": translate("AnswerForm", "Question"),
            "answer": translate("AnswerForm", "Answer"),
            "keywords": translate("AnswerForm", "Found by"),
            "category": translate("AnswerForm", "Category"),
        }
        lines = [
            both(words, getattr(theirs, name), getattr(mine, name))
            for name, words in names.items()
            if getattr(theirs, name) != getattr(mine, name)
        ]

        def keep_mine() -> None:
            self._read = replace(self._read, version=theirs.version)
            self.submit()

        def take_theirs() -> None:
            self._read = theirs
            self._fill(theirs)
            self.banner.clear()

        say_both(self.banner, conflict, lines, keep_mine, take_theirs)

    def _draft(self) -> AnswerDraft:
        self.category.settle()
        if self.category.typed and self.category.value is None:
            words = QT_TRANSLATE_NOOP("errors", "There is no category “{found}”.")
            raise UserError(words, field="category", found=self.category.typed)
        return replace(
            self._read,
            question=self.question.text(),
            answer=self.answer.text(),
            keywords=self.keywords.text(),
            category=self.category.value or "",
        )

    def _fill(self, draft: AnswerDraft) -> None:
        self.question.setText(draft.question)
        self.answer.setText(draft.answer)
        self.keywords.setText(draft.keywords)
        self.category.set_value(draft.category if self.category.offers(draft.category) else None)

    def _offer_enquiries(self) -> None:
        found = self._bridge.ask(answers.answered_enquiries)
        self._offered = {each.case_id: each.draft for each in found}
        self.enquiry.set_choices([(each.case_id, f"{each.number} {each.draft.question[:40]}") for each in found])
        row = self.add_field(FieldRow(translate("AnswerForm", "Enquiry"), self.enquiry, label_width=_WIDTH), "enquiry")
        if not found:
            row.set_note(translate("AnswerForm", "none is waiting"))
        self.enquiry.changed.connect(self._take_enquiry)

    def _take_enquiry(self, case_id: int | None) -> None:
        if case_id is not None:
            self._read = self._offered[case_id]
            self._fill(self._read)
