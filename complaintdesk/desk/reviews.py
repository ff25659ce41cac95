# SPDX-License-Identifier: Apache-2.0
"""The daily review (审阅, R-REG-12): a day's register, what the last days' check list shows, and who signed it."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from operator import itemgetter
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from complaintdesk.db.tables import Case, DayReview, OfficeProfile
from complaintdesk.desk.context import Context
from complaintdesk.desk.open_items import Found, ItemList, OpenItem, frozen, late, read_items, thawed
from complaintdesk.desk.rights import LEADERS
from complaintdesk.desk.rule_books import RuleBooks
from complaintdesk.desk.staffing import names_of
from complaintdesk.desk.voiding import void_record
from complaintdesk.domain.dates import civil_day
from complaintdesk.domain.lifecycle import OPEN_STATES
from complaintdesk.domain.procedure import Procedure
from complaintdesk.domain.terms import CaseKind, CaseState, Origin, Role
from complaintdesk.domain.texts import clean_text, fold
from complaintdesk.errors import QT_TRANSLATE_NOOP, MissingFields, UserError


@dataclass(frozen=True)
class ReviewDay:
    """A day with cases, and whether its register was reviewed."""

    day: date
    cases: int
    reviewed_at: datetime | None
    reviewed_by: str
    demanded: bool  # the rule book of that day asks for it, and the day is over

    @property
    def missing(self) -> bool:
        """Whether a review is demanded and not there."""
        return self.demanded and self.reviewed_at is None


@dataclass(frozen=True)
class ReviewRecord:
    """A signature under a day's register; `found` is how many stood on each list of the check list then."""

    id: int
    reviewed_at: datetime
    by: str
    words: str
    found: Mapping[ItemList, int]
    voided_by: str
    void_reason: str

    @property
    def void(self) -> bool:
        """Whether it was taken back."""
        return bool(self.void_reason)


@dataclass(frozen=True)
class ReviewPage:
    """All that a day's page shows: what came in, what the check list says now, and its signatures, newest first."""

    day: date
    counts: Mapping[CaseKind, int]
    checked_from: date
    items: tuple[OpenItem, ...]
    reviews: tuple[ReviewRecord, ...]


def sign(session: Session, context: Context, day: date, words: str) -> int:
    """The id of the signature under a day's register; signing again is possible, as after more was written up.

    Raises MissingFields, UserError for a day to come or a role that the rule book does not name.
    """
    role = context.staff.role if context.staff else None
    if role is None or not may_sign(context.procedure, role):
        raise UserError(QT_TRANSLATE_NOOP("errors", "By the rule book the register is reviewed by somebody else."))
    if not fold(words):
        raise MissingFields({"words": QT_TRANSLATE_NOOP("errors", "What did the review find? A few words.")})
    if day > civil_day(context.now, context.zone):
        raise UserError(QT_TRANSLATE_NOOP("errors", "This day is still to come."), field="day")
    context.subject = f"{day}"
    found, counts = check_list(session, context.procedure, day, context.now), _counts(session, day)
    kept = {"cases": sum(counts.values()), **frozen(found)}
    same = select(DayReview).where(DayReview.day == day, DayReview.reviewed_by == context.staff_id, _STANDING)
    last = session.scalars(same.order_by(DayReview.id.desc())).first()
    words = clean_text(words, field="words")
    if last is not None and (last.words, last.found) == (words, kept):
        context.already_done = True
        return last.id
    row = DayReview(
        day=day, reviewed_at=context.now, reviewed_by=context.staff_id, words=words, found=kept, void_reason=""
    )
    session.add(row)
    session.flush()
    return row.id


def void(session: Session, context: Context, review_id: int, reason: str) -> None:
    """Takes a signature back; it stays in the books with the reason. Raises MissingFields without one."""
    row = session.get_one(DayReview, review_id)
    context.subject = f"{row.day}"
    void_record(context, row, reason)


def may_sign(procedure: Procedure, role: Role) -> bool:
    """Whether the rule book has this role review the register; where it says nothing, a supervisor or higher may."""
    row = procedure.course.review
    return role in (LEADERS if row is None else row.roles)


def review_days(session: Session, now: datetime, zone: ZoneInfo, books: RuleBooks) -> tuple[ReviewDay, ...]:
    """Every day with cases since the office was founded, the newest first."""
    founded = _founded_on(session, zone)
    asking, today = _asking(session, zone, books), civil_day(now, zone)
    query = select(Case.received_on, func.count().label("cases")).where(*_RECEIVED, Case.received_on >= founded)
    reviews = {row.day: row for row in session.scalars(select(DayReview).where(_STANDING).order_by(DayReview.id))}
    names = names_of(session)
    return tuple(
        ReviewDay(
            day=row.received_on,
            cases=row.cases,
            reviewed_at=reviews[row.received_on].reviewed_at if row.received_on in reviews else None,
            reviewed_by=names[reviews[row.received_on].reviewed_by] if row.received_on in reviews else "",
            demanded=row.received_on < today and _is_asked(asking, row.received_on),
        )
        for row in session.execute(query.group_by(Case.received_on).order_by(Case.received_on.desc()))
    )


def unreviewed_days(session: Session, now: datetime, zone: ZoneInfo, books: RuleBooks) -> tuple[date, ...]:
    """The days that are over, had cases, and lack the review that the rule book of that day asks for; oldest first.

    Of a day's cases the first is looked at, and none of the days before the first one without a review: it stands as a
    number beside the tab.
    """
    asking = _asking(session, zone, books)
    asked_from = next((day for day, asked in asking if asked), None)
    if asked_from is None:
        return ()
    first, today = max(asked_from, _founded_on(session, zone)), civil_day(now, zone)
    reviewed = set(session.scalars(select(DayReview.day).where(_STANDING).distinct()))
    while first in reviewed:
        first += timedelta(days=1)
    days = _days_with_cases(session, first, today)
    return tuple(day for day in days if day not in reviewed and _is_asked(asking, day))


