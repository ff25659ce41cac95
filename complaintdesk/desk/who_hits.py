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
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from complaintdesk.db.tables import Case, Occupant, Phone, Place, Vehicle
from complaintdesk.desk.pinyin_table import pinyin_table
from complaintdesk.desk.who_records import Reason
from complaintdesk.domain.folding import Room, begun_doors, parse_room, room_candidates
from complaintdesk.domain.phones import fold_phone
from complaintdesk.domain.plates import fold_plate, may_be_plate
from complaintdesk.domain.spelling import Fit, fit, initials, letters, person_words
from complaintdesk.domain.terms import PlaceKind
from complaintdesk.domain.who_words import terms

SHORTEST_TAIL, SHORTEST_BEGINNING = 4, 3
_LOOKED_AT = 100  # of what one reading finds: those that fit best, to be put in order
_LABELS = 1_000  # shops and public areas that are looked through by pinyin
_RECENT = 1_000
_KEPT_FREE = 3  # lines that one reason leaves to others
_NAMED = (PlaceKind.SHOP, PlaceKind.PUBLIC_AREA, PlaceKind.PARKING)
_EXTENSION = re.compile("转|分机|ext", re.IGNORECASE)


@dataclass(frozen=True)
class Hit:
    """A place, a person there (None: the place as a whole), and why."""

    place_id: int
    occupant_id: int | None
    reason: Reason
    nth: int = 0  # of readings with this reason, the likeliest first
    left: bool = False  # the person is not there any more
    order: tuple[tuple[int, str], ...] = ()  # by length, then by code: 3 before 12
    plate: str = ""


@dataclass(frozen=True)
class _Asked:
    """What is looked for: the words, who has left by which day, how many of one look are put in order."""

    session: Session
    words: str
    today: date
    most: int


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
    return _shared_out(_in_order(session, _joined(found.values())), limit)


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
            best = replace(person, reason=best.reason, nth=best.nth)
            others.remove(person)
        joined += [best, *(hit for hit in others if hit.occupant_id is not None)]
    return joined


def _in_order(session: Session, found: Iterable[Hit]) -> list[Hit]:
    """By the ranking, without the places that are out of use."""
    ids = {hit.place_id for hit in found}
    used = set(session.scalars(select(Place.id).where(Place.id.in_(ids), Place.voided_at.is_(None))))
    newest = select(Case.id, Case.place_id).where(Case.place_id.is_not(None)).order_by(Case.id.desc()).limit(_RECENT)
    last = newest.subquery()
    calls = select(last.c.place_id, func.max(last.c.id)).where(last.c.place_id.in_(used)).group_by(last.c.place_id)
    called = {row[0]: row[1] for row in session.execute(calls)} if len(used) > 1 else {}

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

    return sorted((hit for hit in found if hit.place_id in used), key=rank)


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


def _doors(asked: _Asked) -> Iterator[Hit]:
    candidates = room_candidates(asked.words)
    wanted = {room.room for room in candidates}
    if not wanted:
        return
    sure = parse_room(asked.words)
    columns = select(Place.id, Place.kind, Place.building, Place.unit, Place.room)
    rows = asked.session.execute(columns.where(Place.room.in_(wanted), Place.voided_at.is_(None))).all()
    for nth, room in enumerate(candidates):
        reason = Reason.DOOR if room == sure and room.building else Reason.DIGITS
        for row in rows:
            if row.room == room.room and room.building in ("", row.building) and room.unit in ("", row.unit):
                yield Hit(row.id, None, reason, nth, order=_order(row.building, row.unit, row.room))


def _order(*parts: str) -> tuple[tuple[int, str], ...]:
    return tuple((len(part), part) for part in parts)


def _phones(asked: _Asked) -> Iterator[Hit]:
    number = fold_phone(asked.words)
    if len(number) < SHORTEST_BEGINNING or re.search(r"[^\W\d_]", _EXTENSION.sub("", asked.words)):
        return
    ends = or_(Phone.number.like(f"%{number}"), Phone.number.like(f"%{number}-%"))  # before an extension
    fits = [Phone.number.startswith(number, autoescape=True)]
    if len(number) >= SHORTEST_TAIL:
        fits.append(ends)
    # A look through all numbers for the digits anywhere is one comparison a row; of the few, each is made sure of.
    query = _people(Phone.number).join(Phone, Phone.occupant_id == Occupant.id)
    query = query.where(Phone.number.contains(number, autoescape=True), or_(*fits), Phone.voided_at.is_(None))
    for row in asked.session.execute(query.limit(asked.most)):
        bare = row.number.partition("-")[0]
        whole = number in (row.number, bare) and len(number) > SHORTEST_TAIL
        tail = len(number) >= SHORTEST_TAIL and (row.number.endswith(number) or bare.endswith(number))
        yield _person(row, Reason.NUMBER if whole else Reason.TAIL if tail else Reason.BEGINNING, asked.today)


