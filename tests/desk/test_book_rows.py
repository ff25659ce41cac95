# SPDX-License-Identifier: Apache-2.0
"""A rule book edited row by row, gone over to, and told in words: nothing else in its text changes."""

from __future__ import annotations

import difflib
import tomllib
from typing import Any

import pytest

from complaintdesk.desk import procedures, staffing
from complaintdesk.desk.book_adoption import Own, own_of, teams_in_use, version_text, versions, with_own
from complaintdesk.desk.book_changes import differences, is_moved, merged, resourced
from complaintdesk.desk.book_rows import line_of, table_rows, with_row, with_row_moved, without_row
from complaintdesk.desk.book_sections import SECTIONS, section
from complaintdesk.desk.drafts import StaffDraft
from complaintdesk.desk.founding import shipped_procedure
from complaintdesk.domain.procedure import ProcedureMistake, parse_procedure
from complaintdesk.domain.terms import Role
from complaintdesk.errors import UserError
from complaintdesk.labels import set_language
from complaintdesk.paths import shipped
from complaintdesk.ui.book_words import preview, preview_text
from tests.builders import ADMINISTRATOR, PASSWORD
from tests.desk.test_own_fields import OWN as FIELDS

TEXT = shipped_procedure()
TEXTS = {path.stem: path.read_text("utf-8") for path in sorted(shipped("resources", "procedures").glob("*.toml"))}


def changed_lines(before: str, after: str) -> list[str]:
    return [
        line
        for line in difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=0)
        if line[0] in "+-" and line[:3] not in ("+++", "---")
    ]


def row_of(text: str, key: str, id_: str) -> tuple[int, dict[str, Any]]:
    return next((at, row) for at, row in enumerate(table_rows(text, key)) if row["id"] == id_)


@pytest.mark.parametrize("name", TEXTS)
def test_every_key_of_every_shipped_rule_book_is_a_column(name):
    for each in SECTIONS:
        known = {column.key for column in each.columns} | {"id"}
        for row in table_rows(TEXTS[name], each.key):
            assert set(row) <= known, each.key
            for column in each.columns:
                inside = row.get(column.key)
                if isinstance(column.of, tuple) and isinstance(inside, list) and inside and isinstance(inside[0], dict):
                    assert {key for one in inside for key in one} <= {part.key for part in column.of} | {"id"}
                if isinstance(inside, dict) and isinstance(column.of, tuple):
                    assert set(inside) <= {part.key for part in column.of}


@pytest.mark.parametrize("part", SECTIONS, ids=lambda part: part.key)
def test_a_row_that_is_written_as_it_is_changes_nothing(part):
    for name in ("general", "hotel"):
        for at, row in enumerate(table_rows(TEXTS[name], part.key)[:1]):
            assert tomllib.loads(with_row(TEXTS[name], part, at, row)) == tomllib.loads(TEXTS[name])


def test_a_limit_that_changed_is_the_offices_own():
    at, row = row_of(TEXT, "commitments", "deliver_slip")
    after = with_row(TEXT, section("commitments"), at, {**row, "limit": {"minutes": 5}})
    assert changed_lines(TEXT, after) == [
        "-limit = { minutes = 20 }",
        "+limit = {minutes = 5}",
        '-source = "物业投诉处理工作规程(七)四"',
        '+source = "本处自定"',
    ]
    assert parse_procedure(after).commitment("deliver_slip").limit.amount == 5


def test_a_source_that_is_given_stands():
    at, row = row_of(TEXT, "commitments", "deliver_slip")
    after = with_row(TEXT, section("commitments"), at, {**row, "limit": {"minutes": 5}, "source": "新规程§二"})
    assert parse_procedure(after).commitment("deliver_slip").source == "新规程§二"


def test_a_new_row_comes_last_with_an_id_of_its_own():
    new = {"name": "答复建议", "when": {"kinds": ["suggestion"]}, "from": "registered", "to": ["answered"]}
    after = with_row(TEXT, section("commitments"), None, {**new, "limit": {"working_days": 3}})
    added = parse_procedure(after).commitments[-1]
    assert (added.id, added.name, added.source) == ("commitment_1", "答复建议", "本处自定")
    assert not [line for line in changed_lines(TEXT, after) if line[0] == "-"]
    again = with_row(after, section("commitments"), None, {**new, "name": "又", "limit": {"days": 1}})
    assert parse_procedure(again).commitments[-1].id == "commitment_2"


def test_a_table_that_was_not_there_begins_with_its_first_row():
    new = {"name": "楼层", "type": "number", "kinds": ["repair"]}
    after = with_row(TEXT, section("fields"), None, new)
    assert parse_procedure(after).course.fields[0].name == "楼层"
    assert "fields" not in tomllib.loads(without_row(after, section("fields"), 0))


def test_a_new_team_gets_an_id():
    at, row = row_of(TEXT, "departments", "engineering")
    teams = [*row["teams"], {"name": "夜班"}]
    after = parse_procedure(with_row(TEXT, section("departments"), at, {**row, "teams": teams}))
    assert [team.name for team in after.department("engineering").teams][-1] == "夜班"


