# SPDX-License-Identifier: Apache-2.0
"""The migrations make the tables that the program speaks of: these and no others."""

from __future__ import annotations

import re

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, UniqueConstraint, inspect

from complaintdesk.db.engine import Database
from complaintdesk.db.guards import missing_guards
from complaintdesk.db.journal_tables import JournalEntry
from complaintdesk.db.schema import SCHEMA_VERSION, create_or_upgrade, refuse_unfit, schema_version
from tests.made_once import made_anew, migrate

DERIVED = ("case_search", "ix_case_search", "who_key", "ix_who_key", "slip_out")


def _is_ours(_object: object, name: str | None, kind: str, _reflected: bool, _compared: object) -> bool:
    return not (kind in ("table", "index") and name is not None and name.startswith(DERIVED))


def differences(connection: Connection) -> list[object]:
    options = {"include_object": _is_ours, "compare_type": True}
    return list(compare_metadata(MigrationContext.configure(connection, opts=options), JournalEntry.metadata))


def test_migrated_tables_are_those_of_the_metadata(office):
    with office.database.connection() as connection:
        assert differences(connection) == []


def test_a_column_that_no_migration_made_would_show(office):
    with office.database.connection(writing=True) as connection:
        connection.exec_driver_sql("ALTER TABLE place ADD COLUMN colour VARCHAR")
        connection.exec_driver_sql("DROP INDEX ix_contact_case_id")
        assert len(differences(connection)) == 2
        connection.rollback()


def test_unique_rules_are_there(office):
    with office.database.connection() as connection:
        found = inspect(connection)
        for table in JournalEntry.metadata.sorted_tables:
            wanted = {tuple(each.columns.keys()) for each in table.constraints if isinstance(each, UniqueConstraint)}
            there = {tuple(each["column_names"]) for each in found.get_unique_constraints(table.name)}
            assert there == wanted, table.name


def test_the_tests_new_databases_are_as_the_migrations_make_them(tmp_path, monkeypatch):
    schemas = []
    for name in ("migrated", "heard", "said again"):
        monkeypatch.setattr(command, "upgrade", migrate if name == "migrated" else made_anew)
        database = Database(str(tmp_path / name))
        create_or_upgrade(database)
        with database.connection() as connection:
            made = connection.exec_driver_sql("SELECT type, name, sql FROM sqlite_master ORDER BY 1, 2")
            # alembic writes a copied table's constraints in no order of its own
            schemas.append([(*what, sorted(re.split(r",?\s*\n\s*", sql or ""))) for *what, sql in made])
            assert schema_version(connection) == SCHEMA_VERSION
            assert missing_guards(connection) == ()
        database.close()
    assert schemas[0] == schemas[1] == schemas[2]
    assert len(schemas[0]) > 100


def test_upgrading_what_is_up_to_date_changes_nothing(office):
    create_or_upgrade(office.database)
    with office.database.connection() as connection:
        assert schema_version(connection) == SCHEMA_VERSION
        assert missing_guards(connection) == ()
        assert differences(connection) == []
    refuse_unfit(office.database)
