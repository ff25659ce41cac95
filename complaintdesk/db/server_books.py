# SPDX-License-Identifier: Apache-2.0
"""A server's books as a whole: are there any, who else is at them, set aside for others, brought back, removed."""

from __future__ import annotations

from sqlalchemy import Connection, inspect, text

from complaintdesk.db.copying import TABLES
from complaintdesk.db.server import APPLICATION

OURS = (*(table.name for table in TABLES), "case_search", "who_key", "slip_out", "alembic_version")
GUARD_FUNCTION = "refuse_change()"


def tables_there(connection: Connection, schema: str | None = None) -> list[str]:
    """Names of our tables in a schema, or in the one that is worked in."""
    there = set(inspect(connection).get_table_names(schema))
    return [name for name in OURS if name in there]


def others_at_work(connection: Connection) -> int:
    """How many other connections of this program there are to the same database."""
    query = (
        "SELECT count(*) FROM pg_stat_activity "
        "WHERE datname = current_database() AND application_name = :name AND pid <> pg_backend_pid()"
    )
    return connection.scalar(text(query), {"name": APPLICATION}) or 0


def set_aside(connection: Connection, schema: str) -> None:
    """Moves the books, with their guards, into a new schema of this name; they stay there as they are."""
    connection.execute(text(f"CREATE SCHEMA {schema}"))
    for name in tables_there(connection):
        connection.execute(text(f"ALTER TABLE {name} SET SCHEMA {schema}"))
    connection.execute(text(f"ALTER FUNCTION {GUARD_FUNCTION} SET SCHEMA {schema}"))


def remove(connection: Connection) -> None:
    """Removes books that were just written and turned out not to be whole."""
    there = tables_there(connection)
    if there:
        connection.execute(text("DROP TABLE " + ", ".join(there) + " CASCADE"))
        connection.execute(text(f"DROP FUNCTION {GUARD_FUNCTION}"))


def bring_back(connection: Connection, schema: str) -> None:
    """Puts books that were set aside in their old place, which is empty."""
    here = connection.scalar(text("SELECT current_schema()"))
    for name in tables_there(connection, schema):
        connection.execute(text(f"ALTER TABLE {schema}.{name} SET SCHEMA {here}"))
    connection.execute(text(f"ALTER FUNCTION {schema}.{GUARD_FUNCTION} SET SCHEMA {here}"))
    connection.execute(text(f"DROP SCHEMA {schema}"))
