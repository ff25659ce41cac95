# SPDX-License-Identifier: Apache-2.0
"""The slip ledger (回单) as a list: each slip issued, who has it since when, and which of its parts came back."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, and_, exists, func, not_, or_, select
from sqlalchemy.orm import Session

from complaintdesk.db.tables import Case, CaseEvent, SlipLoss, WorkOrder
from complaintdesk.desk.chasing import NEVER, Chases, chases_of_orders
from complaintdesk.desk.listing import GIST, found_cases
from complaintdesk.desk.long_lists import LOOKED_AT, Beginning, Heed, has_more, heedless, read_ids
from complaintdesk.desk.order_lists import UNFINISHED
from complaintdesk.desk.rule_books import RuleBooks
from complaintdesk.desk.slip_indexing import OUT, is_back, is_lost
from complaintdesk.desk.slip_returns import ReturnedPart, parts_due, returned_parts
from complaintdesk.desk.slip_rules import signed_part, slip_parts
from complaintdesk.desk.staffing import names_of
from complaintdesk.desk.story import as_event
from complaintdesk.domain.dates import add_months
from complaintdesk.domain.lifecycle import standing
from complaintdesk.domain.procedure import Procedure
from complaintdesk.domain.search_words import Search
from complaintdesk.domain.terms import Charge, EventKind, OrderState, SlipStanding

LEDGER_VIEWS = ("out", *(each.value for each in SlipStanding if each is not SlipStanding.OUT), "all")


@dataclass(frozen=True)
class LedgerFilter:
    """Which slips the ledger shows; `view` is one of LEDGER_VIEWS, of which `out` takes in all that is not back."""

    view: str = "out"
    month: date | None = None  # of their issue: its first day
    team: str = ""
    text: str = ""
    search: Search | None = None


@dataclass(frozen=True)
class Loss:
    """A slip that somebody declared lost."""

    id: int
    holder: str
    reason: str
    at: datetime
    by: str


@dataclass(frozen=True)
class LedgerRow:
    """A slip of the ledger. `holder`, its worker or else its team, has it `since` it was taken, passed on or issued."""

    id: int
    number: str
    case_id: int
    case_number: str
    place: str
    content: str
    issued_at: datetime
    team_name: str
    holder: str
    since: datetime
    state: OrderState
    standing: SlipStanding
    parts: tuple[ReturnedPart, ...]
    missing: tuple[str, ...]  # names of the parts that are still to come back
    signed_back: bool  # whether the signed part is here, with which the slip is back
    loss: Loss | None
    void_reason: str
    chases: Chases
    received_at: datetime  # of its case

    @property
    def to_complete(self) -> bool:
        """Whether its signed part is here and what was done is not typed up yet."""
        return self.standing is SlipStanding.RETURNED and self.state in UNFINISHED


@dataclass(frozen=True)
class SlipsOut:
    """The slips of which something is still to come back at a moment, those out longest on top."""

    at: datetime
    out: tuple[LedgerRow, ...]

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.out)


def ledger_ids(
    session: Session, wanted: LedgerFilter, books: RuleBooks, now: datetime, zone: ZoneInfo, heed: Heed = heedless
) -> array[int]:
    """Ids of the slips to list: of what is out those out longest on top, else the newest."""
    query = _query(wanted, books.in_force, zone)
    if not _asks_for_words(wanted):
        return read_ids(session, query, heed)
    hits = set(found_cases(session, wanted.text, wanted.search, now))
    rows = session.execute(query.add_columns(WorkOrder.case_id))
    return array("q", (order_id for order_id, case_id in rows if case_id in hits))


def ledger_beginning(
    session: Session, wanted: LedgerFilter, books: RuleBooks, now: datetime, zone: ZoneInfo
) -> Beginning:
    """With what `ledger_ids` begins: all that is out, of the others those among the newest slips."""
    listed = select(WorkOrder.id).order_by(WorkOrder.id.desc())
    if wanted.view in _FEW or wanted.month is not None or not has_more(session, listed):
        return Beginning(ledger_ids(session, wanted, books, now, zone), whole=True)
    if _asks_for_words(wanted):
        return Beginning(array("q"), whole=False)
    newest = _query(wanted, books.in_force, zone).where(WorkOrder.id.in_(listed.limit(LOOKED_AT)))
    return Beginning(read_ids(session, newest), whole=False)


def ledger_counts(session: Session, books: RuleBooks) -> dict[str, int]:
    """How many slips the short lists hold: those that are not back."""
    return {
        view: session.scalars(
            select(func.count()).select_from(_query(LedgerFilter(view), books.in_force).subquery())
        ).one()
        for view in _FEW
    }


def slips_out(session: Session, books: RuleBooks, now: datetime) -> SlipsOut:
    """The list of what is still out, as it is chased at the time that the rule book names."""
    ids = session.scalars(_query(LedgerFilter(), books.in_force)).all()
    parts = (ids[start : start + _PART] for start in range(0, len(ids), _PART))
    return SlipsOut(now, tuple(row for part in parts for row in ledger_rows(session, part, books)))


def covers(found: SlipsOut, zone: ZoneInfo) -> str:
    """What a list of the slips that are out is of, in words: its minute."""
    return f"{found.at.astimezone(zone):%Y-%m-%d %H:%M}"


def ledger_months(session: Session, zone: ZoneInfo) -> tuple[date, ...]:
    """The months in which slips were issued, the newest first."""
    first, last = (session.scalar(select(end(WorkOrder.issued_at))) for end in (func.min, func.max))
    if first is None or last is None:
        return ()
    month, end = (each.astimezone(zone).date().replace(day=1) for each in (first, last))
    months = []
    while month <= end:
        months.append(month)
        month = add_months(month, 1)
    spans = [month_span(each, zone) for each in months]
    there = session.execute(
        select(*(exists().where(WorkOrder.issued_at >= begins, WorkOrder.issued_at < ends) for begins, ends in spans))
    ).one()
    return tuple(each for each, any_ in reversed([*zip(months, there, strict=True)]) if any_)


def month_span(month: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """When a month begins and when the next one does."""
    begins, ends = (datetime.combine(day, time(), zone) for day in (month, add_months(month, 1)))
    return begins, ends


def ledger_row(session: Session, order_id: int, books: RuleBooks) -> LedgerRow:
    """One slip of the ledger."""
    return ledger_rows(session, (order_id,), books)[0]


def ledger_rows(session: Session, ids: Sequence[int], books: RuleBooks) -> tuple[LedgerRow, ...]:
    """The lines of these slips, in the ids' order."""
    columns = (
        *(WorkOrder.id, WorkOrder.number, WorkOrder.case_id, WorkOrder.issued_at, WorkOrder.team, WorkOrder.worker),
        *(WorkOrder.state, WorkOrder.void_reason, Case.number.label("case_number"), Case.place_text, Case.charge),
        *(Case.received_at, func.substr(Case.content, 1, GIST).label("content")),
    )
    query = select(*columns).join(Case, Case.id == WorkOrder.case_id).where(WorkOrder.id.in_(ids))
    rows = {row.id: row for row in session.execute(query)}
    back, lost, handed = returned_parts(session, books.in_force, ids), losses(session, ids), _handed(session, ids)
    signed = signed_part(books.in_force).id
    chased = chases_of_orders(session, {row.case_id for row in rows.values()})
    found = []
    for row in (rows[each] for each in ids):
        parts, loss = back.get(row.id, ()), lost.get(row.id)
        stand, missing = stands(books.in_force, row.state, row.charge, parts, lost=loss is not None)
        team = books.team_name(session, row.team, row.issued_at)
        found.append(
            LedgerRow(
                id=row.id,
                number=row.number,
                case_id=row.case_id,
                case_number=row.case_number or "",
                place=row.place_text,
                content=row.content,
                issued_at=row.issued_at,
                team_name=team,
                holder=row.worker or team,
                since=handed.get(row.id, row.issued_at),
                state=row.state,
                standing=stand,
                parts=parts,
                missing=missing,
                signed_back=any(part.part == signed for part in parts),
                loss=loss,
                void_reason=row.void_reason,
                chases=chased.get(row.id, NEVER),
                received_at=row.received_at,
            )
        )
    return tuple(found)


