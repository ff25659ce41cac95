# SPDX-License-Identifier: Apache-2.0
"""How long a limit runs: counted from its start over nights, holidays and pauses, each step of the count on record."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from complaintdesk.domain.dates import add_months, civil_day, end_of_day
from complaintdesk.domain.rulebook_rows import Limit, LimitUnit
from complaintdesk.domain.terms import EventKind, PauseReason
from complaintdesk.domain.workdays import NO_CALENDAR, Calendar, days_between

ON_THE_CLOCK = frozenset(
    {LimitUnit.MINUTES, LimitUnit.HOURS, LimitUnit.APPOINTED_TIME, LimitUnit.PROMISED_TIME}
)  # the others run to a day's end


class StepKind(StrEnum):
    """What a step of the count is."""

    STARTED = "started"  # `event` happened
    URGENT = "urgent"  # outside office hours, but urgent: it runs at once (R-T-05)
    PUT_OFF = "put_off"  # until the office next opens (R-T-05)
    NOT_BEFORE = "not_before"  # met only from then on; it runs from there
    COUNTED = "counted"  # `limit` from there
    DAY_OFF = "day_off"  # a day that is no working day (R-T-03)
    MADE_UP = "made_up"  # a make-up workday (调休), counted
    PAUSED = "paused"  # waited from `since` to `until` for `reason` (R-T-07)
    WAITING = "waiting"  # waits since `since`
    EXTENDED = "extended"  # put off by a person, with a reason
    PROVISIONAL = "provisional"  # it reaches into a year whose holidays are not known yet


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
class Pause:
    """A time of waiting; `until` None while it lasts."""

    since: datetime
    until: datetime | None
    reason: PauseReason
    event_id: int


@dataclass(frozen=True)
class Extension:
    """A limit put off by a person; its first due time stays on record."""

    at: datetime
    due_at: datetime
    event_id: int


@dataclass(frozen=True)
class Due:
    """When a limit ends, how that was counted, and since when it waits; instants in UTC."""

    due_at: datetime
    first_due_at: datetime  # as it was before pauses and extensions
    steps: tuple[Step, ...]
    paused_at: datetime | None
    provisional: bool


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
    """When a limit that runs from `base` ends (R-T-01 to R-T-04, R-T-07), the first step being the count itself.

    A pause that lasts ends with what meets the limit. An extension stands for what was counted before it; what is
    waited for after it moves it on.
    """
    first = max(end_of(limit, base, fixed, zone, calendar), base)
    steps = [Step(StepKind.COUNTED, first, limit=limit)]
    if limit.unit is LimitUnit.WORKING_DAYS:
        steps += _days_passed(civil_day(base, zone), civil_day(first, zone), first, calendar)
    count = _Count(limit, zone, calendar, first, base)
    before = [each for each in pauses if extension is None or each.since < extension.at]
    count.wait(before, met_at if extension is None else extension.at)
    if extension is not None:
        count.extend(extension)
        count.wait([each for each in pauses if each.since >= extension.at], met_at)
    steps += count.steps
    reached = civil_day(count.due_at, zone)
    provisional = limit.unit is LimitUnit.WORKING_DAYS and not calendar.known(reached)
    if provisional:
        steps.append(Step(StepKind.PROVISIONAL, count.due_at, day=reached))
    return Due(count.due_at, first, tuple(steps), count.paused_at, provisional)


def _days_passed(after: date, until: date, at: datetime, calendar: Calendar) -> Iterable[Step]:
    """The days in between that are other than a reader would think: no working days, and make-up workdays."""
    for day in days_between(after, until):
        known = calendar.days.get(day)
        name = "" if known is None else known.name
        if not calendar.works(day):
            yield Step(StepKind.DAY_OFF, at, day=day, name=name)
        elif known is not None:
            yield Step(StepKind.MADE_UP, at, day=day, name=name)


@dataclass
class _Count:
    """A limit's end as it moves on with each time of waiting."""

    limit: Limit
    zone: ZoneInfo
    calendar: Calendar
    due_at: datetime
    base: datetime
    paused_at: datetime | None = None

    def __post_init__(self) -> None:
        self.steps: list[Step] = []

    def wait(self, pauses: Iterable[Pause], until: datetime | None) -> None:
        """Moves the end on by each pause that began before it was reached; `until` ends one that lasts."""
        for pause in sorted(pauses, key=lambda each: (each.since, each.event_id)):
            since, ended = max(pause.since, self.base), pause.until if pause.until is not None else until
            if since > self.due_at:
                continue
            if ended is None:
                self.paused_at = since
                self.steps.append(
                    Step(StepKind.WAITING, self.due_at, reason=pause.reason, since=since, event_id=pause.event_id)
                )
                return
            if ended <= since:
                continue
            self.due_at = self._moved(since, ended)
            self.steps.append(
                Step(
                    StepKind.PAUSED,
                    self.due_at,
                    reason=pause.reason,
                    since=since,
                    until=ended,
                    event_id=pause.event_id,
                )
            )

    def _moved(self, since: datetime, until: datetime) -> datetime:
        if self.limit.unit in ON_THE_CLOCK:
            return self.due_at + (until - since)
        first, last = civil_day(since, self.zone), civil_day(until, self.zone)
        ends_on = civil_day(self.due_at, self.zone)
        if self.limit.unit is LimitUnit.WORKING_DAYS:
            return end_of_day(self.calendar.after(ends_on, self.calendar.count(first, last)), self.zone)
        return end_of_day(ends_on + (last - first), self.zone)

    def extend(self, extension: Extension) -> None:
        """Sets the end as a person did; a pause that lasted until then is over with it."""
        self.due_at = max(extension.due_at, self.base)
        self.paused_at = None
        self.steps.append(Step(StepKind.EXTENDED, self.due_at, since=extension.at, event_id=extension.event_id))


def in_zone(step: Step, zone: ZoneInfo) -> Step:
    """The step with its instants in the office's zone, for a screen to put into words."""

    def local(instant: datetime | None) -> datetime | None:
        return None if instant is None else instant.astimezone(zone)

    return replace(step, at=step.at.astimezone(zone), since=local(step.since), until=local(step.until))
