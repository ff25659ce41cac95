# SPDX-License-Identifier: Apache-2.0
"""A month's cases counted by what they are, beside the month before and the same month a year before (R-ST-02)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy.orm import Session

from complaintdesk.desk.rule_books import CATEGORIES, DEPARTMENTS, RuleBooks
from complaintdesk.desk.statistics_counting import counted
from complaintdesk.desk.statistics_sources import Behind, Cube, Figure, Source
from complaintdesk.domain.dates import add_months
from complaintdesk.domain.procedure import Category
from complaintdesk.domain.terms import CaseKind, Channel, Level

TREND = 12  # months that the trend goes back, the month itself included


class By(StrEnum):
    """What cases are counted by."""

    KIND = "kind"
    CATEGORY = "category"
    DEPARTMENT = "department"
    BUILDING = "building"
    CHANNEL = "channel"
    LEVEL = "level"  # of complaints alone


@dataclass(frozen=True)
class CountRow:
    """One line: `name` is a term, a name of a rule book, or '' for none given."""

    name: StrEnum | str
    depth: int  # 1 for a category below another
    within: str  # the category above, of a lower one
    figures: tuple[Figure, ...]  # this month, the month before, and the same month a year before

    @property
    def now(self) -> Figure:
        """This month."""
        return self.figures[0]

    @property
    def before(self) -> Figure:
        """The month before."""
        return self.figures[1]

    @property
    def year_before(self) -> Figure:
        """The same month a year before."""
        return self.figures[2]


@dataclass(frozen=True)
class Breakdown:
    """The month's cases by one thing; the rows of depth 0 add up to the total."""

    by: By
    rows: tuple[CountRow, ...]
    total: CountRow

    @property
    def upper(self) -> tuple[CountRow, ...]:
        """The rows that add up."""
        return tuple(row for row in self.rows if row.depth == 0)

    @property
    def figures(self) -> Iterator[Figure]:
        """Every figure of every line."""
        for row in (*self.rows, self.total):
            yield from row.figures


def breakdowns(session: Session, month: Behind, books: RuleBooks) -> tuple[Breakdown, ...]:
    """Each of By in its order; void cases are left out."""
    columns = [by.value for by in By]
    months = [replace(month.of(Source.RECEIVED), first=first) for first in compared(month.first)]
    cube = [(behind, counted(session, behind, books, *columns)) for behind in months]
    complaints = [
        (behind.by(kind=CaseKind.COMPLAINT), {key: n for key, n in counts.items() if key[0] is CaseKind.COMPLAINT})
        for behind, counts in cube
    ]
    made = [Breakdown(by, lines(session, cube, by, books), whole(cube)) for by in By if by is not By.LEVEL]
    return (*made, Breakdown(By.LEVEL, lines(session, complaints, By.LEVEL, books), whole(complaints)))


def lines(session: Session, cube: Cube, by: By, books: RuleBooks) -> tuple[CountRow, ...]:
    """The lines by one thing, each with a figure of each part of the cube; its columns are those of By in order."""
    return tuple(_ROWS[by](session, cube, books))


def whole(cube: Cube) -> CountRow:
    """The line of all."""
    return _line(cube, "", None, ())


def compared(first: date) -> tuple[date, date, date]:
    """A month, the month before and the same month a year before, by their first days."""
    return first, add_months(first, -1), add_months(first, -12)


def trend(session: Session, month: Behind, books: RuleBooks) -> tuple[tuple[date, Mapping[CaseKind, Figure]], ...]:
    """The months up to this one, oldest first, with their cases by kind; read in one statement."""
    months = [replace(month.of(Source.RECEIVED), first=add_months(month.first, -back)) for back in range(TREND)][::-1]
    counts: Counter[tuple[date, CaseKind]] = Counter()
    by_day = counted(session, replace(months[0], months=TREND), books, "received_on", "kind")
    for (day, kind), count in by_day.items():
        counts[day.replace(day=1), kind] += count
    return tuple(
        (each.first, {kind: Figure(counts[each.first, kind], each.by(kind=kind)) for kind in CaseKind})
        for each in months
    )


