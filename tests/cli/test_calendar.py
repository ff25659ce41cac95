# SPDX-License-Identifier: Apache-2.0
"""The calendar of working days from the command line: a list of days goes in whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from complaintdesk.desk.office import Office
from complaintdesk.domain.workdays import Calendar, Day
from tests.builders import codes
from tests.cli.conftest import Call, MakeList
from tests.damage import change_past_the_guards

HEAD = ("日期", "休/班", "名称")


def calendar(office: Office) -> Calendar:
    return office.ask(office.calendar_of)


def test_a_list_goes_in_and_again_is_there(run: Call, a_list: MakeList, opened: Callable[[], Office]) -> None:
    path = a_list(HEAD, ("2027-01-01", "休", "元旦"), ("2027-01-09", "班", "元旦调休上班"))
    ended = run("calendar", path)
    assert (ended.code, ended.err) == (0, "")
    assert ended.counts == {"rows": "2", "refused": "0", "days": "2", "years": "0", "moved": "0", "late": "0"}
    ended = run("calendar", path, "--confirm", "--source", "国办发明电〔2026〕7号")
    assert (ended.counts["days"], ended.counts["years"]) == ("0", "1")
    assert run("calendar", path, "--confirm").counts["years"] == "0"
    office = opened()
    assert calendar(office).day(date(2027, 1, 9)) == Day(works=True, name="元旦调休上班")
    assert 2027 in calendar(office).years
    assert codes(office) == []


def test_a_bad_row_is_named_and_nothing_goes_in(run: Call, a_list: MakeList, opened: Callable[[], Office]) -> None:
    ended = run("calendar", a_list(HEAD, ("2027-01-01", "休", "元旦"), ("2027-01-32", "班", "")), "--confirm")
    assert ended.code == 1
    assert "row 3: “2027-01-32” is no day" in ended.err
    assert "Nothing was taken in" in ended.err
    assert (ended.counts["refused"], ended.counts["days"]) == ("1", "0")
    assert 2027 not in calendar(opened()).years


@pytest.mark.parametrize("command", ["register-batch", "calendar"])
def test_books_from_before_the_calendar_take_over_what_is_shipped(
    run: Call, a_list: MakeList, opened: Callable[[], Office], command: str
) -> None:
    office = opened()
    for table in ("calendar_day", "calendar_year"):
        change_past_the_guards(office.database.location, f"DELETE FROM {table}")
    office.close()
    notes = ("时间", "类别", "来源", "姓名", "内容"), ("2026-10-20 08:00", "投诉", "来电", "仇女士", "装修太吵")
    days = HEAD, ("2027-01-01", "休", "元旦")
    asked = {"register-batch": (notes, "--despite"), "calendar": (days,)}  # the journal tells of another calendar
    rows, *words = asked[command]
    assert run(command, a_list(*rows), *words).code == 0
    assert {2025, 2026} <= calendar(opened()).years


def test_a_list_without_a_holiday_confirms_no_year(run: Call, a_list: MakeList) -> None:
    ended = run("calendar", a_list(HEAD, ("2027-01-09", "班", "调休上班")), "--confirm")
    assert ended.code != 0
    assert "No holiday of 2027 is entered yet" in ended.err
