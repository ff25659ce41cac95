# SPDX-License-Identifier: Apache-2.0
"""The follow-ups of a case as rows: written from its story alone, as its limits are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from complaintdesk.db.tables import Case, FollowUp
from complaintdesk.desk.context import Context
from complaintdesk.domain.case_facts import CaseFacts
from complaintdesk.domain.follow_ups import PlannedFollowUp, plan
from complaintdesk.domain.lifecycle import Event
from complaintdesk.domain.procedure import Procedure
from complaintdesk.domain.terms import Rating

_SET = (  # what `_set` writes of a row that counts
    *("required", "opens_at", "due_at", "done_at", "done_by_event_id", "ended_at", "way", "rating", "called_by"),
    *("confirmed_by", "confirmed_at", "attempts", "call_again_at", "last_attempt_at", "last_outcome"),
)
OPEN: tuple[ColumnElement[bool], ...] = (
    FollowUp.done_at.is_(None),
    FollowUp.ended_at.is_(None),
    FollowUp.dropped_at.is_(None),
)
due_by = func.coalesce(FollowUp.due_at, FollowUp.opens_at)  # when it is looked at: one without a last day once it opens


def looked_at(
    due_at: datetime | None, opens_at: datetime, call_again_at: datetime | None, tonight: datetime
) -> datetime:
    """By when one that is open is looked at: its last day or, without one, tonight; when the client is to be called."""
    last = max(opens_at, tonight) if due_at is None else due_at
    return last if call_again_at is None else min(last, call_again_at)


def settle_follow_ups(
    session: Session, context: Context, case: Case, facts: CaseFacts, story: tuple[Event, ...]
) -> None:
    """Sets the case's follow-ups by its story; one that no longer applies is dropped, and taken up again if it does."""
    procedure = context.procedure_of(session, case.procedure_version_id)
    planned = {(each.key, each.round): each for each in plan(procedure, facts, story, context.zone)}
    rows = session.scalars(select(FollowUp).where(FollowUp.case_id == case.id).order_by(FollowUp.id)).all()
    kept = {(row.key, row.round): row for row in rows}
    for identity, row in kept.items():
        if identity not in planned and row.dropped_at is None:
            row.dropped_at = context.now
    for identity, wanted in planned.items():
        if identity not in kept:
            kept[identity] = FollowUp(case_id=case.id, key=wanted.key, round=wanted.round)
            session.add(kept[identity])
        _set(kept[identity], wanted)


def _set(row: FollowUp, wanted: PlannedFollowUp) -> None:
    last = wanted.attempts[-1] if wanted.attempts else None
    row.required, row.opens_at, row.due_at, row.dropped_at = wanted.required, wanted.opens_at, wanted.due_at, None
    row.done_at, row.done_by_event_id, row.ended_at = wanted.done_at, wanted.done_by_event_id, wanted.ended_at
    row.way, row.rating, row.called_by = wanted.way, wanted.rating, wanted.called_by
    row.confirmed_by, row.confirmed_at = wanted.confirmed_by, wanted.confirmed_at
    row.attempts, row.call_again_at = len(wanted.attempts), wanted.call_again_at
    row.last_attempt_at = None if last is None else last.happened_at
    row.last_outcome = None if last is None else last.outcome


def are_as_told(
    procedure: Procedure,
    zone: ZoneInfo,
    case: Case,
    facts: CaseFacts,
    story: tuple[Event, ...],
    rows: Sequence[FollowUp],
) -> bool:
    """Whether the case's follow-ups are what its story makes of them: none more, none less, each as it was made."""
    planned = {(each.key, each.round): each for each in plan(procedure, facts, story, zone)}
    kept = {(row.key, row.round): row for row in rows if row.dropped_at is None}
    if set(planned) != set(kept):
        return False
    for identity, wanted in planned.items():
        told = FollowUp(case_id=case.id, key=wanted.key, round=wanted.round)
        _set(told, wanted)
        if any(getattr(told, name) != getattr(kept[identity], name) for name in _SET):
            return False
    return True


def must_be_made(session: Session, case: Case) -> int:
    """How many follow-ups of the case's round must still be made before it is closed."""
    wanted = (FollowUp.case_id == case.id, FollowUp.round == case.round, FollowUp.required.is_(True), *OPEN)
    return session.scalars(select(func.count()).select_from(FollowUp).where(*wanted)).one()


def rated_not_content(session: Session, case: Case) -> bool:
    """Whether the client was not content when followed up in this round (R-ESC-10)."""
    wanted = (FollowUp.case_id == case.id, FollowUp.round == case.round, FollowUp.dropped_at.is_(None))
    return Rating.NOT_CONTENT in session.scalars(select(FollowUp.rating).where(*wanted)).all()
