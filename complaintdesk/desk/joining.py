# SPDX-License-Identifier: Apache-2.0
"""Which cases a case may be the same matter as: proposed to a person, who decides (R-REG-07)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from complaintdesk.db.tables import Case
from complaintdesk.domain.lifecycle import OPEN_STATES
from complaintdesk.domain.terms import CaseKind, CaseState

MOST = 20  # candidates: nobody reads more
_GIST = 60  # characters of the content


@dataclass(frozen=True)
class Candidate:
    """A case that goes on, as one is told from another; `content` is its beginning."""

    id: int
    number: str
    received_at: datetime
    kind: CaseKind
    place: str
    caller_name: str
    content: str


def candidates(session: Session, case_id: int) -> tuple[Candidate, ...]:
    """The cases that go on and came in before, of the same place or phone, then of the category in the building."""
    case = session.get_one(Case, case_id)
    near = [Case.place_id == case.place_id] if case.place_id is not None else []
    near += [Case.caller_phone == case.caller_phone] if case.caller_phone else []
    about = and_(Case.category == case.category, Case.building == case.building, Case.category != "")
    columns = (Case.id, Case.number, Case.received_at, Case.kind, Case.place_text, Case.caller_name)
    nearest = or_(*near) if near else Case.id.is_(None)
    rows = session.execute(
        select(*columns, func.substr(Case.content, 1, _GIST).label("content"))
        .where(Case.id != case_id, Case.number.is_not(None), Case.state.in_((*OPEN_STATES, CaseState.HANDLED)))
        .where(Case.received_at <= case.received_at, or_(nearest, about))
        .order_by(nearest.desc(), Case.received_at.desc(), Case.id.desc())
        .limit(MOST)
    )
    return tuple(
        Candidate(row.id, row.number or "", row.received_at, row.kind, row.place_text, row.caller_name, row.content)
        for row in rows
    )
