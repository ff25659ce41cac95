# SPDX-License-Identifier: Apache-2.0
"""An item of the price list and a quantity become lines that tell a client what it costs (R-WO-07)."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from complaintdesk.desk.price_records import PriceItemRecord, QuoteRecord, quoted_sum
from complaintdesk.desk.quote_making import OWNER, Wish, as_done, lines_for
from complaintdesk.domain.price_terms import read_terms
from complaintdesk.errors import MissingFields


def an_item(fee, material="", note="", unit="只", name="更换水龙头"):
    terms = read_terms(fee, material, note, unit, name)
    return PriceItemRecord(1, 1, 1, "1", "给排水", name, unit, fee, material, "", note, terms, "")


def told(item, **wish):
    return [(each.name, each.quantity, each.low, each.high, each.note) for each in lines_for(item, Wish(**wish))]


def test_labour_and_material_stand_on_lines_of_their_own():
    item = an_item("5", "55元或业主自购")
    two = (Decimal(2),)
    assert told(item, counted=two, material=0, material_counted=two) == [
        ("更换水龙头 人工", 2, 10, 10, ""),
        ("更换水龙头 材料", 2, 110, 110, ""),
    ]
    assert told(item, material=OWNER) == [("更换水龙头", 1, 5, 5, "业主自购材料")]


def test_one_of_several_prices_is_named_on_its_line():
    item = an_item("10", "65/70元或业主自购", unit="支", name="更换LED灯管9W/16W")
    assert told(item, material=1)[1][0] == "更换LED灯管9W/16W 16W 材料"


def test_a_range_a_least_quantity_and_a_surcharge_are_told_in_the_note():
    item = an_item("15-18元/㎡", note="不足50㎡按50㎡收费，夜间加收50%，不含材料费", name="清洗地毯")
    ((name, quantity, low, high, note),) = told(item, counted=(Decimal(30),), surcharge=0)
    assert (name, quantity, low, high) == ("清洗地毯", 50, 1125, 1350)
    assert note == "不足50㎡按50㎡，夜间加收50%，材料另计"


def test_what_is_counted_twice_over_reads_as_the_caller_says_it():
    item = an_item("8元/㎡/次", note="不足50㎡按50㎡收费", unit="", name="地毯清洗")
    (twice,) = lines_for(item, Wish(counted=(Decimal(60), Decimal(2))))
    assert (twice.quantity, twice.unit, twice.low, twice.note) == (Decimal(120), "㎡·次", Decimal(960), "60㎡×2次")
    (once,) = lines_for(item, Wish(counted=(Decimal(30),)))
    assert (once.quantity, once.unit, once.low, once.note) == (Decimal(50), "㎡", Decimal(400), "不足50㎡按50㎡")


def test_a_price_that_may_come_to_more_says_so():
    assert told(an_item("80元/次起", unit="次")) == [("更换水龙头", 1, 80, 80, "起")]
    assert [line.unit for line in lines_for(an_item("80元/次起"), Wish())] == ["次"]


def test_extras_come_on_top_by_their_own_price():
    item = an_item("10元/m", note="开槽另计每米80元", name="线槽")
    lines = lines_for(item, Wish(counted=(Decimal(3),), extras=((0, Decimal(3)),)))
    assert quoted_sum(lines) == (Decimal("270.00"), Decimal("270.00"))
    assert [line.name for line in lines] == ["线槽", "线槽 开槽"]


def test_a_share_needs_the_price_and_what_is_left_open_needs_a_word():
    agency = an_item("/", note="按单价8%收取服务费", name="物品代购")
    with pytest.raises(MissingFields) as asked:
        lines_for(agency, Wish())
    assert list(asked.value.missing) == ["of_price"]
    assert told(agency, of_price=Decimal(250)) == [("物品代购 服务费", 1, 20, 20, "按250元的8%")]
    open_price = an_item("面议")
    with pytest.raises(MissingFields) as asked:
        lines_for(open_price, Wish())
    assert list(asked.value.missing) == ["by_hand"]
    assert told(open_price, by_hand=(Decimal(80), Decimal(120)))[0][2:4] == (80, 120)


def test_what_is_free_is_told_as_free():
    assert told(an_item("免费", "10元或业主自购"), material=0) == [
        ("更换水龙头 人工", 1, 0, 0, "免费"),
        ("更换水龙头 材料", 1, 10, 10, ""),
    ]


def test_what_was_told_becomes_the_slips_materials_and_labour_where_it_is_one_price():
    def line(name, quantity, low, high, unit="", note=""):
        at = datetime(2026, 10, 1, tzinfo=UTC)
        return QuoteRecord(1, name, unit, Decimal(quantity), Decimal(low), Decimal(high), note, at, "王敏", 1)

    materials, labour = as_done(
        (
            line("更换水龙头 人工", 2, "10.00", "10.00"),
            line("更换水龙头 材料", 2, "110.00", "110.00", "只"),
            line("线槽 材料", 3, "10.00", "10.00", "m"),
            line("疏通地漏", 1, "50.00", "80.00"),
            line("拆装空调", 1, "300.00", "300.00", note="起，夜间加收50%"),
            line("开槽", 1, "80.00", "80.00"),
        )
    )
    assert labour == Decimal("90.00")
    assert [(each.name, each.quantity, each.unit_price, each.unit) for each in materials] == [
        ("更换水龙头", Decimal(2), Decimal("55.00"), "只"),
        ("线槽", Decimal(1), Decimal("10.00"), "m"),
    ]
