# SPDX-License-Identifier: Apache-2.0
"""The office's own sheets on paper: 工作日记, 交接班表, 例会单, read back by another reader."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

import pytest

from complaintdesk.desk import prints
from complaintdesk.desk.meetings import Lost
from complaintdesk.domain.terms import EventKind
from complaintdesk.printing.forms import Mode
from tests.builders import codes, rows
from tests.printing.day_papers import a_diary, a_handover, a_line, a_meeting, an_item
from tests.printing.papers import at, printed, read_by_pypdf


def text_of(form_id: str, record: object, mode: Mode = Mode.FULL) -> str:
    """All words of the paper, without blanks."""
    return "".join("".join(page.split()) for page in read_by_pypdf(printed(form_id, record, mode).pdf))


def test_the_diary_prints_by_day_and_person():
    """R-REG-15"""
    text = text_of("diary", a_diary())
    for words in (
        *("工作日记", "2026年11月21日", "王敏", "09:30", "登记", "厨房洗菜盆下水管漏水", "10:42", "BX2026-000912"),
        *("已电话联系业主，下午三点上门", "11:05", "本人补记", "巡查大堂，灯具完好", "记录人", "主管审阅", "以下空白"),
    ):
        assert words in text, words


def test_a_day_without_lines_says_so():
    assert "本日无记录" in text_of("diary", a_diary(lines=()))


def test_a_long_day_goes_on_overleaf():
    """No line of a busy day is lost on paper."""
    lines = tuple(a_line(words=f"第{n}次联系业主，未接", kind=EventKind.CONTACTED) for n in range(90))
    paper = printed("diary", a_diary(lines=lines))
    text = "".join("".join(page.split()) for page in read_by_pypdf(paper.pdf))
    assert paper.pages > 1
    assert paper.shortfalls == ()
    assert [f"第{n}次联系" in text for n in range(90)] == [True] * 90


def test_the_hand_over_names_who_gave_it_who_took_it_and_what_is_open():
    text = text_of("handover", a_handover())
    for words in (
        *("交接班表", "王敏", "李静", "2026-11-2117:30", "2026-11-2117:40", "11-2208:30"),
        *("3栋电梯维保至20:00，业主来电请说明。", "TS2026-000123", "WX2026-000656", "水电班", "投诉回访", "11-2117:00"),
        *("逾期", "未回单", "待回访", "接班人", "主管"),
    ):
        assert words in text, words


def test_one_not_taken_yet_leaves_room_for_the_taker():
    text = text_of("handover", a_handover(to="", taken_at=None, items=(), counts={}))
    assert "无未结事项" in text
    assert "17:40" not in text


def test_the_meetings_sheet_shows_what_stood_on_it_and_what_was_decided():
    """R-ST-07"""
    text = text_of("meeting", a_meeting())
    for words in (
        *("例会单", "客服周例会", "2026-11-16", "2026-11-22", "2026-11-2109:00", "赵主任、王敏、陈工、钱品"),
        *("逾期一件由工程部周三前办结。", "TS2026-000123", "重大、逾期、重复投诉，未回维修单，整改到期", "主持人"),
        *("扣分罚款", "工程部−4，罚款500.00元"),
    ):
        assert words in text, words


def test_of_what_a_department_lost_only_what_it_lost_is_said():
    """R-CA-05"""
    fined, both, points = Lost("工程部", 0, Decimal(500)), Lost("保洁部", 2, Decimal(50)), Lost("客服部", 2, Decimal(0))
    text = text_of("meeting", a_meeting(points=(fined, both, points)))
    assert "工程部，罚款500.00元" in text
    assert "保洁部−2，罚款50.00元" in text
    assert "客服部−2" in text
    assert "−0" not in text
    assert "罚款0.00" not in text


def test_a_hand_over_that_was_taken_back_says_so_with_the_reason():
    said = text_of("handover", a_handover(void_reason="交错人"))
    assert "作废原因" in said
    assert "交错人" in said
    assert "作废" not in text_of("handover", a_handover())


def test_an_urgent_meeting_names_its_case_and_a_void_one_says_void():
    """R-ESC-14"""
    text = text_of("meeting", a_meeting(name="", kind="urgent", case_number="TS2026-000123", items=(), counts={}))
    assert "紧急会议" in text
    assert "作废" in text_of("meeting", a_meeting(void_reason="未开成"))
    assert "作废" not in text


def test_all_items_of_a_long_list_are_on_paper():
    items = tuple(an_item(number=f"TS2026-{n:06}") for n in range(1, 121))
    for form_id, record in (("handover", a_handover(items=items)), ("meeting", a_meeting(items=items))):
        text = text_of(form_id, record)
        assert Counter(f"TS2026-{n:06}" in text for n in range(1, 121)) == {True: 120}


@pytest.mark.parametrize("form_id", ["diary", "handover", "meeting"])
def test_a_blank_sheet_names_nobody(form_id):
    text = text_of(form_id, None, Mode.BLANK)
    assert "阳光花园物业服务中心" in text
    assert "李静" not in text
    assert f"{at(17, 30):%H:%M}" not in text


def test_each_print_is_noted_and_a_second_one_is_a_reprint(office):
    first = office.do(prints.start_day_sheet, prints.DIARY, "2026-10-20 王敏", "HP")
    office.do(prints.confirm, first.id)
    assert office.do(prints.start_day_sheet, prints.DIARY, "2026-10-20 王敏", "HP").copy_no == 2
    assert office.do(prints.start_day_sheet, prints.HANDOVER, "2026-10-20 王敏", "HP").copy_no == 1
    for _ in range(2):
        assert office.do(prints.start_blank, prints.MEETING, "HP").copy_no == 1
    assert rows(office, "SELECT count(*) FROM print_record WHERE form = 'meeting'") == [(2,)]
    assert codes(office) == []
