# SPDX-License-Identifier: Apache-2.0
"""《投诉处理联系单》 (R-ESC-01): issued with a step up or to another department, signed for, answered, void."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaintdesk.db.tables import Case, CaseEvent, LiaisonSheet
from complaintdesk.desk.context import Context
from complaintdesk.desk.numbers import take_number
from complaintdesk.desk.story import as_event, case_for_update, events_of, tell
from complaintdesk.desk.voiding import void_record
from complaintdesk.domain.lifecycle import minute, next_case_state, standing
from complaintdesk.domain.terms import EventKind
from complaintdesk.domain.texts import clean_line, clean_text, fold
from complaintdesk.errors import QT_TRANSLATE_NOOP, MissingFields, UserError


@dataclass(frozen=True)
class SheetDraft:
    """What a sheet says: the matter, what is wanted, and until when it is to be answered."""

    matter: str
    wanted: str
    answer_by: datetime | None = None


@dataclass(frozen=True)
class Issued:
    """A sheet just issued."""

    id: int
    number: str


def new_sheet(
    session: Session, context: Context, case: Case, draft: SheetDraft, *, to_step: str = "", to_department: str = ""
) -> LiaisonSheet:
    """A sheet of the case under the next LX number, to a step of the ladder or to a department; raises UserError."""
    if not fold(draft.matter):
        raise MissingFields({"matter": QT_TRANSLATE_NOOP("errors", "What is the matter?")})
    if not fold(draft.wanted):
        raise MissingFields({"wanted": QT_TRANSLATE_NOOP("errors", "What is asked of them?")})
    if draft.answer_by is not None and draft.answer_by <= context.now:
        raise UserError(QT_TRANSLATE_NOOP("errors", "This time is over already."), field="answer_by")
    number = take_number(session, context, context.procedure.series("liaison"))
    sheet = LiaisonSheet(
        case_id=case.id,
        event_id=None,
        number=number.text,
        series=number.series,
        year=number.year,
        running=number.running,
        to_step=to_step,
        to_department=to_department,
        matter=clean_text(draft.matter, field="matter"),
        wanted=clean_text(draft.wanted, field="wanted"),
        answer_by=draft.answer_by,
        issued_at=context.now,
        issued_by=context.staff_id,
        signed_by="",
        answer="",
        answered_by="",
        void_reason="",
    )
    session.add(sheet)
    session.flush()
    return sheet


def sign(session: Session, context: Context, sheet_id: int, by: str, happened_at: datetime | None = None) -> None:
    """Notes who signed for the sheet, and when."""
    sheet, _case = _open(session, context, sheet_id)
    if sheet.signed_at is not None:
        raise UserError(QT_TRANSLATE_NOOP("errors", "This sheet was signed for already."))
    sheet.signed_at = _in_order(context, sheet.issued_at, happened_at)
    sheet.signed_by = _who(by)


def answer(
    session: Session,
    context: Context,
    sheet_id: int,
    words: str,
    by: str,
    *,
    is_result: bool = False,
    happened_at: datetime | None = None,
) -> int:
    """The id of the event that tells what came back on the sheet: the result, progress, or a word from above."""
    sheet, case = _open(session, context, sheet_id)
    if sheet.answered_at is not None:
        raise UserError(QT_TRANSLATE_NOOP("errors", "This sheet was answered already."))
    if not fold(words):
        raise MissingFields({"words": QT_TRANSLATE_NOOP("errors", "What does the answer say?")})
    at = _in_order(context, sheet.signed_at or sheet.issued_at, happened_at)
    sheet.answer, sheet.answered_by, sheet.answered_at = clean_text(words, field="words"), _who(by), at
    if is_result:
        kind = EventKind.RESULT_RETURNED
    else:
        kind = EventKind.PROGRESS_REPORTED if sheet.to_department else EventKind.NOTED
    facts = {"answers": sheet.id, "who": sheet.answered_by}
    return tell(session, context, case, kind, words=words, happened_at=at, facts=facts).id


def settle_answers(session: Session, case: Case) -> None:
    """Sets what came back on the case's sheets by its story: an answer that was taken back is off its sheet again."""
    rows = session.scalars(select(CaseEvent).where(CaseEvent.case_id == case.id).order_by(CaseEvent.id)).all()
    kept = {event.id for event in standing(as_event(row) for row in rows)}
    told = [row for row in rows if "answers" in (row.facts or {})]
    last = {row.facts["answers"]: row for row in told if row.id in kept}
    for sheet_id in {row.facts["answers"] for row in told}:
        sheet, row = session.get_one(LiaisonSheet, sheet_id), last.get(sheet_id)
        sheet.answer, sheet.answered_by, sheet.answered_at = (
            ("", "", None) if row is None else (row.words, row.facts["who"], row.happened_at)
        )


