# SPDX-License-Identifier: Apache-2.0
"""The rule books of other trades: limits, call-backs, ladders and approvals as their clauses say, and none besides."""

from __future__ import annotations

import re

import pytest

from complaintdesk.domain.terms import Role
from tests.domain.other_books import BOOKS, OURS, clauses, one
from tests.domain.rule_books import limit, names, rule_book, text_of, when

COMPLAINT = {"kinds": "complaint"}
REACHED = {"reachable": True}  # what is said to the caller is owed where there is a way to do so
GENERAL, MAJOR = {**COMPLAINT, "levels": "general"}, {**COMPLAINT, "levels": "major"}
PROMISED = {**COMPLAINT, "promised": True}
DURING_STAY, AFTER_STAY = ({**COMPLAINT, "fields": (("stay", frozenset({each})),)} for each in ("消费中", "消费后"))
DIRECT = {**COMPLAINT, "fields": (("complaint_class", frozenset({"直接投诉"})),)}
HOTLINE = {**COMPLAINT, "channels": "phone"}
CONTACT = "informed promised answered explained leader_called"
PROGRESS = "progress_reported result_returned handled"
BACK = "result_returned"
AS_AGREED = (PROMISED, "promised", "handled", "promised_time")
ANSWERED_AS_AGREED = (PROMISED, "promised", "answered handled", "promised_time")


@pytest.mark.parametrize(
    ("name", "key", "cases", "starts", "met", "end", "clause"),
    clauses(
        ("R-ESC-12", "car_workshop", "keep_promise", *AS_AGREED, "汽修厂制度§4"),
        ("R-ESC-07", "car_dealer", "propose", GENERAL, "registered", "proposed", "1 working_days", "4S店制度§三.3"),
        ("R-ESC-12", "car_dealer", "keep_promise", *AS_AGREED, OURS),
        (
            "R-ESC-08",
            "crm_rules",
            "contact_client",
            {**COMPLAINT, **REACHED},
            "registered",
            CONTACT,
            "24 hours",
            "CRM细则§四.2",
        ),
        ("R-ESC-12", "crm_rules", "keep_promise", *AS_AGREED, OURS),
        ("R-ESC-12", "it_complaints", "keep_promise", *ANSWERED_AS_AGREED, OURS),
        (
            *("R-ESC-13", "hotel", "keep_promise"),
            *(DURING_STAY, "promised", "handled", "promised_time", "酒店制度§六.二.1"),
        ),
        (
            *("R-ESC-12", "hotel", "ask_time"),
            *(DURING_STAY, "registered", "promised handled", "same_day", OURS),
        ),
        (
            *("R-ESC-13", "hotel", "result_working_days"),
            *(AFTER_STAY, "registered", "handled", "3 working_days", "酒店制度§六.二.2"),
        ),
        (
            *("R-ESC-07", "process_rules", "reach_desk"),
            *(COMPLAINT, "registered", "registered", "30 minutes", "流程规范§1.1.1"),
        ),
        ("R-ESC-07", "process_rules", "pass_on", COMPLAINT, "registered", "passed_on", "30 minutes", "流程规范§1.3"),
        (
            "R-ESC-07",
            "process_rules",
            "first_contact",
            {**COMPLAINT, **REACHED},
            "passed_on",
            CONTACT,
            "2 hours",
            "流程规范§2.1",
        ),
        (
            *("R-ESC-07", "process_rules", "report_progress"),
            *(COMPLAINT, "passed_on", PROGRESS, "3 working_days", "流程规范§2.4.2"),
        ),
        ("R-ESC-07", "process_rules", "return_result", COMPLAINT, "handled", BACK, "same_day", "流程规范§2.4.2"),
        ("R-ESC-12", "process_rules", "keep_promise", *AS_AGREED, OURS),
        (
            "R-REG-09",
            "company",
            "confirm",
            {**COMPLAINT, **REACHED},
            "registered",
            "confirmed",
            "24 hours",
            "公司制度§二",
        ),
        (
            *("R-ESC-07", "company", "result_working_days"),
            *(COMPLAINT, "checked", "answered explained", "5 working_days", "公司制度§四.1"),
        ),
        ("R-REG-16", "company", "keep_promise", *ANSWERED_AS_AGREED, "小区制度§3.1"),
        (
            *("R-WO-01", "hotline_96310", "deliver_slip"),
            *(HOTLINE, "registered", "dispatched passed_on", "3 minutes", "96310制度§一.3"),
        ),
        ("R-ESC-12", "hotline_96310", "keep_promise", *ANSWERED_AS_AGREED, OURS),
    ),
)
def test_each_limit_runs_as_its_clause_says(name, key, cases, starts, met, end, clause):
    row = rule_book(name).commitment(key)
    assert (row.when, row.starts, row.meets, row.limit) == (when(**cases), starts, names(met), limit(end))
    assert row.source.startswith(clause)
    assert not row.in_rate
    assert not row.pauses
    assert not row.other_limits


