# SPDX-License-Identifier: Apache-2.0
"""The fees of a span (收费明细) as a workbook: what each job costs and what is open by room, the money taken by day."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

from complaintdesk.desk.fee_records import FeeRecord, PaymentLine, PaymentRecord
from complaintdesk.domain.terms import PaymentMethod
from complaintdesk.errors import QT_TRANSLATE_NOOP
from complaintdesk.formats import NO, YES
from complaintdesk.labels import label, translate
from complaintdesk.sheets.writing import Look, Value, new_book, width_of

FEES = QT_TRANSLATE_NOOP("sheets", "Fees")
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
    """How many fees were written, with their sums; on a sheet of its own the payments, their sums by method.

    Times are real dates, as the office's clock shows them; amounts are numbers, yuan. A void payment stays in its line
    with its reason and without an amount, so that the sums are what is in the till. Raises EnvironmentProblem when the
    disk refuses; the file is then as it was before.
    """
    with new_book(path) as book:
        for title, columns, rows in (
            (FEES, FEE_COLUMNS, [*(_fee(fee, zone) for fee in fees), _fee_sums(fees)]),
            (PAYMENTS, PAYMENT_COLUMNS, [*(_payment(line, zone) for line in payments), *_payment_sums(payments)]),
        ):
            heads = [translate("sheets", words) for words, _width in columns]
            widths = [max(width, width_of(head)) for head, (_words, width) in zip(heads, columns, strict=True)]
            name = translate("sheets", title)
            book.sheet(name, widths, caption="  ".join(part for part in (office_name, name, span_words) if part))
            book.row(heads, Look.HEAD)
            for row in rows:
                book.row(row)
            book.filter(len(heads), (len(fees) if title == FEES else len(payments)) + 1)
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
    ]


def _how(payment: PaymentRecord, *, alone: bool) -> str:
    """How it was paid, with the amount where there are several payments."""
    return label(payment.method) if alone else f"{label(payment.method)} {payment.amount}"


def _fee_sums(fees: Sequence[FeeRecord]) -> list[Value]:
    sums = [
        sum((getattr(fee, name) for fee in fees), Decimal("0.00")) for name in ("slip_total", "due", "paid", "owed")
    ]
    return [translate("sheets", SUM), len(fees), *[None] * 5, *sums, *[None] * 4]


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
    return [*rows, [*[None] * 5, translate("sheets", SUM), total, None, None]]
