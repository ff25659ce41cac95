# SPDX-License-Identifier: Apache-2.0
"""Exports from the menu: the days asked for, the file where it was wished, read back by another library, and noted."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from python_calamine import CalamineWorkbook

from complaintdesk.desk import corrections
from complaintdesk.domain.terms import CaseKind
from complaintdesk.settings import SettingsFile
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.exporting import ExportDialog, MonthDialog, export_register, export_report
from complaintdesk.ui.words import Text
from tests.builders import DeskClock, a_case, a_repair
from tests.ui.conftest import Answers, Show


def rows_of(path: Path) -> list[list[object]]:
    return [list(row) for row in CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()]


@pytest.fixture
def numbers(bridge: Bridge, clock: DeskClock) -> list[str]:
    """A repair of last month, a repair and a complaint of this."""
    old = a_repair(bridge.office)
    clock.later(days=31)
    return [saved.number for saved in (old, a_repair(bridge.office), a_case(bridge.office))]


def test_the_register_of_this_month_is_written_and_told(
    qtbot: QtBot, show: Show, bridge: Bridge, answers: Answers, numbers: list[str], tmp_path: Path
) -> None:
    window = Text()
    show(window)
    answers.expect_dialog(lambda _dialog: None)
    answers.expect("save_file", tmp_path / "books" / "register.xlsx")
    (tmp_path / "books").mkdir()
    answers.expect("words", "月度归档")
    answers.expect("tell")
    export_register(window, bridge)
    qtbot.waitUntil(lambda: len(answers.asked) == 4)
    assert "2 cases" in answers.asked[3].text
    cells = {cell for row in rows_of(tmp_path / "books" / "register.xlsx") for cell in row}
    assert set(numbers[1:]) <= cells
    assert numbers[0] not in cells
    assert SettingsFile(bridge.settings.path).now.places["exports"] == str(tmp_path / "books")


def test_void_cases_of_an_export_are_named(
    qtbot: QtBot, show: Show, bridge: Bridge, answers: Answers, numbers: list[str], tmp_path: Path
) -> None:
    """The statistics leave them out, the register has them: who compares both is told so."""
    bridge.office.do(corrections.void, a_case(bridge.office).id, "重复登记")
    window = Text()
    show(window)
    answers.expect_dialog(lambda _dialog: None)
    answers.expect("save_file", tmp_path / "register.xlsx")
    answers.expect("words", "月度归档")
    answers.expect("tell")
    export_register(window, bridge)
    qtbot.waitUntil(lambda: len(answers.asked) == 4)
    assert answers.asked[3].text.startswith("3 cases are written to")
    said = "2 received, as the statistics count them; 1 void; 0 from old registers."
    assert answers.asked[3].text.endswith(said)


def test_one_kind_without_limit_of_days_is_written(
    qtbot: QtBot, show: Show, bridge: Bridge, answers: Answers, numbers: list[str], tmp_path: Path
) -> None:
    def fill(dialog: ExportDialog) -> None:
        dialog.from_on.clear()
        dialog.to_on.clear()
        dialog.kind.set_value(CaseKind.REPAIR)

    window = Text()
    show(window)
    answers.expect_dialog(fill)
    answers.expect("save_file", tmp_path / "register.xlsx")
    answers.expect("words", "月度归档")
    answers.expect("tell")
    export_register(window, bridge)
    qtbot.waitUntil(lambda: len(answers.asked) == 4)
    cells = {cell for row in rows_of(tmp_path / "register.xlsx") for cell in row}
    assert {numbers[0], numbers[1]} <= cells
    assert numbers[2] not in cells


def test_thinking_better_of_it_writes_nothing(show: Show, bridge: Bridge, answers: Answers, tmp_path: Path) -> None:
    window = Text()
    show(window)
    answers.expect_dialog(lambda _dialog: None, accept=False)
    export_register(window, bridge)
    answers.expect_dialog(lambda _dialog: None)
    answers.expect("save_file", None)
    export_register(window, bridge)
    answers.expect_dialog(lambda _dialog: None, accept=False)
    export_report(window, bridge)
    assert not list(tmp_path.glob("*.xlsx"))


def test_days_are_read_as_people_write_them_and_refused_beside_their_box(
    qtbot: QtBot, show: Show, bridge: Bridge
) -> None:
    window = Text()
    show(window)
    dialog = ExportDialog(window, bridge)
    dialog.from_on.setText("2026年11月3日")
    dialog.to_on.setText("2026.11.1")
    dialog.accept()
    assert dialog.fields["to_on"].problem() == "The last day lies before the first."
    dialog.to_on.setText("someday")
    dialog.accept()
    assert dialog.fields["to_on"].problem()
    dialog.to_on.setText("2026/11/30")
    dialog.accept()
    assert dialog.result() == 1
    assert (dialog.span.from_on, dialog.span.to_on) == (date(2026, 11, 3), date(2026, 11, 30))


@pytest.mark.parametrize(
    ("first", "last", "span"),
    [
        ("11-1", "11-30", (date(2026, 11, 1), date(2026, 11, 30))),  # the month's end is still to come
        ("12-28", "1-3", (date(2025, 12, 28), date(2026, 1, 3))),
        ("12月1日", "", (date(2025, 12, 1), None)),
        ("", "12-31", (None, date(2025, 12, 31))),
    ],
)
def test_days_without_a_year_are_the_last_such(
    show: Show, bridge: Bridge, first: str, last: str, span: tuple[date | None, date | None]
) -> None:
    window = Text()
    show(window)
    dialog = ExportDialog(window, bridge)
    dialog.from_on.setText(first)
    dialog.to_on.setText(last)
    dialog.accept()
    assert (dialog.span.from_on, dialog.span.to_on) == span


def test_the_months_figures_are_written(
    qtbot: QtBot, show: Show, bridge: Bridge, answers: Answers, numbers: list[str], tmp_path: Path
) -> None:
    def fill(dialog: MonthDialog) -> None:
        dialog.month.setText("November")
        dialog.accept()
        assert dialog.fields["month"].problem() == "A month is written 2026-10."
        dialog.month.setText("2026-12")

    window = Text()
    show(window)
    answers.expect_dialog(fill)
    answers.expect("save_file", tmp_path / "report.xlsx")
    answers.expect("tell")
    export_report(window, bridge)
    qtbot.waitUntil(lambda: len(answers.asked) == 3)
    assert answers.asked[2].text.startswith("The figures of 2026-12 are written to")
    assert rows_of(tmp_path / "report.xlsx")


def test_a_disk_that_refuses_is_told_in_words(
    qtbot: QtBot, show: Show, bridge: Bridge, answers: Answers, numbers: list[str], tmp_path: Path
) -> None:
    window = Text()
    show(window)
    answers.expect_dialog(lambda _dialog: None)
    answers.expect("save_file", tmp_path / "no such folder" / "register.xlsx")
    answers.expect("words", "月度归档")
    answers.expect("tell")
    export_register(window, bridge)
    qtbot.waitUntil(lambda: len(answers.asked) == 4)
    assert answers.asked[3].title == "This can't be done"
