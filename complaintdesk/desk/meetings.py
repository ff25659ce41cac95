# SPDX-License-Identifier: Apache-2.0
"""The week's and the month's meeting (例会, R-ST-07): its sheet by the rule book, and what was decided."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaintdesk.db.tables import Case, Meeting
from complaintdesk.desk.context import Context
from complaintdesk.desk.open_items import (
    Found,
    ItemList,
    OpenItem,
    frozen,
    late,
    major,
    measures,
    read_items,
    slips_out,
    thawed,
)
from complaintdesk.desk.point_tables import points_of_month
from complaintdesk.desk.reviews import repeated_between
from complaintdesk.desk.rule_books import DEPARTMENTS, RuleBooks
from complaintdesk.desk.saved_before import refuse_changed
from complaintdesk.desk.staffing import names_of
from complaintdesk.desk.voiding import void_record
from complaintdesk.domain.course_rows import Every, MeetingRow
from complaintdesk.domain.dates import add_months, civil_day
from complaintdesk.domain.procedure import Procedure
from complaintdesk.domain.texts import clean_line, clean_text, fold
from complaintdesk.errors import QT_TRANSLATE_NOOP, Conflict, MissingFields, UserError

URGENT = "urgent"  # called for one case (R-ESC-14)
PRESENT_LIMIT = 500


@dataclass(frozen=True)
class MeetingDraft:
    """A meeting's minutes; `id` and `version` where they are in the books already, `token` where they are not."""

    kind: str  # the procedure's meeting id
    from_on: date
    to_on: date
    held_at: datetime
    present: str
    words: str
    token: str | None = None
    id: int | None = None
    version: int | None = None


@dataclass(frozen=True)
class MeetingLine:
    """A line of the list of meetings."""

    id: int
    kind: str
    name: str
    from_on: date
    to_on: date
    held_at: datetime
    written_by: str
    words: str
    void: bool


@dataclass(frozen=True)
class Lost:
    """What a department lost (R-CA-05): points, and fines in yuan."""

    department: str  # name
    points: int
    fines: Decimal


@dataclass(frozen=True)
class MeetingSheet:
    """A meeting with all that its sheet shows; `counts` are of when it was written, the items read as they are now."""

    id: int
    kind: str
    name: str
    about: str  # what the rule book wants of it
    from_on: date
    to_on: date
    held_at: datetime | None
    present: str
    words: str
    written_by: str
    written_at: datetime | None
    counts: Mapping[ItemList, int]
    items: tuple[OpenItem, ...]
    points: tuple[Lost, ...]  # of the month in which the days end
    void_reason: str = ""
    version: int = 0
    case_number: str = ""  # of an urgent one


def save(session: Session, context: Context, draft: MeetingDraft) -> int:
    """The id of a meeting's minutes, written or put right; what stood on its sheet is frozen when it is written.

    Raises MissingFields, UserError beside a field, Conflict when another desk changed them first.
    """
    values = _checked(context, draft)
    context.subject, context.happened_at = f"{draft.kind} {draft.from_on}", draft.held_at
    if draft.id is not None:
        row = session.get_one(Meeting, draft.id)
        if row.voided_at is not None:
            raise UserError(QT_TRANSLATE_NOOP("errors", "These minutes are void."))
        if row.version != draft.version:
            raise Conflict(_draft_of(row), draft)
        row.held_at, row.present, row.words = draft.held_at, values["present"], values["words"]
        return row.id
    saved = session.scalars(select(Meeting).where(Meeting.token == draft.token)).first() if draft.token else None
    if saved is not None:
        held = (saved.kind, saved.from_on, saved.held_at, saved.present, saved.words)
        sent = (draft.kind, draft.from_on, draft.held_at, values["present"], values["words"])
        refuse_changed(context, held, sent)
        return saved.id
    _meeting(context.procedure, draft.kind)
    row = Meeting(
        kind=draft.kind,
        case_id=None,
        from_on=draft.from_on,
        to_on=draft.to_on,
        held_at=draft.held_at,
        items={
            **frozen(on_the_sheet(session, context.now, draft.from_on, draft.to_on)),
            "points": _points(session, draft.to_on, context.now, context.zone, context.books),
        },
        written_at=context.now,
        written_by=context.staff_id,
        token=draft.token,
        void_reason="",
        **values,
    )
    session.add(row)
    session.flush()
    return row.id


def void(session: Session, context: Context, meeting_id: int, reason: str) -> None:
    """Takes minutes out of use; they stay in the books with the reason.

    Raises MissingFields without one, UserError for a meeting that a case's story tells of: it is taken back there.
    """
    row = session.get_one(Meeting, meeting_id)
    if row.case_id is not None and row.voided_at is None:
        number = session.get_one(Case, row.case_id).number
        raise UserError(
            QT_TRANSLATE_NOOP("errors", "This meeting was called for {number}: take it back in its story."),
            number=number,
        )
    context.subject = f"{row.kind} {row.from_on}"
    void_record(context, row, reason)


def period(every: Every, day: date) -> tuple[date, date]:
    """The first and last day of the week (Monday to Sunday) or month that a day is in."""
    if every is Every.WEEK:
        monday = day - timedelta(days=day.weekday())
        return monday, monday + timedelta(days=6)
    first = day.replace(day=1)
    return first, add_months(first, 1) - timedelta(days=1)


def not_held(session: Session, procedure: Procedure, today: date) -> tuple[tuple[MeetingRow, date, date], ...]:
    """The rule book's meetings that have no minutes for the week or month that is running."""
    wanted = [(row, *period(row.every, today)) for row in procedure.course.meetings]
    held = {
        (row.kind, row.from_on)
        for row in session.execute(select(Meeting.kind, Meeting.from_on).where(Meeting.voided_at.is_(None)))
    }
    return tuple(each for each in wanted if (each[0].id, each[1]) not in held)


