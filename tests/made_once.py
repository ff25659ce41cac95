# SPDX-License-Identifier: Apache-2.0
"""What many tests begin with, at little cost: the tables of a new database, and secrets hashed without pains."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, event, inspect

from complaintdesk.db import keys
from complaintdesk.desk import recovery, staffing
from tests.builders import QUICK_HASHER

_QUICK = (
    (staffing, "_hasher", QUICK_HASHER),
    (recovery, "_hasher", QUICK_HASHER),
    (keys, "_MEMORY", 64),
    (keys, "_ROUNDS", 1),
)
_SHIPPED = [(module, name, getattr(module, name)) for module, name, _quick in _QUICK]

migrate = command.upgrade
_ONLY_READS = ("SELECT", "PRAGMA")


@dataclass(frozen=True)
class _Said:
    """A statement that the migrations gave the database, as its driver got it."""

    statement: str
    values: Any


_SAID: dict[tuple[str, str], list[_Said]] = {}


def hash_quickly() -> None:
    """The same argon2id for passwords, passphrases and codes, without the pains it takes against thieves."""
    for module, name, quick in _QUICK:
        setattr(module, name, quick)


def hash_as_shipped(patch: pytest.MonkeyPatch) -> None:
    """Takes the pains again, until the patch is undone."""
    for module, name, shipped in _SHIPPED:
        patch.setattr(module, name, shipped)


def migrate_new_databases_once() -> None:
    """Lets the migrations work once for each kind of database; one that is new then gets the same statements again.

    Books that hold something already are migrated each time. What a migration asks of a new database, the same
    statements have made before, so its answers are the same; what it reads is therefore left out.
    """
    command.upgrade = made_anew  # type: ignore[assignment]


def made_anew(config: Config, revision: str) -> None:
    """Stands for alembic's `upgrade` in the tests."""
    connection: Connection = config.attributes["connection"]
    if inspect(connection).get_table_names():
        migrate(config, revision)
        return
    kind = connection.dialect.name, revision
    if kind not in _SAID:
        _SAID[kind] = _listened_to(connection, config, revision)
        return
    for said in _SAID[kind]:
        connection.exec_driver_sql(said.statement, said.values)


def _listened_to(connection: Connection, config: Config, revision: str) -> list[_Said]:
    heard: list[_Said] = []

    def hear(_connection: Connection, _cursor: Any, statement: str, values: Any, _context: Any, _many: bool) -> None:
        if not statement.lstrip().startswith(_ONLY_READS):
            heard.append(_Said(statement, values))

    event.listen(connection, "before_cursor_execute", hear)
    try:
        migrate(config, revision)
    finally:
        event.remove(connection, "before_cursor_execute", hear)
    return heard
