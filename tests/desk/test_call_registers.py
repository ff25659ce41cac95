# SPDX-License-Identifier: Apache-2.0
"""The registers of calls and call-backs, and the week's record of a department, as they are read from the books."""

from __future__ import annotations

from datetime import timedelta

import pytest

from complaintdesk.desk import call_registers, cases, corrections, ending, follow_ups, judging, prints, weekly_records
from complaintdesk.desk.drafts import ContactDraft
from complaintdesk.desk.follow_ups import FollowUpDraft
from complaintdesk.domain.terms import CaseKind, CaseState, Channel, FollowUpWay, Rating
from tests.builders import a_case, a_slip, rows


@pytest.fixture
def today(office):
    return office.now().astimezone(office.zone).date()


def calls(office, from_on, to_on):
    return office.ask(call_registers.call_register, from_on, to_on, office.zone, office.books).calls


def call_backs(office, from_on, to_on):
    return office.ask(call_registers.follow_up_register, from_on, to_on, office.zone, office.books)


def week(office, from_on, to_on, department=""):
    return office.ask(weekly_records.weekly_record, from_on, to_on, office.zone, office.books, department)


def test_each_call_is_a_row_the_further_ones_too_and_visits_are_none(office, clock, today):
    """R-REG-03, R-REG-07."""
    first = a_case(office, channel=Channel.PHONE, content="楼上太吵")
    a_case(office, channel=Channel.VISIT, content="当面来说的")
    clock.later(hours=1)
    for words in ("又吵了", "记错了的一次"):
        office.do(cases.add_contact, ContactDraft(first.id, Channel.PHONE, clock.now, words, "李梅", "13900001111"))
    ((mistaken,),) = rows(office, "SELECT id FROM case_event WHERE words = '记错了的一次'")
    office.do(corrections.withdraw, mistaken, "记错")
    found = calls(office, today, today)
    assert [(each.content, each.number) for each in found] == [("楼上太吵", first.number), ("又吵了", first.number)]
    assert (found[1].caller, found[1].phone) == ("李梅", "13900001111")
    assert calls(office, today + timedelta(days=1), today + timedelta(days=1)) == ()


def test_a_call_says_by_which_slip_it_was_dealt_with(office, today):
    slip = a_slip(office)
    (call,) = calls(office, today, today)
    assert call.orders == (slip.number,)
    assert call.at_once is False


def test_call_backs_made_in_the_span_are_listed_with_what_was_said(office, clock, today):
    """R-CB-07."""
    case_id = a_case(office, kind=CaseKind.COMPLAINT).id
    office.do(cases.handle, case_id, "已劝止")
    clock.later(hours=2)
    one = rows(office, "SELECT id FROM follow_up")[0][0]
    office.do(follow_ups.record, FollowUpDraft(one, FollowUpWay.VISIT, Rating.NOT_CONTENT, "还吵", reasons="要求停工"))
    register = call_backs(office, today, today)
    assert (register.count, register.content, register.not_content) == (1, 0, 1)
    (line,) = register.call_backs
    assert (line.words, line.rating, line.called_by) == ("还吵\n要求停工", Rating.NOT_CONTENT, "王敏")
    assert call_backs(office, today - timedelta(days=9), today - timedelta(days=1)).call_backs == ()


def test_a_week_holds_what_came_in_and_what_was_left_each_with_how_it_stands(office, clock, today):
    old, done_before = a_case(office, kind=CaseKind.COMPLAINT), a_case(office, kind=CaseKind.COMPLAINT)
    office.do(cases.handle, done_before.id, "当天办结")
    a_case(office, kind=CaseKind.REPAIR)
    clock.later(days=7)
    new = a_case(office, kind=CaseKind.COMPLAINT)
    office.do(cases.handle, new.id, "已道歉")
    monday = today + timedelta(days=1)
    found = week(office, monday, monday + timedelta(days=6))
    assert [(each.number, each.before, each.done) for each in found.complaints] == [
        (old.number, True, False),
        (new.number, False, True),
    ]
    assert (found.carried, found.new, found.done, found.left) == (1, 1, 1, 1)
    assert found.rate.show() == "50.00% (1/2)"
    assert week(office, today, today).done == 1, "the week before is told as it was when it ended"


def test_what_ends_without_being_handled_is_done_in_the_week_in_which_it_ended(office, clock, today):
    """R-ST-04: shown where to turn (引导, R-CLS-10) in the week after it came in."""
    case = a_case(office, kind=CaseKind.COMPLAINT)
    clock.later(days=7)
    office.do(ending.refer, case.id, "归市政管，已告知电话")
    came_in, ended = (week(office, today + timedelta(at), today + timedelta(at + 6)) for at in (0, 7))
    assert (came_in.carried, came_in.new, came_in.done) == (0, 1, 0)
    assert [(each.number, each.before, each.done) for each in ended.complaints] == [(case.number, True, True)]
    assert week(office, today + timedelta(days=14), today + timedelta(days=20)).complaints == ()


def test_a_week_is_of_one_department_where_one_is_asked_for(office, today):
    case = a_case(office, kind=CaseKind.COMPLAINT)
    own = rows(office, "SELECT department FROM case_record")[0][0]
    other = next(each for each in office.procedure.departments if each.id != own)
    assert [each.number for each in week(office, today, today, own).complaints] == [case.number]
    found = week(office, today, today, other.id)
    assert (found.complaints, found.department) == ((), other.name)
    office.do(judging.reroute, case.id, other.id, "归口调整")
    assert [each.state for each in week(office, today, today, other.id).complaints] == [CaseState.REGISTERED]


def test_another_register_has_a_count_of_its_own_and_empty_sheets_are_never_reprints(office):
    for form, copy_no in (("call_record", 1), ("call_record", 2), ("weekly_record", 1), (prints.REGISTER, 1)):
        assert office.do(prints.start_register, "2026-11-04", "HP", 3, form).copy_no == copy_no
    for copies in (1, 20, 20):
        assert office.do(prints.start_blank, "meeting", "HP", copies).copy_no == 1
    assert rows(office, "SELECT form, covers FROM print_record WHERE form = 'meeting'") == [
        ("meeting", "空白"),
        *[("meeting", "空白 ×20")] * 2,
    ]
