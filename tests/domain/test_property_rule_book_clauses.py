# SPDX-License-Identifier: Apache-2.0
"""What the property-management sources demand beside limits and ladders: measures, approvals, surveys, papers."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from tests.domain.rule_books import limit, names, rule_book, when

COMPLAINT = {"kinds": "complaint"}
REACHED = {"reachable": True}  # what is said to the caller is owed where there is a way to do so
MAJOR = {**COMPLAINT, "levels": "major"}
DIRECT = {**COMPLAINT, "channels": "company"}
book = cache(rule_book)

# Every clause of a source that asks for something; the villas' and the owners' lists leave out what only describes.
CLAUSES = {
    "work_rules_seven": (
        "序 一 二 三 四 五 六 七 八 九 十 十一 模板1 模板2 模板3 模板4 模板5 模板6 标准1 标准2 标准3 标准4 标准5 标准6"
    ),
    "customer_complaints": ("一.1 一.2 一.3 一.4 二 三.1 三.2 三.3 三.4 三.5 三.6 三.7 三.8 三.9 三.10 三.11 三.12 四"),
    "liyuan": (
        "3.1 3.2 3.3 3.4 3.5 4.1.1 4.1.2 4.2 4.2.1 4.2.1a 4.2.1b 4.2.1c 4.2.2 4.2.3 4.2.4 4.3 4.4"
        " 4.5.1 4.5.2 4.5.3 4.5.4 7.1 7.2"
    ),
    "management_centre": (
        "3.1 3.2 3.3 4.1 4.2 4.3 4.4 4.5 4.6 5.1 5.2 5.3 5.4 5.5 5.6 相关质量记录1 相关质量记录2 相关质量记录3"
    ),
    "owner_process": "一 二 三 四 五 六 七 八 接受投诉阶段 解释澄清阶段 案例",
    "resort_villas": (
        "一.1 一.2 一.3 一.4 一.5 一.6 一.7 一.8 二.1 二.2 二.3 二.4 二.5 二.6 二.7 三.1 三.2 三.3 三.4 三.5 四.1"
    ),
    "follow_up_system": (
        "一 二 三 四 五 六 七 八 九 十 十一 十二.1 十二.2 十二.3 十二.4 十二.5 十三.1 十三.2 十三.3 十三.4"
    ),
}


@pytest.mark.parametrize(
    ("name", "clause"), [(name, each) for name, list_ in CLAUSES.items() for each in list_.split()]
)
def test_each_clause_of_a_source_has_its_row(name: str, clause: str) -> None:
    course, procedure = book(name).course, book(name)
    groups: list[Any] = [
        *(procedure.departments, procedure.categories, procedure.commitments, procedure.follow_ups, course.posts),
        *(course.ladder, course.routes, course.escalations, course.approvals, course.measures, course.steps),
        *(course.sampling, course.surveys, course.forms, course.meetings, course.fields),
    ]
    named = {
        each.partition("(")[0]
        for group in groups
        for row in group
        for each in row.source.partition("§")[2].replace("；", "、").split("、")
    }
    assert clause in named


# rules, rule book, event, which cases, clause
MEASURES: list[tuple[str, str, str, dict[str, Any], str]] = [
    ("R-REG-16", "work_rules_seven", "promised", {**COMPLAINT, **REACHED}, "模板3"),
    ("R-CB-09", "work_rules_seven", "measures_arranged", {**COMPLAINT, "repeat": True}, "模板5"),
    ("R-REG-14", "customer_complaints", "inspected", {**COMPLAINT, "categories": "equipment"}, "一.1"),
    ("R-REG-14", "customer_complaints", "informed", {**COMPLAINT, "categories": "incident", **REACHED}, "一.4"),
    ("R-REG-16", "customer_complaints", "promised", {**COMPLAINT, **REACHED}, "三.7、三.8"),
    ("R-CA-03", "customer_complaints", "lessons_drawn", COMPLAINT, "四"),
    ("R-CA-03", "customer_complaints", "case_study", COMPLAINT, "四"),
    ("R-CA-02", "customer_complaints", "corrective_opened", MAJOR, "四"),
    ("R-CA-02", "customer_complaints", "company_notice", MAJOR, "四"),
    ("R-REG-05", "liyuan", "reported", COMPLAINT, "4.1.2"),
    ("R-ESC-04", "liyuan", "inspected", MAJOR, "4.3"),
    ("R-ESC-05", "liyuan", "informed", {**COMPLAINT, "waiting": "public_body third_party", **REACHED}, "4.4"),
    ("R-ESC-04", "management_centre", "meeting_held", MAJOR, "4.3"),
    ("R-ESC-04", "management_centre", "inspected", {**MAJOR, "channels": "company"}, "5.5"),
    ("R-ESC-04", "management_centre", "corrective_opened", {**MAJOR, "channels": "company"}, "5.5"),
    ("R-ESC-05", "management_centre", "informed", {**COMPLAINT, "waiting": "public_body", **REACHED}, "5.6"),
    ("R-REG-13", "management_centre", "result_signed", COMPLAINT, "4.5"),
    ("R-CLS-01", "owner_process", "checked", COMPLAINT, "四"),
    ("R-ESC-03", "resort_villas", "reported", COMPLAINT, "一.7"),
    ("R-CB-08", "resort_villas", "leader_called", {"hard": True, **REACHED}, "三.2"),
    ("R-CB-10", "follow_up_system", "passed_on", {**COMPLAINT, "categories": "about_desk_staff"}, "三"),
    ("R-REG-08", "follow_up_system", "measures_arranged", {**COMPLAINT, "repeat": True}, "十三.4"),
    ("R-CB-06", "follow_up_system", "inspected", {"kinds": "repair", "watched": True}, "十三.3"),
]


@pytest.mark.parametrize("name", dict.fromkeys(row[1] for row in MEASURES))
def test_what_is_demanded_beside_limits_is_the_sources(name: str) -> None:
    found = [(row.event, row.when) for row in book(name).course.measures]
    assert found == [(event, when(**cases)) for _, of, event, cases, _ in MEASURES if of == name]


@pytest.mark.parametrize(
    ("rules", "name", "event", "cases", "clause"), MEASURES, ids=[f"{row[0]} {row[1]} {row[2]}" for row in MEASURES]
)
def test_each_measure_names_its_clause(rules: str, name: str, event: str, cases: dict[str, Any], clause: str) -> None:
    (row,) = [row for row in book(name).course.measures if (row.event, row.when) == (event, when(**cases))]
    assert row.source.endswith(clause), rules
    assert row.words


@pytest.mark.parametrize(
    ("rules", "name", "approvals"),
    [
        ("R-CLS-06", "customer_complaints", [(COMPLAINT, "compensated", ("leaders",))]),
        ("R-CA-01", "management_centre", [({**DIRECT, "valid": True}, "answered", ("office_head",))]),
        *(
            ("R-ESC-09", name, [])
            for name in ("work_rules_seven", "liyuan", "owner_process", "resort_villas", "follow_up_system")
        ),
    ],
)
def test_approvals_are_the_sources(rules: str, name: str, approvals: list[tuple[Any, str, tuple[str, ...]]]) -> None:
    found = [(row.when, row.before, row.by) for row in book(name).course.approvals]
    assert found == [(when(**cases), before, by) for cases, before, by in approvals], rules


@pytest.mark.parametrize("kind", ["repair", "special_service", "assistance"])
def test_the_follow_up_system_samples_each_service_by_its_tiers(kind: str) -> None:
    """R-CB-04; its first clause says '20张以上' where the ones after it show that '20张以下' is meant."""
    (row,) = [row for row in book("follow_up_system").course.sampling if row.when == when(kinds=kind)]
    assert [(tier.up_to, tier.count, tier.percent) for tier in row.tiers] == [
        *[(20, 5, None), (50, None, 30)],
        *[(100, None, 15), (None, 20, None)],
    ]


def test_the_villas_ask_their_owners_every_quarter_and_every_half_year_on_paper() -> None:
    """R-CB-11."""
    assert [(row.id, row.every, row.share, row.on_paper) for row in book("resort_villas").course.surveys] == [
        ("opinion", limit("3 months"), 98, False),
        ("satisfaction", limit("6 months"), 98, True),
    ]


def test_the_villas_register_is_reviewed_every_day() -> None:
    """R-REG-12."""
    review = book("resort_villas").course.review
    assert review is not None
    assert (review.days_checked, review.roles) == (1, names("supervisor office_head"))


def test_the_villas_result_is_asked_for_from_the_48th_hour_unless_answered() -> None:
    """R-ESC-03."""
    row = book("resort_villas").commitment("chase_result")
    assert (row.not_before, row.lapses, row.reminder) == (limit("48 hours"), names("answered handled"), True)


def test_the_villas_enquiry_answered_at_once_owes_nothing() -> None:
    """R-REG-11."""
    assert book("resort_villas").commitment("answer_enquiry").unless_at_once


def test_liyuan_counts_its_rate_by_the_slips_and_waits_for_other_bodies() -> None:
    """R-ST-01, R-T-07, R-WO-09."""
    rows = {row.id: row for row in book("liyuan").commitments}
    assert {id_ for id_, row in rows.items() if row.in_rate} == {"finish", "finish_appointed"}
    assert {row.pauses for row in rows.values()} == {names("third_party public_body")}
    assert {id_ for id_, row in rows.items() if row.by_category} == {"finish", "serve_public"}
    assert [(other.when, other.limit) for other in rows["finish"].other_limits] == [
        (when(public_or_complex=True), limit("48 hours"))
    ]


@pytest.mark.parametrize(
    "name", ["work_rules_seven", "customer_complaints", "management_centre", "owner_process", "resort_villas"]
)
def test_nothing_pauses_and_no_rate_counts_where_the_source_says_neither(name: str) -> None:
    assert not any(row.pauses or row.in_rate or row.points for row in book(name).commitments)


WATCHED = "屋面漏水 外墙开裂 门禁系统 单元门维修 电梯故障 私搭乱建 更换水表电池 更换单元门锁 小区卫生及绿化"


def test_the_follow_up_system_watches_its_list_and_no_other_book_does() -> None:
    """R-CB-06, R-CLS-03."""
    watched = {row.name: row.source for row in book("follow_up_system").categories if row.watched}
    assert set(watched) == names(WATCHED)
    assert set(watched.values()) == {"回访制度(物业)§九"}
    for name in ("work_rules_seven", "customer_complaints", "liyuan", "management_centre", "resort_villas"):
        assert not any(row.watched for row in book(name).categories)


@pytest.mark.parametrize(
    ("rules", "name", "classes", "clause"),
    [
        ("R-CLS-03", "work_rules_seven", "环境卫生 设施维修 安全管理", "模板2"),
        ("R-CLS-03", "customer_complaints", "设备 空调 照明 供水 供电 电梯", "一.1"),
        ("R-CLS-03", "customer_complaints", "服务态度", "一.2"),
        ("R-CLS-03", "customer_complaints", "服务质量 邮件报刊", "一.3"),
        ("R-CLS-03", "customer_complaints", "异常事件 下雨漏水 车辆刮花", "一.4"),
        ("R-WO-12", "liyuan", "室内清洁 室内绿化", "4.2.2"),
        ("R-CLS-03", "liyuan", "公共清洁 公共绿化 外来推销 装修噪音异味粉尘", "4.2.3"),
        ("R-CLS-04", "liyuan", "邮件报刊", "4.2.4"),
    ],
)
def test_classes_that_a_source_names_say_where(rules: str, name: str, classes: str, clause: str) -> None:
    for each in classes.split():
        assert book(name).category_named(each).source.endswith(clause), rules


@pytest.mark.parametrize(
    ("rules", "name", "departments"),
    [
        ("R-CLS-04", "work_rules_seven", {"customer_service": "物管部", "engineering": "工程部"}),
        ("R-CLS-07", "customer_complaints", {"customer_service": "服务中心", "quality": "品质管理部"}),
        (
            *("R-CLS-04", "liyuan"),
            {"customer_service": "客服部", "engineering": "工程部", "security": "护管部", "environment": "环境部"},
        ),
        ("R-CLS-04", "management_centre", {"customer_service": "管理处"}),
        ("R-CLS-04", "owner_process", {"customer_service": "客服部"}),
        ("R-OWN-04", "resort_villas", {"customer_service": "客服部", "general_office": "行政部"}),
        ("R-CB-10", "follow_up_system", {"customer_service": "客服中心", "general_office": "综合办公室"}),
    ],
)
def test_departments_have_their_sources_names(rules: str, name: str, departments: dict[str, str]) -> None:
    found = {row.id: row.name for row in book(name).departments if row.source != "综合规程"}
    assert departments.items() <= found.items(), rules


def test_the_hotline_of_work_rules_seven_is_manned_round_the_clock() -> None:
    """R-T-05."""
    hours = book("work_rules_seven").desk_hours
    assert [(span[0].hour, span[1].hour, span[1].minute) for span in hours.spans] == [(0, 23, 59)]
    assert hours.weekdays == {1, 2, 3, 4, 5, 6, 7}


@pytest.mark.parametrize(
    ("rules", "name", "papers"),
    [
        ("R-REG-03", "work_rules_seven", {"register": "", "work_order": "", "liaison": ""}),
        ("R-REG-15", "customer_complaints", {"diary": "", "corrective": ""}),
        ("R-WO-10", "liyuan", {"complaint_record": "", "call_record": "", "work_order": ""}),
        (
            *("R-REG-13", "management_centre"),
            {"complaint_record": "ZC-19/B02", "follow_up": "ZC-19/B03", "corrective": "ZC-24/B01"},
        ),
        ("R-ESC-12", "owner_process", {"register": "", "liaison": ""}),
        (
            "R-WO-04",
            "resort_villas",
            {"work_order": "", "binding_list": "", "phone_directory": "", "household_index": ""},
        ),
        ("R-CB-08", "follow_up_system", {"follow_up": "", "handling_sheet": "", "complaint_follow_up_record": ""}),
    ],
)
def test_papers_and_their_codes_are_the_sources(rules: str, name: str, papers: dict[str, str]) -> None:
    assert papers.items() <= {row.id: row.code for row in book(name).course.forms}.items(), rules


@pytest.mark.parametrize(
    ("rules", "name", "field", "choices"),
    [
        ("R-REG-14", "customer_complaints", "motive", ("帮助改进工作", "求得尊重", "求得心理平衡", "求得补偿")),
        ("R-WO-13", "owner_process", "in_warranty", ("在保", "已过保", "待查")),
        ("R-REG-14", "owner_process", "mood", ("求发泄", "求尊重", "求补偿")),
    ],
)
def test_what_a_source_wants_noted_is_a_field(rules: str, name: str, field: str, choices: tuple[str, ...]) -> None:
    assert {row.id: row.choices for row in book(name).course.fields}[field] == choices, rules


def test_liyuan_looks_at_its_figures_every_month() -> None:
    """R-ST-05, R-ST-07."""
    assert [(row.id, row.every) for row in book("liyuan").course.meetings] == [("monthly", "month")]
