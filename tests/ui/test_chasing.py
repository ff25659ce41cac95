# SPDX-License-Identifier: Apache-2.0
"""Chasing (催办, R-WO-11) by one key from every list whose rows are due or late, with its sheet right after it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from complaintdesk.desk import cases, chasing, dispatching
from complaintdesk.desk.case_papers import ReminderPaper
from complaintdesk.desk.office import Office
from complaintdesk.desk.today import TodayList
from complaintdesk.domain.terms import CaseKind, CaseState
from complaintdesk.ui import paper_printing
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.step_slot import StepSlot
from complaintdesk.ui.tabs import case_deeds
from complaintdesk.ui.tabs.chase_form import ChaseForm
from complaintdesk.ui.tabs.orders_tab import OrdersTab
from complaintdesk.ui.tabs.register_tab import RegisterTab
from complaintdesk.ui.tabs.today_tab import TodayTab
from tests.builders import PASSWORD, DeskClock, a_case, a_chase, a_slip, page, slip
from tests.ui.calls import Register, click, on
from tests.ui.conftest import Show

SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture(autouse=True)
def _a_working_day(clock: DeskClock) -> None:
    """Half past ten on a Monday."""
    clock.now += timedelta(days=2)


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch) -> list[ReminderPaper]:
    """The sheets that went to the printer."""
    papers: list[ReminderPaper] = []

    def note(_bridge: Bridge, paper: Any, _parent: object) -> str:
        papers.append(paper)
        return "Printed."

    monkeypatch.setattr(paper_printing, "print_case_paper", note)
    return papers


def chased(qtbot: QtBot, tab: QWidget, slot: StepSlot) -> ChaseForm:
    """The area that the key of chasing opens on a page."""
    qtbot.keyClick(tab, Qt.Key.Key_F7, SHIFT)
    form = slot.form
    assert isinstance(form, ChaseForm)
    return form


def at_three(office: Office) -> datetime:
    """Today at 15:00."""
    return office.now().astimezone(office.zone).replace(hour=15, minute=0, second=0)


def promised(form: ChaseForm) -> ChaseForm:
    """The area with what was said and promised typed in."""
    form.words.setText("业主在家等")
    form.promise.setText("马上派人")
    form.until.input.setText("15:00")
    return form


def test_r_wo_11_a_late_case_is_chased_from_the_register_and_its_sheet_says_until_when(
    qtbot: QtBot, register: Register, office: Office, clock: DeskClock, printed: list[ReminderPaper]
) -> None:
    case = a_case(office)
    clock.later(hours=26)
    tab = register()
    tab.list.views.set_value("late")
    tab.list.table.choose(case.id)
    tab.list.take_keyboard()
    form = chased(qtbot, tab, tab.panel.slot)
    assert form.title.text() == f"Chase {case.number}"
    promised(form).whom.setText("陈工")
    qtbot.keyClick(form.words, Qt.Key.Key_F8)
    assert "The chase is noted." in tab.panel.banner.words()
    click(tab.panel.banner, "Print its sheet")
    [sheet] = printed
    assert (sheet.whom, sheet.promise, sheet.count) == ("陈工", "马上派人", 1)
    assert sheet.until == at_three(office)
    assert tab.panel.banner.words() == "Printed."
    assert page(office, case.id).case.chases == 1


def test_r_wo_11_while_a_slip_is_what_is_waited_for_its_case_chases_the_slip(
    qtbot: QtBot, register: Register, office: Office, clock: DeskClock
) -> None:
    issued = a_slip(office)
    clock.later(hours=1)
    case = slip(office, issued.order_id).case
    tab = on(register(), case.id)
    form = chased(qtbot, tab, tab.panel.slot)
    assert (form.title.text(), form.whom.text()) == (f"Chase {issued.number}", "水电班")
    promised(form).submit()
    assert slip(office, issued.order_id).reminders == 1
    assert page(office, case.id).case.chases == 1


def test_r_esc_03_where_the_rule_book_wants_the_result_asked_for_the_case_is_chased_though_a_slip_is_out(
    register: Register, office: Office, clock: DeskClock
) -> None:
    case = a_case(office)
    a_slip(office, case.id)
    clock.later(hours=49)
    tab = on(register(), case.id)
    [button] = [each for each in tab.panel.demands.buttons if each.accessibleName().startswith("Chase: ")]
    button.click()
    form = tab.panel.slot.form
    assert isinstance(form, ChaseForm)
    assert form.title.text() == f"Chase {case.number}"


def test_r_wo_11_a_slip_is_chased_by_the_same_key_among_the_slips_and_its_sheet_is_printed_there(
    qtbot: QtBot, orders_tab: OrdersTab, office: Office, clock: DeskClock, printed: list[ReminderPaper]
) -> None:
    issued = a_slip(office)
    clock.later(hours=1)
    orders_tab.open_record(issued.order_id)
    promised(chased(qtbot, orders_tab, orders_tab.panel.slot)).submit()
    assert orders_tab.panel.banner.words() == f"{issued.number}: reminder noted."
    click(orders_tab.panel.banner, "Print its sheet")
    assert [(sheet.about, sheet.until) for sheet in printed] == [(issued.number, at_three(office))]


def test_r_wo_11_the_same_key_chases_a_line_of_today(
    qtbot: QtBot, bridge: Bridge, show: Show, office: Office, clock: DeskClock
) -> None:
    a_case(office)
    clock.later(hours=49)
    tab = TodayTab(bridge)
    tab.setMinimumSize(1340, 660)
    show(tab)
    tab.show_list(TodayList.LATE)
    promised(chased(qtbot, tab, tab.slot)).submit()
    assert "The chase is noted." in tab._card.banner.words()


def test_a_handled_case_whose_result_is_still_to_come_back_is_chased_and_one_that_is_closed_offers_it_no_more(
    register: Register, office: Office
) -> None:
    case = a_case(office, CaseKind.INQUIRY)
    office.do(cases.answer, case.id, "已说明")
    office.do(cases.handle, case.id, "已答复")
    office.do(chasing.chase, case.id, a_chase())
    assert page(office, case.id).case.state is CaseState.HANDLED
    tab = on(register(), case.id)
    button = tab.panel.buttons[case_deeds.CHASE]
    assert button.isVisible()
    assert button.isEnabled()
    office.do(cases.close, case.id)
    tab.refresh()
    assert button.isHidden()


def test_who_may_not_chase_finds_no_such_button_in_the_register(
    office: Office, bridge: Bridge, register: Register
) -> None:
    case = a_case(office)
    bridge.sign_in("陈工", PASSWORD)
    tab: RegisterTab = on(register(), case.id)
    assert tab.panel.buttons[case_deeds.CHASE].isHidden()
    assert not bridge.may(dispatching.dispatch)
