# SPDX-License-Identifier: Apache-2.0
"""Names in pinyin: the keys a name is found by when its letters or initials are typed, and the key it sorts by."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import islice, product


def _pairs(text: str) -> dict[str, str]:
    return dict(pair.split() for pair in text.split(","))


# Surnames whose reading is not the character's usual one. Both are indexed: not everybody at the desk knows it.
_SURNAMES = _pairs(
    "单 shan,單 shan,曾 zeng,仇 qiu,解 xie,区 ou,區 ou,查 zha,盖 ge,蓋 ge,朴 piao,翟 zhai,缪 miao,繆 miao,乐 yue,"
    "樂 yue,员 yun,員 yun,贠 yun,种 chong,繁 po,秘 bi,召 shao,折 she,黑 he,佴 nai,句 gou,阚 kan,覃 qin,祭 zhai,"
    "能 nai,乜 nie,都 du,炅 gui,牟 mu,隗 wei,郇 xun,卜 bu,薄 bo,洗 xian,粘 nian,么 yao"
)
# Characters of names that people read in two ways.
_SECOND_READINGS = _pairs(
    "谌 shen,諶 shen,郗 chi,莘 xin,重 chong,茜 xi,朝 zhao,长 chang,長 chang,行 hang,娜 nuo,晟 sheng,柏 bo,传 zhuan,"
    "盛 cheng,澄 deng,莞 wan,蔚 yu,筠 jun,颉 xie,仔 zi,伽 jia,绿 lu,藏 zang,婼 ruo,荨 qian"
)
_DOUBLE_SURNAMES = {
    "尉迟": ("yu", "chi"),
    "尉遲": ("yu", "chi"),
    "万俟": ("mo", "qi"),
    "萬俟": ("mo", "qi"),
    "澹台": ("tan", "tai"),
    "澹臺": ("tan", "tai"),
    "单于": ("chan", "yu"),
    "單于": ("chan", "yu"),
    "长孙": ("zhang", "sun"),
    "長孫": ("zhang", "sun"),
}
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

    def syllable(self, unit: str) -> str:
        """The reading of an ideograph; what has none (letters, digits, the rarest ideographs) stands for itself."""
        return self.readings.get(unit, unit)


def keys_for(name: str, table: PinyinTable) -> tuple[str, ...]:
    """What a name is found by, whole and by initials, in a name's readings: 单飞 by 'shanfei', 'sf', 'danfei', 'df'.

    Indexes on disk are made of them: what changes here wants those made anew.
    """
    return _keys(_units(name), table, _readings, _MOST_READINGS)


def list_keys(words: str, table: PinyinTable) -> tuple[str, ...]:
    """What a line of a list is found by: as a name, and in every reading its words may have: 空调 by 'kt' and 'kd'."""

    def readings(unit: str, table: PinyinTable) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*_readings(unit, table), *table.further.get(unit, ()))))

    return _keys(_units(words), table, readings, _MOST_IN_LISTS)


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
    units = _units(name)
    return " ".join(f"{syllable} {unit}" for syllable, unit in zip(_usual(units, table), units, strict=True))


def _units(name: str) -> list[str]:
    """A name's ideographs one by one, its runs of letters and digits whole; dots, spaces and brackets don't count."""
    return _RUN.findall(unicodedata.normalize("NFKC", name).casefold())


def _usual(units: list[str], table: PinyinTable) -> list[str]:
    """The reading a name has when its first characters are a surname."""
    double = _DOUBLE_SURNAMES.get("".join(units[:2]))
    if double:
        return [*double, *(table.syllable(unit) for unit in units[2:])]
    first = [_SURNAMES.get(unit, table.syllable(unit)) for unit in units[:1]]
    return first + [table.syllable(unit) for unit in units[1:]]


def _readings(unit: str, table: PinyinTable) -> tuple[str, ...]:
    """Every reading of an ideograph: a surname's counts anywhere (老仇, 小翟)."""
    found = (_SURNAMES.get(unit), table.syllable(unit), _SECOND_READINGS.get(unit))
    return tuple(dict.fromkeys(reading for reading in found if reading))
