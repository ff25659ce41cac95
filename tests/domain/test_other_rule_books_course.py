# SPDX-License-Identifier: Apache-2.0
"""The rule books of other trades: classes, departments, measures, the course of a matter, papers, meetings, fines."""

from __future__ import annotations

import pytest

from complaintdesk.domain.terms import Level
from tests.domain.other_books import BOOKS, OURS, clauses, one
from tests.domain.rule_books import limit, names, rule_book, when

COMPLAINT = {"kinds": "complaint"}
REACHED = {"reachable": True}  # what is said to the caller is owed where there is a way to do so
MAJOR = {**COMPLAINT, "levels": "major"}
AFTER_STAY = {**COMPLAINT, "fields": (("stay", frozenset({"消费后"})),)}
OTHERS = {
    **COMPLAINT,
    "fields": (("stay", frozenset({"消费中"})), ("department_complained_of", frozenset({"其他部门"}))),
}
VALID, INVALID = {**COMPLAINT, "valid": True}, {**COMPLAINT, "valid": False}


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("car_workshop", "complaint inquiry suggestion"),
        ("car_dealer", "complaint inquiry suggestion"),
        ("crm_rules", "complaint inquiry suggestion"),
        ("it_complaints", "complaint suggestion inquiry"),  # IT机制三: 投诉、建议、咨询
        ("hotel", "complaint repair inquiry suggestion assistance"),
        ("process_rules", "complaint inquiry suggestion"),
        ("company", "complaint repair inquiry suggestion assistance"),
        ("hotline_96310", "complaint suggestion inquiry"),  # 96310制度一.1: 举报投诉、建议、咨询
    ],
)
def test_kinds_are_kept_apart_and_each_has_categories(name: str, kinds: str):
    """R-REG-01."""
    rules = rule_book(name)
    assert " ".join(row.id for row in rules.kinds) == kinds
    assert rules.series("complaint") == "TS"
    assert {rules.series(each) for each in ("work_order", "liaison", "corrective")} == {"WX", "LX", "JZ"}
    for row in rules.kinds:
        assert rules.categories_for(row.id)
    assert bool(rules.grades) is ("repair" in kinds)


@pytest.mark.parametrize(
    ("name", "channels"),
    [
        ("car_workshop", "来电 来店 信函 电子邮件 网络 媒体/部门转办"),
        ("crm_rules", "来电 来店 信函 电子邮件 网络 客服中心派发 媒体/部门转办"),  # CRM细则四.1
        ("it_complaints", "投诉电话 投诉邮件 来访 网络 总部或领导转来 巡检发现"),  # IT机制一、二.2
        (
            "company",
            "服务热线 电子邮件 在线投诉平台 投诉信函 现场来访 上级转办 媒体/部门转办",
        ),  # 公司制度一, 商场制度三.1
        ("hotline_96310", "96310来电 来访 信访件 网上投诉 电子邮件 效能信访转办 媒体/部门转办 巡查发现"),  # 一.2-4
    ],
)
def test_matters_come_in_by_the_ways_that_the_source_names(name: str, channels: str):
    """R-REG-02."""
    assert " ".join(row.name for row in rule_book(name).channels) == channels


