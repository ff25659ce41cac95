# SPDX-License-Identifier: Apache-2.0
"""The day in an appointment's words: dates, 明天, 大后天, 周六, 下周一, 28号, 3天后, tomorrow, next Monday."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import MAXYEAR, date, timedelta

from complaintdesk.domain.dates import add_months
from complaintdesk.domain.numerals import with_digits
from complaintdesk.errors import QT_TRANSLATE_NOOP


@dataclass(frozen=True)
class AppointedDay:
    """The day that words name (None: none), what is left of the words, and whether a bare weekday named the day."""

    day: date | None
    rest: str
    weekday_alone: bool = False


class NotUnderstood(ValueError):
    """Words that name no time one can be sure of; `problem` says so, with room for the {words}."""

    problem = QT_TRANSLATE_NOOP(
        "errors",
        "“{words}” names no time that is sure: write it like 明天下午3点, 周六上午, 11-28 14:30 or tomorrow 15:00.",
    )


class NoSuchDay(NotUnderstood):
    """A day that the calendar doesn't have."""

    problem = QT_TRANSLATE_NOOP("errors", "“{words}”: there is no such day.")


class OtherWeekday(NotUnderstood):
    """A date and a day of the week that don't go together."""

    problem = QT_TRANSLATE_NOOP("errors", "“{words}”: this date falls on another day of the week.")


class DateOrHours(NotUnderstood):
    """Two numbers that may be a date or a span of hours."""

    problem = QT_TRANSLATE_NOOP("errors", "“{words}” may be a date or hours: write it like 9月11日, or like 9点到11点.")


class MayBeManyDays(NotUnderstood):
    """Words that leave it open on which day."""

    problem = QT_TRANSLATE_NOOP(
        "errors", "“{words}” may be one of many days: name the one agreed on, such as 10月8日上午 or 周六上午."
    )


_OPEN = re.compile(
    "[日天号一二三四五六]或|节|国庆|元旦|五一|清明|端午|中秋|圣诞|过年|年[前后底]|周末|双休|工作日|每[天周]|周内|天内|[这过]几天|过两天|改天|哪天"
    "|明后天|月[底初中末]|(?:周|星期|礼拜)[一二三四五六日天1-7](?:到|至|-)|下下?个?(?:周|星期|礼拜|月)内?$"
)
_WEEKDAYS = {**{word: n for n, word in enumerate("一二三四五六日", 1)}, "天": 7, **{str(n): n for n in range(1, 8)}}
_ENGLISH_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_CHINESE_WEEKDAY = re.compile("(?P<which>下下个?|下个?|本|这个?)?(?:周|星期|礼拜)(?P<day>[一二三四五六日天1-7])")
_ENGLISH_WEEKDAY = re.compile(
    r"\b(?:on )?(?:(?P<which>next|this) )?(?P<day>mon|tue|wed|thu|fri|sat|sun)(?:day|s|sday|nesday|rs?|rsday|urday)?\b"
)
_WEEKS_ON = {None: None, "本": 0, "这": 0, "这个": 0, "this": 0, "next": 1, "下": 1, "下个": 1, "下下": 2, "下下个": 2}


def take_day(words: str, today: date) -> AppointedDay:
    """The day that words in half width and small letters name, and the words that are left.

    Raises NotUnderstood: no such day, a date on another weekday than the one named, two numbers that may be hours.
    """
    weekday = _CHINESE_WEEKDAY.search(words) or _ENGLISH_WEEKDAY.search(words)
    if weekday:
        words = _without(words, weekday)
    words = with_digits(words, before="(?=[点时分刻月号日个小天周星礼])")
    words = with_digits(words, after="(?<=[点时])")
    for pattern, read in _PATTERNS:
        if found := pattern.search(words):
            day, rest = read(found, today), _without(words, found)
            if weekday and not _goes_with(day, weekday, today):
                raise OtherWeekday
            return AppointedDay(day, rest)
    if weekday:
        return AppointedDay(_day_of_week(weekday, today), words, weekday_alone=weekday["which"] is None)
    return AppointedDay(None, words)


def not_understood(words: str) -> NotUnderstood:
    """What is said of words that name no time: which of two things is wrong with them."""
    return MayBeManyDays() if _OPEN.search(words) else NotUnderstood()


def _without(words: str, found: re.Match[str]) -> str:
    return f"{words[: found.start()]} {words[found.end() :]}".strip()


