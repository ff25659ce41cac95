# SPDX-License-Identifier: Apache-2.0
"""Who must do what by the rule book is held to it where the office has such a post, and a small office still works."""

from __future__ import annotations

from datetime import timedelta

import pytest

from complaintdesk.desk import approvals, cases, escalating, follow_ups, staffing
from complaintdesk.desk.approvals import WordDraft
from complaintdesk.desk.due_soon import due_things
from complaintdesk.desk.escalating import EscalationDraft
from complaintdesk.desk.follow_ups import AttemptDraft, FollowUpDraft
from complaintdesk.desk.liaison import SheetDraft
from complaintdesk.desk.office import Office
from complaintdesk.domain.terms import AttemptOutcome, CaseKind, Channel, FollowUpWay, Rating, Role, Trigger
from complaintdesk.errors import MissingFields, UserError
from tests.builders import ADMINISTRATOR, NAME_OF, PASSWORD, DeskClock, a_case, codes, page
from tests.desk.courses import a_complaint, sits_down, works_by
from tests.desk.day_book import adopt
from tests.domain.rule_books import text_of


def called(office: Office, case_id: int) -> None:
    """Who sits here notes that the client was called back and is content."""
    one = page(office, case_id).follow_ups[-1]
    office.do(follow_ups.record, FollowUpDraft(one.id, FollowUpWay.VISIT, Rating.CONTENT, "满意"))


def to_the_manager(office: Office) -> int:
    """A complaint made to the company's manager directly, handled."""
    works_by(office, "follow_up_system")
    case_id = a_complaint(office, channel=Channel.COMPANY)
    office.do(cases.handle, case_id, "已上门致歉")
    return case_id


def taken_over(office: Office) -> int:
    """A complaint that the quality department took over, handled."""
    case_id = a_case(office, CaseKind.COMPLAINT).id
    sheet = SheetDraft("电梯三次困人", "请定纠正方案")
    office.do(escalating.escalate, EscalationDraft(case_id, "quality", Trigger.UNSOLVED, "无法解决", sheet=sheet))
    office.do(cases.handle, case_id, "已按方案解决")
    return case_id


def all_leave(office: Office, *roles: Role) -> None:
    """Nobody of these roles works here any more."""
    before = office.staff
    assert before is not None
    office.sign_in(ADMINISTRATOR, PASSWORD)
    for one in office.ask(staffing.staff_list, office.books):
        if one.role in roles:
            office.do(staffing.leave, one.id, office.now().astimezone(office.zone).date())
    office.sign_in(before.name, PASSWORD)


def test_r_cb_08_what_was_said_to_the_manager_is_called_back_by_those_who_handled_it(office: Office) -> None:
    case_id = to_the_manager(office)
    sits_down(office, Role.CLERK)
    with pytest.raises(UserError, match="By the rule book") as refused:
        called(office, case_id)
    assert refused.value.values["who"] == "客服中心经理/部门经理"
    sits_down(office, Role.SUPERVISOR)
    called(office, case_id)
    assert page(office, case_id).follow_ups[-1].called_by == NAME_OF[Role.SUPERVISOR]
    assert codes(office) == []


def test_r_cb_13_what_the_quality_department_took_over_it_calls_back_and_not_the_office(office: Office) -> None:
    case_id = taken_over(office)
    for role in (Role.CLERK, Role.SUPERVISOR, Role.OFFICE_HEAD):
        sits_down(office, role)
        with pytest.raises(UserError, match="By the rule book") as refused:
            called(office, case_id)
        assert refused.value.values["who"] == "品质管理部"
    sits_down(office, Role.QUALITY)
    called(office, case_id)
    assert page(office, case_id).follow_ups[-1].rating is Rating.CONTENT


def test_that_nobody_was_reached_is_anybodys_to_note(office: Office) -> None:
    case_id = taken_over(office)
    one = page(office, case_id).follow_ups[-1]
    office.do(follow_ups.attempt, AttemptDraft(one.id, AttemptOutcome.NO_ANSWER))
    assert page(office, case_id).follow_ups[-1].attempts == 1


def test_an_office_without_such_a_post_makes_the_follow_up_itself_and_is_reminded_of_it(
    office: Office, clock: DeskClock
) -> None:
    case_id = taken_over(office)
    all_leave(office, Role.QUALITY)
    clock.now += timedelta(days=3)
    told = office.ask(due_things, office.books, office.now(), office.zone, Role.CLERK)
    assert [thing.kind for thing in told if thing.kind == "follow_up"] == ["follow_up"]
    called(office, case_id)
    assert page(office, case_id).follow_ups[-1].done_at == office.now()


def test_a_post_that_may_note_no_follow_up_keeps_nobody_from_it(office: Office) -> None:
    """R-CB-08: the rule book names the engineers, who have no part in following up."""
    sits_down(office, Role.CLERK)
    by = 'by = ["supervisor", "office_head"]\n'
    adopt(office, text_of("follow_up_system").replace(by, 'by = ["engineering"]\n'))
    case_id = a_complaint(office, channel=Channel.COMPANY)
    office.do(cases.handle, case_id, "已上门致歉")
    one = page(office, case_id).follow_ups[-1]
    assert office.procedure.follow_up(one.key).by == {Role.ENGINEERING}
    assert one.due_at is not None
    told = office.ask(due_things, office.books, one.due_at, office.zone, Role.CLERK)
    assert [thing.id for thing in told if thing.kind == "follow_up"] == [one.id]
    called(office, case_id)
    assert page(office, case_id).follow_ups[-1].called_by == NAME_OF[Role.CLERK]


def test_r_esc_14_where_nobody_holds_the_post_a_leader_enters_the_word_with_its_name(office: Office) -> None:
    works_by(office, "management_centre")
    case_id = a_complaint(office)
    (need,) = office.procedure.course.approvals
    office.do(approvals.ask, case_id, need.id, "纠正措施见附件")
    sits_down(office, Role.SUPERVISOR)
    with pytest.raises(UserError, match="signs in"):
        office.do(approvals.approve, WordDraft(case_id, need.id, "office_head", "赵主任"))
    all_leave(office, Role.OFFICE_HEAD)
    with pytest.raises(MissingFields):
        office.do(approvals.approve, WordDraft(case_id, need.id, "office_head"))
    office.do(approvals.approve, WordDraft(case_id, need.id, "office_head", "业主委员会周先生"))
    assert page(office, case_id).events[-1].facts["name"] == "业主委员会周先生"


def test_r_esc_14_the_word_of_a_post_that_may_give_none_here_is_entered_by_a_leader(office: Office) -> None:
    adopt(office, text_of("management_centre").replace('roles = ["office_head"]', 'roles = ["engineering"]'))
    case_id = a_complaint(office)
    (need,) = office.procedure.course.approvals
    office.do(approvals.ask, case_id, need.id, "纠正措施见附件")
    sits_down(office, Role.SUPERVISOR)
    office.do(approvals.approve, WordDraft(case_id, need.id, need.by[0], "陈工"))
    assert page(office, case_id).events[-1].facts["name"] == "陈工"
