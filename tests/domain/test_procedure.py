# SPDX-License-Identifier: Apache-2.0
"""The shipped procedure holds what the rules name, and a mistake in a procedure's text is told with its place."""

from __future__ import annotations

from datetime import time

import pytest

from complaintdesk import paths
from complaintdesk.domain.procedure import Limit, LimitUnit, Procedure, ProcedureMistake, parse_procedure
from complaintdesk.domain.terms import CaseKind, Channel, EventKind, Grade, Level
from complaintdesk.errors import UserError

TEXT = paths.shipped("resources", "procedures", "general.toml").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def general() -> Procedure:
    return parse_procedure(TEXT, "general.toml")


@pytest.mark.parametrize(
    ("what", "series"),
    [
        (CaseKind.COMPLAINT, "TS"),
        (CaseKind.REPAIR, "BX"),
        (CaseKind.INQUIRY, "ZX"),
        (CaseKind.SUGGESTION, "JY"),
        (CaseKind.ASSISTANCE, "QZ"),
        (CaseKind.SPECIAL_SERVICE, "TY"),
        ("work_order", "WX"),
        ("liaison", "LX"),
        ("corrective", "JZ"),
    ],
)
def test_each_kind_and_document_has_its_number_series(general: Procedure, what: str, series: str):
    """R-REG-04."""
    assert general.series(what) == series


def test_a_kind_not_in_use_has_no_numbers(general: Procedure):
    with pytest.raises(UserError):
        general.series("survey")


def test_all_channels_and_grades_are_in_use(general: Procedure):
    """R-REG-02."""
    assert [row.id for row in general.channels] == list(Channel)
    assert [(row.id, row.name) for row in general.grades] == [
        (Grade.URGENT, "急修"),
        (Grade.SMALL, "小修"),
        (Grade.ODD, "零修"),
    ]


@pytest.mark.parametrize(
    ("category", "department"),
    [
        ("设备", "工程部"), ("空调", "工程部"), ("照明", "工程部"), ("供水", "工程部"), ("供电", "工程部"),
        ("电梯", "工程部"), ("设施维修", "工程部"), ("服务态度", "客服部"), ("服务质量", "客服部"),
        ("异常事件", "客服部"), ("环境卫生", "环境部"), ("绿化", "环境部"), ("安全管理", "护管部"),
        ("装修管理", "工程部"), ("收费/价格", "财务部"), ("邮件报刊", "护管部"), ("其他", "客服部"),
    ],
)  # fmt: skip
def test_each_category_of_the_rules_leads_to_its_department(general: Procedure, category: str, department: str):
    """R-CLS-03, R-CLS-04."""
    found = general.category_named(category)
    assert general.department(found.department).name == department


@pytest.mark.parametrize(
    "name",
    [
        "屋面漏水", "外墙开裂", "门禁系统", "单元门维修", "电梯故障",
        "私搭乱建", "更换水表电池", "更换单元门锁", "小区卫生及绿化",
    ],
)  # fmt: skip
def test_important_jobs_are_watched(general: Procedure, name: str):
    """R-CB-06."""
    assert general.category_named(name).watched


def test_nothing_but_the_important_jobs_is_watched(general: Procedure):
    assert sum(category.watched for category in general.categories) == 9


@pytest.mark.parametrize(
    "trade", ["给排水", "强电", "弱电", "土建", "门窗五金", "电梯", "消防", "空调", "公共照明", "家具洁具", "其他"]
)
def test_each_repair_trade_serves_repairs(general: Procedure, trade: str):
    assert general.category_named(trade) in general.categories_for(CaseKind.REPAIR)


def test_categories_have_two_levels_and_teams_of_their_own_department(general: Procedure):
    for category in general.categories:
        if category.parent:
            assert general.category(category.parent).parent == ""
        if category.team:
            assert general.team(category.team).department == category.department


def test_every_kind_has_categories_to_choose_from(general: Procedure):
    for kind in CaseKind:
        assert general.categories_for(kind)
    assert general.category("service_manner") not in general.categories_for(CaseKind.REPAIR)


@pytest.mark.parametrize(
    "criterion",
    ["compensation", "safety", "high_loss", "repeated_repair", "outside_bodies", "strong_feelings", "regulator"],
)
def test_any_one_circumstance_makes_a_complaint_a_major_one(general: Procedure, criterion: str):
    """R-CLS-05."""
    assert general.level_for([criterion]) is Level.MAJOR
    assert general.level_for([]) is Level.GENERAL
    assert len(general.level_criteria) == 7


def test_an_unknown_circumstance_is_refused(general: Procedure):
    with pytest.raises(UserError) as refused:
        general.level_for(["weather"])
    assert refused.value.field == "level_criteria"


