# SPDX-License-Identifier: Apache-2.0
"""Which row is a head and what its columns mean, guessed from names and from contents."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from complaintdesk.sheets.border import ImportRefused
from complaintdesk.sheets.guessing import columns_named, guess_head
from complaintdesk.sheets.imports import BATCH_NOTES, HOUSEHOLDS, REGISTER, Kind
from complaintdesk.sheets.lists import Head, head_digest
from complaintdesk.sheets.reading import Cell, Sheet, open_book, read_book


def sheet(*rows: Sequence[Cell]) -> Sheet:
    width = max(len(row) for row in rows)
    return Sheet("Sheet1", [[*row, *[""] * (width - len(row))] for row in rows])


def test_a_head_below_a_title_is_found_by_its_names() -> None:
    found = guess_head(
        sheet(["春和园住户表"], ["房号", "姓名", "手机"], ["3-2-1502", "甲", "13812345678"]), HOUSEHOLDS.columns
    )
    assert found == Head(1, {"room": 0, "name": 1, "phone": 2})


def test_columns_with_other_names_are_told_by_what_stands_in_them() -> None:
    rows = [["3-2-1502", "甲", "138 1234 5678"], ["3栋1单元101", "乙", "18999999999"], ["三号楼2单元302", "丙", ""]]
    found = guess_head(sheet(["一", "二", "三"], *rows), HOUSEHOLDS.columns)
    assert found == Head(0, {"room": 0, "phone": 2})
    old = [["2019年3月1日 8:00", "昨晚六楼水管爆裂，请尽快来人看看，水已流到楼下"]]
    assert guess_head(sheet(["何时", "何事"], *old), REGISTER.columns) == Head(0, {"time": 0, "text": 1})


def test_what_a_name_says_stands_before_what_the_contents_say() -> None:
    rows = [["13812345678", "13900001111"]]
    assert guess_head(sheet(["备注", "手机"], *rows), HOUSEHOLDS.columns).at == {"note": 0, "phone": 1}


def test_bare_numbers_are_no_times_and_no_rooms_though_eight_digits_may_be_a_phone() -> None:
    assert guess_head(sheet(["甲", "乙"], ["1502", "20191201"], ["1601", "20191202"]), REGISTER.columns).at == {
        "phone": 1
    }
    assert guess_head(sheet(["甲", "乙"], ["1502", "94.5"]), HOUSEHOLDS.columns).at == {}


def test_a_sheet_that_says_nothing_has_a_head_all_the_same() -> None:
    assert guess_head(sheet(["", ""], ["a", "b"]), HOUSEHOLDS.columns) == Head(1, {})


def test_a_row_made_the_head_is_read_anew() -> None:
    rows = sheet(["房号", "姓名"], ["说明", "说明"], ["手机", "房号"], ["13812345678", "3-2-1502"])
    assert columns_named(rows, 2, HOUSEHOLDS.columns) == Head(2, {"phone": 0, "room": 1})


def test_a_head_is_known_again_whatever_decorates_it() -> None:
    plain = head_digest(sheet(["房号", "姓名", ""]), 0)
    assert head_digest(sheet(["题"], ["*房 号：", "姓名（必填）"]), 1) == plain
    assert head_digest(sheet(["姓名", "房号"]), 0) != plain


@pytest.mark.parametrize(
    ("encoding", "known"),
    [
        ("utf-8", "utf-8-sig"),
        ("utf-8-sig", "utf-8-sig"),
        ("gbk", "gb18030"),
        ("gb18030", "gb18030"),
        ("utf-16", "utf-16"),
    ],
)
def test_an_encoding_is_recognised_told_and_reads_the_same_when_named(
    tmp_path: Path, encoding: str, known: str
) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes("房号,姓名\n3-2-1502,单飞\n".encode(encoding))
    assert open_book(path).encoding == known
    assert read_book(path) == read_book(path, known)
    assert read_book(path)[0].rows == [["房号", "姓名"], ["3-2-1502", "单飞"]]


def test_an_encoding_named_wrongly_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes("房号,姓名\n3-2-1502,单飞\n".encode("gbk"))
    with pytest.raises(ImportRefused, match="not written in"):
        read_book(path, "utf-8-sig")


def test_a_workbook_has_no_encoding(shared_data: Path) -> None:
    assert open_book(shared_data / "old_register_4326.xlsx").encoding == ""


@pytest.mark.parametrize(
    ("name", "kind", "fit"),
    [
        ("owners/hc小区导入模板_多sheet.xlsx", HOUSEHOLDS, ["业主信息", "房屋信息", "车位信息"]),
        ("owners/hc房屋业主导入模板_单sheet.xlsx", HOUSEHOLDS, ["资产信息"]),
        ("owners/业主导入模板_6列.xlsx", HOUSEHOLDS, ["Sheet1"]),
        ("old_register_4326.xlsx", REGISTER, ["Sheet1"]),
        ("property_messages_992.csv", REGISTER, ["property_messages_992"]),
        ("property_messages_992.csv", BATCH_NOTES, ["property_messages_992"]),
        ("owners/业主导入模板_6列.xlsx", REGISTER, []),
    ],
)
def test_of_real_lists_those_sheets_are_read_that_are_of_the_kind(
    shared_data: Path, name: str, kind: Kind, fit: list[str]
) -> None:
    heads = {each.name: guess_head(each, kind.columns) for each in read_book(shared_data / name)}
    assert [name for name, head in heads.items() if kind.enough(head.at)] == fit
