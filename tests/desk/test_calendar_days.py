# SPDX-License-Identifier: Apache-2.0
"""The office's calendar of working days (R-T-03): as it begins, as it is put right, and what that does to limits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from complaintdesk.desk import calendar_days, calendar_pages, cases, explaining
from complaintdesk.desk.calendar_days import Changed, DayDraft
from complaintdesk.desk.founding import create_office
from complaintdesk.desk.office import Office, open_office
from complaintdesk.desk.replanning import Moved
from complaintdesk.desk.shipped_holidays import shipped_days
from complaintdesk.domain.terms import CaseKind
from complaintdesk.domain.workdays import Calendar, Day
from complaintdesk.errors import Conflict, UserError
from tests.builders import PASSWORD, DeskClock, a_case, codes, limits, rows
from tests.builders import page as case_page
from tests.desk.calendars import (
    RESULT,
    WORKED_2026,
    a_change,
    a_complaint,
    at,
    days_of,
    due,
    end_of,
    give_three_working_days,
    holidays_2026,
    in_2026,
    provisional,
    set_day,
    untouch,
    works_in_2026,
)


@pytest.fixture
def strict(office: Office) -> Office:
    """The office, where a complaint has three working days."""
    give_three_working_days(office)
    return office


@pytest.fixture
def other(location: str, clock: DeskClock) -> Iterator[Office]:
    """Another desk at the same books, with the office head."""
    office = open_office(location, desk="back", clock=clock)
    office.sign_in("赵主任", PASSWORD)
    yield office
    office.close()


def calendar(office: Office) -> Calendar:
    return office.ask(office.calendar_of)


def kept_at(office: Office, case_id: int) -> int | None:
    """The calendar's state that the limit in working days was planned with."""
    ((state,),) = rows(
        office, "SELECT calendar_id FROM commitment WHERE case_id = :case AND key = :key", case=case_id, key=RESULT
    )
    return None if state is None else int(state)


def entries(office: Office) -> int:
    ((count,),) = rows(office, "SELECT count(*) FROM journal")
    return int(count)


@pytest.mark.parametrize("day", days_of(2026), ids=str)
def test_each_day_of_2026_is_worked_or_off_as_the_notice_says(day: date) -> None:
    """R-T-03"""
    known = Calendar(shipped_days(2026), frozenset({2026}))
    assert known.works(day) is works_in_2026(day)


def test_the_days_of_2026_carry_the_names_of_their_holidays() -> None:
    shipped = shipped_days(2026)
    assert {day: known.name for day, known in shipped.items() if not known.works} == holidays_2026()
    made_up = {day: known.name for day, known in shipped.items() if known.works}
    assert sorted(made_up) == [in_2026(words) for words in WORKED_2026]
    assert made_up[in_2026("02-28")] == "春节调休上班"


def test_a_year_that_nobody_has_announced_yet_is_not_known() -> None:
    assert shipped_days(2027) == {}
    assert shipped_days(1999) == {}
    assert len(shipped_days(2025)) > 25


def test_a_new_office_begins_with_last_year_and_this_one(office: Office) -> None:
    known = calendar(office)
    assert known.years == {2025, 2026}
    assert [day for day in days_of(2026) if known.works(day) is not works_in_2026(day)] == []
    assert known.day(date(2025, 10, 6)) == Day(works=False, name=known.days[date(2025, 10, 6)].name)
    page = office.ask(calendar_pages.year_page, 2026)
    assert page.confirmed is not None
    assert page.confirmed.source.startswith("chinesecalendar ")
    assert page.days[in_2026("10-01")].by == "管理员"
    assert office.ask(calendar_pages.year_page, 2027).confirmed is None
    assert codes(office) == []


def test_an_office_founded_in_a_year_that_nobody_knows_begins_with_the_one_before(empty_location: str) -> None:
    clock = DeskClock(datetime(2027, 3, 1, 2, tzinfo=UTC))
    office = create_office(empty_location, name="春和园", admin="周静", password=PASSWORD, clock=clock)
    assert calendar(office).years == {2026}
    assert office.ask(calendar_pages.unconfirmed_years, office.now(), office.zone) == (2027,)
    office.close()


