# SPDX-License-Identifier: Apache-2.0
"""Books that were moved to another database: their last entry says so, and nobody goes on in them by mistake."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaintdesk.db.journal_tables import JournalEntry, JournalHead
from complaintdesk.errors import QT_TRANSLATE_NOOP, EnvironmentProblem

MOVE_OUT, STAY = "moving.move_out", "moving.stay"


def refuse_moved(session: Session) -> None:
    """Raises EnvironmentProblem when the books' last entry is that they were moved away."""
    head = select(JournalHead.seq).scalar_subquery()
    wanted = select(JournalEntry.deed, JournalEntry.subject).where(JournalEntry.seq == head)
    last = session.execute(wanted).first()
    if last is not None and last.deed == MOVE_OUT:
        raise EnvironmentProblem(
            QT_TRANSLATE_NOOP("errors", "These books were moved to {place}: work goes on there."),
            QT_TRANSLATE_NOOP(
                "errors",
                "Open the office there. If the work is to go on here after all, say so with "
                "`complaintdesk --database … move --stay`; what was written there stays there.",
            ),
            place=last.subject,
        )
