# SPDX-License-Identifier: Apache-2.0
"""How long a limit runs: counted from its start over nights, holidays and pauses, each step of the count on record."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from complaintdesk.domain.dates import add_months, civil_day, end_of_day
from complaintdesk.domain.rulebook_rows import Hours, Limit, LimitUnit
from complaintdesk.domain.terms import EventKind, PauseReason
from complaintdesk.domain.waiting import Pause
from complaintdesk.domain.workdays import (
    NO_CALENDAR,
    Calendar,
    days_between,
    is_open_on,
    next_opening,
    ordinary,
)

ON_THE_CLOCK = frozenset(
    {LimitUnit.MINUTES, LimitUnit.HOURS, LimitUnit.APPOINTED_TIME, LimitUnit.PROMISED_TIME}
)  # the others run to a day's end


class StepKind(StrEnum):
    """What a step of the count is."""

    STARTED = "started"  # `event` happened
    URGENT = "urgent"  # outside office hours, but urgent: it runs at once (R-T-05)
    PUT_OFF = "put_off"  # received at `since`, outside office hours: until the office next opens (R-T-05)
    NOT_BEFORE = "not_before"  # met only from then on; it runs from there
    COUNTED = "counted"  # `limit` from there
    DAY_OFF = "day_off"  # a day that is no working day, or on which the office is shut (R-T-03, R-T-05)
    MADE_UP = "made_up"  # a make-up workday (调休)
    PAUSED = "paused"  # waited from `since` to `until` for `reason` (R-T-07)
    WAITING = "waiting"  # waits since `since`
    EXTENDED = "extended"  # put off by a person, with a reason
    PROVISIONAL = "provisional"  # it depends on `day`, in a year whose holidays are not known yet


@dataclass(frozen=True)
class Step:
    """One step of the count; `at` is the moment reached by it, instants in UTC."""

    kind: StepKind
    at: datetime
    event: EventKind | None = None
    limit: Limit | None = None
    day: date | None = None
    name: str = ""  # the holiday's
    reason: PauseReason | None = None
    since: datetime | None = None
    until: datetime | None = None
    event_id: int | None = None  # whose words say more


@dataclass(frozen=True)
class Extension:
    """A limit put off by a person; its first due time stays on record."""

    at: datetime
    due_at: datetime
    event_id: int


@dataclass(frozen=True)
class Due:
    """When a limit ends, how that was counted, and since when it waits, None for one that runs; instants in UTC."""

    due_at: datetime
    first_due_at: datetime  # as it was before pauses and extensions
    steps: tuple[Step, ...]
    paused_at: datetime | None


def end_of(
    limit: Limit, base: datetime, fixed: datetime | None, zone: ZoneInfo, calendar: Calendar = NO_CALENDAR
) -> datetime:
    """The last moment of a limit that runs from `base`, in UTC (R-T-01 to R-T-04); `fixed`: as agreed with the client.

    ValueError for a limit by what was agreed where nothing was.
    """
    match limit.unit:
        case LimitUnit.MINUTES:
            return base.astimezone(UTC) + timedelta(minutes=limit.amount)
        case LimitUnit.HOURS:
            return base.astimezone(UTC) + timedelta(hours=limit.amount)
        case LimitUnit.DAYS | LimitUnit.SAME_DAY:
            return end_of_day(civil_day(base, zone) + timedelta(days=limit.amount), zone)
        case LimitUnit.WORKING_DAYS:
            return end_of_day(calendar.after(civil_day(base, zone), limit.amount), zone)
        case LimitUnit.MONTHS:
            return end_of_day(add_months(civil_day(base, zone), limit.amount), zone)
        case LimitUnit.APPOINTED_TIME | LimitUnit.APPOINTED_DAY | LimitUnit.PROMISED_TIME:
            if fixed is None:
                raise ValueError("a limit by what was agreed where nothing was")
            if limit.unit is LimitUnit.APPOINTED_DAY:
                return end_of_day(civil_day(fixed, zone), zone)
            return fixed.astimezone(UTC)


def day_begins(limit: Limit, base: datetime, zone: ZoneInfo) -> datetime:
    """The first moment of the Nth day after the base's date, in UTC."""
    return datetime.combine(civil_day(base, zone) + timedelta(days=limit.amount), time(0), zone).astimezone(UTC)


def opening(hours: Hours, received_at: datetime, zone: ZoneInfo, calendar: Calendar) -> tuple[Step, ...]:
    """How what is not urgent and came in outside office hours waits until the office opens (R-T-05); none within them.

    PUT_OFF says until when. That nobody knows yet whether the day is a holiday is said within hours too.
    """
    opens_at = next_opening(hours, received_at, calendar, zone)
    came, opens = civil_day(received_at, zone), civil_day(opens_at, zone)
    unknown = calendar.first_unknown((opens,)) if hours.by_calendar else None
    steps = [] if unknown is None else [Step(StepKind.PROVISIONAL, opens_at, day=unknown)]
    if opens_at <= received_at:
        return tuple(steps)
    days = (came, *days_between(came, opens))
    passed = _days_passed(days, opens_at, calendar, lambda day: is_open_on(hours, day, calendar))
    return (*passed, Step(StepKind.PUT_OFF, opens_at, since=received_at), *steps)


