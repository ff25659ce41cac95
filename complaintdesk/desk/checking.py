# SPDX-License-Identifier: Apache-2.0
"""`check`: is what the books hold whole? Every finding is said in words; nothing is mended silently."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, select, text
from sqlalchemy.orm import Session

from complaintdesk.db import search_index
from complaintdesk.db.engine import Database
from complaintdesk.db.guards import missing_guards
from complaintdesk.db.journal_tables import JournalEntry
from complaintdesk.db.keys import OfficeKey
from complaintdesk.db.replay import START, Anchor, differences, replay
from complaintdesk.db.tables import (
    Attachment,
    Case,
    CaseEvent,
    CorrectiveAction,
    Counter,
    FollowUp,
    LiaisonSheet,
    OfficeProfile,
    ProcedureVersion,
    WorkOrder,
)
from complaintdesk.desk import slip_fees
from complaintdesk.desk.attachments import holds, pooled
from complaintdesk.desk.context import Context
from complaintdesk.desk.damage import damage_in, is_as_adopted
from complaintdesk.desk.follow_up_rows import are_as_told
from complaintdesk.desk.indexing import grouped, in_pages, refill, tokens_of
from complaintdesk.desk.slip_indexing import differing_out
from complaintdesk.desk.story import as_event, case_facts
from complaintdesk.desk.who_indexing import differing
from complaintdesk.domain import lifecycle
from complaintdesk.domain.numbering import number_for
from complaintdesk.domain.procedure import Procedure, parse_procedure
from complaintdesk.domain.told import told_by
from complaintdesk.errors import QT_TRANSLATE_NOOP, EnvironmentProblem

PARTS = 6  # of a check, each told to `progress` as it begins


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong: a short code, a marked text with {names}, and its values."""

    code: str
    text: str
    values: dict[str, Any]


class NotWhole(EnvironmentProblem):
    """Something is wrong in a copy of the books that is needed; whoever knows what it is may take it all the same."""

    def __init__(self, findings: Sequence[Finding], advice: str) -> None:
        super().__init__(
            QT_TRANSLATE_NOOP("errors", "The backup is not whole: {count} things are wrong, the first in {code}."),
            advice,
            count=len(findings),
            code=findings[0].code,
        )
        self.findings = tuple(findings)


