# SPDX-License-Identifier: Apache-2.0
"""Why a case's open limits end when they do, from the rule book that the case came in under."""

from __future__ import annotations

from collections.abc import Callable
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaintdesk.db.tables import Case, WorkOrder
from complaintdesk.desk.story import case_facts, events_of
from complaintdesk.domain.commitments import Explanation, explain, plan
from complaintdesk.domain.procedure import Procedure


def why(
    session: Session, case_id: int, procedure_of: Callable[[Session, int | None], Procedure], zone: ZoneInfo
) -> tuple[Explanation, ...]:
    """The case's open limits explained, the first to end first; none for a case from an old register."""
    case = session.get_one(Case, case_id)
    if case.number is None:
        return ()
    orders = tuple(session.scalars(select(WorkOrder).where(WorkOrder.case_id == case_id).order_by(WorkOrder.id)))
    procedure = procedure_of(session, case.procedure_version_id)
    planned = plan(procedure, case_facts(case, orders), events_of(session, case_id), zone)
    found = [explain(procedure, each, zone) for each in planned if each.met_at is None]
    return tuple(sorted(found, key=lambda each: each.due_at))
