# SPDX-License-Identifier: Apache-2.0
"""Number plates: one form for all spellings, what looks like a part of one, and how it is shown."""

from __future__ import annotations

import re
import unicodedata

_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使领"
_LEAST_SIGNS, _LEAST_DIGITS = 6, 3  # of what is no whole plate, yet can be nothing else in a text
_BETWEEN = r"[\s·•・.．－-]"  # signs between those of a plate
_MARKS = "学警挂港澳使领试超临应急"
_UNSHAPED = re.compile(r"[^0-9A-Z\u3400-\u9fff]")
_WHOLE = re.compile(f"[{_PROVINCES}][A-Z][0-9A-Z]{{4,6}}(?:[{_MARKS}]{{1,2}})?")
_PART = re.compile(f"[{_PROVINCES}]?(?=[0-9A-Z]*[0-9])[0-9A-Z]{{3,7}}(?:[{_MARKS}]{{1,2}})?")


def fold_plate(text: str) -> str:
    """The plate's one form, as it is stored and compared: 粤C12345 for 粤C·12345, 粤ｃ-12345, 粤 C 1 2345; '' for none.

    Width, case, dots, dashes and blanks don't count; nothing else is changed.
    """
    return _UNSHAPED.sub("", unicodedata.normalize("NFKC", text).upper())


def is_plate(text: str) -> bool:
    """Whether it is a whole plate of today: province, letter and five or six signs (粤C12345, 粤CD12345, 粤Z1234港)."""
    return _WHOLE.fullmatch(fold_plate(text)) is not None


def may_be_plate(text: str) -> bool:
    """Whether what was typed can be a plate or its end: three signs with a digit among them, with or without 粤C."""
    folded = fold_plate(text)
    return is_plate(folded) or _PART.fullmatch(folded) is not None


def spelled_plate(plate_key: str) -> re.Pattern[str] | None:
    """Finds a folded plate in texts, however it is spelled there, its province left out too; None for too short a one.

    No part of a longer one, and none of another province.
    """
    whole = is_plate(plate_key)
    if not whole and (len(plate_key) < _LEAST_SIGNS or len(re.findall("[0-9]", plate_key)) < _LEAST_DIGITS):
        return None
    province, rest = (plate_key[0], plate_key[1:]) if whole else ("", plate_key)
    alone = rf"(?<![0-9A-Za-z{_PROVINCES}])(?<![{_PROVINCES}]{_BETWEEN})"
    begun = f"(?:{province}{_BETWEEN}*|{alone})" if province else alone
    return re.compile(begun + f"{_BETWEEN}*".join(map(_sign, rest)) + "(?![0-9A-Za-z])")


def _sign(sign: str) -> str:
    """A sign of a plate in every case and width."""
    if not sign.isascii():
        return sign
    return "[" + "".join(each + chr(ord(each) + 0xFEE0) for each in {sign, sign.lower()}) + "]"


def show_plate(text: str) -> str:
    """The plate as it stands on the car, with its dot: 粤C·12345; what is no whole plate stays as it was written."""
    folded = fold_plate(text)
    return f"{folded[:2]}·{folded[2:]}" if is_plate(folded) else text
