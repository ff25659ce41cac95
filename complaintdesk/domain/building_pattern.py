# SPDX-License-Identifier: Apache-2.0
"""Buildings and rooms from a pattern: buildings 1-6, units 1-2, floors 1-18 without 4, rooms 01-04 on each."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from complaintdesk.domain.folding import Room, floor_of, fold_building, fold_room_no, fold_unit
from complaintdesk.domain.texts import clean_line
from complaintdesk.errors import QT_TRANSLATE_NOOP, UserError

MOST = 50_000  # places of one run
_HIGHEST_FLOOR = 150
_LONGEST = 80  # characters of one name
_FLOOR = re.compile("[0-9]{1,3}")
_DASHES = re.compile("[‐-―−~至到]+")
_RANGE = re.compile(r"(?P<before>.*?)(?P<first>[0-9]+|(?<![A-Z])[A-Z])-(?P<last>[0-9]+|[A-Z])(?P<after>[^0-9A-Z-].*)?")


@dataclass(frozen=True)
class BuildingPattern:
    """Buildings that are made alike, as typed; a field's name is what its errors call it by."""

    buildings: str  # 1-6, or names: 紫荆苑, A座
    floors: str  # 1-18
    rooms: str  # on each floor: 01-04, or A-D
    units: str = ""  # 1-2, '' for none
    skipped: str = ""  # floors that there aren't: 4, 14


@dataclass(frozen=True)
class Outcome:
    """What a pattern makes: how many buildings and doors, and the first and last of them."""

    buildings: int
    doors: int
    first: str
    last: str


def read_names(text: str, field: str = "") -> tuple[str, ...]:
    """The names of a list, its ranges written out: 1-3, 5 · A-C座 · 商铺01-20.

    UserError beside `field` for what can't be read, a name that is there twice, and more than 50,000 names.
    """
    written = _DASHES.sub("-", unicodedata.normalize("NFKC", clean_line(text, limit=None)))
    parts = [part for part in re.split(r"[,;、\s]+", re.sub(r"\s*-\s*", "-", written)) if part]
    names: dict[str, None] = {}  # in their order
    for part in parts:
        found = _expanded(clean_line(part, _LONGEST, field), field)
        if len(names) + len(found) > MOST:
            raise _too_many(field)
        for name in found:
            if name in names:
                raise UserError(QT_TRANSLATE_NOOP("errors", "“{name}” is there twice."), field=field, name=name)
            names[name] = None
    return tuple(names)


def outcome(patterns: Sequence[BuildingPattern]) -> Outcome:
    """The counts and examples of a preview; raises UserError as `doors` does."""
    found = doors(patterns)
    return Outcome(len({door.building for door in found}), len(found), found[0].label, found[-1].label)


def doors(patterns: Sequence[BuildingPattern]) -> tuple[Room, ...]:
    """Every door, building after building, from the lowest floor up.

    UserError beside `buildings`, `units`, `floors`, `skipped` or `rooms` (of several patterns with the pattern's
    position: `floors.1`), for what can't be read, a door made twice, and more than 50,000 places.
    """
    found: dict[str, Room] = {}
    for at, pattern in enumerate(patterns):
        for door in _doors(pattern, f".{at}" if len(patterns) > 1 else "", MOST - len(found)):
            if door.key in found:
                raise UserError(
                    QT_TRANSLATE_NOOP("errors", "{place} would be made twice."),
                    field=f"buildings.{at}" if len(patterns) > 1 else "buildings",
                    place=door.label,
                )
            found[door.key] = door
    return tuple(found.values())


def _doors(pattern: BuildingPattern, suffix: str, room_left: int) -> Iterator[Room]:
    buildings = read_names(pattern.buildings, f"buildings{suffix}")
    units = read_names(pattern.units, f"units{suffix}") or ("",)
    skipped = set(_floors(pattern.skipped, f"skipped{suffix}"))
    floors = [floor for floor in _floors(pattern.floors, f"floors{suffix}") if floor not in skipped]
    rooms = read_names(pattern.rooms, f"rooms{suffix}")
    for field, names in (("buildings", buildings), ("floors", floors), ("rooms", rooms)):
        if not names:
            raise UserError(QT_TRANSLATE_NOOP("errors", "Something must stand here."), field=f"{field}{suffix}")
    if len(buildings) * len(units) * len(floors) * len(rooms) > room_left:
        raise _too_many(f"buildings{suffix}")
    for building in buildings:
        for unit in units:
            for floor in floors:
                for room in rooms:
                    yield _door(building, unit, floor, room)


def _door(building: str, unit: str, floor: int, room: str) -> Room:
    number = fold_room_no(f"{floor}{room.zfill(2) if room.isdigit() else room}")
    return Room(fold_building(building), fold_unit(unit), floor_of(number) or str(floor), number)


def _floors(text: str, field: str) -> list[int]:
    names = read_names(text, field)
    if any(not _FLOOR.fullmatch(name) or not 1 <= int(name) <= _HIGHEST_FLOOR for name in names):
        raise UserError(QT_TRANSLATE_NOOP("errors", "Floors are numbers, such as 1-18."), field=field)
    return [int(name) for name in names]


def _expanded(part: str, field: str) -> list[str]:
    match = _RANGE.fullmatch(part)
    if match is None:
        return [part]
    before, first, last, after = match["before"], match["first"], match["last"], match["after"] or ""
    if first.isdigit() != last.isdigit():
        raise UserError(QT_TRANSLATE_NOOP("errors", "“{range}” is no range."), field=field, range=part)
    if not first.isdigit():
        between = [chr(code) for code in range(ord(first), ord(last) + 1)]
    elif int(last) - int(first) >= MOST:
        raise _too_many(field)
    else:
        width = len(first) if first.startswith("0") else 0
        between = [str(number).zfill(width) for number in range(int(first), int(last) + 1)]
    if not between:
        raise UserError(QT_TRANSLATE_NOOP("errors", "“{range}” is no range."), field=field, range=part)
    return [f"{before}{each}{after}" for each in between]


def _too_many(field: str) -> UserError:
    return UserError(
        QT_TRANSLATE_NOOP("errors", "That would be more than {most} places; there is a slip in a number."),
        field=field,
        most=MOST,
    )
