# SPDX-License-Identifier: Apache-2.0
"""The work diary (工作日记, R-REG-15): what the cases' stories tell of a person's day, and what they wrote in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from complaintdesk.db.tables import Case, CaseEvent, DiaryEntry, Staff, WorkOrder
from complaintdesk.desk.context import Context
from complaintdesk.desk.listing import GIST
from complaintdesk.desk.number_hits import find_number
from complaintdesk.desk.rights import LEADERS
from complaintdesk.desk.saved_before import refuse_changed
from complaintdesk.desk.staffing import names_of
from complaintdesk.desk.voiding import void_record
from complaintdesk.domain.dates import civil_day, end_of_day
from complaintdesk.domain.terms import CaseKind, EventKind
from complaintdesk.domain.texts import clean_text, fold
from complaintdesk.errors import QT_TRANSLATE_NOOP, MissingFields, UserError


@dataclass(frozen=True)
class DiaryDraft:
    """A line for one's own diary; `happened_at` None is now, `number` the case that it is about, '' for none."""

    words: str
    happened_at: datetime | None = None
    number: str = ""
    token: str | None = None


@dataclass(frozen=True)
class DiaryLine:
    """One thing done: a step of a case's story, or an entry of one's own, which has no `kind`.

    `at` is when it was done; `noted_at` when it was written down.
    """

    at: datetime
    noted_at: datetime
    kind: EventKind | None
    case_id: int | None
    number: str
    case_kind: CaseKind | None
    place: str
    content: str
    words: str
    entry_id: int | None = None
    event_id: int | None = None
    void_reason: str = ""

    @property
    def id(self) -> int:
        """Tells the lines of a day apart: an event's id, an entry's as a negative number."""
        return -(self.entry_id or 0) if self.event_id is None else self.event_id


@dataclass(frozen=True)
class Diary:
    """A person's day, in the order in which things were done; `taken` cases are those that they registered."""

    day: date
    staff_id: int
    name: str
    lines: tuple[DiaryLine, ...]
    taken: int
    cases: int  # that they did anything on

    @property
    def standing(self) -> tuple[DiaryLine, ...]:
        """The lines that count: without those taken back."""
        return tuple(line for line in self.lines if not line.void_reason)


def write(session: Session, context: Context, draft: DiaryDraft) -> int:
    """The id of a line written in one's own diary; the same draft sent twice is saved once.

    Raises MissingFields, UserError for a time to come or a number that no case has.
    """
    if draft.token is not None:
        saved = session.scalars(select(DiaryEntry).where(DiaryEntry.token == draft.token)).first()
        if saved is not None:
            at = draft.happened_at or saved.happened_at
            words = clean_text(draft.words, field="words")
            case_id = _case_numbered(session, draft.number, context.now.astimezone(context.zone).year)
            refuse_changed(context, (saved.words, saved.happened_at, saved.case_id), (words, at, case_id))
            return saved.id
    if not fold(draft.words):
        raise MissingFields({"words": QT_TRANSLATE_NOOP("errors", "What was done? Write it in a few words.")})
    happened_at = draft.happened_at or context.now
    if happened_at > context.now:
        raise UserError(QT_TRANSLATE_NOOP("errors", "This time is still to come."), field="happened_at")
    assert context.staff_id is not None
    day = civil_day(happened_at, context.zone)
    context.subject, context.happened_at = f"{day}", happened_at
    row = DiaryEntry(
        day=day,
        staff_id=context.staff_id,
        case_id=_case_numbered(session, draft.number, context.now.astimezone(context.zone).year),
        happened_at=happened_at,
        written_at=context.now,
        words=clean_text(draft.words, field="words"),
        token=draft.token,
        void_reason="",
    )
    session.add(row)
    session.flush()
    return row.id


def void(session: Session, context: Context, entry_id: int, reason: str) -> None:
    """Takes a line back, one's own or as a supervisor; it stays in the books with the reason."""
    row = session.get_one(DiaryEntry, entry_id)
    context.subject = f"{row.day}"
    if row.staff_id != context.staff_id and (context.staff is None or context.staff.role not in LEADERS):
        raise UserError(QT_TRANSLATE_NOOP("errors", "Another's diary is corrected by a supervisor."))
    void_record(context, row, reason)


