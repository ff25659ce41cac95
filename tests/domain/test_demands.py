# SPDX-License-Identifier: Apache-2.0
"""What a rule book asks for now in a case: its limits, what goes up, approvals, measures; and what no longer."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from complaintdesk.domain.case_facts import CaseFacts
from complaintdesk.domain.demands import Demand, Ground, OpenLimit, demands
from complaintdesk.domain.escalation import Outlook
from complaintdesk.domain.lifecycle import Event
from complaintdesk.domain.procedure import Procedure
from complaintdesk.domain.terms import CaseKind, CaseState, Channel, EventKind, Level, Role, Trigger
from tests.domain.rule_books import rule_book

NINE = datetime(2026, 10, 20, 1, 0, tzinfo=UTC)
E = EventKind


def told(*steps: tuple[EventKind, dict[str, Any]]) -> tuple[Event, ...]:
    """A story of a registration and these steps, a minute apart."""
    whole = ((E.REGISTERED, {}), *steps)
    return tuple(
        Event(at, kind, NINE + timedelta(minutes=at), NINE + timedelta(minutes=at), facts=facts)
        for at, (kind, facts) in enumerate(whole, start=1)
    )


def a_complaint(**changes: Any) -> CaseFacts:
    return CaseFacts(
        **{
            "kind": CaseKind.COMPLAINT,
            "channel": Channel.PHONE,
            "grade": None,
            "level": Level.GENERAL,
            "category": "",
            "public_area": False,
            "complex_job": False,
            "registered_at": NINE,
            "appointment_from": None,
            "appointment_to": None,
            "round": 1,
            "void": False,
            "orders": (),
            **changes,
        }
    )


def asked(
    procedure: Procedure,
    facts: CaseFacts,
    *steps: tuple[EventKind, dict[str, Any]],
    state: CaseState = CaseState.REGISTERED,
    limits: tuple[OpenLimit, ...] = (),
    escalated_to: str = "",
    reported: Role | None = None,
) -> tuple[Demand, ...]:
    outlook = Outlook(facts, told(*steps), escalated_to, ())
    return demands(procedure, outlook, state, limits, reported)


def named(found: tuple[Demand, ...], ground: Ground) -> list[str]:
    return [each.id for each in found if each.ground is ground]


@pytest.fixture(scope="module")
def dealer() -> Procedure:
    """The car dealer's: approvals before the client is told, an urgent meeting, everything major to the top."""
    return rule_book("car_dealer")


def test_open_limits_come_first_with_the_events_that_meet_them(dealer: Procedure) -> None:
    key = dealer.commitments[0].id
    first = asked(dealer, a_complaint(), limits=(OpenLimit(key, 1),))[0]
    assert (first.ground, first.id, frozenset(first.events)) == (Ground.LIMIT, key, dealer.commitment(key).meets)


def test_a_major_complaint_calls_for_an_urgent_meeting_until_it_is_held_r_esc_14(dealer: Procedure) -> None:
    major = a_complaint(level=Level.MAJOR)
    assert "urgent_meeting" in named(asked(dealer, major), Ground.MEASURE)
    assert "urgent_meeting" not in named(asked(dealer, a_complaint()), Ground.MEASURE)
    assert "urgent_meeting" not in named(asked(dealer, major, (E.MEETING_HELD, {})), Ground.MEASURE)


def test_a_solution_is_approved_before_the_client_is_told_r_esc_14(dealer: Procedure) -> None:
    facts, approval = a_complaint(), {"approval": "solution"}

    def kinds(*steps: tuple[EventKind, dict[str, Any]]) -> list[tuple[EventKind, ...]]:
        return [each.events for each in asked(dealer, facts, *steps) if each.ground is Ground.APPROVAL]

    assert kinds() == [(E.APPROVAL_ASKED,)]
    assert kinds((E.APPROVAL_ASKED, approval)) == [(E.APPROVED, E.APPROVAL_REFUSED)]
    assert kinds((E.APPROVAL_ASKED, approval), (E.APPROVAL_REFUSED, approval)) == [(E.APPROVAL_ASKED,)]
    assert kinds((E.APPROVAL_ASKED, approval), (E.APPROVED, approval)) == []
    assert kinds((E.ANSWERED, {})) == []


