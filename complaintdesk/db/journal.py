# SPDX-License-Identifier: Apache-2.0
"""The journal: gathers what a deed changes and writes it as one entry of the hash chain (model.md, layer 2)."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Any

from sqlalchemy import event, insert, inspect, select, update
from sqlalchemy.orm import Mapper, ORMExecuteState, Session, UOWTransaction
from sqlalchemy.sql.dml import UpdateBase

from complaintdesk.db.journal_tables import JournalEntry, JournalHead, JournalPrivate
from complaintdesk.db.tables import (
    Attachment,
    Base,
    Case,
    CaseEvent,
    CaseQuote,
    Contact,
    Fee,
    FollowUp,
    MaterialLine,
    Occupant,
    Payment,
    Phone,
    Place,
    PriceItem,
    PriceList,
    WorkOrder,
    tracked,
)
from complaintdesk.db.types import canonical

ENTRY_VERSION = 4  # the schema that an entry speaks of; see `replay.ADDED`
GENESIS = "0" * 64


@dataclass(frozen=True)
class Change:
    """One changed record: its table and id, what anyone may read, and what is personal."""

    table: str
    id: int
    inserted: bool
    plain: dict[str, Any]
    personal: dict[str, Any]


@dataclass
class Journalling:
    """What one transaction has changed so far."""

    changes: list[Change] = field(default_factory=list)

    @property
    def tables(self) -> frozenset[str]:
        """Names of the changed tables."""
        return frozenset(change.table for change in self.changes)


@dataclass(frozen=True)
class Deed:
    """Who did what when, as an entry names it."""

    name: str
    recorded_at: datetime
    happened_at: datetime
    staff: int | None
    desk: str
    subject: str
    token: str | None
    checked_clock: bool = True  # the clock was held against the books before
    confirms_clock: bool = False  # from now on times count from this entry's


def plain(value: Any) -> Any:
    """A column's value as canonical JSON holds it: instants in UTC seconds, decimals as text, no floats."""
    match value:
        case StrEnum():
            return value.value
        case None | bool() | int() | dict() | list():
            return value
        case str():
            if not unicodedata.is_normalized("NFC", value):
                raise ValueError("a text that isn't NFC was about to be stored")
            return value
        case datetime():
            return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        case date():
            return value.isoformat()
        case Decimal():
            return format(value.normalize(), "f")
    raise TypeError(f"no canonical form: {type(value).__name__}")


def digest(salt: str, text: str) -> str:
    """The HMAC-SHA256 that stands in an entry for a personal part."""
    return hmac.new(bytes.fromhex(salt), text.encode(), hashlib.sha256).hexdigest()


def entry_hash(prev: str, seq: int, deed: Deed, facts: str, v: int = ENTRY_VERSION) -> str:
    """SHA256 over the entry's canonical JSON array."""
    parts = [prev, seq, plain(deed.recorded_at), plain(deed.happened_at), deed.staff, deed.desk, deed.name]
    parts += [v, deed.subject, deed.token, facts]
    return hashlib.sha256(canonical(parts).encode()).hexdigest()


def lock_head(session: Session) -> JournalHead:
    """The chain's last link, locked until the transaction ends: the first lock of every deed."""
    return session.scalars(select(JournalHead).with_for_update()).one()


def head_seq(session: Session) -> int:
    """The number of the journal's last entry."""
    return session.scalars(select(JournalHead.seq)).one()


def changed_tables(session: Session, since: int) -> frozenset[str]:
    """Names of the tables that the journal's entries after this one speak of."""
    entries = session.scalars(select(JournalEntry.facts).where(JournalEntry.seq > since))
    return frozenset(fact["table"] for facts in entries for fact in json.loads(facts))


def holds(session: Session, token: str) -> bool:
    """Whether a deed under this token is written down."""
    return session.scalars(select(JournalEntry.seq).where(JournalEntry.token == token)).first() is not None


def written(session: Session, token: str, table: str) -> int:
    """The id of the first row of this table that the deed under this token wrote."""
    return all_written(session, token, table)[0]


def all_written(session: Session, token: str, table: str) -> tuple[int, ...]:
    """The ids of the rows of this table that the deed under this token wrote, in the order of writing."""
    facts = json.loads(session.scalars(select(JournalEntry.facts).where(JournalEntry.token == token)).one())
    return tuple(int(fact["id"]) for fact in facts if fact["table"] == table)


