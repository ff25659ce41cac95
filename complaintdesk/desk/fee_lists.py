# SPDX-License-Identifier: Apache-2.0
"""The list of chargeable services (有偿服务收费清单, R-WO-08) of a span, of all rooms or one: for finance, on paper."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from itertools import groupby
from typing import TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaintdesk.db.tables import Place
from complaintdesk.desk.fee_pages import fees_between, payments_between
from complaintdesk.desk.fee_records import FeeRecord, PaymentLine
from complaintdesk.domain.receipts import missing_between
from complaintdesk.domain.terms import PaymentMethod

NOTHING = Decimal("0.00")
Told = TypeVar("Told", FeeRecord, PaymentLine)


class FeeGap(StrEnum):
    """What a fee's record lacks, or what is to be asked about it."""

    NO_PRICE_TOLD = "no_price_told"  # nothing on record of what the client was told (R-WO-07)
    NOT_AGREED = "not_agreed"  # no consent on record (R-WO-07)
    ABOVE_QUOTE = "above_quote"  # more is due than the client was told
    NO_RECEIPT = "no_receipt"  # money taken without a receipt number
    NO_ROOM = "no_room"  # no room whose bill it could go on


@dataclass(frozen=True)
class FeeLine:
    """A chargeable job on the list, or the sum of a room with several, which has no slip."""

    place: str
    number: str  # of the slip
    case_number: str
    completed_at: datetime | None
    content: str
    quoted: Decimal | None
    agreed: bool | None
    slip_total: Decimal
    due: Decimal
    paid: Decimal
    owed: Decimal
    methods: tuple[PaymentMethod, ...]
    receipts: tuple[str, ...]
    reason: str
    gaps: tuple[FeeGap, ...]
    count: int = 1  # jobs that it stands for

    @property
    def is_sum(self) -> bool:
        """Whether it sums up a room."""
        return not self.number


@dataclass(frozen=True)
class FeeList:
    """The list with its sums; amounts are yuan. `lines` are by room, then by time, each room with several summed up."""

    from_on: date
    to_on: date
    place: str  # of one room alone, '' for all
    fees: tuple[FeeLine, ...]
    count: int
    rooms: int
    due: Decimal
    paid: Decimal
    owed: Decimal
    taken: tuple[tuple[PaymentMethod, Decimal], ...]  # money taken on these days, by method
    taken_sum: Decimal
    gaps: tuple[tuple[FeeGap, int], ...]
    missing_receipts: tuple[str, ...]


def fee_list(
    session: Session, from_on: date, to_on: date, zone: ZoneInfo, place: tuple[int, str] | None = None
) -> FeeList:
    """The jobs completed on these days, both included, and the money taken on them; of one room (id, label) or all.

    What is due is of the jobs of the span whenever it was paid; money is of the days on which it was taken.
    """
    return _list(from_on, to_on, place, *fees_and_payments(session, from_on, to_on, zone, place))


def room_lists(session: Session, from_on: date, to_on: date, zone: ZoneInfo, place_ids: Sequence[int]) -> list[FeeList]:
    """The same of each of these rooms by itself, in the ids' order."""
    labels = dict(session.execute(select(Place.id, Place.label).where(Place.id.in_(place_ids))).all())
    fees = _by_room(fees_between(session, from_on, to_on, zone, place_ids))
    payments = _by_room(payments_between(session, from_on, to_on, zone, place_ids))
    return [
        _list(from_on, to_on, (each, labels[each]), fees.get(each, ()), payments.get(each, ())) for each in place_ids
    ]


def rooms_with_fees(session: Session, from_on: date, to_on: date, zone: ZoneInfo) -> tuple[tuple[int, str, int], ...]:
    """The rooms with jobs completed or money taken on these days: id, label and how many of both, by their labels."""
    counts = Counter(each for each in _rooms_told(session, from_on, to_on, zone) if each is not None)
    rows = session.execute(select(Place.id, Place.label).where(Place.id.in_(counts)).order_by(Place.label, Place.id))
    return tuple((place_id, label, counts[place_id]) for place_id, label in rows)


def without_room(session: Session, from_on: date, to_on: date, zone: ZoneInfo) -> int:
    """How many of the fees and payments of these days are of no room, and so on no room's list."""
    return _rooms_told(session, from_on, to_on, zone).count(None)


def _rooms_told(session: Session, from_on: date, to_on: date, zone: ZoneInfo) -> list[int | None]:
    """The room of each fee and each payment of these days."""
    fees, payments = fees_and_payments(session, from_on, to_on, zone)
    return [*(fee.place_id for fee in fees), *(line.place_id for line in payments)]


