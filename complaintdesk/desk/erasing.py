# SPDX-License-Identifier: Apache-2.0
"""Erasing what the books hold of one person (R-OWN-04): numbers and counts stay, and so does the chain."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from complaintdesk.db.forgetting import forget_private, tidy_search
from complaintdesk.db.journal import personal_columns
from complaintdesk.db.journal_tables import JournalPrivate
from complaintdesk.db.replay import ERASED
from complaintdesk.db.tables import (
    Attachment,
    Base,
    Case,
    CaseEvent,
    Contact,
    HouseholdDocument,
    Occupant,
    Phone,
    Vehicle,
)
from complaintdesk.desk.indexing import index_changed
from complaintdesk.desk.rule_books import RuleBooks
from complaintdesk.domain.plates import spelled_plate
from complaintdesk.domain.terms import EventKind

SHORTEST_NAME = 2  # characters; one alone stands in too many other words
PAGE = 500
_ROWS: dict[str, type[Any]] = {mapper.class_.__tablename__: mapper.class_ for mapper in Base.registry.mappers}
_CALLER = {"caller_name", "caller_phone"}
_OTHERS_OWN = {"occupant": frozenset({"name", "pinyin"}), "phone": frozenset({"number"})}


@dataclass(frozen=True)
class Erased:
    """What an erasure did: how many records no longer tell of the person, and the files that a person must look at."""

    records: int
    files: int


class Traces:
    """What one person is known by, wherever it stands: numbers and plates that nobody else has, and the name.

    In records of others the name goes only where no other person in the books has it.
    """

    def __init__(self, session: Session, person: Occupant) -> None:
        others = select(Occupant.id).where(Occupant.name == person.name, Occupant.id != person.id)
        own = select(Phone.number).where(Phone.occupant_id == person.id)
        shared = set(session.scalars(select(Phone.number).where(Phone.number.in_(own), Phone.occupant_id != person.id)))
        self.name = person.name
        self.numbers = frozenset(filter(None, session.scalars(own))) - shared
        self.is_only_one = session.scalars(others).first() is None
        self._plates = _plates_of(session, person)
        spelled = [spelled_plate(plate) for plate in sorted(self._plates)]
        self._told = [_spelled(number) for number in sorted(self.numbers)] + [each for each in spelled if each]

    def in_words(self, *, linked: bool) -> list[re.Pattern[str]]:
        """What to look for: in a record of the person's own always the name as well."""
        by_name = len(self.name) >= SHORTEST_NAME and (linked or self.is_only_one)
        return [*self._told, *([re.compile(re.escape(self.name))] if by_name else [])]

    def like(self, column: Any) -> ColumnElement[bool]:
        """Which texts may hold a trace; looked at closer afterwards."""
        told = [number.partition("-")[0] for number in self.numbers] + [*self._plates]
        wanted = ["%" + "%".join(re.sub("[^0-9]", "", each)) + "%" for each in told]
        ways = [column.like(each) for each in wanted]
        if len(self.name) >= SHORTEST_NAME and self.is_only_one:
            ways.append(column.contains(self.name, autoescape=True))
        return or_(column.is_(None), *ways) if not ways else or_(*ways)


def erase_person(session: Session, person: Occupant, books: RuleBooks) -> Erased:
    """Takes out of the tables, of the search index and of the journal what tells of this person.

    The texts of their cases stay, without name and number; so do the steps, the limits and the figures.
    """
    traces = Traces(session, person)
    cases = cases_of(session, person, traces)
    linked = _linked(session, person, cases)
    done = _blank_own(session, person) | _blank_calls(session, person, cases, traces)
    for about in sorted(_told_in_journal(session, traces, linked) - done):
        name, _, row_id = about.partition(":")
        row = session.get_one(_ROWS[name], int(row_id))
        _scrub(row, traces.in_words(linked=about in linked), _OTHERS_OWN.get(name, frozenset()))
        done.add(about)
    forget_private(session, done)
    # Now, to tidy up after it in the same transaction.
    index_changed(session, session.info["journalling"].changes, books)
    tidy_search(session)
    return Erased(len(done), _files_of(session, person, cases))


def _plates_of(session: Session, person: Occupant) -> frozenset[str]:
    """The folded plates of the person's vehicles that no other vehicle in use has."""
    own = select(Vehicle.plate_key).where(Vehicle.occupant_id == person.id)
    others = or_(Vehicle.occupant_id.is_(None), Vehicle.occupant_id != person.id)
    shared = select(Vehicle.plate_key).where(Vehicle.plate_key.in_(own), others, Vehicle.voided_at.is_(None))
    return frozenset(filter(None, session.scalars(own))) - set(session.scalars(shared))


def cases_of(session: Session, person: Occupant, traces: Traces) -> Sequence[Case]:
    """The cases that the person called about."""
    ways = [Case.occupant_id == person.id, and_(Case.place_id == person.place_id, Case.caller_name == person.name)]
    ways += [Case.caller_phone.in_(traces.numbers)] if traces.numbers else []
    calls = select(Contact.case_id).where(Contact.caller_phone.in_(traces.numbers))
    ways += [Case.id.in_(calls)] if traces.numbers else []
    return session.scalars(select(Case).where(or_(*ways)).order_by(Case.id)).all()


