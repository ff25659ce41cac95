# SPDX-License-Identifier: Apache-2.0
"""The search index over cases: derived rows, written in the case's own transaction, asked by tokens."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, text
from sqlalchemy.orm import Session

from complaintdesk.domain.grams import asked

SQLITE_TABLE = (
    "CREATE VIRTUAL TABLE case_search USING fts5(doc, content='', contentless_delete=1, detail=none, tokenize='ascii')"
)
POSTGRESQL_TABLE = "CREATE TABLE case_search (id bigint PRIMARY KEY, doc text[] NOT NULL)"
AT_ONCE = 60  # tokens that one FTS5 question may hold
POSTGRESQL_INDEX = "CREATE INDEX ix_case_search_doc ON case_search USING gin (doc)"


def create_index(connection: Connection) -> None:
    """Creates the empty index."""
    if connection.dialect.name == "sqlite":
        connection.execute(text(SQLITE_TABLE))
    else:
        connection.execute(text(POSTGRESQL_TABLE))
        connection.execute(text(POSTGRESQL_INDEX))


def put(session: Session, case_id: int, tokens: frozenset[str]) -> None:
    """Makes a case found by these tokens and no others."""
    connection = session.connection()
    if connection.dialect.name == "sqlite":
        statement = "INSERT OR REPLACE INTO case_search(rowid, doc) VALUES (:id, :doc)"
        connection.execute(text(statement), {"id": case_id, "doc": " ".join(sorted(tokens))})
    else:
        statement = "INSERT INTO case_search(id, doc) VALUES (:id, :doc) ON CONFLICT (id) DO UPDATE SET doc = :doc"
        connection.execute(text(statement), {"id": case_id, "doc": sorted(tokens)})


def clear(session: Session) -> None:
    """Empties the index, to be filled again from the cases."""
    session.connection().execute(text("DELETE FROM case_search"))


def found(session: Session, words: str) -> Sequence[int]:
    """Ids of the cases that meet all typed words, newest first; none for words without a letter or digit."""
    wanted = asked(words)
    if not wanted:
        return ()
    connection = session.connection()
    if connection.dialect.name == "sqlite":
        statement = "SELECT rowid FROM case_search WHERE case_search MATCH :query ORDER BY rowid DESC"
        return list(connection.scalars(text(statement), {"query": _match(wanted)}))
    values: dict[str, list[str]] = {}
    clauses = []
    for ways in wanted:
        names = []
        for way in ways:
            name = f"t{len(values)}"
            values[name] = list(way)
            names.append(f"doc @> CAST(:{name} AS text[])")
        clauses.append("(" + " OR ".join(names) + ")")
    condition = " AND ".join(clauses)  # names made above, never a typed word
    statement = f"SELECT id FROM case_search WHERE {condition} ORDER BY id DESC"  # noqa: S608
    return list(connection.scalars(text(statement), values))


def _match(wanted: tuple[tuple[tuple[str, ...], ...], ...]) -> str:
    """The words as FTS5 asks for them; a token holds letters and digits alone, so quoting it is enough."""
    words = []
    for ways in wanted:
        either = ("(" + " AND ".join(f'"{token}"' for token in way) + ")" for way in ways)
        words.append("(" + " OR ".join(either) + ")")
    return " AND ".join(words)


def indexed(session: Session, case_id: int, tokens: frozenset[str]) -> bool:
    """Whether a case is found by each of its tokens: what `check` asks of the index."""
    connection = session.connection()
    wanted = sorted(tokens)
    if connection.dialect.name != "sqlite":
        same = "doc @> CAST(:doc AS text[]) AND doc <@ CAST(:doc AS text[])"
        statement = f"SELECT count(*) FROM case_search WHERE id = :id AND {same}"  # noqa: S608
        return bool(connection.scalar(text(statement), {"id": case_id, "doc": wanted}))
    statement = "SELECT count(*) FROM case_search WHERE rowid = :id AND case_search MATCH :query"
    parts = (wanted[start : start + AT_ONCE] for start in range(0, len(wanted), AT_ONCE))
    queries = (" AND ".join(f'"{token}"' for token in part) for part in parts)
    return all(connection.scalar(text(statement), {"id": case_id, "query": query}) for query in queries)


def indexed_ids(session: Session) -> set[int]:
    """Ids of all cases that the index knows."""
    connection = session.connection()
    column = "rowid" if connection.dialect.name == "sqlite" else "id"
    return set(connection.scalars(text(f"SELECT {column} FROM case_search")))  # noqa: S608 - one of two names above
