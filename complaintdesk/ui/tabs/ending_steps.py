# SPDX-License-Identifier: Apache-2.0
"""Ending a case aside from handling and closing it; what each deed asks."""

from __future__ import annotations

from uuid import uuid4

from complaintdesk.desk import ending, joining
from complaintdesk.desk.ending import TransferDraft
from complaintdesk.desk.records import CasePage
from complaintdesk.domain.demands import Demand
from complaintdesk.domain.special_closing import efforts, refuse_too_early
from complaintdesk.domain.terms import CaseKind, EventKind, OrderState
from complaintdesk.errors import QT_TRANSLATE_NOOP, MissingFields, UserError
from complaintdesk.labels import label, translate
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.buttons import Choices
from complaintdesk.ui.form_rows import FieldRow
from complaintdesk.ui.inputs import FilterBox
from complaintdesk.ui.step_form import StepForm
from complaintdesk.ui.tabs import case_deeds
from complaintdesk.ui.tabs.case_steps import CaseStep, TellStep
from complaintdesk.ui.tabs.case_words import category_choices, grades_in_use, joined, kinds_in_use
from complaintdesk.ui.tabs.course_deed import CourseDeed, Group, Outcome, asks, is_complaint
from complaintdesk.ui.tabs.tall_step import TallStep
from complaintdesk.ui.time_words import moment_words
from complaintdesk.ui.words import Note

_FINISHED = (OrderState.RETURNED, OrderState.VOID)
_GIST = 24  # characters of a case's content in a list


class TransferStep(CaseStep):
    """As which kind the matter goes on (转类); what the new kind asks for besides is named before anything is saved."""

    def __init__(self, bridge: Bridge, page: CasePage) -> None:
        title = translate("EndingSteps", "Goes on as a case of another kind")
        super().__init__(bridge, page.case, title, translate("EndingSteps", "Transfer"))
        self.token = uuid4().hex
        kinds = [(kind, name) for kind, name in kinds_in_use(bridge.procedure) if kind is not page.case.kind]
        self.kind = Choices(kinds, wrap=True)
        self.category = FilterBox(placeholder=translate("CaseSteps", "Any part of its name, or pinyin"))
        self.grade = Choices([(grade, name) for grade, name, _words in grades_in_use(bridge.procedure)])
        self.add_field(FieldRow(translate("EndingSteps", "Goes on as"), self.kind, above=True), "kind")
        self.add_line(
            self.add_field(
                FieldRow(translate("EndingSteps", "Category"), self.category, above=True), "category", lay_out=False
            ),
            self.add_field(
                FieldRow(translate("EndingSteps", "Urgency"), self.grade, above=True), "grade", lay_out=False
            ),
        )
        self.words = self.add_words(translate("EndingSteps", "Why is it of another kind?"), lines=2)
        words = translate("EndingSteps", "It gets a number of its own; caller, place, contacts and time go over.")
        self.box.addWidget(Note(words, wrap=True))
        self.kind.changed.connect(self._follow_kind)
        self._follow_kind()

    def take(self) -> Outcome:
        if self.kind.value is None:
            raise MissingFields({"kind": QT_TRANSLATE_NOOP("errors", "Of which kind is it?")})
        self.category.settle()
        kind = CaseKind(self.kind.value)
        grade = self.grade.value if kind is CaseKind.REPAIR else None
        draft = TransferDraft(self.case.id, kind, self.words.text(), self.token, self.category.value or "", grade)
        saved = self.bridge.do(ending.transfer, draft)
        words = translate("EndingSteps", "It goes on as {number}.").format(number=saved.number)
        return Outcome(words, "case", saved.id)

    def _follow_kind(self) -> None:
        kind = None if self.kind.value is None else CaseKind(self.kind.value)
        choices = [] if kind is None else category_choices(self.bridge.procedure, kind)
        before = self.category.value or self.case.category
        self.category.set_choices(choices)
        if self.category.offers(before):
            self.category.set_value(before)
        self.category.setEnabled(kind is not None)
        self.fields["grade"].setVisible(kind is CaseKind.REPAIR)


class JoinStep(CaseStep):
    """Which case the same matter goes on in (并入, R-REG-07): one that is proposed, or any by its number."""

    def __init__(self, bridge: Bridge, page: CasePage) -> None:
        title = translate("EndingSteps", "The same matter as another case")
        super().__init__(bridge, page.case, title, translate("EndingSteps", "Join"))
        self.into = FilterBox(placeholder=translate("EndingSteps", "Choose a case, or type its number"), free=True)
        rows = bridge.ask(joining.candidates, page.case.id)
        self.into.set_choices([(row.id, self._said(row)) for row in rows])
        note = translate("EndingSteps", "of the same household, phone or building") if rows else ""
        row = FieldRow(translate("EndingSteps", "Goes on in"), self.into, above=True, note=note)
        self.add_field(row, "into")
        self.words = self.add_words(translate("EndingSteps", "How do you know that it is the same matter?"), lines=2)

    def take(self) -> Outcome:
        into = self.case_chosen(self.into, "into")
        if into is None:
            raise MissingFields({"into": QT_TRANSLATE_NOOP("errors", "In which case does it go on?")})
        self.bridge.do(ending.join, self.case.id, into, self.words.text())
        words = translate("EndingSteps", "Joined: what was said stands there as contacts.")
        return Outcome(words, "case", into)

    def _said(self, row: joining.Candidate) -> str:
        when = moment_words(row.received_at, self.bridge.now(), self.bridge.zone)
        content = " ".join(row.content.split())[:_GIST]
        return joined((row.number, when, label(row.kind), row.place, row.caller_name, content))


