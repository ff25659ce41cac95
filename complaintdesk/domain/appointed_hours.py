# SPDX-License-Identifier: Apache-2.0
"""The hours in an appointment's words: 15:00, 下午三点半, 上午9点到11点, 晚上, 3-5pm."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import time

from complaintdesk.domain.appointed_days import NotUnderstood
from complaintdesk.errors import QT_TRANSLATE_NOOP

Span = tuple[time, time]

_PARTS = {
    **dict.fromkeys(("上午", "早上", "早晨", "清晨", "一早", "早", "morning"), "morning"),
    **dict.fromkeys(("中午", "正午", "noon"), "noon"),
    **dict.fromkeys(("下午", "午后", "afternoon"), "afternoon"),
    **dict.fromkeys(("晚上", "傍晚", "夜里", "晚", "evening", "night"), "evening"),
    **dict.fromkeys(("凌晨",), "small hours"),
}
_PART = "|".join(sorted(_PARTS, key=len, reverse=True))
_POINT = re.compile(
    rf"(?P<part>{_PART})?\s*(?:at )?\s*"
    r"(?:(?P<hour>\d{1,2})(?P<unit>:(?P<minute>\d{2})(?::00)?"
    r"|(?:点|时)(?:钟|整)?(?:(?P<minutes>\d{1,2})分?|(?P<half>半)|(?P<quarter>[13])刻)?)?|(?P<run>\d{4}))"
    r"\s*(?P<half_day>am|pm)?(?:\s*(?:in the |at )?(?P<part_after>morning|afternoon|evening|night))?"
)
_ABOUT = re.compile(r"(?<![十\d])(?:([一二两三四五六七八九])([二三四五六七八九十])|(\d{1,2})[、,，](\d{1,2}))(?=点)")
_AFTER_WORK = "下班后"
_BOUND = re.compile("(?P<time>.+?)(?:之|以)?(?P<sense>前|后)")
_HOUR_NUMBERS = {**{word: at for at, word in enumerate("一二三四五六七八九十", 1)}, "两": 2}
_BETWEEN = re.compile(r"\s*(?:到|至|-+|\bto\b)\s*")


class EndsBeforeItBegins(NotUnderstood):
    """A span whose end is not after its beginning."""

    problem = QT_TRANSLATE_NOOP("errors", "“{words}” ends before it begins.")


@dataclass(frozen=True)
class _Point:
    """An hour as it was written: which part of the day it says, and whether a 24-hour clock wrote it."""

    part: str | None
    hour: int
    minute: int
    marked: bool
    in_full: bool

    def at(self, part: str | None) -> time | None:
        """The time of day when the hour belongs to that part; None when it can't."""
        hour = _READINGS[part](self.hour) if not (part is None and self.in_full) else self.hour
        return time(hour, self.minute) if 0 <= hour <= 23 and self.minute < 60 else None


# The hour of 24 that a written hour means in each part of the day; -1 where the two contradict each other. Without
# a part, 1 to 6 is the working afternoon: nobody is visited before seven in the morning.
_READINGS: dict[str | None, Callable[[int], int]] = {
    None: lambda hour: hour + 12 if 1 <= hour <= 6 else hour,
    "morning": lambda hour: hour if 0 < hour <= 12 else -1,
    "noon": lambda hour: hour if 11 <= hour <= 14 else hour + 12 if 1 <= hour <= 2 else -1,
    "afternoon": lambda hour: hour if hour >= 12 else hour + 12 if hour else -1,
    "evening": lambda hour: hour if hour >= 17 else hour + 12 if 5 <= hour <= 11 else -1,
    "small hours": lambda hour: hour if hour <= 6 else 0 if hour == 12 else -1,
    "am": lambda hour: hour % 12 if 1 <= hour <= 12 else -1,
    "pm": lambda hour: hour % 12 + 12 if 1 <= hour <= 12 else -1,
}


def read_hours(words: str, named: dict[str, Span], bare_hours: bool) -> tuple[time, time | None]:
    """The time of day that words name, or a span's two; `named` says when the office's parts of the day are.

    `bare_hours`: a day was named, so that 9-11 without 点 are hours. Raises NotUnderstood.
    """
    if words in _PARTS:
        if _PARTS[words] not in named:
            raise NotUnderstood
        return named[_PARTS[words]]
    if words == _AFTER_WORK:
        return named["afternoon"][1], named["evening"][1]
    if bound := _BOUND.fullmatch(words):
        return _bounded(_point(bound["time"]), bound["sense"], named)
    points = [_point(piece) for piece in _BETWEEN.split(words)]
    if not (bare_hours and len(points) == 2) and not any(point.marked or point.part for point in points):
        raise NotUnderstood
    if len(points) == 2:
        return _span(*points)
    start = points[0].at(points[0].part)
    if start is None or len(points) > 2:
        raise NotUnderstood
    return start, None


def told_about(words: str) -> str:
    """Hours that are said by two numbers in a row as a span: 三四点 is 三点到四点."""

    def as_span(found: re.Match[str]) -> str:
        first, second = (_HOUR_NUMBERS.get(each) or int(each) for each in found.groups() if each)
        return f"{first}点到{second}" if second == first + 1 else found[0]

    return _ABOUT.sub(as_span, words)


def _bounded(point: _Point, sense: str, named: dict[str, Span]) -> tuple[time, time | None]:
    """Up to an hour, from where its part of the day begins; or from it on, to where the part that it is in ends."""
    at = point.at(point.part)
    if at is None or not (point.marked or point.part):
        raise NotUnderstood
    if sense == "后":
        return at, next((end for _start, end in sorted(named.values()) if at < end), None)
    parts = [named[point.part]] if point.part in named else sorted(named.values())
    start = parts[0][0]
    if at <= start:
        raise NotUnderstood
    return start, at


def _point(words: str) -> _Point:
    found = _POINT.fullmatch(words)
    if found is None:
        raise NotUnderstood
    part = found["half_day"] or _PARTS.get(found["part"] or found["part_after"] or "")
    if found["run"]:
        return _Point(part, int(found["run"][:2]), int(found["run"][2:]), marked=True, in_full=True)
    minute = 30 if found["half"] else 15 * int(found["quarter"] or 0) or int(found["minute"] or found["minutes"] or 0)
    in_full = len(found["hour"]) == 2 and found["minute"] is not None
    return _Point(part, int(found["hour"]), minute, bool(found["unit"] or found["half_day"]), in_full)


def _span(first: _Point, second: _Point) -> Span:
    """Both ends: the second is of the first's part of the day unless it says its own or lay before it (10点到2点)."""
    trailing = second.part if first.part is None and second.part in ("am", "pm") else first.part
    possible = False
    for of_first, of_second in (
        (trailing, second.part or trailing),
        (first.part, second.part or first.part),
        (first.part, second.part),
    ):
        start, end = first.at(of_first), second.at(of_second)
        possible = possible or bool(start and end)
        if start and end and start < end:
            return start, end
    raise EndsBeforeItBegins if possible else NotUnderstood
