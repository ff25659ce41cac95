# SPDX-License-Identifier: Apache-2.0
"""Workbooks that pass for a form's and would hang or fill the desk: each ends in one refusal, soon."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from complaintdesk.printing import form_files
from complaintdesk.printing.templates import CellKind
from complaintdesk.sheets.border import DAMAGED, ImportRefused
from complaintdesk.sheets.form_book import form_book
from complaintdesk.sheets.forms_in import read_form
from complaintdesk.sheets.forms_out import write_form
from tests.printing.papers import ZONE

SHEET = "xl/worksheets/sheet1.xml"
Edit = Callable[[bytes], bytes]


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    return write_form(tmp_path / "form.xlsx", form_files.shipped("reminder"), ZONE)


def edited(path: Path, part: str, edit: Edit) -> Path:
    """The workbook with one part of it written otherwise."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[part] = edit(parts[part])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


def more_rows(xml: bytes) -> bytes:
    row = b'<row r="%d"><c r="A%d" t="inlineStr"><is><t>x</t></is></c></row>'
    rows = b"".join(row % (at, at) for at in range(500, 5_500))
    return xml.replace(b"</sheetData>", rows + b"</sheetData>")


def after_data(what: bytes) -> Edit:
    return lambda xml: xml.replace(b"</sheetData>", what + b"</sheetData>")


def merged(area: bytes) -> Edit:
    return lambda xml: xml.replace(b'<mergeCell ref="', b'<mergeCell ref="%s"/><mergeCell ref="' % area, 1)


HOSTILE: dict[str, Edit] = {
    "a cell at the end of the sheet": after_data(b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
    "an empty cell far down": after_data(b'<row r="99999"><c r="A99999" s="1"/></row>'),
    "a cell far out": after_data(b'<row r="300"><c r="ZZ300"><v>1</v></c></row>'),
    "the whole sheet merged": merged(b"A1:XFD1048576"),
    "a merge far down": merged(b"A2:B99999"),
    "five thousand rows": more_rows,
    "a place that is none": after_data(b'<row r="300"><c r="10A"><v>1</v></c></row>'),
    "its own DTD": lambda xml: b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]>' + xml[xml.index(b"<worksheet") :],
    "broken XML": lambda xml: xml[:-200],
    "no XML at all": lambda _xml: b"\0" * 4_000,
    "a text longer than any": after_data(
        b'<row r="300"><c r="A300" t="inlineStr"><is><t>' + "长".encode() * 6_000 + b"</t></is></c></row>"
    ),
    "a row without a number": after_data(b'<row r="many"><c r="A300"><v>1</v></c></row>'),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_workbook_is_refused(what, workbook):
    with pytest.raises(ImportRefused):
        form_book(edited(workbook, SHEET, HOSTILE[what]))


def test_merges_that_lie_over_one_another_are_refused_before_anybody_goes_through_them(workbook):
    def all_of_it_a_hundred_times(xml: bytes) -> bytes:
        return xml.replace(b'<mergeCell ref="', b'<mergeCell ref="A2:FD400"/>' * 100 + b'<mergeCell ref="', 1)

    with pytest.raises(ImportRefused) as told:
        form_book(edited(workbook, SHEET, all_of_it_a_hundred_times))
    assert told.value.text == DAMAGED


@pytest.mark.parametrize("part", ["xl/styles.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"])
def test_a_part_that_brings_a_dtd_is_refused(part, workbook):
    def with_dtd(xml: bytes) -> bytes:
        start = xml.index(b"<", xml.index(b"?>") + 2 if b"?>" in xml else 0)
        return b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + xml[start:]

    with pytest.raises(ImportRefused):
        form_book(edited(workbook, part, with_dtd))


def test_what_unpacks_to_too_much_is_refused(workbook):
    with pytest.raises(ImportRefused):
        form_book(edited(workbook, SHEET, lambda xml: xml + b" " * 60_000_000))


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("form.csv", b"a,b\n"),
        ("form.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600),
        ("form.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600),
        ("form.xlsx", b"<html><table></table></html>"),
        ("form.xlsx", b""),
        ("form.xlsx", b"PK\x03\x04" + b"\0" * 600),
        ("form.toml", b'id = "reminder"\n'),
    ],
)
def test_another_file_under_a_forms_name_is_refused(name, data, tmp_path):
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(ImportRefused):
        form_book(path)


def test_a_formula_is_told_and_runs_nothing(workbook):
    book = openpyxl.load_workbook(workbook)
    book.worksheets[0]["A3"] = '=HYPERLINK("http://example.invalid","催办单")'
    book.save(workbook)
    read = read_form(workbook)
    assert read.form is None
    assert [(each.where, "formula" in each.words()) for each in read.findings] == [("A5 横!A3", True)]


def test_words_that_look_like_formulas_stay_words(tmp_path):
    form = form_files.shipped("reminder")
    first, row, *rest = form.rows
    cells = tuple(
        replace(cell, text=f"=1+1 {at} @x") if cell.kind is CellKind.LABEL else cell
        for at, cell in enumerate(row.cells)
    )
    changed = replace(form, rows=(first, replace(row, cells=cells), *rest))
    path = write_form(tmp_path / "form.xlsx", changed, ZONE)
    sheet = openpyxl.load_workbook(path).worksheets[0]
    assert {cell.data_type for line in sheet.iter_rows() for cell in line} <= {"s", "n"}
    read = read_form(path)
    assert read.form == changed