@pytest.mark.parametrize(
    ("key", "starts", "meets", "limit", "in_rate", "reminder"),
    [
        ("deliver_slip", "registered", {"accepted"}, Limit(LimitUnit.MINUTES, 20), False, False),
        ("arrive_urgent", "registered", {"arrived"}, Limit(LimitUnit.MINUTES, 30), False, False),
        ("keep_appointment", "registered", {"arrived"}, Limit(LimitUnit.APPOINTED_TIME), False, False),
        ("finish_appointed", "registered", {"completed"}, Limit(LimitUnit.APPOINTED_DAY), True, False),
        ("finish", "registered", {"completed"}, Limit(LimitUnit.HOURS, 24), True, False),
        ("answer_enquiry", "registered", {"answered"}, Limit(LimitUnit.HOURS, 24), False, False),
        ("report_complaint", "registered", {"reported", "escalated"}, Limit(LimitUnit.SAME_DAY), False, False),
        (
            "contact_client",
            "registered",
            {"answered", "informed", "promised", "confirmed", "explained", "leader_called"},
            Limit(LimitUnit.HOURS, 24),
            False,
            False,
        ),
        ("chase_result", "registered", {"reminded"}, Limit(LimitUnit.SAME_DAY), False, True),
        ("answer_complaint", "registered", {"answered"}, Limit(LimitUnit.DAYS, 3), False, False),
    ],
)
def test_each_commitment_of_the_general_procedure_is_there(general, key, starts, meets, limit, in_rate, reminder):
    row = general.commitment(key)
    assert (row.starts, row.limit, row.in_rate, row.reminder) == (EventKind(starts), limit, in_rate, reminder)
    assert row.meets == {EventKind(kind) for kind in meets}
    assert row.source


def test_hours_and_day_parts_are_the_offices_data(general: Procedure):
    """R-T-05."""
    assert general.office_hours.spans == ((time(8, 30), time(12)), (time(13, 30), time(17, 30)))
    assert general.office_hours.weekdays == {1, 2, 3, 4, 5}
    assert general.office_hours.by_calendar
    assert general.desk_hours.spans == ((time(8), time(20)),)
    assert general.desk_hours.weekdays == {1, 2, 3, 4, 5, 6, 7}
    assert [part.name for part in general.day_parts] == ["上午", "下午", "晚上"]


@pytest.mark.parametrize("text", ["水电班", "plumbing_electric", " 水电班 ", "Plumbing_Electric"])
def test_a_team_is_found_by_name_or_id(general: Procedure, text: str):
    assert general.team_named(text).id == "plumbing_electric"


def test_a_team_that_is_not_there_is_refused_with_the_nearest_one(general: Procedure):
    with pytest.raises(UserError) as refused:
        general.team_named("水电组")
    assert refused.value.values == {"found": "水电组", "nearest": "水电班"}
    assert refused.value.field == "team"
    with pytest.raises(UserError) as refused:
        general.category_named("xyz")
    assert refused.value.text == "There is no category “{found}”."
    with pytest.raises(UserError):
        general.department("catering")


def told(changes: tuple[str, str]) -> str:
    """What the parser says of the shipped text with one passage replaced."""
    before, after = changes
    assert before in TEXT
    with pytest.raises(ProcedureMistake) as mistake:
        parse_procedure(TEXT.replace(before, after, 1), "ours.toml")
    return mistake.value.text.format(**mistake.value.values)


