# SPDX-License-Identifier: Apache-2.0
"""Books of an older schema brought up to this program's, what is derived from them too."""

from __future__ import annotations

from complaintdesk.db.engine import Database
from complaintdesk.db.schema import build_schema, schema_version
from complaintdesk.desk.indexing import refill

INDEXED_SINCE = 4  # the schema from which on the search index has all that it has now


def bring_up(database: Database) -> None:
    """Brings the schema up to date and fills the search index again where it grew, all in one transaction."""
    with database.writing() as session:
        connection = session.connection()
        before = schema_version(connection)
        build_schema(connection)
        if before < INDEXED_SINCE:
            refill(session)
