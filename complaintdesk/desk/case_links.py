# SPDX-License-Identifier: Apache-2.0
"""Which other cases a case goes on in, came from or goes along with, and what taking that back does to them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaintdesk.db.tables import Case, CaseEvent
from complaintdesk.desk.context import Context
from complaintdesk.desk.leading import take_back_along
from complaintdesk.desk.staffing import names_of
from complaintdesk.desk.story import events_of, tell
from complaintdesk.domain.lifecycle import standing
from complaintdesk.domain.terms import CaseState, EventKind
from complaintdesk.errors import QT_TRANSLATE_NOOP, UserError


class Link(StrEnum):
    """What another case is to this one."""

    TRANSFERRED_FROM = "transferred_from"
    TRANSFERRED_TO = "transferred_to"
    JOINED_INTO = "joined_into"
    JOINED_BY = "joined_by"
    REPEATS = "repeats"
    REPEATED_BY = "repeated_by"
    LED_BY = "led_by"  # 牵头件
    LEADS = "leads"


@dataclass(frozen=True)
class LinkedCase:
    """Another case of the same matter."""

    link: Link
    id: int
    number: str
    handled_by: str = ""  # of a case that came again: who speaks to the caller (R-REG-08)


def links_of(session: Session, case_id: int) -> tuple[LinkedCase, ...]:
    """The other cases of the same matter, as the stories that stand say it."""
    case = session.get_one(Case, case_id)
    found = []
    for event in standing(events_of(session, case_id)):
        if event.kind is EventKind.TRANSFERRED:
            found.append((Link.TRANSFERRED_TO, event.facts["to"]))
        elif event.kind is EventKind.JOINED:
            found.append((Link.JOINED_INTO, event.facts["into"]))
        elif event.kind is EventKind.CONTACTED and "joined" in event.facts:
            found.append((Link.JOINED_BY, event.facts["joined"]))
    if case.transferred_from_id is not None:
        found.append((Link.TRANSFERRED_FROM, case.transferred_from_id))
    if case.repeats_case_id is not None:
        found.append((Link.REPEATS, case.repeats_case_id))
    later = select(Case.id).where(Case.repeats_case_id == case_id, Case.state != CaseState.VOID).order_by(Case.id)
    found += [(Link.REPEATED_BY, id_) for id_ in session.scalars(later)]
    if case.lead_case_id is not None:
        found.append((Link.LED_BY, case.lead_case_id))
    members = select(Case.id).where(Case.lead_case_id == case_id, Case.state != CaseState.VOID).order_by(Case.id)
    found += [(Link.LEADS, id_) for id_ in session.scalars(members)]
    ids = [id_ for _, id_ in found]
    rows = session.execute(select(Case.id, Case.number, Case.old_number).where(Case.id.in_(ids)))
    numbers = {row.id: row.number or row.old_number for row in rows}
    return tuple(
        LinkedCase(link, id_, numbers[id_], handled_by(session, id_) if link is Link.REPEATS else "")
        for link, id_ in dict.fromkeys(found)
    )


def refuse_joined(session: Session, case: Case) -> None:
    """Raises UserError while another case's matter goes on in this one, which would be on record nowhere else."""
    told = [each.facts.get("joined") for each in standing(events_of(session, case.id))]
    query = select(Case.number).where(Case.id.in_(filter(None, told)), Case.state == CaseState.JOINED)
    number = session.scalars(query.order_by(Case.id)).first()
    if number is not None:
        raise UserError(
            QT_TRANSLATE_NOOP("errors", "{number} was joined to this case: take that back there first."), number=number
        )


def handled_by(session: Session, case_id: int) -> str:
    """Who handled a case last, or follows it up where nobody did yet; '' for one from an old register."""
    case = session.get_one(Case, case_id)
    done = [each.id for each in standing(events_of(session, case_id)) if each.kind is EventKind.HANDLED]
    by = session.get_one(CaseEvent, done[-1]).recorded_by if done else case.handed_to or case.first_contact_by
    return names_of(session)[by]


def take_back_link(session: Session, context: Context, event: CaseEvent, reason: str) -> None:
    """What taking back a transfer, a joining or a lead case's handling means for the others: none is on record twice.

    The contacts that went over are taken back there, and what was handled along. Raises UserError while a transferred
    matter goes on.
    """
    if event.kind is EventKind.TRANSFERRED:
        other = session.get_one(Case, event.facts["to"])
        if other.state is not CaseState.VOID:
            raise UserError(
                QT_TRANSLATE_NOOP("errors", "The matter goes on as {number}: have that case voided first."),
                number=other.number,
            )
    elif event.kind is EventKind.HANDLED:
        take_back_along(session, context, event, reason)
    elif event.kind is EventKind.JOINED:
        other = session.get_one(Case, event.facts["into"])
        kept = {each.id for each in standing(events_of(session, other.id))}
        for row in session.scalars(select(CaseEvent).where(CaseEvent.id.in_(event.facts["events"]))).all():
            if row.id in kept:
                tell(session, context, other, EventKind.WITHDRAWN, words=reason, about=row)
