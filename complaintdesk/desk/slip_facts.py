# SPDX-License-Identifier: Apache-2.0
"""What goes on a slip besides the job: whether a warranty runs, the third party who does it, its check list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaintdesk.db.tables import Case, CaseEvent, Place, WorkOrder
from complaintdesk.desk.context import Context
from complaintdesk.desk.drafts import CompletionDraft, SlipFacts
from complaintdesk.desk.rule_books import RuleBooks
from complaintdesk.desk.slip_records import CheckRecord, Guaranteed, SlipMore, TransferRecord, WarrantyPage
from complaintdesk.domain.dates import civil_day
from complaintdesk.domain.rulebook import Procedure
from complaintdesk.domain.rulebook_rows import Category
from complaintdesk.domain.terms import EventKind, OrderState, Origin, Supplier, Warranty
from complaintdesk.domain.texts import clean_line, fold
from complaintdesk.errors import QT_TRANSLATE_NOOP, MissingFields, UserError

FINISHED = (OrderState.COMPLETED, OrderState.RETURNED)
_WORDS = 80  # characters of a name or a qualification


def warranty_page(session: Session, case_id: int, books: RuleBooks, today: date) -> WarrantyPage:
    """What is known of warranties at a case's place, and whether it has to be asked (R-WO-13)."""
    case = session.get_one(Case, case_id)
    category = category_of(books.of(session, case.procedure_version_id), case.category)
    until = warranty_until(session, case)
    return WarrantyPage(
        asks=category is not None and category.asks_warranty,
        until=until,
        stands=_stands(until, today),
        guaranteed=guaranteed(session, case, today),
    )


def guaranteed(session: Session, case: Case, today: date) -> tuple[Guaranteed, ...]:
    """The finished slips at the case's place whose guarantee runs on that day, the newest first."""
    if case.place_id is None:
        return ()
    wanted = (
        select(WorkOrder)
        .join(Case, Case.id == WorkOrder.case_id)
        .where(Case.place_id == case.place_id, WorkOrder.guarantee_until >= today)
        .order_by(WorkOrder.id.desc())
    )
    return tuple(  # by place, of which there are few: a condition on their state would have all finished slips read
        Guaranteed(row.id, row.number, row.result, row.guarantee_until)
        for row in session.scalars(wanted)
        if row.guarantee_until is not None and row.state in FINISHED
    )


def warranty_until(session: Session, case: Case) -> date | None:
    """Until when the household's warranty (保修期) runs, as its file says."""
    return None if case.place_id is None else session.get_one(Place, case.place_id).warranty_until


def put_on(session: Session, context: Context, order: WorkOrder, case: Case, facts: SlipFacts) -> None:
    """Writes the facts on a slip that goes out; raises UserError beside the field that is wrong or has to be asked.

    The warranty is as it was told, else as the household's file says; where the rule book wants it asked, one of the
    two must say it (R-WO-13), except of a call noted on paper, whose slip has both boxes to be ticked at the door.
    """
    today = civil_day(context.now, context.zone)
    category = category_of(context.procedure_of(session, case.procedure_version_id), case.category)
    until = warranty_until(session, case)
    stands = facts.warranty or _stands(until, today)
    if category is not None and category.asks_warranty and stands is None and case.origin is not Origin.NOTED:
        words = QT_TRANSLATE_NOOP("errors", "Ask first whether the warranty still runs.")
        raise MissingFields({"warranty": words})
    if facts.rework_of is not None and facts.rework_of not in {
        each.order_id for each in guaranteed(session, case, today)
    }:
        raise UserError(QT_TRANSLATE_NOOP("errors", "That slip's guarantee does not run any more."), field="rework_of")
    order.warranty, order.warranty_until, order.rework_of_id = stands, until, facts.rework_of
    put_third_party(order, facts)


def put_third_party(order: WorkOrder, facts: SlipFacts) -> None:
    """Writes who does the job where the office does not; raises MissingFields without name or qualification."""
    name = clean_line(facts.third_name, _WORDS, "third_name")
    qualification = clean_line(facts.third_qualification, _WORDS, "third_qualification")
    phone = clean_line(facts.third_phone, 40, "third_phone")
    missing = {}
    if (qualification or phone) and not name:
        missing["third_name"] = QT_TRANSLATE_NOOP("errors", "Which firm or person does it?")
    if name and not qualification:
        missing["third_qualification"] = QT_TRANSLATE_NOOP("errors", "Which qualification have they? It is recorded.")
    if missing:
        raise MissingFields(missing)
    order.third_name, order.third_qualification, order.third_phone = name, qualification, phone


