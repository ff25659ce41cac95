# SPDX-License-Identifier: Apache-2.0
"""People judge a case: valid or not, its level, how it weighs, whose it is, who follows it up, what came of it."""

from __future__ import annotations

from typing import Any

import pytest

from complaintdesk.desk import cases, corrections, judging
from complaintdesk.desk.judging import AssessmentDraft
from complaintdesk.desk.listing import CaseFilter, case_ids
from complaintdesk.desk.office import Office
from complaintdesk.domain.assessment import suggested_level
from complaintdesk.domain.course_rows import Assessment
from complaintdesk.domain.terms import CaseKind, Factor, Level, Priority, Role
from complaintdesk.errors import MissingFields, UserError
from tests.builders import DeskClock, a_case, a_repair, codes, event_id, limits, page, staff_id, story
from tests.desk.courses import facts_of, sits_down

GRAVE = dict.fromkeys(Factor, 3)
SLIGHT = dict.fromkeys(Factor, 1)


def mine(office: Office) -> list[int]:
    """The cases that who sits here follows up."""
    assert office.staff is not None
    return list(office.ask(case_ids, CaseFilter("mine"), office.now(), office.staff.id))


def record(office: Office, case_id: int) -> Any:
    return page(office, case_id).case


def test_a_complaint_is_checked_with_the_reason_r_cls_01(office: Office, clock: DeskClock) -> None:
    saved = a_case(office)
    clock.later(hours=2)
    office.do(judging.check, saved.id, True, "现场查看，噪声属实")
    assert record(office, saved.id).valid is True
    assert limits(office, saved.id)["check_validity"].met_at == clock.now
    office.do(judging.check, saved.id, False, "复核：邻居当日不在家")
    assert record(office, saved.id).valid is False
    assert "explain_invalid" in limits(office, saved.id)


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_check_without_its_reason_is_refused_r_cls_01(office: Office, reason: str) -> None:
    saved = a_case(office)
    with pytest.raises(MissingFields) as refused:
        office.do(judging.check, saved.id, False, reason)
    assert refused.value.missing.keys() == {"reason"}


def test_only_a_complaint_is_checked_r_cls_01(office: Office) -> None:
    repair = a_repair(office)
    with pytest.raises(UserError, match="Only a complaint"):
        office.do(judging.check, repair.id, True, "属实")


def test_a_check_taken_back_leaves_the_complaint_unchecked_r_cls_01(office: Office) -> None:
    saved = a_case(office)
    office.do(judging.check, saved.id, False, "查无此事")
    office.do(corrections.withdraw, event_id(office, saved.id, "checked"), "看错了房号")
    assert record(office, saved.id).valid is None
    assert "explain_invalid" not in limits(office, saved.id)
    assert codes(office) == []


def test_anyone_at_the_desk_raises_the_level_by_hand_r_cls_05(office: Office) -> None:
    saved = a_case(office)
    sits_down(office, Role.CLERK)
    office.do(judging.raise_level, saved.id, "业主情绪激动，扬言找媒体")
    assert record(office, saved.id).level is Level.MAJOR
    with pytest.raises(UserError, match="major complaint already"):
        office.do(judging.raise_level, saved.id, "再次")


def test_a_supervisor_alone_lowers_the_level_and_says_why_r_cls_05(office: Office) -> None:
    saved = a_case(office, level_criteria=(office.procedure.level_criteria[0].id,))
    assert record(office, saved.id).level is Level.MAJOR
    sits_down(office, Role.CLERK)
    with pytest.raises(UserError, match="no right"):
        office.do(judging.lower_level, saved.id, "已谅解")
    sits_down(office, Role.SUPERVISOR)
    with pytest.raises(MissingFields):
        office.do(judging.lower_level, saved.id, "")
    office.do(judging.lower_level, saved.id, "业主撤回赔偿要求")
    assert record(office, saved.id).level is Level.GENERAL


def test_a_level_set_by_mistake_is_what_the_ticks_made_it_once_taken_back_r_cls_05(office: Office) -> None:
    saved = a_case(office)
    office.do(judging.raise_level, saved.id, "误判")
    office.do(corrections.withdraw, event_id(office, saved.id, "level_set"), "不是这一件")
    assert record(office, saved.id).level is Level.GENERAL
    assert codes(office) == []


RULE = Assessment(major_from=10, major_alone=frozenset({Factor.SAFETY}), source="综合规程")


