# SPDX-License-Identifier: Apache-2.0
"""The office's calendar of working days (R-T-03): days set, years confirmed, shipped holidays taken over by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaintdesk.db.many import add_many
from complaintdesk.db.tables import CalendarDay, CalendarYear
from complaintdesk.desk.commitment_rows import set_limit
from complaintdesk.desk.context import Context
from complaintdesk.desk.replanning import Count, Moved, ProcedureOf, Progress, replanned, unheeded
from complaintdesk.desk.shipped_holidays import shipped_days, shipped_source
from complaintdesk.desk.workdays import set_apart
from complaintdesk.domain.dates import FIRST_YEAR, LAST_YEAR, civil_day
from complaintdesk.domain.texts import clean_line
from complaintdesk.domain.workdays import Calendar, Day
from complaintdesk.errors import QT_TRANSLATE_NOOP, Conflict, MissingFields, UserError

if TYPE_CHECKING:
    from complaintdesk.desk.office import Office

LONGEST_NAME, LONGEST_SOURCE = 40, 200


@dataclass(frozen=True)
class DayDraft:
    """What a day should be; as its weekday says and without a name it is set back to that."""

    day: date
    works: bool
    name: str = ""

    @property
    def is_as(self) -> Day:
        """What it should be, without the date."""
        return Day(self.works, self.name)


@dataclass(frozen=True)
class CalendarDraft:
    """Days to be set and years to be confirmed; `read_at` is the calendar's state that they were seen at."""

    days: tuple[DayDraft, ...]
    source: str  # the notice, or the reason
    read_at: int | None
    years: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Changed:
    """What a change of the calendar did: days set, years confirmed, and what became of the open limits."""

    days: int
    years: tuple[int, ...]
    moved: Moved


def change(session: Session, context: Context, draft: CalendarDraft, progress: Progress = unheeded) -> Changed:
    """Sets days and confirms years; open limits are planned anew, those that were met stay (R-T-03).

    Days that are so already are passed over; where nothing is left, nothing is written. Raises UserError beside
    `source`, `name` or `years`; Conflict with the days that another desk set otherwise since the draft was begun.
    """
    calendar = context.calendar_of(session)
    days = {each.day: Day(each.works, clean_line(each.name, LONGEST_NAME, "name")) for each in draft.days}
    _refuse_far(days)
    _refuse_changed(session, draft, days)
    days = {day: wanted for day, wanted in sorted(days.items()) if calendar.day(day) != wanted}
    wanted = with_days(calendar, days, draft.years)
    years = sorted(wanted.years - calendar.years)
    _refuse_empty(wanted, years)
    if not days and not years:
        context.already_done = True
        return Changed(0, (), Moved())
    source = clean_line(draft.source, LONGEST_SOURCE, "source")
    if not source:
        text = QT_TRANSLATE_NOOP("errors", "Where does this come from? Name the notice, or the reason.")
        raise UserError(text, field="source")
    context.subject = ", ".join((*_spans(days), *map(str, years)))
    moved = _put_in_force(session, context, calendar, days, years, source, progress)
    return Changed(len(days), tuple(years), moved)


def seed(session: Session, context: Context, progress: Progress = unheeded) -> tuple[int, ...]:
    """The years whose shipped holidays the calendar has from now on: those around now that it has nothing of."""
    found = dict(_shipped(untouched(session, civil_day(context.now, context.zone))))
    if not found:
        context.already_done = True
        return ()
    days = {day: known for each in found.values() for day, known in each.items()}
    context.subject = ", ".join(map(str, found))
    calendar = context.calendar_of(session)
    _put_in_force(session, context, calendar, days, list(found), shipped_source(), progress)
    return tuple(found)


def unconfirm(session: Session, context: Context, year: int, reason: str, progress: Progress = unheeded) -> Moved:
    """What becomes of the open limits where a year was confirmed by mistake: provisional again. Its days stay.

    Raises UserError where it is not confirmed, MissingFields without a reason, which stays in the books.
    """
    calendar = context.calendar_of(session)
    context.subject = str(year)
    if year not in calendar.years:
        raise UserError(QT_TRANSLATE_NOOP("errors", "{year} is not confirmed."), year=year)
    source = clean_line(reason, LONGEST_SOURCE, "reason")
    if not source:
        raise MissingFields({"reason": QT_TRANSLATE_NOOP("errors", "Why? The reason stays in the books.")})
    row = CalendarYear(year=year, known=False, source=source, confirmed_at=context.now, confirmed_by=context.staff_id)
    session.add(row)
    without = Calendar(calendar.days, calendar.years - {year})
    return _replan(session, context, without, calendar.id, progress)


def take_over_shipped(office: Office) -> None:
    """Seeds the calendar of an office that somebody sat down at; done before anything is planned with it."""
    if office.ask(to_seed, civil_day(office.now(), office.zone)):
        office.do(seed)


def _shipped(years: Iterable[int]) -> Iterator[tuple[int, dict[date, Day]]]:
    for year in years:
        days = shipped_days(year)
        if days:
            yield year, days


