# SPDX-License-Identifier: Apache-2.0
"""All that the books hold of one person, to be copied out for them (R-OWN-04)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from complaintdesk.db.reader import Records, refuse_closed
from complaintdesk.db.tables import (
    CaseEvent,
    Contact,
    DataRequest,
    Occupant,
    PersonalAccess,
    Phone,
    Place,
    Vehicle,
)
from complaintdesk.desk.case_pages import case_records
from complaintdesk.desk.erasing import Traces, cases_of
from complaintdesk.desk.rule_books import RuleBooks
from complaintdesk.desk.staffing import names_of
from complaintdesk.errors import QT_TRANSLATE_NOOP

Value = str | bool | date | datetime | StrEnum | None


@dataclass(frozen=True)
class Section:
    """A table of the copy: its marked title, the marked heads of its columns, and what stands below them."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]


@dataclass(frozen=True)
class PersonData:
    """All that is held of a person, table by table; tables without a row are there as well."""

    person: str
    sections: tuple[Section, ...]


def person_data(session: Session, occupant_id: int, books: RuleBooks) -> PersonData:
    """What the books hold of this person: record, phones, vehicles, cases, calls, steps, requests, who saw it."""
    refuse_closed(session, Records.COPIES)
    person = session.get_one(Occupant, occupant_id)
    cases = cases_of(session, person, Traces(session, person))
    return PersonData(person.name, tuple(_sections(session, person, [case.id for case in cases], books)))


def _sections(session: Session, person: Occupant, ids: Sequence[int], books: RuleBooks) -> Iterator[Section]:
    place = session.get_one(Place, person.place_id)
    names = names_of(session)
    yield Section(
        QT_TRANSLATE_NOOP("sheets", "Person"),
        (
            QT_TRANSLATE_NOOP("sheets", "Name"),
            QT_TRANSLATE_NOOP("sheets", "Place"),
            QT_TRANSLATE_NOOP("sheets", "Relation"),
            QT_TRANSLATE_NOOP("sheets", "No."),
            QT_TRANSLATE_NOOP("sheets", "From"),
            QT_TRANSLATE_NOOP("sheets", "Until"),
            QT_TRANSLATE_NOOP("sheets", "Note"),
        ),
        ((person.name, place.label, person.kind, person.external_no, person.from_on, person.to_on, person.note),),
    )
    yield Section(
        QT_TRANSLATE_NOOP("sheets", "Phones"),
        (QT_TRANSLATE_NOOP("sheets", "Phone"), QT_TRANSLATE_NOOP("sheets", "Label")),
        tuple((row.number, row.label) for row in _rows(session, Phone, Phone.occupant_id == person.id)),
    )
    yield Section(
        QT_TRANSLATE_NOOP("sheets", "Vehicles"),
        (
            QT_TRANSLATE_NOOP("sheets", "Plate"),
            QT_TRANSLATE_NOOP("sheets", "Model"),
            QT_TRANSLATE_NOOP("sheets", "Space"),
            QT_TRANSLATE_NOOP("sheets", "Note"),
        ),
        tuple(
            (row.plate, row.model, row.space, row.note)
            for row in _rows(session, Vehicle, Vehicle.occupant_id == person.id)
        ),
    )
    yield Section(
        QT_TRANSLATE_NOOP("sheets", "Cases"),
        (
            QT_TRANSLATE_NOOP("sheets", "Case"),
            QT_TRANSLATE_NOOP("sheets", "Received"),
            QT_TRANSLATE_NOOP("sheets", "Kind"),
            QT_TRANSLATE_NOOP("sheets", "Place"),
            QT_TRANSLATE_NOOP("sheets", "Name"),
            QT_TRANSLATE_NOOP("sheets", "Phone"),
            QT_TRANSLATE_NOOP("sheets", "Matter"),
            QT_TRANSLATE_NOOP("sheets", "State"),
        ),
        tuple(
            (
                *(each.number or each.old_number, each.received_at, each.kind, each.place),
                *(each.caller_name, each.caller_phone, each.content, each.state),
            )
            for each in case_records(session, list(ids), books)
        ),
    )
    yield Section(
        QT_TRANSLATE_NOOP("sheets", "Calls and visits"),
        (
            QT_TRANSLATE_NOOP("sheets", "At"),
            QT_TRANSLATE_NOOP("sheets", "How"),
            QT_TRANSLATE_NOOP("sheets", "Name"),
            QT_TRANSLATE_NOOP("sheets", "Phone"),
            QT_TRANSLATE_NOOP("sheets", "Matter"),
        ),
        tuple(
            (row.happened_at, row.channel, row.caller_name, row.caller_phone, row.content)
            for row in _rows(session, Contact, Contact.case_id.in_(ids))
        ),
    )
    yield Section(
        QT_TRANSLATE_NOOP("sheets", "Steps"),
        (QT_TRANSLATE_NOOP("sheets", "At"), QT_TRANSLATE_NOOP("sheets", "Step"), QT_TRANSLATE_NOOP("sheets", "Words")),
        tuple((row.happened_at, row.kind, row.words) for row in _rows(session, CaseEvent, CaseEvent.case_id.in_(ids))),
    )
    yield Section(
        QT_TRANSLATE_NOOP("sheets", "Requests"),
        (QT_TRANSLATE_NOOP("sheets", "At"), QT_TRANSLATE_NOOP("sheets", "Kind"), QT_TRANSLATE_NOOP("sheets", "Words")),
        tuple(
            (row.asked_at, row.kind, row.words)
            for row in _rows(session, DataRequest, DataRequest.occupant_id == person.id)
        ),
    )
    yield Section(
        QT_TRANSLATE_NOOP("sheets", "Who saw it"),
        (
            QT_TRANSLATE_NOOP("sheets", "At"),
            QT_TRANSLATE_NOOP("sheets", "Who"),
            QT_TRANSLATE_NOOP("sheets", "How"),
            QT_TRANSLATE_NOOP("sheets", "Reason"),
        ),
        tuple(
            (row.seen_at, names[row.staff_id], row.kind, row.reason)
            for row in _rows(
                session,
                PersonalAccess,
                or_(PersonalAccess.occupant_id == person.id, PersonalAccess.case_id.in_(ids)),
            )
        ),
    )


def _rows(session: Session, table: type[Any], whose: Any) -> Sequence[Any]:
    return session.scalars(select(table).where(whose).order_by(table.id)).all()
