# SPDX-License-Identifier: Apache-2.0
"""What a household's cases led to (R-OWN-05): all of them, their slips and call-backs, the newest first."""

from __future__ import annotations

from array import array

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaintdesk.db.reader import Records, refuse_closed
from complaintdesk.db.tables import Case, FollowUp, WorkOrder
from complaintdesk.desk.follow_up_lists import FollowUpRow, follow_up_rows
from complaintdesk.desk.listing import STANDING
from complaintdesk.desk.order_lists import order_rows
from complaintdesk.desk.records import OrderRow
from complaintdesk.desk.rule_books import RuleBooks

SHOWN = 50  # slips and call-backs at most that the page lists


def case_ids(session: Session, place_id: int) -> array[int]:
    """Ids of all cases of a place."""
    refuse_closed(session, Records.OWNERS)
    query = select(Case.id).where(Case.place_id == place_id, STANDING)
    return array("q", session.scalars(query.order_by(Case.received_at.desc(), Case.id.desc())))


def slips(session: Session, place_id: int, books: RuleBooks) -> tuple[OrderRow, ...]:
    """The newest slips of a place's cases, those void included."""
    refuse_closed(session, Records.OWNERS)
    query = select(WorkOrder.id).join(Case, Case.id == WorkOrder.case_id).where(Case.place_id == place_id)
    ids = session.scalars(query.order_by(WorkOrder.issued_at.desc(), WorkOrder.id.desc()).limit(SHOWN)).all()
    return order_rows(session, ids, books)


def call_backs(session: Session, place_id: int, books: RuleBooks) -> tuple[FollowUpRow, ...]:
    """The newest follow-ups of a place's cases: those made and those to come, not what fell away."""
    refuse_closed(session, Records.OWNERS)
    query = select(FollowUp.id).join(Case, Case.id == FollowUp.case_id)
    query = query.where(Case.place_id == place_id, STANDING, FollowUp.dropped_at.is_(None))
    ids = session.scalars(query.order_by(FollowUp.opens_at.desc(), FollowUp.id.desc()).limit(SHOWN)).all()
    return follow_up_rows(session, ids, books)
