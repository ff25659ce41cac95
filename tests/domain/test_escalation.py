# SPDX-License-Identifier: Apache-2.0
"""Whose a case is on the ladder and which steps up are asked for; what needs a word first: row by row of the books."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from complaintdesk.domain import approvals, escalation
from complaintdesk.domain.approvals import Word, missing_before, rows_of
from complaintdesk.domain.case_facts import CaseFacts, holds
from complaintdesk.domain.escalation import Broken, Outlook
from complaintdesk.domain.lifecycle import Event
from complaintdesk.domain.terms import CaseKind, Channel, EventKind, Level, Trigger
from tests.domain.rule_books import rule_book
from tests.domain.stories import NINE

BOOKS = (
    *("general", "car_dealer", "car_workshop", "company", "crm_rules", "customer_complaints", "follow_up_system"),
    *("hotel", "hotline_96310", "it_complaints", "liyuan", "management_centre", "owner_process", "process_rules"),
    *("resort_villas", "work_rules_seven"),
)


def facts(**changes: Any) -> CaseFacts:
    plain = CaseFacts(
        kind=CaseKind.COMPLAINT,
        channel=Channel.PHONE,
        grade=None,
        level=Level.GENERAL,
        category="",
        public_area=False,
        complex_job=False,
        registered_at=NINE,
        appointment_from=None,
        appointment_to=None,
        round=1,
        void=False,
        orders=(),
    )
    return replace(plain, **changes)


def told(*events: tuple[str, int, dict[str, Any]]) -> tuple[Event, ...]:
    """Standing events: kind, minutes after nine, facts; the registration goes before them."""
    registered = Event(1, EventKind.REGISTERED, NINE, NINE)
    found = []
    for number, (kind, minutes, given) in enumerate(events, 2):
        at = NINE + timedelta(minutes=minutes)
        found.append(Event(number, EventKind(kind), at, at, facts=given))
    return (registered, *found)


def up(to: str, minutes: int = 10, trigger: str = "beyond_authority") -> tuple[str, int, dict[str, Any]]:
    return "escalated", minutes, {"to": to, "trigger": trigger, "sheet": None}


def outlook(*events: tuple[str, int, dict[str, Any]], broken: dict[str, int] | None = None, **changes: Any) -> Outlook:
    """`broken`: by key how many minutes after nine its limit ended."""
    ups = [given["to"] for kind, _minutes, given in events if kind == "escalated"]
    late = tuple(Broken(key, NINE + timedelta(minutes=at)) for key, at in (broken or {}).items())
    return Outlook(facts(**changes), told(*events), ups[-1] if ups else "", late)


def proposed(book: str, case: Outlook) -> list[tuple[str, str, bool]]:
    return [(each.row.id, each.to.id, each.written) for each in escalation.proposals(rule_book(book), case)]


MAJOR: dict[str, Any] = {"level": Level.MAJOR}
COMPENSATION: dict[str, Any] = {"level": Level.MAJOR, "criteria": frozenset({"compensation"})}


@pytest.mark.parametrize(
    ("book", "case", "whose"),
    [
        ("general", outlook(), "clerk"),  # R-CLS-07
        ("general", outlook(**MAJOR), "office_head"),  # R-CLS-07
        ("general", outlook(**COMPENSATION), "deputy"),  # R-CLS-06
        ("general", outlook(category="about_office_head"), "deputy"),  # R-CLS-06
        ("general", outlook(up("supervisor")), "supervisor"),  # R-ESC-02
        ("general", outlook(up("supervisor"), **MAJOR), "office_head"),
        ("general", outlook(up("quality"), **MAJOR), "quality"),
        ("general", outlook(kind=CaseKind.REPAIR, **MAJOR), "clerk"),
        ("customer_complaints", outlook(**MAJOR), "office_head"),
        ("customer_complaints", outlook(**COMPENSATION), "leaders"),
        ("car_dealer", outlook(), "supervisor"),
        ("car_dealer", outlook(**MAJOR), "general_manager"),  # R-ESC-04
        ("crm_rules", outlook(), "office_head"),
        ("crm_rules", outlook(channel=Channel.COMPANY), "supervisor"),
        ("process_rules", outlook(), "office_head"),
    ],
)
def test_r_cls_06_r_cls_07_r_esc_02_whose_a_case_is(book, case, whose):
    holder = escalation.holder(rule_book(book), case)
    assert holder is not None
    assert holder.id == whose


@pytest.mark.parametrize(
    ("book", "case", "steps"),
    [
        ("general", outlook(), []),
        ("general", outlook(**MAJOR), [("major_told", "deputy", False)]),  # R-ESC-04
        ("general", outlook(up("deputy"), **MAJOR), []),
        ("general", outlook(up("supervisor"), **MAJOR), [("major_told", "deputy", False)]),
        ("general", outlook(broken={"answer_complaint": 30}), [("limit_broken", "supervisor", False)]),  # R-ESC-02
        ("general", outlook(up("supervisor", 40), broken={"answer_complaint": 30}), []),
        (
            "general",
            outlook(up("supervisor", 40), broken={"report_complaint": 30, "answer_complaint": 50}),
            [("limit_broken", "office_head", False)],
        ),
        ("general", outlook(broken={"chase_result": 30}), []),  # it reminds, and no more
        ("general", outlook(up("quality"), broken={"answer_complaint": 30}), []),  # the top
        ("general", outlook(("reopened", 20, {})), [("not_content", "supervisor", False)]),
        ("general", outlook(("followed_up", 20, {"rating": "not_content"})), [("not_content", "supervisor", False)]),
        ("general", outlook(("followed_up", 20, {"rating": "content"})), []),
        ("general", outlook(("reopened", 20, {}), up("supervisor", 25)), []),
        (
            "crm_rules",
            outlook(**MAJOR),
            [
                ("major_to_manager", "supervisor", False),
                ("major_to_general_manager", "general_manager", False),
                ("major_to_manufacturer", "manufacturer", True),
            ],
        ),
        (
            "crm_rules",
            outlook(up("supervisor"), up("general_manager", 12), **MAJOR),
            [("major_to_manufacturer", "manufacturer", True)],
        ),
        ("resort_villas", outlook(broken={"answer_complaint": 30}), []),  # this book names another limit, R-ESC-03
    ],
)
def test_r_esc_02_r_esc_03_r_esc_04_which_steps_up_are_asked_for(book, case, steps):
    assert proposed(book, case) == steps


def test_r_esc_03_a_limit_that_the_book_names_takes_a_case_up_even_where_it_only_reminds():
    rows = [row for row in rule_book("resort_villas").course.escalations if row.limits]
    assert rows
    for row in rows:
        for key in row.limits:
            assert row.id in [found[0] for found in proposed("resort_villas", outlook(broken={key: 30}))]


@pytest.mark.parametrize("book", BOOKS)
def test_r_esc_01_each_trigger_that_a_person_must_see_is_offered_with_the_books_target(book):
    procedure = rule_book(book)
    case = outlook(criteria=frozenset({"compensation"}), level=Level.MAJOR, repeat=True)
    at = escalation.holder(procedure, case)
    assert at is not None
    ladder = list(procedure.course.ladder)
    offered = {step.row.id: step.to.id for step in escalation.offers(procedure, case)}
    for row in procedure.course.escalations:
        to = procedure.course.step(row.to) if row.to else procedure.course.step_above(at.id)
        seen = row.trigger in escalation.SEEN or not holds(procedure, row.when, case.facts, None)
        fits = not seen and to is not None and ladder.index(to) >= ladder.index(at)
        assert (row.id in offered) == fits
        if fits and to is not None:
            assert offered[row.id] == to.id


@pytest.mark.parametrize("book", BOOKS)
def test_nothing_is_asked_for_of_a_case_that_went_all_the_way_up(book):
    procedure = rule_book(book)
    top = procedure.course.ladder[-1].id
    case = outlook(up(top, 90), ("reopened", 20, {}), broken={row.id: 30 for row in procedure.commitments})
    assert escalation.proposals(procedure, case) == ()


@pytest.mark.parametrize(
    ("book", "to", "trigger", "written"),
    [
        ("general", "quality", Trigger.CLIENT_ASKS, True),  # always by a sheet
        ("general", "office_head", Trigger.BEYOND_DEPARTMENT, True),  # R-ESC-01
        ("general", "office_head", Trigger.BEYOND_AUTHORITY, False),
        ("crm_rules", "general_manager", Trigger.BEYOND_AUTHORITY, True),
        ("crm_rules", "general_manager", Trigger.MAJOR, False),
    ],
)
def test_r_esc_01_what_goes_up_in_writing(book, to, trigger, written):
    procedure = rule_book(book)
    assert escalation.goes_in_writing(procedure, outlook(**MAJOR), procedure.course.step(to), trigger) is written


def word(kind: str, minutes: int, approval: str = "solution") -> tuple[str, int, dict[str, Any]]:
    return kind, minutes, {"approval": approval, "by": "general_manager", "name": "吴总"}


@pytest.mark.parametrize(
    ("events", "at", "missing"),
    [
        ((), 30, True),
        ((word("approval_asked", 5),), 30, True),
        ((word("approval_asked", 5), word("approved", 10)), 30, False),
        ((word("approval_asked", 5), word("approved", 10)), 10, False),  # in the same minute
        ((word("approval_asked", 5), word("approved", 10)), 9, True),  # told before it was approved
        ((word("approval_asked", 5), word("approval_refused", 10)), 30, True),
        ((word("approval_asked", 5), word("approved", 10), word("approval_refused", 20)), 30, True),
        ((word("approval_asked", 5, "other"), word("approved", 10, "other")), 30, True),
        ((word("approval_asked", 5), word("approved", 10), ("reopened", 20, {})), 30, True),  # a new round
    ],
)
def test_r_esc_14_the_solution_is_approved_before_the_client_is_told(events, at, missing):
    rounds = 1 + sum(kind == "reopened" for kind, _minutes, _facts in events)
    when = NINE + timedelta(minutes=at)
    procedure, story = rule_book("car_dealer"), told(*events)
    found = missing_before(procedure, EventKind.ANSWERED, facts(round=rounds), story, when)
    assert bool(found) is missing
    assert missing_before(procedure, EventKind.INFORMED, facts(round=rounds), story, when) == ()


def test_r_esc_14_what_is_done_needs_no_word_any_more_and_a_special_closing_only_once_it_was_asked_for_r_esc_08():
    book = rule_book("car_dealer")
    assert [each.word for each in approvals.approvals(book, facts(), told())] == [Word.MISSING]
    assert approvals.approvals(book, facts(), told(("answered", 5, {}))) == ()
    crm = rule_book("crm_rules")
    assert approvals.approvals(crm, facts(), told()) == ()
    (asked,) = approvals.approvals(crm, facts(), told(word("approval_asked", 5, "special_closing")))
    assert (asked.row.before, asked.word) == (EventKind.SPECIAL_CLOSED, Word.ASKED)


@pytest.mark.parametrize("book", BOOKS)
def test_r_esc_08_each_approval_stands_once_and_is_for_steps_of_the_ladder(book):
    procedure = rule_book(book)
    rows = rows_of(procedure)
    ladder = {step.id for step in procedure.course.ladder}
    assert all(set(row.by) <= ladder and row.by for row in rows)
    assert sum(row.before is EventKind.SPECIAL_CLOSED for row in rows) == (procedure.course.special_closing is not None)
