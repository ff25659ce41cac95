# SPDX-License-Identifier: Apache-2.0
"""Every form on each paper it is laid out for, by each mode: blank, with samples and in a batch, by two readers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from complaintdesk.printing import form_files
from complaintdesk.printing.form_text import text_of
from complaintdesk.printing.forms import Mode, render_batch
from complaintdesk.printing.overprint import NO_ROW
from complaintdesk.printing.papers import PaperSize, Placing, PrintMode
from complaintdesk.printing.templates import Form, TableRow
from tests.printing.every_paper import (
    PAPERS,
    always_there,
    drawn,
    optional,
    own_words,
    read,
    read_by_poppler,
    record_of,
    samples_in,
    told_by_glyphs,
    unembedded,
    without_optional_rows,
    words_on,
)
from tests.printing.papers import OFFICE, PRINTED_AT, ZONE, a_case, a_finished_order, printed

every_paper = pytest.mark.parametrize(
    ("form_id", "paper"), PAPERS, ids=[f"{form_id}-{paper.name.replace(' ', '-')}" for form_id, paper in PAPERS]
)
every_mode = pytest.mark.parametrize("mode", list(PrintMode))
CARBON, OVERPRINT = PrintMode.CARBON, PrintMode.OVERPRINT
KEPT_QUIET = [form_id for form_id in form_files.shipped_ids() if form_files.shipped(form_id).confidential]
SHORT = {"work_order": a_finished_order(case=a_case(content="漏水"))}  # where the sample's text makes its row grow
FILLED = (Mode.SAMPLE, Mode.FULL)


def laid_out(form_id: str, paper: PaperSize) -> Form:
    return form_files.shipped(form_id).on(paper)


def hidden_on(form: Form, mode: PrintMode) -> list[frozenset[str]]:
    """What each page leaves blank: its part's, and on one strike what any part hides."""
    if mode is PrintMode.PARTS:
        return [part.hide for part in form.parts]
    return [frozenset().union(*(part.hide for part in form.parts))]


@every_mode
@every_paper
def test_all_samples_stand_on_one_sheet_and_what_a_part_hides_does_not(form_id, paper, mode, reader):
    form = laid_out(form_id, paper)
    made = drawn(form_id, paper, mode, Mode.SAMPLE)
    over = mode is PrintMode.OVERPRINT
    assert {name for each in made.shortfalls if each.text == NO_ROW for name in each.names} == (
        optional(form) if over else set()
    )
    assert over or not made.shortfalls
    cells = always_there(form) if over else [cell for row in form.rows for cell in row.cells]
    samples = [(names, text) for names, text in samples_in(cells) if not (over and text in own_words(form))]
    assert samples
    hides = hidden_on(form, mode)
    for pages in ([page.text for page in read(made.pdf)], read_by_poppler(made.pdf, reader("pdftotext"))):
        assert len(pages) == made.pages == len(hides)
        for page, hide in zip(pages, hides, strict=True):
            assert [text for names, text in samples if not names & hide and text not in page] == []
            shown = {text for names, text in samples if not names & hide}
            assert [text for names, text in samples if names & hide and text not in shown and text in page] == []


@every_mode
@every_paper
def test_a_blank_form_tells_of_no_record(form_id, paper, mode, reader):
    form = laid_out(form_id, paper)
    made = drawn(form_id, paper, mode, Mode.BLANK)
    assert made.shortfalls == ()
    known = own_words(form)
    samples = {text for _, text in samples_in([cell for row in form.rows for cell in row.cells])}
    for pages in ([page.text for page in read(made.pdf)], read_by_poppler(made.pdf, reader("pdftotext"))):
        assert len(pages) == made.pages == len(hidden_on(form, mode))
        for page in pages:
            assert [text for text in samples if len(text) > 3 and text not in known and text in page] == []
            assert (form.title in page) == (mode is not PrintMode.OVERPRINT)
            assert page or mode is PrintMode.OVERPRINT


