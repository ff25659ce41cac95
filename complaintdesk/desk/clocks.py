# SPDX-License-Identifier: Apache-2.0
"""Deeds on a case's clocks: it waits and goes on, a limit is put off; what the client was told, and until when."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaintdesk.db.tables import Case, Commitment
from complaintdesk.desk.context import Context
from complaintdesk.desk.story import case_for_update, tell
from complaintdesk.domain.procedure import Procedure
from complaintdesk.domain.rulebook_rows import LimitUnit
from complaintdesk.domain.terms import Channel, EventKind, PauseReason
from complaintdesk.domain.texts import fold
from complaintdesk.errors import QT_TRANSLATE_NOOP, MissingFields, UserError

_AGREED = frozenset({LimitUnit.APPOINTED_TIME, LimitUnit.APPOINTED_DAY, LimitUnit.PROMISED_TIME})  # with the client


def pause(
    session: Session,
    context: Context,
    case_id: int,
    reason: PauseReason,
    words: str = "",
    happened_at: datetime | None = None,
) -> int:
    """The id of the event from which on the case waits (R-T-07): limits that wait for this stop, others run on.

    Raises UserError where it waits already.
    """
    case = case_for_update(session, case_id)
    if case.waits_for is not None:
        raise UserError(
            QT_TRANSLATE_NOOP("errors", "This case waits already: note first that it goes on, then what it waits for.")
        )
    facts = {"reason": reason.value}
    return _tell(session, context, case, EventKind.PAUSED, words, happened_at, facts)


def resume(
    session: Session, context: Context, case_id: int, words: str = "", happened_at: datetime | None = None
) -> int:
    """The id of the event that ends the waiting (R-T-07); raises UserError where the case waits for nothing."""
    case = case_for_update(session, case_id)
    if case.waits_for is None:
        raise UserError(QT_TRANSLATE_NOOP("errors", "This case waits for nothing."))
    return _tell(session, context, case, EventKind.RESUMED, words, happened_at)


def extend(
    session: Session, context: Context, case_id: int, key: str, round_: int, due_at: datetime, reason: str
) -> int:
    """The id of the event by which a supervisor puts off an open limit, with a reason; its first due time stays.

    Raises UserError beside `due_at` unless the new time is later than the present one and still to come; for a time
    that was agreed with the client, for a limit that is not open, and for one that was broken: it stays so.
    """
    case = case_for_update(session, case_id)
    still_open = (Commitment.met_at.is_(None), Commitment.dropped_at.is_(None))
    this_one = (Commitment.case_id == case_id, Commitment.key == key, Commitment.round == round_)
    row = session.scalars(select(Commitment).where(*this_one, *still_open)).first()
    if row is None:
        raise UserError(QT_TRANSLATE_NOOP("errors", "This limit is met, or applies no more."), field="limit")
    if is_agreed(context.procedure_of(session, case.procedure_version_id), key):
        raise UserError(
            QT_TRANSLATE_NOOP("errors", "This time was agreed with the client: agree on another with them."),
            field="limit",
        )
    if row.paused_at is None and row.due_at < context.now:
        raise UserError(
            QT_TRANSLATE_NOOP("errors", "This limit is broken and stays so: agree on a time with the client."),
            field="limit",
        )
    if due_at <= row.due_at:
        raise UserError(
            QT_TRANSLATE_NOOP("errors", "The new time must be later than the one that stands."), field="due_at"
        )
    if due_at <= context.now:
        raise UserError(QT_TRANSLATE_NOOP("errors", "This time is over already."), field="due_at")
    facts = {"key": key, "round": round_, "due_at": due_at.isoformat()}
    _refuse_empty(reason, "reason", QT_TRANSLATE_NOOP("errors", "Why? The reason stays in the books."))
    return _tell(session, context, case, EventKind.EXTENDED, reason, None, facts)


def promise(
    session: Session,
    context: Context,
    case_id: int,
    until: datetime,
    words: str,
    consent: bool,
    happened_at: datetime | None = None,
) -> int:
    """The id of the event that the client was told what is done and until when, and agreed (R-REG-16, R-ESC-12).

    That time is a limit. Raises UserError beside `consent` without it: then the matter goes up the ladder.
    """
    case = case_for_update(session, case_id)
    _refuse_empty(words, "words", QT_TRANSLATE_NOOP("errors", "What was the client told that will be done?"))
    if not consent:
        raise MissingFields(
            {
                "consent": QT_TRANSLATE_NOOP(
                    "errors", "Not agreed: take the time that the client asks for, or let the matter go up the ladder."
                )
            }
        )
    if until <= (happened_at or context.now):
        raise UserError(QT_TRANSLATE_NOOP("errors", "The time lies before the promise of it."), field="until")
    facts = {"until": until.isoformat(), "consent": consent}
    return _tell(session, context, case, EventKind.PROMISED, words, happened_at, facts)


def confirm(
    session: Session, context: Context, case_id: int, way: Channel, words: str, happened_at: datetime | None = None
) -> int:
    """The id of the event that the client got the confirmation (受理确认, R-REG-09); `words`: what it says."""
    case = case_for_update(session, case_id)
    _refuse_empty(words, "words", QT_TRANSLATE_NOOP("errors", "What does the confirmation say?"))
    return _tell(session, context, case, EventKind.CONFIRMED, words, happened_at, {"way": way.value})


def inform(session: Session, context: Context, case_id: int, words: str, happened_at: datetime | None = None) -> int:
    """The id of the event that the client was told where the matter stands (R-WO-11, R-ESC-05)."""
    case = case_for_update(session, case_id)
    _refuse_empty(words, "words", QT_TRANSLATE_NOOP("errors", "What was the client told?"))
    return _tell(session, context, case, EventKind.INFORMED, words, happened_at)


def is_agreed(procedure: Procedure, key: str) -> bool:
    """Whether the time of a limit was agreed with the client, so that nobody else puts it off."""
    return procedure.commitment(key).limit.unit in _AGREED


def _refuse_empty(words: str, field: str, asked: str) -> None:
    if not fold(words):
        raise MissingFields({field: asked})


def _tell(
    session: Session,
    context: Context,
    case: Case,
    kind: EventKind,
    words: str,
    happened_at: datetime | None,
    facts: Mapping[str, Any] | None = None,
) -> int:
    context.subject = case.number or ""
    return tell(session, context, case, kind, words=words, happened_at=happened_at, facts=facts).id