def _line(cube: Cube, name: StrEnum | str, by: By | None, values: tuple[Any, ...], within: str = "") -> CountRow:
    """The line of all cases that have one of these values, below the one `within`; of all cases, without `by`."""
    figures = []
    for behind, counts in cube:
        if by is None:
            figures.append(Figure(sum(counts.values()), behind))
            continue
        at = list(By).index(by)
        count = sum(n for key, n in counts.items() if key[at] in values)
        figures.append(Figure(count, behind.by(**{by.value: values})))
    return CountRow(name, 1 if within else 0, within, tuple(figures))


def _found(cube: Cube, by: By) -> set[Any]:
    """The values that occur in any of the months."""
    at = list(By).index(by)
    return {key[at] for _, counts in cube for key in counts}


def _plain(cube: Cube, by: By, known: Iterable[tuple[Any, StrEnum | str]]) -> Iterator[CountRow]:
    """A line for each known value that occurs, in their order, then '' and what else there is."""
    left = _found(cube, by)
    for value, name in known:
        if value in left:
            left.discard(value)
            yield _line(cube, name, by, (value,))
    for value in sorted(left, key=lambda each: (each == "", each)):
        yield _line(cube, value, by, (value,))


def _kinds(_session: Session, cube: Cube, _books: RuleBooks) -> Iterator[CountRow]:
    for kind in CaseKind:
        yield _line(cube, kind, By.KIND, (kind,))


def _channels(_session: Session, cube: Cube, _books: RuleBooks) -> Iterator[CountRow]:
    return _plain(cube, By.CHANNEL, [(channel, channel) for channel in Channel])


def _levels(_session: Session, cube: Cube, _books: RuleBooks) -> Iterator[CountRow]:
    return _plain(cube, By.LEVEL, [(level, level) for level in Level])


def _departments(session: Session, cube: Cube, books: RuleBooks) -> Iterator[CountRow]:
    known = books.known(session, DEPARTMENTS, _found(cube, By.DEPARTMENT))
    return _plain(cube, By.DEPARTMENT, [(row.id, row.name) for row in known.values()])


def _buildings(_session: Session, cube: Cube, _books: RuleBooks) -> Iterator[CountRow]:
    found = sorted(_found(cube, By.BUILDING) - {""}, key=lambda each: (len(each), each))
    return _plain(cube, By.BUILDING, [(each, each) for each in found])


def _categories(session: Session, cube: Cube, books: RuleBooks) -> Iterator[CountRow]:
    """Upper categories, each the sum of those below it; a case with the upper one alone stands below it as well."""
    found = _found(cube, By.CATEGORY)
    grouped = upper_and_lower(session, books, found)
    for upper, lower in grouped:
        yield _line(cube, upper.name, By.CATEGORY, (upper.id, *(row.id for row in lower)))
        for row in lower:
            yield _line(cube, row.name, By.CATEGORY, (row.id,), upper.name)
        if lower and upper.id in found:
            yield _line(cube, "", By.CATEGORY, (upper.id,), upper.name)
    if "" in found:
        yield _line(cube, "", By.CATEGORY, ("",))


def upper_and_lower(
    session: Session, books: RuleBooks, found: Collection[str]
) -> tuple[tuple[Category, tuple[Category, ...]], ...]:
    """The upper categories that occur, or have one below them that does, each with those; named by the newest book.

    Where a newer rule book put what was an upper category below another, those below it go along.
    """
    rows = books.known(session, CATEGORIES, found)
    below: dict[str, list[Category]] = {}
    for row in tuple(rows.values()):
        upper = row
        while upper.parent:
            rows |= books.known(session, CATEGORIES, {upper.parent} - rows.keys())
            upper = rows[upper.parent]
        below.setdefault(upper.id, []).extend([row] if upper is not row else [])
    return tuple((upper, tuple(below[id_])) for id_, upper in books.known(session, CATEGORIES, below).items())


_ROWS: dict[By, Callable[[Session, Cube, RuleBooks], Iterator[CountRow]]] = {
    By.KIND: _kinds,
    By.CATEGORY: _categories,
    By.DEPARTMENT: _departments,
    By.BUILDING: _buildings,
    By.CHANNEL: _channels,
    By.LEVEL: _levels,
}
