# SPDX-License-Identifier: Apache-2.0
"""Chasing (催办, R-WO-11): of a slip or of a case without one, whom, how, what was said and promised; and how often."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaintdesk.db.tables import Case, CaseEvent, WorkOrder
from complaintdesk.desk.context import Context
from complaintdesk.desk.story import as_event, case_for_update, tell
from complaintdesk.domain.lifecycle import Event, standing
from complaintdesk.domain.terms import EventKind, ReminderWay
from complaintdesk.domain.texts import clean_line, fold
from complaintdesk.errors import QT_TRANSLATE_NOOP, MissingFields, UserError


@dataclass(frozen=True)
class ChaseDraft:
    """A chase as it is noted."""

    whom: str
    how: ReminderWay
    words: str = ""  # what was said
    promise: str = ""  # what they promised, in their words
    until: datetime | None = None  # until when, where they named a time
    happened_at: datetime | None = None


@dataclass(frozen=True)
class Chases:
    """How often a slip or a case was chased, when last, and until when it was promised then."""

    count: int = 0
    last_at: datetime | None = None
    until: datetime | None = None


NEVER = Chases()


def chase(session: Session, context: Context, case_id: int, draft: ChaseDraft) -> int:
    """The id of a chase of the matter itself, as when the leaders are asked for its result (R-ESC-03).

    Raises MissingFields without whom, UserError for a promise that lies before the chase, or where the case is over.
    """
    case = case_for_update(session, case_id)
    context.subject = case.number or ""
    return _tell(session, context, case, None, draft)


def chase_slip(session: Session, context: Context, order_id: int, draft: ChaseDraft) -> int:
    """The id of a chase of a slip (R-WO-11); raises as `chase`, and where the slip is back or void."""
    case_id = session.scalars(select(WorkOrder.case_id).where(WorkOrder.id == order_id)).one()
    case = case_for_update(session, case_id)
    order = session.get_one(WorkOrder, order_id)
    context.subject = order.number
    return _tell(session, context, case, order, draft)


def _tell(session: Session, context: Context, case: Case, order: WorkOrder | None, draft: ChaseDraft) -> int:
    if not fold(draft.whom):
        raise MissingFields({"whom": QT_TRANSLATE_NOOP("errors", "Who was reminded?")})
    at, until = draft.happened_at or context.now, draft.until
    if until is not None and until <= at:
        raise UserError(QT_TRANSLATE_NOOP("errors", "The time promised is over already."), field="until")
    facts = {
        "whom": clean_line(draft.whom, 40, "whom"),
        "how": draft.how.value,
        "promise": clean_line(draft.promise, field="until"),
    }
    if until is not None:
        facts["until"] = until.isoformat()
    kind, words = EventKind.REMINDED, draft.words
    return tell(session, context, case, kind, order=order, words=words, facts=facts, happened_at=at).id


def chases_of_cases(session: Session, case_ids: Sequence[int]) -> dict[int, Chases]:
    """Of each of these cases how often it was chased, its slips included; one that never was is left out."""
    return {case_id: _chases(told) for case_id, told in _told(session, case_ids).items()}


def chases_of_orders(session: Session, case_ids: Collection[int]) -> dict[int, Chases]:
    """Of each slip of these cases how often it was chased; one that never was is left out."""
    found: dict[int, list[Event]] = {}
    for told in _told(session, case_ids).values():
        for event in told:
            if event.order_id is not None:
                found.setdefault(event.order_id, []).append(event)
    return {order_id: _chases(told) for order_id, told in found.items()}


def _told(session: Session, case_ids: Collection[int]) -> dict[int, list[Event]]:
    """The chases of each case that were not taken back."""
    if not case_ids:
        return {}
    kinds = (EventKind.REMINDED, EventKind.WITHDRAWN)
    rows = session.scalars(
        select(CaseEvent).where(CaseEvent.case_id.in_(case_ids), CaseEvent.kind.in_(kinds)).order_by(CaseEvent.id)
    )
    stories: dict[int, list[Event]] = {}
    for row in rows:
        stories.setdefault(row.case_id, []).append(as_event(row))
    chased = {
        case_id: [event for event in standing(told) if event.kind is EventKind.REMINDED]
        for case_id, told in stories.items()
    }
    return {case_id: told for case_id, told in chased.items() if told}


def _chases(told: Sequence[Event]) -> Chases:
    last = max(told, key=lambda event: (event.happened_at, event.id))
    until = last.facts.get("until")
    return Chases(len(told), last.happened_at, None if until is None else datetime.fromisoformat(until))
