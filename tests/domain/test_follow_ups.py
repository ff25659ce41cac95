# SPDX-License-Identifier: Apache-2.0
"""Which follow-ups a case asks for or offers, until when, and what came of each (R-CB-01 to 09)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from complaintdesk.domain.case_facts import OrderFacts
from complaintdesk.domain.follow_ups import PlannedFollowUp, callers, made_by, plan
from complaintdesk.domain.lifecycle import Event
from complaintdesk.domain.procedure import ProcedureMistake, parse_procedure
from complaintdesk.domain.terms import AttemptOutcome, CaseKind, FollowUpWay, OrderState, Rating
from tests.domain.limits import CASE, GENERAL, SHANGHAI, TEXT, at, event
from tests.domain.rule_books import names, rule_book

HANDLED = event(2, "handled", at("16:00"))
SLIP_DONE = (
    *(event(2, "dispatched", at("10:05"), 1), event(3, "accepted", at("10:10"), 1)),
    *(event(4, "arrived", at("10:40"), 1), event(5, "completed", at("11:00", 30), 1)),
)
ORDERS = (OrderFacts(1, OrderState.COMPLETED, 1),)
SPAN: dict[str, Any] = {"service_from": at("00:00", 1), "service_to": at("00:00", 21)}


def follow_ups(*later: Event, text: str = "", **changes: Any) -> dict[tuple[str, int], PlannedFollowUp]:
    """What the case with these facts changed asks for or offers after these events, by key and round."""
    facts = replace(CASE, **changes)
    events = (event(1, "registered", facts.registered_at), *later)
    procedure = parse_procedure(text) if text else GENERAL
    return {(each.key, each.round): each for each in plan(procedure, facts, events, SHANGHAI)}


def told(number: int, kind: str, happened_at: datetime, key: str, round_: int = 1, **facts: Any) -> Event:
    return replace(event(number, kind, happened_at), facts={"follow_up": key, "round": round_, **facts})


def made(number: int, happened_at: datetime, key: str, round_: int = 1, rating: str = "content") -> Event:
    return told(number, "followed_up", happened_at, key, round_, way="phone", rating=rating, called_by=7)


COMPLAINT: dict[str, Any] = {"kind": CaseKind.COMPLAINT, "category": "noise"}


@pytest.mark.parametrize(
    ("rule", "changes", "later", "key", "required", "opens_at", "due_at"),
    [
        ("R-CB-03", COMPLAINT, (HANDLED,), "complaint_follow_up", True, at("16:00"), at("23:59:59", 23)),
        (
            *("R-CB-01", {"orders": ORDERS}, SLIP_DONE, "repair_follow_up", False),
            *(at("11:00", 30), at("23:59:59", 31) + timedelta(days=30)),
        ),
        (
            *("R-CB-06", {"orders": ORDERS, "category": "roof_leak"}, SLIP_DONE, "repair_follow_up", True),
            *(at("11:00", 30), at("23:59:59", 31) + timedelta(days=30)),
        ),
        (
            *("R-CB-01", {}, (HANDLED,), "repair_follow_up", False),
            *(at("16:00"), at("23:59:59", 20) + timedelta(days=31)),
        ),
        *(
            (
                *("R-CB-01", {"kind": kind, "category": "community_culture"}, (HANDLED,), "community_follow_up"),
                *(False, at("16:00"), at("23:59:59", 20) + timedelta(days=31)),
            )
            for kind in (CaseKind.SUGGESTION, CaseKind.INQUIRY, CaseKind.ASSISTANCE)
        ),
        (
            *("R-CB-01", {**COMPLAINT, "category": "community_culture"}, (HANDLED,), "complaint_follow_up"),
            *(True, at("16:00"), at("23:59:59", 23)),
        ),
        (
            *("R-CB-01", {"kind": CaseKind.SPECIAL_SERVICE, **SPAN}, (), "service_middle", False),
            *(at("00:00", 11), at("23:59:59", 18)),
        ),
        (
            *("R-CB-01", {"kind": CaseKind.SPECIAL_SERVICE, **SPAN}, (), "service_end", False),
            *(at("00:00", 21), at("23:59:59", 28)),
        ),
        (
            "R-CB-06",
            {"kind": CaseKind.SPECIAL_SERVICE, "category": "estate_sanitation_greening", **SPAN},
            (),
            *("service_end", True, at("00:00", 21), at("23:59:59", 28)),
        ),
        (
            *("R-CB-01", {"kind": CaseKind.SPECIAL_SERVICE}, (HANDLED,), "service_end", False),
            *(at("16:00"), at("23:59:59", 27)),
        ),
        *(
            ("R-CB-04", {"kind": kind}, (HANDLED,), "other_follow_up", False, at("16:00"), at("23:59:59", 27))
            for kind in (CaseKind.INQUIRY, CaseKind.SUGGESTION, CaseKind.ASSISTANCE)
        ),
    ],
)
def test_each_kind_is_followed_up_in_its_window(rule, changes, later, key, required, opens_at, due_at):
    found = follow_ups(*later, **changes)[key, 1]
    assert (found.required, found.opens_at, found.due_at) == (required, opens_at, due_at), rule
    assert found.open


def test_a_month_ends_on_the_last_day_of_a_shorter_one():
    """R-T-04."""
    completed = at("11:00", 31)
    found = follow_ups(*SLIP_DONE[:3], event(5, "completed", completed, 1), orders=ORDERS)["repair_follow_up", 1]
    assert found.due_at is not None
    assert found.due_at.astimezone(SHANGHAI).strftime("%m-%d %H:%M:%S") == "11-30 23:59:59"


@pytest.mark.parametrize(
    ("changes", "later"),
    [
        (COMPLAINT, ()),
        (COMPLAINT, (HANDLED, event(3, "withdrawn", at("17:00"), about=2))),
        ({"orders": (*ORDERS, OrderFacts(2, OrderState.ISSUED, 1))}, SLIP_DONE),
        ({"kind": CaseKind.SPECIAL_SERVICE}, ()),
        (COMPLAINT | {"void": True}, (HANDLED,)),
        (COMPLAINT | {"round": 2}, (HANDLED, event(3, "reopened", at("17:00")))),
    ],
    ids=["not handled", "handling taken back", "a slip is out", "no span agreed", "void", "a new round"],
)
def test_nothing_is_asked_before_there_is_anything_to_ask_about(changes, later):
    assert follow_ups(*later, **changes) == {}


def test_a_voided_slip_holds_no_follow_up_back():
    orders = (*ORDERS, OrderFacts(2, OrderState.VOID, 1))
    assert follow_ups(*SLIP_DONE, orders=orders)["repair_follow_up", 1].opens_at == at("11:00", 30)


KEY = "complaint_follow_up"


def test_an_attempt_counts_as_an_attempt_and_not_as_a_follow_up():
    """R-CB-07."""
    tried = told(3, "follow_up_tried", at("17:00"), KEY, outcome="no_answer", way="phone", call_again_at=None)
    later = told(
        4, "follow_up_tried", at("18:00"), KEY, outcome="later", way="phone", call_again_at="2026-10-21T02:00:00Z"
    )
    found = follow_ups(HANDLED, tried, later, **COMPLAINT)[KEY, 1]
    assert found.open
    assert [each.outcome for each in found.attempts] == [AttemptOutcome.NO_ANSWER, AttemptOutcome.LATER]
    assert found.call_again_at == at("10:00", 21)
    reached = follow_ups(HANDLED, tried, later, made(5, at("10:00", 21), KEY), **COMPLAINT)[KEY, 1]
    assert (reached.done_at, reached.call_again_at, len(reached.attempts)) == (at("10:00", 21), None, 2)


def test_a_follow_up_by_phone_waits_for_its_second_signature():
    """R-CB-07."""
    called = made(3, at("17:00"), KEY, rating="fair")
    found = follow_ups(HANDLED, called, **COMPLAINT)[KEY, 1]
    assert (found.rating, found.way, found.called_by, found.to_confirm) == (Rating.FAIR, FollowUpWay.PHONE, 7, True)
    signed = told(4, "follow_up_confirmed", at("17:10"), KEY, confirmed_by=9)
    found = follow_ups(HANDLED, called, signed, **COMPLAINT)[KEY, 1]
    assert (found.confirmed_by, found.confirmed_at, found.to_confirm) == (9, at("17:10"), False)


@pytest.mark.parametrize("kind", ["followed_up", "follow_up_ended"])
def test_what_is_taken_back_opens_the_follow_up_again(kind):
    last = made(3, at("17:00"), KEY) if kind == "followed_up" else told(3, kind, at("17:00"), KEY)
    assert not follow_ups(HANDLED, last, **COMPLAINT)[KEY, 1].open
    assert follow_ups(HANDLED, last, event(4, "withdrawn", at("18:00"), about=3), **COMPLAINT)[KEY, 1].open


def test_a_new_round_has_a_follow_up_of_its_own_and_keeps_what_was_said_in_the_first():
    """R-CB-09, R-ESC-10."""
    first = (HANDLED, made(3, at("17:00"), KEY, rating="not_content"), event(4, "reopened", at("17:00")))
    found = follow_ups(*first, **COMPLAINT, round=2)
    assert set(found) == {(KEY, 1)}
    assert found[KEY, 1].rating is Rating.NOT_CONTENT
    found = follow_ups(*first, event(5, "handled", at("09:00", 22)), **COMPLAINT, round=2)
    assert (found[KEY, 2].open, found[KEY, 2].due_at) == (True, at("23:59:59", 25))


def test_a_slip_finished_after_the_follow_up_asks_for_another():
    second = (
        *(event(7, "dispatched", at("10:05", 31), 2), event(8, "accepted", at("10:10", 31), 2)),
        *(event(9, "arrived", at("10:40", 31), 2), event(10, "completed", at("11:00", 31), 2)),
    )
    called = made(6, at("12:00", 30), "repair_follow_up")
    assert not follow_ups(*SLIP_DONE, called, orders=ORDERS)["repair_follow_up", 1].open
    orders = (*ORDERS, OrderFacts(2, OrderState.COMPLETED, 1))
    assert follow_ups(*SLIP_DONE, called, *second, orders=orders)["repair_follow_up", 1].open


def test_a_rule_book_without_follow_ups_asks_for_none():
    text = TEXT[: TEXT.index("[[follow_ups]]")]
    assert parse_procedure(text).follow_ups == ()
    assert follow_ups(HANDLED, text=text, **COMPLAINT) == {}


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('from = "handled"', 'from = "registered"', "there is no “registered”"),
        ("within = { months = 1 }", "within = { minutes = 5 }", "hours, days or months are expected"),
        ("within = { months = 1 }", "within = { months = 25 }", "a whole number from {least} to {most}"),
        ("within = { days = 3 }", "opens = { days = 4 }\nwithin = { days = 3 }", "by then the time is over"),
        ("required = true", 'required = "yes"', "true or false is expected"),
        ("required = true", "required = true\nrequired_when = { watched = true }", "it is asked of all"),
        ("required = true", "requird = true", "Is “{nearest}” meant?"),
        ("required_when = { watched = true }", "required_when = { wached = true }", "Is “{nearest}” meant?"),
        ('id = "repair_follow_up"', 'id = "complaint_follow_up"', "is there twice"),
    ],
)
def test_a_mistake_among_the_follow_ups_is_told_with_its_place(old, new, words):
    before, section = TEXT[: TEXT.index("[[follow_ups]]")], TEXT[TEXT.index("[[follow_ups]]") :]
    with pytest.raises(ProcedureMistake) as refused:
        parse_procedure(before + section.replace(old, new, 1), "general.toml")
    told_words = refused.value.text.replace("{found}", str(refused.value.values.get("found", "")))
    assert words in told_words
    assert "follow_ups" in str(refused.value.values["key"])


def test_a_follow_up_whose_rule_book_names_no_last_day_has_none():
    undated = TEXT.replace('from = "handled"\nwithin = { days = 3 }\n', 'from = "handled"\n', 1)
    assert undated != TEXT
    found = follow_ups(HANDLED, text=undated, **COMPLAINT)["complaint_follow_up", 1]
    assert (found.opens_at, found.due_at, found.required) == (at("16:00"), None, True)


def test_every_follow_up_of_the_default_says_where_it_comes_from():
    assert all(row.source for row in GENERAL.follow_ups)
    assert {kind for row in GENERAL.follow_ups for kind in row.when.kinds or ()} == set(CaseKind)


@pytest.mark.parametrize(
    ("book", "key", "escalated_to", "department", "roles"),
    [
        ("general", "complaint_follow_up", "", "", ""),
        ("general", "complaint_follow_up", "general_manager", "", ""),
        ("general", "complaint_follow_up", "quality", "quality", "quality"),
        ("general", "complaint_follow_up", "a_step_of_another_book", "", ""),
        ("customer_complaints", "complaint_follow_up", "office_head", "", ""),
        ("customer_complaints", "complaint_follow_up", "quality", "quality", "quality"),
        ("customer_complaints", "complaint_follow_up", "leaders", "quality", "quality"),
        ("crm_rules", "complaint_follow_up", "", "call_centre", ""),  # outside the program: the desk notes what it says
        ("crm_rules", "store_follow_up", "general_manager", "", ""),
        ("follow_up_system", "direct_follow_up", "", "", "supervisor office_head"),
        ("follow_up_system", "complaint_follow_up", "general_manager", "", ""),
    ],
)
def test_what_a_department_took_over_it_calls_back_itself(book, key, escalated_to, department, roles):
    """R-CB-13, R-CB-08."""
    procedure = rule_book(book)
    row = procedure.follow_up(key)
    assert made_by(procedure, row, escalated_to) == department
    assert callers(procedure, row, escalated_to) == names(roles)
