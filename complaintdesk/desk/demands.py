# SPDX-License-Identifier: Apache-2.0
"""What the rule book that a case came in under asks for now in it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaintdesk.db.tables import Case, Commitment, Staff, WorkOrder
from complaintdesk.desk.story import case_facts, events_of
from complaintdesk.domain import demands
from complaintdesk.domain.demands import Demand, OpenLimit
from complaintdesk.domain.procedure import Procedure
from complaintdesk.domain.told import told_by


def asked_for(
    session: Session, case_id: int, procedure_of: Callable[[Session, int | None], Procedure], now: datetime
) -> tuple[Demand, ...]:
    """What is asked for now and not on record yet, limits by their end first; nothing of one of an old register."""
    case = session.get_one(Case, case_id)
    if case.number is None:
        return ()
    procedure = procedure_of(session, case.procedure_version_id)
    orders = session.scalars(select(WorkOrder).where(WorkOrder.case_id == case_id).order_by(WorkOrder.id)).all()
    story = events_of(session, case_id)
    rows = session.scalars(
        select(Commitment)
        .where(Commitment.case_id == case_id, Commitment.met_at.is_(None), Commitment.dropped_at.is_(None))
        .order_by(Commitment.due_at, Commitment.id)
    )
    limits = tuple(OpenLimit(row.key, row.round, row.due_at, row.paused_at is not None) for row in rows)
    reported = None if case.reported_to is None else session.get_one(Staff, case.reported_to).role
    facts = case_facts(case, orders, told_by(story))
    return demands.demands(procedure, facts, case.state, story, limits, now, reported)