@pytest.mark.parametrize(
    ("changes", "level"),
    [
        ({}, Level.GENERAL),
        (dict.fromkeys((Factor.SEVERITY, Factor.IMPACT), 3), Level.GENERAL),  # 9
        ({Factor.SEVERITY: 3, Factor.IMPACT: 3, Factor.URGENCY: 2}, Level.MAJOR),  # 10
        ({Factor.SAFETY: 3}, Level.MAJOR),  # alone
    ],
)
def test_the_five_factors_suggest_the_level_r_cls_09(changes: dict[Factor, int], level: Level) -> None:
    assert suggested_level(RULE, SLIGHT | changes) is level


def test_nothing_is_suggested_of_factors_that_are_missing_or_no_rule_r_cls_09() -> None:
    assert suggested_level(RULE, {Factor.SAFETY: 3}) is None
    assert suggested_level(None, GRAVE) is None


def test_an_assessment_records_factors_priority_impact_and_the_level_decided_r_cls_09(office: Office) -> None:
    saved = a_case(office)
    draft = AssessmentDraft(saved.id, Priority.HIGH, "整栋楼停水，老人多", GRAVE, Level.MAJOR)
    office.do(judging.assess, draft)
    told = facts_of(office, saved.id, "assessed")
    assert told == {"priority": "high", **{factor.value: 3 for factor in Factor}}
    case = record(office, saved.id)
    assert (case.priority, case.level) == (Priority.HIGH, Level.MAJOR)
    assert story(office, saved.id)[-2:] == ["assessed", "level_set"]


def test_an_assessment_that_agrees_with_the_level_sets_none_r_cls_09(office: Office) -> None:
    saved = a_case(office)
    office.do(judging.assess, AssessmentDraft(saved.id, Priority.LOW, "", SLIGHT, Level.GENERAL))
    assert story(office, saved.id) == ["registered", "assessed"]


def test_an_assessment_of_a_complaint_needs_all_five_factors_r_cls_09(office: Office) -> None:
    saved = a_case(office)
    with pytest.raises(MissingFields) as refused:
        office.do(judging.assess, AssessmentDraft(saved.id, Priority.HIGH, "", {Factor.SAFETY: 2}))
    assert refused.value.missing.keys() == {factor.value for factor in Factor} - {"safety"}
    repair = a_repair(office)
    office.do(judging.assess, AssessmentDraft(repair.id, Priority.HIGH, "孤寡老人家"))
    assert record(office, repair.id).priority is Priority.HIGH


def test_a_level_changed_by_an_assessment_needs_its_reason_r_cls_05(office: Office) -> None:
    saved = a_case(office)
    with pytest.raises(MissingFields) as refused:
        office.do(judging.assess, AssessmentDraft(saved.id, Priority.HIGH, " ", GRAVE, Level.MAJOR))
    assert refused.value.missing.keys() == {"impact"}
    assert story(office, saved.id) == ["registered"]


def test_a_clerk_does_not_assess_r_cls_09(office: Office) -> None:
    saved = a_case(office)
    sits_down(office, Role.CLERK)
    with pytest.raises(UserError, match="no right"):
        office.do(judging.assess, AssessmentDraft(saved.id, Priority.HIGH, "", SLIGHT))


def test_a_person_routes_a_case_to_another_department_with_a_reason_r_cls_04(office: Office) -> None:
    saved = a_case(office)
    before = record(office, saved.id).department
    to = next(row.id for row in office.procedure.departments if row.id != before)
    with pytest.raises(MissingFields):
        office.do(judging.reroute, saved.id, to, "")
    office.do(judging.reroute, saved.id, to, "涉及门岗放行")
    assert record(office, saved.id).department == to
    assert facts_of(office, saved.id, "rerouted") == {"department": to, "from": before}
    with pytest.raises(UserError, match="already"):
        office.do(judging.reroute, saved.id, to, "再转")
    office.do(corrections.withdraw, event_id(office, saved.id, "rerouted"), "派错")
    assert record(office, saved.id).department == before
    assert codes(office) == []


def test_a_department_that_there_is_not_gets_no_case_r_cls_04(office: Office) -> None:
    saved = a_case(office)
    with pytest.raises(UserError, match="no department"):
        office.do(judging.reroute, saved.id, "moon", "看看")


