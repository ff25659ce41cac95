# SPDX-License-Identifier: Apache-2.0
"""Deeds on places and their people: added, edited, voided; typed by hand and imported by the same code."""

from __future__ import annotations

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from complaintdesk.db.tables import Occupant, Phone, Place, Vehicle
from complaintdesk.desk.context import Context
from complaintdesk.desk.drafts import OccupantDraft, PhoneDraft, PlaceDraft
from complaintdesk.desk.pinyin_table import pinyin_table
from complaintdesk.desk.voiding import given_reason, mark_void, refuse_void
from complaintdesk.domain.folding import Room, floor_of, fold_building, fold_room_no, fold_unit
from complaintdesk.domain.phones import fold_phone, phone_problem
from complaintdesk.domain.pinyin import sort_key
from complaintdesk.domain.quantities import read_area
from complaintdesk.domain.terms import PlaceKind
from complaintdesk.domain.texts import clean_line, clean_text, fold
from complaintdesk.errors import QT_TRANSLATE_NOOP, Conflict, MissingFields, UserError

# A person's vehicles go out of every list with the person, and come back with them (R-OWN-04).
VEHICLES_SHOWN = and_(
    Vehicle.voided_at.is_(None),
    or_(
        Vehicle.occupant_id.is_(None),
        Vehicle.occupant_id.in_(select(Occupant.id).where(Occupant.sealed_at.is_(None))),
    ),
)


def place_room(draft: PlaceDraft) -> Room:
    """The folded door of a draft; its parts are '' where the draft says none."""
    room = fold_room_no(draft.room)
    return Room(fold_building(draft.building), fold_unit(draft.unit), draft.floor.strip() or floor_of(room), room)


def place_key(draft: PlaceDraft) -> str:
    """The folded identity of a place: two drafts of one door have one key."""
    room = place_room(draft)
    if draft.kind is PlaceKind.HOUSEHOLD:
        return room.key
    return f"{draft.kind.value}:{fold(place_label(draft))}"


def place_label(draft: PlaceDraft) -> str:
    """The place as people say it: its own label, or building, unit and room; '' when the draft says none."""
    given = clean_line(draft.label, 80, "label")
    if draft.kind is PlaceKind.HOUSEHOLD:
        return place_room(draft).label
    return given or (place_room(draft).label if draft.room.strip() else "")


def save_place(session: Session, context: Context, draft: PlaceDraft) -> int:
    """The id of a place added or edited, with its people; UserError beside a field, Conflict on a stale version."""
    refuse_incomplete(draft)
    key, label = place_key(draft), place_label(draft)
    twin = session.scalars(select(Place).where(Place.key == key)).first()
    if draft.id is None:
        if twin is not None:
            raise UserError(QT_TRANSLATE_NOOP("errors", "{place} is in the books already."), field="room", place=label)
        place = Place(created_at=context.now, void_reason="")
        session.add(place)
    else:
        place = standing_place(session, draft.id)
        if draft.version != place.version:
            raise Conflict(place_draft(session, place), draft)
        if twin is not None and twin.id != place.id:
            raise UserError(QT_TRANSLATE_NOOP("errors", "{place} is in the books already."), field="room", place=label)
    describe_place(place, draft)
    session.flush()
    context.subject = f"place:{place.id}"
    for occupant in draft.occupants:
        _put_occupant(session, context, place, occupant)
    return place.id


def standing_place(session: Session, place_id: int, field: str = "") -> Place:
    """The place; UserError beside `field` for one out of use: its door may have been entered anew."""
    place = session.get_one(Place, place_id)
    if place.voided_at is not None:
        text = QT_TRANSLATE_NOOP("errors", "This place is out of use: nothing more is noted of it.")
        raise UserError(text, field=field)
    return place


def add_occupant(session: Session, context: Context, place_id: int, draft: OccupantDraft) -> int:
    """The id of a person added to a place, as when somebody calls who is in no book; UserError beside a field."""
    place = standing_place(session, place_id)
    context.subject = f"place:{place.id}"
    name = clean_line(draft.name, 80, "caller_name")
    if any(person.name == name for person in occupants_of(session, [place.id])):
        raise UserError(
            QT_TRANSLATE_NOOP("errors", "{name} is in this household already."), field="caller_name", name=name
        )
    return _put_occupant(session, context, place, draft)


def refuse_incomplete(draft: PlaceDraft) -> None:
    """Raises MissingFields for a place that has no door and no name."""
    if draft.kind is PlaceKind.HOUSEHOLD and not draft.room.strip():
        raise MissingFields({"room": QT_TRANSLATE_NOOP("errors", "Which room?")})
    if not place_label(draft):
        raise MissingFields({"label": QT_TRANSLATE_NOOP("errors", "What is the place called?")})


