# SPDX-License-Identifier: Apache-2.0
"""A PostgreSQL server as the second database: how its connections are made, and what its refusals mean to a person."""

from __future__ import annotations

from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from complaintdesk.errors import QT_TRANSLATE_NOOP, EnvironmentProblem, ServerGone

APPLICATION = "complaintdesk"  # as the server's list of connections names us
# Seconds and, for the user timeout, milliseconds: a server or a desk that vanished is given up after about ten seconds.
USUAL = {
    "connect_timeout": "10",
    "keepalives_idle": "5",
    "keepalives_interval": "2",
    "keepalives_count": "3",
    "tcp_user_timeout": "10000",
    "application_name": APPLICATION,
}
ON_THIS_COMPUTER = ("", "localhost", "127.0.0.1", "::1")
SETTINGS = (
    "SET lock_timeout = '5s'",
    "SET idle_in_transaction_session_timeout = '15s'",  # a desk that stopped in the middle of a deed frees the others
    "SET timezone = 'UTC'",
)


def names_a_server(location: str) -> bool:
    """Whether it is a server's address, and not a file's path."""
    return location.startswith(("postgresql:", "postgresql+"))


def server_engine(location: str) -> Engine:
    """The engine for a `postgresql+psycopg://` URL; EnvironmentProblem where it can't be understood or spoken to."""
    try:
        engine = create_engine(_with_usual(make_url(location)), hide_parameters=True, pool_pre_ping=True)
    except (ArgumentError, ValueError) as error:
        raise EnvironmentProblem(
            QT_TRANSLATE_NOOP("errors", "This address of a database server can't be understood."),
            QT_TRANSLATE_NOOP("errors", "It is written postgresql+psycopg://USER:PASSWORD@HOST/DATABASE."),
        ) from error
    except ModuleNotFoundError as error:
        raise EnvironmentProblem(
            QT_TRANSLATE_NOOP("errors", "This installation can't talk to a database server."),
            QT_TRANSLATE_NOOP("errors", "Install the program again with its server part (psycopg)."),
        ) from error

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        with connection.cursor() as cursor:
            for statement in SETTINGS:
                cursor.execute(statement)
        connection.commit()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        if not connection.get_execution_options().get("writing", False):
            connection.exec_driver_sql("SET TRANSACTION READ ONLY")

    return engine


def _with_usual(url: URL) -> URL:
    """The address with what it leaves open; over a network the server has to prove who it is, unless told otherwise."""
    usual = dict(USUAL)
    host = url.query.get("host", url.host or "")
    if not (isinstance(host, str) and (host in ON_THIS_COMPUTER or host.startswith("/"))):
        usual["sslmode"] = "verify-full"
    return url.update_query_dict({name: value for name, value in usual.items() if name not in url.query})


def server_problem(error: DBAPIError) -> EnvironmentProblem | None:
    """What a server's refusal means to a person, by its SQLSTATE (its words come in its own language); None: a bug."""
    state = getattr(error.orig, "sqlstate", None) or ""
    if state in ("55P03", "40P01", "40001"):  # a lock waited for in vain, a deadlock, a serialization failure
        return busy()
    if state == "53100":
        return EnvironmentProblem(
            QT_TRANSLATE_NOOP("errors", "The disk of the database server is full: nothing was saved."),
            QT_TRANSLATE_NOOP("errors", "Free some space there, then save again; the form is still there."),
        )
    if state == "42501":
        return EnvironmentProblem(
            QT_TRANSLATE_NOOP("errors", "The database server does not give this user the right to do that."),
            QT_TRANSLATE_NOOP("errors", "The user in the database's address has to own the database."),
        )
    if state[:2] in ("08", "53", "57", "58") or state in ("25P03", "25P04") or error.connection_invalidated:
        return ServerGone()
    if state == "" and type(error.orig).__name__ == "OperationalError":  # no connection came about
        return _refused(str(error.orig).lower())
    return None


def busy() -> EnvironmentProblem:
    """Others hold what is asked for."""
    return EnvironmentProblem(
        QT_TRANSLATE_NOOP("errors", "The database is busy with another program's work: nothing was saved."),
        QT_TRANSLATE_NOOP("errors", "Wait a moment, then save again; the form is still there."),
    )


def _refused(said: str) -> EnvironmentProblem:
    """Why no connection came about, as far as the client's own library says it, which it does in English."""
    if "root certificate" in said or "certificate" in said or "does not support ssl" in said:
        return EnvironmentProblem(
            QT_TRANSLATE_NOOP("errors", "The database server can't prove that it is the right one (TLS)."),
            QT_TRANSLATE_NOOP(
                "errors",
                "Add its certificate to the database's address: ?sslrootcert=FILE. Where the network is the office's "
                "own and trusted, ?sslmode=require asks for no proof.",
            ),
        )
    if "password" in said:
        return EnvironmentProblem(
            QT_TRANSLATE_NOOP("errors", "The database server refuses the user or password in the database's address."),
            QT_TRANSLATE_NOOP("errors", "Ask whoever keeps the server for the right address."),
        )
    return ServerGone()
