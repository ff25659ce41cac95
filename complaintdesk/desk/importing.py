# SPDX-License-Identifier: Apache-2.0
"""Deeds of an import: good rows in deeds of at most 200 under one import id, so that it can be taken up again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from complaintdesk.db import search_index
from complaintdesk.db.tables import FIRST_LIVE_ID, Case, CaseEvent, Contact, ImportRun, Place
from complaintdesk.desk.cases import NOTHING_TOLD, draft_digest, new_case, refuse_incomplete
from complaintdesk.desk.context import Context
from complaintdesk.desk.drafts import CaseDraft, HistoryDraft, OccupantDraft, PlaceDraft
from complaintdesk.desk.households import place_draft, place_key, save_place
from complaintdesk.desk.indexing import tokens_of
from complaintdesk.domain.phones import fold_phone
from complaintdesk.domain.terms import CaseState, EventKind, Origin
from complaintdesk.domain.texts import clean_line, clean_text

BATCH = 200
HISTORY_MIDDLE = FIRST_LIVE_ID // 2


@dataclass(frozen=True)
class Imported:
    """What one deed of an import did: rows new, and rows that were there already."""

    new: int
    existing: int

    def __add__(self, other: Imported) -> Imported:
        """Both deeds together."""
        return Imported(self.new + other.new, self.existing + other.existing)


def start_run(session: Session, context: Context, kind: str, file_sha256: str, rows_good: int) -> int:
    """The id of an import; one of the same file that was broken off is taken up again, and counts from its start."""
    context.subject = kind
    wanted = select(ImportRun).where(
        ImportRun.kind == kind,
        ImportRun.file_sha256 == file_sha256,
        ImportRun.rows_good == rows_good,
        ImportRun.rows_done < rows_good,
    )
    run = session.scalars(wanted.order_by(ImportRun.id.desc())).first()
    if run is not None:
        run.rows_done = 0
    else:
        run = ImportRun(
            kind=kind,
            file_sha256=file_sha256,
            started_at=context.now,
            started_by=context.staff_id,
            rows_good=rows_good,
            rows_done=0,
            first_case_id=None,
        )
        session.add(run)
        session.flush()
    return run.id


def add_households(session: Session, context: Context, run_id: int, drafts: Sequence[PlaceDraft]) -> Imported:
    """Adds places, and to places in the books the people they don't have yet; nothing there is overwritten."""
    new = existing = 0
    for draft in drafts:
        place = session.scalars(select(Place).where(Place.key == place_key(draft))).first()
        if place is None:
            save_place(session, context, replace(draft, id=None))
            new += 1
            continue
        known = place_draft(session, place)
        people = _with_new_people(known.occupants, draft.occupants)
        if people == known.occupants:
            existing += 1
        else:
            save_place(session, context, replace(known, occupants=people))
            new += 1
    return _done(session, context, run_id, new, existing)


def _with_new_people(known: tuple[OccupantDraft, ...], told: tuple[OccupantDraft, ...]) -> tuple[OccupantDraft, ...]:
    """The people in the books, with phones and people that the list has and the books don't."""
    people = {(person.kind, person.name): person for person in known}
    for person in told:
        key = (person.kind, clean_line(person.name, 80))
        there = people.get(key)
        if there is None:
            people[key] = replace(person, id=None)
            continue
        numbers = {phone.number for phone in there.phones}
        more = tuple(phone for phone in person.phones if fold_phone(phone.number) not in numbers)
        people[key] = replace(there, phones=there.phones + more)
    return tuple(people.values())