def describe_place(place: Place, draft: PlaceDraft) -> None:
    """Writes on the place what the draft says of it, folded and cleaned; raises UserError beside a field."""
    room = place_room(draft)
    place.kind, place.building, place.unit, place.floor, place.room = (
        draft.kind,
        room.building,
        room.unit,
        room.floor,
        room.room,
    )
    place.label, place.key = place_label(draft), place_key(draft)
    if clean_line(draft.area, 20, "area") != place.area:  # what an old list wrote otherwise stays until it is changed
        place.area = read_area(draft.area)
    place.external_no = clean_line(draft.external_no, 40, "external_no")
    place.moved_in_on, place.warranty_until = draft.moved_in_on, draft.warranty_until
    place.note = clean_text(draft.note, field="note")


def _put_occupant(session: Session, context: Context, place: Place, draft: OccupantDraft) -> int:
    if draft.id is None:
        occupant = Occupant(place_id=place.id, seal_reason="", void_reason="")
        session.add(occupant)
    else:
        occupant = session.get_one(Occupant, draft.id)
    describe_occupant(occupant, draft)
    session.flush()
    known = {phone.number: phone for phone in phones_of(session, [occupant.id])}
    wanted = checked_phones(draft)
    for number, phone in wanted.items():
        if number in known:
            known[number].label = clean_line(phone.label, 40)
        else:
            session.add(
                Phone(occupant_id=occupant.id, number=number, label=clean_line(phone.label, 40), void_reason="")
            )
    for number, row in known.items():
        if number not in wanted:
            mark_void(context, row, "")
    return occupant.id


def describe_occupant(occupant: Occupant, draft: OccupantDraft) -> None:
    """Writes on the person what the draft says of them, names also in pinyin; raises UserError beside a field."""
    name = clean_line(draft.name, 80, "occupants")
    if not name:
        raise UserError(QT_TRANSLATE_NOOP("errors", "A name is needed."), field="occupants")
    occupant.kind, occupant.name, occupant.pinyin = draft.kind, name, sort_key(name, pinyin_table())
    occupant.external_no = clean_line(draft.external_no, 40)
    occupant.from_on, occupant.to_on, occupant.note = draft.from_on, draft.to_on, clean_text(draft.note)


def checked_phones(draft: OccupantDraft) -> dict[str, PhoneDraft]:
    """The person's phones by their digits; raises UserError for what is no number."""
    for problem in filter(None, (phone_problem(phone.number) for phone in draft.phones)):
        raise UserError(problem, field="phones")
    return {fold_phone(phone.number): phone for phone in draft.phones if fold(phone.number)}


def phones_of(session: Session, occupant_ids: list[int]) -> list[Phone]:
    """The phones in use of these people, in order of entry."""
    wanted = select(Phone).where(Phone.occupant_id.in_(occupant_ids), Phone.voided_at.is_(None)).order_by(Phone.id)
    return list(session.scalars(wanted))


def occupants_of(session: Session, place_ids: list[int]) -> list[Occupant]:
    """The people in the books at these places, owners first, then by pinyin; none whose record is sealed."""
    here = (Occupant.voided_at.is_(None), Occupant.sealed_at.is_(None))
    wanted = select(Occupant).where(Occupant.place_id.in_(place_ids), *here)
    rows = session.scalars(wanted).all()
    order = {"owner": 0, "family": 1, "tenant": 2, "other": 3}
    return sorted(rows, key=lambda row: (row.place_id, order[row.kind.value], row.pinyin, row.id))


def place_draft(session: Session, place: Place) -> PlaceDraft:
    """A place in the books as the form holds it."""
    people = occupants_of(session, [place.id])
    phones: dict[int, list[PhoneDraft]] = {}
    for phone in phones_of(session, [person.id for person in people]):
        phones.setdefault(phone.occupant_id, []).append(PhoneDraft(phone.number, phone.label))
    return PlaceDraft(
        kind=place.kind,
        building=place.building,
        unit=place.unit,
        floor=place.floor,
        room=place.room,
        label=place.label,
        area=place.area,
        external_no=place.external_no,
        note=place.note,
        moved_in_on=place.moved_in_on,
        warranty_until=place.warranty_until,
        occupants=tuple(
            OccupantDraft(
                name=person.name,
                kind=person.kind,
                phones=tuple(phones.get(person.id, ())),
                external_no=person.external_no,
                from_on=person.from_on,
                to_on=person.to_on,
                note=person.note,
                id=person.id,
            )
            for person in people
        ),
        id=place.id,
        version=place.version,
    )


def void_place(session: Session, context: Context, place_id: int, reason: str) -> None:
    """Takes a place entered by mistake out of use; it stays in the books, its door can be entered anew (R-OWN-04)."""
    place = session.get_one(Place, place_id)
    context.subject = f"place:{place.id}"
    _void(context, place, reason)
    place.key = f"{place.key}#{place.id}"


def void_occupant(session: Session, context: Context, occupant_id: int, reason: str) -> None:
    """Takes a person entered by mistake out of use; the record stays in the books (R-OWN-04)."""
    occupant = session.get_one(Occupant, occupant_id)
    context.subject = f"place:{occupant.place_id}"
    _void(context, occupant, reason)


def _void(context: Context, row: Place | Occupant, reason: str) -> None:
    refuse_void(row)
    mark_void(context, row, given_reason(reason))
