# SPDX-License-Identifier: Apache-2.0
"""The database that a backup takes the place of: is anybody in it, what does it still tell, and where it is kept."""

from __future__ import annotations

import shutil
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from complaintdesk.db.engine import Database
from complaintdesk.db.journal_tables import JournalEntry, JournalHead
from complaintdesk.db.keys import OfficeKey, key_file
from complaintdesk.db.tables import Counter
from complaintdesk.desk.attachments import holds
from complaintdesk.desk.backup import NOTHING_NEW
from complaintdesk.desk.backup_files import BLOCK, sync
from complaintdesk.desk.office import key_for
from complaintdesk.errors import QT_TRANSLATE_NOOP, EnvironmentProblem, UserError
from complaintdesk.safe_write import whole_file

SIDE_FILES = ("-wal", "-shm")


@dataclass(frozen=True)
class Abandoned:
    """What the database that was replaced knew: its journal's head and its counters."""

    seq: int
    hash: str
    numbers: dict[tuple[str, int], int]
    worked: int  # the last entry that is more than a backup, a coming or a going


def refuse_in_use(location: Path) -> None:
    """Raises EnvironmentProblem while a window or another desk has the database open: it would go on in the old one."""
    import sqlcipher3.dbapi2 as sqlite

    if not location.exists():
        return
    with closing(sqlite.connect(str(location), timeout=0, isolation_level=None)) as connection:
        try:
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")  # granted to whoever is alone
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite.OperationalError as error:
            if "locked" in str(error):
                raise EnvironmentProblem(
                    QT_TRANSLATE_NOOP("errors", "The database is open in another window or at another desk."),
                    QT_TRANSLATE_NOOP("errors", "Close it there, then restore; nothing was changed."),
                ) from error
        except sqlite.DatabaseError:
            return  # what can't be read any more is nobody's


def read_abandoned(location: Path, passphrase: str | None = None) -> Abandoned | None:
    """What the database to be replaced still tells; None when there is none, or it can't be read any more."""
    if not location.exists():
        return None
    try:
        database = Database(str(location), key_for(location, passphrase))
    except (EnvironmentProblem, UserError):
        return None
    try:
        with database.reading() as session:
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
    for source in sorted(pool.rglob("*")):
        kept = target / source.relative_to(pool)
        if source.is_file() and not holds(kept, source.name, key):
            kept.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with source.open("rb") as incoming, whole_file(kept) as out:
                shutil.copyfileobj(incoming, out, BLOCK)


def keep_aside(location: Path, now: datetime, *, readable: bool) -> Path | None:
    """Copies the database to be replaced aside, with its log and key, under a name that says when and why.

    It stays in its place until it is replaced; raises OSError when the disk refuses.
    """
    if not location.exists():
        return None
    why = "replaced" if readable else "damaged"
    aside = location.with_name(f"{location.stem}-{why}-{now:%Y%m%d-%H%M%S}{location.suffix}")
    for suffix in ("", *SIDE_FILES):
        part = Path(f"{location}{suffix}")
        if part.exists():
            shutil.copy2(part, f"{aside}{suffix}")
    if key_file(location).exists():
        shutil.copy2(key_file(location), key_file(aside))
    for suffix in ("", *SIDE_FILES):
        if Path(f"{aside}{suffix}").exists():
            sync(Path(f"{aside}{suffix}"))
    return aside


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
    if replaced and not encrypted:  # the key of the replaced ones is aside with them
        key_file(location).unlink(missing_ok=True)
