# SPDX-License-Identifier: Apache-2.0
"""How a case's story grows: one event at a time, after which states, rounds and limits follow from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaintdesk.db.tables import Case, CaseEvent, Commitment, MaterialLine, WorkOrder
from complaintdesk.desk.context import Context
from complaintdesk.desk.follow_up_rows import settle_follow_ups
from complaintdesk.desk.slip_fees import settle_fees
from complaintdesk.domain import lifecycle
from complaintdesk.domain.commitments import CaseFacts, OrderFacts, plan
from complaintdesk.domain.terms import CaseState, EventKind
from complaintdesk.domain.texts import clean_text
from complaintdesk.errors import QT_TRANSLATE_NOOP, UserError

SLIP_STEPS = frozenset({EventKind.ACCEPTED, EventKind.ARRIVED, EventKind.COMPLETED})


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


def settle(session: Session, context: Context, case: Case, story: tuple[lifecycle.Event, ...]) -> None:
    """Sets what follows from the story alone: state, round, who was told of it, slips, fees, limits, follow-ups."""
    orders = session.scalars(select(WorkOrder).where(WorkOrder.case_id == case.id).order_by(WorkOrder.id)).all()
    case.state = lifecycle.case_state(story)
    case.round = lifecycle.case_round(story)
    reports = [event for event in lifecycle.standing(story) if event.kind is EventKind.REPORTED]
    case.reported_to = reports[-1].facts["staff"] if reports else None
    for order in orders:
        own = lifecycle.of_order(story, order.id)
        if own:
            order.state = lifecycle.order_state(own)
            _settle_slip(session, context, order, own)
    settle_fees(session, context, case, orders, story)
    _settle_commitments(session, context, case, orders, story)
    settle_follow_ups(session, context, case, case_facts(case, orders), story)


def _settle_slip(session: Session, context: Context, order: WorkOrder, own: tuple[lifecycle.Event, ...]) -> None:
    """Takes off the slip what only a step that was taken back had written there: the worker, the finished job."""
    named = [event.facts["worker"] for event in own if event.facts.get("worker")]
    order.worker = named[-1] if named else ""
    if order.result and all(event.kind is not EventKind.COMPLETED for event in own):
        order.result, order.labour, order.owner_material_fit = "", None, None
        order.quality = order.manner = order.timeliness = None
        void_materials(session, order, context)


def void_materials(session: Session, order: WorkOrder, context: Context) -> int:
    """Takes the slip's materials off it, though not out of the books; how many lines it ever had."""
    rows = session.scalars(select(MaterialLine).where(MaterialLine.order_id == order.id)).all()
    for row in rows:
        if row.voided_at is None:
            row.voided_at, row.voided_by = context.now, context.staff_id
    return len(rows)


def case_facts(case: Case, orders: Sequence[WorkOrder]) -> CaseFacts:
    """What the limits of a case depend on besides its story."""
    return CaseFacts(
        kind=case.kind,
        channel=case.channel,
        grade=case.grade,
        level=case.level,
        category=case.category,
        public_area=case.public_area,
        complex_job=case.complex_job,
        registered_at=case.received_at,
        appointment_from=case.appointment_from,
        appointment_to=case.appointment_to,
        round=case.round,
        void=case.state is CaseState.VOID,
        orders=tuple(OrderFacts(order.id, order.state, order.round) for order in orders),
        service_from=case.service_from,
        service_to=case.service_to,
    )


def _settle_commitments(
    session: Session, context: Context, case: Case, orders: Any, story: tuple[lifecycle.Event, ...]
) -> None:
    procedure = context.procedure_of(session, case.procedure_version_id)
    planned = {(p.key, p.order_id, p.round): p for p in plan(procedure, case_facts(case, orders), story, context.zone)}
    rows = session.scalars(select(Commitment).where(Commitment.case_id == case.id).order_by(Commitment.id)).all()
    kept = {(row.key, row.order_id, row.round): row for row in rows}
    for identity, row in kept.items():
        # What an earlier round met stays; in this round nothing counts that the rule book no longer asks for.
        over = case.state is CaseState.VOID or row.met_at is None or row.round == case.round
        if identity not in planned and over and row.dropped_at is None:
            row.dropped_at = context.now
    for identity, wanted in planned.items():
        if identity not in kept:
            kept[identity] = Commitment(
                case_id=case.id,
                order_id=wanted.order_id,
                key=wanted.key,
                of_slip=bool(procedure.commitment(wanted.key).meets & SLIP_STEPS),
                round=wanted.round,
                first_due_at=wanted.due_at,
            )
            session.add(kept[identity])
        row = kept[identity]
        row.started_at, row.due_at, row.not_before = wanted.started_at, wanted.due_at, wanted.not_before
        row.met_at, row.met_by_event_id, row.dropped_at = wanted.met_at, wanted.met_by_event_id, None
