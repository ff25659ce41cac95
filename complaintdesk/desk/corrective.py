# SPDX-License-Identifier: Apache-2.0
"""《纠正/预防措施处理单》 as it is opened (R-CLS-02, R-CA-01): number, facts, cause, who is responsible."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaintdesk.db.tables import CorrectiveAction
from complaintdesk.desk.context import Context
from complaintdesk.desk.liaison import Issued
from complaintdesk.desk.numbers import take_number
from complaintdesk.desk.story import case_for_update, tell
from complaintdesk.domain.terms import EventKind
from complaintdesk.domain.texts import clean_line, clean_text, fold
from complaintdesk.errors import QT_TRANSLATE_NOOP, MissingFields


@dataclass(frozen=True)
class CorrectiveDraft:
    """What the opening says; `department` is its id in the rule book."""

    case_id: int
    department: str
    facts: str
    cause: str
    responsible: str
    happened_at: datetime | None = None


def open_action(session: Session, context: Context, draft: CorrectiveDraft) -> Issued:
    """The sheet just opened, under the next JZ number; raises UserError naming what is missing."""
    case = case_for_update(session, draft.case_id)
    asked = {
        "facts": QT_TRANSLATE_NOOP("errors", "What happened? State the facts."),
        "cause": QT_TRANSLATE_NOOP("errors", "What is the cause?"),
        "responsible": QT_TRANSLATE_NOOP("errors", "Who is responsible for the measures?"),
    }
    if missing := {name: words for name, words in asked.items() if not fold(getattr(draft, name))}:
        raise MissingFields(missing)
    procedure = context.procedure_of(session, case.procedure_version_id)
    department = context.books.department_for(procedure, draft.department)
    number = take_number(session, context, context.procedure.series("corrective"))
    row = CorrectiveAction(
        case_id=case.id,
        number=number.text,
        series=number.series,
        year=number.year,
        running=number.running,
        department=department.id,
        facts=clean_text(draft.facts, field="facts"),
        cause=clean_text(draft.cause, field="cause"),
        responsible=clean_line(draft.responsible, 40, "responsible"),
        opened_at=context.now,
        opened_by=context.staff_id,
        void_reason="",
    )
    session.add(row)
    session.flush()
    context.subject = row.number
    facts = {"corrective": row.id}
    tell(
        session,
        context,
        case,
        EventKind.CORRECTIVE_OPENED,
        words=f"{row.number} {department.name}",
        happened_at=draft.happened_at,
        facts=facts,
    )
    return Issued(row.id, row.number)


def actions_of(session: Session, case_id: int) -> tuple[CorrectiveAction, ...]:
    """The case's sheets, by number."""
    rows = select(CorrectiveAction).where(CorrectiveAction.case_id == case_id).order_by(CorrectiveAction.id)
    return tuple(session.scalars(rows))
