# SPDX-License-Identifier: Apache-2.0
"""What a desk is reminded of: limits that are late or soon due, and follow-ups due today; read by index."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from complaintdesk.db.tables import Case, Commitment, FollowUp, WorkOrder
from complaintdesk.desk.follow_up_lists import FollowUpFilter, follow_up_ids
from complaintdesk.desk.listing import UNFINISHED
from complaintdesk.desk.rule_books import RuleBooks
from complaintdesk.domain.lifecycle import OPEN_STATES

AHEAD = timedelta(minutes=15)  # a limit is soon due; who is reminded earlier forgets again
MOST = 200  # of each kind: nobody goes through more of them


@dataclass(frozen=True)
class DueThing:
    """One thing to be reminded of once: `key` tells it from all others, `kind` and `id` are what opens it.

    It holds a number and what is due, neither name nor phone nor place: it may be read on a locked screen.
    """

    key: str
    kind: str  # case, order or follow_up
    id: int
    number: str
    what: str
    due_at: datetime
    provisional: bool = False  # it reaches into a year whose holidays are not confirmed


def due_things(session: Session, books: RuleBooks, now: datetime, zone: ZoneInfo) -> tuple[DueThing, ...]:
    """All that is late, soon due or to be followed up today, what was due first on top."""
    things = (*_limits(session, books, now), *_follow_ups(session, books, now, zone))
    return tuple(sorted(things, key=lambda thing: (thing.due_at, thing.key)))


def _limits(session: Session, books: RuleBooks, now: datetime) -> list[DueThing]:
    limit = (Commitment.id, Commitment.key, Commitment.case_id, Commitment.due_at, Commitment.provisional)
    newest = select(func.max(WorkOrder.id)).where(WorkOrder.case_id == Case.id, WorkOrder.state.in_(UNFINISHED))
    its_slip = and_(Commitment.of_slip.is_(True), WorkOrder.id == newest.correlate(Case).scalar_subquery())
    slip = (WorkOrder.id.label("order_id"), WorkOrder.number.label("order_number"))
    query = (
        select(*limit, *slip, Case.number.label("case_number"), Case.procedure_version_id)
        .join(Case, Case.id == Commitment.case_id)
        .outerjoin(WorkOrder, its_slip)
        .where(Commitment.met_at.is_(None), Commitment.due_at <= now + AHEAD, Commitment.dropped_at.is_(None))
        .where(Commitment.paused_at.is_(None))
        .where(Case.state.in_(OPEN_STATES))
        .order_by(Commitment.due_at.desc())
        .limit(MOST)
    )
    things = []
    for row in session.execute(query):
        of_slip = row.order_id is not None
        things.append(
            DueThing(
                key=f"limit/{row.id}/{row.due_at:%Y%m%d%H%M%S}",
                kind="order" if of_slip else "case",
                id=row.order_id if of_slip else row.case_id,
                number=row.order_number if of_slip else row.case_number,
                what=books.of(session, row.procedure_version_id).commitment(row.key).name,
                due_at=row.due_at,
                provisional=row.provisional,
            )
        )
    return things


def _follow_ups(session: Session, books: RuleBooks, now: datetime, zone: ZoneInfo) -> list[DueThing]:
    """Those of the queue for today, with the calls that were promised for today."""
    ids = follow_up_ids(session, FollowUpFilter("due"), now, zone)[:MOST]
    columns = (
        FollowUp.id,
        FollowUp.key,
        FollowUp.due_at,
        FollowUp.call_again_at,
        Case.number,
        Case.procedure_version_id,
    )
    query = select(*columns).join(Case, Case.id == FollowUp.case_id).where(FollowUp.id.in_(ids))
    things = []
    for row in session.execute(query):
        due_at = min(row.due_at, row.call_again_at) if row.call_again_at is not None else row.due_at
        key = f"follow_up/{row.id}/{due_at:%Y%m%d%H%M%S}"
        what = books.of(session, row.procedure_version_id).follow_up(row.key).name
        things.append(DueThing(key, "follow_up", row.id, row.number or "", what, due_at))
    return things
