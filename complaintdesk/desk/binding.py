# SPDX-License-Identifier: Apache-2.0
"""The month's binding list (派工单装订清单, R-WO-04): as the books say now, and frozen as it was when it was signed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from complaintdesk.db.reader import hidden_cases
from complaintdesk.db.tables import BindingList, Case, Counter, SlipLoss, WorkOrder
from complaintdesk.desk.binding_sheets import BindingLine, BindingSheet
from complaintdesk.desk.context import Context
from complaintdesk.desk.rule_books import RuleBooks
from complaintdesk.desk.slip_lists import ledger_months, losses, month_span
from complaintdesk.desk.slip_returns import ReturnedPart, returned_parts
from complaintdesk.desk.slip_rules import signed_part
from complaintdesk.desk.staffing import names_of
from complaintdesk.desk.voiding import void_record
from complaintdesk.domain.dates import add_months, civil_day
from complaintdesk.domain.numbering import number_for
from complaintdesk.domain.terms import BindingState, OrderState
from complaintdesk.errors import QT_TRANSLATE_NOOP, UserError

NOT_IN_BOOKS = "账上没有这个编号，前一号由{name}开出"  # the reason of a gap; without the one before it the first half
_PART = 500  # slips asked for at a time


@dataclass(frozen=True)
class BindingMonth:
    """A month with slips, and whether its list is signed."""

    month: date
    over: bool
    signed_at: datetime | None
    signed_by: str
    missing: int  # slips that were missing when it was signed, and those declared lost that it does not hold


@dataclass(frozen=True)
class TakenBack:
    """A signature under a month's list that was taken back."""

    signed_at: datetime
    signed_by: str
    by: str
    reason: str


@dataclass(frozen=True)
class BindingPage:
    """A month's list: as it was signed, else as it stands now; and what came back after it was signed."""

    sheet: BindingSheet
    list_id: int | None  # None while nobody has signed
    over: bool
    order_ids: Mapping[str, int]  # by number; of a gap there is none
    later: Mapping[str, tuple[ReturnedPart, ...]]  # by number, not on the signed list
    now: BindingSheet  # as the books say now, beside what was signed
    mark: str  # of these lines as they are now: whoever signs names what they looked through
    taken_back: tuple[TakenBack, ...]

    @property
    def missing_since(self) -> tuple[BindingLine, ...]:
        """What is missing by now and was not when the list was signed (R-WO-04)."""
        gone = {line.number for line in self.sheet.slips if line.state is BindingState.MISSING}
        return tuple(line for line in self.now.slips if line.state is BindingState.MISSING and line.number not in gone)


def sign(session: Session, context: Context, month: date, seen: str) -> int:
    """The id of a month's list as it is now, signed by who sits here (R-WO-04); from then on it stays as it is.

    Raises UserError for a month that is not over, that has no slips, or whose list is signed already, and where the
    list is another by now than the one that was looked through (`seen`: the mark on its page).
    """
    month = month.replace(day=1)
    context.subject = f"{month:%Y-%m}"
    if not _is_over(month, context.now, context.zone):
        raise UserError(QT_TRANSLATE_NOOP("errors", "This month is not over yet."), field="month")
    if _signed(session, month) is not None:
        raise UserError(QT_TRANSLATE_NOOP("errors", "The list of this month is signed already."), field="month")
    found = _lines(session, month, context.zone, context.books)
    if not found:
        raise UserError(QT_TRANSLATE_NOOP("errors", "No slip was issued in this month."), field="month")
    if _mark(found) != seen:
        raise UserError(QT_TRANSLATE_NOOP("errors", "The list has changed since you opened it: look through it again."))
    row = BindingList(
        month=month,
        signed_at=context.now,
        signed_by=context.staff_id,
        missing=_missing(found),
        lines={"lines": found},
        void_reason="",
    )
    session.add(row)
    session.flush()
    return row.id


def void(session: Session, context: Context, list_id: int, reason: str) -> None:
    """Takes the signature under a month's list back; both stay in the books. Raises MissingFields without a reason."""
    row = session.get_one(BindingList, list_id)
    context.subject = f"{row.month:%Y-%m}"
    void_record(context, row, reason)


def covers(sheet: BindingSheet, zone: ZoneInfo) -> str:
    """What a binding list is of, in words: its month, and the day on which it was signed."""
    signed = "" if sheet.signed_at is None else f" {sheet.signed_at.astimezone(zone):%Y-%m-%d}"
    return f"{sheet.month:%Y-%m}{signed}"


