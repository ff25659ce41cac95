# SPDX-License-Identifier: Apache-2.0
"""Times as old registers, Excel lists and paper notes carry them; days and months of the office's calendar.

Instants are UTC. In Asia/Shanghai the summers of 1986 to 1991 had daylight-saving time: a time of those summers is an
hour earlier in UTC than the same clock time today, one from the repeated autumn hour counts as its first, and one from
the spring hour that was left out comes back an hour later.
"""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

from complaintdesk.domain.numerals import with_digits
from complaintdesk.errors import QT_TRANSLATE_NOOP, UserError

FIRST_YEAR, LAST_YEAR = 1900, 2100

_DAY = (
    r"(?:(?:(?P<year>[0-9]{4})(?:[-/.]|年))?(?P<month>[0-9]{1,2})(?:[-/.]|月)(?P<day>[0-9]{1,2})[日号]?"
    r"|(?P<compact>[0-9]{8}))(?:\s*\(?(?:星期|周|礼拜)[一二三四五六日天]\)?)?"
)
_CLOCK = (
    r"(?P<half>上午|下午|早上|晚上|中午|凌晨)?\s*(?P<hour>[0-9]{1,2})(?::(?=[0-9])|时|点)"
    r"(?:(?P<minute>[0-9]{1,2})分?|(?P<thirty>半))?(?:(?::|(?<=分))(?P<second>[0-9]{1,2})(?:\.[0-9]+)?秒?)?"
    r"\s*(?P<half_after>am|pm)?\s*(?P<offset>z|[+-][0-9]{2}:?[0-9]{2})?"
)
_BETWEEN = r"(?:\s*t\s*|[\s,]+|(?<=[^0-9]))"
_WRITTEN = re.compile(rf"{_DAY}(?:{_BETWEEN}{_CLOCK}|\s*(?P<run>[0-9]{{6}}))?")


@dataclass(frozen=True)
class When:
    """A time as it was written: an instant (UTC, whole seconds) where a clock time was named, else the day alone."""

    instant: datetime | None
    day: date


def read_when(value: object, zone: ZoneInfo, year: int | None = None) -> When:
    """The time in a cell: a date, a datetime (of the office's zone unless it says its own), or a text.

    `year` stands in where a text names none. Raises UserError naming what was found instead of a time.
    """
    if isinstance(value, datetime):
        return _instant(value, zone)
    if isinstance(value, date):
        return When(None, _sensible(value))
    if isinstance(value, int) or (isinstance(value, float) and value.is_integer()):
        return parse_instant_words(str(int(value)), zone, year)  # 20191114.0: a compact date in a number cell
    if isinstance(value, str):
        return parse_instant_words(value, zone, year)
    raise _no_time("" if value is None else str(value))


def parse_instant_words(text: str, zone: ZoneInfo, year: int | None = None) -> When:
    """The time that a text writes: 2019/12/9 7:15:22, 2019年5月3日, 2019.5.3 14:05, 20191114; 7-15 8:30 with `year`.

    Raises UserError naming the text when it is no time, has no year, or names a day or hour that doesn't exist.
    """
    written = with_digits(unicodedata.normalize("NFKC", text).strip().lower(), before="(?=[年月日号点时分])")
    found = _WRITTEN.fullmatch(written)
    if found is None:
        raise _no_time(text)
    compact = found["compact"]
    numbers = (compact[:4], compact[4:6], compact[6:]) if compact else (found["year"], found["month"], found["day"])
    said_year = numbers[0] or year
    if said_year is None:
        raise UserError(QT_TRANSLATE_NOOP("errors", "“{text}” names no year."), text=_short(text))
    try:
        day = date(int(said_year), int(numbers[1]), int(numbers[2]))
        clock = _clock(found)
    except ValueError:
        raise UserError(
            QT_TRANSLATE_NOOP("errors", "“{text}”: there is no such day or hour."), text=_short(text)
        ) from None
    if clock is None:
        return When(None, _sensible(day))
    return _instant(datetime.combine(day, clock, _zone(found["offset"], zone)), zone)


def read_day(text: str, zone: ZoneInfo, after: date | None = None) -> date:
    """The day that a text writes; one without a year is the first such on or after `after`, as in a search.

    Raises UserError as `parse_instant_words`.
    """
    if after is None:
        return parse_instant_words(text, zone).day
    day = parse_instant_words(text, zone, after.year).day
    return day if day >= after else parse_instant_words(text, zone, after.year + 1).day


