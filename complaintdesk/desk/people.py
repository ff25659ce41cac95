# SPDX-License-Identifier: Apache-2.0
"""Finding who: places and their people by room in any spelling, name, pinyin or phone."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import Session

from complaintdesk.db import who_index
from complaintdesk.db.reader import Records, refuse_closed, sees
from complaintdesk.db.tables import Case, Contact, Place
from complaintdesk.desk import who_hits
from complaintdesk.desk.fee_pages import owed_of_place
from complaintdesk.desk.households import occupants_of, phones_of
from complaintdesk.desk.listing import STANDING, case_rows
from complaintdesk.desk.long_lists import Beginning, Heed, begun, heedless, read_ids
from complaintdesk.desk.records import (
    CaseRow,
    OccupantRecord,
    PhoneRecord,
    PlacePage,
    PlaceRow,
)
from complaintdesk.desk.rule_books import RuleBooks
from complaintdesk.desk.who_hits import Hit
from complaintdesk.desk.who_records import WhoMatch
from complaintdesk.domain.folding import Room, fold_building, room_candidates
from complaintdesk.domain.lifecycle import OPEN_STATES
from complaintdesk.domain.terms import CaseKind, OccupantKind, PlaceKind
from complaintdesk.domain.texts import clean_line

_MOST_LISTED = 1_000
SHOWN_CASES = 50


def who(session: Session, text: str, today: date, limit: int = 8) -> tuple[WhoMatch, ...]:
    """What the one box proposes for typed or pasted words, best first, as `who_hits` ranks them."""
    words = clean_line(text, None)
    found = who_hits.hits(session, words, today, limit) if words and sees(session, Records.OWNERS) else []
    return _matches(session, found, today)


def _matches(session: Session, found: Sequence[Hit], today: date) -> tuple[WhoMatch, ...]:
    place_ids = list(dict.fromkeys(hit.place_id for hit in found))
    places = {place.id: place for place in session.scalars(select(Place).where(Place.id.in_(place_ids)))}
    people = occupants_of(session, place_ids)
    phones: dict[int, str] = {}
    for phone in phones_of(session, [person.id for person in people]):
        phones.setdefault(phone.occupant_id, phone.number)
    open_cases = _counted(session, place_ids, open_only=True)
    calls = _last_calls(session, place_ids)
    matches = []
    for hit in found:
        place = places[hit.place_id]
        own = [person for person in people if person.place_id == place.id]
        here = [person for person in own if person.to_on is None or person.to_on >= today]
        person = next((each for each in own if each.id == hit.occupant_id), here[0] if here else None)
        notes = (place.note, person.note if person else "")
        called_at, called_kind = calls.get(place.id, (None, None))
        matches.append(
            WhoMatch(
                place_id=place.id,
                place=place.label,
                kind=place.kind,
                building=place.building,
                occupant_id=person.id if person else None,
                name=person.name if person else "",
                occupant_kind=person.kind if person else None,
                phone=phones.get(person.id, "") if person else "",
                left_on=person.to_on if person and person not in here else None,
                plate=hit.plate,
                others=tuple(each.name for each in here if each is not person),
                open_cases=open_cases.get(place.id, 0),
                last_call_at=called_at,
                last_call_kind=called_kind,
                warranty_until=place.warranty_until,
                note=" ".join(clean_line(note, None) for note in notes if note),
                reason=hit.reason,
            )
        )
    return tuple(matches)


def _last_calls(session: Session, place_ids: Sequence[int]) -> dict[int, tuple[datetime, CaseKind]]:
    """Of each place when somebody last called or came about one of its newest cases, and that case's kind."""
    ids = _newest_cases(session, place_ids)
    happened = func.coalesce(Contact.happened_at, Case.received_at)
    latest_first = func.row_number().over(partition_by=Case.place_id, order_by=(happened.desc(), Case.id.desc()))
    calls = select(Case.place_id, happened.label("at"), Case.kind, latest_first.label("nth"))
    calls = calls.outerjoin(Contact, Contact.case_id == Case.id).where(Case.id.in_(ids), STANDING)
    each = calls.subquery()
    last = select(each.c.place_id, each.c.at, each.c.kind).where(each.c.nth == 1)
    return {row.place_id: (row.at, row.kind) for row in session.execute(last)}


def _newest_cases(session: Session, place_ids: Sequence[int]) -> list[int]:
    """Ids of the newest cases of each place.

    One after the other, few as they are: so each is found by the index, where a complainant is hidden from the reader
    as well. Of all together (IN, with a window or a UNION) every case would be read then.
    """
    newest = select(Case.id).order_by(Case.id.desc()).limit(SHOWN_CASES)
    return [found for each in place_ids for found in session.scalars(newest.where(Case.place_id == each))]


