# SPDX-License-Identifier: Apache-2.0
"""Whole cases and slips, with everything that a page, a form or a sheet can show of them."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaintdesk.db.tables import Attachment, Case, CaseEvent, Contact, WorkOrder
from complaintdesk.desk.commitments import commitments_of
from complaintdesk.desk.follow_up_records import follow_ups_of, last_ratings
from complaintdesk.desk.indexing import mistaken_contacts
from complaintdesk.desk.listing import STANDING, numbers_of
from complaintdesk.desk.print_counts import print_counts
from complaintdesk.desk.quoted_lines import lines_of
from complaintdesk.desk.records import (
    AttachmentRecord,
    CasePage,
    CaseRecord,
    ContactRecord,
    EventRecord,
    OrderGist,
)
from complaintdesk.desk.rule_books import CATEGORIES, DEPARTMENTS, LADDER, RuleBooks
from complaintdesk.desk.staffing import names_of
from complaintdesk.desk.story import as_event, case_facts
from complaintdesk.domain import approvals, lifecycle, own_fields
from complaintdesk.domain.approvals import Approval
from complaintdesk.domain.lifecycle import standing
from complaintdesk.domain.numbering import number_for
from complaintdesk.domain.procedure import Procedure
from complaintdesk.domain.terms import CaseKind, EventKind
from complaintdesk.domain.told import told_by

PAGE = 200
OUTCOMES = (EventKind.COMPLETED, EventKind.ANSWERED, EventKind.HANDLED)


def cases_between(
    session: Session,
    from_on: date | None = None,
    to_on: date | None = None,
    kind: CaseKind | None = None,
    *,
    with_history: bool = False,
) -> array[int]:
    """Ids of the cases received on these days (both included), oldest first; history only when asked for."""
    query = select(Case.id).where(STANDING)
    if not with_history:
        query = query.where(Case.number.is_not(None))
    if from_on is not None:
        query = query.where(Case.received_on >= from_on)
    if to_on is not None:
        query = query.where(Case.received_on <= to_on)
    if kind is not None:
        query = query.where(Case.kind == kind)
    return array("q", session.scalars(query.order_by(Case.received_at, Case.id)))


def case_records(session: Session, ids: Sequence[int], books: RuleBooks) -> Iterator[CaseRecord]:
    """The cases in the ids' order, read a page at a time."""
    names = names_of(session)
    for start in range(0, len(ids), PAGE):
        page = list(ids[start : start + PAGE])
        cases = {case.id: case for case in session.scalars(select(Case).where(Case.id.in_(page)))}
        stories: dict[int, list[CaseEvent]] = {}
        for event in session.scalars(select(CaseEvent).where(CaseEvent.case_id.in_(page)).order_by(CaseEvent.id)):
            stories.setdefault(event.case_id, []).append(event)
        orders: dict[int, list[WorkOrder]] = {}
        for order in session.scalars(select(WorkOrder).where(WorkOrder.case_id.in_(page)).order_by(WorkOrder.id)):
            orders.setdefault(order.case_id, []).append(order)
        prints = print_counts(session, [order.id for group in orders.values() for order in group])
        rated = last_ratings(session, page)
        quotes = lines_of(session, page, names)
        others = [each for case in cases.values() for each in (case.repeats_case_id, case.lead_case_id)]
        numbers = numbers_of(session, others)
        for case_id in page:
            case = cases[case_id]
            gists = tuple(
                _gist(order, books.team_name(session, order.team, order.issued_at), prints)
                for order in orders.get(case_id, ())
            )
            named = _named(session, case, books) | {"follow_up": rated.get(case_id)}
            named["quotes"] = tuple(quotes.get(case_id, ()))
            yield _record(case, stories.get(case_id, []), gists, names, numbers, named)
        for row in (*cases.values(), *(event for told in stories.values() for event in told)):
            session.expunge(row)


def numbered(session: Session, case_ids: Sequence[int]) -> tuple[tuple[int, str], ...]:
    """Those of these cases that have a number of ours, in their order, each with it."""
    numbers: dict[int, str] = {}
    for start in range(0, len(case_ids), PAGE):
        page = case_ids[start : start + PAGE]
        wanted = select(Case.id, Case.number).where(Case.id.in_(page), Case.number.is_not(None))
        numbers.update((row.id, row.number) for row in session.execute(wanted))
    return tuple((case_id, numbers[case_id]) for case_id in case_ids if case_id in numbers)


