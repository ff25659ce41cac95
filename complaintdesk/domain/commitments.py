# SPDX-License-Identifier: Apache-2.0
"""Which limits (时限、承诺) run for a case, until when, and what met them: counted from its events alone (R-T-06).

A limit runs from the moment it starts, at night and on holidays too. What comes in outside office hours is not yet
put off until the office next opens (R-T-05): that needs the calendar of working days.

Limits on a slip's steps belong to the case and its round, not to one slip (`order_id` is None): they start with the
registration, when there is no slip yet, and a voided slip's successor must not start them anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from complaintdesk.domain.dates import add_months, civil_day, end_of_day
from complaintdesk.domain.lifecycle import ORDER_STEPS, Event, minute, of_round, standing
from complaintdesk.domain.rulebook import CommitmentRow, Condition, Limit, LimitUnit, Procedure
from complaintdesk.domain.terms import CaseKind, Channel, EventKind, Grade, Level, OrderState


@dataclass(frozen=True)
class OrderFacts:
    """A work order as its case's limits see it."""

    id: int
    state: OrderState
    round: int


@dataclass(frozen=True)
class CaseFacts:
    """A case as its limits see it; `round` is the one it is in."""

    kind: CaseKind
    channel: Channel
    grade: Grade | None
    level: Level
    category: str  # id, '' for none
    public_area: bool
    complex_job: bool
    registered_at: datetime
    appointment_from: datetime | None
    appointment_to: datetime | None
    round: int
    void: bool
    orders: tuple[OrderFacts, ...]
    service_from: datetime | None = None
    service_to: datetime | None = None


@dataclass(frozen=True)
class Planned:
    """A limit that runs, or was met, for a case in a round; `order_id` is None for what belongs to the whole round."""

    key: str
    order_id: int | None
    round: int
    started_at: datetime
    due_at: datetime
    not_before: datetime | None
    met_at: datetime | None
    met_by_event_id: int | None
    in_rate: bool
    reminder: bool
    limit: Limit
    source: str


@dataclass(frozen=True)
class Explanation:
    """Why a limit ends when it does, for a screen to put into words; times in the office's zone."""

    name: str
    start_kind: EventKind
    started_at: datetime
    not_before: datetime | None
    limit: Limit
    due_at: datetime
    source: str


class Timeliness(StrEnum):
    """How a limit stands at a moment; never stored."""

    IN_TIME = "in_time"
    LATE = "late"
    UNDECIDED = "undecided"


@dataclass(frozen=True)
class _Round:
    """What counts in one round: when it began, its events (and later ones), its slips that aren't void."""

    number: int
    began_at: datetime
    events: tuple[Event, ...]
    orders: tuple[int, ...]
    appointment: datetime | None  # its end

    def reached(self, kinds: Iterable[EventKind], earliest: datetime | None = None) -> Event | None:
        """The event by which the first of `kinds` is reached, not before `earliest`; None if none is yet."""
        found = [self._one(kind, earliest) for kind in kinds]
        return min((event for event in found if event is not None), key=_by_time, default=None)

    def _one(self, kind: EventKind, earliest: datetime | None) -> Event | None:
        events = [
            event for event in self.events if event.kind is kind and (earliest is None or event.happened_at >= earliest)
        ]
        if kind in ORDER_STEPS:
            events = [event for event in events if event.order_id in self.orders]
        if kind in (EventKind.COMPLETED, EventKind.RETURNED):  # the work is done when every slip is
            if {event.order_id for event in events} != set(self.orders):
                return None
            return max(events, key=_by_time, default=None)
        return min(events, key=_by_time, default=None)


def _by_time(event: Event) -> tuple[datetime, int]:
    return event.happened_at, event.id


def plan(procedure: Procedure, facts: CaseFacts, events: Sequence[Event], zone: ZoneInfo) -> tuple[Planned, ...]:
    """Every limit that applies to the case now, met or open, by round and in the procedure's order; none if it is void.

    An open limit stays open past its due. Limits on a slip's steps are planned for the current round alone: those of an
    earlier round were settled when it was handled. Where a round was handled without a slip they no longer apply.
    Raises StoryError if the events don't reach `facts.round`.
    """
    if facts.void:
        return ()
    events = standing(events)
    planned = []
    for number in range(1, facts.round + 1):
        round_ = _round(facts, events, number)
        for row in procedure.commitments:
            if _runs_in(row, round_, facts):
                found = _planned(procedure, row, facts, round_, zone)
                if found is not None:
                    planned.append(found)
    return tuple(planned)


def _round(facts: CaseFacts, events: tuple[Event, ...], number: int) -> _Round:
    events = of_round(events, number)
    began_at = facts.registered_at if number == 1 else events[0].happened_at
    appointment = facts.appointment_to or facts.appointment_from
    if number > 1 and appointment is not None and appointment < minute(began_at):
        appointment = None  # it was kept or broken in the round before
    orders = tuple(order.id for order in facts.orders if order.round >= number and order.state is not OrderState.VOID)
    return _Round(number, began_at, events, orders, appointment)