WORDS = {
    "journal_gap": QT_TRANSLATE_NOOP("check", "The journal lacks entry {seq}."),
    "journal_link": QT_TRANSLATE_NOOP("check", "Journal entry {seq} does not follow the one before it."),
    "journal_changed": QT_TRANSLATE_NOOP("check", "Journal entry {seq} was changed after it was written."),
    "journal_head": QT_TRANSLATE_NOOP("check", "The journal should end with entry {seq}, but its tail is missing."),
    "private_missing": QT_TRANSLATE_NOOP("check", "A personal part of journal entry {seq} is missing."),
    "private_extra": QT_TRANSLATE_NOOP("check", "A personal part of journal entry {seq} belongs to none of its facts."),
    "private_changed": QT_TRANSLATE_NOOP("check", "A personal part of journal entry {seq} was changed."),
    "row_changed": QT_TRANSLATE_NOOP("check", "{table} {id}: {column} is not what the journal says was written."),
    "row_unknown": QT_TRANSLATE_NOOP("check", "{table} {id} is in the books or in the journal, but not in both."),
    "damaged": QT_TRANSLATE_NOOP("check", "The database file is damaged: {said}."),
    "unreadable": QT_TRANSLATE_NOOP("check", "Something in the books can't be read: {said}."),
    "guard_missing": QT_TRANSLATE_NOOP("check", "The protection {name} is gone or altered."),
    "reference": QT_TRANSLATE_NOOP("check", "{table} {id} refers to something that is not there."),
    "number_missing": QT_TRANSLATE_NOOP("check", "Number {number} is missing."),
    "number_twice": QT_TRANSLATE_NOOP("check", "Number {number} was given twice."),
    "number_changed": QT_TRANSLATE_NOOP("check", "{table} {id} carries the number {number}, but was given {given}."),
    "counter_back": QT_TRANSLATE_NOOP(
        "check", "The counter {series} {year} stands at {last}, below the number {highest}."
    ),
    "counter_missing": QT_TRANSLATE_NOOP("check", "There is no counter for {series} {year}."),
    "told": QT_TRANSLATE_NOOP("check", "{number} is not what its story says of it."),
    "state": QT_TRANSLATE_NOOP("check", "{number} stands as {state}, but its story says {told}."),
    "story": QT_TRANSLATE_NOOP("check", "The story of {number} contradicts itself."),
    "fee_paid": QT_TRANSLATE_NOOP("check", "{number}: {paid} counts as paid, but its payments come to {taken}."),
    "fee_due": QT_TRANSLATE_NOOP("check", "{number}: {due} is due without a reason, but the slip comes to {total}."),
    "fee_state": QT_TRANSLATE_NOOP("check", "{number}: its fee is not what its case and its slip make of it."),
    "follow_ups": QT_TRANSLATE_NOOP("check", "{number}: its follow-ups are not what its story makes of them."),
    "receipt_twice": QT_TRANSLATE_NOOP("check", "Receipt {receipt} was given for two payments."),
    "attachment_missing": QT_TRANSLATE_NOOP("check", "The file of attachment {id} ({number}) is missing."),
    "attachment_changed": QT_TRANSLATE_NOOP("check", "The file of attachment {id} ({number}) was changed."),
    "procedure_changed": QT_TRANSLATE_NOOP("check", "The rule book version {id} was changed after it was adopted."),
    "not_found": QT_TRANSLATE_NOOP(
        "check", "{number} is not in the search index as it should be: run check --rebuild."
    ),
    "found_without_case": QT_TRANSLATE_NOOP("check", "The search index finds case {id}, which is not there."),
    "slip_out": QT_TRANSLATE_NOOP(
        "check", "{number} is not among the slips that are out as it should be: run check --rebuild."
    ),
    "who_not_found": QT_TRANSLATE_NOOP(
        "check", "Place {id} and its people are not found as they should be: run check --rebuild."
    ),
    "who_without_place": QT_TRANSLATE_NOOP("check", "Place {id} is found, which is not there: run check --rebuild."),
    "tail_cut": QT_TRANSLATE_NOOP(
        "check", "The backup knows journal entry {seq}, these books don't: their tail was cut."
    ),
    "other_books": QT_TRANSLATE_NOOP(
        "check", "The backup's journal entry {seq} is another one: the books were rewritten."
    ),
    "backup_counter": QT_TRANSLATE_NOOP("check", "The backup knows {series} {year} up to {last}, these books less."),
}


def finding(code: str, **values: Any) -> Finding:
    """A finding by its code."""
    return Finding(code, WORDS[code], values)


def check(
    database: Database,
    pool: Path | None,
    *,
    against: Database | None = None,
    since: Anchor = START,
    progress: Callable[[str], None] = lambda _part: None,
) -> tuple[Finding, ...]:
    """Everything that is wrong with the books, in words; empty when nothing is. `against`: an opened backup.

    `since`: an entry of this very journal up to which everything was looked through; then the file, the numbers and
    what was written after it are. A damaged file is not looked into any further.
    """
    progress("file")
    found = _whole_file(database)
    if any(each.code == "damaged" for each in found):
        return tuple(found)
    with database.connection() as connection:
        progress("journal")
        if not connection.scalar(select(OfficeProfile.built_in_bulk)):
            found += _read(_journal(connection, since))
        progress("backup")
        if against is not None:
            found += _against(connection, against)
    with database.reading() as session:
        progress("numbers")
        found += _read(_numbers(session))
        progress("stories")
        found += _read(_stories(session, since))
        if since == START:
            found += _read(_who(session))
            found += _read(_slips_out(session))
        found += _read(finding("receipt_twice", receipt=each) for each in slip_fees.receipts_given_twice(session))
        progress("attachments")
        found += _read(_attachments(session, pool, since, database.key))
        found += _read(_procedures(session))
    return tuple(found)


def _read(part: Iterator[Finding]) -> Iterator[Finding]:
    """A part's findings; where a value stands that no column of ours holds, that ends the part."""
    try:
        yield from part
    except ValueError as error:
        yield finding("unreadable", said=str(error))


def left_out(database: Database) -> bool:
    """Whether the replay is left out, because the books were built in bulk for measuring."""
    with database.connection() as connection:
        return bool(connection.scalar(select(OfficeProfile.built_in_bulk)))


def _whole_file(database: Database) -> list[Finding]:
    """What is wrong with the file itself, which may be so damaged that it can't even be asked."""
    try:
        with database.connection() as connection:
            return list(_file(connection))
    except EnvironmentProblem as problem:
        said = damage_in(problem)
        if said is None:
            raise
        return [finding("damaged", said=said)]


