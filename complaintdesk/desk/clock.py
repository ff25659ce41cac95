# SPDX-License-Identifier: Apache-2.0
"""The machine's clock against the books: a wrong one is refused, and a person may confirm that it is right."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from complaintdesk.desk.context import Context
from complaintdesk.errors import QT_TRANSLATE_NOOP, EnvironmentProblem

BEHIND = timedelta(minutes=5)  # how far it may stand before the last entry
AHEAD = timedelta(days=400)  # how far after it
# Done under any clock: else nobody could sign in to confirm it.
CLOCKLESS = frozenset(
    {
        "clock.confirm",
        "staffing.note_sign_in",
        "staffing.note_sign_out",
        "backup.note_backup",
        "keeping.confirm_restored",
    }
)


def refuse_wrong_clock(latest_at: datetime, now: datetime) -> None:
    """Raises EnvironmentProblem when the clock stands before the last entry in the books, or years after it."""
    advice = QT_TRANSLATE_NOOP(
        "errors", "Set the clock right. If it is right, the office head confirms it: `complaintdesk confirm-clock`."
    )
    if latest_at - now > BEHIND:
        raise EnvironmentProblem(
            QT_TRANSLATE_NOOP("errors", "This computer's clock stands before the last entry in the books ({last})."),
            advice,
            last=latest_at,
        )
    if now - latest_at > AHEAD:
        raise EnvironmentProblem(
            QT_TRANSLATE_NOOP("errors", "This computer's clock stands over a year after the last entry ({last})."),
            advice,
            last=latest_at,
        )


def servers_time(session: Session) -> datetime:
    """The time by the database server's clock, aware, UTC, whole seconds."""
    now: datetime = session.scalars(select(func.clock_timestamp())).one()
    return now.astimezone(UTC).replace(microsecond=0)


def confirm(_session: Session, context: Context) -> None:
    """Notes that the clock is right although the books' last entry says otherwise; times count from here."""
    context.subject = context.now.isoformat()
    context.confirms_clock = True