def test_one_row_alone_comes_changes_and_goes():
    assert parse_procedure(without_row(TEXT, section("review"), 0)).course.review is None
    after = with_row(TEXT, section("review"), 0, {"days_checked": 7, "roles": ["supervisor"]})
    found = parse_procedure(after).course.review
    assert found is not None
    assert (found.days_checked, found.source) == (7, "本处自定")
    back = with_row(without_row(TEXT, section("review"), 0), section("review"), None, {"days_checked": 2, "roles": []})
    assert tomllib.loads(back)["review"]["days_checked"] == 2


def test_the_ladder_is_put_in_another_order_and_told_so():
    after = with_row_moved(TEXT, section("ladder"), 0, 2)
    assert [step.id for step in parse_procedure(after).course.ladder][:3] == ["supervisor", "office_head", "clerk"]
    assert [each.key for each in is_moved(TEXT, after)] == ["ladder"]
    assert list(differences(TEXT, after)) == []
    assert with_row_moved(after, section("ladder"), 2, 0) == TEXT


def test_what_changes_is_said_in_words():
    set_language("zh_CN")
    at, row = row_of(TEXT, "commitments", "deliver_slip")
    after = with_row(TEXT, section("commitments"), at, {**row, "limit": {"minutes": 5}, "points": 3})
    assert preview(TEXT, after) == (
        ("时限承诺", ("送达工程部：20 分钟 → 5 分钟", "送达工程部，扣分：— → 3", "依据或备注有变：1 条")),
    )
    assert resourced(TEXT, after) == {"commitments": 1}


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("name", TEXTS)
def test_going_over_to_each_rule_book_is_told_and_back_again(name, language):
    set_language(language)
    there, back = preview_text(TEXT, TEXTS[name]), preview_text(TEXTS[name], TEXT)
    assert bool(there) == bool(back) == (TEXTS[name] != TEXT)
    assert "{" not in there + back


def test_each_part_that_changes_is_told():
    for each in SECTIONS:
        rows = table_rows(TEXT, each.key)
        if not rows or each.key in ("departments", "categories", "kinds", "channels", "grades", "ladder"):
            continue
        after = without_row(TEXT, each, 0)
        assert [found.section.key for found in differences(TEXT, after)] == [each.key]


def test_what_two_desks_changed_goes_together():
    limits = section("commitments")
    at, row = row_of(TEXT, "commitments", "deliver_slip")
    mine = with_row(TEXT, limits, at, {**row, "limit": {"minutes": 5}})
    mine = without_row(mine, section("fines"), 0)
    at, row = row_of(TEXT, "commitments", "arrive_urgent")
    theirs = with_row(TEXT, limits, at, {**row, "limit": {"minutes": 15}})
    both = parse_procedure(merged(TEXT, theirs, mine))
    assert both.commitment("deliver_slip").limit.amount == 5
    assert both.commitment("arrive_urgent").limit.amount == 15
    assert len(both.course.fines) == len(parse_procedure(TEXT).course.fines) - 1


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("limit = { minutes = 20 }", "limit = { minutes = 0 }", "limit = { minutes = 0 }"),
        ('name = "送达工程部"', 'nam = "送达工程部"', None),
        ("days_checked = 3", "days_checked = 99", "days_checked = 99"),
        ('work_order = "WX"', 'work_order = "wx"', 'work_order = "wx"'),
        ('spans = [["08:30"', 'spans = [["8:30"', None),
        ("format = 1", "format = 9", "format = 9"),
    ],
)
def test_a_mistake_is_found_on_its_line(old, new, line):
    text = TEXT.replace(old, new, 1)
    with pytest.raises(ProcedureMistake) as refused:
        parse_procedure(text, "规程")
    found = text.splitlines()[line_of(text, refused.value.values["key"])]
    if line is not None:
        assert found == line
    else:
        assert new.split()[0] in found or found.startswith("[")


@pytest.fixture
def keeper(office):
    office.sign_in(ADMINISTRATOR, PASSWORD)
    return office


def adopt(office, text):
    return office.do(procedures.adopt, text, office.books.in_force_id)


def test_teams_with_people_hours_and_own_fields_come_along(keeper):
    keeper.do(staffing.add, StaffDraft("吴师傅", Role.ENGINEERING, "greening", PASSWORD))
    in_use = keeper.ask(teams_in_use)
    assert in_use == {"greening"}
    here = TEXT + FIELDS
    there = TEXTS["hotel"]
    own = own_of(here, there, in_use)
    assert own.teams
    assert own.fields == ("楼层", "入住日期", "车位号")
    with pytest.raises(UserError, match="another team first"):
        adopt(keeper, there)
    text = with_own(here, there, in_use, own)
    adopt(keeper, text)
    after = parse_procedure(text)
    assert in_use <= {team.id for team in after.teams}
    assert {each.name for each in after.course.fields} >= {"楼层", "入住日期", "车位号"}
    assert after.office_hours.spans == parse_procedure(here).office_hours.spans
    assert own_of(text, text, in_use) == Own(False, (), ())


