# SPDX-License-Identifier: Apache-2.0
"""The engine: how a database is opened, and the two ways a transaction begins (trust.md, 'Decided')."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlite
from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, ProgrammingError
from sqlalchemy.orm import Session

from complaintdesk.db.journal import Journalling
from complaintdesk.db.keys import OfficeKey
from complaintdesk.db.location import refuse_unsafe_location
from complaintdesk.db.server import busy, names_a_server, server_engine, server_problem
from complaintdesk.errors import QT_TRANSLATE_NOOP, EnvironmentProblem

SAFE_SQLITE = (3, 51, 3)  # older ones can corrupt a WAL database (the WAL-reset bug)
PRAGMAS: dict[str, int | str] = {
    "busy_timeout": 5000,
    "journal_mode": "wal",
    "synchronous": 2,
    "foreign_keys": 1,
    "recursive_triggers": 1,  # else INSERT OR REPLACE walks past the delete triggers
    "trusted_schema": 0,
    "cell_size_check": 1,
    "secure_delete": 1,
}
DAMAGED = ("malformed", "corruption found", "vtable constructor failed", "could not decode to utf-8")
UNREADABLE = (*DAMAGED, "i/o error", "readonly database", "unable to open")


class Database:
    """An open database: a SQLite file or a PostgreSQL server."""

    def __init__(self, location: str, key: OfficeKey | None = None) -> None:
        """Opens nothing yet; `location` is a file's path, with its key if it is encrypted, or a server's URL."""
        self.location = location
        self.key = key
        self.is_server = names_a_server(location)
        self.path: Path | None = None if self.is_server else Path(location)
        self.engine = server_engine(location) if self.is_server else self._file(Path(location), key)
        self._writer = self.engine.execution_options(writing=True)

    def _file(self, path: Path, key: OfficeKey | None) -> Engine:
        if sqlite.sqlite_version_info < SAFE_SQLITE:
            raise EnvironmentProblem(
                QT_TRANSLATE_NOOP(
                    "errors", "The database engine (SQLite {version}) has a known fault that can lose data."
                ),
                QT_TRANSLATE_NOOP("errors", "Install the program again with its own engine (sqlcipher3)."),
                version=sqlite.sqlite_version,
            )
        refuse_unsafe_location(path)
        engine = create_engine(URL.create("sqlite", database=str(path)), module=sqlite, hide_parameters=True)

        @event.listens_for(engine, "connect")
        def prepare(connection: Any, _record: Any) -> None:
            connection.isolation_level = None  # the begin event below says how a transaction starts
            cursor = connection.cursor()
            give_key(cursor, key)
            for name, value in PRAGMAS.items():
                cursor.execute(f"PRAGMA {name} = {value}")
            for name, value in PRAGMAS.items():
                found = cursor.execute(f"PRAGMA {name}").fetchone()[0]
                if str(found).lower() != str(value):
                    raise EnvironmentProblem(
                        QT_TRANSLATE_NOOP("errors", "The database can't be opened safely: {setting} stays {found}."),
                        QT_TRANSLATE_NOOP("errors", "Move the database to a local disk and start again."),
                        setting=name,
                        found=found,
                    )
            cursor.close()

        @event.listens_for(engine, "begin")
        def begin(connection: Connection) -> None:
            writing = connection.get_execution_options().get("writing", False)
            connection.exec_driver_sql(f"PRAGMA query_only = {0 if writing else 1}")
            connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

        return engine

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session in one writing transaction whose changes the journal follows; commits at the end or rolls back."""
        with told_in_words(), Session(self._writer, expire_on_commit=False) as session:
            session.info["journalling"] = Journalling()
            with session.begin():
                yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session in one read-only transaction: all its queries see the same state."""
        with told_in_words(), Session(self.engine) as session, session.begin():
            yield session

    @contextmanager
    def connection(self, *, writing: bool = False) -> Iterator[Connection]:
        """A bare connection in one transaction, for schema work and checks."""
        with told_in_words(), (self._writer if writing else self.engine).connect() as connection, connection.begin():
            yield connection

    def settle(self) -> None:
        """Moves the write-ahead log into the file and empties it: what was erased there stands in neither."""
        if not self.is_server and self.path is not None and self.path.exists():
            with told_in_words(), closing(self.engine.raw_connection()) as raw:
                raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Settles the file and lets go of it."""
        self.settle()
        self.engine.dispose()


def give_key(cursor: Any, key: OfficeKey | None) -> None:
    """Tells the engine the key of an encrypted file; must come before anything else that is asked of a connection."""
    if key is not None:
        cursor.execute("PRAGMA cipher_log_level = NONE")  # it would write to the terminal when the key is wrong
        cursor.execute(f"PRAGMA key = {key.pragma()}")


def is_encrypted(path: Path) -> bool:
    """Whether this file of a database opens without a key no more.

    The engine itself is asked: to open and close the file otherwise would give up the locks this program has on it.
    """
    with closing(sqlite.connect(str(path), isolation_level=None)) as connection:
        try:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except sqlite.DatabaseError as error:
            return "not a database" in str(error)
    return False


@contextmanager
def told_in_words() -> Iterator[None]:
    """Turns what a database refuses for reasons outside the program into EnvironmentProblem; bugs pass."""
    try:
        yield
    except DBAPIError as error:
        if hasattr(error.orig, "sqlstate"):
            problem = server_problem(error)
            if problem is None:
                raise
            raise problem from error
        if isinstance(error, (IntegrityError, ProgrammingError, DataError)):
            raise
        raise _problem(error, str(error.orig)) from error
    except sqlite.DatabaseError as error:
        raise _problem(error, str(error)) from error


def not_the_desks() -> EnvironmentProblem:
    """What is said of a file that holds no books, or cannot be read without a key."""
    return EnvironmentProblem(
        QT_TRANSLATE_NOOP(
            "errors",
            "This file is no database of the desk, or it is encrypted and its own key file is not beside it.",
        ),
        QT_TRANSLATE_NOOP(
            "errors",
            "Choose the right file, or put its key file back (its name with .key at the end); restore a backup of "
            "a damaged one.",
        ),
    )


def _problem(error: Exception, said: str) -> EnvironmentProblem:
    """What SQLite's error means to a person; raises the error itself where it can only be a bug."""
    said = said.partition(" with text ")[0].lower()  # what follows is the office's own
    if "disk is full" in said or "no space left" in said:
        return EnvironmentProblem(
            QT_TRANSLATE_NOOP("errors", "The disk is full: nothing was saved."),
            QT_TRANSLATE_NOOP("errors", "Free some space, then save again; the form is still there."),
        )
    if "is locked" in said:
        return busy()
    if "not a database" in said:
        return not_the_desks()
    if any(words in said for words in UNREADABLE):
        return EnvironmentProblem(
            QT_TRANSLATE_NOOP("errors", "The database file can't be read or written."),
            QT_TRANSLATE_NOOP(
                "errors", "Keep the file as it is, check the disk, and restore the last backup if it stays so."
            ),
        )
    raise error
