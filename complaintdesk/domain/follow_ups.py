# SPDX-License-Identifier: Apache-2.0
"""Which follow-ups (回访) a case asks for or offers, until when, and what came of each: from its story alone (R-CB-01).

Each round (轮次) has its own. What was called back before its ground changed (a further slip was finished later) does
not count: the follow-up is open again. An open one of an earlier round is asked for no longer.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from complaintdesk.domain.case_facts import CaseFacts, holds
from complaintdesk.domain.due_times import day_begins, end_of
from complaintdesk.domain.lifecycle import Event, minute, of_round, standing
from complaintdesk.domain.rulebook import Procedure
from complaintdesk.domain.rulebook_rows import FollowUpRow, FollowUpStart
from complaintdesk.domain.terms import AttemptOutcome, EventKind, FollowUpWay, OrderState, Rating, Role
from complaintdesk.domain.transitions import ENDS_ASIDE


@dataclass(frozen=True)
class Attempt:
    """A try that reached nobody, or brought no answer: no follow-up (R-CB-07)."""

    happened_at: datetime
    outcome: AttemptOutcome
    way: FollowUpWay
    call_again_at: datetime | None


@dataclass(frozen=True)
class PlannedFollowUp:
    """A follow-up of a round, with what came of it: made, given up, or neither (open)."""

    key: str
    round: int
    required: bool
    opens_at: datetime
    due_at: datetime | None  # None: never late, as the rule book names no last day
    ground: EventKind | None = None  # what it asks about: the handling, or the slips' completion; None: a service
    done_at: datetime | None = None
    done_by_event_id: int | None = None
    ended_at: datetime | None = None
    way: FollowUpWay | None = None
    rating: Rating | None = None
    called_by: int | None = None
    confirmed_by: int | None = None
    confirmed_at: datetime | None = None
    attempts: tuple[Attempt, ...] = ()

    @property
    def open(self) -> bool:
        """Whether it is neither made nor given up."""
        return self.done_at is None and self.ended_at is None

    @property
    def call_again_at(self) -> datetime | None:
        """When the client asked to be called again; None once that is over."""
        return self.attempts[-1].call_again_at if self.open and self.attempts else None

    @property
    def to_confirm(self) -> bool:
        """Whether the second signature is still missing: it was made by phone (R-CB-07)."""
        return self.done_at is not None and self.way is FollowUpWay.PHONE and self.confirmed_at is None


def plan(
    procedure: Procedure, facts: CaseFacts, events: Sequence[Event], zone: ZoneInfo
) -> tuple[PlannedFollowUp, ...]:
    """Every follow-up that applies to the case now, by round and in the procedure's order; none if it is void.

    Of the rounds before the current one, and of a case that ended aside, only those that were made or given up.
    Raises StoryError if the events don't reach `facts.round`.
    """
    if facts.void:
        return ()
    events = standing(events)
    ended = any(event.kind in ENDS_ASIDE for event in events)
    found = []
    for number in range(1, facts.round + 1):
        for row in procedure.follow_ups:
            if not holds(procedure, row.when, facts, facts.appointment_from):
                continue
            start = _start(row, facts, events, number)
            if start is None:
                continue
            began_at, ground = start
            opens_at = began_at if row.opens is None else day_begins(row.opens, began_at, zone)
            planned = _with_outcome(
                PlannedFollowUp(
                    key=row.id,
                    round=number,
                    required=row.required is not None and holds(procedure, row.required, facts, facts.appointment_from),
                    opens_at=opens_at,
                    due_at=None if row.within is None else end_of(row.within, began_at, None, zone),
                    ground=ground,
                ),
                events,
                # A service's middle moves when its end is put off: the call made at the old one was still its call.
                None if row.starts is FollowUpStart.SERVICE_MIDDLE else began_at,
            )
            if not planned.open or (number == facts.round and not ended):
                found.append(planned)
    return tuple(found)


def made_by(procedure: Procedure, row: FollowUpRow, escalated_to: str) -> str:
    """Id of the department that makes a follow-up for the office, '' where the office makes it itself (R-CB-13).

    One with a step of its own on the ladder makes those of the cases that went up to it or past it, another all.
    """
    ladder = [step.id for step in procedure.course.ladder]
    if row.takes_over not in ladder:
        return row.takes_over
    up = escalated_to in ladder and ladder.index(escalated_to) >= ladder.index(row.takes_over)
    return row.takes_over if up else ""


def callers(procedure: Procedure, row: FollowUpRow, escalated_to: str) -> frozenset[Role]:
    """The roles that a follow-up is for: of the department that took the case over, else those of its row; none: all.

    What was said to the manager is written up by whoever handled it (R-CB-08).
    """
    own = made_by(procedure, row, escalated_to)
    steps = {step.id: step.roles for step in procedure.course.ladder}
    return steps.get(own) or row.by


def caller_words(procedure: Procedure, row: FollowUpRow, escalated_to: str) -> str:
    """Whose a follow-up is, as the rule book names them: 品质管理部, 主管 / 物业主任; '' where it is anybody's."""
    own = made_by(procedure, row, escalated_to)
    if own:
        return procedure.department(own).name
    return " / ".join(step.name for step in procedure.course.ladder if step.roles & row.by)


