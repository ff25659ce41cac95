# SPDX-License-Identifier: Apache-2.0
"""A desk that nobody touches locks itself, dialogs and all; what was typed is there afterwards (T10)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from complaintdesk.desk.office import Office
from complaintdesk.errors import UserError
from complaintdesk.settings import LOCKS_AFTER, SettingsFile
from complaintdesk.ui import garbage
from complaintdesk.ui.auto_lock import Cover
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.dialogs import WordsDialog
from complaintdesk.ui.main_window import MainWindow
from complaintdesk.ui.settings_machine import MachineSettings
from complaintdesk.ui.sign_in import SignInPage
from complaintdesk.ui.tab_list import TABS
from tests.builders import PASSWORD


@pytest.fixture
def window(qtbot: QtBot, office: Office, settings: SettingsFile) -> Iterator[MainWindow]:
    made = MainWindow(settings)
    made.attach(Bridge(office, settings), TABS)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    sign_in(made.sign_in, "王敏")
    yield made
    made.close()
    assert made.bridge is not None
    made.bridge.close()
    made.deleteLater()


def sign_in(page: SignInPage, name: str) -> None:
    page.name.set_value(name)
    page.password.setText(PASSWORD)
    page.sign_in()


def time_runs_out(qtbot: QtBot, window: MainWindow) -> None:
    window.auto_lock.timer.start(1)
    qtbot.waitUntil(lambda: window.current() is None)


def test_it_waits_for_five_minutes_and_every_touch_begins_them_anew(qtbot: QtBot, window: MainWindow) -> None:
    assert window.auto_lock.timer.interval() == 5 * 60_000
    window.settings.change(lock_after=30)
    handle = window.windowHandle()
    assert handle is not None
    qtbot.waitUntil(lambda: QApplication.focusWindow() is handle)
    window.auto_lock.timer.start(3_600_000)
    qtbot.keyClick(handle, Qt.Key.Key_Shift)
    assert window.auto_lock.timer.interval() == 30 * 60_000


def test_while_somebody_types_garbage_waits(qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    handle = window.windowHandle()
    assert handle is not None
    qtbot.waitUntil(lambda: QApplication.focusWindow() is handle)
    monkeypatch.setattr(garbage, "_touched", [0.0])
    qtbot.keyClick(handle, Qt.Key.Key_Shift)
    assert garbage._touched[0] > 0.0


def test_when_time_runs_out_nothing_can_be_read_and_the_same_page_comes_back(qtbot: QtBot, window: MainWindow) -> None:
    before = window.current()
    time_runs_out(qtbot, window)
    assert window.pages.currentWidget() is window.sign_in
    assert before is not None
    assert not before.isVisible()
    sign_in(window.sign_in, "王敏")
    assert window.current() is before


def a_question(qtbot: QtBot, window: MainWindow) -> WordsDialog:
    """A dialog before the window, half filled in."""
    dialog = WordsDialog(window, "为什么？", "", label="原因", given="写了一半", lines=2, accept="")
    dialog.setModal(True)
    with qtbot.waitExposed(dialog):
        dialog.show()
    return dialog


def test_a_dialog_is_covered_too_and_keeps_what_was_typed(qtbot: QtBot, window: MainWindow) -> None:
    dialog = a_question(qtbot, window)
    time_runs_out(qtbot, window)
    (cover,) = dialog.findChildren(Cover)
    assert cover.isVisible()
    assert cover.geometry() == dialog.rect()
    assert cover.page is not None
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    sign_in(cover.page, "王敏")
    assert (cover.isVisible(), dialog.isVisible(), dialog.words()) == (False, True, "写了一半")
    assert window.current() is not None
    dialog.reject()
    dialog.deleteLater()


def test_an_open_menu_or_list_is_shut(qtbot: QtBot, window: MainWindow) -> None:
    """It would stay above the cover, and hold mouse and keys."""
    menus = QMenu(window), QMenu(window)
    for menu in menus:
        menu.addAction("138****1234")
        menu.popup(window.mapToGlobal(window.rect().center()))
        qtbot.waitUntil(menu.isVisible)
    time_runs_out(qtbot, window)
    assert QApplication.activePopupWidget() is None
    assert [menu.isVisible() for menu in menus] == [False, False]


def test_somebody_else_does_not_get_what_another_was_typing(qtbot: QtBot, window: MainWindow) -> None:
    dialog = a_question(qtbot, window)
    time_runs_out(qtbot, window)
    (cover,) = dialog.findChildren(Cover)
    assert cover.page is not None
    sign_in(cover.page, "李静")
    assert not dialog.isVisible()
    assert window.current() is not None
    dialog.deleteLater()


def test_a_desk_that_is_locked_stays_so(qtbot: QtBot, window: MainWindow) -> None:
    time_runs_out(qtbot, window)
    window.auto_lock.lock()
    assert window.pages.currentWidget() is window.sign_in


@pytest.mark.parametrize("minutes", ["0", "31", "", "5.5", "-1", "五"])
def test_only_1_to_30_minutes_can_be_set(bridge: Bridge, minutes: str) -> None:
    page = MachineSettings(bridge)
    page.refresh()
    page.lock_after.setText(minutes)
    with pytest.raises(UserError) as refused:
        page.take()
    assert refused.value.field == "lock_after"
    assert bridge.settings.now.lock_after in LOCKS_AFTER
    page.lock_after.setText(" 30 ")
    page.take()
    assert bridge.settings.now.lock_after == 30
    page.deleteLater()


def test_a_desk_whose_office_is_out_of_reach_locks_all_the_same(qtbot: QtBot, window: MainWindow) -> None:
    assert window.bridge is not None
    window.bridge.close()
    time_runs_out(qtbot, window)
    assert window.sign_in.isVisible()
    assert window.sign_in.name.value == "王敏"
    assert "can't be reached" in window.sign_in.banner.words()
