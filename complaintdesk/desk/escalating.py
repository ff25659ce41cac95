# SPDX-License-Identifier: Apache-2.0
"""Deeds by which a case goes up the ladder or on to a department, and the query that says whose it is now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaintdesk.db.tables import Case, Commitment, WorkOrder
from complaintdesk.desk.context import Context
from complaintdesk.desk.liaison import Issued, SheetDraft, new_sheet
from complaintdesk.desk.rule_books import RuleBooks
from complaintdesk.desk.story import case_facts, case_for_update, events_of, tell
from complaintdesk.domain import escalation
from complaintdesk.domain.course_rows import Step
from complaintdesk.domain.escalation import Broken, Outlook, StepUp
from complaintdesk.domain.lifecycle import OPEN_STATES, standing
from complaintdesk.domain.terms import CaseState, EventKind, Trigger
from complaintdesk.domain.texts import fold
from complaintdesk.domain.told import told_by
from complaintdesk.errors import QT_TRANSLATE_NOOP, MissingFields, UserError

GOES_UP = (*OPEN_STATES, CaseState.HANDLED)  # the states in which it can


@dataclass(frozen=True)
class EscalationDraft:
    """A step up: to which step of the ladder (its id), for what, why; with a sheet where it goes up in writing."""

    case_id: int
    to: str
    trigger: Trigger
    reason: str
    sheet: SheetDraft | None = None
    happened_at: datetime | None = None


@dataclass(frozen=True)
class PassOnDraft:
    """A case passed on to a department (its id), until when it is to be settled there; with a sheet where wanted."""

    case_id: int
    department: str
    words: str
    until: datetime | None = None
    sheet: SheetDraft | None = None
    happened_at: datetime | None = None


@dataclass(frozen=True)
class Ladder:
    """Where a case stands on the ladder: whose it is, which steps up are asked for, which a person can find needed."""

    steps: tuple[Step, ...]
    holder: Step | None
    proposals: tuple[StepUp, ...]
    offers: tuple[StepUp, ...]


def escalate(session: Session, context: Context, draft: EscalationDraft) -> Issued | None:
    """Takes a case up the ladder (R-ESC-01, R-ESC-02); the sheet that goes with it, None where none does.

    Raises UserError without a reason, for a step that there isn't, and without a sheet where the procedure wants one.
    """
    case = case_for_update(session, draft.case_id)
    context.subject = case.number or ""
    procedure = context.procedure_of(session, case.procedure_version_id)
    to = next((step for step in procedure.course.ladder if step.id == draft.to), None)
    if to is None:
        raise UserError(QT_TRANSLATE_NOOP("errors", "To whom? Choose a step of the ladder."), field="to")
    if not fold(draft.reason):
        raise MissingFields({"reason": QT_TRANSLATE_NOOP("errors", "Why? A few words for whoever gets it.")})
    outlook = outlook_of(session, case, context.now)
    if draft.sheet is None and escalation.goes_in_writing(procedure, outlook, to, draft.trigger):
        raise UserError(
            QT_TRANSLATE_NOOP("errors", "This goes up in writing: fill in the 《投诉处理联系单》."), field="sheet"
        )
    sheet = new_sheet(session, context, case, draft.sheet, to_step=to.id) if draft.sheet else None
    event = tell(
        session,
        context,
        case,
        EventKind.ESCALATED,
        words=draft.reason,
        happened_at=draft.happened_at,
        facts={"to": to.id, "trigger": draft.trigger.value, "sheet": sheet.id if sheet else None},
    )
    if sheet is None:
        return None
    sheet.event_id = event.id
    return Issued(sheet.id, sheet.number)


def pass_on(session: Session, context: Context, draft: PassOnDraft) -> Issued | None:
    """Passes a case on to the responsible department (R-ESC-07); the sheet that goes with it, None where none does."""
    case = case_for_update(session, draft.case_id)
    context.subject = case.number or ""
    procedure = context.procedure_of(session, case.procedure_version_id)
    department = context.books.department_for(procedure, draft.department)
    if draft.until is not None and draft.until <= (draft.happened_at or context.now):
        raise UserError(QT_TRANSLATE_NOOP("errors", "This time is over already."), field="until")
    sheet = new_sheet(session, context, case, draft.sheet, to_department=department.id) if draft.sheet else None
    facts: dict[str, object] = {"department": department.id, "sheet": sheet.id if sheet else None}
    if draft.until is not None:
        facts["until"] = draft.until.isoformat()
    event = tell(
        session,
        context,
        case,
        EventKind.PASSED_ON,
        words=draft.words,
        happened_at=draft.happened_at,
        facts=facts,
    )
    if sheet is None:
        return None
    sheet.event_id = event.id
    return Issued(sheet.id, sheet.number)


def ladder_of(session: Session, case_id: int, books: RuleBooks, now: datetime) -> Ladder:
    """Where the case stands on the ladder of its own rule book; nothing is asked for of one that is over."""
    case = session.get_one(Case, case_id)
    procedure = books.of(session, case.procedure_version_id)
    outlook = outlook_of(session, case, now)
    goes_on = case.number is not None and case.state in GOES_UP
    return Ladder(
        steps=procedure.course.ladder,
        holder=escalation.holder(procedure, outlook),
        proposals=escalation.proposals(procedure, outlook) if goes_on else (),
        offers=escalation.offers(procedure, outlook) if goes_on else (),
    )


def outlook_of(session: Session, case: Case, now: datetime) -> Outlook:
    """The case as the ladder sees it; what waits is not broken (R-T-07)."""
    orders = session.scalars(select(WorkOrder).where(WorkOrder.case_id == case.id).order_by(WorkOrder.id)).all()
    events = standing(events_of(session, case.id))
    says = told_by(events)
    late = select(Commitment).where(
        Commitment.case_id == case.id,
        Commitment.met_at.is_(None),
        Commitment.dropped_at.is_(None),
        Commitment.paused_at.is_(None),
        Commitment.due_at < now,
    )
    broken = tuple(Broken(row.key, row.due_at) for row in session.scalars(late.order_by(Commitment.due_at)))
    return Outlook(case_facts(case, orders, says), events, says.escalated_to, broken)
