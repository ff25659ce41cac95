# SPDX-License-Identifier: Apache-2.0
"""The phone directory (R-OWN-02): the residents' numbers as a register of their own, and the outside ones one calls."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from complaintdesk.db.reader import Records, refuse_closed, sees
from complaintdesk.db.tables import DirectoryEntry, Occupant, Phone, Place
from complaintdesk.db.who_index import people_begun
from complaintdesk.desk.context import Context
from complaintdesk.desk.importing import Imported
from complaintdesk.desk.long_lists import Beginning, Heed, begun, heedless, read_ids
from complaintdesk.desk.pinyin_table import pinyin_table
from complaintdesk.desk.voiding import row_to_change, void_record
from complaintdesk.domain.folding import room_candidates
from complaintdesk.domain.phones import fold_phone, phone_problem
from complaintdesk.domain.pinyin import keys_for, sort_key
from complaintdesk.domain.spelling import letters
from complaintdesk.domain.terms import OccupantKind
from complaintdesk.domain.texts import clean_line, clean_text, fold
from complaintdesk.domain.who_keys import KeyKind, key
from complaintdesk.errors import QT_TRANSLATE_NOOP, MissingFields, UserError

SHORTEST_PART = 3  # digits of a number that are looked for


@dataclass(frozen=True)
class EntryDraft:
    """An outside number as it should read; `id` and `version` where it is in the directory already."""

    name: str = ""
    serves: str = ""  # what one calls it for
    contact: str = ""
    phone: str = ""
    note: str = ""
    id: int | None = None
    version: int | None = None


@dataclass(frozen=True)
class DirectoryLine:
    """A line of the directory: an outside number by its entry's id, a resident's by that of their phone below zero.

    So both stand in one list; only a resident's has a `kind`, and is masked until somebody asks for it.
    """

    id: int
    name: str
    phone: str
    about: str  # what one calls it for; of a resident whose number of theirs it is
    contact: str = ""
    note: str = ""
    kind: OccupantKind | None = None
    place: str = ""
    place_id: int | None = None
    occupant_id: int | None = None
    version: int | None = None


@dataclass(frozen=True)
class DirectorySheet:
    """The directory, or a part of it, on paper."""

    lines: tuple[DirectoryLine, ...]

    @property
    def numbers(self) -> tuple[DirectoryLine, ...]:
        """What its table lists."""
        return self.lines

    @property
    def count(self) -> int:
        """How many numbers stand on it."""
        return len(self.lines)


def save(session: Session, context: Context, draft: EntryDraft) -> int:
    """The id of an outside number added or changed.

    Raises MissingFields, UserError beside a field, Conflict when another desk changed it first.
    """
    values = checked_entry(draft)
    if draft.id is None:
        if (values["name"], values["phone"]) in _known(session):
            raise UserError(QT_TRANSLATE_NOOP("errors", "This number stands in the directory already."), field="phone")
        row = DirectoryEntry(void_reason="")
    else:
        row = row_to_change(session, DirectoryEntry, draft, _draft_of)
    _put(session, row, values)
    context.subject = f"directory:{row.id}"
    return row.id


def take_in(session: Session, context: Context, drafts: Sequence[EntryDraft]) -> Imported:
    """How many outside numbers of a list are new, and how many stood there already; those stay as they are."""
    known, fresh = _known(session), []
    for draft in drafts:
        values = checked_entry(draft)
        key = values["name"], values["phone"]
        fresh.append(key not in known)
        if key not in known:
            known.add(key)
            _put(session, DirectoryEntry(void_reason=""), values)
    context.subject = str(sum(fresh))
    context.already_done = not any(fresh)
    return Imported(sum(fresh), len(fresh) - sum(fresh), tuple(fresh))


def checked_entry(draft: EntryDraft) -> dict[str, str]:
    """An outside number as the books hold it; raises MissingFields, UserError beside a field."""
    asked = {
        "name": QT_TRANSLATE_NOOP("errors", "Whose number is it?"),
        "phone": QT_TRANSLATE_NOOP("errors", "Which number?"),
    }
    if missing := {name: words for name, words in asked.items() if not fold(getattr(draft, name))}:
        raise MissingFields(missing)
    if problem := phone_problem(draft.phone):
        raise UserError(problem, field="phone")
    return {
        "name": clean_line(draft.name, 80, "name"),
        "phone": fold_phone(draft.phone),
        "serves": clean_line(draft.serves, 80, "serves"),
        "contact": clean_line(draft.contact, 80, "contact"),
        "note": clean_text(draft.note, field="note"),
    }


def _known(session: Session) -> set[tuple[str, str]]:
    """Name and number of what stands in the directory."""
    standing = select(DirectoryEntry).where(DirectoryEntry.voided_at.is_(None))
    return {(row.name, row.phone) for row in session.scalars(standing)}


def _put(session: Session, row: DirectoryEntry, values: dict[str, str]) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    row.pinyin = sort_key(row.name, pinyin_table())
    row.pinyin_keys = "".join(f" {key}" for key in keys_for(row.name, pinyin_table()))
    session.add(row)
    session.flush()


def void(session: Session, context: Context, entry_id: int, reason: str) -> None:
    """Takes an outside number out of the directory; the reason stays. Raises MissingFields without one."""
    row = session.get_one(DirectoryEntry, entry_id)
    context.subject = f"directory:{row.id}"
    void_record(context, row, reason)


def outside_ids(session: Session, text: str = "") -> array[int]:
    """Ids of the outside numbers that the words find (name, pinyin, what for, digits), or of all, by name."""
    query = select(DirectoryEntry.id).where(DirectoryEntry.voided_at.is_(None))
    words = clean_line(text, None)
    if words:
        told = (DirectoryEntry.name, DirectoryEntry.serves, DirectoryEntry.contact, DirectoryEntry.note)
        hits: list[ColumnElement[bool]] = [column.contains(words, autoescape=True) for column in told]
        ways = letters(fold(words))
        hits += [DirectoryEntry.pinyin_keys.contains(f" {way}", autoescape=True) for way in ways]
        hits += _by_digits(DirectoryEntry.phone, words)
        query = query.where(or_(*hits))
    return array("q", session.scalars(query.order_by(DirectoryEntry.pinyin, DirectoryEntry.id)))


def resident_beginning(session: Session, today: date, text: str = "") -> Beginning:
    """With what `resident_ids` begins."""
    return begun(lambda most: resident_ids(session, today, text, most=most))


def resident_ids(
    session: Session, today: date, text: str = "", heed: Heed = heedless, *, most: int | None = None
) -> array[int]:
    """Lines of the residents' numbers that the words find (name, pinyin, room, digits), or of all, by room.

    Who moved away, was taken out or sealed is not among them; to who sees no owners' records nobody is (R-OWN-03).
    """
    if not sees(session, Records.OWNERS):
        return array("q")
    query = _residents(today).with_only_columns(-Phone.id)
    words = clean_line(text, None)
    if words:
        hits: list[ColumnElement[bool]] = [
            column.contains(words, autoescape=True) for column in (Occupant.name, Place.label)
        ]
        named = [key(KeyKind.PINYIN, way) for way in letters(fold(words))]
        hits += [Occupant.id.in_(people_begun(named))] if named else []
        hits += _by_digits(Phone.number, words)
        for room in room_candidates(words):
            parts = ((Place.room, room.room), (Place.building, room.building), (Place.unit, room.unit))
            hits.append(and_(*(column == part for column, part in parts if part)))
        query = query.where(or_(*hits))
    by_door = (func.length(Place.building), Place.building, func.length(Place.unit), Place.unit)
    query = query.order_by(Place.kind, *by_door, func.length(Place.room), Place.room, Place.key)
    return read_ids(session, query.order_by(Occupant.id, Phone.id).limit(most), heed)


def directory_lines(session: Session, ids: Sequence[int]) -> tuple[DirectoryLine, ...]:
    """These lines, in the ids' order; to who sees no owners' records none of a resident."""
    wanted = select(DirectoryEntry).where(DirectoryEntry.id.in_([each for each in ids if each > 0]))
    found = {row.id: _outside(row) for row in session.scalars(wanted)}
    told = select(Phone, Occupant, Place).join(Occupant, Occupant.id == Phone.occupant_id)
    residents = [-each for each in ids if each < 0] if sees(session, Records.OWNERS) else []
    told = told.join(Place, Place.id == Occupant.place_id).where(Phone.id.in_(residents))
    found |= {-row.Phone.id: _resident(row.Phone, row.Occupant, row.Place) for row in session.execute(told)}
    return tuple(found[each] for each in ids if each in found)


def directory_line(session: Session, line_id: int) -> DirectoryLine:
    """One line; raises UserError for a resident's to who sees no owners' records."""
    if line_id < 0:
        refuse_closed(session, Records.OWNERS)
    return directory_lines(session, [line_id])[0]


def entry_draft(session: Session, entry_id: int) -> EntryDraft:
    """An outside number as a form holds it."""
    return _draft_of(session.get_one(DirectoryEntry, entry_id))


def outside_sheet(session: Session) -> DirectorySheet:
    """All outside numbers, for paper."""
    return DirectorySheet(directory_lines(session, outside_ids(session)))


def resident_sheet(session: Session, today: date) -> DirectorySheet:
    """All residents' numbers, for paper."""
    return DirectorySheet(directory_lines(session, resident_ids(session, today)))


