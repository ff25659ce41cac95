# SPDX-License-Identifier: Apache-2.0
"""Waves (R-CLS-08): the same matter of several households of a building, found by its open cases, put under one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaintdesk.db.tables import Case, Place, WorkOrder
from complaintdesk.desk.context import Context
from complaintdesk.desk.joining import Candidate
from complaintdesk.desk.leading import open_members, refuse_slip_out
from complaintdesk.desk.rule_books import RuleBooks
from complaintdesk.desk.story import case_facts, case_for_update, events_of, limits_begin_at, tell
from complaintdesk.domain.case_facts import CaseFacts
from complaintdesk.domain.lifecycle import OPEN_STATES
from complaintdesk.domain.procedure import Procedure
from complaintdesk.domain.terms import CaseKind, EventKind, OrderState
from complaintdesk.domain.texts import fold
from complaintdesk.domain.told import told_by
from complaintdesk.domain.waves import Call, row_for, wave_of
from complaintdesk.errors import QT_TRANSLATE_NOOP, MissingFields, UserError

_CALL = 0  # the id of a call that is not registered yet
_FINISHED = (OrderState.RETURNED, OrderState.VOID)


@dataclass(frozen=True)
class Wave:
    """A wave: the case that should lead it, or does, and the open ones that should go along and don't yet."""

    lead_id: int
    lead_number: str
    along: tuple[int, ...]
    households: int  # with what is being registered
    kind: CaseKind
    category_name: str
    building: str
    since: datetime


def proposed(session: Session, facts: CaseFacts, place_id: int | None, procedure: Procedure) -> Wave | None:
    """The wave that a call from this place would be of, as told so far; None where it is of none.

    Where open cases of the building go along with a lead case already, a further household joins at any time. One that
    has such a case itself calls about that.
    """
    building = session.get_one(Place, place_id).building if place_id is not None else ""
    row = row_for(procedure, facts) if facts.category else None
    if row is None or place_id is None or not building:
        return None
    query = select(Case).where(Case.state.in_(OPEN_STATES), Case.kind == facts.kind, Case.category == facts.category)
    found = session.scalars(query.where(Case.building == building).order_by(Case.received_at, Case.id)).all()
    if any(row.place_id == place_id for row in found):
        return None
    call = Call(_CALL, place_id, facts.registered_at)
    near = wave_of([*_calls(found), call], call, row)
    return _wave(session, found, near, procedure, {place_id})


def waves(session: Session, books: RuleBooks) -> tuple[Wave, ...]:
    """The waves among the open cases that are not under one lead case yet, oldest first; by their own rule books."""
    key = (Case.kind, Case.category, Case.building)
    told = (Case.state.in_(OPEN_STATES), Case.category != "", Case.building != "", Case.number.is_not(None))
    by_time = (Case.received_at, Case.id)
    columns = (*key, Case.id, Case.place_id, Case.received_at, Case.procedure_version_id)
    found = []
    for same, rows in groupby(
        session.execute(select(*columns).where(*told).order_by(*key, *by_time)), itemgetter(0, 1, 2)
    ):
        if _may_make_one(session, list(rows), books):
            query = select(Case).where(*told, *(column == value for column, value in zip(key, same, strict=True)))
            wave = _newest(session, session.scalars(query.order_by(*by_time)).all(), books)
            if wave is not None and wave.along:
                found.append(wave)
    return tuple(sorted(found, key=lambda wave: (wave.since, wave.lead_id)))


def could_go_along(session: Session, case_id: int) -> tuple[Candidate, ...]:
    """The open cases that could be put under this one, whatever their time: a person may see what a span missed.

    Those that go along with another one, lead others or have a slip out are left out; so are those whose limits began
    before this one's, unless it leads already or its slip is out.
    """
    case = session.get_one(Case, case_id)
    rows = [row for row in _alike(session, case_id) if row.lead_case_id is None]
    ids = [row.id for row in rows]
    unfit = _with_slips(session, ids) | _leading(session, ids)
    if not _is_settled(session, case):
        unfit |= {row.id for row in rows if _began_before(row, case)}
    return tuple(_candidate(row) for row in rows if row.id not in unfit)


