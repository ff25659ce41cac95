# SPDX-License-Identifier: Apache-2.0
"""What a calendar that is put right leaves as it was (R-T-03), and how a year confirmed by mistake is taken back."""

from __future__ import annotations

from datetime import date

import pytest

from complaintdesk.desk import calendar_days, calendar_pages, cases, ending, explaining
from complaintdesk.desk.office import Office
from complaintdesk.domain.workdays import Calendar, Day
from complaintdesk.errors import MissingFields, UserError
from tests.builders import DeskClock, codes, limits
from tests.desk.calendars import (
    RESULT,
    a_change,
    a_complaint,
    at,
    due,
    end_of,
    give_three_working_days,
    provisional,
    set_day,
    untouch,
)


@pytest.fixture
def strict(office: Office) -> Office:
    """The office, where a complaint has three working days."""
    give_three_working_days(office)
    return office


def calendar(office: Office) -> Calendar:
    return office.ask(office.calendar_of)


def test_a_year_that_was_confirmed_by_mistake_is_not_known_again_on_record(strict: Office, clock: DeskClock) -> None:
    clock.now = at("2026-12-30")
    set_day(strict, "2027-01-01", works=False, name="元旦")
    strict.do(calendar_days.change, a_change(strict, years=(2027,), source="听说的"))
    case_id = a_complaint(strict)
    assert provisional(strict) == set()
    with pytest.raises(MissingFields):
        strict.do(calendar_days.unconfirm, 2027, " ")
    strict.do(calendar_days.unconfirm, 2027, "通知还没有发布")
    assert calendar(strict).years == {2025, 2026}
    assert provisional(strict) == {case_id}
    assert strict.ask(calendar_pages.year_page, 2027).confirmed is None
    assert calendar(strict).day(date(2027, 1, 1)) == Day(works=False, name="元旦"), "its days stay"
    assert strict.ask(calendar_days.to_seed, date(2027, 3, 1)) == (), "nor does the program fill it by itself"
    with pytest.raises(UserError, match="not confirmed"):
        strict.do(calendar_days.unconfirm, 2027, "再来一次")
    strict.do(calendar_days.change, a_change(strict, years=(2027,), source="国办通知"))
    told = strict.ask(calendar_pages.year_page, 2027).confirmed
    assert (told is not None and told.source, provisional(strict)) == ("国办通知", set())
    assert codes(strict) == []


def test_what_was_met_without_a_calendar_stays_so_although_one_came_later_r_t_03(strict: Office) -> None:
    untouch(strict)
    strict.news(whole=True)
    case_id = a_complaint(strict, received_at=at("2026-09-30"))
    strict.do(cases.handle, case_id, "已处理")
    assert due(strict, case_id) == end_of("2026-10-05")
    strict.do(calendar_days.seed)
    strict.do(cases.note, case_id, "回访满意")
    assert due(strict, case_id) == end_of("2026-10-05")
    explained = strict.ask(explaining.why, case_id, strict.procedure_of, strict.calendar_of, strict.zone)
    assert [each.due_at for each in explained if each.key == RESULT] == [end_of("2026-10-05")]


def test_a_limit_that_ends_behind_the_cases_end_by_the_new_calendar_applies_no_more_r_esc_08(
    strict: Office, clock: DeskClock
) -> None:
    case_id = a_complaint(strict)
    clock.now = at("2026-10-24")  # a day after its end
    strict.do(ending.refer, case_id, "请找街道办")
    assert due(strict, case_id) == end_of("2026-10-23")
    changed = set_day(strict, "2026-10-21", works=False, name="抗台停工")
    assert (changed.moved.limits, changed.moved.cases) == (1, 1)
    assert RESULT not in limits(strict, case_id)
    assert codes(strict) == []
