# SPDX-License-Identifier: Apache-2.0
"""How a record is taken out of use (作废): it stays in the books, with who did it, when, and why."""

from __future__ import annotations

from complaintdesk.db.tables import (
    Attachment,
    CorrectiveAction,
    DayReview,
    Decoration,
    DiaryEntry,
    DirectoryEntry,
    Fine,
    LiaisonSheet,
    Meeting,
    Pet,
    Phrase,
    PointLift,
    Regulation,
    ShiftHandover,
    StandardAnswer,
    Vehicle,
)
from complaintdesk.desk.context import Context
from complaintdesk.domain.texts import clean_text, fold
from complaintdesk.errors import QT_TRANSLATE_NOOP, MissingFields

Voidable = (
    Attachment
    | CorrectiveAction
    | DayReview
    | Decoration
    | DiaryEntry
    | DirectoryEntry
    | Fine
    | LiaisonSheet
    | Meeting
    | Pet
    | Phrase
    | PointLift
    | Regulation
    | ShiftHandover
    | StandardAnswer
    | Vehicle
)


def void_record(context: Context, row: Voidable, reason: str) -> None:
    """Takes a record out of use; one that is already stays as it was. Raises MissingFields without a reason."""
    kept = given_reason(reason)
    if row.voided_at is not None:
        context.already_done = True
        return
    row.voided_at, row.voided_by, row.void_reason = context.now, context.staff_id, kept


def given_reason(reason: str) -> str:
    """The reason as the books keep it; raises MissingFields where none is given."""
    if not fold(reason):
        raise MissingFields({"reason": QT_TRANSLATE_NOOP("errors", "Why? The reason stays in the books.")})
    return clean_text(reason, field="reason")
