# SPDX-License-Identifier: Apache-2.0
"""What a day drawn by lot does of a matter's further course: each deed, and how what it is told is drawn."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import exists

from complaintdesk.db.tables import (
    Case,
    CaseEvent,
    Commitment,
    DayReview,
    DiaryEntry,
    Fine,
    LiaisonSheet,
    Meeting,
    Phrase,
    PointLift,
    PriceList,
    SavedSearch,
    ShiftHandover,
    Staff,
    StandardAnswer,
    WorkOrder,
)
from complaintdesk.desk import (
    answers,
    approvals,
    calendar_days,
    clocks,
    corrective,
    course,
    diaries,
    ending,
    escalating,
    forms,
    handovers,
    judging,
    liaison,
    meetings,
    phrases,
    points,
    price_lists,
    prints,
    quoting,
    reviews,
    same_matter,
    saved_searches,
    waves,
)
from complaintdesk.desk.answers import AnswerDraft
from complaintdesk.desk.approvals import WordDraft
from complaintdesk.desk.corrective import CorrectiveDraft
from complaintdesk.desk.course import StepDraft
from complaintdesk.desk.diaries import DiaryDraft
from complaintdesk.desk.drafts import ContactDraft
from complaintdesk.desk.ending import TransferDraft
from complaintdesk.desk.escalating import EscalationDraft, PassOnDraft
from complaintdesk.desk.handovers import HandoverDraft
from complaintdesk.desk.judging import AssessmentDraft
from complaintdesk.desk.liaison import SheetDraft
from complaintdesk.desk.phrases import PhraseDraft
from complaintdesk.desk.points import FineDraft
from complaintdesk.desk.price_records import PriceItemDraft, QuoteDraft
from complaintdesk.desk.quoting import QuoteGiven
from complaintdesk.desk.same_matter import Decided
from complaintdesk.desk.saved_searches import SavedSearchDraft
from complaintdesk.domain.approvals import rows_of
from complaintdesk.domain.completeness import ON_SITE
from complaintdesk.domain.lifecycle import OPEN_STATES
from complaintdesk.domain.special_closing import EFFORTS
from complaintdesk.domain.terms import (
    CaseKind,
    Channel,
    EventKind,
    Factor,
    Grade,
    Level,
    PauseReason,
    Priority,
    Trigger,
)
from complaintdesk.domain.terms import OrderState as S
from complaintdesk.printing.form_text import text_of
from tests.builders import a_draft
from tests.printing.own_forms import FORM, retitled

if TYPE_CHECKING:
    from tests.desk.random_day import RandomDay

Told = Callable[["RandomDay"], tuple[Any, ...]]
GOES_ON = (Case.state.in_(OPEN_STATES), Case.number.is_not(None))
COMPLAINT = (*GOES_ON, Case.kind == CaseKind.COMPLAINT)
SLIP_OUT = exists().where(WorkOrder.case_id == Case.id, WorkOrder.state.not_in((S.RETURNED, S.VOID)))
OPEN_LIMIT = (Commitment.met_at.is_(None), Commitment.dropped_at.is_(None))


def case(day: RandomDay, *likely: Any) -> int:
    """Mostly one that goes on, and for which this holds."""
    return day.any_of(Case.id, *GOES_ON, *likely)


def complaint(day: RandomDay, *likely: Any) -> int:
    """Mostly one that goes on, and for which this holds."""
    return day.any_of(Case.id, *COMPLAINT, *likely)


def word(day: RandomDay) -> str:
    """What is said, and now and then nothing."""
    return day.luck.choice(("", *["当面说明"] * 9))


def when(day: RandomDay) -> datetime | None:
    """Now, a while ago, which may be too long ago, or a time to come."""
    hours = day.luck.choice((None, None, None, None, None, 0, -1, -30, 1))
    return None if hours is None else day.clock.now + timedelta(hours=hours)


def ahead(day: RandomDay) -> datetime:
    """A time to come, and now and then one that is over."""
    return day.clock.now + timedelta(hours=day.luck.choice((-1, 2, 30, 200)))


def form_version(day: RandomDay) -> int:
    """The version of that form that goes, 0 for the shipped one."""
    return next((each.id for each in day.office.ask(forms.versions, FORM)), 0)


def department(day: RandomDay) -> str:
    """One of the rule book's."""
    return day.luck.choice(day.office.procedure.departments).id


def sheet(day: RandomDay) -> SheetDraft:
    """A 《投诉处理联系单》."""
    return SheetDraft("电梯停运", word(day), day.luck.choice((None, ahead(day))))


