# SPDX-License-Identifier: Apache-2.0
"""Hostile and endless text through every form by each mode: it prints as it was typed and is never cut unsaid."""

from __future__ import annotations

from collections import Counter
from dataclasses import fields as parts_of
from dataclasses import is_dataclass, replace
from typing import Any

import pytest

from complaintdesk import fields
from complaintdesk.formats import Kind
from complaintdesk.printing import form_files
from complaintdesk.printing.fonts import faces
from complaintdesk.printing.papers import Placing, PrintMode
from complaintdesk.printing.rows import LACKING, OVER_THE_ROW
from complaintdesk.printing.templates import CellKind, TableRow
from complaintdesk.printing.text import visible
from tests.printing.every_paper import read, read_by_poppler, record_of, told_by_glyphs, unembedded
from tests.printing.hostile import CHARACTERS, MARKUP
from tests.printing.papers import printed

MARKS = (b"/URI", b"/JavaScript", b"/JS", b"/Launch", b"/Annot", b"/EmbeddedFile", b"/OpenAction")
_ALL = [text for text in (*MARKUP, *CHARACTERS, "㐂䶮") if len(text) <= 80]
RIGHT_TO_LEFT = "שלום مرحبا بالعالم ﷺ"
SHORT = [text for text in _ALL if not set(text) & set(RIGHT_TO_LEFT.replace(" ", ""))]
HOSTILE = "｜".join(SHORT)
SENTENCES = "".join(f"这一句是第【{number:04d}】句。" for number in range(400))  # 5,200 characters
FORMS = form_files.shipped_ids()
every_form = pytest.mark.parametrize("form_id", FORMS)
every_mode = pytest.mark.parametrize("mode", list(PrintMode))


def soaked(record: Any, text: str, whole: frozenset[str], elsewhere: int) -> Any:
    """The record with the `whole` text where it is so called, and the beginning of it elsewhere; numbers stay."""
    if isinstance(record, tuple):
        return tuple(soaked(each, text, whole, elsewhere) for each in record)
    if not is_dataclass(record) or isinstance(record, type):
        return record
    changed = {}
    for name, value in ((each.name, getattr(record, each.name)) for each in parts_of(record) if each.init):
        if type(value) is not str:
            changed[name] = soaked(value, text, whole, elsewhere)
        elif "number" not in name and (name in whole or elsewhere):
            changed[name] = text if name in whole else text[:elsewhere]
    return replace(record, **changed)


def as_printed(text: str) -> str:
    """What a reader finds of a text: without what has no shape, with what no face has by its number."""
    shown = "".join(visible(text).split())
    return "".join(each if faces().face_of(each) else f"[U+{ord(each):04X}]" for each in shown)


def long_fields(form_id: str) -> frozenset[str]:
    """The attributes of texts of any length, and of those that rows grow with, that always have a place on the form."""
    return frozenset(
        name.rpartition(".")[2]
        for row in form_files.shipped(form_id).rows
        if isinstance(row, TableRow) or not row.only_with
        for cell in row.cells
        if cell.kind is CellKind.FIELD
        for name in cell.names
        if fields.find(name).kind is Kind.LONG
    )


@every_mode
@every_form
def test_hostile_text_is_printed_as_it_was_typed_and_becomes_no_link(form_id, mode, reader):
    whole = long_fields(form_id)
    record = soaked(record_of(form_id), HOSTILE, whole, 60 if whole else len(HOSTILE))
    paper = printed(form_id, record, placing=Placing(mode=mode))
    assert not any(mark in paper.pdf for mark in MARKS)
    assert unembedded(paper.pdf) == []
    assert any(shortfall.text == LACKING for shortfall in paper.shortfalls)
    texts = [told_by_glyphs(paper.pdf), "".join(page.text for page in read(paper.pdf))]
    if mode is not PrintMode.OVERPRINT:  # there a text may run, as is told, over the sheet's end
        texts.append("".join(read_by_poppler(paper.pdf, reader("pdftotext"))))
    pieces = {as_printed(piece) for piece in SHORT}
    for text in texts:
        over_a_pages_end = [piece for piece in pieces if piece not in text]
        assert len(over_a_pages_end) < paper.pages


@every_form
def test_text_from_right_to_left_is_there_letter_by_letter(form_id):
    paper = printed(form_id, soaked(record_of(form_id), RIGHT_TO_LEFT, frozenset(), len(RIGHT_TO_LEFT)))
    assert as_printed(RIGHT_TO_LEFT) in told_by_glyphs(paper.pdf)
    letters = Counter("".join(page.text for page in read(paper.pdf)))
    assert all(letters[letter] >= count for letter, count in Counter(as_printed(RIGHT_TO_LEFT)).items())


@every_mode
@pytest.mark.parametrize("form_id", [form_id for form_id in FORMS if long_fields(form_id)])
def test_five_thousand_characters_go_on_on_a_further_sheet_or_are_told(form_id, mode):
    """Nothing of them is lost: each sentence is there as often as the first."""
    usual = printed(form_id, record_of(form_id), placing=Placing(mode=mode))
    record = soaked(record_of(form_id), SENTENCES, long_fields(form_id), 0)
    paper = printed(form_id, record, placing=Placing(mode=mode))
    text = told_by_glyphs(paper.pdf)
    assert {text.count(f"【{number:04d}】") for number in range(400)} == {text.count("【0000】")} != {0}
    if mode is PrintMode.OVERPRINT:
        assert any(each.text == OVER_THE_ROW and each.names for each in paper.shortfalls)
    else:
        assert paper.pages > usual.pages
        assert paper.shortfalls == ()


@pytest.mark.parametrize("form_id", [form_id for form_id in FORMS if long_fields(form_id)])
def test_five_thousand_characters_without_a_space_are_all_there(form_id):
    paper = printed(form_id, soaked(record_of(form_id), "Ж" * 5000, long_fields(form_id), 0))
    assert paper.shortfalls == ()
    assert sum(page.text.count("Ж") for page in read(paper.pdf)) >= 5000
