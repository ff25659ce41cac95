# SPDX-License-Identifier: Apache-2.0
"""Why a case's limits end when they do, from the rule book that the case came in under."""

from __future__ import annotations

from collections.abc import Callable
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaintdesk.db.tables import Case, Commitment, WorkOrder
from complaintdesk.desk.story import case_facts, events_of
from complaintdesk.desk.workdays import NO_DAY
from complaintdesk.domain.commitments import Explanation, Planned, explain, plan
from complaintdesk.domain.procedure import Procedure
from complaintdesk.domain.told import told_by
from complaintdesk.domain.workdays import Calendar


def why(
    session: Session,
    case_id: int,
    procedure_of: Callable[[Session, int | None], Procedure],
    calendar_of: Callable[..., Calendar],
    zone: ZoneInfo,
) -> tuple[Explanation, ...]:
    """The case's limits explained step by step, open ones first, then by their end; none for one of an old register.

    What was met is explained by the calendar that it was planned with.
    """
    case = session.get_one(Case, case_id)
    if case.number is None:
        return ()
    orders = tuple(session.scalars(select(WorkOrder).where(WorkOrder.case_id == case_id).order_by(WorkOrder.id)))
    procedure = procedure_of(session, case.procedure_version_id)
    story = events_of(session, case_id)
    facts = case_facts(case, orders, told_by(story))
    plans: dict[int | None, dict[tuple[str, int | None, int], Planned]] = {}
    found = []
    rows = select(Commitment).where(Commitment.case_id == case_id, Commitment.dropped_at.is_(None))
    for row in session.scalars(rows):
        state = None if row.met_at is None else row.calendar_id or NO_DAY
        if state not in plans:
            planned = plan(procedure, facts, story, zone, calendar_of(session, state))
            plans[state] = {(each.key, each.order_id, each.round): each for each in planned}
        of_row = plans[state].get((row.key, row.order_id, row.round))
        if of_row is not None:  # what an earlier round's slips met is no more counted, only kept
            found.append(explain(procedure, of_row, zone))
    return tuple(sorted(found, key=lambda each: (each.met_at is not None, each.due_at)))