def issue_again(session: Session, context: Context, sheet_id: int) -> Issued:
    """A new sheet that says what a spoiled one said, under the next number and for the same event.

    Raises UserError where one stands for it already, where what it went with was taken back, or the case is over.
    """
    spoiled = session.get_one(LiaisonSheet, sheet_id)
    case = case_for_update(session, spoiled.case_id)
    if spoiled.voided_at is None:
        raise UserError(QT_TRANSLATE_NOOP("errors", "Void the spoiled sheet first."))
    _refuse_needless(session, case, spoiled)
    answer_by = spoiled.answer_by if spoiled.answer_by is None or spoiled.answer_by > context.now else None
    draft = SheetDraft(spoiled.matter, spoiled.wanted, answer_by)
    sheet = new_sheet(session, context, case, draft, to_step=spoiled.to_step, to_department=spoiled.to_department)
    sheet.event_id = spoiled.event_id
    context.subject = sheet.number
    return Issued(sheet.id, sheet.number)


def void(session: Session, context: Context, sheet_id: int, reason: str) -> None:
    """Voids a spoiled sheet, which stays in the books under its number; what it went with stays told."""
    sheet, _case = _open(session, context, sheet_id)
    void_record(context, sheet, reason)


def sheets_of(session: Session, case_id: int) -> tuple[LiaisonSheet, ...]:
    """The case's sheets, by number."""
    rows = select(LiaisonSheet).where(LiaisonSheet.case_id == case_id).order_by(LiaisonSheet.id)
    return tuple(session.scalars(rows))


def _refuse_needless(session: Session, case: Case, spoiled: LiaisonSheet) -> None:
    went_with = [each for each in standing(events_of(session, case.id)) if each.id == spoiled.event_id]
    if not went_with:
        raise UserError(QT_TRANSLATE_NOOP("errors", "What this sheet went with was taken back."))
    next_case_state(case.state, went_with[0].kind)
    same = (LiaisonSheet.event_id == spoiled.event_id, LiaisonSheet.voided_at.is_(None))
    number = session.scalars(select(LiaisonSheet.number).where(*same)).first()
    if number is not None:
        raise UserError(QT_TRANSLATE_NOOP("errors", "{number} was issued in its place already."), number=number)


def _open(session: Session, context: Context, sheet_id: int) -> tuple[LiaisonSheet, Case]:
    case_id = session.scalars(select(LiaisonSheet.case_id).where(LiaisonSheet.id == sheet_id)).one()
    case = case_for_update(session, case_id)
    sheet = session.get_one(LiaisonSheet, sheet_id)
    context.subject = sheet.number
    if sheet.voided_at is not None:
        raise UserError(QT_TRANSLATE_NOOP("errors", "This sheet is void."))
    return sheet, case


def _in_order(context: Context, before: datetime, happened_at: datetime | None) -> datetime:
    """The time given, or now; raises UserError for one to come, or before the sheet's last step."""
    at = happened_at or context.now
    if at > context.now:
        raise UserError(QT_TRANSLATE_NOOP("errors", "This time is still to come."), field="happened_at")
    if minute(at) < minute(before):
        raise UserError(QT_TRANSLATE_NOOP("errors", "This is before the sheet's last step."), field="happened_at")
    return max(at, before)


def _who(by: str) -> str:
    name = clean_line(by, 40, "by")
    if not name:
        raise MissingFields({"by": QT_TRANSLATE_NOOP("errors", "Who was it?")})
    return name
