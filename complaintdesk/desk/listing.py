# SPDX-License-Identifier: Apache-2.0
"""The lists of cases and slips: ids in one sorted query, rows in pages, counts without rows."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import ColumnElement, Select, and_, bindparam, exists, func, or_, select
from sqlalchemy.orm import Session

from complaintdesk.db import search_index
from complaintdesk.db.course_tables import CaseEvent, Commitment
from complaintdesk.db.reader import told_who
from complaintdesk.db.tables import Case, CorrectiveAction, Fee, LiaisonSheet, WorkOrder
from complaintdesk.desk.chasing import NEVER, chases_of_cases, chases_of_orders
from complaintdesk.desk.commitments import WITH_LIMITS, first_end, late, next_due
from complaintdesk.desk.long_lists import LOOKED_AT, Beginning, Heed, has_more, heedless, read_ids
from complaintdesk.desk.print_counts import print_counts
from complaintdesk.desk.records import CaseRow, OrderRow
from complaintdesk.desk.rule_books import RuleBooks
from complaintdesk.desk.staffing import followed_by
from complaintdesk.domain.completeness import ON_SITE
from complaintdesk.domain.grams import Wanted
from complaintdesk.domain.lifecycle import OPEN_STATES
from complaintdesk.domain.numbering import parse_number
from complaintdesk.domain.search_words import Search
from complaintdesk.domain.terms import CaseKind, CaseState, EventKind, OrderState, Origin

OUT_STATES = (OrderState.ISSUED, OrderState.ACCEPTED, OrderState.ARRIVED, OrderState.COMPLETED)
UNFINISHED = (OrderState.ISSUED, OrderState.ACCEPTED, OrderState.ARRIVED)
FEW = 500  # ids that a statement is given; more are picked from its answer
GIST = 120  # characters of a text that a list shows
# All but rows of an old register whose import was undone; what has a number of ours stays in sight when it is void.
STANDING = or_(Case.number.is_not(None), Case.voided_at.is_(None))
CASE_VIEWS = ("all", "to_dispatch", "in_hand", "late", "handled", "mine", "history")
ORDER_VIEWS = ("open", "out", "late", "unpaid", "returned", "void", "all")


@dataclass(frozen=True)
class CaseFilter:
    """Which cases a list shows; `view` is one of CASE_VIEWS, days are civil days of receipt, both included."""

    view: str = "all"
    kind: CaseKind | None = None
    state: CaseState | None = None
    from_on: date | None = None
    to_on: date | None = None
    text: str = ""  # words alone; `search` has filters too
    place_id: int | None = None
    ids: tuple[int, ...] | None = None  # these alone, as those behind a figure; old ones too
    by_due: bool = False  # what is due next on top, what waits or is over below
    search: Search | None = None  # what the search box asks for


@dataclass(frozen=True)
class OrderFilter:
    """Which slips a list shows; `view` is one of ORDER_VIEWS."""

    view: str = "open"
    team: str = ""
    text: str = ""  # words alone; `search` has filters too
    search: Search | None = None  # what the search box asks for, of their cases


@dataclass(frozen=True)
class NumberHit:
    """What a typed or scanned number names: a `case` or an `order`."""

    kind: str
    id: int


def case_ids(
    session: Session, wanted: CaseFilter, now: datetime, staff_id: int | None = None, heed: Heed = heedless
) -> array[int]:
    """Ids of the cases to list, newest first, or what is due next on top (R-CLS-09). May take longer than a frame."""
    kept = [search_index.found(session, each) for each in _asked_for(wanted)]
    return _listed(session, wanted, _case_query(session, wanted, now, staff_id), kept, heed)


def case_beginning(session: Session, wanted: CaseFilter, now: datetime, staff_id: int | None = None) -> Beginning:
    """With what `case_ids` begins, as far as the newest cases tell, or those that the words find first."""
    query = _case_query(session, wanted, now, staff_id)
    kept = [search_index.found(session, each, FEW + 1) for each in _asked_for(wanted)]
    if kept:
        few = [ids[:FEW] for ids in kept]
        return Beginning(_listed(session, wanted, query, few), whole=all(len(ids) <= FEW for ids in kept))
    if wanted.place_id is not None or (wanted.ids is not None and len(wanted.ids) <= FEW):
        return Beginning(_listed(session, wanted, query), whole=True)
    listed = select(Case.id).order_by(*_NEWEST_FIRST)
    if not _is_of_everything(wanted):
        listed = listed.where(Case.number.is_(None) if wanted.view == "history" else Case.number.is_not(None))
    if not has_more(session, listed):
        return Beginning(_listed(session, wanted, query), whole=True)
    newest = query.where(Case.id.in_(listed.limit(LOOKED_AT)))
    return Beginning(_listed(session, wanted, newest), whole=False)


def _asked_for(wanted: CaseFilter | OrderFilter) -> list[str | Wanted]:
    """What the index of the search is asked for, each of it."""
    return [*([wanted.text] if wanted.text.strip() else []), *([wanted.search.wanted] if wanted.search else [])]


def view_of(session: Session, case_id: int) -> str:
    """The view that lists a case whatever its state."""
    return "history" if session.get_one(Case, case_id).number is None else "all"


def _listed(
    session: Session, wanted: CaseFilter, query: Select[int], found: Sequence[Sequence[int]] = (), heed: Heed = heedless
) -> array[int]:
    """The cases of a query, those that were found and are wanted, in the order of their list."""
    kept = [*found, *([wanted.ids] if wanted.ids is not None else [])]
    for ids in kept:
        query = query.where(Case.id.in_(ids)) if len(ids) <= FEW else query
    many = [set(ids) for ids in kept if len(ids) > FEW]  # a statement takes only so many values
    newest = query.order_by(*_NEWEST_FIRST)
    if not wanted.by_due:
        return read_ids(session, newest, heed, many)
    end = first_end(Case.id)  # of cases in hand alone: those are few
    in_hand = query.where(Case.state.in_(OPEN_STATES), end.is_not(None))
    first = read_ids(session, in_hand.order_by(end, *_NEWEST_FIRST), heed, many)
    above = set(first)
    return first + array("q", (each for each in read_ids(session, newest, heed, many) if each not in above))


_NEWEST_FIRST = (Case.received_at.desc(), Case.id.desc())


def _is_of_everything(wanted: CaseFilter) -> bool:  # old cases among ours
    return wanted.ids is not None and wanted.view == "all"


def newest_found(
    session: Session,
    search: Search,
    now: datetime,
    most: int | None = None,
    staff_id: int | None = None,
    *,
    live: bool = False,
) -> array[int]:
    """Ids of the newest cases that a search finds, in their order of entry backwards; of an old register's not if
    `live`. No more than so many are looked at, but where the clock has a say: those are few."""
    hits = search_index.found(session, search.wanted, None if search.views else most)
    if not search.views and not live:
        return array("q", hits)
    conditions = [_case_view(view, now, staff_id) for view in (*sorted(search.views), *(("all",) if live else ()))]
    fitting = select(Case.id).where(*conditions)
    if len(hits) <= FEW:
        fitting = fitting.where(Case.id.in_(hits))
    elif not search.views:
        fitting = fitting.where(Case.id.between(hits[-1], hits[0]))
    standing = set(session.scalars(fitting))
    return array("q", (each for each in hits if each in standing))[:most]


def found_cases(session: Session, text: str, search: Search | None, now: datetime) -> set[int]:
    """Ids of all cases that words, or else a search, find."""
    return set(search_index.found(session, text) if search is None else newest_found(session, search, now))


def _case_query(session: Session, wanted: CaseFilter, now: datetime, staff_id: int | None) -> Select[int]:
    conditions = [] if _is_of_everything(wanted) else [_case_view(wanted.view, now, staff_id)]
    if wanted.kind is not None:
        conditions.append(Case.kind == wanted.kind)
    if wanted.state is not None:
        conditions.append(Case.state == wanted.state)
    if wanted.from_on is not None:
        conditions.append(Case.received_on >= wanted.from_on)
    if wanted.to_on is not None:
        conditions.append(Case.received_on <= wanted.to_on)
    if wanted.place_id is not None:
        conditions += [Case.place_id == wanted.place_id, *told_who(session)]
    if wanted.search is not None:
        conditions += [_case_view(view, now, staff_id) for view in sorted(wanted.search.views)]
    return select(Case.id).where(*conditions)


def _case_view(view: str, now: datetime, staff_id: int | None) -> ColumnElement[bool]:
    live = Case.number.is_not(None)  # neither history nor what carries slips used before a restore
    match view:
        case "all":
            return live
        case "to_dispatch":
            this_round = and_(WorkOrder.case_id == Case.id, WorkOrder.round == Case.round)
            sent = exists().where(this_round, WorkOrder.state != OrderState.VOID)
            return and_(live, Case.state.in_(OPEN_STATES), Case.kind.in_(ON_SITE), Case.lead_case_id.is_(None), ~sent)
        case "in_hand":
            return and_(live, Case.state.in_(OPEN_STATES))
        case "late":
            return and_(live, late(now))
        case "handled":
            return and_(live, Case.state == CaseState.HANDLED)
        case "mine":
            return and_(live, Case.state.in_((*OPEN_STATES, CaseState.HANDLED)), followed_by(staff_id))
        case "history":
            return and_(Case.origin == Origin.HISTORY, Case.number.is_(None), Case.voided_at.is_(None))
    raise ValueError(f"no such view: {view}")


def open_and_late(now: datetime) -> tuple[ColumnElement[bool], ...]:
    """When a commitment is late: open, due before now and not waiting (R-T-07); late is never stored."""
    return (
        *(Commitment.met_at.is_(None), Commitment.dropped_at.is_(None), Commitment.paused_at.is_(None)),
        Commitment.due_at < now,
    )


def case_counts(session: Session, now: datetime, staff_id: int | None = None) -> dict[str, int]:
    """How many cases each view holds."""
    counts = {}
    for view in CASE_VIEWS:
        query = select(func.count()).select_from(Case).where(_case_view(view, now, staff_id))
        counts[view] = session.scalars(query).one()
    return counts


def case_rows(session: Session, ids: Sequence[int], books: RuleBooks) -> tuple[CaseRow, ...]:
    """The lines of these cases, in the ids' order; what only some of them have is asked for of those alone."""
    rows = {row.id: row for row in session.execute(_CASE_LINES, {"ids": ids})}
    due = next_due(session, [row.id for row in rows.values() if row.state in WITH_LIMITS], books)
    chased = chases_of_cases(session, [row.id for row in rows.values() if row.chased])
    numbers = numbers_of(session, [row.lead_case_id for row in rows.values()])
    return tuple(
        CaseRow(
            id=row.id,
            number=row.number or row.old_number,
            received_at=row.received_at,
            kind=row.kind,
            place=row.place_text,
            caller_name=row.caller_name,
            content=row.content,
            state=row.state,
            origin=row.origin,
            due=due.get(row.id),
            kind_name=books.of(session, row.procedure_version_id).kind_name(row.kind),
            order_state=row.order_state,
            priority=row.priority,
            level=row.level,
            chases=chased.get(row.id, NEVER).count,
            lead_number=numbers.get(row.lead_case_id, ""),
        )
        for row in (rows[each] for each in ids)
    )


