# SPDX-License-Identifier: Apache-2.0
"""Where the window begins for who signs in: each role at its own work, and nobody before a form they may not save."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from complaintdesk.domain.terms import Role
from complaintdesk.ui.main_window import MainWindow
from complaintdesk.ui.tab import Tab
from complaintdesk.ui.tabs.follow_ups_tab import FollowUpsTab
from complaintdesk.ui.tabs.households_tab import HouseholdsTab
from complaintdesk.ui.tabs.orders_tab import OrdersTab
from complaintdesk.ui.tabs.register_tab import RegisterTab
from complaintdesk.ui.tabs.today_tab import TodayTab
from tests.builders import ADMINISTRATOR, NAME_OF, PASSWORD
from tests.ui.conftest import REGISTER


def sign_in(qtbot: QtBot, window: MainWindow, name: str = "王敏") -> None:
    """Somebody sits down and types their password."""
    window.sign_in.name.set_value(name)
    qtbot.keyClicks(window.sign_in.password, PASSWORD)
    qtbot.keyClick(window.sign_in.password, Qt.Key.Key_Return)


@pytest.mark.parametrize(
    ("role", "begins"),
    [
        (Role.CLERK, TodayTab),
        (Role.OFFICE_HEAD, TodayTab),
        (Role.ENGINEERING, OrdersTab),
        (Role.FINANCE, OrdersTab),
        (Role.QUALITY, FollowUpsTab),
        (Role.ADMINISTRATOR, HouseholdsTab),
    ],
)
def test_each_role_begins_where_its_work_is(
    qtbot: QtBot, whole_window: MainWindow, role: Role, begins: type[Tab]
) -> None:
    whole_window.show_tab(0)
    whole_window.leave()
    sign_in(qtbot, whole_window, NAME_OF[role])
    assert isinstance(whole_window.current(), begins)


def test_who_takes_no_calls_sees_no_form_in_the_register(qtbot: QtBot, whole_window: MainWindow) -> None:
    register = whole_window.show_tab(REGISTER)
    assert isinstance(register, RegisterTab)
    assert register.card.isVisible()
    whole_window.leave()
    sign_in(qtbot, whole_window, ADMINISTRATOR)
    whole_window.show_tab(REGISTER)
    assert not register.card.isVisible()
    assert QApplication.focusWidget() is register.list.table
    whole_window.leave()
    sign_in(qtbot, whole_window, "李静")
    whole_window.show_tab(REGISTER)
    assert register.card.isVisible()
    assert QApplication.focusWidget() is register.card.form.who.box


def test_the_page_that_was_left_comes_back_after_a_lock(qtbot: QtBot, whole_window: MainWindow) -> None:
    statistics = whole_window.show_tab(whole_window.tab_count() - 1)
    whole_window.lock()
    sign_in(qtbot, whole_window)
    assert whole_window.current() is statistics
