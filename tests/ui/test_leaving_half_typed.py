# SPDX-License-Identifier: Apache-2.0
"""What is left half-typed: a panel's area says that it is kept and comes back, a dialog asks before it is lost."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from complaintdesk.desk.office import Office
from complaintdesk.ui.access_window import AccessWindow
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.data_requests_window import RequestDialog
from complaintdesk.ui.saved_search_dialogs import SaveSearchDialog
from complaintdesk.ui.tabs.case_deeds import NOTE
from complaintdesk.ui.tabs.regulation_panel import RegulationForm
from complaintdesk.ui.tabs.regulations_page import RegulationsPage
from tests.builders import a_household, a_repair
from tests.ui.calls import Keyboard, Register, click, on
from tests.ui.conftest import Answers, Show

KEPT = "What you typed is kept, and comes back when you open it again."


def written(page: RegulationsPage) -> RegulationForm:
    """The area in which a regulation is written, open now."""
    form = page.panel.slot.form
    assert isinstance(form, RegulationForm)
    return form


def test_a_new_regulation_left_half_typed_says_that_it_is_kept_and_comes_back(
    bridge: Bridge, show: Show, keys: Keyboard
) -> None:
    page = RegulationsPage(bridge)
    show(page)
    page.add.click()
    written(page).text.setText("电动车不得进楼。")
    written(page).text.setFocus()
    keys.press(Qt.Key.Key_Escape)
    assert page.panel.slot.isHidden()
    assert page.panel.banner.words() == KEPT
    click(page.panel.banner, "Go on with it")
    assert written(page).text.text() == "电动车不得进楼。"
    assert page.panel.banner.words() == ""


def test_an_area_left_as_it_was_says_nothing(register: Register, office: Office, keys: Keyboard) -> None:
    tab = on(register(), a_repair(office).id)
    for typed, said in (("", ""), ("已联系班组", KEPT)):
        tab.panel.ask(NOTE)
        form = tab.panel.slot.form
        assert form is not None
        form.put({"words": typed})
        form.leave_button.click()
        assert tab.panel.banner.words() == said


@pytest.mark.parametrize("how", ["Esc", "the cross"])
def test_a_dialog_asks_before_it_loses_what_was_typed(
    bridge: Bridge, office: Office, answers: Answers, how: str, qtbot: QtBot
) -> None:
    a_household(office)
    dialog = RequestDialog(None, bridge, 1, "单飞")
    with qtbot.waitExposed(dialog):
        dialog.show()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    dialog.words.setText("本人持身份证到前台")
    for goes in (False, True):
        answers.expect("yes_no", goes)
        if how == "Esc":
            qtbot.keyClick(dialog.words, Qt.Key.Key_Escape)
        else:
            dialog.close()
        assert dialog.isVisible() is not goes
        assert dialog.words.text() == "本人持身份证到前台"
    dialog.deleteLater()


def test_what_another_person_finds_at_the_desk_is_closed_without_a_question(bridge: Bridge, office: Office) -> None:
    a_household(office)
    dialog = RequestDialog(None, bridge, 1, "单飞")
    dialog.show()
    dialog.words.setText("本人持身份证到前台")
    dialog.reject()  # as who signs in to a covered desk does
    assert not dialog.isVisible()
    dialog.deleteLater()


@pytest.mark.parametrize("typed", ["", "漏水"])
def test_what_stood_there_from_the_beginning_is_nobodys_loss(bridge: Bridge, answers: Answers, typed: str) -> None:
    dialog = SaveSearchDialog(None, bridge, "漏水")
    dialog.show()
    dialog.words.setText(typed)
    dialog.ask_to_leave()
    assert not dialog.isVisible()
    assert answers.asked == []
    dialog.deleteLater()


def test_a_dialog_that_only_narrows_a_list_asks_nothing(bridge: Bridge, answers: Answers) -> None:
    window = AccessWindow(None, bridge)
    window.show()
    window.words.setText("单飞")
    window.close()
    assert not window.isVisible()
    assert answers.asked == []
    window.deleteLater()
