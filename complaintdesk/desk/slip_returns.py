# SPDX-License-Identifier: Apache-2.0
"""The parts of a slip that came back (R-WO-10): which, when, from whom, booked by whom; a slip may come in several."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaintdesk.db.tables import Case, CaseEvent, SlipLoss, SlipReturn, WorkOrder
from complaintdesk.desk.context import Context
from complaintdesk.desk.slip_rules import due_back, signed_part, slip_parts
from complaintdesk.desk.staffing import names_of
from complaintdesk.desk.story import tell
from complaintdesk.desk.voiding import given_reason, mark_void
from complaintdesk.domain.procedure import Procedure
from complaintdesk.domain.terms import Charge, EventKind, OrderState
from complaintdesk.domain.texts import clean_line
from complaintdesk.domain.transitions import CASE_TABLE, Refusal

TURNED_UP = "已回单"  # the reason in the books why a slip is no longer lost


@dataclass(frozen=True)
class ReturnedPart:
    """A part that came back. Of a slip whose parts nobody counted `id` is None: what came back was the slip."""

    id: int | None
    part: str  # its id
    name: str
    at: datetime
    brought_by: str
    booked_by: str


def parts_due(procedure: Procedure, case: Case | Charge | None) -> tuple[str, ...]:
    """The ids of the parts that come back of a slip of this case, or of work with this charge."""
    charge = case.charge if isinstance(case, Case) else case
    return tuple(part.id for part in due_back(procedure, paid=charge is Charge.CHARGEABLE))


def standing(session: Session, order_id: int) -> dict[str, SlipReturn]:
    """The rows of the parts of a slip that are back, by part."""
    query = select(SlipReturn).where(SlipReturn.order_id == order_id, SlipReturn.voided_at.is_(None))
    return {row.part: row for row in session.scalars(query.order_by(SlipReturn.id))}


def note_parts(
    session: Session, context: Context, order: WorkOrder, parts: Iterable[str], brought_by: str, at: datetime
) -> dict[str, SlipReturn]:
    """Writes down those of the parts that were not back before; with its signed one a lost slip has turned up."""
    there = standing(session, order.id)
    fresh = {}
    for part in parts:
        if part in there or part in fresh:
            continue
        fresh[part] = SlipReturn(
            order_id=order.id,
            part=part,
            returned_at=at,
            brought_by=clean_line(brought_by, 40, "brought_by"),
            booked_at=context.now,
            booked_by=context.staff_id,
            event_id=None,
            void_reason="",
        )
    session.add_all(fresh.values())
    if signed_part(context.procedure).id in fresh:
        lost = select(SlipLoss).where(SlipLoss.order_id == order.id, SlipLoss.voided_at.is_(None))
        for loss in session.scalars(lost):
            mark_void(context, loss, TURNED_UP)
    session.flush()
    return fresh


def tell_returned(session: Session, context: Context, case: Case, order: WorkOrder, at: datetime | None) -> None:
    """Tells in the story that the slip is back (R-WO-10), with all the parts that come back of it and are not yet."""
    event = tell(session, context, case, EventKind.RETURNED, order=order, happened_at=at)
    due = parts_due(context.procedure, case)
    note_parts(session, context, order, due, "", event.happened_at)
    _signed_row(session, context, order).event_id = event.id
    session.flush()


def tell_signed_back(session: Session, context: Context, case: Case, order: WorkOrder) -> bool:
    """Tells that a completed slip is back where its signed part lies on the desk; whether there was that to tell."""
    row = standing(session, order.id).get(signed_part(context.procedure).id)
    if row is None or order.state is not OrderState.COMPLETED:
        return False
    if isinstance(CASE_TABLE[case.state, EventKind.RETURNED], Refusal):
        return False  # the matter ended aside while its slip was out: the paper is back, the story stays
    completed = select(CaseEvent.happened_at).where(
        CaseEvent.order_id == order.id, CaseEvent.kind == EventKind.COMPLETED
    )
    last = session.scalars(completed.order_by(CaseEvent.id.desc()).limit(1)).one()
    event = tell(session, context, case, EventKind.RETURNED, order=order, happened_at=max(row.returned_at, last))
    row.event_id = event.id
    session.flush()
    return True


def _signed_row(session: Session, context: Context, order: WorkOrder) -> SlipReturn:
    """The row of the part with which a slip is back."""
    return standing(session, order.id)[signed_part(context.procedure).id]


def parts_back(session: Session, procedure: Procedure, order: WorkOrder) -> frozenset[str]:
    """The ids of the parts of a slip that are back; of one that came back before parts were counted all that do."""
    there = standing(session, order.id)
    if order.state is not OrderState.RETURNED:
        return frozenset(there)
    signed = signed_part(procedure).id
    return frozenset({signed, *there} if there else {part.id for part in slip_parts(procedure)})


def void_returned_by(session: Session, context: Context, event: CaseEvent, reason: str) -> None:
    """Takes back the part with which a slip was back, as its return in the story is taken back."""
    query = select(SlipReturn).where(SlipReturn.event_id == event.id, SlipReturn.voided_at.is_(None))
    for row in session.scalars(query):
        void_return(session, context, row, reason)


def void_return(session: Session, context: Context, row: SlipReturn, reason: str) -> None:
    """Takes back that a part came back; a slip that only seemed to have turned up with it is lost as before."""
    mark_void(context, row, given_reason(reason))
    if row.part != signed_part(context.procedure).id:
        return
    turned_up = (SlipLoss.voided_at == row.booked_at, SlipLoss.void_reason == TURNED_UP)
    query = select(SlipLoss).where(SlipLoss.order_id == row.order_id, *turned_up).order_by(SlipLoss.id.desc())
    loss = session.scalars(query).first()
    if loss is None:
        return
    same = ("order_id", "holder", "reason", "declared_at", "declared_by")
    session.add(SlipLoss(**{name: getattr(loss, name) for name in same}, void_reason=""))
    session.flush()


def returned_parts(
    session: Session, procedure: Procedure, order_ids: Sequence[int]
) -> dict[int, tuple[ReturnedPart, ...]]:
    """Of each of these slips the parts that are back, in the order of the form.

    A slip that came back before parts were counted, or whose return was taken back and restored, has its signed part.
    """
    names, signed = names_of(session), signed_part(procedure)
    called = {part.id: part.name for part in slip_parts(procedure)}
    places = {part: at for at, part in enumerate(called)}
    query = select(SlipReturn).where(SlipReturn.order_id.in_(order_ids), SlipReturn.voided_at.is_(None))
    found: dict[int, list[ReturnedPart]] = {}
    for row in session.scalars(query.order_by(SlipReturn.id)):
        name = called.get(row.part, row.part)
        part = ReturnedPart(row.id, row.part, name, row.returned_at, row.brought_by, names[row.booked_by])
        found.setdefault(row.order_id, []).append(part)
    told = (
        select(CaseEvent.order_id, CaseEvent.happened_at, CaseEvent.recorded_by)
        .join(WorkOrder, WorkOrder.id == CaseEvent.order_id)
        .where(CaseEvent.order_id.in_(order_ids), CaseEvent.kind == EventKind.RETURNED)
        .where(WorkOrder.state == OrderState.RETURNED)
        .order_by(CaseEvent.id)
    )
    for order_id, at, by in session.execute(told):
        own = found.setdefault(order_id or 0, [])
        if all(part.part != signed.id for part in own):
            own.append(ReturnedPart(None, signed.id, signed.name, at, "", names[by]))
    return {
        order_id: tuple(sorted(parts, key=lambda part: places.get(part.part, len(places))))
        for order_id, parts in found.items()
    }
