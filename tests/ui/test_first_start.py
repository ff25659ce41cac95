# SPDX-License-Identifier: Apache-2.0
"""No office yet: why, founding one, opening another, the demo; a file that is there is never founded over."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from complaintdesk.desk.office import open_office
from complaintdesk.errors import EnvironmentProblem
from complaintdesk.ui.first_start import FirstStartPage, FoundDialog
from tests.builders import PASSWORD
from tests.ui.conftest import Answers, Show

PROBLEM = EnvironmentProblem("There is no database at {path}.", "Found one.", path="here")


def fill(dialog: FoundDialog, again: str = PASSWORD) -> None:
    dialog.office.setText("阳光花园物业服务中心")
    dialog.admin.setText("周建平")
    dialog.password.setText(PASSWORD)
    dialog.again.setText(again)


def test_an_office_is_founded_and_opened(qtbot: QtBot, show: Show, answers: Answers, tmp_path: Path) -> None:
    path = tmp_path / "new" / "office.db"
    page = FirstStartPage(PROBLEM, str(path))
    show(page)
    answers.expect_dialog(fill)
    with qtbot.waitSignal(page.opened) as opened:
        qtbot.mouseClick(page.deeds[0], Qt.MouseButton.LeftButton)
    assert opened.args == [str(path)]
    office = open_office(path)
    assert office.record.name == "阳光花园物业服务中心"
    assert office.sign_in("周建平", PASSWORD).name == "周建平"
    office.close()


def test_what_is_wrong_with_a_new_office_is_said_beside_its_field(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "office.db"
    dialog = FoundDialog(None, str(path))
    qtbot.addWidget(dialog)
    fill(dialog, again="something else")
    dialog.accept()
    assert dialog.fields["again"].problem() == "The two passwords differ."
    fill(dialog)
    dialog.office.clear()
    dialog.accept()
    assert dialog.fields["office"].problem()
    fill(dialog)
    dialog.password.setText("short")
    dialog.again.setText("short")
    dialog.accept()
    assert dialog.fields["password"].problem()
    assert not path.exists()


def test_another_database_is_chosen_from_its_file(qtbot: QtBot, show: Show, answers: Answers, tmp_path: Path) -> None:
    page = FirstStartPage(PROBLEM, str(tmp_path / "office.db"))
    show(page)
    answers.expect("choose_file", None)
    qtbot.mouseClick(page.deeds[1], Qt.MouseButton.LeftButton)
    answers.expect("choose_file", tmp_path / "other.db")
    with qtbot.waitSignal(page.opened) as opened:
        qtbot.mouseClick(page.deeds[1], Qt.MouseButton.LeftButton)
    assert opened.args == [str(tmp_path / "other.db")]


def test_a_file_that_can_not_be_used_is_not_founded_over(show: Show, tmp_path: Path) -> None:
    path = tmp_path / "office.db"
    path.write_bytes(b"not a database")
    page = FirstStartPage(PROBLEM, str(path))
    show(page)
    assert not page.deeds[0].isVisible()
    assert page.deeds[1].isVisible()


def test_the_demo_is_one_click_away(qtbot: QtBot, show: Show, tmp_path: Path) -> None:
    page = FirstStartPage(PROBLEM, str(tmp_path / "office.db"))
    show(page)
    with qtbot.waitSignal(page.demo):
        qtbot.mouseClick(page.deeds[2], Qt.MouseButton.LeftButton)
