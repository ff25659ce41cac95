# SPDX-License-Identifier: Apache-2.0
"""Addresses inside a community: many spellings, one building, one unit, one room."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field, replace
from itertools import accumulate

from complaintdesk.domain.numerals import with_digits

# What the mark behind a number may say: building, unit, floor or room. Where a mark has two meanings (3号 is
# a building, 1502号 a room; 3楼 a building or a floor), the other parts decide.
_MARKS = {
    **dict.fromkeys(("号楼", "栋", "栋楼", "幢", "幢楼", "座", "#", "#楼", "#栋", "#幢"), "b"),
    **dict.fromkeys(("单元", "单", "门", "号门", "梯"), "u"),
    **dict.fromkeys(("室", "房", "房间", "号房", "户"), "r"),
    "层": "f",
    "楼": "bf",
    "号": "br",
    "": "bufr",
}
_UNMARKED = _MARKS[""]
_MARK = "|".join(sorted((re.escape(mark) for mark in _MARKS), key=len, reverse=True))
_NAME = "[\u4e00-\u9fff]{1,6}[苑阁轩园府庭居邸厦楼]"
_SIMPLE = str.maketrans("號棟樓單層戶門區東", "号栋楼单层户门区东")
_WRAPPING = "“”\"'‘’「」【】[]()<>《》:,;、!?。"
_REMARK = re.compile(r"(?<=\S)\s*\([^()]*\)$")
_IDLE_SPACE = re.compile(r"(?<![A-Z0-9])\s+|\s+(?![A-Z0-9])")  # all but between two parts
_AHEAD = r"[\s:#‐-―−_·.。-]*"
_FIELD = re.compile(f"^(?:{_AHEAD}(?:房号|门牌号?|地址|房间号?|住址))*{_AHEAD}")
_PHASE = "(?:[0-9]{1,2}期|(?:[0-9]{1,2}|[A-Z东西南北中])区)"
_PREFIX = re.compile(f"((?:{_NAME})?)-?((?:{_PHASE})?)-?")
_PART = re.compile(f"([0-9]{{3,4}}-[0-9]{{1,2}}$|[A-Z0-9]+|[东西南北中](?=单元?|门|梯|-))({_MARK})-?")

_VALUES = {
    "b": re.compile(f"(?:{_NAME})?(?:{_PHASE})?(?:[A-Z]{{0,2}}0*[1-9][0-9]{{0,2}}[A-Z]?|[A-Z])|{_NAME}"),
    "u": re.compile("[0-9]{1,2}|[A-Z]|[东西南北中]"),
    "f": re.compile("[0-9]{1,2}"),
    "r": re.compile("[A-Z]?[0-9]{1,5}[A-Z]?|[0-9]{3,4}-[0-9]{1,2}|[A-Z]"),
}
_SLASHES = re.compile(r"\s*[/\\|~,、]\s*(?=[0-9A-Za-z])")
_WHOLE_DOOR = re.compile("[A-Z]?[0-9]{3,4}[A-Z]?|[0-9]{3,4}-[0-9]{1,2}")
_DOOR_ON_FLOOR = re.compile("[0-9]{1,2}|[0-9]?[A-Z]")
_SHAPES = ("r", "br", "ur", "fr", "bur", "bfr", "ufr", "bufr")
_NO_UNIT = {"", "0", "无"}

# How many digits of a run are building, unit and room, the likeliest first.
_RUNS = (
    *((0, 0, 4), (0, 0, 3), (1, 0, 4), (1, 1, 4), (2, 0, 4), (2, 1, 4), (1, 0, 3), (2, 0, 3), (1, 1, 3), (2, 1, 3)),
    *((1, 2, 4), (2, 2, 4), (3, 0, 4), (3, 1, 4), (3, 0, 3), (1, 2, 3), (2, 2, 3)),
    *((0, 1, 4), (0, 1, 3), (0, 2, 4), (0, 2, 3)),
)
_RUN = re.compile("([A-Z]{0,2})([0-9]+)([A-Z]?)")


@dataclass(frozen=True)
class Room:
    """One household's door (房号) in folded parts, '' where a spelling says none; no doors differ by floor alone."""

    building: str
    unit: str
    floor: str = field(compare=False)
    room: str

    @property
    def key(self) -> str:
        """The one form of all spellings: building-unit-room, always with both dashes ('3-2-1502', '32--1502')."""
        return f"{self.building}-{self.unit}-{self.room}"

    @property
    def label(self) -> str:
        """The door as an office writes it: 3栋2单元1502, 32栋1502, 紫荆苑1502; 室 where the number alone is unclear."""
        numbered = self.building != "" and self.building[-1].isascii()
        place = self.building + ("栋" if numbered else "") + (f"{self.unit}单元" if self.unit else "")
        return f"{place}{self.room}" if place and _WHOLE_DOOR.fullmatch(self.room) else f"{place}{self.room}室"


