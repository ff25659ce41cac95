# SPDX-License-Identifier: Apache-2.0
"""Which limits (时限、承诺) run for a case, until when, and what met them: counted from its events alone (R-T-06).

A limit once started runs at night and on holidays too; what comes in outside office hours and is not urgent starts its
minute, hour and same-day limits when the office next opens (R-T-05). How long it runs is `due_times`'.

Limits on a slip's steps belong to the case and its round, not to one slip (`order_id` is None): they start with the
registration, when there is no slip yet, and a voided slip's successor must not start them anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from complaintdesk.domain.case_facts import CaseFacts, holds
from complaintdesk.domain.due_times import Extension, Step, StepKind, due, end_of, in_zone, opening
from complaintdesk.domain.lifecycle import ORDER_STEPS, Event, minute, of_round, standing
from complaintdesk.domain.rulebook import Procedure
from complaintdesk.domain.rulebook_rows import CommitmentRow, Limit, LimitUnit
from complaintdesk.domain.terms import EventKind, OrderState, PauseReason
from complaintdesk.domain.told import lead_in
from complaintdesk.domain.transitions import ENDS_ASIDE, GOES_ON_ELSEWHERE
from complaintdesk.domain.waiting import Pause, pauses
from complaintdesk.domain.workdays import NO_CALENDAR, Calendar

PUT_OFF = frozenset({LimitUnit.MINUTES, LimitUnit.HOURS, LimitUnit.SAME_DAY})  # until the office opens (R-T-05)
HANDLING = frozenset(  # what is done once for all under a lead case (R-CLS-08)
    {
        *(*ORDER_STEPS, EventKind.HANDLED, EventKind.REPORTED, EventKind.CHECKED, EventKind.PASSED_ON),
        *(EventKind.PROGRESS_REPORTED, EventKind.PROPOSED, EventKind.RESULT_RETURNED, EventKind.MEASURES_ARRANGED),
        *(EventKind.CORRECTIVE_OPENED, EventKind.REMINDED, EventKind.INSPECTED, EventKind.MEETING_HELD),
    }
)


@dataclass(frozen=True)
class Planned:
    """A limit that runs, or was met, for a case in a round; `order_id` is None for what belongs to the whole round."""

    key: str
    order_id: int | None
    round: int
    started_at: datetime
    due_at: datetime
    first_due_at: datetime  # as it was before pauses and extensions
    not_before: datetime | None
    warn_at: datetime  # when the first of those to be warned is; its end where nobody is before that
    paused_at: datetime | None  # since when it waits
    provisional: bool  # it reaches into a year whose holidays are not known yet
    met_at: datetime | None
    met_by_event_id: int | None
    in_rate: bool
    reminder: bool
    limit: Limit
    source: str
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Explanation:
    """Why a limit ends when it does, for a screen to put into words; times in the office's zone."""

    key: str
    round: int
    name: str
    start_kind: EventKind
    started_at: datetime
    not_before: datetime | None
    limit: Limit
    due_at: datetime
    first_due_at: datetime
    met_at: datetime | None
    source: str
    steps: tuple[Step, ...]


class Timeliness(StrEnum):
    """How a limit stands at a moment; never stored."""

    IN_TIME = "in_time"
    LATE = "late"
    UNDECIDED = "undecided"


@dataclass(frozen=True)
class _Round:
    """What counts in one round: when it began, its events (and later ones), its slips that aren't void."""

    number: int
    began: Event  # the registration or the reopening
    events: tuple[Event, ...]
    own: tuple[Event, ...]  # those of them that are not of a later round
    orders: tuple[int, ...]
    appointment: datetime | None  # its end
    led: bool  # under a lead case, on which the handling hangs (R-CLS-08)

    def reached(self, kinds: Iterable[EventKind], earliest: datetime | None = None) -> Event | None:
        """The event by which the first of `kinds` is reached, not before `earliest`; None if none is yet."""
        found = [self._one(kind, earliest) for kind in kinds]
        return min((event for event in found if event is not None), key=_by_time, default=None)

    def last(self, kind: EventKind, key: str) -> Event | None:
        """The last event of a kind that is about the limit of this key in this round."""
        about = [each for each in self.events if each.kind is kind and each.facts["key"] == key]
        return next((each for each in reversed(about) if each.facts["round"] == self.number), None)

    def pauses(self, reasons: frozenset[PauseReason]) -> tuple[Pause, ...]:
        """The times of waiting for one of these reasons (R-T-07)."""
        return tuple(each for each in pauses(self.events) if each.reason in reasons) if reasons else ()

    def _one(self, kind: EventKind, earliest: datetime | None) -> Event | None:
        if kind is EventKind.REGISTERED:  # met by being written into the books
            return next(
                (replace(each, happened_at=each.recorded_at) for each in self.events if each.kind is kind), None
            )
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


