# SPDX-License-Identifier: Apache-2.0
"""Limits as screens show them: read by index, named by the rule book."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, ScalarSelect, and_, exists, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from complaintdesk.db.tables import Case, CaseEvent, Commitment
from complaintdesk.desk.records import CommitmentRecord
from complaintdesk.desk.rule_books import RuleBooks
from complaintdesk.desk.shipped_warnings import shipped_warnings
from complaintdesk.domain.lifecycle import OPEN_STATES
from complaintdesk.domain.procedure import Procedure
from complaintdesk.domain.terms import CaseState, EventKind, PauseReason

WITH_LIMITS = (*OPEN_STATES, CaseState.HANDLED)
STANDS = (Commitment.met_at.is_(None), Commitment.dropped_at.is_(None), Commitment.paused_at.is_(None))
_HANDLED, _STARTED = aliased(CaseEvent), aliased(CaseEvent)
# Whether an event noted with the handling or after it began the limit; one put off until the office opens, which may
# be later than that, began with the call (R-T-05).
_BEGAN_SINCE = (
    exists()
    .where(
        *(_STARTED.case_id == Commitment.case_id, _STARTED.id >= _HANDLED.id),
        or_(_STARTED.happened_at == Commitment.started_at, _STARTED.recorded_at == Commitment.started_at),
    )
    .correlate(Commitment, _HANDLED)
)
# Whether a limit ran before its case was handled: with that it is settled, whether it was met or not.
_SETTLED = exists().where(
    *(_HANDLED.case_id == Commitment.case_id, _HANDLED.kind == EventKind.HANDLED),
    *(Case.id == Commitment.case_id, Case.state == CaseState.HANDLED),
    or_(_HANDLED.happened_at > Commitment.started_at, Case.received_at >= Commitment.started_at, ~_BEGAN_SINCE),
)
# A limit that runs: it stands, and its case is in hand, or handled where the limit began with that (the result is to be
# back at the desk that day). Those cases are few, and their limits are found by them: what closed ones left unmet grows
# with the years.
RUNS = (*STANDS, ~_SETTLED)  # of a case in hand or handled
RUNNING = (Commitment.case_id.in_(select(Case.id).where(Case.state.in_(WITH_LIMITS))), *RUNS)
STEPS = (EventKind.ACCEPTED, EventKind.ARRIVED, EventKind.COMPLETED)  # of a slip, in their order


def warned(now: datetime) -> ColumnElement[bool]:
    """Whether the first of those whom the rule book names is to be warned of a limit by now.

    One that was planned when no rule book said when to warn goes by what the shipped one says.
    """
    ahead = max((alert.before for alert in shipped_warnings().alerts), default=timedelta(0))
    return or_(Commitment.warn_at <= now, and_(Commitment.warn_at.is_(None), Commitment.due_at <= now + ahead))


def late(now: datetime) -> ColumnElement[bool]:
    """Whether a case has a limit that runs and is late: the same of the cases, their limits found by each."""
    of_case = exists().where(Commitment.case_id == Case.id, *RUNS, Commitment.due_at < now)
    return and_(Case.state.in_(WITH_LIMITS), of_case.correlate(Case))


def first_end(case_id: InstrumentedAttribute[int], *conditions: ColumnElement[bool]) -> ScalarSelect[datetime]:
    """The end of a case's limit that ends first; none of one whose limits are met or wait (R-T-07)."""
    query = select(func.min(Commitment.due_at)).where(Commitment.case_id == case_id, *STANDS, *conditions)
    return query.correlate(case_id.class_).scalar_subquery()


def case_ends() -> ScalarSelect[datetime]:
    """When a case's next limit ends, as `next_due` has it, told in SQL; none while all wait."""
    return first_end(Case.id, Case.state.in_(WITH_LIMITS), ~_SETTLED)


def next_due(
    session: Session, case_ids: Sequence[int], books: RuleBooks, *, slips_only: bool = False
) -> dict[int, CommitmentRecord]:
    """Of each case the open limit that is due first, one that waits only where none runs (R-T-07).

    A case that is over has none; of one that was handled no limit that its handling settled. `slips_only` leaves out
    those that no slip's step meets.
    """
    if not case_ids:
        return {}
    query = (
        select(Commitment, Case.procedure_version_id, Case.waits_for)
        .join(Case, Case.id == Commitment.case_id)
        .where(Commitment.case_id.in_(case_ids), Commitment.met_at.is_(None), Commitment.dropped_at.is_(None))
        .where(Case.state.in_(WITH_LIMITS), ~_SETTLED)
        .order_by(Commitment.paused_at.is_(None), Commitment.due_at.desc(), Commitment.id.desc())
    )
    found = {}
    for row, version, waits_for in session.execute(query):
        if not slips_only or row.of_slip:
            found[row.case_id] = commitment_record(row, books.of(session, version), waits_for)
    return found


def commitments_of(session: Session, case: Case, procedure: Procedure) -> tuple[CommitmentRecord, ...]:
    """The limits of a case that apply, by due time, those that wait last; `procedure` is its own."""
    query = (
        select(Commitment)
        .where(Commitment.case_id == case.id, Commitment.dropped_at.is_(None))
        .order_by(Commitment.paused_at.is_not(None), Commitment.due_at, Commitment.id)
    )
    return tuple(commitment_record(row, procedure, case.waits_for) for row in session.scalars(query))


def commitment_record(row: Commitment, procedure: Procedure, waits_for: PauseReason | None) -> CommitmentRecord:
    """A stored limit with its name and source from the case's own rule book, and what the case waits for."""
    rule = procedure.commitment(row.key)
    return CommitmentRecord(
        key=row.key,
        name=rule.name,
        source=rule.source,
        started_at=row.started_at,
        due_at=row.due_at,
        not_before=row.not_before,
        met_at=row.met_at,
        in_rate=rule.in_rate,
        reminder=rule.reminder,
        round=row.round,
        id=row.id,
        step=next((step for step in STEPS if step in rule.meets), None),
        first_due_at=row.first_due_at,
        warn_at=row.warn_at,
        paused_at=row.paused_at,
        waits_for=None if row.paused_at is None else waits_for,
        provisional=row.provisional,
        points=rule.points,
    )
