# SPDX-License-Identifier: Apache-2.0
"""The work orders tab: its lists, the number box and the scanner, and what is kept of the half-typed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from complaintdesk.desk import case_pages, dispatching
from complaintdesk.desk.access_lists import AccessFilter, accesses
from complaintdesk.desk.founding import shipped_procedure
from complaintdesk.desk.office import Office
from complaintdesk.domain.terms import CaseKind, Grade, OrderState
from complaintdesk.errors import EnvironmentProblem, ServerGone
from complaintdesk.labels import set_language
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.buttons import Button
from complaintdesk.ui.look import Tone
from complaintdesk.ui.tabs.chase_form import ChaseForm
from complaintdesk.ui.tabs.completion_form import CompletionForm
from complaintdesk.ui.tabs.order_panel import HANDLE
from complaintdesk.ui.tabs.order_steps import ReturnForm, VoidForm
from complaintdesk.ui.tabs.orders_tab import OrdersTab
from tests.builders import DeskClock, a_case, a_completion, a_repair, a_returned_slip, a_slip, rows, slip
from tests.desk.day_book import adopt
from tests.ui.conftest import Show
from tests.ui.slips import area, asked, fill, is_asking, numbers, scan, slip_id


@pytest.fixture
def tab(orders_tab: OrdersTab) -> OrdersTab:
    return orders_tab


def test_the_slip_whose_next_step_is_due_first_stands_on_top(
    bridge: Bridge, tab: OrdersTab, office: Office, clock: DeskClock
) -> None:
    now = office.now()
    late_agreed = a_slip(office, appointment_from=now + timedelta(hours=5))
    no_time = a_slip(office)
    early_agreed = a_slip(office, appointment_from=now + timedelta(hours=2))
    assert numbers(tab) == [early_agreed.number, late_agreed.number, no_time.number], "nobody comes before Monday"


def test_the_time_agreed_for_another_week_is_not_cut(bridge: Bridge, office: Office, show: Show) -> None:
    set_language("zh_CN")  # in which tomorrow is shorter than a date
    show(tab := OrdersTab(bridge))
    start = office.now() + timedelta(days=7)
    a_slip(office, appointment_from=start, appointment_to=start + timedelta(hours=3))
    metrics = tab.table.fontMetrics()
    assert metrics.horizontalAdvance(tab.table.cell(0, 1)) + 22 <= tab.table.columnWidth(1)


def test_the_views_say_how_many_slips_they_hold(tab: OrdersTab, office: Office) -> None:
    a_slip(office)
    a_returned_slip(office)
    office.do(dispatching.complete, a_completion(office, a_slip(office).order_id))
    labels = [tab.views.button(view).text() for view in ("open", "out", "late", "returned", "void", "all")]
    assert labels == ["Unfinished 1", "Not back 2", "Late 0", "Returned 1", "Void 0", "All 3"]
    assert OrdersTab.count(tab.bridge) == 1


def test_what_is_late_says_so_in_words_and_colour(tab: OrdersTab, office: Office, clock: DeskClock) -> None:
    a_slip(office, grade=Grade.URGENT)
    clock.later(hours=1)
    tab.refresh()
    assert tab.table.cell(0, 6) == "slip late 40 min"  # the slip was to be with engineering within 20 minutes
    tab.table.choose(tab.table.chosen_id() or slip_id(tab))
    assert tab.panel.due.text() == "slip late 40 min"
    assert tab.panel.ask("accept")
    clock.later(minutes=1, seconds=45)
    tab.tick()
    assert (tab.table.cell(0, 6), tab.panel.due.text()) == ("slip late 41 min",) * 2, "also while something is typed"


def test_the_slip_of_a_complaint_names_its_own_limit_in_list_and_panel(tab: OrdersTab, office: Office) -> None:
    """The complaint's answer may be due before the job: that is the case's limit, not the slip's."""
    issued = a_slip(office, a_case(office, CaseKind.COMPLAINT, category="public_lighting").id)
    tab.table.choose(issued.order_id)
    assert tab.table.cell(0, 6) == "—"
    assert tab.panel.due.text() == ""


def test_a_finished_slip_that_is_not_back_says_so(tab: OrdersTab, office: Office) -> None:
    issued = a_slip(office)
    office.do(dispatching.complete, a_completion(office, issued.order_id))
    tab.views.set_value("out")
    assert tab.table.cell(0, 6) == "slip not back"


def test_a_team_and_the_search_box_narrow_the_list(tab: OrdersTab, office: Office) -> None:
    a_slip(office, content="卫生间灯不亮，开关有火花")
    other = a_slip(office, team="弱电班", content="门禁读卡没有反应")
    tab.team.set_value("low_voltage")
    assert numbers(tab) == [other.number]
    tab.team.set_value("")
    tab.search("门禁")
    assert numbers(tab) == [other.number]
    tab.search("")
    assert tab.table.count() == 2


