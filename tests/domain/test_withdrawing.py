# SPDX-License-Identifier: Apache-2.0
"""What can be taken back, and what handling and closing a case need."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaintdesk.domain import lifecycle
from complaintdesk.domain.lifecycle import ClosingFacts, Event, StoryError
from complaintdesk.domain.terms import CaseKind, EventKind, OrderState
from complaintdesk.errors import UserError
from tests.domain.stories import NINE, SLIP, WHOLE_SLIP, story

FIRST = "Take back the {} noted after it first."
SLIP_ISSUED = "A slip was issued after it, so it can't be taken back."
LATER = "Later entries rest on this one: take those back first."
PAUSE_ENDED = "Take back the end of this pause first."
RESTORE = "What it rests on was taken back: restore that first."
ALL = ("registered", "reported", "dispatched", "accepted", "arrived", "completed", "returned", "handled", "closed")


@pytest.mark.parametrize(
    ("kinds", "number", "words"),
    [
        (("registered", "noted"), 2, None),
        (("registered", "handled", "closed"), 3, None),
        (("registered", *WHOLE_SLIP), 6, None),
        ((*ALL,), 2, None),
        (("registered", "answered", "handled", "withdrawn@3"), 2, None),
        (("registered", "answered", "withdrawn@2"), 3, None),
        (("registered", "dispatched", "order_voided", "dispatched:2", "accepted:2"), 5, None),
        (("registered", "noted"), 1, "A registration is not taken back: void the case, with a reason."),
        (("registered", "dispatched"), 2, "A slip's number is never taken back: void the slip, with a reason."),
        (("registered", "dispatched", "order_voided"), 3, "A void slip stays void: issue a new one."),
        (("registered", "dispatched", "accepted", "order_voided"), 3, "This slip is void."),
        (("registered", "voided"), 2, "This case is void: nothing more is written in it."),
        (("registered", "corrected"), 2, "A correction is put right by a further correction."),
        (("registered", "attached"), 2, "What was attached stays with the case."),
        (("registered", "noted", "withdrawn@2"), 2, "This has been taken back already."),
        (("registered", *WHOLE_SLIP[:3]), 3, FIRST.format("arrival")),
        (("registered", *WHOLE_SLIP[:4]), 4, FIRST.format("completion")),
        (("registered", *WHOLE_SLIP), 5, FIRST.format("slip's return")),
        ((*ALL,), 7, FIRST.format("handling")),
        ((*ALL,), 8, FIRST.format("closing")),
        (("registered", "answered", "handled"), 2, FIRST.format("handling")),
        (("registered", "handled", "reopened"), 2, FIRST.format("reopening")),
        (("registered", "handled", "followed_up"), 3, None),
        (("registered", "handled", "follow_up_tried"), 2, None),
        (("registered", "handled", "followed_up"), 2, FIRST.format("follow-up")),
        (("registered", "handled", "followed_up/middle"), 2, None),
        (("registered", "handled", "followed_up/completed"), 2, None),
        (("registered", *WHOLE_SLIP[:4], "followed_up/middle"), 5, None),
        (("registered", *WHOLE_SLIP[:4], "followed_up"), 5, None),
        (
            (
                "registered",
                *WHOLE_SLIP,
                "handled",
                "reopened",
                "dispatched:2",
                "accepted:2",
                "arrived:2",
                "completed:2",
                "followed_up/completed",
            ),
            12,
            FIRST.format("follow-up"),
        ),
        (("registered", *WHOLE_SLIP[:4], "followed_up/completed"), 5, FIRST.format("follow-up")),
        (("registered", "handled", "followed_up", "follow_up_confirmed"), 3, FIRST.format("second signature")),
        (("registered", "handled", "followed_up", "closed"), 3, FIRST.format("closing")),
        (("registered", "handled", "followed_up", "reopened"), 3, FIRST.format("reopening")),
        (("registered", "followed_up/middle", "handled", "followed_up", "follow_up_confirmed"), 2, None),
        (("registered", "followed_up/middle", "handled", "followed_up", "closed"), 2, None),
        (("registered", "followed_up/middle", "handled", "followed_up", "closed"), 4, FIRST.format("closing")),
        (("registered", "followed_up/middle", "handled", "closed"), 2, FIRST.format("closing")),
        (("registered", "handled", "followed_up", "reopened", "handled", "closed"), 3, FIRST.format("reopening")),
        (("registered", "answered", "followed_up/middle", "reopened"), 4, None),
        (("registered", "answered", "followed_up/middle", "reopened", "dispatched"), 4, SLIP_ISSUED),
        (("registered", "answered", "followed_up/middle", "reopened", "handled"), 4, FIRST.format("handling")),
        (("registered", "handled", "closed", "followed_up"), 4, None),
        (("registered", "handled", "reopened", "answered"), 4, None),
        (("registered", "handled", "reopened", "dispatched"), 3, SLIP_ISSUED),
        (("registered", "handled", "closed", "reopened", "contacted"), 4, LATER),
        (("registered", "handled", "withdrawn@2", "dispatched"), 3, SLIP_ISSUED),
        (("registered", "dispatched", "accepted", "arrived", "withdrawn@4", "withdrawn@3"), 5, RESTORE),
        (("registered", "paused"), 2, None),
        (("registered", "paused", "resumed"), 3, None),
        (("registered", "paused", "resumed"), 2, PAUSE_ENDED),
        (("registered", "paused", "resumed", "paused", "resumed"), 2, PAUSE_ENDED),
        (("registered", "paused", "resumed", "paused"), 4, None),
        (("registered", "paused", "handled", "reopened", "paused", "resumed"), 2, None),
        (("registered", "paused", "handled", "reopened", "paused", "resumed"), 5, PAUSE_ENDED),
        (("registered", "paused", "handled"), 3, None),
        (("registered", "extended", "promised", "confirmed", "informed"), 2, None),
        (("registered", "extended", "promised", "confirmed", "informed", "handled"), 3, None),
    ],
)
def test_what_nothing_rests_on_can_be_taken_back(kinds: tuple[str, ...], number: int, words: str | None):
    """A slip booked in by mistake is withdrawn; numbers and void records are not."""
    events = story(*kinds)
    if words is None:
        lifecycle.may_withdraw(events, events[number - 1])
    else:
        with pytest.raises(UserError) as refused:
            lifecycle.may_withdraw(events, events[number - 1])
        assert refused.value.text == words


@given(st.lists(st.tuples(st.sampled_from(list(EventKind)), st.integers(1, 2)), max_size=25), st.data())
def test_whatever_is_taken_back_leaves_a_story_that_deeds_could_have_written(steps, data):
    events = list(story("registered"))
    orders: dict[int, OrderState] = {}
    for kind, order in steps:
        number = len(events) + 1
        slip = order if kind in lifecycle.ORDER_STEPS or kind.value in SLIP else None
        event = Event(number, kind, NINE, NINE, slip)
        try:
            if kind is EventKind.WITHDRAWN:
                about = data.draw(st.sampled_from(events))
                event = replace(event, about_id=about.id)
                lifecycle.may_withdraw(events, about)
            else:
                lifecycle.next_case_state(lifecycle.case_state(events), kind)
                if kind is EventKind.DISPATCHED and order in orders:
                    continue
                if slip and kind is not EventKind.DISPATCHED:
                    mine = lifecycle.of_order(events, slip)
                    lifecycle.next_order_state(lifecycle.order_state(mine), kind)
        except (UserError, StoryError):
            continue
        events.append(event)
        lifecycle.case_state(events)
        for id_ in {each.order_id for each in events if each.order_id}:
            orders[id_] = lifecycle.order_state(lifecycle.of_order(events, id_))


@pytest.mark.parametrize(
    ("states", "free", "proposed"),
    [
        ((), True, False),
        (("issued",), False, False),
        (("accepted",), False, False),
        (("arrived",), False, False),
        (("completed",), False, False),
        (("returned",), True, True),
        (("void",), True, False),
        (("returned", "void"), True, True),
        (("returned", "completed"), False, False),
    ],
)
def test_the_last_slip_returned_proposes_handling_and_one_still_out_forbids_it(states, free, proposed):
    orders = [OrderState(state) for state in states]
    assert (lifecycle.handle_problems(orders) == ()) is free
    assert lifecycle.proposes_handling(orders) is proposed


NOTHING = ClosingFacts(CaseKind.COMPLAINT, False, False, 0, 0, False)
CONTENT = "Needed: the caller's word that they are content."
SLIP_BACK = "Needed: a slip that has come back, signed by the client."
ANSWER = "Needed: the answer that was given."
CALL_FIRST = "Needed: the follow-up that this case is kept open for."
STILL_OUT = "A slip of this case is still out: book it in or void it first."
NOT_CONTENT = "The client was not content: reopen the case for a new round."


@pytest.mark.parametrize(
    ("kind", "changes", "problems"),
    [
        ("complaint", {"answered": True}, (CONTENT,)),
        ("complaint", {"content_on_record": True}, ()),
        ("suggestion", {}, (CONTENT,)),
        ("suggestion", {"content_on_record": True}, ()),
        ("assistance", {"returned_orders": 1}, (CONTENT,)),
        ("assistance", {"content_on_record": True, "open_orders": 1}, (STILL_OUT,)),
        ("repair", {}, (SLIP_BACK,)),
        ("repair", {"content_on_record": True}, (SLIP_BACK,)),
        ("repair", {"open_orders": 1}, (STILL_OUT,)),
        ("repair", {"returned_orders": 1}, ()),
        ("repair", {"returned_orders": 1, "open_orders": 1}, (STILL_OUT,)),
        ("repair", {"returned_orders": 1, "rated_not_content": True}, (NOT_CONTENT,)),
        ("special_service", {}, (SLIP_BACK,)),
        ("special_service", {"returned_orders": 2}, ()),
        ("repair", {"returned_orders": 1, "open_follow_ups": 1}, (CALL_FIRST,)),
        ("special_service", {"returned_orders": 1, "open_follow_ups": 2}, (CALL_FIRST,)),
        ("complaint", {"content_on_record": True, "open_follow_ups": 1}, ()),
        ("inquiry", {}, (ANSWER,)),
        ("inquiry", {"answered": True}, ()),
        ("complaint", {"content_on_record": True, "rated_not_content": True}, (NOT_CONTENT,)),
    ],
)
def test_a_case_is_closed_on_what_its_kind_needs(kind: str, changes, problems: tuple[str, ...]):
    """R-ESC-10."""
    assert lifecycle.close_problems(replace(NOTHING, kind=CaseKind(kind), **changes)) == problems
