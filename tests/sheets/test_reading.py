# SPDX-License-Identifier: Apache-2.0
"""Lists as they come in: every form, every cell, and files that are refused before anything reads them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path

import openpyxl
import pytest

from complaintdesk.errors import EnvironmentProblem
from complaintdesk.sheets import border
from complaintdesk.sheets.border import ImportRefused
from complaintdesk.sheets.lists import find_head
from complaintdesk.sheets.reading import open_book, read_book
from tests.sheets.conftest import Convert, MakeList

AFTERNOON = datetime.fromisoformat("2026-11-20 14:05:09")  # as a sheet holds it: without a zone
MIXED = (
    ("电话", "登记", "日期", "几点", "面积", "内容"),
    (13800000000, AFTERNOON, date(2026, 11, 20), time(15, 0), 94.5, "\n\t\u3000漏水\xa0\n"),
    ("013900000000", "2026/11/20 9:00", "", timedelta(hours=30, minutes=5), 0.1 + 0.2, "第一行\r\n第二行"),
)


def with_sheet(path: Path, change: Callable[[str], str]) -> Path:
    """The workbook with its first sheet's XML changed by hand."""
    members = {}
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            members[name] = archive.read(name)
    sheet = "xl/worksheets/sheet1.xml"
    members[sheet] = change(members[sheet].decode()).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def test_cells_come_clean(make_list: MakeList) -> None:
    (sheet,) = read_book(make_list(MIXED))
    assert sheet.name == "Sheet1"
    assert sheet.rows[1:] == [
        ["13800000000", AFTERNOON, date(2026, 11, 20), "15:00", "94.5", "漏水"],
        ["013900000000", "2026/11/20 9:00", "", "30:05", "0.3", "第一行\n第二行"],
    ]


@pytest.mark.parametrize("form", ["xls", "ods"])
def test_older_and_open_workbooks_read_the_same(make_list: MakeList, convert: Convert, form: str) -> None:
    made = make_list([row[:3] + row[5:] for row in MIXED])
    (expected,), (sheet,) = read_book(made), read_book(convert(made, form))
    assert sheet.rows == expected.rows


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_text_lists_are_read_in_any_encoding_of_a_chinese_desk(tmp_path: Path, encoding: str, separator: str) -> None:
    path = tmp_path / "来电.csv"
    lines = [["时间", "内容"], ["2026-11-20 9:00", '"厨房,卫生间\n漏水"'], ["2026-11-21 8:00", '="013900000000"'], []]
    path.write_bytes("\r\n".join(separator.join(line) for line in lines).encode(encoding))
    (sheet,) = read_book(path)
    assert sheet.name == "来电"
    assert sheet.rows[1:] == [["2026-11-20 9:00", "厨房,卫生间\n漏水"], ["2026-11-21 8:00", "013900000000"]]


@pytest.mark.parametrize("head", ['栋,房号,"说明;一;二;三"', '"住户;名单;2026;春和园"\n栋,房号,"说明;\n一;二;三;四"'])
def test_a_separator_within_quotation_marks_separates_nothing(tmp_path: Path, head: str) -> None:
    path = tmp_path / "list.csv"
    path.write_text(f'{head}\n3,1502,"甲;乙"\n', encoding="utf-8")
    (sheet,) = read_book(path)
    assert sheet.rows[-2][:2] == ["栋", "房号"]
    assert sheet.rows[-1] == ["3", "1502", "甲;乙"]


