# SPDX-License-Identifier: Apache-2.0
"""Where a case and a work order stand: read from their story, by two tables (state × event → state or a refusal)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from complaintdesk.domain.terms import CaseKind, CaseState, EventKind, OrderState
from complaintdesk.domain.transitions import (
    AFTER,
    CASE_TABLE,
    ENDS_WAITING,
    FINAL,
    IN_THE_WAY,
    NOT_RESTORED,
    ORDER_KINDS,
    ORDER_STEPS,
    ORDER_TABLE,
    RESTING,
    TOO_EARLY,
    Refusal,
    State,
)
from complaintdesk.errors import QT_TRANSLATE_NOOP, UserError

__all__ = [
    "CASE_TABLE",
    "OPEN_STATES",
    "ORDER_STEPS",
    "ORDER_TABLE",
    "ClosingFacts",
    "Event",
    "Refusal",
    "StoryError",
    "case_round",
    "case_state",
    "close_problems",
    "handle_problems",
    "is_written_up_late",
    "may_withdraw",
    "minute",
    "missing_steps",
    "next_case_state",
    "next_order_state",
    "of_order",
    "of_round",
    "order_state",
    "proposes_handling",
    "reopen_problems",
    "since_when_called_again",
    "standing",
    "times_in_order",
]

OPEN_STATES = (CaseState.REGISTERED, CaseState.IN_HAND)
AT_ONCE = timedelta(minutes=15)  # within which a call counts as noted while it was taken


@dataclass(frozen=True)
class Event:
    """A step of a case's story; `about_id` names the event that a withdrawal or correction is about."""

    id: int
    kind: EventKind
    happened_at: datetime
    recorded_at: datetime
    order_id: int | None = None
    about_id: int | None = None
    facts: Mapping[str, Any] = field(default_factory=dict, hash=False)


class StoryError(ValueError):
    """A story that no sequence of deeds can have written; `event` is where it goes wrong, None for an empty one."""

    def __init__(self, event: Event | None) -> None:
        super().__init__("no events" if event is None else f"event {event.id} ({event.kind}) can't stand where it is")
        self.event = event


def _struck(events: Iterable[Event]) -> set[int]:
    """Ids of what was taken back. A withdrawal is always later than its object, so one pass backwards will do."""
    struck: set[int] = set()
    for event in sorted(events, key=lambda each: each.id, reverse=True):
        if event.kind is EventKind.WITHDRAWN and event.about_id is not None and event.id not in struck:
            struck.add(event.about_id)
    return struck


def standing(events: Iterable[Event]) -> tuple[Event, ...]:
    """The events that count, by id: without those taken back, and without the withdrawals themselves.

    A withdrawal that is itself taken back restores what it was about.
    """
    events = tuple(events)
    struck = _struck(events)
    return tuple(
        event
        for event in sorted(events, key=lambda each: each.id)
        if event.id not in struck and event.kind is not EventKind.WITHDRAWN
    )


def of_order(events: Iterable[Event], order_id: int) -> tuple[Event, ...]:
    """The standing events of one work order, by id, picked from the whole case's story."""
    return tuple(event for event in standing(events) if event.order_id == order_id)


def _fold(
    events: Iterable[Event],
    opening: tuple[EventKind, State],
    table: Mapping[tuple[State, EventKind], State | Refusal],
) -> State:
    state: State | None = None
    for event in events:
        entry = (opening[1] if event.kind is opening[0] else None) if state is None else table[state, event.kind]
        if entry is None or isinstance(entry, Refusal):
            raise StoryError(event)
        state = entry
    if state is None:
        raise StoryError(None)
    return state


def case_state(events: Iterable[Event]) -> CaseState:
    """Where the case stands after all its events, its orders' included; StoryError if they contradict each other."""
    return _fold(standing(events), (EventKind.REGISTERED, CaseState.REGISTERED), CASE_TABLE)


def case_round(events: Iterable[Event]) -> int:
    """The round (轮次) the case is in: 1, and one more for each time it was reopened (R-ESC-10)."""
    return 1 + sum(event.kind is EventKind.REOPENED for event in standing(events))


def of_round(events: Iterable[Event], number: int) -> tuple[Event, ...]:
    """The standing events of a round and of those after it, by id: written since the reopening that began it.

    What is noted after the reopening but happened in an earlier minute belongs to the earlier round (R-T-06).
    StoryError if there is no such round.
    """
    events = standing(events)
    if number == 1:
        return events
    reopenings = [event for event in events if event.kind is EventKind.REOPENED]
    if not 1 < number <= 1 + len(reopenings):
        raise StoryError(reopenings[-1] if reopenings else None)
    began = reopenings[number - 2]
    return tuple(
        event for event in events if event.id >= began.id and minute(event.happened_at) >= minute(began.happened_at)
    )


def minute(moment: datetime) -> datetime:
    """The moment without its seconds: slips and notes are written to the minute, so times are compared by it."""
    return moment.replace(second=0, microsecond=0)