def binding_months(session: Session, now: datetime, zone: ZoneInfo) -> tuple[BindingMonth, ...]:
    """Every month with slips, the newest first."""
    names = names_of(session)
    columns = (BindingList.id, BindingList.month, BindingList.signed_at, BindingList.signed_by, BindingList.missing)
    signed = {row.month: row for row in session.execute(select(*columns).where(BindingList.voided_at.is_(None)))}
    lost = _lost(session, zone)
    found = []
    for month in ledger_months(session, zone):
        row = signed.get(month)
        since = [each for each in lost.get(month, ()) if row is None or each.declared_at > row.signed_at]
        if row is not None and since:  # one that was missing then, found and lost again stands there already
            there = _missing_numbers(session, row.id)
            since = [each for each in since if each.number not in there]
        found.append(
            BindingMonth(
                month=month,
                over=_is_over(month, now, zone),
                signed_at=None if row is None else row.signed_at,
                signed_by="" if row is None else names[row.signed_by],
                missing=len(since) + (0 if row is None else row.missing),
            )
        )
    return tuple(found)


def _missing_numbers(session: Session, list_id: int) -> set[str]:
    """The numbers that were missing when a list was signed."""
    lines = session.get_one(BindingList, list_id).lines["lines"]
    return {line["number"] for line in lines if line["state"] == BindingState.MISSING}


def _lost(session: Session, zone: ZoneInfo) -> dict[date, list[Any]]:
    """The slips that are lost, each with its number and when it was declared so, by the month of their issue."""
    query = select(WorkOrder.number, WorkOrder.issued_at, SlipLoss.declared_at).join(
        WorkOrder, WorkOrder.id == SlipLoss.order_id
    )
    query = query.where(SlipLoss.voided_at.is_(None), WorkOrder.state != OrderState.RETURNED)
    found: dict[date, list[Any]] = {}
    for row in session.execute(query):
        found.setdefault(civil_day(row.issued_at, zone).replace(day=1), []).append(row)
    return found


def unsigned_months(session: Session, now: datetime, zone: ZoneInfo) -> int:
    """How many months with slips are over and not signed."""
    signed = set(session.scalars(select(BindingList.month).where(BindingList.voided_at.is_(None))))
    return sum(_is_over(month, now, zone) and month not in signed for month in ledger_months(session, zone))


def binding_page(session: Session, month: date, now: datetime, zone: ZoneInfo, books: RuleBooks) -> BindingPage:
    """A month's list with all that stands beside it."""
    month = month.replace(day=1)
    present = _lines(session, month, zone, books)
    row = _signed(session, month)
    names = names_of(session)
    kept = present if row is None else row.lines["lines"]
    standing = _sheet(session, month, present)
    sheet = standing if row is None else _sheet(session, month, kept, names[row.signed_by], row.signed_at)
    ids = {line["number"]: line["order"] for line in (*kept, *present) if line["order"] is not None}
    return BindingPage(
        sheet=sheet,
        list_id=None if row is None else row.id,
        over=_is_over(month, now, zone),
        order_ids=ids,
        later={} if row is None else _later(session, kept, ids, books),
        now=standing,
        mark=_mark(present),
        taken_back=tuple(
            TakenBack(each.signed_at, names[each.signed_by], names[each.voided_by], each.void_reason)
            for each in session.scalars(
                select(BindingList)
                .where(BindingList.month == month, BindingList.voided_at.is_not(None))
                .order_by(BindingList.id.desc())
            )
        ),
    )


def _signed(session: Session, month: date) -> BindingList | None:
    query = select(BindingList).where(BindingList.month == month, BindingList.voided_at.is_(None))
    return session.scalars(query.order_by(BindingList.id)).first()


def _is_over(month: date, now: datetime, zone: ZoneInfo) -> bool:
    return civil_day(now, zone) >= add_months(month, 1)


def _mark(lines: Sequence[Mapping[str, Any]]) -> str:
    """What tells these lines from others; not by the places, which some readers don't see."""
    shown = [{name: value for name, value in line.items() if name != "place"} for line in lines]
    return hashlib.sha256(json.dumps(shown, sort_keys=True).encode()).hexdigest()


def _missing(lines: Sequence[Mapping[str, Any]]) -> int:
    return sum(line["state"] == BindingState.MISSING for line in lines)


def _sheet(
    session: Session,
    month: date,
    lines: Sequence[Mapping[str, Any]],
    signed_by: str = "",
    signed_at: datetime | None = None,
) -> BindingSheet:
    """A list as it is shown; a place stays hidden from whom it is hidden in its case."""
    hidden = _hidden_orders(session)
    slips = tuple(
        BindingLine(
            number=line["number"],
            issued_at=None if line["issued_at"] is None else datetime.fromisoformat(line["issued_at"]),
            place="" if line["order"] in hidden else line["place"],
            state=BindingState(line["state"]),
            parts=tuple(line["names"]),
            holder=line["holder"],
            reason=line["reason"],
        )
        for line in lines
    )
    return BindingSheet(month, slips, signed_by, signed_at)


def _hidden_orders(session: Session) -> frozenset[int]:
    """The slips of the cases whose complainant whoever reads may not know."""
    cases = hidden_cases(session)
    if not cases:
        return frozenset()
    return frozenset(session.scalars(select(WorkOrder.id).where(WorkOrder.case_id.in_(cases))))