@pytest.mark.parametrize(
    ("received", "until"),
    [
        ("2026-02-13", "2026-02-25"),  # 14 Feb is worked, then nine days off
        ("2026-09-18", "2026-09-22"),  # the worked Sunday counts: Sunday, Monday, Tuesday
        ("2026-09-30", "2026-10-10"),  # seven days off, then Thursday, Friday, the worked Saturday
        ("2026-04-30", "2026-05-08"),
        ("2026-12-28", "2026-12-31"),
        ("2026-03-06", "2026-03-11"),  # an ordinary weekend
    ],
)
def test_three_working_days_run_over_weekends_holidays_and_worked_saturdays(
    strict: Office, clock: DeskClock, received: str, until: str
) -> None:
    """R-T-03"""
    clock.now = max(clock.now, at("2026-12-31"))
    case_id = a_complaint(strict, received_at=at(received))
    assert due(strict, case_id) == end_of(until)


@pytest.mark.parametrize("received", [day for day in days_of(2026) if day < date(2026, 12, 25)], ids=str)
def test_the_fifth_working_day_after_each_day_of_2026_is_counted_by_hand(received: date) -> None:
    """R-T-03"""
    known = Calendar(shipped_days(2026), frozenset({2026}))
    left, day = 5, received
    while left:
        day += timedelta(days=1)
        left -= works_in_2026(day) if day.year == 2026 else day.isoweekday() <= 5
    assert known.after(received, 5) == day


def test_a_day_put_right_moves_open_limits_and_leaves_those_that_were_met(strict: Office, clock: DeskClock) -> None:
    """R-T-03"""
    met, open_ = a_complaint(strict), a_complaint(strict)
    clock.later(hours=1)
    strict.do(cases.handle, met, "已更换并致歉")
    before = due(strict, met), kept_at(strict, met)
    assert due(strict, open_) == end_of("2026-10-23") == before[0]
    changed = set_day(strict, "2026-10-22", works=False, name="台风停工")
    assert changed == Changed(1, (), Moved(limits=1, cases=1))
    assert due(strict, open_) == end_of("2026-10-26")
    assert (due(strict, met), kept_at(strict, met)) == before
    assert kept_at(strict, open_) == calendar(strict).id
    strict.do(cases.note, met, "客人来电致谢")
    assert (due(strict, met), kept_at(strict, met)) == before, "what is told of it later counts it by the old calendar"
    asked = (strict.procedure_of, strict.calendar_of, strict.zone)
    why = [strict.ask(explaining.why, each, *asked) for each in (met, open_)]
    assert [any(step.name == "台风停工" for each in told for step in each.steps) for told in why] == [False, True]
    assert codes(strict) == []


def test_a_day_is_set_back_to_what_its_weekday_says_and_all_is_as_before(strict: Office) -> None:
    open_ = a_complaint(strict)
    first = calendar(strict)
    set_day(strict, "2026-10-22", works=False, name="台风停工")
    assert set_day(strict, "2026-10-22", works=True).moved == Moved(limits=1, cases=1, earlier=1)
    assert due(strict, open_) == end_of("2026-10-23")
    assert calendar(strict).days == first.days
    assert rows(strict, "SELECT works FROM calendar_day WHERE day = '2026-10-22' ORDER BY id") == [(0,), (1,)]
    assert codes(strict) == []


def test_a_day_that_moves_no_limit_changes_no_limit(strict: Office) -> None:
    a_complaint(strict)
    before = rows(strict, "SELECT * FROM commitment ORDER BY id")
    assert set_day(strict, "2026-12-25", works=False, name="店庆").moved == Moved()
    assert rows(strict, "SELECT * FROM commitment ORDER BY id") == before
    ((facts,),) = rows(strict, "SELECT facts FROM journal ORDER BY seq DESC LIMIT 1")
    assert "commitment" not in facts
    assert codes(strict) == []


def test_what_a_change_would_do_is_told_before_and_nothing_is_written(strict: Office, clock: DeskClock) -> None:
    for _each in range(3):
        a_complaint(strict)
    clock.now = at("2026-10-23")
    count = entries(strict)
    for draft, expected in (
        (a_change(strict, DayDraft(date(2026, 10, 23), works=False)), Moved(3, 3)),
        (a_change(strict, DayDraft(date(2026, 10, 24), works=False, name="周末")), Moved()),
        (a_change(strict, DayDraft(date(2026, 10, 19), works=False)), Moved()),
    ):
        asked = (strict.procedure_of, strict.calendar_of, strict.zone, strict.now())
        assert strict.ask(calendar_days.moved_by, draft, *asked) == expected
    assert entries(strict) == count
    later = a_change(strict, DayDraft(date(2026, 10, 21), works=False))
    assert strict.do(calendar_days.change, later).moved == Moved(3, 3)
    clock.now = at("2026-10-24")
    back = a_change(strict, DayDraft(date(2026, 10, 21), works=True))
    asked = (strict.procedure_of, strict.calendar_of, strict.zone, strict.now())
    assert strict.ask(calendar_days.moved_by, back, *asked) == Moved(3, 3, earlier=3, late=3)
    assert strict.do(calendar_days.change, back).moved == Moved(3, 3, earlier=3, late=3)


