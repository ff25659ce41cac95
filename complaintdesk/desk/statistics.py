# SPDX-License-Identifier: Apache-2.0
"""A month's figures, counted in SQL: cases by kind, category and state, and how each limit was kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from complaintdesk.db.tables import Case, Commitment, WorkOrder
from complaintdesk.domain.dates import add_months
from complaintdesk.domain.procedure import Procedure
from complaintdesk.domain.ratios import Ratio
from complaintdesk.domain.terms import CaseKind, CaseState, OrderState, Origin


@dataclass(frozen=True)
class LimitFigures:
    """How a limit (时限、承诺) was kept: met by its due, met after it or open past it, still open before it."""

    key: str
    name: str
    in_rate: bool
    reminder: bool
    in_time: int
    late: int
    undecided: int

    @property
    def share(self) -> Ratio:
        """In time ÷ decided, the undecided ones beside it."""
        return Ratio(self.in_time, self.in_time + self.late, self.undecided)


@dataclass(frozen=True)
class CategoryFigures:
    """The cases of one category, by kind; `name` is '' for those without one, an id for one of an old rule book."""

    name: str
    department: str
    kinds: Mapping[CaseKind, int]


@dataclass(frozen=True)
class MonthFigures:
    """The figures of the cases received in a month, as they stood at `counted_at`; rows of old registers are left out.

    Void cases (作废) stand apart: `registered` and every count by kind, category and state are without them.
    """

    year: int
    month: int
    counted_at: datetime
    kinds: Mapping[CaseKind, Mapping[CaseState, int]]
    categories: tuple[CategoryFigures, ...]  # those that have cases, in the rule book's order
    void: Mapping[CaseKind, int]
    limits: tuple[LimitFigures, ...]  # of every limit that any of these cases had, in the rule book's order
    timeliness_rate: Ratio  # 及时率, R-ST-01: slips finished in time ÷ slips finished or past their limit
    slips_without_limit: int  # 无时限: work orders of the month's cases that no limit of the rate is for

    @property
    def registered(self) -> int:
        """How many cases, void ones left out."""
        return sum(sum(states.values()) for states in self.kinds.values())

    @property
    def cases(self) -> int:
        """How many cases, void ones included: as many as the register of the month has rows."""
        return self.registered + sum(self.void.values())


def month_figures(session: Session, year: int, month: int, now: datetime, procedure: Procedure) -> MonthFigures:
    """The figures of a month by the civil date of receipt, limits judged at `now`; ValueError for no such month."""
    first = date(year, month, 1)
    last = add_months(first, 1) - timedelta(days=1)
    of_month = and_(Case.received_on >= first, Case.received_on <= last, Case.origin != Origin.HISTORY)
    counted = select(Case.kind, Case.category, Case.state, func.count()).where(of_month)
    kinds: dict[CaseKind, Counter[CaseState]] = {}
    categories: dict[str, Counter[CaseKind]] = {}
    void: Counter[CaseKind] = Counter()
    for kind, category, state, count in session.execute(counted.group_by(Case.kind, Case.category, Case.state)):
        if state is CaseState.VOID:
            void[kind] += count
        else:
            kinds.setdefault(kind, Counter())[state] += count
            categories.setdefault(category, Counter())[kind] += count
    standing = and_(of_month, Case.state != CaseState.VOID)
    return MonthFigures(
        year=year,
        month=month,
        counted_at=now,
        kinds=kinds,
        categories=tuple(_categories(categories, procedure)),
        void=void,
        limits=_limits(session, standing, now, procedure),
        timeliness_rate=_timeliness(session, standing, now, procedure),
        slips_without_limit=_slips_without_limit(session, standing, procedure),
    )


def _categories(counted: Mapping[str, Mapping[CaseKind, int]], procedure: Procedure) -> Iterator[CategoryFigures]:
    known = {category.id: category for category in procedure.categories}
    for category in known.values():
        if counts := counted.get(category.id):
            upper = f"{known[category.parent].name}·" if category.parent else ""
            yield CategoryFigures(upper + category.name, procedure.department(category.department).name, counts)
    for id_ in sorted(counted.keys() - known.keys(), reverse=True):
        yield CategoryFigures(id_, "", counted[id_])


def _counts(now: datetime) -> tuple[ColumnElement[int], ...]:
    """In time, late (met after its due, or open past it) and undecided commitments."""
    met, due = Commitment.met_at, Commitment.due_at
    late = or_(met > due, and_(met.is_(None), due < now))
    return (
        func.count().filter(met <= due).label("in_time"),
        func.count().filter(late).label("late"),
        func.count().filter(met.is_(None), due >= now).label("undecided"),
    )


def _limits(
    session: Session, of_cases: ColumnElement[bool], now: datetime, procedure: Procedure
) -> tuple[LimitFigures, ...]:
    counted = (
        select(Commitment.key, *_counts(now))
        .join(Case, Case.id == Commitment.case_id)
        .where(of_cases, Commitment.dropped_at.is_(None))
        .group_by(Commitment.key)
    )
    found = {row.key: row for row in session.execute(counted)}
    order = {rule.id: place for place, rule in enumerate(procedure.commitments)}
    figures = []
    for key in sorted(found, key=order.__getitem__):
        rule, row = procedure.commitment(key), found[key]
        figures.append(LimitFigures(key, rule.name, rule.in_rate, rule.reminder, row.in_time, row.late, row.undecided))
    return tuple(figures)


def _timeliness(session: Session, of_cases: ColumnElement[bool], now: datetime, procedure: Procedure) -> Ratio:
    """The rate's limits counted once for each slip (维修单) of their round; void slips are left out."""
    own_slip = and_(
        WorkOrder.case_id == Commitment.case_id,
        WorkOrder.round == Commitment.round,
        WorkOrder.state != OrderState.VOID,
    )
    of_rate = Commitment.key.in_([rule.id for rule in procedure.commitments if rule.in_rate])
    counted = select(*_counts(now)).join(Case, Case.id == Commitment.case_id).join(WorkOrder, own_slip)
    row = session.execute(counted.where(of_cases, of_rate, Commitment.dropped_at.is_(None))).one()
    return Ratio(row.in_time, row.in_time + row.late, row.undecided)


def _slips_without_limit(session: Session, of_cases: ColumnElement[bool], procedure: Procedure) -> int:
    of_rate = [rule.id for rule in procedure.commitments if rule.in_rate]
    limited = exists().where(
        Commitment.case_id == WorkOrder.case_id,
        Commitment.round == WorkOrder.round,
        Commitment.dropped_at.is_(None),
        Commitment.key.in_(of_rate),
    )
    wanted = (
        select(func.count())
        .select_from(WorkOrder)
        .join(Case, Case.id == WorkOrder.case_id)
        .where(of_cases, WorkOrder.state != OrderState.VOID, ~limited)
    )
    return session.scalars(wanted).one()
