# SPDX-License-Identifier: Apache-2.0
"""Which slips are out, that is, something of them is still to come back: their list's one writer, and its check."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from sqlalchemy import ColumnElement, and_, exists, false, not_, or_, select
from sqlalchemy.orm import Session

from complaintdesk.db.journal import Change
from complaintdesk.db.slips_out import clear_out, out_ids, put_out
from complaintdesk.db.tables import Case, ProcedureVersion, SlipLoss, SlipReturn, WorkOrder
from complaintdesk.desk.rule_books import RuleBooks
from complaintdesk.desk.slip_rules import due_back, signed_part, slip_parts
from complaintdesk.domain.course_rows import PartBack
from complaintdesk.domain.procedure import Procedure
from complaintdesk.domain.terms import Charge, OrderState

PAGE = 500
OUT = WorkOrder.id.in_(out_ids())  # of a slip: something of it is still to come back (R-WO-04)


def keep_out(session: Session, changes: Collection[Change], books: RuleBooks) -> None:
    """Makes every slip that these changes of a deed bear on stand as out or not, as it is now; called once, at its end.

    Where another rule book was adopted, which may want other parts back, all are looked at.
    """
    if any(change.table == ProcedureVersion.__tablename__ for change in changes):
        refill_out(session)
        return
    ids = {change.id for change in changes if change.table == WorkOrder.__tablename__}
    returned = [change.id for change in changes if change.table == SlipReturn.__tablename__]
    paid = [change.id for change in changes if change.table == Case.__tablename__ and "charge" in change.plain]
    for page in _pages(returned):
        ids |= set(session.scalars(select(SlipReturn.order_id).where(SlipReturn.id.in_(page))))
    for page in _pages(paid):
        ids |= set(session.scalars(select(WorkOrder.id).where(WorkOrder.case_id.in_(page))))
    for page in _pages(sorted(ids)):
        put_out(session, page, _out_of(session, books.in_force, WorkOrder.id.in_(page)))


def refill_out(session: Session) -> None:
    """Fills the list, emptied first, again from all slips."""
    clear_out(session)
    put_out(session, (), _out_of(session, RuleBooks(session).in_force))


def differing_out(session: Session) -> Iterator[int]:
    """Ids of the slips that are out and not on the list, or the other way round."""
    wanted: set[int] = set(_out_of(session, RuleBooks(session).in_force))
    known: set[int] = set(session.scalars(out_ids()))
    yield from sorted(wanted ^ known)


def is_lost(procedure: Procedure) -> ColumnElement[bool]:
    """Whether a slip that is out is declared lost, and its signed part did not turn up since."""
    declared = select(SlipLoss.order_id).where(SlipLoss.voided_at.is_(None))
    return and_(
        WorkOrder.id.in_(declared),
        WorkOrder.state != OrderState.RETURNED,
        not_(is_back(signed_part(procedure).id)),
    )


def is_back(part: str = "") -> ColumnElement[bool]:
    """Whether a part of the slip is back, or with '' any."""
    mine = exists().where(SlipReturn.order_id == WorkOrder.id, SlipReturn.voided_at.is_(None))
    return mine.where(SlipReturn.part == part) if part else mine


def _out_of(session: Session, procedure: Procedure, *which: ColumnElement[bool]) -> Sequence[int]:
    query = select(WorkOrder.id).join(Case, Case.id == WorkOrder.case_id)
    return session.scalars(query.where(_is_out(procedure), *which)).all()


def _is_out(procedure: Procedure) -> ColumnElement[bool]:
    """Whether something of a slip is still to come, in SQL as `slip_lists.stands` says it of each."""
    returned = WorkOrder.state == OrderState.RETURNED
    signed = signed_part(procedure).id
    uncounted = and_(returned, not_(is_back()))  # it came back before parts were counted
    always = {part.id for part in due_back(procedure, paid=False)}
    missing = or_(
        false(),
        *(not_(is_back(part.id)) for part in slip_parts(procedure) if part.id in always and part.id != signed),
        and_(not_(returned), not_(is_back(signed))),
        *(
            and_(Case.charge == Charge.CHARGEABLE, not_(is_back(part.id)))
            for part in slip_parts(procedure)
            if part.back is PartBack.PAID
        ),
    )
    return and_(WorkOrder.state != OrderState.VOID, not_(uncounted), missing)


def _pages(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    return (ids[start : start + PAGE] for start in range(0, len(ids), PAGE))
