# SPDX-License-Identifier: Apache-2.0
"""What is taken back after something was built on it: refused, or all that came of it goes back as well."""

from __future__ import annotations

from datetime import timedelta

import pytest

from complaintdesk.desk import (
    approvals,
    case_papers,
    cases,
    clocks,
    corrections,
    course,
    ending,
    escalating,
    judging,
    liaison,
    meetings,
)
from complaintdesk.desk import waves as waves_
from complaintdesk.desk.approvals import WordDraft
from complaintdesk.desk.case_papers import LiaisonPaper
from complaintdesk.desk.escalating import EscalationDraft
from complaintdesk.desk.liaison import Issued, SheetDraft
from complaintdesk.desk.office import Office
from complaintdesk.domain.terms import CaseState, Level, Role, Trigger
from complaintdesk.errors import UserError
from tests.builders import DeskClock, a_case, a_slip, codes, event_id, limits, page, story
from tests.desk.courses import a_complaint, sits_down, works_by


def state(office: Office, case_id: int) -> CaseState:
    return page(office, case_id).case.state


def lead_of(office: Office, case_id: int) -> str:
    return page(office, case_id).case.lead_number


def went_up(office: Office, case_id: int) -> Issued:
    sheet = SheetDraft("电梯停运三天", "请定方案")
    draft = EscalationDraft(case_id, "general_manager", Trigger.BEYOND_AUTHORITY, "超出权限", sheet)
    issued = office.do(escalating.escalate, draft)
    assert issued is not None
    return issued


def sheets(office: Office, case_id: int) -> tuple[LiaisonPaper, ...]:
    return office.ask(case_papers.papers_of, case_id, office.books).liaison


@pytest.mark.parametrize("given_by", ["approved", "withdrawn"])
def test_an_approval_stands_while_what_it_was_given_for_does_r_esc_14(office: Office, given_by: str) -> None:
    shop = works_by(office, "car_dealer")
    case_id = a_complaint(shop)
    row = next(each for each in shop.procedure.course.approvals if each.before.value == "answered")
    shop.do(approvals.ask, case_id, row.id, "全额退款")
    sits_down(shop, Role.OFFICE_HEAD)
    step = next(each for each in shop.procedure.course.ladder if each.id in row.by)
    name = "" if Role.OFFICE_HEAD in step.roles else "周总"
    shop.do(approvals.approve, WordDraft(case_id, row.id, step.id, name))
    word = event_id(shop, case_id, "approved")
    if given_by == "withdrawn":  # taken back by mistake, and given again by taking that back
        for told in ("approved", "withdrawn"):
            shop.do(corrections.withdraw, event_id(shop, case_id, told), "点错了")
        word = event_id(shop, case_id, "withdrawn")
    shop.do(cases.answer, case_id, "同意退款")
    with pytest.raises(UserError, match="was done since"):
        shop.do(corrections.withdraw, word, "批错了")
    shop.do(corrections.withdraw, event_id(shop, case_id, "answered"), "没有答复")
    shop.do(corrections.withdraw, word, "批错了")
    with pytest.raises(UserError, match="Not before"):
        shop.do(cases.answer, case_id, "同意退款")
    assert codes(shop) == []


def test_a_case_that_another_was_joined_to_is_not_void_r_reg_07(office: Office) -> None:
    first, second = a_case(office), a_case(office)
    office.do(ending.join, second.id, first.id, "同一件事")
    with pytest.raises(UserError) as refused:
        office.do(corrections.void, first.id, "重复登记")
    assert refused.value.values["number"] == second.number
    office.do(corrections.withdraw, event_id(office, second.id, "joined"), "不是一件事")
    office.do(corrections.void, first.id, "重复登记")
    assert (state(office, first.id), state(office, second.id)) == (CaseState.VOID, CaseState.REGISTERED)
    assert codes(office) == []


@pytest.mark.parametrize("since", ["a slip of its own", "the lead is void", "the lead goes along itself"])
def test_no_case_comes_back_under_a_lead_that_it_can_t_go_along_with_r_cls_08(office: Office, since: str) -> None:
    other, lead, member = a_case(office), a_case(office), a_case(office)
    office.do(waves_.lead, lead.id, [member.id])
    office.do(waves_.release, member.id, "另行处理")
    if since == "a slip of its own":
        a_slip(office, member.id)
    elif since == "the lead is void":
        office.do(corrections.void, lead.id, "误登")
    else:
        office.do(waves_.lead, other.id, [lead.id])
    with pytest.raises(UserError, match="as things are"):
        office.do(corrections.withdraw, event_id(office, member.id, "led"), "还是一起办")
    assert lead_of(office, member.id) == ""
    assert codes(office) == []


def test_a_release_that_was_a_mistake_puts_the_case_back_under_its_lead(office: Office) -> None:
    lead, member = a_case(office), a_case(office)
    office.do(waves_.lead, lead.id, [member.id])
    office.do(waves_.release, member.id, "另行处理")
    office.do(corrections.withdraw, event_id(office, member.id, "led"), "点错了")
    assert lead_of(office, member.id) == lead.number


