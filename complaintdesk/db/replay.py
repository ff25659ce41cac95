# SPDX-License-Identifier: Apache-2.0
"""Reading the journal back: is the chain whole, and what should the tables hold?"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Table, select

from complaintdesk.db.journal import GENESIS, Deed, digest, entry_hash, personal_columns, plain
from complaintdesk.db.journal_tables import JournalEntry, JournalHead, JournalPrivate
from complaintdesk.db.tables import Base, tracked

ERASED = "已删除"
# Columns that a schema added, with what they hold in the rows of entries written before it; None needs no mention.
ADDED: dict[int, dict[str, dict[str, Any]]] = {2: {"office": {"address": "", "logo": "", "attachments_folder": ""}}}


@dataclass
class Replayed:
    """What the journal says: rows by (table, id), personal values that were erased, and what is wrong with it."""

    rows: dict[tuple[str, int], dict[str, Any]] = field(default_factory=dict)
    erased: set[tuple[str, int]] = field(default_factory=set)
    problems: list[tuple[str, int]] = field(default_factory=list)  # (what, seq)
    seq: int = 0
    hash: str = GENESIS


def replay(connection: Connection) -> Replayed:
    """Walks the chain from its first entry, checks every link and personal part, and applies the facts."""
    found = Replayed()
    private = _private_parts(connection)
    entries = connection.execute(select(JournalEntry.__table__).order_by(JournalEntry.seq)).mappings()
    for entry in entries:
        seq = entry["seq"]
        if seq != found.seq + 1:
            found.problems.append(("journal_gap", found.seq + 1))
        elif entry["prev"] != found.hash:
            found.problems.append(("journal_link", seq))
        deed = Deed(
            entry["deed"],
            entry["recorded_at"],
            entry["happened_at"],
            entry["staff"],
            entry["desk"],
            entry["subject"],
            entry["token"],
        )
        if entry_hash(entry["prev"], seq, deed, entry["facts"], entry["v"]) != entry["hash"]:
            found.problems.append(("journal_changed", seq))
        found.seq, found.hash = seq, entry["hash"]
        _apply(found, seq, entry["v"], _facts(entry["facts"]), private)
    found.problems += (("private_extra", seq) for seq, _n in sorted(private))
    head = connection.execute(select(JournalHead.seq, JournalHead.hash)).first()
    if head is None or (head.seq, head.hash) != (found.seq, found.hash):
        found.problems.append(("journal_head", head.seq if head else 0))
    return found


def _private_parts(connection: Connection) -> dict[tuple[int, int], tuple[str | None, str | None]]:
    rows = connection.execute(select(JournalPrivate.seq, JournalPrivate.n, JournalPrivate.salt, JournalPrivate.text))
    return {(row.seq, row.n): (row.salt, row.text) for row in rows}


def _facts(text: str) -> list[dict[str, Any]]:
    """An entry's facts; none where somebody left no JSON of them (then the entry's hash has told already)."""
    try:
        facts = json.loads(text)
    except ValueError:
        return []
    return [fact for fact in facts if isinstance(fact, dict) and {"table", "id", "set"} <= fact.keys()]


def _apply(
    found: Replayed,
    seq: int,
    v: int,
    facts: list[dict[str, Any]],
    private: dict[tuple[int, int], tuple[str | None, str | None]],
) -> None:
    for fact in facts:
        key = (fact["table"], fact["id"])
        row = found.rows.setdefault(key, {})
        for schema, tables in ADDED.items():
            if v < schema and "new" in fact:
                row.update(tables.get(fact["table"], {}))
        row.update(fact["set"])
        if "private" not in fact:
            continue
        part = private.pop((seq, fact["private"]), None)
        if part is None:
            found.problems.append(("private_missing", seq))
            continue
        salt, text = part
        if salt is None or text is None:
            found.erased.add(key)
            row.update(dict.fromkeys(personal_columns(fact["table"]), ERASED))
        elif digest(salt, text) != fact["hmac"]:
            found.problems.append(("private_changed", seq))
        else:
            row.update(json.loads(text))


def differences(connection: Connection, found: Replayed) -> Iterator[tuple[str, int, str]]:
    """Each (table, id, column) where the tables hold something else than the journal; column '' for a whole row."""
    unseen = set(found.rows)
    for table in Base.metadata.sorted_tables:
        if not tracked(table):
            continue
        for row in connection.execute(select(table).order_by(table.c.id)).mappings():
            key = (table.name, row["id"])
            unseen.discard(key)
            told = found.rows.get(key)
            if told is None:
                yield table.name, row["id"], ""
                continue
            yield from _columns(table, row, told)
    yield from ((table, row_id, "") for table, row_id in sorted(unseen))


def _columns(table: Table, row: Any, told: dict[str, Any]) -> Iterator[tuple[str, int, str]]:
    for column in table.columns:
        if column.name == "id":
            continue
        try:
            held = plain(row[column.name])
        except ValueError:
            held = row[column.name]
        if held != told.get(column.name):
            yield table.name, row["id"], column.name
