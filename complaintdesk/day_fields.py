# SPDX-License-Identifier: Apache-2.0
"""What the office's day beside the cases can show: the work diary, the shift hand-over, the meeting, their lists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from complaintdesk.desk.diaries import Diary, DiaryLine
from complaintdesk.desk.handovers import HandoverSheet
from complaintdesk.desk.meetings import Lost, MeetingSheet
from complaintdesk.desk.open_items import ItemList, OpenItem
from complaintdesk.domain import terms
from complaintdesk.domain.money import show_yuan
from complaintdesk.errors import QT_TRANSLATE_NOOP
from complaintdesk.field import COUNT
from complaintdesk.field import field_row as _field
from complaintdesk.field import sample_at as _at
from complaintdesk.formats import Kind, Word

DayRecord = Diary | DiaryLine | HandoverSheet | MeetingSheet | OpenItem
ROOTS: dict[str, type] = {
    "diary": Diary,
    "lines": DiaryLine,
    "handover": HandoverSheet,
    "meeting": MeetingSheet,
    "items": OpenItem,
}
LIST_WORDS: dict[ItemList, str] = {
    ItemList.MAJOR: QT_TRANSLATE_NOOP("fields", "Major"),
    ItemList.LATE: QT_TRANSLATE_NOOP("fields", "Late"),
    ItemList.REPEATED: QT_TRANSLATE_NOOP("fields", "Repeated"),
    ItemList.UNSOLVED: QT_TRANSLATE_NOOP("fields", "Unsolved"),
    ItemList.UNREPORTED: QT_TRANSLATE_NOOP("fields", "Not reported"),
    ItemList.DUE: QT_TRANSLATE_NOOP("fields", "Falls due"),
    ItemList.ANSWERS: QT_TRANSLATE_NOOP("fields", "Answer owed"),
    ItemList.SLIPS: QT_TRANSLATE_NOOP("fields", "Slip out"),
    ItemList.FOLLOW_UPS: QT_TRANSLATE_NOOP("fields", "To call back"),
    ItemList.MEASURES: QT_TRANSLATE_NOOP("fields", "Measures"),
    ItemList.OPEN: QT_TRANSLATE_NOOP("fields", "In hand"),
}
OWN = QT_TRANSLATE_NOOP("fields", "Own entry")
LOST = QT_TRANSLATE_NOOP("fields", "{department} −{points}")
FINED = QT_TRANSLATE_NOOP("fields", "{department}, fined {fines}")
LOST_AND_FINED = QT_TRANSLATE_NOOP("fields", "{department} −{points}, fined {fines}")
URGENT = QT_TRANSLATE_NOOP("fields", "Urgent meeting")


def list_word(name: ItemList) -> Word:
    """What a list of open items is called."""
    return Word(LIST_WORDS[name])


def told_lists(lists: Sequence[ItemList]) -> Sequence[ItemList]:
    """Of an item's lists those that tell something: that it is in hand goes without saying beside another."""
    return [name for name in lists if name not in (ItemList.OPEN, ItemList.UNSOLVED)] or lists


def counted(counts: Mapping[ItemList, int]) -> tuple[Word, ...]:
    """How many stand on each list, in words: 逾期 3."""
    return tuple(Word(COUNT, {"kind": list_word(name), "n": n}) for name, n in counts.items())


def _meeting_name(meeting: MeetingSheet) -> object:
    return meeting.name or Word(URGENT)


def lost_text(lost: Lost) -> str:
    """How it is said what a department lost: points, fines, or both."""
    if not lost.fines:
        return LOST
    return LOST_AND_FINED if lost.points else FINED


def _points(meeting: MeetingSheet) -> tuple[Word, ...]:
    return tuple(
        Word(lost_text(each), {"department": each.department, "points": each.points, "fines": show_yuan(each.fines)})
        for each in meeting.points
    )


_COUNTS = (
    Word(COUNT, {"kind": list_word(ItemList.LATE), "n": 2}),
    Word(COUNT, {"kind": list_word(ItemList.SLIPS), "n": 3}),
)