def write_entry(session: Session, head: JournalHead, deed: Deed) -> int:
    """Writes what the session's flushes changed as one entry and returns its number in the chain."""
    session.flush()
    journalling: Journalling = session.info["journalling"]
    seq = head.seq + 1
    facts: list[dict[str, Any]] = []
    private: list[dict[str, Any]] = []
    for change in journalling.changes:
        fact: dict[str, Any] = {"table": change.table, "id": change.id, "set": change.plain}
        if change.inserted:
            fact["new"] = True
        if change.personal:
            salt, text = secrets.token_hex(16), canonical(change.personal)
            fact["private"], fact["hmac"] = len(private), digest(salt, text)
            about = f"{change.table}:{change.id}"
            private.append({"seq": seq, "n": len(private), "about": about, "salt": salt, "text": text})
        facts.append(fact)
    written = canonical(facts)
    chained = entry_hash(head.hash, seq, deed, written)
    connection = session.connection()
    row = {"seq": seq, "recorded_at": deed.recorded_at, "happened_at": deed.happened_at, "staff": deed.staff}
    row |= {"desk": deed.desk, "deed": deed.name, "v": ENTRY_VERSION, "subject": deed.subject, "token": deed.token}
    connection.execute(insert(JournalEntry), row | {"facts": written, "prev": head.hash, "hash": chained})
    if private:
        connection.execute(insert(JournalPrivate), private)
    latest_at = deed.recorded_at if deed.confirms_clock else head.latest_at
    if deed.checked_clock:
        latest_at = max(latest_at, deed.recorded_at)
    connection.execute(update(JournalHead).values(seq=seq, hash=chained, latest_at=latest_at))
    return seq


@cache
def personal_columns(table: str) -> frozenset[str]:
    """Names of the columns whose values go to `journal_private`."""
    return frozenset(c.name for c in Base.metadata.tables[table].columns if c.info.get("personal"))


@event.listens_for(Session, "after_flush")
def gather(session: Session, _flush: UOWTransaction) -> None:
    """Notes every changed column of every tracked table."""
    journalling: Journalling | None = session.info.get("journalling")
    for row, inserted in _touched(session):
        state = inspect(row)
        table = state.mapper.local_table
        if not tracked(table):
            continue
        if journalling is None:
            raise RuntimeError(f"written outside a deed: {type(row).__name__}")
        hidden = personal_columns(table.name)
        values = {
            name: plain(state.dict.get(key))
            for key, name in _columns_of(state.mapper)
            if inserted or name == "version" or state.attrs[key].history.has_changes()
        }
        if values:
            public = {name: value for name, value in values.items() if name not in hidden}
            personal = {name: value for name, value in values.items() if name in hidden}
            journalling.changes.append(Change(table.name, state.dict["id"], inserted, public, personal))


@cache
def _columns_of(mapper: Mapper[Any]) -> tuple[tuple[str, str], ...]:
    """Attribute and column of all that a table's rows hold beside their id."""
    names = ((attribute.key, attribute.columns[0].name) for attribute in mapper.column_attrs)
    return tuple((key, name) for key, name in names if name != "id")


def _touched(session: Session) -> Iterator[tuple[Any, bool]]:
    for row in session.new:
        yield row, True
    for row in session.dirty:
        if session.is_modified(row):
            yield row, False


@event.listens_for(Session, "before_flush")
def raise_versions(session: Session, _flush: UOWTransaction, _instances: Any) -> None:
    """Raises `version` of each changed row once a deed, and of the records that it belongs to; a delete is a bug."""
    for row in session.deleted:
        if tracked(inspect(row).mapper.local_table):
            raise RuntimeError(f"nothing is deleted: {type(row).__name__}")
    raised: set[Any] = session.info.setdefault("raised", set())
    added = session.new  # made anew each time it is asked for
    for row in [*session.dirty, *added]:
        if row in added or session.is_modified(row):
            for owner in _with_owners(session, row):
                if owner not in raised:
                    raised.add(owner)
                    owner.version = 1 if owner in added else owner.version + 1


def _with_owners(session: Session, row: Any) -> Iterator[Any]:
    """The row and the records above it, as far as they carry a version."""
    while row is not None:
        if hasattr(row, "version"):
            yield row
        column, owner = OWNERS.get(type(row), ("", None))
        key = getattr(row, column, None)
        with session.no_autoflush:
            row = None if owner is None or key is None else session.get(owner, key)


OWNERS: dict[type, tuple[str, type]] = {
    MaterialLine: ("order_id", WorkOrder),
    WorkOrder: ("case_id", Case),
    CaseEvent: ("case_id", Case),
    Contact: ("case_id", Case),
    Attachment: ("case_id", Case),
    FollowUp: ("case_id", Case),
    Fee: ("order_id", WorkOrder),
    Payment: ("fee_id", Fee),
    Occupant: ("place_id", Place),
    Phone: ("occupant_id", Occupant),
    PriceItem: ("list_id", PriceList),
    CaseQuote: ("case_id", Case),
}


@event.listens_for(Session, "do_orm_execute")
def refuse_bulk(state: ORMExecuteState) -> None:
    """Refuses INSERT, UPDATE and DELETE statements on tracked tables: the listener above would not see them."""
    if isinstance(state.statement, UpdateBase) and tracked(state.statement.table):
        raise RuntimeError(f"bulk write past the journal: {state.statement.table}")
