# SPDX-License-Identifier: Apache-2.0
"""The list of cases: ids in one sorted query, rows in pages, counts without rows."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, and_, bindparam, exists, func, or_, select
from sqlalchemy.orm import Session

from complaintdesk.db import search_index
from complaintdesk.db.course_tables import CaseEvent
from complaintdesk.db.tables import Case, WorkOrder
from complaintdesk.desk.chasing import NEVER, chases_of_cases
from complaintdesk.desk.commitments import WITH_LIMITS, first_end, late, next_due
from complaintdesk.desk.long_lists import LOOKED_AT, Beginning, Heed, has_more, heedless, read_ids
from complaintdesk.desk.records import CaseRow
from complaintdesk.desk.rule_books import RuleBooks
from complaintdesk.desk.staffing import followed_by
from complaintdesk.domain.completeness import ON_SITE
from complaintdesk.domain.grams import Wanted
from complaintdesk.domain.lifecycle import OPEN_STATES
from complaintdesk.domain.search_words import Search
from complaintdesk.domain.terms import CaseKind, CaseState, EventKind, OrderState, Origin

FEW = 500  # ids that a statement is given; more are picked from its answer
GIST = 120  # characters of a text that a list shows
# All but rows of an old register whose import was undone; what has a number of ours stays in sight when it is void.
STANDING = or_(Case.number.is_not(None), Case.voided_at.is_(None))
CASE_VIEWS = ("all", "to_dispatch", "in_hand", "late", "handled", "mine", "history")


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


def case_ids(
    session: Session, wanted: CaseFilter, now: datetime, staff_id: int | None = None, heed: Heed = heedless
) -> array[int]:
    """Ids of the cases to list, newest first, or what is due next on top (R-CLS-09). May take longer than a frame."""
    kept = [search_index.found(session, each) for each in _asked_for(wanted)]
    return _listed(session, wanted, _case_query(wanted, now, staff_id), kept, heed)


def case_beginning(session: Session, wanted: CaseFilter, now: datetime, staff_id: int | None = None) -> Beginning:
    """With what `case_ids` begins, as far as the newest cases tell, or those that the words find first."""
    query = _case_query(wanted, now, staff_id)
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


def _asked_for(wanted: CaseFilter) -> list[str | Wanted]:
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


def found_cases(
    session: Session, text: str, search: Search | None, now: datetime, most: int | None = None
) -> Sequence[int]:
    """Ids of all cases that words, or else a search, find, or of the newest of them, in their order of entry back."""
    return search_index.found(session, text, most) if search is None else newest_found(session, search, now, most)


def _case_query(wanted: CaseFilter, now: datetime, staff_id: int | None) -> Select[int]:
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
        conditions.append(Case.place_id == wanted.place_id)
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
