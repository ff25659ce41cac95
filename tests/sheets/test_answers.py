# SPDX-License-Identifier: Apache-2.0
"""Standard answers (答客问, R-REG-11) as a list: read in by their heads, row by row, and written out again."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest
import python_calamine

from complaintdesk.desk.answers import AnswerRecord
from complaintdesk.desk.founding import shipped_procedure
from complaintdesk.domain.procedure import Procedure, parse_procedure
from complaintdesk.labels import language, set_language
from complaintdesk.sheets.answers_in import read_answers
from complaintdesk.sheets.answers_out import write_answers
from complaintdesk.sheets.border import ImportRefused


@pytest.fixture(scope="module")
def procedure() -> Procedure:
    return parse_procedure(shipped_procedure())


def a_list(path: Path, *rows: tuple[object, ...]) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    book.save(path)
    return path


def test_columns_are_found_by_their_heads_in_any_order(tmp_path: Path, procedure: Procedure) -> None:
    path = a_list(
        tmp_path / "list.xlsx",
        ("客服部常用答复",),
        ("序号", "答案", "关键词", "问题", "分类"),
        (1, "每平方米2.60元", "物业费 缴费", "物业费怎么收", "给排水"),
        (2, 9, None, "几点上班", None),
    )
    read = read_answers(path, procedure)
    first, second = read.drafts
    assert (first.question, first.answer, first.keywords) == ("物业费怎么收", "每平方米2.60元", "物业费 缴费")
    assert first.category == procedure.category_named("给排水").id
    assert (second.answer, second.category) == ("9", "")
    assert read.refused == ()


def test_rows_that_can_not_be_taken_in_are_named_and_the_others_read(tmp_path: Path, procedure: Procedure) -> None:
    path = a_list(
        tmp_path / "list.xlsx",
        ("问题", "答案", "分类", "关键词"),
        ("没有答案", None, None, None),
        ("好的", "是", None, None),
        ("类别不对", "是", "天上的事", None),
        ("太长" * 2600, "是", None, None),
        ("词太多", "是", None, "词 " * 200),
    )
    read = read_answers(path, procedure)
    assert [draft.question for draft in read.drafts] == ["好的"]
    assert [each.row for each in read.refused] == [2, 4, 5, 6]


def test_a_list_without_the_two_columns_is_refused(tmp_path: Path, procedure: Procedure) -> None:
    with pytest.raises(ImportRefused, match="lacks the columns"):
        read_answers(a_list(tmp_path / "list.xlsx", ("姓名", "电话"), ("张三", "138")), procedure)


def test_a_csv_of_another_program_is_read_as_well(tmp_path: Path, procedure: Procedure) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes("问题,答案\n停车费,每月350元\n".encode("gb18030"))
    assert [draft.answer for draft in read_answers(path, procedure).drafts] == ["每月350元"]


@pytest.mark.parametrize("spoken", ["zh_CN", "en"])
def test_what_was_written_out_is_read_in_again(tmp_path: Path, procedure: Procedure, spoken: str) -> None:
    name = procedure.category_named("给排水").name
    category = procedure.category_named("给排水").id
    record = AnswerRecord(
        *(1, "=SUM(1)怎么算？", "第一行\n第二行", "算 法", category, name, "", None),
        *(datetime(2026, 11, 21, tzinfo=UTC), "王敏", 1),
    )
    path = tmp_path / "out.xlsx"
    before = language()
    set_language(spoken)
    try:
        assert write_answers(path, [record], office_name="阳光花园") == 1
    finally:
        set_language(before)
    rows = python_calamine.CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    assert rows[1] == ["=SUM(1)怎么算？", "第一行\n第二行", "算 法", name]
    (draft,) = read_answers(path, procedure).drafts
    assert (draft.question, draft.answer, draft.keywords, draft.category) == (
        *("=SUM(1)怎么算？", "第一行\n第二行", "算 法"),
        category,
    )