def colleague(day: RandomDay) -> int:
    """Anybody who works here."""
    return day.any_of(Staff.id)


def approval(day: RandomDay) -> str:
    """One that the rule book knows."""
    return day.luck.choice(rows_of(day.office.procedure)).id


def of_event(day: RandomDay, kind: EventKind) -> tuple[int, str]:
    """A case that has an event of this kind, mostly, and the approval that the event is about."""
    event = day.row(CaseEvent, day.any_of(CaseEvent.id, CaseEvent.kind == kind))
    return event.case_id, event.facts.get("approval") or approval(day)


def asked(day: RandomDay) -> tuple[Any, ...]:
    tried = day.any_of(CaseEvent.case_id, CaseEvent.kind.in_(EFFORTS))
    return tried, approval(day), word(day), when(day)


def price_told(day: RandomDay) -> tuple[Any, ...]:
    row = day.row(Case, case(day, Case.kind.in_(ON_SITE)))
    high = Decimal(day.luck.choice((50, 80, 80, 40)))
    line = QuoteDraft("更换水龙头", Decimal(day.luck.choice((1, 2, 0))), Decimal(50), high, unit="只")
    version = row.version - (day.luck.random() < 0.1)
    return (QuoteGiven(row.id, version, (line,) * day.luck.choice((1, 2)), high, day.luck.random() < 0.8),)


def price_item(day: RandomDay) -> tuple[Any, ...]:
    price_list = day.row(PriceList, day.any_of(PriceList.id))
    price = day.luck.choice(("5", "20-50元", "看着给", "免费", "8元/㎡/次"))
    draft = PriceItemDraft(word(day), fee_text=price, list_id=price_list.id, version=price_list.version)
    return (draft,)


def word_on_it(day: RandomDay) -> tuple[Any, ...]:
    day.do(approvals.ask, *asked(day))
    case_id, known = of_event(day, EventKind.APPROVAL_ASKED)
    by = day.luck.choice(("general_manager", "general_manager", "general_manager", "office_head"))
    return (WordDraft(case_id, known, by, day.luck.choice(("", "周总", "周总", "周总")), word(day), when(day)),)


def approved(day: RandomDay, *more: Any) -> tuple[Any, ...]:
    day.do(approvals.approve, *word_on_it(day))
    return of_event(day, EventKind.APPROVED)[0], *more, word(day), when(day)


def found_invalid(day: RandomDay) -> tuple[Any, ...]:
    case_id = complaint(day, ~SLIP_OUT)
    day.do(judging.check, case_id, False, word(day), when(day))
    return case_id, word(day), when(day)


def shift_of_another(day: RandomDay) -> tuple[Any, ...]:
    sits = day.office.staff
    assert sits is not None
    return (day.any_of(ShiftHandover.id, ShiftHandover.taken_at.is_(None), ShiftHandover.from_staff != sits.id),)


def assessed(day: RandomDay) -> tuple[Any, ...]:
    factors = {factor: day.luck.randint(1, 3) for factor in Factor if day.luck.random() < 0.98}
    level = day.luck.choice((None, *Level))
    return (AssessmentDraft(case(day), day.luck.choice(list(Priority)), word(day), factors, level),)


def step(day: RandomDay, table: dict[EventKind, dict[str, str]]) -> tuple[Any, ...]:
    kind = day.luck.choice(list(table))
    return (StepDraft(case(day), kind, word(day), {name: word(day) for name in table[kind]}, when(day)),)


def another_kind(day: RandomDay) -> tuple[Any, ...]:
    kind = day.luck.choice(list(CaseKind))
    token = a_draft(day.office).token
    category = day.luck.choice(day.office.procedure.categories_for(kind)).id
    return (TransferDraft(case(day, ~SLIP_OUT), kind, word(day), token, category, day.luck.choice((None, *Grade))),)


def escalation(day: RandomDay) -> tuple[Any, ...]:
    to = day.luck.choice(day.office.procedure.course.ladder).id
    draft = EscalationDraft(case(day), to, day.luck.choice(list(Trigger)), word(day), sheet(day), when(day))
    return (draft,)


def put_off(day: RandomDay) -> tuple[Any, ...]:
    limit = day.row(Commitment, day.any_of(Commitment.id, *OPEN_LIMIT))
    return (
        limit.case_id,
        limit.key,
        limit.round,
        limit.due_at + timedelta(hours=day.luck.choice((-1, 5, 90))),
        word(day),
    )


