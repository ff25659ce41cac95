# SPDX-License-Identifier: Apache-2.0
"""The written course of a kind of case: which of its steps the story shows done."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from complaintdesk.domain.course_steps import StepStanding, steps_for
from complaintdesk.domain.lifecycle import Event
from complaintdesk.domain.procedure import parse_procedure
from complaintdesk.domain.rulebook import Procedure
from complaintdesk.domain.terms import CaseKind, EventKind
from tests.domain.rule_books import text_of
from tests.domain.stories import NINE


def book(name: str) -> Procedure:
    return parse_procedure(text_of(name), f"{name}.toml")


def story(*kinds: str) -> tuple[Event, ...]:
    """Events an hour apart; `withdrawn@2` takes the second back."""
    events = []
    for id_, told in enumerate(kinds, start=1):
        kind, _, about = told.partition("@")
        at = NINE + timedelta(hours=id_)
        facts: dict[str, Any] = {"approval": "solution"} if kind.startswith("approv") else {}
        events.append(Event(id_, EventKind(kind), at, at, None, int(about) if about else None, facts))
    return tuple(events)


def done(steps: tuple[StepStanding, ...]) -> list[str]:
    return [step.row.id for step in steps if step.event is not None]


def test_each_step_is_done_by_its_event_and_the_rest_are_open():
    steps = steps_for(book("car_dealer"), CaseKind.COMPLAINT, story("registered", "checked", "proposed"))
    assert done(steps) == ["receive", "judge", "propose"]
    assert len(steps) == 11
    assert [step.event.id for step in steps if step.event is not None] == [1, 2, 3]


def test_what_was_taken_back_is_done_no_more():
    told = story("registered", "checked", "withdrawn@2")
    assert done(steps_for(book("car_dealer"), CaseKind.COMPLAINT, told)) == ["receive"]


def test_of_several_steps_up_the_second_is_done_by_the_second():
    ups = [row.id for row in book("crm_rules").course.steps if row.event is EventKind.ESCALATED]
    assert len(ups) == 3
    for times in range(4):
        found = done(steps_for(book("crm_rules"), CaseKind.COMPLAINT, story("registered", *["escalated"] * times)))
        assert [each for each in found if each in ups] == ups[:times]


def test_a_new_round_is_answered_and_handled_anew_while_what_was_found_out_stays():
    first = ("registered", "checked", "approval_asked", "approved", "answered", "handled")
    before = done(steps_for(book("car_dealer"), CaseKind.COMPLAINT, story(*first)))
    after = done(steps_for(book("car_dealer"), CaseKind.COMPLAINT, story(*first, "reopened")))
    assert {"approve", "tell_client"} <= set(before)
    assert not {"approve", "tell_client"} & set(after)
    assert {"receive", "judge"} <= set(after)
    again = done(steps_for(book("car_dealer"), CaseKind.COMPLAINT, story(*first, "reopened", "answered")))
    assert "tell_client" in again


def test_another_kind_has_its_own_course_and_one_that_the_book_does_not_write_has_none():
    assert steps_for(book("car_dealer"), CaseKind.REPAIR, story("registered")) == ()
    procedure = book("general")
    courses = {kind: [each.row.id for each in steps_for(procedure, kind, story("registered"))] for kind in CaseKind}
    assert len({tuple(each) for each in courses.values()}) > 3
    for kind, ids in courses.items():
        assert ids == [row.id for row in procedure.course.steps if row.kinds is None or kind in row.kinds]


@pytest.mark.parametrize("name", ["general", "work_rules_seven", "hotel", "process_rules"])
def test_a_step_that_leaves_no_trace_is_never_done_by_one(name: str) -> None:
    kinds = [row.event for row in book(name).course.steps if row.event is not None]
    told = story("registered", *(kind.value for kind in dict.fromkeys(kinds) if kind is not EventKind.REGISTERED))
    steps = steps_for(book(name), CaseKind.COMPLAINT, told)
    assert all(step.event is None for step in steps if step.row.event is None)
    assert [step.row.id for step in steps if step.row.event is not None and step.event is None] == [
        row.id
        for at, row in enumerate(book(name).course.steps)
        if row.event is not None and row.event in [each.event for each in book(name).course.steps[:at]]
        if row.kinds is None or CaseKind.COMPLAINT in row.kinds
    ]
