# SPDX-License-Identifier: Apache-2.0
"""No office yet: why, setting one up, opening another, the demo; a file that is there is never founded over."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from complaintdesk.errors import EnvironmentProblem
from complaintdesk.settings import SettingsFile
from complaintdesk.ui.first_start import FirstStartPage
from complaintdesk.ui.main_window import MainWindow
from tests.ui.conftest import Answers, Show

PROBLEM = EnvironmentProblem("There is no database at {path}.", "Found one.", path="here")


@pytest.fixture
def page(show: Show, settings: SettingsFile, tmp_path: Path) -> FirstStartPage:
    made = FirstStartPage(PROBLEM, str(tmp_path / "office.db"), settings)
    made.setMinimumSize(1180, 640)
    show(made)
    return made


def click(qtbot: QtBot, button: QWidget) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_another_database_is_chosen_from_its_file(
    qtbot: QtBot, page: FirstStartPage, answers: Answers, tmp_path: Path
) -> None:
    answers.expect("choose_file", None)
    click(qtbot, page.other)
    answers.expect("choose_file", tmp_path / "other.db")
    with qtbot.waitSignal(page.opened) as opened:
        click(qtbot, page.other)
    assert opened.args == [str(tmp_path / "other.db")]


def test_an_office_on_a_server_is_opened_by_its_address(qtbot: QtBot, page: FirstStartPage, answers: Answers) -> None:
    answers.expect("words", None)
    click(qtbot, page.server)
    answers.expect("words", "postgresql+psycopg://desk@server/office")
    with qtbot.waitSignal(page.opened) as opened:
        click(qtbot, page.server)
    assert opened.args == ["postgresql+psycopg://desk@server/office"]


def test_a_file_that_can_not_be_used_is_not_founded_over(qtbot: QtBot, page: FirstStartPage, tmp_path: Path) -> None:
    (tmp_path / "office.db").write_bytes(b"not a database")
    click(qtbot, page.found)
    assert page.morning is not None
    page.morning.office.profile.name.setText("阳光花园")
    page.morning.go_on()
    page.morning.go_on()
    assert page.morning.books.fields["location"].problem()
    assert (tmp_path / "office.db").read_bytes() == b"not a database"


def test_the_demo_is_one_click_away(qtbot: QtBot, page: FirstStartPage) -> None:
    with qtbot.waitSignal(page.demo):
        click(qtbot, page.demo_button)


def test_leaving_the_wizard_leads_back_to_the_start(qtbot: QtBot, page: FirstStartPage, answers: Answers) -> None:
    click(qtbot, page.found)
    assert page.morning is not None
    qtbot.keyClicks(page.morning.office.profile.name, "Sunshine")
    answers.expect("yes_no", True)
    qtbot.keyClick(page.morning, Qt.Key.Key_Escape)
    assert page.found.isVisible()
    assert QApplication.focusWidget() is page.found
    click(qtbot, page.found)
    assert page.morning.office.profile.name.text() == ""


def test_the_keyboard_begins_at_setting_up_an_office(qtbot: QtBot, settings: SettingsFile, tmp_path: Path) -> None:
    window = MainWindow(settings)
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    page = FirstStartPage(PROBLEM, str(tmp_path / "office.db"), settings)
    window.show_instead(page)
    window.activateWindow()
    qtbot.waitUntil(page.found.hasFocus)
