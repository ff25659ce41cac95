# SPDX-License-Identifier: Apache-2.0
"""How a case's story grows: one event at a time, after which states, rounds and limits follow from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaintdesk.db.tables import Case, CaseEvent, MaterialLine, WorkOrder
from complaintdesk.desk.commitment_rows import settle_commitments
from complaintdesk.desk.context import Context
from complaintdesk.desk.follow_up_rows import settle_follow_ups
from complaintdesk.desk.slip_fees import settle_fees
from complaintdesk.domain import approvals, lifecycle
from complaintdesk.domain.case_facts import CaseFacts, OrderFacts
from complaintdesk.domain.terms import CaseState, EventKind
from complaintdesk.domain.texts import clean_text
from complaintdesk.domain.told import Told, told_by
from complaintdesk.errors import QT_TRANSLATE_NOOP, UserError


def case_for_update(session: Session, case_id: int) -> Case:
    """The case, locked; raises UserError for one from an old register, which stays as it was."""
    case = session.scalars(select(Case).where(Case.id == case_id).with_for_update()).one()
    if case.number is None:
        raise UserError(QT_TRANSLATE_NOOP("errors", "A case from an old register stays as it was written."))
    return case


def events_of(session: Session, case_id: int) -> tuple[lifecycle.Event, ...]:
    """The case's story as the rules read it, in order of entry."""
    rows = session.scalars(select(CaseEvent).where(CaseEvent.case_id == case_id).order_by(CaseEvent.id))
    return tuple(as_event(row) for row in rows)


def as_event(row: CaseEvent) -> lifecycle.Event:
    """A row of the story as the rules read it."""
    return lifecycle.Event(
        row.id, row.kind, row.happened_at, row.recorded_at, row.order_id, row.about_id, row.facts or {}
    )


def tell(
    session: Session,
    context: Context,
    case: Case,
    kind: EventKind,
    *,
    words: str = "",
    happened_at: datetime | None = None,
    order: WorkOrder | None = None,
    about: CaseEvent | None = None,
    facts: Mapping[str, Any] | None = None,
) -> CaseEvent:
    """Adds an event to the story and lets everything that follows from it follow.

    Raises UserError when the state forbids it, when it lies in the future, or when its time contradicts an earlier
    step's. The deed's own happened_at in the journal becomes the event's.
    """
    happened_at = happened_at or context.now
    if happened_at > context.now:
        raise UserError(QT_TRANSLATE_NOOP("errors", "This time is still to come."), field=f"{kind}_at")
    story = events_of(session, case.id) if kind is not EventKind.REGISTERED else ()
    if kind is not EventKind.REGISTERED:
        lifecycle.next_case_state(case.state, kind)
        _refuse_unapproved(session, context, case, kind, happened_at, story)
        if order is not None and kind is not EventKind.DISPATCHED:
            lifecycle.next_order_state(order.state, kind)
        own = story if order is None else lifecycle.of_order(story, order.id)
        happened_at = lifecycle.times_in_order(own, kind, happened_at)
    event = CaseEvent(
        case_id=case.id,
        order_id=order.id if order else None,
        about_id=about.id if about else None,
        kind=kind,
        happened_at=happened_at,
        recorded_at=context.now,
        recorded_by=context.staff_id,
        words=clean_text(words, field="words"),
        facts=dict(facts or {}),
    )
    session.add(event)
    session.flush()
    context.happened_at = happened_at
    settle(session, context, case, (*story, as_event(event)))
    return event


def _refuse_unapproved(
    session: Session,
    context: Context,
    case: Case,
    kind: EventKind,
    happened_at: datetime,
    story: tuple[lifecycle.Event, ...],
) -> None:
    """Raises UserError where the procedure wants somebody's word first, and it was not given by then (R-ESC-14)."""
    procedure = context.procedure_of(session, case.procedure_version_id)
    if all(row.before is not kind for row in approvals.rows_of(procedure)):
        return
    orders = session.scalars(select(WorkOrder).where(WorkOrder.case_id == case.id).order_by(WorkOrder.id)).all()
    facts = case_facts(case, orders, told_by(story))
    for missing in approvals.missing_before(procedure, kind, facts, story, happened_at):
        raise approvals.refusal(procedure, missing)