def case_page(session: Session, case_id: int, books: RuleBooks) -> CasePage:
    """All that the case's page shows."""
    record = next(case_records(session, [case_id], books))
    case = session.get_one(Case, case_id)
    procedure = books.of(session, case.procedure_version_id)
    names = names_of(session)
    rows = session.scalars(select(CaseEvent).where(CaseEvent.case_id == case_id).order_by(CaseEvent.id)).all()
    story = [as_event(row) for row in rows]
    kept = {event.id for event in standing(story)}
    gone = {event.id for event in story if event.kind is not EventKind.WITHDRAWN} - kept
    orders = {order.id: order.number for order in record.orders}
    events = tuple(
        EventRecord(
            id=row.id,
            kind=row.kind,
            happened_at=row.happened_at,
            recorded_at=row.recorded_at,
            by=names[row.recorded_by],
            words=row.words,
            order_number=orders.get(row.order_id, "") if row.order_id is not None else "",
            about_id=row.about_id,
            facts=row.facts,
            withdrawn=row.id in gone,
            department=books.name(session, procedure, DEPARTMENTS, row.facts["department"])
            if row.kind in (EventKind.REROUTED, EventKind.PASSED_ON)
            else "",
        )
        for row in rows
    )
    mistaken = mistaken_contacts(rows)
    contacts = tuple(
        ContactRecord(
            id=row.id,
            channel=row.channel,
            happened_at=row.happened_at,
            by=names[row.recorded_by],
            caller_name=row.caller_name,
            caller_phone=row.caller_phone,
            content=row.content,
        )
        for row in session.scalars(select(Contact).where(Contact.case_id == case_id).order_by(Contact.id))
        if row.id not in mistaken
    )
    files = tuple(
        AttachmentRecord(row.id, row.name, row.size, row.sha256, row.added_at, names[row.added_by])
        for row in session.scalars(select(Attachment).where(Attachment.case_id == case_id).order_by(Attachment.id))
    )
    follow_ups = follow_ups_of(session, case_id, procedure, names, case.escalated_to)
    limits = commitments_of(session, case, procedure)
    unapproved = _unapproved(session, case, procedure, story)
    return CasePage(record, procedure, events, contacts, limits, files, follow_ups, unapproved)


def _unapproved(
    session: Session, case: Case, procedure: Procedure, story: Sequence[lifecycle.Event]
) -> tuple[Approval, ...]:
    kinds = dict.fromkeys(row.before for row in approvals.rows_of(procedure))
    if not kinds or case.number is None:
        return ()
    orders = session.scalars(select(WorkOrder).where(WorkOrder.case_id == case.id).order_by(WorkOrder.id)).all()
    facts = case_facts(case, orders, told_by(story))
    return tuple(each for kind in kinds for each in approvals.missing_before(procedure, kind, facts, story, None))


def _gist(order: WorkOrder, team: str, prints: dict[int | None, int]) -> OrderGist:
    return OrderGist(order.id, order.number, order.state, team, order.worker, prints.get(order.id, 0), order.round)


def _record(
    case: Case,
    story: Sequence[CaseEvent],
    orders: tuple[OrderGist, ...],
    names: dict[int | None, str],
    numbers: dict[int | None, str],
    named: dict[str, Any],
) -> CaseRecord:
    words = {row.id: row.words for row in story}
    told = standing(as_event(row) for row in story)
    reopened = [place for place, event in enumerate(told) if event.kind is EventKind.REOPENED]
    this_round = {event.kind: event.happened_at for event in (told[reopened[-1] :] if reopened else told)}
    reported = [event.happened_at for event in told if event.kind is EventKind.REPORTED]
    outcome = next((words[event.id] for event in reversed(told) if event.kind in OUTCOMES), "")
    same = {name: getattr(case, name) for name in SAME_NAMES}
    return CaseRecord(
        **same,
        **named,
        number=case.number or "",
        sheet_number=_sheet_number(case),
        first_contact=names[case.first_contact_by],
        place=case.place_text,
        level_criteria=tuple(case.level_criteria),
        reported_to=names[case.reported_to],
        reported_at=reported[-1] if reported else None,
        gaps=tuple(case.gaps),
        repeats_number=numbers.get(case.repeats_case_id, ""),
        follower=names[case.handed_to or case.first_contact_by],
        about=names[case.about_staff_id],
        lead_number=numbers.get(case.lead_case_id, ""),
        orders=orders,
        answered_at=this_round.get(EventKind.ANSWERED),
        handled_at=this_round.get(EventKind.HANDLED),
        closed_at=this_round.get(EventKind.CLOSED),
        outcome=outcome,
        chases=sum(event.kind is EventKind.REMINDED for event in told),
    )


def _named(session: Session, case: Case, books: RuleBooks) -> dict[str, Any]:
    """What the case's rule book calls what the case holds by id."""
    own = books.of(session, case.procedure_version_id)
    criteria = {criterion.id: criterion.words for criterion in own.level_criteria}
    return {
        "kind_name": own.kind_name(case.kind),
        "category_name": books.name(session, own, CATEGORIES, case.category),
        "department_name": books.name(session, own, DEPARTMENTS, case.department),
        "level_criteria_words": tuple(criteria.get(each, each) for each in case.level_criteria),
        "escalated_to_name": books.name(session, own, LADDER, case.escalated_to),
        "own_fields": own_fields.named(own, case.own_fields),
    }


def _sheet_number(case: Case) -> str:
    if case.series is None or case.year is None or case.running is None:
        return ""
    return number_for(case.series, case.year, case.running, case.round)


SAME_NAMES = (
    *("id", "old_number", "origin", "kind", "channel", "state", "round", "received_at", "received_on", "recorded_at"),
    *("place_id", "occupant_id", "caller_name", "caller_phone", "anonymous", "content", "category", "department"),
    *("appointment_from", "appointment_to", "charge", "quoted", "price_agreed", "grade", "public_area", "complex_job"),
    *("level", "heard", "asked", "repeated", "written", "void_reason", "version"),
    *("service_from", "service_to", "valid", "hard", "priority", "promised_at", "waits_for", "escalated_to"),
    *("lead_case_id", "confidential", "price_on_site"),
)