def test_slips_are_listed_by_a_team_that_only_an_earlier_rule_book_has(tab: OrdersTab, office: Office) -> None:
    slip = a_slip(office)
    adopt(office, shipped_procedure("process_rules"))
    tab.refresh()
    tab.team.set_value("plumbing_electric")
    assert tab.team.typed == "工程部 › 水电班"
    assert numbers(tab) == [slip.number]
    assert not tab.team.offers("lifts"), "it never had a slip"
    assert tab.team.offers(office.procedure.teams[0].id)


def test_when_a_server_that_was_away_answers_again_the_slip_chosen_meanwhile_is_shown(
    tab: OrdersTab, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_answer(*_asked: object) -> None:
        raise EnvironmentProblem("The server is away", "Wait")

    before, chosen = a_slip(office), a_slip(office)
    tab.open_record(before.order_id)
    with monkeypatch.context() as away:
        away.setattr(tab.bridge, "ask", no_answer)
        tab.table.choose(chosen.order_id)
    assert tab.banner.words() == "The server is away\nWait"
    tab.banner.findChildren(Button)[0].click()
    assert (tab.banner.words(), tab.panel.number.text()) == ("", chosen.number)


def test_an_empty_list_says_what_to_do_next(tab: OrdersTab) -> None:
    tab.views.set_value("all")
    assert tab.table._empty == (
        "No slip has been issued yet.",
        "Slips are issued from a case in the register.",
    )


def test_a_scanned_number_goes_to_its_slip_even_one_that_the_view_hides(
    qtbot: QtBot, tab: OrdersTab, office: Office
) -> None:
    a_slip(office)
    back = a_returned_slip(office)
    scan(qtbot, tab, back.number)
    assert tab.table.chosen_id() == back.order_id
    assert tab.views.value == "all"
    assert tab.panel.number.text() == back.number


@pytest.mark.parametrize("typed", ["1", "000001", "wx2026000001", "2026-1", "ｗｘ１"])
def test_a_number_can_be_typed_short(qtbot: QtBot, tab: OrdersTab, office: Office, typed: str) -> None:
    issued = a_slip(office)
    tab.number.setText(typed)
    qtbot.keyClick(tab.number, Qt.Key.Key_Return)
    assert tab.table.chosen_id() == issued.order_id


def test_an_unknown_number_is_said_beside_the_box_and_the_keyboard_stays_there(qtbot: QtBot, tab: OrdersTab) -> None:
    scan(qtbot, tab, "WX2026-000099")
    assert tab.said.text() == "No slip has the number WX2026-000099."
    assert tab.number.hasFocus()
    assert tab.number.selectedText() == "WX2026-000099"


def test_a_cases_number_goes_to_its_last_slip_or_says_that_it_has_none(
    qtbot: QtBot, tab: OrdersTab, office: Office
) -> None:
    case = a_repair(office)
    scan(qtbot, tab, case.number)
    assert tab.said.text() == f"{case.number} is a case without a slip."
    issued = a_slip(office, case.id)
    scan(qtbot, tab, case.number)
    assert tab.table.chosen_id() == issued.order_id


def test_what_a_scanner_types_over_the_list_lands_in_the_number_box(
    qtbot: QtBot, tab: OrdersTab, office: Office
) -> None:
    first, second = a_slip(office), a_slip(office)
    tab.table.setFocus()
    scan(qtbot, tab, second.number)
    assert tab.table.chosen_id() == second.order_id
    assert tab.panel.number.text() != first.number


def test_letters_typed_for_a_worker_stay_with_the_worker(qtbot: QtBot, tab: OrdersTab, office: Office) -> None:
    first = a_slip(office)
    tab.open_record(first.order_id)
    worker = asked(tab, "complete", CompletionForm).worker
    assert worker is not None
    worker.setFocus()
    for letter in "lzq":
        qtbot.keyClicks(QApplication.focusWidget(), letter)
    assert (worker.typed, tab.number.text()) == ("lzq", "")


def test_the_next_slip_scanned_while_a_return_waits_for_its_key_does_not_book_the_first_one_in(
    qtbot: QtBot, tab: OrdersTab, office: Office
) -> None:
    first, second = a_slip(office), a_slip(office)
    for issued in (first, second):
        office.do(dispatching.complete, a_completion(office, issued.order_id))
    scan(qtbot, tab, first.number)
    scan(qtbot, tab, first.number)
    assert isinstance(tab.panel.slot.form, ReturnForm)
    scan(qtbot, tab, second.number)
    assert slip(office, first.order_id).state is OrderState.COMPLETED
    assert tab.table.chosen_id() == second.order_id


def test_what_is_half_typed_waits_with_its_slip(tab: OrdersTab, office: Office, bridge: Bridge) -> None:
    first, second = a_slip(office), a_slip(office)
    tab.open_record(first.order_id)
    form = asked(tab, "complete", CompletionForm)
    fill(form)
    tab.open_record(second.order_id)
    assert not is_asking(tab)
    tab.open_record(first.order_id)
    again = area(tab, CompletionForm)
    assert again.result.text() == "更换下水软管，试水三次不漏"
    assert again.materials.drafts(priced=True)[0].name == "下水软管"
    assert again.worker is not None
    assert again.worker.typed == "李志强"


def test_what_is_half_typed_survives_the_program(tab: OrdersTab, office: Office, bridge: Bridge, show: Show) -> None:
    issued = a_slip(office)
    tab.open_record(issued.order_id)
    form = asked(tab, "remind", ChaseForm)
    form.words.setText("业主在家等")
    tab.keep()
    another = OrdersTab(bridge)
    show(another)
    another.open_record(issued.order_id)
    again = area(another, ChaseForm)
    assert again.words.text() == "业主在家等"
    again.submit()
    assert bridge.staff is not None
    assert bridge.forms.kept(bridge.staff.id, "order/") == {}


def test_an_area_opened_by_mistake_is_not_kept(tab: OrdersTab, office: Office) -> None:
    first, second = a_slip(office), a_slip(office)
    tab.open_record(first.order_id)
    tab.panel.ask("remind")
    tab.open_record(second.order_id)
    tab.open_record(first.order_id)
    assert not is_asking(tab)


def test_the_slips_case_opens_in_the_register(qtbot: QtBot, tab: OrdersTab, office: Office) -> None:
    issued = a_slip(office)
    tab.open_record(issued.order_id)
    with qtbot.waitSignal(tab.asked_for) as asked:
        qtbot.keyClick(tab, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    assert asked.args == ["case", slip(office, issued.order_id).case.id]


def test_the_phone_is_masked_until_it_is_pressed_which_stands_on_record(
    qtbot: QtBot, tab: OrdersTab, office: Office
) -> None:
    issued = a_slip(office)
    tab.open_record(issued.order_id)
    phone = tab.panel.phone
    assert phone.shown() == "138****1234"
    qtbot.mouseClick(phone, Qt.MouseButton.LeftButton)
    assert phone.shown() == "138 0000 1234"
    (row,) = office.ask(accesses, AccessFilter(), office.zone)
    assert row.reason == slip(office, issued.order_id).case.number
    qtbot.mouseClick(phone, Qt.MouseButton.LeftButton)
    assert phone.shown() == "138****1234"


def test_no_part_of_the_tab_ever_becomes_a_window_of_its_own(tab: OrdersTab, office: Office) -> None:
    tab.open_record(a_slip(office).order_id)
    for step in ("accept", "complete", "remind", "void", HANDLE):
        tab.panel.ask(step)
    shown = [widget for widget in QApplication.topLevelWidgets() if widget.isVisible()]
    assert shown == [tab.window()]


def test_the_state_of_the_slip_stands_on_a_ground_that_tells_it(tab: OrdersTab, office: Office) -> None:
    back = a_returned_slip(office)
    tab.open_record(back.order_id)
    assert tab.panel.state.text() == "Slip returned"
    assert tab.panel.state._tone is Tone.GOOD


def test_where_a_slip_is_read_in_half_none_is_worked_on_until_it_is_read(
    bridge: Bridge, office: Office, orders_tab: OrdersTab, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = a_slip(office), a_slip(office)
    orders_tab.refresh()
    orders_tab.open_record(first.order_id)

    def gone_midway(query: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        if query is case_pages.case_page:
            raise ServerGone
        return office.ask(query, *args, **kwargs)

    with monkeypatch.context() as patch:
        patch.setattr(bridge, "ask", gone_midway)
        orders_tab.table.choose(second.order_id)
    assert (orders_tab.panel.head.isHidden(), orders_tab.panel.deeds.isHidden()) == (True, True)
    orders_tab.table.opened.emit(second.order_id)
    assert orders_tab.panel.slot.form is None
    orders_tab.refresh()
    form = asked(orders_tab, "remind", ChaseForm)
    form.whom.setText("李志强")
    form.words.setText("催")
    form.submit()
    assert orders_tab.panel.number.text() == second.number
    assert rows(office, "SELECT order_id FROM case_event WHERE kind = 'reminded'") == [(second.order_id,)]


def test_what_enter_does_next_is_said_after_each_deed(
    qtbot: QtBot, tab: OrdersTab, office: Office, clock: DeskClock
) -> None:
    issued, other = a_slip(office), a_slip(office)
    clock.later(minutes=40)
    scan(qtbot, tab, issued.number)
    qtbot.keyClick(tab.number, Qt.Key.Key_Return)
    form = area(tab, CompletionForm)
    fill(form)
    form.submit()
    assert slip(office, issued.order_id).state is OrderState.COMPLETED
    assert tab.said.text() == "Enter again: book in"
    tab.window().activateWindow()
    qtbot.waitUntil(tab.window().isActiveWindow)
    scan(qtbot, tab, other.number)
    void = asked(tab, "void", VoidForm)
    void.reason.setText("开错了")
    void.submit()
    assert slip(office, other.order_id).state is OrderState.VOID
    assert tab.said.text() == ""