def _weekday_number(found: re.Match[str]) -> int:
    word = found["day"]
    return _WEEKDAYS[word] if word in _WEEKDAYS else _ENGLISH_WEEKDAYS.index(word) + 1


def _day_of_week(found: re.Match[str], today: date) -> date:
    """下周一 is in the next calendar week, 本周五 in this one; 周六 alone is the next one, which may be today."""
    weeks, number = _WEEKS_ON[found["which"]], _weekday_number(found)
    if weeks is None:
        return today + timedelta((number - today.isoweekday()) % 7)
    return today + timedelta(7 * weeks + number - today.isoweekday())


def _goes_with(day: date, weekday: re.Match[str], today: date) -> bool:
    if weekday["which"] is None:
        return day.isoweekday() == _weekday_number(weekday)
    return day == _day_of_week(weekday, today)


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _full_date(found: re.Match[str], _: date) -> date:
    day = _valid(int(found[1]), int(found[2]), int(found[3]))
    if day is None:
        raise NoSuchDay
    return day


def _month_and_day(month: int, day: int, today: date) -> date:
    """The date of that name nearest to today: in November 1月5日 is next year's, 11月20日 this year's and past."""
    years = (today.year - 1, today.year, min(today.year + 1, MAXYEAR))
    dates = [date for year in years if (date := _valid(year, month, day))]
    if not dates:
        raise NoSuchDay
    return min(dates, key=lambda date: abs(date - today))


def _chinese_date(found: re.Match[str], today: date) -> date:
    return _month_and_day(int(found[1]), int(found[2]), today)


def _numeric(found: re.Match[str], today: date) -> date:
    first, second = int(found[1]), int(found[3])
    if found[2] == "-" and found.end() == len(found.string) and first < second <= 24:
        raise DateOrHours
    return _month_and_day(first, second, today)


def _english_date(found: re.Match[str], today: date) -> date:
    month = _MONTHS.index(found[2]) + 1
    if found[3] is None:
        return _month_and_day(month, int(found[1]), today)
    day = _valid(int(found[3]), month, int(found[1]))
    if day is None:
        raise NoSuchDay
    return day


def _day_of_month(found: re.Match[str], today: date) -> date:
    """The next day of that number, today included: 31号 in November is 31 December."""
    for months in range(12):
        month = add_months(today.replace(day=1), months)
        day = _valid(month.year, month.month, int(found[1]))
        if day and day >= today:
            return day
    raise NoSuchDay


def _day_of_next_month(found: re.Match[str], today: date) -> date:
    month = add_months(today.replace(day=1), 1)
    day = _valid(month.year, month.month, int(found[1]))
    if day is None:
        raise NoSuchDay
    return day


def _ahead(days: int) -> Callable[[re.Match[str], date], date]:
    return lambda _, today: today + timedelta(days)


_PATTERNS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date], date]], ...] = (
    (re.compile(r"(?<!\d)(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})(?:[日号]|(?!\d))"), _full_date),
    (re.compile(r"(?<!\d)(\d{1,2})月(\d{1,2})[日号]?"), _chinese_date),
    (re.compile(rf"\b(\d{{1,2}}) ({'|'.join(_MONTHS)})[a-z]*(?: (\d{{4}}))?\b"), _english_date),
    (re.compile(r"^(\d{1,2})([-/.])(\d{1,2})(?![\d:点时刻.-]|\s*[ap]m)"), _numeric),
    (re.compile(r"下个?月(\d{1,2})[日号]"), _day_of_next_month),
    (re.compile(r"(?<!\d)(?:[本这]个?月)?(\d{1,2})[日号]"), _day_of_month),
    (re.compile(r"(?<!\d)(\d{1,2})天之?以?后"), lambda found, today: today + timedelta(int(found[1]))),
    (
        re.compile(r"(?<!\d)(\d{1,2})个?(?:周|星期|礼拜)之?以?后"),
        lambda found, today: today + timedelta(7 * int(found[1])),
    ),
    (re.compile("大后天"), _ahead(3)),
    (re.compile("后天|the day after tomorrow|day after tomorrow"), _ahead(2)),
    (re.compile("明天|明日|次日|第2天|明|tomorrow"), _ahead(1)),
    (re.compile("今天|今日|当天|今|today"), _ahead(0)),
    (re.compile(r"\bto(?=night\b)"), _ahead(0)),
)
