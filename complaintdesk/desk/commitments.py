# SPDX-License-Identifier: Apache-2.0
"""Limits as screens show them: read by index, named by the rule book."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaintdesk.db.tables import Commitment
from complaintdesk.desk.records import CommitmentRecord
from complaintdesk.domain.procedure import Procedure


def next_due(
    session: Session, case_ids: Sequence[int], procedure: Procedure, *, slips_only: bool = False
) -> dict[int, CommitmentRecord]:
    """Of each case the open limit that is due first; `slips_only` leaves out those that no slip's step meets."""
    query = (
        select(Commitment)
        .where(Commitment.case_id.in_(case_ids), Commitment.met_at.is_(None), Commitment.dropped_at.is_(None))
        .order_by(Commitment.due_at.desc(), Commitment.id.desc())
    )
    found = {}
    for row in session.scalars(query):
        if not slips_only or row.of_slip:
            found[row.case_id] = commitment_record(row, procedure)
    return found


def commitments_of(session: Session, case_id: int, procedure: Procedure) -> tuple[CommitmentRecord, ...]:
    """The limits of a case that apply, by due time."""
    query = (
        select(Commitment)
        .where(Commitment.case_id == case_id, Commitment.dropped_at.is_(None))
        .order_by(Commitment.due_at, Commitment.id)
    )
    return tuple(commitment_record(row, procedure) for row in session.scalars(query))


def commitment_record(row: Commitment, procedure: Procedure) -> CommitmentRecord:
    """A stored limit with its name and source from the rule book."""
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
    )
