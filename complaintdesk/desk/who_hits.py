# SPDX-License-Identifier: Apache-2.0
"""What typed words may mean at the one box that finds who: doors, people, numbers, plates and places, best first.

The ranking: who is there now before who has left (sealed records are not proposed at all); then the reason
(`who_records.Reason`, the more exactly the words name it the better); of doors that digits may be cut into, the
likeliest cut; then whose household called last (among the last 1,000 cases); then by pinyin or door. No reason takes
the last three lines while another has something, and once the words name something exactly, nothing looser is
looked for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from complaintdesk.db import who_index
from complaintdesk.db.tables import Case, Occupant, Place, Vehicle
from complaintdesk.db.who_index import Found
from complaintdesk.desk.households import VEHICLES_SHOWN
from complaintdesk.desk.pinyin_table import pinyin_table
from complaintdesk.desk.who_records import Reason
from complaintdesk.domain.folding import Room, begun_doors, parse_room, room_candidates
from complaintdesk.domain.phones import fold_phone
from complaintdesk.domain.pinyin import units_of
from complaintdesk.domain.plates import fold_plate, may_be_plate
from complaintdesk.domain.spelling import Fit, fit, initials, letters, person_words
from complaintdesk.domain.terms import PlaceKind
from complaintdesk.domain.who_keys import KeyKind, door_keys, key, label_keys, tail_key
from complaintdesk.domain.who_words import terms

SHORTEST_TAIL, SHORTEST_BEGINNING = 4, 3
_LOOKED_AT = 100  # of what one reading finds: those that fit best, to be put in order
_MANY = 20_000  # of what a term finds that others narrow down
_RECENT = who_index.RECENT
_KEPT_FREE = 3  # lines that one reason leaves to others
_EXTENSION = re.compile("转|分机|ext", re.IGNORECASE)
_NUMBERED = re.compile("(.*[^0-9])?0*([1-9][0-9]*)")

Order = tuple[tuple[int, str], ...]  # by length, then by code: 3 before 12
Whose = tuple[int, int]  # a place, and one of its people (0: the place as a whole)


class Hit(NamedTuple):
    """A place, a person there (None: the place as a whole), and why."""

    place_id: int
    occupant_id: int | None
    reason: Reason
    nth: int = 0  # of readings with this reason, the likeliest first
    left: bool = False  # the person is not there any more
    order: Order = ()
    plate: str = ""


@dataclass(frozen=True)
class _Asked:
    """What is looked for: the words, who has left by which day, how many of one look are put in order."""

    session: Session
    words: str
    today: date
    most: int

    def begun(self, beginning: str) -> list[Found]:
        return who_index.begun(self.session, beginning, self.most)


def hits(session: Session, words: str, today: date, limit: int) -> list[Hit]:
    """What the words may mean, in the order of the ranking; `words` is one line, not empty."""
    asked = _Asked(session, words, today, max(limit, _LOOKED_AT))
    found: dict[tuple[int, int | None], Hit] = {}
    for at, look in enumerate(_LOOKS):
        best = min((hit.reason for hit in found.values()), default=Reason.TERMS)
        further = at >= len(_FIRST)
        if best is Reason.DOOR or (further and (best <= Reason.NAME or len(found) >= limit)):
            break
        if further and found and look in _LAST:
            continue
        for hit in look(asked):
            known = found.setdefault((hit.place_id, hit.occupant_id), hit)
            if (hit.reason, hit.nth) < (known.reason, known.nth):
                found[hit.place_id, hit.occupant_id] = hit
    people = _with_people(session, found.values(), today)
    return _shared_out(_in_order(session, _joined(people)), limit)


def beginnings(words: str) -> tuple[str, ...]:
    """How the keys begin of all who are called what begins so, however many: in characters, in pinyin, by initials."""
    typed = "".join(units_of(words))
    named = [key(kind, typed) for kind in (KeyKind.NAME, KeyKind.PART)] if typed else []
    return *named, *(key(KeyKind.PINYIN, way) for way in _spelled(words))


def _with_people(session: Session, found: Iterable[Hit], today: date) -> list[Hit]:
    """The hits with what puts people in order: whether they left, and how their name sorts."""
    ids = {hit.occupant_id for hit in found if hit.occupant_id is not None}
    columns = select(Occupant.id, Occupant.name, Occupant.pinyin, Occupant.to_on)
    known = {row.id: row for row in session.execute(columns.where(Occupant.id.in_(ids)))} if ids else {}
    people = []
    for hit in found:
        row = known.get(hit.occupant_id or 0)
        if row is not None and not hit.plate:
            hit = hit._replace(left=_over(row.to_on, today), order=((len(row.name), row.pinyin),))
        people.append(hit)
    return people


def _joined(found: Iterable[Hit]) -> list[Hit]:
    """A place that is meant as a whole, and a person of it who is meant too, are one: the person, for both reasons."""
    by_place: dict[int, list[Hit]] = {}
    for hit in found:
        by_place.setdefault(hit.place_id, []).append(hit)
    joined = []
    for here in by_place.values():
        best, *others = sorted(here, key=lambda hit: (hit.reason, hit.nth))
        person = next((hit for hit in others if hit.occupant_id is not None), None)
        if best.occupant_id is None and person is not None:
            best = person._replace(reason=best.reason, nth=best.nth)
            others.remove(person)
        joined += [best, *(hit for hit in others if hit.occupant_id is not None)]
    return joined


def _in_order(session: Session, found: Sequence[Hit]) -> list[Hit]:
    """By the ranking."""
    ids = {hit.place_id for hit in found}
    # By another name than the column's: it is no search by place, for which `db/reader` would set cases apart.
    newest = select(Case.id, Case.place_id.label("whose")).where(Case.place_id.is_not(None)).order_by(Case.id.desc())
    last = newest.limit(_RECENT).subquery()
    calls = select(last.c.whose, func.max(last.c.id)).where(last.c.whose.in_(ids)).group_by(last.c.whose)
    called = {row[0]: row[1] for row in session.execute(calls)} if len(ids) > 1 else {}

    def rank(hit: Hit) -> tuple[object, ...]:
        return (
            hit.left,
            hit.reason,
            hit.nth,
            -called.get(hit.place_id, 0),
            hit.order,
            hit.place_id,
            hit.occupant_id or 0,
        )

    return sorted(found, key=rank)


def _shared_out(ranked: Sequence[Hit], limit: int) -> list[Hit]:
    """The first so many, the last lines left to a second reason where there is one."""
    most = max(limit - _KEPT_FREE, 1)
    taken: dict[Reason, int] = {}
    first: list[Hit] = []
    late: list[Hit] = []
    for hit in ranked:
        taken[hit.reason] = taken.get(hit.reason, 0) + 1
        (first if taken[hit.reason] <= most else late).append(hit)
    kept = {id(hit) for hit in [*first, *late][:limit]}
    return [hit for hit in ranked if id(hit) in kept]


def _hit(found: Found, reason: Reason, nth: int = 0) -> Hit:
    order = () if found.occupant_id else ((len(found.key), found.key),)
    return Hit(found.place_id, found.occupant_id or None, reason, nth, order=order)


def _doors(asked: _Asked) -> Iterator[Hit]:
    candidates = room_candidates(asked.words)
    wanted = {room.room for room in candidates}
    if not wanted:
        return
    sure = parse_room(asked.words)
    columns = select(Place.id, Place.building, Place.unit, Place.room)
    rows = asked.session.execute(columns.where(Place.room.in_(wanted), Place.voided_at.is_(None))).all()
    for nth, room in enumerate(candidates):
        reason = Reason.DOOR if room == sure and room.building else Reason.DIGITS
        for row in rows:
            if row.room == room.room and room.building in ("", row.building) and room.unit in ("", row.unit):
                yield Hit(row.id, None, reason, nth, order=_order(row.building, row.unit, row.room))


def _order(*parts: str) -> Order:
    return tuple([(len(part), part) for part in parts])


def _phones(asked: _Asked) -> Iterator[Hit]:
    shown, _, behind_stars = asked.words.rpartition("*")  # 138****5678, as a list or a screen masks it
    number, first = fold_phone(behind_stars if shown else asked.words), fold_phone(shown.partition("*")[0])
    if len(number) < SHORTEST_BEGINNING or re.search(r"[^\W\d_]", _EXTENSION.sub("", asked.words)):
        return
    if len(number) >= SHORTEST_TAIL:
        begun = {found[1:] for found in asked.begun(key(KeyKind.PHONE, first))} if first else None
        for found in asked.begun(tail_key(number)):
            whole = found.key == tail_key(number) and len(number) > SHORTEST_TAIL and not shown
            if begun is None or found[1:] in begun:
                yield _hit(found, Reason.NUMBER if whole else Reason.TAIL)
    if not shown:
        for found in asked.begun(key(KeyKind.PHONE, number)):
            whole = found.key == key(KeyKind.PHONE, number) and len(number) > SHORTEST_TAIL
            yield _hit(found, Reason.NUMBER if whole else Reason.BEGINNING)


def _plates(asked: _Asked) -> Iterator[Hit]:
    if not may_be_plate(asked.words):
        return
    typed = fold_plate(asked.words)
    begun, within = asked.begun(key(KeyKind.PLATE, typed)), asked.begun(key(KeyKind.PLATE_PART, typed))
    places = {found.place_id for found in (*begun, *within)}
    if not places:
        return
    columns = select(Vehicle.place_id, Vehicle.occupant_id, Vehicle.plate, Vehicle.plate_key, Vehicle.to_on)
    wanted = columns.where(Vehicle.place_id.in_(places), VEHICLES_SHOWN)
    for row in asked.session.execute(wanted):
        if typed in row.plate_key:
            reason = Reason.NUMBER if typed in (row.plate_key, row.plate_key[1:]) else Reason.PART
            if reason is Reason.PART and row.plate_key.startswith(typed):
                reason = Reason.BEGINNING
            left = _over(row.to_on, asked.today)
            yield Hit(row.place_id, row.occupant_id, reason, 0, left, _order(row.plate_key), row.plate)


def _names(asked: _Asked) -> Iterator[Hit]:
    """People, shops, public areas and parking by the characters of their names."""
    if asked.words.isascii():
        return
    for typed in dict.fromkeys(("".join(units_of(asked.words)), "".join(units_of(person_words(asked.words))))):
        yield from _by_characters(asked, typed)
    named = (Place.kind == PlaceKind.HOUSEHOLD, Place.label == asked.words, Place.voided_at.is_(None))
    for place_id in asked.session.scalars(select(Place.id).where(*named)):  # whose door has a name
        yield Hit(place_id, None, Reason.NAME, 1)


def _by_characters(asked: _Asked, typed: str) -> Iterator[Hit]:
    if not typed:
        return
    for found in asked.begun(key(KeyKind.NAME, typed)):
        whole = found.key == key(KeyKind.NAME, typed)
        yield _hit(found, Reason.NAME if whole else Reason.BEGINNING, int(not found.occupant_id))
    for found in asked.begun(key(KeyKind.PART, typed)):
        yield _hit(found, Reason.PART, int(not found.occupant_id))


def _spelled(words: str) -> tuple[str, ...]:
    """The ways in which typed letters, and digits with them, stand among the keys; () for anything else."""
    typed = "".join(units_of(person_words(words)))
    if not re.fullmatch("(?=.*[a-zü])[a-z0-9ü]+", typed):
        return ()
    return letters(typed) or (typed,)


def _pinyin(asked: _Asked) -> Iterator[Hit]:
    """Whoever and whatever is called what begins with these letters, in full or by initials, in any reading."""
    for nth, typed in enumerate(_spelled(asked.words)):
        beginning = key(KeyKind.PINYIN, typed)
        for found in asked.begun(beginning):
            reason = Reason.PINYIN if found.key == beginning else Reason.PINYIN_BEGINNING
            yield _hit(found, reason, nth + (not found.occupant_id))


def _within(asked: _Asked) -> Iterator[Hit]:
    """Names of several words by a later one, and places by letters or digits from anywhere in their name."""
    typed = _spelled(asked.words)
    if asked.words.isdigit() or typed:
        yield from _by_characters(asked, typed[0] if typed else asked.words)
    for way in typed:
        for found in asked.begun(key(KeyKind.PINYIN_PART, way)):
            yield _hit(found, Reason.PART, 1)


def _mixed(asked: _Asked) -> Iterator[Hit]:
    """People whose name is typed in characters and letters mixed, or by initials of some and all of others."""
    name = person_words(asked.words)
    if not re.search("[a-z]", name) or not name.isalpha():
        return
    table = pinyin_table()
    ways = initials(name, table)
    characters = [each for each in name if not each.isascii()]
    if not characters:
        ways = ways[:1]
    fitting = {found[1:]: None for way in ways for found in _all(asked, KeyKind.PINYIN, way) if found.occupant_id}
    for each in characters:
        named = {found[1:] for kind in (KeyKind.NAME, KeyKind.PART) for found in _all(asked, kind, each)}
        fitting = {whose: None for whose in fitting if whose in named}
    ids = [occupant_id for _place_id, occupant_id in fitting]
    columns = select(Occupant.id, Occupant.place_id, Occupant.name).where(Occupant.id.in_(ids))
    for row in asked.session.execute(columns.order_by(func.length(Occupant.name), Occupant.id).limit(asked.most)):
        fits = fit(name, row.name, table)
        if fits is not None:
            yield Hit(row.place_id, row.id, Reason.PINYIN if fits is Fit.WHOLE else Reason.PINYIN_BEGINNING)


def _all(asked: _Asked, kind: KeyKind, words: str) -> list[Found]:
    return who_index.all_begun(asked.session, key(kind, words), _MANY)


def _numbered(asked: _Asked) -> Iterator[Hit]:
    """Places called alike but for a number, by part of their name and it: 车库123 and dxck123 for 地下车库B1-0123."""
    *units, last = units_of(asked.words) or [""]
    found = _NUMBERED.fullmatch(last)
    if found is None:
        return
    called, number = "".join((*units, found[1] or "")), found[2]
    if called.isdigit() or not called:
        return
    ids = {each.place_id for each in asked.begun(key(KeyKind.PART, number)) if not each.occupant_id}
    kinds = (KeyKind.NAME, KeyKind.PART, KeyKind.PINYIN, KeyKind.PINYIN_PART)
    begun = tuple(key(kind, called) for kind in kinds)
    for row in asked.session.execute(select(Place.id, Place.label).where(Place.id.in_(ids))):
        if any(each.startswith(begun) for each in label_keys(row.label, pinyin_table())):
            yield Hit(row.id, None, Reason.PINYIN_BEGINNING, 1, order=_order(row.label))


def _begun(asked: _Asked) -> Iterator[Hit]:
    """Households whose address begins as typed."""
    for nth, door in enumerate(begun_doors(asked.words)):
        for found in asked.begun(_door_begun(door)):
            yield _hit(found, Reason.BEGUN_DOOR, nth)


def _door_begun(door: Room) -> str:
    """How the keys of households begin whose address begins so."""
    with_unit, any_unit = door_keys(door)
    if door.unit:
        return with_unit
    return any_unit if door.room else key(KeyKind.DOOR, f"{door.building}-")


def _several(asked: _Asked) -> Iterator[Hit]:
    """People of whom each of several terms says something: their building or door, name, phone."""
    several = terms(asked.words)
    if len(several) < 2:
        return
    said = sorted((set(_says(asked, term)) for term in several), key=len)
    people = {whose for each in said for whose in each if whose[1]} or said[0]
    for whose in sorted(people):
        if all(whose in each or (whose[0], 0) in each for each in said):
            yield Hit(whose[0], whose[1] or None, Reason.TERMS)


def _says(asked: _Asked, term: str) -> Iterator[Whose]:
    """Of whom a term may be said: people, or all who are at a place."""
    begun = [_door_begun(door) for door in begun_doors(term)]
    if term.isdigit() and len(term) < SHORTEST_BEGINNING:
        begun.append(key(KeyKind.DOOR, f"{int(term)}-"))
    typed = _spelled(term)
    begun += [key(KeyKind.PINYIN, way) for way in typed]
    if not typed and re.search(r"[^\W\d_]", term):
        names = dict.fromkeys(("".join(units_of(person_words(term))), "".join(units_of(term))))
        begun += [key(kind, name) for name in names if name for kind in (KeyKind.NAME, KeyKind.PART)]
    number = fold_phone(term)
    if number == term and len(number) >= SHORTEST_TAIL:
        begun += [tail_key(number), key(KeyKind.PHONE, number)]
    for beginning in begun:
        yield from (found[1:] for found in who_index.all_begun(asked.session, beginning, _MANY))
    yield from ((hit.place_id, 0) for hit in _doors(replace(asked, words=term)))


def _over(last_day: date | None, today: date) -> bool:
    return last_day is not None and last_day < today


_Look = Callable[[_Asked], Iterator[Hit]]
# The first are all asked: they are different meanings of the same words. The others only while there is room, and
# not where the words name something exactly.
_FIRST: tuple[_Look, ...] = (_doors, _phones, _plates, _names)
# The last cost most, and are asked where nothing else was found.
_LAST: tuple[_Look, ...] = (_mixed, _numbered, _several)
_LOOKS: tuple[_Look, ...] = (*_FIRST, _pinyin, _within, _begun, *_LAST)
