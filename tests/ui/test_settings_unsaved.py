# SPDX-License-Identifier: Apache-2.0
"""The settings' window closes over nothing that was typed and not saved, and shows one way on at a time."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.buttons import PrimaryButton
from complaintdesk.ui.own_password import PasswordSettings
from complaintdesk.ui.rule_book_settings import RuleBookSettings
from complaintdesk.ui.settings_machine import BackupSettings, LookSettings, MachineSettings
from complaintdesk.ui.settings_pages import OfficeSettings
from complaintdesk.ui.settings_window import SettingsWindow
from tests.builders import PASSWORD
from tests.ui.conftest import Answers
from tests.ui.test_settings_window import give_up


@pytest.fixture
def window(bridge: Bridge, qtbot: QtBot) -> SettingsWindow:
    """The settings, with the administrator at the desk."""
    bridge.sign_in("管理员", PASSWORD)
    made = SettingsWindow(None, bridge)
    qtbot.addWidget(made, before_close_func=give_up)
    with qtbot.waitExposed(made):
        made.show()
    return made


@pytest.mark.parametrize("way", ["escape", "close", "language"])
def test_what_is_typed_and_not_saved_is_asked_about_before_the_settings_close(
    qtbot: QtBot, window: SettingsWindow, answers: Answers, way: str
) -> None:
    rules: Any = window.page(RuleBookSettings)
    rules.desk.days[6].setChecked(False)
    password: Any = window.page(PasswordSettings)
    password.new.setText("half a passw")
    looks: Any = window.page(LookSettings)

    def leave() -> None:
        if way == "escape":
            qtbot.keyClick(window, Qt.Key.Key_Escape)
        elif way == "close":
            window.close()
        else:
            looks.language.set_value("zh_CN" if looks.language.value == "en" else "en")

    answers.expect("yes_no", False)
    leave()
    assert window.isVisible()
    assert answers.asked[-1].text.splitlines()[1:] == [rules.title, password.title]
    assert window.stack.currentIndex() == window.pages.index(rules)
    assert (rules.desk.days[6].isChecked(), password.new.text()) == (False, "half a passw")
    answers.expect("yes_no", True)
    leave()
    assert not window.isVisible()


def test_what_another_person_finds_at_the_desk_is_closed_without_a_question(
    window: SettingsWindow, answers: Answers
) -> None:
    office: Any = window.page(OfficeSettings)
    office.profile.address.setText("half a str")
    window.reject()  # as who signs in to a covered desk does
    assert not window.isVisible()
    assert answers.asked == []


def test_settings_that_were_only_looked_at_saved_or_typed_back_close_at_once(
    window: SettingsWindow, answers: Answers
) -> None:
    for page in window.pages:
        window.page(type(page))
    office: Any = window.page(OfficeSettings)
    office.profile.address.setText("一号楼")
    office.save()
    rules: Any = window.page(RuleBookSettings)
    rules.office.spans.setText("9:00-17:00")
    answers.expect("yes_no", False)
    rules.save()
    assert rules.is_unsaved
    rules.refresh()
    machine: Any = window.page(MachineSettings)
    machine.reminders.setChecked(not machine.reminders.isChecked())
    machine.reminders.setChecked(not machine.reminders.isChecked())
    window.reject()
    assert not window.isVisible()


def test_a_restore_asked_for_while_something_is_unsaved_waits_for_the_answer(
    window: SettingsWindow, answers: Answers
) -> None:
    office: Any = window.page(OfficeSettings)
    office.profile.address.setText("half a str")
    backups: Any = window.page(BackupSettings)
    answers.expect("yes_no", False)
    backups.back.click()
    assert (window.isVisible(), window.restores) == (True, False)
    answers.expect("yes_no", True)
    backups.back.click()
    assert (window.isVisible(), window.restores) == (False, True)


def test_one_button_alone_stands_out_on_each_page(window: SettingsWindow) -> None:
    for page in window.pages:
        window.page(type(page))
        shown = [button.text() for button in window.findChildren(PrimaryButton) if button.isVisible()]
        assert len(shown) <= 1, (page.title, shown)
