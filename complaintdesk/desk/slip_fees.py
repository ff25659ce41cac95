# SPDX-License-Identifier: Apache-2.0
"""What a slip comes to, and the fee that follows from it (R-WO-08): made, put right and taken off with its slip."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from complaintdesk.db.tables import Case, Fee, MaterialLine, Payment, WorkOrder
from complaintdesk.desk.context import Context
from complaintdesk.domain.money import show_yuan
from complaintdesk.domain.terms import CaseState, Charge, OrderState, Supplier
from complaintdesk.errors import QT_TRANSLATE_NOOP, UserError

FINISHED = (OrderState.COMPLETED, OrderState.RETURNED)
NOTHING = Decimal("0.00")


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


def is_owed(case: Case, order: WorkOrder) -> bool:
    """Whether the slip is to be paid for: chargeable, and the job done."""
    return case.charge is Charge.CHARGEABLE and case.state is not CaseState.VOID and order.state in FINISHED


def settle_fees(session: Session, context: Context, case: Case, orders: Sequence[WorkOrder]) -> None:
    """Makes, puts right or takes off the fee of each slip, as its story now says.

    Raises UserError where money was taken for a slip that is no longer to be paid for: the payment is voided first.
    """
    if not orders:
        return
    fees = {fee.order_id: fee for fee in session.scalars(select(Fee).where(Fee.case_id == case.id))}
    owed = [order for order in orders if is_owed(case, order)]
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


def problems(session: Session) -> Iterator[tuple[str, dict[str, Any]]]:
    """What contradicts itself among the fees, as code and values of a finding, by slip."""
    standing = select(Payment.fee_id, func.sum(Payment.amount)).where(Payment.voided_at.is_(None))
    taken = dict(session.execute(standing.group_by(Payment.fee_id)).all())
    last_id = 0
    pages = (
        select(Fee, WorkOrder, Case).join(WorkOrder, WorkOrder.id == Fee.order_id).join(Case, Case.id == Fee.case_id)
    )
    while rows := session.execute(pages.where(Fee.id > last_id).order_by(Fee.id).limit(500)).all():
        last_id = rows[-1][0].id
        sums = totals(session, [order for _fee, order, _case in rows])
        for fee, order, case in rows:
            paid = taken.get(fee.id, NOTHING)
            if fee.paid != paid:
                yield "fee_paid", {"number": order.number, "paid": fee.paid, "taken": paid}
            if (fee.voided_at is None) != is_owed(case, order):
                yield "fee_state", {"number": order.number}
            elif fee.voided_at is None and not fee.reason and fee.due != sums[order.id]:
                yield "fee_due", {"number": order.number, "due": fee.due, "total": sums[order.id]}
        session.expunge_all()
    twice = select(Payment.receipt_no).where(Payment.voided_at.is_(None), Payment.receipt_no != "")
    for number in session.scalars(twice.group_by(Payment.receipt_no).having(func.count() > 1)):
        yield "receipt_twice", {"receipt": number}
