# SPDX-License-Identifier: Apache-2.0
"""Counting a source, and opening the cases behind a figure: both read the same select, so they can't disagree."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, Subquery, func, select
from sqlalchemy.orm import Session

from complaintdesk.db.tables import Case
from complaintdesk.desk import statistics_sources
from complaintdesk.desk.rule_books import RuleBooks
from complaintdesk.desk.statistics_flow import happened, office_zone
from complaintdesk.desk.statistics_sources import Behind, Figure, OwnBooks, Source, of_month

SOURCES: dict[Source, Callable[[Behind], Select[Any]]] = {
    Source.RECEIVED: statistics_sources.received,
    Source.CASES: statistics_sources.cases,
}
JUDGED: dict[Source, Callable[[Behind, OwnBooks], Select[Any]]] = {  # by the rule book of each case
    Source.LIMITS: statistics_sources.limits,
    Source.SLIPS: statistics_sources.slips,
}


@dataclass(frozen=True)
class Tally:
    """A source counted once by several columns, from which figures by any of them are added up."""

    behind: Behind
    columns: tuple[str, ...]
    counts: Mapping[tuple[Any, ...], int]

    def of(self, **wanted: Any) -> Figure:
        """How many have, in each column named, this value or one of several given as an iterable."""
        chosen = {name: tuple(value) if _several(value) else (value,) for name, value in wanted.items()}
        places = [(self.columns.index(name), values) for name, values in chosen.items()]
        count = sum(n for key, n in self.counts.items() if all(key[at] in values for at, values in places))
        return Figure(count, self.behind.by(**chosen))

    def found(self, column: str) -> set[Any]:
        """The values that occur in a column."""
        at = self.columns.index(column)
        return {key[at] for key in self.counts}


def tally(session: Session, behind: Behind, books: RuleBooks, *columns: str) -> Tally:
    """The source counted by these columns, in one statement."""
    return Tally(behind, columns, counted(session, behind, books, *columns))


def cases_behind(session: Session, behind: Behind, books: RuleBooks) -> array[int]:
    """Ids of the cases that a figure counts, one for each counted thing: a case with two slips stands there twice."""
    source = _read(session, behind, books)
    wanted = select(source.c.case_id).where(*(source.c[name].in_(values) for name, values in behind.where))
    return array("q", session.scalars(wanted.order_by(source.c.case_id)))


def counted(session: Session, behind: Behind, books: RuleBooks, *columns: str) -> Counter[tuple[Any, ...]]:
    """How many there are of each combination of the columns' values."""
    source = _read(session, behind, books)
    by = [source.c[name] for name in columns]
    wanted = select(*by, func.count()).where(*(source.c[name].in_(values) for name, values in behind.where))
    return Counter({tuple(row[:-1]): row[-1] for row in session.execute(wanted.group_by(*by))})


def _read(session: Session, behind: Behind, books: RuleBooks) -> Subquery:
    if behind.source in SOURCES:
        return SOURCES[behind.source](behind).subquery()
    if behind.source in JUDGED:
        versions = session.scalars(select(Case.procedure_version_id).where(of_month(behind)).distinct())
        own = {version: books.of(session, version) for version in versions}
        return JUDGED[behind.source](behind, own).subquery()
    return happened(behind, office_zone(session)).subquery()


def _several(value: Any) -> bool:
    return isinstance(value, Iterable) and not isinstance(value, str)