_LEAP_APART = 9  # of so many years one at least has a 29 February


def read_past_day(text: str, zone: ZoneInfo, today: date) -> date:
    """The day that a text writes; one without a year is the last such day, never one still to come.

    Raises UserError as `parse_instant_words`.
    """
    for year in range(today.year, today.year - _LEAP_APART, -1):
        try:
            day = parse_instant_words(text, zone, year).day
        except UserError:
            if year == today.year - _LEAP_APART + 1 or "29" not in text:  # a leap day is there in one year of four
                raise
            continue
        if day <= today:
            return day
    return parse_instant_words(text, zone, today.year).day


def civil_day(instant: datetime, zone: ZoneInfo) -> date:
    """The date that the office's calendar shows at an instant; raises ValueError for a naive one."""
    if instant.tzinfo is None:
        raise ValueError("a naive datetime is no instant")
    return instant.astimezone(zone).date()


def end_of_day(day: date, zone: ZoneInfo) -> datetime:
    """23:59:59 of a day in the office's zone (R-T-02), in UTC."""
    return datetime.combine(day, time(23, 59, 59), zone).astimezone(UTC)


def add_months(day: date, months: int) -> date:
    """The same day number that many months on, or that month's last day (R-T-04)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


_MONTH = re.compile(r"(?:(\d{4})\s*[-./年]?\s*)?(\d{1,2})\s*月?份?")


def read_month(text: str, today: date) -> date:
    """The first day of a month as people write it: 2026-10, 202610, 2026年10月; without a year the last such month.

    Raises UserError (field `month`) for anything else.
    """
    found = _MONTH.fullmatch(unicodedata.normalize("NFKC", text).strip())
    month = int(found[2]) if found else 0
    if found is None or not 1 <= month <= 12:
        raise UserError(QT_TRANSLATE_NOOP("errors", "A month is written 2026-10."), field="month")
    year = int(found[1]) if found[1] else today.year - (month > today.month)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise UserError(QT_TRANSLATE_NOOP("errors", "A month is written 2026-10."), field="month")
    return date(year, month, 1)


def _clock(found: re.Match[str]) -> time | None:
    """The time of day that was written, None when none was; raises ValueError for an hour that doesn't exist."""
    if found["run"]:
        return time(int(found["run"][:2]), int(found["run"][2:4]), int(found["run"][4:]))
    if not found["hour"]:
        return None
    hour, half = int(found["hour"]), found["half"] or found["half_after"]
    if half in ("下午", "晚上", "pm") or (half == "中午" and hour < 11):
        hour = hour + 12 if hour < 12 else hour
    elif half in ("am", "凌晨") and hour == 12:
        hour = 0
    minute = 30 if found["thirty"] else int(found["minute"] or 0)
    return time(hour, minute, int(found["second"] or 0))


def _zone(offset: str | None, office: ZoneInfo) -> tzinfo:
    """The zone a text was written in: its own offset, else the office's."""
    if offset is None:
        return office
    parsed = datetime.fromisoformat(f"2000-01-01T00:00:00{offset.upper()}").tzinfo
    return office if parsed is None else parsed


def _instant(written: datetime, zone: ZoneInfo) -> When:
    """The instant of a clock time, to the nearest whole second: number cells lose a few microseconds."""
    _sensible(written.date())
    local = written if written.tzinfo else written.replace(tzinfo=zone)
    instant = (local + timedelta(microseconds=500_000)).astimezone(UTC).replace(microsecond=0)
    return When(instant, civil_day(instant, zone))


def _sensible(day: date) -> date:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise _no_time(day.isoformat())
    return day


def _no_time(found: str) -> UserError:
    if not found.strip():
        return UserError(QT_TRANSLATE_NOOP("errors", "A time is needed here."))
    return UserError(
        QT_TRANSLATE_NOOP("errors", "“{text}” is no time; write it like 2026-11-28 14:30."), text=_short(found)
    )


def _short(text: str) -> str:
    """The text on one line, short enough for a message."""
    line = " ".join(text.split())
    return line if len(line) <= 40 else f"{line[:40]}…"
