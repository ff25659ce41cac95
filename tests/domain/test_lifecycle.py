# SPDX-License-Identifier: Apache-2.0
"""The two tables of states, entry by entry, and the states, rounds and times that a story tells."""

from __future__ import annotations

from datetime import timedelta

import pytest

from complaintdesk.domain import lifecycle
from complaintdesk.domain.lifecycle import Event, Refusal, StoryError
from complaintdesk.domain.terms import CaseState, EventKind, OrderState
from complaintdesk.errors import UserError
from tests.domain.stories import NINE, WHOLE_SLIP, story

# A state's column: '.' stays, '-' is refused, a letter names the state that follows.
LETTERS = {
    "I": CaseState.IN_HAND,
    "H": CaseState.HANDLED,
    "C": CaseState.CLOSED,
    "V": CaseState.VOID,
    "N": CaseState.INVALID,
    "R": CaseState.REFERRED,
    "J": CaseState.JOINED,
    "T": CaseState.TRANSFERRED,
    "S": CaseState.SPECIAL_CLOSED,
}
CASE_STATES = (
    (CaseState.REGISTERED,),
    (CaseState.IN_HAND,),
    (CaseState.HANDLED,),
    (CaseState.CLOSED,),
    (CaseState.INVALID, CaseState.REFERRED, CaseState.JOINED, CaseState.TRANSFERRED, CaseState.SPECIAL_CLOSED),
    (CaseState.VOID,),
)
# The columns: registered, in hand, handled, closed, set aside, void.
CASES = {
    "registered": "- - - - - -",
    "contacted": ". . . - - -",
    "noted": ". . . . . -",
    "answered": "I . . - - -",
    "handled": "H H - - - -",
    "closed": "- - C - - -",
    "corrected": ". . . . . -",
    "withdrawn": ". . . . . -",
    "reopened": "- . I I - -",
    "voided": "V V V - - -",
    "reported": ". . . - - -",
    "attached": ". . . . . -",
    "dispatched": "I . - - - -",
    "accepted": "- . - - - -",
    "reassigned": "- . - - - -",
    "arrived": "- . - - - -",
    "completed": "- . - - - -",
    "returned": "- . - - - -",
    "order_voided": "- . - - - -",
    "reminded": ". . . - - -",
    "follow_up_tried": ". . . . - -",
    "followed_up": ". . . . - -",
    "follow_up_confirmed": ". . . . - -",
    "follow_up_ended": ". . . . - -",
    "lessons_drawn": ". . . . . -",
    "case_study": ". . . . . -",
    "company_notice": ". . . . . -",
    "result_signed": ". . . . . -",
    "leader_called": ". . . . . -",
    "handed_over": ". . . . . -",
    "confirmed": ". . . - - -",
    "informed": ". . . - - -",
    "promised": ". . . - - -",
    "compensated": ". . . - - -",
    "checked": ". . . - - -",
    "level_set": ". . . - - -",
    "assessed": ". . . - - -",
    "rerouted": ". . . - - -",
    "hardened": ". . . - - -",
    "kept_apart": ". . . - - -",
    "led": ". . . - - -",
    "escalated": ". . . - - -",
    "approval_asked": ". . . - - -",
    "approved": ". . . - - -",
    "approval_refused": ". . . - - -",
    "meeting_held": ". . . - - -",
    "corrective_opened": ". . . . - -",
    "passed_on": "I . - - - -",
    "progress_reported": "I . - - - -",
    "proposed": "I . - - - -",
    "inspected": "I . . . - -",
    "measures_arranged": "I . - - - -",
    "traced": "I . - - - -",
    "result_returned": "I . . - - -",
    "paused": ". . - - - -",
    "resumed": ". . - - - -",
    "extended": ". . - - - -",
    "explained": "N N - - - -",
    "referred": "R R - - - -",
    "joined": "J J - - - -",
    "transferred": "T T - - - -",
    "special_closed": "S S S - - -",
}
ORDER_LETTERS = {
    "I": OrderState.ISSUED,
    "A": OrderState.ACCEPTED,
    "R": OrderState.ARRIVED,
    "C": OrderState.COMPLETED,
    "B": OrderState.RETURNED,
    "V": OrderState.VOID,
}
# The columns: issued, accepted, arrived, completed, returned, void.
ORDERS = {
    "dispatched": "- - - - - -",
    "accepted": "A - - - - -",
    "arrived": "- R - - - -",
    "completed": "- - C - - -",
    "returned": "- - - B - -",
    "reassigned": ". I I - - -",
    "order_voided": "V V V V - -",
    "reminded": ". . . . - -",
    "withdrawn": ". . . . . -",
}


def case_entries():
    for kind, row in CASES.items():
        for states, mark in zip(CASE_STATES, row.split(), strict=True):
            for state in states:
                yield state, EventKind(kind), state if mark == "." else LETTERS.get(mark)


