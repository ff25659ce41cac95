# SPDX-License-Identifier: Apache-2.0
"""Reading the journal back: is the chain whole, and what should the tables hold?"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Table, select

from complaintdesk.db.journal import GENESIS, Deed, digest, entry_hash, personal_columns, plain
from complaintdesk.db.journal_tables import JournalEntry, JournalHead, JournalPrivate
from complaintdesk.db.tables import Base, tracked

ERASED = "已删除"
LONG = 64  # characters; of a longer value the digest is kept, so that years of texts need not fit into memory
PAGE = 500  # rows compared at a time
# Columns that a schema added, with what they hold in the rows of entries written before it; None needs no mention.
ADDED: dict[int, dict[str, dict[str, Any]]] = {
    2: {"office": {"address": "", "logo": "", "attachments_folder": ""}},
    3: {
        "case_record": {"hard": False, "priority": "normal", "escalated_to": "", "own_fields": {}},
        "commitment": {"provisional": False},
    },
    4: {
        "occupant": {"seal_reason": ""},
        "case_record": {"confidential": False, "price_on_site": False},
        "attachment": {"void_reason": ""},
        "print_record": {"reason": ""},
        "work_order": {
            **dict.fromkeys(("wished_by", "third_name", "third_qualification", "third_phone"), ""),
            "checks_done": [],
        },
    },
}


@dataclass(frozen=True)
class Anchor:
    """An entry of the chain that is known to be right, and its hash; what came before was looked through once."""

    seq: int
    hash: str


START = Anchor(0, GENESIS)


@dataclass
class Replayed:
    """What the journal says: rows by (table, id), personal values that were erased, and what is wrong with it.

    After an anchor other than START the rows are those that were written since, with the columns that were.
    """

    rows: dict[tuple[str, int], dict[str, Any]] = field(default_factory=dict)
    erased: set[tuple[str, int]] = field(default_factory=set)
    problems: list[tuple[str, int]] = field(default_factory=list)  # (what, seq)
    seq: int = 0
    hash: str = GENESIS


def replay(connection: Connection, since: Anchor = START) -> Replayed:
    """Walks the chain from its first entry or an anchor, checks every link and personal part, and applies the facts."""
    found = Replayed(seq=since.seq, hash=since.hash)
    private = _PrivateParts(connection, since.seq)
    wanted = select(JournalEntry.__table__).where(JournalEntry.seq > since.seq).order_by(JournalEntry.seq)
    for entry in connection.execute(wanted.execution_options(yield_per=PAGE)).mappings():
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
        parts = private.up_to(seq)
        _apply(found, seq, entry["v"], _facts(entry["facts"]), parts)
        found.problems += (("private_extra", at) for at, _n in sorted(parts))
    found.problems += (("private_extra", at) for at, _n in sorted(private.up_to(None)))
    head = connection.execute(select(JournalHead.seq, JournalHead.hash)).first()
    if head is None or (head.seq, head.hash) != (found.seq, found.hash):
        found.problems.append(("journal_head", head.seq if head else 0))
    return found


class _PrivateParts:
    """The journal's personal parts, read beside its entries in the same order."""

    def __init__(self, connection: Connection, after: int) -> None:
        columns = (JournalPrivate.seq, JournalPrivate.n, JournalPrivate.salt, JournalPrivate.text)
        wanted = select(*columns).where(JournalPrivate.seq > after).order_by(JournalPrivate.seq, JournalPrivate.n)
        self._rows = iter(connection.execute(wanted.execution_options(yield_per=PAGE)))
        self._next = next(self._rows, None)

    def up_to(self, seq: int | None) -> dict[tuple[int, int], tuple[str | None, str | None]]:
        """The parts not yet given that belong to this entry or one before it; None: all that are left."""
        parts = {}
        while self._next is not None and (seq is None or self._next.seq <= seq):
            parts[self._next.seq, self._next.n] = (self._next.salt, self._next.text)
            self._next = next(self._rows, None)
        return parts


def held(value: Any) -> Any:
    """A value as it is kept for comparing: a long text by its digest."""
    if isinstance(value, str) and len(value) > LONG:
        return hashlib.sha256(value.encode("utf-8", "surrogatepass")).digest()
    return value


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
        _set(row, fact["set"])
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
            _set(row, json.loads(text))


def _set(row: dict[str, Any], values: dict[str, Any]) -> None:
    row.update((name, held(value)) for name, value in values.items())


def differences(connection: Connection, found: Replayed, since: Anchor = START) -> Iterator[tuple[str, int, str]]:
    """Each (table, id, column) where the tables hold something else than the journal; column '' for a whole row.

    After an anchor other than START only what was written since is compared.
    """
    unseen = set(found.rows)
    for table in Base.metadata.sorted_tables:
        if not tracked(table):
            continue
        for row in _rows(connection, table, found, since):
            key = (table.name, row["id"])
            unseen.discard(key)
            told = found.rows.get(key)
            if told is None:
                yield table.name, row["id"], ""
                continue
            yield from _columns(table, row, told, whole=since == START)
    yield from ((table, row_id, "") for table, row_id in sorted(unseen))


def _rows(connection: Connection, table: Table, found: Replayed, since: Anchor) -> Iterator[Any]:
    wanted = select(table).order_by(table.c.id).execution_options(yield_per=PAGE)
    if since == START:
        yield from connection.execute(wanted).mappings()
        return
    ids = sorted(row_id for name, row_id in found.rows if name == table.name)
    for at in range(0, len(ids), PAGE):
        yield from connection.execute(wanted.where(table.c.id.in_(ids[at : at + PAGE]))).mappings()


def _columns(table: Table, row: Any, told: dict[str, Any], *, whole: bool) -> Iterator[tuple[str, int, str]]:
    for column in table.columns:
        if column.name == "id" or not (whole or column.name in told):
            continue
        try:
            there = plain(row[column.name])
        except ValueError:
            there = row[column.name]
        if held(there) != told.get(column.name):
            yield table.name, row["id"], column.name
