# SPDX-License-Identifier: Apache-2.0
"""The slips of which something is still to come: derived rows, written in the deed's transaction, asked by lists."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from sqlalchemy import Connection, Integer, Select, column, inspect, select, table, text
from sqlalchemy.orm import Session

_TABLE = "CREATE TABLE slip_out (order_id bigint NOT NULL PRIMARY KEY)"
_SQLITE_TABLE = "CREATE TABLE slip_out (order_id integer PRIMARY KEY)"  # so called it is the row's own key
_OUT = table("slip_out", column("order_id", Integer))


def create_slips_out(connection: Connection) -> None:
    """Creates the empty table."""
    connection.execute(text(_SQLITE_TABLE if connection.dialect.name == "sqlite" else _TABLE))


def out_ids() -> Select[tuple[int]]:
    """Asks for the ids of the slips that are out."""
    return select(_OUT.c.order_id)


def put_out(session: Session, asked: Collection[int], out: Collection[int]) -> None:
    """Makes of the slips `asked` about those that are `out` stand in the table, and no others."""
    connection = session.connection()
    if asked:
        gone = [{"order_id": order_id} for order_id in asked]
        connection.execute(text("DELETE FROM slip_out WHERE order_id = :order_id"), gone)
    _insert(connection, out)


def clear_out(session: Session) -> None:
    """Empties the table, to be filled again from the slips."""
    session.connection().execute(text("DELETE FROM slip_out"))


def copy_out(source: Connection, target: Connection) -> None:
    """Copies a server's rows into the empty table of a file; none where the schema is older than they are."""
    if inspect(source).has_table("slip_out"):
        _insert(target, source.scalars(out_ids()))


def _insert(connection: Connection, order_ids: Iterable[int]) -> None:
    values = [{"order_id": order_id} for order_id in order_ids]
    if values:
        connection.execute(text("INSERT INTO slip_out (order_id) VALUES (:order_id)"), values)
