# SPDX-License-Identifier: Apache-2.0
"""A database's whole content under another key or none: copied while nobody else writes, and compared row by row."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlite

from complaintdesk.db.engine import Database, give_key, told_in_words
from complaintdesk.db.erasing import copy_beside, erase_copy
from complaintdesk.db.keys import OfficeKey
from complaintdesk.db.schema import refuse_unfit
from complaintdesk.errors import QT_TRANSLATE_NOOP, EnvironmentProblem


@contextmanager
def copied(
    path: Path, key: OfficeKey | None, wanted: OfficeKey | None
) -> Iterator[tuple[Database, Callable[[], object]]]:
    """The copy `copy_beside` the books under the key wanted, open, and a way to let go of the books before the end.

    Until then nobody else reads or writes them. Once the copy took their place they are none of the desk's any more:
    who opened the file before, and waited, is refused. On an error the copy is erased.

    Raises EnvironmentProblem when they are open elsewhere, the disk refuses, or the copy is not like them.
    """
    copy = copy_beside(path)
    with told_in_words(), closing(sqlite.connect(str(path), timeout=0, isolation_level=None)) as connection:
        give_key(connection, key)
        _lock(connection)
        try:
            erase_copy(path)
            copy.touch(mode=0o600)
            _export(connection, copy, wanted)
            # Its log goes into the file: left behind, it would be taken for the log of the file that takes its place.
            # And a file without one opens for nobody once it has lost its name (`Database` asks for a log, which
            # SQLite gives to no file that was moved).
            connection.execute("PRAGMA journal_mode = DELETE")
            database = Database(str(copy), wanted)
            try:
                refuse_unfit(database)
                with database.connection() as looked_at:
                    if looked_at.exec_driver_sql("PRAGMA integrity_check").scalar() != "ok":
                        raise _unlike()
                yield database, connection.close
            finally:
                database.close()
        except BaseException:
            erase_copy(path)
            raise


def _lock(connection: Any) -> None:
    """Locks the books until the connection closes."""
    connection.execute("PRAGMA locking_mode = EXCLUSIVE")
    try:
        connection.execute("BEGIN EXCLUSIVE")
    except sqlite.OperationalError as error:
        if "locked" not in str(error):
            raise
        raise EnvironmentProblem(
            QT_TRANSLATE_NOOP("errors", "The database is open in another window or at another desk."),
            QT_TRANSLATE_NOOP("errors", "Close it there, then try again; nothing was changed."),
        ) from error
    connection.execute("COMMIT")


def _export(connection: Any, copy: Path, key: OfficeKey | None) -> None:
    """Copies all that is in the file and compares it row by row."""
    under = '""' if key is None else key.pragma()
    connection.execute(f"ATTACH DATABASE ? AS copy KEY {under}", (str(copy),))
    try:
        connection.execute("BEGIN")
        connection.execute("SELECT sqlcipher_export('copy')")
        tables = connection.execute("SELECT name FROM main.sqlite_master WHERE type = 'table' AND rootpage > 0")
        if not all(_same(connection, name) for (name,) in tables.fetchall()):
            raise _unlike()
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        connection.execute("DETACH DATABASE copy")


def _same(connection: Any, table: str) -> bool:
    """Whether the copy's table holds the same rows."""
    quoted = '"' + table.replace('"', '""') + '"'
    here, there = (
        connection.execute(f"SELECT count(*) FROM {schema}.{quoted}").fetchone()  # noqa: S608 - names from the file
        for schema in ("main", "copy")
    )
    missing = f"SELECT 1 FROM (SELECT * FROM main.{quoted} EXCEPT SELECT * FROM copy.{quoted}) LIMIT 1"  # noqa: S608
    return bool(here == there and connection.execute(missing).fetchone() is None)


def _unlike() -> EnvironmentProblem:
    return EnvironmentProblem(
        QT_TRANSLATE_NOOP("errors", "The copy of the books is not like the books: nothing was changed."),
        QT_TRANSLATE_NOOP("errors", "Check the disk, then run `complaintdesk check` and try again."),
    )
