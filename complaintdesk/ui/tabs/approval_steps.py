# SPDX-License-Identifier: Apache-2.0
"""Somebody's word before something is done: asked for, given, refused; and compensation, which wants one."""

from __future__ import annotations

from decimal import Decimal

from complaintdesk.desk import approvals, course
from complaintdesk.desk.approvals import WordDraft
from complaintdesk.desk.records import CasePage
from complaintdesk.domain.approvals import Word, rows_of, standing_of
from complaintdesk.domain.course_rows import ApprovalRow
from complaintdesk.domain.demands import Demand
from complaintdesk.domain.money import parse_yuan
from complaintdesk.errors import QT_TRANSLATE_NOOP, MissingFields, UserError
from complaintdesk.labels import translate
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.buttons import Choices
from complaintdesk.ui.form_rows import FieldRow
from complaintdesk.ui.inputs import FilterBox, LineInput
from complaintdesk.ui.tabs import case_deeds
from complaintdesk.ui.tabs.tall_step import TallStep
from complaintdesk.ui.words import Note


def approval_rows(page: CasePage, *words: Word) -> list[ApprovalRow]:
    """The approvals that the case's rule book knows and that stand like this in its round."""
    story = case_deeds.story_of(page)
    return [row for row in rows_of(page.procedure) if standing_of(row, story, page.case.round).word in words]


def names_of(page: CasePage, row: ApprovalRow) -> str:
    """Who can give it, by name of the step."""
    return " / ".join(page.procedure.course.step(step).name for step in row.by)


class AskApprovalStep(TallStep):
    """Which approval is asked for, and what is to be approved."""

    def __init__(self, bridge: Bridge, page: CasePage, demand: Demand | None) -> None:
        title = translate("Approvals", "Ask for an approval")
        super().__init__(bridge, page.case, title, translate("Approvals", "Ask"))
        rows = approval_rows(page, Word.MISSING, Word.REFUSED, Word.APPROVED)
        self.which = FilterBox()
        self.which.set_choices([(row.id, row.name) for row in rows])
        needed = [each.row.id for each in bridge.ask(approvals.approvals_of, page.case.id, bridge.books)]
        likely = sorted((row.id for row in rows), key=lambda id_: id_ not in needed)
        self.which.set_value(demand.id if demand is not None else next(iter(likely), None))
        self._by = {row.id: names_of(page, row) for row in rows}
        self.which.changed.connect(self._follow)
        self.add_field(FieldRow(translate("Approvals", "Which"), self.which, above=True), "approval")
        self.by = Note("", wrap=True)
        self.box.addWidget(self.by)
        self.words = self.add_words(translate("Approvals", "What is to be approved, with the reasons"))
        self.time = self.time_row()
        self.box.addWidget(self.time)
        self._follow()

    def take(self) -> int:
        self.which.settle()
        if self.which.value is None:
            raise MissingFields({"approval": QT_TRANSLATE_NOOP("errors", "Which approval?")})
        return self.bridge.do(approvals.ask, self.case.id, self.which.value, self.words.text(), self.time.given())

    def _follow(self) -> None:
        by = self._by.get(self.which.value, "")
        self.by.setText(translate("Approvals", "For {by} to approve").format(by=by) if by else "")