@pytest.mark.parametrize("name", ["hotel", "it_complaints", "general"])
def test_the_fields_of_a_shipped_rule_book_stay_with_it(name):
    """A property office asks nobody for 消费中 or 消费后 because it once looked at the hotel's rules."""
    added = FIELDS.replace('id = "stay"', 'id = "phase"')
    there = TEXTS["car_dealer"]
    assert own_of(TEXTS[name], there, ()).fields == ()
    own = own_of(TEXTS[name] + added, there, ())
    assert own.fields == ("楼层", "入住日期", "消费阶段", "车位号")
    after = parse_procedure(with_own(TEXTS[name] + added, there, (), own))
    assert tuple(each.name for each in after.course.fields if each.source == "本处自定") == own.fields
    shipped_with = {each.name for each in parse_procedure(there).course.fields}
    assert {each.name for each in after.course.fields} == shipped_with | set(own.fields)


def test_a_rule_book_of_the_office_s_own_has_fields_of_its_own():
    text = TEXTS["hotel"].replace('id = "hotel"', 'id = "our_house"', 1)
    assert own_of(text, TEXTS["general"], ()).fields == ("投诉时段", "被投诉部门", "主要当事人")


@pytest.mark.parametrize("name", [name for name in TEXTS if name != "general"])
def test_an_office_goes_over_to_each_rule_book_with_its_people(keeper, name):
    keeper.do(staffing.add, StaffDraft("吴师傅", Role.ENGINEERING, "greening", PASSWORD))
    in_use = keeper.ask(teams_in_use)
    adopt(keeper, with_own(TEXT, TEXTS[name], in_use, own_of(TEXT, TEXTS[name], in_use)))
    assert keeper.procedure.id == name


def test_each_adoption_is_a_version_that_stays(keeper, clock):
    clock.later(days=1)
    at, row = row_of(TEXT, "commitments", "deliver_slip")
    text = with_row(TEXT, section("commitments"), at, {**row, "limit": {"minutes": 5}})
    second = adopt(keeper, text)
    found = keeper.ask(versions)
    assert [(each.id, each.name, each.by) for each in found] == [
        (second, "综合规程", ADMINISTRATOR),
        (1, "综合规程", ADMINISTRATOR),
    ]
    assert found[0].adopted_at > found[1].adopted_at
    assert keeper.ask(version_text, 1) == TEXT


def test_a_source_document_comes_changes_moves_and_goes_on_its_own_line():
    sources = section("sources")
    added = with_row(TEXT, sources, None, {"name": "本处客服手册"})
    assert changed_lines(TEXT, added) == ['+  "本处客服手册",']
    again = with_row(added, sources, 19, {"name": "本处客服手册(2026)"})
    assert changed_lines(added, again) == ['-  "本处客服手册",', '+  "本处客服手册(2026)",']
    assert without_row(added, sources, 19) == TEXT
    moved = with_row_moved(TEXT, sources, 0, 2)
    assert parse_procedure(moved).sources[:3] == (
        "物业客户投诉处理工作规程",
        "荔园物业客户投诉处理工作规程",
        "物业投诉处理工作规程(七)",
    )
    assert len(changed_lines(TEXT, moved)) == 2, "one line out, one in"
    assert [each.key for each in is_moved(TEXT, moved)] == ["sources"]


def test_a_time_of_day_is_known_by_its_name_alone():
    parts = section("day_parts")
    noon = {"name": "中午", "from": "12:00", "to": "13:30"}
    added = with_row(TEXT, parts, None, noon)
    assert [part.name for part in parse_procedure(added).day_parts] == ["上午", "下午", "晚上", "中午"]
    assert table_rows(added, "day_parts")[-1] == noon
    later = with_row(added, parts, 3, {**noon, "to": "14:00"})
    changed = [(each.column and each.column.key, each.old, each.new) for each in differences(added, later)]
    assert changed == [("to", "13:30", "14:00")]
    with pytest.raises(ProcedureMistake) as wrong:
        parse_procedure(with_row(added, parts, 3, {**noon, "to": "11:00"}))
    assert wrong.value.values["key"] == "day_parts.中午.to"


def test_the_numbers_of_sheets_are_one_row_and_changed_at_two_desks_go_together():
    at_one = with_row(TEXT, section("series"), 0, {**table_rows(TEXT, "series")[0], "work_order": "GD"})
    assert changed_lines(TEXT, at_one) == ['-work_order = "WX"', '+work_order = "GD"']
    at_another = with_row(TEXT, section("sources"), None, {"name": "本处客服手册"})
    both = parse_procedure(merged(TEXT, at_another, at_one))
    assert (both.document_series["work_order"], both.sources[-1]) == ("GD", "本处客服手册")
    assert dict(preview(TEXT, at_one)) == {"单据编号": ("单据编号，派工单：WX → GD",)}