def parse_room(text: str) -> Room | None:
    """The door that a spelling names beyond doubt; None for public areas, half addresses and double meanings.

    Marks and dashes may be mixed (3栋2单元1502, 3#2单元1502室, 3幢-2-1502, 三号楼1502, A座1203, 3-2-1502). A room
    without a mark must look like a whole door number (1502, not 28), so that a date or half an address is no door.
    """
    parts = _parts(_written(text))
    readings = [shape for shape in _SHAPES if _fits(shape, parts)]
    if len(readings) != 1:
        return None
    return _room(**dict(zip(readings[0], (value for value, _ in parts), strict=True)))


def room_candidates(text: str) -> tuple[Room, ...]:
    """Every door that may be meant by what was typed at the one box, the likeliest first; none for other words.

    Digits may run together (31502: 3-1502, 31-502, 3-1-502): which of them exists, the register of households knows.
    A unit left unsaid is '' and may be any.
    """
    text = _SLASHES.sub("-", unicodedata.normalize("NFKC", text))
    parts = _parts(_written(text))
    definite = parse_room(text)
    found = [] if definite is None else [definite]
    if definite is not None and (bare := re.sub(f"^{_NAME}", "", definite.building)) not in ("", definite.building):
        found.append(replace(definite, building=bare))  # the estate's own name before the building
    if definite is None or all(kinds == _UNMARKED for _, kinds in parts):
        found += _runs([piece for value, _ in parts for piece in value.split("-")])
    return tuple(dict.fromkeys(found))


def begun_doors(text: str) -> tuple[Room, ...]:
    """Addresses of which only a beginning was typed, the likeliest first: 3栋, 3-2, 3栋2单元15, 3-15.

    `room` is how the room number begins, '' for any; a unit left unsaid is '' and may be any.
    """
    parts = _parts(_written(text))
    found = []
    for shape in ("b", "bu", "br", "bur"):
        if len(shape) != len(parts) or (shape == "b" and parts[0][1] in (_UNMARKED, _MARKS["号"])):
            continue
        pairs = list(zip(shape, parts, strict=True))
        if all(kind in kinds and _VALUES[kind].fullmatch(value) for kind, (value, kinds) in pairs):
            value = {kind: value for kind, (value, _kinds) in pairs}
            room = fold_room_no(value.get("r", ""))
            found.append(Room(fold_building(value["b"]), fold_unit(value.get("u", "")), "", room))
    return tuple(found)


def fold_building(text: str) -> str:
    """The building's one name: '3' for 3栋, 3#, 三号楼, 03幢 and 3.0 (a number cell's text); a name stays (紫荆苑)."""
    return _without_zeros(re.sub(f"(?<=[A-Z0-9])(?:{_MARK})+$", "", _written(text)))


def fold_unit(text: str) -> str:
    """The unit's one name: '2' for 2单元, 二门, 2梯; '' for none, which lists with shops write as 0."""
    bare = _without_zeros(re.sub("(?<=[A-Z0-9东西南北中])(?:单元?|号?门|梯)+$", "", _written(text)))
    return "" if bare in _NO_UNIT else bare


def fold_room_no(text: str) -> str:
    """The room's one name: '1502' for 1502室, '201' for 0201房: letters stay, zeros in front go."""
    return _without_zeros(re.sub("(?<=[A-Z0-9])(?:室|房间?|号房?|户)+$", "", _written(text)))


def floor_of(room_no: str) -> str:
    """The floor that a room number tells: 15 of 1502, 3 of 302A, 2 of 0201, 12 of 12B; '' where it tells none."""
    found = re.match("[A-Z]?([0-9]+)([A-Z]?)", fold_room_no(room_no))
    if found is None:
        return ""
    digits, letter = found.groups()
    return digits if letter and len(digits) <= 2 else digits[:-2]


