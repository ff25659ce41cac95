# SPDX-License-Identifier: Apache-2.0
"""A rule book is edited without touching the rest of its text, and adopted as a further version."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

import pytest

from complaintdesk.desk import dispatching, order_lists, procedures, staffing
from complaintdesk.desk.drafts import StaffDraft
from complaintdesk.desk.founding import shipped_procedure
from complaintdesk.desk.office import Office
from complaintdesk.desk.procedures import DepartmentRow, HoursRow, TeamRow
from complaintdesk.domain.clock_spans import read_spans
from complaintdesk.domain.procedure import ProcedureMistake, parse_procedure
from complaintdesk.domain.terms import Role
from complaintdesk.errors import Conflict, UserError
from tests.builders import PASSWORD, a_repair, a_slip, codes, rows

TEXT = shipped_procedure()
WORKDAYS = frozenset({1, 2, 3, 4, 5})


@pytest.fixture
def keeper(office: Office) -> Office:
    """The office with its administrator at the desk."""
    office.sign_in("管理员", PASSWORD)
    return office


def department(rows_: tuple[DepartmentRow, ...], id_: str) -> tuple[int, DepartmentRow]:
    return next((at, row) for at, row in enumerate(rows_) if row.id == id_)


def edited(id_: str, **changes: object) -> str:
    """The shipped text with one department's row changed."""
    all_rows = procedures.department_rows(parse_procedure(TEXT))
    return procedures.with_departments(
        TEXT,
        [replace(row, **changes) if row.id == id_ else row for row in all_rows],  # type: ignore[arg-type]
    )


def team_closed(id_: str) -> str:
    all_rows = procedures.department_rows(parse_procedure(TEXT))
    return procedures.with_departments(
        TEXT,
        [replace(row, teams=tuple(replace(team, closed=team.id == id_) for team in row.teams)) for row in all_rows],
    )


def told(before: str, after: str) -> list[str]:
    found = procedures.changes(parse_procedure(before), parse_procedure(after))
    return [each.text.format(**each.values) for each in found]


def test_rows_as_they_are_change_not_a_letter() -> None:
    assert procedures.with_departments(TEXT, procedures.department_rows(parse_procedure(TEXT))) == TEXT
    book = parse_procedure(TEXT)
    as_it_is = [
        HoursRow(hours.spans, hours.weekdays, hours.by_calendar) for hours in (book.office_hours, book.desk_hours)
    ]
    assert procedures.with_hours(TEXT, *as_it_is) == TEXT


def test_a_renamed_department_changes_one_line() -> None:
    after = edited("security", name="秩序部")
    changed = [line for line in after.splitlines() if line not in TEXT.splitlines()]
    assert changed == ['name = "秩序部"']
    assert told(TEXT, after) == ["护管部 is called 秩序部 now"]


def test_a_new_team_and_department_get_ids_of_their_own() -> None:
    all_rows = procedures.department_rows(parse_procedure(TEXT))
    at, engineering = department(all_rows, "engineering")
    wanted = list(all_rows)
    wanted[at] = replace(engineering, teams=(*engineering.teams, TeamRow("泳池班"), TeamRow("门禁班")))
    wanted.append(DepartmentRow("会所部", (TeamRow("前厅"),)))
    wanted.append(DepartmentRow(" ", (TeamRow(""),)))  # asked for room, and thought better of it
    wanted.append(DepartmentRow("拓展部"))
    after = procedures.with_departments(TEXT, wanted)
    book = parse_procedure(after)
    assert [team.id for team in book.department("engineering").teams][-2:] == ["team_1", "team_2"]
    assert [(each.id, each.name) for each in book.departments[-2:]] == [
        ("department_1", "会所部"),
        ("department_2", "拓展部"),
    ]
    assert book.team_named("前厅").department == "department_1"
    assert told(TEXT, after) == ["New: 泳池班", "New: 门禁班", "New: 会所部", "New: 前厅", "New: 拓展部"]
    assert '"本处起步用的规程' in after


def test_a_closed_team_is_offered_no_more_and_nobodys_usual_one() -> None:
    after = team_closed("air_conditioning")
    book = parse_procedure(after)
    assert "air_conditioning" not in {team.id for team in book.teams}
    assert book.team("air_conditioning").name == "空调班"
    assert book.category("air_conditioner").team == "plumbing_electric"  # the upper category's
    assert told(TEXT, after) == ["Closed: 空调班"]
    assert told(TEXT, team_closed("patrol"))[-1] == "噪音扰民 has no usual team any more"
    reopened = procedures.with_departments(
        after,
        [
            replace(row, teams=tuple(replace(team, closed=False) for team in row.teams))
            for row in procedures.department_rows(book)
        ],
    )
    assert told(after, reopened) == ["In use again: 空调班"]


