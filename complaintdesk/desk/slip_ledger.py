# SPDX-License-Identifier: Apache-2.0
"""Deeds of the slip ledger (回单): parts booked back and taken back, a slip declared lost and found again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaintdesk.db.tables import Case, CaseEvent, SlipLoss, SlipReturn, WorkOrder
from complaintdesk.desk.context import Context
from complaintdesk.desk.corrections import withdraw
from complaintdesk.desk.dispatching import last_out
from complaintdesk.desk.order_lists import UNFINISHED
from complaintdesk.desk.slip_returns import note_parts, parts_back, parts_due, tell_signed_back, void_return
from complaintdesk.desk.slip_rules import signed_part, slip_parts
from complaintdesk.desk.story import case_for_update, events_of
from complaintdesk.desk.voiding import given_reason, void_record
from complaintdesk.domain.lifecycle import of_order, times_in_order
from complaintdesk.domain.terms import EventKind, OrderState
from complaintdesk.domain.texts import clean_line
from complaintdesk.errors import QT_TRANSLATE_NOOP, MissingFields, UserError


@dataclass(frozen=True)
class BookedBack:
    """What booking a slip back came to."""

    parts: tuple[str, ...]  # names of the parts booked now; none where they were back before
    missing: tuple[str, ...]  # names of those that are still to come back
    to_complete: bool  # what was done is not typed up yet
    last_out: bool  # no slip of its case is out any more, so that handling is proposed


def book_back(
    session: Session,
    context: Context,
    order_id: int,
    parts: Sequence[str],
    brought_by: str = "",
    happened_at: datetime | None = None,
) -> BookedBack:
    """Books parts of a slip back; a part that is back already stays as it was booked.

    With the signed part a completed slip is returned (R-WO-10); one that is not completed yet, as soon as it is. Raises
    UserError for a void slip or a time before its issue, or of its signed part before its completion; MissingFields
    where no part is named.
    """
    order, case = _locked(session, order_id)
    context.subject = order.number
    if order.state is OrderState.VOID:
        raise UserError(QT_TRANSLATE_NOOP("errors", "This slip is void."), field="parts")
    called = {part.id: part.name for part in slip_parts(context.procedure)}
    if not parts:
        raise MissingFields({"parts": QT_TRANSLATE_NOOP("errors", "Which parts came back?")})
    if not set(parts) <= called.keys():
        raise UserError(QT_TRANSLATE_NOOP("errors", "The rule book knows no such part of a slip."), field="parts")
    at = happened_at or context.now
    if at > context.now:
        raise UserError(QT_TRANSLATE_NOOP("errors", "This time is still to come."), field="returned_at")
    if at < order.issued_at:
        raise UserError(QT_TRANSLATE_NOOP("errors", "This is before the slip was issued."), field="returned_at")
    if order.state is OrderState.COMPLETED and signed_part(context.procedure).id in parts:
        times_in_order(of_order(events_of(session, case.id), order.id), EventKind.RETURNED, at)
    fresh = note_parts(session, context, order, parts, brought_by, at)
    context.happened_at = at
    told = tell_signed_back(session, context, case, order)
    context.already_done = not fresh and not told
    back = parts_back(session, context.procedure, order)
    missing = [called[part] for part in parts_due(context.procedure, case) if part not in back]
    return BookedBack(
        tuple(called[part] for part in fresh),
        tuple(missing),
        order.state in UNFINISHED,
        order.state is OrderState.RETURNED and last_out(session, case.id),
    )


def take_back(session: Session, context: Context, return_id: int, reason: str) -> None:
    """Takes back a part that was booked by mistake; it stays in the books with the reason (R-WO-03).

    With the signed part the slip's return in the story goes. Raises UserError where others build on it.
    """
    row = session.get_one(SlipReturn, return_id)
    order, _case = _locked(session, row.order_id)
    event = None if row.event_id is None else session.get_one(CaseEvent, row.event_id)
    if row.voided_at is not None:
        context.already_done = True
    elif event is not None and order.state is OrderState.RETURNED:
        withdraw(session, context, event.id, reason)
    else:
        void_return(session, context, row, reason)
    context.subject = order.number


def declare_lost(session: Session, context: Context, order_id: int, holder: str, reason: str) -> int:
    """The id of the note that a slip is lost (R-WO-04), with who had it last; it stays until it turns up.

    Raises UserError for a slip that is void or whose signed part is back, MissingFields without a name or a reason.
    """
    order, _case = _locked(session, order_id)
    context.subject = order.number
    kept = given_reason(reason)
    name = clean_line(holder, 40, "holder")
    if not name:
        raise MissingFields({"holder": QT_TRANSLATE_NOOP("errors", "Who had the slip last?")})
    if order.state is OrderState.VOID:
        raise UserError(QT_TRANSLATE_NOOP("errors", "This slip is void."), field="reason")
    if signed_part(context.procedure).id in parts_back(session, context.procedure, order):
        raise UserError(QT_TRANSLATE_NOOP("errors", "This slip has come back already."), field="reason")
    there = session.scalars(select(SlipLoss).where(SlipLoss.order_id == order.id, SlipLoss.voided_at.is_(None))).first()
    if there is not None:
        context.already_done = True
        return there.id
    row = SlipLoss(
        order_id=order.id,
        holder=name,
        reason=kept,
        declared_at=context.now,
        declared_by=context.staff_id,
        void_reason="",
    )
    session.add(row)
    session.flush()
    return row.id


def take_back_loss(session: Session, context: Context, loss_id: int, reason: str) -> None:
    """Notes that a slip is not lost after all: it is out again. Raises MissingFields without a reason."""
    row = session.get_one(SlipLoss, loss_id)
    context.subject = session.get_one(WorkOrder, row.order_id).number
    void_record(context, row, reason)


def _locked(session: Session, order_id: int) -> tuple[WorkOrder, Case]:
    case_id = session.scalars(select(WorkOrder.case_id).where(WorkOrder.id == order_id)).one()
    case = case_for_update(session, case_id)
    return session.get_one(WorkOrder, order_id), case
