# SPDX-License-Identifier: Apache-2.0
"""Who reads a session, and what stays hidden from them whatever a query asks for (R-OWN-02, R-OWN-03, 客户保密)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, case, event, null, select
from sqlalchemy.orm import ORMExecuteState, QueryContext, Session
from sqlalchemy.orm.attributes import set_committed_value

from complaintdesk.db.tables import Case, CaseEvent, Contact, Decoration, Phone
from complaintdesk.domain.phones import mask_phone

READER = "reader"
# Of a case that is confidential before its reader: who complained, and what would tell it.
HIDDEN: dict[str, Any] = {
    **dict.fromkeys(("place_text", "building", "caller_name", "caller_phone"), ""),
    **dict.fromkeys(("place_id", "occupant_id")),
}
_PHONES: dict[type, str] = {Case: "caller_phone", Contact: "caller_phone", Phone: "number", Decoration: "phone"}


@dataclass(frozen=True)
class Reader:
    """Somebody who reads: whether phones come to them in full, and the cases whose complainant they may not know."""

    staff_id: int
    sees_phones: bool
    hidden: frozenset[int]


def read_as(session: Session, staff_id: int, *, sees_phones: bool) -> None:
    """Lets this session show from now on what this member of staff may see, and no more."""
    about = select(Case.id).where(Case.about_staff_id == staff_id, Case.confidential.is_(True))
    session.info[READER] = Reader(staff_id, sees_phones, frozenset(session.scalars(about)))


def hidden_cases(session: Session) -> frozenset[int]:
    """Ids of the cases whose complainant is hidden from whoever reads this session."""
    reader: Reader | None = session.info.get(READER)
    return reader.hidden if reader is not None else frozenset()


def sees_owners(session: Session) -> bool:
    """Whether owners' records are open to whoever reads this session; to the program itself they are."""
    reader: Reader | None = session.info.get(READER)
    return reader is None or reader.sees_phones


def told_who(session: Session) -> tuple[ColumnElement[bool], ...]:
    """What a query that goes by a person or a place asks for besides, so that it doesn't tell who complained."""
    hidden = hidden_cases(session)
    return (Case.id.not_in(hidden),) if hidden else ()


@event.listens_for(Session, "do_orm_execute")
def _blank_columns(state: ORMExecuteState) -> None:
    """Of a query for single columns of cases the hidden ones come empty."""
    hidden = hidden_cases(state.session)
    statement = state.statement
    if not hidden or not state.is_select or not isinstance(statement, Select):
        return
    columns = [_blank(each, hidden) for each in statement.column_descriptions]
    if any(blank for _column, blank in columns):
        state.statement = statement.with_only_columns(*(column for column, _ in columns), maintain_column_froms=True)


def _blank(described: Any, hidden: frozenset[int]) -> tuple[Any, bool]:
    """A query's column, empty for the hidden cases if it is one that tells; and whether it is."""
    column = described["expr"]
    name = getattr(column, "key", None)
    if getattr(column, "class_", None) is not Case or name not in HIDDEN:
        return column, False
    nothing = HIDDEN[name]
    shown = case((Case.id.in_(hidden), null() if nothing is None else nothing), else_=column)
    return shown.label(described["name"]), True


@event.listens_for(Case, "load")
def _hide_case(row: Case, context: QueryContext) -> None:
    if row.id in hidden_cases(context.session):
        for name, nothing in HIDDEN.items():
            set_committed_value(row, name, nothing)


@event.listens_for(Contact, "load")
def _hide_contact(row: Contact, context: QueryContext) -> None:
    if row.case_id in hidden_cases(context.session):
        set_committed_value(row, "caller_name", "")
        set_committed_value(row, "caller_phone", "")


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


def _mask(row: Any, context: QueryContext) -> None:
    """A phone comes masked to whom the office's records are not open; what they need they are told (R-OWN-03)."""
    reader: Reader | None = context.session.info.get(READER)
    if reader is not None and not reader.sees_phones:
        name = _PHONES[type(row)]
        set_committed_value(row, name, mask_phone(getattr(row, name)))


for _table in _PHONES:
    event.listen(_table, "load", _mask)
