# SPDX-License-Identifier: Apache-2.0
"""Appointments as they are agreed on the phone (明天下午3点, 周六上午, tomorrow 15:00): read, and echoed exactly."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from complaintdesk.domain.appointed_days import NotUnderstood, not_understood, take_day
from complaintdesk.domain.appointed_hours import Span, read_hours, told_about
from complaintdesk.domain.appointed_letters import in_words
from complaintdesk.domain.rulebook_rows import DayPart
from complaintdesk.domain.texts import clean_line
from complaintdesk.errors import QT_TRANSLATE_NOOP, UserError

_AT_ONCE = {"马上", "现在", "尽快", "立即", "立刻", "赶紧", "随时", "越快越好", "now", "asap", "at once"}
_POLITE = re.compile("大概|大约|左右|上门|过来|[来约的,。、()]")
_SOON = re.compile(
    r"(?:(?P<hours>\d{1,2})个?小时|(?P<minutes>\d{1,3})分钟?|(?P<half>半)个?小时)(?:之|以)?(?P<sense>后|内)"
)
_WEEKDAYS = {
    "zh": ("周一", "周二", "周三", "周四", "周五", "周六", "周日"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True)
class DayParts:
    """What the parts of a day mean at this office: from when to when somebody comes."""

    morning: Span = (time(8, 30), time(12, 0))
    afternoon: Span = (time(13, 30), time(17, 30))
    evening: Span = (time(18, 0), time(20, 0))

    @classmethod
    def of(cls, rows: Iterable[DayPart]) -> DayParts:
        """The spans that the rule book gives 上午, 下午 and 晚上; one that it leaves out is the usual one."""
        names = {"上午": "morning", "下午": "afternoon", "晚上": "evening"}
        return cls(**{names[row.name]: (row.starts, row.ends) for row in rows if row.name in names})

    def named(self) -> dict[str, Span]:
        """Every part by its name, the noon between morning and afternoon included."""
        noon = (self.morning[1], self.afternoon[0])
        return {"morning": self.morning, "noon": noon, "afternoon": self.afternoon, "evening": self.evening}


@dataclass(frozen=True)
class Appointment:
    """A time agreed with the caller (预约时间, R-WO-09, R-ESC-12), in the office's zone: a point, or `start` to `end`.

    `told_at` is when the words were said; without it the echo always names the year.
    """

    start: datetime
    end: datetime | None
    words: str
    told_at: datetime | None = None


USUAL_PARTS = DayParts()


def parse_appointment(words: str, now: datetime, parts: DayParts = USUAL_PARTS) -> Appointment | None:
    """The appointment that words name, seen from `now` (aware, in the office's zone); None for empty words.

    A day without hours is the working day, 上午 its morning; of a span that has begun, the rest is left. A bare 1点 to
    6点 is in the afternoon; a bare weekday whose time is past is next week's. Raises UserError beside `appointment` for
    a time in the past, for words that name no time (尽快) and for those that may mean two.
    """
    if now.tzinfo is None:
        raise ValueError("an appointment needs the office's zone")
    said = clean_line(words)
    if not said:
        return None
    written = re.sub("[‐-―−~]", "-", unicodedata.normalize("NFKC", said)).casefold().replace(";", ":")
    if written in _AT_ONCE:
        raise UserError(
            QT_TRANSLATE_NOOP(
                "errors", "“{words}” is no appointment: leave it empty and the usual time limit counts, or name a time."
            ),
            field="appointment",
            words=said,
        )
    try:
        start, end = _times(_POLITE.sub(" ", told_about(in_words(written))), now, parts)
    except NotUnderstood as mistake:
        problem = not_understood(written) if type(mistake) is NotUnderstood else mistake
        raise UserError(problem.problem, field="appointment", words=said) from None
    begins = max(start, _next_minute(now)) if end else start
    if begins < now or (end and end <= begins):
        raise UserError(
            QT_TRANSLATE_NOOP("errors", "{when} is over. Name the day too, such as 明天15:00."),
            field="appointment",
            when=f"{end or start:%Y-%m-%d %H:%M}",
        )
    return Appointment(begins, end, said, now)


def echo_appointment(appointment: Appointment, lang: str = "zh") -> str:
    """The appointment said back exactly: 11月21日 周六 15:00 or 13:30–17:30; in English Sat 28 Nov 13:30–17:30.

    The year is named when it isn't the one in which the words were said. `lang` is 'zh' or 'en'.
    """
    start, end = appointment.start, appointment.end
    this_year = appointment.told_at.year if appointment.told_at else None
    shown = f"{_echo_day(start, this_year, lang)} {start:%H:%M}"
    if end is None:
        return shown
    if end.date() == start.date():
        return f"{shown}–{end:%H:%M}"
    return f"{shown} – {_echo_day(end, this_year, lang)} {end:%H:%M}"


def _echo_day(moment: datetime, this_year: int | None, lang: str) -> str:
    weekday = _WEEKDAYS[lang][moment.weekday()]
    other_year = moment.year != this_year
    if lang == "en":
        return f"{weekday} {moment.day} {_MONTHS[moment.month - 1]}" + (f" {moment.year}" if other_year else "")
    return (f"{moment.year}年" if other_year else "") + f"{moment.month}月{moment.day}日 {weekday}"


def _times(written: str, now: datetime, parts: DayParts) -> tuple[datetime, datetime | None]:
    """Start and end of what was written; raises NotUnderstood."""
    found = take_day(written, now.date())
    rest = " ".join(found.rest.split())
    if found.day is None and (soon := _SOON.fullmatch(rest)):
        return _soon(soon, now)
    if found.day is not None and not rest:
        first, last = parts.morning[0], parts.afternoon[1]
        hours: tuple[time, time | None] = (first, last)
    else:
        hours = read_hours(rest, parts.named(), bare_hours=found.day is not None)
    day = found.day or now.date()
    start = datetime.combine(day, hours[0], now.tzinfo)
    end = None if hours[1] is None else datetime.combine(day, hours[1], now.tzinfo)
    if found.weekday_alone and (end or start) <= now:
        start += timedelta(7)
        end = end and end + timedelta(7)
    return start, end


def _soon(found: re.Match[str], now: datetime) -> tuple[datetime, datetime | None]:
    """2小时后 is a point, 2小时内 a span from now."""
    minutes = int(found["minutes"] or 0) + 60 * int(found["hours"] or 0) + (30 if found["half"] else 0)
    first = _next_minute(now)
    then = first + timedelta(minutes=minutes)
    return (first, then) if found["sense"] == "内" else (then, None)


def _next_minute(now: datetime) -> datetime:
    """The next whole minute, or this one when it has just begun: no appointment lies before the call."""
    whole = now.replace(second=0, microsecond=0)
    return whole if whole == now else whole + timedelta(minutes=1)
