# SPDX-License-Identifier: Apache-2.0
"""What a database's driver says when things break, for tests that let it say so."""

from __future__ import annotations

import sqlcipher3.dbapi2 as sqlite

from complaintdesk.desk.office import Office


def broken_off(office: Office) -> Exception:
    """The error of a file whose disk fails, or of a server that went away."""
    fault: Exception = sqlite.OperationalError("disk I/O error")
    if office.database.is_server:
        from psycopg.errors import AdminShutdown

        fault = AdminShutdown("terminating connection")
    return fault
