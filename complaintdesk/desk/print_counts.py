# SPDX-License-Identifier: Apache-2.0
"""How often slips were printed on paper."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from complaintdesk.db.tables import PrintRecord
from complaintdesk.desk.prints import ON_PAPER


def print_counts(session: Session, order_ids: Sequence[int]) -> dict[int | None, int]:
    """How often each slip was printed on paper; an unknown outcome counts as printed, a PDF does not."""
    counted = select(PrintRecord.order_id, func.count()).where(PrintRecord.order_id.in_(order_ids), ON_PAPER)
    rows = session.execute(counted.group_by(PrintRecord.order_id))
    return dict(rows.all())
