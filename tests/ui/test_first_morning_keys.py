# SPDX-License-Identifier: Apache-2.0
"""The first morning without a mouse: where Enter goes, how one gets back and away, how a line is taken out."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from complaintdesk.settings import SettingsFile
from complaintdesk.ui.first_morning import FirstMorningPage
from tests.ui.conftest import Answers, Show
from tests.ui.mornings import STEPS, a_morning, fill, go_to

_DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun", "Public holidays are off, make-up workdays are worked"]
FIELDS = {
    "office": ["Name of the office", "Address", "Complaints line", "Form code"],
    "books": ["On this computer", "File of the books"],
    "rooms": [
        *("Make them from a pattern", "Buildings", "Units", "Floors", "Without floors", "Rooms on each"),
        *("Shops", "Public areas", "Parking spaces"),
    ],
    "staff": ["Your name", "Password", "The password again", *(["Name", "Role", "Team", "First password"] * 3)],
    "hours": ["Office hours", *_DAYS, "The desk is manned", *_DAYS],
    "printer": [
        *("Printer", "Paper", "A page for each part", "Moved to the right, mm", "Moved down, mm", "Copies"),
        *("Dot matrix", "Shades of grey"),
    ],
    "backups": ["Folder of the backups", "Second medium"],
    "key": ["Not encrypted"],
    "summary": [],
}


@pytest.fixture
def morning(show: Show, settings: SettingsFile, tmp_path: Path) -> FirstMorningPage:
    """The wizard on its first page."""
    return a_morning(show, settings, tmp_path)


@pytest.mark.parametrize("step", FIELDS)
def test_enter_goes_through_the_fields_as_they_stand_and_ends_at_next(
    qtbot: QtBot, morning: FirstMorningPage, step: str
) -> None:
    fill(morning)
    go_to(morning, step)
    passed = []
    while (focus := QApplication.focusWidget()) is not morning.next:
        assert focus is not None
        passed.append(focus.accessibleName())
        assert len(passed) < 40, passed
        qtbot.keyClick(focus, Qt.Key.Key_Return)
    assert passed == FIELDS[step]


def test_enter_goes_through_the_departments_down_to_next(qtbot: QtBot, morning: FirstMorningPage) -> None:
    fill(morning)
    go_to(morning, "departments")
    passed: list[QWidget] = []
    while (focus := QApplication.focusWidget()) is not morning.next:
        assert focus is not None
        assert len(passed) < 200
        passed.append(focus)
        qtbot.keyClick(focus, Qt.Key.Key_Return)
    editor = morning.departments.editor
    named = [each for each in passed if isinstance(each, QLineEdit)]
    assert named[:2] == [editor.head(0).box, editor.teams(0)[0].box]
    places = [each.mapTo(morning.departments, QPoint()) for each in named]
    assert places == sorted(places, key=lambda at: (at.y(), at.x()))


def test_a_line_added_to_a_page_is_walked_where_it_stands(qtbot: QtBot, morning: FirstMorningPage) -> None:
    fill(morning)
    go_to(morning, "rooms")
    morning.rooms.add_pattern()
    first, second = morning.rooms.patterns
    assert QApplication.focusWidget() is second.boxes["buildings"]
    first.boxes["rooms"].setFocus()
    qtbot.keyClick(first.boxes["rooms"], Qt.Key.Key_Return)
    assert QApplication.focusWidget() is second.boxes["buildings"]
    second.boxes["rooms"].setFocus()
    qtbot.keyClick(second.boxes["rooms"], Qt.Key.Key_Return)
    assert QApplication.focusWidget() is morning.rooms.others["shops"]


def test_alt_left_goes_back_with_all_that_was_typed(qtbot: QtBot, morning: FirstMorningPage) -> None:
    qtbot.keyClicks(morning.office.profile.name, "Sunshine")
    assert not morning.back.isVisible()
    qtbot.keyClick(morning, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert morning.at() == 1
    qtbot.keyClick(morning, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert morning.at() == 0
    assert morning.office.profile.name.text() == "Sunshine"


def test_escape_leaves_the_wizard_after_a_question_if_something_was_typed(
    qtbot: QtBot, morning: FirstMorningPage, answers: Answers
) -> None:
    with qtbot.waitSignal(morning.left):
        qtbot.keyClick(morning, Qt.Key.Key_Escape)
    qtbot.keyClicks(morning.office.profile.name, "Sunshine")
    answers.expect("yes_no", False)
    with qtbot.assertNotEmitted(morning.left):
        qtbot.keyClick(morning, Qt.Key.Key_Escape)
    morning.go_on()
    answers.expect("yes_no", True)
    with qtbot.waitSignal(morning.left):
        qtbot.keyClick(morning, Qt.Key.Key_Escape)


def test_a_line_of_staff_is_taken_out_by_keyboard(qtbot: QtBot, morning: FirstMorningPage) -> None:
    fill(morning)
    go_to(morning, "staff")
    page = morning.staff
    page.people[1].name.setText("half filled")
    morning.go_on()
    assert page.fields["password.1"].problem()
    half, after = page.people[1:]
    qtbot.keyClick(half.password, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is half.away
    qtbot.keyClick(half.away, Qt.Key.Key_Return)
    assert page.people[1:] == [after]
    assert QApplication.focusWidget() is after.name
    morning.go_on()
    assert morning.at() == STEPS.index("hours")
    assert [each.name for each in page.drafts()] == ["李静"]


def test_an_empty_team_is_none_and_an_empty_line_nobody(morning: FirstMorningPage) -> None:
    fill(morning)
    go_to(morning, "staff")
    morning.staff.people[0].team.put_typed("")
    morning.staff.people[1].role.put_typed("king")
    morning.staff.people[1].team.put_typed("none of ours")
    morning.go_on()
    assert morning.at() == STEPS.index("hours")
    assert [each.team for each in morning.staff.drafts()] == [""]


def test_choosing_a_passphrase_or_a_server_goes_to_its_box(qtbot: QtBot, morning: FirstMorningPage) -> None:
    fill(morning)
    go_to(morning, "books")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_2)
    qtbot.waitUntil(morning.books.server.hasFocus)
    qtbot.mouseClick(morning.books.where.button("file"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(morning.books.file.hasFocus)
    go_to(morning, "key")
    chosen = QApplication.focusWidget()
    assert chosen is morning.key.how.button(False)
    qtbot.keyClick(chosen, Qt.Key.Key_Right)
    qtbot.waitUntil(morning.key.passphrase.hasFocus)
    qtbot.keyClick(morning.key.passphrase, Qt.Key.Key_Return)
    assert QApplication.focusWidget() is morning.key.again
    qtbot.keyClick(morning.key.again, Qt.Key.Key_Return)
    assert QApplication.focusWidget() is morning.next
