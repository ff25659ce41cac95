# SPDX-License-Identifier: Apache-2.0
"""Limits that wait, that a supervisor puts off, and that were promised to the client (R-T-07, R-ESC-12)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from complaintdesk.domain.commitments import plan
from complaintdesk.domain.due_times import StepKind
from complaintdesk.domain.terms import EventKind, PauseReason
from complaintdesk.domain.waiting import pauses
from tests.domain.limits import CASE, SHANGHAI
from tests.domain.timed import YEAR_2026, a_row, at, book, planned, story, waited

MORNING = "registered 10-20 10:00:13"  # a Tuesday


@pytest.mark.parametrize(
    ("words", "pause", "due"),
    [
        ("24 hours", "10-20 12:00 10-20 15:30", "10-21 13:30:13"),
        ("24 hours", "10-20 23:00 10-21 01:00", "10-21 12:00:13"),  # across midnight
        ("24 hours", "10-20 18:00 10-21 07:00", "10-21 23:00:13"),  # outside office hours
        ("24 hours", "10-21 10:00:13 10-21 11:00:13", "10-21 11:00:13"),  # in its last second
        ("24 hours", "10-21 10:00:14 10-21 12:00", "10-21 10:00:13"),  # too late
        ("2 days", "10-20 12:00 10-20 18:00", "10-22"),  # no day was covered
        ("2 days", "10-20 23:00 10-21 01:00", "10-23"),
        ("2 days", "10-21 09:00 10-24 09:00", "10-25"),
        ("same_day", "10-20 15:00 10-21 09:00", "10-21"),
        ("2 working_days", "10-21 09:00 10-26 09:00", "10-27"),  # the weekend would not have counted
        ("2 working_days", "10-23 09:00 10-26 09:00", "10-22"),
        ("3 working_days", "10-22 09:00 10-24 20:00", "10-26"),
        ("1 months", "10-25 09:00 10-28 09:00", "11-23"),
    ],
)
def test_a_pause_moves_a_clock_limit_by_its_time_and_a_day_limit_by_its_days(words: str, pause: str, due: str):
    """R-T-07."""
    found = planned(words, MORNING, *waited(pause))
    first = planned(words, MORNING).due_at
    assert (found.due_at, found.first_due_at, found.paused_at) == (at(due), first, None)


def test_a_pause_over_the_national_day_gives_back_the_working_days_it_took():
    """R-T-07, R-T-03."""
    received = "registered 09-29 10:00"
    assert planned("3 working_days", received).due_at == at("10-09")
    found = planned("3 working_days", received, "paused 09-30 09:00 reason=parts", "resumed 10-09 09:00")
    assert found.due_at == at("10-12")  # the 8th and the 9th; the 10th is a make-up Saturday


def test_a_limit_waits_for_what_its_row_says_alone():
    """R-T-07."""
    row = a_row("24 hours", pauses=frozenset({PauseReason.PARTS}))
    waited = (MORNING, "paused 10-20 12:00 reason=client_away", "resumed 10-20 15:00")
    assert planned(row, *waited).due_at == at("10-21 10:00:13")
    assert planned(row, MORNING, "paused 10-20 12:00 reason=client_away").paused_at is None


def test_while_it_waits_a_limit_is_not_counted_and_says_since_when():
    """R-T-07."""
    found = planned("24 hours", MORNING, "paused 10-20 12:00 reason=parts")
    assert (found.paused_at, found.due_at) == (at("10-20 12:00"), at("10-21 10:00:13"))
    assert found.steps[-1].kind is StepKind.WAITING


def test_a_limit_that_was_broken_does_not_begin_to_wait():
    """R-T-07."""
    found = planned("24 hours", MORNING, "paused 10-21 15:00 reason=parts")
    assert (found.paused_at, found.due_at) == (None, at("10-21 10:00:13"))


def test_a_pause_from_before_the_office_opened_counts_from_the_opening():
    """R-T-05, R-T-07."""
    found = planned("20 minutes", "registered 10-20 20:00", "paused 10-20 21:00 reason=parts", "resumed 10-21 10:30")
    assert found.due_at == at("10-21 10:50")
    waits = planned("20 minutes", "registered 10-20 20:00", "paused 10-20 21:00 reason=parts")
    assert (waits.paused_at, waits.due_at) == (at("10-21 08:30"), at("10-21 08:50"))


def test_a_pause_noted_late_counts_from_when_it_began():
    """R-T-06, R-T-07."""
    events = story(MORNING, "paused 10-20 12:00 reason=parts", "resumed 10-20 14:00")
    late = tuple(replace(each, recorded_at=at("10-22 09:00")) for each in events)
    assert planned("24 hours", *late).due_at == planned("24 hours", *events).due_at == at("10-21 12:00:13")


def test_several_pauses_add_up_and_one_after_the_first_end_counts_where_an_earlier_one_moved_it():
    """R-T-07."""
    found = planned(
        "24 hours",
        MORNING,
        "paused 10-20 12:00 reason=parts",
        "resumed 10-20 14:00",
        "paused 10-21 11:00 reason=client_away",
        "resumed 10-21 12:30",
    )
    assert found.due_at == at("10-21 13:30:13")


def test_a_pause_that_was_taken_back_never_was():
    """R-T-07."""
    taken_back = (MORNING, "paused 10-20 12:00 reason=parts", "withdrawn 10-20 12:05 about=2")
    assert planned("24 hours", *taken_back) == planned("24 hours", MORNING)
    both = (MORNING, "paused 10-20 12:00 reason=parts", "resumed 10-20 14:00", "withdrawn 10-20 14:05 about=3")
    assert planned("24 hours", *both).paused_at == at("10-20 12:00")


def test_a_wait_that_begins_in_another_ends_it_so_that_no_time_counts_twice():
    """R-T-07: the first was taken back, another begun, and the first restored."""
    told = (
        MORNING,
        "paused 10-20 12:00 reason=parts",
        "withdrawn 10-20 12:30 about=2",
        "paused 10-20 13:00 reason=client_away",
        "resumed 10-20 15:00",
        "withdrawn 10-20 15:30 about=3",
    )
    assert planned("24 hours", *told).due_at == at("10-21 13:00:13")
    assert [(each.since, each.until) for each in pauses(story(*told))] == [
        (at("10-20 12:00"), at("10-20 13:00")),
        (at("10-20 13:00"), at("10-20 15:00")),
    ]


@pytest.mark.parametrize("end", ["handled", "reopened", "referred", "special_closed", "explained", "joined"])
def test_the_end_of_the_matter_ends_its_waiting(end: str):
    """R-T-07."""
    events = story(MORNING, "paused 10-20 12:00 reason=parts", f"{end} 10-20 13:00")
    assert [each.until for each in pauses(events)] == [at("10-20 13:00")]


def test_a_handling_noted_with_a_time_before_the_pause_leaves_nothing_of_it():
    """R-T-06."""
    events = story(MORNING, "paused 10-20 12:00 reason=parts", "handled 10-20 11:00")
    assert [(each.since, each.until) for each in pauses(events)] == [(at("10-20 12:00"), at("10-20 12:00"))]


def test_what_meets_a_limit_ends_its_waiting_and_what_is_waited_for_later_moves_it_no_more():
    """R-T-07."""
    waits = (MORNING, "paused 10-20 12:00 reason=parts", "answered 10-20 15:00")
    found = planned("24 hours", *waits)
    assert (found.met_at, found.due_at, found.paused_at) == (at("10-20 15:00"), at("10-21 13:00:13"), None)
    assert planned("24 hours", *waits, "resumed 10-21 09:00").due_at == found.due_at
    later = planned("24 hours", MORNING, "answered 10-20 11:00", "paused 10-20 12:00 reason=parts")
    assert (later.due_at, later.paused_at) == (at("10-21 10:00:13"), None)


def test_an_extension_keeps_the_first_due_time():
    """R-T-07."""
    found = planned("24 hours", MORNING, "extended 10-20 16:00 key=row round=1 due_at=10-23_12:00")
    assert (found.due_at, found.first_due_at) == (at("10-23 12:00"), at("10-21 10:00:13"))
    again = planned(
        "24 hours",
        MORNING,
        "extended 10-20 16:00 key=row round=1 due_at=10-23_12:00",
        "extended 10-22 16:00 key=row round=1 due_at=10-25_12:00",
    )
    assert (again.due_at, again.first_due_at) == (at("10-25 12:00"), at("10-21 10:00:13"))
    back = planned(
        "24 hours",
        MORNING,
        "extended 10-20 16:00 key=row round=1 due_at=10-23_12:00",
        "withdrawn 10-20 16:05 about=2",
    )
    assert back.due_at == at("10-21 10:00:13")


def test_an_extension_of_another_limit_or_round_moves_nothing():
    for facts in ("key=other round=1", "key=row round=2"):
        found = planned("24 hours", MORNING, f"extended 10-20 16:00 {facts} due_at=10-23_12:00")
        assert found.due_at == at("10-21 10:00:13")


def test_an_extension_stands_for_what_was_waited_for_before_it_and_what_comes_after_moves_it():
    """R-T-07."""
    told = (
        MORNING,
        "paused 10-20 12:00 reason=parts",
        "extended 10-20 16:00 key=row round=1 due_at=10-23_12:00",
        "resumed 10-20 18:00",
    )
    assert planned("24 hours", *told).due_at == at("10-23 14:00")
    waits = planned("24 hours", *told[:3])
    assert (waits.due_at, waits.paused_at) == (at("10-23 12:00"), at("10-20 16:00"))


@pytest.mark.parametrize(
    ("words", "pause", "due"),
    [
        ("2 days", "10-21 09:00 10-21 15:00", "10-23 12:00"),
        ("2 days", "10-21 09:00 10-22 15:00", "10-24 12:00"),
        ("2 working_days", "10-21 09:00 10-22 15:00", "10-26 12:00"),
        ("24 hours", "10-21 09:00 10-21 15:00", "10-23 18:00"),
    ],
)
def test_what_is_waited_for_after_an_extension_keeps_the_time_of_day_that_a_person_named(words, pause, due):
    """R-T-07."""
    extended = "extended 10-20 16:00 key=row round=1 due_at=10-23_12:00"
    assert planned(words, MORNING, extended, *waited(pause)).due_at == at(due)


PROMISE = a_row("promised_time", starts=EventKind.PROMISED, each_round=True)


@pytest.mark.parametrize(
    ("told", "due", "met"),
    [
        (("promised 10-20 11:00 until=10-21_17:00",), "10-21 17:00", None),
        (
            ("promised 10-20 11:00 until=10-21_17:00", "promised 10-21 15:00 until=10-22_12:00"),
            "10-22 12:00",  # renewed while it could still be kept
            None,
        ),
        (
            ("promised 10-20 11:00 until=10-21_17:00", "promised 10-21 18:00 until=10-22_12:00"),
            "10-21 17:00",  # broken: another promise does not make it good
            None,
        ),
        (
            (
                "promised 10-20 11:00 until=10-21_17:00",
                "promised 10-21 18:00 until=10-24_12:00",
                "promised 10-22 09:00 until=10-25_12:00",
            ),
            "10-21 17:00",
            None,
        ),
        (
            (
                "promised 10-20 11:00 until=10-21_17:00",
                "answered 10-21 16:00",
                "promised 10-22 09:00 until=10-23_12:00",
            ),
            "10-23 12:00",  # kept: the next is another promise
            None,
        ),
        (
            ("promised 10-20 11:00 until=10-21_17:00", "answered 10-21 16:00"),
            "10-21 17:00",
            "10-21 16:00",
        ),
        (("answered 10-20 10:30", "promised 10-20 11:00 until=10-21_17:00"), "10-21 17:00", None),
        (
            (
                "promised 10-20 11:00 until=10-21_17:00",
                "promised 10-20 12:00 until=10-20_18:00",
                "withdrawn 10-20 12:05 about=3",
            ),
            "10-21 17:00",
            None,
        ),
    ],
)
def test_the_time_agreed_with_the_client_is_a_limit(told: tuple[str, ...], due: str, met: str | None):
    """R-ESC-12, R-REG-16."""
    found = planned(PROMISE, MORNING, *told)
    assert (found.due_at, found.met_at) == (at(due), met and at(met))


def test_each_round_has_its_own_promise_and_its_own_pauses():
    """R-ESC-10, R-ESC-12."""
    events = story(
        MORNING,
        "promised 10-20 11:00 until=10-21_17:00",
        "paused 10-21 09:00 reason=parts",
        "handled 10-21 12:00",
        "reopened 10-22 09:00",
        "promised 10-22 10:00 until=10-23_12:00",
        "extended 10-22 11:00 key=row round=2 due_at=10-24_12:00",
    )
    facts = replace(CASE, registered_at=events[0].happened_at, round=2)
    first, second = plan(book(PROMISE), facts, events, SHANGHAI, YEAR_2026)
    assert (first.round, first.due_at, first.paused_at) == (1, at("10-21 20:00"), None)
    assert (second.round, second.due_at, second.first_due_at) == (2, at("10-24 12:00"), at("10-23 12:00"))
