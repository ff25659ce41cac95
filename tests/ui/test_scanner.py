# SPDX-License-Identifier: Apache-2.0
"""A scanner's keys are told from a person's: at their pace, wherever the keyboard is, by an input method too."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from complaintdesk.ui.buttons import Button
from complaintdesk.ui.inputs import FilterBox, LineInput, TextInput
from complaintdesk.ui.scanner import HELD, MOST_BETWEEN, Scanner
from tests.ui.conftest import Show
from tests.ui.scans import press, scan, type_keys

NUMBER = "WX2026-000656"
BOXES = (LineInput, TextInput, QPushButton, lambda: FilterBox(free=True))


class Gun:
    """A scanner that hears, on a clock that is set; and what it told."""

    def __init__(self, parent: QWidget) -> None:
        self.now = 1_000.0
        self.listening = True
        self.told: list[str] = []
        self.scanner = Scanner(parent, lambda: self.listening, lambda: "WX", lambda: self.now)
        self.scanner.scanned.connect(self.told.append)


@pytest.fixture
def gun(show: Show) -> Iterator[Gun]:
    keeper = QWidget()
    made = Gun(keeper)
    yield made
    made.listening = False  # Qt deletes it when it comes to it
    keeper.deleteLater()


@pytest.fixture
def focus(show: Show, qtbot: QtBot) -> Callable[..., None]:
    """Shows parts, with the keyboard in the first."""

    def put(*parts: QWidget) -> None:
        page = show(*parts)
        QApplication.processEvents()  # the last test's page goes
        page.activateWindow()
        parts[0].setFocus()
        qtbot.waitUntil(lambda: QGuiApplication.focusObject() is parts[0])

    return put


def words(box: QWidget) -> str:
    if isinstance(box, QPlainTextEdit):
        return box.toPlainText()
    if isinstance(box, QComboBox):
        return box.currentText()
    return box.text() if isinstance(box, QLineEdit) else ""


@pytest.mark.parametrize("kind", BOXES)
@pytest.mark.parametrize("pace", [0, 1, 8, MOST_BETWEEN])
def test_a_scan_is_told_and_leaves_nothing_where_the_keyboard_is(
    gun: Gun, focus: Callable[..., None], kind, pace: int
) -> None:
    box = kind()
    focus(box)
    type_keys(box, NUMBER, every=pace)
    QApplication.processEvents()
    assert (gun.told, words(box)) == ([NUMBER], "")


def test_what_stood_in_a_box_stays(gun: Gun, focus: Callable[..., None]) -> None:
    box = LineInput()
    focus(box)
    box.setText("厨房漏水")
    box.setSelection(1, 2)
    scan(box, NUMBER)
    assert (gun.told, box.text(), box.selectedText()) == ([NUMBER], "厨房漏水", "房漏")


@pytest.mark.parametrize("kind", [LineInput, TextInput])
@pytest.mark.parametrize("pace", [MOST_BETWEEN + 1, 60, 150])
def test_a_person_who_types_fast_is_no_scanner(
    gun: Gun, focus: Callable[..., None], kind: Callable[[], QWidget], pace: int
) -> None:
    box = kind()
    focus(box)
    type_keys(box, NUMBER, every=pace, enter=False)
    QApplication.processEvents()
    assert (gun.told, words(box)) == ([], NUMBER)


def test_two_keys_hit_at_once_are_still_a_persons(gun: Gun, focus: Callable[..., None]) -> None:
    box = LineInput()
    focus(box)
    at = 500_000
    for letter, after in zip("WX2026-000656", (0, 12, 70, 9, 80, 75, 15, 90, 8, 70, 10, 66, 70), strict=True):
        at += after
        press(box, letter, at)
    press(box, "\r", at + 90, Qt.Key.Key_Return)
    assert (gun.told, box.text()) == ([], NUMBER)


def test_a_capital_typed_alone_comes_after_a_moment(gun: Gun, focus: Callable[..., None], qtbot: QtBot) -> None:
    box = LineInput()
    focus(box)
    type_keys(box, "A", every=50, enter=False)
    assert box.text() == ""
    assert gun.scanner._waiting.interval() == HELD
    qtbot.waitUntil(lambda: box.text() == "A")


def test_words_that_are_no_number_go_where_they_were_typed(gun: Gun, focus: Callable[..., None]) -> None:
    box = LineInput()
    focus(box)
    type_keys(box, "ABC", every=5)
    type_keys(box, "Wang2", every=5)
    type_keys(box, "wx 2026", every=5, enter=False)
    assert (gun.told, box.text()) == ([], "ABCWang2wx 2026")


def test_a_number_with_caps_lock_and_with_stars_is_heard(gun: Gun, focus: Callable[..., None]) -> None:
    box = LineInput()
    focus(box)
    scan(box, NUMBER.lower())
    scan(box, f"*{NUMBER}*")
    assert (gun.told, box.text()) == ([NUMBER, NUMBER], "")


def test_what_is_scanned_for_a_number_and_is_none_is_told_as_it_is(gun: Gun, focus: Callable[..., None]) -> None:
    box = LineInput()
    focus(box)
    scan(box, "WX2026-0006")
    scan(box, "SF1234567890")
    assert (gun.told, box.text()) == (["WX2026-0006", "SF1234567890"], "")


def test_a_second_line_end_belongs_to_the_scan(gun: Gun, focus: Callable[..., None]) -> None:
    pressed: list[int] = []
    button = QPushButton("Save")
    button.setDefault(True)
    box = LineInput()
    box.returnPressed.connect(lambda: pressed.append(1))
    focus(box, button)
    scan(box, NUMBER)
    press(box, "\r", 900_000, Qt.Key.Key_Return)
    assert pressed == []
    gun.now += HELD + 1
    press(box, "\r", 901_000, Qt.Key.Key_Return)
    assert pressed == [1]


def test_keys_of_a_scan_press_no_button(gun: Gun, focus: Callable[..., None]) -> None:
    pressed: list[int] = []
    button = Button("First reason", "2")
    button.clicked.connect(lambda: pressed.append(1))
    box = LineInput()
    focus(box, button)
    scan(box, NUMBER)
    assert (gun.told, pressed) == ([NUMBER], [])


def test_keys_that_tell_no_time_are_not_a_scanners(gun: Gun, focus: Callable[..., None], qtbot: QtBot) -> None:
    """What a program types for somebody (a test, a screen reader) is let through at once."""
    box = LineInput()
    focus(box)
    qtbot.keyClicks(box, NUMBER)
    assert (gun.told, box.text()) == ([], NUMBER)


def test_nobody_listens_while_the_desk_is_locked(gun: Gun, focus: Callable[..., None]) -> None:
    box = LineInput()
    focus(box)
    gun.listening = False
    scan(box, NUMBER)
    assert (gun.told, box.text()) == ([], NUMBER)


class Composed:
    """An input method that takes the scanner's keys into its own line and gives them on with Enter."""

    def __init__(self, gun: Gun, box: QWidget) -> None:
        self.gun, self.box = gun, box

    def compose(self, letters: str, *, every: float, commit: str = "") -> None:
        for at in range(1, len(letters) + 1):
            QApplication.sendEvent(self.box, QInputMethodEvent(letters[:at], []))
            self.gun.now += every
        done = QInputMethodEvent()
        done.setCommitString(commit or letters)
        QApplication.sendEvent(self.box, done)
        QApplication.processEvents()


