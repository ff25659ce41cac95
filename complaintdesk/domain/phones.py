# SPDX-License-Identifier: Apache-2.0
"""Phone numbers: one form for all spellings, what is wrong with one, and how it is shown or masked."""

from __future__ import annotations

import re
import unicodedata

from complaintdesk.errors import QT_TRANSLATE_NOOP

_FRACTION = re.compile(r"(?<=[0-9])\.0+$")
_SEPARATORS = re.compile(r"[()\[\]‐-―−.·-]")
_EXTENSIONS = (
    re.compile(r"((?:[^0-9]*[0-9]){7,15}[^0-9]*?)(?:转接?|分机号?|EXT\.?|[X#])([0-9]{1,6})"),
    re.compile(
        r"((?:0(?:10|2[0-9]|[3-9][0-9]{2})-?)?[2-9][0-9]{6,7}|1[3-9][0-9]{9}|[48]00-?[0-9]{3}-?[0-9]{4}|\+[0-9]{9,14})"
        r"-([0-9]{1,6})"
    ),
)
_SEVERAL = re.compile(r"[0-9]{3}[^0-9]*[,、;/][^0-9]*[0-9]{3}")
_ABROAD = re.compile(r"(?:\+|00(?=[1-9]))(?!86)")
_CHINA = re.compile(r"(?:\+|00)86")
_PREFIX = re.compile(r"(?:86|0)(?=1[3-9][0-9]{9}$)")

_MOBILE = re.compile("1[3-9][0-9]{9}")
_AREA = re.compile("(0(?:10|2[0-9]|[3-9][0-9]{2}))([2-9][0-9]{6,7})")
_SERVICE = re.compile("([48]00)([0-9]{3})([0-9]{4})")
_LOCAL_OR_SHORT = re.compile("[2-9][0-9]{2,7}|1[0-9]{2,5}")  # no landline begins with 1
_FOREIGN = re.compile(r"\+[1-9][0-9]{6,14}")

_STAND_IN = "18999999999"
_NO_NUMBER = {"无", "没有", "暂无", "无电话", "不详", "未知", "/", "-", "--", "—", "——"}


def fold_phone(text: str) -> str:
    """The number's digits alone, as they are stored and compared; '' when there are none.

    China's country code goes (+86, 0086), another's stays behind '+'; an extension stays behind '-'
    (057188880000-801). The text of a number cell (13800000000.0) loses its fraction. Whether it is a phone number at
    all, `phone_problem` says.
    """
    number, extension = _split(text)
    abroad = _ABROAD.match(number)
    digits = re.sub("[^0-9]", "", number[abroad.end() :] if abroad else number)
    if not digits:
        return ""
    return ("+" if abroad else "") + digits + (f"-{extension}" if extension else "")


def phone_problem(text: str) -> str | None:
    """What is wrong with a phone number, as a marked text for beside its box; None when it can be dialled.

    An empty box is no problem of the number's (whether a phone is needed, R-REG-03 says). Stand-ins for 'none' are one:
    the box stays empty instead, and lists are read with `is_sentinel_phone` first.
    """
    if not text.strip():
        return None
    if is_sentinel_phone(text):
        return QT_TRANSLATE_NOOP("errors", "This number stands for “none”: leave the box empty instead.")
    number, _ = _split(text)
    if _SEVERAL.search(number):
        return QT_TRANSLATE_NOOP("errors", "Only one number goes here: note the other one in the text.")
    if not re.fullmatch(r"\+?[0-9]+", number):
        return QT_TRANSLATE_NOOP("errors", "A phone number has digits, spaces and dashes only.")
    folded, _, _ = fold_phone(text).partition("-")
    if any(form.fullmatch(folded) for form in (_MOBILE, _AREA, _SERVICE, _LOCAL_OR_SHORT, _FOREIGN)):
        return None
    if folded.startswith("0"):
        return QT_TRANSLATE_NOOP("errors", "After the area code a number has 7 or 8 digits.")
    if folded.startswith("1") and len(folded) == 11:
        return QT_TRANSLATE_NOOP("errors", "Mobile numbers begin with 13 to 19.")
    if folded.startswith("1"):
        return QT_TRANSLATE_NOOP("errors", "A mobile number has 11 digits.")
    return QT_TRANSLATE_NOOP("errors", "No phone number has this many digits.")


def is_sentinel_phone(text: str) -> bool:
    """Whether lists write this where there is no phone: 18999999999, one digit over and over (1111111), 0, 无, /."""
    digits = fold_phone(text)
    repeated = len(set(digits)) == 1 and (len(digits) >= 7 or digits[0] == "0")
    return digits == _STAND_IN or repeated or text.strip() in _NO_NUMBER


def mask_phone(text: str) -> str:
    """The number with its middle hidden (R-OWN-02): 138****5678, 0571-****0000; an extension is left out.

    One that is masked already stays as it is.
    """
    if "*" in text:
        return text
    digits, _, _ = fold_phone(text).partition("-")
    if landline := _AREA.fullmatch(digits):
        return f"{landline[1]}-{_stars(landline[2], shown_behind=4)}"
    if len(digits) >= 10:
        return digits[:3] + _stars(digits[3:], shown_behind=4)
    return _stars(digits, shown_behind=4 if len(digits) >= 7 else 2 if len(digits) >= 4 else 0)


def show_phone(text: str) -> str:
    """The number in groups that can be read out: 138 1234 5678, 0571-88880000, 400-888-0000, 0571-88880000-801.

    One that is masked stays as it is.
    """
    if "*" in text:
        return text
    folded = fold_phone(text)
    digits, dash, extension = folded.partition("-")
    if _MOBILE.fullmatch(digits):
        shown = f"{digits[:3]} {digits[3:7]} {digits[7:]}"
    elif form := _AREA.fullmatch(digits) or _SERVICE.fullmatch(digits):
        shown = "-".join(form.groups())
    else:
        shown = digits
    return shown + dash + extension


def _split(text: str) -> tuple[str, str]:
    """The number without separators and China's country code, and its extension."""
    written = re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).upper()
    number, extension = _FRACTION.sub("", written), ""
    for form in _EXTENSIONS:
        if found := form.fullmatch(number):
            number, extension = found.groups()
            break
    number = _SEPARATORS.sub("", number)
    if country := _CHINA.match(number):
        number = number[country.end() :]
        if not _SERVICE.fullmatch(number) and _AREA.fullmatch(f"0{number}"):
            number = f"0{number}"
    return _PREFIX.sub("", number), extension


def _stars(digits: str, shown_behind: int) -> str:
    hidden = max(len(digits) - shown_behind, 0)
    return "*" * hidden + digits[hidden:]
