# SPDX-License-Identifier: Apache-2.0
"""What a clerk meets on the first day: no price list yet, no call yet, a word that no filter knows."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from complaintdesk.desk import price_lists, price_pages
from complaintdesk.desk.office import Office
from complaintdesk.desk.price_records import PriceItemDraft
from complaintdesk.domain.terms import Charge, Role
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.price_settings import PriceSettings
from complaintdesk.ui.quote_box import QuoteDialog
from complaintdesk.ui.tabs.charge_line import ChargeLine
from complaintdesk.ui.tabs.confidence_row import ConfidenceRow
from complaintdesk.ui.tabs.orders_tab import OrdersTab
from tests.builders import NAME_OF, PASSWORD, a_household, a_repair, a_slip
from tests.ui.calls import ALT, Keyboard, Register
from tests.ui.conftest import Answers, Show


def line_of_a_paid_call(bridge: Bridge, show: Show) -> ChargeLine:
    line = ChargeLine(bridge, "收费", 60)
    show(line)
    line.charge.set_value(Charge.CHARGEABLE)
    line.charge.button(Charge.CHARGEABLE).setFocus()
    return line


def test_without_a_price_list_enter_goes_from_paid_to_the_price(
    bridge: Bridge, show: Show, keys: Keyboard, answers: Answers
) -> None:
    line = line_of_a_paid_call(bridge, show)
    keys.enter()
    assert line.quoted.hasFocus()

    def look(dialog: QuoteDialog) -> None:
        assert "No price list is in force" in dialog.banner.words()

    answers.expect_dialog(look, accept=False)
    line.list.click()
    assert not answers.left()


def test_with_a_price_list_enter_comes_to_it(bridge: Bridge, show: Show, keys: Keyboard) -> None:
    office = bridge.office
    office.sign_in(NAME_OF[Role.SUPERVISOR], PASSWORD)
    list_id = office.do(price_lists.begin, "收费标准")
    draft = PriceItemDraft("擦窗", fee_text="5", list_id=list_id, version=office.ask(price_pages.list_version, list_id))
    office.do(price_lists.save_item, draft)
    version = office.ask(price_pages.list_version, list_id)
    office.do(price_lists.put_in_force, list_id, version, "收费标准", date(2026, 1, 1))
    line = line_of_a_paid_call(bridge, show)
    keys.enter()
    assert line.list.hasFocus()


def test_of_a_household_without_a_call_it_is_said_that_there_is_none(
    office: Office, register: Register, keys: Keyboard
) -> None:
    silent, known = a_household(office), a_household(office, "1602")
    a_repair(office, place_id=known, place_text="")
    tab = register()
    card = tab.card.form.who.card
    keys.type("1502")
    keys.enter()
    assert card.page is not None
    assert (card.page.id, card.said.isVisible()) == (silent, False)
    keys.press(Qt.Key.Key_H, ALT)
    assert (card.said.isVisible(), card.said.text()) == (True, "No call of this household is on record yet.")
    tab.card.form.who.look_again()
    keys.type("1602")
    keys.enter()
    keys.press(Qt.Key.Key_H, ALT)
    assert (card.said.isVisible(), card.calls.hasFocus()) == (False, True)


def test_a_word_that_a_filter_doesn_t_know_gives_way_to_what_was_chosen(
    qtbot: QtBot, orders_tab: OrdersTab, office: Office, keys: Keyboard
) -> None:
    a_slip(office)
    team = orders_tab.team
    for chosen in ("", "low_voltage"):
        team.set_value(chosen)
        before = team.typed
        team.setFocus()
        line = team.lineEdit()
        assert line is not None
        line.selectAll()
        keys.say("水龙头")
        orders_tab.table.setFocus()
        assert (team.value, team.typed) == (chosen, before)
    qtbot.waitUntil(lambda: orders_tab.table.count() == 0)


def test_the_box_for_who_is_complained_of_says_whom_it_means(bridge: Bridge, show: Show) -> None:
    row = ConfidenceRow(60)
    row.ask(bridge)
    show(row)
    row.tick.setChecked(True)
    assert row.about.placeholder() == "A colleague of this office; of a neighbour leave it empty"


def test_the_price_settings_say_how_to_begin(bridge: Bridge, show: Show) -> None:
    office = bridge.office
    office.sign_in(NAME_OF[Role.SUPERVISOR], PASSWORD)
    page = PriceSettings(bridge)
    show(page)
    page.refresh()
    assert page.table._empty[0] == "No price list is kept yet"
    assert "F2" not in page.table._empty[1]
    list_id = office.do(price_lists.begin, "收费标准")
    page.read()
    assert (page.table._empty[0], page.add_item.isEnabled()) == ("This list has no item yet", True)
    for section, hidden in (("", True), ("保洁", False)):
        version = office.ask(price_pages.list_version, list_id)
        draft = PriceItemDraft(f"擦窗{section}", section=section, fee_text="5", list_id=list_id, version=version)
        office.do(price_lists.save_item, draft)
        page.read()
        assert page.table.isColumnHidden(1) is hidden
    page.search.setText("没有的")
    assert page.table._empty[0] == "There is no such item"
