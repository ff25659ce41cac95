# SPDX-License-Identifier: Apache-2.0
"""Deeds of an import: good rows in deeds of at most 200 under one import id, so that it can be taken up again."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from complaintdesk.db.many import add_many
from complaintdesk.db.tables import FIRST_LIVE_ID, Case, CaseEvent, Contact, ImportColumns, ImportRun, Place
from complaintdesk.desk.cases import NOTHING_TOLD, new_case, refuse_incomplete
from complaintdesk.desk.context import Context
from complaintdesk.desk.draft_digests import draft_digest
from complaintdesk.desk.drafts import CaseDraft, HistoryDraft, PlaceDraft
from complaintdesk.desk.household_lists import news_of
from complaintdesk.domain.phones import fold_phone
from complaintdesk.domain.terms import CaseState, EventKind, Origin
from complaintdesk.domain.texts import clean_line, clean_text
from complaintdesk.errors import QT_TRANSLATE_NOOP, UserError

T = TypeVar("T")
Tell = Callable[[int, int], object]  # rows done, rows in all

PRICES = "prices"
PATTERN = "pattern"  # the kind of a run whose places no file brought
BATCH = 200
HISTORY_MIDDLE = FIRST_LIVE_ID // 2


@dataclass(frozen=True)
class Imported:
    """What one deed of an import did: rows new, and rows that were there already."""

    new: int
    existing: int
    fresh: tuple[bool, ...] = field(default=(), compare=False)  # of each row in its order: whether it was new

    def __add__(self, other: Imported) -> Imported:
        """Both deeds together."""
        return Imported(self.new + other.new, self.existing + other.existing, self.fresh + other.fresh)


def start_run(session: Session, context: Context, kind: str, file_sha256: str, rows_good: int) -> int:
    """The id of an import; one of the same file that was broken off is taken up again, and counts from its start.

    The run keeps who started it; who took it up, and who wrote which rows, the journal's entries name. Raises UserError
    while another import is half undone: what this one found there might go after it.
    """
    _refuse_half_undone(session)
    wanted = select(ImportRun).where(
        ImportRun.kind == kind,
        ImportRun.file_sha256 == file_sha256,
        ImportRun.rows_good == rows_good,
        ImportRun.rows_done < rows_good,
        ImportRun.undone_by.is_(None),
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
    context.subject = f"{kind} {run.id}"
    return run.id


def add_households(session: Session, context: Context, run_id: int, drafts: Sequence[PlaceDraft]) -> Imported:
    """Adds places, and to places in the books the people they don't have yet; nothing there is overwritten."""
    news = news_of(session, drafts)
    for each in news:
        if each.new_place:
            each.place.created_at, each.place.void_reason, each.place.import_run_id = context.now, "", run_id
    add_many(session, [each.place for each in news if each.new_place])
    for each in news:
        for person in each.people:
            person.place_id, person.import_run_id = each.place.id, run_id
            person.seal_reason = person.void_reason = ""
    add_many(session, [person for each in news for person in each.people])
    phones = [pair for each in news for pair in each.phones]
    for person, phone in phones:
        phone.occupant_id, phone.void_reason, phone.import_run_id = person.id, "", run_id
    add_many(session, [phone for _, phone in phones])
    return count_done(session, context, run_id, [bool(each) for each in news])


def households_known(session: Session, drafts: Sequence[PlaceDraft], tell: Tell | None = None) -> tuple[bool, ...]:
    """Of each draft, whether the books have all of it already: the place, its people, their phones.

    `tell(done, total)` hears how far it is, and what it raises ends it.
    """
    return tuple(not each for page in _pages(drafts, tell) for each in news_of(session, page))


def households_added_to(session: Session, drafts: Sequence[PlaceDraft], tell: Tell | None = None) -> tuple[bool, ...]:
    """Of each draft, whether it brings people or phones to a place that the books have."""
    found = (each for page in _pages(drafts, tell) for each in news_of(session, page))
    return tuple(bool(each) and each.place.id is not None for each in found)


def rows_known(session: Session, keys: Sequence[str], tell: Tell | None = None) -> tuple[bool, ...]:
    """Of each row of a register or of paper notes, by its key, whether it is in the books already."""
    known = {key for page in _pages(keys, tell) for key in _known(session, page)}
    return tuple(key in known for key in keys)


def _known(session: Session, keys: Sequence[str]) -> set[str | None]:
    return set(session.scalars(select(Case.import_key).where(Case.import_key.in_(keys))))


