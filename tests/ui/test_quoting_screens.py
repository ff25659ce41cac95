# SPDX-License-Identifier: Apache-2.0
"""The price put together on the phone from the price list, on a new call and on a case; the list kept up in a table."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt

from complaintdesk.desk import case_pages, price_lists, price_pages
from complaintdesk.desk.price_records import PriceItemDraft
from complaintdesk.domain.terms import Charge, Role
from complaintdesk.labels import set_language
from complaintdesk.ui.price_settings import PriceSettings
from complaintdesk.ui.price_words import spoken_words
from complaintdesk.ui.quote_box import QuoteBox
from complaintdesk.ui.tabs.charge_line import ChargeLine, Settled
from complaintdesk.ui.tabs.price_steps import QuoteStep
from tests.builders import NAME_OF, PASSWORD, a_repair

ITEMS = (
    PriceItemDraft("更换水龙头", section="给排水", unit="只", fee_text="5", material_text="55元或业主自购"),
    PriceItemDraft("疏通地漏", section="给排水", fee_text="50-80元/次"),
    PriceItemDraft("地毯清洗", section="保洁", fee_text="8元/㎡/次", note="不足50㎡按50㎡收费"),
    PriceItemDraft("物品代购", section="代办", fee_text="/", note="按单价8%收取服务费"),
    PriceItemDraft("水牌", section="会务", fee_text="面议"),
)


@pytest.fixture
def listed(bridge):
    """A supervisor sits there, and a price list is in force."""
    office = bridge.office
    office.sign_in(NAME_OF[Role.SUPERVISOR], PASSWORD)
    list_id = office.do(price_lists.begin, "收费标准")
    for item in ITEMS:
        version = office.ask(price_pages.list_version, list_id)
        office.do(price_lists.save_item, PriceItemDraft(**(vars(item) | {"list_id": list_id, "version": version})))
    office.do(
        price_lists.put_in_force, list_id, office.ask(price_pages.list_version, list_id), "收费标准", date(2026, 1, 1)
    )
    return list_id


def shown(show, part):
    """The part, on the screen."""
    show(part)
    return part


def choose(quote, letters):
    quote.item.put_typed(letters)
    quote.item.settle(first=True)


def names(quote):
    return [(line.name, line.low, line.high) for line in quote.lines]


def test_an_item_is_found_by_letters_and_added_with_its_material(listed, bridge, show):
    quote = shown(show, QuoteBox(bridge))
    choose(quote, "slt")
    quote.quantity.setText("2")
    quote.add_item()
    assert names(quote) == [("更换水龙头 人工", 10, 10), ("更换水龙头 材料", 110, 110)]
    assert "120.00" in quote.total.text()
    assert quote.item.value is None


def test_a_range_and_a_least_quantity_are_said(listed, bridge, show):
    quote = shown(show, QuoteBox(bridge))
    choose(quote, "疏通")
    quote.add_item()
    choose(quote, "dtqx")
    quote.quantity.setText("30×2")
    quote.add_item()
    assert names(quote) == [("疏通地漏", 50, 80), ("地毯清洗", 800, 800)]
    assert quote.lines[1].note == "50㎡×2次，不足50㎡按50㎡"
    assert (
        quote.spoken.text() == "疏通地漏 50 to 80 yuan; 地毯清洗, 100㎡·次: 800 yuan (50㎡×2次，不足50㎡按50㎡). "
        "In all 850 to 880 yuan. Do you agree?"
    )


def test_of_several_the_sentence_says_how_many_and_what_one_costs(listed, bridge, show):
    office = bridge.office
    for name, fee in (("空调清洗 挂机", "80元/台"), ("配钥匙", "10元/把，起步价50元")):
        draft = PriceItemDraft(name, fee_text=fee, list_id=listed)
        office.do(price_lists.save_item, replace(draft, version=office.ask(price_pages.list_version, listed)))
    quote = shown(show, QuoteBox(bridge))
    choose(quote, "空调清洗")
    quote.quantity.setText("2")
    quote.add_item()
    assert quote.spoken.text() == "空调清洗 挂机, 2台, 80 yuan per 台: 160 yuan. Do you agree?"
    set_language("zh_CN")
    assert spoken_words(quote.lines) == "“空调清洗 挂机2台，每台80元，共160元，您同意吗？”"
    quote.lines = ()
    choose(quote, "疏通")
    quote.quantity.setText("2")
    quote.add_item()
    assert spoken_words(quote.lines) == "“疏通地漏2次，每次50到80元，共100到160元，您同意吗？”"
    quote.lines = ()
    choose(quote, "配钥匙")
    quote.quantity.setText("2")
    quote.add_item()
    assert "配钥匙2把共50元" in spoken_words(quote.lines), "what one costs would not be true"


def test_what_costs_extra_is_counted_by_its_own_unit_and_two_surcharges_are_refused(listed, bridge, show):
    office = bridge.office
    note = "上门费另计每次20元，夜间加收50%，节假日加收100%"
    draft = PriceItemDraft("换锁芯", unit="个", fee_text="40元/个", note=note, list_id=listed)
    office.do(price_lists.save_item, replace(draft, version=office.ask(price_pages.list_version, listed)))
    quote = shown(show, QuoteBox(bridge))
    choose(quote, "换锁芯")
    quote.quantity.setText("3")
    for tick in quote.extras.ticks:
        tick.setChecked(True)
    quote.add_item()
    assert (names(quote), "One surcharge" in quote.banner.words()) == ([], True)
    quote.extras.ticks[-1].setChecked(False)
    quote.extras.counts[0].setText("两次")
    quote.add_item()
    assert (names(quote), quote.fields["extra_0"].problem() != "") == ([], True)
    quote.extras.counts[0].setText("2")
    quote.add_item()
    assert [line.high for line in quote.lines] == [180, 40]


def test_how_many_of_an_extra_is_asked_where_its_unit_is_not_counted_anyway(listed, bridge, show):
    office = bridge.office
    for name, fee in (("线槽", "10元/m"), ("装插座", "20元/个")):
        draft = PriceItemDraft(name, fee_text=fee, note="开槽另计每米80元，上门费20元", list_id=listed)
        office.do(price_lists.save_item, replace(draft, version=office.ask(price_pages.list_version, listed)))
    quote = shown(show, QuoteBox(bridge))
    choose(quote, "线槽")
    quote.quantity.setText("3")
    for tick in quote.extras.ticks:
        tick.setChecked(True)
    assert [box.isVisible() for box in quote.extras.counts] == [False, True], "as many metres as of it; who knows"
    quote.add_item()
    assert [line.high for line in quote.lines] == [30, 240, 20]
    choose(quote, "装插座")
    assert [box.isVisible() for box in quote.extras.counts] == [False, False], "nothing is ticked yet"
    quote.quantity.setText("2")
    quote.extras.ticks[0].setChecked(True)
    assert [box.isVisible() for box in quote.extras.counts] == [True, False]
    quote.extras.counts[0].setText("4.5米")
    quote.extras.counts[0].returnPressed.emit()
    assert [(line.high, str(line.quantity), line.unit) for line in quote.lines[3:]] == [
        (40, "2", "个"),
        (360, "4.5", "米"),
    ]


def test_what_the_list_leaves_open_is_asked_beside_its_box(listed, bridge, show):
    quote = shown(show, QuoteBox(bridge))
    choose(quote, "水牌")
    quote.add_item()
    assert quote.fields["by_hand"].problem()
    quote.by_hand.setText("80-120")
    quote.add_item()
    assert names(quote) == [("水牌", 80, 120)]
    choose(quote, "wpdg")
    quote.of_price.setText("250")
    quote.add_item()
    assert names(quote)[1] == ("物品代购 服务费", 20, 20)


def test_the_price_line_of_a_call_takes_the_most_and_asks_for_consent_anew(listed, bridge, show, answers):
    line = shown(show, ChargeLine(bridge, "收费", 60))
    line.charge.set_value(Charge.CHARGEABLE)
    line.agreed.put(["price_agreed"])

    def put_together(dialog):
        choose(dialog.quote, "疏通")
        dialog.accept()

    answers.expect_dialog(put_together)
    line.put_together()
    assert line.given() == Settled(Charge.CHARGEABLE, Decimal("80.00"))
    assert [each.name for each in line.told()] == ["疏通地漏"]
    assert "50.00–80.00" in line.said.text()
    line.charge.set_value(Charge.FREE)
    assert line.told() == ()


def test_a_case_is_quoted_afterwards_and_its_page_has_the_lines(listed, bridge, show):
    case = a_repair(bridge.office, charge=None)
    page = bridge.ask(case_pages.case_page, case.id, bridge.books)
    step = shown(show, QuoteStep(bridge, page))
    choose(step.quote, "slt")
    step.quote.add_item()
    step.agreed.setChecked(True)
    with_price = step.quoted.text()
    step.submit()
    after = bridge.ask(case_pages.case_page, case.id, bridge.books).case
    assert (with_price, after.quoted, after.price_agreed) == ("60.00", Decimal(60), True)
    assert [line.name for line in after.quotes] == ["更换水龙头 人工", "更换水龙头 材料"]


def test_the_list_is_kept_up_in_a_table(listed, bridge, show, answers):
    page = shown(show, PriceSettings(bridge))
    page.refresh()
    assert page.table.count() == len(ITEMS)
    page.search.setText("dtqx")
    assert page.table.count() == 1
    page.search.setText("")
    page.by_hand.setChecked(True)
    assert page.table.count() == 1
    page.by_hand.setChecked(False)
    page.table.choose(bridge.ask(price_pages.items_of, listed)[0].id)

    def edit(dialog):
        dialog.boxes["fee"].setText("看着给")
        assert "看着给" in dialog.problem.text()
        dialog.boxes["fee"].setText("8")
        dialog.accept()

    answers.expect_dialog(edit)
    page.change.click()
    assert bridge.ask(price_pages.items_of, listed)[0].fee_text == "8"
    answers.expect("words", "不再提供")
    page.take_out.click()
    assert page.table.count() == len(ITEMS) - 1


def test_the_table_is_kept_up_without_a_mouse(listed, bridge, show, answers, qtbot):
    page = shown(show, PriceSettings(bridge))
    page.refresh()
    page.table.choose(bridge.ask(price_pages.items_of, listed)[1].id)
    page.table.setFocus()
    answers.expect_dialog(lambda dialog: dialog.boxes["fee"].setText("60元/次"))
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert bridge.ask(price_pages.items_of, listed)[1].fee_text == "60元/次"
    page.window().activateWindow()  # as a desktop does once the note that a server is waited for is gone
    qtbot.waitUntil(page.window().isActiveWindow)
    page.table.setFocus()
    answers.expect_dialog(lambda dialog: dialog.boxes["name"].setText("换锁"))
    qtbot.keyClick(page.table, Qt.Key.Key_F2)
    assert bridge.ask(price_pages.items_of, listed)[-1].name == "换锁"


def test_a_new_list_is_begun_from_the_old_one_and_put_in_force(listed, bridge, show, answers):
    page = shown(show, PriceSettings(bridge))
    page.refresh()

    def begin(dialog):
        dialog.name.setText("新标准")
        dialog.accept()

    answers.expect_dialog(begin)
    page.begin.click()
    new = page.which.value
    assert (new != listed, page.table.count()) == (True, len(ITEMS))

    def force(dialog):
        dialog.day.setText("2026-10-01")
        dialog.accept()

    answers.expect_dialog(force)
    page.force.click()
    assert bridge.ask(price_pages.list_in_force, date(2026, 10, 1)) == new