def plan(
    procedure: Procedure,
    facts: CaseFacts,
    events: Sequence[Event],
    zone: ZoneInfo,
    calendar: Calendar = NO_CALENDAR,
) -> tuple[Planned, ...]:
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
                found = _planned(procedure, row, facts, round_, zone, calendar)
                if found is not None:
                    planned.append(found)
    return tuple(planned)


def _round(facts: CaseFacts, events: tuple[Event, ...], number: int) -> _Round:
    led = lead_in(events, number) is not None
    in_it = of_round(events, number)
    began = in_it[0]
    began_at = facts.registered_at if number == 1 else began.happened_at
    appointment = facts.appointment_to or facts.appointment_from
    if number > 1 and appointment is not None and appointment < minute(began_at):
        appointment = None  # it was kept or broken in the round before
    orders = tuple(order.id for order in facts.orders if order.round >= number and order.state is not OrderState.VOID)
    later = of_round(events, number + 1) if number < facts.round else ()
    own = tuple(event for event in in_it if event not in later)
    return _Round(number, replace(began, happened_at=began_at), in_it, own, orders, appointment, led)


def _runs_in(row: CommitmentRow, round_: _Round, facts: CaseFacts) -> bool:
    if round_.number > 1 and not row.each_round:
        return False
    if round_.led and not row.meets.isdisjoint(HANDLING):
        return False
    if not row.meets.issubset(ORDER_STEPS):  # something beside a slip meets it
        return True
    if round_.number < facts.round:
        return False
    return bool(round_.orders) or round_.reached([EventKind.HANDLED]) is None


def _planned(
    procedure: Procedure, row: CommitmentRow, facts: CaseFacts, round_: _Round, zone: ZoneInfo, calendar: Calendar
) -> Planned | None:
    if not holds(procedure, row.when, facts, round_.appointment):
        return None
    limit, source = _limit(procedure, row, facts, round_.appointment)
    start, fixed = _start(row, limit, round_)
    if start is None:
        return None
    steps = [Step(StepKind.STARTED, start.happened_at, event=start.kind, event_id=start.id)]
    if _waits_for_opening(row, limit, round_):
        steps += _put_off(procedure, facts, start.happened_at, zone, calendar)
    started_at = next((each.at for each in steps if each.kind is StepKind.PUT_OFF), start.happened_at)
    not_before = None if row.not_before is None else end_of(row.not_before, started_at, round_.appointment, zone)
    if not_before is not None:
        steps.append(Step(StepKind.NOT_BEFORE, not_before, limit=row.not_before))
    # What is to follow something is not met by what was done before it.
    since = minute(start.happened_at) if row.starts is not EventKind.REGISTERED and not row.from_recorded else None
    met = round_.reached(row.meets, not_before or since)
    if row.unless_at_once and met is not None and minute(met.happened_at) <= minute(start.happened_at):
        return None
    lapsed = round_.reached(row.lapses)
    if lapsed is not None and (met is None or lapsed.happened_at < met.happened_at):
        return None
    met_at = None if met is None else met.happened_at
    ends = due(
        limit,
        not_before or started_at,
        fixed,
        round_.pauses(row.pauses),
        _extension(round_.last(EventKind.EXTENDED, row.id)),
        met_at,
        zone,
        calendar,
    )
    if met is None and _ended_before(ends.due_at, round_):
        return None
    steps += ends.steps
    return Planned(
        key=row.id,
        order_id=None,
        round=round_.number,
        started_at=started_at,
        due_at=ends.due_at,
        first_due_at=ends.first_due_at,
        not_before=not_before,
        warn_at=ends.due_at - max((alert.before for alert in row.alerts), default=timedelta(0)),
        paused_at=ends.paused_at,
        provisional=any(each.kind is StepKind.PROVISIONAL for each in steps),
        met_at=met_at,
        met_by_event_id=None if met is None else met.id,
        in_rate=row.in_rate,
        reminder=row.reminder,
        limit=limit,
        source=source,
        steps=tuple(steps),
    )


