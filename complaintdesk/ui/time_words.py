# SPDX-License-Identifier: Apache-2.0
"""Times as the screen says them: what is left or overdue in words and tone, moments short and moments exact."""

from __future__ import annotations

from datetime import date, datetime, timedelta, tzinfo
from typing import NamedTuple

from complaintdesk.desk.records import CommitmentRecord
from complaintdesk.labels import label, language, translate
from complaintdesk.ui.look import Tone

SOON = timedelta(hours=1)
_WEEKDAYS_ZH = "一二三四五六日"


class Said(NamedTuple):
    """Words and the tone they are said in."""

    words: str
    tone: Tone


def due_words(due: CommitmentRecord | None, now: datetime, zone: tzinfo) -> Said:
    """How a limit stands: 逾期 1小时12分 (late), 剩 6 分 (soon), 今天 14:00, 等配件 (it waits); met or none says —.

    One that reaches into a year whose holidays are not confirmed says that it is provisional (暂定).
    """
    if due is None or due.met_at is not None:
        return Said("—", Tone.PLAIN)
    if due.waits_for is not None:
        return Said(label(due.waits_for), Tone.PLAIN)
    return open_words(due.due_at, now, zone, provisional=due.provisional)


def open_words(due_at: datetime, now: datetime, zone: tzinfo, *, provisional: bool = False) -> Said:
    """How a limit that runs stands, by its due time."""
    left = due_at - now
    if left < timedelta(0):
        said = Said(translate("Times", "late {length}").format(length=length_words(-left)), Tone.LATE)
    elif left <= SOON:
        said = Said(translate("Times", "{length} left").format(length=length_words(left)), Tone.SOON)
    else:
        said = Said(moment_words(due_at, now, zone), Tone.PLAIN)
    if provisional:
        return Said(translate("Times", "{when} (prov.)").format(when=said.words), said.tone)
    return said


def length_words(length: timedelta) -> str:
    """A length of time in its two largest units: 3天2小时, 2天, 1小时12分, 6分; what is less than a minute is 1分."""
    minutes = max(int(length.total_seconds()) // 60, 1)
    days, hours, minutes = minutes // 1440, minutes // 60 % 24, minutes % 60
    if days:
        whole, both = translate("Times", "{days} d"), translate("Times", "{days} d {hours} h")
        return (both if hours else whole).format(days=days, hours=hours)
    if hours:
        whole, both = translate("Times", "{hours} h"), translate("Times", "{hours} h {minutes} min")
        return (both if minutes else whole).format(hours=hours, minutes=minutes)
    return translate("Times", "{minutes} min").format(minutes=minutes)


def moment_words(moment: datetime, now: datetime, zone: tzinfo) -> str:
    """A moment for a list: 今天 14:00, 昨天 09:05, 明天 24:00, 11-20 10:48, in another year 2025-11-20 10:48."""
    local, today = moment.astimezone(zone), now.astimezone(zone).date()
    return f"{day_words(local.date(), today)} {clock_words(moment, zone)}"


def clock_words(moment: datetime, zone: tzinfo) -> str:
    """The time of day alone; a day's last second is its 24:00."""
    local = moment.astimezone(zone)
    return "24:00" if (local.hour, local.minute, local.second) == (23, 59, 59) else f"{local:%H:%M}"


def day_words(day: date, today: date) -> str:
    """A day for a list: 今天, 昨天, 明天, 11-20, in another year 2025-11-20."""
    match (day - today).days:
        case -1:
            return translate("Times", "yesterday")
        case 0:
            return translate("Times", "today")
        case 1:
            return translate("Times", "tomorrow")
    return f"{day:%m-%d}" if day.year == today.year else f"{day:%Y-%m-%d}"


def exact_words(moment: datetime, zone: tzinfo) -> str:
    """A moment as it is echoed beside what was typed, beyond all doubt: 11月21日 周六 15:00, Sat 2026-11-21 15:00."""
    local = moment.astimezone(zone)
    return f"{date_words(local.date())} {local:%H:%M}"


def date_words(day: date) -> str:
    """A day with its weekday: 11月21日 周六, Sat 2026-11-21."""
    if language() == "zh_CN":
        return f"{day.month}月{day.day}日 {weekday_words(day)}"
    return f"{weekday_words(day)} {day:%Y-%m-%d}"


def weekday_words(day: date) -> str:
    """A day's name: 周六, Sat."""
    if language() == "zh_CN":
        return f"周{_WEEKDAYS_ZH[day.weekday()]}"
    return ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")[day.weekday()]


def span_words(start: datetime | None, end: datetime | None, now: datetime, zone: tzinfo) -> str:
    """An appointment for a list: 今天 15:00, 今天 15:00–17:00, 11-28 09:00 – 11-29 12:00; '' for none."""
    if start is None:
        return ""
    first = moment_words(start, now, zone)
    if end is None or end == start:
        return first
    if start.astimezone(zone).date() == end.astimezone(zone).date():
        return f"{first}–{clock_words(end, zone)}"
    return f"{first} – {moment_words(end, now, zone)}"
