# SPDX-License-Identifier: Apache-2.0
"""A month's points and fines (R-CA-05): points follow from broken limits and are stored nowhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from operator import attrgetter
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from complaintdesk.db.tables import Case, Commitment, Fine, PointLift
from complaintdesk.desk.rule_books import DEPARTMENTS, Rows, RuleBooks
from complaintdesk.desk.staffing import names_of
from complaintdesk.domain.course_rows import FineRow
from complaintdesk.domain.dates import add_months
from complaintdesk.domain.terms import CaseState

FINES: Rows[FineRow] = attrgetter("course.fines")


@dataclass(frozen=True)
class Breach:
    """A broken limit that costs its department points; `lifted` says why they do not count, '' where they do."""

    id: int  # of the limit
    case_id: int
    case_number: str
    name: str  # of the limit
    department: str  # id
    department_name: str
    due_at: datetime
    met_at: datetime | None
    points: int
    lifted: str
    lifted_by: str


@dataclass(frozen=True)
class FineRecord:
    """A fine; `void_reason` is '' for one that counts."""

    id: int
    name: str  # as the rule book calls it
    case_id: int | None
    case_number: str
    department: str  # id
    department_name: str
    person: str
    amount: Decimal
    reason: str
    found_on: date
    entered_by: str
    void_reason: str


@dataclass(frozen=True)
class Total:
    """What a department lost in the month: points, and fines in yuan."""

    department: str  # id
    name: str
    breaches: int
    points: int
    fines: Decimal


@dataclass(frozen=True)
class PointsOfMonth:
    """A month's table: a line for each department that lost something, and what it comes of."""

    month: date  # its first day
    totals: tuple[Total, ...]
    breaches: tuple[Breach, ...]
    fines: tuple[FineRecord, ...]


def is_broken(limit: Commitment, now: datetime) -> bool:
    """Whether a limit was met too late, or is past its end; not while it waits (R-T-07), nor once it is dropped."""
    if limit.dropped_at is not None:
        return False
    if limit.met_at is not None:
        return limit.met_at > limit.due_at
    return limit.paused_at is None and limit.due_at < now


def points_of_month(session: Session, month: date, now: datetime, zone: ZoneInfo, books: RuleBooks) -> PointsOfMonth:
    """The table of the month in which the limits ended and the fines were found; `month` is any day of it."""
    first = month.replace(day=1)
    after = add_months(first, 1)
    names = names_of(session)
    breaches = tuple(_breaches(session, first, after, now, zone, books, names))
    fines = tuple(_fines(session, first, after, books, names))
    found: dict[str, list[Total]] = {}
    for breach in breaches:
        counted = 0 if breach.lifted else breach.points
        one = Total(breach.department, breach.department_name, 1 if counted else 0, counted, Decimal("0.00"))
        found.setdefault(breach.department, []).append(one)
    for fine in fines:
        amount = Decimal("0.00") if fine.void_reason else fine.amount
        found.setdefault(fine.department, []).append(Total(fine.department, fine.department_name, 0, 0, amount))
    totals = (
        Total(
            department,
            parts[0].name,
            sum(part.breaches for part in parts),
            sum(part.points for part in parts),
            sum((part.fines for part in parts), Decimal("0.00")),
        )
        for department, parts in found.items()
    )
    lost = (each for each in totals if each.points or each.fines)
    return PointsOfMonth(first, tuple(sorted(lost, key=lambda each: (-each.points, -each.fines))), breaches, fines)


def _breaches(
    session: Session,
    first: date,
    after: date,
    now: datetime,
    zone: ZoneInfo,
    books: RuleBooks,
    names: dict[int | None, str],
) -> list[Breach]:
    """The broken limits of this span that their case's own rule book prices, by the time they ended."""
    begins, ends = (datetime.combine(day, time(), zone).astimezone(UTC) for day in (first, after))
    priced = {row.id for book in books.newest_first(session) for row in book.commitments if row.points}
    rows = session.execute(
        select(Commitment, Case)
        .join(Case, Case.id == Commitment.case_id)
        .where(Commitment.key.in_(priced), Commitment.due_at >= begins, Commitment.due_at < ends)
        .where(Case.state != CaseState.VOID)
        .where(or_(Commitment.met_at > Commitment.due_at, Commitment.met_at.is_(None)))
        .order_by(Commitment.due_at, Commitment.id)
    )
    broken = [(limit, case) for limit, case in rows if is_broken(limit, now)]
    ids = [limit.id for limit, _case in broken]
    lifts = select(PointLift).where(PointLift.commitment_id.in_(ids), PointLift.voided_at.is_(None))
    lifted = {lift.commitment_id: lift for lift in session.scalars(lifts)}
    found = []
    for limit, case in broken:
        own = books.of(session, case.procedure_version_id)
        row = own.commitment(limit.key)
        if not row.points:
            continue
        department = row.charged_to or case.department
        lift = lifted.get(limit.id)
        found.append(
            Breach(
                id=limit.id,
                case_id=case.id,
                case_number=case.number or "",
                name=row.name,
                department=department,
                department_name=books.name(session, own, DEPARTMENTS, department),
                due_at=limit.due_at,
                met_at=limit.met_at,
                points=row.points,
                lifted=lift.reason if lift else "",
                lifted_by=names[lift.lifted_by] if lift else "",
            )
        )
    return found


def _fines(
    session: Session, first: date, after: date, books: RuleBooks, names: dict[int | None, str]
) -> list[FineRecord]:
    """The fines found on these days, void ones included, by day."""
    rows = session.execute(
        select(Fine, Case.number)
        .outerjoin(Case, Case.id == Fine.case_id)
        .where(Fine.found_on >= first, Fine.found_on < after)
        .order_by(Fine.found_on, Fine.id)
    ).all()
    known = books.known(session, FINES, {fine.key for fine, _number in rows if fine.key})
    departments = books.known(session, DEPARTMENTS, {fine.department for fine, _number in rows})
    return [
        FineRecord(
            id=fine.id,
            name=known[fine.key].name if fine.key in known else "",
            case_id=fine.case_id,
            case_number=number or "",
            department=fine.department,
            department_name=departments[fine.department].name,
            person=fine.person,
            amount=fine.amount,
            reason=fine.reason,
            found_on=fine.found_on,
            entered_by=names[fine.entered_by],
            void_reason=fine.void_reason,
        )
        for fine, number in rows
    ]
