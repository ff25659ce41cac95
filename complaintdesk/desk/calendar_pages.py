# SPDX-License-Identifier: Apache-2.0
"""The calendar of working days as screens show it: a year's days, who set them, and the years that lack theirs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from complaintdesk.db.tables import CalendarDay, CalendarYear, Commitment
from complaintdesk.desk.staffing import names_of
from complaintdesk.desk.workdays import known_years
from complaintdesk.domain.dates import civil_day
from complaintdesk.domain.workdays import Day, ordinary


@dataclass(frozen=True)
class SetDay:
    """A day that somebody, or the desk itself, set: what it is now, by whom, from what, since when."""

    day: date
    is_as: Day
    source: str
    set_at: datetime
    by: str


@dataclass(frozen=True)
class Confirmed:
    """That a year's holidays are known: from what, by whom, since when."""

    source: str
    at: datetime
    by: str


@dataclass(frozen=True)
class YearPage:
    """A year of the calendar; `state` is the one that it was read at."""

    year: int
    days: dict[date, SetDay]  # those that are other than their weekday says
    confirmed: Confirmed | None
    state: int | None


def year_page(session: Session, year: int) -> YearPage:
    """The year's days as they are now, in their order."""
    names = names_of(session)
    rows = session.scalars(
        select(CalendarDay)
        .where(CalendarDay.day.between(date(year, 1, 1), date(year, 12, 31)))
        .order_by(CalendarDay.day, CalendarDay.id)
    )
    found = {
        row.day: SetDay(row.day, Day(row.works, row.name), row.source, row.set_at, names[row.set_by]) for row in rows
    }
    newest = select(CalendarYear).where(CalendarYear.year == year).order_by(CalendarYear.id.desc()).limit(1)
    told = session.scalars(newest.where(CalendarYear.year.in_(known_years(session)))).one_or_none()
    return YearPage(
        year=year,
        days={day: known for day, known in found.items() if known.is_as != ordinary(day)},
        confirmed=None if told is None else Confirmed(told.source, told.confirmed_at, names[told.confirmed_by]),
        state=session.scalars(select(func.max(CalendarDay.id))).one(),
    )


def unconfirmed_years(session: Session, now: datetime, zone: ZoneInfo) -> tuple[int, ...]:
    """The years whose holidays are wanted and not known: this one, and later ones that open due times reach into."""
    this_year = civil_day(now, zone).year
    ends = datetime.combine(date(this_year + 1, 1, 1), time(0), zone).astimezone(UTC)
    reaching = select(Commitment.due_at).where(
        Commitment.met_at.is_(None),
        Commitment.dropped_at.is_(None),
        Commitment.due_at >= ends,
        Commitment.provisional,
    )
    wanted = {this_year} | {civil_day(due_at, zone).year for due_at in session.scalars(reaching.distinct())}
    return tuple(sorted(wanted - known_years(session)))
