# SPDX-License-Identifier: Apache-2.0
"""Deeds on a work order (派工单): dispatched, accepted, arrived, completed, returned, voided."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaintdesk.db.journal import plain
from complaintdesk.db.tables import Case, MaterialLine, WorkOrder
from complaintdesk.desk.context import Context
from complaintdesk.desk.drafts import CaseDraft, CompletionDraft, MaterialDraft, SlipFacts
from complaintdesk.desk.leading import refuse_led
from complaintdesk.desk.numbers import take_number
from complaintdesk.desk.records import CaseRecord
from complaintdesk.desk.slip_facts import put_finished, put_on
from complaintdesk.desk.slip_fees import TOTAL, totals
from complaintdesk.desk.slip_returns import tell_returned, tell_signed_back
from complaintdesk.desk.story import case_for_update, tell, void_materials
from complaintdesk.domain import lifecycle
from complaintdesk.domain.completeness import ON_SITE
from complaintdesk.domain.money import checked_yuan
from complaintdesk.domain.quantities import MOST as MOST_OF_A_MATERIAL
from complaintdesk.domain.terms import Charge, EventKind, OrderState, Origin, Supplier
from complaintdesk.domain.texts import clean_line, clean_text, fold
from complaintdesk.errors import QT_TRANSLATE_NOOP, MissingFields, UserError


@dataclass(frozen=True)
class Dispatched:
    """A work order just issued."""

    order_id: int
    number: str


def dispatch(
    session: Session, context: Context, case_id: int, team: str, worker: str = "", facts: SlipFacts | None = None
) -> Dispatched:
    """The new work order for a team (its id or name), under the next slip number (R-WO-01, R-WO-03).

    Raises UserError where an indoor repair's price is not settled yet (R-WO-07), a warranty has to be asked for first
    (R-WO-13) or the case's state forbids it.
    """
    case = case_for_update(session, case_id)
    context.subject = case.number or ""
    known = context.procedure.team_named(team)
    lifecycle.next_case_state(case.state, EventKind.DISPATCHED)
    refuse_led(session, case)
    refuse_unsettled_price(case)
    number = take_number(session, context, context.procedure.series("work_order"))
    order = WorkOrder(
        case_id=case.id,
        number=number.text,
        series=number.series,
        year=number.year,
        running=number.running,
        round=case.round,
        state=OrderState.ISSUED,
        team=known.id,
        worker=clean_line(worker, 40, "worker"),
        issued_at=context.now,
        issued_by=context.staff_id,
        result="",
        labour=None,
        owner_material_fit=None,
        wished_by="",
        checks_done=[],
        quality=None,
        manner=None,
        timeliness=None,
        void_reason="",
    )
    put_on(session, context, order, case, facts or SlipFacts())
    session.add(order)
    session.flush()
    tell(
        session,
        context,
        case,
        EventKind.DISPATCHED,
        order=order,
        words=known.name,
        facts={"team": known.id, "worker": order.worker},
    )
    return Dispatched(order.id, order.number)


def refuse_unsettled_price(case: Case | CaseDraft | CaseRecord) -> None:
    """Raises UserError unless it is settled who pays for indoor work, and a price is told and agreed to (R-WO-07).

    Where it depends on what is found, the client is told so: they agree to a price that is named on site (R-WO-08).
    A call noted on paper may leave it open: its slip then has both boxes to be ticked at the door.
    """
    if case.kind not in ON_SITE or case.public_area or (case.charge is None and case.origin is Origin.NOTED):
        return
    if case.charge is None:
        raise UserError(QT_TRANSLATE_NOOP("errors", "Settle first whether it is free or paid."), field="charge")
    if case.charge is Charge.CHARGEABLE and not case.price_agreed:
        raise UserError(
            QT_TRANSLATE_NOOP("errors", "Tell the client the price first, and note that they agree."),
            field="price_agreed",
        )
    if case.charge is Charge.CHARGEABLE and case.quoted is None and not case.price_on_site:
        raise UserError(
            QT_TRANSLATE_NOOP("errors", "What price do they agree to? If it is found on site only, tick that."),
            field="quoted",
        )


def accept(session: Session, context: Context, order_id: int, worker: str, happened_at: datetime | None = None) -> None:
    """Notes who took the slip, and when (R-WO-01)."""
    order, case = _order_and_case(session, context, order_id)
    name = clean_line(worker, 40, "worker") or order.worker
    if not name:
        raise MissingFields({"worker": QT_TRANSLATE_NOOP("errors", "Who took the slip?")})
    facts = {"worker": name}
    tell(session, context, case, EventKind.ACCEPTED, order=order, words=name, happened_at=happened_at, facts=facts)


def reassign(
    session: Session,
    context: Context,
    order_id: int,
    team: str,
    reason: str,
    worker: str = "",
    happened_at: datetime | None = None,
) -> None:
    """Passes the slip to another team (转派, its id or name) or worker, who has to accept it anew (R-WO-05).

    Raises MissingFields without a reason, UserError where it is that team's and that worker's already.
    """
    order, case = _order_and_case(session, context, order_id)
    known = context.procedure.team_named(team)
    name = clean_line(worker, 40, "worker")
    if not fold(reason):
        raise MissingFields({"reason": QT_TRANSLATE_NOOP("errors", "Why? The reason stays in the books.")})
    if known.id == order.team and name in ("", order.worker):
        raise UserError(QT_TRANSLATE_NOOP("errors", "This team has the slip already."), field="team")
    tell(
        session,
        context,
        case,
        EventKind.REASSIGNED,
        order=order,
        words=clean_text(reason, field="reason"),
        happened_at=happened_at,
        facts={"from": order.team, "team": known.id, "worker": name},
    )


def arrive(session: Session, context: Context, order_id: int, happened_at: datetime | None = None) -> None:
    """Notes when the worker arrived (R-WO-05)."""
    order, case = _order_and_case(session, context, order_id)
    tell(session, context, case, EventKind.ARRIVED, order=order, happened_at=happened_at)


def complete(session: Session, context: Context, draft: CompletionDraft) -> None:
    """Notes a finished job as the slip tells it: times, result, materials, labour, ratings (R-WO-06, R-WO-08, R-WO-10).

    Steps written on the slip that were not noted before are noted with their own times. Raises UserError beside the
    field where a time is missing or contradicts another. Where its signed part came back before, the slip is returned.
    """
    order, case = _order_and_case(session, context, draft.order_id)
    if not fold(draft.result):
        raise MissingFields({"result": QT_TRANSLATE_NOOP("errors", "What was done? Copy it from the slip.")})
    written = {EventKind.ACCEPTED: draft.accepted_at, EventKind.ARRIVED: draft.arrived_at}
    name = clean_line(draft.worker, 40, "worker") or order.worker
    for step in lifecycle.missing_steps(order.state, EventKind.COMPLETED):
        happened_at = written[step]
        if happened_at is None:
            raise MissingFields({f"{step.value}_at": QT_TRANSLATE_NOOP("errors", "This time is written on the slip.")})
        if step is EventKind.ACCEPTED:
            accept(session, context, order.id, name, happened_at)
        else:
            arrive(session, context, order.id, happened_at)
    put_finished(session, context, order, case, draft)
    order.result = clean_text(draft.result, field="result")
    order.labour = checked_yuan(draft.labour, "labour")
    order.quality, order.manner, order.timeliness = draft.quality, draft.manner, draft.timeliness
    _put_materials(session, context, order, draft.materials)
    session.flush()
    at, facts = draft.completed_at, {"worker": name, TOTAL: plain(totals(session, [order])[order.id])}
    tell(session, context, case, EventKind.COMPLETED, order=order, words=draft.result, happened_at=at, facts=facts)
    tell_signed_back(session, context, case, order)


def return_slip(session: Session, context: Context, order_id: int, happened_at: datetime | None = None) -> bool:
    """Books the slip back in with all that comes back of it (R-WO-10).

    True when it was the last one out, so that handling is proposed.
    """
    order, case = _order_and_case(session, context, order_id)
    tell_returned(session, context, case, order, happened_at)
    return last_out(session, case.id)


def last_out(session: Session, case_id: int) -> bool:
    """Whether no slip of this case is out any more, so that handling is proposed."""
    states = session.scalars(select(WorkOrder.state).where(WorkOrder.case_id == case_id)).all()
    return lifecycle.proposes_handling(states)


def void_order(session: Session, context: Context, order_id: int, reason: str) -> None:
    """Voids a spoiled slip, which stays in the books under its number (R-WO-03)."""
    order, case = _order_and_case(session, context, order_id)
    if not fold(reason):
        raise MissingFields({"reason": QT_TRANSLATE_NOOP("errors", "Why? The reason stays in the books.")})
    order.voided_at, order.voided_by = context.now, context.staff_id
    order.void_reason = clean_text(reason, field="reason")
    tell(session, context, case, EventKind.ORDER_VOIDED, order=order, words=reason)


def _order_and_case(session: Session, context: Context, order_id: int) -> tuple[WorkOrder, Case]:
    case_id = session.scalars(select(WorkOrder.case_id).where(WorkOrder.id == order_id)).one()
    case = case_for_update(session, case_id)
    order = session.get_one(WorkOrder, order_id)
    context.subject = order.number
    return order, case


def _put_materials(session: Session, context: Context, order: WorkOrder, drafts: tuple[MaterialDraft, ...]) -> None:
    """Writes the slip's materials; what an earlier completion (since withdrawn) wrote is voided, not deleted."""
    lines = void_materials(session, order, context)
    for place, draft in enumerate(drafts, start=lines + 1):
        name = clean_line(draft.name, 80, "materials")
        if not name:
            raise UserError(QT_TRANSLATE_NOOP("errors", "Which material?"), field="materials")
        if not 0 < draft.quantity <= MOST_OF_A_MATERIAL or draft.quantity != draft.quantity.quantize(Decimal("0.001")):
            raise UserError(
                QT_TRANSLATE_NOOP("errors", "A quantity is more than nothing, with three decimals at most."),
                field="materials",
            )
        session.add(
            MaterialLine(
                order_id=order.id,
                position=place,
                name=name,
                spec=clean_line(draft.spec, 80, "materials"),
                unit=clean_line(draft.unit, 20, "materials"),
                quantity=draft.quantity,
                unit_price=checked_yuan(draft.unit_price, "materials") or Decimal(0),
                supplier=draft.supplier,
                fit=draft.fit if draft.supplier is Supplier.OWNER else None,
                void_reason="",
            )
        )
