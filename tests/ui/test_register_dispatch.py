# SPDX-License-Identifier: Apache-2.0
"""A slip issued from a case's panel: its team, who pays, its paper; and Ctrl+Enter, which saves one form of two."""

from __future__ import annotations

from PySide6.QtCore import Qt

from complaintdesk.desk.corrections import SETTLED
from complaintdesk.desk.office import Office
from complaintdesk.domain.terms import CaseKind, Charge, OrderState
from complaintdesk.ui.tabs import order_words
from complaintdesk.ui.tabs.case_steps import DispatchStep, TellStep
from complaintdesk.ui.tabs.charge_line import ON_SITE_PRICE, Settled
from complaintdesk.ui.tabs.contact_step import ContactStep
from tests.builders import a_case, a_repair, page, story
from tests.ui.calls import CTRL, Keyboard, Register, asked, lines, on
from tests.ui.conftest import Answers


def test_a_slip_is_issued_and_printed_from_the_panel(office: Office, register: Register, answers: Answers) -> None:
    saved = a_repair(office)
    tab = on(register(), saved.id)
    form = asked(tab, "dispatch", DispatchStep)
    assert form.team.value == "plumbing_electric"
    answers.expect_dialog(lambda _preview: None, accept=False)
    form.worker.setText("张师傅")
    form.submit()
    [order] = page(office, saved.id).case.orders
    assert (order.team_name, order.worker, order.state) == ("水电班", "张师傅", OrderState.ISSUED)
    assert order.number in tab.panel.banner.words()
    assert order.number in tab.panel.facts.text()


def test_a_slip_can_be_issued_without_printing_and_printed_later(
    office: Office, register: Register, answers: Answers
) -> None:
    saved = a_repair(office)
    tab = on(register(), saved.id)
    assert not tab.panel.buttons["print"].isVisible()
    form = asked(tab, "dispatch", DispatchStep)
    form.print.setChecked(False)
    form.submit()
    answers.expect_dialog(lambda _preview: None, accept=False)
    tab.panel.buttons["print"].click()
    assert page(office, saved.id).case.orders[0].prints == 0


def test_a_team_must_be_named(office: Office, register: Register) -> None:
    saved = a_case(office, category="other")
    form = asked(on(register(), saved.id), "dispatch", DispatchStep)
    form.submit()
    assert form.fields["team"].problem() == "Which team gets the slip?"


def test_who_pays_is_asked_where_the_slip_is_issued_and_answered_with_one_key(
    office: Office, register: Register, keys: Keyboard, answers: Answers
) -> None:
    """R-WO-07."""
    saved = a_repair(office, charge=None)
    tab = on(register(), saved.id)
    tab.list.take_keyboard()
    keys.press(Qt.Key.Key_F4)
    keys.type("1")
    answers.expect_dialog(lambda _preview: None, accept=False)
    keys.press(Qt.Key.Key_Return, CTRL)
    case = page(office, saved.id).case
    assert (case.charge, [order.state for order in case.orders]) == (Charge.FREE, [OrderState.ISSUED])
    assert story(office, saved.id) == ["registered", "corrected", "dispatched"]
    assert SETTLED in lines(tab)


def test_no_slip_is_issued_and_nothing_changed_until_a_price_is_agreed_to(
    office: Office, register: Register, answers: Answers
) -> None:
    """R-WO-07."""
    saved = a_repair(office, charge=None)
    form = asked(on(register(), saved.id), "dispatch", DispatchStep)
    form.submit()
    assert form.fields["charge"].problem() == "Settle first whether it is free or paid."
    assert form.price is not None
    form.price.charge.set_value(Charge.CHARGEABLE)
    form.price.quoted.setText("160")
    form.submit()
    assert form.fields["price_agreed"].problem().startswith("Tell the client the price first")
    assert story(office, saved.id) == ["registered"]
    form.price.agreed.put(["price_agreed"])
    form.price.quoted.clear()
    form.submit()
    assert form.fields["quoted"].problem().startswith("What price do they agree to?")
    form.price.quoted.setText("160")
    form.print.setChecked(False)
    form.submit()
    case = page(office, saved.id).case
    assert (case.charge, str(case.quoted), case.price_agreed) == (Charge.CHARGEABLE, "160.00", True)
    assert len(case.orders) == 1


