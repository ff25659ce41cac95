# SPDX-License-Identifier: Apache-2.0
"""Who reads a session, and what stays hidden from them whatever a query asks for (R-OWN-02, R-OWN-03, 客户保密)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Engine, Table, event, select
from sqlalchemy.orm import QueryContext, Session
from sqlalchemy.orm.attributes import set_committed_value

from complaintdesk.db.tables import Base, Case, CaseEvent, Contact, Decoration, Fee, Payment, PersonalAccess, Phone
from complaintdesk.domain.phones import mask_phone
from complaintdesk.errors import QT_TRANSLATE_NOOP, UserError

READER = "reader"


class Records(StrEnum):
    """Kinds of records that are not open to everyone who works here; `desk/rights.READS` says to whom they are."""

    OWNERS = "owners"  # households: their people with phones in full, vehicles, pets, works, documents, the directory
    FEES = "fees"  # what a household owes, and the money of many: of one case its page tells
    REQUESTS = "requests"  # what people ask for about their data
    COPIES = "copies"  # all that is held of one person
    ACCESSES = "accesses"  # who saw whom


_ONLY_CUSTOMER_SERVICE = QT_TRANSLATE_NOOP("errors", "Only customer service sees owners' records; ask a supervisor.")
_CLOSED = QT_TRANSLATE_NOOP("errors", "Your role doesn't see these records; ask a supervisor.")
# Of a case that is confidential before its reader: who complained, and what would tell it, as SQL has nothing in it.
HIDDEN = {
    **dict.fromkeys(("place_text", "building", "caller_name", "caller_phone", "payer"), "''"),
    **dict.fromkeys(("place_id", "occupant_id"), "NULL"),
}
# The tables that tell it, each with what says which of their rows do.
_TELLING: dict[type[Base], str] = {
    Case: "id IN ({ids})",
    Contact: "case_id IN ({ids})",
    Fee: "case_id IN ({ids})",
    Payment: "fee_id IN (SELECT id FROM {schema}fee WHERE case_id IN ({ids}))",
    PersonalAccess: "case_id IN ({ids})",
}
_PHONES: dict[type, str] = {Case: "caller_phone", Contact: "caller_phone", Phone: "number", Decoration: "phone"}
_BEGINS_WITH = re.compile(r"\A\s*WITH\s+(RECURSIVE\s+)?", re.IGNORECASE)
_ASKED_BY_KEY = re.compile(r"\.(place_id|occupant_id) (= [?%]|IN \()")  # what is hidden and has an index


@dataclass(frozen=True)
class Reader:
    """Somebody who reads: the records open to them, and the cases whose complainant they may not know."""

    staff_id: int
    open: frozenset[Records]
    hidden: frozenset[int]

    @property
    def sees_phones(self) -> bool:
        """Whether phones come in full."""
        return Records.OWNERS in self.open


def hidden_from(session: Session, staff_id: int) -> frozenset[int]:
    """Ids of the cases whose complainant this member of staff may not know: they are about them."""
    about = select(Case.id).where(Case.about_staff_id == staff_id, Case.confidential.is_(True))
    return frozenset(session.scalars(about))


def read_as(session: Session, reader: Reader) -> None:
    """Lets this session show from now on what this member of staff may see, and no more."""
    session.info[READER] = reader
    if reader.hidden:
        session.connection().execution_options(hidden=reader.hidden)


def hidden_cases(session: Session) -> frozenset[int]:
    """Ids of the cases whose complainant is hidden from whoever reads this session."""
    reader: Reader | None = session.info.get(READER)
    return reader.hidden if reader is not None else frozenset()


def sees(session: Session, records: Records) -> bool:
    """Whether these records are open to whoever reads this session; to a deed and the program itself they are."""
    reader: Reader | None = session.info.get(READER)
    return reader is None or records in reader.open


def refuse_closed(session: Session, records: Records) -> None:
    """Raises UserError where these records are not open to whoever reads this session."""
    if not sees(session, records):
        raise UserError(_ONLY_CUSTOMER_SERVICE if records is Records.OWNERS else _CLOSED)


@event.listens_for(Engine, "before_cursor_execute", retval=True)
def _blank(
    connection: Connection, _cursor: Any, statement: str, parameters: Any, _context: Any, _many: bool
) -> tuple[str, Any]:
    """Puts in place of the tables what this reader may see of them: whatever is asked finds, counts, sorts by that."""
    hidden = connection.get_execution_options().get("hidden")
    if not hidden:
        return statement, parameters
    told = [table for table in _TELLING if re.search(rf"\b{table.__tablename__}\b", statement)]
    if not told:
        return statement, parameters
    schema = "main" if connection.dialect.name == "sqlite" else connection.dialect.default_schema_name
    apart = _ASKED_BY_KEY.search(statement) is not None
    seen = ", ".join(_seen(table, hidden, f'"{schema}".', apart=apart) for table in told)
    begins = _BEGINS_WITH.match(statement)
    if begins is None:
        return f"WITH {seen} {statement}", parameters
    return f"WITH {begins[1] or ''}{seen}, {statement[begins.end() :]}", parameters


def _seen(table: type[Base], hidden: Iterable[int], schema: str, *, apart: bool) -> str:
    """A table of the same name in which the hidden rows tell nothing, with the table's own indexes.

    Those of columns that tell are used where the hidden rows come apart; all else would be read from end to end then.
    Without the schema before it the database takes it for a table that builds on itself.
    """
    which = _TELLING[table].format(ids=", ".join(map(str, sorted(hidden))), schema=schema)
    mapped: Any = table.__table__
    assert isinstance(mapped, Table)
    source = f"{schema}{mapped.name}"
    names = {column.name: f'"{column.name}"' for column in mapped.columns}
    telling = {name: nothing for name, nothing in HIDDEN.items() if name in names}
    if apart:
        blank = names | {name: f"{nothing} AS {names[name]}" for name, nothing in telling.items()}
        whole = f"SELECT {', '.join(names.values())} FROM {source} WHERE ({which}) IS NOT TRUE"  # noqa: S608 - our own
        rows = f"{whole} UNION ALL SELECT {', '.join(blank.values())} FROM {source} WHERE {which}"  # noqa: S608 - likewise
    else:
        shown = names | {
            name: f"CASE WHEN {which} THEN {nothing} ELSE {names[name]} END AS {names[name]}"
            for name, nothing in telling.items()
        }
        rows = f"SELECT {', '.join(shown.values())} FROM {source}"  # noqa: S608 - likewise
    return f"{mapped.name} AS NOT MATERIALIZED ({rows})"


@event.listens_for(CaseEvent, "load")
def _hide_corrections(row: CaseEvent, context: QueryContext) -> None:
    """What a correction changed is kept with the step: there it tells a phone, or who complained, as well."""
    reader: Reader | None = context.session.info.get(READER)
    if reader is None or not row.facts:
        return
    gone = frozenset(HIDDEN) if row.case_id in reader.hidden else frozenset()
    gone |= frozenset() if reader.sees_phones else {"caller_phone"}
    if gone & row.facts.keys():
        set_committed_value(row, "facts", {name: fact for name, fact in row.facts.items() if name not in gone})


def _masks(name: str) -> Callable[[Any, QueryContext], None]:
    """Masks a phone to whom the office's records are not open; what they need they are told (R-OWN-03)."""

    def mask(row: Any, context: QueryContext) -> None:
        reader: Reader | None = context.session.info.get(READER)
        if reader is not None and not reader.sees_phones:
            set_committed_value(row, name, mask_phone(getattr(row, name)))

    return mask


for _table, _name in _PHONES.items():
    event.listen(_table, "load", _masks(_name))
