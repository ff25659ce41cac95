# SPDX-License-Identifier: Apache-2.0
"""What is counted by when it happened: how cases came and went, by the steps that stand, and their follow-ups."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, Subquery, and_, case, func, or_, select, type_coerce
from sqlalchemy.orm import Session

from complaintdesk.db.tables import Case, CaseEvent, FollowUp, OfficeProfile
from complaintdesk.db.types import Enumerated
from complaintdesk.desk.follow_up_rows import due_by
from complaintdesk.desk.statistics_sources import MADE, NOT_MADE, TO_MAKE, Behind, Cube, Source
from complaintdesk.domain.lifecycle import OPEN_STATES
from complaintdesk.domain.terms import CaseState, EventKind
from complaintdesk.domain.transitions import CASE_TABLE

GROUPS = ("kind", "category", "department", "building")  # what the flow is counted by, in the order of By
# Read from the table of states, so that a new way out of the open ones is counted as soon as a deed writes it.
WAYS_OUT: dict[EventKind, CaseState] = {
    kind: state
    for (before, kind), state in CASE_TABLE.items()
    if isinstance(state, CaseState) and state is not before and state not in OPEN_STATES
}
"""Events that take a case out of the open ones, or further on outside, and where to."""
WAYS_IN: frozenset[EventKind] = frozenset({EventKind.REGISTERED}) | {
    kind
    for (before, kind), state in CASE_TABLE.items()
    if before not in OPEN_STATES and isinstance(state, CaseState) and state in OPEN_STATES
}
"""Events after which a case is open that was not so before."""
ENDS = tuple(state for state in CaseState if state not in (*OPEN_STATES, CaseState.CLOSED))
"""How a case leaves the open ones, 办结 first: closing (结案) comes after that."""


def happened(behind: Behind, zone: ZoneInfo) -> Select[Any]:
    """What a source that goes by the month's days counts, where they begin and end in the zone."""
    begins, ends = _bounds(behind, zone)
    if behind.source is Source.FOLLOW_UPS:
        return _follow_ups(behind.at).where(FollowUp.required.is_(True), due_by >= begins, due_by < ends)
    if behind.source is Source.CALLED:
        made = and_(FollowUp.done_at >= begins, FollowUp.done_at < ends)
        return _follow_ups(behind.at).where(made, FollowUp.rating.is_not(None))
    return _flow_part(behind.source, begins, ends)


def _follow_ups(at: datetime) -> Select[Any]:
    outcome = case(
        (FollowUp.done_at.is_not(None), MADE),
        (or_(FollowUp.ended_at.is_not(None), FollowUp.due_at < at), NOT_MADE),
        else_=TO_MAKE,
    )
    columns: tuple[Any, ...] = (Case.id.label("case_id"), FollowUp.key, outcome.label("outcome"), FollowUp.rating)
    return select(*columns).join(FollowUp, FollowUp.case_id == Case.id).where(FollowUp.dropped_at.is_(None))


def _flow_part(source: Source, begins: datetime, ends: datetime) -> Select[Any]:
    """The cases of one part of the flow, by kind, and where to (`into`) for those that left."""
    moves = _moves(begins)
    into = type_coerce(
        case(*((moves.c.kind == kind, state.value) for kind, state in WAYS_OUT.items()), else_=None),
        Enumerated(CaseState),
    ).label("into")
    part = _parts(moves, begins, ends)[source]
    columns = (moves.c.case_id, *(getattr(Case, name).label(name) for name in GROUPS), into)
    return select(*columns).join(Case, Case.id == moves.c.case_id).where(part)


