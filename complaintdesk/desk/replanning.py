# SPDX-License-Identifier: Apache-2.0
"""What another calendar of working days makes of the limits that are open; those that were met stay (R-T-03)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaintdesk.db.tables import Case, CaseEvent, Commitment, WorkOrder
from complaintdesk.desk.indexing import grouped
from complaintdesk.desk.story import as_event, case_facts
from complaintdesk.domain.commitments import Planned, plan
from complaintdesk.domain.procedure import Procedure
from complaintdesk.domain.told import told_by
from complaintdesk.domain.workdays import Calendar

PAGE = 200  # cases looked at together
NAMED = 20  # limits that are told one by one

ProcedureOf = Callable[[Session, int | None], Procedure]
Progress = Callable[[int, int], object]


def unheeded(_done: int, _total: int) -> None:
    """Progress that nobody is told of."""


class Replanned(NamedTuple):
    """An open limit of a case beside what it is now, None where it no longer applies."""

    row: Commitment
    wanted: Planned | None
    number: str  # of the case
    name: str


@dataclass(frozen=True)
class MovedLimit:
    """A limit that gets another due time, or with None no longer applies."""

    number: str  # of its case
    name: str
    before: datetime
    after: datetime | None
    provisional: bool


@dataclass(frozen=True)
class Moved:
    """How many open limits get another due time, and what that does to them."""

    limits: int = 0
    cases: int = 0
    earlier: int = 0
    late: int = 0  # past their due time now, though they were not before
    firm: int = 0  # provisional no longer, moved or not
    named: tuple[MovedLimit, ...] = field(default=(), compare=False)  # the first of `limits`, by case


def replanned(
    session: Session,
    procedure_of: ProcedureOf,
    zone: ZoneInfo,
    calendar: Calendar,
    progress: Progress = unheeded,
) -> Iterator[Replanned]:
    """Each open limit beside what it is by this calendar.

    One of a case that ended aside no longer applies where its end moves behind that. `progress` is told cases done and
    cases in all.
    """
    of_open = select(Commitment.case_id).where(Commitment.met_at.is_(None), Commitment.dropped_at.is_(None))
    ids = session.scalars(of_open.distinct().order_by(Commitment.case_id)).all()
    for start in range(0, len(ids), PAGE):
        progress(start, len(ids))
        here = ids[start : start + PAGE]
        events = grouped(session.scalars(select(CaseEvent).where(CaseEvent.case_id.in_(here)).order_by(CaseEvent.id)))
        orders = grouped(session.scalars(select(WorkOrder).where(WorkOrder.case_id.in_(here)).order_by(WorkOrder.id)))
        limits = grouped(
            session.scalars(
                select(Commitment)
                .where(Commitment.case_id.in_(here), Commitment.met_at.is_(None), Commitment.dropped_at.is_(None))
                .order_by(Commitment.id)
            )
        )
        for case in session.scalars(select(Case).where(Case.id.in_(here)).order_by(Case.id)).all():
            story = tuple(as_event(row) for row in events[case.id])
            facts = case_facts(case, orders.get(case.id, []), told_by(story))
            procedure = procedure_of(session, case.procedure_version_id)
            found = plan(procedure, facts, story, zone, calendar)
            planned = {(each.key, each.order_id, each.round): each for each in found}
            for row in limits[case.id]:
                wanted = planned.get((row.key, row.order_id, row.round))
                yield Replanned(row, wanted, case.number or case.old_number, procedure.commitment(row.key).name)
    progress(len(ids), len(ids))


class Count:
    """Counts what becomes of open limits, one after the other."""

    def __init__(self, now: datetime) -> None:
        self._now = now
        self._cases: set[int] = set()
        self._named: list[MovedLimit] = []
        self._limits = self._earlier = self._late = self._firm = 0

    def add(self, found: Replanned) -> None:
        """Counts a limit that is still as it was before."""
        row, wanted = found.row, found.wanted
        if wanted is None:
            self._add_moved(found, None)
            return
        self._firm += row.provisional and not wanted.provisional
        if wanted.due_at != row.due_at:
            self._add_moved(found, wanted)
            self._earlier += wanted.due_at < row.due_at
            self._late += wanted.due_at < self._now <= row.due_at

    def _add_moved(self, found: Replanned, wanted: Planned | None) -> None:
        self._limits += 1
        self._cases.add(found.row.case_id)
        if len(self._named) < NAMED:
            after, provisional = (None, False) if wanted is None else (wanted.due_at, wanted.provisional)
            self._named.append(MovedLimit(found.number, found.name, found.row.due_at, after, provisional))

    @property
    def moved(self) -> Moved:
        """The figures."""
        return Moved(self._limits, len(self._cases), self._earlier, self._late, self._firm, tuple(self._named))
