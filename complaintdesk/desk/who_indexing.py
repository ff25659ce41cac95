# SPDX-License-Identifier: Apache-2.0
"""What places and their people are found by at the one box: the keys' one writer, and what `check` compares."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaintdesk.db import who_index
from complaintdesk.db.journal import Change
from complaintdesk.db.tables import Occupant, Phone, Place, Vehicle
from complaintdesk.desk.households import VEHICLES_SHOWN
from complaintdesk.desk.pinyin_table import pinyin_table
from complaintdesk.domain.folding import Room
from complaintdesk.domain.terms import PlaceKind
from complaintdesk.domain.who_keys import door_keys, label_keys, name_keys, phone_keys, plate_keys

PAGE = 500
Keys = set[tuple[str, int]]


def keep_keys(session: Session, changes: Collection[Change]) -> None:
    """Makes every place that these changes of a deed bear on found by what it holds now; called once, at its end.

    People and phones raise their place's version, so that it is among the changes itself.
    """
    ids = {change.id for change in changes if change.table == Place.__tablename__}
    vehicles = [change.id for change in changes if change.table == Vehicle.__tablename__]
    for at in range(0, len(vehicles), PAGE):
        ids |= set(session.scalars(select(Vehicle.place_id).where(Vehicle.id.in_(vehicles[at : at + PAGE]))))
    for page in _pages(sorted(ids)):
        who_index.put_many(session, keys_of(session, page))


def refill_keys(session: Session) -> None:
    """Fills the keys, emptied first, again from all places."""
    who_index.clear(session)
    for page in _pages(all_places(session)):
        who_index.put_many(session, keys_of(session, page))


def all_places(session: Session) -> Sequence[int]:
    """Ids of all places in the books, in use or not."""
    return session.scalars(select(Place.id).order_by(Place.id)).all()


def differing(session: Session) -> Iterator[tuple[int, bool]]:
    """Ids of the places that are not found as they should be, and whether there is such a place at all."""
    known = who_index.fingerprints(session)
    for page in _pages(all_places(session)):
        for place_id, keys in keys_of(session, page).items():
            if known.pop(place_id, 0) != who_index.fingerprint(keys):
                yield place_id, True
    yield from ((place_id, False) for place_id in sorted(known))


def keys_of(session: Session, place_ids: Sequence[int]) -> dict[int, Keys]:
    """The keys of each place, each with the person whose it is (0: the place's own).

    None of what is out of use, sealed or erased, and none of those who lived at a place that is out of use.
    """
    found: dict[int, Keys] = {place_id: set() for place_id in place_ids}
    columns = (Place.id, Place.kind, Place.building, Place.unit, Place.room, Place.label)
    used = session.execute(select(*columns).where(Place.id.in_(place_ids), Place.voided_at.is_(None))).all()
    for row in used:
        if row.kind is PlaceKind.HOUSEHOLD:
            keys: Iterator[str] | tuple[str, ...] = door_keys(Room(row.building, row.unit, "", row.room))
        else:
            keys = label_keys(row.label, pinyin_table())
        found[row.id].update((key, 0) for key in keys)
    ids = [row.id for row in used]
    here = (Occupant.place_id.in_(ids), Occupant.voided_at.is_(None), Occupant.sealed_at.is_(None))
    for person in session.execute(select(Occupant.id, Occupant.place_id, Occupant.name).where(*here)):
        found[person.place_id].update((key, person.id) for key in name_keys(person.name, pinyin_table()))
    phones = select(Occupant.place_id, Phone.occupant_id, Phone.number).join(Occupant, Occupant.id == Phone.occupant_id)
    for phone in session.execute(phones.where(*here, Phone.voided_at.is_(None))):
        found[phone.place_id].update((key, phone.occupant_id) for key in phone_keys(phone.number))
    cars = select(Vehicle.place_id, Vehicle.plate_key).where(Vehicle.place_id.in_(ids), VEHICLES_SHOWN)
    for car in session.execute(cars):
        found[car.place_id].update((key, 0) for key in plate_keys(car.plate_key))
    return found


def _pages(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    return (ids[at : at + PAGE] for at in range(0, len(ids), PAGE))
