# SPDX-License-Identifier: Apache-2.0
"""Who saw whom: the reveals, papers, files and tellings on record, by person seen, by staff, by day (R-OWN-02)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from complaintdesk.db.reader import Records, refuse_closed
from complaintdesk.db.tables import Case, Occupant, PersonalAccess, Place, Staff
from complaintdesk.desk.staffing import names_of
from complaintdesk.domain.dates import civil_day
from complaintdesk.domain.terms import AccessKind
from complaintdesk.domain.texts import clean_line


@dataclass(frozen=True)
class AccessFilter:
    """Which accesses are listed; days are civil days in the office, both included."""

    place_id: int | None = None
    occupant_id: int | None = None  # a person: what was seen of them, and of the cases that they called for
    staff_id: int | None = None
    kind: AccessKind | None = None
    from_on: date | None = None
    to_on: date | None = None
    words: str = ""  # a person's name, a place or a case's number


@dataclass(frozen=True)
class AccessRecord:
    """Personal data that came before somebody's eyes: when, who, how, whose, how many people's, why, who approved."""

    id: int
    seen_at: datetime
    staff: str
    kind: AccessKind
    place: str
    person: str
    case_id: int | None
    case_number: str
    what: str
    people: int
    reason: str
    approved_by: str


def accesses(session: Session, wanted: AccessFilter, zone: ZoneInfo) -> tuple[AccessRecord, ...]:
    """The accesses that are wanted, the newest first."""
    refuse_closed(session, Records.ACCESSES)
    names = names_of(session)
    columns = (Place.label, Occupant.name, Case.number, Case.caller_name, Case.place_text)
    query = select(PersonalAccess, *columns).outerjoin(Place, Place.id == PersonalAccess.place_id)
    query = query.outerjoin(Occupant, Occupant.id == PersonalAccess.occupant_id)
    query = query.outerjoin(Case, Case.id == PersonalAccess.case_id)
    narrowed = _narrowed(query, wanted, zone)
    rows = session.execute(narrowed.order_by(PersonalAccess.id.desc()))
    return tuple(_record(row, names) for row in rows)


def access_staff(session: Session, also: int = 0) -> tuple[tuple[int, str], ...]:
    """Id and name of everyone on record as having seen somebody's data, and of who is asked about, by pinyin."""
    refuse_closed(session, Records.ACCESSES)
    seen = select(PersonalAccess.staff_id).distinct()
    query = (
        select(Staff.id, Staff.name).where(or_(Staff.id.in_(seen), Staff.id == also)).order_by(Staff.pinyin, Staff.id)
    )
    return tuple((row.id, row.name) for row in session.execute(query))


def access_days(session: Session, zone: ZoneInfo) -> tuple[date, ...]:
    """The civil days on which data was seen, the newest first."""
    refuse_closed(session, Records.ACCESSES)
    instants = session.scalars(select(PersonalAccess.seen_at).distinct())
    return tuple(sorted({civil_day(each, zone) for each in instants}, reverse=True))


def _narrowed(query: Select[*tuple[Any, ...]], wanted: AccessFilter, zone: ZoneInfo) -> Select[*tuple[Any, ...]]:
    if wanted.occupant_id is not None:
        theirs = PersonalAccess.occupant_id.is_(None) & (Case.occupant_id == wanted.occupant_id)
        query = query.where(or_(PersonalAccess.occupant_id == wanted.occupant_id, theirs))
    for column, value in (
        (PersonalAccess.place_id, wanted.place_id),
        (PersonalAccess.staff_id, wanted.staff_id),
        (PersonalAccess.kind, wanted.kind),
    ):
        query = query if value is None else query.where(column == value)
    if wanted.from_on is not None:
        query = query.where(PersonalAccess.seen_at >= datetime.combine(wanted.from_on, time(), zone))
    if wanted.to_on is not None:
        end = datetime.combine(wanted.to_on + timedelta(days=1), time(), zone)
        query = query.where(PersonalAccess.seen_at < end)
    words = clean_line(wanted.words, None)
    if words:
        told = (Place.label, Occupant.name, Case.number, Case.caller_name, Case.place_text)
        query = query.where(or_(*(column.contains(words, autoescape=True) for column in told)))
    return query


def _record(row: Any, names: dict[int | None, str]) -> AccessRecord:
    access: PersonalAccess = row.PersonalAccess
    return AccessRecord(
        id=access.id,
        seen_at=access.seen_at,
        staff=names[access.staff_id],
        kind=access.kind,
        place=row.label or row.place_text or "",
        person=row.name or row.caller_name or "",
        case_id=access.case_id,
        case_number=row.number or "",
        what=access.what,
        people=access.people,
        reason=access.reason,
        approved_by=names[access.approved_by],
    )
