# SPDX-License-Identifier: Apache-2.0
"""What a slip comes to, and the fee that follows from it (R-WO-08): made, put right and taken off with its slip."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from complaintdesk.db.tables import Case, Fee, MaterialLine, Payment, WorkOrder
from complaintdesk.desk.context import Context
from complaintdesk.domain.lifecycle import Event, standing
from complaintdesk.domain.money import show_yuan
from complaintdesk.domain.terms import CaseState, Charge, EventKind, OrderState, Supplier
from complaintdesk.errors import QT_TRANSLATE_NOOP, UserError

FINISHED = (OrderState.COMPLETED, OrderState.RETURNED)
NOTHING = Decimal("0.00")
TOTAL = "total"  # of a completion's facts: what the slip came to

Told = tuple[Case, Sequence[WorkOrder], Sequence[Event]]  # a case, its slips, its story


def amount_of(line: MaterialLine) -> Decimal:
    """What a material line comes to: quantity × unit price, rounded half up to the fen."""
    return (line.quantity * line.unit_price).quantize(Decimal("0.01"), ROUND_HALF_UP)


def totals(session: Session, orders: Sequence[WorkOrder]) -> dict[int, Decimal]:
    """What each slip comes to: labour and what the office supplied; the owner's own materials cost nothing."""
    found = {order.id: order.labour or NOTHING for order in orders}
    lines = select(MaterialLine).where(
        MaterialLine.order_id.in_(list(found)),
        MaterialLine.voided_at.is_(None),
        MaterialLine.supplier == Supplier.OFFICE,
    )
    for line in session.scalars(lines):
        found[line.order_id] += amount_of(line)
    return found


def owed_slips(case: Case, orders: Sequence[WorkOrder], story: Iterable[Event]) -> list[WorkOrder]:
    """The slips of a case that are to be paid for: chargeable, the job done, and its completion says what it came to.

    Completions of before fees were kept here (schema 1) don't say it: what was owed for them the office settled in its
    own way, and none of them must turn up as a debt later. Noted again, such a job is owed as any other.
    """
    if case.charge is not Charge.CHARGEABLE or case.state is CaseState.VOID:
        return []
    said = {each.order_id for each in standing(story) if each.kind is EventKind.COMPLETED and TOTAL in each.facts}
    return [order for order in orders if order.state in FINISHED and order.id in said]


def settle_fees(
    session: Session, context: Context, case: Case, orders: Sequence[WorkOrder], story: Sequence[Event]
) -> None:
    """Makes, puts right or takes off the fee of each slip, as its story now says.

    Raises UserError where money was taken for a slip that is no longer to be paid for: the payment is voided first.
    """
    if not orders:
        return
    fees = {fee.order_id: fee for fee in session.scalars(select(Fee).where(Fee.case_id == case.id))}
    owed = owed_slips(case, orders, story)
    sums = totals(session, owed) if owed else {}
    for order in orders:
        fee = fees.get(order.id)
        if order.id in sums:
            _put_fee(session, context, case, order, fee, sums[order.id])
        elif fee is not None and fee.voided_at is None:
            _take_off(context, order, fee)


def _put_fee(session: Session, context: Context, case: Case, order: WorkOrder, fee: Fee | None, total: Decimal) -> None:
    if fee is None:
        fee = Fee(order_id=order.id, case_id=case.id, due=total, paid=NOTHING, reason="", voided_at=None)
        fee.set_at, fee.set_by = context.now, context.staff_id
        session.add(fee)
    elif fee.voided_at is not None:
        # What was agreed about the job as it had been noted first says nothing about this one.
        fee.voided_at, fee.due, fee.reason = None, total, ""
        fee.set_at, fee.set_by = context.now, context.staff_id
    elif not fee.reason and fee.due != total:
        fee.due, fee.set_at, fee.set_by = total, context.now, context.staff_id
    fee.place_id = case.place_id


def _take_off(context: Context, order: WorkOrder, fee: Fee) -> None:
    if fee.paid:
        raise UserError(
            QT_TRANSLATE_NOOP(
                "errors", "{paid} was taken for slip {number}: give it back and void the payment first, then do this."
            ),
            paid=show_yuan(fee.paid, sign=True),
            number=order.number,
        )
    fee.voided_at = context.now


def problems(session: Session, told: Sequence[Told]) -> Iterator[tuple[str, dict[str, Any]]]:
    """What contradicts itself among the fees of these cases, as code and values of a finding, by slip."""
    ids = [case.id for case, _orders, _story in told]
    fees = {fee.order_id: fee for fee in session.scalars(select(Fee).where(Fee.case_id.in_(ids)))}
    owed = [order for each in told for order in owed_slips(*each)]
    sums = totals(session, owed) if owed else {}
    standing_ones = select(Payment.fee_id, func.sum(Payment.amount)).where(Payment.voided_at.is_(None))
    of_these = standing_ones.where(Payment.fee_id.in_([fee.id for fee in fees.values()]))
    taken = dict(session.execute(of_these.group_by(Payment.fee_id)).all()) if fees else {}
    for order in (order for _case, orders, _story in told for order in orders):
        fee = fees.get(order.id)
        paid = NOTHING if fee is None else taken.get(fee.id, NOTHING)
        if fee is not None and fee.paid != paid:
            yield "fee_paid", {"number": order.number, "paid": fee.paid, "taken": paid}
        if (fee is not None and fee.voided_at is None) != (order.id in sums):
            yield "fee_state", {"number": order.number}
        elif fee is not None and fee.voided_at is None and not fee.reason and fee.due != sums[order.id]:
            yield "fee_due", {"number": order.number, "due": fee.due, "total": sums[order.id]}


def receipts_given_twice(session: Session) -> Iterator[str]:
    """Receipt numbers that stand for more than one payment."""
    given = select(Payment.receipt_no).where(Payment.voided_at.is_(None), Payment.receipt_no != "")
    yield from session.scalars(given.group_by(Payment.receipt_no).having(func.count() > 1))
