# SPDX-License-Identifier: Apache-2.0
"""All households as a workbook: people in the columns in which a list is read in, documents, vehicles, pets, works."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from complaintdesk.desk.household_book import ListedPlace
from complaintdesk.domain.phones import show_phone
from complaintdesk.domain.terms import DocumentKind, PlaceKind
from complaintdesk.errors import QT_TRANSLATE_NOOP
from complaintdesk.labels import label
from complaintdesk.sheets.tables_out import TableOut, write_tables
from complaintdesk.sheets.writing import Value

SHOP = "商铺"  # what a list of households calls one when it is read in
PEOPLE, DOCUMENTS = QT_TRANSLATE_NOOP("sheets", "Households"), QT_TRANSLATE_NOOP("sheets", "Documents")
VEHICLES, PETS = QT_TRANSLATE_NOOP("sheets", "Vehicles"), QT_TRANSLATE_NOOP("sheets", "Pets")
WORKS = QT_TRANSLATE_NOOP("sheets", "Decoration")
_PLACE, _NOTE = QT_TRANSLATE_NOOP("sheets", "Place"), QT_TRANSLATE_NOOP("sheets", "Note")
_FROM, _TO = QT_TRANSLATE_NOOP("sheets", "From"), QT_TRANSLATE_NOOP("sheets", "To")
_PHONE = QT_TRANSLATE_NOOP("sheets", "Phone")
PEOPLE_HEADS = (  # an import knows each by these words
    (QT_TRANSLATE_NOOP("sheets", "Building"), 8),
    (QT_TRANSLATE_NOOP("sheets", "Unit"), 8),
    (QT_TRANSLATE_NOOP("sheets", "Room"), 10),
    (QT_TRANSLATE_NOOP("sheets", "Floor"), 8),
    (QT_TRANSLATE_NOOP("sheets", "Area"), 10),
    (QT_TRANSLATE_NOOP("sheets", "Type"), 10),
    (QT_TRANSLATE_NOOP("sheets", "Parking_name"), 16),
    (QT_TRANSLATE_NOOP("sheets", "Name"), 16),
    (QT_TRANSLATE_NOOP("sheets", "Occupant_kind"), 10),
    (_PHONE, 30),
    (QT_TRANSLATE_NOOP("sheets", "Owner_number"), 14),
    (_FROM, 12),
    (_TO, 12),
    (_NOTE, 30),
)
VEHICLE_HEADS = (
    (_PLACE, 20),
    (QT_TRANSLATE_NOOP("sheets", "Plate"), 14),
    (QT_TRANSLATE_NOOP("sheets", "Make, colour"), 20),
    (QT_TRANSLATE_NOOP("sheets", "Vehicle of"), 16),
    (QT_TRANSLATE_NOOP("sheets", "Space"), 14),
    (_FROM, 12),
    (_TO, 12),
    (_NOTE, 30),
)
PET_HEADS = (
    (_PLACE, 20),
    (QT_TRANSLATE_NOOP("sheets", "Animal"), 14),
    (QT_TRANSLATE_NOOP("sheets", "Pet's name"), 14),
    (QT_TRANSLATE_NOOP("sheets", "Permit no."), 18),
    (_FROM, 12),
    (_TO, 12),
    (_NOTE, 30),
)
WORKS_HEADS = (
    (_PLACE, 20),
    (QT_TRANSLATE_NOOP("sheets", "What is done"), 34),
    (QT_TRANSLATE_NOOP("sheets", "Permit no."), 18),
    (QT_TRANSLATE_NOOP("sheets", "Firm"), 22),
    (QT_TRANSLATE_NOOP("sheets", "In charge on site"), 12),
    (_PHONE, 16),
    (_FROM, 12),
    (_TO, 12),
    (QT_TRANSLATE_NOOP("sheets", "Accepted"), 12),
    (_NOTE, 30),
)
_DOCUMENT = 12  # width of a document's column


def write_households(path: Path, places: Sequence[ListedPlace], *, office_name: str) -> int:
    """How many places were written; raises EnvironmentProblem when the disk refuses, the file is then as it was."""
    document_heads = [(_PLACE, 20), *((label(kind), _DOCUMENT) for kind in DocumentKind)]
    tables = (
        TableOut(PEOPLE, PEOPLE_HEADS, (row for place in places for row in _people(place))),
        TableOut(DOCUMENTS, document_heads, (_documents(place) for place in places)),
        TableOut(VEHICLES, VEHICLE_HEADS, (row for place in places for row in _vehicles(place))),
        TableOut(PETS, PET_HEADS, (row for place in places for row in _pets(place))),
        TableOut(WORKS, WORKS_HEADS, (row for place in places for row in _works(place))),
    )
    write_tables(path, tables, office_name=office_name)
    return len(places)


def _people(place: ListedPlace) -> Iterator[list[Value]]:
    """A row a person; a place where nobody is has one of its own."""
    shop = SHOP if place.kind is PlaceKind.SHOP else ""
    space = place.label if place.kind is PlaceKind.PARKING else ""
    room = place.room or ("" if space else place.label)  # some shops have a name alone
    door: list[Value] = [place.building, place.unit, room, place.floor, place.area, shop, space]
    for at, each in enumerate(place.people):
        numbers = "、".join(each.phones)
        note = "" if at else place.note
        yield [*door, each.name, label(each.kind), numbers, each.external_no, each.from_on, each.to_on, note]
    if not place.people:
        yield [*door, "", "", "", "", None, None, place.note]


def _documents(place: ListedPlace) -> list[Value]:
    states = [place.documents.get(kind) for kind in DocumentKind]
    return [place.label, *("" if state is None else label(state) for state in states)]


def _vehicles(place: ListedPlace) -> Iterator[list[Value]]:
    for listed in place.vehicles:
        each = listed.vehicle
        yield [place.label, each.plate, each.model, listed.whose, each.space, each.from_on, each.to_on, each.note]


def _pets(place: ListedPlace) -> Iterator[list[Value]]:
    for each in place.pets:
        yield [place.label, each.species, each.name, each.licence, each.from_on, each.to_on, each.note]


def _works(place: ListedPlace) -> Iterator[list[Value]]:
    for each in place.works:
        who = (each.permit, each.company, each.contact, show_phone(each.phone) if each.phone else "")
        yield [place.label, each.works, *who, each.from_on, each.to_on, each.accepted_on, each.note]
