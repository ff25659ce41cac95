# SPDX-License-Identifier: Apache-2.0
"""What came into the books with a step of a story: it is void when the step is taken back, and stays there so."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaintdesk.db.tables import CaseEvent, CorrectiveAction, LiaisonSheet, Meeting
from complaintdesk.desk.context import Context
from complaintdesk.desk.voiding import void_record

# A step's fact that names what came with it. A step of such a kind is not restored (`transitions.NOT_RESTORED`).
CARRIED: dict[str, type[LiaisonSheet] | type[CorrectiveAction] | type[Meeting]] = {
    "sheet": LiaisonSheet,
    "corrective": CorrectiveAction,
    "meeting": Meeting,
}


def void_carried(session: Session, context: Context, event: CaseEvent, reason: str) -> None:
    """Voids what came with a step that is taken back, under the same reason; its number stays in the books.

    So too a sheet that was issued in the place of a spoiled one.
    """
    for name, table in CARRIED.items():
        if (id_ := event.facts.get(name)) is not None:
            row: Any = session.get_one(table, id_)
            if row.voided_at is None:
                void_record(context, row, reason)
    for sheet in session.scalars(select(LiaisonSheet).where(LiaisonSheet.event_id == event.id)).all():
        if sheet.voided_at is None:
            void_record(context, sheet, reason)
