# SPDX-License-Identifier: Apache-2.0
"""Many new rows of one table written at a time, still through the session, so that the journal sees each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session


def add_many(session: Session, rows: Sequence[Any]) -> None:
    """Adds rows of one table and flushes them together; each has its id afterwards.

    SQLite tells no row's id of several written at once, so there they take the next ones (the deed holds the lock); a
    server gives and tells them itself.
    """
    if not rows:
        return
    if session.connection().dialect.name == "sqlite":
        table = type(rows[0])
        last: int = session.scalars(select(func.max(table.id))).one() or 0
        for row_id, row in enumerate(rows, last + 1):
            row.id = row_id
    session.add_all(rows)
    session.flush()