def settle(session: Session, context: Context, case: Case, story: tuple[lifecycle.Event, ...]) -> None:
    """Sets what follows from the story alone: state, round, who was told of it, slips, fees, limits, follow-ups."""
    orders = session.scalars(select(WorkOrder).where(WorkOrder.case_id == case.id).order_by(WorkOrder.id)).all()
    case.state = lifecycle.case_state(story)
    case.round = lifecycle.case_round(story)
    says = told_by(story)
    _settle_told(session, context, case, says, story)
    for order in orders:
        own = lifecycle.of_order(story, order.id)
        if own:
            order.state = lifecycle.order_state(own)
            _settle_slip(session, context, order, own)
    settle_fees(session, context, case, orders, story)
    facts = case_facts(case, orders, says)
    settle_commitments(session, context, case, facts, story)
    settle_follow_ups(session, context, case, facts, story)


def _settle_told(
    session: Session, context: Context, case: Case, says: Told, story: tuple[lifecycle.Event, ...]
) -> None:
    """Sets the case's own columns that its story tells of; what was taken back is as it was before."""
    case.reported_to, case.valid, case.hard, case.priority = says.reported_to, says.valid, says.hard, says.priority
    case.promised_at, case.escalated_to, case.handed_to = says.promised_at, says.escalated_to, says.handed_to
    case.waits_for = says.waits_for if case.state in lifecycle.OPEN_STATES else None
    case.lead_case_id = says.lead_case_id
    if any(event.kind is EventKind.LEVEL_SET for event in story):
        procedure = context.procedure_of(session, case.procedure_version_id)
        case.level = says.level or procedure.level_for(case.level_criteria)
    if says.department is not None:
        case.department = says.department
    elif reroutes := [event for event in story if event.kind is EventKind.REROUTED]:
        corrected = any(each.kind is EventKind.CORRECTED and "department" in each.facts for each in story)
        case.department = case.department if corrected else reroutes[0].facts["from"]


def _settle_slip(session: Session, context: Context, order: WorkOrder, own: tuple[lifecycle.Event, ...]) -> None:
    """Takes off the slip what only a step that was taken back had written there: team, worker, the finished job."""
    teams = [event for event in own if event.kind in (EventKind.DISPATCHED, EventKind.REASSIGNED)]
    order.team = teams[-1].facts.get("team", order.team)
    named = [event.facts["worker"] for event in own if event.id >= teams[-1].id and event.facts.get("worker")]
    order.worker = named[-1] if named else ""
    if order.result and all(event.kind is not EventKind.COMPLETED for event in own):
        order.result, order.labour, order.owner_material_fit = "", None, None
        order.wished_by, order.wished_at, order.guarantee_until, order.checks_done = "", None, None, []
        order.quality = order.manner = order.timeliness = None
        void_materials(session, order, context)


def void_materials(session: Session, order: WorkOrder, context: Context) -> int:
    """Takes the slip's materials off it, though not out of the books; how many lines it ever had."""
    rows = session.scalars(select(MaterialLine).where(MaterialLine.order_id == order.id)).all()
    for row in rows:
        if row.voided_at is None:
            row.voided_at, row.voided_by = context.now, context.staff_id
    return len(rows)


def limits_begin_at(case: Case) -> datetime:
    """When what a case's registration sets going begins: with the call; of a transferred matter with the transfer.

    Limits are counted from events (R-T-06), and the sources count each from the registration in its kind: 20 minutes
    from a repair's registration to the slip (S0-1§四). Counted from a call that was taken for an enquiry they would be
    over before anybody could keep them. The time of receipt stays the call's: the client waits since then.
    """
    return case.received_at if case.transferred_from_id is None else case.recorded_at


def can_be_reached(case: Case) -> bool:
    """Whether there is a way to reach who called: a public area is nobody's address."""
    has_place = case.place_id is not None or bool(case.place_text)
    return not case.anonymous or bool(case.caller_phone) or (has_place and not case.public_area)


def case_facts(case: Case, orders: Sequence[WorkOrder], says: Told) -> CaseFacts:
    """What the limits of a case depend on: the case as it stands, its slips, and what its story says of it."""
    return CaseFacts(
        kind=case.kind,
        channel=case.channel,
        grade=case.grade,
        level=case.level,
        category=case.category,
        public_area=case.public_area,
        complex_job=case.complex_job,
        registered_at=limits_begin_at(case),
        appointment_from=case.appointment_from,
        appointment_to=case.appointment_to,
        round=case.round,
        void=case.state is CaseState.VOID,
        orders=tuple(OrderFacts(order.id, order.state, order.round) for order in orders),
        service_from=case.service_from,
        service_to=case.service_to,
        criteria=frozenset(case.level_criteria),
        repeat=case.repeats_case_id is not None,
        valid=says.valid,
        hard=says.hard,
        waited=says.waited,
        promised=says.promised_at is not None,
        reachable=can_be_reached(case),
        own_fields=case.own_fields,
    )
