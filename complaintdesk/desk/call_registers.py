# SPDX-License-Identifier: Apache-2.0
"""The registers of calls (客户来电记录表) and of call-backs (回访记录表) of some days."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaintdesk.db.tables import Case, CaseEvent, Contact, FollowUp, WorkOrder
from complaintdesk.desk.case_pages import case_records
from complaintdesk.desk.indexing import mistaken_contacts
from complaintdesk.desk.listing import STANDING
from complaintdesk.desk.records import CaseRecord
from complaintdesk.desk.rule_books import RuleBooks
from complaintdesk.desk.staffing import names_of
from complaintdesk.domain.terms import CaseKind, CaseState, Channel, FollowUpWay, OrderState, Rating

PAGE = 200
R = TypeVar("R", CaseEvent, WorkOrder)


@dataclass(frozen=True)
class CallLine:
    """One call; `at_once` says whether it was answered there and then, None while nothing is known of it."""

    called_at: datetime
    caller: str
    anonymous: bool
    place: str
    phone: str
    kind: CaseKind
    content: str
    by: str
    at_once: bool | None
    number: str  # of its case
    orders: tuple[str, ...]  # numbers of its slips
    answered_at: datetime | None
    outcome: str
    void_reason: str
    state: CaseState


@dataclass(frozen=True)
class CallRegister:
    """The calls of these days, both included, in the order in which they came."""

    from_on: date
    to_on: date
    calls: tuple[CallLine, ...]

    @property
    def count(self) -> int:
        """How many calls there were."""
        return len(self.calls)


@dataclass(frozen=True)
class CallBackLine:
    """A follow-up that was made, with the ratings of its slip where there is one."""

    called_at: datetime
    number: str  # of its case
    orders: tuple[str, ...]
    kind: CaseKind
    place: str
    client: str
    anonymous: bool
    way: FollowUpWay | None
    rating: Rating | None
    quality: Rating | None
    manner: Rating | None
    timeliness: Rating | None
    words: str
    unsolved: str
    called_by: str
    confirmed_by: str


@dataclass(frozen=True)
class FollowUpRegister:
    """The follow-ups made on these days, both included, in the order in which they were made."""

    from_on: date
    to_on: date
    call_backs: tuple[CallBackLine, ...]

    @property
    def count(self) -> int:
        """How many were made."""
        return len(self.call_backs)

    @property
    def content(self) -> int:
        """How many clients were content."""
        return self._rated(Rating.CONTENT)

    @property
    def fair(self) -> int:
        """How many clients were content on the whole."""
        return self._rated(Rating.FAIR)

    @property
    def not_content(self) -> int:
        """How many clients were not content."""
        return self._rated(Rating.NOT_CONTENT)

    def _rated(self, rating: Rating) -> int:
        return sum(line.rating is rating for line in self.call_backs)


def call_register(session: Session, from_on: date, to_on: date, zone: ZoneInfo, books: RuleBooks) -> CallRegister:
    """The calls of these days; none that was noted by mistake, none of an old register."""
    begins, ends = bounds(from_on, to_on, zone)
    of_days = (Contact.channel == Channel.PHONE, Contact.happened_at >= begins, Contact.happened_at < ends)
    query = select(Contact).join(Case, Case.id == Contact.case_id).where(*of_days, STANDING, Case.number.is_not(None))
    rows = session.scalars(query.order_by(Contact.happened_at, Contact.id)).all()
    case_ids = _ids(row.case_id for row in rows)
    mistaken = _mistaken(session, case_ids)
    cases = {case.id: case for case in case_records(session, case_ids, books)}
    names = names_of(session)
    told = (_call(row, cases[row.case_id], names) for row in rows if row.id not in mistaken)
    return CallRegister(from_on, to_on, tuple(told))


def follow_up_register(
    session: Session, from_on: date, to_on: date, zone: ZoneInfo, books: RuleBooks
) -> FollowUpRegister:
    """The follow-ups made on these days; none of a round that was taken back."""
    begins, ends = bounds(from_on, to_on, zone)
    query = select(FollowUp).join(Case, Case.id == FollowUp.case_id)
    query = query.where(FollowUp.done_at >= begins, FollowUp.done_at < ends, FollowUp.dropped_at.is_(None), STANDING)
    rows = session.scalars(query.order_by(FollowUp.done_at, FollowUp.id)).all()
    case_ids = _ids(row.case_id for row in rows)
    cases = {case.id: case for case in case_records(session, case_ids, books)}
    made = {event.id: event for event in _rows(session, CaseEvent, [row.done_by_event_id for row in rows])}
    orders = {
        slip.id: slip
        for slip in _rows(session, WorkOrder, [each.id for case in cases.values() for each in case.orders])
    }
    names = names_of(session)
    lines = tuple(
        _call_back(row, cases[row.case_id], made.get(row.done_by_event_id or 0), orders, names) for row in rows
    )
    return FollowUpRegister(from_on, to_on, lines)


def bounds(from_on: date, to_on: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """The first instant of these days and the one after their last."""
    days = (from_on, to_on + timedelta(days=1))
    begins, ends = (datetime.combine(day, time(), zone).astimezone(UTC) for day in days)
    return begins, ends


def _ids(ids: Iterable[int]) -> list[int]:
    return list(dict.fromkeys(ids))


def _mistaken(session: Session, case_ids: Sequence[int]) -> set[object]:
    """Ids of the contacts of these cases that were noted by mistake."""
    found: set[object] = set()
    for start in range(0, len(case_ids), PAGE):
        stories: dict[int, list[CaseEvent]] = {}
        query = select(CaseEvent).where(CaseEvent.case_id.in_(case_ids[start : start + PAGE])).order_by(CaseEvent.id)
        for event in session.scalars(query):
            stories.setdefault(event.case_id, []).append(event)
        found.update(*(mistaken_contacts(story) for story in stories.values()))
    return found


def _rows(session: Session, table: type[R], ids: Sequence[int | None]) -> Iterator[R]:
    for start in range(0, len(ids), PAGE):
        yield from session.scalars(select(table).where(table.id.in_(ids[start : start + PAGE])))


def _call(row: Contact, case: CaseRecord, names: dict[int | None, str]) -> CallLine:
    numbers = _numbers(case)
    at_once: bool | None = None
    if numbers:
        at_once = False
    elif case.answered_at is not None:
        at_once = case.answered_at <= case.recorded_at
    return CallLine(
        called_at=row.happened_at,
        caller=row.caller_name or case.caller_name,
        anonymous=case.anonymous,
        place=case.place,
        phone=row.caller_phone or case.caller_phone,
        kind=case.kind,
        content=row.content,
        by=names[row.recorded_by],
        at_once=at_once,
        number=case.number,
        orders=numbers,
        answered_at=case.answered_at or case.handled_at,
        outcome=case.outcome,
        void_reason=case.void_reason,
        state=case.state,
    )


def _call_back(
    row: FollowUp,
    case: CaseRecord,
    made: CaseEvent | None,
    orders: dict[int, WorkOrder],
    names: dict[int | None, str],
) -> CallBackLine:
    slips = [orders[order.id] for order in case.orders if order.round == row.round]
    rated = next((slip for slip in reversed(slips) if slip.state is OrderState.RETURNED), None)
    facts = {} if made is None else made.facts
    return CallBackLine(
        called_at=row.done_at or row.opens_at,
        number=case.number,
        orders=tuple(slip.number for slip in slips if slip.state is not OrderState.VOID),
        kind=case.kind,
        place=case.place,
        client=case.caller_name,
        anonymous=case.anonymous,
        way=row.way,
        rating=row.rating,
        quality=rated.quality if rated else None,
        manner=rated.manner if rated else None,
        timeliness=rated.timeliness if rated else None,
        words="\n".join(filter(None, ("" if made is None else made.words, facts.get("reasons", "")))),
        unsolved=facts.get("unsolved", ""),
        called_by=names[row.called_by],
        confirmed_by=names[row.confirmed_by],
    )


def _numbers(case: CaseRecord) -> tuple[str, ...]:
    return tuple(order.number for order in case.orders if order.state is not OrderState.VOID)
