# SPDX-License-Identifier: Apache-2.0
"""An office moves from one database to another, a file or a server: counted, checked, the old books marked."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from complaintdesk.db.copying import copy_rows, row_counts
from complaintdesk.db.engine import Database
from complaintdesk.db.journal_tables import JournalHead
from complaintdesk.db.keys import OfficeKey
from complaintdesk.db.schema import build_schema
from complaintdesk.db.tables import Attachment
from complaintdesk.desk import attachments, office_profile, rights, staffing
from complaintdesk.desk.arrival import copy_left
from complaintdesk.desk.checking import Finding, check
from complaintdesk.desk.context import Context
from complaintdesk.desk.founding import new_database
from complaintdesk.desk.indexing import refill
from complaintdesk.desk.office import Office, open_office, wall_clock
from complaintdesk.errors import QT_TRANSLATE_NOOP, EnvironmentProblem

Progress = Callable[[int, int], None]
JOURNAL = frozenset({"journal", "journal_private"})


@dataclass(frozen=True)
class MoveDone:
    """Where the books are now, as it may be shown, how many rows of each table went over, and how many files."""

    place: str
    rows: dict[str, int]
    files: int


def move(
    office: Office,
    target: str,
    *,
    folder: str = "",
    passphrase: str | None = None,
    progress: Progress = lambda _done, _of: None,
) -> MoveDone:
    """Moves the office's books with their attachments into an empty database; the old ones stay, marked as moved.

    `folder`: where a server's office keeps its attachments from now on. `passphrase`: encrypts a file. Other desks wait
    meanwhile, and are told afterwards. A move that broke off when the copy was there already is gone on with. Raises
    EnvironmentProblem when the target is not empty or can't be reached, or when either books are not whole; then work
    goes on here.
    """
    rights.refuse(rights.deed_name(move_out), office.staff.role if office.staff else None)
    _refuse_findings(check(office.database, office.pool), of_copy=False)
    with office.database.reading() as session:
        left = copy_left(session, target, passphrase)
    if left is not None:  # it has its folder, and these books must not go on without it
        left.close()
    elif folder:
        profile = office.ask(office_profile.profile)
        if profile.attachments_folder != folder:
            if office.database.is_server:  # these books too look for their files there from now on
                office.ask(_copy_files, office.pool, None, Database(target), Path(folder))
            office.do(office_profile.change, replace(profile, attachments_folder=folder))
    return office.do(move_out, target, office.ask(office_profile.profile).attachments_folder, passphrase, progress)


def move_out(
    session: Session, context: Context, target: str, folder: str, passphrase: str | None, progress: Progress
) -> MoveDone:
    """Copies these books, held by this deed's lock, to the target; committed, the deed marks them as moved.

    The copy comes about all at once, with its files there. Whatever ends the program between that and the mark leaves
    two offices, until the same is asked for again: then what is there is counted and checked, and the mark is set.
    """
    source = session.connection()
    if source.dialect.name == "postgresql":
        session.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))  # while the copy is checked
    counts = row_counts(source)
    total = sum(counts.values())
    left = copy_left(session, target, passphrase)
    with new_database(target, passphrase) if left is None else closing(left) as copy:
        if left is not None:
            with copy.reading() as reading:
                folder = office_profile.profile(reading).attachments_folder
        pool = attachments.pool_of(Database(target), folder)
        files = _copy_files(session, context.pool, context.key, copy, pool)
        if left is None:
            with copy.writing() as writing:
                build_schema(writing.connection())
                copy_rows(source, writing.connection(), lambda done: progress(done, total))
                refill(writing)
        with copy.reading() as reading:
            rows = row_counts(reading.connection())
            same = rows == counts and _head(reading) == _head(session)
        if left is not None:  # by the journals it is the same office; who signed in since is in these books alone
            same = _of_office(rows) == _of_office(counts)
        _refuse_findings(check(copy, pool), of_copy=True, counted=same)
    context.subject = shown(target)
    return MoveDone(context.subject, rows, files)


def _of_office(counts: dict[str, int]) -> dict[str, int]:
    """The counts of all but the journal."""
    return {table: count for table, count in counts.items() if table not in JOURNAL}


def stay(session: Session, context: Context, staff_id: int, password: str) -> None:
    """Notes that work goes on in books that were moved away; UserError for a wrong password."""
    refusal = staffing.note_sign_in(session, context, staff_id, password)
    if refusal is not None:
        raise refusal
    context.subject = context.staff.name if context.staff else ""


def go_on_here(
    location: str,
    *,
    staff: str,
    password: str,
    passphrase: str | None = None,
    clock: Callable[[], datetime] = wall_clock,
) -> None:
    """Work goes on in these books although they were moved away; raises UserError, EnvironmentProblem."""
    office = open_office(location, clock=clock, passphrase=passphrase, moved=True)
    try:
        office.staff = office.ask(staffing.staff_named, staff, office.books)
        office.do(stay, office.staff.id, password)
    finally:
        office.close()


def shown(location: str) -> str:
    """A database's place as it may be shown and noted: a server's without its password."""
    database = Database(location)
    return str(database.path or database.engine.url)


def _head(session: Session) -> tuple[int, str]:
    head = session.execute(select(JournalHead.seq, JournalHead.hash)).one()
    return head.seq, head.hash


def _copy_files(session: Session, source: Path | None, key: OfficeKey | None, copy: Database, pool: Path | None) -> int:
    """How many attachments lie in the new pool now, each as its hash says."""
    hashes = session.scalars(select(Attachment.sha256).distinct().order_by(Attachment.sha256)).all()
    if not hashes:
        return 0
    if pool is None:
        raise EnvironmentProblem(
            QT_TRANSLATE_NOOP("errors", "There are files kept with cases, and no folder for them is named."),
            QT_TRANSLATE_NOOP(
                "errors", "Name one that every desk can reach: `move --to URL --attachments FOLDER`; nothing was moved."
            ),
        )
    there = attachments.reachable(pool, beside_file=not copy.is_server)
    for sha256 in hashes:
        data = attachments.read_attachment(source, sha256, key)
        attachments.keep(there, sha256, data, copy.key)
    return len(hashes)


def _refuse_findings(findings: tuple[Finding, ...], *, of_copy: bool, counted: bool = True) -> None:
    if findings or not counted:
        words = QT_TRANSLATE_NOOP("errors", "The books to be moved are not whole: {code}.")
        if of_copy:
            words = QT_TRANSLATE_NOOP("errors", "The books did not come over whole: {code}.")
        raise EnvironmentProblem(
            words,
            QT_TRANSLATE_NOOP("errors", "Nothing was moved. `complaintdesk check` says in words what is wrong."),
            code=findings[0].code if findings else "count",
        )
