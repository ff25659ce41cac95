# SPDX-License-Identifier: Apache-2.0
"""The keys that places and people are found by at the one box: each begins with a letter that says what it is.

What is typed finds the keys that begin with it. Derived rows are made of them: what changes here wants those made anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum

from complaintdesk.domain.folding import Room
from complaintdesk.domain.pinyin import PinyinTable, keys_for, units_of

LONGEST = 32  # signs of a key: who types more is found by these, and looked at
SHORTEST_PLATE = 3
_NUMBERED = re.compile("(.*?)0*([0-9]+)")


class KeyKind(StrEnum):
    """The letter that a key begins with."""

    NAME = "n"  # a name from its first character on
    PART = "o"  # a name from a later one on
    PINYIN = "p"  # a name's letters in full, or its initials
    PINYIN_PART = "q"  # those of a place from a later character on
    PHONE = "b"  # a number from its first digit on
    TAIL = "t"  # a number from its last digit backwards
    PLATE = "c"
    PLATE_PART = "d"
    DOOR = "r"  # building-unit-room
    DOOR_ANY_UNIT = "s"  # building-room


def name_keys(name: str, table: PinyinTable) -> Iterator[str]:
    """What a person is found by: their name from any character on, and by every reading."""
    folded = "".join(units_of(name))
    yield key(KeyKind.NAME, folded)
    for at in range(1, len(folded)):
        yield key(KeyKind.PART, folded[at:])
    for letters in keys_for(name, table):
        yield key(KeyKind.PINYIN, letters)


def label_keys(label: str, table: PinyinTable) -> Iterator[str]:
    """What a shop, a public area or a parking space is found by: its name from any character or number on.

    Numbers are found with zeros in front of them and without: B1-0012 by 0012 and 12. In letters they stay whole.
    """
    units = units_of(label)
    for at in range(len(units)):
        rest = "".join(units[at:])
        yield key(KeyKind.PART if at else KeyKind.NAME, rest)
        kind = KeyKind.PINYIN_PART if at else KeyKind.PINYIN
        if not units[at].isascii():
            syllables = [table.syllable(unit) for unit in units[at:]]
            yield key(kind, "".join(syllables))
            pairs = zip(units[at:], syllables, strict=True)
            yield key(kind, "".join(unit if unit.isascii() else syllable[0] for unit, syllable in pairs))
        elif (found := _NUMBERED.fullmatch(units[at])) and found[2] != units[at]:
            yield key(KeyKind.PART, found[2] + rest[len(units[at]) :])
    if units:
        yield from (key(KeyKind.PINYIN, letters) for letters in keys_for(label, table))


def phone_keys(number: str) -> Iterator[str]:
    """What a stored number is found by: its beginning, and its end with an extension and without."""
    bare, _, extension = number.partition("-")
    yield key(KeyKind.PHONE, number)
    for digits in {bare, number} if extension else {bare}:
        yield tail_key(digits)


def plate_keys(plate_key: str) -> Iterator[str]:
    """What a folded plate is found by: all of it, and from any sign on that three follow."""
    yield key(KeyKind.PLATE, plate_key)
    for at in range(1, len(plate_key) - SHORTEST_PLATE + 1):
        yield key(KeyKind.PLATE_PART, plate_key[at:])


def door_keys(door: Room) -> tuple[str, ...]:
    """What a household is found by when its address is only begun: with its unit, and without."""
    return key(KeyKind.DOOR, door.key), key(KeyKind.DOOR_ANY_UNIT, f"{door.building}-{door.room}")


def tail_key(digits: str) -> str:
    """The key of a number's last digits."""
    return key(KeyKind.TAIL, digits[::-1])


def key(kind: KeyKind, words: str) -> str:
    """The key of this kind that these words are, or begin."""
    return kind.value + words[:LONGEST]
