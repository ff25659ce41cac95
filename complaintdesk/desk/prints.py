# SPDX-License-Identifier: Apache-2.0
"""Deeds about paper: written before the spooler gets it, its outcome after (R-WO-03: 补打 with its count)."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, false, func, select
from sqlalchemy.orm import Session

from complaintdesk.db.tables import Case, FollowUp, PrintRecord, WorkOrder
from complaintdesk.desk.context import Context
from complaintdesk.desk.personal_access import note_paper
from complaintdesk.domain.numbering import number_for
from complaintdesk.domain.terms import AccessKind, PrintOutcome
from complaintdesk.domain.texts import clean_line, fold
from complaintdesk.errors import QT_TRANSLATE_NOOP, MissingFields

SLIP, REGISTER, FOLLOW_UP, REPORT = "work_order", "register", "follow_up", "month_report"
PDF = "pdf"  # the target of a copy saved from the window: an export that carries the next paper's number, no print
FILE = "file"  # the target of a print from the command line, which is how an office without a window prints

BLANK = "空白"  # what an empty form covers
FEES = "fee_list"
TEAM_DAY = "team_day"
SLIPS_OUT, BINDING = "slips_out", "binding_list"
DIARY, HANDOVER, MEETING = "diary", "handover", "meeting"
FILE_COVER, FILE_LIST = "file_cover", "file_list"  # of a household
PHONE_REGISTER, OUTSIDE_NUMBERS = "phone_register", "outside_numbers"

ON_PAPER = and_(PrintRecord.outcome != PrintOutcome.FAILED, PrintRecord.target != PDF)


@dataclass(frozen=True)
class PrintStarted:
    """A print that is about to begin; `copy_no` is 1 for the first paper, n for the (n-1)th reprint."""

    id: int
    copy_no: int


def start_slip(session: Session, context: Context, order_id: int, target: str, reason: str = "") -> PrintStarted:
    """Notes that a slip is being printed on `target`, a printer's name, PDF or FILE.

    A print whose outcome is unknown counts as printed; one to PDF never reached paper and does not count. Raises
    MissingFields where the slip was on paper before and no reason is given for another one (补打, R-WO-03).
    """
    order = session.get_one(WorkOrder, order_id)
    context.subject = order.number
    return _start(
        session,
        context,
        SLIP,
        target,
        PrintRecord.order_id == order_id,
        order_id=order_id,
        case_id=order.case_id,
        reason=checked_reason(reason),
    )


def start_register(
    session: Session, context: Context, covers: str, target: str, people: int = 0, form: str = REGISTER
) -> PrintStarted:
    """Notes that a register of a day or span (as written on it) is being printed, of so many callers.

    `form` is another register's: of calls, of call-backs, of a department's week.
    """
    covers = context.subject = clean_line(covers)
    return _start(session, context, form, target, PrintRecord.covers == covers, covers=covers, people=people)


def start_follow_up(session: Session, context: Context, follow_up_id: int, target: str) -> PrintStarted:
    """Notes that a follow-up's sheet (回访记录表) is being printed."""
    row = session.get_one(FollowUp, follow_up_id)
    case = session.get_one(Case, row.case_id)
    covers = f"{number_for(case.series or '', case.year or 0, case.running or 0, row.round)} {row.key}"
    context.subject = covers
    return _start(session, context, FOLLOW_UP, target, PrintRecord.covers == covers, case_id=row.case_id, covers=covers)


def start_blank(session: Session, context: Context, form: str, target: str, copies: int = 1) -> PrintStarted:
    """Notes that empty sheets of a form are being printed to write on, which are never reprints of others."""
    covers = context.subject = BLANK if copies == 1 else f"{BLANK} ×{copies}"
    return _start(session, context, form, target, false(), covers=covers)


def start_report(session: Session, context: Context, month: str, target: str) -> PrintStarted:
    """Notes that the report of a month (written 2026-10) is being printed."""
    covers = context.subject = clean_line(month)
    return _start(session, context, REPORT, target, PrintRecord.covers == covers, covers=covers)


def start_fees(session: Session, context: Context, covers: str, target: str, people: int = 0) -> PrintStarted:
    """Notes that the list of fees (有偿服务收费清单) of a span is being printed, of so many jobs."""
    covers = context.subject = clean_line(covers)
    return _start(session, context, FEES, target, PrintRecord.covers == covers, covers=covers, people=people)


