# SPDX-License-Identifier: Apache-2.0
"""Points and fines (R-CA-05): lifted by a supervisor, entered by a person, void; both stay in the books."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaintdesk.db.tables import Case, Commitment, Fine, PointLift
from complaintdesk.desk.context import Context
from complaintdesk.desk.point_tables import is_broken
from complaintdesk.desk.rule_books import DEPARTMENTS
from complaintdesk.desk.saved_before import refuse_changed
from complaintdesk.desk.voiding import given_reason, void_record
from complaintdesk.domain.dates import civil_day
from complaintdesk.domain.money import checked_yuan
from complaintdesk.domain.texts import clean_line, clean_text
from complaintdesk.errors import QT_TRANSLATE_NOOP, UserError


@dataclass(frozen=True)
class FineDraft:
    """A fine as found by a person: `key` is the rule book's row, '' for one of the office's own; yuan."""

    token: str
    department: str  # id
    amount: Decimal | None
    reason: str
    found_on: date
    key: str = ""
    person: str = ""
    case_number: str = ""  # the case that it came of, '' for none


def lift(session: Session, context: Context, commitment_id: int, reason: str) -> int:
    """The id of the lifting of a breach's points, with the reason; raises UserError where no breach is priced."""
    limit = session.get_one(Commitment, commitment_id)
    case = session.get_one(Case, limit.case_id)
    context.subject = case.number or ""
    row = context.procedure_of(session, case.procedure_version_id).commitment(limit.key)
    if not row.points or not is_broken(limit, context.now):
        raise UserError(QT_TRANSLATE_NOOP("errors", "This costs no points."))
    if _lifted(session, commitment_id) is not None:
        raise UserError(QT_TRANSLATE_NOOP("errors", "These points are lifted already."))
    found = PointLift(
        commitment_id=commitment_id,
        reason=given_reason(reason),
        lifted_at=context.now,
        lifted_by=context.staff_id,
        void_reason="",
    )
    session.add(found)
    session.flush()
    return found.id


def take_back_lift(session: Session, context: Context, commitment_id: int, reason: str) -> None:
    """Lets a breach's points count again, with the reason; raises UserError where they do."""
    found = _lifted(session, commitment_id)
    if found is None:
        raise UserError(QT_TRANSLATE_NOOP("errors", "These points count already."))
    limit = session.get_one(Commitment, commitment_id)
    context.subject = session.get_one(Case, limit.case_id).number or ""
    void_record(context, found, reason)


def fine(session: Session, context: Context, draft: FineDraft) -> int:
    """The id of a fine just entered, or of the earlier one where this very draft was saved before.

    Raises UserError beside the field: no department, no amount, no reason, a day to come, no such case; for another
    draft that was saved under its token.
    """
    earlier = session.scalars(select(Fine).where(Fine.token == draft.token)).first()
    if earlier is not None:
        saved = (earlier.key, earlier.department, earlier.person, earlier.amount, earlier.reason, earlier.found_on)
        person, reason = clean_line(draft.person, 40, "person"), clean_text(draft.reason, field="reason")
        sent = (draft.key, draft.department, person, draft.amount, reason, draft.found_on)
        refuse_changed(context, (*saved, earlier.case_id), (*sent, _case_id(session, draft.case_number)))
        return earlier.id
    department = context.procedure.department(draft.department)
    if draft.key and draft.key not in {row.id for row in context.procedure.course.fines}:
        raise UserError(QT_TRANSLATE_NOOP("errors", "The rule book names no such fine."), field="key")
    amount = checked_yuan(draft.amount, "amount")
    if not amount:
        raise UserError(QT_TRANSLATE_NOOP("errors", "How much, in yuan?"), field="amount")
    if draft.found_on > civil_day(context.now, context.zone):
        raise UserError(QT_TRANSLATE_NOOP("errors", "This day is still to come."), field="found_on")
    found = Fine(
        key=draft.key,
        case_id=_case_id(session, draft.case_number),
        department=department.id,
        person=clean_line(draft.person, 40, "person"),
        amount=amount,
        reason=given_reason(draft.reason),
        found_on=draft.found_on,
        entered_at=context.now,
        entered_by=context.staff_id,
        token=draft.token,
        void_reason="",
    )
    session.add(found)
    session.flush()
    context.subject = department.name
    return found.id


def void_fine(session: Session, context: Context, fine_id: int, reason: str) -> None:
    """Voids a fine entered by mistake, with a reason; it stays in the books."""
    found = session.get_one(Fine, fine_id)
    context.subject = context.books.name(session, context.procedure, DEPARTMENTS, found.department)
    if found.voided_at is not None:
        raise UserError(QT_TRANSLATE_NOOP("errors", "This fine is void already."))
    void_record(context, found, reason)


def _lifted(session: Session, commitment_id: int) -> PointLift | None:
    wanted = select(PointLift).where(PointLift.commitment_id == commitment_id, PointLift.voided_at.is_(None))
    return session.scalars(wanted).first()


def _case_id(session: Session, number: str) -> int | None:
    """The case of a number; None for none, UserError for one that there isn't."""
    wanted = clean_line(number, 40, "case_number").upper()
    if not wanted:
        return None
    found = session.scalars(select(Case.id).where(Case.number == wanted)).first()
    if found is None:
        raise UserError(QT_TRANSLATE_NOOP("errors", "There is no case {number}."), field="case_number", number=wanted)
    return found