# fmt: off
DAY = (
    _field("diary.day", QT_TRANSLATE_NOOP("fields", "Diary's day"), Kind.DAY, date(2026, 11, 21), 12),
    _field("diary.name", QT_TRANSLATE_NOOP("fields", "Whose diary"), Kind.TEXT, "王敏", 10),
    _field("diary.taken", QT_TRANSLATE_NOOP("fields", "Cases registered"), Kind.NUMBER, 12, 6),
    _field("diary.cases", QT_TRANSLATE_NOOP("fields", "Cases worked on"), Kind.NUMBER, 18, 6),
    _field("lines.at", QT_TRANSLATE_NOOP("fields", "Done"), Kind.INSTANT, _at(21, 10, 42), 17),
    _field("lines.noted_at", QT_TRANSLATE_NOOP("fields", "Noted"), Kind.INSTANT, _at(21, 10, 44), 17),
    _field("lines.what", QT_TRANSLATE_NOOP("fields", "What was done"), Kind.TEXT, terms.EventKind.NOTED, 12,
           lambda line: line.kind or Word(OWN)),
    _field("lines.number", QT_TRANSLATE_NOOP("fields", "Case"), Kind.TEXT, "BX2026-000912", 15),
    _field("lines.case_kind", QT_TRANSLATE_NOOP("fields", "Kind"), Kind.TERM, terms.CaseKind.REPAIR, 10),
    _field("lines.place", QT_TRANSLATE_NOOP("fields", "Place"), Kind.TEXT, "3栋2单元1502", 18),
    _field("lines.words", QT_TRANSLATE_NOOP("fields", "Course"), Kind.LONG, "已联系工程部，下午三点上门查看。", 40,
           lambda line: line.words or line.content),
    _field("handover.handed_at", QT_TRANSLATE_NOOP("fields", "Handed over"), Kind.INSTANT, _at(21, 17, 30), 17),
    _field("handover.given_by", QT_TRANSLATE_NOOP("fields", "Handed over by"), Kind.TEXT, "王敏", 10),
    _field("handover.to", QT_TRANSLATE_NOOP("fields", "Handed over to"), Kind.TEXT, "李静", 10),
    _field("handover.taken_at", QT_TRANSLATE_NOOP("fields", "Taken over"), Kind.INSTANT, _at(21, 17, 40), 17),
    _field("handover.words", QT_TRANSLATE_NOOP("fields", "To be seen to"), Kind.LONG,
           "3栋电梯维保至20:00，业主来电请说明；2单元漏水明早九点复查。", 40),
    _field("handover.until", QT_TRANSLATE_NOOP("fields", "Next shift begins"), Kind.INSTANT, _at(22, 8, 30), 17),
    _field("handover.parked", QT_TRANSLATE_NOOP("fields", "Half-typed forms"), Kind.NUMBER, 1, 6),
    _field("handover.void_reason", QT_TRANSLATE_NOOP("fields", "Why void"), Kind.LONG, "交错人", 20),
    _field("handover.counts", QT_TRANSLATE_NOOP("fields", "Open by list"), Kind.WORDS, _COUNTS, 30,
           lambda handover: counted(handover.counts)),
    _field("meeting.name", QT_TRANSLATE_NOOP("fields", "Meeting"), Kind.TEXT, "客服周例会", 14, _meeting_name),
    _field("meeting.about", QT_TRANSLATE_NOOP("fields", "What it is about"), Kind.LONG,
           "重大、逾期、重复投诉，未回维修单，整改到期", 30),
    _field("meeting.from_on", QT_TRANSLATE_NOOP("fields", "First day it is about"), Kind.DAY, date(2026, 11, 16), 12),
    _field("meeting.to_on", QT_TRANSLATE_NOOP("fields", "Last day it is about"), Kind.DAY, date(2026, 11, 22), 12),
    _field("meeting.held_at", QT_TRANSLATE_NOOP("fields", "Held"), Kind.INSTANT, _at(21, 9, 0), 17),
    _field("meeting.present", QT_TRANSLATE_NOOP("fields", "Present"), Kind.LONG, "赵主任、王敏、陈工、钱品", 30),
    _field("meeting.words", QT_TRANSLATE_NOOP("fields", "Said and decided"), Kind.LONG,
           "逾期两件由工程部周三前办结；未回单三张，本周五前收齐。", 40),
    _field("meeting.written_by", QT_TRANSLATE_NOOP("fields", "Minutes by"), Kind.TEXT, "王敏", 10),
    _field("meeting.counts", QT_TRANSLATE_NOOP("fields", "Open by list"), Kind.WORDS, _COUNTS, 30,
           lambda meeting: counted(meeting.counts)),
    _field("meeting.points", QT_TRANSLATE_NOOP("fields", "Points of departments"), Kind.WORDS,
           (Word(LOST_AND_FINED, {"department": "工程部", "points": 4, "fines": "1000.00"}),), 30, _points),
    _field("meeting.case_number", QT_TRANSLATE_NOOP("fields", "About the case"), Kind.TEXT, "TS2026-000123", 15),
    _field("items.lists", QT_TRANSLATE_NOOP("fields", "List"), Kind.WORDS, (list_word(ItemList.LATE),), 12,
           lambda item: tuple(map(list_word, told_lists(item.lists)))),
    _field("items.number", QT_TRANSLATE_NOOP("fields", "Number"), Kind.TEXT, "BX2026-000912", 15),
    _field("items.case_kind", QT_TRANSLATE_NOOP("fields", "Kind"), Kind.TERM, terms.CaseKind.REPAIR, 10),
    _field("items.place", QT_TRANSLATE_NOOP("fields", "Place"), Kind.TEXT, "3栋2单元1502", 18),
    _field("items.content", QT_TRANSLATE_NOOP("fields", "Content"), Kind.LONG, "厨房洗菜盆下水管漏水。", 40),
    _field("items.state", QT_TRANSLATE_NOOP("fields", "State"), Kind.TEXT, terms.CaseState.IN_HAND, 10),
    _field("items.due_at", QT_TRANSLATE_NOOP("fields", "Due"), Kind.INSTANT, _at(21, 17, 0), 17),
    _field("items.who", QT_TRANSLATE_NOOP("fields", "Whose"), Kind.TEXT, "水电班", 10),
)
# fmt: on
