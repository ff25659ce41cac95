# SPDX-License-Identifier: Apache-2.0
"""Prices as offices write them are read into terms, and what can't be read is said, never guessed (R-WO-07)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from complaintdesk.domain.price_rates import Basis, Rate, Surcharge, as_json, from_json, reckon, share
from complaintdesk.domain.price_terms import read_terms, unit_of

FROM_80 = (
    *(
        "80元/台起",
        "80元起/台",
        "80元/台起步",
        "80元/台起价",
        "80元起步/台",
        "80元起价/台",
        "80元/台起收",
        "80元/台(起)",
    ),
    *("起步价80元/台", "起价80元/台", "起步价为80元/台", "最低80元/台", "每台80元起", "每台80元起步", "80元／台起算"),
)


def rate(low, high=None, unit="", label="", **more):
    return Rate(Decimal(low), Decimal(low if high is None else high), unit, label, **more)


def amounts(reckoned):
    return str(reckoned.low), str(reckoned.high)


@pytest.mark.parametrize(
    ("written", "rates"),
    [
        ("5", [rate("5", unit="次")]),
        ("20-50元", [rate("20", "50", "次")]),
        ("20～50元/米", [rate("20", "50", "米")]),
        ("20元至50元", [rate("20", "50", "次")]),
        ("8000元/人/月", [rate("8000", unit="人/月")]),
        ("1.5元/m", [rate("1.5", unit="m")]),
        ("１００元／小时／人（写字楼）", [rate("100", unit="小时/人", label="写字楼")]),
        ("500mm内160元/盏", [rate("160", unit="盏", label="500mm内")]),
        (
            "500mm内160元/盏，800mm内300元/盏",
            [rate("160", unit="盏", label="500mm内"), rate("300", unit="盏", label="800mm内")],
        ),
        ("水晶吊灯400元/盏", [rate("400", unit="盏", label="水晶吊灯")]),
        ("120元/块（小于1㎡）", [rate("120", unit="块", label="小于1㎡")]),
        ("1,200元/台", [rate("1200", unit="台")]),
        ("12元/平方米", [rate("12", unit="㎡")]),
        ("每米80元", [rate("80", unit="米")]),
        ("100元起", [rate("100", unit="次", at_least=True)]),
        ("起步价30元", [rate("30", unit="次", at_least=True)]),
        *((written, [rate("80", unit="台", at_least=True)]) for written in FROM_80),
        ("20-50元/次起", [rate("20", "50", "次", at_least=True)]),
        ("洗衣机起步价80元/台", [rate("80", unit="台", label="洗衣机", at_least=True)]),
        ("80元/㎡/次起", [rate("80", unit="㎡/次", at_least=True)]),
        ("65/70元/支起", [rate("65", unit="支", at_least=True), rate("70", unit="支", at_least=True)]),
        ("80元/起", [rate("80", unit="起")]),
        ("80元/起重机", [rate("80", unit="起重机")]),
        ("¥20", [rate("20", unit="次")]),
    ],
)
def test_an_amount_is_read_with_its_range_its_unit_and_what_tells_it_apart(written, rates):
    terms = read_terms(written, unit="次")
    assert (list(terms.fee.rates), terms.unread, terms.is_by_hand) == (rates, (), False)


@pytest.mark.parametrize(
    ("fee", "note", "basis"),
    [
        ("免费", "", Basis.FREE),
        ("面议", "", Basis.BY_HAND),
        ("按实际情况定价", "", Basis.BY_HAND),
        ("/", "以尺寸定价", Basis.BY_HAND),
        ("/", "按单价8%收取服务费", Basis.PERCENT),
        ("按造价的5%收取", "", Basis.PERCENT),
        ("", "", Basis.NONE),
        ("/", "", Basis.NONE),
    ],
)
def test_words_and_a_stroke_mean_free_by_hand_or_a_share(fee, note, basis):
    terms = read_terms(fee, note=note)
    assert (terms.fee.basis, terms.unread) == (basis, ())
    assert terms.is_by_hand == bool(terms.problems())


@pytest.mark.parametrize(
    "written",
    [
        *("看着给", "80-50元", "1.234元", "一百元", "30元+材料", "3*50元", "收费标准见附件2", "10元、20元", "5米"),
        *("起步价30元/次，每公里2元", "80元/次起步，50元/小时", "80元/次起，超出另计"),
        *("起步价30元，超出每公里2元", "首小时100元，之后每小时50元", "第1小时50元，第2小时30元"),
    ],
)
def test_what_can_not_be_read_is_kept_word_for_word_and_quoted_by_hand(written):
    terms = read_terms(written)
    assert terms.is_by_hand
    assert terms.unread == (written,)
    assert [error.values["text"] for error in terms.problems()] == [written]


@pytest.mark.parametrize(
    ("written", "basis", "rates", "owner"),
    [
        ("2元或业主自购", Basis.RATES, [rate("2", unit="支")], True),
        ("50或业主自购", Basis.RATES, [rate("50", unit="支")], True),
        (
            "65/70元或业主自购",
            Basis.RATES,
            [rate("65", unit="支", label="9W"), rate("70", unit="支", label="16W")],
            True,
        ),
        ("15元/单相或业主自购", Basis.RATES, [rate("15", unit="单相")], True),
        ("业主自购", Basis.OWNER, [], True),
        ("市价或业主自购", Basis.BY_HAND, [], True),
        ("全包", Basis.INCLUDED, [], False),
        ("包材料", Basis.INCLUDED, [], False),
        ("材料另计", Basis.APART, [], False),
        ("", Basis.NONE, [], False),
    ],
)
def test_material_is_told_apart_from_the_work(written, basis, rates, owner):
    material = read_terms("10", written, unit="支", name="更换LED灯管9W/16W(不含改线路)").material
    assert (material.basis, list(material.rates), material.owner_may) == (basis, rates, owner)


@pytest.mark.parametrize(
    ("note", "basis"), [("不含材料费", Basis.APART), ("含材料费", Basis.INCLUDED), ("普通", Basis.NONE)]
)
def test_a_note_says_whether_material_is_in_the_price(note, basis):
    assert read_terms("20元/盏", note=note).material.basis is basis


def test_a_note_with_another_price_for_the_same_unit_is_a_choice_and_comes_on_top_only_where_it_says_so():
    told = read_terms("0.5元/张", note="彩色1.3元/张")
    assert told.fee.rates == (rate("0.5", unit="张"), rate("1.3", unit="张", label="彩色"))
    assert told.extras == ()
    assert read_terms("0.5元/张", note="彩色另加1.3元/张").extras == (rate("1.3", unit="张", label="彩色另加"),)
    assert read_terms("50元/次", note="上门费20元", unit="次").extras == (rate("20", unit="", label="上门费"),)


def test_a_note_tells_least_quantities_extras_and_surcharges():
    terms = read_terms("15元/㎡/次", note="不足50㎡按50㎡收费，开槽另计每米80元；夜间加收50%，最低收费100元。")
    assert (terms.least_quantity, terms.least_unit, terms.least_amount) == (Decimal(50), "㎡", Decimal(100))
    assert terms.extras == (rate("80", unit="米", label="开槽"),)
    assert terms.surcharges == (Surcharge("夜间", Decimal(50)),)
    assert terms.unread == ()


@pytest.mark.parametrize("note", ["不足50㎡按60㎡收费", "彩色另加3元+税", "人工费的8%"])
def test_a_note_about_money_that_can_not_be_read_is_told(note):
    assert read_terms("10元/个", note=note).unread == (note,)


def test_a_quantity_is_raised_to_the_least_one_in_the_unit_that_it_is_of():
    cleaning = read_terms("15元/㎡/次", note="不足50㎡按50㎡收费")
    (per,) = cleaning.fee.rates
    assert amounts(reckon(per, [Decimal(30), Decimal(2)], cleaning)) == ("1500.00", "1500.00")
    assert amounts(reckon(per, [Decimal(80)], cleaning)) == ("1200.00", "1200.00")
    hours = read_terms("100元/小时/人", note="不足2小时按2小时收费")
    reckoned = reckon(hours.fee.rates[0], [Decimal("1.5"), Decimal(3)], hours)
    assert (amounts(reckoned), reckoned.quantity, reckoned.by_least_quantity) == (
        ("600.00", "600.00"),
        Decimal(6),
        True,
    )


def test_ranges_start_prices_surcharges_and_fen_are_reckoned_exactly():
    terms = read_terms("1.5元/米，起步价20元")
    assert amounts(reckon(terms.fee.rates[0], [Decimal(3)], terms)) == ("20.00", "20.00")
    assert amounts(reckon(terms.fee.rates[0], [Decimal("33.335")], terms)) == ("50.00", "50.00")
    terms = read_terms("50-80元", note="夜间加收50%")
    assert amounts(reckon(terms.fee.rates[0], [Decimal(2)], terms, terms.surcharges[0])) == ("150.00", "240.00")
    assert str(share(Decimal(8), Decimal("123.45"))) == "9.88"


@pytest.mark.parametrize(
    "written", ["20-50元", "65/70元或业主自购", "免费", "看着给", "按单价8%收取", "10元/米，起步价50元"]
)
def test_terms_are_kept_in_the_books_and_come_back_the_same(written):
    terms = read_terms(written, written, "不足2米按2米收费，彩色1.3元/张，节假日加收30%", "米")
    assert from_json(as_json(terms)) == terms


def test_the_unit_is_found_in_the_price():
    assert [unit_of(text) for text in ("30元/个", "8000元/人/月", "50", "10元/米，5元/个")] == ["个", "人/月", "", ""]