def test_an_answer_that_was_taken_back_is_off_its_sheet(office: Office) -> None:
    case_id = a_case(office).id
    issued = went_up(office, case_id)
    office.do(liaison.answer, issued.id, "同意", "周总", is_result=True)
    office.do(corrections.withdraw, event_id(office, case_id, "result_returned"), "记在别的单上了")
    [sheet] = sheets(office, case_id)
    assert (sheet.answer, sheet.answered_by, sheet.answered_at) == ("", "", None)
    office.do(corrections.withdraw, event_id(office, case_id, "withdrawn"), "原来没错")
    [sheet] = sheets(office, case_id)
    assert (sheet.answer, sheet.answered_by, sheet.answered_at) == ("同意", "周总", office.now())
    office.do(corrections.withdraw, event_id(office, case_id, "result_returned"), "确实错了")
    office.do(liaison.answer, issued.id, "不同意", "周总", is_result=True)
    assert sheets(office, case_id)[0].answer == "不同意"
    assert codes(office) == []


def test_a_spoiled_sheet_is_issued_again_once(office: Office) -> None:
    case_id = a_case(office).id
    spoiled = went_up(office, case_id)
    sits_down(office, Role.SUPERVISOR)
    office.do(liaison.void, spoiled.id, "打印坏了")
    again = office.do(liaison.issue_again, spoiled.id)
    with pytest.raises(UserError) as refused:
        office.do(liaison.issue_again, spoiled.id)
    assert refused.value.values["number"] == again.number
    office.do(corrections.withdraw, event_id(office, case_id, "escalated"), "不用上报")
    assert [each.void_reason for each in sheets(office, case_id)] == ["打印坏了", "不用上报"]
    assert codes(office) == []


@pytest.mark.parametrize("over", ["taken back", "void"])
def test_no_sheet_is_issued_again_for_what_is_over(office: Office, over: str) -> None:
    case_id = a_case(office).id
    spoiled = went_up(office, case_id)
    sits_down(office, Role.SUPERVISOR)
    office.do(liaison.void, spoiled.id, "打印坏了")
    if over == "taken back":
        office.do(corrections.withdraw, event_id(office, case_id, "escalated"), "不用上报")
    else:
        office.do(corrections.void, case_id, "误登")
    with pytest.raises(UserError):
        office.do(liaison.issue_again, spoiled.id)
    assert [each.number for each in sheets(office, case_id)] == [spoiled.number]


def test_an_urgent_meeting_is_taken_back_in_the_story_that_tells_of_it_r_esc_14(office: Office) -> None:
    case_id = a_case(office).id
    meeting = office.do(course.hold_meeting, course.MeetingDraft(case_id, "赵主任、陈工", "更换主板"))
    sits_down(office, Role.SUPERVISOR)
    with pytest.raises(UserError, match="in its story"):
        office.do(meetings.void, meeting, "写错了")
    office.do(corrections.withdraw, event_id(office, case_id, "meeting_held"), "没有开")
    assert office.ask(meetings.meeting_sheet, meeting, office.books).void_reason == "没有开"
    assert story(office, case_id)[-1] == "withdrawn"
    assert codes(office) == []


@pytest.mark.parametrize("decided", ["a level", "a later end", "both", "a level that was restored"])
def test_what_a_supervisor_decided_no_clerk_takes_back_r_cls_05(office: Office, decided: str) -> None:
    case_id = a_case(office).id
    sits_down(office, Role.SUPERVISOR)
    if decided == "a later end":
        limit = limits(office, case_id)["answer_complaint"]
        office.do(clocks.extend, case_id, limit.key, 1, limit.due_at + timedelta(days=1), "等材料")
    else:
        office.do(judging.raise_level, case_id, "多户反映")
    last = story(office, case_id)[-1]
    for _time in range({"both": 1, "a level that was restored": 2}.get(decided, 0)):
        office.do(corrections.withdraw, event_id(office, case_id, last), "看错了")
        last = "withdrawn"
    sits_down(office, Role.CLERK)
    with pytest.raises(UserError, match="not for you"):
        office.do(corrections.withdraw, event_id(office, case_id, last), "不必")
    sits_down(office, Role.OFFICE_HEAD)
    office.do(corrections.withdraw, event_id(office, case_id, last), "不必")
    assert codes(office) == []


def test_a_clerk_takes_back_what_they_noted_themselves_by_mistake(office: Office) -> None:
    case_id = a_case(office).id
    sits_down(office, Role.CLERK)
    office.do(judging.raise_level, case_id, "点错了")
    office.do(corrections.withdraw, event_id(office, case_id, "level_set"), "点错了")
    assert page(office, case_id).case.level is Level.GENERAL


def test_a_time_promised_in_a_new_round_is_a_limit_of_that_round_alone_r_esc_12(
    office: Office, clock: DeskClock
) -> None:
    case_id = a_case(office).id
    office.do(cases.handle, case_id, "已处理")
    clock.later(hours=1)
    office.do(cases.reopen, case_id, "仍有噪声")
    office.do(clocks.promise, case_id, clock() + timedelta(hours=2), "下午再去", True)
    promised = [limit for limit in page(office, case_id).commitments if limit.key == "keep_promise"]
    assert [(limit.round, limit.due_at) for limit in promised] == [(2, clock() + timedelta(hours=2))]
    assert codes(office) == []