def _file(connection: Connection) -> Iterator[Finding]:
    if connection.dialect.name == "sqlite":
        for (said,) in connection.execute(text("PRAGMA integrity_check(20)")):
            if said != "ok":
                yield finding("damaged", said=said)
        pages = connection.execute(text("PRAGMA cipher_integrity_check"))  # of a plain file it says nothing
        for (said,) in pages if pages.returns_rows else ():
            yield finding("damaged", said=said)
        for table, row_id, _parent, _key in connection.execute(text("PRAGMA foreign_key_check")):
            yield finding("reference", table=table, id=row_id)
    for name in missing_guards(connection):
        yield finding("guard_missing", name=name)


def _journal(connection: Connection, since: Anchor) -> Iterator[Finding]:
    found = replay(connection, since)
    for code, seq in found.problems:
        yield finding(code, seq=seq)
    for table, row_id, column in differences(connection, found, since):
        if column:
            yield finding("row_changed", table=table, id=row_id, column=column)
        else:
            yield finding("row_unknown", table=table, id=row_id)


def _against(connection: Connection, backup: Database) -> Iterator[Finding]:
    with backup.connection() as older:
        last = older.execute(
            select(JournalEntry.seq, JournalEntry.hash).order_by(JournalEntry.seq.desc()).limit(1)
        ).first()
        counters = older.execute(select(Counter.series, Counter.year, Counter.last)).all()
    if last is not None:
        here = connection.scalar(select(JournalEntry.hash).where(JournalEntry.seq == last.seq))
        if here is None:
            yield finding("tail_cut", seq=last.seq)
        elif here != last.hash:
            yield finding("other_books", seq=last.seq)
    for series, year, reached in counters:
        now = connection.scalar(select(Counter.last).where(Counter.series == series, Counter.year == year))
        if now is None or now < reached:
            yield finding("backup_counter", series=series, year=year, last=reached)


def _numbers(session: Session) -> Iterator[Finding]:
    """Each series and year runs from 1 to its counter, each number once, each as it was given."""
    given: dict[tuple[str, int], set[int]] = {}
    for table in (Case, WorkOrder, LiaisonSheet, CorrectiveAction):
        rows = select(table.id, table.number, table.series, table.year, table.running).where(table.number.is_not(None))
        for row in session.execute(rows):
            runs = given.setdefault((row.series, row.year), set())
            expected = number_for(row.series, row.year, row.running)
            if row.number != expected:
                yield finding("number_changed", table=table.__tablename__, id=row.id, number=row.number, given=expected)
            if row.running in runs:
                yield finding("number_twice", number=expected)
            runs.add(row.running)
    counters = {(row.series, row.year): row.last for row in session.scalars(select(Counter))}
    for series, year in sorted(given):
        if (series, year) not in counters:
            yield finding("counter_missing", series=series, year=year)
    for (series, year), last in sorted(counters.items()):
        runs = given.get((series, year), set())
        if runs and max(runs) > last:
            yield finding("counter_back", series=series, year=year, last=last, highest=max(runs))
        for running in range(1, last + 1):
            if running not in runs:
                yield finding("number_missing", number=number_for(series, year, running))


def _stories(session: Session, since: Anchor) -> Iterator[Finding]:
    """Every case's and slip's state, its fees and follow-ups are what its story says; it is found by what it holds.

    After an anchor those cases are looked at that were told of since; the index, which is derived, is left out.
    """
    known = search_index.fingerprints(session) if since == START else None
    procedures = {row.id: parse_procedure(row.text) for row in session.scalars(select(ProcedureVersion))}
    for cases in in_pages(session, None if since == START else _told_of(session, since)):
        ids = [case.id for case in cases]
        events = grouped(session.scalars(select(CaseEvent).where(CaseEvent.case_id.in_(ids)).order_by(CaseEvent.id)))
        orders = grouped(session.scalars(select(WorkOrder).where(WorkOrder.case_id.in_(ids)).order_by(WorkOrder.id)))
        stories = {case.id: tuple(as_event(row) for row in events.get(case.id, ())) for case in cases}
        told = [(case, orders.get(case.id, []), stories[case.id]) for case in cases]
        yield from (finding(code, **values) for code, values in slip_fees.problems(session, told))
        yield from _follow_ups(session, told, procedures)
        for case, tokens in tokens_of(session, cases):
            yield from _story(case, orders.get(case.id, []), stories[case.id])
            if known is not None and known.pop(case.id, None) != search_index.fingerprint(tokens):
                yield finding("not_found", number=case.number or case.old_number)
    for case_id in sorted(known or ()):
        yield finding("found_without_case", id=case_id)