class SpecialStep(TallStep):
    """Why the case is closed though the client is not content (特殊关闭, R-ESC-08), with what was tried."""

    def __init__(self, bridge: Bridge, page: CasePage) -> None:
        title = translate("EndingSteps", "Special closing")
        super().__init__(bridge, page.case, title, translate("EndingSteps", "Close it specially"))
        self.words = self.add_words(translate("EndingSteps", "What was tried, and why it ends nowhere"))
        self.time = self.time_row()
        self.box.addWidget(self.time)
        made = efforts(case_deeds.story_of(page))
        words = translate(
            "EndingSteps",
            "{count} efforts on record. It leaves the closing rate, never the volume or the response rate.",
        )
        self.box.addWidget(Note(words.format(count=made), wrap=True))

    def take(self) -> int:
        return self.bridge.do(ending.special_close, self.case.id, self.words.text(), self.time.given())


def _explain(bridge: Bridge, page: CasePage, _demand: Demand | None) -> StepForm:
    title, accept = translate("EndingSteps", "Explained why it is invalid"), translate("EndingSteps", "Explained")
    ask = translate("EndingSteps", "What the complainant was told, and what they said")
    return TellStep(bridge, page.case, title, accept, ask, ending.explain_invalid)


def _refer(bridge: Bridge, page: CasePage, _demand: Demand | None) -> StepForm:
    title, accept = translate("EndingSteps", "Shown where to turn"), translate("EndingSteps", "Refer")
    ask = translate("EndingSteps", "Where the caller was sent: which body, its phone, and why it is theirs")
    return TellStep(bridge, page.case, title, accept, ask, ending.refer)


def _no_slip_out(page: CasePage) -> None:
    if any(order.state not in _FINISHED for order in page.case.orders):
        raise UserError(QT_TRANSLATE_NOOP("errors", "A slip of this case is still out: book it in or void it first."))


def _is_invalid(page: CasePage) -> None:
    if page.case.valid is not False:
        raise UserError(
            QT_TRANSLATE_NOOP("errors", "Only a complaint that was checked and found invalid is explained like this.")
        )
    _no_slip_out(page)


def _may_close_specially(page: CasePage) -> None:
    refuse_too_early(page.procedure.course.special_closing, case_deeds.story_of(page))
    if any(each.row.before is EventKind.SPECIAL_CLOSED for each in page.unapproved):
        raise UserError(QT_TRANSLATE_NOOP("errors", "Only by approval: ask for it first, and note the word."))
    _no_slip_out(page)


ENDING: tuple[CourseDeed, ...] = (
    CourseDeed(
        "explain_invalid",
        Group.ENDING,
        QT_TRANSLATE_NOOP("CourseDeeds", "Explain as invalid"),
        QT_TRANSLATE_NOOP("CourseDeeds", "The complainant was told why; the case ends as invalid"),
        QT_TRANSLATE_NOOP("CourseDeeds", "Explained. The case ends as invalid."),
        ending.explain_invalid,
        EventKind.EXPLAINED,
        _explain,
        is_complaint,
        _is_invalid,
    ),
    CourseDeed(
        "refer",
        Group.ENDING,
        QT_TRANSLATE_NOOP("CourseDeeds", "Refer"),
        QT_TRANSLATE_NOOP("CourseDeeds", "Not ours: the caller was shown where to turn"),
        QT_TRANSLATE_NOOP("CourseDeeds", "The caller was shown where to turn; the case ends here."),
        ending.refer,
        EventKind.REFERRED,
        _refer,
        problem=_no_slip_out,
    ),
    CourseDeed(
        "transfer",
        Group.ENDING,
        QT_TRANSLATE_NOOP("CourseDeeds", "Transfer"),
        QT_TRANSLATE_NOOP("CourseDeeds", "It is of another kind: goes on there under a number of its own"),
        QT_TRANSLATE_NOOP("CourseDeeds", "Transferred."),
        ending.transfer,
        EventKind.TRANSFERRED,
        asks(TransferStep),
        problem=_no_slip_out,
    ),
    CourseDeed(
        "join",
        Group.ENDING,
        QT_TRANSLATE_NOOP("CourseDeeds", "Join"),
        QT_TRANSLATE_NOOP("CourseDeeds", "The same matter as another case: goes on there as a contact"),
        QT_TRANSLATE_NOOP("CourseDeeds", "Joined."),
        ending.join,
        EventKind.JOINED,
        asks(JoinStep),
        problem=_no_slip_out,
    ),
    CourseDeed(
        "special_close",
        Group.ENDING,
        QT_TRANSLATE_NOOP("CourseDeeds", "Close specially"),
        QT_TRANSLATE_NOOP("CourseDeeds", "By approval, after real efforts: the client can't be satisfied"),
        QT_TRANSLATE_NOOP("CourseDeeds", "Closed specially."),
        ending.special_close,
        EventKind.SPECIAL_CLOSED,
        asks(SpecialStep),
        lambda page: page.procedure.course.special_closing is not None,
        _may_close_specially,
    ),
)