def _counted(session: Session, place_ids: Sequence[int], *, open_only: bool) -> dict[int | None, int]:
    counted = select(Case.place_id, func.count()).where(Case.place_id.in_(place_ids), STANDING)
    if open_only:
        counted = counted.where(Case.state.in_(OPEN_STATES))
    return dict(session.execute(counted.group_by(Case.place_id)).all())


def _places_of_room(session: Session, room: Room, limit: int) -> Sequence[int]:
    conditions = [Place.voided_at.is_(None), Place.room == room.room]
    if room.building:
        conditions.append(Place.building == room.building)
    if room.unit:
        conditions.append(Place.unit == room.unit)
    query = select(Place.id).where(and_(*conditions)).order_by(Place.kind, Place.key)
    return session.scalars(query.limit(limit)).all()


def place_named(session: Session, text: str) -> tuple[int, str] | None:
    """The one place that a room's spelling or a label names, as (id, label); None when none or several do."""
    words = clean_line(text, None)
    found = [place_id for room in room_candidates(words)[:1] for place_id in _places_of_room(session, room, 2)]
    if not found:
        found = list(session.scalars(select(Place.id).where(Place.label == words, Place.voided_at.is_(None)).limit(2)))
    return (found[0], session.get_one(Place, found[0]).label) if len(found) == 1 else None


def has_places(session: Session) -> bool:
    """Whether the books have any place, whoever asks."""
    return session.scalar(select(Place.id).where(Place.voided_at.is_(None)).limit(1)) is not None


def stands(session: Session, place_id: int, label: str) -> bool:
    """Whether the books have this place under this name."""
    named = select(Place.id).where(Place.id == place_id, Place.label == label, Place.voided_at.is_(None))
    return session.scalar(named) is not None


def public_areas(session: Session) -> tuple[tuple[int, str], ...]:
    """Ids and names of the public areas, in the order of places."""
    ids = place_ids(session, "", PlaceKind.PUBLIC_AREA)
    names = {row.id: row.label for row in session.execute(select(Place.id, Place.label).where(Place.id.in_(ids)))}
    return tuple((each, names[each]) for each in ids)


def place_beginning(session: Session, text: str = "", kind: PlaceKind | None = None) -> Beginning:
    """With what `place_ids` begins."""
    return begun(lambda most: place_ids(session, text, kind, most=most))


def place_ids(
    session: Session,
    text: str = "",
    kind: PlaceKind | None = None,
    heed: Heed = heedless,
    *,
    most: int | None = None,
    kept: Sequence[Collection[int]] = (),
) -> array[int]:
    """Ids of the places to list, by building, unit and room; those that the words find, or all (R-OWN-03).

    The first so many of them, or those that are in each of `kept`.
    """
    if not sees(session, Records.OWNERS):  # R-OWN-03
        return array("q")
    return read_ids(session, _listed(session, text, kind).limit(most), heed, kept)


def _listed(session: Session, text: str, kind: PlaceKind | None) -> Select[int]:
    query = select(Place.id).where(Place.voided_at.is_(None))
    if kind is not None:
        query = query.where(Place.kind == kind)
    words = clean_line(text, None)
    if words:
        hits = who_hits.hits(session, words, date.min, _MOST_LISTED)  # left or not
        building = fold_building(words)
        ways = [Place.id.in_({hit.place_id for hit in hits}), and_(Place.building == building, Place.building != "")]
        if len(hits) == _MOST_LISTED:  # there may be more of whom only the name was begun
            ways.append(Place.id.in_(who_index.places_begun(who_hits.beginnings(words))))
        query = query.where(or_(*ways))
    order = (func.length(Place.building), Place.building, func.length(Place.unit), Place.unit)
    return query.order_by(Place.kind, *order, func.length(Place.room), Place.room, Place.key)


def place_rows(session: Session, ids: Sequence[int]) -> tuple[PlaceRow, ...]:
    """The lines of these places, in the ids' order."""
    if ids:
        refuse_closed(session, Records.OWNERS)
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
    refuse_closed(session, Records.OWNERS)
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
    refuse_closed(session, Records.OWNERS)
    query = select(Case.id).where(Case.place_id == place_id, STANDING)
    query = query.order_by(Case.received_at.desc(), Case.id.desc())
    return case_rows(session, session.scalars(query.limit(limit)).all(), books)