def _list(
    from_on: date,
    to_on: date,
    place: tuple[int, str] | None,
    fees: Sequence[FeeRecord],
    payments: Sequence[PaymentLine],
) -> FeeList:
    standing = [line.payment for line in payments if line.payment.voided_at is None]
    lines = [line_of(fee) for fee in fees]
    taken = {method: sum((p.amount for p in standing if p.method is method), NOTHING) for method in PaymentMethod}
    return FeeList(
        from_on=from_on,
        to_on=to_on,
        place="" if place is None else place[1],
        fees=tuple(_with_sums(lines)),
        count=len(lines),
        rooms=len({line.place for line in lines}),
        due=sum((each.due for each in lines), NOTHING),
        paid=sum((each.paid for each in lines), NOTHING),
        owed=sum((each.owed for each in lines), NOTHING),
        taken=tuple((method, amount) for method, amount in taken.items() if amount),
        taken_sum=sum(taken.values(), NOTHING),
        gaps=tuple((gap, n) for gap in FeeGap if (n := sum(gap in line.gaps for line in lines))),
        missing_receipts=() if place is not None else missing_between(p.receipt_no for p in standing),
    )


def fees_and_payments(
    session: Session, from_on: date, to_on: date, zone: ZoneInfo, place: tuple[int, str] | None = None
) -> tuple[tuple[FeeRecord, ...], tuple[PaymentLine, ...]]:
    """The fees of the jobs completed on these days and the payments of these days; of one room with those for its fees.

    In the order of `fees_between` and `payments_between`.
    """
    asked = (from_on, to_on, zone, None if place is None else (place[0],))
    return fees_between(session, *asked), payments_between(session, *asked)


def _by_room(told: Iterable[Told]) -> dict[int | None, list[Told]]:
    """Fees, or payments, by their room, in the order in which they come."""
    found: dict[int | None, list[Told]] = {}
    for each in told:
        found.setdefault(each.place_id, []).append(each)
    return found


def covers(from_on: date, to_on: date, place: tuple[int, str] | None) -> str:
    """What a list of fees is of, in words: its days, and its room."""
    return " ".join(part for part in (f"{from_on} – {to_on}", "" if place is None else place[1]) if part)


def line_of(fee: FeeRecord) -> FeeLine:
    """A fee as a line of the list, with its gaps named."""
    standing = [each for each in fee.payments if each.voided_at is None]
    facts = {
        FeeGap.NO_PRICE_TOLD: fee.quoted is None and not fee.on_site,
        FeeGap.NOT_AGREED: not fee.agreed,
        FeeGap.ABOVE_QUOTE: fee.quoted is not None and fee.due > fee.quoted,
        FeeGap.NO_RECEIPT: any(not each.receipt_no for each in standing if each.method in _WITH_RECEIPT),
        FeeGap.NO_ROOM: fee.place_id is None,
    }
    return FeeLine(
        place=fee.place,
        number=fee.order_number,
        case_number=fee.case_number,
        completed_at=fee.completed_at,
        content=" ".join(fee.content.split()),
        quoted=fee.quoted,
        agreed=fee.agreed,
        slip_total=fee.slip_total,
        due=fee.due,
        paid=fee.paid,
        owed=fee.owed,
        methods=tuple(dict.fromkeys(each.method for each in standing)),
        receipts=tuple(each.receipt_no for each in standing if each.receipt_no),
        reason=fee.reason,
        gaps=tuple(gap for gap, holds in facts.items() if holds),
    )


def _with_sums(lines: Sequence[FeeLine]) -> list[FeeLine]:
    found: list[FeeLine] = []
    for place, group in groupby(lines, lambda line: line.place):
        of_room = list(group)
        found += of_room
        if len(of_room) > 1:
            found.append(_sum_of(place, of_room))
    return found


def _sum_of(place: str, lines: Sequence[FeeLine]) -> FeeLine:
    return FeeLine(
        place=place,
        number="",
        case_number="",
        completed_at=None,
        content="",
        quoted=None,
        agreed=None,
        slip_total=sum((each.slip_total for each in lines), NOTHING),
        due=sum((each.due for each in lines), NOTHING),
        paid=sum((each.paid for each in lines), NOTHING),
        owed=sum((each.owed for each in lines), NOTHING),
        methods=(),
        receipts=(),
        reason="",
        gaps=(),
        count=len(lines),
    )


_WITH_RECEIPT = frozenset(method for method in PaymentMethod if method is not PaymentMethod.MONTHLY_BILL)
