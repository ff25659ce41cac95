# SPDX-License-Identifier: Apache-2.0
"""Forms as workbooks: written, through LibreOffice, and read back; what is wrong with one is named by its cell."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import PatternFill

from complaintdesk.printing import form_files
from complaintdesk.printing.fonts import faces
from complaintdesk.printing.form_text import text_of
from complaintdesk.printing.forms import Mode, render
from complaintdesk.printing.layout import laid_out
from complaintdesk.printing.papers import Placing
from complaintdesk.printing.rows import MM, Content
from complaintdesk.printing.templates import Form, GridRow
from complaintdesk.sheets.border import ImportRefused
from complaintdesk.sheets.form_trial import trial
from complaintdesk.sheets.form_words import Beside
from complaintdesk.sheets.forms_in import FormRead, read_form
from complaintdesk.sheets.forms_out import write_form
from tests.printing.papers import OFFICE, PRINTED_AT, ZONE, read_by_pypdf

IDS = form_files.shipped_ids()
SLIP = "work_order"
Change = Callable[[openpyxl.Workbook], object]


def written(form: Form, folder: Path) -> Path:
    return write_form(folder / f"{form.id}.xlsx", form, ZONE)


def changed(folder: Path, change: Change, form_id: str = SLIP) -> FormRead:
    """The form after somebody changed its workbook."""
    path = written(form_files.shipped(form_id), folder)
    book = openpyxl.load_workbook(path)
    change(book)
    book.save(path)
    return read_form(path)


def texts(form: Form) -> list[str]:
    """What is printed from samples, page by page."""
    own = replace(OFFICE, own_forms=((form.id, text_of(form)),))
    pages = []
    for layout in (form, *form.layouts):
        for paper in layout.papers:
            drawn = render(
                form.id,
                office=own,
                printed_by="王敏",
                printed_at=PRINTED_AT,
                zone=ZONE,
                mode=Mode.SAMPLE,
                placing=Placing(paper),
            )
            pages += read_by_pypdf(drawn.pdf)
    return pages


def cells(form: Form) -> list[tuple[float, float, float, float]]:
    """Where each cell of the blank form is drawn, in mm: left, top, width, height."""
    found = []
    for layout in (form, *form.layouts):
        content = Content(
            dict.fromkeys(form_files.ROOTS[form.record]) | {"print": None, "office": None}, {}, ZONE, True
        )
        top = 0.0
        for band in laid_out(layout, content, 10_000, faces()).sheets[0]:
            found += [(box.x / MM, top / MM, box.width / MM, band.height / MM) for box in band.boxes]
            top += band.height
    return found


@pytest.fixture(scope="session")
def through_libreoffice(reader: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where every shipped form's workbook lies as LibreOffice saved it."""
    folder, out, profile = (tmp_path_factory.mktemp(name) for name in ("forms", "saved", "profile"))
    files = [str(written(form_files.shipped(form_id), folder)) for form_id in IDS]
    command = [reader("soffice"), f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", "xlsx"]
    subprocess.run([*command, "--outdir", str(out), *files], check=True, capture_output=True, timeout=300)
    return out


@pytest.mark.parametrize("form_id", IDS)
def test_a_form_comes_back_from_its_workbook_as_it_was(form_id, tmp_path):
    form = form_files.shipped(form_id)
    read = read_form(written(form, tmp_path))
    assert [each.words() for each in read.findings] == []
    assert read.form == form
    assert form_files.parse(read.text, "again") == form


@pytest.mark.parametrize("form_id", IDS)
def test_a_form_that_libreoffice_saved_prints_the_same_in_cells_of_the_same_size(form_id, through_libreoffice):
    form = form_files.shipped(form_id)
    read = read_form(through_libreoffice / f"{form_id}.xlsx")
    assert [each.words() for each in read.findings] == []
    assert read.form is not None
    assert texts(read.form) == texts(form)
    there, here = cells(read.form), cells(form)
    assert len(there) == len(here) > 3
    apart = max(abs(one - other) for pair in zip(there, here, strict=True) for one, other in zip(*pair, strict=True))
    assert apart < 0.5


@pytest.mark.parametrize("form_id", IDS)
def test_a_forms_text_is_the_form_again(form_id):
    form = form_files.shipped(form_id)
    assert form_files.parse(text_of(form), "text") == form


def test_dragged_columns_and_rows_are_printed_as_dragged(tmp_path):
    def drag(book: openpyxl.Workbook) -> None:
        sheet = book["A5 横"]
        for at in range(1, 25):
            letter = openpyxl.utils.get_column_letter(at)
            sheet.column_dimensions[letter].width *= 1.5 if at <= 2 else 23 / 22
        sheet.row_dimensions[9].height += 3 * MM

    read = changed(tmp_path, drag)
    assert read.form is not None
    assert "columns = [" in read.text
    assert [share * 26 for share in read.form.columns[:3]] == pytest.approx([1.5, 1.5, 23 / 22], abs=0.02)
    was = form_files.shipped(SLIP)
    assert read.form.rows[2].height == pytest.approx(was.rows[2].height + 3, abs=0.06)
    assert [row.height for row in read.form.rows[3:]] == [row.height for row in was.rows[3:]]


def test_words_fields_boxes_and_parts_are_changed(tmp_path):
    def change(book: openpyxl.Workbook) -> None:
        sheet = book["A5 横"]
        sheet["A8"] = "客户"
        sheet["C9"] = "{case.service_from|date_cn}"
        sheet["O9"] = "□加急=urgent □小修 {case.grade}"
        sheet["A8"].fill = PatternFill("solid", fgColor="CCCCCC")
        whole = book["表单"]
        row = next(cell.row for cell in whole["A"] if cell.value == "finance")
        whole.cell(row, 2).value = "第二联　账务联"
        whole.cell(row, 4).value = "case.caller、case.caller_phone"

    read = changed(tmp_path, change)
    assert [each.words() for each in read.findings] == []
    assert read.form is not None
    printed = "".join(texts(read.form)[:4])
    for words in ("客户", "2026年11月21日", "加急", "账务联"):
        assert words in printed
    assert read.form.parts[1].hide == {"case.caller", "case.caller_phone"}


def put(where: str, value: object) -> Change:
    sheet, _, cell = where.partition("!")
    return lambda book: book[sheet].__setitem__(cell, value)


def beside(row: int, head: str, value: object) -> Change:
    def change(book: openpyxl.Workbook) -> None:
        sheet = book["A5 横"]
        at = next(cell.column for cell in sheet[1] if cell.value == head)
        sheet.cell(row, at).value = value

    return change


def of_the_table(head: str, value: object) -> Change:
    def change(book: openpyxl.Workbook) -> None:
        row = next(cell.row for cell in book["A5 横"]["Y"] if cell.value == "表行")
        beside(row, head, value)(book)

    return change


def both(*changes: Change) -> Change:
    return lambda book: [change(book) for change in changes]


def gone(row: int) -> Change:
    return lambda book: setattr(book["A5 横"].cell(row, 1), "value", None)


def rows(row: int, **changes: object) -> Change:
    def change(book: openpyxl.Workbook) -> None:
        for name, value in changes.items():
            setattr(book["A5 横"].row_dimensions[row], name, value)

    return change


def hidden_column(letter: str) -> Change:
    return lambda book: setattr(book["A5 横"].column_dimensions[letter], "hidden", True)


def part(name: str, column: int, value: object) -> Change:
    def change(book: openpyxl.Workbook) -> None:
        sheet = book["表单"]
        row = next(cell.row for cell in sheet["A"] if cell.value == name)
        sheet.cell(row, column).value = value

    return change


def formatted(where: str, value: object, shown: str) -> Change:
    def change(book: openpyxl.Workbook) -> None:
        sheet, _, at = where.partition("!")
        book[sheet][at].value, book[sheet][at].number_format = value, shown

    return change


def without_column(head: str) -> Change:
    """Empties one of the labelled columns, its head and all."""

    def change(book: openpyxl.Workbook) -> None:
        sheet = book["A5 横"]
        at = next(cell.column for cell in sheet[1] if cell.value == head)
        for row in range(1, sheet.max_row + 1):
            sheet.cell(row, at).value = None

    return change


MISTAKES: dict[str, tuple[Change, str, str]] = {  # what somebody did: in which cell it is told, and what
    "unknown field": (put("A5 横!C8", "{case.coller}"), "A5 横!C8", "case.caller"),
    "a field by its label": (put("A5 横!C8", "{房号}"), "A5 横!C8", "no field"),
    "a field of another record": (put("A5 横!C8", "{meeting.words}"), "A5 横!C8", "not known where"),
    "a field of a table outside it": (put("A5 横!C8", "{materials.name}"), "A5 横!C8", "not known where"),
    "wrong format": (put("A5 横!C9", "{case.received_at|yuan}"), "A5 横!C9", "date_cn"),
    "half a brace": (put("A5 横!C8", "{case.caller"), "A5 横!C8", "brace"),
    "no brace to begin with": (put("A5 横!C8", "case.caller}"), "A5 横!C8", "brace"),
    "boxes without values": (put("A5 横!O9", "□急修 {case.caller}"), "A5 横!O9", "no field with values"),
    "words before boxes": (put("A5 横!O9", "等级：□急修 □小修 {case.grade}"), "A5 横!O9", "“等级：”"),
    "wide braces in the foot": (
        lambda book: book["A5 横"].cell(book["A5 横"].max_row, 1, "打印 ｛print.by｝"),
        "A5 横!A",
        "half as wide",
    ),
    "wide braces": (put("A5 横!C8", "｛case.caller｝"), "A5 横!C8", "half as wide"),
    "a box nobody knows": (put("A5 横!O9", "□急修 □特急 {case.grade}"), "A5 横!O9", "urgent"),
    "a box twice": (put("A5 横!O9", "□急修 □加急=urgent {case.grade}"), "A5 横!O9", "same value"),
    "the number lost": (gone(5), "A5 横!A5", "work_order.number"),
    "the bar code lost": (gone(6), "A5 横!A6", "bar code"),
    "another bar code": (put("A5 横!A6", "{case.number}"), "A5 横!A6", "bar code"),
    "no title": (gone(3), "A5 横!A3", "title"),
    "another title on one paper": (put("A5 横!A3", "派工单"), "241×93!A3", "one title"),
    "merged over rows": (lambda book: book["A5 横"].merge_cells("A12:B13"), "A5 横!A12", "several rows"),
    "merged over another": (lambda book: book["A5 横"].merge_cells("B7:D7"), "A5 横!B7", "over another"),
    "merged out of the grid": (lambda book: book["A5 横"].merge_cells("X7:AA7"), "A5 横!X7", "column X"),
    "hidden row": (
        rows(7, hidden=True),
        "A5 横!A7",
        "hidden",
    ),
    "hidden column": (
        hidden_column("C"),
        "A5 横!C1",
        "hidden",
    ),
    "rows over the paper": (
        rows(9, height=300),
        "A5 横!A",
        "leave the paper",
    ),
    "a flat row": (
        rows(9, height=2),
        "A5 横!A9",
        "mm high",
    ),
    "what row is it": (beside(7, "行", "啊"), "A5 横!Y7", "“啊”"),
    "a table of nothing": (of_the_table("表列什么", "goods"), "A5 横!AC", "materials"),
    "no such growing column": (beside(9, "可增高", "Q"), "A5 横!Z9", "column Q"),
    "a share of words": (beside(9, "余高份额", "多"), "A5 横!AA9", "0 to 100"),
    "printed only with words": (beside(7, "有此项才印", "报修人"), "A5 横!AB7", "One field alone"),
    "no paper of that name": (put("表单!B7", "A9"), "表单!B7", "A9"),
    "a paper taken away": (put("表单!B7", "A5 横"), "表单!B7", "241×140"),
    "another paper first": (put("表单!B7", "241×140、A5 横"), "表单!B7", "first"),
    "no sheet of that name": (put("表单!A7", "A5"), "表单!A7", "A5"),
    "margins of words": (put("表单!C7", "宽"), "表单!C7", "0 to 100"),
    "a part without a name": (part("owner", 2, None), "表单!B12", "name is missing"),
    "two parts of one name": (part("desk", 1, "owner"), "表单!A14", "name of its own"),
    "a part hides what isn't there": (part("desk", 4, "case.coller"), "表单!D14", "case.caller"),
    "a formula": (put("A5 横!A8", '="客"&"户"'), "A5 横!A8", "formula"),
    "a percentage": (formatted("A5 横!A8", 0.05, "0%"), "A5 横!A8", "formula"),
    "an amount with its sign": (formatted("A5 横!A8", 1234.5, "¥#,##0.00"), "A5 横!A8", "formula"),
    "a day": (put("A5 横!A8", date(2026, 11, 1)), "A5 横!A8", "formula"),
    "a truth": (put("A5 横!A8", False), "A5 横!A8", "formula"),
    "a formula beside": (beside(9, "余高份额", "=1+1"), "A5 横!AA9", "formula"),
    "a formula of a margin": (put("表单!C7", "=2*3"), "表单!C7", "formula"),
    **{f"without {head.value}": (without_column(head), "A5 横!Y1", head.value) for head in list(Beside)[1:]},
    "filled by halves": (of_the_table("空表填满", "有点"), "A5 横!AE", "有点"),
    "inside perhaps": (part("desk", 5, "对"), "表单!E14", "对"),
    "one sheet perhaps": (put("表单!I7", "Y"), "表单!I7", "Y"),
    "a margin's column gone": (lambda book: book["表单"].delete_cols(4), "表单!D6", "右边距"),
    "a part without the number": (part("finance", 4, "work_order.number"), "表单!D13", "can't be left blank"),
    "the number in confidence": (put("表单!B4", "work_order.number"), "表单!B4", "can't be left blank"),
    "of no version": (put("表单!B5", None), "表单!B5", "which version"),
    "another record": (put("表单!B2", "case"), "表单!B2", "work_order"),
}


@pytest.mark.parametrize("what", MISTAKES)
def test_a_mistake_is_told_with_its_cell_and_stands_in_the_way(what, tmp_path):
    change, where, words = MISTAKES[what]
    read = changed(tmp_path, change)
    stopping = [each for each in read.findings if each.stops]
    assert any(each.where.startswith(where) and words in each.words() for each in stopping), [
        each.words() for each in read.findings
    ]
    assert (read.form, read.text) == (None, "")


def test_numbers_and_flags_may_look_as_they_like_beside_the_grid(tmp_path):
    read = changed(
        tmp_path,
        both(
            formatted("表单!C7", 6.5, "0.00"), beside(9, "余高份额", 2.0), part("desk", 5, "否"), part("owner", 5, True)
        ),
    )
    assert [each.words() for each in read.findings] == []
    assert read.form is not None
    assert isinstance(read.form.rows[2], GridRow)
    assert (read.form.margins[0], read.form.rows[2].stretch) == (6.5, 2.0)
    assert [each.inside for each in read.form.parts] == [True, False, False, False]


def test_boxes_are_boxes_however_they_were_typed(tmp_path):
    read = changed(tmp_path, put("A5 横!O9", "☐急修 ▢小修 {case.grade}"))
    assert read.form is not None
    assert dict(read.form.rows[2].cells[4].ticks) == {"urgent": "急修", "small": "小修"}


def test_a_whole_number_is_words_as_well(tmp_path):
    read = changed(tmp_path, put("A5 横!A8", 96310))
    assert read.form is not None
    assert read.form.rows[1].cells[0].text == "96310"


def test_a_workbook_says_which_version_it_is_of(tmp_path):
    path = write_form(tmp_path / "own.xlsx", form_files.shipped(SLIP), ZONE, 17)
    assert read_form(path).version == 17


def test_what_a_part_no_longer_hides_is_said_and_may_be_meant(tmp_path):
    read = changed(tmp_path, both(part("finance", 4, None), put("表单!B4", "case.caller")))
    assert read.form is not None
    assert sorted((each.where, each.stops) for each in read.findings) == [("表单!B4", False), ("表单!D13", False)]


def test_several_mistakes_are_told_at_once(tmp_path):
    read = changed(tmp_path, both(put("A5 横!C8", "{case.coller}"), put("卷纸 80!D9", "{case.plase}"), gone(6)))
    assert {each.where for each in read.findings} == {"A5 横!C8", "A5 横!A6", "卷纸 80!D9"}


def test_a_form_that_takes_two_sheets_is_noticed_when_it_is_tried(tmp_path):
    form = form_files.shipped(SLIP)
    grown = replace(form, rows=(*form.rows, *form.rows[-1:] * 3), layouts=())
    found = trial(grown, OFFICE, PRINTED_AT, ZONE)
    assert found
    assert all(each.stops for each in found)
    assert trial(form, OFFICE, PRINTED_AT, ZONE) == ()


@pytest.mark.parametrize("change", [lambda book: book.remove(book["表单"]), put("表单!B1", "no_such_form")])
def test_what_is_no_form_is_refused_as_a_whole(change, tmp_path):
    with pytest.raises(ImportRefused):
        changed(tmp_path, change)
