# SPDX-License-Identifier: Apache-2.0
"""When a limit ends: over nights, weekends, holidays and pauses, when it is put off, and how it explains itself."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from complaintdesk.domain.commitments import Planned, explain
from complaintdesk.domain.due_times import Step, StepKind
from complaintdesk.domain.terms import EventKind, Grade, Level
from complaintdesk.domain.workdays import Calendar, Day
from tests.domain.limits import GENERAL, SHANGHAI
from tests.domain.rule_books import limit
from tests.domain.timed import YEAR_2026, a_row, at, book, day, planned, story, waited

MORNING = "registered 10-20 10:00:13"  # a Tuesday
URGENT: dict[str, Any] = {"grade": Grade.URGENT}


def kinds(found: Planned) -> list[StepKind]:
    return [step.kind for step in found.steps]


def of_kind(found: Planned, kind: StepKind) -> list[Step]:
    return [step for step in found.steps if step.kind is kind]


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
