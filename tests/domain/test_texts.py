# SPDX-License-Identifier: Apache-2.0
"""What is kept of a text, how long it may be, and which texts count as the same."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaintdesk.domain.texts import clean_line, clean_text, fold
from complaintdesk.errors import UserError

ANY_TEXT = st.text(st.characters(), max_size=60) | st.text(
    "a\u0301\r\n\t\x00\x85\u2028\u200b\ufeff\u3000\xa0 漏水\ud800Ａ"
)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("厨房漏水", "厨房漏水"),
        ("一\r\n二\r三\n四", "一\n二\n三\n四"),
        ("一\v二\f三\x85四\u2028五\u2029六", "一\n二\n三\n四\n五\n六"),
        ("cafe\u0301", "café"),
        ("漏\x00水\x07\x1b\x7f\x9f", "漏水"),
        ("漏\ud800水\udfff", "漏水"),
        ("表\t格", "表\t格"),
        ("\n\t\u3000\xa0 漏水 \xa0\u3000\t\n", "漏水"),
        ("\ufeff漏水\u200b", "漏水"),
        ("家👨‍👩‍👧人", "家👨‍👩‍👧人"),
        ("=1+1 <b>漏水", "=1+1 <b>漏水"),
        ("仇𬭎", "仇𬭎"),
        (" \u3000\u200b\n", ""),
    ],
)
def test_text_is_kept_as_typed_but_for_what_no_file_or_paper_can_hold(typed, kept):
    assert clean_text(typed) == kept


def test_text_of_5000_characters_is_kept_whole_and_one_more_is_refused_with_its_count():
    assert clean_text("漏" * 5000) == "漏" * 5000
    with pytest.raises(UserError) as refused:
        clean_text("漏" * 5001)
    assert refused.value.values == {"count": 5001, "limit": 5000}
    assert refused.value.text.format(**refused.value.values) == "This text has 5001 characters; there is room for 5000."


def test_rare_ideographs_count_as_one_character_each_and_outer_space_as_none():
    assert clean_text(" " * 50 + "𬭎" * 10 + " " * 50, limit=10) == "𬭎" * 10


def test_text_of_an_old_register_has_no_limit_when_told_so():
    assert len(clean_text("漏" * 9000, limit=None)) == 9000


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  张\u3000 三\t ", "张 三"),
        ("3栋\n2单元\r\n1502", "3栋 2单元 1502"),
        ("王\x00五", "王五"),
    ],
)
def test_line_holds_no_line_ends_and_single_spaces(typed, kept):
    assert clean_line(typed) == kept


def test_line_is_limited_after_its_spaces_are_folded():
    assert clean_line("a" + " " * 300 + "b", limit=3) == "a b"
    with pytest.raises(UserError):
        clean_line("张" * 201)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ＡＢＣ　１２３", "abc123"),
        ("漏 水", "漏水"),
        ("漏\u200b水\ufeff", "漏水"),
        ("Straße", "STRASSE"),
        ("３栋（东）", "3栋(东)"),
        ("cafe\u0301", "CAFÉ"),
    ],
)
def test_case_width_and_white_space_make_no_difference_in_a_search(one, other):
    assert fold(one) == fold(other)


def test_chinese_digits_stay_themselves_in_a_search():
    assert fold("三栋") == "三栋" != fold("3栋")


@given(ANY_TEXT)
def test_cleaning_twice_changes_nothing_more(text):
    once = clean_text(text, limit=None)
    assert clean_text(once, limit=None) == once
    assert unicodedata.is_normalized("NFC", once)
    assert once.encode().decode() == once
    assert not set(once) & set("\x00\r\v\f\x85\u2028\u2029")
    line = clean_line(text, limit=None)
    assert clean_line(line, limit=None) == line
    assert "\n" not in line


@given(ANY_TEXT)
def test_folding_twice_changes_nothing_more(text):
    assert fold(fold(text)) == fold(text)
    assert not any(char.isspace() for char in fold(text))
