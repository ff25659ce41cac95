# SPDX-License-Identifier: Apache-2.0
"""Copying books while others go on working in them: to a file, and from one database's tables to the other's."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, func, insert, inspect, select, text

from complaintdesk.db import search_index, slips_out, who_index
from complaintdesk.db.engine import Database, told_in_words
from complaintdesk.db.journal_tables import JournalEntry
from complaintdesk.db.keys import OfficeKey
from complaintdesk.db.schema import create_or_upgrade, schema_version

PAGE = 1_000  # rows read and written at a time
TABLES = JournalEntry.metadata.sorted_tables  # every table but what is derived and the schema's own version

Progress = Callable[[int], None]


def copy_database(database: Database, target: Path, key: OfficeKey | None = None) -> None:
    """Copies the books as they are at one moment into a new SQLite file, under `key` where the books have one.

    A file goes by the engine's own backup, page by page; a server row by row, in one REPEATABLE READ transaction.
    Raises EnvironmentProblem where the disk or the server refuses.
    """
    target.touch(mode=0o600)
    copy = Database(str(target), key)
    try:
        if database.is_server:
            _from_server(database, copy)
        else:
            _pages(database, copy)
        with told_in_words(), closing(copy.engine.raw_connection()) as raw:
            raw.cursor().execute("PRAGMA journal_mode = DELETE")  # one file, whole in itself
    finally:
        copy.engine.dispose()


def _pages(database: Database, copy: Database) -> None:
    with (
        told_in_words(),
        closing(database.engine.raw_connection()) as source,
        closing(copy.engine.raw_connection()) as target,
    ):
        source.driver_connection.backup(target.driver_connection)  # type: ignore[union-attr]  # the driver's own


def _from_server(database: Database, copy: Database) -> None:
    with snapshot(database) as source:
        create_or_upgrade(copy, schema_version(source))
        with copy.connection(writing=True) as target:
            copy_rows(source, target)
            search_index.copy_documents(source, target)
            who_index.copy_keys(source, target)
            slips_out.copy_out(source, target)


@contextmanager
def snapshot(database: Database) -> Iterator[Connection]:
    """A read-only transaction in which all tables stand as at one moment, however long it takes."""
    engine = database.engine
    if database.is_server:
        engine = engine.execution_options(isolation_level="REPEATABLE READ")
    with told_in_words(), engine.connect() as connection, connection.begin():
        yield connection


def copy_rows(source: Connection, target: Connection, progress: Progress = lambda _rows: None) -> dict[str, int]:
    """Copies every row of every table into empty tables of the same schema; how many of each table.

    Credentials and the journal go along; the search index is derived, and filled by `copy_documents` or anew.
    References are looked at when all rows are there. `progress` hears how many rows went over so far.
    """
    there = set(inspect(source).get_table_names())
    counts: dict[str, int] = {}
    with _references_later(target):
        for table in TABLES:
            if table.name in there:
                counts[table.name] = 0
                for rows in _rows(source, table):
                    target.execute(insert(table), rows)
                    counts[table.name] += len(rows)
                    progress(sum(counts.values()))
    if target.dialect.name == "postgresql":
        _set_sequences(target)
    return counts


def _rows(source: Connection, table: Table) -> Iterator[list[dict[str, Any]]]:
    """The table's rows, a page at a time; an older schema has fewer columns."""
    known = {column["name"] for column in inspect(source).get_columns(table.name)}
    wanted = select(*(column for column in table.columns if column.name in known))
    result = source.execute(wanted.order_by(*table.primary_key), execution_options={"yield_per": PAGE})
    for page in result.mappings().partitions():
        yield [dict(row) for row in page]


@contextmanager
def _references_later(target: Connection) -> Iterator[None]:
    """Lets rows stand for a while before what they refer to: a case may name one that was written after it."""
    if target.dialect.name == "sqlite":
        target.execute(text("PRAGMA defer_foreign_keys = ON"))
        yield
        return
    names = [(table, key.name) for table in TABLES for key in table.foreign_key_constraints]
    known = {name for table in TABLES for name in (key["name"] for key in inspect(target).get_foreign_keys(table.name))}
    changed = [f"ALTER TABLE {table.name} ALTER CONSTRAINT {name} " for table, name in names if name in known]
    for statement in changed:
        target.execute(text(statement + "DEFERRABLE INITIALLY DEFERRED"))
    yield
    target.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))
    for statement in changed:
        target.execute(text(statement + "NOT DEFERRABLE"))


def _set_sequences(target: Connection) -> None:
    """Goes on counting ids after the highest that was copied."""
    for table in TABLES:
        if "id" in table.columns:
            highest = target.scalar(select(func.max(table.c.id)))
            if highest is not None:
                sequence = select(func.setval(func.pg_get_serial_sequence(table.name, "id"), highest))
                target.execute(sequence)


def row_counts(connection: Connection) -> dict[str, int]:
    """How many rows each table holds."""
    return {table.name: connection.scalar(select(func.count()).select_from(table)) or 0 for table in TABLES}
