# SPDX-License-Identifier: Apache-2.0
"""Price lists of chargeable services (R-WO-07, R-WO-08), and what callers were quoted from them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from complaintdesk.db.base import PERSONAL, Base, Voidable
from complaintdesk.db.types import Quantity


class PriceList(Voidable, Base):
    """A price list, in force from a day on; its items stay as they are when a later one takes its place."""

    __tablename__ = "price_list"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    effective_on: Mapped[date | None]  # None until it is put in force
    source: Mapped[str]  # the file it came from
    import_run_id: Mapped[int | None] = mapped_column(ForeignKey("import_run.id"))
    adopted_at: Mapped[datetime | None]
    adopted_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    version: Mapped[int]


class PriceItem(Voidable, Base):
    """A line of a price list: as it is written there, and what follows from it."""

    __tablename__ = "price_item"
    id: Mapped[int] = mapped_column(primary_key=True)
    list_id: Mapped[int] = mapped_column(ForeignKey("price_list.id"), index=True)
    position: Mapped[int]
    serial: Mapped[str]  # as written; lists repeat them
    section: Mapped[str]
    name: Mapped[str]
    pinyin_keys: Mapped[str]  # as `DirectoryEntry.pinyin_keys`
    unit: Mapped[str]
    fee_text: Mapped[str]  # as written: 20-50元, 65/70元, 免费, 面议
    material_text: Mapped[str]
    duration_text: Mapped[str]
    note: Mapped[str] = mapped_column(info=PERSONAL)
    rates: Mapped[dict[str, Any]]  # what `domain/price_terms` reads from the texts


class CaseQuote(Voidable, Base):
    """One line of what a caller was told a job costs, with quantity, as the list said then."""

    __tablename__ = "case_quote"
    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_record.id"), index=True)
    item_id: Mapped[int | None] = mapped_column(ForeignKey("price_item.id"))
    name: Mapped[str] = mapped_column(info=PERSONAL)
    unit: Mapped[str]
    quantity: Mapped[Decimal] = mapped_column(Quantity)
    low: Mapped[Decimal]  # yuan; of a range its lower end
    high: Mapped[Decimal]  # yuan
    note: Mapped[str] = mapped_column(info=PERSONAL)
    quoted_at: Mapped[datetime]
    quoted_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