def could_lead(session: Session, case_id: int) -> tuple[Candidate, ...]:
    """The open cases that this one could be put under, those that lead already first."""
    case = session.get_one(Case, case_id)
    rows = [row for row in _alike(session, case_id) if row.lead_case_id is None]
    ids = [row.id for row in rows]
    leading = _leading(session, ids)
    settled = leading | _with_slips(session, ids)
    fit = [row for row in rows if row.id in settled or _began_before(row, case)]
    return tuple(_candidate(row) for row in sorted(fit, key=lambda row: row.id not in leading))


def lead(session: Session, context: Context, lead_id: int, members: Sequence[int], words: str = "") -> int:
    """How many cases go along with a lead case from now on (R-CLS-08); those that did before are passed over.

    Raises UserError where the lead case is over or goes along itself, and for a case of another kind, one that is
    over, has a slip out, leads others itself, or whose limits began before those of a lead case that neither leads yet
    nor has a slip: its limits of handling, which end with this, would be lost behind later ones.
    """
    into = case_for_update(session, lead_id)
    context.subject = into.number or ""
    _refuse_over(into)
    if into.lead_case_id is not None:
        raise UserError(
            QT_TRANSLATE_NOOP("errors", "{number} goes along with another case itself: choose that one."),
            field="lead",
            number=into.number,
        )
    if not members:
        raise MissingFields({"members": QT_TRANSLATE_NOOP("errors", "Which cases go along with it?")})
    put, settled = 0, _is_settled(session, into)
    for case_id in sorted(set(members)):
        case = case_for_update(session, case_id)
        if case.lead_case_id == lead_id:
            continue
        _refuse_member(session, case, into)
        if not settled and case.lead_case_id is None and _began_before(case, into):
            raise UserError(
                QT_TRANSLATE_NOOP("errors", "The limits of {number} began earlier, and end first: let it lead."),
                field="lead",
                number=case.number,
            )
        facts = {"lead": into.id, "number": into.number}
        tell(session, context, case, EventKind.LED, words=words, facts=facts)
        put += 1
    context.already_done = not put
    return put


def release(session: Session, context: Context, case_id: int, reason: str) -> int:
    """The id of the event by which a case goes on by itself again; its own limits of handling run as they would have.

    Raises UserError where it goes along with none, MissingFields without a reason.
    """
    case = case_for_update(session, case_id)
    context.subject = case.number or ""
    if case.lead_case_id is None:
        raise UserError(QT_TRANSLATE_NOOP("errors", "It goes along with no other case."))
    _refuse_over(case)
    if not fold(reason):
        raise MissingFields({"reason": QT_TRANSLATE_NOOP("errors", "Why? The reason stays in the books.")})
    number = session.get_one(Case, case.lead_case_id).number
    return tell(session, context, case, EventKind.LED, words=reason, facts={"lead": None, "number": number}).id


def _refuse_over(case: Case) -> None:
    if case.state not in OPEN_STATES:
        raise UserError(
            QT_TRANSLATE_NOOP("errors", "{number} is handled or over: only open cases make a wave."),
            field="lead",
            number=case.number,
        )


def _refuse_member(session: Session, case: Case, lead_case: Case) -> None:
    if case.id == lead_case.id:
        raise UserError(QT_TRANSLATE_NOOP("errors", "A case can't go along with itself."), field="lead")
    _refuse_over(case)
    if case.kind is not lead_case.kind:
        raise UserError(
            QT_TRANSLATE_NOOP("errors", "{number} is of another kind: it is handled in another way."),
            field="lead",
            number=case.number,
        )
    if open_members(session, case.id):
        raise UserError(
            QT_TRANSLATE_NOOP("errors", "Other cases go along with {number}: take them out of the wave first."),
            field="lead",
            number=case.number,
        )
    refuse_slip_out(session, case)


