# SPDX-License-Identifier: Apache-2.0
"""Which cases go along with a lead case (牵头件, R-CLS-08) and are handled with it; what that keeps either from."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaintdesk.db.tables import Case, CaseEvent, WorkOrder
from complaintdesk.desk.context import Context
from complaintdesk.desk.story import case_for_update, events_of, tell
from complaintdesk.domain.lifecycle import OPEN_STATES, handle_problems, may_withdraw, standing
from complaintdesk.domain.terms import EventKind, OrderState
from complaintdesk.errors import QT_TRANSLATE_NOOP, UserError

SLIP_OF_LEAD = QT_TRANSLATE_NOOP("errors", "It goes along with the lead case {number}: the slip is issued there.")


@dataclass(frozen=True)
class Member:
    """A case that goes along with a lead case."""

    id: int
    number: str
    place: str
    caller_name: str


def along_with(session: Session, case_id: int) -> tuple[Member, ...]:
    """The cases that would be handled together with this one, in order of entry."""
    return tuple(
        Member(row.id, row.number or "", row.place_text, row.caller_name) for row in open_members(session, case_id)
    )


def open_members(session: Session, case_id: int) -> Sequence[Case]:
    """The cases under a lead case that are still to be handled, by entry."""
    query = select(Case).where(Case.lead_case_id == case_id, Case.state.in_(OPEN_STATES))
    return session.scalars(query.order_by(Case.id)).all()


def refuse_led(session: Session, case: Case) -> None:
    """Raises UserError where a case's slip hangs on its lead case."""
    if case.lead_case_id is not None:
        lead = session.get_one(Case, case.lead_case_id)
        raise UserError(SLIP_OF_LEAD, number=lead.number)


def refuse_leading(session: Session, case: Case) -> None:
    """Raises UserError while open cases go along with a case that is to end aside: nobody would handle them."""
    members = open_members(session, case.id)
    if members:
        raise UserError(
            QT_TRANSLATE_NOOP(
                "errors", "{count} cases go along with this one, as {number} does: take them out of the wave first."
            ),
            count=len(members),
            number=members[0].number,
        )


def refuse_unfit_lead(session: Session, case: Case) -> None:
    """Raises UserError where what was taken back would put a case under a lead case that it can't go along with now.

    That one is over or goes along itself by now, or this one has a slip out or leads others.
    """
    if case.lead_case_id is None or case.state not in OPEN_STATES:
        return
    lead = session.get_one(Case, case.lead_case_id)
    states = session.scalars(select(WorkOrder.state).where(WorkOrder.case_id == case.id)).all()
    unfit = lead.state not in OPEN_STATES or lead.lead_case_id is not None
    if unfit or handle_problems(states) or open_members(session, case.id):
        raise UserError(
            QT_TRANSLATE_NOOP(
                "errors", "It can't go along with {number} again as things are: put it under a lead case anew."
            ),
            number=lead.number,
        )


def handle_along(
    session: Session, context: Context, lead: Case, along: Collection[int], words: str, happened_at: datetime | None
) -> list[int]:
    """The ids of the events by which the cases under a lead case are handled with its words (R-CLS-08).

    `along` are the ids that a person saw. Raises UserError where others go along by now, so that none is handled
    unseen, and with its number where one of them can't be handled, as while a slip of it is out.
    """
    members = open_members(session, lead.id)
    if {each.id for each in members} != set(along):
        raise UserError(
            QT_TRANSLATE_NOOP(
                "errors", "{count} cases go along with this one now: look at them, and handle them anew."
            ),
            count=len(members),
        )
    told = []
    for each in members:
        case = case_for_update(session, each.id)
        refuse_slip_out(session, case)
        at = None if happened_at is None else max(happened_at, case.received_at)
        facts = {"lead": lead.id, "number": lead.number}
        try:
            event = tell(session, context, case, EventKind.HANDLED, words=words, happened_at=at, facts=facts)
        except UserError as problem:
            raise UserError(
                QT_TRANSLATE_NOOP("errors", "{number}, which goes along: {problem}"),
                field=problem.field,
                number=case.number,
                problem=problem,
            ) from problem
        told.append(event.id)
    return told


def take_back_along(session: Session, context: Context, event: CaseEvent, reason: str) -> None:
    """Takes back what was handled along with a lead case whose handling is taken back.

    One that went on by itself since stays as it is; UserError with its number where something rests on its handling.
    """
    for event_id in (event.facts or {}).get("along", ()):
        row = session.get_one(CaseEvent, event_id)
        case = case_for_update(session, row.case_id)
        story = events_of(session, case.id)
        [own] = [each for each in story if each.id == event_id]
        if own not in standing(story) or case.lead_case_id != event.case_id:
            continue
        try:
            may_withdraw(story, own)
        except UserError as problem:
            raise UserError(
                QT_TRANSLATE_NOOP(
                    "errors", "{number} was handled along with it and went on since: take that back there first."
                ),
                number=case.number,
            ) from problem
        tell(session, context, case, EventKind.WITHDRAWN, words=reason, about=row)


def refuse_slip_out(session: Session, case: Case) -> None:
    """Raises UserError with the case's number while a slip of it is out."""
    states = session.scalars(select(WorkOrder.state).where(WorkOrder.case_id == case.id)).all()
    if handle_problems(states):
        raise UserError(
            QT_TRANSLATE_NOOP("errors", "A slip of {number} is still out: book it in or void it first."),
            number=case.number,
        )


def returned_for(session: Session, case: Case) -> int:
    """How many slips of its lead case came back: they are a case's own as well, which goes along with it."""
    if case.lead_case_id is None:
        return 0
    query = select(WorkOrder.id).where(WorkOrder.case_id == case.lead_case_id, WorkOrder.state == OrderState.RETURNED)
    return len(session.scalars(query).all())
