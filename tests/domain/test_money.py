# SPDX-License-Identifier: Apache-2.0
"""Money read, kept to the fen, shown in figures and in capitals."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaintdesk.domain.money import MOST, from_fen, in_capitals, parse_yuan, show_yuan, to_fen
from complaintdesk.errors import UserError


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ("83", "83.00"), ("83.5", "83.50"), ("83.50", "83.50"), ("83.0", "83.00"), ("0", "0.00"), ("0.05", "0.05"),
        (".5", "0.50"), ("5.", "5.00"),
        ("¥83", "83.00"), ("￥83.00", "83.00"), ("83元", "83.00"), ("83 元", "83.00"), ("８３．５元", "83.50"),
        ("83块", "83.00"),
        ("人民币83.5元整", "83.50"), ("RMB 83", "83.00"), ("83 CNY", "83.00"), ("1,234.50", "1234.50"),
        ("1，234，567", "1234567.00"),
        (" 1 234.5 ", "1234.50"), ("007", "7.00"), ("9,999,999,999.99", "9999999999.99"),
    ],
)  # fmt: skip
def test_amount_is_read_as_people_write_it(written, amount):
    assert str(parse_yuan(written)) == amount


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ("", "An amount is needed here."),
        ("¥", "An amount is needed here."),
        ("-1", "An amount can't be less than 0."),
        ("¥-83.00", "An amount can't be less than 0."),
        ("－１", "An amount can't be less than 0."),
        ("83.123", "An amount has two decimals at most."),
        ("0.001", "An amount has two decimals at most."),
        ("10000000000", "This amount is too large."),
        ("9" * 5000, "This amount is too large."),
        *((text, f"“{text}” is no amount in yuan; write it like 83.50.") for text in (
            "abc", "1,23", "1,2345", ",5", "1.2.3", "3万", "1e3", "+3", "NaN", "免费", "/", "100-500", "8%", "83角",
            ".",
        )),
    ],
)  # fmt: skip
def test_what_is_no_amount_is_refused_in_words(written, problem):
    with pytest.raises(UserError) as refused:
        parse_yuan(written)
    assert refused.value.text.format(**refused.value.values) == problem


@pytest.mark.parametrize(
    ("amount", "shown", "signed"),
    [
        ("83", "83.00", "¥83.00"),
        ("0", "0.00", "¥0.00"),
        ("1234.5", "1,234.50", "¥1,234.50"),
        ("9999999999.99", "9,999,999,999.99", "¥9,999,999,999.99"),
        ("-12.3", "-12.30", "-¥12.30"),
    ],
)
def test_amount_is_shown_with_two_decimals(amount, shown, signed):
    assert show_yuan(Decimal(amount)) == shown
    assert show_yuan(Decimal(amount), sign=True) == signed


@pytest.mark.parametrize(
    ("amount", "capitals"),
    [
        # 第五十二条（二）: 壹拾, never 拾 alone; 整 after yuan and jiao, none after fen
        ("83", "捌拾叁元整"), ("10", "壹拾元整"), ("15", "壹拾伍元整"), ("110", "壹佰壹拾元整"), ("0.5", "伍角整"),
        ("105.3", "壹佰零伍元叁角整"),
        ("0.53", "伍角叁分"), ("0.05", "伍分"), ("83.00", "捌拾叁元整"), ("1", "壹元整"), ("0", "零元整"),
        # 第五十二条（三）: a 0 between figures is 零, several in a row are one
        ("101.50", "壹佰零壹元伍角整"), ("1004.56", "壹仟零肆元伍角陆分"), ("1409.5", "壹仟肆佰零玖元伍角整"),
        ("6007.14", "陆仟零柒元壹角肆分"),
        ("30200", "叁万零贰佰元整"), ("100005", "壹拾万零伍元整"), ("100500", "壹拾万零伍佰元整"),
        ("10010", "壹万零壹拾元整"),
        ("20000", "贰万元整"), ("10000000", "壹仟万元整"), ("100000000", "壹亿元整"), ("100000001", "壹亿零壹元整"),
        ("100010000", "壹亿零壹万元整"),
        ("1050000000", "壹拾亿零伍仟万元整"), ("1234567890", "壹拾贰亿叁仟肆佰伍拾陆万柒仟捌佰玖拾元整"),
        ("2000000001.10", "贰拾亿零壹元壹角整"),
        # yuan 0 and jiao not: 零 may be written or not, and isn't
        ("1680.32", "壹仟陆佰捌拾元叁角贰分"), ("107000.53", "壹拾万零柒仟元伍角叁分"), ("20.4", "贰拾元肆角整"),
        # jiao 0 and fen not: 零 after 元
        ("16409.02", "壹万陆仟肆佰零玖元零贰分"), ("325.04", "叁佰贰拾伍元零肆分"), ("100.05", "壹佰元零伍分"),
        ("1.01", "壹元零壹分"),
        ("1010101010.01", "壹拾亿零壹仟零壹拾万零壹仟零壹拾元零壹分"),
        ("9999999999.99", "玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分"),
    ],
)  # fmt: skip
def test_amount_in_capitals_follows_the_accounting_rules(amount, capitals):
    assert in_capitals(Decimal(amount)) == capitals


@pytest.mark.parametrize("amount", ["-0.01", "10000000000", "0.001"])
def test_no_capitals_are_written_for_what_no_voucher_can_hold(amount):
    with pytest.raises(ValueError, match=r"capitals|parts of a fen"):
        in_capitals(Decimal(amount))


@pytest.mark.parametrize("amount", ["0.001", "83.005"])
def test_parts_of_a_fen_are_never_rounded_away(amount):
    for shown in (to_fen, show_yuan):
        with pytest.raises(ValueError, match="parts of a fen"):
            shown(Decimal(amount))


FEN = st.integers(0, to_fen(MOST))


def read_capitals(text: str) -> int:
    """The fen that capitals say, read by another rule than the one that writes them."""
    total = group = figure = 0
    for char in text:
        if char in "零壹贰叁肆伍陆柒捌玖":
            figure = "零壹贰叁肆伍陆柒捌玖".index(char)
        elif char in "拾佰仟":
            group += figure * 10 ** ("拾佰仟".index(char) + 1)
            figure = 0
        elif char in "万亿元":
            total += (group + figure) * {"万": 10**6, "亿": 10**10, "元": 100}[char]
            group = figure = 0
        elif char in "角分":
            total += figure * (10 if char == "角" else 1)
            figure = 0
    return total


@given(FEN)
def test_no_fen_is_lost_on_the_way_through_figures_and_capitals(fen):
    amount = from_fen(fen)
    assert to_fen(amount) == fen
    assert parse_yuan(show_yuan(amount)) == parse_yuan(show_yuan(amount, sign=True)) == amount
    capitals = in_capitals(amount)
    assert read_capitals(capitals) == fen
    assert "零零" not in capitals
    assert capitals.endswith("整") == (fen % 10 == 0)
    assert capitals[0] not in "零拾" or fen == 0