def test_the_first_twenty_limits_that_move_are_named_with_both_times(strict: Office) -> None:
    """R-T-03"""
    cases_ = [a_complaint(strict) for _each in range(21)]
    moved = set_day(strict, "2026-10-22", works=False, name="台风停工").moved
    assert (moved.limits, len(moved.named)) == (21, 20)
    numbers = [case_page(strict, each).case.number for each in cases_[:20]]
    assert [each.number for each in moved.named] == numbers
    (times,) = {(each.before, each.after, each.provisional) for each in moved.named}
    assert times == (end_of("2026-10-23"), end_of("2026-10-26"), False)


def test_the_same_change_once_more_writes_nothing(strict: Office) -> None:
    draft = a_change(strict, DayDraft(date(2026, 10, 22), works=False))
    assert strict.do(calendar_days.change, draft).days == 1
    count = entries(strict)
    assert strict.do(calendar_days.change, draft) == Changed(0, (), Moved())
    assert entries(strict) == count


def test_what_a_change_needs_is_asked_for(office: Office) -> None:
    day = DayDraft(date(2026, 10, 22), works=False)
    count = entries(office)
    for draft, field in (
        (a_change(office, day, source=" "), "source"),
        (a_change(office, replace(day, name="长" * 41)), "name"),
        (a_change(office, years=(2027,)), "years"),
        (a_change(office, DayDraft(date(2101, 1, 3), works=False)), ""),
    ):
        with pytest.raises(UserError) as refused:
            office.do(calendar_days.change, draft)
        assert refused.value.field == field
    assert entries(office) == count


def test_two_desks_that_set_one_day_otherwise_are_told_of_each_other(office: Office, other: Office) -> None:
    theirs, mine = DayDraft(date(2026, 10, 22), works=False, name="台风"), DayDraft(date(2026, 10, 22), works=False)
    begun = a_change(office, mine, DayDraft(date(2026, 10, 23), works=False))
    other.do(calendar_days.change, a_change(other, theirs))
    with pytest.raises(Conflict) as conflict:
        office.do(calendar_days.change, begun)
    assert conflict.value.theirs == (theirs,)
    assert conflict.value.mine == begun
    assert not office.ask(office.calendar_of).works(date(2026, 10, 22))
    assert office.ask(office.calendar_of).works(date(2026, 10, 23))
    office.do(calendar_days.change, a_change(office, mine))
    assert calendar(other).day(date(2026, 10, 22)) == Day(works=False)


def test_a_day_changed_at_one_desk_counts_at_the_other(strict: Office, other: Office) -> None:
    other.news()
    open_ = a_complaint(other)
    set_day(strict, "2026-10-22", works=False)
    assert {"calendar_day", "commitment"} <= other.news()
    assert due(other, open_) == end_of("2026-10-26")
    assert due(other, a_complaint(other)) == end_of("2026-10-26"), "the next one is planned with it as well"
    assert codes(other) == []


def test_a_change_that_was_given_up_midway_is_forgotten(strict: Office) -> None:
    class Stopped(Exception):
        """The person asked to stop."""

    def stop(done: int, total: int) -> None:
        assert total == 1
        if done:
            raise Stopped

    open_ = a_complaint(strict)
    before, state = due(strict, open_), calendar(strict).id
    with pytest.raises(Stopped):
        strict.do(calendar_days.change, a_change(strict, DayDraft(date(2026, 10, 22), works=False)), stop)
    assert (due(strict, open_), calendar(strict).id) == (before, state)
    set_day(strict, "2026-10-21", works=False)
    assert [each for each in (21, 22, 23) if not calendar(strict).works(date(2026, 10, each))] == [21]
    assert codes(strict) == []


