# SPDX-License-Identifier: Apache-2.0
"""The fees of a span (有偿服务收费清单) as a workbook: what each job costs, what each room owes, the money taken."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import groupby
from pathlib import Path
from zoneinfo import ZoneInfo

from complaintdesk.desk.fee_lists import line_of
from complaintdesk.desk.fee_records import FeeRecord, PaymentLine, PaymentRecord
from complaintdesk.domain.receipts import missing_between
from complaintdesk.domain.terms import PaymentMethod
from complaintdesk.errors import QT_TRANSLATE_NOOP
from complaintdesk.formats import NO, YES
from complaintdesk.labels import label, translate
from complaintdesk.price_fields import GAPS
from complaintdesk.sheets.writing import Look, Value, new_book, width_of

FEES = QT_TRANSLATE_NOOP("sheets", "Fees")
ROOMS = QT_TRANSLATE_NOOP("sheets", "By room")
MISSING = QT_TRANSLATE_NOOP("sheets", "Receipts missing")
PAYMENTS = QT_TRANSLATE_NOOP("sheets", "Payments")
SUM = QT_TRANSLATE_NOOP("sheets", "Sum")

FEE_COLUMNS = (
    (QT_TRANSLATE_NOOP("sheets", "Place"), 16),
    (QT_TRANSLATE_NOOP("sheets", "Slip"), 14),
    (QT_TRANSLATE_NOOP("sheets", "Case"), 14),
    (QT_TRANSLATE_NOOP("sheets", "Completed"), 16),
    (QT_TRANSLATE_NOOP("sheets", "Matter"), 32),
    (QT_TRANSLATE_NOOP("sheets", "Quoted"), 10),
    (QT_TRANSLATE_NOOP("sheets", "Agreed"), 10),
    (QT_TRANSLATE_NOOP("sheets", "By the slip"), 10),
    (QT_TRANSLATE_NOOP("sheets", "Due"), 10),
    (QT_TRANSLATE_NOOP("sheets", "Paid"), 10),
    (QT_TRANSLATE_NOOP("sheets", "Open"), 10),
    (QT_TRANSLATE_NOOP("sheets", "How"), 18),
    (QT_TRANSLATE_NOOP("sheets", "Receipt no."), 14),
    (QT_TRANSLATE_NOOP("sheets", "Payer"), 12),
    (QT_TRANSLATE_NOOP("sheets", "Reason"), 24),
    (QT_TRANSLATE_NOOP("sheets", "Gaps"), 24),
)
ROOM_COLUMNS = (
    (QT_TRANSLATE_NOOP("sheets", "Place"), 18),
    (QT_TRANSLATE_NOOP("sheets", "Jobs"), 8),
    (QT_TRANSLATE_NOOP("sheets", "Due"), 12),
    (QT_TRANSLATE_NOOP("sheets", "Paid"), 12),
    (QT_TRANSLATE_NOOP("sheets", "Open"), 12),
    (QT_TRANSLATE_NOOP("sheets", "Slips"), 40),
)
PAYMENT_COLUMNS = (
    (QT_TRANSLATE_NOOP("sheets", "Paid at"), 16),
    (QT_TRANSLATE_NOOP("sheets", "Receipt no."), 14),
    (QT_TRANSLATE_NOOP("sheets", "Slip"), 14),
    (QT_TRANSLATE_NOOP("sheets", "Place"), 16),
    (QT_TRANSLATE_NOOP("sheets", "Payer"), 12),
    (QT_TRANSLATE_NOOP("sheets", "How"), 18),
    (QT_TRANSLATE_NOOP("sheets", "Amount"), 12),
    (QT_TRANSLATE_NOOP("sheets", "Taken by"), 12),
    (QT_TRANSLATE_NOOP("sheets", "Void"), 24),
)


def write_fees(
    path: Path,
    fees: Sequence[FeeRecord],
    payments: Sequence[PaymentLine],
    *,
    office_name: str,
    zone: ZoneInfo,
    span_words: str = "",
) -> int:
    """How many fees were written, with their sums; on sheets of their own the rooms, and the payments by method.

    What a fee's record lacks is named beside it, and which receipt numbers are missing below the payments.

    Times are real dates, as the office's clock shows them; amounts are numbers, yuan. A void payment stays in its line
    with its reason and without an amount, so that the sums are what is in the till. Raises EnvironmentProblem when the
    disk refuses; the file is then as it was before.
    """
    with new_book(path) as book:
        for title, columns, rows in (
            (FEES, FEE_COLUMNS, [*(_fee(fee, zone) for fee in fees), _fee_sums(fees)]),
            (ROOMS, ROOM_COLUMNS, _rooms(fees)),
            (PAYMENTS, PAYMENT_COLUMNS, [*(_payment(line, zone) for line in payments), *_payment_sums(payments)]),
        ):
            heads = [translate("sheets", words) for words, _width in columns]
            widths = [max(width, width_of(head)) for head, (_words, width) in zip(heads, columns, strict=True)]
            name = translate("sheets", title)
            book.sheet(name, widths, caption="  ".join(part for part in (office_name, name, span_words) if part))
            book.row(heads, Look.HEAD)
            for row in rows:
                book.row(row)
            book.filter(len(heads), {FEES: len(fees), ROOMS: len(rows) - 1, PAYMENTS: len(payments)}[title] + 1)
    return len(fees)


def _fee(fee: FeeRecord, zone: ZoneInfo) -> list[Value]:
    standing = [each for each in fee.payments if each.voided_at is None]
    return [
        *(fee.place, fee.order_number, fee.case_number),
        None if fee.completed_at is None else fee.completed_at.astimezone(zone),
        *(fee.content, fee.quoted, translate("fields", YES if fee.agreed else NO)),
        *(fee.slip_total, fee.due, fee.paid, fee.owed),
        "\n".join(_how(each, alone=len(standing) == 1) for each in standing),
        "\n".join(each.receipt_no for each in standing),
        "\n".join(dict.fromkeys(each.payer for each in standing)),
        fee.reason,
        "\n".join(translate("fields", GAPS[gap]) for gap in line_of(fee).gaps),
    ]


def _how(payment: PaymentRecord, *, alone: bool) -> str:
    """How it was paid, with the amount where there are several payments."""
    return label(payment.method) if alone else f"{label(payment.method)} {payment.amount}"


def _fee_sums(fees: Sequence[FeeRecord]) -> list[Value]:
    sums = [
        sum((getattr(fee, name) for fee in fees), Decimal("0.00")) for name in ("slip_total", "due", "paid", "owed")
    ]
    return [translate("sheets", SUM), len(fees), *[None] * 5, *sums, *[None] * 5]


def _rooms(fees: Sequence[FeeRecord]) -> list[list[Value]]:
    """What each room owes and paid, then all of them."""
    rows: list[list[Value]] = []
    for place, group in groupby(fees, lambda fee: fee.place):
        of_room = list(group)
        rows.append([place, *_room_sums(of_room), "\n".join(fee.order_number for fee in of_room)])
    return [*rows, [translate("sheets", SUM), *_room_sums(fees), None]]


def _room_sums(fees: Sequence[FeeRecord]) -> list[Value]:
    nothing = Decimal("0.00")
    return [len(fees), *(sum((getattr(fee, name) for fee in fees), nothing) for name in ("due", "paid", "owed"))]


def _payment(line: PaymentLine, zone: ZoneInfo) -> list[Value]:
    paid, void = line.payment, line.payment.voided_at is not None
    reason = f"{paid.amount} {paid.void_reason}" if void else ""
    return [
        *(paid.paid_at.astimezone(zone), paid.receipt_no, line.order_number, line.place, paid.payer),
        *(label(paid.method), None if void else paid.amount, paid.by, reason),
    ]


def _payment_sums(payments: Sequence[PaymentLine]) -> list[list[Value]]:
    """A line for each method in use, then one for all."""
    standing = [line.payment for line in payments if line.payment.voided_at is None]
    rows: list[list[Value]] = []
    for method in PaymentMethod:
        taken = [each.amount for each in standing if each.method is method]
        if taken:
            rows.append([*[None] * 5, label(method), sum(taken, Decimal("0.00")), None, None])
    total = sum((each.amount for each in standing), Decimal("0.00"))
    rows.append([*[None] * 5, translate("sheets", SUM), total, None, None])
    if missing := missing_between(each.receipt_no for each in standing):
        rows.append([translate("sheets", MISSING), ", ".join(missing), *[None] * 7])
    return rows
