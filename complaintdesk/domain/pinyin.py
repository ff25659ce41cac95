# SPDX-License-Identifier: Apache-2.0
"""Names in pinyin: the keys a name is found by when its letters or initials are typed, and the key it sorts by."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice, product

from complaintdesk.domain.surnames import DOUBLE_SURNAMES, OTHER_READINGS, SURNAMES

_MOST_READINGS, _MOST_IN_LISTS = 16, 64
_RUN = re.compile("[a-z0-9]+|[^\\W_]")


@dataclass(frozen=True)
class PinyinTable:
    """The usual reading of each ideograph and those that it has in words besides, without tones, ü as v."""

    readings: dict[str, str]
    further: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def from_text(cls, text: str) -> PinyinTable:
        """The table from its file: a line per syllable with its ideographs, remarks behind '#'.

        An ideograph's first line is its usual reading. Raises ValueError for a line of another form.
        """
        readings: dict[str, str] = {}
        further: dict[str, tuple[str, ...]] = {}
        for line in text.splitlines():
            if line and not line.startswith("#"):
                syllable, ideographs = line.split(" ")
                for unit in ideographs:
                    if readings.setdefault(unit, syllable) != syllable:
                        further[unit] = (*further.get(unit, ()), syllable)
        return cls(readings, further)

    @cached_property
    def syllables(self) -> frozenset[str]:
        """All syllables that ideographs are read by."""
        return frozenset(self.readings.values())

    @cached_property
    def begun_syllables(self) -> frozenset[str]:
        """All beginnings of these syllables."""
        return frozenset(each[:size] for each in self.syllables for size in range(1, len(each) + 1))

    def syllable(self, unit: str) -> str:
        """The reading of an ideograph; what has none (letters, digits, the rarest ideographs) stands for itself."""
        return self.readings.get(unit, unit)


def keys_for(name: str, table: PinyinTable) -> tuple[str, ...]:
    """What a name is found by, whole and by initials, in a name's readings: 单飞 by 'shanfei', 'sf', 'danfei', 'df'.

    Indexes on disk are made of them: what changes here wants those made anew.
    """
    return _keys(units_of(name), table, readings_of, _MOST_READINGS)


def list_keys(words: str, table: PinyinTable) -> tuple[str, ...]:
    """What a line of a list is found by: as a name, and in every reading its words may have: 空调 by 'kt' and 'kd'."""

    def readings(unit: str, table: PinyinTable) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*readings_of(unit, table), *table.further.get(unit, ()))))

    return _keys(units_of(words), table, readings, _MOST_IN_LISTS)


def _keys(
    units: list[str], table: PinyinTable, readings: Callable[[str, PinyinTable], tuple[str, ...]], most: int
) -> tuple[str, ...]:
    if not units:
        return ()
    ways = [tuple(_usual(units, table))]
    ways += islice(product(*(readings(unit, table) for unit in units)), most)
    keys = [key for way in ways for key in ("".join(way), "".join(syllable[0] for syllable in way))]
    return tuple(dict.fromkeys(keys))


def sort_key(name: str, table: PinyinTable) -> str:
    """What names sort by, compared code by code: each syllable with its character ('shan 单 fei 飞').

    Surnames are read as such; 张 stands apart from 章, and Zhan before Zhang.
    """
    units = units_of(name)
    return " ".join(f"{syllable} {unit}" for syllable, unit in zip(_usual(units, table), units, strict=True))


def units_of(name: str) -> list[str]:
    """A name's ideographs one by one, its runs of letters and digits whole; dots, spaces and brackets don't count."""
    return _RUN.findall(unicodedata.normalize("NFKC", name).casefold())


def _usual(units: list[str], table: PinyinTable) -> list[str]:
    """The reading a name has when its first characters are a surname."""
    double = DOUBLE_SURNAMES.get("".join(units[:2]))
    if double:
        return [*double, *(table.syllable(unit) for unit in units[2:])]
    first = [SURNAMES.get(unit, table.syllable(unit)) for unit in units[:1]]
    return first + [table.syllable(unit) for unit in units[1:]]


def readings_of(unit: str, table: PinyinTable) -> tuple[str, ...]:
    """Every reading of an ideograph: a surname's counts anywhere (老仇, 小翟)."""
    found = (SURNAMES.get(unit), table.syllable(unit), OTHER_READINGS.get(unit))
    return tuple(dict.fromkeys(reading for reading in found if reading))
