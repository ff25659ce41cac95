# SPDX-License-Identifier: Apache-2.0
"""How often slips were printed on paper, and why again."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from complaintdesk.db.tables import PrintRecord
from complaintdesk.desk.prints import ON_PAPER
from complaintdesk.desk.slip_records import ReprintRecord


def print_counts(session: Session, order_ids: Sequence[int]) -> dict[int | None, int]:
    """How often each slip was printed on paper; an unknown outcome counts as printed, a PDF does not."""
    counted = select(PrintRecord.order_id, func.count()).where(PrintRecord.order_id.in_(order_ids), ON_PAPER)
    rows = session.execute(counted.group_by(PrintRecord.order_id))
    return dict(rows.all())


def reprints(
    session: Session, order_ids: Sequence[int], names: dict[int | None, str]
) -> dict[int | None, tuple[ReprintRecord, ...]]:
    """The further copies of each slip (补打, R-WO-03) that count as printed, in their order."""
    wanted = select(PrintRecord).where(PrintRecord.order_id.in_(order_ids), ON_PAPER, PrintRecord.copy_no > 1)
    found: dict[int | None, tuple[ReprintRecord, ...]] = {}
    for row in session.scalars(wanted.order_by(PrintRecord.id)):
        made = ReprintRecord(row.started_at, names[row.started_by], row.copy_no - 1, row.reason)
        found[row.order_id] = (*found.get(row.order_id, ()), made)
    return found