@pytest.mark.parametrize(
    ("name", "limits"),
    [
        ("car_workshop", "keep_promise"),
        ("car_dealer", "propose keep_promise"),
        ("crm_rules", "contact_client keep_promise"),
        ("it_complaints", "keep_promise"),
        ("hotel", "ask_time keep_promise result_working_days"),
        ("process_rules", "reach_desk pass_on first_contact report_progress return_result keep_promise"),
        ("company", "confirm result_working_days keep_promise"),
        ("hotline_96310", "deliver_slip keep_promise"),
    ],
)
def test_where_a_source_has_no_limit_its_rule_book_has_none(name: str, limits: str):
    assert {row.id for row in rule_book(name).commitments} == names(limits)


def test_what_was_done_before_a_limit_began_is_no_breach_of_it():
    """R-ESC-07: a result back at the desk, or an answer given, before the handling or the check is noted."""
    assert rule_book("process_rules").commitment("return_result").lapses == names(BACK)
    assert rule_book("company").commitment("result_working_days").lapses == names("answered explained")
    assert rule_book("hotline_96310").commitment("deliver_slip").lapses == names("answered referred")


def test_a_sheet_sent_out_again_starts_the_departments_limits_anew():
    """R-ESC-10, 流程规范2.4.3: not content at the call-back, and the whole course is gone through again."""
    assert {row.id for row in rule_book("process_rules").commitments if not row.each_round} == {"reach_desk"}


@pytest.mark.parametrize("key", ["first_contact", "report_progress", "return_result"])
def test_each_report_that_a_department_owes_costs_two_points_when_late(key: str):
    """R-CA-05, 流程规范四.1."""
    assert rule_book("process_rules").commitment(key).points == 2


def test_the_desks_own_half_hour_is_charged_to_the_desk_and_runs_from_its_own_writing():
    """R-CA-05, 流程规范1.3, 四.1: another department took the call, and has half an hour of its own."""
    row = rule_book("process_rules").commitment("pass_on")
    assert (row.points, row.charged_to, row.from_recorded) == (2, "customer_service", True)


@pytest.mark.parametrize("name", [name for name in BOOKS if name != "process_rules"])
def test_no_other_source_takes_points(name: str):
    """R-CA-05."""
    assert not any(row.points for row in rule_book(name).commitments)


def test_three_minutes_are_warned_of_while_there_is_time_left():
    """R-WO-01."""
    (alert,) = rule_book("hotline_96310").commitment("deliver_slip").alerts
    assert alert.before.total_seconds() == 60
    assert alert.roles == {Role.CLERK}


@pytest.mark.parametrize(
    ("name", "key", "starts", "opens", "within", "required", "clause"),
    clauses(
        ("R-CB-01 R-CB-03", "car_dealer", "complaint_follow_up", "handled", None, None, True, "4S店制度§三.5"),
        ("R-CB-13", "crm_rules", "complaint_follow_up", "handled", None, None, True, "CRM细则§四.7"),
        ("R-ESC-10", "crm_rules", "store_follow_up", "handled", None, None, True, "CRM细则§二.3"),
        ("R-CB-01", "it_complaints", "complaint_follow_up", "handled", None, None, True, "IT机制§五"),
        ("R-CB-02", "process_rules", "complaint_follow_up", BACK, "5 days", "7 days", True, "流程规范§2.4.3"),
        ("R-CB-01", "company", "complaint_follow_up", "handled", None, None, True, "公司制度§四.4"),
        ("R-CB-01", "hotline_96310", "complaint_follow_up", "handled", None, "3 days", False, "96310制度§一.2"),
    ),
)
def test_each_call_back_has_its_window(name, key, starts, opens, within, required, clause):
    row = rule_book(name).follow_up(key)
    assert (row.starts, row.required is not None) == (starts, required)
    assert row.within == (limit(within) if within else None)
    assert row.opens == (limit(opens) if opens else None)
    assert row.source.startswith(clause)
    assert row.when.kinds == names("complaint")
    if within is None:
        assert "综合规程" not in row.source
        assert "未定天数" in row.remark, "a source that names no day is not given one, and it is said"
    elif opens is None:
        assert row.source.endswith("3日为综合规程"), "a figure that its source does not have says whose it is"


