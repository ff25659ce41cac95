# SPDX-License-Identifier: Apache-2.0
"""Imports of the past: which there were, and how one is taken back as long as nothing was done with its rows."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from complaintdesk.db.journal_tables import JournalEntry
from complaintdesk.db.many import add_many
from complaintdesk.db.tables import (
    Case,
    CaseEvent,
    CaseQuote,
    ImportRun,
    Occupant,
    Phone,
    Place,
    PriceItem,
    PriceList,
    PrintRecord,
)
from complaintdesk.desk.context import Context
from complaintdesk.desk.households import occupants_of, phones_of
from complaintdesk.desk.importing import BATCH, PATTERN, PRICES
from complaintdesk.desk.rights import LEADERS
from complaintdesk.desk.staffing import names_of
from complaintdesk.desk.story import tell
from complaintdesk.domain.terms import CaseState, EventKind, Origin, Role
from complaintdesk.errors import QT_TRANSLATE_NOOP, UserError

UNDO_ANY = LEADERS | {Role.ADMINISTRATOR}  # everybody else undoes their own alone
REASON = "导入撤销"  # why a row is void, in the books' own language
NAMED = 5  # rows that a refusal names


@dataclass(frozen=True)
class ImportRunRow:
    """One import as the list of imports shows it."""

    id: int
    kind: str
    started_at: datetime
    started_by: int | None
    by: str  # who imported it
    rows_good: int  # the list's entries that could go in
    rows_done: int
    standing: int  # records of it that stand in the books
    undone_at: datetime | None  # when the last of it was
    half_undone: bool


class ImportInUse(UserError):
    """Something was done with what an import brought; says what, with which row."""

    def __init__(self, obstacles: Sequence[UserError]) -> None:
        text = QT_TRANSLATE_NOOP(
            "errors", "This import can't be undone: something was done with {count} of its rows.\n{named}"
        )
        super().__init__(text, count=len(obstacles), named=tuple(obstacles[:NAMED]))
        self.obstacles = tuple(obstacles)


@dataclass
class _Written:
    """The households that an import wrote, as the journal has them."""

    versions: dict[int, int] = field(default_factory=dict)  # of each place that it added or added somebody to
    by_imports: set[tuple[int, int]] = field(default_factory=set)  # place and version that imports and undoings wrote


@dataclass(frozen=True)
class _Standing:
    """What an import brought to some places and still stands."""

    places: Sequence[Place]  # new ones
    people: Sequence[Occupant]
    phones: Sequence[Phone]
    touched: Sequence[Place]  # all places that have any of it
    built_on: frozenset[int]  # ids of places that have somebody or a number on it that the import did not bring


def past_imports(session: Session) -> tuple[ImportRunRow, ...]:
    """All imports, newest first."""
    names = names_of(session)
    standing: dict[int, int] = {}
    for table in (Place, Occupant, Phone, Case, PriceList):
        counted = select(table.import_run_id, func.count()).where(
            table.import_run_id.is_not(None), table.voided_at.is_(None)
        )
        for run_id, count in session.execute(counted.group_by(table.import_run_id)):
            if run_id is not None:
                standing[run_id] = standing.get(run_id, 0) + count
    return tuple(
        ImportRunRow(
            id=run.id,
            kind=run.kind,
            started_at=run.started_at,
            started_by=run.started_by,
            by=names[run.started_by],
            rows_good=run.rows_good,
            rows_done=run.rows_done,
            standing=standing.get(run.id, 0),
            undone_at=run.undone_at,
            half_undone=run.undone_by is not None and run.undone_at is None,
        )
        for run in session.scalars(select(ImportRun).order_by(ImportRun.id.desc()))
    )


def undo(session: Session, context: Context, run_id: int) -> int:
    """How many records are still to be taken back: a deed takes back at most 200 rows; call it until there are none.

    Nothing is deleted: places, people and numbers go out of use, cases become void, and importing the list again adds
    them anew. Raises ImportInUse, naming what was done with which row; UserError where somebody else imported it and no
    leader asks.
    """
    run = session.get_one(ImportRun, run_id)
    context.subject = f"{run.kind} {run.id}"
    role = context.staff.role if context.staff else None
    if role not in UNDO_ANY and run.started_by != context.staff_id:
        raise UserError(QT_TRANSLATE_NOOP("errors", "Somebody else imported this; a supervisor can undo it."))
    take_back = {"households": _undo_households, PATTERN: _undo_households, PRICES: _undo_prices}
    left = take_back.get(run.kind, _undo_cases)(session, context, run)
    if left is None and (run.undone_at is not None or run.undone_by is None):
        raise UserError(QT_TRANSLATE_NOOP("errors", "Nothing of this import is in use any more."))
    run.undone_by = context.staff_id
    run.undone_at = None if left else context.now
    return left or 0


def _undo_households(session: Session, context: Context, run: ImportRun) -> int | None:
    """How many places are left; None where there were none."""
    written = _written(session, run)
    parts = [part for part in _standing(session, run, written) if part.touched]
    _refuse([obstacle for part in parts for obstacle in _household_obstacles(session, part, written)])
    if not parts:
        return None
    rows: tuple[Place | Occupant | Phone, ...] = (*parts[0].phones, *parts[0].people, *parts[0].places)
    for row in rows:
        row.voided_at, row.voided_by, row.void_reason = context.now, context.staff_id, REASON
    for place in parts[0].places:
        place.key = f"{place.key}#{place.id}"
    return sum(len(part.touched) for part in parts[1:])


def _written(session: Session, run: ImportRun) -> _Written:
    """Which versions the import's deeds, and those of others, gave to places."""
    entries = select(JournalEntry.subject, JournalEntry.facts).where(
        JournalEntry.deed.in_(("importing.add_households", "import_runs.undo")),
        JournalEntry.recorded_at >= run.started_at,
    )
    written = _Written()
    for subject, facts in session.execute(entries.order_by(JournalEntry.seq)):
        own = subject.startswith(f"{run.kind} {run.id}: ")
        fact: dict[str, Any]
        for fact in json.loads(facts):
            if fact["table"] == "place":
                written.by_imports.add((fact["id"], fact["set"]["version"]))
                if own:
                    written.versions[fact["id"]] = fact["set"]["version"]
    return written