def first_rows(now: datetime, today: date, staff_id: int) -> tuple[list[CalendarDay], list[CalendarYear]]:
    """The calendar that an office starts with: the shipped holidays of the years around its founding."""
    found = dict(_shipped(around(today)))
    source = shipped_source()
    days = [
        CalendarDay(day=day, works=known.works, name=known.name, source=source, set_at=now, set_by=staff_id)
        for each in found.values()
        for day, known in each.items()
    ]
    years = [
        CalendarYear(year=year, known=True, source=source, confirmed_at=now, confirmed_by=staff_id) for year in found
    ]
    return days, years


def around(today: date) -> tuple[int, int, int]:
    """Last year, this and the next one."""
    return today.year - 1, today.year, today.year + 1


def untouched(session: Session, today: date) -> tuple[int, ...]:
    """Which of the years around a day are not confirmed and have no day set."""
    touched = set(session.scalars(select(CalendarYear.year)))
    touched |= {day.year for day in session.scalars(select(CalendarDay.day).distinct())}
    return tuple(year for year in around(today) if year not in touched)


def to_seed(session: Session, today: date) -> tuple[int, ...]:
    """Which years `seed` would fill: those untouched that the program ships the holidays of."""
    return tuple(year for year, _days in _shipped(untouched(session, today)))


def with_days(calendar: Calendar, days: Mapping[date, Day], years: Iterable[int] = ()) -> Calendar:
    """The calendar with these days and years, of no state that is in the books."""
    return Calendar(set_apart({**calendar.days, **days}), calendar.years | frozenset(years))


def moved_by(
    session: Session,
    draft: CalendarDraft,
    procedure_of: ProcedureOf,
    calendar_of: Callable[..., Calendar],
    zone: ZoneInfo,
    now: datetime,
) -> Moved:
    """What a draft would do to the open limits; nothing is written."""
    days = {each.day: Day(each.works, clean_line(each.name)) for each in draft.days}
    count = Count(now)
    for found in replanned(session, procedure_of, zone, with_days(calendar_of(session), days, draft.years)):
        count.add(found)
    return count.moved


def _put_in_force(
    session: Session,
    context: Context,
    calendar: Calendar,
    days: Mapping[date, Day],
    years: Iterable[int],
    source: str,
    progress: Progress,
) -> Moved:
    rows = [
        CalendarDay(
            day=day, works=known.works, name=known.name, source=source, set_at=context.now, set_by=context.staff_id
        )
        for day, known in days.items()
    ]
    add_many(session, rows)
    add_many(
        session,
        [
            CalendarYear(year=year, known=True, source=source, confirmed_at=context.now, confirmed_by=context.staff_id)
            for year in years
        ],
    )
    # Not read back: were this deed rolled back, the office would remember its state as one of the books.
    state = rows[-1].id if rows else calendar.id
    return _replan(session, context, with_days(calendar, days, years), state, progress)


def _replan(session: Session, context: Context, calendar: Calendar, state: int | None, progress: Progress) -> Moved:
    """Plans the open limits by this calendar, which is of this state."""
    count = Count(context.now)
    for found in replanned(session, context.procedure_of, context.zone, calendar, progress):
        count.add(found)
        if found.wanted is None:
            found.row.dropped_at = context.now
        else:
            set_limit(found.row, found.wanted, state)
    return count.moved


def _refuse_far(days: Iterable[date]) -> None:
    for day in days:
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise UserError(QT_TRANSLATE_NOOP("errors", "{year} is no year of this calendar."), year=day.year)


def _refuse_changed(session: Session, draft: CalendarDraft, days: Mapping[date, Day]) -> None:
    """Raises Conflict where another desk set one of the days otherwise since."""
    since = select(CalendarDay).where(CalendarDay.id > (draft.read_at or 0), CalendarDay.day.in_(days))
    newest = {row.day: Day(row.works, row.name) for row in session.scalars(since.order_by(CalendarDay.id))}
    theirs = tuple(DayDraft(day, is_.works, is_.name) for day, is_ in newest.items() if is_ != days[day])
    if theirs:
        raise Conflict(theirs, draft)


def _refuse_empty(calendar: Calendar, years: Iterable[int]) -> None:
    """Raises UserError for a year to be confirmed that has no holiday at all."""
    for year in years:
        if all(day.year != year or known.works for day, known in calendar.days.items()):
            text = QT_TRANSLATE_NOOP("errors", "No holiday of {year} is entered yet: enter or import them first.")
            raise UserError(text, field="years", year=year)


def _spans(days: Iterable[date]) -> list[str]:
    """The days in short: one by itself, several of a year as their first and last and how many."""
    by_year: dict[int, list[date]] = {}
    for day in days:
        by_year.setdefault(day.year, []).append(day)
    return [
        f"{found[0]}" if len(found) == 1 else f"{found[0]} … {found[-1]} ({len(found)})" for found in by_year.values()
    ]
