# SPDX-License-Identifier: Apache-2.0
"""A list of households taken in from the window: what went in, what did not and why, and the workbook to mend."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
import python_calamine
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from complaintdesk.desk.office import Office
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.tabs.households_tab import HouseholdsTab
from tests.builders import a_household, rows
from tests.ui.conftest import Answers, Show

HEAD = ["楼栋", "单元", "房号", "姓名", "电话", "身份"]


@pytest.fixture
def tab(bridge: Bridge, show: Show) -> HouseholdsTab:
    made = HouseholdsTab(bridge)
    show(made)
    return made


def a_list(path: Path, *lines: list[str]) -> Path:
    """A workbook as an office keeps it."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for line in (HEAD, *lines):
        sheet.append(line)
    book.save(path)
    return path


def take_in(qtbot: QtBot, tab: HouseholdsTab, answers: Answers) -> None:
    """Presses the button and waits until the last question is asked."""
    qtbot.mouseClick(tab.take_in, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not answers.left(), timeout=20_000)


def test_a_faultless_list_goes_in_and_its_count_is_told(
    qtbot: QtBot, tab: HouseholdsTab, answers: Answers, tmp_path: Path
) -> None:
    path = a_list(
        tmp_path / "业主.xlsx",
        ["3", "2", "1502", "张建国", "13812345678", "业主"],
        ["3", "2", "1502", "李四", "13900001111", "租户"],
        ["3栋", "2单元", "1601", "王芳", "", "业主"],
    )
    answers.expect("choose_file", path)
    answers.expect("tell")
    take_in(qtbot, tab, answers)
    assert answers.asked[-1].text == "Rows read: 3. New places: 2. In the books already: 0. Refused rows: 0."
    qtbot.waitUntil(lambda: tab.table.count() == 2)
    assert tab.table.cell(0, 1) == "张建国、李四"
    assert tab.bridge.settings.now.places["import_folder"] == str(tmp_path)


def test_the_refused_rows_are_offered_as_a_workbook_with_their_reasons_and_the_others_go_in(
    qtbot: QtBot, tab: HouseholdsTab, office: Office, answers: Answers, tmp_path: Path
) -> None:
    a_household(office)
    path = a_list(
        tmp_path / "list.xlsx",
        ["3", "2", "1502", "单飞", "13900005678", "业主"],
        ["3", "2", "", "王芳", "13900002222", "业主"],
        ["3", "2", "1701", "赵六", "13911112222", "业主"],
    )
    target = tmp_path / "mend.xlsx"
    answers.expect("choose_file", path)
    answers.expect("yes_no", True)
    answers.expect("save_file", target)
    take_in(qtbot, tab, answers)
    said = answers.asked[1].text
    assert said.startswith("Rows read: 3. New places: 1. In the books already: 1. Refused rows: 1.")
    assert "Sheet, row 3: " in said
    assert answers.asked[2].text == str(tmp_path / "list refused rows.xlsx")
    kept = python_calamine.CalamineWorkbook.from_path(target).get_sheet_by_index(0).to_python()
    assert [row[1:5] for row in kept][1] == ["3", "2", "", "王芳"]
    assert kept[1][0] != ""
    assert rows(office, "SELECT label FROM place ORDER BY room") == [("3栋2单元1502",), ("3栋2单元1701",)]


def test_a_refused_number_is_quoted_with_its_column(
    qtbot: QtBot, tab: HouseholdsTab, answers: Answers, tmp_path: Path
) -> None:
    path = a_list(tmp_path / "list.xlsx", ["3", "2", "1502", "单飞", "12312312311", "业主"])
    answers.expect("choose_file", path)
    answers.expect("yes_no", False)
    take_in(qtbot, tab, answers)
    assert answers.asked[1].text.endswith("row 2: 电话 12312312311 Mobile numbers begin with 13 to 19.")


def test_a_file_that_is_no_list_is_refused_in_words(
    qtbot: QtBot, tab: HouseholdsTab, office: Office, answers: Answers, tmp_path: Path
) -> None:
    path = tmp_path / "slip.xlsx"
    path.write_bytes(b"<html><table></table></html>")
    answers.expect("choose_file", path)
    answers.expect("tell")
    take_in(qtbot, tab, answers)
    assert "web page" in answers.asked[-1].text
    assert rows(office, "SELECT count(*) FROM place") == [(0,)]


def test_no_file_chosen_changes_nothing(tab: HouseholdsTab, answers: Answers) -> None:
    answers.expect("choose_file", None)
    tab.take_in.click()
    assert tab.table.count() == 0
