# SPDX-License-Identifier: Apache-2.0
"""What a database's driver says when things break, for tests that let it say so."""

from __future__ import annotations

from typing import Any

import pytest
import sqlcipher3.dbapi2 as sqlite

from complaintdesk.desk.office import Office


def broken_off(office: Office) -> Exception:
    """The error of a file whose disk fails, or of a server that went away."""
    fault: Exception = sqlite.OperationalError("disk I/O error")
    if office.database.is_server:
        from psycopg.errors import AdminShutdown

        fault = AdminShutdown("terminating connection")
    return fault


def lose_answer(office: Office, monkeypatch: pytest.MonkeyPatch, *, committed: bool = True, gone: bool = False) -> None:
    """Lets the next commit's answer be lost, or the commit itself; with `gone`, the lookup after it fails too."""
    dialect = office.database.engine.dialect
    commit, begin = dialect.do_commit, dialect.do_begin
    left = ["commit", *(["begin"] if gone else [])]

    def lost(connection: Any) -> None:
        if "commit" not in left:
            return commit(connection)
        left.remove("commit")
        (commit if committed else dialect.do_rollback)(connection)
        raise broken_off(office)

    def unreachable(connection: Any) -> None:
        if left == ["begin"]:
            left.clear()
            raise broken_off(office)
        return begin(connection)

    monkeypatch.setattr(dialect, "do_commit", lost)
    monkeypatch.setattr(dialect, "do_begin", unreachable)
