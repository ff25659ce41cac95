# SPDX-License-Identifier: Apache-2.0
"""Ctrl+K: everything that the window can do, found by name or pinyin, what was used last first."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from complaintdesk.desk import saved_searches
from complaintdesk.desk.office import Office
from complaintdesk.desk.saved_searches import SavedSearchDraft
from complaintdesk.labels import set_language
from complaintdesk.settings import SettingsFile
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.help_window import HelpWindow
from complaintdesk.ui.main_window import MainWindow
from complaintdesk.ui.palette import Entry, Palette, keywords
from complaintdesk.ui.settings_window import PAGES, SettingsWindow
from complaintdesk.ui.tabs.day_tab import DayTab
from complaintdesk.ui.tabs.directory_page import DirectoryPage
from complaintdesk.ui.tabs.households_tab import HouseholdsTab
from complaintdesk.ui.tabs.register_tab import RegisterTab
from complaintdesk.ui.tabs.regulations_page import RegulationsPage
from tests.builders import NAME_OF, PASSWORD, a_case
from tests.ui.calls import CTRL, Keyboard
from tests.ui.conftest import REGISTER, Answers


def opened(window: MainWindow, keys: Keyboard) -> Palette:
    """The list, opened by its key."""
    keys.press(Qt.Key.Key_K, CTRL)
    [shown] = [each for each in window.findChildren(Palette) if not each.isHidden()]
    return shown


def labels(palette: Palette) -> list[str]:
    return [each.label for each in palette._fitting(palette.box.text())]


def do(window: MainWindow, keys: Keyboard, name: str) -> None:
    opened(window, keys)
    keys.type(name)
    keys.enter()


def test_a_tab_a_settings_page_a_help_page_and_the_menu_are_a_few_letters_away(
    whole_window: MainWindow, keys: Keyboard, answers: Answers
) -> None:
    do(whole_window, keys, "househ")
    assert isinstance(whole_window.current(), HouseholdsTab)
    seen = []
    answers.expect_dialog(lambda dialog: seen.append(dialog.stack.currentWidget().title), accept=False)
    do(whole_window, keys, "my passw")
    assert seen == ["My password"]
    do(whole_window, keys, "questions")
    [shown] = whole_window.findChildren(HelpWindow)
    assert shown.isVisible()
    shown.close()


def test_a_page_within_a_tab_is_reached_from_everywhere(whole_window: MainWindow, keys: Keyboard) -> None:
    for name, page in (("directory", DirectoryPage), ("regulat", RegulationsPage)):
        whole_window.show_tab(REGISTER)
        do(whole_window, keys, name)
        day = whole_window.current()
        assert isinstance(day, DayTab)
        assert isinstance(day.page, page)
        assert QApplication.focusWidget() is day.page.table


def test_what_was_used_last_comes_first_and_is_remembered_at_the_next_start(
    whole_window: MainWindow, keys: Keyboard, settings: SettingsFile
) -> None:
    do(whole_window, keys, "statist")
    do(whole_window, keys, "househ")
    palette = opened(whole_window, keys)
    assert palette.texts()[:3] == ["Used last", "Households", "Statistics"]
    assert [each.id for each in palette._fitting("")].count("tab/Households") == 1
    keys.press(Qt.Key.Key_Escape)
    assert SettingsFile(settings.path).now.places["commands"].split("|")[:2] == ["tab/Households", "tab/Statistics"]


def test_the_deeds_of_the_chosen_case_are_in_it_those_that_can_not_be_done_with_why(
    office: Office, whole_window: MainWindow, keys: Keyboard
) -> None:
    saved = a_case(office)
    whole_window.open_record("case", saved.id)
    palette = opened(whole_window, keys)
    [close] = [each for each in palette._others if each.label == "Close"][:1]
    assert close.reason
    assert close.key == "F12"
    keys.type("hand ov")
    keys.enter()
    register = whole_window.current()
    assert isinstance(register, RegisterTab)
    form = register.panel.slot.form
    focused = QApplication.focusWidget()
    assert form is not None
    assert focused is not None
    assert form.isAncestorOf(focused)


def test_a_case_is_noted_on_by_the_buttons_name(office: Office, whole_window: MainWindow, keys: Keyboard) -> None:
    whole_window.open_record("case", a_case(office).id)
    do(whole_window, keys, "note")
    register = whole_window.current()
    assert isinstance(register, RegisterTab)
    assert register.panel.slot.form is not None


def test_in_chinese_everything_is_found_by_pinyin(
    bridge: Bridge, keys: Keyboard, open_window: Callable[[Bridge], MainWindow]
) -> None:
    set_language("zh_CN")
    window = open_window(bridge)
    palette = opened(window, keys)
    palette.box.setText("mm")
    assert labels(palette)[0] == "我的密码"
    palette.box.setText("tongji")
    assert labels(palette)[0] == "统计"


def test_nobody_signed_in_has_no_list(bridge: Bridge, whole_window: MainWindow, keys: Keyboard) -> None:
    whole_window.lock()
    keys.press(Qt.Key.Key_K, CTRL)
    assert [each for each in whole_window.findChildren(Palette) if not each.isHidden()] == []


def test_who_may_not_is_not_offered(bridge: Bridge, whole_window: MainWindow, keys: Keyboard) -> None:
    from complaintdesk.domain.terms import Role

    bridge.sign_in(NAME_OF[Role.ENGINEERING], PASSWORD)
    whole_window.resume()
    offered = labels(opened(whole_window, keys))
    assert "Staff" not in offered
    assert "My password" in offered
    assert "Restore a backup" not in offered


def test_every_settings_page_has_the_name_that_its_window_gives_it(bridge: Bridge, qtbot: QtBot) -> None:
    bridge.sign_in("管理员", PASSWORD)
    window = SettingsWindow(None, bridge)
    qtbot.addWidget(window)
    assert [page.title for page in window.pages] == [kind.called() for kind in PAGES if kind.is_for(bridge)]


def test_the_best_match_comes_first() -> None:
    def named(label: str, words: str = "") -> Entry:
        return Entry("", label, words, "", lambda: None)

    entries = [named("Reopen"), named("Other", "open it"), named("Open"), named("Opening hours")]
    ranked = sorted((rank, each.label) for each in entries if (rank := each.rank("open")) is not None)
    assert ranked == [(0, "Open"), (1, "Opening hours"), (2, "Reopen"), (3, "Other")]
    assert named("派单").rank("pd") == 0
    assert named("派单").rank("x") is None
    assert "pd" in keywords("派单")


def test_a_saved_search_is_run_by_its_name_and_nobodys_words_stand_in_the_settings(
    office: Office, bridge: Bridge, whole_window: MainWindow, keys: Keyboard, settings: SettingsFile
) -> None:
    a_case(office, content="泳池漏水")
    a_case(office, content="楼道灯不亮")
    bridge.do(saved_searches.save, SavedSearchDraft("泳池", "泳池"))
    palette = opened(whole_window, keys)
    palette.box.setText("泳池")
    assert labels(palette)[0] == "泳池"
    keys.enter()
    register = whole_window.current()
    assert isinstance(register, RegisterTab)
    assert register.list.table.count() == 1
    kept = SettingsFile(settings.path).now.places["commands"]
    assert kept.startswith("search/")
    assert "泳池" not in kept