@pytest.mark.parametrize("written", [NUMBER, "ＷＸ２０２６－０００６５６", NUMBER.lower()])
def test_an_input_method_does_not_eat_a_scan(gun: Gun, focus: Callable[..., None], written: str) -> None:
    box = LineInput()
    focus(box)
    box.setText("厨房")
    Composed(gun, box).compose(written, every=10)
    assert (gun.told, box.text()) == ([NUMBER], "厨房")


def test_what_a_person_composes_stays(gun: Gun, focus: Callable[..., None]) -> None:
    box = LineInput()
    focus(box)
    Composed(gun, box).compose("lou shui", every=90, commit="漏水")
    Composed(gun, box).compose(NUMBER, every=90)
    assert (gun.told, box.text()) == ([], f"漏水{NUMBER}")


def test_an_input_method_that_gives_key_after_key_on_does_not_eat_a_scan(gun: Gun, focus: Callable[..., None]) -> None:
    box = LineInput()
    focus(box)
    for letter in NUMBER:
        each = QInputMethodEvent()
        each.setCommitString(letter)
        QApplication.sendEvent(box, each)
        gun.now += 10
    press(box, "\r", 700_000, Qt.Key.Key_Return)
    QApplication.processEvents()
    assert (gun.told, box.text()) == ([NUMBER], "")
