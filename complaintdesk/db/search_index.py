# SPDX-License-Identifier: Apache-2.0
"""The search index over cases: derived rows, written in the case's own transaction, asked by tokens."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, text
from sqlalchemy.orm import Session

from complaintdesk.db.reader import Records, hidden_cases, sees
from complaintdesk.domain.grams import MARK, PHONE_TAILS, Wanted, Way, asked

SQLITE_TABLE = (
    "CREATE VIRTUAL TABLE case_search USING fts5(doc, content='', contentless_delete=1, detail=none, tokenize='ascii')"
)
# On a server a document ends with where it stands among the newest: in which 2,048 ids, in which 16,384.
_STRETCHES = (("a", 11), ("b", 14))
_STRETCH = f"{MARK}#"  # no other token begins so
# How a server finds the newest: by the index over the documents alone, never by reading them, which takes seconds.
_BY_THE_INDEX = {"enable_seqscan": "off", "max_parallel_workers_per_gather": "0", "jit": "off"}
_PHONE, _WHOLE_PHONE = f"{MARK}t", 10  # digits, of a mobile or with the area's code
POSTGRESQL_TABLE = "CREATE TABLE case_search (id bigint PRIMARY KEY, doc text[] NOT NULL)"
SQLITE_TERMS = "CREATE VIRTUAL TABLE temp.case_search_terms USING fts5vocab('main', 'case_search', 'instance')"
PAGE = 10_000  # rows fetched at a time
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
    put_many(session, [(case_id, tokens)])


def put_many(session: Session, found_by: Sequence[tuple[int, frozenset[str]]]) -> None:
    """Makes each case found by its tokens and no others: all in one statement."""
    if not found_by:
        return
    connection = session.connection()
    if connection.dialect.name == "sqlite":
        statement = "INSERT OR REPLACE INTO case_search(rowid, doc) VALUES (:id, :doc)"
        rows = [{"id": case_id, "doc": " ".join(sorted(tokens))} for case_id, tokens in found_by]
        connection.execute(text(statement), rows)
    else:
        statement = "INSERT INTO case_search(id, doc) VALUES (:id, :doc) ON CONFLICT (id) DO UPDATE SET doc = :doc"
        documents = [{"id": case_id, "doc": [*sorted(tokens), *_stretches(case_id)]} for case_id, tokens in found_by]
        connection.execute(text(statement), documents)


def copy_documents(source: Connection, target: Connection) -> None:
    """Copies a server's index into the empty one of a file."""
    wanted = text("SELECT id, doc FROM case_search ORDER BY id").execution_options(yield_per=PAGE)
    statement = text("INSERT INTO case_search(rowid, doc) VALUES (:id, :doc)")
    for page in source.execute(wanted).partitions():
        target.execute(statement, [{"id": row.id, "doc": " ".join(_told(row.doc))} for row in page])


def clear(session: Session) -> None:
    """Empties the index, to be filled again from the cases."""
    session.connection().execute(text("DELETE FROM case_search"))


def found(session: Session, words: str | Wanted, most: int | None = None) -> Sequence[int]:
    """Ids of the cases that meet all typed words, or all that is wanted, newest first; none for nothing wanted.

    `most` is how many at most: older ones then cost nothing.
    """
    wanted = asked(words) if isinstance(words, str) else words
    if not sees(session, Records.OWNERS):
        wanted = tuple(tuple(way for way in ways if not _guesses(way)) for ways in wanted)
    if not wanted or not all(wanted):
        return ()
    connection = session.connection()
    if connection.dialect.name == "sqlite":
        statement = "SELECT rowid FROM case_search WHERE case_search MATCH :query ORDER BY rowid DESC LIMIT :most"
        asked_for = {"query": match(wanted), "most": -1 if most is None else most}
        return _open(session, connection.scalars(text(statement), asked_for))
    return _open(session, _found_on_a_server(connection, wanted, most))


def _guesses(way: Way) -> bool:
    """Whether it finds phones by more of their end than is shown of them, digit by digit, and less than the whole."""
    return any(token.startswith(_PHONE) and PHONE_TAILS[0] < len(token) - len(_PHONE) < _WHOLE_PHONE for token in way)