def broken_limit(day: RandomDay) -> int:
    """A limit that was met too late, or is late, mostly one that costs points."""
    priced = [row.id for row in day.office.procedure.commitments if row.points]
    late = Commitment.due_at < day.clock.now
    return day.any_of(Commitment.id, Commitment.key.in_(priced), late, Commitment.dropped_at.is_(None))


def fined(day: RandomDay) -> tuple[Any, ...]:
    known = [row.id for row in day.office.procedure.course.fines]
    number = day.row(Case, day.any_of(Case.id)).number or ""
    amount = day.luck.choice((None, Decimal(50), Decimal("12.5")))
    found_on = day.office.now().date() - timedelta(days=1)
    token = a_draft(day.office).token
    key = day.luck.choice(("", *known))
    return (FineDraft(token, department(day), amount, word(day), found_on, key, "张师傅", number),)


def answer(day: RandomDay) -> tuple[Any, ...]:
    if day.luck.random() < 0.4:
        row = day.row(StandardAnswer, day.any_of(StandardAnswer.id, StandardAnswer.voided_at.is_(None)))
        return (AnswerDraft(row.question, word(day), row.keywords, row.category, None, row.id, row.version),)
    return (AnswerDraft(f"第 {day.luck.randrange(30)} 问", word(day), "停水、水费"),)


def minutes(day: RandomDay) -> tuple[Any, ...]:
    now, said = day.clock.now, word(day)
    if day.luck.random() < 0.3:
        row = day.row(Meeting, day.any_of(Meeting.id, Meeting.voided_at.is_(None)))
        known = {"id": row.id, "version": row.version}
        return (meetings.MeetingDraft(row.kind, row.from_on, row.to_on, now, "赵主任", said, **known),)
    held = day.luck.choice(day.office.procedure.course.meetings)
    days = meetings.period(held.every, day.office.now().date())
    return (meetings.MeetingDraft(held.id, *days, now, "赵主任、王敏", said, a_draft(day.office).token),)


def call(day: RandomDay) -> ContactDraft:
    return ContactDraft(case(day), Channel.PHONE, day.clock.now, "仍在漏水", "仇女士", "13800001234")


def decided(day: RandomDay) -> Decided:
    lead = day.luck.choice((None, case(day)))
    return Decided((day.any_of(Case.id, Case.number.is_not(None)),), lead, (case(day),) if lead else ())


def of_sheet(day: RandomDay, *likely: Any) -> int:
    return day.any_of(LiaisonSheet.id, *likely)


def on_paper(day: RandomDay) -> tuple[Any, ...]:
    row = day.row(LiaisonSheet, of_sheet(day))
    return "liaison", row.case_id, row.number, "printer"


NOT_VOID = LiaisonSheet.voided_at.is_(None)
UNANSWERED = (NOT_VOID, LiaisonSheet.answered_at.is_(None))

