# SPDX-License-Identifier: Apache-2.0
"""Text is broken into lines as Chinese is, loses nothing, and shows what no font has by its number."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from complaintdesk.printing.fonts import faces
from complaintdesk.printing.text import NEVER_FIRST, NEVER_LAST, Line, Passage, visible
from tests.printing.hostile import TEXTS


def said(line: Line) -> str:
    return "".join(glyph.character for glyph in line.glyphs)


def broken(text: str, width: float) -> list[str]:
    return [said(line) for line in Passage(text, faces()).lines(width)]


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("厨房水管漏水，请来人。", 6, ["厨房水管漏", "水，请来人。"]),
        ("业主说（很急）请快来", 4, ["业主说", "（很急）", "请快来"]),
        ("他说“马上来”。", 3, ["他说", "“马上", "来”。"]),
        ("已换DN20阀门", 3.2, ["已换", "DN20", "阀门"]),
        ("电话13812345678请拨", 6.5, ["电话", "13812345678", "请拨"]),
        ("金额¥45.00元", 4, ["金额", "¥45.00", "元"]),
        ("一\n二", 10, ["一", "二"]),
        ("一\r\n\r\n二", 10, ["一", "", "二"]),
        ("", 10, [""]),
        ("pipe under the sink", 5.5, ["pipe under", "the sink"]),
    ],
)
def test_lines_end_where_a_chinese_reader_expects_it(text, width, lines):
    assert broken(text, width) == lines


def test_a_word_longer_than_the_line_is_broken_rather_than_stick_out():
    lines = broken("x" * 40, 5)
    assert "".join(lines) == "x" * 40
    assert len(lines) > 1


def test_a_label_of_four_characters_stands_in_two_even_lines():
    passage = Passage("报修内容", faces())
    assert [said(line) for line in passage.even_lines(3.5)] == ["报修", "内容"]
    assert [said(line) for line in passage.even_lines(4)] == ["报修内容"]


TEXT = st.text(st.one_of(st.sampled_from("水管漏，。（）“”、 　abc12.-\n"), st.characters()), max_size=60)


@settings(max_examples=150)
@given(TEXT, st.floats(1.2, 30))
def test_no_text_loses_a_character_or_sticks_out_or_begins_with_a_comma(text, width):
    passage = Passage(text, faces())
    lines = passage.lines(width)
    characters = "".join(visible(text).split())
    shown = "".join(each if faces().face_of(each) else f"[U+{ord(each):04X}]" for each in characters)
    assert "".join("".join(said(line) for line in lines).split()) == shown
    for line in lines:
        assert line.width <= width + 1e-6 or len(line.glyphs) == 1
    for before, after in pairwise(lines):
        if before.glyphs and after.glyphs and after.glyphs[0].may_follow_break:
            assert said(after)[0] not in NEVER_FIRST
            assert said(before)[-1] not in NEVER_LAST


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_no_text_breaks_the_setting(text):
    passage = Passage(text, faces())
    lines = passage.lines(8)
    assert all(line.width <= 8.000001 for line in lines)
    assert passage.even_lines(8)
    assert passage.longest >= 0


def test_what_has_no_shape_is_left_out():
    assert visible("\u202e水\x00\u200b管\ufeff\ud800\U000e0100") == "水管"
    assert visible("a\tb\r\nc\rd") == "a b\nc\nd"


def test_a_character_that_no_face_has_shows_as_its_number():
    passage = Passage("\ue123水", faces())
    assert said(passage.lines(100)[0]) == "[U+E123]水"
    assert passage.lacking == ("\ue123",)
