# SPDX-License-Identifier: Apache-2.0
"""An appointment by the first letters of its pinyin (mz9d, 28hxw, xz3): the words that they stand for."""

from __future__ import annotations

import re

_DAYS = {
    "jt": "今天",
    "mt": "明天",
    "ht": "后天",
    "dht": "大后天",
    "jz": "今早",
    "jw": "今晚",
    "mz": "明早",
    "mw": "明晚",
}
_PARTS = {"zs": "早上", "sw": "上午", "zw": "中午", "xw": "下午", "ws": "晚上"}
_WEEKDAYS = {**dict(zip("1234567", "一二三四五六日", strict=True)), "l": "六", "r": "日"}
_LETTERS = re.compile(
    rf"(?:(?P<day>{'|'.join(sorted(_DAYS, key=len, reverse=True))})"
    r"|(?P<next>x?)z(?P<weekday>[1-7lr])|(?P<date>\d{1,2})h)?\s*"
    rf"(?P<part>{'|'.join(_PARTS)})?\s*"
    r"(?:(?P<hour>\d{1,2})(?:d(?:(?P<half>b)|(?P<minutes>\d{1,2}))?|:(?P<clock>\d{2}))?)?"
)


def in_words(written: str) -> str:
    """What letters stand for, in words: mz9d is 明早9点, 28hxw 28号下午, xz3 下周三; other words stay as they are.

    Letters alone are read so: at least one must stand there, so that a bare number stays one.
    """
    found = _LETTERS.fullmatch(written)
    if found is None or not re.search("[a-z]", written):
        return written
    words = _DAYS.get(found["day"] or "", "")
    if found["weekday"]:
        words += f"{'下' if found['next'] else ''}周{_WEEKDAYS[found['weekday']]}"
    if found["date"]:
        words += f"{found['date']}号"
    words += _PARTS.get(found["part"] or "", "")
    if found["hour"]:
        minutes = "半" if found["half"] else found["minutes"] or found["clock"] or ""
        words += f"{found['hour']}点{minutes}"
    return words
