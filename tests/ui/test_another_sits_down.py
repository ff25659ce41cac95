# SPDX-License-Identifier: Apache-2.0
"""Who sits down after somebody finds none of their words in a box; Enter in the search box goes on to what it found."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from complaintdesk.desk.office import Office
from complaintdesk.domain.terms import CaseKind, PlaceKind
from complaintdesk.ui.main_window import MainWindow
from complaintdesk.ui.tabs.day_tab import DayTab
from complaintdesk.ui.tabs.households_tab import HouseholdsTab
from complaintdesk.ui.tabs.orders_tab import OrdersTab
from complaintdesk.ui.tabs.register_tab import RegisterTab
from tests.builders import PASSWORD, a_household, a_slip
from tests.ui.calls import CTRL, Keyboard


def sit_down(window: MainWindow, name: str) -> None:
    window.lock()
    window.sign_in.name.set_value(name)
    window.sign_in.password.setText(PASSWORD)
    window.sign_in.sign_in()


def at(window: MainWindow, kind: type) -> int:
    return next(at for at, each in enumerate(window._kinds) if each is kind)


def search(window: MainWindow, words: str) -> None:
    window.top.search.setText(words)
    window._search()


def test_what_one_typed_to_find_something_is_gone_for_the_next_and_there_for_themselves(
    qtbot: QtBot, whole_window: MainWindow, office: Office
) -> None:
    a_slip(office)
    window = whole_window
    assert office.staff is not None
    me = office.staff.name
    day = window.show_tab(at(window, DayTab))
    search(window, "周报")
    register = window.show_tab(at(window, RegisterTab))
    assert isinstance(register, RegisterTab)
    register.list.kinds.set_value(CaseKind.INQUIRY)
    search(window, "门禁")
    orders = window.show_tab(at(window, OrdersTab))
    assert isinstance(orders, OrdersTab)
    assert isinstance(day, DayTab)
    search(window, "漏水")
    orders.team.set_value("low_voltage")
    orders.number.setText("0001")

    def typed() -> tuple[object, ...]:
        wanted = register.list.wanted
        of_orders = (orders.number.text(), orders.team.value, orders._text)
        return (*of_orders, window.top.search.text(), day._text, wanted.search is None, register.list.kinds.value)

    before = ("0001", "low_voltage", "漏水", "漏水", "周报", False, CaseKind.INQUIRY)
    sit_down(window, me)
    assert typed() == before
    sit_down(window, "李静" if me != "李静" else "王敏")
    window.show_tab(at(window, OrdersTab))
    assert typed() == ("", "", "", "", "", True, None)
    qtbot.waitUntil(lambda: orders.table.count() == 1)
    window.show_tab(at(window, RegisterTab))
    assert window.top.search.text() == ""


@pytest.mark.parametrize("kind", [HouseholdsTab, OrdersTab, RegisterTab])
def test_enter_in_the_search_box_goes_on_to_the_list_that_it_narrowed(
    qtbot: QtBot, whole_window: MainWindow, office: Office, keys: Keyboard, kind: type
) -> None:
    place = a_household(office)
    a_slip(office, place_id=place, place_text="")
    tab = whole_window.show_tab(at(whole_window, kind))
    table = tab.list.table if isinstance(tab, RegisterTab) else tab.table  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: table.count() > 0)
    keys.press(Qt.Key.Key_F, CTRL)
    keys.type("1502")
    whole_window.finder.leave()
    keys.enter()
    assert table.hasFocus()
    keys.press(Qt.Key.Key_F, CTRL)
    keys.type("nosuchword")
    whole_window.finder.leave()
    keys.enter()
    assert (table.count(), whole_window.top.search.hasFocus()) == (0, True)


@pytest.mark.parametrize("seen_at_once", [True, False])
def test_the_list_of_households_is_whole_again_for_who_sits_down_next(
    qtbot: QtBot, whole_window: MainWindow, office: Office, seen_at_once: bool
) -> None:
    for room in ("1502", "902", "301"):
        a_household(office, room)
    window = whole_window
    households = window.show_tab(at(window, HouseholdsTab))
    assert isinstance(households, HouseholdsTab)
    search(window, "1502")
    households.kinds.set_value(PlaceKind.HOUSEHOLD)
    qtbot.waitUntil(lambda: households.table.count() == 1)
    if not seen_at_once:
        window.show_tab(at(window, OrdersTab))
    assert office.staff is not None
    sit_down(window, "李静" if office.staff.name != "李静" else "王敏")
    window.show_tab(at(window, HouseholdsTab))
    assert (window.top.search.text(), households.kinds.value) == ("", "all")
    qtbot.waitUntil(lambda: households.table.count() == 3)
