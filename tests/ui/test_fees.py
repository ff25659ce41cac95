# SPDX-License-Identifier: Apache-2.0
"""Money at the desk: taken, put right and given back in the slip's panel, and told before another paid job begins."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
import python_calamine
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from complaintdesk.desk import dispatching, fee_pages, fees, people
from complaintdesk.desk.fee_records import FeeRecord, PaymentDraft
from complaintdesk.desk.office import Office
from complaintdesk.domain.terms import Charge, PaymentMethod, Role
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.buttons import Button
from complaintdesk.ui.fee_export import FeesDialog, export_fees
from complaintdesk.ui.tabs.completion_form import CompletionForm
from complaintdesk.ui.tabs.fee_steps import DueForm, PayForm, VoidPaymentForm
from complaintdesk.ui.tabs.household_card import HouseholdCard
from complaintdesk.ui.tabs.order_steps import HandleForm
from complaintdesk.ui.tabs.orders_tab import OrdersTab
from complaintdesk.ui.tabs.place_panel import PlacePanel
from tests.builders import NAME_OF, PASSWORD, DeskClock, a_completion, a_household, a_repair, a_slip, slip
from tests.ui.calls import Register
from tests.ui.conftest import Answers, Show
from tests.ui.slips import area, asked, fill, is_asking, numbers


@pytest.fixture
def tab(orders_tab: OrdersTab) -> OrdersTab:
    return orders_tab


def a_fee(office: Office, **changes: object) -> int:
    """The id of a chargeable slip whose job is done: 91 yuan."""
    facts = {"charge": Charge.CHARGEABLE, "quoted": Decimal(90), "price_agreed": True} | changes
    order_id = a_slip(office, a_repair(office, **facts).id).order_id
    office.do(dispatching.complete, a_completion(office, order_id))
    return order_id


def fee(office: Office, order_id: int) -> FeeRecord:
    found = office.ask(fee_pages.fee_of_order, order_id)
    assert found is not None
    return found


def open_slip(tab: OrdersTab, order_id: int) -> None:
    tab.refresh()
    tab.open_record(order_id)


def shown(*parts: QWidget) -> list[bool]:
    return [not part.isHidden() for part in parts]


def test_a_paid_job_that_comes_to_nothing_is_asked_about_before_it_is_saved(
    qtbot: QtBot, tab: OrdersTab, office: Office, clock: DeskClock
) -> None:
    """R-WO-08: a job to be paid for without a sum is mostly one whose labour was left out."""
    paid = {"charge": Charge.CHARGEABLE, "price_agreed": True, "price_on_site": True}
    order_id = a_slip(office, a_repair(office, **paid).id).order_id
    clock.later(minutes=40)
    open_slip(tab, order_id)
    form = asked(tab, "complete", CompletionForm)
    words = "The job is to be paid for, but comes to nothing: is the labour missing?"
    assert shown(form.against_price) == [True]
    assert form.against_price.text() == words
    form.labour.setText("20")
    assert shown(form.against_price) == [False]
    fill(form)
    for box in form.materials.lines[0].boxes.values():
        box.setText("")
    form.labour.setText("0")
    qtbot.keyClick(form, Qt.Key.Key_F8)
    assert form.fields["labour"].problem() == "Nothing would be owed for it. If that is right, save again."
    assert slip(office, order_id).completed_at is None
    qtbot.keyClick(form, Qt.Key.Key_F8)
    assert fee(office, order_id).due == 0
    free = a_slip(office).order_id
    open_slip(tab, free)
    assert shown(asked(tab, "complete", CompletionForm).against_price) == [False]


def test_what_is_open_is_taken_by_keys_and_the_account_shows_it(qtbot: QtBot, tab: OrdersTab, office: Office) -> None:
    order_id = a_fee(office)
    open_slip(tab, order_id)
    assert tab.panel.account.text() == "Due ¥91.00\nOpen ¥91.00"
    qtbot.keyClick(tab, Qt.Key.Key_F6)
    form = area(tab, PayForm)
    assert form.amount.hasFocus()
    assert (form.amount.text(), form.payer.text()) == ("91.00", "仇女士")
    qtbot.keyClicks(form.amount, "30.5")
    qtbot.keyClick(form, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    qtbot.keyClicks(form.receipt, "0012")
    form.receipt.setFocus()
    qtbot.keyClick(form.receipt, Qt.Key.Key_Return)
    assert form.accept_button.hasFocus(), "Enter goes on to the button that takes the form, not out of it"
    qtbot.keyClick(form.accept_button, Qt.Key.Key_Return)
    (payment,) = fee(office, order_id).payments
    assert (payment.amount, payment.method, payment.receipt_no) == (Decimal("30.50"), PaymentMethod.WECHAT, "0012")
    number = slip(office, order_id).number
    assert tab.panel.banner.words() == f"{number}: payment noted. ¥60.50 is open."
    assert tab.panel.account.text().splitlines() == [
        "Due ¥91.00",
        "today 10:30 WeChat · 仇女士 · receipt 0012 · 王敏 ¥30.50",
        "Open ¥60.50",
    ]
    form = asked(tab, "pay", PayForm)
    assert form.amount.text() == "60.50"
    form.method.set_value(PaymentMethod.CASH)
    form.submit()
    assert tab.panel.account.text().splitlines()[-1] == "Paid in full ¥0.00"
    assert shown(tab.panel.pay, tab.panel.void_payment) == [False, True]


def test_what_no_till_would_take_is_refused_beside_its_field_and_stays(tab: OrdersTab, office: Office) -> None:
    order_id, other = a_fee(office), a_fee(office)
    office.do(fees.pay, PaymentDraft(other, Decimal(1), PaymentMethod.CASH, receipt_no="0012"))
    open_slip(tab, order_id)
    form = asked(tab, "pay", PayForm)
    form.submit()
    assert form.fields["method"].problem() == "How was it paid?"
    form.method.set_value(PaymentMethod.CARD)
    form.amount.setText("91.01")
    form.submit()
    assert form.fields["amount"].problem() == "Only ¥91.00 is open; more can't be taken for this slip."
    form.amount.setText("neunzig")
    form.submit()
    assert "no amount in yuan" in form.fields["amount"].problem()
    form.amount.setText("91")
    form.receipt.setText("0012")
    form.submit()
    number = slip(office, other).number
    assert form.fields["receipt_no"].problem() == f"Receipt 0012 was given for slip {number} already."
    form.receipt.setText("0013")
    form.time.input.setText("09:00")
    form.submit()
    assert form.fields["paid_at"].problem() == "This is before the case was received."
    assert fee(office, order_id).payments == ()


def test_only_a_room_has_a_months_bill(tab: OrdersTab, office: Office) -> None:
    open_slip(tab, a_fee(office))
    names = [button.text() for button in asked(tab, "pay", PayForm).method._buttons]
    assert "On the month's bill" not in names
    order_id = a_fee(office, place_id=a_household(office), place_text="")
    open_slip(tab, order_id)
    form = asked(tab, "pay", PayForm)
    form.method.set_value(PaymentMethod.MONTHLY_BILL)
    form.submit()
    assert fee(office, order_id).owed == 0


def test_a_waived_amount_shows_what_the_slip_says_and_why(tab: OrdersTab, office: Office) -> None:
    order_id = a_fee(office)
    open_slip(tab, order_id)
    form = asked(tab, "due", DueForm)
    form.amount.setText("60")
    form.submit()
    assert form.fields["reason"].problem() == "Why? The reason stays in the books."
    form.reason.setText("返修，人工费免收")
    form.submit()
    assert tab.panel.account.text().splitlines() == [
        "Due ¥60.00",
        "The slip says ¥91.00; 王敏: 返修，人工费免收",
        "Open ¥60.00",
    ]


@pytest.mark.parametrize(("taken", "left"), [(0, "55.00"), (1, "70.00")])
def test_of_two_amounts_due_both_are_shown_and_a_person_decides_again(
    tab: OrdersTab, office: Office, taken: int, left: str
) -> None:
    order_id = a_fee(office)
    open_slip(tab, order_id)
    form = asked(tab, "due", DueForm)
    form.amount.setText("55")
    form.reason.setText("业主不满意")
    office.do(fees.set_due, order_id, fee(office, order_id).version, Decimal(70), "材料免收")
    form.submit()
    said = form.banner.words().splitlines()
    assert "another desk" in said[0]
    assert said[1:] == ["Due: there “¥70.00”, here “¥55.00”", "Reason: there “材料免收”, here “业主不满意”"]
    form.banner._deeds[taken].click()
    if taken:
        assert (form.amount.text(), form.reason.text()) == ("70.00", "材料免收")
        form.submit()
    assert fee(office, order_id).due == Decimal(left)


def test_a_payment_noted_by_mistake_is_void_and_stays_in_sight(tab: OrdersTab, office: Office) -> None:
    order_id = a_fee(office)
    office.do(fees.pay, PaymentDraft(order_id, Decimal(40), PaymentMethod.CASH, "单飞", "0012"))
    open_slip(tab, order_id)
    form = asked(tab, "void_payment", VoidPaymentForm)
    form.submit()
    assert form.fields["reason"].problem()
    form.reason.setText("记错了单")
    form.submit()
    assert tab.panel.account.text().splitlines() == [
        "Due ¥91.00",
        "today 10:30 Cash · 单飞 · receipt 0012 · 王敏 · void: 记错了单 (¥40.00)",
        "Open ¥91.00",
    ]
    assert tab.panel.void_payment.isHidden()


def test_a_half_typed_payment_comes_back_and_is_taken_once(tab: OrdersTab, office: Office) -> None:
    order_id, other = a_fee(office), a_fee(office)
    open_slip(tab, order_id)
    form = asked(tab, "pay", PayForm)
    form.amount.setText("40")
    form.method.set_value(PaymentMethod.ALIPAY)
    form.payer.setText("单飞")
    token = form._token
    tab.open_record(other)
    assert not is_asking(tab)
    tab.open_record(order_id)
    again = area(tab, PayForm)
    assert (again.amount.text(), again.method.value, again.payer.text(), again._token) == (
        *("40", PaymentMethod.ALIPAY, "单飞", token),
    )
    again.submit()
    assert [each.payer for each in fee(office, order_id).payments] == ["单飞"]


def test_who_may_not_waive_or_give_back_is_not_asked(tab: OrdersTab, bridge: Bridge, office: Office) -> None:
    order_id = a_fee(office)
    office.do(fees.pay, PaymentDraft(order_id, Decimal(40), PaymentMethod.CASH))
    seen = {}
    for role in (Role.CLERK, Role.FINANCE, Role.ENGINEERING):
        bridge.sign_in(NAME_OF[role], PASSWORD)
        open_slip(tab, order_id)
        seen[role] = shown(tab.panel.pay, tab.panel.due_button, tab.panel.void_payment)
        assert ("voided by a supervisor" in tab.panel.account.text()) is tab.panel.void_payment.isHidden()
    assert seen == {
        Role.CLERK: [True, False, False],
        Role.FINANCE: [True, False, True],
        Role.ENGINEERING: [False, False, False],
    }


def test_unpaid_slips_have_a_view_with_their_count_and_what_is_open(tab: OrdersTab, office: Office) -> None:
    paid, owing = a_fee(office), a_fee(office)
    office.do(fees.pay, PaymentDraft(paid, Decimal(91), PaymentMethod.CASH))
    tab.refresh()
    assert tab.views.button("unpaid").text() == "Unpaid 1"
    tab.views.set_value("unpaid")
    assert numbers(tab) == [slip(office, owing).number]
    assert tab.table.cell(0, 6) == "open ¥91.00"


def test_a_slip_booked_in_says_what_is_open_and_paying_comes_next(qtbot: QtBot, tab: OrdersTab, office: Office) -> None:
    order_id = a_fee(office)
    open_slip(tab, order_id)
    assert not tab.panel.pay.primary
    tab.panel.ask("return")
    assert tab.panel.slot.form is not None
    tab.panel.slot.form.submit()
    assert tab.panel.banner.words() == f"{slip(office, order_id).number}: booked in. ¥91.00 is open."
    area(tab, HandleForm).left.emit()
    paying: Button = tab.panel.pay
    assert paying.primary
    assert tab.panel.next_step() == "pay"


def test_the_household_card_says_what_is_owed_before_another_paid_job(
    office: Office, bridge: Bridge, show: Show
) -> None:
    place_id = a_household(office)
    card = HouseholdCard()
    show(card)
    card.show_place(office.ask(people.place_page, place_id, office.books), None, bridge.now(), bridge.zone)
    assert card.owed.isHidden()
    a_fee(office, place_id=place_id, place_text="")
    a_fee(office, place_id=place_id, place_text="")
    card.show_place(office.ask(people.place_page, place_id, office.books), None, bridge.now(), bridge.zone)
    assert card.owed.isVisible()
    assert card.owed.text() == "2 unpaid: ¥182.00"


def test_a_caller_without_a_household_is_known_by_the_phone(office: Office, register: Register) -> None:
    a_fee(office, caller_phone="13911112222")
    form = register().card.form
    form.caller.phone.setText("139 1111 222")
    assert form.who.owed.isHidden()
    form.caller.phone.setText("139 1111 2222")
    assert form.who.owed.text() == "1 unpaid: ¥91.00"
    assert form.who.owed.isVisible()
    form.who.show_place(a_household(office), None)
    form.who.changed.emit()
    assert form.who.owed.isHidden()


def test_the_household_page_and_the_case_show_their_fees_with_the_way_to_the_slip(
    office: Office, bridge: Bridge, show: Show, register: Register
) -> None:
    place_id = a_household(office)
    order_id = a_fee(office, place_id=place_id, place_text="", content="水管漏水")
    office.do(fees.pay, PaymentDraft(order_id, Decimal("31.50"), PaymentMethod.CASH))
    panel = PlacePanel(bridge)
    show(panel)
    panel.show_record(place_id)
    number = slip(office, order_id).number
    assert panel.fees_title.text() == "Fees · 1 unpaid: ¥59.50"
    assert panel.fees.text() == f"Due Paid Open\n{number} 水管漏水 ¥91.00 ¥31.50 ¥59.50"
    asked_for: list[tuple[str, int]] = []
    panel.asked_for.connect(lambda kind, record_id: asked_for.append((kind, record_id)))
    button = panel.fees.findChild(type(panel.edit))
    assert button is not None
    button.click()
    assert asked_for == [("order", order_id)]
    tab = register()
    tab.open_record(fee(office, order_id).case_id)
    assert tab.panel.fees.text() == panel.fees.text()


def test_the_fees_of_the_month_go_into_a_workbook_and_the_export_is_noted(
    qtbot: QtBot, office: Office, bridge: Bridge, show: Show, answers: Answers, tmp_path: Path
) -> None:
    office.do(fees.pay, PaymentDraft(a_fee(office), Decimal(91), PaymentMethod.CASH))
    page = show(QWidget())
    path = tmp_path / "fees.xlsx"

    def choose(dialog: FeesDialog) -> None:
        dialog.from_on.setText("2026-11-22")
        dialog.accept()
        assert dialog.fields["to_on"].problem() == "The last day lies before the first."
        dialog.from_on.setText("2026-11-01")

    answers.expect_dialog(choose)
    answers.expect("save_file", path)
    answers.expect("words", "对账")
    answers.expect("tell")
    export_fees(page, bridge)
    qtbot.waitUntil(lambda: not answers.left())
    sheet = python_calamine.CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    assert (sheet[1][7], sheet[-1][8]) == (91, 91)
    assert answers.asked[-1].text.startswith("1 fees and 1 payments are written to:")


def test_the_box_of_the_amount_stays_where_it_is_when_it_is_refused(tab: OrdersTab, office: Office) -> None:
    open_slip(tab, a_fee(office))
    form = asked(tab, "pay", PayForm)
    QApplication.processEvents()
    before = form.amount.mapTo(form, QPoint())
    form.amount.setText("abc")
    form.method.set_value(PaymentMethod.CASH)
    form.submit()
    QApplication.processEvents()
    assert form.fields["amount"].problem()
    assert form.amount.mapTo(form, QPoint()) == before
