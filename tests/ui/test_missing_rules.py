# SPDX-License-Identifier: Apache-2.0
"""Who may adopt a rule book is told that the office's has no follow-ups, sees what would be added, and adopts it."""

from __future__ import annotations

from typing import Any

import pytest
import tomlkit
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from complaintdesk.desk import procedures
from complaintdesk.desk.founding import shipped_procedure
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.buttons import Button
from complaintdesk.ui.dialogs import YesNoDialog
from complaintdesk.ui.main_window import MainWindow
from complaintdesk.ui.rule_book_settings import RuleBookSettings
from complaintdesk.ui.settings_window import SettingsWindow
from complaintdesk.ui.words import Reading
from tests.builders import PASSWORD, codes
from tests.ui.calls import ALT, Keyboard
from tests.ui.conftest import Answers
from tests.ui.walking import walk

KEEPER = "管理员"


def old_text() -> str:
    """The shipped rule book as it was before the program knew follow-ups."""
    book: Any = tomlkit.parse(shipped_procedure())
    del book["follow_ups"]
    book["categories"].remove(next(each for each in book["categories"] if each["id"] == "community_culture"))
    for each in book["categories"]:
        each.pop("aliases", None)
    return tomlkit.dumps(book)


@pytest.fixture
def old_bridge(bridge: Bridge) -> Bridge:
    """An office whose rule book knows no follow-ups, with the administrator at the desk."""
    bridge.sign_in(KEEPER, PASSWORD)
    bridge.do(procedures.adopt, old_text(), 1)
    return bridge


@pytest.fixture
def window(old_bridge: Bridge, whole_window: MainWindow) -> MainWindow:
    """Its window at work."""
    return whole_window


def said(window: MainWindow) -> str:
    return window.notices.words("rules")


@pytest.fixture
def page(old_bridge: Bridge, qtbot: QtBot) -> RuleBookSettings:
    """The settings' page of the rule book."""
    made = SettingsWindow(None, old_bridge)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    shown = made.page(RuleBookSettings)
    assert isinstance(shown, RuleBookSettings)
    return shown


def take_over(page: RuleBookSettings) -> None:
    next(each for each in page.offer.findChildren(Button) if each.text() == "Take over…").click()


def test_who_may_mend_it_is_told_and_comes_to_the_offer_by_keyboard(
    window: MainWindow, keys: Keyboard, answers: Answers
) -> None:
    assert "says nothing of follow-ups" in said(window)

    def look(dialog: SettingsWindow) -> None:
        shown = dialog.stack.currentWidget()
        assert isinstance(shown, RuleBookSettings)
        assert shown.offer.isVisible()
        assert dialog.focusWidget() is dialog.list.names[dialog.stack.currentIndex()]
        take_over(shown)

    answers.expect_dialog(look, accept=False)
    answers.expect("yes_no", True)
    keys.press(Qt.Key.Key_N, ALT)
    assert isinstance(keys.at, Button)
    assert keys.at.text() == "Open the rule book…"
    keys.enter()
    bridge = window.bridge
    assert bridge is not None
    assert bridge.procedure.follow_ups[0].name == "投诉回访"
    assert said(window) == ""
    assert codes(bridge.office) == []


def test_nobody_else_is_told_nor_a_stranger_before_a_locked_desk(window: MainWindow) -> None:
    window.lock()
    assert said(window) == ""
    window.resume()
    assert said(window)
    window.leave()
    assert said(window) == ""
    bridge = window.bridge
    assert bridge is not None
    bridge.sign_in("王敏", PASSWORD)
    window.resume()
    assert said(window) == ""


def test_it_is_put_off_until_the_next_start(window: MainWindow) -> None:
    next(each for each in window.notices.findChildren(Button) if each.text() == "Later").click()
    window.show_tab(1)
    assert said(window) == ""


def test_an_office_whose_rule_book_has_follow_ups_or_decided_for_none_is_told_nothing(
    bridge: Bridge, whole_window: MainWindow
) -> None:
    bridge.sign_in(KEEPER, PASSWORD)
    assert said(whole_window) == ""
    bridge.do(procedures.adopt, "follow_ups = []\n" + old_text(), 1)
    assert said(whole_window) == ""
    bridge.do(procedures.adopt, old_text(), 2)
    assert said(whole_window)


def test_what_would_be_added_is_read_first_and_adopted_with_what_was_typed(
    old_bridge: Bridge, page: RuleBookSettings, answers: Answers
) -> None:
    page.editor.head(2).box.setText("秩序部")
    answers.expect("yes_no", False)
    take_over(page)
    assert old_bridge.office.record.procedure_version == 2
    answers.expect("yes_no", True)
    take_over(page)
    lines = answers.asked[-1].text.splitlines()
    assert lines[1:3] == ["护管部 is called 秩序部 now", "New: 投诉回访 (办结后3日内，逐件回访)"]
    assert "New category: 社区文化" in lines
    assert "Version 3" in page.banner.words()
    assert (page.offer.words(), page.is_unsaved) == ("", False)
    assert old_bridge.procedure.department("security").name == "秩序部"


def test_a_name_that_is_missing_is_said_beside_its_box_before_anything_is_taken_over(page: RuleBookSettings) -> None:
    page.editor.head(2).box.setText("")
    take_over(page)
    assert page.fields["department:2"].problem()
    page.take_theirs()


def test_words_alone_are_offered_where_there_are_follow_ups(bridge: Bridge, qtbot: QtBot, answers: Answers) -> None:
    bridge.sign_in(KEEPER, PASSWORD)
    text = shipped_procedure().replace('aliases = ["轿厢", "扶梯"]\n', "")
    bridge.do(procedures.adopt, text, 1)
    made = SettingsWindow(None, bridge)
    qtbot.addWidget(made)
    page = made.page(RuleBookSettings)
    assert isinstance(page, RuleBookSettings)
    assert page.offer.words() == "The program's rule book knows more words that categories are found by."
    answers.expect("yes_no", True)
    take_over(page)
    assert answers.asked[-1].text.splitlines()[1:] == ["电梯 is found by: 轿厢、扶梯"]


def test_what_another_desk_adopted_meanwhile_is_kept_and_the_follow_ups_still_come(
    old_bridge: Bridge, page: RuleBookSettings, answers: Answers
) -> None:
    old_bridge.do(procedures.adopt, old_text().replace('name = "护管部"', 'name = "保安部"'), 2)
    answers.expect("yes_no", True)
    take_over(page)
    said = page.banner.words().splitlines()
    assert "There: 护管部 is called 保安部 now" in said
    assert "Here: New: 投诉回访 (办结后3日内，逐件回访)" in said
    answers.expect("yes_no", True)
    mine = next(each for each in page.banner.findChildren(Button) if each.text() == "Save mine")
    mine.click()
    assert old_bridge.procedure.department("security").name == "保安部"
    assert len(old_bridge.procedure.follow_ups) == 6


def test_a_long_list_of_changes_is_scrolled_and_walked(qtbot: QtBot, page: RuleBookSettings, answers: Answers) -> None:
    assert walk(page.window()) == []
    answers.expect("yes_no", False)
    take_over(page)
    asked = answers.asked[-1]
    dialog = YesNoDialog(page, asked.title, asked.text, "Adopt")
    qtbot.addWidget(dialog)
    with qtbot.waitExposed(dialog):
        dialog.show()
    reading = dialog.findChild(Reading)
    assert reading is not None
    assert reading.toPlainText() == asked.text
    assert dialog.height() < 600
    assert walk(dialog) == []
