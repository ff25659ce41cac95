# SPDX-License-Identifier: Apache-2.0
"""Books changed as only a failing disk would: past every guard, and with the guards standing again afterwards."""

from __future__ import annotations

from pathlib import Path

from complaintdesk.db.server import names_a_server
from tests.builders import tampering


def change_past_the_guards(location: str, statement: str) -> None:
    """Runs the statement on the books, a file's or a server's."""
    if names_a_server(location):
        import psycopg

        with psycopg.connect(location.replace("+psycopg", "")) as server:
            server.execute("SET session_replication_role = replica")
            server.execute(statement)
    else:
        with tampering(Path(location)) as file:
            file.execute(statement)