def is_written_up_late(happened_at: datetime, recorded_at: datetime) -> bool:
    """Whether it was written up well after it happened (补记, R-T-05, R-T-06), not merely while it was being typed."""
    return recorded_at - happened_at > AT_ONCE


def order_state(events: Iterable[Event]) -> OrderState:
    """Where a work order stands after the events of that order alone; StoryError if they contradict each other.

    Withdrawals must be among them: see `of_order`. Notes and corrections about an order don't move it.
    """
    moving = (event for event in standing(events) if event.kind in ORDER_KINDS)
    return _fold(moving, (EventKind.DISPATCHED, OrderState.ISSUED), ORDER_TABLE)


def next_case_state(state: CaseState, kind: EventKind) -> CaseState:
    """The case's state after one more event; UserError with the refusal's words where it is not allowed.

    For WITHDRAWN the table says only whether one may; the state afterwards is `case_state` of the longer story.
    """
    return _allowed(CASE_TABLE[state, kind])


def next_order_state(state: OrderState, kind: EventKind) -> OrderState:
    """The work order's state after one more event; UserError with the refusal's words where it is not allowed."""
    return _allowed(ORDER_TABLE[state, kind])


def _allowed(entry: State | Refusal) -> State:
    if isinstance(entry, Refusal):
        raise UserError(entry.text)
    return entry


_STEP_REACHED = {
    OrderState.ISSUED: EventKind.DISPATCHED,
    OrderState.ACCEPTED: EventKind.ACCEPTED,
    OrderState.ARRIVED: EventKind.ARRIVED,
    OrderState.COMPLETED: EventKind.COMPLETED,
    OrderState.RETURNED: EventKind.RETURNED,
}


def missing_steps(state: OrderState, kind: EventKind) -> tuple[EventKind, ...]:
    """The steps to record before `kind`, in order, when a slip comes back with several times written on it.

    Empty when `kind` is the next step, is no step of a slip, or the slip is past it or void (the table then refuses).
    """
    if kind not in ORDER_STEPS or state not in _STEP_REACHED:
        return ()
    return ORDER_STEPS[ORDER_STEPS.index(_STEP_REACHED[state]) + 1 : ORDER_STEPS.index(kind)]


def may_withdraw(events: Iterable[Event], event: Event) -> None:
    """Return when the event can be taken back; UserError saying what is in the way otherwise.

    `events` is the whole case's story. In the way is whatever could not stand in the story without the event;
    a withdrawal can be taken back too, if the story it restores could have been written and is still on the slip.
    """
    events = tuple(events)
    next_case_state(case_state(events), EventKind.WITHDRAWN)
    if event.kind in FINAL:
        raise UserError(FINAL[event.kind])
    if event.id in _struck(events):
        raise UserError(QT_TRANSLATE_NOOP("errors", "This has been taken back already."))
    for each in events:
        if event.kind is EventKind.WITHDRAWN and each.id == event.about_id and each.kind in NOT_RESTORED:
            raise UserError(NOT_RESTORED[each.kind])
    if event.order_id is not None:
        next_order_state(order_state(of_order(events, event.order_id)), EventKind.WITHDRAWN)
    last = max(each.id for each in events)
    without = Event(last + 1, EventKind.WITHDRAWN, event.happened_at, event.recorded_at, event.order_id, event.id)
    blocker = _blocker((*events, without), event)
    if blocker is None:
        return
    if blocker.id <= event.id:
        raise UserError(QT_TRANSLATE_NOOP("errors", "What it rests on was taken back: restore that first."))
    if blocker.kind in IN_THE_WAY:
        raise UserError(IN_THE_WAY[blocker.kind])
    raise UserError(QT_TRANSLATE_NOOP("errors", "Later entries rest on this one: take those back first."))


def _blocker(events: Sequence[Event], gone: Event) -> Event | None:
    """The event that can't stand once `gone` is taken back, None when all can."""
    rest = standing(events)
    for event in rest:
        if event.id > gone.id and event.kind in RESTING.get(gone.kind, ()) and _rests(event, gone, rest):
            return event
    try:
        case_state(rest)
        for order_id in {event.order_id for event in rest if event.order_id is not None}:
            order_state(of_order(rest, order_id))
    except StoryError as contradiction:
        return contradiction.event
    return None


ASKED_ABOUT = (EventKind.HANDLED, EventKind.COMPLETED, EventKind.RESULT_RETURNED)  # by a follow-up


def _rests(later: Event, gone: Event, rest: Sequence[Event]) -> bool:
    """Whether an event of a kind that can rest on the one gone does: with follow-ups, where it is of the same one."""
    if later.kind is EventKind.FOLLOWED_UP and gone.kind in ASKED_ABOUT:
        return (later.facts.get("ground"), later.facts.get("round")) == (gone.kind, _round_of(gone, rest))
    if gone.kind is EventKind.REASSIGNED:
        return later.order_id == gone.order_id
    if gone.kind in (EventKind.APPROVAL_ASKED, EventKind.APPROVED):
        return later.facts.get("approval") == gone.facts.get("approval")
    if gone.kind is EventKind.PAUSED:
        return all(each.kind not in ENDS_WAITING for each in rest if gone.id < each.id < later.id)
    if gone.kind is not EventKind.FOLLOWED_UP:
        return True
    if later.kind is EventKind.FOLLOW_UP_CONFIRMED:
        return all(later.facts.get(name) == gone.facts.get(name) for name in ("follow_up", "round"))
    between = (event for event in rest if gone.id < event.id < later.id)
    return gone.facts.get("round") == _round_of(later, rest) and all(
        event.kind is not EventKind.FOLLOWED_UP for event in between
    )