class WordStep(TallStep):
    """The word on what was asked for: whose, yes or no, and what they said."""

    def __init__(self, bridge: Bridge, page: CasePage, demand: Demand | None) -> None:
        title = translate("Approvals", "The word on an approval")
        super().__init__(bridge, page.case, title, translate("CaseSteps", "Save"))
        self._rows = {row.id: row for row in approval_rows(page, Word.ASKED)}
        self._page = page
        self.which = FilterBox()
        self.which.set_choices([(row.id, row.name) for row in self._rows.values()])
        wanted = demand.id if demand is not None else next(iter(self._rows), None)
        self.which.set_value(wanted)
        self.asked = Note("", wrap=True)
        self.word = Choices(
            [(True, translate("Approvals", "Approved")), (False, translate("Approvals", "Refused"))], optional=True
        )
        self.by = FilterBox()
        self.name = LineInput()
        self.add_field(FieldRow(translate("Approvals", "Which"), self.which, above=True), "approval")
        self.box.addWidget(self.asked)
        self.add_field(FieldRow(translate("Approvals", "The word"), self.word, above=True), "word")
        self.add_line(
            self.add_field(FieldRow(translate("Approvals", "Whose"), self.by, above=True), "by", lay_out=False),
            self.add_field(FieldRow(translate("Approvals", "Name"), self.name, above=True), "name", lay_out=False),
        )
        self.words = self.add_words(translate("Approvals", "What they said; of a refusal the reason"), lines=2)
        self.time = self.time_row()
        self.box.addWidget(self.time)
        self.which.changed.connect(self._follow)
        self.by.changed.connect(self._follow_by)
        self._follow()

    def take(self) -> int:
        for box in (self.which, self.by):
            box.settle()
        if self.which.value is None:
            raise MissingFields({"approval": QT_TRANSLATE_NOOP("errors", "Which approval?")})
        if self.word.value is None:
            raise MissingFields({"word": QT_TRANSLATE_NOOP("errors", "Approved or refused?")})
        if self.by.value is None:
            raise MissingFields({"by": QT_TRANSLATE_NOOP("errors", "Whose word is it?")})
        draft = WordDraft(
            self.case.id,
            self.which.value,
            self.by.value,
            self.name.text(),
            self.words.text(),
            self.time.given(),
        )
        return self.bridge.do(approvals.approve if self.word.value else approvals.refuse, draft)

    def _follow(self) -> None:
        """Shows what was asked, and who can answer."""
        row = self._rows.get(self.which.value)
        if row is None:
            return
        asked = standing_of(row, case_deeds.story_of(self._page), self.case.round).event
        said = next((each.words for each in self._page.events if asked is not None and each.id == asked.id), "")
        self.asked.setText(translate("Approvals", "Asked: {words}").format(words=said))
        steps = [self._page.procedure.course.step(step) for step in row.by]
        self.by.set_choices([(step.id, step.name) for step in steps])
        own = next((step.id for step in steps if self._is_mine(step.id)), None)
        self.by.set_value(own or steps[0].id)
        self._follow_by()

    def _is_mine(self, step: str) -> bool:
        staff = self.bridge.staff
        return staff is not None and staff.role in self._page.procedure.course.step(step).roles

    def _follow_by(self) -> None:
        """One's own word carries one's own name."""
        mine = self.by.value is not None and self._is_mine(self.by.value)
        self.fields["name"].setVisible(not mine)


class CompensateStep(TallStep):
    """How much was agreed in writing, and on what terms (R-ESC-09)."""

    def __init__(self, bridge: Bridge, page: CasePage) -> None:
        title = translate("Approvals", "Compensation agreed in writing")
        super().__init__(bridge, page.case, title, translate("CaseSteps", "Save"))
        self.amount = LineInput(placeholder="800")
        row = FieldRow(translate("Approvals", "Yuan"), self.amount, above=True)
        self.add_field(row, "amount", lay_out=False)
        self.time = self.time_row()
        self.add_line(row, self.time)
        self.words = self.add_words(translate("Approvals", "What was agreed, and who signed"), lines=3)
        note = translate("Approvals", "Attach the signed paper to the case, as a photo or scan.")
        self.box.addWidget(Note(note, wrap=True))

    def take(self) -> int:
        amount = _yuan(self.amount.text())
        return self.bridge.do(course.compensate, self.case.id, amount, self.words.text(), self.time.given())


def is_asked(page: CasePage) -> bool:
    """Whether a word is still to come."""
    return bool(approval_rows(page, Word.ASKED))


def knows_approvals(page: CasePage) -> bool:
    """Whether the case's rule book wants somebody's word for anything."""
    return bool(rows_of(page.procedure))


def _yuan(typed: str) -> Decimal | None:
    """The amount typed, None for none; UserError beside the field where it is none."""
    if not typed.strip():
        return None
    try:
        return parse_yuan(typed)
    except UserError as error:
        raise UserError(error.text, field="amount", **error.values) from error
