# SPDX-License-Identifier: Apache-2.0
"""What a database's driver says when things break, for tests that let it say so."""

from __future__ import annotations

import threading
from typing import Any

import pytest
import sqlcipher3.dbapi2 as sqlite
from sqlalchemy import Connection, event

from complaintdesk.desk.office import Office


def broken_off(office: Office) -> Exception:
    """The error of a file whose disk fails, or of a server that went away."""
    fault: Exception = sqlite.OperationalError("disk I/O error")
    if office.database.is_server:
        from psycopg.errors import AdminShutdown

        fault = AdminShutdown("terminating connection")
    return fault


def lose_answer(
    office: Office, monkeypatch: pytest.MonkeyPatch, *, committed: bool = True, gone: bool = False, after: int = 0
) -> None:
    """Lets the answer to the next deed's commit be lost, or the commit; with `gone`, the lookup after it fails too.

    So many deeds go well before that: `after`. What other threads read meanwhile goes well.
    """
    engine = office.database.engine
    commit, begin = engine.dialect.do_commit, engine.dialect.do_begin
    left = ["commit"] * (after + 1)
    here = threading.local()

    def about_to(connection: Connection) -> None:
        here.writing = connection.get_execution_options().get("writing", False)

    def lost(connection: Any) -> None:
        if not here.writing or not left:
            return commit(connection)
        left.pop()
        if left:
            return commit(connection)
        (commit if committed else engine.dialect.do_rollback)(connection)
        here.gone = gone
        raise broken_off(office)

    def unreachable(connection: Any) -> None:
        if getattr(here, "gone", False):
            here.gone = False
            raise broken_off(office)
        return begin(connection)

    event.listen(engine, "commit", about_to)
    monkeypatch.setattr(engine.dialect, "do_commit", lost)
    monkeypatch.setattr(engine.dialect, "do_begin", unreachable)
