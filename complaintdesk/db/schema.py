# SPDX-License-Identifier: Apache-2.0
"""The schema's version: made by migrations, looked at before every use."""

from __future__ import annotations

from sqlalchemy import Connection, inspect, text

from complaintdesk.db.engine import Database, not_the_desks
from complaintdesk.db.guards import refuse_missing_guards, set_guards
from complaintdesk.errors import QT_TRANSLATE_NOOP, EnvironmentProblem

SCHEMA_VERSION = 4


def schema_version(connection: Connection) -> int:
    """The version of the schema in the database; 0 for an empty one."""
    if not inspect(connection).has_table("alembic_version"):
        return 0
    return int(connection.scalar(text("SELECT version_num FROM alembic_version")) or 0)


def create_or_upgrade(database: Database, version: int = SCHEMA_VERSION) -> None:
    """Brings the schema to this version and sets the guards, all in one transaction."""
    with database.connection(writing=True) as connection:
        build_schema(connection, version)


def build_schema(connection: Connection, version: int = SCHEMA_VERSION) -> None:
    """The same within a transaction that does more."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "complaintdesk:db/migrations")
    config.attributes["connection"] = connection
    command.upgrade(config, str(version))
    set_guards(connection)


def refuse_unfit(database: Database) -> None:
    """Raises EnvironmentProblem when the database is no desk's, is newer than the program, or lacks guards."""
    refuse_foreign(database)
    with database.connection() as connection:
        refuse_missing_guards(connection)


def refuse_foreign(database: Database) -> None:
    """Raises EnvironmentProblem when the database is no desk's, or is newer than the program."""
    with database.connection() as connection:
        found = schema_version(connection)
    if found == 0:
        raise not_the_desks()
    if found > SCHEMA_VERSION:
        raise newer()


def newer() -> EnvironmentProblem:
    """What is said of a database that only a later version of the program understands."""
    return EnvironmentProblem(
        QT_TRANSLATE_NOOP("errors", "The database was written by a newer version of the program."),
        QT_TRANSLATE_NOOP("errors", "Install that version here; nothing was changed."),
    )
