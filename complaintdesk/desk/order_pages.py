# SPDX-License-Identifier: Apache-2.0
"""Slips (维修单) with all that paper and screens show of them: case, times, materials, sums, what it says besides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaintdesk.db.tables import Case, CaseEvent, MaterialLine, WorkOrder
from complaintdesk.desk.case_pages import case_records
from complaintdesk.desk.print_counts import print_counts, reprints
from complaintdesk.desk.records import CaseRecord, MaterialRecord, OrderRecord
from complaintdesk.desk.rule_books import RuleBooks
from complaintdesk.desk.slip_facts import more_of
from complaintdesk.desk.slip_fees import amount_of
from complaintdesk.desk.slip_records import SlipMore
from complaintdesk.desk.staffing import names_of
from complaintdesk.desk.story import as_event
from complaintdesk.domain.lifecycle import standing
from complaintdesk.domain.terms import EventKind, OrderState, Supplier

PAGE = 200
_NOTHING = Decimal("0.00")


def order_record(session: Session, order_id: int, books: RuleBooks) -> OrderRecord:
    """The slip with its case, times, materials and sums."""
    (record,) = order_records(session, [order_id], books)
    return record


def order_records(session: Session, order_ids: Sequence[int], books: RuleBooks) -> list[OrderRecord]:
    """The slips in the ids' order, read a page at a time."""
    return [
        record
        for start in range(0, len(order_ids), PAGE)
        for record in _page(session, order_ids[start : start + PAGE], books)
    ]


def _page(session: Session, order_ids: Sequence[int], books: RuleBooks) -> list[OrderRecord]:
    orders = {row.id: row for row in session.scalars(select(WorkOrder).where(WorkOrder.id.in_(order_ids)))}
    case_ids = list(dict.fromkeys(row.case_id for row in orders.values()))
    records = {record.id: record for record in case_records(session, case_ids, books)}
    cases = {row.id: row for row in session.scalars(select(Case).where(Case.id.in_(case_ids)))}
    stories = _stories(session, case_ids)
    lines: dict[int, list[MaterialLine]] = {}
    wanted = select(MaterialLine).where(MaterialLine.order_id.in_(order_ids), MaterialLine.voided_at.is_(None))
    for line in session.scalars(wanted.order_by(MaterialLine.position)):
        lines.setdefault(line.order_id, []).append(line)
    done_before = [row.rework_of_id for row in orders.values() if row.rework_of_id is not None]
    reworked = select(WorkOrder.id, WorkOrder.number).where(WorkOrder.id.in_(done_before))
    numbers: dict[int | None, str] = dict(session.execute(reworked).all()) if done_before else {}
    names = names_of(session)
    prints, again = print_counts(session, order_ids), reprints(session, order_ids, names)
    found = []
    for order_id in order_ids:
        order = orders[order_id]
        own = stories.get(order_id, ())
        more = more_of(session, order, cases[order.case_id], books, own, names, numbers.get(order.rework_of_id, ""))
        more = replace(more, reprints=again.get(order_id, ()))
        team = books.team_name(session, order.team, order.issued_at)
        named = (team, names[order.issued_by], prints.get(order_id, 0))
        found.append(_record(order, records[order.case_id], own, lines.get(order_id, ()), named, more))
    return found


def _stories(session: Session, case_ids: Sequence[int]) -> dict[int | None, list[CaseEvent]]:
    """The events of these cases that stand, by the slip that they are about."""
    of_cases: dict[int, dict[int, CaseEvent]] = {}
    for row in session.scalars(select(CaseEvent).where(CaseEvent.case_id.in_(case_ids)).order_by(CaseEvent.id)):
        of_cases.setdefault(row.case_id, {})[row.id] = row
    stories: dict[int | None, list[CaseEvent]] = {}
    for told in of_cases.values():
        for event in standing(as_event(row) for row in told.values()):
            stories.setdefault(event.order_id, []).append(told[event.id])
    return stories


def _record(
    order: WorkOrder,
    case: CaseRecord,
    story: Sequence[CaseEvent],
    lines: Sequence[MaterialLine],
    named: tuple[str, str, int],
    more: SlipMore,
) -> OrderRecord:
    """`named`: the team, who issued it, how often it was printed."""
    given = max((event.id for event in story if event.kind is EventKind.REASSIGNED), default=0)
    times = {event.kind: event.happened_at for event in story if event.id >= given}
    materials = tuple(_material(row, order) for row in lines)
    supplied = sum((m.amount for m in materials if m.supplier is Supplier.OFFICE), _NOTHING)
    done = order.state in (OrderState.COMPLETED, OrderState.RETURNED)
    team_name, issued_by, prints = named
    return OrderRecord(
        id=order.id,
        number=order.number,
        case=case,
        round=order.round,
        state=order.state,
        team=order.team,
        team_name=team_name,
        worker=order.worker,
        issued_at=order.issued_at,
        issued_by=issued_by,
        accepted_at=times.get(EventKind.ACCEPTED),
        arrived_at=times.get(EventKind.ARRIVED),
        completed_at=times.get(EventKind.COMPLETED),
        returned_at=times.get(EventKind.RETURNED),
        result=order.result,
        materials=materials,
        material_total=supplied,
        labour=order.labour,
        total=supplied + (order.labour or _NOTHING) if done else None,
        owner_material_fit=order.owner_material_fit,
        quality=order.quality,
        manner=order.manner,
        timeliness=order.timeliness,
        prints=prints,
        reminders=sum(event.kind is EventKind.REMINDED for event in story),
        void_reason=order.void_reason,
        voided_at=order.voided_at,
        version=order.version,
        more=more,
    )


def _material(row: MaterialLine, order: WorkOrder) -> MaterialRecord:
    """A line; one of before each was checked by itself (schema 3) is as fit as the slip's were found together."""
    fit = order.owner_material_fit if row.fit is None and row.supplier is Supplier.OWNER else row.fit
    amount = amount_of(row)
    return MaterialRecord(row.name, row.spec, row.unit, row.quantity, row.unit_price, amount, row.supplier, fit)
