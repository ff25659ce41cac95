# SPDX-License-Identifier: Apache-2.0
"""A case's course: its story step by step, and the limits and follow-ups that the rule book makes of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from complaintdesk.db.base import PERSONAL, Base
from complaintdesk.domain import terms


class CaseEvent(Base):
    """A step of a case's story; it only grows, a mistake is put right by a further event."""

    __tablename__ = "case_event"
    __table_args__ = (
        Index("ix_case_event_case_id_id", "case_id", "id"),
        Index("ix_case_event_order_id", "order_id"),
        Index("ix_case_event_happened_at", "happened_at"),  # what was done on some day, of all cases
        Index("ix_case_event_recorded_by_recorded_at", "recorded_by", "recorded_at"),  # a person's diary
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_record.id"))
    order_id: Mapped[int | None] = mapped_column(ForeignKey("work_order.id"))
    about_id: Mapped[int | None] = mapped_column(ForeignKey("case_event.id"))
    kind: Mapped[terms.EventKind]
    happened_at: Mapped[datetime]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    words: Mapped[str] = mapped_column(info=PERSONAL)
    facts: Mapped[dict[str, Any]] = mapped_column(info=PERSONAL)  # small; of a correction: field → [old, new]


class Commitment(Base):
    """A limit that runs for a case (时限、承诺): planned with the procedure of its day, met by an event."""

    __tablename__ = "commitment"
    __table_args__ = (
        UniqueConstraint("case_id", "order_id", "key", "round"),
        Index("ix_commitment_met_at_due_at", "met_at", "due_at"),
        # What runs for the open cases: those are few, while what the closed ones left unmet grows with the years.
        Index("ix_commitment_case_id_met_at_due_at", "case_id", "met_at", "due_at"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_record.id"))
    order_id: Mapped[int | None] = mapped_column(ForeignKey("work_order.id"))
    key: Mapped[str]  # the procedure's commitment id, such as deliver_slip
    of_slip: Mapped[bool]  # met by a step of a slip
    round: Mapped[int]
    started_at: Mapped[datetime]
    not_before: Mapped[datetime | None]
    due_at: Mapped[datetime]
    first_due_at: Mapped[datetime]
    warn_at: Mapped[datetime | None]  # when the first of those to be warned is
    paused_at: Mapped[datetime | None]  # since when it waits; it is not late then (R-T-07)
    provisional: Mapped[bool]  # it reaches into a year whose holidays are not known yet
    calendar_id: Mapped[int | None]  # the newest row of the calendar that it was planned with
    met_at: Mapped[datetime | None]
    met_by_event_id: Mapped[int | None] = mapped_column(ForeignKey("case_event.id"))
    dropped_at: Mapped[datetime | None]  # the case or order was voided, or the limit no longer applies


_UNSIGNED = text("done_at IS NOT NULL AND confirmed_at IS NULL AND dropped_at IS NULL")  # as `follow_up_lists` asks


class FollowUp(Base):
    """A follow-up (回访) that the procedure asks for or offers; what came of it is read from the story."""

    __tablename__ = "follow_up"
    __table_args__ = (
        UniqueConstraint("case_id", "key", "round"),
        Index("ix_follow_up_done_at_due_at", "done_at", "due_at"),
        Index("ix_follow_up_required_done_at_due_at", "required", "done_at", "due_at"),  # offered ones stay unmade
        Index("ix_follow_up_done_at_call_again_at", "done_at", "call_again_at"),
        Index("ix_follow_up_unsigned", "way", sqlite_where=_UNSIGNED, postgresql_where=_UNSIGNED),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_record.id"))
    key: Mapped[str]  # the procedure's follow-up id
    round: Mapped[int]
    required: Mapped[bool]  # else it is offered, and never late
    opens_at: Mapped[datetime]
    due_at: Mapped[datetime | None]  # None where the rule book names no last day
    done_at: Mapped[datetime | None]
    done_by_event_id: Mapped[int | None] = mapped_column(ForeignKey("case_event.id"))
    ended_at: Mapped[datetime | None]  # given up by a supervisor
    dropped_at: Mapped[datetime | None]  # no longer asked for: a new round, a void case
    way: Mapped[terms.FollowUpWay | None]
    rating: Mapped[terms.Rating | None]
    called_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    confirmed_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))  # the second signature (R-CB-07)
    confirmed_at: Mapped[datetime | None]
    attempts: Mapped[int]
    last_attempt_at: Mapped[datetime | None]
    last_outcome: Mapped[terms.AttemptOutcome | None]
    call_again_at: Mapped[datetime | None]
