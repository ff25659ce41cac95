# SPDX-License-Identifier: Apache-2.0
"""The list of slips: ids in one sorted query, rows in pages, counts without rows."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import takewhile

from sqlalchemy import ColumnElement, Select, and_, exists, func, select
from sqlalchemy.orm import Session

from complaintdesk.db.course_tables import Commitment
from complaintdesk.db.tables import Case, Fee, WorkOrder
from complaintdesk.desk.chasing import NEVER, chases_of_orders
from complaintdesk.desk.commitments import first_end, next_due
from complaintdesk.desk.listing import FEW, GIST, found_cases
from complaintdesk.desk.long_lists import LOOKED_AT, Beginning, Heed, has_more, heedless, read_ids
from complaintdesk.desk.print_counts import print_counts
from complaintdesk.desk.records import OrderRow
from complaintdesk.desk.rule_books import RuleBooks
from complaintdesk.desk.slip_indexing import OUT
from complaintdesk.domain.search_words import Search
from complaintdesk.domain.terms import OrderState

UNFINISHED = (OrderState.ISSUED, OrderState.ACCEPTED, OrderState.ARRIVED)
ORDER_VIEWS = ("open", "out", "late", "unpaid", "returned", "void", "all")


@dataclass(frozen=True)
class OrderFilter:
    """Which slips a list shows; `view` is one of ORDER_VIEWS."""

    view: str = "open"
    team: str = ""
    text: str = ""  # words alone; `search` has filters too
    search: Search | None = None  # what the search box asks for, of their cases


def order_ids(session: Session, wanted: OrderFilter, now: datetime, heed: Heed = heedless) -> array[int]:
    """Ids of the slips to list: what is due next on top; of those that are back, void, or of all, the newest."""
    query = _order_query(wanted, now)
    if not _asks_for_words(wanted):
        return read_ids(session, query, heed)
    hits = set(found_cases(session, wanted.text, wanted.search, now))
    rows = session.execute(query.add_columns(WorkOrder.case_id))
    return array("q", (order_id for order_id, case_id in rows if case_id in hits))


def order_beginning(session: Session, wanted: OrderFilter, now: datetime) -> Beginning:
    """With what `order_ids` begins: all that is not back, of the others the newest; of words what they find first."""
    listed = select(WorkOrder.id).order_by(WorkOrder.id.desc())
    if not has_more(session, listed):
        return Beginning(order_ids(session, wanted, now), whole=True)
    newest = _order_query(wanted, now).where(WorkOrder.id.in_(listed.limit(LOOKED_AT)))
    if _asks_for_words(wanted):
        return _beginning_of_words(session, wanted, newest, now)
    if wanted.view not in _NEWEST_SLIPS_FIRST:
        return Beginning(order_ids(session, wanted, now), whole=True)
    return Beginning(read_ids(session, newest), whole=False)


def _beginning_of_words(session: Session, wanted: OrderFilter, newest: Select[int], now: datetime) -> Beginning:
    """All slips of the cases that words find where those are few, else the newest as far as the newest cases tell."""
    hits = found_cases(session, wanted.text, wanted.search, now, max(LOOKED_AT, FEW + 1))
    if len(hits) <= FEW:
        of_them = _order_query(wanted, now).where(WorkOrder.case_id.in_(hits))
        return Beginning(read_ids(session, of_them), whole=True)
    if wanted.view not in _NEWEST_SLIPS_FIRST:
        return Beginning(array("q"), whole=False)
    known, oldest = set(hits), hits[-1]
    told = takewhile(lambda row: row[1] >= oldest, session.execute(newest.add_columns(WorkOrder.case_id)))
    return Beginning(array("q", (order_id for order_id, case_id in told if case_id in known)), whole=False)


def _asks_for_words(wanted: OrderFilter) -> bool:
    return bool(wanted.text.strip()) or wanted.search is not None


_NEWEST_SLIPS_FIRST = ("returned", "void", "all")


def _order_query(wanted: OrderFilter, now: datetime) -> Select[int]:
    query = select(WorkOrder.id).where(_order_view(wanted.view, now))
    if wanted.team:
        query = query.where(WorkOrder.team == wanted.team)
    if wanted.view in _NEWEST_SLIPS_FIRST:
        return query.order_by(WorkOrder.id.desc())
    return query.join(Case, Case.id == WorkOrder.case_id).order_by(slip_due(), WorkOrder.id)


def slip_due() -> ColumnElement[datetime]:
    """When a slip's next step is due; where none is, the time agreed for it, else that of its issue."""
    ends = first_end(WorkOrder.case_id, Commitment.of_slip.is_(True))
    return func.coalesce(ends, Case.appointment_from, WorkOrder.issued_at)


