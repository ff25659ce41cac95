# SPDX-License-Identifier: Apache-2.0
"""Ctrl+F from anywhere: what is typed finds cases, slips, households and follow-ups, and opens them by keyboard."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from complaintdesk.desk import dispatching, finding, importing
from complaintdesk.desk.drafts import HistoryDraft
from complaintdesk.desk.finding import LOOKED_THROUGH, MOST
from complaintdesk.desk.office import Office
from complaintdesk.domain.terms import CaseKind, Channel
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.main_window import MainWindow
from complaintdesk.ui.tab import Tab
from complaintdesk.ui.tab_list import TABS
from complaintdesk.ui.tabs.households_tab import HouseholdsTab
from complaintdesk.ui.tabs.orders_tab import OrdersTab
from complaintdesk.ui.tabs.register_tab import RegisterTab
from tests.builders import NINE, PASSWORD, a_case, a_household, a_repair, a_slip
from tests.ui.calls import CTRL, NO_KEYS


def find(qtbot: QtBot, whole_window: MainWindow, words: str) -> list[str]:
    """Presses Ctrl+F wherever the keyboard is, types, and gives the lines that come up."""
    press(qtbot, Qt.Key.Key_F, CTRL)
    assert whole_window.top.search.hasFocus()
    whole_window.finder.list.lines.clear()
    say(whole_window.top.search, words)
    qtbot.waitUntil(lambda: not whole_window.finder.list.isHidden())
    return whole_window.finder.list.texts()


def say(box: QWidget, words: str) -> None:
    """Commits words as an input method does."""
    event = QInputMethodEvent()
    event.setCommitString(words)
    QApplication.sendEvent(box, event)


def press(qtbot: QtBot, key: Qt.Key, with_key: Qt.KeyboardModifier = NO_KEYS) -> None:
    focused = QApplication.focusWidget()
    assert focused is not None
    qtbot.keyClick(focused, key, with_key)


def test_what_is_typed_finds_everything_by_kind(qtbot: QtBot, whole_window: MainWindow, office: Office) -> None:
    place = a_household(office)
    case = a_repair(office, place_id=place, content="厨房水管漏水")
    slip = office.do(dispatching.dispatch, case.id, "水电班")
    found = "\n".join(find(qtbot, whole_window, "1502"))
    assert "Cases 1" in found
    assert case.number in found
    assert "Work orders 1" in found
    assert slip.number in found
    assert "Households and people 1" in found


def test_a_rooms_single_digits_are_not_marked_in_every_number(office: Office, bridge: Bridge) -> None:
    del bridge  # somebody sits here
    a_case(office, place_id=a_household(office), content="3楼漏水")
    for typed, marks in (("3-2-1502", ("1502",)), ("3 漏", ("漏",)), ("3", ("3",))):
        groups = office.ask(finding.find, typed, office.books, office.now())
        assert {hit.marks for group in groups for hit in group.hits} == {marks}


@pytest.mark.parametrize(
    ("words", "shown"),
    [("漏水", "厨房水管漏水"), ("zhanghua", "张华"), ("5678", "138****5678"), ("BX2026 1", "BX2026-000001")],
)
def test_a_case_is_found_by_word_pinyin_phone_and_number(
    qtbot: QtBot, whole_window: MainWindow, office: Office, words: str, shown: str
) -> None:
    a_repair(office, content="厨房水管漏水", caller_name="张华", caller_phone="13812345678")
    assert shown in "\n".join(find(qtbot, whole_window, words))


def test_a_phone_is_told_by_its_last_digits_alone(qtbot: QtBot, whole_window: MainWindow, office: Office) -> None:
    a_repair(office, caller_phone="13812345678")
    assert "13812345678" not in "\n".join(find(qtbot, whole_window, "5678"))


def test_down_and_enter_open_a_hit_in_its_tab(qtbot: QtBot, whole_window: MainWindow, office: Office) -> None:
    case = a_repair(office, content="厨房水管漏水")
    slip = office.do(dispatching.dispatch, case.id, "水电班")
    find(qtbot, whole_window, "漏水")
    press(qtbot, Qt.Key.Key_Down)
    press(qtbot, Qt.Key.Key_Down)
    press(qtbot, Qt.Key.Key_Return)
    tab = whole_window.current()
    assert isinstance(tab, OrdersTab)
    assert tab.table.chosen_id() == slip.order_id
    assert tab.table.hasFocus()
    assert whole_window.finder.list.isHidden()


@pytest.mark.parametrize(("tab", "first"), [(RegisterTab, "Cases"), (HouseholdsTab, "Households"), (OrdersTab, "Work")])
def test_what_belongs_on_the_tab_in_view_stands_first(
    qtbot: QtBot, whole_window: MainWindow, office: Office, tab: type[Tab], first: str
) -> None:
    case = a_repair(office, place_id=a_household(office), content="厨房水管漏水")
    office.do(dispatching.dispatch, case.id, "水电班")
    whole_window.show_tab(TABS.index(tab))
    found = find(qtbot, whole_window, "1502")
    assert found[0].startswith(first)
    assert sum(line.startswith(("Cases 1", "Work orders 1", "Households and people 1")) for line in found) == 3


def test_up_goes_back_above_the_first_hit(qtbot: QtBot, whole_window: MainWindow, office: Office) -> None:
    a_repair(office, content="厨房水管漏水")
    find(qtbot, whole_window, "漏水")
    press(qtbot, Qt.Key.Key_Down)
    assert whole_window.finder.list.lines.currentItem() is not None
    press(qtbot, Qt.Key.Key_Up)
    assert whole_window.finder.list.lines.currentItem() is None


def test_a_click_opens_a_hit_as_well(qtbot: QtBot, whole_window: MainWindow, office: Office) -> None:
    place = a_household(office)
    find(qtbot, whole_window, "1502")
    lines = whole_window.finder.list.lines
    [at] = [row for row in range(lines.count()) if "Households" not in lines.item(row).text()]
    qtbot.mouseClick(lines.viewport(), Qt.MouseButton.LeftButton, pos=lines.visualItemRect(lines.item(at)).center())
    tab = whole_window.current()
    assert isinstance(tab, HouseholdsTab)
    assert tab.table.chosen_id() == place


def test_esc_goes_back_to_where_the_keyboard_was(qtbot: QtBot, whole_window: MainWindow, office: Office) -> None:
    a_repair(office, content="厨房水管漏水")
    tab = whole_window.current()
    assert isinstance(tab, RegisterTab)
    tab.card.form.content.setFocus()
    find(qtbot, whole_window, "漏水")
    press(qtbot, Qt.Key.Key_Escape)
    assert tab.card.form.content.hasFocus()
    assert whole_window.finder.list.isHidden()
    assert whole_window.top.search.text() == ""


def test_enter_without_a_choice_stays_with_the_narrowed_list(
    qtbot: QtBot, whole_window: MainWindow, office: Office
) -> None:
    a_repair(office, content="厨房水管漏水")
    a_case(office, CaseKind.COMPLAINT, content="楼道灯不亮")
    find(qtbot, whole_window, "漏水")
    press(qtbot, Qt.Key.Key_Return)
    tab = whole_window.current()
    assert isinstance(tab, RegisterTab)
    assert tab.list.table.count() == 1
    assert whole_window.finder.list.isHidden()


def test_more_than_are_shown_are_listed_in_the_tab(qtbot: QtBot, whole_window: MainWindow, office: Office) -> None:
    for _call in range(10):
        a_case(office, CaseKind.COMPLAINT, content="楼道灯不亮")
    a_case(office, CaseKind.COMPLAINT, content="停车")
    lines = find(qtbot, whole_window, "楼道灯")
    assert lines[-1] == "all 10…"
    for _line in lines[1:]:
        press(qtbot, Qt.Key.Key_Down)
    press(qtbot, Qt.Key.Key_Return)
    tab = whole_window.current()
    assert isinstance(tab, RegisterTab)
    assert tab.list.table.count() == 10


def test_of_very_many_the_newest_are_found_and_it_is_said_that_there_are_more(
    qtbot: QtBot, whole_window: MainWindow, office: Office
) -> None:
    old = [
        HistoryDraft(f"{n}", "", CaseKind.REPAIR, Channel.PHONE, NINE, f"楼道灯不亮{n}")
        for n in range(LOOKED_THROUGH + 1)
    ]
    run = office.do(importing.start_run, "register", "aa", len(old))
    for start in range(0, len(old), importing.BATCH):
        office.do(importing.add_history, run, old[start : start + importing.BATCH])
    cases = [a_case(office, CaseKind.COMPLAINT, content="楼道灯不亮") for _call in range(10)]
    slip = office.do(dispatching.dispatch, a_repair(office, content="楼道灯不亮").id, "水电班")
    lines = find(qtbot, whole_window, "楼道灯")
    assert lines[0] == f"Cases {LOOKED_THROUGH}+"
    assert [line.split()[0] for line in lines[2 : MOST + 1]] == [case.number for case in reversed(cases)][: MOST - 1]
    assert lines[MOST + 1 : MOST + 3] == [f"all {LOOKED_THROUGH}+…", "Work orders 1"]
    assert slip.number in lines[MOST + 3]
    for _line in range(MOST + 1):
        press(qtbot, Qt.Key.Key_Down)
    with qtbot.waitSignal(whole_window.finder.all_asked_for):
        press(qtbot, Qt.Key.Key_Return)
    tab = whole_window.current()
    assert isinstance(tab, RegisterTab)
    assert tab.list.table.count() == len(old) + len(cases) + 1


def test_slips_of_cases_that_are_not_looked_through_may_be_more(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "LOOKED_THROUGH", 3)
    office.sign_in("王敏", PASSWORD)
    slips = [a_slip(office, a_repair(office, content="楼道灯不亮").id) for _call in range(4)]
    groups = {group.kind: group for group in office.ask(finding.find, "楼道灯", office.books, office.now())}
    assert {kind: (len(group.ids), group.more) for kind, group in groups.items()} == {
        "case": (3, True),
        "order": (3, True),
    }
    assert [hit.title for hit in groups["order"].hits] == [slip.number for slip in reversed(slips)][:3]


def test_nothing_found_is_said(qtbot: QtBot, whole_window: MainWindow) -> None:
    assert find(qtbot, whole_window, "没有的字") == []
    assert whole_window.finder.list.hint.text().startswith("Nothing matches: try fewer words")


def test_a_window_beside_the_main_one_leads_to_the_box(qtbot: QtBot, whole_window: MainWindow) -> None:
    beside = QWidget()
    beside.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    with qtbot.waitExposed(beside):
        beside.show()
    beside.activateWindow()
    beside.setFocus()
    qtbot.waitUntil(beside.isActiveWindow)
    qtbot.keyClick(beside, Qt.Key.Key_F, CTRL)
    qtbot.waitUntil(whole_window.top.search.hasFocus)
    beside.deleteLater()


def test_while_locked_nothing_is_found(qtbot: QtBot, whole_window: MainWindow) -> None:
    whole_window.lock()
    qtbot.keyClick(whole_window, Qt.Key.Key_F, CTRL)
    assert not whole_window.top.search.isVisible()
    assert whole_window.finder.list.isHidden()