def _round_of(event: Event, rest: Sequence[Event]) -> int:
    """The round in which an event was noted; of a slip's step the round in which the slip was issued."""
    issued = (each.id for each in rest if each.kind is EventKind.DISPATCHED and each.order_id == event.order_id)
    noted = event.id if event.order_id is None else next(issued, event.id)
    return 1 + sum(each.kind is EventKind.REOPENED and each.id < noted for each in rest)


def times_in_order(events: Iterable[Event], kind: EventKind, happened_at: datetime) -> datetime:
    """When an event of this kind happened that is said to have happened then; UserError naming what it would precede.

    `events`: the case's story, for a slip's step its `of_order` alone. Compared by the minute, as slips are written:
    within the minute of the step before, it is that step's instant.
    The error's field is the step's time, such as `arrived_at`.
    """
    before = [event for event in standing(events) if event.kind in AFTER.get(kind, ())]
    if not before:
        return happened_at
    latest = max(before, key=lambda event: event.happened_at)
    if minute(happened_at) < minute(latest.happened_at):
        raise UserError(TOO_EARLY[latest.kind], field=f"{kind}_at")
    return max(happened_at, latest.happened_at)


_FINISHED_ORDERS = frozenset({OrderState.RETURNED, OrderState.VOID})


def handle_problems(order_states: Iterable[OrderState]) -> tuple[str, ...]:
    """What keeps a case from being handled (办结), in marked words: a slip still out. A case without slips has none."""
    if any(state not in _FINISHED_ORDERS for state in order_states):
        return (QT_TRANSLATE_NOOP("errors", "A slip of this case is still out: book it in or void it first."),)
    return ()


def proposes_handling(order_states: Iterable[OrderState]) -> bool:
    """Whether the case should be offered for handling: its last slip has come back, and at least one has."""
    states = set(order_states)
    return OrderState.RETURNED in states and states <= _FINISHED_ORDERS


def reopen_problems(state: CaseState, rated_not_content: bool) -> tuple[str, ...]:
    """What keeps a case from a new round by hand (R-ESC-10), in marked words: it is in hand, and nobody said otherwise.

    `rated_not_content`: at a follow-up of this round, which may be made before the case is noted as handled.
    """
    if state is CaseState.IN_HAND and not rated_not_content:
        return (QT_TRANSLATE_NOOP("errors", "This case is still open."),)
    return ()


def since_when_called_again(events: Iterable[Event]) -> datetime | None:
    """When the first further contact after the handling came that no follow-up was made after; None without one.

    `events`: the standing ones of the present round (R-REG-07, R-ESC-10).
    """
    since, handled = None, None
    for event in events:
        if event.kind is EventKind.HANDLED:
            handled = minute(event.happened_at)
        elif event.kind is EventKind.FOLLOWED_UP:
            since = None
        elif event.kind is EventKind.CONTACTED and handled is not None and minute(event.happened_at) >= handled:
            since = since or event.happened_at
    return since


@dataclass(frozen=True)
class ClosingFacts:
    """What closing a case depends on, of its current round; `content_on_record`: the caller said to be content."""

    kind: CaseKind
    answered: bool
    content_on_record: bool
    open_orders: int
    returned_orders: int
    rated_not_content: bool
    open_follow_ups: int = 0  # those that must be made


def close_problems(facts: ClosingFacts) -> tuple[str, ...]:
    """What keeps a case from being closed (结案, R-ESC-10), in marked words; empty when it can be closed."""
    problems = []
    if facts.open_orders:
        problems.append(QT_TRANSLATE_NOOP("errors", "A slip of this case is still out: book it in or void it first."))
    match facts.kind:
        case CaseKind.COMPLAINT | CaseKind.SUGGESTION | CaseKind.ASSISTANCE:
            if not facts.content_on_record:
                problems.append(QT_TRANSLATE_NOOP("errors", "Needed: the caller's word that they are content."))
        case CaseKind.REPAIR | CaseKind.SPECIAL_SERVICE:
            if not facts.returned_orders and not facts.open_orders:
                problems.append(QT_TRANSLATE_NOOP("errors", "Needed: a slip that has come back, signed by the client."))
            if facts.open_follow_ups:
                problems.append(QT_TRANSLATE_NOOP("errors", "Needed: the follow-up that this case is kept open for."))
        case CaseKind.INQUIRY:
            if not facts.answered:
                problems.append(QT_TRANSLATE_NOOP("errors", "Needed: the answer that was given."))
    if facts.rated_not_content:
        problems.append(QT_TRANSLATE_NOOP("errors", "The client was not content: reopen the case for a new round."))
    return tuple(problems)