def order_entries():
    for kind, row in ORDERS.items():
        for state, mark in zip(OrderState, row.split(), strict=True):
            yield state, EventKind(kind), state if mark == "." else ORDER_LETTERS.get(mark)


def test_the_case_table_covers_every_state_and_every_event():
    assert set(lifecycle.CASE_TABLE) == {(state, kind) for state in CaseState for kind in EventKind}
    assert set(lifecycle.CASE_TABLE) == {(state, kind) for state, kind, _ in case_entries()}


def test_the_slip_table_covers_every_state_and_every_event_of_a_slip():
    assert set(lifecycle.ORDER_TABLE) == {(state, kind) for state, kind, _ in order_entries()}


@pytest.mark.parametrize(("state", "kind", "after"), tuple(case_entries()))
def test_a_case_goes_where_its_table_says(state: CaseState, kind: EventKind, after: CaseState | None):
    if after is not None:
        assert lifecycle.next_case_state(state, kind) is after
        return
    refusal = lifecycle.CASE_TABLE[state, kind]
    assert isinstance(refusal, Refusal)
    with pytest.raises(UserError) as refused:
        lifecycle.next_case_state(state, kind)
    assert refused.value.text == refusal.text
    assert refusal.text.endswith(".")


@pytest.mark.parametrize(("state", "kind", "after"), tuple(order_entries()))
def test_a_slip_goes_where_its_table_says(state: OrderState, kind: EventKind, after: OrderState | None):
    if after is not None:
        assert lifecycle.next_order_state(state, kind) is after
        return
    refusal = lifecycle.ORDER_TABLE[state, kind]
    assert isinstance(refusal, Refusal)
    with pytest.raises(UserError) as refused:
        lifecycle.next_order_state(state, kind)
    assert refused.value.text == refusal.text
    assert refusal.text.endswith(".")


@pytest.mark.parametrize(
    ("kinds", "state", "number"),
    [
        (("registered",), CaseState.REGISTERED, 1),
        (("registered", "noted", "contacted", "reported"), CaseState.REGISTERED, 1),
        (("registered", "dispatched"), CaseState.IN_HAND, 1),
        (("registered", "dispatched", "order_voided"), CaseState.IN_HAND, 1),
        (("registered", "answered"), CaseState.IN_HAND, 1),
        (("registered", "handled"), CaseState.HANDLED, 1),
        (("registered", *WHOLE_SLIP, "handled", "closed"), CaseState.CLOSED, 1),
        (("registered", "handled", "reopened"), CaseState.IN_HAND, 2),
        (("registered", "handled", "closed", "reopened", "handled"), CaseState.HANDLED, 2),
        (("registered", "handled", "reopened", "handled", "reopened"), CaseState.IN_HAND, 3),
        (("registered", "voided"), CaseState.VOID, 1),
        (("registered", "handled", "withdrawn@2"), CaseState.REGISTERED, 1),
        (("registered", "handled", "withdrawn@2", "withdrawn@3"), CaseState.HANDLED, 1),
        (("registered", "handled", "withdrawn@2", "withdrawn@3", "withdrawn@4"), CaseState.REGISTERED, 1),
        (("registered", "handled", "reopened", "withdrawn@3"), CaseState.HANDLED, 1),
    ],
)
def test_the_story_tells_state_and_round_of_a_case(kinds: tuple[str, ...], state: CaseState, number: int):
    assert lifecycle.case_state(story(*kinds)) is state
    assert lifecycle.case_round(story(*kinds)) == number


@pytest.mark.parametrize(
    ("kinds", "state"),
    [
        (WHOLE_SLIP[:1], OrderState.ISSUED),
        (WHOLE_SLIP[:2], OrderState.ACCEPTED),
        ((*WHOLE_SLIP[:3], "reminded", "noted", "corrected"), OrderState.ARRIVED),
        (WHOLE_SLIP[:4], OrderState.COMPLETED),
        (WHOLE_SLIP, OrderState.RETURNED),
        ((*WHOLE_SLIP, "withdrawn@5"), OrderState.COMPLETED),
        (("dispatched", "accepted", "order_voided"), OrderState.VOID),
    ],
)
def test_the_story_tells_the_state_of_a_slip(kinds: tuple[str, ...], state: OrderState):
    assert lifecycle.order_state(story(*kinds)) is state


def test_each_slip_of_a_case_has_a_story_of_its_own():
    events = story("registered", "dispatched:1", "dispatched:2", "accepted:2", "accepted:1", "order_voided:1")
    taken_back = (*events, Event(7, EventKind.WITHDRAWN, NINE, NINE, about_id=4))
    assert lifecycle.order_state(lifecycle.of_order(events, 1)) is OrderState.VOID
    assert lifecycle.order_state(lifecycle.of_order(events, 2)) is OrderState.ACCEPTED
    assert lifecycle.order_state(lifecycle.of_order(taken_back, 2)) is OrderState.ISSUED