def test_a_supervisor_marks_a_hard_problem_and_takes_the_mark_off_r_cb_08(office: Office) -> None:
    saved = a_case(office)
    office.do(judging.harden, saved.id, True, "反复多次，涉及三户")
    assert record(office, saved.id).hard is True
    with pytest.raises(UserError, match="already"):
        office.do(judging.harden, saved.id, True, "再标")
    office.do(judging.harden, saved.id, False, "已查明原因")
    assert record(office, saved.id).hard is False
    with pytest.raises(UserError, match="not marked"):
        office.do(judging.harden, saved.id, False, "再取消")


def test_my_cases_follow_whoever_the_first_receiver_hands_over_to_r_reg_06(office: Office) -> None:
    sits_down(office, Role.CLERK)
    saved = a_case(office)
    assert mine(office) == [saved.id]
    office.do(judging.hand_over, saved.id, staff_id(office, "王敏"), "明日起休假")
    assert mine(office) == []
    sits_down(office, Role.SUPERVISOR)
    assert mine(office) == [saved.id]
    assert record(office, saved.id).follower == "王敏"
    office.do(corrections.withdraw, event_id(office, saved.id, "handed_over"), "假期取消")
    assert mine(office) == []
    assert record(office, saved.id).follower == "李静"
    assert codes(office) == []


@pytest.mark.parametrize(
    ("name", "reason", "words"),
    [("陈工", "懂行", "does not sit at the desk"), ("王敏", "自己", "already"), ("李静", " ", "Why")],
)
def test_a_case_is_handed_over_to_a_colleague_at_the_desk_alone_r_reg_06(
    office: Office, name: str, reason: str, words: str
) -> None:
    saved = a_case(office)
    with pytest.raises(UserError) as refused:
        office.do(judging.hand_over, saved.id, staff_id(office, name), reason)
    said = [refused.value.text, *getattr(refused.value, "missing", {}).values()]
    assert any(words in each for each in said)


def test_a_clerk_hands_over_no_case_of_a_colleague_r_reg_06(office: Office) -> None:
    saved = a_case(office)
    sits_down(office, Role.CLERK)
    with pytest.raises(UserError, match="supervisor decides"):
        office.do(judging.hand_over, saved.id, staff_id(office, "李静"), "我来")


def test_the_office_head_signs_the_result_once_a_round_r_reg_13(office: Office) -> None:
    saved = a_case(office)
    sits_down(office, Role.OFFICE_HEAD)
    with pytest.raises(UserError, match="no result yet"):
        office.do(judging.sign_result, saved.id)
    office.do(cases.handle, saved.id, "已劝止，约定施工时间")
    office.do(judging.sign_result, saved.id, "同意")
    with pytest.raises(UserError, match="signed already"):
        office.do(judging.sign_result, saved.id)
    office.do(cases.reopen, saved.id, "又吵了")
    office.do(cases.handle, saved.id, "已罚款")
    office.do(judging.sign_result, saved.id)
    assert story(office, saved.id).count("result_signed") == 2
    sits_down(office, Role.SUPERVISOR)
    with pytest.raises(UserError, match="no right"):
        office.do(judging.sign_result, saved.id)


def test_a_result_is_signed_after_the_end_and_the_signature_can_be_taken_back_r_reg_13(office: Office) -> None:
    saved = a_case(office)
    office.do(cases.handle, saved.id, "已劝止")
    office.do(cases.close, saved.id, "满意", True)
    sits_down(office, Role.OFFICE_HEAD)
    office.do(judging.sign_result, saved.id)
    office.do(corrections.withdraw, event_id(office, saved.id, "result_signed"), "签错了件")
    office.do(judging.sign_result, saved.id)
    assert codes(office) == []


def test_a_leader_speaks_to_the_client_in_person_r_cb_08(office: Office, clock: DeskClock) -> None:
    saved = a_case(office)
    office.do(judging.harden, saved.id, True, "反复")
    clock.later(hours=3)
    with pytest.raises(MissingFields):
        office.do(judging.call_in_person, saved.id, "")
    office.do(judging.call_in_person, saved.id, "当面致歉，说明方案，业主表示理解")
    assert story(office, saved.id)[-1] == "leader_called"
    sits_down(office, Role.CLERK)
    with pytest.raises(UserError, match="no right"):
        office.do(judging.call_in_person, saved.id, "我打的")


@pytest.mark.parametrize("kind", [CaseKind.INQUIRY, CaseKind.SUGGESTION])
def test_the_level_is_a_complaints_alone_r_cls_05(office: Office, kind: CaseKind) -> None:
    saved = a_case(office, kind, category="")
    with pytest.raises(UserError, match="Only a complaint"):
        office.do(judging.raise_level, saved.id, "急")
