# SPDX-License-Identifier: Apache-2.0
"""Cases go up the ladder and on to departments; sheets under numbers of their own; a word before the client is told."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from complaintdesk.desk import (
    approvals,
    cases,
    corrections,
    corrective,
    course,
    escalating,
    liaison,
    number_hits,
)
from complaintdesk.desk.approvals import WordDraft
from complaintdesk.desk.corrective import CorrectiveDraft
from complaintdesk.desk.course import MeetingDraft, StepDraft
from complaintdesk.desk.escalating import EscalationDraft, PassOnDraft
from complaintdesk.desk.liaison import SheetDraft
from complaintdesk.domain.approvals import Word
from complaintdesk.domain.terms import EventKind, Role, Trigger
from complaintdesk.errors import MissingFields, UserError
from tests.builders import codes, event_id, limits, page, rows, story
from tests.desk.courses import a_complaint, facts_of, sits_down, works_by

SHEET = SheetDraft("3栋电梯三次困人，业主要求更换", "请公司协调维保单位本周内到场")


def ladder(office, case_id: int) -> escalating.Ladder:
    found: escalating.Ladder = office.ask(escalating.ladder_of, case_id, office.books, office.now())
    return found


def proposed(office, case_id: int) -> list[tuple[str, str]]:
    return [(each.row.id, each.to.id) for each in ladder(office, case_id).proposals]


def holder(office, case_id: int) -> str:
    step = ladder(office, case_id).holder
    return "" if step is None else step.id


def up(office, case_id: int, to: str, trigger: Trigger = Trigger.BEYOND_AUTHORITY, **more):
    return office.do(escalating.escalate, EscalationDraft(case_id, to, trigger, "超出前台权限", **more))


def test_r_esc_01_beyond_ones_authority_it_is_reported_at_once_and_then_theirs(office):
    works_by(office, "car_workshop")
    case_id = a_complaint(office)
    assert holder(office, case_id) == "clerk"
    assert [(each.row.trigger, each.to.id) for each in ladder(office, case_id).offers] == [
        (Trigger.BEYOND_AUTHORITY, "supervisor")
    ]
    assert up(office, case_id, "supervisor") is None
    assert (holder(office, case_id), page(office, case_id).case.escalated_to) == ("supervisor", "supervisor")
    assert facts_of(office, case_id, "escalated") == {"to": "supervisor", "trigger": "beyond_authority", "sheet": None}
    assert [each.to.id for each in ladder(office, case_id).offers] == ["office_head"]
    assert codes(office) == []


def test_r_esc_01_beyond_the_department_it_goes_up_by_a_sheet_under_a_number_of_its_own(office):
    works_by(office, "crm_rules")
    case_id = a_complaint(office)
    with pytest.raises(UserError, match="in writing") as refused:
        up(office, case_id, "manufacturer", Trigger.BEYOND_DEPARTMENT)
    assert refused.value.field == "sheet"
    issued = up(office, case_id, "manufacturer", Trigger.BEYOND_DEPARTMENT, sheet=SHEET)
    assert issued.number == "LX2026-000001"
    assert facts_of(office, case_id, "escalated")["sheet"] == issued.id
    assert rows(office, "SELECT event_id, to_step FROM liaison_sheet") == [
        (event_id(office, case_id, "escalated"), "manufacturer")
    ]
    assert codes(office) == []


def test_r_esc_01_an_escalation_says_to_whom_and_why(office):
    works_by(office, "car_workshop")
    case_id = a_complaint(office)
    with pytest.raises(UserError) as refused:
        up(office, case_id, "quality")
    assert refused.value.field == "to"
    with pytest.raises(MissingFields) as missing:
        office.do(escalating.escalate, EscalationDraft(case_id, "supervisor", Trigger.UNSOLVED, " "))
    assert set(missing.value.missing) == {"reason"}
    assert "escalated" not in story(office, case_id)


def test_r_esc_02_a_broken_limit_proposes_the_next_step_until_it_is_taken(office, clock):
    case_id = a_complaint(office)
    assert proposed(office, case_id) == []
    clock.later(days=2)
    assert proposed(office, case_id) == [("limit_broken", "supervisor")]
    up(office, case_id, "supervisor", Trigger.LIMIT_BROKEN)
    assert proposed(office, case_id) == []
    clock.later(days=20)
    assert proposed(office, case_id) == [("limit_broken", "office_head")], "a further limit broke since"


def test_r_esc_02_a_client_who_is_not_content_takes_it_a_step_up(office, clock):
    works_by(office, "car_workshop")
    case_id = a_complaint(office)
    office.do(cases.handle, case_id, "已返工")
    clock.later(hours=1)
    office.do(cases.reopen, case_id, "仍有异响")
    assert proposed(office, case_id) == [("not_content", "supervisor")]
    clock.later(minutes=5)
    up(office, case_id, "supervisor", Trigger.NOT_CONTENT)
    assert proposed(office, case_id) == []


def test_r_esc_04_a_serious_one_goes_to_the_leaders_at_once_and_an_inspection_says_who_and_what(office):
    works_by(office, "car_dealer")
    case_id = a_complaint(office, level_criteria=("compensation",))
    assert holder(office, case_id) == "general_manager"
    assert proposed(office, case_id) == [("major", "general_manager")]
    up(office, case_id, "general_manager", Trigger.MAJOR)
    assert proposed(office, case_id) == []
    with pytest.raises(MissingFields) as missing:
        office.do(course.tell_step, StepDraft(case_id, EventKind.INSPECTED))
    assert set(missing.value.missing) == {"who", "words"}
    step = StepDraft(case_id, EventKind.INSPECTED, "左前轮胎鼓包", {"who": "客户关系经理、技术总监"})
    office.do(course.tell_step, step)
    assert facts_of(office, case_id, "inspected") == {"who": "客户关系经理、技术总监"}
    assert codes(office) == []


def test_r_cls_06_compensation_and_r_cls_07_levels_are_routed_by_the_book(office):
    works_by(office, "customer_complaints")
    assert holder(office, a_complaint(office)) == "clerk"
    assert holder(office, a_complaint(office, level_criteria=("safety",))) == "office_head"
    assert holder(office, a_complaint(office, level_criteria=("compensation",))) == "leaders"
    assert holder(office, a_complaint(office, category="about_office_head")) == "leaders"


def test_r_cls_07_what_the_office_cannot_solve_goes_up_in_writing_to_quality(office):
    works_by(office, "customer_complaints")
    case_id = a_complaint(office)
    assert ("unsolved", "quality", True) in [
        (each.row.id, each.to.id, each.written) for each in ladder(office, case_id).offers
    ]
    with pytest.raises(UserError, match="in writing"):
        up(office, case_id, "quality", Trigger.UNSOLVED)
    assert up(office, case_id, "quality", Trigger.UNSOLVED, sheet=SHEET).number == "LX2026-000001"


def test_r_esc_07_passed_on_with_a_time_progress_comes_back_and_then_the_result(office, clock):
    works_by(office, "process_rules")
    case_id = a_complaint(office)
    department = office.procedure.departments[-1].id
    until = office.now() + timedelta(days=2)
    issued = office.do(escalating.pass_on, PassOnDraft(case_id, department, "请两日内答复", until, SHEET))
    assert facts_of(office, case_id, "passed_on") == {
        "department": department,
        "sheet": issued.id,
        "until": until.isoformat(),
    }
    clock.later(minutes=20)
    office.do(liaison.sign, issued.id, "周工")
    with pytest.raises(UserError, match="signed for already"):
        office.do(liaison.sign, issued.id, "周工")
    clock.later(hours=3)
    office.do(course.tell_step, StepDraft(case_id, EventKind.PROGRESS_REPORTED, "配件已订", {"who": "周工"}))
    office.do(liaison.answer, issued.id, "已更换，客户确认", "周工", is_result=True)
    assert story(office, case_id)[-3:] == ["passed_on", "progress_reported", "result_returned"]
    assert rows(office, "SELECT signed_by, answered_by FROM liaison_sheet") == [("周工", "周工")]
    assert codes(office) == []


def test_r_esc_07_a_proposal_meets_the_limit_for_one(office, clock):
    works_by(office, "car_dealer")
    case_id = a_complaint(office)
    assert limits(office, case_id)["propose"].met_at is None
    clock.later(hours=1)
    office.do(course.tell_step, StepDraft(case_id, EventKind.PROPOSED, "免费更换并延保一年"))
    assert limits(office, case_id)["propose"].met_at == office.now()


def test_r_esc_06_a_complaint_handed_down_is_traced_on_record(office):
    works_by(office, "management_centre")
    case_id = a_complaint(office)
    office.do(course.tell_step, StepDraft(case_id, EventKind.TRACED, "管理处已派人", {"who": "管理处王主任"}))
    assert story(office, case_id)[-1] == "traced"


def test_r_reg_08_special_measures_for_a_repeat_complaint_meet_their_24_hours(office, clock):
    first = a_complaint(office)
    again = a_complaint(office, repeats_case_id=first)
    assert limits(office, again)["special_measures"].met_at is None
    clock.later(hours=2)
    office.do(course.tell_step, StepDraft(again, EventKind.MEASURES_ARRANGED, "夜间加派巡查", {"who": "护管部"}))
    assert limits(office, again)["special_measures"].met_at == office.now()


def test_r_esc_14_the_client_is_told_nothing_before_the_solution_is_approved(office, clock):
    works_by(office, "car_dealer")
    case_id = a_complaint(office)

    def word() -> Word:
        (one,) = office.ask(approvals.approvals_of, case_id, office.books)
        found: Word = one.word
        return found

    assert word() is Word.MISSING
    with pytest.raises(UserError, match="Not before") as refused:
        office.do(cases.answer, case_id, "更换发动机")
    assert refused.value.values["by"] == "总经理"
    with pytest.raises(UserError, match="Ask for it first"):
        office.do(approvals.approve, WordDraft(case_id, "solution", "general_manager", "吴总"))
    office.do(approvals.ask, case_id, "solution", "更换发动机，费用自理一半")
    assert word() is Word.ASKED
    with pytest.raises(UserError, match="Not before"):
        office.do(cases.answer, case_id, "更换发动机")
    office.do(approvals.refuse, WordDraft(case_id, "solution", "general_manager", "吴总", "费用应由厂家承担"))
    assert word() is Word.REFUSED
    clock.later(minutes=10)
    office.do(approvals.ask, case_id, "solution", "更换发动机，费用由厂家承担")
    clock.later(minutes=10)
    office.do(approvals.approve, WordDraft(case_id, "solution", "general_manager", "吴总"))
    with pytest.raises(UserError, match="Not before"):
        office.do(cases.answer, case_id, "更换发动机", office.now() - timedelta(minutes=5))
    office.do(cases.answer, case_id, "更换发动机")
    assert facts_of(office, case_id, "approved") == {"approval": "solution", "by": "general_manager", "name": "吴总"}
    assert office.ask(approvals.approvals_of, case_id, office.books) == ()
    assert codes(office) == []


def test_r_esc_14_the_word_of_somebody_in_the_program_is_given_in_person(office):
    works_by(office, "management_centre")
    case_id = a_complaint(office, level_criteria=("safety",))
    (need,) = office.procedure.course.approvals
    office.do(approvals.ask, case_id, need.id, "纠正措施见附件")
    with pytest.raises(UserError, match="signs in"):
        office.do(approvals.approve, WordDraft(case_id, need.id, "office_head", "赵主任"))
    with pytest.raises(UserError, match="to approve"):
        office.do(approvals.approve, WordDraft(case_id, need.id, "clerk", "李静"))
    sits_down(office, Role.OFFICE_HEAD)
    office.do(approvals.approve, WordDraft(case_id, need.id, "office_head"))
    assert facts_of(office, case_id, "approved")["name"] == "赵主任"


def test_r_esc_14_a_new_round_needs_a_new_word(office, clock):
    works_by(office, "car_dealer")
    case_id = a_complaint(office)
    office.do(approvals.ask, case_id, "solution", "重新喷漆")
    office.do(approvals.approve, WordDraft(case_id, "solution", "general_manager", "吴总"))
    office.do(cases.answer, case_id, "重新喷漆")
    office.do(cases.handle, case_id, "已喷漆")
    clock.later(days=1)
    office.do(cases.reopen, case_id, "色差明显")
    clock.later(minutes=1)
    with pytest.raises(UserError, match="Not before"):
        office.do(cases.answer, case_id, "换新件")


def test_r_esc_14_an_urgent_meeting_is_on_record_with_who_was_there_and_what_was_decided(office):
    works_by(office, "car_dealer")
    case_id = a_complaint(office, level_criteria=("compensation",))
    meeting = office.do(course.hold_meeting, MeetingDraft(case_id, "吴总、售后经理", "当日退车，通稿统一答复"))
    assert rows(office, "SELECT id, kind, case_id, present FROM meeting") == [
        (meeting, "urgent", case_id, "吴总、售后经理")
    ]
    assert facts_of(office, case_id, "meeting_held")["meeting"] == meeting
    office.do(corrections.withdraw, event_id(office, case_id, "meeting_held"), "记错案件")
    assert rows(office, "SELECT void_reason FROM meeting") == [("记错案件",)]
    assert codes(office) == []


def test_r_esc_09_compensation_is_agreed_in_writing_after_the_general_manager_signed(office):
    works_by(office, "process_rules")
    case_id = a_complaint(office)
    with pytest.raises(UserError, match="Not before"):
        office.do(course.compensate, case_id, Decimal(800), "赔偿地板损失800元，双方签字")
    office.do(approvals.ask, case_id, "compensation", "赔偿800元")
    office.do(approvals.approve, WordDraft(case_id, "compensation", "general_manager", "吴总"))
    with pytest.raises(UserError) as refused:
        office.do(course.compensate, case_id, None, "赔偿")
    assert refused.value.field == "amount"
    with pytest.raises(MissingFields):
        office.do(course.compensate, case_id, Decimal(800), "")
    office.do(course.compensate, case_id, Decimal(800), "赔偿地板损失800元，双方签字")
    assert facts_of(office, case_id, "compensated") == {"amount": "800.00"}


def test_r_esc_09_compensation_is_to_be_approved_where_it_is_meant_and_not_of_every_complaint(office):
    def needed(case_id: int) -> list[str]:
        return [each.row.id for each in office.ask(approvals.approvals_of, case_id, office.books)]

    plain = a_complaint(office)
    assert needed(plain) == []
    office.do(approvals.ask, plain, "compensation", "赔偿800元")
    assert needed(plain) == ["compensation"]
    works_by(office, "process_rules")
    assert needed(a_complaint(office)) == []
    assert needed(a_complaint(office, level_criteria=("compensation",))) == ["compensation"]


def test_r_ca_05_of_the_four_not_let_go_none_is_left_out(office):
    works_by(office, "car_workshop")
    case_id = a_complaint(office)
    told = {"cause": "螺栓未按扭矩紧固", "taught": "全班组复训", "measures": "增设扭矩复检"}
    with pytest.raises(MissingFields) as missing:
        office.do(course.conclude, StepDraft(case_id, EventKind.LESSONS_DRAWN, details=told))
    assert set(missing.value.missing) == {"dealt_with"}
    told |= {"dealt_with": "责任人扣绩效"}
    office.do(course.conclude, StepDraft(case_id, EventKind.LESSONS_DRAWN, details=told))
    assert facts_of(office, case_id, "lessons_drawn") == told
    assert page(office, case_id).events[-1].words.splitlines()[3] == "责任：责任人扣绩效"


def test_r_cls_02_a_corrective_action_is_opened_under_a_number_of_its_own_r_ca_01(office, clock):
    case_id = a_complaint(office, level_criteria=("safety",))
    draft = CorrectiveDraft(case_id, "engineering", "电梯困人两次", "维保超期", "陈工")
    with pytest.raises(MissingFields) as missing:
        office.do(corrective.open_action, CorrectiveDraft(case_id, "engineering", "", "", ""))
    assert set(missing.value.missing) == {"facts", "cause", "responsible"}
    assert office.do(corrective.open_action, draft).number == "JZ2026-000001"
    office.do(corrections.withdraw, event_id(office, case_id, "corrective_opened"), "重复开单")
    assert rows(office, "SELECT number, void_reason FROM corrective_action") == [("JZ2026-000001", "重复开单")]
    with pytest.raises(UserError, match="void by now"):
        office.do(corrections.withdraw, event_id(office, case_id, "withdrawn"), "又不重复")
    clock.later(minutes=1)
    assert office.do(corrective.open_action, draft).number == "JZ2026-000002", "a number is never used again"
    assert codes(office) == []


def test_a_spoiled_sheet_is_void_under_its_number_and_issued_again_under_the_next(office):
    works_by(office, "crm_rules")
    case_id = a_complaint(office)
    first = up(office, case_id, "manufacturer", Trigger.BEYOND_DEPARTMENT, sheet=SHEET)
    with pytest.raises(UserError, match="Void the spoiled"):
        office.do(liaison.issue_again, first.id)
    office.do(liaison.void, first.id, "打印污损")
    with pytest.raises(UserError, match="is void"):
        office.do(liaison.sign, first.id, "厂家")
    second = office.do(liaison.issue_again, first.id)
    hit = office.ask(number_hits.find_number, "LX2026-000001")
    assert (hit.kind, hit.id) == ("case", case_id)
    assert second.number == "LX2026-000002"
    (event,) = {row[0] for row in rows(office, "SELECT event_id FROM liaison_sheet")}
    assert event == event_id(office, case_id, "escalated")
    assert codes(office) == []


def test_a_sheet_says_what_and_until_when_and_its_steps_keep_their_order(office, clock):
    works_by(office, "crm_rules")
    case_id = a_complaint(office)
    with pytest.raises(MissingFields):
        up(office, case_id, "manufacturer", sheet=SheetDraft("", ""))
    with pytest.raises(UserError) as refused:
        up(office, case_id, "manufacturer", sheet=SheetDraft("事由", "要求", office.now()))
    assert refused.value.field == "answer_by"
    issued = up(office, case_id, "manufacturer", sheet=SHEET)
    with pytest.raises(UserError) as refused:
        office.do(liaison.sign, issued.id, "厂家", office.now() - timedelta(hours=1))
    assert refused.value.field == "happened_at"
    with pytest.raises(MissingFields):
        office.do(liaison.answer, issued.id, "", "厂家")
    office.do(liaison.answer, issued.id, "三日内派技术员", "厂家")
    assert story(office, case_id)[-1] == "noted", "a word from above is no department's progress"
    assert rows(office, "SELECT count(*) FROM liaison_sheet") == [(1,)]
