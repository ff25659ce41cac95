# SPDX-License-Identifier: Apache-2.0
"""Deeds that put right: corrected (the old text stays), withdrawn (an event noted by mistake), void, taken back."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from complaintdesk.db.journal import plain
from complaintdesk.db.tables import Case, CaseEvent, PrintRecord, WorkOrder
from complaintdesk.desk.approvals import refuse_acted_on
from complaintdesk.desk.carried import void_carried
from complaintdesk.desk.case_links import refuse_joined, take_back_link
from complaintdesk.desk.cases import checked_facts, refuse_incomplete, refuse_missing_own
from complaintdesk.desk.context import Context
from complaintdesk.desk.course import CONCLUSIONS
from complaintdesk.desk.dispatching import void_order
from complaintdesk.desk.drafts import CaseCorrection, CaseDraft
from complaintdesk.desk.households import standing_place
from complaintdesk.desk.leading import refuse_leading, refuse_unfit_lead
from complaintdesk.desk.liaison import settle_answers
from complaintdesk.desk.prints import ON_PAPER, REGISTER, REPORT
from complaintdesk.desk.rights import may
from complaintdesk.desk.slip_returns import void_returned_by
from complaintdesk.desk.story import as_event, case_for_update, events_of, tell
from complaintdesk.domain import lifecycle
from complaintdesk.domain.dates import civil_day
from complaintdesk.domain.terms import EventKind, OrderState
from complaintdesk.domain.texts import clean_text, fold
from complaintdesk.errors import QT_TRANSLATE_NOOP, Conflict, MissingFields, UserError

FIXED = frozenset({"token", "kind", "origin", "received_at", "gaps", "repeats_case_id", "reported_to", "quotes"})
# What a case holds besides, copied or concluded when it was written: it follows the fact that it came from.
FOLLOWING = {
    "place_id": ("place_text", "building"),
    "place_text": ("building",),
    "category": ("department",),
    "level_criteria": ("level",),
}
TAKEN_BACK = "录入后撤回"  # the reason in the books of a case that was taken back right after it was saved
SETTLED = "派单前补定费用"  # the reason of a correction that only settles who pays, asked when the slip is issued
_OWN = (EventKind.REGISTERED, EventKind.ATTACHED)  # what the form itself may tell
_WITH_IT = (EventKind.REPORTED, EventKind.KEPT_APART, EventKind.LED)  # likewise, where it was decided while registering
_READ_OUT = (EventKind.ANSWERED, EventKind.HANDLED)  # likewise, from the book of answers
# What not everybody at the desk may decide: nor may they undo it, unless it was they who noted it.
DECIDED: dict[EventKind, str] = {
    EventKind.LEVEL_SET: "judging.lower_level",
    EventKind.ASSESSED: "judging.assess",
    EventKind.HARDENED: "judging.harden",
    EventKind.RESULT_SIGNED: "judging.sign_result",
    EventKind.LEADER_CALLED: "judging.call_in_person",
    EventKind.EXTENDED: "clocks.extend",
    EventKind.APPROVED: "approvals.approve",
    EventKind.APPROVAL_REFUSED: "approvals.refuse",
    EventKind.SPECIAL_CLOSED: "ending.special_close",
    EventKind.COMPENSATED: "course.compensate",
    EventKind.CORRECTIVE_OPENED: "corrective.open_action",
    EventKind.FOLLOW_UP_ENDED: "follow_ups.give_up",
    **dict.fromkeys(CONCLUSIONS, "course.conclude"),
}
CORRECTABLE = tuple(field.name for field in fields(CaseDraft) if field.name not in FIXED)


def draft_of(case: Case) -> CaseDraft:
    """A saved case as the form would hold it: what a correction starts from."""
    values: dict[str, Any] = {}
    for field in fields(CaseDraft):
        if field.name == "quotes":
            continue  # lines of their own, replaced as a whole (`quoting.quote`)
        value = getattr(case, field.name)
        values[field.name] = tuple(value) if isinstance(value, list) else value
    values["own_fields"] = tuple(sorted(case.own_fields.items()))
    return CaseDraft(**(values | {"token": case.token or ""}))


def case_draft(session: Session, case_id: int) -> CaseDraft:
    """A saved case as the form holds it."""
    return draft_of(session.get_one(Case, case_id))


def correct(session: Session, context: Context, correction: CaseCorrection) -> int | None:
    """The id of the correction's event, None where nothing differs; the old values stay in the event.

    Raises Conflict(theirs, mine) when the case was changed since it was read, UserError beside a field.
    """
    case = case_for_update(session, correction.case_id)
    context.subject = case.number or ""
    if case.about_staff_id is not None and case.about_staff_id == context.staff_id:
        raise UserError(QT_TRANSLATE_NOOP("errors", "This case is about you: have a colleague correct it."))
    old = draft_of(case)
    if not set(correction.changes) <= set(CORRECTABLE):
        raise ValueError("a correction of something that can't change")
    new = replace(old, **correction.changes)
    if "category" in correction.changes and "department" not in correction.changes:
        new = replace(new, department="")  # the new category's
    if case.version != correction.version:
        raise Conflict(old, new)
    procedure = context.procedure_of(session, case.procedure_version_id)
    refuse_incomplete(new)
    if "own_fields" in correction.changes:
        refuse_missing_own(new, procedure)
    other = [name for name in correction.changes if getattr(new, name) != getattr(old, name)]
    if "place_id" in other and new.place_id is not None:
        standing_place(session, new.place_id, "place")
    touched = {each for name in other for each in (name, *FOLLOWING.get(name, ()))}
    checked = checked_facts(session, context, new, procedure)
    facts = {name: value for name, value in checked.items() if name in touched}
    before = {name: getattr(case, name) for name in facts}
    changed = {name: [plain(before[name]), plain(value)] for name, value in facts.items() if before[name] != value}
    gaps = [gap for gap in case.gaps if gap not in _filled(changed)]
    if not changed:
        context.already_done = True
        return None
    if not fold(correction.reason):
        raise MissingFields({"reason": QT_TRANSLATE_NOOP("errors", "Why? The reason stays in the books.")})
    for name in changed:
        setattr(case, name, facts[name])
    case.gaps = gaps
    event = tell(session, context, case, EventKind.CORRECTED, words=correction.reason, facts=changed)
    return event.id


def _filled(changed: dict[str, Any]) -> frozenset[str]:
    """Names of gaps that a correction filled."""
    names = {"place_id": "place", "place_text": "place", "appointment_from": "appointment"}
    return frozenset(names.get(name, name) for name, (_old, new) in changed.items() if new not in (None, ""))


def withdraw(session: Session, context: Context, event_id: int, reason: str) -> int:
    """The id of the event that takes back one noted by mistake; raises UserError when others build on it.

    So it does for what is not for whoever sits here to decide.
    """
    event = session.get_one(CaseEvent, event_id)
    case = case_for_update(session, event.case_id)
    context.subject = case.number or ""
    told = _told_first(session, event)
    _refuse_anothers_decision(context, event, told.kind)
    lifecycle.may_withdraw(events_of(session, case.id), as_event(event))
    if told.kind is EventKind.APPROVED:
        procedure = context.procedure_of(session, case.procedure_version_id)
        refuse_acted_on(session, procedure, case, as_event(told))
    if not fold(reason):
        raise MissingFields({"reason": QT_TRANSLATE_NOOP("errors", "Why? The reason stays in the books.")})
    led_by = case.lead_case_id
    order = session.get(WorkOrder, event.order_id) if event.order_id is not None else None
    withdrawal = tell(session, context, case, EventKind.WITHDRAWN, words=reason, about=event, order=order)
    void_carried(session, context, event, reason)
    void_returned_by(session, context, event, reason)
    take_back_link(session, context, event, reason)
    if case.lead_case_id != led_by:
        refuse_unfit_lead(session, case)
    settle_answers(session, case)
    return withdrawal.id


def _told_first(session: Session, event: CaseEvent) -> CaseEvent:
    """The step that was taken back and restored in turn, the last time by this event; the event itself if it is one."""
    while event.about_id is not None:
        event = session.get_one(CaseEvent, event.about_id)
    return event


def _refuse_anothers_decision(context: Context, event: CaseEvent, decided: EventKind) -> None:
    deed = DECIDED.get(decided)
    assert context.staff is not None
    if deed is None or event.recorded_by == context.staff_id or may(deed, context.staff.role):
        return
    raise UserError(
        QT_TRANSLATE_NOOP("errors", "This was not for you to decide: have whoever decided it take it back.")
    )


def void(session: Session, context: Context, case_id: int, reason: str) -> None:
    """Voids a case, which stays in the books under its number; its slips must be void or returned."""
    case = case_for_update(session, case_id)
    context.subject = case.number or ""
    if not fold(reason):
        raise MissingFields({"reason": QT_TRANSLATE_NOOP("errors", "Why? The reason stays in the books.")})
    states = session.scalars(select(WorkOrder.state).where(WorkOrder.case_id == case.id)).all()
    if any(state not in (OrderState.RETURNED, OrderState.VOID) for state in states):
        raise UserError(QT_TRANSLATE_NOOP("errors", "A slip of this case is still out: book it in or void it first."))
    refuse_leading(session, case)
    refuse_joined(session, case)
    case.voided_at, case.voided_by, case.void_reason = context.now, context.staff_id, clean_text(reason, field="reason")
    tell(session, context, case, EventKind.VOIDED, words=reason)


def take_back(session: Session, context: Context, case_id: int, order_id: int | None = None) -> None:
    """Voids a case right after it was saved, and the slip issued with it; their numbers stay in the books (录入后撤回).

    Raises UserError unless whoever registered it does so on the same day, and nothing else was done or printed since.
    """
    case = case_for_update(session, case_id)
    _refuse_if_built_on(session, context, case, order_id)
    refuse_leading(session, case)
    if order_id is not None:
        if session.get_one(WorkOrder, order_id).case_id != case.id:
            raise ValueError("a slip of another case")
        void_order(session, context, order_id, TAKEN_BACK)
    context.subject = case.number or ""
    case.voided_at, case.voided_by, case.void_reason = context.now, context.staff_id, TAKEN_BACK
    tell(session, context, case, EventKind.VOIDED, words=TAKEN_BACK)


def _came_with_it(event: CaseEvent) -> bool:
    return event.kind in _WITH_IT or (event.kind in _READ_OUT and "answer" in (event.facts or {}))


def _refuse_if_built_on(session: Session, context: Context, case: Case, order_id: int | None) -> None:
    if case.first_contact_by != context.staff_id:
        raise UserError(
            QT_TRANSLATE_NOOP("errors", "Somebody else registered {number}: correct it, or have a supervisor void it."),
            number=case.number,
        )
    if civil_day(case.recorded_at, context.zone) != civil_day(context.now, context.zone):
        raise UserError(
            QT_TRANSLATE_NOOP("errors", "{number} was not registered today: correct it, or have a supervisor void it."),
            number=case.number,
        )
    events = session.scalars(select(CaseEvent).where(CaseEvent.case_id == case.id))
    later = any(
        each.kind not in _OWN and not (_came_with_it(each) and each.recorded_at == case.recorded_at)
        for each in events
        if each.kind is not EventKind.DISPATCHED or each.order_id != order_id
    )
    slips = select(WorkOrder.id).where(WorkOrder.case_id == case.id, WorkOrder.id.is_distinct_from(order_id))
    repeats = select(Case.id).where(Case.repeats_case_id == case.id)
    if later or session.scalars(slips.limit(1)).first() or session.scalars(repeats.limit(1)).first():
        raise UserError(
            QT_TRANSLATE_NOOP(
                "errors", "Something was done with {number} since: correct it, or have a supervisor void it."
            ),
            number=case.number,
        )
    of_case = PrintRecord.case_id == case.id
    lists = and_(PrintRecord.form.in_((REGISTER, REPORT)), PrintRecord.started_at >= case.recorded_at)
    printed = select(PrintRecord.id).where(ON_PAPER, or_(of_case, lists))
    if session.scalars(printed.limit(1)).first():
        raise UserError(
            QT_TRANSLATE_NOOP(
                "errors", "Paper with {number} was printed since: correct it, or have a supervisor void it."
            ),
            number=case.number,
        )
