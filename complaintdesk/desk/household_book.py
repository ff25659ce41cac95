# SPDX-License-Identifier: Apache-2.0
"""All households with their people and files, as a workbook has them (R-OWN-01); read some hundred at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaintdesk.db.reader import Records, refuse_closed
from complaintdesk.db.tables import Decoration, HouseholdDocument, Pet, Place, Vehicle
from complaintdesk.desk.file_standing import HAS_FILE, MOST_ASKED
from complaintdesk.desk.household_files import Side, decoration_draft, pet_draft, vehicle_draft
from complaintdesk.desk.household_records import DecorationDraft, PetDraft, VehicleDraft
from complaintdesk.desk.households import VEHICLES_SHOWN, occupants_of, phones_of
from complaintdesk.desk.importing import Tell
from complaintdesk.desk.people import place_ids
from complaintdesk.domain.terms import DocumentKind, DocumentState, OccupantKind, PlaceKind


@dataclass(frozen=True)
class ListedPerson:
    """A person of the list, with whole numbers."""

    name: str
    kind: OccupantKind
    phones: tuple[str, ...]
    external_no: str
    from_on: date | None
    to_on: date | None


@dataclass(frozen=True)
class ListedVehicle:
    """A vehicle with the name of whose it is; '' for the household's, and where that person is not listed."""

    whose: str
    vehicle: VehicleDraft


@dataclass
class ListedPlace:
    """A place with all that the office's list of households tells of it."""

    kind: PlaceKind
    label: str
    building: str
    unit: str
    floor: str
    room: str
    area: str
    moved_in_on: date | None
    note: str
    people: list[ListedPerson] = field(default_factory=list)
    vehicles: list[ListedVehicle] = field(default_factory=list)
    pets: list[PetDraft] = field(default_factory=list)
    works: list[DecorationDraft] = field(default_factory=list)
    documents: dict[DocumentKind, DocumentState] = field(default_factory=dict)


def household_book(session: Session, tell: Tell | None = None) -> tuple[ListedPlace, ...]:
    """Every household, shop and parking space by building and room. Raises UserError to who sees no such records.

    `tell(done, total)` hears how many are read, and what it raises ends it.
    """
    refuse_closed(session, Records.OWNERS)
    ids = place_ids(session)
    read: list[ListedPlace] = []
    for start in range(0, len(ids), MOST_ASKED):
        if tell is not None:
            tell(start, len(ids))
        read += _read(session, list(ids[start : start + MOST_ASKED]))
    return tuple(read)


def _read(session: Session, ids: list[int]) -> Iterator[ListedPlace]:
    rows = {row.id: row for row in session.scalars(select(Place).where(Place.id.in_(ids), Place.kind.in_(HAS_FILE)))}
    listed = {
        row.id: ListedPlace(
            kind=row.kind,
            label=row.label,
            building=row.building,
            unit=row.unit,
            floor=row.floor,
            room=row.room,
            area=row.area,
            moved_in_on=row.moved_in_on,
            note=row.note,
        )
        for row in rows.values()
    }
    people = occupants_of(session, list(listed))
    numbers: dict[int, list[str]] = {}
    for phone in phones_of(session, [person.id for person in people]):
        numbers.setdefault(phone.occupant_id, []).append(phone.number)
    for person in people:
        phones = tuple(numbers.get(person.id, ()))
        told = (person.name, person.kind, phones, person.external_no, person.from_on, person.to_on)
        listed[person.place_id].people.append(ListedPerson(*told))
    shown = select(Vehicle).where(Vehicle.place_id.in_(listed), VEHICLES_SHOWN).order_by(Vehicle.id)
    names = {person.id: person.name for person in people}
    for vehicle in session.scalars(shown):
        whose = names.get(vehicle.occupant_id or 0, "")
        listed[vehicle.place_id].vehicles.append(ListedVehicle(whose, vehicle_draft(vehicle)))
    for pet in _kept(session, Pet, listed):
        listed[pet.place_id].pets.append(pet_draft(pet))
    for works in _kept(session, Decoration, listed):
        listed[works.place_id].works.append(decoration_draft(works))
    for document in session.scalars(select(HouseholdDocument).where(HouseholdDocument.place_id.in_(listed))):
        listed[document.place_id].documents[document.document] = document.state
    return (listed[each] for each in ids if each in listed)


def _kept(session: Session, table: type[Side], places: Iterable[int]) -> Sequence[Side]:
    """The things of these places that are in use, in order of entry."""
    kept = select(table).where(table.place_id.in_(places), table.voided_at.is_(None))
    return session.scalars(kept.order_by(table.id)).all()
