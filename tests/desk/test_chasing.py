# SPDX-License-Identifier: Apache-2.0
"""Chasing (催办): whom, how, what was said and promised; of slips and of cases without one; counted (R-WO-11)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from complaintdesk.desk import cases, chasing, corrections, dispatching, order_pages
from complaintdesk.desk.chasing import chases_of_cases, chases_of_orders
from complaintdesk.domain.terms import CaseKind, ReminderWay
from complaintdesk.errors import UserError
from tests.builders import NINE, a_case, a_chase, a_slip, codes, event_id, limits, page, slip, story


def test_a_chase_of_a_slip_says_whom_how_what_and_the_promise(office):
    """R-WO-11."""
    order_id = a_slip(office).order_id
    office.do(chasing.chase_slip, order_id, a_chase())
    office.do(chasing.chase_slip, order_id, a_chase(how=ReminderWay.IN_PERSON, words="", promise=""))
    order = slip(office, order_id)
    assert order.reminders == 2
    event = page(office, order.case.id).events[2]
    assert (event.words, event.order_number) == ("业主在家等", order.number)
    assert event.facts == {"whom": "陈工", "how": "phone", "promise": "下午三点前"}


def test_the_time_that_was_promised_is_a_fact_of_its_own(office, clock):
    order_id = a_slip(office).order_id
    until = NINE + timedelta(hours=6)
    office.do(chasing.chase_slip, order_id, a_chase(until=until))
    case_id = slip(office, order_id).case.id
    assert page(office, case_id).events[-1].facts["until"] == until.isoformat()
    assert office.ask(chases_of_orders, [case_id])[order_id].until == until
    assert page(office, case_id).case.promised_at is None  # the workshop promised it, not the desk the client


def test_a_promise_is_of_a_time_to_come(office, clock):
    order_id = a_slip(office).order_id
    with pytest.raises(UserError) as refused:
        office.do(chasing.chase_slip, order_id, a_chase(until=clock.now))
    assert refused.value.field == "until"


def test_a_chase_noted_later_counts_from_when_it_was_made(office, clock):
    order_id = a_slip(office).order_id
    clock.later(hours=2)
    at = clock.now - timedelta(hours=1)
    office.do(chasing.chase_slip, order_id, a_chase(happened_at=at, until=clock.now - timedelta(minutes=30)))
    assert office.ask(chases_of_orders, [slip(office, order_id).case.id])[order_id].last_at == at


def test_a_case_without_a_slip_is_chased_too(office, clock):
    """R-ESC-03: after 48 hours the desk asks the leaders for the result, and that it did so meets the limit."""
    case = a_case(office)
    clock.later(hours=49)
    chase = limits(office, case.id)["chase_result"]
    assert (chase.met_at, chase.reminder) == (None, True)
    office.do(chasing.chase, case.id, a_chase(whom="赵主任"))
    assert story(office, case.id)[-1] == "reminded"
    assert limits(office, case.id)["chase_result"].met_at == clock.now
    assert codes(office) == []


def test_each_chase_counts_for_its_slip_and_for_the_case_until_it_is_taken_back(office, clock):
    first = a_slip(office)
    case_id = slip(office, first.order_id).case.id
    second = a_slip(office, case_id, "土建班")
    office.do(chasing.chase_slip, first.order_id, a_chase())
    clock.later(minutes=5)
    office.do(chasing.chase_slip, first.order_id, a_chase())
    office.do(chasing.chase_slip, second.order_id, a_chase())
    office.do(chasing.chase, case_id, a_chase())
    assert office.ask(chases_of_cases, [case_id])[case_id].count == 4
    counts = {each: chases.count for each, chases in office.ask(chases_of_orders, [case_id]).items()}
    assert counts == {first.order_id: 2, second.order_id: 1}
    office.do(corrections.withdraw, event_id(office, case_id, "reminded"), "没打通")
    assert office.ask(chases_of_cases, [case_id])[case_id].count == 3
    assert office.ask(chases_of_cases, [a_case(office).id]) == {}


def test_what_is_over_is_chased_no_more(office):
    case = a_case(office, CaseKind.INQUIRY)
    office.do(cases.answer, case.id, "已告知")
    office.do(cases.handle, case.id, "已告知")
    office.do(cases.close, case.id, "已告知", True)
    with pytest.raises(UserError, match="closed"):
        office.do(chasing.chase, case.id, a_chase())
    order_id = a_slip(office).order_id
    office.do(dispatching.void_order, order_id, "写坏了")
    with pytest.raises(UserError):
        office.do(chasing.chase_slip, order_id, a_chase())


def test_the_slip_s_page_counts_its_chases(office):
    order_id = a_slip(office).order_id
    office.do(chasing.chase_slip, order_id, a_chase())
    assert office.ask(order_pages.order_record, order_id, office.books).reminders == 1