@pytest.mark.parametrize(
    ("name", "category", "department", "clause"),
    clauses(
        ("R-CLS-04", "car_workshop", "维修质量", "维修车间", "汽修厂制度§1"),
        ("R-CLS-04", "car_workshop", "服务质量", "客户接待部", "汽修厂制度§1"),
        ("R-CLS-04", "car_dealer", "产品质量", "售后服务部", "4S店制度§一.1"),
        ("R-CLS-04", "car_dealer", "新车购销合同", "销售部", "4S店制度§一.2"),
        ("R-CLS-04", "car_dealer", "维修质量", "售后服务部", "4S店制度§一.3"),
        ("R-CLS-04", "car_dealer", "服务质量", "客户关系部", "4S店制度§一.4"),
        ("R-CLS-04", "car_dealer", "提案、建议、批评与意见", "客户关系部", "4S店制度§一.5"),
        ("R-CLS-04", "crm_rules", "对产品和服务的误解", "客服部", "CRM细则§四.3-4"),
        ("R-CLS-04", "crm_rules", "销售", "销售部", "CRM细则§四.10"),
        ("R-CLS-04", "crm_rules", "售后", "售后部", "CRM细则§四.10"),
        ("R-CLS-04", "crm_rules", "收费/价格", "财务部", "CRM细则§四.10"),
        ("R-CLS-04", "it_complaints", "处理人员行为举止", "IT管理部", "IT机制§二"),
        ("R-CLS-04", "it_complaints", "内部管理流程", "IT管理部", "IT机制§二"),
        ("R-CLS-04", "hotel", "餐饮出品", "餐饮部", "酒店制度§二"),
        ("R-CLS-04", "hotel", "客房服务", "客房部", OURS),
        ("R-CLS-04", "hotel", "前厅服务", "前厅部", OURS),
        ("R-CLS-04", "process_rules", "产品销售", "销售部", "流程规范§三.2"),
        ("R-CLS-04", "process_rules", "产品质量", "供应链中心", "流程规范§三.1"),
        ("R-CLS-04", "process_rules", "服务质量", "业务部", "流程规范§三.3"),
        ("R-CLS-04", "process_rules", "收费/价格", "业务部", "流程规范§三.3"),
        ("R-CLS-04", "process_rules", "财务人员服务", "财务部", "流程规范§三.4"),
        ("R-CLS-04", "company", "商品质量", "运营部", "商场制度§三.2(1)"),
        ("R-CLS-04", "company", "服务质量", "客服部", "商场制度§三.2(2)"),
        ("R-CLS-04", "company", "收费/价格", "财务部", "商场制度§三.2(3)"),
        ("R-CLS-04", "company", "安全保障", "安保部", "商场制度§三.2(4)"),
        ("R-CLS-04", "company", "其他", "客服部", "商场制度§三.2(5)"),
        ("R-CLS-04", "hotline_96310", "法律法规和政策", "法制科", "96310制度§一.1"),
        ("R-CLS-04", "hotline_96310", "占道经营", "执法大队", OURS),
    ),
)
def test_each_category_leads_to_its_department(name, category, department, clause):
    rules = rule_book(name)
    found = rules.category_named(category)
    assert (rules.department(found.department).name, found.source) == (department, clause)


@pytest.mark.parametrize(
    ("category", "code"), [("unauthorised_building", "030303"), ("noise", "040201"), ("street_trading", "")]
)
def test_a_category_of_the_official_list_has_its_code(category: str, code: str):
    """R-CLS-03."""
    assert rule_book("hotline_96310").category(category).code == code


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("compensation", "赔偿"),
        ("safety", "安全"),
        ("high_loss", "损害金额大"),
        ("repeated_repair", "维修频次高"),
        ("outside_bodies", "媒体、律师、警察、消协、政府机关"),
        ("strong_feelings", "易造成不良影响"),
        ("regulator", "行业部门、工商部门等转交"),
    ],
)
def test_each_circumstance_of_the_process_rules_makes_a_complaint_a_major_one(key: str, words: str):
    """R-CLS-05, 流程规范1.1.3."""
    rules = rule_book("process_rules")
    row = one(rules.level_criteria, key)
    assert words in row.words
    assert row.source == "流程规范§1.1.3"
    assert rules.level_for([key]) is Level.MAJOR
    assert len(rules.level_criteria) == 7


def test_direct_and_widespread_complaints_stand_out_at_the_it_desk():
    """R-CLS-08, IT机制二.2、四.2."""
    rules = rule_book("it_complaints")
    assert [row.id for row in rules.level_criteria] == ["direct", "widespread"]
    outage, widespread = rules.course.waves
    assert (outage.within, outage.households) == (limit("30 minutes"), 3)
    assert outage.when == when(kinds="complaint", categories="system_failure network")
    assert (widespread.within, widespread.households, widespread.when) == (limit("3 days"), 3, when(**COMPLAINT))
    assert all(row.source.startswith("IT机制§四.2") for row in rules.course.waves)


@pytest.mark.parametrize(
    ("name", "criteria"),
    [("car_workshop", 0), ("hotel", 0), ("company", 0), ("hotline_96310", 0), ("car_dealer", 7), ("crm_rules", 7)],
)
def test_circumstances_that_a_source_does_not_name_are_ours_or_none(name: str, criteria: int):
    """R-CLS-05."""
    rows = rule_book(name).level_criteria
    assert len(rows) == criteria
    assert {row.source for row in rows} <= {OURS}