def on_the_sheet(session: Session, now: datetime, from_on: date, to_on: date) -> Found:
    """What a meeting about these days talks about: R-ST-07."""
    return {
        ItemList.MAJOR: major(session),
        ItemList.LATE: late(session, now),
        ItemList.REPEATED: repeated_between(session, from_on, to_on),
        ItemList.SLIPS: slips_out(session, now),
        ItemList.MEASURES: measures(session),
    }


def sheet_now(
    session: Session, kind: str, days: tuple[date, date], now: datetime, zone: ZoneInfo, books: RuleBooks
) -> MeetingSheet:
    """The sheet of a meeting that is still to be held, as it stands at this moment."""
    row = _meeting(books.in_force, kind)
    from_on, to_on = days
    found = on_the_sheet(session, now, from_on, to_on)
    return MeetingSheet(
        id=0,
        kind=kind,
        name=row.name,
        about=row.words,
        from_on=from_on,
        to_on=to_on,
        held_at=None,
        present="",
        words="",
        written_by="",
        written_at=None,
        counts={name: len(ids) for name, ids in found.items() if ids},
        items=read_items(session, found, books),
        points=_lost(session, _points(session, to_on, now, zone, books), books),
    )


def meeting_ids(session: Session) -> array[int]:
    """Ids of the meetings, the last one held first."""
    return array("q", session.scalars(select(Meeting.id).order_by(Meeting.held_at.desc(), Meeting.id.desc())))


def meeting_lines(session: Session, ids: Sequence[int], books: RuleBooks) -> tuple[MeetingLine, ...]:
    """The lines of these meetings, in the ids' order."""
    names = names_of(session)
    rows = {row.id: row for row in session.scalars(select(Meeting).where(Meeting.id.in_(ids)))}
    called = _names(session, {row.kind for row in rows.values()}, books)
    return tuple(
        MeetingLine(
            id=row.id,
            kind=row.kind,
            name=called.get(row.kind, ""),
            from_on=row.from_on,
            to_on=row.to_on,
            held_at=row.held_at,
            written_by=names[row.written_by],
            words=row.words,
            void=row.voided_at is not None,
        )
        for row in (rows[each] for each in ids)
    )


def meeting_sheet(session: Session, meeting_id: int, books: RuleBooks) -> MeetingSheet:
    """A meeting as its sheet shows it."""
    row = session.get_one(Meeting, meeting_id)
    found = thawed(row.items)
    about = [each.words for each in books.in_force.course.meetings if each.id == row.kind]
    case = None if row.case_id is None else session.get_one(Case, row.case_id)
    return MeetingSheet(
        id=row.id,
        kind=row.kind,
        name=_names(session, {row.kind}, books).get(row.kind, ""),
        about=about[0] if about else "",
        from_on=row.from_on,
        to_on=row.to_on,
        held_at=row.held_at,
        present=row.present,
        words=row.words,
        written_by=names_of(session)[row.written_by],
        written_at=row.written_at,
        counts={name: len(ids) for name, ids in found.items()},
        items=read_items(session, found, books),
        points=_lost(session, row.items.get("points", []), books),
        void_reason=row.void_reason,
        version=row.version,
        case_number="" if case is None else case.number or "",
    )


def _checked(context: Context, draft: MeetingDraft) -> dict[str, str]:
    asked = {
        "present": QT_TRANSLATE_NOOP("errors", "Who was there?"),
        "words": QT_TRANSLATE_NOOP("errors", "What was said and decided?"),
    }
    missing = {name: words for name, words in asked.items() if not fold(getattr(draft, name))}
    if missing:
        raise MissingFields(missing)
    if draft.held_at > context.now:
        raise UserError(QT_TRANSLATE_NOOP("errors", "This time is still to come."), field="held_at")
    if civil_day(draft.held_at, context.zone) < draft.from_on:
        raise UserError(
            QT_TRANSLATE_NOOP("errors", "The meeting lies before the days that it is about."), field="held_at"
        )
    return {
        "present": clean_line(draft.present, PRESENT_LIMIT, "present"),
        "words": clean_text(draft.words, field="words"),
    }


def _meeting(procedure: Procedure, kind: str) -> MeetingRow:
    row = next((each for each in procedure.course.meetings if each.id == kind), None)
    if row is None:
        raise UserError(QT_TRANSLATE_NOOP("errors", "The rule book names no such meeting."), field="kind")
    return row


def _points(session: Session, day: date, now: datetime, zone: ZoneInfo, books: RuleBooks) -> list[list[Any]]:
    """What the departments lost in a day's month, as a record keeps it: id, points, fines."""
    totals = points_of_month(session, day, now, zone, books).totals
    return [[each.department, each.points, f"{each.fines}"] for each in totals]


def _lost(session: Session, kept: list[list[Any]], books: RuleBooks) -> tuple[Lost, ...]:
    names = books.known(session, DEPARTMENTS, {each[0] for each in kept})
    return tuple(Lost(names[id_].name if id_ in names else id_, points, Decimal(fines)) for id_, points, fines in kept)


def _names(session: Session, kinds: set[str], books: RuleBooks) -> dict[str, str]:
    """What the rule books call the meetings; one that no rule book names is an urgent one, called for a case."""
    rows = books.known(session, lambda book: book.course.meetings, kinds)
    return {id_: row.name for id_, row in rows.items()}


def _draft_of(row: Meeting) -> MeetingDraft:
    return MeetingDraft(
        row.kind, row.from_on, row.to_on, row.held_at, row.present, row.words, id=row.id, version=row.version
    )