def _blank_own(session: Session, person: Occupant) -> set[str]:
    """Empties the person's own rows."""
    rows: list[Any] = [person]
    rows += session.scalars(select(Phone).where(Phone.occupant_id == person.id))
    rows += session.scalars(select(Vehicle).where(Vehicle.occupant_id == person.id))
    for row in rows:
        for column in personal_columns(row.__tablename__):
            _put(row, column, row.seal_reason if column == "seal_reason" else "")
    _put(person, "name", ERASED)
    return {_about(row) for row in rows}


def _blank_calls(session: Session, person: Occupant, cases: Sequence[Case], traces: Traces) -> set[str]:
    """Takes name and number of the caller from the person's cases and calls, and their traces from the texts."""
    ids = [case.id for case in cases]
    calls = session.scalars(select(Contact).where(Contact.case_id.in_(ids)).order_by(Contact.id)).all()
    theirs = {case.id for case in cases if case.occupant_id == person.id}
    names = {case.id: case.caller_name for case in cases}
    told: list[Case | Contact] = [*calls, *cases]
    for row in told:
        case_id = row.case_id if isinstance(row, Contact) else row.id
        known = row.caller_phone in traces.numbers or row.caller_name == traces.name
        if known or (case_id in theirs and row.caller_name == names[case_id]):
            _put(row, "caller_name", ERASED if row.caller_name else "")
            _put(row, "caller_phone", "")
        _scrub(row, traces.in_words(linked=True), frozenset())
    for case in cases:
        _put(case, "import_key", None)
        _put(case, "draft_sha256", "")
    steps = select(CaseEvent).where(CaseEvent.case_id.in_(ids), CaseEvent.kind == EventKind.CORRECTED)
    put_right = [row for row in session.scalars(steps.order_by(CaseEvent.id)) if _CALLER & row.facts.keys()]
    for step in put_right:
        _put(step, "facts", step.facts | {name: [ERASED, ERASED] for name in _CALLER & step.facts.keys()})
        _scrub(step, traces.in_words(linked=True), frozenset())
    return {_about(row) for row in (*told, *put_right)}


def _linked(session: Session, person: Occupant, cases: Sequence[Case]) -> set[str]:
    """What the journal calls all that hangs on the person or on one of their cases."""
    ids = [case.id for case in cases]
    found: set[str] = set()
    for name, table in _ROWS.items():
        ways = [table.case_id.in_(ids)] if hasattr(table, "case_id") else []
        ways += [table.occupant_id == person.id] if hasattr(table, "occupant_id") else []
        if ways and personal_columns(name):
            found |= {f"{name}:{row_id}" for row_id in session.scalars(select(table.id).where(or_(*ways)))}
    return found


def _told_in_journal(session: Session, traces: Traces, linked: set[str]) -> set[str]:
    """Table and id of every record whose journal tells of the person: none is written without one."""
    query = select(JournalPrivate.about, JournalPrivate.text).where(JournalPrivate.text.is_not(None))
    found: set[str] = set()
    of_cases = traces.in_words(linked=True)
    for start in range(0, len(linked), PAGE):
        page = sorted(linked)[start : start + PAGE]
        for about, words in session.execute(query.where(JournalPrivate.about.in_(page))):
            if any(each.search(words or "") for each in of_cases):
                found.add(about)
    anywhere = traces.in_words(linked=False)
    if anywhere:
        for about, words in session.execute(
            query.where(traces.like(JournalPrivate.text)).execution_options(yield_per=PAGE)
        ):
            if any(each.search(words or "") for each in anywhere):
                found.add(about)
    return found


def _scrub(row: Any, patterns: Sequence[re.Pattern[str]], kept: frozenset[str]) -> None:
    """Puts 已删除 in place of every trace in the texts of a record, and notes all of them anew for the journal."""
    for column in personal_columns(row.__tablename__):
        value = getattr(row, column)
        _put(row, column, value if column in kept else _without(value, patterns))


def _without(value: Any, patterns: Sequence[re.Pattern[str]]) -> Any:
    """A value without what the patterns find; lists and tables part by part."""
    if isinstance(value, str):
        for pattern in patterns:
            value = pattern.sub(ERASED, value)
        return value
    if isinstance(value, dict):
        return {name: _without(part, patterns) for name, part in value.items()}
    return [_without(part, patterns) for part in value] if isinstance(value, list) else value


def _put(row: Any, column: str, value: Any) -> None:
    """Writes a value that the journal takes down even where it is the same: what it said before is about to go."""
    setattr(row, column, value)
    flag_modified(row, column)


def _files_of(session: Session, person: Occupant, cases: Sequence[Case]) -> int:
    """How many files are kept with their cases and in their household's file: what these show no program can tell."""
    scanned = select(HouseholdDocument.id).where(HouseholdDocument.place_id == person.place_id)
    theirs = or_(Attachment.case_id.in_([case.id for case in cases]), Attachment.document_id.in_(scanned))
    return len(session.scalars(select(Attachment.id).where(theirs)).all())


def _about(row: Any) -> str:
    return f"{row.__tablename__}:{row.id}"


def _spelled(number: str) -> re.Pattern[str]:
    """A number as it stands in texts, with blanks and dashes or without."""
    digits = re.sub("[^0-9]", "", number.partition("-")[0])
    return re.compile(r"(?<!\d)" + r"[\s-]*".join(digits) + r"(?!\d)")
