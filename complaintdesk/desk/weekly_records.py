# SPDX-License-Identifier: Apache-2.0
"""The week's complaints of a department (客户投诉记录表): what came in, what was left from before, how each stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from complaintdesk.db.tables import Case, CaseEvent
from complaintdesk.desk.call_registers import PAGE, bounds
from complaintdesk.desk.case_pages import case_records
from complaintdesk.desk.records import CaseRecord
from complaintdesk.desk.rule_books import RuleBooks
from complaintdesk.domain.ratios import Ratio
from complaintdesk.domain.terms import CaseKind, CaseState, EventKind, Level, PauseReason, Rating
from complaintdesk.domain.transitions import ENDS_ASIDE

_OPEN = (CaseState.REGISTERED, CaseState.IN_HAND)


@dataclass(frozen=True)
class WeeklyLine:
    """A complaint as it stands now; `before` says that it came in before the week."""

    number: str
    received_at: datetime
    caller: str
    anonymous: bool
    confidential: bool  # 客户保密: the record goes to the department, which is not told who and where
    place: str
    content: str
    category: str
    level: Level
    valid: bool | None
    follower: str
    outcome: str
    handled_at: datetime | None
    rating: Rating | None
    state: CaseState
    waits_for: PauseReason | None
    before: bool
    done: bool  # handled, or over otherwise, by the week's end


@dataclass(frozen=True)
class WeeklyRecord:
    """The record of a department ('' for all of them) from one day to another, both included."""

    department: str
    from_on: date
    to_on: date
    complaints: tuple[WeeklyLine, ...]

    @property
    def carried(self) -> int:
        """How many were left from before (前期遗留)."""
        return sum(line.before for line in self.complaints)

    @property
    def new(self) -> int:
        """How many came in (本期新增)."""
        return len(self.complaints) - self.carried

    @property
    def done(self) -> int:
        """How many were done by the end (本期已完成)."""
        return sum(line.done for line in self.complaints)

    @property
    def left(self) -> int:
        """How many are still in hand at the end (跟进中)."""
        return len(self.complaints) - self.done

    @property
    def rate(self) -> Ratio:
        """Share done (本期完成率): done ÷ (carried + new)."""
        return Ratio(self.done, len(self.complaints))


def weekly_record(
    session: Session, from_on: date, to_on: date, zone: ZoneInfo, books: RuleBooks, department: str = ""
) -> WeeklyRecord:
    """The complaints that came in on these days and those left from before, of one department (its id) or of all."""
    begins, ends = bounds(from_on, to_on, zone)
    complaints = select(Case.id).where(
        Case.kind == CaseKind.COMPLAINT, Case.number.is_not(None), Case.state != CaseState.VOID
    )
    if department:
        complaints = complaints.where(Case.department == department)
    new = complaints.where(Case.received_at >= begins, Case.received_at < ends)
    ended_since = select(CaseEvent.case_id).where(CaseEvent.happened_at >= begins, CaseEvent.kind.in_(_ENDS))
    before = complaints.where(Case.received_at < begins, Case.state.in_(_OPEN) | Case.id.in_(ended_since))
    ids = [*session.scalars(before.order_by(Case.received_at, Case.id))]
    aside = _ended_aside(session, ids)
    left = [case.id for case in case_records(session, ids, books) if not _over(case, aside, begins)]
    came = [*session.scalars(new.order_by(Case.received_at, Case.id))]
    aside |= _ended_aside(session, came)
    lines = tuple(_line(case, aside, begins, ends) for case in case_records(session, [*left, *came], books))
    name = books.in_force.department(department).name if department else ""
    return WeeklyRecord(name, from_on, to_on, lines)


def _ended_aside(session: Session, case_ids: Sequence[int]) -> dict[int, datetime]:
    """When those of these cases that ended without being handled did: invalid, joined, not the office's matter …"""
    found: dict[int, datetime] = {}
    for start in range(0, len(case_ids), PAGE):
        query = select(CaseEvent.case_id, func.max(CaseEvent.happened_at)).join(Case, Case.id == CaseEvent.case_id)
        of_page = CaseEvent.case_id.in_(case_ids[start : start + PAGE])
        query = query.where(of_page, CaseEvent.kind.in_(ENDS_ASIDE), Case.state.in_(ENDS_ASIDE.values()))
        found.update((case_id, at) for case_id, at in session.execute(query.group_by(CaseEvent.case_id)))
    return found


def _over(case: CaseRecord, aside: Mapping[int, datetime], by: datetime) -> bool:
    """Whether nothing was to be done any more by then; `aside`: when it ended otherwise than handled."""
    ended = case.handled_at or case.closed_at or aside.get(case.id)
    return ended is not None and ended < by


def _line(case: CaseRecord, aside: Mapping[int, datetime], begins: datetime, ends: datetime) -> WeeklyLine:
    return WeeklyLine(
        number=case.number,
        received_at=case.received_at,
        caller=case.caller_name,
        anonymous=case.anonymous,
        confidential=case.confidential,
        place=case.place,
        content=case.content,
        category=case.category_name,
        level=case.level,
        valid=case.valid,
        follower=case.follower,
        outcome=case.outcome,
        handled_at=case.handled_at,
        rating=case.follow_up,
        state=case.state,
        waits_for=case.waits_for,
        before=case.received_at < begins,
        done=_over(case, aside, ends),
    )


_ENDS = (EventKind.HANDLED, EventKind.CLOSED, *ENDS_ASIDE)
