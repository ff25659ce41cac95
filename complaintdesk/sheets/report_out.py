# SPDX-License-Identifier: Apache-2.0
"""The month's report as a workbook: cases by kind and state, by category and kind, and how each limit was kept."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from complaintdesk.desk.statistics import MonthFigures
from complaintdesk.domain.ratios import Ratio
from complaintdesk.domain.terms import CaseKind, CaseState
from complaintdesk.errors import QT_TRANSLATE_NOOP
from complaintdesk.labels import label, translate
from complaintdesk.sheets.writing import Look, Value, new_book, width_of

if TYPE_CHECKING:
    from complaintdesk.sheets.workbook import Book

TITLE = QT_TRANSLATE_NOOP("sheets", "Report of {month}/{year}")
COUNTED_AT = QT_TRANSLATE_NOOP("sheets", "Counted at {time}; by day of receipt, old registers left out")
KINDS = QT_TRANSLATE_NOOP("sheets", "Kinds and states")
CATEGORIES = QT_TRANSLATE_NOOP("sheets", "Categories")
LIMITS = QT_TRANSLATE_NOOP("sheets", "Limits")
KIND = QT_TRANSLATE_NOOP("sheets", "Kind")
CATEGORY = QT_TRANSLATE_NOOP("sheets", "Category")
DEPARTMENT = QT_TRANSLATE_NOOP("sheets", "Department")
NO_CATEGORY = QT_TRANSLATE_NOOP("sheets", "Without category")
REGISTERED = QT_TRANSLATE_NOOP("sheets", "Sum")
WITH_VOID = QT_TRANSLATE_NOOP("sheets", "As in the register")
LIMIT = QT_TRANSLATE_NOOP("sheets", "Limit")
IN_TIME = QT_TRANSLATE_NOOP("sheets", "In time")
LATE = QT_TRANSLATE_NOOP("sheets", "Late")
UNDECIDED = QT_TRANSLATE_NOOP("sheets", "Undecided")
SHARE = QT_TRANSLATE_NOOP("sheets", "Share in time")
IN_RATE = QT_TRANSLATE_NOOP("sheets", "In the rate")
TIMELINESS = QT_TRANSLATE_NOOP("sheets", "Share handled in time")
WITHOUT_LIMIT = QT_TRANSLATE_NOOP("sheets", "Work orders without a limit")
HEAD_ROW = 3


def write_report(path: Path, figures: MonthFigures, *, office_name: str, zone: ZoneInfo) -> None:
    """Writes the month's workbook; its sums are the register's. Raises EnvironmentProblem when the disk refuses."""
    title = translate("sheets", TITLE).format(year=figures.year, month=figures.month)
    time = f"{figures.counted_at.astimezone(zone):%Y-%m-%d %H:%M}"
    above = (f"{office_name}  {title}".strip(), translate("sheets", COUNTED_AT).format(time=time))
    with new_book(path) as book:
        _table(book, KINDS, above, *_by_kind(figures))
        _table(book, CATEGORIES, above, *_by_category(figures))
        _table(book, LIMITS, above, *_limits(figures))


def _table(book: Book, name: str, above: Sequence[str], heads: Sequence[str], rows: Sequence[Sequence[Value]]) -> None:
    first = max(width_of(str(row[0])) for row in (heads, *rows))
    book.sheet(translate("sheets", name), [first, *(width_of(head) for head in heads[1:])], head=HEAD_ROW)
    for words in above:
        book.row([words], Look.BARE)
    book.row(heads, Look.HEAD)
    for row in rows:
        book.row(row)


def _by_kind(figures: MonthFigures) -> tuple[list[str], list[list[Value]]]:
    states = [state for state in CaseState if state is not CaseState.VOID and _in_state(figures, state)]
    heads = [translate("sheets", KIND), *(label(state) for state in states), translate("sheets", REGISTERED)]
    heads += [label(CaseState.VOID), translate("sheets", WITH_VOID)]
    rows: list[list[Value]] = []
    for kind in CaseKind:
        counts = figures.kinds.get(kind, {})
        registered, void = sum(counts.values()), figures.void.get(kind, 0)
        rows.append([label(kind), *(counts.get(state, 0) for state in states), registered, void, registered + void])
    sums = [_in_state(figures, state) for state in states]
    void = figures.cases - figures.registered
    return heads, [*rows, [translate("sheets", REGISTERED), *sums, figures.registered, void, figures.cases]]


def _in_state(figures: MonthFigures, state: CaseState) -> int:
    return sum(counts.get(state, 0) for counts in figures.kinds.values())


def _by_category(figures: MonthFigures) -> tuple[list[str], list[list[Value]]]:
    heads = [translate("sheets", CATEGORY), translate("sheets", DEPARTMENT), *(label(kind) for kind in CaseKind)]
    heads.append(translate("sheets", REGISTERED))
    rows: list[list[Value]] = []
    for category in figures.categories:
        counts = [category.kinds.get(kind, 0) for kind in CaseKind]
        rows.append([category.name or translate("sheets", NO_CATEGORY), category.department, *counts, sum(counts)])
    sums = [sum(figures.kinds.get(kind, {}).values()) for kind in CaseKind]
    return heads, [*rows, [translate("sheets", REGISTERED), "", *sums, figures.registered]]


def _limits(figures: MonthFigures) -> tuple[list[str], list[list[Value]]]:
    """Each limit but reminders, which count in no figure; last the rate, and the slips that it leaves out."""
    heads = [translate("sheets", text) for text in (LIMIT, IN_TIME, LATE, UNDECIDED, SHARE, IN_RATE, WITHOUT_LIMIT)]
    rows = [
        [*_share(limit.name, limit.share), "√" if limit.in_rate else "", None]
        for limit in figures.limits
        if not limit.reminder
    ]
    rate = _share(translate("sheets", TIMELINESS), figures.timeliness_rate)
    return heads, [*rows, [*rate, "", figures.slips_without_limit]]


def _share(name: str, share: Ratio) -> list[Value]:
    percent = "—" if share.percent is None else f"{share.percent}%"
    return [name, share.numerator, share.denominator - share.numerator, share.undecided, percent]
