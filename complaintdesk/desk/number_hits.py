# SPDX-License-Identifier: Apache-2.0
"""What a typed or scanned number names: a case or a slip, of a sheet its case."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaintdesk.db.tables import Case, CorrectiveAction, Counter, LiaisonSheet, WorkOrder
from complaintdesk.domain.numbering import parse_number

_NUMBERED: tuple[tuple[str, type[WorkOrder] | type[Case]], ...] = (("order", WorkOrder), ("case", Case))
# A running number alone: 5, 12, 000123. Three or four digits are a door or the end of a phone to whoever types them.
_RUNNING = re.compile("[1-9][0-9]?|0[0-9]{2,5}|[1-9][0-9]{4,5}")


@dataclass(frozen=True)
class NumberHit:
    """What a typed or scanned number names: a `case` or an `order`."""

    kind: str
    id: int


def find_number(session: Session, text: str, default_year: int | None = None) -> NumberHit | None:
    """The case or slip that a typed or scanned number names, of a sheet its case; None where no such was given."""
    number = parse_number(text, default_year)
    if number is None:
        return None
    same = (number.series, number.year, number.running)
    order = select(WorkOrder.id).where(
        WorkOrder.series == same[0], WorkOrder.year == same[1], WorkOrder.running == same[2]
    )
    found = session.scalars(order).first()
    if found is not None:
        return NumberHit("order", found)
    for table, case_id in ((Case, Case.id), *((sheet, sheet.case_id) for sheet in (LiaisonSheet, CorrectiveAction))):
        case = select(case_id).where(table.series == same[0], table.year == same[1], table.running == same[2])
        found = session.scalars(case).first()
        if found is not None:
            return NumberHit("case", found)
    return None


def named(session: Session, text: str, year: int) -> tuple[NumberHit, ...]:
    """What a number names; of a running number alone, the slips and cases of this year that have it in any series."""
    hit = find_number(session, text, year)
    if hit is not None:
        return (hit,)
    written = unicodedata.normalize("NFKC", text).strip()
    if not _RUNNING.fullmatch(written) or int(written) < 1:
        return ()
    series = session.scalars(select(Counter.series).where(Counter.year == year)).all()
    return tuple(
        NumberHit(kind, found)
        for kind, table in _NUMBERED
        for found in session.scalars(
            select(table.id)
            .where(table.series.in_(series), table.year == year, table.running == int(written))
            .order_by(table.id.desc())
        )
    )