@pytest.mark.parametrize(
    ("name", "key", "cases", "event", "clause"),
    clauses(
        ("R-CLS-01", "car_workshop", "explain_untrue", {**INVALID, **REACHED}, "explained", "汽修厂制度§3"),
        ("R-REG-16", "car_workshop", "agree_solution", {**VALID, **REACHED}, "promised", "汽修厂制度§4"),
        ("R-CA-05", "car_workshop", "four_not_let_go", VALID, "lessons_drawn", "汽修厂制度§5"),
        ("R-ESC-11", "car_workshop", "explain_outcome", {**VALID, **REACHED}, "informed", "汽修厂制度§6"),
        ("R-CA-03", "car_workshop", "warning_education", VALID, "case_study", "汽修厂制度§7"),
        ("R-ESC-14", "car_dealer", "urgent_meeting", MAJOR, "meeting_held", "4S店制度§三（重大）.2"),
        ("R-CLS-02", "car_dealer", "improvement", VALID, "corrective_opened", "4S店制度§三.7"),
        ("R-CLS-01", "crm_rules", "explain_misunderstanding", {**INVALID, **REACHED}, "explained", "CRM细则§四.4-5"),
        ("R-ESC-01", "crm_rules", "assignment_sheet", VALID, "passed_on", "CRM细则§四.9"),
        ("R-CLS-01", "it_complaints", "special_investigation", COMPLAINT, "checked", "IT机制§三.1"),
        ("R-CA-05", "it_complaints", "lessons", VALID, "lessons_drawn", "IT机制§六"),
        ("R-REG-05", "hotel", "report_to_head", AFTER_STAY, "reported", "酒店制度§六.一.2"),
        ("R-REG-05", "hotel", "report_other_department", OTHERS, "reported", "酒店制度§六.一.1"),
        ("R-ESC-04", "process_rules", "track_major", MAJOR, "escalated", "流程规范§1.1.3"),
        (
            *("R-ESC-09", "process_rules", "written_agreement"),
            *({**COMPLAINT, "criteria": "compensation"}, "compensated", "流程规范§2.2.2"),
        ),
        ("R-CA-05", "process_rules", "liability", VALID, "lessons_drawn", "流程规范§四.2"),
        ("R-CA-01", "process_rules", "prevention", {**COMPLAINT, "repeat": True}, "corrective_opened", "流程规范§3.1"),
        ("R-ESC-11", "company", "keep_informed", {**COMPLAINT, **REACHED}, "informed", "公司制度§三"),
        ("R-CLS-01", "company", "explain_not_ours", {**INVALID, **REACHED}, "explained", "医院制度（二）§二.4"),
        ("R-CLS-02", "company", "rectify", VALID, "corrective_opened", "公司制度§四.3"),
        (
            "R-REG-08",
            "hotline_96310",
            "talk_to_caller",
            {**COMPLAINT, "repeat": True, **REACHED},
            "informed",
            "96310制度§一.5",
        ),
    ),
)
def test_what_a_source_demands_beside_limits(name, key, cases, event, clause):
    row = one(rule_book(name).course.measures, key)
    assert (row.when, row.event) == (when(**cases), event)
    assert row.source.startswith(clause)
    assert row.words


@pytest.mark.parametrize(
    ("name", "events"),
    [
        ("car_workshop", "registered checked explained answered handled lessons_drawn informed closed"),
        (
            "car_dealer",
            "registered checked passed_on meeting_held proposed approved answered handled followed_up closed "
            "corrective_opened",
        ),
        (
            "crm_rules",
            "registered escalated informed checked explained passed_on proposed escalated escalated answered "
            "result_returned handled followed_up special_closed closed",
        ),
        (
            "it_complaints",
            "registered answered passed_on checked result_returned handled followed_up lessons_drawn closed",
        ),
        ("hotel", "registered promised reported checked proposed answered handled closed"),
        (
            "process_rules",
            "registered registered passed_on informed checked proposed approved promised handled result_signed "
            "result_returned followed_up closed",
        ),
        (
            "company",
            "registered confirmed passed_on promised checked proposed approved answered handled followed_up closed",
        ),
        (
            "hotline_96310",
            "registered referred answered dispatched accepted arrived handled handled followed_up closed",
        ),
    ],
)
def test_the_course_leads_from_the_first_call_to_the_closing(name: str, events: str):
    """R-REG-14."""
    steps = rule_book(name).course.steps
    assert " ".join(step.event for step in steps if step.event) == events
    for step in steps:
        assert step.who
        assert step.words


@pytest.mark.parametrize(
    ("name", "key", "form", "code"),
    clauses(
        ("R-REG-13", "car_workshop", "register", "投诉登记表", ""),
        ("R-CLS-01", "car_dealer", "complaint_record", "客户投诉处理表", ""),
        ("R-ESC-01", "crm_rules", "handling_sheet", "投诉分配单", ""),
        ("R-ESC-08", "crm_rules", "special_closing", "特殊关闭申请", ""),
        ("R-REG-03", "it_complaints", "register", "客户投诉登记表", ""),
        ("R-ST-04", "hotel", "weekly_record", "客户投诉记录表", "附件一"),
        ("R-ST-04", "hotel", "monthly_analysis", "顾客投诉统计分析报告表", "附件二"),
        ("R-CA-04", "hotel", "handling_report", "顾客投诉处理报告表", "附件三"),
        ("R-ESC-07", "process_rules", "handling_sheet", "客户投诉信息反馈单", ""),
        ("R-ST-04", "process_rules", "monthly_analysis", "客户投诉分析月报", ""),
        ("R-REG-09", "company", "confirmation", "受理确认函", ""),
        ("R-REG-03", "hotline_96310", "register", "96310受理记录", ""),
    ),
)
def test_each_form_that_a_source_names_is_in_use(name, key, form, code):
    row = one(rule_book(name).course.forms, key)
    assert (row.name, row.code) == (form, code)


