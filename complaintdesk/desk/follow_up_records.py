# SPDX-License-Identifier: Apache-2.0
"""A follow-up of a case as its page shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaintdesk.db.tables import FollowUp
from complaintdesk.domain.follow_ups import made_by
from complaintdesk.domain.procedure import Procedure
from complaintdesk.domain.terms import AttemptOutcome, FollowUpWay, Rating


@dataclass(frozen=True)
class FollowUpRecord:
    """A follow-up with its name and source from the case's own rule book.

    It is `over` when a new round or a void case took its place. What was said stands in the case's events that name
    its `key` and `round`.
    """

    id: int
    key: str
    name: str
    source: str
    round: int
    required: bool
    opens_at: datetime
    due_at: datetime | None  # None where the rule book names no last day
    done_at: datetime | None
    done_by_event_id: int | None
    ended_at: datetime | None
    over: bool
    way: FollowUpWay | None
    rating: Rating | None
    called_by_id: int | None
    called_by: str
    confirmed_by: str
    confirmed_at: datetime | None
    attempts: int
    last_outcome: AttemptOutcome | None
    call_again_at: datetime | None
    made_by: str = ""  # name of the department that makes it for the office (R-CB-13)

    @property
    def open(self) -> bool:
        """Whether it is still to be made."""
        return self.done_at is None and self.ended_at is None and not self.over

    @property
    def to_confirm(self) -> bool:
        """Whether the second signature is missing (R-CB-07)."""
        return self.done_at is not None and self.way is FollowUpWay.PHONE and self.confirmed_at is None


def follow_ups_of(
    session: Session, case_id: int, procedure: Procedure, names: dict[int | None, str], escalated_to: str
) -> tuple[FollowUpRecord, ...]:
    """The follow-ups of a case, by round and the time from which they could be made.

    `procedure` is the case's own rule book, `names` are the staff's, `escalated_to` is where the case went up to.
    """
    query = select(FollowUp).where(FollowUp.case_id == case_id)
    return tuple(
        FollowUpRecord(
            id=row.id,
            key=row.key,
            name=procedure.follow_up(row.key).name,
            source=procedure.follow_up(row.key).source,
            round=row.round,
            required=row.required,
            opens_at=row.opens_at,
            due_at=row.due_at,
            done_at=row.done_at,
            done_by_event_id=row.done_by_event_id,
            ended_at=row.ended_at,
            over=row.dropped_at is not None,
            way=row.way,
            rating=row.rating,
            called_by_id=row.called_by,
            called_by=names[row.called_by],
            confirmed_by=names[row.confirmed_by],
            confirmed_at=row.confirmed_at,
            attempts=row.attempts,
            last_outcome=row.last_outcome,
            call_again_at=row.call_again_at,
            made_by=_department(procedure, row.key, escalated_to),
        )
        for row in session.scalars(query.order_by(FollowUp.round, FollowUp.opens_at, FollowUp.id))
    )


def _department(procedure: Procedure, key: str, escalated_to: str) -> str:
    own = made_by(procedure, procedure.follow_up(key), escalated_to)
    return procedure.department(own).name if own else ""


def last_ratings(session: Session, case_ids: Sequence[int]) -> dict[int, Rating]:
    """How each of these cases was rated when it was last followed up; those never followed up are left out."""
    made = select(FollowUp.case_id, FollowUp.rating).where(FollowUp.case_id.in_(case_ids), FollowUp.rating.is_not(None))
    rows = session.execute(made.where(FollowUp.dropped_at.is_(None)).order_by(FollowUp.done_at, FollowUp.id))
    return {row.case_id: row.rating for row in rows if row.rating is not None}


def has_second_signature(session: Session, follow_up_id: int) -> bool:
    """Whether a follow-up by phone was signed for the second time (R-CB-07)."""
    return session.get_one(FollowUp, follow_up_id).confirmed_at is not None


def case_of(session: Session, follow_up_id: int) -> int:
    """The id of the case that a follow-up belongs to."""
    return cases_of(session, [follow_up_id])[follow_up_id]


def cases_of(session: Session, follow_up_ids: Sequence[int]) -> dict[int, int]:
    """The id of the case that each of these follow-ups belongs to."""
    wanted = select(FollowUp.id, FollowUp.case_id).where(FollowUp.id.in_(follow_up_ids))
    return dict(session.execute(wanted).all())
