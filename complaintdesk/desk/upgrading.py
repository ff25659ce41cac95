# SPDX-License-Identifier: Apache-2.0
"""Books that an older version wrote: kept as they are first, then brought up to this program's schema."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Connection, inspect, select

from complaintdesk.db.copying import copy_database
from complaintdesk.db.engine import Database
from complaintdesk.db.schema import SCHEMA_VERSION, schema_version
from complaintdesk.db.tables import OfficeProfile
from complaintdesk.desk.backup_files import DATABASE_NAME, folder_of, key_of, put, sweep
from complaintdesk.desk.bringing_up import bring_up
from complaintdesk.desk.verifying import look_into
from complaintdesk.errors import QT_TRANSLATE_NOOP, EnvironmentProblem
from complaintdesk.safe_write import refusals_told


def upgrade_older(database: Database, pool_in: Callable[[str], Path | None], clock: Callable[[], datetime]) -> None:
    """Brings an older schema up to date in one transaction, after a backup that this program could go on with.

    The backup has the old schema, and was looked into on an upgraded copy. Broken off anywhere the books have the old
    schema or the new one, whole. `pool_in` tells the attachments' folder for the one that the office set ('': none).
    Raises EnvironmentProblem, nothing changed, when there is no room for the backup or the file is damaged.
    """
    with database.connection() as connection:
        found = schema_version(connection)
        if not 0 < found < SCHEMA_VERSION:
            return
        pool = pool_in(_folder_set(connection))
    made_at, folder = clock(), folder_of(database.location)
    with refusals_told(folder):
        sweep(folder, ".making-*")
        with TemporaryDirectory(dir=folder, prefix=".making-") as making:
            copy = Path(making) / DATABASE_NAME
            copy_database(database, copy, database.key)
            manifest, _findings = look_into(copy, database.key, pool, made_at)
            if "damaged" in manifest.findings:
                raise EnvironmentProblem(
                    QT_TRANSLATE_NOOP("errors", "The database is of an older version, and its file is damaged."),
                    QT_TRANSLATE_NOOP("errors", "Restore its newest backup; it is upgraded then. Nothing was changed."),
                )
            put(folder, f"desk-{made_at.astimezone():%Y%m%d-%H%M%S}.db", copy, manifest, pool, key_of(database))
    bring_up(database)


def _folder_set(connection: Connection) -> str:
    """The folder that the office set for its attachments; '' in a schema that knows of none."""
    columns = {column["name"] for column in inspect(connection).get_columns(OfficeProfile.__tablename__)}
    if OfficeProfile.attachments_folder.key not in columns:
        return ""
    return connection.scalar(select(OfficeProfile.attachments_folder)) or ""
