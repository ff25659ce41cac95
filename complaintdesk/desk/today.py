# SPDX-License-Identifier: Apache-2.0
"""今日 Today: what is due, late, out, owed or waited for now: lists in order of what is due next, read by index."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.orm import Session

from complaintdesk.db.tables import Case, CaseEvent, Commitment, FollowUp, WorkOrder
from complaintdesk.desk.commitments import RUNNING, first_end, warned
from complaintdesk.desk.follow_up_lists import FollowUpFilter, follow_up_ids
from complaintdesk.desk.follow_up_rows import looked_at
from complaintdesk.desk.order_lists import slip_due
from complaintdesk.desk.reviews import unreviewed_days
from complaintdesk.desk.rule_books import RuleBooks
from complaintdesk.desk.slip_indexing import OUT
from complaintdesk.desk.story import as_event
from complaintdesk.desk.waves import waves
from complaintdesk.domain import approvals
from complaintdesk.domain.dates import civil_day, end_of_day
from complaintdesk.domain.lifecycle import OPEN_STATES, Event, case_round, of_round, since_when_called_again
from complaintdesk.domain.procedure import Procedure
from complaintdesk.domain.terms import CaseKind, CaseState, EventKind, OrderState


class TodayList(StrEnum):
    """A list of Today, in the order of their tiles."""

    LATE = "late"  # 逾期
    DUE_NOW = "due_now"  # within the time before its end at which the rule book warns
    DUE_TODAY = "due_today"  # until midnight, what is due now included
    PROMISED = "promised"  # the client was promised an end by tonight (R-ESC-12)
    TO_ACCEPT = "to_accept"  # slips that nobody took yet (R-WO-01)
    OUT = "out"  # slips that are not back (R-WO-10)
    FOLLOW_UPS = "follow_ups"  # call-backs due today
    CALLED_AGAIN = "called_again"  # handled, and then there was a further call (R-REG-07, R-ESC-10)
    ANSWERS = "answers"  # enquiries that are owed an answer (R-REG-11)
    APPROVALS = "approvals"  # asked for, the word still to come (R-ESC-14)
    WAITING = "waiting"  # for the client, parts, others (R-T-07)
    WAVES = "waves"  # the same matter of several households, not under one lead case yet (R-CLS-08)
    REVIEWS = "reviews"  # days whose register nobody reviewed (R-REG-12)


@dataclass(frozen=True)
class Moment:
    """When Today is asked for, where the office is and by which rule books it works."""

    now: datetime
    zone: ZoneInfo
    books: RuleBooks

    @property
    def tonight(self) -> datetime:
        """The last second of the civil day."""
        return end_of_day(civil_day(self.now, self.zone), self.zone)


@dataclass(frozen=True)
class Listed:
    """A list: ids of cases, slips or follow-ups, what is due next on top; a day is its ordinal number."""

    ids: Sequence[int] = ()
    first_at: datetime | None = None  # the end of the first, or since when it waits

    @property
    def count(self) -> int:
        """How many stand on it."""
        return len(self.ids)


_Found = Sequence[tuple[int, datetime | None]]  # ids in the list's order, each with its time


def today_lists(session: Session, moment: Moment) -> dict[TodayList, Listed]:
    """Every list; one that the rule book in force knows nothing of is left out while nothing stands on it."""
    of_limits = _of_limits(session, moment)
    lists = {}
    for name in TodayList:
        found = of_limits[name] if name in of_limits else _LISTS[name](session, moment)
        if found or _is_asked_for(name, moment.books.in_force):
            lists[name] = Listed(array("q", (id_ for id_, _at in found)), found[0][1] if found else None)
    return lists


def pressing(session: Session, moment: Moment) -> int:
    """How many cases are late or due now."""
    query = select(func.count(Commitment.case_id.distinct())).where(*RUNNING, warned(moment.now))
    return session.scalars(query).one()


def limits_on(name: TodayList, moment: Moment) -> tuple[ColumnElement[bool], ...]:
    """Which running limits put a case on this list; on a list that no limit makes, every one that runs."""
    match name:
        case TodayList.LATE:
            return (Commitment.due_at < moment.now,)
        case TodayList.DUE_NOW:
            return (Commitment.due_at >= moment.now, warned(moment.now))
        case TodayList.DUE_TODAY:
            return (Commitment.due_at >= moment.now, Commitment.due_at <= moment.tonight)
    return ()


def stories(session: Session, cases: Select[int], kinds: Sequence[EventKind]) -> dict[int, tuple[Event, ...]]:
    """Of each of these cases the standing events of some kinds in its present round, by entry."""
    read = (*kinds, EventKind.WITHDRAWN, EventKind.REOPENED)
    query = select(CaseEvent).where(CaseEvent.case_id.in_(cases), CaseEvent.kind.in_(read))
    told: dict[int, list[Event]] = {}
    for row in session.scalars(query.order_by(CaseEvent.case_id, CaseEvent.id)):
        told.setdefault(row.case_id, []).append(as_event(row))
    present = {case_id: of_round(events, case_round(events)) for case_id, events in told.items()}
    return {case_id: tuple(event for event in events if event.kind in kinds) for case_id, events in present.items()}


def _of_limits(session: Session, moment: Moment) -> dict[TodayList, _Found]:
    """The lists that limits make, by one look at those that run: each case at the end of its first on the list."""
    firsts = [func.min(Commitment.due_at).filter(*limits_on(name, moment)) for name in _OF_LIMITS]
    soon = or_(Commitment.due_at <= moment.tonight, warned(moment.now))
    query = select(Commitment.case_id, *firsts).where(*RUNNING, soon).group_by(Commitment.case_id)
    rows: Sequence[Any] = session.execute(query).all()
    return {
        name: sorted(((row[0], row[at]) for row in rows if row[at] is not None), key=lambda each: (each[1], each[0]))
        for at, name in enumerate(_OF_LIMITS, 1)
    }


def _promised(session: Session, moment: Moment) -> _Found:
    kept = exists().where(
        Commitment.case_id == Case.id, Commitment.due_at == Case.promised_at, Commitment.met_at.is_not(None)
    )
    query = select(Case.id, Case.promised_at).where(_OPEN, Case.promised_at <= moment.tonight, ~kept)
    return _pairs(session, query.order_by(Case.promised_at, Case.id))


def _slips(which: ColumnElement[bool]) -> Callable[[Session, Moment], _Found]:
    def find(session: Session, _moment: Moment) -> _Found:
        at = slip_due()
        query = select(WorkOrder.id, at).join(Case, Case.id == WorkOrder.case_id).where(which)
        return _pairs(session, query.order_by(at, WorkOrder.id))

    return find


def _follow_ups(session: Session, moment: Moment) -> _Found:
    ids = follow_up_ids(session, FollowUpFilter("due"), moment.now, moment.zone)
    first = session.get(FollowUp, ids[0]) if ids else None
    first_at = None if first is None else looked_at(first.due_at, first.opens_at, None, moment.tonight)
    return [(id_, first_at if first is not None and id_ == first.id else None) for id_ in ids]


def _answers(session: Session, _moment: Moment) -> _Found:
    enquiries = (_OPEN, Case.kind == CaseKind.INQUIRY)
    told = stories(session, select(Case.id).where(*enquiries), (EventKind.ANSWERED,))
    due = first_end(Case.id)
    query = select(Case.id, due).where(*enquiries).order_by(due.nulls_last(), Case.received_at, Case.id)
    return [(id_, at) for id_, at in _pairs(session, query) if not told.get(id_)]


def _called_again(session: Session, _moment: Moment) -> _Found:
    handled = select(Case.id).where(Case.state == CaseState.HANDLED)
    contact = exists().where(CaseEvent.case_id == Case.id, CaseEvent.kind == EventKind.CONTACTED)
    return sorted(called_again(session, handled.where(contact)).items(), key=lambda each: (each[1], each[0]))


def called_again(session: Session, cases: Select[int]) -> dict[int, datetime]:
    """Of these handled cases those with a further contact that nobody took up yet, and since when (R-ESC-10).

    It is taken up by a new round, a follow-up made after it, or the closing.
    """
    read = (EventKind.HANDLED, EventKind.CONTACTED, EventKind.FOLLOWED_UP)
    found = {case_id: since_when_called_again(events) for case_id, events in stories(session, cases, read).items()}
    return {case_id: at for case_id, at in found.items() if at is not None}


def _approvals(session: Session, _moment: Moment) -> _Found:
    asked = asked_approvals(session, select(Case.id).where(Case.state.in_((*OPEN_STATES, CaseState.HANDLED))))
    found = [(case_id, min(event.happened_at for event in events)) for case_id, events in asked.items()]
    return sorted(found, key=lambda each: (each[1], each[0]))


def asked_approvals(session: Session, cases: Select[int]) -> dict[int, tuple[Event, ...]]:
    """Of these cases those that wait for somebody's word, with the events by which it was asked for."""
    found = {}
    for case_id, told in stories(session, cases, _WORDS).items():
        last = {event.facts["approval"]: event for event in told}
        asked = tuple(event for event in last.values() if event.kind is EventKind.APPROVAL_ASKED)
        if asked:
            found[case_id] = asked
    return found