def _written(text: str) -> str:
    """The text in half width and capitals, numbers in digits, one dash for each separator, none at the ends."""
    text = unicodedata.normalize("NFKC", text).upper().translate(_SIMPLE).strip()
    text = _REMARK.sub("", text).strip(_WRAPPING).replace("第", "")
    text = _FIELD.sub("", _IDLE_SPACE.sub("", text))
    text = re.sub(r"^([0-9]+)\.0+$", r"\1", text)
    text = re.sub(r"(?<=[A-Z0-9])\s+(?=[A-Z0-9])|[‐-―−_·.。]", "-", text)
    text = re.sub("-+", "-", re.sub(r"\s", "", text)).strip("-")
    return with_digits(text, before=r"(?=[号楼栋幢座#单门梯层室房户期区\-]|$)")


def _parts(written: str) -> list[tuple[str, str]]:
    """The numbers of an address in their order, each with the kinds it may be of; [] when there is anything else."""
    prefix = _PREFIX.match(written)
    name, phase = prefix.groups() if prefix else ("", "")
    rest = written[prefix.end() :] if prefix else written
    parts: list[tuple[str, str]] = []
    while rest:
        part = _PART.match(rest)
        if part is None:
            return []
        parts.append((part[1], _MARKS[part[2]]))
        rest = rest[part.end() :]
    if (name or phase) and parts:
        value, kinds = parts[0]
        if phase or (kinds != _UNMARKED and "b" in kinds):
            parts[0] = (name + phase + value, "b")
        else:
            parts.insert(0, (name, "b"))
    return parts


def _fits(shape: str, parts: list[tuple[str, str]]) -> bool:
    """Whether an address of these parts can be read as building, unit, floor, room in this shape."""
    if len(shape) != len(parts):
        return False
    value = dict(zip(shape, (text for text, _ in parts), strict=True))
    kinds = dict(zip(shape, (kinds for _, kinds in parts), strict=True))
    if not all(kind in kinds[kind] and _VALUES[kind].fullmatch(value[kind]) for kind in shape):
        return False
    if "b" not in shape and kinds[shape[0]] in (_UNMARKED, _MARKS["号"]):
        return False
    if "f" not in shape:
        return kinds["r"] != _UNMARKED or bool(_WHOLE_DOOR.fullmatch(value["r"]))
    if kinds["f"] == _UNMARKED and shape != "bufr":
        return False
    on_floor = bool(_DOOR_ON_FLOOR.fullmatch(value["r"])) or floor_of(value["r"]) == _without_zeros(value["f"])
    return on_floor or kinds["f"] == "f"


def _room(b: str = "", u: str = "", f: str = "", r: str = "") -> Room:
    """The door in folded parts; one counted within its floor (5楼3号, 12楼B) gets its whole number (503, 12B)."""
    floor = _without_zeros(f)
    room = floor + (r.zfill(2) if r.isdigit() else r) if floor and _DOOR_ON_FLOOR.fullmatch(r) else r
    return Room(fold_building(b), fold_unit(u), floor or floor_of(room), fold_room_no(room))


def _runs(pieces: list[str]) -> list[Room]:
    """The doors that a run of digits can be cut into, keeping the cuts that were typed.

    Two short numbers at the end may be floor and door (3-15-02 is 3-1502), or unit and a short room number.
    """
    if len(pieces) > 2 and all(len(piece) <= 2 and piece.isdigit() for piece in pieces[-2:]):
        as_they_stand = [_room(b=pieces[0], u=pieces[1], r=pieces[2])] if len(pieces) == 3 else []
        return _runs([*pieces[:-2], pieces[-2] + pieces[-1].zfill(2)]) + as_they_stand
    run = _RUN.fullmatch("".join(pieces))
    if run is None:
        return []
    letters, digits, suffix = run.groups()
    cuts = {end - len(letters) for end in accumulate(len(piece) for piece in pieces[:-1])}
    rooms = []
    for in_building, in_unit, in_room in _RUNS:
        if in_building + in_unit + in_room != len(digits) or not cuts <= {in_building, in_building + in_unit}:
            continue
        building, unit, room = digits[:in_building], digits[in_building:-in_room], digits[-in_room:]
        if all(int(part) for part in (building or "1", unit or "1", room[:-2], room[-2:])):
            rooms.append(_room(b=letters + building, u=unit, r=room + suffix))
    return rooms


def _without_zeros(text: str) -> str:
    return re.sub("(?<![0-9])0+(?=[0-9])", "", text)
