# SPDX-License-Identifier: Apache-2.0
"""What the window has to say while a call is typed: it moves nothing, and is read and answered by keyboard."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from complaintdesk.ui.backups import Backups
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.buttons import Button
from complaintdesk.ui.main_window import MainWindow
from complaintdesk.ui.tabs.register_tab import RegisterTab
from tests.ui.calls import ALT, Keyboard


@pytest.fixture
def backups(bridge: Bridge, whole_window: MainWindow) -> Iterator[Backups]:
    """Backups that all lie on this computer: they ask for a second medium once the window watches them."""
    made = Backups(bridge)
    yield made
    made.stop()


def typing(window: MainWindow) -> RegisterTab:
    """The register in the window, with a call half typed."""
    tab = window.current()
    assert isinstance(tab, RegisterTab)
    tab.card.form.content.setFocus()
    tab.card.form.content.insertPlainText("水管漏水")
    QApplication.processEvents()
    return tab


def places(tab: RegisterTab) -> list[QRect]:
    """Where the page and what is typed into stand in the window."""
    parts: list[QWidget] = [tab, tab.card.form.content, tab.card.save_button]
    return [QRect(part.mapTo(tab.window(), QPoint()), part.size()) for part in parts]


def test_a_reminder_moves_nothing_while_a_call_is_typed(whole_window: MainWindow, backups: Backups) -> None:
    tab = typing(whole_window)
    before = places(tab)
    whole_window.watch(backups)
    QApplication.processEvents()
    line = whole_window.status.notice
    assert line.isVisible()
    assert "All backups lie on this computer" in line.text()
    assert (line.accessibleName(), line.accessibleDescription()) == ("Notice", line.text())
    assert places(tab) == before
    assert QApplication.focusWidget() is tab.card.form.content


def test_a_reminder_is_read_and_put_off_by_keyboard_and_the_call_goes_on(
    whole_window: MainWindow, backups: Backups, keys: Keyboard
) -> None:
    tab = typing(whole_window)
    before = places(tab)
    whole_window.watch(backups)
    keys.press(Qt.Key.Key_N, ALT)
    notices = whole_window.notices
    assert notices.isVisible()
    assert notices.words("backups").startswith("All backups lie on this computer.")
    first = keys.at
    assert isinstance(first, Button)
    assert first.text() == "Choose a folder…"
    assert places(tab) == before
    keys.press(Qt.Key.Key_Escape)
    assert (notices.isVisible(), keys.at) == (False, tab.card.form.content)
    keys.press(Qt.Key.Key_N, ALT)
    keys.press(Qt.Key.Key_Tab)
    keys.enter()
    assert (notices.isVisible(), keys.at) == (False, tab.card.form.content)
    assert (notices.words("backups"), whole_window.status.notice.isVisible()) == ("", False)


def test_the_server_being_away_is_said_before_what_can_wait(whole_window: MainWindow, backups: Backups) -> None:
    whole_window.watch(backups)
    whole_window.bridge.reachable.emit(False)  # type: ignore[union-attr]
    line = whole_window.status.notice
    assert line.text().startswith("The database server can't be reached.")
    whole_window.bridge.reachable.emit(True)  # type: ignore[union-attr]
    assert line.text().startswith("All backups lie on this computer.")


def test_a_reminder_told_again_leaves_the_keyboard_on_its_button(
    whole_window: MainWindow, backups: Backups, keys: Keyboard
) -> None:
    whole_window.watch(backups)
    keys.press(Qt.Key.Key_N, ALT)
    at = keys.at
    backups.stands.emit()
    assert keys.at is at
    typing(whole_window)
    assert not whole_window.notices.isVisible(), "the keyboard went on"


def test_a_reminder_stands_there_again_for_who_comes_in(whole_window: MainWindow, backups: Backups) -> None:
    whole_window.watch(backups)
    whole_window.lock()
    assert not whole_window.status.notice.isVisible(), "nothing is told to a stranger"
    whole_window.resume()
    assert whole_window.status.notice.isVisible()


def test_after_putting_a_reminder_off_by_mouse_the_keyboard_is_where_it_was(
    qtbot: QtBot, whole_window: MainWindow, backups: Backups
) -> None:
    tab = typing(whole_window)
    whole_window.watch(backups)
    QApplication.processEvents()
    line = whole_window.status.notice
    line.setFocus(Qt.FocusReason.MouseFocusReason)
    qtbot.mouseClick(line, Qt.MouseButton.LeftButton)
    [later] = [each for each in whole_window.notices.findChildren(Button) if each.text() == "Later"]
    later.setFocus(Qt.FocusReason.MouseFocusReason)
    qtbot.mouseClick(later, Qt.MouseButton.LeftButton)
    assert QApplication.focusWidget() is tab.card.form.content