def _ended_before(due_at: datetime, round_: _Round) -> bool:
    """Whether the case ended aside while this limit still ran; one that was broken by then stays broken (R-ESC-08)."""
    ended = round_.reached(ENDS_ASIDE)
    return ended is not None and (ended.kind in GOES_ON_ELSEWHERE or ended.happened_at <= due_at)


def _start(row: CommitmentRow, limit: Limit, round_: _Round) -> tuple[Event | None, datetime | None]:
    """What a limit starts with, and the time that was agreed or named for its end, if any.

    One that runs in each round starts with what happened in the round itself, else it would run once more for each.
    """
    if row.each_round:
        round_ = replace(round_, events=round_.own)
    if limit.unit is LimitUnit.PROMISED_TIME:
        return _named(row, round_)
    start = round_.began if row.starts is EventKind.REGISTERED else round_.reached([row.starts])
    if start is not None and row.from_recorded:
        start = replace(start, happened_at=start.recorded_at)
    return start, round_.appointment


def _named(row: CommitmentRow, round_: _Round) -> tuple[Event | None, datetime | None]:
    """The event that named a time, and the time; neither where none did.

    A time named while the one before it could still be kept, or was kept, stands for it; what was broken is not made
    good by another promise (R-ESC-12).
    """
    start: Event | None = None
    until: datetime | None = None
    naming = (each for each in round_.events if each.kind is row.starts and "until" in each.facts)
    for event in sorted(naming, key=_by_time):
        if start is not None and until is not None and event.happened_at > until:
            met = round_.reached(row.meets, minute(start.happened_at))
            if met is None or met.happened_at > until:
                break
        start, until = event, datetime.fromisoformat(event.facts["until"])
    return start, until


def _limit(
    procedure: Procedure, row: CommitmentRow, facts: CaseFacts, appointment: datetime | None
) -> tuple[Limit, str]:
    """The limit that goes for this case, with its source."""
    for other in row.other_limits:
        if holds(procedure, other.when, facts, appointment):
            return other.limit, other.source
    if row.by_category and facts.category:
        category = procedure.category(facts.category)
        if category.service_limit is not None:
            return category.service_limit, category.service_source or category.source
    return row.limit, row.source


def _waits_for_opening(row: CommitmentRow, limit: Limit, round_: _Round) -> bool:
    """Whether a limit is one that starts when the office opens (R-T-05): of what just came in, and not of days."""
    units = {limit.unit} if row.not_before is None else {limit.unit, row.not_before.unit}
    return row.starts is EventKind.REGISTERED and round_.number == 1 and not units.isdisjoint(PUT_OFF)


def _put_off(
    procedure: Procedure, facts: CaseFacts, received_at: datetime, zone: ZoneInfo, calendar: Calendar
) -> tuple[Step, ...]:
    """The steps by which what comes in outside office hours waits until the office opens (R-T-05); none in hours."""
    rule = procedure.course.out_of_hours
    if rule is None:
        return ()
    steps = opening(procedure.office_hours, received_at, zone, calendar)
    if facts.grade in rule.urgent_grades or facts.level in rule.urgent_levels:
        put_off = any(each.kind is StepKind.PUT_OFF for each in steps)
        return (Step(StepKind.URGENT, received_at),) if put_off else ()
    return steps


def _extension(event: Event | None) -> Extension | None:
    if event is None:
        return None
    return Extension(event.happened_at, datetime.fromisoformat(event.facts["due_at"]), event.id)


def explain(procedure: Procedure, planned: Planned, zone: ZoneInfo) -> Explanation:
    """Why a limit ends when it does, step by step from what started it, in the office's zone."""
    row = procedure.commitment(planned.key)
    return Explanation(
        key=planned.key,
        round=planned.round,
        name=row.name,
        start_kind=planned.steps[0].event or row.starts,
        started_at=planned.started_at.astimezone(zone),
        not_before=None if planned.not_before is None else planned.not_before.astimezone(zone),
        limit=planned.limit,
        due_at=planned.due_at.astimezone(zone),
        first_due_at=planned.first_due_at.astimezone(zone),
        met_at=None if planned.met_at is None else planned.met_at.astimezone(zone),
        source=planned.source,
        steps=tuple(in_zone(step, zone) for step in planned.steps),
    )
