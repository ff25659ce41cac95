# SPDX-License-Identifier: Apache-2.0
"""Somebody's word that a case needs before something is done (R-ESC-08, R-ESC-09, R-ESC-14): asked, given, refused."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaintdesk.db.tables import Case, WorkOrder
from complaintdesk.desk import rights, staffing
from complaintdesk.desk.context import Context
from complaintdesk.desk.rule_books import RuleBooks
from complaintdesk.desk.story import case_facts, case_for_update, events_of, tell
from complaintdesk.domain import approvals
from complaintdesk.domain.approvals import Approval, Word
from complaintdesk.domain.case_facts import CaseFacts
from complaintdesk.domain.course_rows import ApprovalRow, Step
from complaintdesk.domain.lifecycle import Event
from complaintdesk.domain.procedure import Procedure
from complaintdesk.domain.special_closing import refuse_too_early
from complaintdesk.domain.terms import EventKind
from complaintdesk.domain.texts import clean_line, fold
from complaintdesk.domain.told import told_by
from complaintdesk.errors import QT_TRANSLATE_NOOP, MissingFields, UserError


@dataclass(frozen=True)
class WordDraft:
    """A word on an approval: of a step of the ladder (its id), by a name; who sits here where the name is left out."""

    case_id: int
    approval: str  # id of the rule book's row
    by: str
    name: str = ""
    words: str = ""
    happened_at: datetime | None = None


def ask(
    session: Session,
    context: Context,
    case_id: int,
    approval: str,
    words: str,
    happened_at: datetime | None = None,
) -> int:
    """The id of the event that an approval was asked for; `words` is what is to be approved."""
    case, row, procedure = _row(session, context, case_id, approval)
    if row.before is EventKind.SPECIAL_CLOSED:
        refuse_too_early(procedure.course.special_closing, events_of(session, case.id))
    if not fold(words):
        raise MissingFields({"words": QT_TRANSLATE_NOOP("errors", "What is to be approved? Write it down.")})
    if _standing(session, case, row).word is Word.ASKED:
        raise UserError(QT_TRANSLATE_NOOP("errors", "It was asked for already; the word is still to come."))
    facts = {"approval": row.id, "by": row.by[0], "name": ""}
    return tell(session, context, case, EventKind.APPROVAL_ASKED, words=words, happened_at=happened_at, facts=facts).id


def approve(session: Session, context: Context, draft: WordDraft) -> int:
    """The id of the event that it was approved; raises UserError for somebody whose word does not count."""
    return _give(session, context, draft, EventKind.APPROVED)


def refuse(session: Session, context: Context, draft: WordDraft) -> int:
    """The id of the event that it was refused, with the reason; it can be asked for again."""
    if not fold(draft.words):
        raise MissingFields({"words": QT_TRANSLATE_NOOP("errors", "Why? The reason stays in the books.")})
    return _give(session, context, draft, EventKind.APPROVAL_REFUSED)


def approvals_of(session: Session, case_id: int, books: RuleBooks) -> tuple[Approval, ...]:
    """The approvals that the case needs now, and how they stand; none of one from an old register."""
    case = session.get_one(Case, case_id)
    if case.number is None:
        return ()
    facts, story = _facts(session, case)
    return approvals.approvals(books.of(session, case.procedure_version_id), facts, story)


def refuse_acted_on(session: Session, procedure: Procedure, case: Case, word: Event) -> None:
    """Raises UserError where something stands that was done on the strength of this word (R-ESC-14)."""
    facts, story = _facts(session, case)
    found = approvals.acted_on(procedure, facts, story, word)
    if found is not None:
        row, _done = found
        raise UserError(
            QT_TRANSLATE_NOOP("errors", "What “{approval}” was given for was done since: take that back first."),
            approval=row.name,
        )


def _give(session: Session, context: Context, draft: WordDraft, kind: EventKind) -> int:
    case, row, procedure = _row(session, context, draft.case_id, draft.approval)
    if _standing(session, case, row).word is not Word.ASKED:
        raise UserError(QT_TRANSLATE_NOOP("errors", "Ask for it first, saying what is to be approved."))
    if draft.by not in row.by:
        by = " / ".join(procedure.course.step(step).name for step in row.by)
        raise UserError(QT_TRANSLATE_NOOP("errors", "This is for {by} to approve."), field="by", by=by)
    name = _name(session, context, procedure.course.step(draft.by), draft.name)
    facts = {"approval": row.id, "by": draft.by, "name": name}
    return tell(session, context, case, kind, words=draft.words, happened_at=draft.happened_at, facts=facts).id


def _name(session: Session, context: Context, step: Step, given: str) -> str:
    """Whose word it is: one's own where one holds that post; of somebody outside the program a leader enters it.

    So does a leader of an office in which nobody who may give words holds the post: a small one has not all of them.
    Raises UserError for anybody else.
    """
    assert context.staff is not None
    if step.roles and context.staff.role in step.roles:
        return context.staff.name
    able = staffing.roles_here(session) & rights.RIGHTS[rights.deed_name(approve)]
    if step.roles & able and not step.outside:
        raise UserError(
            QT_TRANSLATE_NOOP("errors", "{step} signs in and gives the word in person."), field="by", step=step.name
        )
    if context.staff.role not in rights.LEADERS:
        raise UserError(
            QT_TRANSLATE_NOOP("errors", "A supervisor enters the word of somebody outside the program."), field="by"
        )
    name = clean_line(given, 40, "name")
    if not name:
        raise MissingFields({"name": QT_TRANSLATE_NOOP("errors", "Who gave the word? Their name.")})
    return name


def _row(session: Session, context: Context, case_id: int, approval: str) -> tuple[Case, ApprovalRow, Procedure]:
    case = case_for_update(session, case_id)
    context.subject = case.number or ""
    procedure = context.procedure_of(session, case.procedure_version_id)
    row = next((each for each in approvals.rows_of(procedure) if each.id == approval), None)
    if row is None:
        raise UserError(QT_TRANSLATE_NOOP("errors", "The rule book knows no such approval."), field="approval")
    return case, row, procedure


def _standing(session: Session, case: Case, row: ApprovalRow) -> Approval:
    return approvals.standing_of(row, events_of(session, case.id), case.round)


def _facts(session: Session, case: Case) -> tuple[CaseFacts, tuple[Event, ...]]:
    orders = session.scalars(select(WorkOrder).where(WorkOrder.case_id == case.id).order_by(WorkOrder.id)).all()
    story = events_of(session, case.id)
    return case_facts(case, orders, told_by(story)), story
