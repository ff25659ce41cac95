# SPDX-License-Identifier: Apache-2.0
"""Working days by China's calendar with its make-up workdays (调休), as the office corrected it; when it next opens."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from complaintdesk.domain.rulebook_rows import Hours

FRIDAY = 5
LONGEST_SEARCH = 366  # days; an office that opens on none of them has no hours at all


@dataclass(frozen=True)
class Day:
    """What a day is besides its weekday: worked or not, and the holiday's name."""

    works: bool
    name: str = ""


def ordinary(day: date) -> Day:
    """What a day is by its weekday alone."""
    return Day(works=day.isoweekday() <= FRIDAY)


@dataclass(frozen=True)
class Calendar:
    """The days that are other than their weekday says, and the years whose holidays are known.

    `id` names the state that it was read at, None for one that knows nothing.
    """

    days: Mapping[date, Day] = field(default_factory=dict)
    years: frozenset[int] = frozenset()
    id: int | None = None

    def works(self, day: date) -> bool:
        """Whether it is a working day (工作日, R-T-03): Monday to Friday but for holidays, and make-up workdays."""
        return self.day(day).works

    def day(self, day: date) -> Day:
        """What a day is: as the calendar has it, else as its weekday says."""
        return self.days.get(day) or ordinary(day)

    def after(self, day: date, count: int) -> date:
        """The working day that comes `count` working days after a day; the day itself for 0."""
        while count > 0:
            day += timedelta(days=1)
            count -= self.works(day)
        return day

    def count(self, after: date, until: date) -> int:
        """How many working days lie after a day, up to and including another."""
        return sum(self.works(day) for day in days_between(after, until))

    def known(self, day: date) -> bool:
        """Whether the holidays of the day's year are known."""
        return day.year in self.years

    def first_unknown(self, days: Iterable[date]) -> date | None:
        """The first of these days in a year whose holidays are not known; None if all are."""
        return next((day for day in days if not self.known(day)), None)


NO_CALENDAR = Calendar()


def days_between(after: date, until: date) -> Iterator[date]:
    """The days after one, up to and including another."""
    return (after + timedelta(days=each) for each in range(1, (until - after).days + 1))


def is_open_on(hours: Hours, day: date, calendar: Calendar) -> bool:
    """Whether the office opens on a day: its weekdays, where it goes by the calendar but for what that says."""
    known = calendar.days.get(day) if hours.by_calendar else None
    return day.isoweekday() in hours.weekdays if known is None else known.works


def next_opening(hours: Hours, instant: datetime, calendar: Calendar, zone: ZoneInfo) -> datetime:
    """The instant itself while the office is open, a lunch break included, else when it next opens (R-T-05), in UTC.

    An office that never opens within a year is taken to be always open.
    """
    opens, closes = hours.spans[0][0], hours.spans[-1][1]
    local = instant.astimezone(zone)
    for ahead in range(LONGEST_SEARCH):
        day = local.date() + timedelta(days=ahead)
        if not is_open_on(hours, day, calendar):
            continue
        opening = datetime.combine(day, opens, zone)
        if ahead or local < opening:
            return opening.astimezone(UTC)
        if local <= datetime.combine(day, closes, zone):
            return instant
    return instant