def flow_cube(session: Session, behind: Behind) -> Cube:
    """Each part of the month's flow in the order of its figures, counted by GROUPS; read in one statement."""
    begins, ends = _bounds(behind, office_zone(session))
    moves = _moves(begins)
    parts = _parts(moves, begins, ends)
    ways = {state: [kind for kind, into in WAYS_OUT.items() if into is state] for state in ENDS}
    counted = {behind.of(source): parts[source] for source in (Source.AT_START, Source.NEW, Source.REOPENED)}
    for state in ENDS:
        counted[behind.of(Source.LEFT).by(into=state)] = and_(parts[Source.LEFT], moves.c.kind.in_(ways[state]))
    counted[behind.of(Source.AT_END)] = parts[Source.AT_END]
    groups = [getattr(Case, name) for name in GROUPS]
    wanted = select(*groups, *(func.count().filter(part) for part in counted.values()))
    found = session.execute(wanted.join(moves, moves.c.case_id == Case.id).group_by(*groups)).all()
    at = len(GROUPS)
    return [(each, {tuple(row[:at]): row[at + n] for row in found if row[at + n]}) for n, each in enumerate(counted)]


def office_zone(session: Session) -> ZoneInfo:
    """The zone in which the office's days begin."""
    return ZoneInfo(session.scalars(select(OfficeProfile.zone)).one())


def _bounds(behind: Behind, zone: ZoneInfo) -> tuple[datetime, datetime]:
    return _beginning(behind.first, zone), _beginning(behind.end, zone)


def _beginning(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC)


def _moves(begins: datetime) -> Subquery:
    """The standing events that open or end a case, each with the one before and the time of the one after.

    Only of cases that are open now or moved since `begins`: the others were not open then, and have not been since.
    """
    struck = _struck()
    moving = CaseEvent.kind.in_((*WAYS_IN, *WAYS_OUT))
    since = select(CaseEvent.case_id).where(moving, CaseEvent.happened_at >= begins)
    told = (
        select(CaseEvent.case_id, CaseEvent.kind, CaseEvent.happened_at, CaseEvent.id)
        .join(Case, Case.id == CaseEvent.case_id)
        .where(
            moving,
            Case.number.is_not(None),
            or_(Case.state.in_(OPEN_STATES), Case.id.in_(since)),
            CaseEvent.id.not_in(select(struck.c.event_id)),
        )
        .subquery()
    )
    story: dict[str, Any] = {"partition_by": told.c.case_id, "order_by": told.c.id}
    return select(
        *(told.c.case_id, told.c.kind, told.c.happened_at),
        func.lag(told.c.kind).over(**story).label("before"),
        func.lead(told.c.happened_at).over(**story).label("until"),
    ).subquery()


def _struck() -> Subquery:
    """Events that were taken back: a withdrawal that is itself taken back restores what it was about.

    Each withdrawal turns what it is about, and whatever that is about, into its contrary: an odd number strikes out.
    """
    withdrawals = (
        select(CaseEvent.about_id.label("event_id"))
        .where(CaseEvent.kind == EventKind.WITHDRAWN, CaseEvent.about_id.is_not(None))
        .cte("withdrawals", recursive=True)
    )
    further = select(CaseEvent.about_id).where(
        CaseEvent.id == withdrawals.c.event_id, CaseEvent.kind == EventKind.WITHDRAWN
    )
    turned = withdrawals.union_all(further)
    return select(turned.c.event_id).group_by(turned.c.event_id).having(func.count() % 2 == 1).subquery()


def _parts(moves: Subquery, begins: datetime, ends: datetime) -> dict[Source, ColumnElement[bool]]:
    """When a move belongs to a part of the flow of the month from `begins` to before `ends`."""
    opened, told = moves.c.kind.in_(WAYS_IN), moves.c.happened_at
    within = and_(told >= begins, told < ends)
    was_open = moves.c.before.in_(WAYS_IN)

    def open_at(moment: datetime) -> ColumnElement[bool]:
        return and_(opened, told < moment, or_(moves.c.until.is_(None), moves.c.until >= moment))

    return {
        Source.AT_START: open_at(begins),
        Source.NEW: and_(within, moves.c.kind == EventKind.REGISTERED),
        Source.REOPENED: and_(within, opened, moves.c.kind != EventKind.REGISTERED, ~was_open),
        Source.LEFT: and_(within, ~opened, was_open),
        Source.AT_END: open_at(ends),
    }