def test_limits_that_reach_into_2027_are_provisional_until_the_year_is_confirmed(
    strict: Office, clock: DeskClock
) -> None:
    clock.now = at("2026-12-28")
    this_year = a_complaint(strict)
    assert strict.ask(calendar_pages.unconfirmed_years, strict.now(), strict.zone) == ()
    clock.now = at("2026-12-30")
    next_year = a_complaint(strict)
    assert due(strict, next_year) == end_of("2027-01-04"), "a weekday until somebody knows better"
    assert provisional(strict) == {next_year}
    assert strict.ask(calendar_pages.unconfirmed_years, strict.now(), strict.zone) == (2027,)
    changed = set_day(strict, "2027-01-01", works=False, name="元旦")
    assert changed.moved == Moved(limits=1, cases=1)
    assert provisional(strict) == {next_year}
    done = strict.do(calendar_days.change, a_change(strict, years=(2027,), source="国务院办公厅通知"))
    assert done == Changed(0, (2027,), Moved(firm=1))
    assert provisional(strict) == set()
    assert due(strict, next_year) == end_of("2027-01-05")
    assert due(strict, this_year) == end_of("2026-12-31")
    assert strict.ask(calendar_pages.unconfirmed_years, strict.now(), strict.zone) == ()
    assert codes(strict) == []


def test_the_year_that_runs_is_asked_for_from_its_first_hour(office: Office, clock: DeskClock) -> None:
    clock.now = datetime(2026, 12, 31, 15, 59, tzinfo=UTC)  # 23:59 in the office
    assert office.ask(calendar_pages.unconfirmed_years, office.now(), office.zone) == ()
    clock.later(minutes=1)
    assert office.ask(calendar_pages.unconfirmed_years, office.now(), office.zone) == (2027,)


def test_what_comes_in_at_night_waits_for_the_make_up_workday(office: Office, clock: DeskClock) -> None:
    """R-T-05: a limit in hours starts when the office opens, and that day is put right as well."""
    clock.now = datetime(2026, 10, 23, 12, 0, tzinfo=UTC)  # Friday 20:00
    case_id = a_case(office, CaseKind.COMPLAINT).id
    started = {key: each.started_at for key, each in limits(office, case_id).items()}
    put_off = {key for key, began in started.items() if began > office.now()}
    assert put_off, "some limit waits for the office to open"
    assert {started[key] for key in put_off} == {datetime(2026, 10, 26, 0, 30, tzinfo=UTC)}
    set_day(office, "2026-10-24", works=True, name="调休上班")
    started = {key: each.started_at for key, each in limits(office, case_id).items()}
    assert {started[key] for key in put_off} == {datetime(2026, 10, 24, 0, 30, tzinfo=UTC)}
    assert codes(office) == []


def test_a_weekday_set_back_keeps_an_office_that_opens_on_saturdays_open(office: Office) -> None:
    """What was set back says nothing any more: the office's own hours do."""
    set_day(office, "2026-10-24", works=True, name="调休上班")
    assert date(2026, 10, 24) in calendar(office).days
    set_day(office, "2026-10-24", works=False)
    assert date(2026, 10, 24) not in calendar(office).days


def test_an_office_from_before_the_calendar_takes_the_shipped_holidays_over_by_itself(
    strict: Office, other: Office, clock: DeskClock
) -> None:
    untouch(strict)
    strict.news(whole=True)
    clock.now = max(clock.now, at("2026-12-31"))
    case_id = a_complaint(strict, received_at=at("2026-09-30"))
    assert due(strict, case_id) == end_of("2026-10-05")
    today = date(2026, 12, 31)
    assert strict.ask(calendar_days.to_seed, today) == (2025, 2026)
    strict.sign_in("李静", PASSWORD)
    assert strict.do(calendar_days.seed) == (2025, 2026)
    assert due(strict, case_id) == end_of("2026-10-10")
    assert strict.ask(calendar_days.to_seed, today) == ()
    count = entries(strict)
    other.news(whole=True)
    assert other.do(calendar_days.seed) == (), "the second desk finds it done"
    assert entries(strict) == count


def test_what_the_office_set_itself_is_never_taken_over(strict: Office) -> None:
    untouch(strict)
    strict.news(whole=True)
    set_day(strict, "2026-10-08", works=False, name="国庆节")
    assert strict.do(calendar_days.seed) == (2025,)
    assert calendar(strict).years == {2025}
    assert [day for day in calendar(strict).days if day.year == 2026] == [date(2026, 10, 8)]


def test_who_may_put_the_calendar_right(office: Office) -> None:
    for name, may in (("李静", False), ("王敏", True), ("赵主任", True), ("管理员", True), ("陈工", False)):
        office.sign_in(name, PASSWORD)
        assert office.may(calendar_days.change) is may
        assert office.may(calendar_days.unconfirm) is may
        assert office.may(calendar_days.seed) is True
