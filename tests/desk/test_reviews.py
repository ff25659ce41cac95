# SPDX-License-Identifier: Apache-2.0
"""The daily review (审阅, R-REG-12): signed by a supervisor or higher, days checked, days without one."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from complaintdesk.desk import cases, corrections, reviews
from complaintdesk.desk.open_items import ItemList
from complaintdesk.domain.terms import CaseKind, Role
from complaintdesk.errors import MissingFields, UserError
from tests.builders import NAME_OF, PASSWORD, a_case, a_repair, codes, rows, staff_id
from tests.desk.day_book import REVIEW, adopt, day_book

TODAY = date(2026, 10, 20)  # a Tuesday


@pytest.fixture
def office(office):
    """An office whose rule book asks for a review of the last three days."""
    adopt(office, day_book())
    return office


def lists(office, day: date = TODAY) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for item in office.ask(reviews.review_page, day, office.now(), office.books).items:
        for name in item.lists:
            found.setdefault(name.value, []).append(item.id)
    return found


def missing(office) -> tuple[date, ...]:
    found: tuple[date, ...] = office.ask(reviews.unreviewed_days, office.now(), office.zone, office.books)
    return found


def test_days_with_cases_show_until_they_are_reviewed(office, clock):
    """R-REG-12: days without a review show."""
    a_repair(office)
    assert missing(office) == (), "the day is not over"
    clock.later(days=2)
    a_case(office)
    clock.later(days=1)
    assert missing(office) == (TODAY, TODAY + timedelta(days=2)), "the day between had no cases"
    office.do(reviews.sign, TODAY, "已阅")
    assert missing(office) == (TODAY + timedelta(days=2),)
    newest, first = office.ask(reviews.review_days, office.now(), office.zone, office.books)
    assert (newest.missing, first.missing, first.reviewed_by, first.cases) == (True, False, "王敏", 1)
    assert codes(office) == []


def test_days_before_the_rule_book_asked_for_it_are_not_missing(at_desk, location, clock):
    office = at_desk(location)
    adopt(office, day_book(review=""))
    a_repair(office)
    clock.later(days=1)
    assert missing(office) == ()
    adopt(office, day_book())
    a_repair(office)
    clock.later(days=1)
    assert missing(office) == (TODAY + timedelta(days=1),)
    assert len(office.ask(reviews.review_days, office.now(), office.zone, office.books)) == 2


def test_a_day_keeps_what_the_rule_book_of_that_day_asked_for_r_reg_12(office, clock):
    a_repair(office)
    clock.later(days=1)
    adopt(office, day_book(review=""))
    assert missing(office) == (TODAY,)
    a_repair(office)
    clock.later(days=1)
    adopt(office, day_book())
    adopt(office, day_book(review=""))
    adopt(office, day_book())
    a_repair(office)
    clock.later(days=1)
    assert missing(office) == (TODAY, TODAY + timedelta(days=2))
    days = office.ask(reviews.review_days, office.now(), office.zone, office.books)
    assert [day.demanded for day in days] == [True, False, True]


def test_void_cases_and_history_make_no_day(office, clock):
    wrong = a_repair(office)
    office.do(corrections.void, wrong.id, "重复登记")
    clock.later(days=1)
    assert missing(office) == ()


def test_the_check_list_shows_repeated_unsolved_late_and_unreported_cases_of_the_last_three_days(office, clock):
    """R-REG-12, R-REG-05"""
    four_days_ago = a_case(office, caller_phone="13800000001")
    clock.later(days=2)
    first = a_case(office, caller_phone="13800000001")
    second = a_case(office, caller_phone="13800000001")
    reported = a_case(office, caller_phone="13800000002", reported_to=staff_id(office, "王敏"))
    done = a_case(office, CaseKind.SUGGESTION, caller_phone="13800000003")
    office.do(cases.handle, done.id, "已采纳")
    clock.later(days=2)
    found = lists(office, TODAY + timedelta(days=4))
    assert found["repeated"] == [first.id, second.id]
    assert found["unsolved"] == [first.id, second.id, reported.id]
    assert found["unreported"] == [first.id, second.id]
    assert set(found["late"]) == {first.id, second.id, reported.id}
    assert four_days_ago.id not in {each for ids in found.values() for each in ids}
    page = office.ask(reviews.review_page, TODAY + timedelta(days=2), office.now(), office.books)
    assert page.checked_from == TODAY
    assert page.counts == {CaseKind.COMPLAINT: 3, CaseKind.SUGGESTION: 1}


def test_a_repeat_complaint_is_on_the_list_however_long_ago_the_first_was(office, clock):
    """R-REG-08"""
    first = a_case(office)
    clock.later(days=20)
    again = a_case(office, caller_phone="13800000009", repeats_case_id=first.id)
    assert lists(office, TODAY + timedelta(days=20))["repeated"] == [again.id]


def test_the_signature_keeps_what_stood_on_the_list_then(office, clock):
    open_one = a_case(office)
    clock.later(days=1)
    signed = office.do(reviews.sign, TODAY, "一件未结，已催")
    office.do(cases.handle, open_one.id, "已劝止")
    page = office.ask(reviews.review_page, TODAY, office.now(), office.books)
    assert not any(ItemList.UNSOLVED in each.lists for each in page.items)
    (review,) = page.reviews
    assert (review.id, review.by, review.words) == (signed, "王敏", "一件未结，已催")
    assert (review.found[ItemList.UNSOLVED], review.found[ItemList.UNREPORTED]) == (1, 1)


def test_signing_the_same_twice_is_one_signature_and_more_cases_can_be_signed_again(office, clock):
    a_repair(office)
    first = office.do(reviews.sign, TODAY, "已阅")
    assert office.do(reviews.sign, TODAY, "已阅") == first
    clock.later(minutes=5)
    a_repair(office)
    assert office.do(reviews.sign, TODAY, "已阅") != first
    assert rows(office, "SELECT count(*) FROM day_review") == [(2,)]


def test_a_signature_is_taken_back_with_a_reason_and_the_day_shows_again(office, clock):
    a_repair(office)
    signed = office.do(reviews.sign, TODAY, "已阅")
    clock.later(days=1)
    with pytest.raises(MissingFields):
        office.do(reviews.void, signed, "")
    office.do(reviews.void, signed, "看错了日期")
    office.do(reviews.void, signed, "看错了日期")
    assert missing(office) == (TODAY,)
    (review,) = office.ask(reviews.review_page, TODAY, office.now(), office.books).reviews
    assert (review.void, review.void_reason, review.voided_by) == (True, "看错了日期", "王敏")
    office.do(reviews.sign, TODAY, "已阅")
    assert missing(office) == ()
    assert codes(office) == []


@pytest.mark.parametrize(("role", "may"), [(Role.CLERK, False), (Role.SUPERVISOR, True), (Role.OFFICE_HEAD, True)])
def test_a_supervisor_or_higher_signs(office, role, may):
    """R-REG-12"""
    a_repair(office)
    office.sign_in(NAME_OF[role], PASSWORD)
    assert reviews.may_sign(office.procedure, role) is may
    if may:
        office.do(reviews.sign, TODAY, "已阅")
    else:
        with pytest.raises(UserError, match="somebody else"):
            office.do(reviews.sign, TODAY, "已阅")


def test_a_rule_book_may_have_clerks_review(office):
    adopt(office, day_book(REVIEW.replace('["supervisor", "office_head"]', '["clerk"]')))
    a_repair(office)
    with pytest.raises(UserError, match="somebody else"):
        office.do(reviews.sign, TODAY, "已阅")
    office.sign_in(NAME_OF[Role.CLERK], PASSWORD)
    office.do(reviews.sign, TODAY, "已阅")


def test_a_rule_book_that_says_nothing_of_reviews_leaves_them_to_supervisors(office):
    adopt(office, day_book(review=""))
    a_repair(office)
    assert lists(office)["unsolved"]
    assert reviews.checked_from(office.procedure, TODAY) == TODAY
    office.do(reviews.sign, TODAY, "已阅")
    office.sign_in(NAME_OF[Role.CLERK], PASSWORD)
    with pytest.raises(UserError, match="somebody else"):
        office.do(reviews.sign, TODAY, "已阅")


def test_words_are_asked_for_and_no_day_to_come_is_reviewed(office):
    with pytest.raises(MissingFields):
        office.do(reviews.sign, TODAY, " ")
    with pytest.raises(UserError, match="still to come"):
        office.do(reviews.sign, TODAY + timedelta(days=1), "已阅")