def _runs_in(row: CommitmentRow, round_: _Round, facts: CaseFacts) -> bool:
    if round_.number > 1 and not row.each_round:
        return False
    if row.meets.isdisjoint(ORDER_STEPS):
        return True
    if round_.number < facts.round:
        return False
    return bool(round_.orders) or round_.reached([EventKind.HANDLED]) is None


def _planned(
    procedure: Procedure, row: CommitmentRow, facts: CaseFacts, round_: _Round, zone: ZoneInfo
) -> Planned | None:
    if not holds(procedure, row.when, facts, round_.appointment):
        return None
    started_at = round_.began_at
    if row.starts is not EventKind.REGISTERED:
        start = round_.reached([row.starts])
        if start is None:
            return None
        started_at = start.happened_at
    not_before = None if row.not_before is None else end_of(row.not_before, started_at, round_.appointment, zone)
    met = round_.reached(row.meets, not_before)
    if row.unless_at_once and met is not None and minute(met.happened_at) <= minute(started_at):
        return None
    lapsed = round_.reached(row.lapses)
    if lapsed is not None and (met is None or lapsed.happened_at < met.happened_at):
        return None
    limit, source = row.limit, row.source
    for other in row.other_limits:
        if holds(procedure, other.when, facts, round_.appointment):
            limit, source = other.limit, other.source
            break
    return Planned(
        key=row.id,
        order_id=None,
        round=round_.number,
        started_at=started_at,
        due_at=end_of(limit, not_before or started_at, round_.appointment, zone),
        not_before=not_before,
        met_at=None if met is None else met.happened_at,
        met_by_event_id=None if met is None else met.id,
        in_rate=row.in_rate,
        reminder=row.reminder,
        limit=limit,
        source=source,
    )


def holds(procedure: Procedure, when: Condition, facts: CaseFacts, appointment: datetime | None) -> bool:
    """Whether a case with these facts, and this appointment in its round, is one of those that a condition names."""
    category = procedure.category(facts.category) if facts.category else None
    ids = set() if category is None else {category.id, category.parent}
    return (
        (when.categories is None or not when.categories.isdisjoint(ids))
        and when.except_categories.isdisjoint(ids)
        and (when.kinds is None or facts.kind in when.kinds)
        and (when.channels is None or facts.channel in when.channels)
        and (when.grades is None or facts.grade in when.grades)
        and (when.levels is None or facts.level in when.levels)
        and when.appointment in (None, appointment is not None)
        and when.public_or_complex in (None, facts.public_area or facts.complex_job)
        and when.watched in (None, category is not None and category.watched)
    )


def end_of(limit: Limit, base: datetime, appointment: datetime | None, zone: ZoneInfo) -> datetime:
    """The last moment of a limit that runs from `base`, in UTC (R-T-01, R-T-02, R-T-04)."""
    match limit.unit:
        case LimitUnit.MINUTES:
            return base.astimezone(UTC) + timedelta(minutes=limit.amount)
        case LimitUnit.HOURS:
            return base.astimezone(UTC) + timedelta(hours=limit.amount)
        case LimitUnit.DAYS | LimitUnit.SAME_DAY:
            return end_of_day(civil_day(base, zone) + timedelta(days=limit.amount), zone)
        case LimitUnit.MONTHS:
            return end_of_day(add_months(civil_day(base, zone), limit.amount), zone)
        case LimitUnit.APPOINTED_TIME | LimitUnit.APPOINTED_DAY:
            if appointment is None:
                raise ValueError("a limit by the appointment for a case without one")
            if limit.unit is LimitUnit.APPOINTED_TIME:
                return appointment.astimezone(UTC)
            return end_of_day(civil_day(appointment, zone), zone)


def explain(procedure: Procedure, planned: Planned, zone: ZoneInfo) -> Explanation:
    """What a screen says of a limit: 'registered 10:02 + 20 min (规程七§四)', as data, in the office's zone."""
    row = procedure.commitment(planned.key)
    begins_round = row.starts is EventKind.REGISTERED and planned.round > 1
    return Explanation(
        name=row.name,
        start_kind=EventKind.REOPENED if begins_round else row.starts,
        started_at=planned.started_at.astimezone(zone),
        not_before=None if planned.not_before is None else planned.not_before.astimezone(zone),
        limit=planned.limit,
        due_at=planned.due_at.astimezone(zone),
        source=planned.source,
    )


def earliest(row: CommitmentRow, started_at: datetime, zone: ZoneInfo) -> datetime | None:
    """The moment from which a limit that started then can be met, in UTC; None if from its start."""
    return None if row.not_before is None else end_of(row.not_before, started_at, None, zone)


def left(due_at: datetime, now: datetime) -> timedelta:
    """The time left until a limit's end, below zero once it is past."""
    return due_at - now