def _waiting(session: Session, _moment: Moment) -> _Found:
    since = waiting_since(session, select(Case.id).where(_OPEN, Case.waits_for.is_not(None)))
    return sorted(since.items(), key=lambda each: (each[1], each[0]))


def waiting_since(session: Session, cases: Select[int]) -> dict[int, datetime]:
    """Since when each of these cases waits, all of which do (R-T-07)."""
    told = stories(session, cases, (EventKind.PAUSED,))
    return {case_id: events[-1].happened_at for case_id, events in told.items() if events}


def _waves(session: Session, moment: Moment) -> _Found:
    return [(wave.lead_id, wave.since) for wave in waves(session, moment.books)]


def _reviews(session: Session, moment: Moment) -> _Found:
    days = unreviewed_days(session, moment.now, moment.zone, moment.books)
    return [(day.toordinal(), datetime.combine(day, time(), moment.zone)) for day in days]


def _pairs(session: Session, query: Select[*tuple[Any, ...]]) -> _Found:
    return [(id_, at) for id_, at in session.execute(query)]


def _is_asked_for(name: TodayList, procedure: Procedure) -> bool:
    """Whether the rule book makes the office keep this list at all."""
    if name is TodayList.REVIEWS:
        return procedure.course.review is not None
    if name in (TodayList.CALLED_AGAIN, TodayList.WAVES):
        return False  # they are rare: the list is there while one is
    return name is not TodayList.APPROVALS or bool(approvals.rows_of(procedure))


_OPEN = Case.state.in_(OPEN_STATES)
_WORDS = (EventKind.APPROVAL_ASKED, EventKind.APPROVED, EventKind.APPROVAL_REFUSED)
_OF_LIMITS = (TodayList.LATE, TodayList.DUE_NOW, TodayList.DUE_TODAY)
_LISTS: dict[TodayList, Callable[[Session, Moment], _Found]] = {
    TodayList.PROMISED: _promised,
    TodayList.TO_ACCEPT: _slips(WorkOrder.state == OrderState.ISSUED),
    TodayList.OUT: _slips(OUT),
    TodayList.FOLLOW_UPS: _follow_ups,
    TodayList.CALLED_AGAIN: _called_again,
    TodayList.ANSWERS: _answers,
    TodayList.APPROVALS: _approvals,
    TodayList.WAITING: _waiting,
    TodayList.WAVES: _waves,
    TodayList.REVIEWS: _reviews,
}
