# SPDX-License-Identifier: Apache-2.0
"""What cases are found by: the search index's one writer, and what `check` compares it with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaintdesk.db import search_index
from complaintdesk.db.tables import Case, CaseEvent, Contact, WorkOrder
from complaintdesk.desk.pinyin_table import pinyin_table
from complaintdesk.desk.story import as_event
from complaintdesk.domain.grams import stream
from complaintdesk.domain.lifecycle import standing
from complaintdesk.domain.pinyin import keys_for
from complaintdesk.domain.terms import EventKind, Origin

PAGE = 500


def index(session: Session, case: Case) -> None:
    """Makes the case found by what it holds now."""
    for each, tokens in tokens_of(session, [case]):
        search_index.put(session, each.id, tokens)


def refill(session: Session) -> int:
    """How many cases the search index, emptied first, was filled with again."""
    count = 0
    search_index.clear(session)
    for cases in in_pages(session):
        for case, tokens in tokens_of(session, cases):
            search_index.put(session, case.id, tokens)
        count += len(cases)
    return count


def in_pages(session: Session, ids: Sequence[int] | None = None) -> Iterator[Sequence[Case]]:
    """All cases by id, or these, a page at a time."""
    if ids is not None:
        for at in range(0, len(ids), PAGE):
            yield session.scalars(select(Case).where(Case.id.in_(ids[at : at + PAGE])).order_by(Case.id)).all()
            session.expunge_all()
        return
    last_id = 0
    while cases := session.scalars(select(Case).where(Case.id > last_id).order_by(Case.id).limit(PAGE)).all():
        last_id = cases[-1].id
        yield cases
        session.expunge_all()


def tokens_of(session: Session, cases: Sequence[Case]) -> Iterator[tuple[Case, frozenset[str]]]:
    """Each case with what it is found by: texts, names (also by pinyin), place, phones, numbers, its contacts'
    and the office's own fields too.

    A contact that was taken back finds nothing.
    """
    ids = [case.id for case in cases]
    contacts = grouped(session.scalars(select(Contact).where(Contact.case_id.in_(ids)).order_by(Contact.id)))
    orders = grouped(session.scalars(select(WorkOrder).where(WorkOrder.case_id.in_(ids)).order_by(WorkOrder.id)))
    wanted = (EventKind.CONTACTED, EventKind.WITHDRAWN)
    told = select(CaseEvent).where(CaseEvent.case_id.in_(ids), CaseEvent.kind.in_(wanted)).order_by(CaseEvent.id)
    stories = grouped(session.scalars(told))
    for case in cases:
        mistaken = mistaken_contacts(stories.get(case.id, []))
        own = [contact for contact in contacts.get(case.id, []) if contact.id not in mistaken]
        yield case, _tokens(case, own, [order.number for order in orders.get(case.id, [])])


def mistaken_contacts(story: Sequence[CaseEvent]) -> set[object]:
    """Ids of the contacts whose events were taken back."""
    kept = {event.id for event in standing(as_event(row) for row in story)}
    return {row.facts.get("contact") for row in story if row.kind is EventKind.CONTACTED and row.id not in kept}


def _tokens(case: Case, contacts: Sequence[Contact], order_numbers: Sequence[str]) -> frozenset[str]:
    if case.origin is Origin.HISTORY and case.voided_at is not None:
        return frozenset()  # its import was undone
    names = {case.caller_name, *(contact.caller_name for contact in contacts)}
    texts = [case.content, case.place_text, case.number or "", case.old_number, *order_numbers, *names]
    texts += [contact.content for contact in contacts if contact.content != case.content]
    texts += case.own_fields.values()
    phones = {case.caller_phone, *(contact.caller_phone for contact in contacts)}
    pinyin = [key for name in names for key in keys_for(name, pinyin_table())]
    return stream(texts, phones, pinyin)


def grouped(rows: Any) -> dict[int, list[Any]]:
    """Rows by their case's id, in the order they come."""
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(row.case_id, []).append(row)
    return found
