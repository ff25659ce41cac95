# SPDX-License-Identifier: Apache-2.0
"""Writes resources/pinyin.txt: the usual reading of every ideograph that a name may hold, and those it has in words.

Made with pypinyin. The desk reads the table instead of importing pypinyin (0.3 s and 50 MB at every start). Run it
again after an update of pypinyin: python .ci/pinyin_table.py
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

from pypinyin import Style, lazy_pinyin, pinyin
from pypinyin.constants import PHRASES_DICT
from pypinyin.contrib.tone_convert import to_normal
from reportlab.pdfbase.ttfonts import TTFontFile

RESOURCES = Path(__file__).resolve().parent.parent / "resources"
BASIC = range(0x4E00, 0x9FA6)
BEYOND = (range(0x3400, 0x4DC0), range(0x9FA6, 0xA000), range(0x20000, 0x32000))
ZERO = 0x3007  # 〇, an ideograph in all but its code
HEAD = """\
# The usual reading of each ideograph, a line per syllable; ü is v. Made by .ci/pinyin_table.py with pypinyin {version}
# (https://github.com/mozillazg/python-pinyin, MIT licence); not to be edited by hand.
"""
FURTHER = "# Further readings that they have in words.\n"


def ideographs() -> Iterator[str]:
    """The 20,902 basic ideographs, and those beyond them that the shipped font can print."""
    printable = TTFontFile(str(RESOURCES / "fonts" / "NotoSansSC-Regular.ttf")).charToGlyph
    beyond = (code for code in printable if any(code in block for block in BEYOND))
    for code in sorted({*BASIC, *beyond, ZERO}):
        yield chr(code)


def further_readings() -> dict[str, list[str]]:
    """By syllable the ideographs that have it in some word of pypinyin's, besides their usual reading: 调 in tiao."""
    found: set[tuple[str, str]] = set()
    for phrase, readings in PHRASES_DICT.items():
        if len(phrase) == len(readings):
            found.update((to_normal(each[0], v_to_u=False), one) for one, each in zip(phrase, readings, strict=True))
    by_syllable: dict[str, list[str]] = defaultdict(list)
    for syllable, ideograph in sorted(found):
        known = pinyin(ideograph, style=Style.NORMAL, heteronym=True)[0]
        if syllable in known and syllable != lazy_pinyin(ideograph)[0] and syllable.isascii() and syllable.isalpha():
            by_syllable[syllable].append(ideograph)
    return by_syllable


def _lines(by_syllable: dict[str, list[str]]) -> str:
    return "".join(f"{syllable} {''.join(found)}\n" for syllable, found in sorted(by_syllable.items()))


def main() -> None:
    """Writes the table and says how much is in it."""
    by_syllable: dict[str, list[str]] = defaultdict(list)
    unread = 0
    for ideograph in ideographs():
        reading = lazy_pinyin(ideograph, errors="ignore")
        if reading and reading[0].isascii() and reading[0].isalpha():
            by_syllable[reading[0]].append(ideograph)
        else:
            unread += 1
    target = RESOURCES / "pinyin.txt"
    head = HEAD.format(version=version("pypinyin"))
    further = further_readings()
    target.write_text(head + _lines(by_syllable) + FURTHER + _lines(further), encoding="utf-8", newline="\n")
    count = sum(map(len, by_syllable.values()))
    print(f"ideographs={count} syllables={len(by_syllable)} unread={unread} bytes={target.stat().st_size}")


if __name__ == "__main__":
    main()