UNKNOWN = "{}: there is no “{}”. Is “{}” meant?"


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ('name = "综合规程"', 'nmae = "综合规程"', "name: this key is missing."),
        ("format = 1", "format = 2", "ours.toml: written for another version of the program (format)."),
        ("[hours.office]", "[hours.offices]", "hours.office: this key is missing."),
        (
            "by_calendar = true",
            "by_calender = true",
            UNKNOWN.format("hours.office.by_calender", "by_calender", "by_calendar"),
        ),
        ("by_calendar = true", 'by_calendar = "yes"', "hours.office.by_calendar: true or false is expected."),
        ('"08:30"', '"8:30"', 'hours.office.spans: a time of day such as "08:30" is expected.'),
        ('["13:30", "17:30"]', '["11:30", "17:30"]', "hours.office.spans: each time must be after the last."),
        ("[1, 2, 3, 4, 5]", "[0, 1]", "hours.office.weekdays: weekdays are expected, 1 for Monday to 7 for Sunday."),
        ('to = "12:00"', 'to = "08:00"', "day_parts.上午.to: each time must be after the last."),
        ('id = "repair"', 'id = "repairs"', UNKNOWN.format("kinds.repairs.id", "repairs", "repair")),
        (
            'series = "BX"',
            'series = "bx"',
            "kinds.repair.series: a number series is two to four capital letters, such as TS.",
        ),
        ('series = "BX"', 'series = "TS"', "kinds: “TS” is there twice."),
        ('work_order = "WX"', 'work_order = "TS"', "series.work_order: “TS” is there twice."),
        ('id = "media"', 'id = "phone"', "channels: “phone” is there twice."),
        (
            'name = "水电班"',
            'name = "土建班"',
            "departments.engineering.teams.building_works.name: “土建班” is there twice.",
        ),
        (
            'id = "lighting"',
            'id = "Lighting"',
            "categories.Lighting.id: an id is made of small letters, digits and _, such as water_supply.",
        ),
        (
            'department = "environment"',
            'department = "enviroment"',
            UNKNOWN.format("categories.sanitation.department", "enviroment", "environment"),
        ),
        ('team = "greening"', 'team = "grening"', UNKNOWN.format("categories.greening.team", "grening", "greening")),
        (
            'team = "greening"',
            'team = "lifts"',
            "categories.greening.team: there is no “lifts”. One of these is expected: cleaning, greening.",
        ),
        (
            'parent = "greening"',
            'parent = "gardening"',
            UNKNOWN.format("categories.public_greening.parent", "gardening", "greening"),
        ),
        ('name = "电梯故障"', 'name = "电梯"', "categories: “电梯” is there twice."),
        ("watched = true", "watched = 1", "categories.lift_failure.watched: true or false is expected."),
        (
            "minutes = 20",
            'minutes = "20"',
            "commitments.deliver_slip.limit.minutes: a whole number from 1 to 1440 is expected.",
        ),
        (
            "minutes = 20",
            "minutes = 0",
            "commitments.deliver_slip.limit.minutes: a whole number from 1 to 1440 is expected.",
        ),
        (
            "minutes = 20",
            "minutes = 20, hours = 1",
            "commitments.deliver_slip.limit: exactly one limit is expected, such as {hours = 24}.",
        ),
        (
            "minutes = 20",
            "minuets = 20",
            UNKNOWN.format("commitments.deliver_slip.limit.minuets", "minuets", "minutes"),
        ),
        (
            "limit = { same_day = true }",
            "limit = { same_day = false }",
            "commitments.report_complaint.limit.same_day: only true makes sense here.",
        ),
        (
            "not_before = { hours = 48 }",
            "not_before = { days = 2 }",
            "commitments.chase_result.not_before: minutes or hours are expected.",
        ),
        (
            ', appointment = true }\nfrom = "registered"\nto = ["arrived"]',
            ' }\nfrom = "registered"\nto = ["arrived"]',
            "commitments.keep_appointment.limit: this limit needs appointment = true under “when”.",
        ),
        (
            'grades = ["urgent"] }\nfrom',
            'grades = ["urgnet"] }\nfrom',
            UNKNOWN.format("commitments.arrive_urgent.when.grades", "urgnet", "urgent"),
        ),
        (
            "{ public_or_complex = true }",
            '{ categories = ["lifts"] }',
            UNKNOWN.format("commitments.finish.other_limits[2].when.categories", "lifts", "lift"),
        ),
        (
            'from = "registered"',
            'from = "registred"',
            UNKNOWN.format("commitments.deliver_slip.from", "registred", "registered"),
        ),
        ('to = ["accepted"]', "to = []", "commitments.deliver_slip.to: the list is empty."),
        ('to = ["accepted"]', 'to = "accepted"', "commitments.deliver_slip.to: a list in [ ] is expected."),
        (
            "reminder = true",
            "reminder = true\nin_rate = true",
            "commitments.chase_result.reminder: what only reminds can't count in a rate.",
        ),
        (
            'source = "投诉处理及回访制度四"',
            'source = ""',
            "commitments.answer_complaint.source: a text in quotes is expected.",
        ),
        ('words = "与安全有关"\n', "", "level_criteria.safety.words: this key is missing."),
        (
            "[series]\n",
            "series = 1\n[other]\n",
            "day_parts.晚上.series: there is no “series”. One of these is expected: from, name, to.",
        ),
    ],
)
def test_a_mistake_is_told_with_file_place_and_what_was_expected(before: str, after: str, words: str):
    assert told((before, after)).removeprefix("ours.toml, ") == words


def test_a_text_that_is_no_toml_is_told_with_its_line():
    assert told(("[series]", "[series")).startswith("ours.toml can't be read as TOML:")


def test_a_mistakes_log_line_names_no_values():
    with pytest.raises(ProcedureMistake) as mistake:
        parse_procedure("format = 1", "ours.toml")
    assert str(mistake.value) == "{file}, {key}: this key is missing."
