# SPDX-License-Identifier: Apache-2.0
"""The deed behind every export: personal data that leaves the database is noted (R-OWN-06)."""

from __future__ import annotations

from sqlalchemy.orm import Session

from complaintdesk.desk.context import Context
from complaintdesk.desk.personal_access import note_paper
from complaintdesk.desk.voiding import given_reason
from complaintdesk.domain.terms import AccessKind
from complaintdesk.domain.texts import clean_line

OF_PEOPLE = frozenset({"register", "fees", "accesses"})  # kinds whose rows tell of somebody each


def note_export(session: Session, context: Context, kind: str, rows: int, reason: str = "") -> None:
    """Notes what was exported and how many rows; of rows that tell of people also why, in the list of who saw whom.

    Raises MissingFields where such are exported without a reason.
    """
    context.subject = f"{kind}: {rows}"
    if kind in OF_PEOPLE:
        note_paper(session, context, AccessKind.EXPORTED, kind, rows, reason=clean_line(given_reason(reason), None))


def note_owners(session: Session, context: Context, kind: str, people: int, reason: str) -> None:
    """Notes that owners' records (households, residents' phones) of so many people leave the database, whole numbers.

    Raises MissingFields without a reason (R-OWN-02, R-OWN-06).
    """
    context.subject = f"{kind}: {people}"
    note_paper(session, context, AccessKind.EXPORTED, kind, people, reason=clean_line(given_reason(reason), None))