def diary(session: Session, day: date, staff_id: int, zone: ZoneInfo) -> Diary:
    """What somebody did on a day: the steps that they noted then, and the lines of their own about it."""
    lines = sorted((*_steps(session, day, staff_id, zone), *_entries(session, day, staff_id)), key=_in_order)
    return Diary(
        day=day,
        staff_id=staff_id,
        name=names_of(session)[staff_id],
        lines=tuple(lines),
        taken=sum(line.kind is EventKind.REGISTERED for line in lines),
        cases=len({line.case_id for line in lines if line.case_id is not None and not line.void_reason}),
    )


def diarists(session: Session, day: date, zone: ZoneInfo) -> tuple[tuple[int, str, int], ...]:
    """Id, name and number of lines of everybody with a diary on that day, by name."""
    first, last = _bounds(day, zone)
    steps = select(CaseEvent.recorded_by, func.count()).where(CaseEvent.recorded_at.between(first, last))
    own = select(DiaryEntry.staff_id, func.count()).where(DiaryEntry.day == day, DiaryEntry.voided_at.is_(None))
    counts: dict[int, int] = {}
    for query in (steps.group_by(CaseEvent.recorded_by), own.group_by(DiaryEntry.staff_id)):
        for who, count in session.execute(query):
            if who is not None:
                counts[who] = counts.get(who, 0) + count
    people = session.execute(select(Staff.id, Staff.name).where(Staff.id.in_(counts)).order_by(Staff.pinyin, Staff.id))
    return tuple((row.id, row.name, counts[row.id]) for row in people)


def _steps(session: Session, day: date, staff_id: int, zone: ZoneInfo) -> list[DiaryLine]:
    """By the time at which they were noted: that is what the person did on the day."""
    query = (
        select(
            *(CaseEvent.id, CaseEvent.kind, CaseEvent.happened_at, CaseEvent.recorded_at, CaseEvent.words),
            *(Case.id.label("case_id"), Case.number, Case.kind.label("case_kind"), Case.place_text),
            func.substr(Case.content, 1, GIST).label("content"),
        )
        .join(Case, Case.id == CaseEvent.case_id)
        .where(CaseEvent.recorded_by == staff_id, CaseEvent.recorded_at.between(*_bounds(day, zone)))
        .where(Case.number.is_not(None))
    )
    return [
        DiaryLine(
            at=row.happened_at,
            noted_at=row.recorded_at,
            kind=row.kind,
            case_id=row.case_id,
            number=row.number,
            case_kind=row.case_kind,
            place=row.place_text,
            content=row.content,
            words=row.words,
            event_id=row.id,
        )
        for row in session.execute(query)
    ]


def _entries(session: Session, day: date, staff_id: int) -> list[DiaryLine]:
    query = (
        select(DiaryEntry, Case.number, Case.kind, Case.place_text, func.substr(Case.content, 1, GIST).label("content"))
        .outerjoin(Case, Case.id == DiaryEntry.case_id)
        .where(DiaryEntry.day == day, DiaryEntry.staff_id == staff_id)
    )
    return [
        DiaryLine(
            at=row.DiaryEntry.happened_at,
            noted_at=row.DiaryEntry.written_at,
            kind=None,
            case_id=row.DiaryEntry.case_id,
            number=row.number or "",
            case_kind=row.kind,
            place=row.place_text or "",
            content=row.content or "",
            words=row.DiaryEntry.words,
            entry_id=row.DiaryEntry.id,
            void_reason=row.DiaryEntry.void_reason,
        )
        for row in session.execute(query)
    ]


def _bounds(day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """The day's first and last second."""
    return end_of_day(day - timedelta(days=1), zone) + timedelta(seconds=1), end_of_day(day, zone)


def _in_order(line: DiaryLine) -> tuple[datetime, datetime, int]:
    return line.noted_at if line.event_id else line.at, line.noted_at, abs(line.id)


def _case_numbered(session: Session, text: str, year: int) -> int | None:
    """The case that a number names, its own or a slip's; None for no number."""
    if not fold(text):
        return None
    hit = find_number(session, text, year)
    if hit is None:
        raise UserError(QT_TRANSLATE_NOOP("errors", "No case has the number {number}."), field="number", number=text)
    return hit.id if hit.kind == "case" else session.get_one(WorkOrder, hit.id).case_id