def _standing(session: Session, run: ImportRun, written: _Written) -> Iterator[_Standing]:
    """What of it is in use, two hundred places at a time."""
    place_ids = sorted(written.versions)
    for start in range(0, len(place_ids), BATCH):
        here = select(Place).where(Place.id.in_(place_ids[start : start + BATCH]), Place.voided_at.is_(None))
        places = {place.id: place for place in session.scalars(here)}
        there = occupants_of(session, list(places))
        place_of = {person.id: person.place_id for person in there}
        numbers = phones_of(session, list(place_of))
        phones = [row for row in numbers if row.import_run_id == run.id]
        people = [row for row in there if row.import_run_id == run.id]
        new = [place for place in places.values() if place.import_run_id == run.id]
        new_places, new_people = {place.id for place in new}, {person.id for person in people}
        others = {row.place_id for row in there if row.import_run_id != run.id and row.place_id in new_places}
        others |= {
            place_of[row.occupant_id]
            for row in numbers
            if row.import_run_id != run.id and row.occupant_id in new_people
        }
        touched = {place_of[row.occupant_id] for row in phones} | {row.place_id for row in people}
        touched |= new_places
        yield _Standing(new, people, phones, [places[id_] for id_ in sorted(touched)], frozenset(others))


def _household_obstacles(session: Session, part: _Standing, written: _Written) -> Iterator[UserError]:
    """What was done with these households since: cases on them, changes of them."""
    labels = {place.id: place.label for place in part.touched}
    place_of = {person.id: person.place_id for person in part.people}
    named = Case.place_id.in_([place.id for place in part.places]) | Case.occupant_id.in_(place_of)
    for case in session.scalars(select(Case).where(named, Case.voided_at.is_(None)).order_by(Case.id)):
        place_id = case.place_id if case.place_id in labels else place_of.get(case.occupant_id or 0)
        yield UserError(
            QT_TRANSLATE_NOOP("errors", "{place}: case {number} is registered on it."),
            place=labels.get(place_id or 0, case.place_text),
            number=case.number or case.old_number,
        )
    for place in part.touched:
        since = range(written.versions[place.id] + 1, place.version + 1)
        edited = any((place.id, version) not in written.by_imports for version in since)
        if edited or place.id in part.built_on:
            yield UserError(QT_TRANSLATE_NOOP("errors", "{place}: changed since."), place=place.label)