def open_and_late(now: datetime) -> tuple[ColumnElement[bool], ...]:
    """When a commitment is late: open, due before now and not waiting (R-T-07); late is never stored."""
    return (
        *(Commitment.met_at.is_(None), Commitment.dropped_at.is_(None), Commitment.paused_at.is_(None)),
        Commitment.due_at < now,
    )


def _order_view(view: str, now: datetime) -> ColumnElement[bool]:
    match view:
        case "open":
            return WorkOrder.state.in_(UNFINISHED)
        case "out":
            return OUT
        case "late":
            of_slip = exists().where(
                Commitment.case_id == WorkOrder.case_id, Commitment.of_slip.is_(True), *open_and_late(now)
            )
            return and_(WorkOrder.state.in_(UNFINISHED), of_slip)
        case "unpaid":
            return WorkOrder.id.in_(select(Fee.order_id).where(*open_fee()))
        case "returned":
            return WorkOrder.state == OrderState.RETURNED
        case "void":
            return WorkOrder.state == OrderState.VOID
        case "all":
            return WorkOrder.id.is_not(None)
    raise ValueError(f"no such view: {view}")


def open_fee() -> tuple[ColumnElement[bool], ...]:
    """When a fee is open: its slip is to be paid for, and more is due than was paid."""
    return (Fee.voided_at.is_(None), Fee.due > Fee.paid)


def order_counts(session: Session, now: datetime, views: Sequence[str] = ORDER_VIEWS) -> dict[str, int]:
    """How many slips each view, or each of these, holds."""
    return {
        view: session.scalars(select(func.count()).select_from(WorkOrder).where(_order_view(view, now))).one()
        for view in views
    }


def order_rows(session: Session, ids: Sequence[int], books: RuleBooks) -> tuple[OrderRow, ...]:
    """The lines of these slips, in the ids' order."""
    columns = (
        *(WorkOrder.id, WorkOrder.number, WorkOrder.case_id, WorkOrder.issued_at, WorkOrder.team, WorkOrder.worker),
        *(WorkOrder.state, Case.number.label("case_number"), Case.place_text, Case.grade, Case.priority),
        *(Case.appointment_from, Case.appointment_to, func.substr(Case.content, 1, GIST).label("content")),
    )
    query = select(*columns).join(Case, Case.id == WorkOrder.case_id).where(WorkOrder.id.in_(ids))
    rows = {row.id: row for row in session.execute(query)}
    due = next_due(session, [row.case_id for row in rows.values()], books, slips_only=True)
    prints = print_counts(session, ids)
    chased = chases_of_orders(session, {row.case_id for row in rows.values()})
    fees = select(Fee.order_id, Fee.due, Fee.paid).where(Fee.order_id.in_(ids), *open_fee())
    owed = {order_id: due - paid for order_id, due, paid in session.execute(fees)}
    return tuple(
        OrderRow(
            id=row.id,
            number=row.number,
            case_id=row.case_id,
            case_number=row.case_number or "",
            issued_at=row.issued_at,
            place=row.place_text,
            content=row.content,
            grade=row.grade,
            team_name=books.team_name(session, row.team, row.issued_at),
            worker=row.worker,
            appointment_from=row.appointment_from,
            appointment_to=row.appointment_to,
            state=row.state,
            due=due.get(row.case_id) if row.state in UNFINISHED else None,
            prints=prints.get(row.id, 0),
            owed=owed.get(row.id, Decimal("0.00")),
            priority=row.priority,
            chases=chased.get(row.id, NEVER).count,
        )
        for row in (rows[each] for each in ids)
    )
