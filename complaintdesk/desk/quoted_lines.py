# SPDX-License-Identifier: Apache-2.0
"""The lines of a quote in the books (R-WO-07): written with their case, replaced by later ones, read back."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from complaintdesk.db.tables import Case, CaseQuote, PriceItem
from complaintdesk.desk.context import Context
from complaintdesk.desk.price_records import QuoteDraft, QuoteRecord
from complaintdesk.domain.money import checked_yuan
from complaintdesk.domain.quantities import MOST
from complaintdesk.domain.texts import clean_line
from complaintdesk.errors import QT_TRANSLATE_NOOP, UserError

NAME_LIMIT, UNIT_LIMIT, NOTE_LIMIT, LINES_LIMIT = 120, 20, 200, 40
REPLACED = "另行报价"  # why a line no longer stands, in the books' own language
_THOUSANDTH = Decimal("0.001")


def add_lines(session: Session, context: Context, case: Case, lines: Sequence[QuoteDraft]) -> None:
    """Writes what the client was told; raises UserError beside `quoted` for what can't be a line."""
    if len(lines) > LINES_LIMIT:
        raise UserError(
            QT_TRANSLATE_NOOP("errors", "A quote has {limit} lines at most."), field="quoted", limit=LINES_LIMIT
        )
    for line in lines:
        name = clean_line(line.name, NAME_LIMIT, "quoted")
        if not name:
            raise UserError(QT_TRANSLATE_NOOP("errors", "What is it that costs this?"), field="quoted")
        if not 0 < line.quantity <= MOST or line.quantity != line.quantity.quantize(_THOUSANDTH):
            raise UserError(
                QT_TRANSLATE_NOOP("errors", "A quantity is more than nothing, with three decimals at most."),
                field="quoted",
            )
        low, high = checked_yuan(line.low, "quoted"), checked_yuan(line.high, "quoted")
        assert low is not None
        assert high is not None
        if high < low:
            raise UserError(QT_TRANSLATE_NOOP("errors", "The higher price is below the lower one."), field="quoted")
        if line.item_id is not None:
            session.get_one(PriceItem, line.item_id)
        session.add(
            CaseQuote(
                case_id=case.id,
                item_id=line.item_id,
                name=name,
                unit=clean_line(line.unit, UNIT_LIMIT, "quoted"),
                quantity=line.quantity,
                low=low,
                high=high,
                note=clean_line(line.note, NOTE_LIMIT, "quoted"),
                quoted_at=context.now,
                quoted_by=context.staff_id,
                void_reason="",
            )
        )
    session.flush()


def replace_lines(session: Session, context: Context, case: Case, lines: Sequence[QuoteDraft]) -> bool:
    """Puts these lines in the place of those that stood, which stay in the books; whether anything differs."""
    standing = session.scalars(_standing([case.id])).all()
    told = [(row.item_id, row.name, row.unit, row.quantity, row.low, row.high, row.note) for row in standing]
    if told == [(each.item_id, each.name, each.unit, each.quantity, each.low, each.high, each.note) for each in lines]:
        return False
    for row in standing:
        row.voided_at, row.voided_by, row.void_reason = context.now, context.staff_id, REPLACED
    add_lines(session, context, case, lines)
    return True


def lines_of(session: Session, case_ids: Sequence[int], names: dict[int | None, str]) -> dict[int, list[QuoteRecord]]:
    """The lines that stand, by case."""
    found: dict[int, list[QuoteRecord]] = {}
    for row in session.scalars(_standing(case_ids)):
        record = QuoteRecord(
            id=row.id,
            name=row.name,
            unit=row.unit,
            quantity=row.quantity,
            low=row.low,
            high=row.high,
            note=row.note,
            quoted_at=row.quoted_at,
            by=names[row.quoted_by],
            item_id=row.item_id,
        )
        found.setdefault(row.case_id, []).append(record)
    return found


def _standing(case_ids: Sequence[int]) -> Select[CaseQuote]:
    wanted = select(CaseQuote).where(CaseQuote.case_id.in_(case_ids), CaseQuote.voided_at.is_(None))
    return wanted.order_by(CaseQuote.id)
