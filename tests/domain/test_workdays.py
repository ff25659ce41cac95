# SPDX-License-Identifier: Apache-2.0
"""Which days are worked, when the office opens next, and in which years nobody knows yet."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaintdesk.domain.workdays import Calendar, Day, days_between, is_open_on, next_opening
from tests.domain.limits import GENERAL, SHANGHAI
from tests.domain.timed import YEAR_2026, at, day

HOURS = GENERAL.office_hours  # 08:30–12:00, 13:30–17:30, Monday to Friday, by the calendar
EVERY_DAY = replace(HOURS, weekdays=frozenset(range(1, 8)), by_calendar=False)


@pytest.mark.parametrize(
    ("rule", "on", "works"),
    [
        ("R-T-03", "10-20", True),  # a Tuesday
        ("R-T-03", "10-17", False),  # a Saturday
        ("R-T-03", "10-01", False),  # the National Day, a Thursday
        ("R-T-03", "10-10", True),  # a Saturday worked for it
        ("R-T-03", "02-28", True),
        ("R-T-03", "01-04", True),  # a Sunday
        ("R-T-03", "2027-01-01", True),  # a Friday of a year that nobody knows yet
    ],
)
def test_a_day_is_worked_by_its_weekday_but_for_holidays_and_make_up_days(rule: str, on: str, works: bool):
    assert YEAR_2026.works(day(on)) is works


@pytest.mark.parametrize(
    ("after", "count", "found"),
    [
        ("10-20", 0, "10-20"),
        ("10-17", 0, "10-17"),
        ("10-20", 1, "10-21"),
        ("10-16", 1, "10-19"),
        ("09-30", 1, "10-08"),
        ("09-30", 3, "10-10"),
        ("02-13", 1, "02-14"),
        ("02-14", 1, "02-24"),
        ("12-31", 1, "2027-01-01"),
    ],
)
def test_working_days_are_counted_from_the_day_after(after: str, count: int, found: str):
    """R-T-03."""
    assert YEAR_2026.after(day(after), count) == day(found)


@given(st.dates(day("01-01"), day("12-01")), st.integers(0, 30))
def test_counting_on_and_counting_what_lies_between_agree(start, count):
    """R-T-03."""
    reached = YEAR_2026.after(start, count)
    assert YEAR_2026.count(start, reached) == count
    assert count == 0 or YEAR_2026.works(reached)


@pytest.mark.parametrize(
    ("received", "opens"),
    [
        ("10-20 08:30", "10-20 08:30"),
        ("10-20 12:45", "10-20 12:45"),  # the lunch break defers nothing
        ("10-20 17:30", "10-20 17:30"),
        ("10-20 08:29:59", "10-20 08:30"),
        ("10-20 17:30:01", "10-21 08:30"),
        ("10-20 00:00", "10-20 08:30"),
        ("10-16 18:00", "10-19 08:30"),  # over a weekend
        ("10-17 10:00", "10-19 08:30"),
        ("09-30 17:31", "10-08 08:30"),  # over the National Day's week
        ("10-10 10:00", "10-10 10:00"),  # a make-up Saturday
        ("10-09 20:00", "10-10 08:30"),
        ("10-10 19:00", "10-12 08:30"),
    ],
)
def test_the_office_opens_next(received: str, opens: str):
    """R-T-05."""
    assert next_opening(HOURS, at(received), YEAR_2026, SHANGHAI) == at(opens)


def test_hours_that_go_by_the_weekday_alone_know_no_holidays():
    """R-T-05: the desk is manned daily."""
    assert next_opening(EVERY_DAY, at("10-01 10:00"), YEAR_2026, SHANGHAI) == at("10-01 10:00")
    assert not is_open_on(replace(HOURS, by_calendar=False), day("10-10"), YEAR_2026)
    assert is_open_on(HOURS, day("10-10"), YEAR_2026)


def test_an_office_that_never_opens_defers_nothing():
    never = replace(HOURS, weekdays=frozenset[int](), by_calendar=False)
    assert next_opening(never, at("10-20 03:00"), YEAR_2026, SHANGHAI) == at("10-20 03:00")


@given(
    st.datetimes(at("01-01 00:00").replace(tzinfo=None), at("12-01").replace(tzinfo=None)), st.timedeltas(timedelta())
)
def test_what_comes_later_is_never_taken_up_earlier(moment, later):
    """R-T-05."""
    first = moment.replace(microsecond=0, tzinfo=SHANGHAI)
    second = first + min(later, timedelta(days=20))
    opened, then = (next_opening(HOURS, each, YEAR_2026, SHANGHAI) for each in (first, second))
    assert first <= opened <= then
    local = opened.astimezone(SHANGHAI)
    assert is_open_on(HOURS, local.date(), YEAR_2026)
    assert time(8, 30) <= local.time() <= time(17, 30)


def test_an_office_corrects_any_day():
    """R-T-03."""
    corrected = Calendar({**YEAR_2026.days, day("10-21"): Day(False, "停电")}, YEAR_2026.years)
    assert not corrected.works(day("10-21"))
    assert corrected.after(day("10-20"), 1) == day("10-22")


def test_a_year_without_its_holidays_is_not_known():
    days = days_between(day("12-30"), day("2027-01-02"))
    assert YEAR_2026.first_unknown(days) == day("2027-01-01")
    assert YEAR_2026.first_unknown(days_between(day("12-30"), day("12-31"))) is None
    assert not YEAR_2026.known(day("2027-01-01"))