def _may_make_one(session: Session, rows: Sequence[Any], books: RuleBooks) -> bool:
    """Whether enough households called soon enough after each other for any wave that the rule book knows.

    Told from few columns: of hundreds of open cases hardly any have to be read whole.
    """
    calls = _calls(rows)
    known = books.of(session, rows[-1].procedure_version_id).course.waves
    return any(wave_of(calls, latest, row) for row in known for latest in calls)


def _newest(session: Session, rows: Sequence[Case], books: RuleBooks) -> Wave | None:
    """The wave that ends with the latest possible of these cases."""
    last = rows[-1]
    procedure = books.of(session, last.procedure_version_id)
    row = row_for(procedure, case_facts(last, (), told_by(events_of(session, last.id))))
    if row is None:
        return None
    calls = _calls(rows)
    for latest in reversed(calls):
        if near := wave_of(calls, latest, row):
            return _wave(session, rows, near, procedure, set())
    return None


def _wave(
    session: Session, rows: Sequence[Case], near: Sequence[Call], procedure: Procedure, places: set[int]
) -> Wave | None:
    """Who leads: the case that leads already, else the first with a slip, else the one whose limits began first."""
    led = {row.lead_case_id for row in rows} - {None}
    leading = [row for row in rows if row.id in led]
    ids = {call.id for call in near}
    fresh = [row for row in rows if row.id in ids and row.lead_case_id is None and row not in leading]
    fresh.sort(key=_beginning)
    out = _with_slips(session, [row.id for row in fresh])
    first = next(iter([*leading, *(row for row in fresh if row.id in out), *fresh]), None)
    if first is None:
        return None
    along = tuple(row.id for row in fresh if row.id != first.id and row.id not in out)
    of_wave = [row for row in rows if row.id == first.id or row.lead_case_id == first.id or row.id in ids]
    return Wave(
        lead_id=first.id,
        lead_number=first.number or "",
        along=along,
        households=len({row.place_id for row in of_wave} | places),
        kind=first.kind,
        category_name=procedure.category(first.category).name,
        building=first.building,
        since=of_wave[0].received_at,
    )


def _alike(session: Session, case_id: int) -> Sequence[Case]:
    """The other open cases of a case's kind, category and building, the oldest first; none where it has none."""
    case = session.get_one(Case, case_id)
    if not case.category or not case.building:
        return ()
    same = (Case.kind == case.kind, Case.category == case.category, Case.building == case.building)
    query = select(Case).where(Case.state.in_(OPEN_STATES), *same, Case.id != case_id, Case.number.is_not(None))
    return session.scalars(query.order_by(Case.received_at, Case.id)).all()


def _leading(session: Session, ids: Sequence[int]) -> frozenset[int]:
    """Those that others go along with."""
    query = select(Case.lead_case_id).where(Case.lead_case_id.in_(ids), Case.state.in_(OPEN_STATES))
    return frozenset(found for found in session.scalars(query) if found is not None)


def _is_settled(session: Session, case: Case) -> bool:
    """Whether others go along with it already, or a slip of it is out: it leads, whoever called first."""
    return bool(_leading(session, [case.id]) or _with_slips(session, [case.id]))


def _began_before(case: Case, other: Case) -> bool:
    return _beginning(case) < _beginning(other)


def _beginning(case: Case) -> tuple[datetime, int]:
    """What tells whose limits began first; those of a transferred matter begin with the transfer."""
    return limits_begin_at(case), case.id


def _candidate(row: Case) -> Candidate:
    return Candidate(row.id, row.number or "", row.received_at, row.kind, row.place_text, row.caller_name, row.content)


def _calls(rows: Sequence[Any]) -> list[Call]:
    return [Call(row.id, row.place_id, row.received_at) for row in rows if row.place_id is not None]


def _with_slips(session: Session, ids: Sequence[int]) -> frozenset[int]:
    """Those with a slip that is out."""
    out = select(WorkOrder.case_id).where(WorkOrder.case_id.in_(ids), WorkOrder.state.not_in(_FINISHED))
    return frozenset(session.scalars(out))
