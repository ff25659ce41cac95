# SPDX-License-Identifier: Apache-2.0
"""The error workbook: refused rows as they were, a reason for each cell, mended and imported again."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from complaintdesk.desk import people
from complaintdesk.desk.office import Office
from complaintdesk.domain.phones import phone_problem
from complaintdesk.labels import set_language, translate
from complaintdesk.sheets.errors_out import DROPPED, write_errors
from complaintdesk.sheets.households_in import read_households
from complaintdesk.sheets.imports import HOUSEHOLDS, run_import
from complaintdesk.sheets.lists import REASON, REASONS, fold_name
from complaintdesk.sheets.reading import Cell, Sheet, read_book
from complaintdesk.sheets.register_in import read_register
from tests.builders import TODAY
from tests.sheets.conftest import NOW, ZONE, MakeList
from tests.sheets.test_households_in import HEAD, JOINED, labels

BAD = "FFC7CE"


def coloured(sheet: Worksheet) -> list[str]:
    """The cells that are marked."""
    return [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.fill.fgColor.rgb == f"00{BAD}"]


def mended(path: Path, **cells: object) -> Path:
    """The workbook with some cells of its first sheet written anew by hand, in another program."""
    book = openpyxl.load_workbook(BytesIO(path.read_bytes()))
    for cell, value in cells.items():
        book.worksheets[0][cell] = value
    book.save(path)
    return path


def rows_of(path: Path) -> Sequence[Sequence[Cell]]:
    """All rows of the first sheet."""
    return read_book(path)[0].rows


def test_refused_rows_stand_there_as_they_were_with_a_reason_for_each_cell(tmp_path: Path) -> None:
    rows = [
        ("", "3", "101", "甲", "12312312311", "朋友"),
        ("3", "1", "102", "乙", "13800000002", ""),
        ("3", "1", "会所", "=1+1", "", ""),
    ]
    book = [Sheet("Sheet1", [["阳光花园业主表", *[""] * 5], [*HEAD], *[[*row] for row in rows]])]
    out = tmp_path / "errors.xlsx"
    assert write_errors(out, book, read_households(book)) == 2
    title, head, first, second = rows_of(out)
    assert title[1] == "阳光花园业主表"
    assert head == ["What is wrong", *HEAD]
    assert first == [
        "楼栋: Which building?\n"
        "电话: Mobile numbers begin with 13 to 19.\n"
        "业主类型: “朋友” is none of: 业主 家属 租户 其他.",
        *rows[0],
    ]
    assert second[1:5] == ["3", "1", "会所", "=1+1"]
    sheet = openpyxl.load_workbook(BytesIO(out.read_bytes())).worksheets[0]
    assert coloured(sheet) == ["B3", "F3", "G3", "D4"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref, sheet.print_title_rows) == ("B3", "A2:G4", "$2:$2")
    assert sheet["E4"].data_type == "s"


def test_the_error_workbook_mended_goes_in(make_list: MakeList, tmp_path: Path) -> None:
    rows = [("", "1", "101", "甲", "13800000001", ""), ("3", "1", "102", "乙", "13800000002", "")]
    book = read_book(make_list([HEAD, *rows]))
    out = tmp_path / "errors.xlsx"
    write_errors(out, book, read_households(book))
    read = read_households(read_book(mended(out, B2="3")))
    assert (labels(read), read.flaws) == (["3栋1单元101"], ())


def test_a_number_left_out_is_in_the_error_workbook_and_mended_it_is_added(
    make_list: MakeList, office: Office, tmp_path: Path
) -> None:
    out = tmp_path / "errors.xlsx"
    first = run_import(office, HOUSEHOLDS, make_list(**JOINED), out)
    assert (first.refused, first.incomplete) == (2, 1)
    names = {sheet.name: sheet.rows for sheet in read_book(out)}
    assert names["业主信息"][1][:3] == [
        "手机号: A mobile number has 11 digits. The rest of the row goes in.",
        "4",
        "丙",
    ]
    assert [row[1] for row in names["房屋信息"][1:]] == ["103", "104"]
    mend = openpyxl.load_workbook(BytesIO(out.read_bytes()))
    mend["业主信息"]["D2"] = "13800000004"
    mend.save(out)
    again = run_import(office, HOUSEHOLDS, out)
    assert (again.added, again.incomplete) == (1, 0)
    (match,) = office.ask(people.who, "13800000004", TODAY)
    assert match.place == "1栋1单元104"


def test_a_workbook_still_wrong_gets_new_reasons_and_no_second_column_of_them(
    make_list: MakeList, tmp_path: Path
) -> None:
    book = read_book(make_list([HEAD, ("3", "1", "会所", "甲", "12312312311", "")]))
    out, second = tmp_path / "errors.xlsx", tmp_path / "again.xlsx"
    write_errors(out, book, read_households(book))
    again = read_book(mended(out, F2="13800000001"))
    write_errors(second, again, read_households(again))
    head, row = rows_of(second)
    assert head == ["What is wrong", *HEAD]
    assert str(row[0]).startswith("房号: “会所”")


def test_a_joined_list_keeps_the_rows_that_others_refer_to(make_list: MakeList, tmp_path: Path) -> None:
    people_there = [row if row[1] != "丙" else (*row[:4], "朋友", row[5]) for row in JOINED["业主信息"]]
    sheets = JOINED | {
        "业主信息": people_there,
        "车位信息": [("停车场编号", "车位编码", "业主编号"), (1, "C0001", 1), (1, "C0001", 3)],
    }
    book = read_book(make_list(**sheets))
    out = tmp_path / "errors.xlsx"
    write_errors(out, book, read_households(book))
    names = {sheet.name: sheet.rows for sheet in read_book(out)}
    assert [row[2] for row in names["业主信息"][1:]] == ["甲", "甲妻", "丙", "丁"]
    assert names["业主信息"][1][0] == "Right as it is; stays here so that the list is whole."
    mend = openpyxl.load_workbook(BytesIO(out.read_bytes()))
    people, houses = mend["业主信息"], mend["房屋信息"]
    people["D4"], people["F4"] = "13800000004", "业主"
    houses["E2"] = 4
    mend.save(out)
    read = read_households(read_book(out))
    assert (labels(read), read.flaws) == (["1栋1单元103", "1栋1单元104", "车位C0001"], ())


def test_dates_stay_dates_and_old_registers_keep_their_keys(make_list: MakeList, tmp_path: Path) -> None:
    import datetime

    rows = [("时间", "内容"), (datetime.date(2019, 12, 9), ""), (datetime.date(2019, 12, 9), "漏水")]
    path = make_list(rows)
    book = read_book(path)
    read = read_register(book, ZONE, NOW)
    out = tmp_path / "errors.xlsx"
    write_errors(out, book, read)
    assert rows_of(out)[1][1] == datetime.date(2019, 12, 9)
    again = read_register(read_book(mended(out, C2="漏水")), ZONE, NOW)
    assert [old.key for old in again.good] == [old.key for old in read.good]


@pytest.mark.parametrize("tongue", ["en", "zh_CN"])
def test_the_column_of_reasons_is_known_again_in_either_language(tongue: str) -> None:
    set_language(tongue)
    assert fold_name(translate("sheets", REASON)) in REASONS


def test_reasons_are_in_the_offices_language(make_list: MakeList, tmp_path: Path) -> None:
    set_language("zh_CN")
    book = read_book(make_list([HEAD, ("3", "1", "101", "甲", "12312312311", "")]))
    out = tmp_path / "errors.xlsx"
    write_errors(out, book, read_households(book))
    problem = phone_problem("12312312311")
    assert problem is not None
    assert str(rows_of(out)[1][0]) == translate("sheets", DROPPED).format(
        column="电话", reason=translate("errors", problem)
    )
