# SPDX-License-Identifier: Apache-2.0
"""A price put together by keys alone: the item, Enter, how many, Enter."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from complaintdesk.desk import price_lists, price_pages
from complaintdesk.desk.office import Office
from complaintdesk.desk.price_records import PriceItemDraft
from complaintdesk.domain.terms import CaseKind, Charge, Role
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.quote_box import QuoteBox, QuoteDialog
from complaintdesk.ui.tabs.case_deeds import CORRECT
from tests.builders import NAME_OF, PASSWORD, a_repair
from tests.ui.calls import CTRL, Keyboard, Register, on
from tests.ui.conftest import Answers, Show


def where_the_keyboard_is() -> QWidget:
    """The box that keys reach now."""
    focused = QApplication.focusWidget()
    assert focused is not None
    return focused


@pytest.fixture(autouse=True)
def listed(bridge: Bridge) -> None:
    """A price list is in force, and a supervisor sits there."""
    bridge.sign_in(NAME_OF[Role.SUPERVISOR], PASSWORD)
    office = bridge.office
    list_id = office.do(price_lists.begin, "收费标准")
    for name in ("更换空气开关(单极)", "更换三相空气开关"):
        version = office.ask(price_pages.list_version, list_id)
        draft = PriceItemDraft(
            name, list_id=list_id, version=version, fee_text="10", material_text="35元或业主自购", unit="个"
        )
        office.do(price_lists.save_item, draft)
    version = office.ask(price_pages.list_version, list_id)
    office.do(price_lists.put_in_force, list_id, version, "收费标准", date(2026, 1, 1))


def test_enter_after_the_item_asks_how_many(bridge: Bridge, show: Show) -> None:
    """The number typed next is the quantity, also where several items fit and the material is to be chosen."""
    quote = QuoteBox(bridge)
    show(quote)
    quote.item.setFocus()

    QTest.keyClicks(where_the_keyboard_is(), "kqkg")
    QTest.keyClick(where_the_keyboard_is(), Qt.Key.Key_Return)
    assert where_the_keyboard_is() is quote.quantity
    QTest.keyClicks(where_the_keyboard_is(), "2")
    QTest.keyClick(where_the_keyboard_is(), Qt.Key.Key_Return)

    hours_and_material = [(line.name[:10], line.quantity) for line in quote.lines]
    assert hours_and_material == [("更换空气开关(单极)", Decimal(2))] * 2
    assert quote.item.hasFocus()


@pytest.mark.parametrize("before", [None, Charge.FREE])
def test_the_key_of_the_quote_says_that_the_client_pays_and_goes_on(
    register: Register, keys: Keyboard, answers: Answers, before: Charge | None
) -> None:
    form = register().card.form
    form.kind.set_value(CaseKind.REPAIR)
    form.charge.set_value(before)
    form.content.setFocus()

    def two_of_the_first(dialog: QuoteDialog) -> None:
        dialog.quote.item.put_typed("单极")
        dialog.quote.item.settle(first=True)
        dialog.quote.quantity.setText("2")

    answers.expect_dialog(two_of_the_first)
    keys.press(Qt.Key.Key_J, CTRL)
    assert (form.charge.value, form.quoted.text(), len(form.charge_line.lines)) == (Charge.CHARGEABLE, "90.00", 2)
    assert form.agreed.isAncestorOf(where_the_keyboard_is())

    answers.expect_dialog(lambda _dialog: None, accept=False)  # once more, from the same key, to look again
    keys.press(Qt.Key.Key_J, CTRL)
    assert (form.charge.value, form.quoted.text()) == (Charge.CHARGEABLE, "90.00")


def test_who_pays_stays_open_where_no_price_was_taken(register: Register, keys: Keyboard, answers: Answers) -> None:
    form = register().card.form
    form.kind.set_value(CaseKind.REPAIR)
    form.content.setFocus()
    answers.expect_dialog(lambda _dialog: None, accept=False)
    keys.press(Qt.Key.Key_J, CTRL)
    assert form.charge.value is None


def test_the_key_of_the_quote_says_why_there_is_none_to_be_made(register: Register, keys: Keyboard) -> None:
    form = register().card.form
    form.kind.set_value(CaseKind.COMPLAINT)
    form.content.setFocus()
    keys.press(Qt.Key.Key_J, CTRL)
    assert form.fields["kind"].problem() == "This kind has no price: a repair or a special service has."
    form.kind.set_value(CaseKind.REPAIR)
    assert form.fields["kind"].problem() == ""


def test_a_case_that_is_put_right_says_where_its_price_is_told(
    register: Register, office: Office, keys: Keyboard
) -> None:
    tab = on(register(), a_repair(office).id)
    tab.panel.ask(CORRECT)
    form = tab.card.form
    form.content.setFocus()
    keys.press(Qt.Key.Key_J, CTRL)
    assert form.fields["charge"].problem().startswith("Save first: “Quote a price”")
