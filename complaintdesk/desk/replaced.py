# SPDX-License-Identifier: Apache-2.0
"""The database that a backup takes the place of: is anybody in it, what does it still tell, and where it is kept."""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from complaintdesk.db.engine import Database, give_key
from complaintdesk.db.journal_tables import JournalEntry, JournalHead
from complaintdesk.db.keys import OfficeKey, key_file
from complaintdesk.db.tables import Counter
from complaintdesk.desk.attachments import holds, may_be_plain
from complaintdesk.desk.backup import NOTHING_NEW
from complaintdesk.desk.backup_files import BLOCK, sync
from complaintdesk.desk.damage import told_as_damage
from complaintdesk.desk.passphrases import key_for
from complaintdesk.errors import QT_TRANSLATE_NOOP, EnvironmentProblem, UserError
from complaintdesk.safe_write import sync_folder, whole_file

SIDE_FILES = ("-wal", "-shm")

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Abandoned:
    """What the database that was replaced knew: its journal's head and its counters."""

    seq: int
    hash: str
    numbers: dict[tuple[str, int], int]
    worked: int  # the last entry that is more than a backup, a coming or a going


def in_use() -> EnvironmentProblem:
    """What is said while a window or another desk has the database open: it would go on in the old one."""
    return EnvironmentProblem(
        QT_TRANSLATE_NOOP("errors", "The database is open in another window or at another desk."),
        QT_TRANSLATE_NOOP("errors", "Close it there, then restore; nothing was changed."),
    )


def went_on() -> EnvironmentProblem:
    """What is said when something was saved in the database while the restore was made ready: it would be lost."""
    return EnvironmentProblem(
        QT_TRANSLATE_NOOP("errors", "Something was saved in the database in the meantime."),
        QT_TRANSLATE_NOOP("errors", "Close it everywhere, then restore again; nothing was changed."),
    )


@contextmanager
def held(location: Path, passphrase: str | None, abandoned: Abandoned | None = None) -> Iterator[None]:
    """The database, which nobody else can open meanwhile, and which ends as `abandoned` says.

    What can't be read any more is nobody's. Windows replaces no open file, by whomever: there it is let go of at once.
    Raises EnvironmentProblem while somebody has it open, when something was saved in it since, or the disk refuses.
    """
    import sqlcipher3.dbapi2 as sqlite

    with ExitStack() as opened:
        try:
            if location.exists():
                connection = opened.enter_context(
                    closing(sqlite.connect(str(location), timeout=0, isolation_level=None))
                )
                give_key(connection.cursor(), known_key(location, passphrase))
                connection.execute("PRAGMA locking_mode = EXCLUSIVE")  # granted to whoever is alone
                connection.execute("BEGIN EXCLUSIVE")
                _refuse_later(connection, abandoned)
        except sqlite.OperationalError as error:
            if "locked" in str(error):
                raise in_use() from error
            raise EnvironmentProblem(
                QT_TRANSLATE_NOOP("errors", "The database to be replaced can't be opened: {said}."),
                QT_TRANSLATE_NOOP("errors", "Check the disk, and that you may write there; nothing was changed."),
                said=str(error),
            ) from error
        except sqlite.DatabaseError:
            _log.warning("the database to be replaced can't be read: it is nobody's")
        if os.name == "nt":
            opened.close()
        yield


def _refuse_later(connection: Any, abandoned: Abandoned | None) -> None:
    if abandoned is not None:
        head = connection.execute("SELECT seq, hash FROM journal_head").fetchone()
        if tuple(head) != (abandoned.seq, abandoned.hash):
            raise went_on()


def known_key(location: Path, passphrase: str | None) -> OfficeKey | None:
    """The key of the database to be replaced; None too where the backup's passphrase doesn't open it."""
    try:
        return key_for(location, passphrase)
    except (EnvironmentProblem, UserError):
        return None


def read_abandoned(location: Path, passphrase: str | None = None) -> Abandoned | None:
    """What the database to be replaced still tells; None when there is none, or it can't be read any more."""
    if not location.exists():
        return None
    try:
        database = Database(str(location), key_for(location, passphrase))
    except (EnvironmentProblem, UserError):
        return None
    try:
        with told_as_damage(database), database.reading() as session:
            found = abandoned_in(session)
        database.close()  # what its log holds goes into the file, which then stands for itself
    except (EnvironmentProblem, SQLAlchemyError):
        database.engine.dispose()
        return None
    return found


def abandoned_in(session: Session) -> Abandoned:
    """What the books of this session tell."""
    head = session.scalars(select(JournalHead)).one()
    numbers = {(row.series, row.year): row.last for row in session.scalars(select(Counter))}
    work = select(func.max(JournalEntry.seq)).where(JournalEntry.deed.not_in(NOTHING_NEW))
    return Abandoned(head.seq, head.hash, numbers, session.scalar(work) or 0)


def add_to_pool(pool: Path, target: Path, key: OfficeKey | None) -> None:
    """Copies the backup's attachments to those that are there; raises OSError or EnvironmentProblem."""
    may_be_plain(target)
    for source in sorted(pool.rglob("*")):
        kept = target / source.relative_to(pool)
        if source.is_file() and not holds(kept, source.name, key):
            kept.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            _copy(source, kept)


def keep_aside(location: Path, now: datetime, *, readable: bool) -> Path | None:
    """Copies the database to be replaced aside, with its log and key, under a name that says when and why.

    It stays in its place until it is replaced. Raises EnvironmentProblem when the disk refuses; then nothing is kept.
    """
    if not location.exists():
        return None
    why = "replaced" if readable else "damaged"
    aside = location.with_name(f"{location.stem}-{why}-{now:%Y%m%d-%H%M%S}{location.suffix}")
    try:
        for suffix in (*SIDE_FILES, ""):  # what bears the name itself is whole with its log
            if Path(f"{location}{suffix}").exists():
                _copy(Path(f"{location}{suffix}"), Path(f"{aside}{suffix}"))
        if key_file(location).exists():
            _copy(key_file(location), key_file(aside))
    except BaseException:
        remove_aside(aside)
        raise
    return aside


def remove_aside(aside: Path) -> None:
    """Removes what was kept aside of a database that stays in its place."""
    for part in (aside, *(Path(f"{aside}{suffix}") for suffix in SIDE_FILES), key_file(aside)):
        part.unlink(missing_ok=True)


def _copy(source: Path, target: Path) -> None:
    with source.open("rb") as incoming, whole_file(target) as out:
        shutil.copyfileobj(incoming, out, BLOCK)


def take_place(database: Path, location: Path) -> None:
    """Puts the restored database in its place, without what the replaced one left in its log; raises OSError.

    Killed in between, the replaced one stands there as it was last written into its file, and aside with its log.
    """
    sync(database)
    for suffix in SIDE_FILES:  # else they would be taken for the restored database's
        Path(f"{location}{suffix}").unlink(missing_ok=True)
    encrypted, replaced = key_file(database).exists(), location.exists()
    if encrypted:
        key_file(database).replace(key_file(location))
    database.replace(location)
    sync_folder(location.parent)
    if replaced and not encrypted:  # the key of the replaced ones is aside with them
        key_file(location).unlink(missing_ok=True)
