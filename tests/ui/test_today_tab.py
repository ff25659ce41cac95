# SPDX-License-Identifier: Apache-2.0
"""今日 Today on screen: counts that open their lists, lines that open their records, and chasing from a line."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from complaintdesk.desk import dispatching, prints
from complaintdesk.desk.office import Office
from complaintdesk.desk.today import TodayList
from complaintdesk.domain.terms import CaseKind
from complaintdesk.ui import paper_printing
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.buttons import Button
from complaintdesk.ui.look import Tone
from complaintdesk.ui.main_window import MainWindow
from complaintdesk.ui.tabs.chase_form import ChaseForm
from complaintdesk.ui.tabs.orders_tab import OrdersTab
from complaintdesk.ui.tabs.register_tab import RegisterTab
from complaintdesk.ui.tabs.today_tab import TodayTab
from tests.builders import PASSWORD, DeskClock, a_case, a_slip, page, slip
from tests.ui.conftest import Show


@pytest.fixture(autouse=True)
def _a_working_day(clock: DeskClock) -> None:
    """Half past ten on a Monday: on a Saturday limits would start when the office opens again (R-T-05)."""
    clock.now += timedelta(days=2)


@pytest.fixture
def tab(bridge: Bridge, show: Show) -> TodayTab:
    made = TodayTab(bridge)
    made.setMinimumSize(1340, 660)
    show(made)
    return made


def counts(tab: TodayTab) -> dict[TodayList, int]:
    """The numbers that the tiles say, of those that say any."""
    told = {name: tab.tiles.tile(name).told for name in tab.tiles.shown()}
    return {name: each.count for name, each in told.items() if each.count}


def line(tab: TodayTab, row: int = 0) -> list[str]:
    return [tab.table.cell(row, column) for column in range(tab.table.model().columnCount())]


def asked(tab: TodayTab) -> ChaseForm:
    form = tab.slot.form
    assert isinstance(form, ChaseForm)
    return form


def test_the_day_begins_on_today_and_one_key_goes_to_the_form(
    qtbot: QtBot, bridge: Bridge, open_window: Callable[[Bridge], MainWindow]
) -> None:
    window = open_window(bridge)
    assert isinstance(window.current(), TodayTab)
    qtbot.keyClick(window, Qt.Key.Key_F2)
    tab = window.current()
    assert isinstance(tab, RegisterTab)
    assert QApplication.focusWidget() is tab.card.form.who.box


def test_an_empty_morning_says_so_and_what_to_do_next(tab: TodayTab) -> None:
    assert counts(tab) == {}
    assert tab.head.text() == "Late 0"
    assert tab.table._empty == ("Nothing is late.", "When somebody calls, F2 goes to the form.")
    assert not tab.open.isEnabled()
    assert not tab.remind.isEnabled()


def test_the_first_list_that_has_something_is_shown_until_a_person_chooses(
    qtbot: QtBot, tab: TodayTab, office: Office, clock: DeskClock
) -> None:
    a_case(office, CaseKind.INQUIRY)
    assert tab.head.text() == "Answers owed 1"
    qtbot.mouseClick(tab.tiles.tile(TodayList.OUT), Qt.MouseButton.LeftButton)
    assert tab.head.text() == "Slips not back 0"
    clock.now += timedelta(days=3)
    tab.tick()
    assert tab.head.text() == "Slips not back 0"
    assert counts(tab)[TodayList.LATE] == 1
    assert tab.tiles.tile(TodayList.LATE).told.tone is Tone.LATE


def test_a_count_says_how_the_first_of_its_list_stands(tab: TodayTab, office: Office, clock: DeskClock) -> None:
    """R-CLS-09."""
    a_slip(office)
    told = tab.tiles.tile(TodayList.TO_ACCEPT).told
    assert (told.count, told.first) == (1, "20 min left")
    clock.now += timedelta(minutes=26)
    tab.tick()
    assert tab.tiles.tile(TodayList.TO_ACCEPT).accessibleName() == "Slips to be taken 1, late 6 min"


def test_a_line_says_number_what_is_due_until_when_and_who_has_it(
    tab: TodayTab, office: Office, clock: DeskClock
) -> None:
    issued = a_slip(office)
    clock.now += timedelta(minutes=26)
    tab.tick()
    assert tab.shown is TodayList.LATE
    assert line(tab)[:3] == [issued.number, "slip late 6 min", "会所一楼"]
    assert line(tab)[5:7] == ["水电班 · 王敏", "Issued"]


def test_enter_opens_the_record_in_its_tab_with_the_keyboard_on_it(
    qtbot: QtBot, bridge: Bridge, office: Office, clock: DeskClock, open_window: Callable[[Bridge], MainWindow]
) -> None:
    issued = a_slip(office)
    clock.now += timedelta(days=1)
    window = open_window(bridge)
    today = window.current()
    assert isinstance(today, TodayTab)
    today.take_keyboard()
    qtbot.keyClick(today.table, Qt.Key.Key_Return)
    tab = window.current()
    assert isinstance(tab, OrdersTab)
    assert tab.table.chosen_id() == issued.order_id
    assert tab.table.hasFocus()


def test_what_another_does_is_counted_by_itself(tab: TodayTab, office: Office) -> None:
    issued = a_slip(office)
    assert counts(tab)[TodayList.TO_ACCEPT] == 1
    office.do(dispatching.accept, issued.order_id, "张师傅")
    assert TodayList.TO_ACCEPT not in counts(tab)


def test_a_slip_is_chased_from_its_line_and_the_line_counts_it(
    qtbot: QtBot, tab: TodayTab, office: Office, clock: DeskClock
) -> None:
    """R-WO-11."""
    issued = a_slip(office)
    clock.now += timedelta(hours=1)
    tab.tick()
    qtbot.keyClick(tab, Qt.Key.Key_F7)
    form = asked(tab)
    assert form.whom.text() == "水电班"
    form.words.setText("业主在家等")
    form.promise.setText("马上派人")
    form.until.input.setText("15:00")
    qtbot.keyClick(form.words, Qt.Key.Key_F8)
    assert tab.slot.form is None
    assert slip(office, issued.order_id).reminders == 1
    assert line(tab)[7] == "1 × · promised today 15:00"
    assert "The chase is noted." in tab._card.banner.words()
    assert tab.table.hasFocus()


def test_a_case_without_a_slip_is_chased_from_its_line(
    qtbot: QtBot, tab: TodayTab, office: Office, clock: DeskClock
) -> None:
    """R-ESC-03."""
    case = a_case(office)
    clock.now += timedelta(hours=49)
    tab.tick()
    tab.show_list(TodayList.LATE)
    qtbot.keyClick(tab, Qt.Key.Key_F7)
    form = asked(tab)
    form.whom.setText("赵主任")
    form.words.setText("四十八小时了，结果如何")
    form.submit()
    assert page(office, case.id).events[-1].facts["whom"] == "赵主任"


def test_a_chase_without_whom_is_refused_beside_its_field(tab: TodayTab, office: Office, clock: DeskClock) -> None:
    a_slip(office)
    clock.now += timedelta(hours=1)
    tab.tick()
    tab.chase()
    asked(tab).whom.setText("")
    asked(tab).submit()
    assert asked(tab).fields["whom"].problem() == "Who was reminded?"


def test_half_a_chase_waits_with_its_line(tab: TodayTab, office: Office, clock: DeskClock) -> None:
    a_slip(office)
    clock.now += timedelta(hours=1)
    tab.tick()
    tab.chase()
    asked(tab).words.setText("业主在家等")
    asked(tab).until.input.setText("15:00")
    asked(tab).leave_button.click()
    tab.chase()
    assert (asked(tab).words.text(), asked(tab).until.input.text()) == ("业主在家等", "15:00")
    asked(tab).leave_button.click()


def test_the_sheet_of_a_chase_is_printed_from_its_message(
    tab: TodayTab, office: Office, clock: DeskClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R-WO-11: the chase as a paper, 催办单."""
    papers: list[Any] = []

    def printed(_bridge: Bridge, paper: Any, _parent: object) -> str:
        papers.append(paper)
        return "Printed."

    monkeypatch.setattr(paper_printing, "print_case_paper", printed)
    a_slip(office)
    clock.now += timedelta(hours=1)
    tab.tick()
    tab.chase()
    asked(tab).submit()
    next(each for each in tab._card.banner.findChildren(Button) if each.text() == "Print its sheet").click()
    assert [(paper.whom, paper.count) for paper in papers] == [("水电班", 1)]
    assert tab._card.banner.words() == "Printed."


def test_who_may_not_chase_is_not_offered_it(bridge: Bridge, office: Office, clock: DeskClock, show: Show) -> None:
    a_slip(office)
    clock.now += timedelta(hours=1)
    bridge.sign_in("陈工", PASSWORD)
    tab = TodayTab(bridge)
    show(tab)
    assert tab.remind.isHidden()
    assert tab.register.isHidden()
    tab.chase()
    assert tab.slot.form is None
    assert not bridge.may(prints.start_sheet)