def _found_on_a_server(connection: Connection, wanted: Wanted, most: int | None) -> Sequence[int]:
    """Looks first among the newest ids, then among more of them, then among all: what many have is found in the first.

    `id + 0`: by the primary key the planner would walk through all documents for a word that none has.
    """
    values: dict[str, Any] = {"most": most}
    clauses = []
    for ways in wanted:
        names = []
        alone = [token for way in ways if len(way) == 1 for token in way]
        several = [("@>", list(way)) for way in ways if len(way) > 1]
        for sign, tokens in (*several, *([("&&", alone)] if alone else [])):
            name = f"t{len(values)}"
            values[name] = tokens
            names.append(f"doc {sign} CAST(:{name} AS text[])")
        clauses.append("(" + " OR ".join(names) + ")")
    among = [clauses]
    newest = None if most is None else connection.scalar(text("SELECT max(id) FROM case_search"))
    if newest is not None:
        beyond: list[str] = []
        among = []
        for letter, bits in _STRETCHES:
            at = newest >> bits
            values[letter] = [f"{_STRETCH}{letter}{each}" for each in (at, at - 1)]
            among.append([*clauses, *beyond, f"doc && CAST(:{letter} AS text[])"])
            values[f"below_{letter}"] = (at - 1) << bits
            beyond = [f"id + 0 < :below_{letter}"]
        among.append([*clauses, *beyond])
    parts = (
        f"(SELECT id FROM case_search WHERE {' AND '.join(each)} "  # noqa: S608 - names made above
        "ORDER BY id + 0 DESC LIMIT CAST(:most AS bigint))"
        for each in among
    )
    connection.exec_driver_sql("; ".join(f"SET LOCAL {name} = {value}" for name, value in _BY_THE_INDEX.items()))
    statement = f"SELECT id FROM ({' UNION ALL '.join(parts)}) AS newest LIMIT CAST(:most AS bigint)"  # noqa: S608
    found = connection.scalars(text(statement), values).all()
    connection.exec_driver_sql("; ".join(f"SET LOCAL {name} TO DEFAULT" for name in _BY_THE_INDEX))
    return found


def _stretches(case_id: int) -> list[str]:
    return [f"{_STRETCH}{letter}{case_id >> bits}" for letter, bits in _STRETCHES]


def _told(document: Iterable[str]) -> list[str]:
    """A server's document without where it stands."""
    return [token for token in document if not token.startswith(_STRETCH)]


def _open(session: Session, ids: Iterable[int]) -> list[int]:
    """Without those whose complainant is hidden from who reads: what finds them would tell who it was."""
    hidden = hidden_cases(session)
    return [each for each in ids if each not in hidden] if hidden else list(ids)


def match(wanted: Wanted) -> str:
    """The words as FTS5 asks for them; a token holds letters and digits alone, so quoting it is enough."""
    words = []
    for ways in wanted:
        either = ("(" + " AND ".join(f'"{token}"' for token in way) + ")" for way in ways)
        words.append("(" + " OR ".join(either) + ")")
    return " AND ".join(words)


def fingerprint(tokens: Iterable[str]) -> int:
    """What `fingerprints` has for a case that is found by these tokens and no others."""
    return sum(map(hash, tokens))


def fingerprints(session: Session) -> dict[int, int]:
    """All cases that the index knows, each with the fingerprint of its tokens: what `check` asks of the index.

    The whole index is read once: asking for each token of each case would read it over and over.
    """
    connection = session.connection()
    if connection.dialect.name != "sqlite":
        rows = connection.execute(text("SELECT id, doc FROM case_search").execution_options(yield_per=PAGE))
        return {row.id: fingerprint(_told(row.doc)) for row in rows}
    known = dict.fromkeys(connection.scalars(text("SELECT rowid FROM case_search")), 0)
    connection.execute(text("PRAGMA query_only = 0"))  # for the look into the index, which is a table of its own
    connection.execute(text(SQLITE_TERMS))
    cursor = connection.connection.cursor()  # the driver's own: there are millions of rows
    cursor.execute("SELECT doc, term FROM temp.case_search_terms")
    while pairs := cursor.fetchmany(PAGE):
        for case_id, token in pairs:
            known[case_id] = known.get(case_id, 0) + hash(token)
    cursor.close()
    connection.execute(text("DROP TABLE temp.case_search_terms"))
    connection.execute(text("PRAGMA query_only = 1"))
    return known