def _residents(today: date) -> Select[int]:
    query = select(Phone.id).join(Occupant, Occupant.id == Phone.occupant_id).join(Place, Place.id == Occupant.place_id)
    query = query.where(Phone.voided_at.is_(None), Occupant.voided_at.is_(None), Place.voided_at.is_(None))
    return query.where(Occupant.sealed_at.is_(None), or_(Occupant.to_on.is_(None), Occupant.to_on >= today))


def _by_digits(number: InstrumentedAttribute[str], words: str) -> list[ColumnElement[bool]]:
    """What digits find: a number in which they stand."""
    digits = fold_phone(words)
    looked_for = len(digits) >= SHORTEST_PART and digits.isdigit()
    return [number.contains(digits, autoescape=True)] if looked_for else []


def _outside(row: DirectoryEntry) -> DirectoryLine:
    return DirectoryLine(row.id, row.name, row.phone, row.serves, row.contact, row.note, version=row.version)


def _resident(phone: Phone, person: Occupant, place: Place) -> DirectoryLine:
    return DirectoryLine(
        id=-phone.id,
        name=person.name,
        phone=phone.number,
        about=phone.label,
        note=person.note,
        kind=OccupantKind(person.kind),
        place=place.label,
        place_id=place.id,
        occupant_id=person.id,
    )


def _draft_of(row: DirectoryEntry) -> EntryDraft:
    return EntryDraft(row.name, row.serves, row.contact, row.phone, row.note, row.id, row.version)