def _plates(asked: _Asked) -> Iterator[Hit]:
    if not may_be_plate(asked.words):
        return
    key = fold_plate(asked.words)
    columns = (Vehicle.place_id, Vehicle.occupant_id, Vehicle.plate, Vehicle.plate_key, Vehicle.to_on)
    query = select(*columns).where(Vehicle.plate_key.contains(key, autoescape=True), Vehicle.voided_at.is_(None))
    for row in asked.session.execute(query.order_by(func.length(Vehicle.plate_key), Vehicle.id).limit(asked.most)):
        reason = Reason.NUMBER if key in (row.plate_key, row.plate_key[1:]) else Reason.PART
        if reason is Reason.PART and row.plate_key.startswith(key):
            reason = Reason.BEGINNING
        left = _over(row.to_on, asked.today)
        yield Hit(row.place_id, row.occupant_id, reason, 0, left, _order(row.plate_key), row.plate)


def _names(asked: _Asked) -> Iterator[Hit]:
    """People and places by the characters of their names."""
    if asked.words.isascii():
        return
    name = person_words(asked.words)
    part = Occupant.name.contains(name, autoescape=True)
    best = (Occupant.name != asked.words, Occupant.name != name, ~Occupant.name.startswith(name, autoescape=True))
    query = _people().where(part).order_by(*best, func.length(Occupant.name), Occupant.id)
    for row in asked.session.execute(query.limit(asked.most)):
        yield _person(row, _by_characters(row.name, (asked.words, name)), asked.today)
    yield from _labelled(asked)


def _labelled(asked: _Asked) -> Iterator[Hit]:
    """Shops, public areas and parking by a part of their name; a household whose door has a name by all of it."""
    part = Place.label.contains(asked.words, autoescape=True)
    named = or_(and_(Place.kind.in_(_NAMED), part), and_(Place.kind == PlaceKind.HOUSEHOLD, Place.label == asked.words))
    query = select(Place.id, Place.label).where(named, Place.voided_at.is_(None))
    for row in asked.session.execute(query.order_by(func.length(Place.label), Place.label).limit(asked.most)):
        yield Hit(row.id, None, _by_characters(row.label, (asked.words,)), 1, order=_order(row.label))


def _by_characters(name: str, words: tuple[str, ...]) -> Reason:
    if name in words:
        return Reason.NAME
    return Reason.BEGINNING if name.startswith(words) else Reason.PART


def _pinyin(asked: _Asked) -> Iterator[Hit]:
    """People whose name begins with these letters, in full or by initials, in any reading of the surname."""
    for typed in letters(person_words(asked.words)):
        whole = (Occupant.pinyin_keys + " ").contains(f" {typed} ")
        query = _people().where(Occupant.pinyin_keys.contains(f" {typed}"))
        found = asked.session.execute(query.order_by(whole.desc(), func.length(Occupant.name)).limit(asked.most)).all()
        for row in found:
            is_whole = typed in row.pinyin_keys.split()
            yield _person(row, Reason.PINYIN if is_whole else Reason.PINYIN_BEGINNING, asked.today)
        if found:
            return


def _mixed(asked: _Asked) -> Iterator[Hit]:
    """People whose name is typed in characters and letters mixed, or by initials of some and all of others."""
    name = person_words(asked.words)
    if not re.search("[a-z]", name) or not name.isalpha():
        return
    table = pinyin_table()
    ways = initials(name, table)
    characters = [Occupant.name.contains(each) for each in name if not each.isascii()]
    if not characters:
        ways = ways[:1]
    keys = or_(*(Occupant.pinyin_keys.contains(f" {each}", autoescape=True) for each in ways))
    query = _people().where(*characters, keys).order_by(func.length(Occupant.name), Occupant.id)
    for row in asked.session.execute(query.limit(asked.most)):
        fits = fit(name, row.name, table)
        if fits is not None:
            yield _person(row, Reason.PINYIN if fits is Fit.WHOLE else Reason.PINYIN_BEGINNING, asked.today)


def _places(asked: _Asked) -> Iterator[Hit]:
    """Shops and public areas by pinyin, and these and parking by the digits and letters of their names."""
    typed = person_words(asked.words)
    if not typed.isascii():
        return
    part = Place.label.contains(asked.words, autoescape=True)
    if re.search("[a-z]", typed):
        part = or_(part, Place.kind.in_((PlaceKind.SHOP, PlaceKind.PUBLIC_AREA)))
    yield from _spelled(asked, (typed,), part, _LABELS)


def _parking(asked: _Asked) -> Iterator[Hit]:
    """Parking by pinyin and number: there may be thousands, called alike but for the number at their end."""
    typed = person_words(asked.words)
    if not typed.isascii() or not re.search("[a-z]", typed):
        return
    bare, dashless = func.rtrim(Place.label, "0123456789"), func.replace(Place.label, "-", "")
    known = asked.session.scalars(select(bare).where(*_named(PlaceKind.PARKING)).distinct())
    ways = tuple(way for way in (typed, re.sub("[0-9]+$", "", typed)) if way)
    begun = [each for each in known if any(fit(way, each, pinyin_table()) for way in ways)]
    numbered = (dashless.contains(each) for each in re.findall("[0-9]+", typed))
    yield from _spelled(asked, ways, and_(Place.kind == PlaceKind.PARKING, bare.in_(begun), *numbered), asked.most)


