# SPDX-License-Identifier: Apache-2.0
"""Fees to look at: of a slip, a case, a household, of who calls, and of a span of days for the month's list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import Session

from complaintdesk.db.reader import Records, refuse_closed, sees
from complaintdesk.db.tables import Case, CaseEvent, Fee, Payment, Place, WorkOrder
from complaintdesk.desk.fee_records import FeeRecord, Owed, PaymentLine, PaymentRecord
from complaintdesk.desk.slip_fees import totals
from complaintdesk.desk.staffing import names_of
from complaintdesk.domain.terms import EventKind

GIST = 120  # characters of a text that a list shows
PAGE = 500
SHOWN = 50

STANDING = Fee.voided_at.is_(None)
OPEN = Fee.due > Fee.paid


def fee_of_order(session: Session, order_id: int) -> FeeRecord | None:
    """The fee of a slip, None where nothing is to be paid for it."""
    return next(iter(_records(session, _ids(session, Fee.order_id == order_id))), None)


def fees_of_case(session: Session, case_id: int) -> tuple[FeeRecord, ...]:
    """The fees of a case's slips, in the slips' order."""
    return _records(session, _ids(session, Fee.case_id == case_id))


def fees_of_place(session: Session, place_id: int, limit: int = SHOWN) -> tuple[FeeRecord, ...]:
    """The fees of a household: every open one, then the newest settled ones."""
    refuse_closed(session, Records.FEES)
    owed = _ids(session, Fee.place_id == place_id, OPEN)
    settled = _ids(session, Fee.place_id == place_id, ~OPEN)
    return _records(session, [*reversed(owed), *reversed(settled[-limit:])])


def owed_of_place(session: Session, place_id: int) -> Owed:
    """What a household owes."""
    refuse_closed(session, Records.FEES)
    return _owed(session, Fee.place_id == place_id)


def owed_of_caller(session: Session, phone: str) -> Owed:
    """What somebody without a place of the books owes, by the phone (digits) of their calls."""
    refuse_closed(session, Records.FEES)
    if not phone:
        return Owed()
    return _owed(session, exists().where(Case.id == Fee.case_id, Case.caller_phone == phone))


def fees_between(
    session: Session, from_on: date, to_on: date, zone: ZoneInfo, place_ids: Sequence[int] | None = None
) -> tuple[FeeRecord, ...]:
    """The fees of jobs completed from one civil day to another, both included, by room and then by time.

    `place_ids`: of these rooms alone.
    """
    refuse_closed(session, Records.FEES)
    first, end = _instants(from_on, to_on, zone)
    events = select(CaseEvent.order_id).where(CaseEvent.kind == EventKind.COMPLETED)
    inside = events.where(CaseEvent.happened_at >= first, CaseEvent.happened_at < end)
    where = () if place_ids is None else (Fee.place_id.in_(place_ids),)
    records = _records(session, _ids(session, Fee.order_id.in_(inside), *where))
    # A completion taken back lies in the span too; the one that stands decides.
    found = [each for each in records if each.completed_at is not None and first <= each.completed_at < end]
    order = _place_order(session, [each.place_id for each in found])
    return tuple(sorted(found, key=lambda each: (order[each.place_id], each.place, each.completed_at, each.id)))


def payments_between(
    session: Session, from_on: date, to_on: date, zone: ZoneInfo, place_ids: Sequence[int] | None = None
) -> tuple[PaymentLine, ...]:
    """The payments of a span of civil days, both included, by their time; void ones too, as the till has them.

    `place_ids`: for fees of these rooms alone.
    """
    refuse_closed(session, Records.FEES)
    first, end = _instants(from_on, to_on, zone)
    names = names_of(session)
    columns = (WorkOrder.number, Case.place_text, Fee.place_id)
    query = select(Payment, *columns).join(Fee, Fee.id == Payment.fee_id)
    if place_ids is not None:
        query = query.where(Fee.place_id.in_(place_ids))
    query = query.join(WorkOrder, WorkOrder.id == Fee.order_id).join(Case, Case.id == Fee.case_id)
    rows = session.execute(
        query.where(Payment.paid_at >= first, Payment.paid_at < end).order_by(Payment.paid_at, Payment.id)
    )
    return tuple(PaymentLine(_payment(row, names), number, place, place_id) for row, number, place, place_id in rows)


def _owed(session: Session, whose: ColumnElement[bool]) -> Owed:
    query = select(func.count(), func.sum(Fee.due), func.sum(Fee.paid)).where(whose, STANDING, OPEN)
    count, due, paid = session.execute(query).one()
    return Owed(count, due - paid) if count else Owed()


def _ids(session: Session, *conditions: ColumnElement[bool]) -> Sequence[int]:
    return session.scalars(select(Fee.id).where(STANDING, *conditions).order_by(Fee.order_id)).all()


def _records(session: Session, ids: Sequence[int]) -> tuple[FeeRecord, ...]:
    """These fees, in the ids' order."""
    names = names_of(session)
    tells = sees(session, Records.FEES)  # else who paid is nobody's business
    found: dict[int, FeeRecord] = {}
    for start in range(0, len(ids), PAGE):
        page = list(ids[start : start + PAGE])
        gist = func.substr(Case.content, 1, GIST)
        columns = (
            Case.number,
            Case.place_text,
            Case.caller_name,
            Case.quoted,
            Case.price_agreed,
            Case.price_on_site,
            gist,
        )
        query = select(Fee, WorkOrder, *columns).join(WorkOrder, WorkOrder.id == Fee.order_id)
        rows = session.execute(query.join(Case, Case.id == Fee.case_id).where(Fee.id.in_(page))).all()
        payments: dict[int, list[PaymentRecord]] = {}
        for payment in session.scalars(select(Payment).where(Payment.fee_id.in_(page)).order_by(Payment.id)):
            payments.setdefault(payment.fee_id, []).append(_payment(payment, names, tells=tells))
        orders = [row[1] for row in rows]
        sums, completed = totals(session, orders), _completed_at(session, [order.id for order in orders])
        for fee, order, number, place, caller, quoted, agreed, on_site, content in rows:
            found[fee.id] = FeeRecord(
                id=fee.id,
                order_id=order.id,
                order_number=order.number,
                case_id=fee.case_id,
                case_number=number or "",
                place_id=fee.place_id,
                place=place,
                caller_name=caller,
                content=content,
                completed_at=completed.get(order.id),
                quoted=quoted,
                agreed=agreed,
                on_site=on_site,
                slip_total=sums[order.id],
                due=fee.due,
                paid=fee.paid,
                reason=fee.reason,
                set_at=fee.set_at,
                set_by=names[fee.set_by],
                version=fee.version,
                payments=tuple(payments.get(fee.id, ())),
            )
    return tuple(found[each] for each in ids)


