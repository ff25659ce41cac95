# SPDX-License-Identifier: Apache-2.0
"""Finding who: places and their people by room in any spelling, name, pinyin or phone."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence

from sqlalchemy import Select, and_, case, func, or_, select
from sqlalchemy.orm import Session

from complaintdesk.db.tables import Case, Occupant, Phone, Place
from complaintdesk.desk.fee_pages import owed_of_place
from complaintdesk.desk.households import occupants_of, phones_of
from complaintdesk.desk.listing import STANDING, case_rows
from complaintdesk.desk.records import (
    CaseRow,
    OccupantRecord,
    PhoneRecord,
    PlacePage,
    PlaceRow,
    WhoMatch,
)
from complaintdesk.desk.rule_books import RuleBooks
from complaintdesk.domain.folding import Room, fold_building, room_candidates
from complaintdesk.domain.lifecycle import OPEN_STATES
from complaintdesk.domain.phones import fold_phone
from complaintdesk.domain.terms import OccupantKind, PlaceKind
from complaintdesk.domain.texts import clean_line, fold

SHORTEST_TAIL = 4
SHOWN_CASES = 50


def who(session: Session, text: str, limit: int = 8) -> tuple[WhoMatch, ...]:
    """What the one box proposes for typed or pasted words, best first: rooms, then phones, names, pinyin, labels."""
    words = clean_line(text, None)
    if not words:
        return ()
    found: dict[tuple[int, int | None], None] = {}
    for pair in _pairs(session, words, limit):
        found.setdefault(pair)
        if len(found) >= limit:
            break
    return _matches(session, list(found))


def _pairs(session: Session, words: str, limit: int) -> Iterator[tuple[int, int | None]]:
    """Place and person (None for the place as a whole), the likeliest first."""
    for room in room_candidates(words):
        yield from ((place_id, None) for place_id in _places_of_room(session, room, limit))
    number = fold_phone(words)
    if len(number) >= SHORTEST_TAIL:
        ends_so = or_(Phone.number.like(f"%{number}"), Phone.number.like(f"%{number}-%"))  # before an extension
        by_tail = _people().join(Phone, Phone.occupant_id == Occupant.id).where(ends_so, Phone.voided_at.is_(None))
        yield from ((row.place_id, row.id) for row in session.execute(by_tail.order_by(Occupant.id).limit(limit)))
    folded = fold(words)
    if folded.isascii() and folded.isalpha():
        yield from _by_pinyin(session, folded, limit)
    elif not folded.isdigit():
        named = _people().where(Occupant.name.contains(words, autoescape=True))
        exact_first = case((Occupant.name == words, 0), else_=1)
        yield from (
            (row.place_id, row.id)
            for row in session.execute(named.order_by(exact_first, Occupant.pinyin, Occupant.id).limit(limit))
        )
        named_so = and_(Place.kind != PlaceKind.HOUSEHOLD, Place.label.contains(words, autoescape=True))
        labelled = select(Place.id).where(or_(Place.label == words, named_so), Place.voided_at.is_(None))
        yield from ((row, None) for row in session.scalars(labelled.order_by(Place.key).limit(limit)))


def _people() -> Select[int, int, str, str]:
    """Place, id, name and pinyin of the people in the books."""
    query = select(Occupant.place_id, Occupant.id, Occupant.name, Occupant.pinyin_keys).join(
        Place, Place.id == Occupant.place_id
    )
    return query.where(Occupant.voided_at.is_(None), Place.voided_at.is_(None))


def _places_of_room(session: Session, room: Room, limit: int) -> Sequence[int]:
    conditions = [Place.voided_at.is_(None), Place.room == room.room]
    if room.building:
        conditions.append(Place.building == room.building)
    if room.unit:
        conditions.append(Place.unit == room.unit)
    query = select(Place.id).where(and_(*conditions)).order_by(Place.kind, Place.key)
    return session.scalars(query.limit(limit)).all()


def _by_pinyin(session: Session, letters: str, limit: int) -> Iterator[tuple[int, int | None]]:
    """People whose name begins with these letters, in full or by initials, in any reading of the surname."""
    wanted = _people().where(Occupant.pinyin_keys.contains(f" {letters}", autoescape=True))
    ranked = [
        (letters not in row.pinyin_keys.split(), len(row.name), row.name, row.place_id, row.id)
        for row in session.execute(wanted)
    ]
    yield from ((row[3], row[4]) for row in sorted(ranked)[:limit])


def _matches(session: Session, pairs: list[tuple[int, int | None]]) -> tuple[WhoMatch, ...]:
    place_ids = list(dict.fromkeys(place_id for place_id, _ in pairs))
    places = {place.id: place for place in session.scalars(select(Place).where(Place.id.in_(place_ids)))}
    people = occupants_of(session, place_ids)
    phones: dict[int, str] = {}
    for phone in phones_of(session, [person.id for person in people]):
        phones.setdefault(phone.occupant_id, phone.number)
    open_cases = _counted(session, place_ids, open_only=True)
    matches = []
    for place_id, occupant_id in pairs:
        own = [person for person in people if person.place_id == place_id]
        person = next((each for each in own if each.id == occupant_id), own[0] if own else None)
        matches.append(
            WhoMatch(
                place_id=place_id,
                place=places[place_id].label,
                kind=places[place_id].kind,
                occupant_id=person.id if person else None,
                name=person.name if person else "",
                occupant_kind=person.kind if person else None,
                phone=phones.get(person.id, "") if person else "",
                open_cases=open_cases.get(place_id, 0),
            )
        )
    return tuple(matches)


def _counted(session: Session, place_ids: Sequence[int], *, open_only: bool) -> dict[int | None, int]:
    counted = select(Case.place_id, func.count()).where(Case.place_id.in_(place_ids), STANDING)
    if open_only:
        counted = counted.where(Case.state.in_(OPEN_STATES))
    return dict(session.execute(counted.group_by(Case.place_id)).all())


def place_named(session: Session, text: str) -> tuple[int, str] | None:
    """The one place that a room's spelling or a label names, as (id, label); None when none or several do."""
    words = clean_line(text, None)
    found = [place_id for room in room_candidates(words)[:1] for place_id in _places_of_room(session, room, 2)]
    if not found:
        found = list(session.scalars(select(Place.id).where(Place.label == words, Place.voided_at.is_(None)).limit(2)))
    return (found[0], session.get_one(Place, found[0]).label) if len(found) == 1 else None


