# SPDX-License-Identifier: Apache-2.0
"""What is found by what: the search index's one writer, and what `check` compares it with."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaintdesk.db import search_index
from complaintdesk.db.journal import Change
from complaintdesk.db.tables import Case, CaseEvent, Contact, WorkOrder
from complaintdesk.desk.pinyin_table import pinyin_table
from complaintdesk.desk.rule_books import RuleBooks
from complaintdesk.desk.slip_indexing import keep_out, refill_out
from complaintdesk.desk.story import as_event
from complaintdesk.desk.who_indexing import keep_keys, refill_keys
from complaintdesk.domain.folding import fold_building, parse_room
from complaintdesk.domain.grams import fact_token, room_tokens, stream
from complaintdesk.domain.lifecycle import standing
from complaintdesk.domain.pinyin import keys_for
from complaintdesk.domain.search_days import day_tokens
from complaintdesk.domain.terms import EventKind, OrderState, Origin
from complaintdesk.domain.texts import fold

PAGE = 500
_BUILDING = re.compile("[^\\s,，、;；]{0,6}?[0-9A-Za-z一二三四五六七八九十]+(?:号楼|[栋幢]楼?|座|#楼?)")
# Columns of a case of which its tokens are made, besides the personal ones.
_SEARCHED = frozenset(
    {
        *("number", "origin", "kind", "state", "channel", "level", "priority", "building", "category", "department"),
        *("grade", "charge", "first_contact_by", "hard", "received_on", "voided_at"),
    }
)


def index_changed(session: Session, changes: Collection[Change], books: RuleBooks) -> None:
    """Makes every case, place and slip that a deed's changes bear on found by what it holds now; called at its end.

    What hangs on a case raises its version, so that each such case is among the changes itself.
    """
    beside = any(_tells_of_a_case(change) for change in changes)
    changed = (change for change in changes if change.table == Case.__tablename__)
    ids = {each.id for each in changed if beside or each.inserted or each.plain.keys() & _SEARCHED or each.personal}
    for cases in in_pages(session, sorted(ids), keep=True):
        search_index.put_many(session, [(case.id, tokens) for case, tokens in tokens_of(session, cases)])
    keep_keys(session, changes)
    keep_out(session, changes, books)


def _tells_of_a_case(change: Change) -> bool:
    """Whether a case is found otherwise after this change of something that hangs on it."""
    if change.table == CaseEvent.__tablename__:  # what is taken back may be a contact, or the end of a slip
        return change.plain.get("kind") == EventKind.WITHDRAWN
    if change.table == WorkOrder.__tablename__ and not change.inserted:
        return change.plain.get("state") == OrderState.VOID or "team" in change.plain or "worker" in change.personal
    return change.table in (Contact.__tablename__, WorkOrder.__tablename__)


def refill(session: Session) -> int:
    """How many cases the search index, emptied first, was filled with again; the places' keys, and the slips
    that are out, are as well."""
    refill_keys(session)
    refill_out(session)
    count = 0
    search_index.clear(session)
    for cases in in_pages(session):
        for case, tokens in tokens_of(session, cases):
            search_index.put(session, case.id, tokens)
        count += len(cases)
    return count


def in_pages(session: Session, ids: Sequence[int] | None = None, *, keep: bool = False) -> Iterator[Sequence[Case]]:
    """All cases by id, or these, a page at a time; the session lets go of each page, unless it is to `keep` them."""
    if ids is not None:
        for at in range(0, len(ids), PAGE):
            yield session.scalars(select(Case).where(Case.id.in_(ids[at : at + PAGE])).order_by(Case.id)).all()
            if not keep:
                session.expunge_all()
        return
    last_id = 0
    while cases := session.scalars(select(Case).where(Case.id > last_id).order_by(Case.id).limit(PAGE)).all():
        last_id = cases[-1].id
        yield cases
        session.expunge_all()


def tokens_of(session: Session, cases: Sequence[Case]) -> Iterator[tuple[Case, frozenset[str]]]:
    """Each case with what it is found by: texts, names (also by pinyin), place, phones, numbers, its contacts'
    and the office's own fields too; and the facts that are filtered by.

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
        yield case, case_tokens(case, own, orders.get(case.id, []))


def mistaken_contacts(story: Sequence[CaseEvent]) -> set[object]:
    """Ids of the contacts whose events were taken back."""
    kept = {event.id for event in standing(as_event(row) for row in story)}
    return {row.facts.get("contact") for row in story if row.kind is EventKind.CONTACTED and row.id not in kept}


def case_tokens(case: Case, contacts: Sequence[Contact], orders: Sequence[WorkOrder]) -> frozenset[str]:
    """What a case is found by, with its contacts and orders; nothing where its import was undone."""
    if case.origin is Origin.HISTORY and case.voided_at is not None:
        return frozenset()
    names = {case.caller_name, *(contact.caller_name for contact in contacts)}
    texts = [case.content, case.place_text, case.number or "", case.old_number, *names]
    texts += [order.number for order in orders]
    texts += [contact.content for contact in contacts if contact.content != case.content]
    texts += case.own_fields.values()
    phones = {case.caller_phone, *(contact.caller_phone for contact in contacts)}
    pinyin = [key for name in names for key in keys_for(name, pinyin_table())]
    return stream(texts, phones, pinyin, _facts(case, names, orders))


def _facts(case: Case, names: Iterable[str], orders: Sequence[WorkOrder]) -> Iterator[str]:
    """What a case is filtered by (`searching.fields`), token by token."""
    yield from day_tokens(case.received_on)
    yield from _places(case.place_text)
    for name in filter(None, map(fold, names)):
        yield from (fact_token("a", name[:size]) for size in range(1, len(name) + 1))
    standing = [order for order in orders if order.state is not OrderState.VOID]
    for letter, value in (
        *(("k", case.kind), ("s", case.state), ("n", case.channel), ("l", case.level), ("y", case.priority)),
        *(("b", case.building), ("c", case.category), ("o", case.department), ("u", case.grade), ("f", case.charge)),
        *(("v", case.origin), ("i", case.first_contact_by), ("h", "hard" if case.hard else "")),
        *(("g", order.team) for order in standing),
        *(("w", order.worker) for order in standing),
    ):
        if value:
            yield fact_token(letter, str(value))


@lru_cache(maxsize=8192)
def _places(text: str) -> tuple[str, ...]:
    """By which building and rooms what was told of a place is found; none where it names neither."""
    room = parse_room(text)
    if room is not None:
        return (*([fact_token("b", room.building)] if room.building else ()), *room_tokens(room))
    building = _BUILDING.match(text)
    return () if building is None else (fact_token("b", fold_building(building[0])),)


def grouped(rows: Any) -> dict[int, list[Any]]:
    """Rows by their case's id, in the order they come."""
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(row.case_id, []).append(row)
    return found
