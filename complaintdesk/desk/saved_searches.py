# SPDX-License-Identifier: Apache-2.0
"""Searches kept under a name, one's own or the whole office's: shown as queues, each with how many cases it holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from complaintdesk.db.tables import SavedSearch
from complaintdesk.desk import searching
from complaintdesk.desk.context import Context
from complaintdesk.desk.listing import newest_found
from complaintdesk.desk.rights import LEADERS
from complaintdesk.domain.search_words import Field, read_search
from complaintdesk.domain.terms import Role
from complaintdesk.domain.texts import clean_line, fold
from complaintdesk.errors import QT_TRANSLATE_NOOP, Conflict, MissingFields, UserError

NAME_LIMIT = 20  # characters: it stands on a button
MOST = 12  # of one person, and of the office: more are no longer taken in at a glance
COUNTED = 499  # cases counted at most
SHARERS = LEADERS | {Role.QUALITY}  # who keeps the office's


@dataclass(frozen=True)
class SavedSearchDraft:
    """A saved search as it should be; `id` and `version` where it is in the books already."""

    name: str
    words: str  # as they are typed into the search box
    for_all: bool = False
    id: int | None = None
    version: int | None = None


@dataclass(frozen=True)
class Queue:
    """A saved search as it is shown: how many cases it holds, at most COUNTED + 1; None where it can't be read now."""

    id: int
    name: str
    words: str
    for_all: bool
    version: int
    count: int | None = None


def save(session: Session, context: Context, draft: SavedSearchDraft) -> int:
    """The id of the search added, renamed or given other words.

    Raises MissingFields, UserError beside a field, Conflict when it was changed meanwhile.
    """
    name, words = _checked(session, context, draft)
    staff_id = None if draft.for_all else context.staff_id
    kept = session.scalars(_standing(staff_id)).all()
    if any(fold(each.name) == fold(name) and each.id != draft.id for each in kept):
        raise UserError(QT_TRANSLATE_NOOP("errors", "Another saved search is called so."), field="name")
    if draft.for_all and not _may_share(context):
        raise UserError(
            QT_TRANSLATE_NOOP("errors", "Only a supervisor keeps searches for the whole office."), field="for_all"
        )
    if draft.id is None:
        if len(kept) >= MOST:
            raise UserError(
                QT_TRANSLATE_NOOP("errors", "There are {count} already: remove one first."),
                field="name",
                count=len(kept),
            )
        last = max((row.position for row in kept), default=0)
        row = SavedSearch(position=last + 1, void_reason="", saved_at=context.now, saved_by=context.staff_id)
        session.add(row)
    else:
        row = _own(session, context, draft.id)
        if row.version != draft.version:
            raise Conflict(_draft_of(row), draft)
    row.staff_id, row.name, row.words = staff_id, name, words
    session.flush()
    context.subject = _subject(row.id)
    return row.id


def remove(session: Session, context: Context, search_id: int) -> None:
    """Shows a saved search no more; the cases stay as they are. Raises UserError for somebody else's."""
    row = _own(session, context, search_id)
    context.subject = _subject(row.id)
    row.voided_at, row.voided_by = context.now, context.staff_id


def reorder(session: Session, context: Context, ids: Sequence[int]) -> None:
    """Puts saved searches into this order, all of them one's own or all the office's. Raises UserError otherwise."""
    rows = [_own(session, context, each) for each in ids]
    if len({row.staff_id for row in rows}) > 1:
        raise UserError(QT_TRANSLATE_NOOP("errors", "The office's searches stand before one's own."))
    places = sorted(row.position for row in rows)
    context.subject = "search:order"
    context.already_done = places == [row.position for row in rows]
    for row, place in zip(rows, places, strict=True):
        row.position = place


def queues(session: Session, staff_id: int | None) -> tuple[Queue, ...]:
    """The saved searches that one sees, the office's first; not counted yet."""
    rows = [*session.scalars(_standing(None)), *(session.scalars(_standing(staff_id)) if staff_id is not None else ())]
    return tuple(Queue(row.id, row.name, row.words, row.staff_id is None, row.version) for row in rows)


def counts(
    session: Session, seen: Sequence[Queue], known: Sequence[Field], now: datetime, staff_id: int | None, today: date
) -> tuple[Queue, ...]:
    """The same with how many cases each holds now; what words mean is read anew, as the rule book and the day are."""
    found = []
    for each in seen:
        try:
            search = read_search(each.words, known, today)
        except UserError:  # such as a team that is called otherwise now; its button says so
            found.append(replace(each, count=None))
            continue
        ids = newest_found(session, search, now, COUNTED + 1, staff_id, live=True)
        found.append(replace(each, count=len(ids)))
    return tuple(found)


def _checked(session: Session, context: Context, draft: SavedSearchDraft) -> tuple[str, str]:
    """Name and words as they are kept; words that no search can be read from are refused beside them."""
    name = clean_line(draft.name, NAME_LIMIT, field="name")
    words = clean_line(draft.words, field="words")
    missing = {}
    if not fold(name):
        missing["name"] = QT_TRANSLATE_NOOP("errors", "What is the search to be called?")
    if not fold(words):
        missing["words"] = QT_TRANSLATE_NOOP("errors", "What is to be searched for?")
    if missing:
        raise MissingFields(missing)
    try:
        searching.read(session, words, context.books, context.now.astimezone(context.zone).date())
    except UserError as error:
        raise UserError(error.text, field="words", **error.values) from error
    return name, words


def _own(session: Session, context: Context, search_id: int) -> SavedSearch:
    """The saved search, if who asks may change it; raises UserError otherwise."""
    row = session.get_one(SavedSearch, search_id)
    if row.voided_at is not None:
        raise UserError(QT_TRANSLATE_NOOP("errors", "This search was removed meanwhile."))
    if row.staff_id is None and not _may_share(context):
        raise UserError(QT_TRANSLATE_NOOP("errors", "Only a supervisor changes searches of the whole office."))
    if row.staff_id not in (None, context.staff_id):
        raise UserError(QT_TRANSLATE_NOOP("errors", "This search is somebody else's."))
    return row


def _may_share(context: Context) -> bool:
    return context.staff is not None and context.staff.role in SHARERS


def _standing(staff_id: int | None) -> Select[SavedSearch]:
    """Those of one person, or with None of the office, in their order."""
    own = SavedSearch.staff_id.is_(None) if staff_id is None else SavedSearch.staff_id == staff_id
    query = select(SavedSearch).where(SavedSearch.voided_at.is_(None), own)
    return query.order_by(SavedSearch.position, SavedSearch.id)


def _draft_of(row: SavedSearch) -> SavedSearchDraft:
    return SavedSearchDraft(row.name, row.words, row.staff_id is None, row.id, row.version)


def _subject(search_id: int) -> str:
    return f"search:{search_id}"
