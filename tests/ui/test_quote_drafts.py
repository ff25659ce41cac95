# SPDX-License-Identifier: Apache-2.0
"""A price half put together is kept as its form is: after a crash, a locked desk, or another person's turn at it."""

from __future__ import annotations

import json
from datetime import date

import pytest
from pytestqt.qtbot import QtBot

from complaintdesk.desk import price_lists, price_pages
from complaintdesk.desk.office import Office
from complaintdesk.desk.price_records import PriceItemDraft
from complaintdesk.domain.terms import CaseKind, Charge, Role
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.quote_box import QuoteBox, QuoteDialog
from complaintdesk.ui.tabs.case_steps import DispatchStep
from complaintdesk.ui.tabs.price_steps import QuoteStep
from complaintdesk.ui.tabs.register_tab import RegisterTab
from tests.builders import NAME_OF, PASSWORD, a_repair, page
from tests.ui.calls import LEAK, Register, asked, on
from tests.ui.conftest import Answers

ITEMS = (
    PriceItemDraft("疏通地漏", section="给排水", fee_text="50-80元/次"),
    PriceItemDraft("地毯清洗", section="保洁", fee_text="8元/㎡/次", note="不足50㎡按50㎡收费，开槽另计每米80元"),
    PriceItemDraft("灯管", fee_text="65/70元", material_text="20元或业主自购", unit="支"),
)


@pytest.fixture(autouse=True)
def listed(bridge: Bridge) -> None:
    """A price list is in force, and a supervisor sits there."""
    office = bridge.office
    bridge.sign_in(NAME_OF[Role.SUPERVISOR], PASSWORD)
    list_id = office.do(price_lists.begin, "收费标准")

    def version() -> int:
        return office.ask(price_pages.list_version, list_id)

    for item in ITEMS:
        office.do(price_lists.save_item, PriceItemDraft(**(vars(item) | {"list_id": list_id, "version": version()})))
    office.do(price_lists.put_in_force, list_id, version(), "收费标准", date(2026, 1, 1))


def half_a_price(quote: QuoteBox) -> None:
    """One line is added, another item is chosen with its quantity."""
    for letters in ("疏通", "dtqx"):
        quote.item.put_typed(letters)
        quote.item.settle(first=True)
        if letters == "疏通":
            quote.add_item()
    quote.quantity.setText("30×2")
    quote.quantity.textEdited.emit("30×2")  # as a key does
    quote.extras.ticks[0].setChecked(True)
    quote.extras.counts[0].setText("4.5")


def shown(quote: QuoteBox) -> tuple[list[str], str, str, list[bool], list[str]]:
    """The lines, the item at hand, how many of it, what comes on top and how many of that."""
    lines, on_top = [line.name for line in quote.lines], quote.extras
    said = [box.isChecked() for box in on_top.ticks], [box.text() for box in on_top.counts if box.isVisibleTo(quote)]
    return lines, quote.item.typed.split(" ")[0], quote.quantity.text(), *said


HALF = (["疏通地漏"], "地毯清洗", "30×2", [True], ["4.5"])


def paid_call(tab: RegisterTab) -> RegisterTab:
    """A repair to be paid for, half typed."""
    tab.card.form.kind.set_value(CaseKind.REPAIR)
    tab.card.form.content.setText(LEAK)
    tab.card.form.charge.set_value(Charge.CHARGEABLE)
    return tab


def test_what_is_put_together_over_a_call_outlives_the_desk(
    register: Register, bridge: Bridge, answers: Answers, qtbot: QtBot
) -> None:
    tab = paid_call(register())
    again: list[RegisterTab] = []

    def is_kept() -> bool:
        staff = bridge.staff
        assert staff is not None
        kept = bridge.forms.kept(staff.id, "case/").values()
        return any(form["quote"].get("quantity") == "30×2" for form in kept)

    def crash(dialog: QuoteDialog) -> None:
        half_a_price(dialog.quote)
        qtbot.waitUntil(is_kept)
        again.append(register())

    answers.expect_dialog(crash, accept=False)
    tab.card.form.charge_line.put_together()
    line = again[0].card.form.charge_line
    assert "half put together" in line.said.text()
    seen: list[object] = []

    def go_on(dialog: QuoteDialog) -> None:
        seen.append(shown(dialog.quote))

    answers.expect_dialog(go_on)
    line.put_together()
    assert seen == [HALF]
    assert [each.name for each in line.lines] == ["疏通地漏", "地毯清洗", "地毯清洗 开槽"]
    assert line.half() == {}
    assert "half" not in line.said.text()


def test_another_person_who_sits_down_meanwhile_sees_nothing_of_it(
    register: Register, bridge: Bridge, answers: Answers
) -> None:
    tab = paid_call(register())

    def locked(dialog: QuoteDialog) -> None:
        half_a_price(dialog.quote)
        bridge.sign_in(NAME_OF[Role.CLERK], PASSWORD)
        tab.card.resume()

    answers.expect_dialog(locked, accept=False)
    tab.card.form.charge_line.put_together()
    assert tab.card.form.charge_line.half() == {}
    assert tab.card.form.begun_at is None
    bridge.sign_in(NAME_OF[Role.SUPERVISOR], PASSWORD)
    tab.card.resume()
    seen: list[object] = []

    def go_on(dialog: QuoteDialog) -> None:
        seen.append(shown(dialog.quote))

    answers.expect_dialog(go_on, accept=False)
    tab.card.form.charge_line.put_together()
    assert seen == [HALF]
    assert tab.card.form.charge_line.half() == {}  # the person thought better of it


def test_the_quote_of_a_case_comes_back_with_its_lines(bridge: Bridge, office: Office, qtbot: QtBot) -> None:
    read = page(office, a_repair(office, charge=None).id)
    step, again = QuoteStep(bridge, read), QuoteStep(bridge, read)
    for each in (step, again):
        qtbot.addWidget(each)
    half_a_price(step.quote)
    step.quoted.setText("75")
    again.put(json.loads(json.dumps(step.typed())))
    assert (shown(again.quote), again.quoted.text(), again.agreed.isChecked()) == (HALF, "75", False)


def test_the_price_settled_where_a_slip_is_issued_comes_back_with_its_lines(
    register: Register, office: Office, answers: Answers
) -> None:
    case = a_repair(office, charge=None)
    tab = on(register(), case.id)
    step = asked(tab, "dispatch", DispatchStep)
    assert step.price is not None
    step.price.charge.set_value(Charge.CHARGEABLE)
    answers.expect_dialog(lambda dialog: half_a_price(dialog.quote))
    step.price.put_together()
    tab.panel.slot.keep()
    again = asked(on(register(), case.id), "dispatch", DispatchStep)
    assert again.price is not None
    assert [each.name for each in again.price.lines] == ["疏通地漏", "地毯清洗", "地毯清洗 开槽"]
    assert again.price.quoted.text() == step.price.quoted.text() != ""


def test_an_item_that_is_no_longer_offered_stays_in_words(bridge: Bridge, qtbot: QtBot) -> None:
    quote = QuoteBox(bridge)
    qtbot.addWidget(quote)
    half_a_price(quote)
    later = QuoteBox(bridge)
    qtbot.addWidget(later)
    later.put(quote.typed() | {"item": 999})
    assert (later.item.value, later.item.typed.split(" ")[0]) == (None, "地毯清洗")
    assert [line.name for line in later.lines] == ["疏通地漏"]
