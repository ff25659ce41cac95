# SPDX-License-Identifier: Apache-2.0
"""Old registers: every row in as it was, with its time, or named with a reason; importing again finds each row."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from complaintdesk.desk import case_pages, importing
from complaintdesk.desk.drafts import HistoryDraft
from complaintdesk.desk.office import Office
from complaintdesk.domain.terms import CaseKind, Channel
from complaintdesk.sheets.border import ImportRefused
from complaintdesk.sheets.lists import ListRead
from complaintdesk.sheets.reading import Sheet, read_book
from complaintdesk.sheets.register_in import read_register
from tests.sheets.conftest import NOW, ZONE, MakeList, Rows


def read_rows(*rows: tuple[object, ...], name: str = "Sheet1") -> ListRead[HistoryDraft]:
    """A register of these rows, the head first."""
    return read_register([Sheet(name, [list(row) for row in rows])], ZONE, NOW)  # type: ignore[arg-type]


def test_a_row_keeps_its_number_its_time_and_its_words() -> None:
    head = ("留言编号", "留言用户", "留言主题", "留言时间", "留言详情", "反对数", "点赞数")
    row = ("188006", "A000102948", "电梯", "2019/2/28 11:25:05", "电梯又停了。\n第二段。", "0", "3")
    (old,) = read_rows(head, row).good
    assert (old.old_number, old.caller_name, old.subject) == ("188006", "A000102948", "电梯")
    assert old.content == "电梯又停了。\n第二段。"
    assert old.received_at == datetime(2019, 2, 28, 3, 25, 5, tzinfo=UTC)
    assert (old.kind, old.channel, old.result) == (CaseKind.INQUIRY, Channel.WEB, "点赞数：3")


@pytest.mark.parametrize(
    ("cell", "instant"),
    [
        ("2019/12/9 7:15:22", datetime(2019, 12, 8, 23, 15, 22, tzinfo=UTC)),
        (datetime.fromisoformat("2019-12-09 07:15:22"), datetime(2019, 12, 8, 23, 15, 22, tzinfo=UTC)),
        (date(2019, 12, 9), datetime(2019, 12, 8, 16, tzinfo=UTC)),
        ("2019年12月9日下午3点", datetime(2019, 12, 9, 7, tzinfo=UTC)),
        ("3月5日 9:00", datetime(2026, 3, 5, 1, tzinfo=UTC)),
        ("12月31日 9:00", datetime(2025, 12, 31, 1, tzinfo=UTC)),
    ],
)
def test_times_are_read_as_texts_and_as_dates(cell: object, instant: datetime) -> None:
    assert read_rows(("时间", "内容"), (cell, "漏水")).good[0].received_at == instant


@pytest.mark.parametrize(
    ("day", "clock"),
    [
        ("2019-12-09", "7:15"),
        (date(2019, 12, 9), "7:15"),
        (date(2019, 12, 9), "上午7点15"),
        ("2019-12-01", "2019-12-09 7:15"),
    ],
)
def test_a_day_and_an_hour_in_two_columns_are_one_time(day: object, clock: str) -> None:
    read = read_rows(("日期", "时间", "内容"), (day, clock, "漏水"))
    assert read.good[0].received_at == datetime(2019, 12, 8, 23, 15, tzinfo=UTC)


def test_what_the_register_is_of_is_read_from_its_title_and_its_words() -> None:
    assert read_rows(("时间", "报修内容"), ("2019-12-09", "漏水")).good[0].kind is CaseKind.REPAIR
    assert read_rows(("时间", "内容"), ("2019-12-09", "漏水"), name="2019投诉").good[0].kind is CaseKind.COMPLAINT
    titled = read_rows(("客户投诉登记表", ""), ("时间", "内容"), ("2019-12-09", "漏水"))
    assert (titled.good[0].kind, titled.rows) == (CaseKind.COMPLAINT, 1)
    stated = read_rows(("时间", "类别", "来源", "内容"), ("2019-12-09", "建议", "来访", "多种树")).good[0]
    assert (stated.kind, stated.channel) == (CaseKind.SUGGESTION, Channel.VISIT)


def test_nothing_that_the_program_has_no_field_for_is_lost() -> None:
    head = ("时间", "类别", "电话", "内容", "处理结果", "满意度", "身份证号", "错误原因", "")
    row = ("2019-12-09", "其他类", "12345678901", "漏水", "已修", "满意", "33010019800101123X", "时间：…", "备注外")
    (old,) = read_rows(head, row).good
    assert old.result == "已修\n类别：其他类\n电话：12345678901\n满意度：满意"
    assert old.caller_phone == ""
    (waiting,) = read_rows((*head, "状态"), (*row, "未处理")).good
    assert not waiting.handled
    assert waiting.content == "漏水\n已修\n类别：其他类\n电话：12345678901\n满意度：满意"


def test_a_row_is_refused_for_its_time_or_for_saying_nothing() -> None:
    read = read_rows(
        ("时间", "主题", "内容"),
        ("", "", "漏水"),
        ("上周", "", "漏水"),
        ("2019-02-30", "", "漏水"),
        ("2031-01-01", "", "漏水"),
        ("2019-12-09", "", ""),
        ("2019-12-09", "电梯", ""),
    )
    assert [(flaw.row, flaw.column) for flaw in read.flaws] == [(1, 0), (2, 0), (3, 0), (4, 0), (5, 2)]
    assert [(old.subject, old.content) for old in read.good] == [("电梯", "")]
    assert read.refused == 5


def test_the_key_is_the_rows_own_and_twins_are_two() -> None:
    head, row = ("编号", "时间", "内容", "处理结果"), ("1", "2019-12-09 8:00", "漏水", "")
    first = read_rows(head, row, row, ("2", "2019-12-09 8:00", "漏水", ""))
    assert len({old.key for old in first.good}) == 3
    later = read_rows(head, ("1", "2019-12-09 8:00", "漏水", "已修"))
    assert later.good[0].key == first.good[0].key


def test_rows_come_by_time_whatever_their_order() -> None:
    read = read_rows(("时间", "内容"), ("2019-12-09", "二"), ("2018-12-09", "一"), ("2020-01-01", "三"))
    assert [old.content for old in read.good] == ["一", "二", "三"]


def test_all_months_of_a_yearly_workbook_are_read(make_list: MakeList) -> None:
    head = ("时间", "内容")
    book = read_book(
        make_list(一月=[head, ("2019-01-09", "漏水")], 二月=[head, ("2019-02-09", "停电")], 说明=[("填写说明",)])
    )
    read = read_register(book, ZONE, NOW)
    assert (read.rows, read.left_out) == (2, ("说明",))
    with pytest.raises(ImportRefused):
        read_register(book[2:], ZONE, NOW)


def test_a_room_in_the_books_is_found(make_list: MakeList) -> None:
    rows: Rows = [("时间", "房号", "内容"), ("2019-12-09", "3-2-1502", "漏水"), ("2019-12-09", "门口", "灯坏")]
    read = read_register(
        read_book(make_list(rows)), ZONE, NOW, lambda words: (7, "3栋2单元1502") if words == "3-2-1502" else None
    )
    assert [(old.place_id, old.place_text) for old in read.good] == [(7, "3栋2单元1502"), (None, "门口")]


@pytest.mark.parametrize(
    ("file", "rows", "longest"), [("old_register_4326.xlsx", 4326, 6900), ("property_messages_992.csv", 992, 3300)]
)
def test_the_real_registers_are_in_to_the_last_row(shared_data: Path, file: str, rows: int, longest: int) -> None:
    book = read_book(shared_data / file)
    read = read_register(book, ZONE, NOW)
    assert (read.rows, len(read.good), read.flaws, read.left_out) == (rows, rows, (), ())
    assert len({old.key for old in read.good}) == rows
    assert {old.key for old in read_register(book, ZONE, NOW).good} == {old.key for old in read.good}
    assert max(len(old.content) for old in read.good) > longest
    assert all(old.old_number.isdigit() and old.content == old.content.strip() for old in read.good)


def test_a_real_register_goes_into_the_books_with_its_times(shared_data: Path, office: Office) -> None:
    read = read_register(read_book(shared_data / "property_messages_992.csv"), ZONE, NOW)
    wanted = read.good[:200]
    run = office.do(importing.start_run, "register", "0" * 64, len(wanted))
    assert office.do(importing.add_history, run, wanted) == importing.Imported(200, 0)
    assert office.do(importing.add_history, run, wanted) == importing.Imported(0, 200)
    ids = office.ask(case_pages.cases_between, with_history=True)
    records = office.ask(lambda session: list(case_pages.case_records(session, ids, office.books)))
    assert [(case.old_number, case.received_at) for case in records] == [
        (old.old_number, old.received_at) for old in wanted
    ]
