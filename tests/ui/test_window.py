# SPDX-License-Identifier: Apache-2.0
"""The window around the tabs: who signs in, what is read when, the search box, the menu, what is kept for next time."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from threading import current_thread, main_thread
from typing import ClassVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QVBoxLayout
from pytestqt.qtbot import QtBot
from sqlalchemy.orm import Session

from complaintdesk.desk import households, staffing
from complaintdesk.desk.backup import last_backup
from complaintdesk.desk.drafts import PlaceDraft, StaffDraft
from complaintdesk.desk.office import Office
from complaintdesk.domain.terms import PlaceKind, Role
from complaintdesk.settings import SettingsFile
from complaintdesk.ui import look
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.main_window import MainWindow
from complaintdesk.ui.record_table import Column, RecordTable
from complaintdesk.ui.settings_machine import LookSettings
from complaintdesk.ui.tab import Counted, Tab
from tests.builders import PASSWORD
from tests.ui.conftest import Answers


@dataclass(frozen=True)
class Line:
    id: int


class ListTab(Tab):
    """A list of ten; notes what it is asked."""

    title = "Register"
    icon = "file-pen"
    tables = frozenset({"staff"})
    kind = "case"
    search_hint = "Search cases"
    built: ClassVar[int] = 0
    counted_by: ClassVar[list[bool]]  # whether in the window's thread

    def __init__(self, bridge: Bridge) -> None:
        super().__init__(bridge)
        type(self).built += 1
        self.read = 0
        self.searched: list[str] = []
        self.opened: list[int] = []
        self.kept = 0
        column = Column("Number", 120, lambda line: str(line.id))
        self.table = RecordTable(
            self.title,
            (column,),
            lambda ids: [Line(id_) for id_ in ids],
            settings=bridge.settings,
            accessible_name=self.title,
        )
        QVBoxLayout(self).addWidget(self.table)

    def refresh(self) -> None:
        self.read += 1
        self.table.set_ids(array("q", range(10)))

    @classmethod
    def counted(cls, bridge: Bridge) -> Counted | None:
        books = bridge.books

        def count(session: Session) -> int:
            cls.counted_by.append(current_thread() is main_thread())
            return len(staffing.staff_list(session, books))

        return count

    def search(self, text: str) -> None:
        self.searched.append(text)

    def open_record(self, record_id: int) -> None:
        self.opened.append(record_id)

    def keep(self) -> None:
        self.kept += 1


class PlacesTab(ListTab):
    title = "Households"
    icon = "house"
    tables = frozenset({"place"})
    kind = "place"
    search_hint = "Search households"

    @classmethod
    def counted(cls, bridge: Bridge) -> Counted | None:
        del bridge
        return None


@pytest.fixture
def window(qtbot: QtBot, office: Office, settings: SettingsFile) -> Iterator[MainWindow]:
    ListTab.built = PlacesTab.built = 0
    ListTab.counted_by = []
    made = MainWindow(settings)
    made.attach(Bridge(office, settings), (ListTab, PlacesTab), "the demo's password")
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    yield made
    made.close()
    assert made.bridge is not None
    made.bridge.close()
    made.deleteLater()


def sign_in(qtbot: QtBot, window: MainWindow, name: str = "王敏", password: str = PASSWORD) -> None:
    window.sign_in.name.set_value(name)
    qtbot.keyClicks(window.sign_in.password, password)
    qtbot.keyClick(window.sign_in.password, Qt.Key.Key_Return)


def tab_of(window: MainWindow) -> ListTab:
    tab = window.current()
    assert isinstance(tab, ListTab)
    return tab


def action(window: MainWindow, words: str) -> QAction:
    return next(action for action in window.actions() if action.text() == words)


def test_before_signing_in_nothing_of_the_office_is_shown(window: MainWindow) -> None:
    assert window.current() is None
    assert ListTab.built == 0
    assert not window.top.search.isVisible()
    assert not action(window, "Back up now").isEnabled()


def test_name_and_password_open_the_first_tab_and_say_who_sits_here(qtbot: QtBot, window: MainWindow) -> None:
    sign_in(qtbot, window)
    assert isinstance(window.current(), ListTab)
    assert window.top.who.text() == "王敏 · Supervisor"
    assert tab_of(window).read == 1
    assert PlacesTab.built == 0


def test_a_wrong_password_is_said_beside_it_and_too_many_cost_a_wait(qtbot: QtBot, window: MainWindow) -> None:
    for _ in range(5):
        sign_in(qtbot, window, password="not-the-password")
        assert window.sign_in.fields["password"].problem() == "The password is wrong."
        assert QApplication.focusWidget() is window.sign_in.password
        assert window.sign_in.password.selectedText() != ""  # the next key replaces it
    sign_in(qtbot, window)
    assert "wait 30 seconds" in window.sign_in.fields["password"].problem()
    assert window.current() is None


def test_an_empty_password_is_asked_for_and_not_counted_as_wrong(qtbot: QtBot, window: MainWindow) -> None:
    for _ in range(6):
        sign_in(qtbot, window, password="")
        assert window.sign_in.fields["password"].problem() == "Type your password."
    sign_in(qtbot, window)
    assert window.current() is not None


def test_a_name_nobody_has_is_said_beside_the_name(qtbot: QtBot, window: MainWindow) -> None:
    window.sign_in.name.setEditText("nobody")
    qtbot.keyClicks(window.sign_in.password, PASSWORD)
    qtbot.keyClick(window.sign_in.password, Qt.Key.Key_Return)
    assert "nobody" in window.sign_in.fields["name"].problem()
    assert QApplication.focusWidget() is window.sign_in.name


def test_a_name_is_found_by_its_pinyin(qtbot: QtBot, window: MainWindow) -> None:
    window.sign_in.name.setEditText("wm")
    window.sign_in.name.settle()
    assert window.sign_in.name.value == "王敏"


def test_who_signed_in_last_is_proposed_the_next_time(qtbot: QtBot, window: MainWindow) -> None:
    sign_in(qtbot, window, "李静")
    window.leave()
    assert window.bridge is not None
    assert window.bridge.staff is None
    assert window.sign_in.name.value == "李静"
    assert window.sign_in.password.hasFocus()
    assert window.sign_in.password.text() == ""


def test_tabs_are_built_when_first_shown_and_their_keys_change_between_them(qtbot: QtBot, window: MainWindow) -> None:
    sign_in(qtbot, window)
    qtbot.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert isinstance(window.current(), PlacesTab)
    qtbot.keyClick(window, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert PlacesTab.built == 1
    assert tab_of(window).read == 1


def test_a_hidden_tab_reads_again_when_it_is_shown_and_a_shown_one_at_once(qtbot: QtBot, window: MainWindow) -> None:
    sign_in(qtbot, window)
    first = tab_of(window)
    places = window.show_tab(1)
    assert isinstance(places, PlacesTab)
    assert window.bridge is not None
    window.bridge.do(households.save_place, PlaceDraft(PlaceKind.HOUSEHOLD, "3", "2", "15", "1502"))
    assert (first.read, places.read) == (1, 2)
    window.bridge.sign_in("管理员", PASSWORD)
    window.bridge.do(staffing.add, StaffDraft("周强", Role.CLERK, password=PASSWORD))
    assert first.read == 1
    window.show_tab(0)
    assert first.read == 2


def test_the_count_beside_a_tab_follows_what_changes(qtbot: QtBot, window: MainWindow) -> None:
    sign_in(qtbot, window, "管理员")
    button = window.top.tab_button(0)
    qtbot.waitUntil(lambda: button.accessibleName() == "Register 7")
    assert window.bridge is not None
    window.bridge.do(staffing.add, StaffDraft("周强", Role.CLERK, password=PASSWORD))
    qtbot.waitUntil(lambda: button.accessibleName() == "Register 8")
    assert window.top.tab_button(1).accessibleName() == "Households"
    of_a_file = not window.bridge.office.database.is_server
    assert set(ListTab.counted_by) == {of_a_file}, "the window waits for no server to count"


def test_the_search_box_narrows_the_list_in_view_and_each_tab_keeps_its_words(qtbot: QtBot, window: MainWindow) -> None:
    sign_in(qtbot, window)
    first = tab_of(window)
    qtbot.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert window.top.search.hasFocus()
    qtbot.keyClicks(window.top.search, "1502")
    qtbot.waitUntil(lambda: first.searched == ["1502"])
    window.show_tab(1)
    assert window.top.search.text() == ""
    assert window.top.search.placeholderText().startswith("Search households")
    window.show_tab(0)
    assert window.top.search.text() == "1502"
    qtbot.keyClick(window.top.search, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: first.searched == ["1502", ""])


def test_enter_searches_at_once_for_what_is_no_number(qtbot: QtBot, window: MainWindow) -> None:
    sign_in(qtbot, window)
    qtbot.keyClicks(window.top.search, "BX2026-000999")
    qtbot.keyClick(window.top.search, Qt.Key.Key_Return)
    assert tab_of(window).searched == ["BX2026-000999"]


def test_a_record_asked_for_by_one_tab_is_shown_by_the_tab_of_its_kind(qtbot: QtBot, window: MainWindow) -> None:
    sign_in(qtbot, window)
    tab_of(window).asked_for.emit("place", 7)
    assert isinstance(window.current(), PlacesTab)
    assert tab_of(window).opened == [7]


def test_locking_hides_the_office_keeps_what_is_typed_and_the_staff(qtbot: QtBot, window: MainWindow) -> None:
    sign_in(qtbot, window)
    first = tab_of(window)
    qtbot.keyClick(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert window.current() is None
    assert not first.isVisible()
    assert first.kept == 1
    assert window.top.who.text() == ""
    sign_in(qtbot, window)
    assert window.current() is first
    assert ListTab.built == 1


def test_the_scheme_chosen_in_the_settings_is_shown_and_kept(
    window: MainWindow, settings: SettingsFile, answers: Answers
) -> None:
    answers.expect_dialog(lambda dialog: dialog.page(LookSettings).scheme.button(look.Scheme.DARK).click())
    action(window, "Settings…").trigger()
    assert look.is_dark()
    assert SettingsFile(settings.path).now.scheme == "dark"


def test_another_language_asks_for_another_window(
    qtbot: QtBot, window: MainWindow, settings: SettingsFile, answers: Answers
) -> None:
    answers.expect_dialog(lambda dialog: dialog.page(LookSettings).language.button("zh_CN").click())
    with qtbot.waitSignal(window.rebuild):
        action(window, "Settings…").trigger()
    assert SettingsFile(settings.path).now.language == "zh_CN"


def test_a_backup_from_the_menu_is_verified_told_and_shown(
    qtbot: QtBot, window: MainWindow, office: Office, answers: Answers
) -> None:
    sign_in(qtbot, window)
    assert window.status.backup_words() == "No backup yet"
    answers.expect("tell")
    action(window, "Back up now").trigger()
    qtbot.waitUntil(lambda: bool(answers.asked), timeout=20_000)
    qtbot.waitUntil(lambda: window.status.backup_words() == "Last backup 10:30, verified")
    assert office.ask(last_backup) is not None


def test_a_check_from_the_menu_says_that_everything_agrees(qtbot: QtBot, window: MainWindow, answers: Answers) -> None:
    sign_in(qtbot, window)
    said: list[str] = []
    answers.expect_dialog(lambda dialog: said.extend(dialog.words()))
    action(window, "Check the records").trigger()
    qtbot.waitUntil(lambda: bool(answers.asked), timeout=20_000)
    assert said == ["Everything agrees: numbers, states, journal, attachments."]


def test_the_first_window_leaves_room_for_its_title_on_the_screen(window: MainWindow) -> None:
    assert window.height() < window.screen().availableGeometry().height()
    assert window.status.geometry().bottom() < window.height()


def test_where_the_window_stood_is_kept(qtbot: QtBot, window: MainWindow, settings: SettingsFile) -> None:
    window.resize(1190, 700)
    window.close()
    again = MainWindow(SettingsFile(settings.path))
    qtbot.addWidget(again)
    assert again.height() == 700


@pytest.mark.about_files("the status line names the file; of a server it is another test")
def test_the_status_line_tells_time_and_rule_book(qtbot: QtBot, window: MainWindow) -> None:
    assert window.status.clock_words() == "2026-11-21 Sat 10:30"
    assert window.status.database_words() == "Database on this computer: office.db"
    assert window.status.procedure_words() == "综合规程, version 1"


def test_damaged_settings_are_told_at_sign_in(qtbot: QtBot, office: Office, settings: SettingsFile) -> None:
    settings.change(scheme="dark")
    settings.path.write_text("scheme = ", "utf-8")
    window = MainWindow(SettingsFile(settings.path))
    qtbot.addWidget(window)
    bridge = Bridge(office, window.settings)
    window.attach(bridge, (ListTab,))
    assert "settings.damaged" in window.sign_in.banner.words()
    bridge.close()


def test_a_setting_that_can_not_be_read_is_named_at_sign_in(
    qtbot: QtBot, office: Office, settings: SettingsFile
) -> None:
    settings.change(second_medium="stick")
    written = settings.path.read_text("utf-8")
    settings.path.write_text(written.replace('second_copy_at = ""', 'second_copy_at = "last Monday"'), "utf-8")
    window = MainWindow(SettingsFile(settings.path))
    qtbot.addWidget(window)
    bridge = Bridge(office, window.settings)
    window.attach(bridge, (ListTab,))
    assert "start anew: second_copy_at." in window.sign_in.banner.words()
    assert bridge.settings.now.second_medium == "stick"
    bridge.close()


def test_a_servers_address_is_shown_without_name_and_password(qtbot: QtBot, window: MainWindow) -> None:
    window.status.set_database("postgresql+psycopg://desk@/complaints?host=/run/postgresql")
    assert window.status.database_words() == "Database complaints on this computer"
    window.status.set_database("postgresql+psycopg://desk:s3cret@server.office:5432/complaints")
    assert window.status.database_words() == "Database complaints on server.office"


def test_everything_on_the_window_has_a_name_for_a_screen_reader(qtbot: QtBot, window: MainWindow) -> None:
    sign_in(qtbot, window)
    for part in (window.top.search, window.top.menu_button, window.sign_in.password, window.sign_in.name):
        assert part.accessibleName()


@pytest.mark.parametrize("scheme", [look.Scheme.LIGHT, look.Scheme.DARK])
def test_the_window_draws_itself_at_its_smallest_and_on_a_large_screen(
    qtbot: QtBot, window: MainWindow, qapp: QApplication, scheme: look.Scheme
) -> None:
    look.apply(qapp, scheme)
    sign_in(qtbot, window)
    for size in ((1366, 768), (1920, 1080)):
        window.resize(*size)
        picture = window.grab()
        assert (picture.width(), picture.height()) == size
        ground = picture.toImage().pixelColor(size[0] // 2, 4).name().upper()
        assert ground == look.Colour.CARD.value[scheme is look.Scheme.DARK]


def test_a_window_whose_office_was_let_go_of_asks_nothing_of_it(
    whole_window: MainWindow, bridge: Bridge, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    bridge.close()
    asked: list[object] = []
    monkeypatch.setattr(office, "ask", lambda *query, **_: asked.append(query))
    whole_window._tick()
    assert asked == []
