# SPDX-License-Identifier: Apache-2.0
"""Price lists and quotes as a screen or a sheet is given them, and what it hands over to the deeds on them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from complaintdesk.domain.price_rates import Terms


@dataclass(frozen=True)
class PriceItemDraft:
    """A line of a price list as written; `id`, and the list's `version`, where it is there already."""

    name: str
    section: str = ""
    serial: str = ""
    unit: str = ""
    fee_text: str = ""
    material_text: str = ""
    duration_text: str = ""
    note: str = ""
    meant: str = ""  # the note that 同上 stands for
    list_name: str = ""  # of an imported item: what the list is called
    position: int = 0  # in an imported list, from 1
    list_id: int | None = None
    version: int | None = None
    id: int | None = None


@dataclass(frozen=True)
class PriceItemRecord:
    """A line of a price list with its terms."""

    id: int
    list_id: int
    position: int
    serial: str
    section: str
    name: str
    unit: str
    fee_text: str
    material_text: str
    duration_text: str
    note: str
    terms: Terms
    pinyin_keys: str
    void_reason: str = ""


@dataclass(frozen=True)
class PriceListRecord:
    """A price list; in force from a day on until a later one's, not yet while it has none."""

    id: int
    name: str
    effective_on: date | None
    until: date | None  # the last day before a later list's first
    source: str
    adopted_at: datetime | None
    adopted_by: str
    items: int
    by_hand: int  # items that somebody has to quote by hand
    version: int


@dataclass(frozen=True)
class QuoteDraft:
    """One line of what a client is told; yuan, of a range its ends."""

    name: str
    quantity: Decimal
    low: Decimal
    high: Decimal
    unit: str = ""
    note: str = ""
    item_id: int | None = None  # None for what no list has


@dataclass(frozen=True)
class QuoteRecord:
    """One line of what a client was told, when and by whom."""

    id: int
    name: str
    unit: str
    quantity: Decimal
    low: Decimal
    high: Decimal
    note: str
    quoted_at: datetime
    by: str
    item_id: int | None


def kept_line(line: QuoteDraft) -> list[str | int | None]:
    """A line as JSON can hold it."""
    return [line.name, str(line.quantity), str(line.low), str(line.high), line.unit, line.note, line.item_id]


def line_kept(kept: list[Any]) -> QuoteDraft:
    """The line that `kept_line` gave."""
    name, quantity, low, high, unit, note, item_id = kept
    return QuoteDraft(name, Decimal(quantity), Decimal(low), Decimal(high), unit, note, item_id)


def drafts_of(lines: tuple[QuoteRecord, ...]) -> tuple[QuoteDraft, ...]:
    """Lines of the books as they are put together anew."""
    return tuple(
        QuoteDraft(each.name, each.quantity, each.low, each.high, each.unit, each.note, each.item_id) for each in lines
    )


def quoted_sum(lines: tuple[QuoteDraft | QuoteRecord, ...]) -> tuple[Decimal, Decimal]:
    """What the lines come to, in yuan: the least and the most."""
    nothing = Decimal("0.00")
    return sum((each.low for each in lines), nothing), sum((each.high for each in lines), nothing)