def test_a_merged_building_stands_beside_each_of_its_rooms(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (
        ("阳光花园业主表",),
        ("楼栋", "联系方式", ""),
        ("", "姓名", "电话"),
        ("3栋", "甲", "1"),
        ("", "乙", "2"),
    ):
        sheet.append(row)
    for merged in ("A1:C1", "A2:A3", "B2:C2", "A4:A5"):
        sheet.merge_cells(merged)
    path = tmp_path / "merged.xlsx"
    book.save(path)
    (read,) = read_book(path)
    assert read.rows[2:] == [["楼栋", "姓名", "电话"], ["3栋", "甲", "1"], ["3栋", "乙", "2"]]
    head = find_head(read.rows, {"building": "楼栋", "name": "姓名", "phone": "电话"})
    assert head is not None
    assert (head.row, head.at) == (2, {"building": 0, "name": 1, "phone": 2})


def test_a_merge_over_the_whole_sheet_fills_what_is_there_alone(make_list: MakeList) -> None:
    merged = '</sheetData><mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    path = with_sheet(make_list([["房号"], [""], ["甲"]]), lambda xml: xml.replace("</sheetData>", merged))
    assert read_book(path)[0].rows == [["房号"], [""], ["甲"]]


def test_rows_that_are_formatted_and_empty_are_no_rows(make_list: MakeList) -> None:
    empty = '<row r="1048576"><c r="XFD1048576" s="0"/></row></sheetData>'
    path = with_sheet(make_list([["房号"], ["1502"]]), lambda xml: xml.replace("</sheetData>", empty))
    assert read_book(path)[0].rows == [["房号"], ["1502"]]


def test_a_lie_about_the_sheets_size_loses_no_row(make_list: MakeList) -> None:
    path = with_sheet(make_list([["房号"], ["1502"], ["1503"]]), lambda xml: xml.replace("A1:A3", "A1:A2"))
    assert len(read_book(path)[0].rows) == 3


def test_hidden_sheets_are_not_read(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].append(["房号"])
    book.create_sheet("选项").append(["业主"])
    book["选项"].sheet_state = "hidden"
    path = tmp_path / "hidden.xlsx"
    book.save(path)
    assert [sheet.name for sheet in read_book(path)] == ["Sheet"]


def test_fifty_thousand_rows_are_read_and_one_more_than_can_be_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "many.csv"
    path.write_text("房号\n" + "1502\n" * 50_000, encoding="utf-8")
    assert len(read_book(path)[0].rows) == 50_001
    path.write_text("1502\n" * (border.ROWS_AT_MOST + 1), encoding="utf-8")
    with pytest.raises(ImportRefused) as refused:
        read_book(path)
    assert refused.value.values["cell"] == "A50011"


@pytest.mark.parametrize("cell", ["XFD1048576", "BM1", "A1048576"])
def test_something_in_a_far_cell_is_refused_by_its_name(make_list: MakeList, cell: str) -> None:
    row = int(cell.lstrip("ABCDEFMX"))
    far = f'<row r="{row}"><c s="0" r="{cell}" t="inlineStr"><is><t> </t></is></c></row></sheetData>'
    path = with_sheet(make_list([["房号"], ["1502"]]), lambda xml: xml.replace("</sheetData>", far))
    with pytest.raises(ImportRefused) as refused:
        read_book(path)
    assert refused.value.values["cell"] == cell


def zipped(content: dict[str, bytes]) -> bytes:
    """An archive that is no workbook."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in content.items():
            archive.writestr(name, data)
    return file.getvalue()


REFUSED = {
    "a web page": b"<html><table><tr><td>1</td></tr></table></html>",
    "a web page with a mark": b"\xef\xbb\xbf<table></table>",
    "text": "房号,姓名".encode(),
    "nothing": b"",
    "an empty archive": zipped({}),
    "an archive of something else": zipped({"readme.txt": b"hello"}),
    "far too many parts": zipped({f"{number}": b"" for number in range(1_001)}),
    "a bomb": zipped({"xl/worksheets/sheet1.xml": b"0" * 21 * 2**20}),
    "an old workbook cut off": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
    "a workbook with a password": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
}


@pytest.mark.parametrize("data", REFUSED.values(), ids=REFUSED)
@pytest.mark.parametrize("suffix", [".xlsx", ".xls"])
def test_what_is_no_workbook_is_refused_in_words(tmp_path: Path, data: bytes, suffix: str) -> None:
    path = tmp_path / f"list{suffix}"
    path.write_bytes(data)
    with pytest.raises(ImportRefused):
        read_book(path)


def test_an_empty_list_a_strange_name_and_a_broken_text_are_refused(tmp_path: Path, make_list: MakeList) -> None:
    with pytest.raises(ImportRefused, match="nothing in this file"):
        read_book(make_list([]))
    strange = tmp_path / "list.docx"
    strange.write_bytes(b"PK\x03\x04")
    with pytest.raises(ImportRefused, match="is no list"):
        read_book(strange)
    broken = tmp_path / "broken.csv"
    broken.write_text('时间,内容\n2026-11-20,"漏水\n2026-11-21,停电\n', encoding="utf-8")
    with pytest.raises(ImportRefused, match="quotation mark"):
        read_book(broken)
    broken.write_bytes("时间,内容\n".encode() + b"\xff\xff\xff\n")
    with pytest.raises(ImportRefused, match="neither UTF-8"):
        read_book(broken)


def test_a_file_that_is_too_big_or_not_there_is_said_so(tmp_path: Path) -> None:
    big = tmp_path / "big.csv"
    with big.open("wb") as file:
        file.truncate(border.BYTES_AT_MOST + 1)
    with pytest.raises(ImportRefused, match="MB"):
        read_book(big)
    with pytest.raises(EnvironmentProblem):
        read_book(tmp_path / "none.xlsx")


def test_the_digest_is_of_the_file(make_list: MakeList) -> None:
    one, other = make_list([["房号"]], "one.xlsx"), make_list([["房间"]], "other.xlsx")
    assert open_book(one).digest == open_book(one).digest
    assert open_book(one).digest != open_book(other).digest
