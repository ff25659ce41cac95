# SPDX-License-Identifier: Apache-2.0
"""What the month's charts show; `chart_drawing` draws them, and takes its time to load."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from complaintdesk.desk.statistics import By, MonthFigures
from complaintdesk.domain.terms import CaseKind
from complaintdesk.errors import QT_TRANSLATE_NOOP
from complaintdesk.printing.month_words import MONTH_BEFORE, SUM, THIS_MONTH, YEAR_BEFORE, Words

MOST_ROWS = 8  # categories that are drawn, the largest
TITLES = {
    "kinds": QT_TRANSLATE_NOOP("Figures", "Cases by kind"),
    "categories": QT_TRANSLATE_NOOP("Figures", "The largest categories"),
    "trend": QT_TRANSLATE_NOOP("Figures", "Cases in twelve months"),
}


@dataclass(frozen=True)
class Series:
    """Numbers of one name, one for each point of the chart."""

    name: str
    values: tuple[int, ...]


@dataclass(frozen=True)
class Chart:
    """What a chart shows: its points by name, and up to three series over them."""

    id: str
    title: str
    points: tuple[str, ...]
    series: tuple[Series, ...]

    @property
    def highest(self) -> int:
        """The largest number in it."""
        return max((value for each in self.series for value in each.values), default=0)

    def words(self) -> str:
        """The chart told in words, for who can't see it."""
        if not self.series:
            return self.title
        told = [f"{each.name} {', '.join(map(str, each.values))}" for each in self.series]
        return f"{self.title}: {', '.join(self.points)}; " + "; ".join(told)


def empty_charts(language: str | None = None) -> tuple[Chart, ...]:
    """The same charts before anything is counted."""
    words = Words(language)
    return tuple(Chart(id_, words(title), (), ()) for id_, title in TITLES.items())


def charts(figures: MonthFigures, language: str | None = None) -> tuple[Chart, ...]:
    """Kinds beside the other months, the largest categories, and the twelve months."""
    words = Words(language)
    return _kinds(figures, words), _categories(figures, words), _trend(figures, words)


def _kinds(figures: MonthFigures, words: Words) -> Chart:
    rows = figures.by(By.KIND).rows
    names = tuple(words(text) for text in (THIS_MONTH, MONTH_BEFORE, YEAR_BEFORE))
    columns = zip(*(row.figures for row in rows), strict=True)
    series = tuple(
        Series(name, tuple(figure.count for figure in column)) for name, column in zip(names, columns, strict=True)
    )
    return Chart("kinds", words(TITLES["kinds"]), tuple(words.row(By.KIND, row) for row in rows), series)


def _categories(figures: MonthFigures, words: Words) -> Chart:
    rows = sorted(figures.by(By.CATEGORY).upper, key=lambda row: -row.now.count)[:MOST_ROWS]
    series = (
        Series(words(THIS_MONTH), tuple(row.now.count for row in rows)),
        Series(words(MONTH_BEFORE), tuple(row.before.count for row in rows)),
    )
    return Chart("categories", words(TITLES["categories"]), tuple(words.row(By.CATEGORY, row) for row in rows), series)


def _trend(figures: MonthFigures, words: Words) -> Chart:
    def told(first: date, at: int) -> str:
        return f"{first:%Y-%m}" if at == 0 or (first.month == 1 and at > 1) else f"{first.month}"

    def of(kind: CaseKind) -> tuple[int, ...]:
        return tuple(found[kind].count for _, found in figures.trend)

    sums = tuple(sum(figure.count for figure in found.values()) for _, found in figures.trend)
    kinds = (CaseKind.REPAIR, CaseKind.COMPLAINT)
    series = (Series(words(SUM), sums), *(Series(words.term(kind), of(kind)) for kind in kinds))
    return Chart(
        "trend", words(TITLES["trend"]), tuple(told(first, at) for at, (first, _) in enumerate(figures.trend)), series
    )