@every_mode
@every_paper
def test_a_sheet_is_the_papers_and_brings_its_faces_without_an_empty_glyph(form_id, paper, mode):
    for filling in (Mode.BLANK, Mode.SAMPLE):
        made = drawn(form_id, paper, mode, filling)
        sheets = read(made.pdf)
        height = paper.height or sheets[0].size[1]
        assert {sheet.size for sheet in sheets} == {(paper.width, height)}
        assert unembedded(made.pdf) == []
        assert set(told_by_glyphs(made.pdf)) == set("".join(sheet.text for sheet in sheets))


@every_mode
@every_paper
def test_a_batch_of_three_is_three_single_prints(form_id, paper, mode):
    record = record_of(form_id)
    if isinstance(record, tuple):
        assert form_id == "register", "what has a record of its own can be in a batch"
        return
    alone = read(drawn(form_id, paper, mode, Mode.FULL).pdf)
    batch = render_batch(
        form_id,
        [(record, 1)] * 3,
        office=OFFICE,
        printed_by="王敏",
        printed_at=PRINTED_AT,
        zone=ZONE,
        placing=Placing(paper, mode),
    )
    assert read(batch.pdf) == alone * 3
    assert unembedded(batch.pdf) == []


@every_mode
@pytest.mark.parametrize("form_id", KEPT_QUIET)
def test_who_complained_in_confidence_is_on_no_part_that_goes_outside(form_id, mode):
    """客户保密: on one strike, which all parts get, not at all."""
    form = form_files.shipped(form_id)
    record = record_of(form_id)
    record = replace(record, case=replace(record.case, confidential=True))
    pages = [page.text for page in read(printed(form_id, record, placing=Placing(mode=mode)).pdf)]
    inside = [part.inside for part in form.parts] if mode is PrintMode.PARTS else [False]
    assert len(pages) == len(inside)
    assert [record.case.caller_name in page for page in pages] == inside
    assert not any(record.case.caller_phone in page for page, stays in zip(pages, inside, strict=True) if not stays)


@every_paper
def test_what_is_printed_over_a_form_stands_where_the_full_one_has_it(form_id, paper, reader):
    """Down the sheet as well, where no row grows with its text and no list goes down to the foot."""
    form = without_optional_rows(form_files.shipped(form_id))
    office = replace(OFFICE, own_forms=((form_id, text_of(form)),))
    made = printed(form_id, SHORT.get(form_id), FILLED[form_id in SHORT], office=office, placing=Placing(paper, CARBON))
    (full,) = words_on(made.pdf, reader("pdftotext"))
    made = printed(form_id, SHORT.get(form_id), FILLED[form_id in SHORT], placing=Placing(paper, OVERPRINT))
    (over,) = words_on(made.pdf, reader("pdftotext"))
    only_across = paper.roll or any(isinstance(row, TableRow) and row.rows == 0 for row in form.rows)
    if only_across:  # what is set smaller there is broken elsewhere
        over = [word for word in over if any(word.text == there.text for there in full)]
    assert len(over) > 3
    assert [word for word in over if not any(word.at(there, only_across) for there in full)] == []


@every_paper
def test_a_blank_form_has_room_for_all_that_is_printed_over_it(form_id, paper, reader):
    (blank,) = words_on(drawn(form_id, paper, CARBON, Mode.BLANK).pdf, reader("pdftotext"))
    over = words_on(drawn(form_id, paper, OVERPRINT, Mode.FULL).pdf, reader("pdftotext"))[0]
    assert over
    assert [(word, there) for word in over for there in blank if word.touches(there)] == []
    assert [(word, there) for word in over for there in over if word is not there and word.touches(there)] == []


@every_mode
@pytest.mark.parametrize("form_id", ["work_order", "register", "case_sheet", "liaison"])
def test_a_profiles_offset_moves_all_of_a_page_and_nothing_else(form_id, mode, reader):
    paper = form_files.shipped(form_id).paper
    moved = printed(form_id, record_of(form_id), placing=Placing(paper, mode, dx=3.2, dy=-2.1))
    before = words_on(drawn(form_id, paper, mode, Mode.FULL).pdf, reader("pdftotext"))
    after = words_on(moved.pdf, reader("pdftotext"))
    for page, there in zip(before, after, strict=True):
        assert page
        assert [word for word in page if not any(word.moved(3.2, -2.1).at(to) for to in there)] == []
