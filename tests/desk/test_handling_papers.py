# SPDX-License-Identifier: Apache-2.0
"""A case as the papers of its handling show it: what was told of each of its rounds, and no more."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from complaintdesk.desk import cases, clocks, corrective, course, escalating, follow_ups, handling_papers, judging
from complaintdesk.desk.corrective import CorrectiveDraft
from complaintdesk.desk.course import StepDraft
from complaintdesk.desk.escalating import PassOnDraft
from complaintdesk.desk.follow_ups import FollowUpDraft
from complaintdesk.domain.terms import CaseKind, EventKind, FollowUpWay, Rating
from tests.builders import a_case, page, rows
from tests.printing.papers import printed, read_by_pypdf


@pytest.fixture
def complaint(office):
    return a_case(office, kind=CaseKind.COMPLAINT, content="楼上装修太吵")


def paper(office, case, round_=None):
    return office.ask(handling_papers.handling_paper, case.id, office.books, round_)


def test_what_is_told_of_a_complaint_stands_on_its_paper(office, clock, complaint):
    """R-CLS-01, R-CLS-02, R-ESC-07, R-ESC-09, R-CA-05."""
    clock.later(minutes=10)
    office.do(judging.check, complaint.id, True, "现场核实属实")
    department = page(office, complaint.id).case.department
    until = clock.now + timedelta(days=2)
    office.do(escalating.pass_on, PassOnDraft(complaint.id, department, "请今日查看", until=until))
    clock.later(minutes=10)
    office.do(corrective.open_action, CorrectiveDraft(complaint.id, department, "装修超时", "巡查缺位", "周队长"))
    office.do(course.tell_step, StepDraft(complaint.id, EventKind.PROPOSED, "补签承诺书"))
    office.do(course.tell_step, StepDraft(complaint.id, EventKind.RESULT_RETURNED, "已停工", {"who": "周队长"}))
    office.do(cases.handle, complaint.id, "已劝止")
    found = paper(office, complaint)
    assert (found.checked_words, found.checked_by, found.case.valid) == ("现场核实属实", "王敏", True)
    assert (found.until, found.passed_on_by) == (until, "王敏")
    assert (found.cause, found.measures, found.course, found.returned_by) == (
        "巡查缺位",
        "补签承诺书",
        "已停工",
        "周队长",
    )
    assert [number[:2] for number in found.corrective] == ["JZ"]
    assert (found.case.outcome, found.compensation, found.called_at, found.next_number) == ("已劝止", None, None, "")
    assert not found.wave


def test_each_round_has_its_own_paper_and_the_two_name_each_other(office, clock, complaint):
    """R-ESC-10: not content, so a new sheet."""
    office.do(cases.handle, complaint.id, "第一次劝止")
    clock.later(hours=2)
    one = rows(office, "SELECT id FROM follow_up")[0][0]
    office.do(follow_ups.record, FollowUpDraft(one, FollowUpWay.VISIT, Rating.NOT_CONTENT, "还吵", reasons="要求停工"))
    clock.later(hours=1)
    office.do(cases.handle, complaint.id, "第二次停工")
    first, second = paper(office, complaint, 1), paper(office, complaint)
    number = complaint.number
    assert (first.case.sheet_number, first.next_number, first.previous_number) == (number, f"{number}-2", "")
    assert (second.case.sheet_number, second.next_number, second.previous_number) == (f"{number}-2", "", number)
    assert (first.case.outcome, second.case.outcome) == ("第一次劝止", "第二次停工")
    assert (first.rating, first.call_words, second.rating) == (Rating.NOT_CONTENT, "还吵\n要求停工", None)
    assert first.case.handled_at < second.case.handled_at


def test_a_new_rounds_paper_begins_empty_and_each_names_the_time_that_was_promised_in_it(office, clock, complaint):
    """R-ESC-10, R-ESC-12: the sheet of the second round goes out with nothing of the first one's result on it."""
    first_until, second_until = clock.now + timedelta(days=1), clock.now + timedelta(days=3)
    office.do(clocks.promise, complaint.id, first_until, "明天答复", True)
    office.do(cases.handle, complaint.id, "第一次劝止")
    clock.later(hours=2)
    one = rows(office, "SELECT id FROM follow_up")[0][0]
    office.do(follow_ups.record, FollowUpDraft(one, FollowUpWay.VISIT, Rating.NOT_CONTENT, "还吵", reasons="要求停工"))
    second = paper(office, complaint)
    assert (second.case.round, second.case.outcome, second.answer_by) == (2, "", None)
    clock.later(hours=1)
    office.do(clocks.promise, complaint.id, second_until, "后天答复", True)
    assert (paper(office, complaint, 1).answer_by, paper(office, complaint).answer_by) == (first_until, second_until)


def test_compensation_that_was_agreed_stands_in_figures_and_capitals(office, complaint):
    """R-ESC-09."""
    found = paper(office, complaint)
    text = "".join(
        read_by_pypdf(printed("handling_sheet", replace(found, compensation=Decimal("500.00"))).pdf)[0].split()
    )
    assert "¥500.00" in text
    assert "伍佰元整" in text


def test_a_complaint_in_confidence_goes_to_the_department_without_who_and_where(office):
    """客户保密: what stays in the office says so, what goes out leaves it blank."""
    case = a_case(office, kind=CaseKind.COMPLAINT, caller_name="张建国", caller_phone="13812345678", confidential=True)
    found = paper(office, case)
    inside, outside = (
        "".join(read_by_pypdf(printed(form, found).pdf)[0].split()) for form in ("case_sheet", "handling_sheet")
    )
    assert "张建国" in inside
    assert "张建国" not in outside
    assert "13812345678" not in outside
