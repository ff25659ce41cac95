# SPDX-License-Identifier: Apache-2.0
"""Numbers written in Chinese characters, as addresses and times carry them."""

from __future__ import annotations

import re

_DIGITS = {
    char: value
    for value, chars in enumerate(("零〇", "一壹", "二两贰", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖"))
    for char in chars
}
_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_SHORT = {"廿": "二十", "卅": "三十"}
_DOOR = re.compile("([^零〇百佰千仟]*[十拾][^零〇百佰千仟十拾]?)[零〇]([^零〇十拾])")

NUMERAL = "[零〇一二两三四五六七八九十壹贰叁肆伍陆柒捌玖拾百佰千仟廿卅]+"


def read_numeral(text: str) -> str | None:
    """The digits of a Chinese number up to 9,999 (二十三 → '23', 一千五百零二 → '1502'), of one read digit by digit
    (一五〇二 → '1502') or as a floor and a door (十五零二 → '1502'); None for what is no number.
    """
    for short, long in _SHORT.items():
        text = text.replace(short, long)
    if text and all(char in _DIGITS for char in text):
        return "".join(str(_DIGITS[char]) for char in text)
    if door := _DOOR.fullmatch(text):
        floor, number = map(read_numeral, door.groups())
        return f"{floor}0{number}" if floor and number else None
    total, digit, unit = 0, "", 10_000
    for char in text:
        if char in _DIGITS and not digit.strip("零〇"):
            digit += char
        elif char in _UNITS and _UNITS[char] < unit and (digit or not total):
            unit = _UNITS[char]
            total += unit * (_DIGITS[digit[-1]] if digit else 1)
            digit = ""
        else:
            return None
    return str(total + (_DIGITS[digit[-1]] if digit else 0)) if total else None


def with_digits(text: str, after: str = "", before: str = "") -> str:
    """The text with those Chinese numbers in digits that stand after the pattern `after` and before `before`."""
    numbers = re.compile(f"{after}({NUMERAL}){before}")
    return numbers.sub(lambda found: read_numeral(found[1]) or found[1], text)