def missing_of(session: Session, ids: Sequence[int], books: RuleBooks) -> dict[int, tuple[str, ...]]:
    """The names of the parts of these slips that are still to come; nothing is asked where there are no slips."""
    if not ids:
        return {}
    back = returned_parts(session, books.in_force, ids)
    query = select(WorkOrder.id, WorkOrder.state, Case.charge).join(Case, Case.id == WorkOrder.case_id)
    return {
        id_: stands(books.in_force, state, charge, back.get(id_, ()), lost=False)[1]
        for id_, state, charge in session.execute(query.where(WorkOrder.id.in_(ids)))
    }


def stands(
    procedure: Procedure, state: OrderState, charge: Charge | None, parts: Sequence[ReturnedPart], *, lost: bool
) -> tuple[SlipStanding, tuple[str, ...]]:
    """How a slip stands by the parts that are back, and the names of those that are still to come."""
    if state is OrderState.VOID:
        return SlipStanding.VOID, ()
    if state is OrderState.RETURNED and all(part.id is None for part in parts):
        return SlipStanding.RETURNED, ()  # it came back before parts were counted
    here = {part.part for part in parts}
    called = {part.id: part.name for part in slip_parts(procedure)}
    missing = tuple(called[part] for part in parts_due(procedure, charge) if part not in here)
    if not missing:
        return SlipStanding.RETURNED, ()
    if lost and signed_part(procedure).id not in here:
        return SlipStanding.LOST, missing
    return (SlipStanding.INCOMPLETE if here else SlipStanding.OUT), missing