COURSE: dict[Callable[..., Any], Told] = {
    judging.check: lambda day: (complaint(day, ~SLIP_OUT), day.luck.random() < 0.4, word(day), when(day)),
    judging.raise_level: lambda day: (complaint(day, Case.level == Level.GENERAL), word(day)),
    judging.lower_level: lambda day: (complaint(day, Case.level == Level.MAJOR), word(day)),
    judging.assess: assessed,
    judging.reroute: lambda day: (case(day), department(day), word(day)),
    judging.harden: lambda day: (case(day), day.luck.random() < 0.7, word(day)),
    judging.hand_over: lambda day: (case(day), colleague(day), word(day)),
    judging.sign_results: lambda day: (
        [day.any_of(Case.id, Case.state.not_in(OPEN_STATES)) for _one in range(day.luck.randint(0, 2))],
        word(day),
    ),
    judging.sign_result: lambda day: (day.any_of(Case.id, Case.state.not_in(OPEN_STATES)), word(day)),
    judging.call_in_person: lambda day: (case(day), word(day), when(day)),
    ending.explain_invalid: found_invalid,
    ending.refer: lambda day: (case(day, ~SLIP_OUT), word(day), when(day)),
    ending.transfer: another_kind,
    ending.join: lambda day: (case(day, ~SLIP_OUT), case(day), word(day)),
    ending.special_close: approved,
    escalating.escalate: escalation,
    escalating.pass_on: lambda day: (
        PassOnDraft(case(day), department(day), word(day), ahead(day), day.luck.choice((None, sheet(day))), when(day)),
    ),
    course.tell_step: lambda day: step(day, course.STEPS),
    course.conclude: lambda day: step(day, course.CONCLUSIONS),
    course.hold_meeting: lambda day: (course.MeetingDraft(case(day), word(day), word(day), when(day)),),
    course.compensate: lambda day: approved(day, Decimal("200.5")),
    quoting.quote: price_told,
    price_lists.begin: lambda day: (day.luck.choice(("", "收费标准", "新标准")),),
    price_lists.save_item: price_item,
    approvals.ask: asked,
    approvals.approve: word_on_it,
    approvals.refuse: word_on_it,
    liaison.sign: lambda day: (of_sheet(day, NOT_VOID, LiaisonSheet.signed_at.is_(None)), word(day), when(day)),
    liaison.answer: lambda day: (of_sheet(day, *UNANSWERED), word(day), "陈工"),
    liaison.void: lambda day: (of_sheet(day, NOT_VOID), word(day)),
    liaison.issue_again: lambda day: (of_sheet(day, LiaisonSheet.voided_at.is_not(None)),),
    corrective.open_action: lambda day: (
        CorrectiveDraft(case(day), department(day), word(day), word(day), "陈工", when(day)),
    ),
    calendar_days.unconfirm: lambda day: (day.luck.choice((2025, 2026, 2027)), word(day)),
    points.lift: lambda day: (broken_limit(day), word(day)),
    points.take_back_lift: lambda day: (
        day.any_of(PointLift.commitment_id, PointLift.voided_at.is_(None)),
        word(day),
    ),
    points.fine: fined,
    points.void_fine: lambda day: (day.any_of(Fine.id, Fine.voided_at.is_(None)), word(day)),
    clocks.pause: lambda day: (
        case(day, Case.waits_for.is_(None)),
        day.luck.choice(list(PauseReason)),
        word(day),
        when(day),
    ),
    clocks.resume: lambda day: (day.any_of(Case.id, Case.waits_for.is_not(None)), word(day), when(day)),
    clocks.extend: put_off,
    clocks.promise: lambda day: (case(day), ahead(day), word(day), day.luck.random() < 0.9, when(day)),
    clocks.confirm: lambda day: (case(day), day.luck.choice(list(Channel)), word(day), when(day)),
    clocks.inform: lambda day: (case(day), word(day), when(day)),
    answers.save: answer,
    answers.void: lambda day: (day.any_of(StandardAnswer.id), word(day)),
    answers.take_in: lambda day: ([AnswerDraft(f"清单 {day.luck.randrange(99)}", "请到前台") for _ in range(3)],),
    answers.register_answered: lambda day: (a_draft(day.office, CaseKind.INQUIRY), day.any_of(StandardAnswer.id)),
    answers.give: lambda day: (case(day), day.any_of(StandardAnswer.id), when(day)),
    reviews.sign: lambda day: (day.office.now().date() - timedelta(days=day.luck.randint(-1, 2)), word(day)),
    reviews.void: lambda day: (day.any_of(DayReview.id), word(day)),
    diaries.write: lambda day: (DiaryDraft(word(day), when(day)),),
    diaries.void: lambda day: (day.any_of(DiaryEntry.id), word(day)),
    phrases.save: lambda day: (PhraseDraft(day.luck.choice(("ls", "dt", "mt")), word(day)),),
    phrases.void: lambda day: (day.any_of(Phrase.id), word(day)),
    saved_searches.save: lambda day: (SavedSearchDraft(word(day), word(day), day.luck.random() < 0.3),),
    saved_searches.remove: lambda day: (day.any_of(SavedSearch.id),),
    saved_searches.reorder: lambda day: ((day.any_of(SavedSearch.id),),),
    handovers.hand: lambda day: (HandoverDraft(word(day), day.luck.choice((None, None, None, colleague(day)))),),
    handovers.take: shift_of_another,
    handovers.void: lambda day: (day.any_of(ShiftHandover.id), word(day)),
    meetings.save: minutes,
    forms.adopt: lambda day: (FORM, text_of(retitled(word(day))), form_version(day), word(day)),
    forms.back_to_shipped: lambda day: (FORM, form_version(day), word(day)),
    meetings.void: lambda day: (day.any_of(Meeting.id), word(day)),
    prints.start_sheet: on_paper,
    prints.start_day_sheet: lambda day: (prints.DIARY, f"{day.office.now():%Y-%m-%d}", "printer"),
    same_matter.register: lambda day: (a_draft(day.office, day.luck.choice(list(CaseKind))), decided(day)),
    same_matter.join: lambda day: (call(day), day.luck.choice(((), ("safety",)))),
    waves.lead: lambda day: (
        complaint(day),
        [complaint(day, ~SLIP_OUT)] * day.luck.choice((1, 2)),
        word(day),
    ),
    waves.release: lambda day: (case(day, Case.lead_case_id.is_not(None)), word(day)),
}
