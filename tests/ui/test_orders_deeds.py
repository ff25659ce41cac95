# SPDX-License-Identifier: Apache-2.0
"""Each deed on a slip, through the area that asks for it."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from complaintdesk.desk import cases, dispatching
from complaintdesk.desk.office import Office
from complaintdesk.domain.terms import CaseState, Charge, OrderState, Rating, Role
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.tabs.chase_form import ChaseForm
from complaintdesk.ui.tabs.completion_form import CompletionForm
from complaintdesk.ui.tabs.order_steps import (
    AcceptForm,
    ArriveForm,
    HandleForm,
    ReturnForm,
    VoidForm,
    WithdrawForm,
)
from complaintdesk.ui.tabs.orders_tab import OrdersTab
from tests.builders import NAME_OF, PASSWORD, DeskClock, a_completion, a_repair, a_returned_slip, a_slip, page, slip
from tests.ui.slips import area, asked, fill, is_asking, issued_at, numbers, scan, times_of


@pytest.fixture
def tab(orders_tab: OrdersTab) -> OrdersTab:
    return orders_tab


def test_a_slip_is_accepted_and_the_worker_arrives_with_the_times_said_on_the_phone(
    qtbot: QtBot, tab: OrdersTab, office: Office, clock: DeskClock
) -> None:
    issued = a_slip(office)
    clock.later(minutes=30)
    tab.open_record(issued.order_id)
    qtbot.mouseClick(tab.panel.steps["accept"], Qt.MouseButton.LeftButton)
    form = area(tab, AcceptForm)
    form.worker.put_typed("李志强")
    qtbot.keyClicks(form.time.input, "10:48")
    assert form.time._note.text() == "Sat 2026-11-21 10:48"
    qtbot.keyClick(form, Qt.Key.Key_F8)
    record = slip(office, issued.order_id)
    assert (record.state, record.worker) == (OrderState.ACCEPTED, "李志强")
    assert record.accepted_at == issued_at(office) + timedelta(minutes=18)
    assert tab.panel.banner.words() == f"{issued.number}: accepted by 李志强."
    qtbot.keyClick(tab, Qt.Key.Key_F3)
    qtbot.keyClick(area(tab, ArriveForm), Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert slip(office, issued.order_id).state is OrderState.ARRIVED
    assert tab.number.hasFocus()


def test_a_time_that_contradicts_the_step_before_is_refused_beside_its_box_and_stays(
    tab: OrdersTab, office: Office, clock: DeskClock
) -> None:
    issued = a_slip(office)
    clock.later(hours=1)
    tab.open_record(issued.order_id)
    form = asked(tab, "accept", AcceptForm)
    form.worker.put_typed("李志强")
    form.time.input.setText("11-21 10:05")
    form.submit()
    assert form.fields["accepted_at"].problem() == "This is before the slip was issued."
    assert form.time.input.text() == "11-21 10:05"
    form.time.input.setText("11:60")
    form.submit()
    assert "no time" in form.fields["accepted_at"].problem()
    assert slip(office, issued.order_id).state is OrderState.ISSUED


def test_who_took_the_slip_must_be_said(tab: OrdersTab, office: Office) -> None:
    issued = a_slip(office)
    tab.open_record(issued.order_id)
    form = asked(tab, "accept", AcceptForm)
    form.submit()
    assert form.fields["worker"].problem() == "Who took the slip?"


def test_what_is_wrong_with_a_time_takes_the_place_of_its_echo(tab: OrdersTab, office: Office) -> None:
    tab.open_record(a_slip(office).order_id)
    row = asked(tab, "accept", AcceptForm).time
    fine = row.sizeHint().height()
    row.input.setText("11:60")
    row.set_problem("no time")
    assert row.sizeHint().height() - fine < row.fontMetrics().height()


def test_a_slip_that_comes_back_with_everything_written_on_it_is_typed_in_at_once(
    qtbot: QtBot, tab: OrdersTab, office: Office, clock: DeskClock
) -> None:
    issued = a_slip(office)
    clock.later(minutes=40)
    scan(qtbot, tab, issued.number)
    assert tab.said.text() == "Enter again: type the completion"
    qtbot.keyClick(tab.number, Qt.Key.Key_Return)
    form = area(tab, CompletionForm)
    fill(form)
    qtbot.mouseClick(form.quality.button("content"), Qt.MouseButton.LeftButton)
    assert form.sums.text() == "Total ¥75.00  柒拾伍元整, not charged"
    qtbot.keyClick(form, Qt.Key.Key_F9)
    record = slip(office, issued.order_id)
    assert record.state is OrderState.RETURNED
    assert [moment.astimezone(office.zone).strftime("%H:%M") for moment in times_of(record) if moment] == [
        "10:33",
        "10:40",
        "10:55",
    ]
    assert (str(record.material_total), str(record.labour), str(record.total)) == ("45.00", "30.00", "75.00")
    proposed = area(tab, HandleForm)
    qtbot.keyClick(proposed.accept_button, Qt.Key.Key_Return)
    assert page(office, record.case.id).case.state is CaseState.IN_HAND  # a double press is one press
    qtbot.waitUntil(lambda: proposed.listening)
    qtbot.keyClick(proposed.accept_button, Qt.Key.Key_Return)
    assert page(office, record.case.id).case.state is CaseState.HANDLED
    assert page(office, record.case.id).case.outcome == "更换下水软管，试水三次不漏"
    assert tab.panel.banner.words() == f"{record.case.number}: handled."


def test_everything_wrong_with_a_completion_is_said_beside_its_field(
    tab: OrdersTab, office: Office, clock: DeskClock
) -> None:
    issued = a_slip(office)
    clock.later(minutes=40)
    tab.open_record(issued.order_id)
    form = asked(tab, "complete", CompletionForm)
    form.submit()
    assert form.fields["accepted_at"].problem() == "This time is written on the slip."
    fill(form)
    form.labour.setText("三十")
    form.submit()
    assert "no amount" in form.fields["labour"].problem()
    form.labour.setText("")
    form.materials.lines[0].boxes["quantity"].setText("x")
    form.submit()
    assert "no quantity" in form.fields["materials"].problem()
    assert form.materials.lines[0].boxes["quantity"].hasFocus()
    form.materials.lines[0].boxes["quantity"].setText("1")
    form.result.setText(" ")
    form.submit()
    assert form.fields["result"].problem() == "What was done? Copy it from the slip."
    form.result.setText("换了软管")
    list(form._times.values())[1].input.setText("10:31")
    form.submit()
    assert form.fields["arrived_at"].problem() == "This is before the slip was accepted."
    assert slip(office, issued.order_id).state is OrderState.ISSUED


def test_materials_of_the_owner_cost_nothing_and_are_checked(tab: OrdersTab, office: Office, clock: DeskClock) -> None:
    issued = a_slip(office)
    clock.later(minutes=40)
    tab.open_record(issued.order_id)
    form = asked(tab, "complete", CompletionForm)
    assert form.owners.isHidden()
    fill(form)
    own = form.materials.lines[1]
    own.name.setText("水龙头")
    own.boxes["quantity"].setText("1")
    own.by_owner.click()
    assert not form.owners.isHidden()
    assert own.amount.text() == "—"
    form.submit()
    assert "水龙头" in form.fields["fit"].problem()
    focused = tab.window().focusWidget()  # whether or not the machine's own window is the active one
    assert focused is not None
    assert form.owners.fits[own].choices.isAncestorOf(focused)
    form.owners.fits[own].choices.button(False).click()
    QApplication.processEvents()
    name, choices = form.owners.fits[own].name, form.owners.fits[own].choices
    assert name.geometry().right() < choices.geometry().left(), "each choice says of what"
    form.submit()
    assert "written wish" in form.fields["wished_by"].problem()
    form.owners.wished_by.setText("张建国")
    form.owners.wished_at.input.setText("10:31")
    form.owners.fits[own].choices.button(True).click()
    assert form.owners.line.isHidden()
    form.submit()
    record = slip(office, issued.order_id)
    assert record.more.wished_by == ""
    assert record.owner_material_fit is True
    assert [each.name for each in record.materials] == ["下水软管", "水龙头"]
    assert str(record.total) == "75.00"


def test_a_bill_above_the_price_told_asks_whether_the_client_agreed(tab: OrdersTab, office: Office) -> None:
    issued = a_slip(office, charge=Charge.CHARGEABLE, quoted=Decimal(60), price_agreed=True)
    tab.open_record(issued.order_id)
    form = asked(tab, "complete", CompletionForm)
    fill(form)
    assert form.against_price.text() == "The client was told ¥60.00. This is ¥15.00 more: has the client agreed?"
    form.materials.lines[0].boxes["price"].setText("")
    with pytest.raises(Exception, match="cost"):
        form.materials.drafts(priced=True)


def test_enter_on_an_empty_line_of_material_goes_on_to_the_labour(qtbot: QtBot, tab: OrdersTab, office: Office) -> None:
    tab.open_record(a_slip(office).order_id)
    form = asked(tab, "complete", CompletionForm)
    form.materials.lines[0].name.setFocus()
    qtbot.keyClick(form.materials.lines[0].name, Qt.Key.Key_Return)
    assert form.labour.hasFocus()


def test_ctrl_enter_saves_a_completion_only_with_the_materials_that_are_begun(
    qtbot: QtBot, tab: OrdersTab, office: Office, clock: DeskClock
) -> None:
    issued = a_slip(office)
    clock.later(minutes=40)
    tab.open_record(issued.order_id)
    form = asked(tab, "complete", CompletionForm)
    fill(form)
    line = form.materials.lines[0]
    line.boxes["quantity"].clear()
    form.result.setFocus()
    qtbot.keyClick(form.result, Qt.Key.Key_Tab)
    assert line.name.hasFocus()
    qtbot.keyClick(line.name, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert form.fields["materials"].problem() != ""
    assert slip(office, issued.order_id).state is OrderState.ISSUED
    line.boxes["quantity"].setText("2")
    qtbot.keyClick(line.boxes["price"], Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    saved = slip(office, issued.order_id)
    assert (saved.state, [each.name for each in saved.materials]) == (OrderState.COMPLETED, ["下水软管"])


def test_tab_leaves_a_text_and_ctrl_enter_saves_it(qtbot: QtBot, tab: OrdersTab, office: Office) -> None:
    issued = a_slip(office)
    tab.open_record(issued.order_id)
    reminder = asked(tab, "remind", ChaseForm)
    qtbot.keyClicks(reminder.words, "on the way")
    qtbot.keyClick(reminder.words, Qt.Key.Key_Tab)
    assert reminder.promise.hasFocus()
    qtbot.keyClick(reminder.promise, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert tab.panel.slot.form is None
    assert tab.panel.page is not None
    assert tab.panel.page.events[-1].words == "on the way"


def test_missing_ratings_are_said_before_a_completion_is_saved_without_them(
    qtbot: QtBot, tab: OrdersTab, office: Office, clock: DeskClock
) -> None:
    issued = a_slip(office)
    clock.later(minutes=40)
    tab.open_record(issued.order_id)
    form = asked(tab, "complete", CompletionForm)
    fill(form)
    form.manner.set_value(None)
    qtbot.keyClick(form, Qt.Key.Key_F8)
    assert form.fields["quality"].problem() == "No rating is entered. If the client gave none, save again."
    focused = QApplication.focusWidget()
    assert focused is not None
    assert form.quality.isAncestorOf(focused), "the first that is missing"
    assert slip(office, issued.order_id).state is OrderState.ISSUED
    qtbot.keyClick(focused, Qt.Key.Key_2)
    assert form.quality.value is Rating.FAIR
    form.quality.set_value(None)
    qtbot.keyClick(form, Qt.Key.Key_F8)
    assert slip(office, issued.order_id).state is OrderState.COMPLETED


def test_one_key_says_that_the_client_is_content_with_all(qtbot: QtBot, tab: OrdersTab, office: Office) -> None:
    tab.open_record(a_slip(office).order_id)
    form = asked(tab, "complete", CompletionForm)
    qtbot.keyClick(form, Qt.Key.Key_Q, Qt.KeyboardModifier.AltModifier)
    assert [each.value for each in (form.quality, form.manner, form.timeliness)] == [Rating.CONTENT] * 3


def test_each_step_has_one_key_of_its_own(qtbot: QtBot, tab: OrdersTab, office: Office) -> None:
    issued = a_slip(office)
    tab.open_record(issued.order_id)
    qtbot.keyClick(tab, Qt.Key.Key_F9)
    assert not is_asking(tab)
    qtbot.keyClick(tab, Qt.Key.Key_F11)
    area(tab, CompletionForm).left.emit()
    office.do(dispatching.accept, issued.order_id, "李志强")
    office.do(dispatching.arrive, issued.order_id)
    tab.refresh()
    assert tab.panel.steps["complete"].primary
    qtbot.keyClick(tab, Qt.Key.Key_F11)
    area(tab, CompletionForm)


def test_a_reminder_keeps_whom_how_what_was_said_and_what_was_promised(
    qtbot: QtBot, tab: OrdersTab, office: Office
) -> None:
    issued = a_slip(office)
    tab.open_record(issued.order_id)
    qtbot.keyClick(tab, Qt.Key.Key_F7)
    form = area(tab, ChaseForm)
    assert form.whom.text() == "水电班"
    form.whom.setText("")
    form.submit()
    assert form.fields["whom"].problem() == "Who was reminded?"
    form.whom.setText("李志强")
    form.words.setText("业主等了一小时")
    form.promise.setText("11:20 前到")
    form.submit()
    assert slip(office, issued.order_id).reminders == 1
    told = page(office, slip(office, issued.order_id).case.id).events[-1]
    assert (told.words, told.facts["whom"], told.facts["how"]) == ("业主等了一小时", "李志强", "phone")
    said = "李志强 · By phone · “业主等了一小时” · promised: 11:20 前到"
    assert any(said in line for line in tab.panel.timeline.lines())


def test_the_last_step_is_taken_back_with_a_reason_and_typed_again_from_what_stood_there(
    tab: OrdersTab, office: Office
) -> None:
    issued = a_slip(office)
    office.do(dispatching.complete, a_completion(office, issued.order_id))
    tab.open_record(issued.order_id)
    form = asked(tab, "withdraw", WithdrawForm)
    assert form.title.text().startswith("Take back: Completed")
    form.submit()
    assert form.fields["reason"].problem() == "Why? The reason stays in the books."
    form.reason.setText("记错单了")
    form.submit()
    assert slip(office, issued.order_id).state is OrderState.ARRIVED
    again = asked(tab, "complete", CompletionForm)
    assert again.worker is None
    assert again.materials.drafts(priced=True)[0].name == "角阀"
    assert (again.labour.text(), again.quality.value) == ("20.00", "content")


def test_a_spoiled_slip_is_voided_and_stays_in_the_books(tab: OrdersTab, office: Office) -> None:
    issued = a_slip(office)
    tab.open_record(issued.order_id)
    form = asked(tab, "void", VoidForm)
    form.reason.setText("业主取消")
    form.submit()
    assert slip(office, issued.order_id).state is OrderState.VOID
    assert tab.table.count() == 0
    tab.views.set_value("void")
    assert numbers(tab) == [issued.number]


def test_a_return_whose_case_has_another_slip_out_proposes_nothing(tab: OrdersTab, office: Office) -> None:
    case = a_repair(office)
    first, _second = a_slip(office, case.id), a_slip(office, case.id)
    office.do(dispatching.complete, a_completion(office, first.order_id))
    tab.open_record(first.order_id)
    form = asked(tab, "return", ReturnForm)
    form.submit()
    assert slip(office, first.order_id).state is OrderState.RETURNED
    assert not is_asking(tab)


def test_not_yet_leaves_the_case_open(qtbot: QtBot, tab: OrdersTab, office: Office) -> None:
    issued = a_slip(office)
    office.do(dispatching.complete, a_completion(office, issued.order_id))
    tab.open_record(issued.order_id)
    form = asked(tab, "return", ReturnForm)
    form.submit()
    qtbot.keyClick(area(tab, HandleForm), Qt.Key.Key_Escape)
    assert not is_asking(tab)
    assert slip(office, issued.order_id).case.state is CaseState.IN_HAND


def test_a_slip_whose_case_moved_on_meanwhile_says_what_is_in_the_way(tab: OrdersTab, office: Office) -> None:
    issued = a_returned_slip(office)
    case_id = slip(office, issued.order_id).case.id
    tab.open_record(issued.order_id)
    form = asked(tab, "withdraw", WithdrawForm)
    office.do(cases.handle, case_id, "已修好")
    form.reason.setText("还没修好")
    form.submit()
    assert form.banner.words() == "Take back the handling noted after it first."
    assert form.reason.text() == "还没修好"


def test_engineering_sees_its_own_deeds_alone(bridge: Bridge, tab: OrdersTab, office: Office) -> None:
    issued = a_slip(office)
    office.do(dispatching.complete, a_completion(office, issued.order_id))
    bridge.sign_in(NAME_OF[Role.ENGINEERING], PASSWORD)
    tab.open_record(issued.order_id)
    assert tab.panel.steps["return"].isHidden()
    assert tab.panel.void.isHidden()
    assert tab.panel.remind.isHidden()
    assert not tab.panel.print.isHidden()


def test_tab_goes_through_a_line_of_material_and_on_to_the_next(qtbot: QtBot, tab: OrdersTab, office: Office) -> None:
    tab.open_record(a_slip(office).order_id)
    materials = asked(tab, "complete", CompletionForm).materials
    materials.lines[0].name.setText("软管")
    materials.lines[1].name.setText("角阀")
    wanted = [box for line in materials.lines for box in (*line.boxes.values(), line.by_owner)]
    materials.lines[0].name.setFocus()
    for box in wanted[1:]:
        focus = QApplication.focusWidget()
        assert focus is not None
        qtbot.keyClick(focus, Qt.Key.Key_Tab)
        assert box.hasFocus()
