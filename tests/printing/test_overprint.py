# SPDX-License-Identifier: Apache-2.0
"""Lists printed over forms from a print shop (套打): each line in a row of the printed table, the sums at its foot."""

from __future__ import annotations

import io
from dataclasses import replace
from itertools import pairwise

import pypdf
import pytest

from complaintdesk import fields
from complaintdesk.desk.binding_sheets import BindingSheet
from complaintdesk.desk.survey_sheets import SATISFACTION, questions_of
from complaintdesk.printing import form_files
from complaintdesk.printing.form_text import text_of
from complaintdesk.printing.forms import Mode, Paper
from complaintdesk.printing.papers import Placing, PrintMode
from complaintdesk.printing.rows import MM
from complaintdesk.printing.templates import CellKind, TableRow
from tests.printing.list_papers import a_binding_sheet, a_call_register, a_handling, a_survey_sheet
from tests.printing.papers import OFFICE, ZONE, a_case, printed, read_by_pypdf

LISTS = [
    form_id
    for form_id in form_files.shipped_ids()
    if any(isinstance(row, TableRow) and row.fill for row in form_files.shipped(form_id).rows)
]
OVER = Placing(mode=PrintMode.OVERPRINT)


def over(sheet: BindingSheet) -> Paper:
    return printed("binding_list", sheet, placing=OVER)


def heights(pdf: bytes, page: int = 0) -> dict[str, float]:
    """How high each text stands on a page, in mm from its lower edge; the lowest where it is there more than once."""
    found: dict[str, float] = {}

    def look(text: str, moved: list[float], at: list[float], _font: object, _size: object) -> None:
        found[text.strip()] = (moved[5] + at[5]) / MM

    pypdf.PdfReader(io.BytesIO(pdf)).pages[page].extract_text(visitor_text=look)
    return found


def test_most_lists_fill_their_sheet():
    assert {"register", "binding_list", "call_record", "fee_list"} <= set(LISTS)


@pytest.mark.parametrize("form_id", LISTS)
def test_the_lines_of_a_list_come_out_over_its_printed_table(form_id):
    paper = printed(form_id, mode=Mode.SAMPLE, placing=OVER)
    assert paper.pages == 1
    (words,) = read_by_pypdf(paper.pdf)
    (table,) = (row for row in form_files.shipped(form_id).rows if isinstance(row, TableRow) and row.fill)
    samples = {table.items: fields.Sample.RECORD}
    shown = [fields.formatted(cell.text, samples, ZONE, "zh_CN") for cell in table.cells if cell.kind is CellKind.FIELD]
    assert [sample[:2] in words for sample in shown] == [True] * len(shown)
    assert not {cell.head for cell in table.cells} & set(words.split())


def test_the_sums_of_a_list_stand_where_the_blank_form_has_them():
    """R-WO-04: returned, open, void and missing stand in the boxes at the foot, however few slips the month had."""
    sheet = a_binding_sheet()
    blank = heights(printed("binding_list", mode=Mode.BLANK).pdf)
    values = heights(over(sheet).pdf)
    assert values[str(sheet.numbers)] == pytest.approx(blank["本月编号"], abs=0.5)


def test_each_line_stands_in_a_row_of_its_own():
    sheet = a_binding_sheet()
    values = heights(over(sheet).pdf)
    rows = [values[line.number] for line in sheet.slips]
    apart = [above - below for above, below in pairwise(rows)]
    assert apart == pytest.approx([7.5] * len(apart), abs=0.05)


def test_lines_beyond_the_printed_rows_go_onto_another_sheet_of_it():
    line = a_binding_sheet().slips[0]
    lines = tuple(replace(line, number=f"WX2026-{number:06}") for number in range(1, 61))
    pages = read_by_pypdf(over(replace(a_binding_sheet(), slips=lines)).pdf)
    assert len(pages) == 2
    assert [sum(f"WX2026-{number:06}" in page for page in pages) for number in range(1, 61)] == [1] * 60


def test_what_the_printed_form_says_itself_is_not_struck_over_it_again():
    (page,) = read_by_pypdf(printed("acknowledgement", a_case(), placing=OVER).pdf)
    assert "张建国" in page
    assert "0571" not in page, "the office's own phone stands on the form"
    (page,) = read_by_pypdf(printed("satisfaction_survey", a_survey_sheet(), placing=OVER).pdf)
    assert "2026-11-21" in page
    assert not any(each.question in page for each in questions_of(SATISFACTION))


def test_a_long_text_is_broken_as_on_the_full_form():
    full, values = (
        printed("case_sheet", mode=Mode.SAMPLE, placing=Placing(mode=mode))
        for mode in (PrintMode.CARBON, PrintMode.OVERPRINT)
    )
    lines = [line for line in read_by_pypdf(full.pdf)[0].splitlines() if "橱柜" in line]
    assert lines
    assert set(lines) <= set(read_by_pypdf(values.pdf)[0].splitlines())


def test_values_for_a_printed_form_of_two_sheets_stand_each_on_its_own():
    """An office's own form may be longer than a sheet."""
    form = form_files.shipped("case_sheet")
    longer = replace(form, rows=tuple(replace(row, height=row.height * 1.7) for row in form.rows))
    office = replace(OFFICE, own_forms=((form.id, text_of(longer)),))
    blank = printed(form.id, mode=Mode.BLANK, office=office)
    paper = printed(form.id, a_handling(), placing=OVER, office=office)
    assert paper.pages == blank.pages == 2
    assert heights(paper.pdf, 1)["TS2026-000123-2"] == pytest.approx(heights(blank.pdf, 1)["新表编号"], abs=1)


def test_a_line_too_long_for_its_printed_row_takes_the_next_one_too():
    calls = a_call_register().calls
    long = replace(calls[0], content="厨房洗菜盆下水管漏水，已流到橱柜。" * 6, number="BX2026-000001")
    record = replace(a_call_register(), calls=(long, replace(calls[0], number="BX2026-000002")))
    paper = printed("call_record", record, placing=OVER)
    assert paper.shortfalls == ()
    values = heights(paper.pdf)
    assert values["BX2026-000001"] - values["BX2026-000002"] > 9