def test_what_a_closed_department_saw_to_goes_to_the_first() -> None:
    after = edited("finance", closed=True)
    book = parse_procedure(after)
    assert book.category("management_fee").department == "customer_service"
    assert told(TEXT, after) == ["Closed: 财务部", "收费/价格 goes to 客服部"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": "  "}, "department:1"),
        ({"name": "前台"}, "department:1"),
        ({"teams": (TeamRow(""), TeamRow("前台"))}, "team:1.1"),
    ],
)
def test_a_name_that_is_missing_or_there_twice_is_said_beside_it(changes: dict[str, object], field: str) -> None:
    with pytest.raises(UserError) as refused:
        edited("engineering", **changes)
    assert refused.value.field == field


def test_one_team_must_stay() -> None:
    all_rows = procedures.department_rows(parse_procedure(TEXT))
    with pytest.raises(UserError):
        procedures.with_departments(TEXT, [replace(row, closed=True) for row in all_rows])
    without = [replace(row, teams=tuple(replace(team, closed=True) for team in row.teams)) for row in all_rows]
    without[0] = replace(without[0], teams=(*without[0].teams, TeamRow(" ")))  # a line for one, without its name
    with pytest.raises(UserError, match="At least one team"):
        procedures.with_departments(TEXT, without)


def test_hours_are_set_and_told() -> None:
    after = procedures.with_hours(
        TEXT,
        HoursRow(read_spans("9：00－18：00"), WORKDAYS | {6}, False),
        HoursRow(read_spans("0800-2000"), WORKDAYS, False),
    )
    book = parse_procedure(after)
    assert book.office_hours.spans == ((time(9), time(18)),)
    assert (book.office_hours.by_calendar, sorted(book.office_hours.weekdays)) == (False, [1, 2, 3, 4, 5, 6])
    assert told(TEXT, after) == [
        "Office hours: 周一二三四五 08:30-12:00, 13:30-17:30 → 周一二三四五六 09:00-18:00",
        "Desk manned: 周一二三四五六日 08:00-20:00 → 周一二三四五 08:00-20:00",
    ]
    with pytest.raises(UserError) as refused:
        procedures.with_hours(
            TEXT,
            HoursRow(read_spans("9:00-18:00"), frozenset(), False),
            HoursRow(read_spans("9:00-18:00"), WORKDAYS, False),
        )
    assert refused.value.field == "office_weekdays"


def test_an_adopted_rule_book_is_in_force_and_old_slips_keep_their_teams_name(office: Office) -> None:
    a_slip(office, team="空调班")
    case = a_repair(office)
    office.sign_in("管理员", PASSWORD)
    version, text = office.ask(procedures.text_in_force)
    assert text == TEXT
    adopted = office.do(procedures.adopt, team_closed("air_conditioning"), version)
    assert office.record.procedure_version == adopted == version + 1
    orders = office.ask(order_lists.order_ids, order_lists.OrderFilter("all"), office.now())
    assert [row.team_name for row in office.ask(order_lists.order_rows, orders, office.books)] == ["空调班"]
    office.sign_in("王敏", PASSWORD)
    with pytest.raises(UserError):
        office.do(dispatching.dispatch, case.id, "空调班")
    assert codes(office) == []


def test_a_team_is_not_closed_under_somebody_who_works_in_it(keeper: Office) -> None:
    keeper.do(staffing.add, StaffDraft("阿凉", Role.ENGINEERING, "空调班", PASSWORD))
    with pytest.raises(UserError) as refused:
        keeper.do(procedures.adopt, team_closed("air_conditioning"), 1)
    assert (refused.value.field, refused.value.values["name"]) == ("team:air_conditioning", "阿凉")


def test_nothing_is_adopted_that_is_none_is_the_same_or_was_read_at_another_version(keeper: Office) -> None:
    with pytest.raises(ProcedureMistake):
        keeper.do(procedures.adopt, "no = [", 1)
    with pytest.raises(UserError):
        keeper.do(procedures.adopt, TEXT, 1)
    keeper.do(procedures.adopt, edited("security", name="秩序部"), 1)
    with pytest.raises(Conflict):
        keeper.do(procedures.adopt, edited("security", name="保安部"), 1)
    assert rows(keeper, "SELECT count(*) FROM procedure_version") == [(2,)]
    assert keeper.procedure.department("security").name == "秩序部"
