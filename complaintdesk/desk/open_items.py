# SPDX-License-Identifier: Apache-2.0
"""What stands open, list by list, as reviews, hand-overs and meetings show it: found now, read again later by id."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from complaintdesk.db.tables import Case, Commitment, CorrectiveAction, FollowUp, WorkOrder
from complaintdesk.desk.commitments import STANDS, case_ends
from complaintdesk.desk.listing import GIST, CaseFilter, case_ids
from complaintdesk.desk.order_lists import OrderFilter, order_ids
from complaintdesk.desk.rule_books import FOLLOW_UPS, RuleBooks
from complaintdesk.desk.staffing import names_of
from complaintdesk.domain.lifecycle import OPEN_STATES
from complaintdesk.domain.terms import CaseKind, CaseState, Level, OrderState


class ItemList(StrEnum):
    """A list of open items; the values are what the database holds."""

    MAJOR = "major"  # 重大
    LATE = "late"
    REPEATED = "repeated"  # of the same household or phone and category, or a repeat complaint
    UNSOLVED = "unsolved"
    UNREPORTED = "unreported"  # complaints that no supervisor was told of (R-REG-05)
    DUE = "due"  # due before the next shift
    ANSWERS = "answers"  # enquiries that are owed an answer (R-REG-11)
    SLIPS = "slips"  # out, not returned
    FOLLOW_UPS = "follow_ups"
    MEASURES = "measures"  # corrective actions of cases that are not closed
    OPEN = "open"


class ItemKind(StrEnum):
    """What an item is; the name is also what opens it."""

    CASE = "case"
    ORDER = "order"
    FOLLOW_UP = "follow_up"


KIND_OF = {ItemList.SLIPS: ItemKind.ORDER, ItemList.FOLLOW_UPS: ItemKind.FOLLOW_UP}  # all others list cases
Found = Mapping[ItemList, Sequence[int]]  # ids by list


@dataclass(frozen=True)
class OpenItem:
    """What stands on one or several of the lists, as it reads now; `content` is the matter's beginning.

    `due_at` is when its next limit ends, None while all of them wait (R-T-07) or where the handling settled them.
    """

    lists: tuple[ItemList, ...]  # never none, the weightiest first
    kind: ItemKind
    id: int
    number: str
    case_kind: CaseKind
    place: str
    content: str
    state: CaseState | OrderState | None
    due_at: datetime | None
    who: str  # who follows it up, which team has the slip, what the follow-up is called


def late(session: Session, now: datetime) -> Sequence[int]:
    """The cases in hand with a limit that is late, newest first."""
    return case_ids(session, CaseFilter("late"), now)


def in_hand(session: Session, now: datetime) -> Sequence[int]:
    """All cases in hand, newest first."""
    return case_ids(session, CaseFilter("in_hand"), now)


def major(session: Session) -> Sequence[int]:
    """The major complaints in hand, newest first."""
    return _cases(session, Case.level == Level.MAJOR, Case.state.in_(OPEN_STATES))


def due_until(session: Session, now: datetime, until: datetime) -> Sequence[int]:
    """The cases in hand with a limit that ends from now until then."""
    due = exists().where(Commitment.case_id == Case.id, *STANDS, Commitment.due_at.between(now, until))
    return _cases(session, due, Case.state.in_(OPEN_STATES))


def slips_out(session: Session, now: datetime) -> Sequence[int]:
    """The slips that are not back, by agreed time."""
    return order_ids(session, OrderFilter("out"), now)


def measures(session: Session) -> Sequence[int]:
    """The cases with a corrective action (纠正/预防措施) that are not closed yet."""
    opened = exists().where(CorrectiveAction.case_id == Case.id, CorrectiveAction.voided_at.is_(None))
    return _cases(session, opened, Case.state.in_((*OPEN_STATES, CaseState.HANDLED)))


def _cases(session: Session, *conditions: Any) -> Sequence[int]:
    query = select(Case.id).where(Case.number.is_not(None), *conditions)
    return session.scalars(query.order_by(Case.received_at.desc(), Case.id.desc())).all()


def frozen(found: Found) -> dict[str, Any]:
    """The lists as a record keeps them: ids alone, what they say is read from the books."""
    return {name.value: list(ids) for name, ids in found.items() if len(ids)}


def thawed(kept: Mapping[str, Any]) -> dict[ItemList, list[int]]:
    """The lists that `frozen` kept, in the order in which they are read."""
    return {name: kept[name.value] for name in ItemList if name.value in kept}


def read_items(session: Session, found: Found, books: RuleBooks) -> tuple[OpenItem, ...]:
    """What the lists hold, as it reads now, list after list; what stands on several is shown with the first."""
    ids = {kind: {id_ for name, own in found.items() if _kind(name) is kind for id_ in own} for kind in ItemKind}
    lines = {
        ItemKind.CASE: _case_lines(session, ids[ItemKind.CASE]),
        ItemKind.ORDER: _order_lines(session, ids[ItemKind.ORDER], books),
        ItemKind.FOLLOW_UP: _follow_up_lines(session, ids[ItemKind.FOLLOW_UP], books),
    }
    on: dict[tuple[ItemKind, int], list[ItemList]] = {}
    for name in ItemList:
        for id_ in found.get(name, ()):
            on.setdefault((_kind(name), id_), []).append(name)
    return tuple(
        OpenItem(tuple(names), kind, id_, **lines[kind][id_]) for (kind, id_), names in on.items() if id_ in lines[kind]
    )


def _kind(name: ItemList) -> ItemKind:
    return KIND_OF.get(name, ItemKind.CASE)


_GIST = (Case.kind, Case.place_text, func.substr(Case.content, 1, GIST).label("content"))


def _facts(
    row: Any, number: str, state: CaseState | OrderState | None, due: datetime | None, who: str
) -> dict[str, Any]:
    return {
        "number": number,
        "case_kind": row.kind,
        "place": row.place_text,
        "content": row.content,
        "state": state,
        "due_at": due,
        "who": who,
    }


def _case_lines(session: Session, ids: set[int]) -> dict[int, dict[str, Any]]:
    due = case_ends()
    columns = (Case.id, Case.number, Case.state, Case.handed_to, Case.first_contact_by, due.label("due_at"), *_GIST)
    names = names_of(session)
    return {
        row.id: _facts(row, row.number or "", row.state, row.due_at, names[row.handed_to or row.first_contact_by])
        for row in _in_parts(session, select(*columns), Case.id, ids)
    }


def _order_lines(session: Session, ids: set[int], books: RuleBooks) -> dict[int, dict[str, Any]]:
    columns = (
        *(WorkOrder.id, WorkOrder.number, WorkOrder.state, WorkOrder.team, WorkOrder.worker, WorkOrder.issued_at),
        *(Case.appointment_to, *_GIST),
    )
    query = select(*columns).join(Case, Case.id == WorkOrder.case_id)
    return {
        row.id: _facts(
            row,
            row.number,
            row.state,
            row.appointment_to,
            row.worker or books.team_name(session, row.team, row.issued_at),
        )
        for row in _in_parts(session, query, WorkOrder.id, ids)
    }


def _follow_up_lines(session: Session, ids: set[int], books: RuleBooks) -> dict[int, dict[str, Any]]:
    query = select(FollowUp.id, FollowUp.key, FollowUp.due_at, Case.number, *_GIST)
    query = query.join(Case, Case.id == FollowUp.case_id)
    return {
        row.id: _facts(
            row, row.number or "", None, row.due_at, books.name(session, books.in_force, FOLLOW_UPS, row.key)
        )
        for row in _in_parts(session, query, FollowUp.id, ids)
    }


def _in_parts(session: Session, query: Any, column: Any, ids: set[int]) -> list[Any]:
    """The rows of these ids, asked for a few hundred at a time: a statement takes only so many values."""
    wanted = sorted(ids)
    return [
        row
        for start in range(0, len(wanted), _PART)
        for row in session.execute(query.where(column.in_(wanted[start : start + _PART])))
    ]


_PART = 500
