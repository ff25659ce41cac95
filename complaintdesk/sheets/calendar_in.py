# SPDX-License-Identifier: Apache-2.0
"""A list of holidays and make-up workdays (调休) read into days of the calendar: date, off or worked, name."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from complaintdesk.desk.calendar_days import LONGEST_NAME, DayDraft
from complaintdesk.domain.dates import read_when
from complaintdesk.domain.texts import fold
from complaintdesk.domain.workdays import ordinary
from complaintdesk.errors import QT_TRANSLATE_NOOP, UserError
from complaintdesk.sheets.lists import Checked, Line, ListRead, lines_of
from complaintdesk.sheets.reading import Sheet, read_book

COLUMNS = {
    "day": "日期 放假日期 假期日期 公历日期 公历 date day",
    "kind": "休/班 休班 班/休 上班/休息 休息/上班 类型 性质 安排 状态 off/work type kind",
    "name": "名称 节日 节日名称 节假日 节假日名称 假日 假日名称 假期 备注 说明 name holiday",
}
_OFF = ("休", "休息", "休假", "放假", "假", "假日", "假期", "节假日", "法定节假日", "公休", "off", "holiday")
_WORKED = ("班", "上班", "补班", "调班", "工作", "工作日", "调休上班", "调休补班", "work", "worked", "workday")
_MOVED = ("调休", "换休")  # said of a weekend that is worked, and of a weekday that is off for it
_CALENDAR = ZoneInfo("UTC")  # days have no hour, so no zone either


def read_days(path: Path) -> ListRead[DayDraft]:
    """The days that a file lists, each once, in its order, and what is wrong with which row.

    Raises ImportRefused for a file that is no such list, EnvironmentProblem where it can't be read.
    """
    return days_in(read_book(path))


def days_in(book: Iterable[Sheet]) -> ListRead[DayDraft]:
    """The same of a list that was read already."""
    lines, left_out = lines_of(book, COLUMNS, _enough)
    found: dict[date, tuple[DayDraft, Line]] = {}
    rows = []
    for line in lines:
        row = Checked(line)
        rows.append(row)
        day = _day(row)
        works = None if day is None else _works(row, day)
        name = row.text("name", LONGEST_NAME)
        if day is None or works is None or row.flaws:
            continue
        draft = DayDraft(day, works, name)
        before, at = found.setdefault(day, (draft, line))
        if before != draft:
            text = QT_TRANSLATE_NOOP("errors", "{day} stands in row {row} of “{sheet}” as something else.")
            row.wrong("day", UserError(text, day=day.isoformat(), row=at.row + 1, sheet=at.sheet.name))
    good = found.values()
    return ListRead.of([draft for draft, _ in good], rows, left_out, sources=[[line] for _, line in good])


def _enough(has: Collection[str]) -> bool:
    return {*has} >= {"day", "kind"}


def _day(row: Checked) -> date | None:
    """The row's day; None after noting that it is none."""
    told = row.line.cell("day")
    try:
        return read_when(told, _CALENDAR).day
    except UserError:
        text = QT_TRANSLATE_NOOP("errors", "“{found}” is no day: write it like 2026-10-01 or 2026年10月1日.")
        if told == "":
            text = QT_TRANSLATE_NOOP("errors", "Which day?")
        row.wrong("day", UserError(text, found=row.line.text("day")))
        return None


def _works(row: Checked, day: date) -> bool | None:
    """Whether the day is worked; None after noting that the row doesn't say."""
    told = fold(row.line.text("kind"))
    if told in _MOVED:
        return not ordinary(day).works
    if told in _OFF or told in _WORKED:
        return told in _WORKED
    text = QT_TRANSLATE_NOOP("errors", "“{found}” says neither off (休) nor worked (班).")
    row.wrong("kind", UserError(text, found=row.line.text("kind")))
    return None
