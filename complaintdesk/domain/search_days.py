# SPDX-License-Identifier: Apache-2.0
"""Days as they are typed into the search box (11-01..11-20, 上周, 2026-10), and the tokens that cases of them have."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from complaintdesk.domain.dates import FIRST_YEAR, LAST_YEAR, add_months, parse_instant_words
from complaintdesk.domain.grams import fact_token
from complaintdesk.domain.numerals import with_digits
from complaintdesk.errors import UserError

Span = tuple[date, date]

DAY = "d"  # the letter of a day's tokens
# What is offered while a day is typed, in Chinese and in English.
NAMED = (
    *(("今天", "today"), ("昨天", "yesterday"), ("本周", "this-week"), ("上周", "last-week"), ("本月", "this-month")),
    *(("上月", "last-month"), ("今年", "this-year"), ("去年", "last-year"), ("近7天", "last-7-days")),
)
_ALSO = {
    "今日": "今天",
    "昨日": "昨天",
    "这周": "本周",
    "这个月": "本月",
    "上个月": "上月",
    "上个星期": "上周",
    "本星期": "本周",
}
_LAST_DAYS = re.compile(r"(?:近|最近|过去|last-?)?([0-9]{1,3})(?:天|日内|-?days?|d)")
_TO = re.compile(r"\.{2,3}|…+|至|到|~")
_YEAR, _MONTH = re.compile(r"([0-9]{4})年?"), re.compile(r"(?:([0-9]{4})(?:[-./]|年))?([0-9]{1,2})月?份?")
_DAY_OF_MONTH = re.compile(r"([0-9]{1,2})[日号]")
_WRITTEN_WITH_A_YEAR = re.compile(r"[0-9]{4}[-/.年]|[0-9]{8}")
_UTC = ZoneInfo("UTC")


def read_days(text: str, today: date) -> Span | None:
    """The first and last day that a text means, both included, an open end up to today; None for another text.

    A day, month or name without a year is the last such; the end of a span the first such after its beginning.
    """
    written = unicodedata.normalize("NFKC", text).strip().casefold()
    written = with_digits(written, before="(?=[年月日号天])")
    ends = _TO.split(written)
    if len(ends) == 1:
        return _named(written, today) or _one(written, today, None)
    if len(ends) != 2 or not any(ends):
        return None
    first = (_named(ends[0], today) or _one(ends[0], today, None)) if ends[0] else (date(FIRST_YEAR, 1, 1), today)
    if first is None:
        return None
    after = first[0] if ends[0] else None
    last = (_named(ends[1], today) or _one(ends[1], today, after)) if ends[1] else (today, today)
    return None if last is None or last[1] < first[0] else (first[0], last[1])


@lru_cache(maxsize=8192)  # a list of old cases has the same few days over and over
def day_tokens(day: date) -> tuple[str, ...]:
    """What a case has that came in on a day: the ten years, the year, the quarter, the month, its third, the day."""
    return tuple(token for token, _first, _next in _stretches(day))


def tokens_between(span: Span) -> Iterator[str]:
    """The fewest tokens of which each case of these days has one: the longest stretches that lie within."""
    day, last = span
    while day <= last:
        within = (
            (token, following)
            for token, first, following in _stretches(day)
            if first == day and following <= last + timedelta(1)
        )
        token, day = next(within)
        yield token


def _stretches(day: date) -> Iterator[tuple[str, date, date]]:
    """The stretches in which a day lies, the longest first: token, first day, and the day after its last."""
    decade, quarter, third = day.year // 10, (day.month - 1) // 3, min((day.day - 1) // 10, 2)
    month = day.replace(day=1)
    begins = date(day.year, 3 * quarter + 1, 1)
    thirds = (month, month + timedelta(10), month + timedelta(20), add_months(month, 1))
    for value, first, following in (
        (f"{decade}", date(decade * 10, 1, 1), date(decade * 10 + 10, 1, 1)),
        (f"{day:%Y}", date(day.year, 1, 1), date(day.year + 1, 1, 1)),
        (f"{day:%Y}q{quarter}", begins, add_months(begins, 3)),
        (f"{day:%Y%m}", month, add_months(month, 1)),
        (f"{day:%Y%m}t{third}", thirds[third], thirds[third + 1]),
        (f"{day:%Y%m%d}", day, day + timedelta(1)),
    ):
        yield fact_token(DAY, value), first, following


def _named(text: str, today: date) -> Span | None:
    if found := _LAST_DAYS.fullmatch(text):
        days = int(found[1])
        return (today - timedelta(days - 1), today) if days else None
    name = next((zh for zh, en in NAMED if _ALSO.get(text, text) in (zh, en)), "")
    monday, first, year = today - timedelta(today.weekday()), today.replace(day=1), date(today.year, 1, 1)
    spans = {
        "今天": (today, today),
        "昨天": (today - timedelta(1), today - timedelta(1)),
        "本周": (monday, today),
        "上周": (monday - timedelta(7), monday - timedelta(1)),
        "本月": (first, today),
        "上月": (add_months(first, -1), first - timedelta(1)),
        "今年": (year, today),
        "去年": (date(today.year - 1, 1, 1), year - timedelta(1)),
    }
    return spans.get(name)


def _one(text: str, today: date, after: date | None) -> Span | None:
    """The days that one written day, month or year means; without a year the last such, or the first `after` one."""
    year = after.year if after is not None else today.year
    if found := _YEAR.fullmatch(text):
        return _checked(int(found[1]), 1, 12)
    if (found := _MONTH.fullmatch(text)) and 1 <= int(found[2]) <= 12:
        month = int(found[2])
        if found[1]:
            return _checked(int(found[1]), month, 1)
        begins = date(year, month, 1)
        return _checked(begins.year + _turn(begins, add_months(begins, 1) - timedelta(1), today, after), month, 1)
    if found := _DAY_OF_MONTH.fullmatch(text):
        return _day_of_month(int(found[1]), today, after)
    try:
        day = parse_instant_words(text, _UTC, year).day
        if not _WRITTEN_WITH_A_YEAR.match(text) and (turn := _turn(day, day, today, after)):
            day = parse_instant_words(text, _UTC, year + turn).day
    except UserError:
        return None
    return day, day


def _turn(begins: date, ends: date, today: date, after: date | None) -> int:
    """By how many years what was read in this year, or in that of `after`, is to be moved."""
    if after is not None:
        return 1 if ends < after else 0
    return -1 if begins > today else 0


def _day_of_month(number: int, today: date, after: date | None) -> Span | None:
    for step in range(3):
        month = add_months((after or today).replace(day=1), step if after is not None else -step)
        if not 1 <= number <= (add_months(month, 1) - timedelta(1)).day:
            continue
        day = month.replace(day=number)
        if (day >= after) if after is not None else (day <= today):
            return day, day
    return None


def _checked(year: int, month: int, months: int) -> Span | None:
    if not FIRST_YEAR <= year < LAST_YEAR:
        return None
    first = date(year, month, 1)
    return first, add_months(first, months) - timedelta(1)