@pytest.mark.parametrize("name", ["car_workshop", "hotel"])
def test_a_source_without_call_backs_has_none(name: str):
    assert rule_book(name).follow_ups == ()


def test_the_makers_call_centre_calls_back_what_it_sent_and_the_shop_the_rest():
    """R-CB-13, CRM细则四.7."""
    crm = rule_book("crm_rules")
    sent, own = crm.follow_up("complaint_follow_up"), crm.follow_up("store_follow_up")
    assert crm.department(sent.takes_over).name == "厂家客服中心"
    assert own.takes_over == ""
    assert sent.when.channels == names("company")
    assert own.when.channels == frozenset(row.id for row in crm.channels) - names("company")


@pytest.mark.parametrize(
    ("name", "ladder"),
    [
        ("car_workshop", "接待员 服务经理 厂长"),
        ("car_dealer", "客户关系顾问 客户关系经理 责任部门经理 总经理"),
        ("crm_rules", "客服专员 部门经理 客服经理 总经理 厂家区域及技术担当"),
        ("it_complaints", "接诉人员 责任部门专人 IT部门负责人 总部/高层领导"),
        ("hotel", "受理人员 主管 部门负责人 分管副总 总经理"),
        ("process_rules", "客服专员 客服主管 责任部门经理 总经理"),
        ("company", "客服人员 客服主管 部门负责人 分管领导 总经理"),
        ("hotline_96310", "受理员 指挥中心负责人 大队（科室）负责人 局领导"),
    ],
)
def test_the_ladder_goes_up_from_the_desk(name: str, ladder: str):
    """R-ESC-02."""
    steps = rule_book(name).course.ladder
    assert " ".join(step.name for step in steps) == ladder
    assert steps[0].roles == {Role.CLERK}
    for step in steps:
        assert bool(step.roles) is not step.outside


NEXT = ""  # the next step up


@pytest.mark.parametrize(
    ("name", "key", "cases", "trigger", "to", "clause"),
    clauses(
        ("R-ESC-02", "car_workshop", "not_content", COMPLAINT, "not_content", NEXT, OURS),
        ("R-ESC-04", "car_dealer", "major", MAJOR, "major", "general_manager", "4S店制度§三（重大）.2"),
        ("R-ESC-04", "crm_rules", "major_to_manager", MAJOR, "major", "supervisor", "CRM细则§三.1"),
        ("R-ESC-04", "crm_rules", "major_to_general_manager", MAJOR, "major", "general_manager", "CRM细则§三.5"),
        ("R-ESC-04", "crm_rules", "major_to_manufacturer", MAJOR, "major", "manufacturer", "CRM细则§三.5"),
        (
            *("R-ESC-01", "crm_rules", "beyond_authority"),
            *(COMPLAINT, "beyond_authority", "general_manager", "CRM细则§四.11-12"),
        ),
        (
            *("R-ESC-01", "crm_rules", "beyond_department"),
            *(COMPLAINT, "beyond_department", "manufacturer", "CRM细则§四.13-14"),
        ),
        ("R-ESC-01", "it_complaints", "beyond_authority", COMPLAINT, "beyond_authority", NEXT, "IT机制§六"),
        ("R-ESC-02", "it_complaints", "not_content", COMPLAINT, "not_content", "office_head", "IT机制§六"),
        ("R-ESC-02", "hotel", "not_content", COMPLAINT, "not_content", NEXT, "酒店制度§六.一.1"),
        ("R-ESC-01", "hotel", "beyond_authority", COMPLAINT, "beyond_authority", NEXT, "酒店制度§六.一.1"),
        (
            *("R-ESC-01", "hotel", "beyond_department"),
            *(COMPLAINT, "beyond_department", "office_head", "酒店制度§六.一.1"),
        ),
        ("R-ESC-12", "hotel", "no_agreement", COMPLAINT, "no_agreement", "deputy", "酒店制度§六.一.1"),
        ("R-ESC-04", "process_rules", "major", MAJOR, "major", "general_manager", "流程规范§2.2.2"),
        (
            *("R-ESC-01", "process_rules", "beyond_authority"),
            *(MAJOR, "beyond_authority", "general_manager", "流程规范§2.2.3"),
        ),
        ("R-ESC-02", "company", "not_content", COMPLAINT, "not_content", NEXT, OURS),
        ("R-ESC-02", "hotline_96310", "not_content", COMPLAINT, "not_content", NEXT, OURS),
    ),
)
def test_what_goes_up_goes_to_whom_its_clause_names(name, key, cases, trigger, to, clause):
    row = one(rule_book(name).course.escalations, key)
    assert (row.when, row.trigger, row.to, row.source) == (when(**cases), trigger, to, clause)


