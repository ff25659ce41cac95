# SPDX-License-Identifier: Apache-2.0
"""The program as it is started: a window at once, the office behind it, another language without leaving the desk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlite
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from complaintdesk import app as program
from complaintdesk.app import Desk
from complaintdesk.desk import demo
from complaintdesk.desk.founding import create_office
from complaintdesk.labels import language
from complaintdesk.settings import SettingsFile
from complaintdesk.ui import first_start, look, qt_texts
from complaintdesk.ui.first_start import FirstStartPage
from complaintdesk.ui.restoring import RestorePage
from complaintdesk.ui.sign_in import SignInPage
from complaintdesk.ui.tabs.register_tab import RegisterTab
from complaintdesk.ui.tabs.today_tab import TodayTab
from complaintdesk.ui.unlock import UnlockPage
from tests.builders import PASSWORD
from tests.postgres_server import a_server, fill_database
from tests.ui.conftest import Answers

PASSPHRASE = "open sesame 2026"


@pytest.fixture
def desk(qtbot: QtBot, settings: SettingsFile, location: str) -> Iterator[Desk]:
    made = Desk(settings, location)
    yield made
    made.window.close()
    made.close()


@pytest.fixture
def locked(qtbot: QtBot, settings: SettingsFile, tmp_path: Path) -> Iterator[Desk]:
    """The program at the start on an encrypted office, whose passphrase is PASSPHRASE."""
    path = tmp_path / "locked" / "office.db"
    create_office(path, name="春和园", admin="周静", password=PASSWORD, passphrase=PASSPHRASE).close()
    made = Desk(settings, str(path))
    made.start()
    yield made
    made.window.close()
    made.close()


def unlock_page(qtbot: QtBot, desk: Desk) -> UnlockPage:
    """The page that asks for the passphrase, once it is there."""
    qtbot.waitUntil(lambda: isinstance(desk.window.pages.currentWidget(), UnlockPage), timeout=20_000)
    page = desk.window.pages.currentWidget()
    assert isinstance(page, UnlockPage)
    return page


def is_open(desk: Desk) -> bool:
    return isinstance(desk.window.pages.currentWidget(), SignInPage)


def sign_in(desk: Desk) -> None:
    desk.window.sign_in.name.set_value("王敏")
    desk.window.sign_in.password.setText(PASSWORD)
    desk.window.sign_in.sign_in()


def test_the_window_stands_at_once_and_asks_who_is_there_once_the_office_is_open(
    qtbot: QtBot, desk: Desk, settings: SettingsFile, location: str
) -> None:
    desk.start()
    assert desk.window.isVisible()
    assert desk.bridge is None
    qtbot.waitUntil(lambda: is_open(desk), timeout=20_000)
    assert "阳光花园" in desk.window.windowTitle()
    assert SettingsFile(settings.path).now.database == location


def test_every_tab_opens_and_is_read(qtbot: QtBot, desk: Desk) -> None:
    desk.start()
    qtbot.waitUntil(lambda: is_open(desk), timeout=20_000)
    sign_in(desk)
    for at in range(desk.window.tab_count()):
        assert desk.window.show_tab(at) is desk.window.current()


def test_another_language_changes_the_window_and_nobody_has_to_sign_in_again(
    qtbot: QtBot, desk: Desk, settings: SettingsFile
) -> None:
    desk.start()
    qtbot.waitUntil(lambda: is_open(desk), timeout=20_000)
    sign_in(desk)
    before = desk.window
    before.resize(1300, 700)
    settings.change(language="zh_CN")
    with qtbot.waitSignal(before.destroyed):
        desk.window.rebuild.emit()
    assert desk.window is not before
    assert language() == "zh_CN"
    assert desk.window.isVisible()
    assert (desk.window.width(), desk.window.height()) == (1300, 700)
    assert desk.window.current() is not None
    assert "王敏" in desk.window.top.who.text()
    assert desk.bridge is not None
    desk.bridge.sign_out()  # what the window that is gone listened to says something once more
    sign_in(desk)


def test_without_a_database_the_ways_on_are_shown_and_the_demo_is_one(
    qtbot: QtBot, settings: SettingsFile, tmp_path: Path
) -> None:
    desk = Desk(settings, str(tmp_path / "nowhere.db"))
    desk.start()
    qtbot.waitUntil(lambda: isinstance(desk.window.pages.currentWidget(), FirstStartPage), timeout=20_000)
    page = desk.window.pages.currentWidget()
    assert isinstance(page, FirstStartPage)
    page.demo.emit()
    qtbot.waitUntil(lambda: is_open(desk), timeout=60_000)
    assert settings.now.database == ""
    desk.window.sign_in.name.set_value(demo.CLERK)
    desk.window.sign_in.password.setText(demo.PASSWORD)
    desk.window.sign_in.sign_in()
    assert desk.window.current() is not None
    desk.window.close()
    desk.close()


def test_a_server_that_is_away_at_the_start_is_looked_for_until_it_answers(
    qtbot: QtBot, settings: SettingsFile, books: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(first_start, "BETWEEN_TRIES", 50)
    with a_server(durable=True) as server:
        server.start()
        fill_database(server.url(), books, tmp_path / "pool")
        server.crash()
        desk = Desk(settings, server.url())
        desk.start()
        qtbot.waitUntil(lambda: isinstance(desk.window.pages.currentWidget(), FirstStartPage), timeout=20_000)
        page = desk.window.pages.currentWidget()
        assert isinstance(page, FirstStartPage)
        assert page.again.isVisible()
        assert not page.restore_button.isVisible()
        with qtbot.waitSignal(page.opened) as asked:
            page.again.click()
        assert asked.args == [server.url()]
        server.start()
        qtbot.waitUntil(lambda: is_open(desk), timeout=20_000)
        sign_in(desk)
        assert desk.window.current() is not None
        desk.window.close()
        desk.close()


def test_records_that_can_not_be_written_any_more_are_let_go_of_all_the_same(
    qtbot: QtBot, settings: SettingsFile, books: Path, answers: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk(settings, str(books))
    desk.start()
    qtbot.waitUntil(lambda: is_open(desk), timeout=20_000)
    sign_in(desk)
    bridge = desk.bridge
    assert bridge is not None

    def broken(_connection: object) -> None:
        raise sqlite.OperationalError("disk I/O error")

    monkeypatch.setattr(bridge.office.database.engine.dialect, "do_commit", broken)
    answers.expect("yes_no", True)  # to restore without a backup, which can't be made
    desk.window.restore.emit()
    qtbot.waitUntil(lambda: isinstance(desk.window.pages.currentWidget(), RestorePage), timeout=20_000)
    assert bridge.staff is None
    desk.window.close()
    desk.close()


def test_a_second_start_brings_the_window_forward(qtbot: QtBot, desk: Desk) -> None:
    desk.start()
    qtbot.waitUntil(lambda: is_open(desk), timeout=20_000)
    desk.window.showMinimized()
    desk.come_forward()
    assert desk.window.isVisible()
    assert not desk.window.isMinimized()


def test_the_program_dresses_as_the_settings_say(qapp: QApplication, settings: SettingsFile) -> None:
    settings.change(scheme="dark", language="zh_CN")
    program.dress(qapp, settings)
    assert look.is_dark()
    assert language() == "zh_CN"
    assert qapp.translate("QPlatformTheme", "Cancel") == "取消"
    program.dress(qapp, settings, "en")
    assert qapp.translate("QPlatformTheme", "Cancel") == "Cancel"


def test_after_signing_in_by_keyboard_one_key_goes_to_the_box_that_finds_who(
    qtbot: QtBot, desk: Desk, settings: SettingsFile, location: str
) -> None:
    desk.start()
    qtbot.waitUntil(lambda: is_open(desk), timeout=20_000)
    desk.window.activateWindow()
    desk.window.sign_in.name.set_value("王敏")
    desk.window.sign_in.password.setFocus()
    qtbot.keyClicks(desk.window.sign_in.password, PASSWORD)
    qtbot.keyClick(desk.window.sign_in.password, Qt.Key.Key_Return)
    assert isinstance(desk.window.current(), TodayTab)
    qtbot.keyClick(desk.window, Qt.Key.Key_F2)
    tab = desk.window.current()
    assert isinstance(tab, RegisterTab)
    assert QApplication.focusWidget() is tab.card.form.who.box


def test_the_file_dialog_speaks_chinese(qapp: QApplication) -> None:
    qt_texts.speak("zh_CN")
    try:
        said = [qapp.translate("QFileDialog", words) for words in ("&Look in:", "Files of &type:")]
        assert qapp.translate("QFileDialog", "no text of Qt's") == "no text of Qt's"
        assert said == ["查找范围(&L)：", "文件类型(&T)："]
    finally:
        qt_texts.speak("en")


def test_an_encrypted_office_asks_for_its_passphrase_before_anything_else(
    qtbot: QtBot, locked: Desk, settings: SettingsFile, tmp_path: Path
) -> None:
    page = unlock_page(qtbot, locked)
    page.passphrase.setText(PASSPHRASE)
    page.unlock()
    assert is_open(locked)
    assert "春和园" in locked.window.windowTitle()
    assert SettingsFile(settings.path).now.database == str(tmp_path / "locked" / "office.db")


def test_a_passphrase_typed_before_it_is_asked_for_is_not_lost(qtbot: QtBot, locked: Desk) -> None:
    QTest.keyClicks(locked.window, "open x")
    QTest.keyClick(locked.window, Qt.Key.Key_Backspace)
    QTest.keyClicks(locked.window, "sesame")
    page = unlock_page(qtbot, locked)
    QTest.keyClicks(page.passphrase, " 2026")
    page.unlock()
    assert is_open(locked)


def test_whoever_can_not_open_an_encrypted_office_is_shown_the_other_ways(qtbot: QtBot, locked: Desk) -> None:
    unlock_page(qtbot, locked).other_office.click()
    assert isinstance(locked.window.pages.currentWidget(), FirstStartPage)
