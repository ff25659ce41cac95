# SPDX-License-Identifier: Apache-2.0
"""Quantities as they stand on slips, and what they cost."""

from __future__ import annotations

from decimal import Decimal

import pytest

from complaintdesk.domain.quantities import amount_of, area_words, read_area, read_quantities, read_quantity
from complaintdesk.errors import UserError


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2", "2"),
        ("1.5", "1.5"),
        ("２", "2"),
        (" 3 根", "3"),
        ("0.125", "0.125"),
        ("2.", "2"),
        (".5", "0.5"),
        ("60㎡", "60"),
        ("3m²", "3"),
    ],
)
def test_a_quantity_is_read_with_or_without_its_unit(written: str, meant: str) -> None:
    assert read_quantity(written) == Decimal(meant)


@pytest.mark.parametrize("written", ["", "两根", "2x3", "-1", "0", "0.0", "1.2345", "1000000", "1,5"])
def test_what_is_no_quantity_is_refused(written: str) -> None:
    with pytest.raises(UserError):
        read_quantity(written)


@pytest.mark.parametrize(
    ("quantity", "price", "amount"), [("3", "45.00", "135.00"), ("0.333", "10.00", "3.33"), ("0.5", "0.01", "0.01")]
)
def test_half_a_fen_counts_as_a_whole_one(quantity: str, price: str, amount: str) -> None:
    assert amount_of(Decimal(quantity), Decimal(price)) == Decimal(amount)


@pytest.mark.parametrize(
    ("text", "units", "numbers"),
    [
        ("60㎡×2次", ("㎡", "次"), (60, 2)),
        ("2次x60平方", ("㎡", "次"), (60, 2)),
        ("60*2", ("㎡", "次"), (60, 2)),
        ("5x4", ("㎡",), (20,)),
        ("3m", ("米",), (3,)),
        ("", ("㎡",), ()),
    ],
)
def test_quantities_come_in_the_order_of_what_is_counted(
    text: str, units: tuple[str, ...], numbers: tuple[int, ...]
) -> None:
    assert read_quantities(text, units) == numbers


def test_more_than_is_counted_is_refused() -> None:
    with pytest.raises(UserError):
        read_quantities("60㎡×2次×3", ("㎡", "次"))


@pytest.mark.parametrize(
    ("text", "area"),
    [
        ("98.6", "98.6"),
        (" 98.6 ㎡", "98.6"),
        ("1,088", "1088"),
        ("1，088.5平方米", "1088.5"),
        ("１２０m²", "120"),
        ("", ""),
    ],
)
def test_an_area_is_read_as_lists_write_it(text: str, area: str) -> None:
    assert read_area(text) == area


@pytest.mark.parametrize("text", ["大约90", "90左右", "1,08", "10,88", "-90", "90-100", "九十", "90.5.1", "㎡"])
def test_what_is_no_area_is_refused_by_what_was_found(text: str) -> None:
    with pytest.raises(UserError) as refused:
        read_area(text)
    assert (refused.value.field, refused.value.values["text"]) == ("area", text)


@pytest.mark.parametrize(("area", "words"), [("98.6", "98.6㎡"), ("", ""), ("约90", "约90")])
def test_an_area_is_shown_with_its_unit(area: str, words: str) -> None:
    assert area_words(area) == words