_Start = tuple[datetime, EventKind | None]  # from when on, and what it asks about


def _start(row: FollowUpRow, facts: CaseFacts, events: tuple[Event, ...], number: int) -> _Start | None:
    """From when on and about what a round's follow-up can be made; None while there is nothing to ask about."""
    first, last = facts.service_from, facts.service_to
    match row.starts:
        case FollowUpStart.HANDLED:
            return _handled(events, number)
        case FollowUpStart.COMPLETED:
            return _completed(facts, events, number)
        case FollowUpStart.SERVICE_MIDDLE:
            if first is None or last is None or number > 1:
                return None
            return (first + (last - first) / 2).astimezone(UTC).replace(microsecond=0), None
        case FollowUpStart.SERVICE_END:
            if last is not None and number == 1:
                return last, None
            done = _completed(facts, events, number)
            return done if done is None or last is None else (max(done[0], last), done[1])
        case FollowUpStart.RESULT_RETURNED:
            return _first(EventKind.RESULT_RETURNED, events, number) or _handled(events, number)


def _handled(events: tuple[Event, ...], number: int) -> _Start | None:
    return _first(EventKind.HANDLED, events, number)


def _first(kind: EventKind, events: tuple[Event, ...], number: int) -> _Start | None:
    times = [event.happened_at for event in of_round(events, number) if event.kind is kind]
    return (min(times), kind) if times else None


def _completed(facts: CaseFacts, events: tuple[Event, ...], number: int) -> _Start | None:
    """When the last of the round's slips was finished; the handling where it had no slip."""
    slips = {order.id for order in facts.orders if order.round == number and order.state is not OrderState.VOID}
    if not slips:
        return _handled(events, number)
    done = {
        event.order_id: event.happened_at
        for event in events
        if event.kind is EventKind.COMPLETED and event.order_id in slips
    }
    return (max(done.values()), EventKind.COMPLETED) if set(done) == slips else None


def _with_outcome(planned: PlannedFollowUp, events: Iterable[Event], since: datetime | None) -> PlannedFollowUp:
    """The follow-up with what its events say, those before `since` left out."""
    own = [
        event
        for event in events
        if event.facts.get("follow_up") == planned.key
        and event.facts.get("round") == planned.round
        and (since is None or minute(event.happened_at) >= minute(since))
    ]
    tries = tuple(_attempt(event) for event in own if event.kind is EventKind.FOLLOW_UP_TRIED)
    planned = replace(planned, attempts=tries)
    made = _last(own, EventKind.FOLLOWED_UP)
    if made is None:
        ended = _last(own, EventKind.FOLLOW_UP_ENDED)
        return planned if ended is None else replace(planned, ended_at=ended.happened_at)
    signed = _last(own, EventKind.FOLLOW_UP_CONFIRMED)
    return replace(
        planned,
        done_at=made.happened_at,
        done_by_event_id=made.id,
        way=FollowUpWay(made.facts["way"]),
        rating=Rating(made.facts["rating"]),
        called_by=made.facts["called_by"],
        confirmed_by=None if signed is None else signed.facts["confirmed_by"],
        confirmed_at=None if signed is None else signed.happened_at,
    )


def _last(events: Sequence[Event], kind: EventKind) -> Event | None:
    return next((event for event in reversed(events) if event.kind is kind), None)


def _attempt(event: Event) -> Attempt:
    again = event.facts.get("call_again_at")
    return Attempt(
        event.happened_at,
        AttemptOutcome(event.facts["outcome"]),
        FollowUpWay(event.facts["way"]),
        None if again is None else datetime.fromisoformat(again),
    )
