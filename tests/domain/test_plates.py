# SPDX-License-Identifier: Apache-2.0
"""Number plates: every spelling of one plate is one, its end is enough to look for it."""

from __future__ import annotations

import pytest

from complaintdesk.domain.plates import fold_plate, is_plate, may_be_plate, show_plate, spelled_plate


@pytest.mark.parametrize(
    "spelling", ["粤C·12345", "粤C12345", "粤c-12345", "粤Ｃ１２３４５", " 粤 C 12345 ", "粤C.12345", "粤C•12345"]
)
def test_all_spellings_of_a_plate_are_one(spelling: str) -> None:
    assert fold_plate(spelling) == "粤C12345"
    assert show_plate(spelling) == "粤C·12345"


@pytest.mark.parametrize(
    "plate", ["粤C12345", "粤CD12345", "粤CF99999", "京A1B2C3", "粤Z1234港", "沪A1234学", "使A12345"]
)
def test_a_whole_plate_is_known(plate: str) -> None:
    assert is_plate(plate)
    assert may_be_plate(plate)


@pytest.mark.parametrize("words", ["", "张建国", "粤C", "12345", "3-2-1502室", "电动车", "临时停车"])
def test_other_words_are_no_plate(words: str) -> None:
    assert not is_plate(words)


@pytest.mark.parametrize("part", ["345", "12345", "C12345", "D12345", "粤C123", "8Q8"])
def test_the_end_of_a_plate_can_be_looked_for(part: str) -> None:
    assert may_be_plate(part)


@pytest.mark.parametrize("words", ["zs", "zhangsan", "张三", "12", "13812345678", "粤"])
def test_names_and_phones_are_no_part_of_a_plate(words: str) -> None:
    assert not may_be_plate(words)


@pytest.mark.parametrize(
    "words",
    ["粤C·12345", "粤ｃ 12345", "车牌粤C-12345。", "停着C12345的车", "粤Ｃ１２３４５", "粤C.1 2345停", "路c12345"],
)
def test_a_plate_is_found_in_a_text_however_it_is_spelled(words: str) -> None:
    pattern = spelled_plate("粤C12345")
    assert pattern is not None
    assert fold_plate(pattern.sub("", words)) in ("", "车牌", "停着的车", "停", "路")


@pytest.mark.parametrize("words", ["湘C12345", "湘·C12345", "粤C123456", "AC12345", "12345", "C1234", "粤C12346"])
def test_another_plate_is_not(words: str) -> None:
    pattern = spelled_plate("粤C12345")
    assert pattern is not None
    assert pattern.search(words) is None


def test_what_is_too_short_for_a_plate_is_looked_for_nowhere() -> None:
    assert [spelled_plate(words) for words in ("电动车", "12", "A123", "")] == [None] * 4


def test_what_is_no_plate_stays_as_it_was_written() -> None:
    assert show_plate("无牌电动车") == "无牌电动车"
    assert fold_plate("——") == ""