@pytest.mark.parametrize(
    ("name", "key", "cases", "to", "clause"),
    clauses(
        ("R-CLS-07", "car_dealer", "general_complaints", COMPLAINT, "supervisor", "4S店制度§三.2"),
        ("R-CLS-07", "car_dealer", "major_complaints", MAJOR, "general_manager", "4S店制度§三（重大）.2"),
        ("R-CLS-07", "crm_rules", "in_store", COMPLAINT, "office_head", "CRM细则§三.1"),
        (
            *("R-CLS-07", "crm_rules", "from_call_centre"),
            *({**COMPLAINT, "channels": "company"}, "supervisor", "CRM细则§四.2"),
        ),
        ("R-CLS-07", "crm_rules", "major_complaints", MAJOR, "supervisor", "CRM细则§三.1"),
        ("R-CLS-07", "it_complaints", "normal", COMPLAINT, "clerk", "IT机制§二.1"),
        ("R-CLS-08", "it_complaints", "direct", DIRECT, "office_head", OURS),
        ("R-CLS-07", "hotel", "during_stay", COMPLAINT, "clerk", "酒店制度§六.一.1"),
        ("R-CLS-07", "hotel", "after_stay", AFTER_STAY, "office_head", "酒店制度§六.一.2"),
        ("R-CLS-07", "process_rules", "department_manager", COMPLAINT, "office_head", "流程规范§1.3"),
    ),
)
def test_whose_a_complaint_is_from_the_start(name, key, cases, to, clause):
    row = one(rule_book(name).course.routes, key)
    assert (row.when, row.to) == (when(**cases), to)
    assert row.source.startswith(clause)


@pytest.mark.parametrize(
    ("name", "key", "before", "by", "clause"),
    clauses(
        ("R-ESC-14", "car_dealer", "solution", "answered", "general_manager", "4S店制度§三.4"),
        ("R-ESC-14", "company", "solution", "answered", "office_head deputy general_manager", "商场制度§三.3(2)"),
        ("R-ESC-09", "process_rules", "compensation", "compensated", "general_manager", "流程规范§2.2.2"),
    ),
)
def test_nothing_is_told_or_paid_before_it_is_approved(name, key, before, by, clause):
    (row,) = rule_book(name).course.approvals
    assert (row.id, row.when, row.before) == (key, when(**COMPLAINT), before)
    assert (" ".join(row.by), row.source) == (by, clause)


@pytest.mark.parametrize("name", ["car_workshop", "crm_rules", "it_complaints", "hotel", "hotline_96310"])
def test_a_source_that_asks_for_no_approval_has_none(name: str):
    assert rule_book(name).course.approvals == ()


@pytest.mark.parametrize("name", BOOKS)
def test_every_source_key_names_a_clause_of_the_book_itself_or_says_that_it_is_ours(name: str):
    """R-T-06: no figure passes for another source's own."""
    keys = re.findall(r'^source = "(.+)"$', text_of(name), re.MULTILINE)
    assert keys
    for key in keys:
        for part in key.split("；"):
            assert part.endswith(OURS) or (part.startswith(BOOKS[name]) and "§" in part), part
