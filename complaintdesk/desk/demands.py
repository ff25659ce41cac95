# SPDX-License-Identifier: Apache-2.0
"""What the rule book that a case came in under asks for now in it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaintdesk.db.tables import Case, Commitment, Staff
from complaintdesk.desk.escalating import outlook_of
from complaintdesk.desk.rule_books import RuleBooks
from complaintdesk.domain import demands
from complaintdesk.domain.demands import Demand, OpenLimit


def asked_for(session: Session, case_id: int, books: RuleBooks, now: datetime) -> tuple[Demand, ...]:
    """What is asked for now and not on record yet, limits by their end first; nothing of one of an old register."""
    case = session.get_one(Case, case_id)
    if case.number is None:
        return ()
    rows = session.scalars(
        select(Commitment)
        .where(Commitment.case_id == case_id, Commitment.met_at.is_(None), Commitment.dropped_at.is_(None))
        .order_by(Commitment.due_at, Commitment.id)
    )
    limits = tuple(OpenLimit(row.key, row.round) for row in rows)
    reported = None if case.reported_to is None else session.get_one(Staff, case.reported_to).role
    procedure = books.of(session, case.procedure_version_id)
    return demands.demands(procedure, outlook_of(session, case, now), case.state, limits, reported)