def _completed_at(session: Session, order_ids: Sequence[int]) -> dict[int | None, datetime]:
    """When each job was completed; of a slip with a fee the last completion is the one that stands."""
    query = select(CaseEvent.order_id, CaseEvent.happened_at).where(
        CaseEvent.order_id.in_(order_ids), CaseEvent.kind == EventKind.COMPLETED
    )
    return dict(session.execute(query.order_by(CaseEvent.id)).all())


def _payment(row: Payment, names: dict[int | None, str], *, tells: bool = True) -> PaymentRecord:
    return PaymentRecord(
        id=row.id,
        amount=row.amount,
        method=row.method,
        payer=row.payer if tells else "",
        receipt_no=row.receipt_no,
        paid_at=row.paid_at,
        by=names[row.received_by],
        voided_at=row.voided_at,
        void_reason=row.void_reason,
    )


def _instants(from_on: date, to_on: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """From the beginning of the first day to that of the day after the last."""
    return datetime.combine(from_on, time(), zone), datetime.combine(to_on + timedelta(days=1), time(), zone)


def _place_order(session: Session, ids: Sequence[int | None]) -> dict[int | None, tuple[Any, ...]]:
    """By what places are sorted as on a list of rooms; what has none comes last."""
    rows = session.scalars(select(Place).where(Place.id.in_([each for each in ids if each is not None])))
    keys: dict[int | None, tuple[Any, ...]] = {
        place.id: (
            *(0, len(place.building), place.building, len(place.unit), place.unit, len(place.room), place.room),
            place.key,
        )
        for place in rows
    }
    return {None: (1,), **keys}