def place_ids(session: Session, text: str = "", kind: PlaceKind | None = None) -> array[int]:
    """Ids of the places to list, by building, unit and room; those that the words find, or all."""
    query = select(Place.id).where(Place.voided_at.is_(None))
    if kind is not None:
        query = query.where(Place.kind == kind)
    words = clean_line(text, None)
    if words:
        hits = {place_id for place_id, _person in _pairs(session, words, 1000)}
        building = fold_building(words)
        query = query.where(or_(Place.id.in_(hits), and_(Place.building == building, Place.building != "")))
    order = (func.length(Place.building), Place.building, func.length(Place.unit), Place.unit)
    return array(
        "q", session.scalars(query.order_by(Place.kind, *order, func.length(Place.room), Place.room, Place.key))
    )


def place_rows(session: Session, ids: Sequence[int]) -> tuple[PlaceRow, ...]:
    """The lines of these places, in the ids' order."""
    places = {place.id: place for place in session.scalars(select(Place).where(Place.id.in_(ids)))}
    people = occupants_of(session, list(ids))
    phones: dict[int, list[str]] = {}
    for phone in phones_of(session, [person.id for person in people]):
        phones.setdefault(phone.occupant_id, []).append(phone.number)
    open_cases, cases = _counted(session, ids, open_only=True), _counted(session, ids, open_only=False)
    rows = []
    for place_id in ids:
        own = [person for person in people if person.place_id == place_id]
        rows.append(
            PlaceRow(
                id=place_id,
                kind=places[place_id].kind,
                label=places[place_id].label,
                people="、".join(person.name for person in own),
                phones=tuple(number for person in own for number in phones.get(person.id, ())),
                open_cases=open_cases.get(place_id, 0),
                cases=cases.get(place_id, 0),
            )
        )
    return tuple(rows)


def place_page(session: Session, place_id: int, books: RuleBooks) -> PlacePage:
    """All that a household's page shows (R-OWN-05)."""
    place = session.get_one(Place, place_id)
    people = occupants_of(session, [place_id])
    phones: dict[int, list[PhoneRecord]] = {}
    for phone in phones_of(session, [person.id for person in people]):
        phones.setdefault(phone.occupant_id, []).append(PhoneRecord(phone.id, phone.number, phone.label))
    return PlacePage(
        id=place.id,
        kind=place.kind,
        building=place.building,
        unit=place.unit,
        floor=place.floor,
        room=place.room,
        label=place.label,
        area=place.area,
        external_no=place.external_no,
        note=place.note,
        version=place.version,
        occupants=tuple(
            OccupantRecord(
                id=person.id,
                kind=OccupantKind(person.kind),
                name=person.name,
                phones=tuple(phones.get(person.id, ())),
                external_no=person.external_no,
                from_on=person.from_on,
                to_on=person.to_on,
                note=person.note,
            )
            for person in people
        ),
        cases=cases_of_place(session, place_id, books),
        owed=owed_of_place(session, place_id),
        moved_in_on=place.moved_in_on,
        warranty_until=place.warranty_until,
    )


def cases_of_place(session: Session, place_id: int, books: RuleBooks, limit: int = SHOWN_CASES) -> tuple[CaseRow, ...]:
    """The newest cases of a place, newest first."""
    query = select(Case.id).where(Case.place_id == place_id, STANDING)
    query = query.order_by(Case.received_at.desc(), Case.id.desc())
    return case_rows(session, session.scalars(query.limit(limit)).all(), books)
