# SPDX-License-Identifier: Apache-2.0
"""The keys by which the one box finds who: derived rows, written in the deed's transaction, asked by beginnings."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Select,
    String,
    and_,
    column,
    false,
    inspect,
    or_,
    select,
    table,
    text,
)
from sqlalchemy.orm import Session

PAGE = 10_000  # rows fetched at a time
RECENT = 1_000  # of the newest cases: whose households called last
_COLUMNS = "place_id bigint NOT NULL, occupant_id bigint NOT NULL, PRIMARY KEY (key, place_id, occupant_id)"
_SQLITE_TABLE = f"CREATE TABLE who_key (key text NOT NULL, {_COLUMNS}) WITHOUT ROWID"
# Compared code by code, whatever the server's language is: a beginning is then one stretch of the index.
_POSTGRESQL_TABLE = f'CREATE TABLE who_key (key text COLLATE "C" NOT NULL, {_COLUMNS})'
_PLACE_INDEX = "CREATE INDEX ix_who_key_place_id ON who_key (place_id)"
_BEGUN = "key >= :first AND key < :beyond"
_ALL = text(f"SELECT key, place_id, occupant_id FROM who_key WHERE {_BEGUN} LIMIT :most")  # noqa: S608 - names above
# The shortest first, of these whose household called last: what is typed fits them best.
_BEST = text(
    "WITH called AS MATERIALIZED (SELECT place_id, max(id) AS last FROM (SELECT id, place_id FROM case_record "  # noqa: S608
    f"ORDER BY id DESC LIMIT {RECENT}) AS newest WHERE place_id IS NOT NULL GROUP BY place_id) "
    "SELECT key, who_key.place_id, occupant_id FROM who_key LEFT JOIN called ON called.place_id = who_key.place_id "
    f"WHERE {_BEGUN} ORDER BY key <> :first, coalesce(last, 0) DESC, length(key), key LIMIT :most"
)
_KEYS = table("who_key", column("key", String), column("place_id", Integer), column("occupant_id", Integer))
_BEYOND = "\U0010ffff"  # greater than any sign of a key


class Found(NamedTuple):
    """A key, and whose it is: a place's, or one of its people's (0: the place as a whole)."""

    key: str
    place_id: int
    occupant_id: int


def create_keys(connection: Connection) -> None:
    """Creates the empty table of keys."""
    connection.execute(text(_SQLITE_TABLE if connection.dialect.name == "sqlite" else _POSTGRESQL_TABLE))
    connection.execute(text(_PLACE_INDEX))


def put_many(session: Session, found_by: dict[int, set[tuple[str, int]]]) -> None:
    """Makes each place found by its keys, each with whose it is, and by no others."""
    connection = session.connection()
    gone = [{"place_id": place_id} for place_id in found_by]
    if gone:
        connection.execute(text("DELETE FROM who_key WHERE place_id = :place_id"), gone)
    _insert(connection, [Found(key, place, whose) for place, keys in found_by.items() for key, whose in keys])


def _insert(connection: Connection, rows: Iterable[Found]) -> None:
    values = [row._asdict() for row in sorted(rows)]
    if values:
        statement = "INSERT INTO who_key (key, place_id, occupant_id) VALUES (:key, :place_id, :occupant_id)"
        connection.execute(text(statement), values)


def copy_keys(source: Connection, target: Connection) -> None:
    """Copies a server's keys into the empty table of a file; none where the schema is older than they are."""
    if inspect(source).has_table("who_key"):
        rows = text("SELECT key, place_id, occupant_id FROM who_key").execution_options(yield_per=PAGE)
        for page in source.execute(rows).partitions():
            _insert(target, (Found(*row) for row in page))


def clear(session: Session) -> None:
    """Empties the table, to be filled again from the places."""
    session.connection().execute(text("DELETE FROM who_key"))


def begun(session: Session, beginning: str, most: int) -> list[Found]:
    """The keys that begin so, at most so many: the very one first, then whose household called last."""
    return _asked(session, beginning, most, best=True)


def all_begun(session: Session, beginning: str, most: int) -> list[Found]:
    """The keys that begin so, in no order."""
    return _asked(session, beginning, most, best=False)


def _asked(session: Session, beginning: str, most: int, *, best: bool) -> list[Found]:
    asked = {"first": beginning, "beyond": beginning + _BEYOND, "most": most}
    return list(map(Found._make, session.connection().execute(_BEST if best else _ALL, asked).all()))


def people_begun(beginnings: Collection[str]) -> Select[tuple[int]]:
    """Asks for the ids of the people who have a key that begins in one of these ways."""
    return select(_KEYS.c.occupant_id).where(_begins(beginnings))


def places_begun(beginnings: Collection[str]) -> Select[tuple[int]]:
    """Asks for the ids of the places that have a key, or somebody with a key, that begins in one of these ways."""
    return select(_KEYS.c.place_id).where(_begins(beginnings))


def _begins(beginnings: Collection[str]) -> ColumnElement[bool]:
    return or_(false(), *(and_(_KEYS.c.key >= each, _KEYS.c.key < each + _BEYOND) for each in beginnings))


def fingerprint(keys: Iterable[tuple[str, int]]) -> int:
    """What `fingerprints` has for a place that is found by these keys and no others."""
    return sum(map(hash, keys))


def fingerprints(session: Session) -> dict[int, int]:
    """All places that are found by keys, each with their fingerprint: what `check` asks."""
    known: dict[int, int] = {}
    rows = text("SELECT key, place_id, occupant_id FROM who_key").execution_options(yield_per=PAGE)
    for key, place_id, occupant_id in session.connection().execute(rows):
        known[place_id] = known.get(place_id, 0) + hash((key, occupant_id))
    return known