def test_a_price_that_is_found_on_site_only_is_agreed_to_as_such(office: Office, register: Register) -> None:
    """R-WO-07, R-WO-08: what it costs depends on what is really done, and the client was told so."""
    saved = a_repair(office, charge=None)
    tab = register()
    form = asked(on(tab, saved.id), "dispatch", DispatchStep)
    assert form.price is not None
    form.price.charge.set_value(Charge.CHARGEABLE)
    form.price.agreed.put([ON_SITE_PRICE, "price_agreed"])
    form.print.setChecked(False)
    form.submit()
    case = page(office, saved.id).case
    assert (case.charge, case.quoted, case.price_on_site) == (Charge.CHARGEABLE, None, True)
    assert len(case.orders) == 1
    assert "priced on site" in order_words.charge(case)


def test_a_price_half_settled_comes_back_with_its_case(office: Office, register: Register) -> None:
    saved, other = a_repair(office, charge=None), a_repair(office)
    tab = on(register(), saved.id)
    form = asked(tab, "dispatch", DispatchStep)
    assert form.price is not None
    form.price.charge.set_value(Charge.CHARGEABLE)
    form.price.agreed.put(["price_agreed"])
    tab.list.show_case(other.id)
    tab.panel.resume()
    tab.list.show_case(saved.id)
    again = tab.panel.slot.form
    assert isinstance(again, DispatchStep)
    assert again.price is not None
    assert again.price.given() == Settled(Charge.CHARGEABLE, None, True)


def test_what_is_settled_is_not_asked_again(office: Office, register: Register) -> None:
    form = asked(on(register(), a_repair(office).id), "dispatch", DispatchStep)
    assert form.price is None


def test_ctrl_enter_saves_the_form_that_has_the_keyboard_and_no_other(
    office: Office, register: Register, keys: Keyboard
) -> None:
    saved = a_case(office)
    tab = on(register(), saved.id)
    form = asked(tab, "note", TellStep)
    form.words.setText("约好下午再看")
    tab.card.form.kind.set_value(CaseKind.SUGGESTION)
    tab.card.form.content.setFocus()
    keys.say("大堂放几把椅子")
    keys.press(Qt.Key.Key_Return, CTRL)
    assert story(office, saved.id) == ["registered"], "the note is still being written"
    assert "JY2026-000001" in tab.card.banner.words()
    again = on(tab, saved.id).panel.slot.form
    assert isinstance(again, TellStep)
    again.words.setFocus()
    keys.press(Qt.Key.Key_Return, CTRL)
    assert story(office, saved.id) == ["registered", "noted"]


def test_f8_saves_the_form_that_has_the_keyboard_and_only_that_one_stands_out(
    office: Office, register: Register, keys: Keyboard
) -> None:
    saved = a_case(office)
    tab = on(register(), saved.id)
    tab.card.form.kind.set_value(CaseKind.SUGGESTION)
    tab.card.form.content.setFocus()
    keys.say("大堂放几把椅子")
    tab.list.take_keyboard()
    keys.press(Qt.Key.Key_F3)
    keys.say("又来催了")
    form = tab.panel.slot.form
    assert isinstance(form, ContactStep)
    assert (tab.card.save_button.leads, tab.card.print_button.leads, form.accept_button.leads) == (False, False, True)
    keys.press(Qt.Key.Key_F8)
    assert story(office, saved.id) == ["registered", "contacted"], "the contact is saved"
    assert tab.card.form.content.text() == "大堂放几把椅子", "the new call is still being written"
    assert tab.card.save_button.leads

    keys.press(Qt.Key.Key_F2)
    keys.say("约好下午再看")
    note = tab.panel.slot.form
    assert isinstance(note, TellStep)
    tab.card.form.content.setFocus()
    assert (tab.card.save_button.leads, note.accept_button.leads) == (True, False)
    keys.press(Qt.Key.Key_F8)
    assert "JY2026-000001" in tab.card.banner.words()
    assert story(office, saved.id) == ["registered", "contacted"], "the note is still being written"
