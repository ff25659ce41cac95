# SPDX-License-Identifier: Apache-2.0
"""Names as one types them: characters, pinyin in full, begun or by initials, and all of these mixed (张s, zhang三)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from enum import IntEnum
from itertools import islice

from complaintdesk.domain.pinyin import PinyinTable, readings_of, units_of
from complaintdesk.domain.surnames import DOUBLE_SURNAMES

_LONG_INITIALS = ("zh", "ch", "sh")
_LONGEST = 6  # letters of zhuang, the longest syllable
_AS_V = ("([ln])yu", "([ln])u")
_TITLE = re.compile(
    "(?:先生|女士|小姐|太太|阿姨|叔叔|大爷|大妈|大叔|大姐|大哥|奶奶|爷爷|师傅|老师|医生|经理|老板|总|的?家属|的)$"
)
_BEFORE = re.compile("^(?:业主|住户|户主|租户|租客|房东|家属|联系人|姓名|客户|来电人|[老小姓](?=.$))[::]?")
_MOST_INITIALS, _MOST_WAYS = 12, 96


class Fit(IntEnum):
    """How well typed words fit a name, the best first."""

    WHOLE = 1
    BEGINNING = 2


def person_words(text: str) -> str:
    """The name in what is said of a person, folded for `fit`: 张 of 张先生, 张三 of 业主张三, 单 of 老单."""
    folded = "".join(unicodedata.normalize("NFKC", text).casefold().replace("'", "").replace("·", "").split())
    bare = _TITLE.sub("", folded) or folded
    return _BEFORE.sub("", bare) or bare


def letters(typed: str) -> tuple[str, ...]:
    """Typed pinyin as names are indexed, ü as v: 吕 is found by lv, lü, lyu and lu.

    () for anything but letters, and digits after them.
    """
    folded = typed.replace("ü", "v")
    if not re.fullmatch("[a-z][a-z0-9]*", folded):
        return ()
    return tuple(dict.fromkeys((folded, *(re.sub(each, r"\1v", folded) for each in _AS_V))))


def fit(typed: str, name: str, table: PinyinTable) -> Fit | None:
    """How the typed words, folded by `person_words`, fit the name from its first character; None if they don't.

    Each character may stand for itself, or be typed by any of its readings: whole, as its initial (z or zh), or, as
    the last of what was typed, begun.
    """
    units = units_of(name)
    double = DOUBLE_SURNAMES.get("".join(units[:2]), ())
    reached, begun = {0}, False
    for at, unit in enumerate(units):
        ways = {unit, *readings_of(unit, table), *double[at : at + 1]}
        reached = {used + size for used in reached for way in ways for size in _taken(typed, used, way)}
        if not reached:
            break
        begun = begun or len(typed) in reached
    if len(typed) in reached and typed:
        return Fit.WHOLE
    return Fit.BEGINNING if begun else None


def initials(typed: str, table: PinyinTable) -> tuple[str, ...]:
    """The initials that names can have which `fit` the typed words, those of the fewest characters first.

    For looking up the few names that are worth comparing: zs for zhang三, and for zhangs with others less likely.
    """
    found: dict[str, None] = {}
    ways = {(0, ""): None}
    while ways and len(found) < _MOST_INITIALS:
        further: dict[tuple[int, str], None] = {}
        for used, before in ways:
            if used == len(typed):
                found[before] = None
            else:
                further |= {(used + size, before + first): None for size, first in _pieces(typed, used, table)}
        ways = dict(islice(further.items(), _MOST_WAYS))
    return tuple(found)


def _pieces(typed: str, at: int, table: PinyinTable) -> Iterator[tuple[int, str]]:
    """What the next character may have been typed by: how many signs of it, and its initial."""
    unit = typed[at]
    if not unit.isascii():
        yield from ((1, reading[0]) for reading in readings_of(unit, table))
        return
    rest = typed[at:]
    for size in range(min(len(rest), _LONGEST), 0, -1):
        piece = rest[:size]
        if size == 1 or piece in table.syllables or piece in _LONG_INITIALS:
            yield size, unit
        elif size == len(rest) and piece in table.begun_syllables:
            yield size, unit  # the last one may be begun


def _taken(typed: str, used: int, way: str) -> Iterator[int]:
    """How many of the typed signs a character may take from there when it is read this way, or stands for itself."""
    rest = typed[used : used + len(way)]
    if rest[:1] != way[0]:
        return
    yield 1
    if rest[:2] == way[:2] and way[:2] in _LONG_INITIALS:
        yield 2
    if way.startswith(rest) and (len(rest) == len(way) or used + len(rest) == len(typed)):
        yield len(rest)
