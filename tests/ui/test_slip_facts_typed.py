# SPDX-License-Identifier: Apache-2.0
"""What a slip says besides the job, typed in where it goes out, is completed, or passed on."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from complaintdesk.desk import dispatching, prints
from complaintdesk.desk.office import Office
from complaintdesk.ui.main_window import MainWindow
from complaintdesk.ui.scrolling import Scrolling
from complaintdesk.ui.tabs import order_words
from complaintdesk.ui.tabs.case_steps import DispatchStep
from complaintdesk.ui.tabs.completion_form import CompletionForm
from complaintdesk.ui.tabs.order_steps import ReassignForm
from complaintdesk.ui.tabs.orders_tab import OrdersTab
from complaintdesk.ui.tabs.register_tab import RegisterTab
from tests.builders import DeskClock, a_completion, a_repair, a_slip, slip
from tests.ui.conftest import REGISTER
from tests.ui.looking import cut_words
from tests.ui.slips import area, asked, fill


@pytest.fixture
def tab(orders_tab: OrdersTab) -> OrdersTab:
    return orders_tab


def test_steps_and_a_third_party_are_typed_in_with_the_completion(
    qtbot: QtBot, tab: OrdersTab, office: Office, clock: DeskClock
) -> None:
    issued = a_slip(office)
    clock.later(minutes=40)
    tab.open_record(issued.order_id)
    form = asked(tab, "complete", CompletionForm)
    fill(form)
    steps = list(form.checks.boxes.values())
    qtbot.keyClick(steps[0], Qt.Key.Key_Space)
    qtbot.keyClick(form, Qt.Key.Key_S, Qt.KeyboardModifier.AltModifier)
    assert form.facts.name.hasFocus()
    form.facts.name.setText("华安防水")
    form.submit()
    assert "qualification" in form.fields["third_qualification"].problem()
    form.facts.qualification.setText("防水二级")
    form.submit()
    more = slip(office, issued.order_id).more
    assert [each.done for each in more.checks] == [True, False, False, False]
    assert (more.third_name, more.third_qualification) == ("华安防水", "防水二级")
    said = [fact.value for fact in order_words.work(slip(office, issued.order_id), office.zone)]
    assert any(each.startswith("1 of 4: ") for each in said)


def test_a_check_list_of_which_nothing_is_done_says_no_more_than_that(tab: OrdersTab, office: Office) -> None:
    issued = a_slip(office)
    office.do(dispatching.complete, a_completion(office, issued.order_id))
    tab.open_record(issued.order_id)
    said = [fact.value for fact in order_words.work(slip(office, issued.order_id), office.zone)]
    assert "0 of 4" in said


def test_what_is_asked_for_comes_into_view_on_a_low_screen(
    qtbot: QtBot, tab: OrdersTab, office: Office, clock: DeskClock
) -> None:
    issued = a_slip(office)
    clock.later(minutes=40)
    tab.setFixedHeight(560)
    tab.open_record(issued.order_id)
    form = asked(tab, "complete", CompletionForm)
    assert form.facts.third.visibleRegion().isEmpty()
    qtbot.keyClick(form, Qt.Key.Key_S, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: not form.facts.name.visibleRegion().isEmpty())
    fill(form)
    form.manner.set_value(None)
    view = form.findChild(Scrolling)
    assert view is not None
    view.to_top()
    assert form.quality.visibleRegion().isEmpty()
    form.submit()
    assert "No rating" in form.fields["quality"].problem()
    qtbot.waitUntil(lambda: not form.quality.visibleRegion().isEmpty())


@pytest.mark.qt_log_ignore("propagateSizeHints")
def test_what_a_third_party_lacks_is_said_whole_in_a_low_panel(whole_window: MainWindow, office: Office) -> None:
    case_id = a_repair(office).id
    tab = whole_window.show_tab(REGISTER)
    assert isinstance(tab, RegisterTab)
    tab.open_record(case_id)
    tab.panel.ask("dispatch")
    step = tab.panel.slot.form
    assert isinstance(step, DispatchStep)
    step.facts.show_third(ask=True)
    step.facts.name.setText("华安防水")
    step.submit()
    assert "qualification" in step.fields["third_qualification"].problem()
    for _turn in range(4):
        QApplication.processEvents()
    assert list(cut_words(whole_window)) == []


def test_a_slip_is_passed_on_to_another_team(qtbot: QtBot, tab: OrdersTab, office: Office) -> None:
    issued = a_slip(office)
    tab.open_record(issued.order_id)
    qtbot.keyClick(tab, Qt.Key.Key_S, Qt.KeyboardModifier.AltModifier)
    form = area(tab, ReassignForm)
    form.submit()
    assert form.fields["team"].problem() == "Which team gets the slip?"
    form.team.put_typed("土建班")
    form.submit()
    assert form.fields["reason"].problem()
    form.reason.setText("需凿开墙面")
    qtbot.keyClick(form, Qt.Key.Key_F8)
    assert slip(office, issued.order_id).team_name == "土建班"
    assert tab.panel.banner.words() == f"{issued.number}: passed on to 土建班."


def test_the_panel_says_who_printed_a_slip_again_when_and_why(tab: OrdersTab, office: Office) -> None:
    """R-WO-03."""
    order_id = a_slip(office).order_id
    office.do(prints.start_slip, order_id, "HP")
    office.do(prints.start_slip, order_id, "HP", "卡纸")
    tab.refresh()
    tab.open_record(order_id)
    assert "Printed again No. 1, today 10:30 (王敏): 卡纸" in tab.panel.facts.text()