_OF_CASE = (WorkOrder.case_id == Case.id, WorkOrder.state != OrderState.VOID)
_LAST_SLIP = select(WorkOrder.state).where(*_OF_CASE).order_by(WorkOrder.id.desc()).limit(1).scalar_subquery()
_CHASED = exists().where(CaseEvent.case_id == Case.id, CaseEvent.kind == EventKind.REMINDED)
_CASE_LINES = select(  # made once: it is asked again with every page
    *(Case.id, Case.number, Case.old_number, Case.received_at, Case.kind, Case.place_text, Case.caller_name),
    *(func.substr(Case.content, 1, GIST).label("content"), Case.state, Case.origin, Case.procedure_version_id),
    *(Case.priority, Case.level, Case.lead_case_id, _LAST_SLIP.label("order_state"), _CHASED.label("chased")),
).where(Case.id.in_(bindparam("ids", expanding=True)))


def numbers_of(session: Session, ids: Sequence[int | None]) -> dict[int | None, str]:
    """The numbers of these cases, of old ones those of their register; None has none."""
    wanted = {each for each in ids if each is not None}
    if not wanted:
        return {}
    rows = session.execute(select(Case.id, Case.number, Case.old_number).where(Case.id.in_(wanted)))
    return {row.id: row.number or row.old_number for row in rows}


