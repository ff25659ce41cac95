# SPDX-License-Identifier: Apache-2.0
"""What stands already where an office is to be moved: nothing, other books, or the copy that a move left behind."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from complaintdesk.db import keys
from complaintdesk.db.copying import row_counts
from complaintdesk.db.engine import Database
from complaintdesk.db.journal import head_seq, lock_head
from complaintdesk.db.journal_tables import JournalEntry
from complaintdesk.db.schema import SCHEMA_VERSION, schema_version
from complaintdesk.db.server_books import tables_there
from complaintdesk.desk.backup import NOTHING_NEW
from complaintdesk.desk.founding import already
from complaintdesk.desk.moved import MOVE_OUT, STAY
from complaintdesk.desk.passphrases import needs_passphrase
from complaintdesk.errors import QT_TRANSLATE_NOOP, EnvironmentProblem, ServerGone

NO_WORK = (*NOTHING_NEW, MOVE_OUT, STAY)  # deeds by which neither of two books goes on


def copy_left(here: Session, target: str, passphrase: str | None) -> Database | None:
    """The database at the target where a move of these same books broke off, None where nothing is there.

    The journals tell: up to some entry they are the same, and neither office went on after it. Raises
    EnvironmentProblem where other books are there, or where one of both went on: then it says which to use; UserError
    for a passphrase that doesn't open the copy.
    """
    database = Database(target)
    path = database.path
    if path is not None:
        if not path.exists():
            return None
        if _is_file_of(here, path) or needs_passphrase(target) != (passphrase is not None):
            raise already(path)
        if passphrase is not None:
            database = Database(target, keys.unlock(keys.key_file(path), passphrase))
    try:
        if path is None and _is_empty(database):
            database.close()
            return None
        if not _holds_books(database):
            raise already(path or database.engine.url)
        _refuse_gone_on(here, database)
    except BaseException:
        database.engine.dispose()
        raise
    return database


def _is_file_of(here: Session, path: Path) -> bool:
    """Whether this is the very file of these books; a server's can't be locked a second time, and is told as busy."""
    own = here.connection().engine.url
    return own.get_backend_name() == "sqlite" and path.samefile(own.database or "")


def _is_empty(server: Database) -> bool:
    with server.connection() as connection:
        return not tables_there(connection)


def _holds_books(database: Database) -> bool:
    """Whether an office's books of this program's own version are there; not so in a file of another program."""
    try:
        with database.connection() as connection:
            return schema_version(connection) == SCHEMA_VERSION and row_counts(connection)["journal_head"] == 1
    except ServerGone:
        raise
    except EnvironmentProblem:
        return False


def _refuse_gone_on(here: Session, copy: Database) -> None:
    with copy.writing() as there:
        lock_head(there)  # no desk is in the midst of a deed there
        parting = _parting(here, there)
        went_on, goes_on = _work_since(here, parting), _work_since(there, parting)
    place = copy.path or copy.engine.url  # shown without its password
    if parting == 0:
        raise already(place)
    if went_on and goes_on:
        raise EnvironmentProblem(
            QT_TRANSLATE_NOOP(
                "errors",
                "The same office is at {place} already, and work went on in both since: {here} deeds here, {there} "
                "there. Nothing was changed.",
            ),
            QT_TRANSLATE_NOOP(
                "errors",
                "Use one of both from now on, and enter by hand in it what was written in the other. To go on with "
                "these, name another place for them; to go on there, open the office there.",
            ),
            place=str(place),
            here=went_on,
            there=goes_on,
        )
    if goes_on:
        raise EnvironmentProblem(
            QT_TRANSLATE_NOOP(
                "errors",
                "The office is at {place} already, with all that stands here and {count} deeds more. Nothing was "
                "changed.",
            ),
            QT_TRANSLATE_NOOP("errors", "Use that one, and these books no more: open the office there."),
            place=str(place),
            count=goes_on,
        )
    if went_on:
        raise EnvironmentProblem(
            QT_TRANSLATE_NOOP(
                "errors",
                "At {place} is an older copy of these books: {count} deeds came after it, all of them here. Nothing "
                "was changed.",
            ),
            QT_TRANSLATE_NOOP(
                "errors",
                "Use these books: nothing stands there that does not stand here. To move them, remove that copy or "
                "name another place.",
            ),
            place=str(place),
            count=went_on,
        )


def _parting(here: Session, there: Session) -> int:
    """The number of the last entry that both journals have; 0 where they are two offices'."""
    same, apart = 0, min(head_seq(here), head_seq(there)) + 1
    while apart - same > 1:
        middle = (same + apart) // 2
        if _hash(here, middle) == _hash(there, middle):
            same = middle
        else:
            apart = middle
    return same


def _hash(session: Session, seq: int) -> str:
    return session.scalars(select(JournalEntry.hash).where(JournalEntry.seq == seq)).one()


def _work_since(session: Session, seq: int) -> int:
    """How many deeds there are after this one, but for signing in and the like."""
    later = select(func.count()).where(JournalEntry.seq > seq, JournalEntry.deed.not_in(NO_WORK))
    return session.scalars(later).one()
