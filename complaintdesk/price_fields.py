# SPDX-License-Identifier: Apache-2.0
"""The catalogue's rows for prices: the lines that a client was told, and the list of fees (有偿服务收费清单)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from complaintdesk.desk.fee_lists import FeeGap, FeeLine, FeeList
from complaintdesk.desk.price_records import QuoteRecord
from complaintdesk.domain.money import show_yuan
from complaintdesk.domain.terms import PaymentMethod
from complaintdesk.errors import QT_TRANSLATE_NOOP
from complaintdesk.field import COUNT, field_row, sample_at
from complaintdesk.formats import Kind, Word

PriceRecord = FeeList | FeeLine
ROOTS: dict[str, type] = {"fee_list": FeeList, "fees": FeeLine}
GAPS = {
    FeeGap.NO_PRICE_TOLD: QT_TRANSLATE_NOOP("fields", "no price told"),
    FeeGap.NOT_AGREED: QT_TRANSLATE_NOOP("fields", "consent not noted"),
    FeeGap.ABOVE_QUOTE: QT_TRANSLATE_NOOP("fields", "more than was told"),
    FeeGap.NO_RECEIPT: QT_TRANSLATE_NOOP("fields", "no receipt number"),
    FeeGap.NO_ROOM: QT_TRANSLATE_NOOP("fields", "no room"),
}
QUOTED = QT_TRANSLATE_NOOP("fields", "{name} × {quantity}{unit} {price}")
NOTED = QT_TRANSLATE_NOOP("fields", "{name} × {quantity}{unit} {price} ({note})")
SUM = QT_TRANSLATE_NOOP("fields", "{count} jobs together")
TAKEN = QT_TRANSLATE_NOOP("fields", "{method} {amount}")


def gap_word(gap: FeeGap) -> Word:
    """What a gap is called."""
    return Word(GAPS[gap])


def price_words(low: Decimal, high: Decimal) -> str:
    """An amount or a range: 10.00, 50.00–80.00."""
    return show_yuan(low) if low == high else f"{show_yuan(low)}–{show_yuan(high)}"


def quote_words(line: QuoteRecord) -> Word:
    """A line of a quote: 更换水龙头 × 2只 10.00."""
    values = {
        "name": line.name,
        "quantity": f"{line.quantity.normalize():f}",
        "unit": line.unit,
        "price": price_words(line.low, line.high),
        "note": line.note,
    }
    return Word(NOTED if line.note else QUOTED, values)


def _content(line: FeeLine) -> object:
    return Word(SUM, {"count": line.count}) if line.is_sum else line.content


def _how(line: FeeLine) -> tuple[object, ...]:
    return (*line.methods, *line.receipts)


def _remarks(line: FeeLine) -> tuple[object, ...]:
    return (*((line.reason,) if line.reason else ()), *(gap_word(gap) for gap in line.gaps))


def _gaps(fees: FeeList) -> tuple[object, ...]:
    return tuple(Word(COUNT, {"kind": gap_word(gap), "n": n}) for gap, n in fees.gaps)


def _taken(fees: FeeList) -> tuple[object, ...]:
    return tuple(Word(TAKEN, {"method": method, "amount": show_yuan(amount)}) for method, amount in fees.taken)


_QUOTE = Word(QUOTED, {"name": "更换水龙头 人工", "quantity": "1", "unit": "只", "price": "5.00"})

# fmt: off
PRICES = (
    field_row("case.quote_lines", QT_TRANSLATE_NOOP("fields", "Lines of the price told"), Kind.WORDS, (_QUOTE,), 40,
              lambda case: tuple(quote_words(line) for line in case.quotes)),
    field_row("fee_list.from_on", QT_TRANSLATE_NOOP("fields", "First day"), Kind.DAY, date(2026, 11, 1), 12),
    field_row("fee_list.to_on", QT_TRANSLATE_NOOP("fields", "Last day"), Kind.DAY, date(2026, 11, 30), 12),
    field_row("fee_list.place", QT_TRANSLATE_NOOP("fields", "Room of the list"), Kind.TEXT, "3栋2单元1502", 18),
    field_row("fee_list.count", QT_TRANSLATE_NOOP("fields", "Chargeable jobs"), Kind.NUMBER, 12, 6),
    field_row("fee_list.rooms", QT_TRANSLATE_NOOP("fields", "Rooms"), Kind.NUMBER, 9, 6),
    field_row("fee_list.due", QT_TRANSLATE_NOOP("fields", "Due in all"), Kind.MONEY, Decimal("1386.50"), 12),
    field_row("fee_list.paid", QT_TRANSLATE_NOOP("fields", "Paid in all"), Kind.MONEY, Decimal("1200.00"), 12),
    field_row("fee_list.owed", QT_TRANSLATE_NOOP("fields", "Open in all"), Kind.MONEY, Decimal("186.50"), 12),
    field_row("fee_list.taken", QT_TRANSLATE_NOOP("fields", "Money taken"), Kind.WORDS,
              (Word(TAKEN, {"method": PaymentMethod.CASH, "amount": "300.00"}),), 30, _taken),
    field_row("fee_list.taken_sum", QT_TRANSLATE_NOOP("fields", "Money taken in all"), Kind.MONEY,
              Decimal("1250.00"), 12),
    field_row("fee_list.gaps", QT_TRANSLATE_NOOP("fields", "Gaps"), Kind.WORDS,
              (Word(COUNT, {"kind": gap_word(FeeGap.NO_RECEIPT), "n": 2}),), 30, _gaps),
    field_row("fee_list.missing_receipts", QT_TRANSLATE_NOOP("fields", "Receipts missing"), Kind.WORDS,
              ("0031205",), 30),
    field_row("fees.place", QT_TRANSLATE_NOOP("fields", "Place"), Kind.TEXT, "3栋2单元1502", 18),
    field_row("fees.number", QT_TRANSLATE_NOOP("fields", "Slip"), Kind.TEXT, "WX2026-000656", 15),
    field_row("fees.completed_at", QT_TRANSLATE_NOOP("fields", "Completed"), Kind.INSTANT, sample_at(21, 16, 10), 17),
    field_row("fees.content", QT_TRANSLATE_NOOP("fields", "Job"), Kind.LONG, "厨房水龙头更换", 30, _content),
    field_row("fees.quoted", QT_TRANSLATE_NOOP("fields", "Price told"), Kind.MONEY, Decimal("60.00"), 10),
    field_row("fees.agreed", QT_TRANSLATE_NOOP("fields", "Price agreed"), Kind.TERM, True, 8),
    field_row("fees.due", QT_TRANSLATE_NOOP("fields", "Fee due"), Kind.MONEY, Decimal("60.00"), 10),
    field_row("fees.paid", QT_TRANSLATE_NOOP("fields", "Fee paid"), Kind.MONEY, Decimal("60.00"), 10),
    field_row("fees.owed", QT_TRANSLATE_NOOP("fields", "Fee open"), Kind.MONEY, Decimal("0.00"), 10),
    field_row("fees.how", QT_TRANSLATE_NOOP("fields", "How paid, receipts"), Kind.WORDS,
              (PaymentMethod.CASH, "0031204"), 16, _how),
    field_row("fees.remarks", QT_TRANSLATE_NOOP("fields", "Remarks"), Kind.WORDS, ("保修期内免人工",), 16, _remarks),
)
# fmt: on