def _undo_prices(session: Session, context: Context, run: ImportRun) -> int | None:
    """Takes the list out of use; None where it was not. One in force, or quoted from, is in use."""
    row = session.scalars(
        select(PriceList).where(PriceList.import_run_id == run.id, PriceList.voided_at.is_(None))
    ).first()
    if row is None:
        return None
    items = select(PriceItem.id).where(PriceItem.list_id == row.id)
    quoted = session.scalars(select(CaseQuote.id).where(CaseQuote.item_id.in_(items)).limit(1)).first()
    if row.effective_on is not None or quoted is not None:
        text = QT_TRANSLATE_NOOP("errors", "“{name}” is in force or was quoted from: take the list itself out of use.")
        raise ImportInUse([UserError(text, name=row.name)])
    row.voided_at, row.voided_by, row.void_reason = context.now, context.staff_id, REASON
    return 0


def _undo_cases(session: Session, context: Context, run: ImportRun) -> int | None:
    """How many cases are left; None where there were none."""
    standing = select(Case).where(Case.import_run_id == run.id, Case.voided_at.is_(None)).order_by(Case.id)
    _refuse(list(_case_obstacles(session, run)))
    cases = session.scalars(standing.limit(BATCH)).all()
    if not cases:
        return None
    for case in cases:
        case.voided_at, case.voided_by, case.void_reason = context.now, context.staff_id, REASON
        case.import_key = None  # the same row, imported again, is a new case
    history = [case for case in cases if case.origin is Origin.HISTORY]
    for case in history:
        case.state = CaseState.VOID
    add_many(session, [_voided(context, case) for case in history])
    for case in cases:
        if case.origin is not Origin.HISTORY:
            tell(session, context, case, EventKind.VOIDED, words=REASON)
    return session.scalars(select(func.count()).select_from(standing.subquery())).one()


def _voided(context: Context, case: Case) -> CaseEvent:
    return CaseEvent(
        case_id=case.id,
        kind=EventKind.VOIDED,
        happened_at=context.now,
        recorded_at=context.now,
        recorded_by=context.staff_id,
        words=REASON,
        facts={},
    )


def _case_obstacles(session: Session, run: ImportRun) -> Iterator[UserError]:
    """What was done with the import's cases since: steps, prints, cases that go back to them."""
    ours = select(Case.id).where(Case.import_run_id == run.id, Case.voided_at.is_(None))
    changed = select(Case).where(Case.id.in_(ours), Case.version > 1).order_by(Case.id)
    for case in session.scalars(changed):
        last = select(CaseEvent.kind).where(CaseEvent.case_id == case.id).order_by(CaseEvent.id.desc()).limit(1)
        yield UserError(
            QT_TRANSLATE_NOOP("errors", "{number}: “{step}” was noted since."),
            number=case.number or case.old_number,
            step=session.scalars(last).one(),
        )
    printed = select(Case).where(Case.id.in_(select(PrintRecord.case_id).where(PrintRecord.case_id.in_(ours))))
    for case in session.scalars(printed.order_by(Case.id)):
        yield UserError(QT_TRANSLATE_NOOP("errors", "{number}: printed since."), number=case.number or case.old_number)
    for column in (Case.repeats_case_id, Case.lead_case_id, Case.transferred_from_id):
        later = select(Case).where(column.in_(ours), Case.voided_at.is_(None)).order_by(Case.id)
        for case in session.scalars(later):
            yield UserError(
                QT_TRANSLATE_NOOP("errors", "{number} goes back to one of its rows."),
                number=case.number or case.old_number,
            )


def _refuse(obstacles: Sequence[UserError]) -> None:
    if obstacles:
        raise ImportInUse(obstacles)
