# SPDX-License-Identifier: Apache-2.0
"""A team's day (派工日报): its slips by agreed time, and how much each team and worker has to do (R-WO-05, R-WO-11)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from complaintdesk.db.tables import Case, CaseEvent, WorkOrder
from complaintdesk.desk.commitments import next_due
from complaintdesk.desk.listing import GIST
from complaintdesk.desk.order_lists import UNFINISHED
from complaintdesk.desk.rule_books import RuleBooks
from complaintdesk.desk.story import as_event
from complaintdesk.domain.dates import civil_day, end_of_day
from complaintdesk.domain.lifecycle import standing
from complaintdesk.domain.terms import EventKind, Grade, OrderState

DONE = (OrderState.COMPLETED, OrderState.RETURNED)
_TIMES = (EventKind.ARRIVED, EventKind.COMPLETED, EventKind.WITHDRAWN)


@dataclass(frozen=True)
class TeamJob:
    """A slip on a team's day sheet; caller and phone are '' of a case in confidence (客户保密)."""

    order_id: int
    number: str
    team: str
    team_name: str
    worker: str
    place: str
    content: str
    grade: Grade | None
    agreed: tuple[datetime | None, datetime | None]
    caller: str
    phone: str
    state: OrderState
    due_at: datetime | None
    late: bool
    used: timedelta  # from arrival to completion

    @property
    def planned(self) -> timedelta:
        """How long was agreed with the client, where both ends were."""
        start, end = self.agreed
        return end - start if start is not None and end is not None else timedelta()


@dataclass(frozen=True)
class TeamDay:
    """A team's day sheet."""

    day: date
    team: str
    team_name: str
    jobs: tuple[TeamJob, ...]

    @property
    def load(self) -> Load:
        """What it comes to."""
        return replace(_load(self.team_name, "", self.jobs), whole=True)

    @property
    def loads(self) -> tuple[Load, ...]:
        """The same by worker, those without one last."""
        by_worker: dict[str, list[TeamJob]] = defaultdict(list)
        for job in self.jobs:
            by_worker[job.worker].append(job)
        named = sorted(by_worker, key=lambda name: (not name, name))
        return tuple(_load(self.team_name, name, by_worker[name]) for name in named)


@dataclass(frozen=True)
class Load:
    """How much a team or one of its workers has to do on a day; hours with one decimal."""

    team_name: str
    worker: str  # '' for slips that nobody took yet
    slips: int
    open: int
    late: int
    planned: Decimal
    used: Decimal
    whole: bool = False  # of the team, all its workers together


def team_days(
    session: Session, day: date, now: datetime, zone: ZoneInfo, books: RuleBooks, team: str = ""
) -> tuple[TeamDay, ...]:
    """The day sheet of each team that has slips for that day, or of this team alone, which may have none.

    A slip is for the day that is agreed, or until which it is unfinished; what was finished on the day stands too.
    """
    end = end_of_day(day, zone)
    finished = _finished_on(session, day, zone)
    unfinished = WorkOrder.state.in_(UNFINISHED)
    agreed_by_then = or_(Case.appointment_from.is_(None), Case.appointment_from <= end)
    wanted = (
        select(WorkOrder, Case)
        .join(Case, Case.id == WorkOrder.case_id)
        .where(or_(unfinished & agreed_by_then & (WorkOrder.issued_at <= end), WorkOrder.id.in_(list(finished))))
    )
    if team:
        wanted = wanted.where(WorkOrder.team == team)
    found = session.execute(wanted).all()
    due = next_due(session, [case.id for _, case in found], books, slips_only=True)
    jobs: dict[str, list[TeamJob]] = defaultdict(list)
    for order, case in found:
        limit = due.get(case.id) if order.state in UNFINISHED else None
        jobs[order.team].append(
            TeamJob(
                order_id=order.id,
                number=order.number,
                team=order.team,
                team_name=books.team_name(session, order.team),
                worker=order.worker,
                place=case.place_text,
                content=case.content[:GIST],
                grade=case.grade,
                agreed=(case.appointment_from, case.appointment_to),
                caller="" if case.confidential else case.caller_name,
                phone="" if case.confidential else case.caller_phone,
                state=order.state,
                due_at=None if limit is None else limit.due_at,
                late=limit is not None and limit.paused_at is None and limit.due_at < now,
                used=finished.get(order.id, timedelta()),
            )
        )
    ids = [team] if team else [each.id for each in books.in_force.all_teams if each.id in jobs]
    ids += [each for each in jobs if each not in ids]
    return tuple(
        TeamDay(day, each, books.team_name(session, each), tuple(sorted(jobs[each], key=_by_time))) for each in ids
    )


def load_today(session: Session, team: str, now: datetime, zone: ZoneInfo, books: RuleBooks) -> TeamDay:
    """What a team has to do today, for who gives it one more."""
    return team_days(session, civil_day(now, zone), now, zone, books, team)[0]


def covers(days: Sequence[TeamDay]) -> str:
    """What day sheets are of, in words: their day, of one alone its team."""
    return f"{days[0].day} {days[0].team_name if len(days) == 1 else ''}".strip()


def people_on(days: Iterable[TeamDay]) -> int:
    """How many callers the sheets name."""
    return sum(bool(job.phone or job.caller) for day in days for job in day.jobs)


def _by_time(job: TeamJob) -> tuple[bool, str, int]:
    at = job.agreed[0] or job.due_at
    return at is None, "" if at is None else at.isoformat(), job.order_id


def _finished_on(session: Session, day: date, zone: ZoneInfo) -> dict[int, timedelta]:
    """The slips completed on the day, with how long the worker was there."""
    start, end = end_of_day(day - timedelta(days=1), zone), end_of_day(day, zone)
    completed = select(CaseEvent.order_id).where(
        CaseEvent.kind == EventKind.COMPLETED, CaseEvent.happened_at > start, CaseEvent.happened_at <= end
    )
    rows = session.scalars(
        select(CaseEvent)
        .join(WorkOrder, WorkOrder.id == CaseEvent.order_id)
        .where(CaseEvent.order_id.in_(completed), CaseEvent.kind.in_(_TIMES), WorkOrder.state.in_(DONE))
        .order_by(CaseEvent.id)
    )
    times: dict[int, dict[EventKind, datetime]] = defaultdict(dict)
    for event in standing(as_event(row) for row in rows):
        if event.order_id is not None:
            times[event.order_id][event.kind] = event.happened_at
    return {
        order_id: told[EventKind.COMPLETED] - told.get(EventKind.ARRIVED, told[EventKind.COMPLETED])
        for order_id, told in times.items()
        if EventKind.COMPLETED in told and civil_day(told[EventKind.COMPLETED], zone) == day
    }


def _load(team_name: str, worker: str, jobs: Sequence[TeamJob]) -> Load:
    return Load(
        team_name=team_name,
        worker=worker,
        slips=len(jobs),
        open=sum(job.state in UNFINISHED for job in jobs),
        late=sum(job.late for job in jobs),
        planned=_hours(job.planned for job in jobs),
        used=_hours(job.used for job in jobs),
    )


def _hours(spans: Iterable[timedelta]) -> Decimal:
    seconds = int(sum(spans, timedelta()).total_seconds())
    return (Decimal(seconds) / 3600).quantize(Decimal("0.1"))