def add_history(session: Session, context: Context, run_id: int, drafts: Sequence[HistoryDraft]) -> Imported:
    """Adds rows of an old register as cases of origin history: no number of ours, no limits, outside the figures.

    `drafts` come sorted by time, and all of a run's deeds in that order, so that ids rise with time.
    """
    run = session.get_one(ImportRun, run_id)
    if run.first_case_id is None:
        run.first_case_id = _free_block(session, run.rows_good)
    block = range(run.first_case_id, run.first_case_id + run.rows_good)
    highest = select(func.max(Case.id)).where(Case.id >= block.start, Case.id < block.stop)
    next_id = (session.scalars(highest).one() or block.start - 1) + 1
    known = set(session.scalars(select(Case.import_key).where(Case.import_key.in_([draft.key for draft in drafts]))))
    fresh = [draft for draft in {draft.key: draft for draft in drafts}.values() if draft.key not in known]
    old = [_old_case(session, context, run_id, case_id, draft) for case_id, draft in enumerate(fresh, next_id)]
    session.add_all(old)
    session.flush()
    contacts = [_first_contact(context, case) for case in old]
    session.add_all(contacts)
    session.add_all(event for case, draft in zip(old, fresh, strict=True) for event in _story(context, case, draft))
    session.flush()
    for case, tokens in tokens_of(session, old):
        search_index.put(session, case.id, tokens)
    return _done(session, context, run_id, len(fresh), len(drafts) - len(fresh))


def _free_block(session: Session, size: int) -> int:
    """Where a run's block of ids begins: above all history so far, the first half-way below the live ids."""
    ends = select(func.max(ImportRun.first_case_id + ImportRun.rows_good))  # blocks of runs broken off included
    start = session.scalar(ends) or HISTORY_MIDDLE
    if start + size > FIRST_LIVE_ID:
        raise RuntimeError("no room for more history")
    return start


def _old_case(session: Session, context: Context, run_id: int, case_id: int, draft: HistoryDraft) -> Case:
    words = "\n".join(part for part in (draft.subject, draft.content) if part)
    place = session.get_one(Place, draft.place_id) if draft.place_id is not None else None
    return Case(
        id=case_id,
        old_number=clean_line(draft.old_number, None),
        origin=Origin.HISTORY,
        kind=draft.kind,
        channel=draft.channel,
        state=CaseState.HANDLED if draft.handled else CaseState.REGISTERED,
        round=1,
        received_at=draft.received_at,
        received_on=draft.received_at.astimezone(context.zone).date(),
        recorded_at=context.now,
        first_contact_by=None,
        procedure_version_id=None,
        place_id=draft.place_id,
        place_text=place.label if place else clean_line(draft.place_text, None),
        building=place.building if place else "",
        caller_name=clean_line(draft.caller_name, None),
        caller_phone=fold_phone(draft.caller_phone),
        content=clean_text(words, None),
        import_run_id=run_id,
        import_key=draft.key,
        **NOTHING_TOLD,
    )


def _first_contact(context: Context, case: Case) -> Contact:
    return Contact(
        case_id=case.id,
        channel=case.channel,
        happened_at=case.received_at,
        recorded_at=context.now,
        recorded_by=None,
        caller_name=case.caller_name,
        caller_phone=case.caller_phone,
        content=case.content,
    )


def _story(context: Context, case: Case, draft: HistoryDraft) -> list[CaseEvent]:
    """What an old register tells of a row: that it came in and, where it was handled, with what result."""
    told = [(EventKind.REGISTERED, "")] + ([(EventKind.HANDLED, draft.result)] if draft.handled else [])
    return [
        CaseEvent(
            case_id=case.id,
            kind=kind,
            happened_at=draft.received_at,
            recorded_at=context.now,
            recorded_by=context.staff_id,
            words=clean_text(said, None),
            facts={},
        )
        for kind, said in told
    ]


def register_noted(session: Session, context: Context, run_id: int, rows: Sequence[tuple[str, CaseDraft]]) -> Imported:
    """Registers calls that were noted on paper (补录): what the note lacks is a named gap (缺项, R-REG-03).

    Each row comes with its key, by which importing again finds it.
    """
    known = set(session.scalars(select(Case.import_key).where(Case.import_key.in_([key for key, _ in rows]))))
    new = existing = 0
    for key, draft in rows:
        if key in known:
            existing += 1
            continue
        known.add(key)
        noted = replace(draft, origin=Origin.NOTED)
        refuse_incomplete(noted)
        case = new_case(session, context, noted, draft_digest(noted))
        case.import_run_id, case.import_key = run_id, key
        new += 1
    return _done(session, context, run_id, new, existing)


def _done(session: Session, context: Context, run_id: int, new: int, existing: int) -> Imported:
    run = session.get_one(ImportRun, run_id)
    run.rows_done += new + existing
    context.subject = f"{run.kind} {run.id}: {new}+{existing}"
    return Imported(new, existing)
