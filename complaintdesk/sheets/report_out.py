# SPDX-License-Identifier: Apache-2.0
"""The month's report as a workbook: a sheet for each table, its sums as formulas, and charts of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from complaintdesk.desk.statistics import Figure, MonthFigures
from complaintdesk.desk.statistics_rates import Share
from complaintdesk.domain.ratios import Ratio
from complaintdesk.printing.month_tables import Derived, FigureTable, TableRow, tables
from complaintdesk.printing.month_words import Words
from complaintdesk.sheets.writing import Formula, Look, Percent, Value, new_book, width_of

if TYPE_CHECKING:
    from complaintdesk.sheets.workbook import Book

HEAD_ROW = 3
CHARTS = {  # the columns (counted from 1, as in the sheet) that are drawn of a table
    "kind": (2, 3, 5),
    "category": (2, 3),
    "department": (2, 3),
    "building": (2, 3),
    "channel": (2, 3),
    "trend": (2, 3, 4, 5, 6, 7),
}


def write_report(path: Path, figures: MonthFigures, *, office_name: str, zone: ZoneInfo) -> None:
    """Writes the month's workbook; its sums are the register's. Raises EnvironmentProblem when the disk refuses."""
    words = Words()
    time = f"{figures.counted_at.astimezone(zone):%Y-%m-%d %H:%M}"
    above = (
        f"{office_name}  {words.title(figures)}".strip(),
        f"{words.counted(figures, time)}; {words.in_register(figures)}",
    )
    with new_book(path) as book:
        for table in tables(figures):
            _sheet(book, table, above)


def _sheet(book: Book, table: FigureTable, above: Sequence[str]) -> None:
    names = [_indented(row) for row in table.rows]
    widths = [max(map(width_of, (table.heads[0], *names)))]
    for at, head in enumerate(table.heads[1:]):
        texts = [cell for row in table.rows if isinstance(cell := row.cells[at], str)]
        widths.append(max(map(width_of, (head, *texts))))
    book.sheet(table.title, widths, head=HEAD_ROW)
    book.row([above[0]], Look.BARE)
    said = dict.fromkeys((*above[1:], table.note))  # by kind, the note is one of them
    book.row(["  ".join(filter(None, said))], Look.BARE)
    book.row(table.heads, Look.HEAD)
    for at, row in enumerate(table.rows):
        book.row([names[at], *_values(table, at)], Look.HEAD if row.total else Look.PLAIN)
    _chart(book, table)


def _chart(book: Book, table: FigureTable) -> None:
    """Draws the table beside itself; where it has two levels, the upper ones, gathered below the table."""
    columns = CHARTS.get(table.id, ())
    points = [at for at, row in enumerate(table.rows) if not row.total and not row.depth]
    if not columns or not points:
        return
    first = HEAD_ROW + 1 + points[0]
    if len(points) < points[-1] - points[0] + 1:
        first = HEAD_ROW + 1 + len(table.rows) + 1
        book.row([])
        for at in points:
            book.row([table.rows[at].name, *(Formula(_cell(column, at)) for column in columns)])
    at = len(table.heads) + 1
    rows = (first, first + len(points) - 1)
    book.chart(table.title, columns, rows, head=HEAD_ROW, at=at, lines=table.id == "trend")


def _indented(row: TableRow) -> str:
    return f"　{row.name}" if row.depth else row.name


def _values(table: FigureTable, at: int) -> Iterator[Value]:
    """The cells of a row after its name; what is a sum is written as one."""
    row = table.rows[at]
    for column, cell in enumerate(row.cells, 2):
        match cell:
            case Derived() if cell.plus:
                less = "".join(f"-{_cell(each + 2, at)}" for each in cell.minus)
                yield Formula("+".join(_cell(each + 2, at) for each in cell.plus) + less, cell.signed)
            case Figure() if row.total:
                yield Formula(f"SUM({','.join(_added_up(table, column))})")
            case Figure() | Derived():
                yield cell.count
            case Ratio(percent=percent) | Share(ratio=Ratio(percent=percent)):
                yield "—" if percent is None else Percent(percent / 100)
            case _:
                yield cell


def _added_up(table: FigureTable, column: int) -> Iterator[str]:
    """The ranges of a column that its sum adds up: the rows of depth 0, neighbours together."""
    points = [at for at, row in enumerate(table.rows) if not row.total and not row.depth]
    for _, run in groupby(enumerate(points), key=lambda each: each[1] - each[0]):
        ends = [at for _, at in run]
        yield f"{_cell(column, ends[0])}:{_cell(column, ends[-1])}"


def _cell(column: int, row: int) -> str:
    """The name of a cell: columns counted from 1, rows of the table from 0."""
    letters = ""
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return f"{letters}{HEAD_ROW + 1 + row}"