def losses(session: Session, order_ids: Sequence[int]) -> Mapping[int, Loss]:
    """Of these slips those that are declared lost."""
    names = names_of(session)
    query = select(SlipLoss).where(SlipLoss.order_id.in_(order_ids), SlipLoss.voided_at.is_(None))
    return {
        row.order_id: Loss(row.id, row.holder, row.reason, row.declared_at, names[row.declared_by])
        for row in session.scalars(query)
    }


def _handed(session: Session, order_ids: Sequence[int]) -> dict[int, datetime]:
    """When each of these slips last went into other hands: was taken, or passed on (转派)."""
    told = (*_HANDED, EventKind.WITHDRAWN)
    query = select(CaseEvent).where(CaseEvent.order_id.in_(order_ids), CaseEvent.kind.in_(told))
    events = standing(as_event(row) for row in session.scalars(query.order_by(CaseEvent.id)))
    return {event.order_id or 0: event.happened_at for event in events if event.kind in _HANDED}


def _query(wanted: LedgerFilter, procedure: Procedure, zone: ZoneInfo | None = None) -> Select[int]:
    query: Any = select(WorkOrder.id).join(Case, Case.id == WorkOrder.case_id)
    query = query.where(_view(wanted.view, procedure))
    if wanted.team:
        query = query.where(WorkOrder.team == wanted.team)
    if wanted.month is not None and zone is not None:
        begins, ends = month_span(wanted.month, zone)
        query = query.where(WorkOrder.issued_at >= begins, WorkOrder.issued_at < ends)
    out_first = wanted.view in _FEW
    found: Select[int] = query.order_by(WorkOrder.id) if out_first else query.order_by(WorkOrder.id.desc())
    return found


def _view(view: str, procedure: Procedure) -> ColumnElement[bool]:
    """The slips of a view in SQL, as `stands` says of each."""
    void = WorkOrder.state == OrderState.VOID
    match view:
        case "all":
            return WorkOrder.id.is_not(None)
        case "out":
            return OUT
        case "incomplete":
            some = or_(WorkOrder.state == OrderState.RETURNED, is_back())
            return and_(OUT, some, not_(is_lost(procedure)))
        case "lost":
            return and_(OUT, is_lost(procedure))
        case "returned":
            return and_(not_(void), not_(OUT))
        case "void":
            return void
    raise ValueError(f"no such view: {view}")


def _asks_for_words(wanted: LedgerFilter) -> bool:
    return bool(wanted.text.strip()) or wanted.search is not None


_HANDED = (EventKind.ACCEPTED, EventKind.REASSIGNED)
_PART = 500  # slips asked for at a time
_FEW = ("out", SlipStanding.INCOMPLETE.value, SlipStanding.LOST.value)