def start_sheet(session: Session, context: Context, form: str, case_id: int, about: str, target: str) -> PrintStarted:
    """Notes that a paper of a case is being printed; `about` is the number that it goes under."""
    covers = context.subject = clean_line(about)
    same = and_(PrintRecord.case_id == case_id, PrintRecord.covers == covers)
    return _start(session, context, form, target, same, case_id=case_id, covers=covers)


def start_day_sheet(
    session: Session, context: Context, form: str, covers: str, target: str, people: int = 0
) -> PrintStarted:
    """Notes that a diary, a hand-over or a meeting's sheet is being printed; `covers` says which.

    `people`: how many cases it names, with whose they are.
    """
    covers = context.subject = clean_line(covers)
    return _start(session, context, form, target, PrintRecord.covers == covers, covers=covers, people=people)


def start_household_sheet(
    session: Session, context: Context, form: str, place_id: int, people: int, target: str
) -> PrintStarted:
    """Notes that the cover or the list of a household's file is being printed; it names so many people."""
    covers = context.subject = f"place:{place_id}"
    same = PrintRecord.covers == covers
    return _start(session, context, form, target, same, covers=covers, people=people, place_id=place_id)


def start_phone_register(session: Session, context: Context, people: int, reason: str, target: str) -> PrintStarted:
    """Notes that the register of residents' phones is being printed, and why. Raises MissingFields without a reason."""
    covers = context.subject = PHONE_REGISTER
    if not fold(reason):
        raise MissingFields({"reason": QT_TRANSLATE_NOOP("errors", "Why? The reason stays in the books.")})
    why = clean_line(reason, field="reason")
    return _start(session, context, PHONE_REGISTER, target, false(), covers=covers, people=people, reason=why)


def start_outside_numbers(session: Session, context: Context, covers: str, target: str) -> PrintStarted:
    """Notes that the list of outside numbers is being printed; `covers` says of which day."""
    covers = context.subject = clean_line(covers)
    return _start(session, context, OUTSIDE_NUMBERS, target, PrintRecord.covers == covers, covers=covers)


def checked_reason(reason: str) -> str:
    """Why a paper comes out again, on one line; '' where nothing was said. Raises UserError for what can't be kept."""
    return clean_line(reason, field="reason") if fold(reason) else ""


def ask_why_again(form: str, target: str, copy_no: int, reason: str) -> None:
    """Raises MissingFields where a slip is put on paper again and nobody says why."""
    if form == SLIP and copy_no > 1 and target != PDF and not reason:
        words = QT_TRANSLATE_NOOP("errors", "It was printed before. Why again? The reason stays in the books.")
        raise MissingFields({"reason": words})


def _start(
    session: Session,
    context: Context,
    form: str,
    target: str,
    same: ColumnElement[bool],
    *,
    order_id: int | None = None,
    case_id: int | None = None,
    covers: str = "",
    people: int = 0,
    place_id: int | None = None,
    reason: str = "",
) -> PrintStarted:
    highest = select(func.max(PrintRecord.copy_no)).where(PrintRecord.form == form, ON_PAPER, same)
    copy_no = (session.scalars(highest).one() or 0) + 1
    ask_why_again(form, target, copy_no, reason)
    record = PrintRecord(
        form=form,
        case_id=case_id,
        order_id=order_id,
        covers=covers,
        target=clean_line(target, None),
        copy_no=copy_no,
        started_at=context.now,
        started_by=context.staff_id,
        outcome=PrintOutcome.UNKNOWN,
        reason=reason if copy_no > 1 else "",
    )
    session.add(record)
    session.flush()
    kind = AccessKind.EXPORTED if target in (PDF, FILE) else AccessKind.PRINTED
    shown = people or (1 if case_id is not None else 0)  # a paper of a case names its caller
    why = reason or covers or context.subject
    note_paper(session, context, kind, form, shown, reason=why, case_id=case_id, place_id=place_id)
    return PrintStarted(record.id, copy_no)


def confirm(session: Session, context: Context, print_id: int) -> None:
    """Notes that the paper came out."""
    _settle(session, context, print_id, PrintOutcome.CONFIRMED)


def fail(session: Session, context: Context, print_id: int) -> None:
    """Notes that nothing was printed."""
    _settle(session, context, print_id, PrintOutcome.FAILED)


def _settle(session: Session, context: Context, print_id: int, outcome: PrintOutcome) -> None:
    record = session.get_one(PrintRecord, print_id)
    context.subject = record.covers or session.get_one(WorkOrder, record.order_id).number
    record.outcome = outcome