def _later(
    session: Session, kept: Sequence[Mapping[str, Any]], ids: Mapping[str, int], books: RuleBooks
) -> dict[str, tuple[ReturnedPart, ...]]:
    """What came back of the slips of a signed list and does not stand on it."""
    back: dict[int, tuple[ReturnedPart, ...]] = {}
    wanted = list(ids.values())
    for start in range(0, len(wanted), _PART):
        back |= returned_parts(session, books.in_force, wanted[start : start + _PART])
    found = {}
    for line in kept:
        fresh = tuple(part for part in back.get(line["order"], ()) if part.part not in line["parts"])
        if fresh:
            found[line["number"]] = fresh
    return found


def _lines(session: Session, month: date, zone: ZoneInfo, books: RuleBooks) -> list[dict[str, Any]]:
    """Every number of the month as the books say now, by number, as a list keeps it."""
    begins, ends = month_span(month, zone)
    issued = (WorkOrder.issued_at >= begins, WorkOrder.issued_at < ends)
    columns = (
        *(WorkOrder.id, WorkOrder.number, WorkOrder.series, WorkOrder.year, WorkOrder.running, WorkOrder.state),
        *(WorkOrder.issued_at, WorkOrder.team, WorkOrder.worker, WorkOrder.void_reason, Case.place_text),
    )
    query = select(*columns).join(Case, Case.id == WorkOrder.case_id).where(*issued)
    query = query.order_by(WorkOrder.series, WorkOrder.year, WorkOrder.running)
    rows = session.execute(query).all()
    signed = signed_part(books.in_force).id
    found: dict[tuple[str, int, int], dict[str, Any]] = {}
    for start in range(0, len(rows), _PART):
        part = rows[start : start + _PART]
        ids = [row.id for row in part]
        back, lost = returned_parts(session, books.in_force, ids), losses(session, ids)
        for row in part:
            parts, loss = back.get(row.id, ()), lost.get(row.id)
            here = any(each.part == signed for each in parts)
            loss = None if here else loss
            holder = row.worker or books.team_name(session, row.team, row.issued_at)
            why = (row.void_reason,) if loss is None else (loss.reason, row.void_reason)
            found[row.series, row.year, row.running] = {
                "order": row.id,
                "number": row.number,
                "issued_at": row.issued_at.isoformat(),
                "place": row.place_text,
                "state": _state(row.state, back=here, lost=loss is not None).value,
                "parts": [each.part for each in parts],
                "names": [each.name for each in parts],
                "holder": holder if loss is None else loss.holder,
                "reason": "；".join(filter(None, why)),
            }
    called = names_of(session)
    for gap, by in _gaps(session, begins, rows).items():
        found[gap] = _gap_line(gap, "" if by is None else called[by])
    return [found[key] for key in sorted(found)]


def _state(state: OrderState, *, back: bool, lost: bool) -> BindingState:
    """What the list says of a slip; one that is lost is missing also where it was voided for that (R-WO-04)."""
    if lost:
        return BindingState.MISSING
    if state is OrderState.VOID:
        return BindingState.VOID
    return BindingState.RETURNED if back else BindingState.OPEN


def _gaps(session: Session, begins: datetime, rows: Sequence[Any]) -> dict[tuple[str, int, int], int | None]:
    """The numbers of the month's series that no slip in the books has, each with who issued the one before it.

    Up to the counter's for the newest month.
    """
    highest: dict[tuple[str, int], int] = {}
    for row in rows:
        highest[row.series, row.year] = max(row.running, highest.get((row.series, row.year), 0))
    gaps: dict[tuple[str, int, int], int | None] = {}
    for (series, year), most in highest.items():
        own = (WorkOrder.series == series, WorkOrder.year == year)
        before = session.scalar(select(func.max(WorkOrder.running)).where(*own, WorkOrder.issued_at < begins)) or 0
        if session.scalar(select(func.max(WorkOrder.running)).where(*own)) == most:
            given = session.scalar(select(Counter.last).where(Counter.series == series, Counter.year == year))
            most = max(most, given or 0)
        query = select(WorkOrder.running, WorkOrder.issued_by).where(*own, WorkOrder.running.between(before, most))
        issued = dict(iter(session.execute(query)))
        by = issued.get(before)
        for running in range(before + 1, most + 1):
            if running in issued:
                by = issued[running]
            else:
                gaps[series, year, running] = by
    return gaps


def _gap_line(gap: tuple[str, int, int], name: str) -> dict[str, Any]:
    """A number that no slip has; `name` issued the one before it, '' where nobody is known."""
    reason = NOT_IN_BOOKS.format(name=name) if name else NOT_IN_BOOKS.partition("，")[0]
    return {
        "order": None,
        "number": number_for(*gap),
        "issued_at": None,
        "place": "",
        "state": BindingState.MISSING.value,
        "parts": [],
        "names": [],
        "holder": name,
        "reason": reason,
    }
