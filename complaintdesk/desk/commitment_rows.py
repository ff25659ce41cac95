# SPDX-License-Identifier: Apache-2.0
"""The limits of a case as rows: written from its story alone, what was met with the calendar of its day."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaintdesk.db.tables import Case, Commitment
from complaintdesk.desk.context import Context
from complaintdesk.desk.workdays import NO_DAY
from complaintdesk.domain.case_facts import CaseFacts
from complaintdesk.domain.commitments import Planned, plan
from complaintdesk.domain.lifecycle import Event
from complaintdesk.domain.terms import CaseState, EventKind

SLIP_STEPS = frozenset({EventKind.ACCEPTED, EventKind.ARRIVED, EventKind.COMPLETED})
_PLANNED = (
    *("started_at", "due_at", "not_before", "warn_at", "paused_at", "provisional"),
    *("met_at", "met_by_event_id"),
)

_Identity = tuple[str, int | None, int]  # its key, slip and round


def settle_commitments(
    session: Session, context: Context, case: Case, facts: CaseFacts, story: tuple[Event, ...]
) -> None:
    """Sets the case's limits by its story (R-T-06); one that no longer applies is dropped, and taken up if it does.

    What was met keeps the calendar that it was planned with: a day put right later re-plans open ones alone (R-T-03).
    """
    procedure = context.procedure_of(session, case.procedure_version_id)
    rows = session.scalars(select(Commitment).where(Commitment.case_id == case.id).order_by(Commitment.id)).all()
    kept = {(row.key, row.order_id, row.round): row for row in rows}
    plans: dict[int | None, dict[_Identity, Planned]] = {}
    calendar = context.calendar_of(session)

    def planned_with(calendar_id: int | None) -> dict[_Identity, Planned]:
        if calendar_id not in plans:
            known = calendar if calendar_id == calendar.id else context.calendar_of(session, calendar_id or NO_DAY)
            found = plan(procedure, facts, story, context.zone, known)
            plans[calendar_id] = {(each.key, each.order_id, each.round): each for each in found}
        return plans[calendar_id]

    now = calendar.id
    for identity, row in kept.items():
        # What an earlier round met stays; in this round nothing counts that the rule book no longer asks for.
        over = case.state is CaseState.VOID or row.met_at is None or row.round == case.round
        if identity not in planned_with(now) and over and row.dropped_at is None:
            row.dropped_at = context.now
    for identity, wanted in planned_with(now).items():
        calendar_id = now
        if identity not in kept:
            kept[identity] = Commitment(
                case_id=case.id,
                order_id=wanted.order_id,
                key=wanted.key,
                of_slip=bool(procedure.commitment(wanted.key).meets & SLIP_STEPS),
                round=wanted.round,
                first_due_at=wanted.first_due_at,
            )
            session.add(kept[identity])
        elif wanted.met_at is not None and kept[identity].met_at is not None:
            calendar_id = kept[identity].calendar_id
            wanted = planned_with(calendar_id).get(identity, wanted)
        set_limit(kept[identity], wanted, calendar_id)


def set_limit(row: Commitment, wanted: Planned, calendar_id: int | None) -> bool:
    """Whether the limit is another than it was, by what was planned; else it keeps the calendar of its planning."""
    values = {name: getattr(wanted, name) for name in _PLANNED} | {"dropped_at": None}
    if all(getattr(row, name) == value for name, value in values.items()):
        return False
    for name, value in values.items():
        setattr(row, name, value)
    row.calendar_id = calendar_id
    return True