def test_events_count_in_the_order_of_their_ids_whatever_order_they_are_read_in():
    events = story("registered", "handled", "closed")
    assert lifecycle.standing(reversed(events)) == events
    assert lifecycle.case_state(reversed(events)) is CaseState.CLOSED


@pytest.mark.parametrize(
    ("kinds", "wrong"),
    [((), None), (("noted",), 1), (("registered", "closed"), 2), (("registered", "voided", "noted"), 3)],
)
def test_a_story_that_no_deeds_can_have_written_is_told_with_the_event_that_is_wrong(kinds, wrong):
    with pytest.raises(StoryError) as found:
        lifecycle.case_state(story(*kinds))
    assert (found.value.event and found.value.event.id) == wrong


@pytest.mark.parametrize(
    ("state", "kind", "missing"),
    [
        ("issued", "accepted", ()),
        ("issued", "arrived", ("accepted",)),
        ("issued", "returned", ("accepted", "arrived", "completed")),
        ("accepted", "completed", ("arrived",)),
        ("completed", "returned", ()),
        ("returned", "accepted", ()),
        ("void", "returned", ()),
        ("issued", "order_voided", ()),
        ("issued", "reminded", ()),
    ],
)
def test_a_slip_that_comes_back_in_the_evening_names_the_steps_to_record_first(state, kind, missing):
    """R-T-06."""
    found = lifecycle.missing_steps(OrderState(state), EventKind(kind))
    assert found == tuple(EventKind(each) for each in missing)
    for step in (*found, EventKind(kind)) if found else ():
        state = lifecycle.next_order_state(OrderState(state), step)


@pytest.mark.parametrize(
    ("kinds", "kind", "minutes", "words"),
    [
        (("registered", "dispatched"), "accepted", 2, None),
        (("registered", "dispatched"), "accepted", 1, "This is before the slip was issued."),
        (WHOLE_SLIP[:2], "arrived", 1, "This is before the slip was accepted."),
        (WHOLE_SLIP[:3], "completed", 2, "This is before the worker arrived."),
        (WHOLE_SLIP[:3], "completed", 3, None),
        (WHOLE_SLIP[:4], "returned", 3, "This is before the work was completed."),
        (("registered", *WHOLE_SLIP[:4]), "handled", 4, "This is before the work was completed."),
        (("registered", "handled"), "closed", 1, "This is before the case was handled."),
        (("registered", "handled", "closed"), "reopened", 2, "This is before the case was closed."),
        (("registered", "handled", "reopened"), "dispatched", 2, "This is before the case was reopened."),
        (("registered", "handled", "reopened"), "answered", 2, None),
        (("registered",), "contacted", 0, "This is before the case was received."),
        (("registered",), "reported", 1, None),
        (("registered",), "corrected", 0, None),
    ],
)
def test_times_that_contradict_the_story_are_refused(kinds, kind, minutes, words):
    """R-T-06: an event may be noted later with the time it happened, but not before what it follows."""
    happened_at = NINE + timedelta(minutes=minutes)
    if words is None:
        lifecycle.times_in_order(story(*kinds), EventKind(kind), happened_at)
        return
    with pytest.raises(UserError) as refused:
        lifecycle.times_in_order(story(*kinds), EventKind(kind), happened_at)
    assert refused.value.text == words
    assert refused.value.field == f"{kind}_at"


def test_a_time_written_to_the_minute_is_not_before_an_issue_in_the_same_minute():
    issued = Event(1, EventKind.DISPATCHED, NINE + timedelta(seconds=37), NINE, 1)
    assert lifecycle.times_in_order([issued], EventKind.ACCEPTED, NINE) == issued.happened_at


def test_what_was_taken_back_sets_no_bound_to_times():
    events = story(*WHOLE_SLIP[:2], "withdrawn@2")
    lifecycle.times_in_order(events, EventKind.ACCEPTED, NINE + timedelta(minutes=1))


def test_a_round_holds_what_happened_since_it_was_reopened():
    events = story("registered", "answered", "handled", "reopened", "answered")
    late_note = Event(6, EventKind.ANSWERED, NINE + timedelta(minutes=2), NINE + timedelta(minutes=9))
    assert [event.id for event in lifecycle.of_round((*events, late_note), 2)] == [4, 5]
    assert [event.id for event in lifecycle.of_round((*events, late_note), 1)] == [1, 2, 3, 4, 5, 6]
    with pytest.raises(StoryError):
        lifecycle.of_round(events, 3)


def test_what_came_before_the_reopening_in_the_same_minute_is_not_of_the_new_round():
    handled = Event(2, EventKind.HANDLED, NINE + timedelta(seconds=20), NINE)
    reopened = Event(3, EventKind.REOPENED, NINE + timedelta(seconds=40), NINE)
    registered = Event(1, EventKind.REGISTERED, NINE, NINE)
    assert lifecycle.of_round((registered, handled, reopened), 2) == (reopened,)