def _spelled(asked: _Asked, typed: tuple[str, ...], wanted: ColumnElement[bool], most: int) -> Iterator[Hit]:
    query = (
        select(Place.id, Place.label).where(*_named(*_NAMED), wanted).order_by(func.length(Place.label), Place.label)
    )
    for row in asked.session.execute(query.limit(most)):
        fits = next((each for way in typed if (each := fit(way, row.label, pinyin_table()))), None)
        reason = {Fit.WHOLE: Reason.PINYIN, Fit.BEGINNING: Reason.PINYIN_BEGINNING, None: Reason.PART}[fits]
        if fits is not None or asked.words in row.label:
            yield Hit(row.id, None, reason, 1, order=_order(row.label))


def _named(*kinds: PlaceKind) -> tuple[ColumnElement[bool], ...]:
    """Places that have a name instead of a door."""
    return Place.kind.in_(kinds), Place.voided_at.is_(None)


def _begun(asked: _Asked) -> Iterator[Hit]:
    """Households whose address begins as typed."""
    for nth, door in enumerate(begun_doors(asked.words)):
        query = select(Place.id, Place.building, Place.unit, Place.room).where(_is_begun(door))
        order = (func.length(Place.unit), Place.unit, func.length(Place.room), Place.room)
        for row in asked.session.execute(query.order_by(*order).limit(asked.most)):
            yield Hit(row.id, None, Reason.BEGUN_DOOR, nth, order=_order(row.building, row.unit, row.room))


def _is_begun(door: Room) -> ColumnElement[bool]:
    wanted = [Place.kind == PlaceKind.HOUSEHOLD, Place.building == door.building, Place.voided_at.is_(None)]
    if door.unit:
        wanted.append(Place.unit == door.unit)
    return and_(*wanted, Place.room.startswith(door.room, autoescape=True))


def _several(asked: _Asked) -> Iterator[Hit]:
    """People of whom each of several terms says something: their building or door, name, phone."""
    found = terms(asked.words)
    if len(found) < 2:
        return
    query = _people().join(Place, Place.id == Occupant.place_id).where(*(_says(term) for term in found))
    for row in asked.session.execute(query.order_by(func.length(Occupant.name), Occupant.id).limit(asked.most)):
        yield _person(row, Reason.TERMS, asked.today)


def _says(term: str) -> ColumnElement[bool]:
    """What a term may say of a person at a place."""
    ways: list[ColumnElement[bool]] = [_is_begun(door) for door in begun_doors(term)]
    if term.isdigit() and len(term) < SHORTEST_BEGINNING:
        ways.append(Place.building == str(int(term)))
    for room in room_candidates(term):
        parts = ((Place.building, room.building), (Place.unit, room.unit))
        ways.append(and_(Place.room == room.room, *(column == part for column, part in parts if part)))
    name = person_words(term)
    if typed := letters(name):
        ways += [Occupant.pinyin_keys.contains(f" {each}") for each in typed]
    elif re.search(r"[^\W\d_]", name):
        ways += [Occupant.name.contains(name, autoescape=True), Place.label.contains(term, autoescape=True)]
    number = fold_phone(term)
    if number == term and len(number) >= SHORTEST_TAIL:
        ends = or_(Phone.number.like(f"%{number}"), Phone.number.like(f"{number}%"))
        ways.append(select(Phone.id).where(Phone.occupant_id == Occupant.id, ends, Phone.voided_at.is_(None)).exists())
    return or_(*ways) if ways else Place.label.contains(term, autoescape=True)


def _people(*more: Any) -> Select[Any]:
    """Place, id, name, keys and last day of the people in the books; those who are sealed are out of every list."""
    columns = (Occupant.place_id, Occupant.id, Occupant.name, Occupant.pinyin, Occupant.pinyin_keys, Occupant.to_on)
    return select(*columns, *more).where(Occupant.voided_at.is_(None), Occupant.sealed_at.is_(None))


def _person(row: Any, reason: Reason, today: date) -> Hit:
    order = ((len(row.name), row.pinyin),)
    return Hit(row.place_id, row.id, reason, 0, _over(row.to_on, today), order)


def _over(last_day: date | None, today: date) -> bool:
    return last_day is not None and last_day < today


_Look = Callable[[_Asked], Iterator[Hit]]
# The first are all asked: they are different meanings of the same words. The others only while there is room, and
# not where the words name something exactly.
_FIRST: tuple[_Look, ...] = (_doors, _phones, _plates, _names)
# The last cost most, and are asked where nothing else was found.
_LAST: tuple[_Look, ...] = (_mixed, _parking, _several)
_LOOKS: tuple[_Look, ...] = (*_FIRST, _pinyin, _places, _begun, *_LAST)
