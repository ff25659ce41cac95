# SPDX-License-Identifier: Apache-2.0
"""A database on the tests' server whose books are put back after each test: a fifth of the work of making it anew."""

from __future__ import annotations

import uuid
from typing import Any

import psycopg
from psycopg.sql import SQL, Identifier, Literal
from sqlalchemy import make_url

from tests.postgres_server import address

_OURS = "nspname <> 'information_schema' AND nspname NOT LIKE 'pg\\_%%'"
# All that is no row: what a test changed of it is not put back, the database is made anew.
_SHAPE = f"""
    SELECT nspname || coalesce(nspacl::text, '') FROM pg_namespace WHERE {_OURS}
    UNION ALL
    SELECT concat_ws(' ', nspname, relname, relkind, relacl::text, reloptions::text)
    FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace WHERE {_OURS}
    UNION ALL
    SELECT concat_ws(' ', c.oid::regclass, attnum, attname, atttypid::regtype, attnotnull, attisdropped, attidentity,
        (SELECT pg_get_expr(adbin, adrelid) FROM pg_attrdef WHERE adrelid = c.oid AND adnum = attnum))
    FROM pg_attribute JOIN pg_class c ON c.oid = attrelid JOIN pg_namespace n ON n.oid = relnamespace
    WHERE {_OURS} AND attnum > 0 AND relkind = 'r'
    UNION ALL
    SELECT concat_ws(' ', tgrelid::regclass, tgname, tgenabled, tgtype, tgfoid::regproc, encode(tgargs, 'hex'),
        tgqual::text)
    FROM pg_trigger WHERE NOT tgisinternal
    UNION ALL
    SELECT pg_get_constraintdef(oid) || conrelid::regclass || conname FROM pg_constraint WHERE conrelid <> 0
    UNION ALL
    SELECT pg_get_indexdef(indexrelid) FROM pg_index i JOIN pg_class c ON c.oid = indexrelid
    JOIN pg_namespace n ON n.oid = relnamespace WHERE {_OURS}
    UNION ALL
    SELECT nspname || proname || prosrc FROM pg_proc JOIN pg_namespace n ON n.oid = pronamespace WHERE {_OURS}
    UNION ALL
    SELECT concat_ws(' ', setconfig::text, setrole) FROM pg_db_role_setting
    UNION ALL
    SELECT concat_ws(' ', datacl::text, datconnlimit, datallowconn) FROM pg_database WHERE datname = current_database()
    ORDER BY 1
"""
_TABLES = "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 1"
_SEQUENCES = "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public' ORDER BY 1"
_MOST_OFTEN = 40  # what was deleted fills the tables: after so many times they are made anew


class KeptBooks:
    """One database like a template, for one test after the other; each finds it under a name of its own."""

    def __init__(self, server: str, template: str) -> None:
        """`server` is the folder of its socket; nothing is made yet."""
        self._server, self._template = server, template
        self._name = ""
        self._times = 0
        self._shape: list[Any] = []
        self._rows: dict[str, bytes] = {}
        self._sequences: list[Any] = []

    def fresh(self) -> str:
        """The address of the database, with the books of the template and nobody in it."""
        if not self._name or self._times >= _MOST_OFTEN or not self._put_back():
            self._make_anew()
        self._times += 1
        return address(self._server, self._name)

    def drop(self) -> None:
        """Takes it off the server."""
        if self._name:
            with self._at("postgres") as admin:
                admin.execute(SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(Identifier(self._name)))
            self._name = ""

    def _make_anew(self) -> None:
        self.drop()
        name = f"desk_{uuid.uuid4().hex}"
        with self._at("postgres") as admin:
            like = make_url(self._template).database or ""
            words = SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy")
            admin.execute(words.format(Identifier(name), Identifier(like)))
        self._name, self._times = name, 0
        if not self._shape:
            with self._at(name) as books:
                self._shape = books.execute(_SHAPE).fetchall()
                self._sequences = books.execute(_SEQUENCES).fetchall()
                for (table,) in books.execute(_TABLES).fetchall():
                    with books.cursor().copy(SQL("COPY {} TO STDOUT").format(Identifier(table))) as copied:
                        self._rows[table] = b"".join(bytes(piece) for piece in copied)

    def _put_back(self) -> bool:
        """Whether it could be done: not where somebody changed more than rows."""
        name = f"desk_{uuid.uuid4().hex}"
        with self._at("postgres") as admin:
            leave = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s"
            admin.execute(leave, [self._name])
            there = admin.execute("SELECT datallowconn FROM pg_database WHERE datname = %s", [self._name]).fetchone()
            if there != (True,):
                return False
            admin.execute(SQL("ALTER DATABASE {} RENAME TO {}").format(Identifier(self._name), Identifier(name)))
        self._name = name
        with self._at(name) as books, books.transaction():
            if books.execute(_SHAPE).fetchall() != self._shape:
                return False
            books.execute("SET LOCAL session_replication_role = replica")  # past the guards and foreign keys
            books.execute(SQL("; ").join(SQL("DELETE FROM {}").format(Identifier(table)) for table in self._rows))
            for table, rows in self._rows.items():
                if rows:
                    with books.cursor().copy(SQL("COPY {} FROM STDIN").format(Identifier(table))) as copied:
                        copied.write(rows)
            counted = [
                (Literal(f'public."{each}"'), Literal(last or 1), Literal(last is not None))
                for each, last in self._sequences
            ]
            books.execute(SQL("SELECT ") + SQL(", ").join(SQL("setval({}, {}, {})").format(*each) for each in counted))
        return True

    def _at(self, database: str) -> psycopg.Connection[Any]:
        return psycopg.connect(host=self._server, user="desk", dbname=database, autocommit=True)