def _days_with_cases(session: Session, first: date, before: date) -> Sequence[date]:
    """The days from the first on on which cases came in, each found from the one before it by one look at the index."""

    def next_after(day: Any) -> Any:
        later = (Case.received_on > day, Case.received_on < before)
        return select(func.min(Case.received_on)).where(*_RECEIVED, *later).scalar_subquery()

    days = select(next_after(first - timedelta(days=1)).label("day")).cte("days", recursive=True)
    days = days.union_all(select(next_after(days.c.day)).where(days.c.day.is_not(None)))
    return session.scalars(select(days.c.day).where(days.c.day.is_not(None)).order_by(days.c.day)).all()


def review_page(session: Session, day: date, now: datetime, books: RuleBooks) -> ReviewPage:
    """A day's register with the check list of the days up to it (R-REG-12), as both stand now."""
    found = check_list(session, books.in_force, day, now)
    return ReviewPage(
        day=day,
        counts=_counts(session, day),
        checked_from=checked_from(books.in_force, day),
        items=read_items(session, found, books),
        reviews=_reviews(session, day),
    )


def checked_from(procedure: Procedure, day: date) -> date:
    """The first of the days that are checked with this one; the day itself where the rule book names no number."""
    row = procedure.course.review
    return day if row is None else day - timedelta(days=max(row.days_checked, 1) - 1)


def check_list(session: Session, procedure: Procedure, day: date, now: datetime) -> Found:
    """What is to be looked at of the days up to this one: repeated, unsolved, late and unreported cases."""
    rows = session.execute(
        select(*_LOOKED_AT)
        .where(*_RECEIVED, Case.received_on.between(checked_from(procedure, day), day))
        .order_by(Case.received_at, Case.id)
    ).all()
    late_ones = set(late(session, now))
    return {
        ItemList.LATE: [row.id for row in rows if row.id in late_ones],
        ItemList.REPEATED: repeated(rows),
        ItemList.UNSOLVED: [row.id for row in rows if row.state in OPEN_STATES],
        ItemList.UNREPORTED: [
            row.id
            for row in rows
            if row.kind is CaseKind.COMPLAINT and row.reported_to is None and row.state in OPEN_STATES
        ],
    }


def repeated_between(session: Session, from_on: date, to_on: date) -> list[int]:
    """The cases of these days that are about the same household's same matter as another of them, or repeat one."""
    query = select(*_LOOKED_AT).where(*_RECEIVED, Case.received_on.between(from_on, to_on))
    return repeated(session.execute(query.order_by(Case.received_at, Case.id)).all())


def repeated(rows: Sequence[Any]) -> list[int]:
    """Of these cases those of the same household or phone and category as another, and the repeat complaints."""
    counts = Counter(key for row in rows for key in _keys(row))
    return [row.id for row in rows if row.repeats_case_id is not None or any(counts[key] > 1 for key in _keys(row))]


def _keys(row: Any) -> list[tuple[str, str, str]]:
    """What makes two cases the same matter: who calls and the category; the wave's own cases are one already."""
    who = [("place", str(row.place_id))] if row.place_id is not None else []
    who += [("phone", row.caller_phone)] if row.caller_phone else []
    return [(*each, row.category) for each in who] if row.category else []


def _counts(session: Session, day: date) -> dict[CaseKind, int]:
    query = (
        select(Case.kind, func.count().label("cases")).where(*_RECEIVED, Case.received_on == day).group_by(Case.kind)
    )
    counted = {row.kind: row.cases for row in session.execute(query)}
    return {kind: counted[kind] for kind in CaseKind if kind in counted}


def _reviews(session: Session, day: date) -> tuple[ReviewRecord, ...]:
    names = names_of(session)
    rows = session.scalars(select(DayReview).where(DayReview.day == day).order_by(DayReview.id.desc()))
    return tuple(
        ReviewRecord(
            id=row.id,
            reviewed_at=row.reviewed_at,
            by=names[row.reviewed_by],
            words=row.words,
            found={name: len(ids) for name, ids in thawed(row.found).items()},
            voided_by=names[row.voided_by],
            void_reason=row.void_reason,
        )
        for row in rows
    )


def _founded_on(session: Session, zone: ZoneInfo) -> date:
    return civil_day(session.scalars(select(OfficeProfile.created_at)).one(), zone)


def _asking(session: Session, zone: ZoneInfo, books: RuleBooks) -> tuple[tuple[date, bool], ...]:
    """Since which day reviews were asked for, or no more: by the rule book that was in force when that day ended."""
    by_day = {civil_day(version.at, zone): version.id for version in books.versions}
    return tuple((day, books.of(session, id_).course.review is not None) for day, id_ in sorted(by_day.items()))


def _is_asked(asking: Sequence[tuple[date, bool]], day: date) -> bool:
    """Whether the rule book that was in force on a day asked for its review, whatever was adopted since."""
    before = bisect_right(asking, day, key=itemgetter(0))
    return before > 0 and asking[before - 1][1]


_STANDING = DayReview.voided_at.is_(None)
_RECEIVED = (Case.number.is_not(None), Case.state != CaseState.VOID, Case.origin != Origin.RESTORED)
_LOOKED_AT = (
    *(Case.id, Case.kind, Case.state, Case.category, Case.place_id, Case.caller_phone, Case.reported_to),
    Case.repeats_case_id,
)