def put_finished(session: Session, context: Context, order: WorkOrder, case: Case, draft: CompletionDraft) -> None:
    """Writes what only a finished slip says: whose material was fit, the written wish, the list ticked, the guarantee.

    Raises UserError beside the field that is missing or wrong.
    """
    category = category_of(context.procedure_of(session, case.procedure_version_id), case.category)
    _put_owners_material(context, order, draft)
    listed = () if category is None else category.checks
    if not set(draft.checks_done) <= set(listed):
        raise UserError(QT_TRANSLATE_NOOP("errors", "The check list has no such step."), field="checks_done")
    order.checks_done = [step for step in listed if step in draft.checks_done]
    if category is not None and category.guarantee_days:
        done_on = civil_day(draft.completed_at, context.zone)
        order.guarantee_until = done_on + timedelta(days=category.guarantee_days)
    if draft.facts is not None:
        order.warranty = draft.facts.warranty
        put_third_party(order, draft.facts)


def _put_owners_material(context: Context, order: WorkOrder, draft: CompletionDraft) -> None:
    """Each of the owner's materials is checked; an unfit one is used on their written wish alone (R-WO-06)."""
    own = [line for line in draft.materials if line.supplier is Supplier.OWNER]
    unchecked = next((line for line in own if line.fit is None), None)
    if unchecked is not None:
        words = QT_TRANSLATE_NOOP("errors", "Is the owner's “{name}” fit? Tick it as on the slip.")
        raise UserError(words, field="fit", name=clean_line(unchecked.name))
    order.owner_material_fit = all(line.fit for line in own) if own else None
    order.wished_by, order.wished_at = "", None
    if order.owner_material_fit is not False:
        return
    missing = {}
    if not fold(draft.wished_by):
        missing["wished_by"] = QT_TRANSLATE_NOOP(
            "errors", "Unfit material is used on the owner's written wish alone: who signed it?"
        )
    if draft.wished_at is None:
        missing["wished_at"] = QT_TRANSLATE_NOOP("errors", "When was the wish written?")
    if missing:
        raise MissingFields(missing)
    if draft.wished_at is not None and draft.wished_at > min(draft.completed_at, context.now):
        words = QT_TRANSLATE_NOOP("errors", "The wish is written before the material is used: this is later.")
        raise UserError(words, field="wished_at")
    order.wished_by, order.wished_at = clean_line(draft.wished_by, 40, "wished_by"), draft.wished_at


def more_of(
    session: Session,
    order: WorkOrder,
    case: Case,
    books: RuleBooks,
    story: Sequence[CaseEvent],
    names: dict[int | None, str],
    rework_of: str,
) -> SlipMore:
    """What the slip says besides; `story` its own standing events, `rework_of` the slip whose guarantee it is under."""
    category = category_of(books.of(session, case.procedure_version_id), case.category)
    listed = category.checks if category is not None else ()
    checks = dict.fromkeys((*listed, *order.checks_done))  # what was ticked stays when the case's category is corrected
    return SlipMore(
        asks_warranty=category is not None and category.asks_warranty,
        warranty=order.warranty,
        warranty_until=order.warranty_until,
        guarantee_until=order.guarantee_until,
        rework_of=rework_of,
        third_name=order.third_name,
        third_qualification=order.third_qualification,
        third_phone=order.third_phone,
        wished_by=order.wished_by,
        wished_at=order.wished_at,
        checks=tuple(CheckRecord(words, words in order.checks_done) for words in checks),
        transfers=tuple(
            TransferRecord(
                row.happened_at,
                names[row.recorded_by],
                books.team_name(session, row.facts["from"], row.happened_at),
                books.team_name(session, row.facts["team"], row.happened_at),
                row.facts["worker"],
                row.words,
            )
            for row in story
            if row.kind is EventKind.REASSIGNED
        ),
    )


def category_of(procedure: Procedure, id_: str) -> Category | None:
    """The category of that id; None for a case that has none, or one of another rule book."""
    return next((row for row in procedure.categories if row.id == id_), None)


def _stands(until: date | None, today: date) -> Warranty | None:
    if until is None:
        return None
    return Warranty.RUNS if until >= today else Warranty.OVER
