# SPDX-License-Identifier: Apache-2.0
"""The queue of follow-ups (回访): ids in one sorted query, rows in pages, counts without rows."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from operator import attrgetter
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from complaintdesk.db.tables import Case, FollowUp
from complaintdesk.desk.follow_up_rows import OPEN, due_by
from complaintdesk.desk.indexing import PAGE
from complaintdesk.desk.listing import GIST, found_cases
from complaintdesk.desk.long_lists import LOOKED_AT, Beginning, Heed, has_more, heedless, read_ids
from complaintdesk.desk.rule_books import RuleBooks
from complaintdesk.desk.staffing import names_of
from complaintdesk.domain.dates import civil_day, end_of_day
from complaintdesk.domain.search_words import Search
from complaintdesk.domain.terms import AttemptOutcome, CaseKind, FollowUpWay, Rating

Q = TypeVar("Q", bound=Select[*tuple[Any, ...]])

FOLLOW_UP_VIEWS = ("due", "coming", "offered", "to_confirm", "done")


@dataclass(frozen=True)
class FollowUpFilter:
    """Which follow-ups a list shows; `view` is one of FOLLOW_UP_VIEWS.

    The days are civil days, both included: of the due day, for those that are made or ended of the day of that.
    `wave` is the id of a lead case: all of its wave's are listed then, of every view (R-CLS-08).
    """

    view: str = "due"
    kind: CaseKind | None = None
    from_on: date | None = None
    to_on: date | None = None
    text: str = ""  # words alone; `search` has filters too
    wave: int | None = None
    search: Search | None = None  # what the search box asks for, of their cases


@dataclass(frozen=True)
class CalledTogether:
    """The follow-ups of a wave, which are made in one go (R-CLS-08): its lead case, and how many they are."""

    lead_id: int
    number: str
    count: int


@dataclass(frozen=True)
class FollowUpRow:
    """A line of the queue; `content` is the matter's beginning, the names are those of the case's own rule book."""

    id: int
    case_id: int
    case_number: str
    kind: CaseKind
    kind_name: str
    name: str
    round: int
    place: str
    caller_name: str
    content: str
    required: bool
    opens_at: datetime
    due_at: datetime | None
    done_at: datetime | None
    ended_at: datetime | None
    way: FollowUpWay | None
    rating: Rating | None
    called_by: str
    confirmed_by: str
    attempts: int
    last_outcome: AttemptOutcome | None
    call_again_at: datetime | None
    wave: str  # number of the lead case of its wave (R-CLS-08), '' for none


def follow_up_ids(
    session: Session, wanted: FollowUpFilter, now: datetime, zone: ZoneInfo, heed: Heed = heedless
) -> array[int]:
    """Ids of the follow-ups to list: what is due first on top, with what is of one wave with it; of those made the
    latest. May take longer than a frame.
    """
    asked_for = wanted.text.strip() or wanted.search is not None
    hits = set(found_cases(session, wanted.text, wanted.search, now)) if asked_for else None
    if _is_of_made(wanted) and hits is None:
        return read_ids(session, _latest(_filtered(select(FollowUp.id), wanted, now, zone)), heed)
    query = _filtered(select(FollowUp.id, FollowUp.case_id, due_by.label("by")), wanted, now, zone)
    made = _is_of_made(wanted)
    rows = [row for row in session.execute(_latest(query) if made else query) if hits is None or row.case_id in hits]
    if not made:  # few; sorted there, all that were ever offered would be gone through by their due day
        rows = _waves_together(session, rows)
    return array("q", (row.id for row in rows))


def follow_up_beginning(session: Session, wanted: FollowUpFilter, now: datetime, zone: ZoneInfo) -> Beginning:
    """With what `follow_up_ids` begins: all that is to be made, of those made the latest."""
    made = select(FollowUp.id).where(FollowUp.done_at.is_not(None)).order_by(FollowUp.done_at.desc())
    if not _is_of_made(wanted) or not has_more(session, made):
        return Beginning(follow_up_ids(session, wanted, now, zone), whole=True)
    if wanted.text.strip() or wanted.search is not None:
        return Beginning(array("q"), whole=False)
    latest = _filtered(select(FollowUp.id).where(FollowUp.id.in_(made.limit(LOOKED_AT))), wanted, now, zone)
    return Beginning(read_ids(session, _latest(latest)), whole=False)


def _is_of_made(wanted: FollowUpFilter) -> bool:
    return wanted.view == "done" and wanted.wave is None


def _latest(query: Q) -> Q:
    return query.order_by(func.coalesce(FollowUp.done_at, FollowUp.ended_at).desc(), FollowUp.id.desc())


def _waves_together(session: Session, rows: Sequence[Any]) -> list[Any]:
    """By when each is due, else when it opens; those of one lead case with the first of them, to be made in one go
    (R-CLS-08).
    """
    leads = _leads(session, [row.case_id for row in rows])
    rows = sorted(rows, key=attrgetter("by", "id"))
    first: dict[int, int] = {}
    for at, row in enumerate(rows):
        first.setdefault(leads.get(row.case_id, -row.id), at)
    return sorted(rows, key=lambda row: first[leads.get(row.case_id, -row.id)])


def _leads(session: Session, case_ids: Sequence[int]) -> dict[int | None, int]:
    """Of those of these cases that are of a wave the id of its lead case; of the lead case its own."""
    found: dict[int | None, int] = {}
    for start in range(0, len(case_ids), PAGE):
        ids = case_ids[start : start + PAGE]
        of_wave = Case.lead_case_id.is_not(None) & (Case.id.in_(ids) | Case.lead_case_id.in_(ids))
        for row in session.execute(select(Case.id, Case.lead_case_id).where(of_wave)):
            found |= {row.id: row.lead_case_id, row.lead_case_id: row.lead_case_id}
    return found


def called_together(session: Session, case_id: int) -> CalledTogether | None:
    """The follow-ups of the wave that a case is of; None for a case of none."""
    lead_id = _leads(session, [case_id]).get(case_id)
    if lead_id is None:
        return None
    count = session.scalars(select(func.count()).select_from(FollowUp).where(_of_wave(lead_id))).one()
    return CalledTogether(lead_id, session.get_one(Case, lead_id).number or "", count)


def _of_wave(lead_id: int) -> ColumnElement[bool]:
    cases = select(Case.id).where((Case.id == lead_id) | (Case.lead_case_id == lead_id))
    return and_(FollowUp.case_id.in_(cases), FollowUp.dropped_at.is_(None))


def follow_up_counts(
    session: Session, now: datetime, zone: ZoneInfo, views: Sequence[str] = FOLLOW_UP_VIEWS
) -> dict[str, int]:
    """How many follow-ups each view, or each of these, holds."""
    counts = {}
    for view in views:
        query = select(func.count()).select_from(FollowUp).where(_view(view, now, zone))
        counts[view] = session.scalars(query).one()
    return counts


def _filtered(query: Q, wanted: FollowUpFilter, now: datetime, zone: ZoneInfo) -> Q:
    conditions = [_view(wanted.view, now, zone) if wanted.wave is None else _of_wave(wanted.wave)]
    if wanted.kind is not None:
        query = query.join(Case, Case.id == FollowUp.case_id)
        conditions.append(Case.kind == wanted.kind)
    over = wanted.view in ("done", "to_confirm")
    day = func.coalesce(FollowUp.done_at, FollowUp.ended_at) if over else due_by
    if wanted.from_on is not None:
        conditions.append(day > end_of_day(wanted.from_on - timedelta(days=1), zone))
    if wanted.to_on is not None:
        conditions.append(day <= end_of_day(wanted.to_on, zone))
    return query.where(*conditions)


def _view(view: str, now: datetime, zone: ZoneInfo) -> ColumnElement[bool]:
    tonight = end_of_day(civil_day(now, zone), zone)
    still_open = and_(*OPEN)
    not_over = or_(FollowUp.due_at >= now, FollowUp.due_at.is_(None))
    by_tonight = or_(
        and_(FollowUp.required.is_(True), due_by <= tonight),
        and_(FollowUp.call_again_at <= tonight, or_(FollowUp.required.is_(True), not_over)),
    )
    match view:
        case "due":
            return and_(still_open, by_tonight)
        case "coming":
            called_again = func.coalesce(FollowUp.call_again_at, due_by) > tonight
            return and_(still_open, FollowUp.required.is_(True), due_by > tonight, called_again)
        case "offered":
            unmade = and_(FollowUp.required.is_(False), FollowUp.done_at.is_(None))  # by index: offered ones stay so
            in_window = or_(and_(unmade, FollowUp.due_at >= now), and_(unmade, FollowUp.due_at.is_(None)))
            return and_(still_open, in_window, FollowUp.opens_at <= now)
        case "to_confirm":
            return and_(FollowUp.way == FollowUpWay.PHONE, FollowUp.done_at.is_not(None), *_UNSIGNED)
        case "done":
            over = or_(FollowUp.done_at.is_not(None), FollowUp.ended_at.is_not(None))
            return and_(over, FollowUp.dropped_at.is_(None))
    raise ValueError(f"no such view: {view}")


_UNSIGNED = (FollowUp.confirmed_at.is_(None), FollowUp.dropped_at.is_(None))


def follow_up_rows(session: Session, ids: Sequence[int], books: RuleBooks) -> tuple[FollowUpRow, ...]:
    """The lines of these follow-ups, in the ids' order."""
    columns = (
        *(Case.number, Case.kind, Case.place_text, Case.caller_name, Case.procedure_version_id),
        func.substr(Case.content, 1, GIST).label("content"),
    )
    query = select(FollowUp, *columns).join(Case, Case.id == FollowUp.case_id).where(FollowUp.id.in_(ids))
    rows = {row.FollowUp.id: row for row in session.execute(query)}
    names = names_of(session)
    leads = _leads(session, [row.FollowUp.case_id for row in rows.values()])
    of_leads = select(Case.id, Case.number).where(Case.id.in_(set(leads.values())))
    numbers = {row.id: row.number or "" for row in session.execute(of_leads)}
    return tuple(
        FollowUpRow(
            id=each.FollowUp.id,
            case_id=each.FollowUp.case_id,
            case_number=each.number or "",
            kind=each.kind,
            kind_name=books.of(session, each.procedure_version_id).kind_name(each.kind),
            name=books.of(session, each.procedure_version_id).follow_up(each.FollowUp.key).name,
            round=each.FollowUp.round,
            place=each.place_text,
            caller_name=each.caller_name,
            content=each.content,
            required=each.FollowUp.required,
            opens_at=each.FollowUp.opens_at,
            due_at=each.FollowUp.due_at,
            done_at=each.FollowUp.done_at,
            ended_at=each.FollowUp.ended_at,
            way=each.FollowUp.way,
            rating=each.FollowUp.rating,
            called_by=names[each.FollowUp.called_by],
            confirmed_by=names[each.FollowUp.confirmed_by],
            attempts=each.FollowUp.attempts,
            last_outcome=each.FollowUp.last_outcome,
            call_again_at=each.FollowUp.call_again_at,
            wave=numbers.get(leads.get(each.FollowUp.case_id, 0), ""),
        )
        for each in (rows[id_] for id_ in ids)
    )