def due(
    limit: Limit,
    base: datetime,
    fixed: datetime | None,
    pauses: Sequence[Pause],
    extension: Extension | None,
    met_at: datetime | None,
    zone: ZoneInfo,
    calendar: Calendar,
) -> Due:
    """When a limit that runs from `base` ends (R-T-01 to R-T-04, R-T-07), with the steps of the count.

    What meets a limit ends its waiting. An extension stands for all that was counted and waited for before it; what is
    waited for from then on moves it on.
    """
    count = _Count(limit, zone, calendar, base, max(end_of(limit, base, fixed, zone, calendar), base))
    first = count.due_at
    if extension is None:
        count.wait(pauses, base, met_at)
    else:
        count.wait(pauses, base, extension.at if met_at is None else min(extension.at, met_at))
        count.extend(extension)
        count.wait(pauses, max(base, extension.at), met_at)
    count.tell_unknown()
    return Due(count.due_at, first, tuple(count.steps), count.paused_at)


def _days_passed(
    days: Iterable[date], at: datetime, calendar: Calendar, is_worked: Callable[[date], bool]
) -> Iterator[Step]:
    """Those of the days that are other than a reader would think: days off, and make-up workdays."""
    for day in days:
        known = calendar.day(day)
        if not is_worked(day):
            yield Step(StepKind.DAY_OFF, at, day=day, name=known.name)
        elif known.works and not ordinary(day).works:
            yield Step(StepKind.MADE_UP, at, day=day, name=known.name)


class _Count:
    """A limit's end as it moves on, and the steps by which it did."""

    def __init__(self, limit: Limit, zone: ZoneInfo, calendar: Calendar, base: datetime, due_at: datetime) -> None:
        self.limit, self.zone, self.calendar, self.base, self.due_at = limit, zone, calendar, base, due_at
        self.paused_at: datetime | None = None
        self.steps: list[Step] = []
        self._counted_from = civil_day(base, zone)
        if limit.unit is LimitUnit.WORKING_DAYS:
            days = days_between(self._counted_from, civil_day(due_at, zone))
            self.steps += _days_passed(days, due_at, calendar, calendar.works)
        self.steps.append(Step(StepKind.COUNTED, due_at, limit=limit))

    def wait(self, pauses: Iterable[Pause], start: datetime, end: datetime | None) -> None:
        """Moves the end on by what of each pause lies between `start` and `end`, None for a time that is still to come.

        A pause that began after the limit's end comes too late for it.
        """
        for pause in sorted(pauses, key=lambda each: (each.since, each.event_id)):
            since = max(pause.since, start)
            ends = [each for each in (pause.until, end) if each is not None]
            until = min(ends, default=None)
            if since > self.due_at or (until is not None and until <= since):
                continue
            kind = StepKind.PAUSED
            if until is None:
                self.paused_at, kind = since, StepKind.WAITING
            else:
                self.due_at = self._moved(since, until)
            step = Step(kind, self.due_at, reason=pause.reason, since=since, until=until, event_id=pause.event_id)
            self.steps.append(step)

    def _moved(self, since: datetime, until: datetime) -> datetime:
        """The end after a wait: later by its time, or by its (working) days at the same time of day."""
        if self.limit.unit in ON_THE_CLOCK:
            return self.due_at + (until - since)
        first, last = civil_day(since, self.zone), civil_day(until, self.zone)
        ends = self.due_at.astimezone(self.zone)
        if self.limit.unit is LimitUnit.WORKING_DAYS:
            ends_on = self.calendar.after(ends.date(), self.calendar.count(first, last))
        else:
            ends_on = ends.date() + (last - first)
        return datetime.combine(ends_on, ends.time(), self.zone).astimezone(UTC)

    def extend(self, extension: Extension) -> None:
        """Sets the end as a person did."""
        self.due_at = max(extension.due_at, self.base)
        self._counted_from = civil_day(self.due_at, self.zone)
        self.steps.append(Step(StepKind.EXTENDED, self.due_at, since=extension.at, event_id=extension.event_id))

    def tell_unknown(self) -> None:
        """Adds what the end depends on that nobody knows yet: the holidays of a year whose working days it counts."""
        if self.limit.unit is LimitUnit.WORKING_DAYS:
            counted = days_between(self._counted_from, civil_day(self.due_at, self.zone))
            unknown = self.calendar.first_unknown(counted)
            if unknown is not None:
                self.steps.append(Step(StepKind.PROVISIONAL, self.due_at, day=unknown))


def in_zone(step: Step, zone: ZoneInfo) -> Step:
    """The step with its instants in the office's zone, for a screen to put into words."""

    def local(instant: datetime | None) -> datetime | None:
        return None if instant is None else instant.astimezone(zone)

    return replace(step, at=step.at.astimezone(zone), since=local(step.since), until=local(step.until))
