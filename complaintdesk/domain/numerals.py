# SPDX-License-Identifier: Apache-2.0
"""Numbers written in Chinese characters, as addresses and times carry them."""

from __future__ import annotations

import re

_DIGITS = {
    char: value
    for value, chars in enumerate(("零〇", "一", "二两", "三", "四", "五", "六", "七", "八", "九"))
    for char in chars
}
_TENS = re.compile("([一二两三四五六七八九]?)十([一二三四五六七八九]?)")

NUMERAL = "[零〇一二两三四五六七八九十]+"


def read_numeral(text: str) -> str | None:
    """The digits of a Chinese number up to 99 (二十三 → '23'), or of one read digit by digit (一五〇二 → '1502')."""
    if tens := _TENS.fullmatch(text):
        high, low = tens.groups()
        return str(_DIGITS.get(high, 1) * 10 + _DIGITS.get(low, 0))
    if text and all(char in _DIGITS for char in text):
        return "".join(str(_DIGITS[char]) for char in text)
    return None


def with_digits(text: str, after: str = "", before: str = "") -> str:
    """The text with those Chinese numbers in digits that stand after the pattern `after` and before `before`."""
    numbers = re.compile(f"{after}({NUMERAL}){before}")
    return numbers.sub(lambda found: read_numeral(found[1]) or found[1], text)
