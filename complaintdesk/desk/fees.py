# SPDX-License-Identifier: Apache-2.0
"""Deeds on fees: what is due where it is not what the slip says, money taken, and a payment taken back."""

from __future__ import annotations

import unicodedata
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaintdesk.db.tables import Case, Fee, Payment, WorkOrder
from complaintdesk.desk.context import Context
from complaintdesk.desk.fee_records import PaymentDraft
from complaintdesk.desk.slip_fees import totals
from complaintdesk.desk.story import case_for_update
from complaintdesk.desk.voiding import given_reason, mark_void
from complaintdesk.domain import lifecycle
from complaintdesk.domain.money import checked_yuan, show_yuan
from complaintdesk.domain.terms import PaymentMethod
from complaintdesk.domain.texts import clean_line, clean_text, fold
from complaintdesk.errors import QT_TRANSLATE_NOOP, Conflict, MissingFields, UserError

RECEIPT_LIMIT = 40


def set_due(session: Session, context: Context, order_id: int, version: int, amount: Decimal, reason: str) -> None:
    """What is due for a slip where it is not what the slip says: waived, haggled; the reason stays (R-WO-08).

    The slip's own sum takes the reason off again. Raises Conflict when the fee was changed since it was read at
    `version`, UserError below what was paid already.
    """
    _case, order, fee = _case_order_fee(session, context, order_id)
    due = checked_yuan(amount, "amount")
    assert due is not None
    if fee.version != version:
        raise Conflict(fee.due, due)
    if due < fee.paid:
        raise UserError(
            QT_TRANSLATE_NOOP("errors", "{paid} is paid already: void the payment first."),
            field="amount",
            paid=show_yuan(fee.paid, sign=True),
        )
    differs = due != totals(session, [order])[order.id]
    if differs and not fold(reason):
        raise MissingFields({"reason": QT_TRANSLATE_NOOP("errors", "Why? The reason stays in the books.")})
    fee.due, fee.reason = due, clean_text(reason, field="reason") if differs else ""
    fee.set_at, fee.set_by = context.now, context.staff_id


def pay(session: Session, context: Context, draft: PaymentDraft) -> int:
    """The id of a payment just taken, or of the earlier one where this very draft was saved before.

    Parts may be paid. Raises UserError beside the field: more than is open, a time before the call or still to come,
    a receipt number that stands for another payment, a month's bill without a room.
    """
    case, _order, fee = _case_order_fee(session, context, draft.order_id)
    receipt, payer = receipt_number(draft.receipt_no), clean_line(draft.payer, 80, "payer")
    amount = checked_yuan(draft.amount, "amount")
    earlier = None
    if draft.token is not None:
        earlier = session.scalars(select(Payment).where(Payment.token == draft.token)).first()
    if earlier is not None:
        saved = (earlier.fee_id, earlier.amount, earlier.method, earlier.receipt_no, earlier.payer, earlier.paid_at)
        if saved != (fee.id, amount, draft.method, receipt, payer, draft.paid_at or earlier.paid_at):
            raise UserError(QT_TRANSLATE_NOOP("errors", "This payment is saved already; look at it on the slip."))
        context.already_done = True
        return earlier.id
    if not amount:
        raise UserError(QT_TRANSLATE_NOOP("errors", "How much was paid?"), field="amount")
    _refuse_overpayment(fee, amount)
    if draft.method is PaymentMethod.MONTHLY_BILL and case.place_id is None:
        raise UserError(
            QT_TRANSLATE_NOOP("errors", "There is no room whose bill it could go on: enter the household first."),
            field="method",
        )
    paid_at = draft.paid_at or context.now
    if paid_at > context.now:
        raise UserError(QT_TRANSLATE_NOOP("errors", "This time is still to come."), field="paid_at")
    if lifecycle.minute(paid_at) < lifecycle.minute(case.received_at):
        raise UserError(QT_TRANSLATE_NOOP("errors", "This is before the case was received."), field="paid_at")
    _refuse_known_receipt(session, receipt)
    payment = Payment(
        fee_id=fee.id,
        amount=amount,
        method=draft.method,
        payer=payer,
        receipt_no=receipt,
        paid_at=paid_at,
        recorded_at=context.now,
        received_by=context.staff_id,
        token=draft.token,
        void_reason="",
    )
    session.add(payment)
    fee.paid += amount
    session.flush()
    context.happened_at = paid_at
    return payment.id


def void_payment(session: Session, context: Context, payment_id: int, reason: str) -> None:
    """Voids a payment given back or noted by mistake; it stays in the books, its receipt number is free again."""
    payment = session.get_one(Payment, payment_id)
    order_id = session.scalars(select(Fee.order_id).where(Fee.id == payment.fee_id)).one()
    _case, _order, fee = _case_order_fee(session, context, order_id)
    if payment.voided_at is not None:
        raise UserError(QT_TRANSLATE_NOOP("errors", "This payment is void already."))
    mark_void(context, payment, given_reason(reason))
    fee.paid -= payment.amount


def receipt_number(text: str) -> str:
    """A receipt's number as it is kept: width, case and spaces don't make two numbers of one."""
    return clean_line("".join(unicodedata.normalize("NFKC", text).split()).upper(), RECEIPT_LIMIT, "receipt_no")


def _case_order_fee(session: Session, context: Context, order_id: int) -> tuple[Case, WorkOrder, Fee]:
    """The slip with its case, locked, and its standing fee; raises UserError where nothing is to be paid."""
    case = case_for_update(session, session.get_one(WorkOrder, order_id).case_id)
    order = session.get_one(WorkOrder, order_id)
    context.subject = order.number
    fee = session.scalars(select(Fee).where(Fee.order_id == order_id, Fee.voided_at.is_(None))).first()
    if fee is None:
        raise UserError(
            QT_TRANSLATE_NOOP(
                "errors",
                "Nothing is to be paid for {number}: it is free, not completed yet, or was before fees were kept here.",
            ),
            number=order.number,
        )
    return case, order, fee


def _refuse_overpayment(fee: Fee, amount: Decimal) -> None:
    owed = fee.due - fee.paid
    if owed <= 0:
        raise UserError(QT_TRANSLATE_NOOP("errors", "Nothing is open any more: it is paid in full."), field="amount")
    if amount > owed:
        raise UserError(
            QT_TRANSLATE_NOOP("errors", "Only {owed} is open; more can't be taken for this slip."),
            field="amount",
            owed=show_yuan(owed, sign=True),
        )


def _refuse_known_receipt(session: Session, receipt: str) -> None:
    known = select(WorkOrder.number).join(Fee, Fee.order_id == WorkOrder.id).join(Payment, Payment.fee_id == Fee.id)
    number = session.scalars(known.where(Payment.receipt_no == receipt, Payment.voided_at.is_(None))).first()
    if receipt and number is not None:
        raise UserError(
            QT_TRANSLATE_NOOP("errors", "Receipt {receipt} was given for slip {number} already."),
            field="receipt_no",
            receipt=receipt,
            number=number,
        )
