# SPDX-License-Identifier: Apache-2.0
"""Whom the rule book warns of what, and when: limits that end soon or are late, follow-ups due today; by index."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaintdesk.db.tables import Case, Commitment, FollowUp, WorkOrder
from complaintdesk.desk.commitments import RUNNING, warned
from complaintdesk.desk.follow_up_lists import FollowUpFilter, follow_up_ids
from complaintdesk.desk.follow_up_rows import looked_at
from complaintdesk.desk.follow_ups import held_to
from complaintdesk.desk.order_lists import UNFINISHED
from complaintdesk.desk.rights import DESK
from complaintdesk.desk.rule_books import RuleBooks
from complaintdesk.desk.staffing import roles_here
from complaintdesk.domain.dates import civil_day, end_of_day
from complaintdesk.domain.procedure import CommitmentRow
from complaintdesk.domain.terms import Role

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


def due_things(session: Session, books: RuleBooks, now: datetime, zone: ZoneInfo, role: Role) -> tuple[DueThing, ...]:
    """All that this role is warned of, and what is to be followed up today, what was due first on top."""
    things = (*_limits(session, books, now, role), *_follow_ups(session, books, now, zone, role))
    return tuple(sorted(things, key=lambda thing: (thing.due_at, thing.key)))


def warning(row: CommitmentRow, due_at: datetime, now: datetime, role: Role) -> str:
    """Which warning of a limit this role has now: how long before its end, or that it is late; '' for none yet.

    The rule book says who is warned and when (`warn`, else its `warnings`); each of several warnings comes in its turn.
    What is late is told to all who sit at the desk besides.
    """
    own = [alert.before for alert in row.alerts if role in alert.roles]
    if due_at < now:
        return "late" if own or role in DESK else ""
    come = [before for before in own if due_at - before <= now]
    return f"{min(come).total_seconds():.0f}" if come else ""


def _limits(session: Session, books: RuleBooks, now: datetime, role: Role) -> list[DueThing]:
    columns = (
        *(Commitment.id, Commitment.key, Commitment.case_id, Commitment.of_slip, Commitment.due_at),
        *(Commitment.provisional, Case.number, Case.procedure_version_id),
    )
    query = select(*columns).join(Case, Case.id == Commitment.case_id).where(*RUNNING, warned(now))
    come = []
    for row in session.execute(query):
        rule = books.of(session, row.procedure_version_id).commitment(row.key)
        which = warning(rule, row.due_at, now, role)
        if which:
            come.append((row, rule.name, which))
    come = sorted(come, key=lambda each: each[0].due_at)[-MOST:]
    slips = _slips(session, {row.case_id for row, _name, _which in come if row.of_slip})
    things = []
    for row, name, which in come:
        slip = slips.get(row.case_id) if row.of_slip else None
        things.append(
            DueThing(
                key=f"limit/{row.id}/{row.due_at:%Y%m%d%H%M%S}/{which}",
                kind="case" if slip is None else "order",
                id=row.case_id if slip is None else slip.id,
                number=row.number if slip is None else slip.number,
                what=name,
                due_at=row.due_at,
                provisional=row.provisional,
            )
        )
    return things


def _slips(session: Session, case_ids: Collection[int]) -> dict[int, WorkOrder]:
    """Of each case the newest slip that is not finished."""
    query = select(WorkOrder).where(WorkOrder.case_id.in_(case_ids), WorkOrder.state.in_(UNFINISHED))
    return {row.case_id: row for row in session.scalars(query.order_by(WorkOrder.id))}


def _follow_ups(session: Session, books: RuleBooks, now: datetime, zone: ZoneInfo, role: Role) -> list[DueThing]:
    """Those of the queue for today that this role may make, with the calls that were promised for today."""
    ids = follow_up_ids(session, FollowUpFilter("due"), now, zone)[:MOST]
    columns = (
        FollowUp.id,
        FollowUp.key,
        FollowUp.opens_at,
        FollowUp.due_at,
        FollowUp.call_again_at,
        Case.number,
        Case.procedure_version_id,
        Case.escalated_to,
    )
    query = select(*columns).join(Case, Case.id == FollowUp.case_id).where(FollowUp.id.in_(ids))
    things, here = [], roles_here(session)
    for row in session.execute(query):
        due_at = looked_at(row.due_at, row.opens_at, row.call_again_at, end_of_day(civil_day(now, zone), zone))
        key = f"follow_up/{row.id}/{due_at:%Y%m%d%H%M%S}"
        book = books.of(session, row.procedure_version_id)
        rule = book.follow_up(row.key)
        held = held_to(book, rule, row.escalated_to, here)
        if not held or role in held:
            things.append(DueThing(key, "follow_up", row.id, row.number or "", rule.name, due_at))
    return things