def test_a_step_up_is_asked_for_once_to_each_step_of_the_ladder_r_esc_02(dealer: Procedure) -> None:
    major = a_complaint(level=Level.MAJOR)
    found = asked(dealer, major)
    up = [each for each in found if each.ground in (Ground.ESCALATION, Ground.ROUTE)]
    assert [(each.id, each.to, each.trigger) for each in up] == [("major", "general_manager", Trigger.MAJOR)]
    went = (E.ESCALATED, {"to": "general_manager", "trigger": "major", "sheet": None})
    after = asked(dealer, major, went, escalated_to="general_manager")
    assert named(after, Ground.ESCALATION) == named(after, Ground.ROUTE) == []


def test_whose_a_complaint_is_from_the_start_is_met_by_telling_them_r_cls_07(dealer: Procedure) -> None:
    general = a_complaint()
    [route] = [each for each in asked(dealer, general) if each.ground is Ground.ROUTE]
    assert (route.to, route.events) == ("supervisor", (E.REPORTED, E.ESCALATED))
    step = dealer.course.step("supervisor")
    assert named(asked(dealer, general, reported=next(iter(step.roles))), Ground.ROUTE) == []


def test_a_limit_and_a_measure_that_one_deed_meets_are_one_line() -> None:
    procedure = rule_book("general")
    limit = next(row for row in procedure.commitments if E.INSPECTED in row.meets or E.LEADER_CALLED in row.meets)
    event = next(kind for kind in EventKind if kind in limit.meets)
    measure = replace(procedure.course.measures[0], id="the_same", event=event, words="同一件事", when=limit.when)
    merged = replace(procedure, course=replace(procedure.course, measures=(measure,)))
    facts = a_complaint(hard=True, level=Level.MAJOR)
    found = asked(merged, facts, limits=(OpenLimit(limit.id, 1),))
    assert named(found, Ground.MEASURE) == []
    assert found[0].words == "同一件事"


def test_conclusions_are_drawn_once_there_is_a_result_r_reg_13() -> None:
    procedure = rule_book("general")
    major = a_complaint(level=Level.MAJOR, valid=True)
    concluding = {"lessons_drawn", "case_study", "company_notice", "result_signed"}

    def events(state: CaseState) -> set[str]:
        found = asked(procedure, major, state=state)
        return {each.events[0].value for each in found if each.ground is Ground.MEASURE} & concluding

    assert events(CaseState.IN_HAND) == set()
    assert events(CaseState.HANDLED) == events(CaseState.CLOSED)
    assert "result_signed" in events(CaseState.CLOSED)


def test_of_a_case_that_ended_no_limit_and_no_step_up_is_asked_for(dealer: Procedure) -> None:
    key = dealer.commitments[0].id
    for state in (CaseState.REFERRED, CaseState.JOINED, CaseState.TRANSFERRED):
        assert asked(dealer, a_complaint(level=Level.MAJOR), state=state, limits=(OpenLimit(key, 1),)) == ()
    found = asked(dealer, a_complaint(level=Level.MAJOR), state=CaseState.CLOSED, limits=(OpenLimit(key, 1),))
    assert {each.ground for each in found} <= {Ground.MEASURE}
    assert asked(dealer, a_complaint(void=True), state=CaseState.VOID) == ()


def test_a_special_closing_that_was_asked_for_is_a_line_until_it_is_done_r_esc_08() -> None:
    procedure, approval = rule_book("crm_rules"), {"approval": "special_closing"}
    asked_for = (E.APPROVAL_ASKED, approval)
    assert "special_closing" not in named(asked(procedure, a_complaint()), Ground.APPROVAL)
    found = asked(procedure, a_complaint(), asked_for)
    assert "special_closing" in named(found, Ground.APPROVAL)
    after = asked(procedure, a_complaint(), asked_for, (E.APPROVED, approval))
    assert [each.events for each in after if each.id == "special_closing"] == [(E.SPECIAL_CLOSED,)]


@pytest.mark.parametrize("book", ["general", "follow_up_system"])
def test_a_watched_repair_is_inspected_once_it_is_done_and_what_was_looked_at_before_does_not_count_r_cb_06(
    book: str,
) -> None:
    procedure, leak = rule_book(book), a_complaint(kind=CaseKind.REPAIR, category="roof_leak")
    looked: tuple[EventKind, dict[str, Any]] = (E.INSPECTED, {})
    done: tuple[EventKind, dict[str, Any]] = (E.COMPLETED, {})

    def owed(*steps: tuple[EventKind, dict[str, Any]]) -> bool:
        return "watched_inspection" in named(asked(procedure, leak, *steps, state=CaseState.HANDLED), Ground.MEASURE)

    assert not owed()
    assert not owed(looked)
    assert owed(done)
    assert owed(looked, done)
    assert not owed(done, looked)
    assert not owed(looked, done, looked)
    assert owed(done, looked, done)  # in a further round
