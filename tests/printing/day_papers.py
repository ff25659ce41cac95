# SPDX-License-Identifier: Apache-2.0
"""A diary, a hand-over and a meeting to print, built directly."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from complaintdesk.desk.diaries import Diary, DiaryLine
from complaintdesk.desk.handovers import HandoverSheet
from complaintdesk.desk.meetings import Lost, MeetingSheet
from complaintdesk.desk.open_items import ItemKind, ItemList, OpenItem
from complaintdesk.domain.terms import CaseKind, CaseState, EventKind, OrderState
from tests.printing.papers import at

DAY = date(2026, 11, 21)


def a_line(**changes: Any) -> DiaryLine:
    line = DiaryLine(
        at=at(10, 42),
        noted_at=at(10, 42),
        kind=EventKind.NOTED,
        case_id=10_000_912,
        number="BX2026-000912",
        case_kind=CaseKind.REPAIR,
        place="3栋2单元1502",
        content="厨房洗菜盆下水管漏水",
        words="已电话联系业主，下午三点上门",
        event_id=7,
    )
    return replace(line, **changes)


def a_diary(**changes: Any) -> Diary:
    own = a_line(kind=None, number="", place="", words="巡查大堂，灯具完好", event_id=None, entry_id=3, at=at(11, 5))
    taken = a_line(kind=EventKind.REGISTERED, words="", at=at(9, 30))
    return replace(Diary(DAY, 1, "王敏", (taken, a_line(), own), 1, 1), **changes)


def an_item(**changes: Any) -> OpenItem:
    item = OpenItem(
        lists=(ItemList.LATE,),
        kind=ItemKind.CASE,
        id=10_000_912,
        number="TS2026-000123",
        case_kind=CaseKind.COMPLAINT,
        place="3栋2单元1502",
        content="楼上装修太吵，午休时间也不停",
        state=CaseState.IN_HAND,
        due_at=at(17, 0),
        who="王敏",
    )
    return replace(item, **changes)


def some_items() -> tuple[OpenItem, ...]:
    slip = an_item(
        lists=(ItemList.SLIPS,), kind=ItemKind.ORDER, number="WX2026-000656", state=OrderState.ISSUED, who="水电班"
    )
    call = an_item(
        lists=(ItemList.FOLLOW_UPS,), kind=ItemKind.FOLLOW_UP, number="TS2026-000120", state=None, who="投诉回访"
    )
    return (an_item(), slip, call)


def a_handover(**changes: Any) -> HandoverSheet:
    sheet = HandoverSheet(
        id=1,
        handed_at=at(17, 30),
        given_by="王敏",
        given_by_id=1,
        to="李静",
        to_id=2,
        taken_at=at(17, 40),
        words="3栋电梯维保至20:00，业主来电请说明。",
        until=at(8, 30, 22),
        parked=1,
        counts={ItemList.LATE: 1, ItemList.SLIPS: 1, ItemList.FOLLOW_UPS: 1},
        items=some_items(),
    )
    return replace(sheet, **changes)


def a_meeting(**changes: Any) -> MeetingSheet:
    sheet = MeetingSheet(
        id=1,
        kind="weekly_meeting",
        name="客服周例会",
        about="重大、逾期、重复投诉，未回维修单，整改到期",
        from_on=date(2026, 11, 16),
        to_on=date(2026, 11, 22),
        held_at=at(9, 0),
        present="赵主任、王敏、陈工、钱品",
        words="逾期一件由工程部周三前办结。",
        written_by="王敏",
        written_at=at(10, 0),
        counts={ItemList.LATE: 1, ItemList.SLIPS: 1, ItemList.FOLLOW_UPS: 1},
        items=some_items(),
        points=(Lost("工程部", 4, Decimal(500)),),
    )
    return replace(sheet, **changes)
