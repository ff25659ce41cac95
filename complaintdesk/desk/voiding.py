# SPDX-License-Identifier: Apache-2.0
"""How a record is taken out of use (作废): it stays in the books, with who did it, when, and why."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from complaintdesk.db.base import Voidable
from complaintdesk.desk.context import Context
from complaintdesk.domain.texts import clean_text, fold
from complaintdesk.errors import QT_TRANSLATE_NOOP, Conflict, MissingFields, UserError

Row = TypeVar("Row", bound=Voidable)


def void_record(context: Context, row: Voidable, reason: str) -> None:
    """Takes a record out of use; one that is already stays as it was. Raises MissingFields without a reason."""
    kept = given_reason(reason)
    if row.voided_at is not None:
        context.already_done = True
        return
    mark_void(context, row, kept)


def mark_void(context: Context, row: Voidable, reason: str) -> None:
    """Writes on a record that is in use by whom and when it was taken out, and why."""
    row.voided_at, row.voided_by, row.void_reason = context.now, context.staff_id, reason


def refuse_void(row: Voidable) -> None:
    """Raises UserError for a record that is out of use."""
    if row.voided_at is not None:
        raise UserError(QT_TRANSLATE_NOOP("errors", "This was taken out of use already."))


def row_to_change(session: Session, table: type[Row], draft: Any, draft_of: Callable[[Row], Any]) -> Row:
    """The row that a draft (its `id`, and the `version` at which it was read) changes.

    Raises UserError for one out of use, Conflict with what stands there when another desk changed it first.
    """
    row: Any = session.get_one(table, draft.id)
    refuse_void(row)
    if row.version != draft.version:
        raise Conflict(draft_of(row), draft)
    found: Row = row
    return found


def given_reason(reason: str) -> str:
    """The reason as the books keep it; raises MissingFields where none is given."""
    if not fold(reason):
        raise MissingFields({"reason": QT_TRANSLATE_NOOP("errors", "Why? The reason stays in the books.")})
    return clean_text(reason, field="reason")
