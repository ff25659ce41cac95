# SPDX-License-Identifier: Apache-2.0
"""When a limit ends: over nights, weekends, holidays and pauses, when it is put off, and how it explains itself."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from complaintdesk.domain.commitments import Planned, explain, plan
from complaintdesk.domain.due_times import Step, StepKind
from complaintdesk.domain.terms import EventKind, Grade, Level, PauseReason
from complaintdesk.domain.waiting import pauses
from complaintdesk.domain.workdays import Calendar, Day
from tests.domain.limits import CASE, GENERAL, SHANGHAI
from tests.domain.rule_books import limit
from tests.domain.timed import YEAR_2026, a_row, at, book, day, planned, story

MORNING = "registered 10-20 10:00:13"  # a Tuesday
URGENT: dict[str, Any] = {"grade": Grade.URGENT}


def kinds(found: Planned) -> list[StepKind]:
    return [step.kind for step in found.steps]


def of_kind(found: Planned, kind: StepKind) -> list[Step]:
    return [step for step in found.steps if step.kind is kind]


def waited(span: str) -> tuple[str, str]:
    """A wait for parts, '10-20 12:00 10-20 15:30', as it is told."""
    parts = span.split()
    return f"paused {' '.join(parts[:2])} reason=parts", f"resumed {' '.join(parts[2:])}"


@pytest.mark.parametrize(
    ("rule", "words", "received", "due"),
    [
        ("R-T-01", "20 minutes", "10-20 10:00:13", "10-20 10:20:13"),
        ("R-T-01", "24 hours", "10-20 10:00:13", "10-21 10:00:13"),
        ("R-T-01", "24 hours", "10-16 16:00", "10-17 16:00"),  # once started it runs through the weekend
        ("R-T-01", "48 hours", "12-31 10:00", "2027-01-02 10:00"),
        ("R-T-02", "same_day", "10-20 10:00:13", "10-20"),
        ("R-T-02", "2 days", "10-20 10:00:13", "10-22"),
        ("R-T-02", "3 days", "10-31 23:59:59", "11-03"),
        ("R-T-02", "2 days", "10-17 03:00", "10-19"),  # days are counted from the day, whatever the hour
        ("R-T-03", "3 working_days", "09-30 16:00", "10-10"),
        ("R-T-03", "1 working_days", "10-16 20:00", "10-19"),
        ("R-T-03", "1 working_days", "10-17 10:00", "10-19"),
        ("R-T-03", "5 working_days", "02-12 10:00", "02-26"),
        ("R-T-04", "1 months", "10-20 10:00", "11-20"),
        ("R-T-04", "1 months", "01-31 10:00", "02-28"),
        ("R-T-04", "1 months", "12-31 10:00", "2027-01-31"),
        ("R-T-05", "20 minutes", "10-20 20:00", "10-21 08:50"),
        ("R-T-05", "20 minutes", "10-20 12:30", "10-20 12:50"),  # the lunch break defers nothing
        ("R-T-05", "24 hours", "10-16 18:00", "10-20 08:30"),
        ("R-T-05", "same_day", "10-17 10:00", "10-19"),
        ("R-T-05", "20 minutes", "10-10 10:00", "10-10 10:20"),  # a make-up Saturday
        ("R-T-05", "20 minutes", "10-10 07:00", "10-10 08:50"),
        ("R-T-05", "20 minutes", "10-03 10:00", "10-08 08:50"),
        ("R-T-05", "20 minutes", "10-20 17:29:59", "10-20 17:49:59"),
    ],
)
def test_a_limit_ends_when_its_clause_says(rule: str, words: str, received: str, due: str):
    found = planned(words, f"registered {received}")
    assert found.due_at == found.first_due_at == at(due)


@pytest.mark.parametrize("facts", [URGENT, {"level": Level.MAJOR}])
def test_what_is_urgent_starts_at_night_too(facts: dict[str, Any]):
    """R-T-05."""
    found = planned("30 minutes", "registered 10-20 23:30", facts=facts)
    assert (found.started_at, found.due_at) == (at("10-20 23:30"), at("10-21 00:00"))
    assert StepKind.URGENT in kinds(found)
    assert StepKind.URGENT not in kinds(planned("30 minutes", MORNING, facts=facts))


def test_a_rule_book_without_a_word_on_nights_starts_everything_at_once():
    """R-T-05."""
    at_once = replace(GENERAL.course, out_of_hours=None)
    found = planned(book(a_row("20 minutes"), course=at_once), "registered 10-20 23:30")
    assert found.due_at == at("10-20 23:50")


def test_what_follows_another_step_does_not_wait_for_the_office():
    """R-T-05: what was received waits, not what the office itself did at night."""
    row = a_row("20 minutes", starts=EventKind.REPORTED)
    assert planned(row, MORNING, "reported 10-20 23:30").due_at == at("10-20 23:50")


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
    assert kinds(found)[-1] is StepKind.WAITING


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


def test_the_categorys_own_commitment_stands_in_for_the_limit():
    """R-WO-09: without a time agreed with the client, within the service commitment of the category."""
    plumbing = GENERAL.category("plumbing")
    own = replace(plumbing, service_limit=limit("4 hours"), service_source="服务承诺§2")
    categories = tuple(own if each.id == own.id else each for each in GENERAL.categories)
    found = planned(book(a_row("24 hours", by_category=True), categories=categories), MORNING)
    assert (found.due_at, found.source) == (at("10-20 14:00:13"), "服务承诺§2")
    assert planned(book(a_row("24 hours"), categories=categories), MORNING).due_at == at("10-21 10:00:13")


def test_a_time_agreed_with_the_client_stands_in_place_of_the_categorys():
    """R-WO-09."""
    agreed = {"appointment_from": at("10-22 15:00"), "appointment_to": at("10-22 17:00")}
    assert planned("appointed_time", MORNING, facts=agreed).due_at == at("10-22 17:00")
    assert planned("appointed_day", MORNING, facts=agreed).due_at == at("10-22")


def test_the_same_story_may_be_written_up_in_the_evening():
    """R-T-06: times that happened count, not when they were noted."""
    noted = tuple(replace(each, recorded_at=at("10-21 17:00")) for each in story(MORNING, "answered 10-20 11:00"))
    found = planned("2 hours", *noted)
    assert (found.met_at, found.due_at) == (at("10-20 11:00"), at("10-20 12:00:13"))


def test_working_days_that_reach_into_a_year_without_its_holidays_are_provisional():
    """R-T-03."""
    found = planned("3 working_days", "registered 12-30 10:00")
    assert (found.due_at, found.provisional) == (at("2027-01-04"), True)
    assert of_kind(found, StepKind.PROVISIONAL)[0].day == day("2027-01-01")
    assert not planned("1 working_days", "registered 12-30 10:00").provisional
    assert not planned("3 days", "registered 12-30 10:00").provisional
    confirmed = Calendar({**YEAR_2026.days, day("2027-01-01"): Day(False, "元旦")}, frozenset({2026, 2027}))
    sure = planned("3 working_days", "registered 12-30 10:00", calendar=confirmed)
    assert (sure.due_at, sure.provisional) == (at("2027-01-05"), False)


def test_what_waits_for_an_opening_in_such_a_year_is_provisional_too():
    """R-T-05."""
    night = planned("20 minutes", "registered 12-31 20:00")
    assert (night.due_at, night.provisional) == (at("2027-01-01 08:50"), True)
    assert planned("20 minutes", "registered 2027-01-04 10:00").provisional  # perhaps a holiday
    assert not planned("20 minutes", "registered 2027-01-04 10:00", facts=URGENT).provisional
    by_weekday = replace(GENERAL.office_hours, by_calendar=False)
    assert not planned(book(a_row("20 minutes"), office_hours=by_weekday), "registered 12-31 20:00").provisional


def test_a_person_who_names_the_day_needs_no_calendar():
    """An extension's time is a person's word; only working days counted after it depend on the holidays."""
    told = ("registered 12-30 10:00", "extended 12-30 11:00 key=row round=1 due_at=2027-01-08_12:00")
    assert not planned("3 working_days", *told).provisional
    waited = (*told, "paused 2027-01-05 09:00 reason=parts", "resumed 2027-01-07 09:00")
    assert planned("3 working_days", *waited).provisional


def test_a_limit_explains_itself_from_its_start_to_its_end():
    """R-T-03, R-T-05, R-T-07."""
    row = a_row("24 hours", not_before=limit("2 hours"))
    told = (
        "registered 09-30 18:00",
        "paused 10-08 12:00 reason=parts",
        "resumed 10-08 14:00",
        "extended 10-09 09:00 key=row round=1 due_at=10-12_12:00",
        "paused 10-09 10:00 reason=client_away",
    )
    found = planned(row, *told)
    assert kinds(found) == [
        StepKind.STARTED,
        *[StepKind.DAY_OFF] * 7,
        StepKind.PUT_OFF,
        StepKind.NOT_BEFORE,
        StepKind.COUNTED,
        StepKind.PAUSED,
        StepKind.EXTENDED,
        StepKind.WAITING,
    ]
    put_off = of_kind(found, StepKind.PUT_OFF)[0]
    assert (put_off.since, put_off.at) == (at("09-30 18:00"), at("10-08 08:30"))
    assert {step.name for step in of_kind(found, StepKind.DAY_OFF)} == {"国庆节"}
    paused = of_kind(found, StepKind.PAUSED)[0]
    assert (paused.since, paused.until, paused.at) == (at("10-08 12:00"), at("10-08 14:00"), at("10-09 12:30"))
    assert of_kind(found, StepKind.EXTENDED)[0].event_id == 4
    said = explain(book(row), found, SHANGHAI)
    assert (said.name, said.source, said.start_kind) == ("时限", "规程§1", EventKind.REGISTERED)
    assert {step.at.tzinfo for step in said.steps} == {SHANGHAI}
    assert said.first_due_at == at("10-09 10:30")


def test_days_off_and_make_up_days_are_told_and_common_days_are_not():
    """R-T-03."""
    found = planned("3 working_days", "registered 09-30 16:00")
    off = [step.day for step in of_kind(found, StepKind.DAY_OFF)]
    assert off == [day(f"10-0{each}") for each in range(1, 8)]
    assert [step.day for step in of_kind(found, StepKind.MADE_UP)] == [day("10-10")]
    corrected = Calendar({day("10-21"): Day(True, "照常上班")}, frozenset({2026}))
    assert of_kind(planned("2 working_days", MORNING, calendar=corrected), StepKind.MADE_UP) == []


def test_an_evening_before_a_make_up_saturday_says_so():
    """R-T-05."""
    found = planned("20 minutes", "registered 10-09 20:00")
    assert [step.day for step in of_kind(found, StepKind.MADE_UP)] == [day("10-10")]


BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("words", "received", "pause", "due"),
    [
        ("24 hours", "10-23 10:00", None, "10-24 10:00"),
        ("48 hours", "10-23 10:00", None, "10-25 09:00"),  # the clocks go back on the 25th
        ("2 days", "10-23 10:00", None, "10-25"),
        ("24 hours", "10-24 10:00", "10-24 20:00 10-25 08:00", "10-25 22:00"),
        ("2 days", "10-24 10:00", "10-24 20:00 10-25 08:00", "10-27"),
        ("24 hours", "03-28 10:00", None, "03-29 11:00"),
    ],
)
def test_a_zone_with_summer_time_counts_the_hours_that_pass_and_the_days_by_their_dates(
    words: str, received: str, pause: str | None, due: str
):
    """R-T-01, R-T-02, R-T-07."""
    told = [f"registered {received}"]
    told += waited(pause) if pause else ()
    always = replace(GENERAL.course, out_of_hours=None)
    found = planned(book(a_row(words), course=always), *told, zone=BERLIN)
    assert found.due_at == at(due, BERLIN)
