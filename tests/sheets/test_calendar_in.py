# SPDX-License-Identifier: Apache-2.0
"""Lists of holidays as people keep them: three columns, many ways to write a day, and every bad row named."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from complaintdesk.desk.calendar_days import DayDraft
from complaintdesk.labels import words_of
from complaintdesk.sheets.border import ImportRefused
from complaintdesk.sheets.calendar_in import read_days

HEAD = ("日期", "休/班", "名称")
MakeBook = Callable[..., Path]


@pytest.fixture
def a_book(tmp_path: Path) -> MakeBook:
    """A workbook with these rows, the first its head."""

    def make(*rows: Sequence[Any], name: str = "2027.xlsx") -> Path:
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        path = tmp_path / name
        book.save(path)
        return path

    return make


def test_days_off_and_worked_are_read_with_their_names(a_book: MakeBook) -> None:
    read = read_days(
        a_book(
            ("2027年放假安排", "", ""),
            HEAD,
            (date(2027, 1, 1), "休", "元旦"),
            ("2027-02-06", "休息", "春节"),
            ("2027年2月20日（星期六）", "班", "春节调休上班"),
            (20270501, "放假", "劳动节"),
            ("2027/10/9", "上班", None),
        )
    )
    assert read.flaws == ()
    assert read.good == (
        DayDraft(date(2027, 1, 1), works=False, name="元旦"),
        DayDraft(date(2027, 2, 6), works=False, name="春节"),
        DayDraft(date(2027, 2, 20), works=True, name="春节调休上班"),
        DayDraft(date(2027, 5, 1), works=False, name="劳动节"),
        DayDraft(date(2027, 10, 9), works=True),
    )


@pytest.mark.parametrize(
    ("word", "day", "works"),
    [
        ("休", "2027-10-01", False),
        ("节假日", "2027-10-01", False),
        ("OFF", "2027-10-01", False),
        ("补班", "2027-10-09", True),
        ("工作日", "2027-10-08", True),
        ("调休上班", "2027-10-09", True),
        ("调休", "2027-10-09", True),  # a Saturday: worked for a day off
        ("调休", "2027-10-08", False),  # a Friday: off for a worked weekend
    ],
)
def test_the_words_in_use_are_understood(a_book: MakeBook, word: str, day: str, works: bool) -> None:
    read = read_days(a_book(HEAD, (day, word, "")))
    assert [each.works for each in read.good] == [works]


@pytest.mark.parametrize(
    "head", [("放假日期", "类型", "节日"), ("日期*", "安排：", "节假日名称"), ("date", "type", "holiday")]
)
def test_columns_go_by_other_names_too(a_book: MakeBook, head: tuple[str, ...]) -> None:
    assert read_days(a_book(head, ("2027-01-01", "休", "元旦"))).good == (DayDraft(date(2027, 1, 1), False, "元旦"),)


def test_every_bad_row_is_named_with_its_reason(a_book: MakeBook) -> None:
    read = read_days(
        a_book(
            HEAD,
            ("2027-01-01", "休", "元旦"),
            ("2027-02-30", "休", "春节"),
            ("", "休", "春节"),
            ("2027-02-07", "也许", "春节"),
            ("国庆", "", ""),
            ("2027-01-01", "班", "元旦"),
            ("2027-01-01", "休", "元旦"),
            ("10月1日", "休", "国庆节"),
            ("2027-10-02", "休", "长" * 41),
        )
    )
    assert read.good == (DayDraft(date(2027, 1, 1), works=False, name="元旦"),)
    told: dict[int, list[str]] = {}
    for flaw in read.flaws:
        told.setdefault(flaw.row + 1, []).append(words_of(flaw.error))
    assert sorted(told) == [3, 4, 5, 6, 7, 9, 10]
    assert told[3] == ["“2027-02-30” is no day: write it like 2026-10-01 or 2026年10月1日."]
    assert told[4] == ["Which day?"]
    assert told[5] == ["“也许” says neither off (休) nor worked (班)."]
    assert told[7] == ["2027-01-01 stands in row 2 of “Sheet” as something else."]
    assert "40" in told[10][0]
    assert (read.rows, read.refused) == (9, 7)


def test_a_text_of_the_same_is_read_as_well(tmp_path: Path) -> None:
    path = tmp_path / "2027.csv"
    path.write_bytes("日期,休/班,名称\n2027-01-01,休,元旦\n".encode("gb18030"))
    assert read_days(path).good == (DayDraft(date(2027, 1, 1), works=False, name="元旦"),)


def test_what_is_no_such_list_is_refused(a_book: MakeBook, tmp_path: Path) -> None:
    with pytest.raises(ImportRefused, match="No head row"):
        read_days(a_book(("姓名", "电话"), ("仇女士", "13800001234")))
    path = tmp_path / "2027.pdf"
    path.write_bytes(b"%PDF-1.7")
    with pytest.raises(ImportRefused):
        read_days(path)