def _who(session: Session) -> Iterator[Finding]:
    """Every place and its people are found by what they are called, and nothing else is."""
    for place_id, is_there in differing(session):
        yield finding("who_not_found" if is_there else "who_without_place", id=place_id)


def _slips_out(session: Session) -> Iterator[Finding]:
    """Every slip of which something is still to come is listed as out, and no other."""
    for order_id in differing_out(session):
        order = session.get(WorkOrder, order_id)
        yield finding("slip_out", number=str(order_id) if order is None else order.number)


def _follow_ups(
    session: Session, told: Sequence[slip_fees.Told], procedures: Mapping[int, Procedure]
) -> Iterator[Finding]:
    zone = ZoneInfo(session.scalars(select(OfficeProfile.zone)).one())
    ids = [case.id for case, _orders, _story in told]
    rows = grouped(session.scalars(select(FollowUp).where(FollowUp.case_id.in_(ids)).order_by(FollowUp.id)))
    for case, orders, story in told:
        if case.procedure_version_id is None:
            continue  # of an old register
        procedure, facts = procedures[case.procedure_version_id], case_facts(case, orders, told_by(story))
        try:
            as_told = are_as_told(procedure, zone, case, facts, tuple(story), rows.get(case.id, []))
        except lifecycle.StoryError:
            continue  # said by itself
        except KeyError:  # a fact of a follow-up is gone
            as_told = False
        if not as_told:
            yield finding("follow_ups", number=case.number)


def _told_of(session: Session, since: Anchor) -> list[int]:
    """Ids of the cases that entries after the anchor speak of: whatever hangs on a case raises its version too."""
    rows = replay(session.connection(), since).rows
    return sorted(row_id for table, row_id in rows if table == Case.__tablename__)


TOLD = ("reported_to", "valid", "hard", "priority", "promised_at", "escalated_to", "handed_to", "lead_case_id")


def _story(case: Case, orders: list[WorkOrder], story: tuple[lifecycle.Event, ...]) -> Iterator[Finding]:
    number = case.number or case.old_number
    try:
        told = lifecycle.case_state(story)
        if (told, lifecycle.case_round(story)) != (case.state, case.round):
            yield finding("state", number=number, state=case.state, told=told)
        says = told_by(story)
        if any(getattr(case, name) != getattr(says, name) for name in TOLD):
            yield finding("told", number=number)
        for order in orders:
            state = lifecycle.order_state(lifecycle.of_order(story, order.id))
            if state is not order.state:
                yield finding("state", number=order.number, state=order.state, told=state)
    except lifecycle.StoryError:
        yield finding("story", number=number)


def _attachments(session: Session, pool: Path | None, since: Anchor, key: OfficeKey | None) -> Iterator[Finding]:
    """Every file is there and is what its hash says; after an anchor only that it is there."""
    numbers = {row.id: row.number for row in session.execute(select(Case.id, Case.number))}
    for row in session.scalars(select(Attachment).order_by(Attachment.id)):
        whose = _whose(row, numbers)
        path = pooled(pool, row.sha256) if pool is not None else None
        if path is None or not path.exists():
            yield finding("attachment_missing", id=row.id, number=whose)
        elif since == START and not holds(path, row.sha256, key):
            yield finding("attachment_changed", id=row.id, number=whose)


def _whose(row: Attachment, numbers: Mapping[int, str | None]) -> str | None:
    """What a file is kept with: a case's number, or which document or regulation."""
    if row.case_id is not None:
        return numbers.get(row.case_id)
    return f"document {row.document_id}" if row.document_id is not None else f"regulation {row.regulation_id}"


def _procedures(session: Session) -> Iterator[Finding]:
    for row in session.scalars(select(ProcedureVersion)):
        if not is_as_adopted(row):
            yield finding("procedure_changed", id=row.id)


def rebuild(session: Session, context: Context) -> int:
    """Rewrites what is derived from the books: what cases and people are found by; the number of cases.

    Copy the books aside first.
    """
    context.subject = "search"
    return refill(session)