def _pages(rows: Sequence[T], tell: Tell | None) -> Iterator[Sequence[T]]:
    for start in range(0, len(rows), BATCH):
        if tell is not None:
            tell(start, len(rows))
        yield rows[start : start + BATCH]


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
    known = _known(session, [draft.key for draft in drafts])
    fresh: list[HistoryDraft] = []
    new = []
    for draft in drafts:
        new.append(draft.key not in known)
        if new[-1]:
            known.add(draft.key)
            fresh.append(draft)
    wanted = {draft.place_id for draft in fresh if draft.place_id is not None}
    places = {place.id: place for place in session.scalars(select(Place).where(Place.id.in_(wanted)))}
    old = [_old_case(context, run_id, case_id, draft, places) for case_id, draft in enumerate(fresh, next_id)]
    session.add_all(old)
    session.flush()
    add_many(session, [_first_contact(context, case) for case in old])
    add_many(session, [event for case, draft in zip(old, fresh, strict=True) for event in _story(context, case, draft)])
    return count_done(session, context, run_id, new)


def _free_block(session: Session, size: int) -> int:
    """Where a run's block of ids begins: above all history so far, the first half-way below the live ids."""
    ends = select(func.max(ImportRun.first_case_id + ImportRun.rows_good))  # blocks of runs broken off included
    start = session.scalar(ends) or HISTORY_MIDDLE
    if start + size > FIRST_LIVE_ID:
        raise RuntimeError("no room for more history")
    return start


def _old_case(context: Context, run_id: int, case_id: int, draft: HistoryDraft, places: Mapping[int, Place]) -> Case:
    words = "\n".join(part for part in (draft.subject, draft.content) if part)
    place = places[draft.place_id] if draft.place_id is not None else None
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
    known = _known(session, [key for key, _ in rows])
    new = []
    for key, draft in rows:
        new.append(key not in known)
        if not new[-1]:
            continue
        known.add(key)
        # Its key is what finds it again, and can be given back when the import is undone; a token stands for good.
        noted = replace(draft, origin=Origin.NOTED, token=str(uuid.uuid4()))
        refuse_incomplete(noted)
        case = new_case(session, context, noted, draft_digest(noted))
        case.import_run_id, case.import_key = run_id, key
    return count_done(session, context, run_id, new)


def remember_columns(
    session: Session, context: Context, kind: str, head_sha256: str, columns: Mapping[str, int]
) -> None:
    """Keeps which column of a list means what, for the next list with this head."""
    context.subject = kind
    kept = _columns_of(session, kind, head_sha256)
    if kept is None:
        kept = ImportColumns(kind=kind, head_sha256=head_sha256)
        session.add(kept)
    elif kept.columns == dict(columns):
        context.already_done = True
        return
    kept.columns, kept.saved_at, kept.saved_by = dict(columns), context.now, context.staff_id


def remembered_columns(session: Session, kind: str, head_sha256: str) -> dict[str, int] | None:
    """Our field → the list's column, counted from 0, as somebody set it for a list with this head; None if nobody."""
    kept = _columns_of(session, kind, head_sha256)
    return None if kept is None else kept.columns


def _columns_of(session: Session, kind: str, head_sha256: str) -> ImportColumns | None:
    wanted = select(ImportColumns).where(ImportColumns.kind == kind, ImportColumns.head_sha256 == head_sha256)
    return session.scalars(wanted).first()


def _refuse_half_undone(session: Session) -> None:
    half = select(ImportRun.id).where(ImportRun.undone_by.is_not(None), ImportRun.undone_at.is_(None))
    if session.scalars(half).first() is not None:
        raise UserError(QT_TRANSLATE_NOOP("errors", "An import is half undone: undo the rest of it first."))


def count_done(session: Session, context: Context, run_id: int, new: Sequence[bool]) -> Imported:
    """Counts the entries of a deed as done; raises UserError where the import was undone meanwhile."""
    run = session.get_one(ImportRun, run_id)
    if run.undone_by is not None:
        raise UserError(QT_TRANSLATE_NOOP("errors", "This import was undone meanwhile: begin it anew."))
    _refuse_half_undone(session)
    done = Imported(sum(new), len(new) - sum(new), tuple(new))
    run.rows_done += len(new)
    context.subject = f"{run.kind} {run.id}: {done.new}+{done.existing}"
    return done
