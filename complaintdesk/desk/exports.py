# SPDX-License-Identifier: Apache-2.0
"""The deed behind every export: personal data that leaves the database is noted (R-OWN-06)."""

from __future__ import annotations

from sqlalchemy.orm import Session

from complaintdesk.desk.context import Context


def note_export(_session: Session, context: Context, kind: str, rows: int) -> None:
    """Notes what was exported and how many rows."""
    context.subject = f"{kind}: {rows}"
