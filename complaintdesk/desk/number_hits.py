# SPDX-License-Identifier: Apache-2.0
"""What a typed or scanned number names: a case or a slip, of a sheet its case."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaintdesk.db.tables import Case, CorrectiveAction, LiaisonSheet, WorkOrder
from complaintdesk.domain.numbering import parse_number


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