@pytest.mark.parametrize(
    ("name", "key", "field", "type_", "choices", "required", "clause"),
    clauses(
        ("R-REG-03", "car_dealer", "plate_no", "车牌号", "text", "", False, "4S店制度§三.1"),
        ("R-CLS-08", "it_complaints", "complaint_class", "投诉级别", "choice", "正常投诉 直接投诉", True, "IT机制§二"),
        ("R-ESC-13", "hotel", "stay", "投诉时段", "choice", "消费中 消费后", True, "酒店制度§五"),
        ("R-REG-03", "hotel", "people_involved", "主要当事人", "text", "", False, "酒店制度§六.一.1"),
        ("R-REG-07", "hotline_96310", "rectify_by", "限期改正至", "date", "", False, "96310制度§一.5"),
    ),
)
def test_what_else_a_source_asks_for_is_a_field_of_the_complaint(name, key, field, type_, choices, required, clause):
    row = one(rule_book(name).course.fields, key)
    assert (row.name, row.type, " ".join(row.choices)) == (field, type_, choices)
    assert (row.kinds, row.required, row.source) == (names("complaint"), required, clause)


@pytest.mark.parametrize(
    ("key", "amount", "clause"), [("late_with_loss", 1000, "CRM细则§六.1"), ("concealed", 500, "CRM细则§六.2")]
)
def test_the_crm_rules_fine_a_loss_by_lateness_and_a_complaint_concealed(key: str, amount: int, clause: str):
    """R-CA-05."""
    row = one(rule_book("crm_rules").course.fines, key)
    assert (row.amount, row.source) == (amount, clause)


@pytest.mark.parametrize("name", [name for name in BOOKS if name != "crm_rules"])
def test_fines_meetings_and_special_closing_are_the_crm_rules_own(name: str):
    """R-ESC-08, R-ST-07, R-CA-05."""
    course = rule_book(name).course
    fines = [(row.id, row.amount) for row in course.fines]
    assert fines == ([("liability", None)] if name == "car_dealer" else []), (
        "the dealer's goes by the loss: 4S店制度四.1"
    )
    assert (course.meetings, course.special_closing) == ((), None)


def test_the_crm_rules_meet_weekly_and_monthly_and_close_specially_by_approval():
    """R-ST-07, R-ESC-08."""
    course = rule_book("crm_rules").course
    assert [(row.every, row.source) for row in course.meetings] == [
        ("week", "CRM细则§三.6"),
        ("month", "CRM细则§三.6"),
    ]
    assert course.special_closing is not None
    assert course.special_closing.by == ("general_manager", "manufacturer")
    assert course.special_closing.source == "CRM细则§五；3次为综合规程"


def test_only_the_process_rules_put_off_what_comes_in_out_of_hours():
    """R-T-05, 流程规范1.4."""
    off = rule_book("process_rules").course.out_of_hours
    assert off is not None
    assert (off.urgent_levels, off.source) == (names("major"), "流程规范§1.4")
    assert [name for name in BOOKS if rule_book(name).course.out_of_hours is not None] == ["process_rules"]


def test_the_hotline_checks_three_days_every_day_and_joins_the_same_days_calls():
    """R-REG-12, R-REG-07."""
    course = rule_book("hotline_96310").course
    assert course.review is not None
    assert (course.review.days_checked, course.review.source) == (3, "96310制度§一.6")
    assert course.same_matter is not None
    assert (course.same_matter.within, course.same_matter.source) == (limit("1 days"), "96310制度§一.5")
    assert [name for name in BOOKS if rule_book(name).course.review is not None] == ["hotline_96310"]


@pytest.mark.parametrize("name", [name for name in BOOKS if name != "hotline_96310"])
def test_elsewhere_the_same_matter_is_looked_for_as_we_do(name: str):
    """R-REG-07."""
    same = rule_book(name).course.same_matter
    assert same is not None
    assert (same.within, same.source) == (limit("30 days"), OURS)


def test_new_clients_are_called_within_a_month():
    """R-CB-12, 客服回访制度四.1."""
    (row,) = rule_book("company").course.household_calls
    assert (row.within, row.source) == (limit("1 months"), "客服回访制度§四.1")
    assert [name for name in BOOKS if rule_book(name).course.household_calls] == ["company"]


@pytest.mark.parametrize("name", BOOKS)
def test_posts_say_who_does_what(name: str):
    """R-REG-06."""
    posts = rule_book(name).course.posts
    assert "clerk" in {post.role for post in posts}
    assert all(post.words and post.department for post in posts)