def order_ids(session: Session, wanted: OrderFilter, now: datetime, heed: Heed = heedless) -> array[int]:
    """Ids of the slips to list: what is due next on top; of those that are back, void, or of all, the newest."""
    query = _order_query(wanted, now)
    if not _asked_for(wanted):
        return read_ids(session, query, heed)
    hits = found_cases(session, wanted.text, wanted.search, now)
    rows = session.execute(query.add_columns(WorkOrder.case_id))
    return array("q", (order_id for order_id, case_id in rows if case_id in hits))


def order_beginning(session: Session, wanted: OrderFilter, now: datetime) -> Beginning:
    """With what `order_ids` begins: all that is not back, of the others the newest."""
    listed = select(WorkOrder.id).order_by(WorkOrder.id.desc())
    if not has_more(session, listed) or not (_asked_for(wanted) or wanted.view in _NEWEST_SLIPS_FIRST):
        return Beginning(order_ids(session, wanted, now), whole=True)
    newest = _order_query(wanted, now).where(WorkOrder.id.in_(listed.limit(LOOKED_AT)))
    return Beginning(array("q") if _asked_for(wanted) else read_ids(session, newest), whole=False)


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


def _order_view(view: str, now: datetime) -> ColumnElement[bool]:
    match view:
        case "open":
            return WorkOrder.state.in_(UNFINISHED)
        case "out":
            return WorkOrder.state.in_(OUT_STATES)
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


def find_number(session: Session, text: str, default_year: int | None = None) -> NumberHit | None:
    """The case or slip that a typed or scanned number names, of a sheet its case; None where no such was given."""
    number = parse_number(text, default_year)
    if number is None:
        return None
    same = (number.series, number.year, number.running)
    order = select(WorkOrder.id).where(
        WorkOrder.series == same[0], WorkOrder.year == same[1], WorkOrder.running == same[2]
    )
    found = session.scalars(order).first()
    if found is not None:
        return NumberHit("order", found)
    for table, case_id in ((Case, Case.id), *((sheet, sheet.case_id) for sheet in (LiaisonSheet, CorrectiveAction))):
        case = select(case_id).where(table.series == same[0], table.year == same[1], table.running == same[2])
        found = session.scalars(case).first()
        if found is not None:
            return NumberHit("case", found)
    return None
