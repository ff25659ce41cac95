# SPDX-License-Identifier: Apache-2.0
"""A layout's sheet understood: head, rows, tables and foot, each row by what its column says that it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from complaintdesk.errors import QT_TRANSLATE_NOOP
from complaintdesk.printing import form_files
from complaintdesk.printing.templates import Cell, CellKind, GridRow, TableRow
from complaintdesk.sheets.border import column_name
from complaintdesk.sheets.form_book import GridSheet
from complaintdesk.sheets.form_cells import CellReader, Findings, place
from complaintdesk.sheets.form_words import LIST_MARK, YES, Beside, RowKind, listed
from complaintdesk.sheets.forms_out import HIGHEST, MM

DRAGGED = 0.4  # mm by which a height must differ from the one beside it: office programs round that much
LEAST_HEIGHT, MOST_HEIGHT = 3.0, 200.0
_AROUND = {each for each in RowKind if each not in {RowKind.GRID, RowKind.HEAD, RowKind.TABLE}}
_WORDS = {each.value: each for each in RowKind}


@dataclass
class Grid:
    """What a sheet says of a layout; `places` names the cell that each line of the head and each row begins in."""

    sheet: str
    columns: tuple[float, ...] = ()  # shares that make 1
    around: dict[RowKind, list[str]] = field(default_factory=dict)
    rows: list[GridRow | TableRow] = field(default_factory=list)
    places: list[str] = field(default_factory=list)  # of the rows
    around_places: dict[RowKind, str] = field(default_factory=dict)


class GridReader:
    """Reads one sheet; what is wrong with it is noted in the findings."""

    def __init__(self, sheet: GridSheet, form_id: str, record: str, findings: Findings) -> None:
        self._sheet, self._findings = sheet, findings
        self._cells = CellReader(form_id, findings)
        self._record = record
        self._here = (*form_files.ROOTS[record], *form_files.EVERYWHERE)
        self._beside = {sheet.at(0, at).text: at for at in range(len(sheet.widths)) if sheet.at(0, at).text}
        self._columns = self._beside.get(Beside.KIND, 0)
        self._spans: dict[tuple[int, int], int] = {}

    @property
    def is_one(self) -> bool:
        """Whether the sheet is a layout's at all: it has a column that says what its rows are."""
        return self._columns > 0

    def read(self) -> Grid:
        """The layout."""
        grid = Grid(self._sheet.name, self._shares())
        self._look_at_cells()
        self._look_at_merges()
        head: tuple[int, list[Cell]] | None = None
        for row in range(1, self._sheet.rows):
            word = self._said(row, Beside.KIND)
            kind = _WORDS.get(word)
            if kind is None:
                if word or any(self._sheet.at(row, at).text for at in range(self._columns)):
                    known = LIST_MARK.join(_WORDS)
                    self._say(row, self._columns, NO_KIND, found=word, allowed=known)
                continue
            if row in self._sheet.hidden_rows:
                self._say(row, 0, HIDDEN_ROW)
            if head is not None and kind is not RowKind.TABLE:
                self._say(head[0], self._columns, LONE_HEAD)
                head = None
            if kind in _AROUND:
                self._take_around(grid, kind, row)
            elif kind is RowKind.HEAD:
                head = row, self._row_cells(row, ())
            elif kind is RowKind.GRID:
                self._add(grid, row, self._grid_row(row))
            else:
                self._take_table(grid, row, head)
                head = None
        if head is not None:
            self._say(head[0], self._columns, LONE_HEAD)
        if not grid.rows:
            self._findings.say(self._sheet.name, NO_ROWS)
        return grid

    def _add(self, grid: Grid, row: int, found: GridRow | TableRow) -> None:
        grid.rows.append(found)
        grid.places.append(place(self._sheet, row, 0))

    def _shares(self) -> tuple[float, ...]:
        for at in sorted(self._sheet.hidden_columns):
            if at < self._columns:
                self._say(0, at, HIDDEN_COLUMN)
        widths = [max(self._sheet.widths[at], 0.05) for at in range(self._columns)]
        return tuple(width / sum(widths) for width in widths)

    def _look_at_cells(self) -> None:
        """Says which hold something else than their words, and which of the labelled columns are gone."""
        for row, column in sorted(at for at in self._sheet.cells if at[0] > 0):
            told = column >= self._columns
            if not told or column in self._beside.values():
                self._findings.look_for_words(self._sheet, row, column, told=told)
        if lost := [beside.value for beside in Beside if beside not in self._beside]:
            self._say(0, self._columns, NO_COLUMN, name=LIST_MARK.join(lost))

    def _look_at_merges(self) -> None:
        """Notes how far each merged cell reaches; says which reach too far, or lie over one another."""
        covered: set[tuple[int, int]] = set()
        for first, last, left, right in self._sheet.merges:
            if first == 0:
                continue
            if last > first:
                self._say(first, left, DOWN)
            if left < self._columns <= right:
                self._say(first, left, OUT, limit=column_name(self._columns - 1))
            area = {(row, column) for row in range(first, last + 1) for column in range(left, right + 1)}
            if area & covered:
                self._say(first, left, OVER)
            covered |= area
            self._spans[first, left] = min(right, self._columns - 1) - left + 1

    def _take_around(self, grid: Grid, kind: RowKind, row: int) -> None:
        found = [(at, text) for at in range(self._columns) if (text := self._sheet.at(row, at).text.strip())]
        if len(found) > 1:
            self._say(row, found[1][0], ONE_TEXT, kind=kind.value)
        where = place(self._sheet, row, found[0][0] if found else 0)
        grid.around_places.setdefault(kind, where)
        if not found:
            return
        if kind is RowKind.TITLE:
            if "{" in found[0][1]:
                self._findings.say(where, PLAIN_TITLE)
        else:
            self._cells.check(found[0][1], where, self._here)
        grid.around.setdefault(kind, []).append(found[0][1])

    def _grid_row(self, row: int) -> GridRow:
        cells = self._row_cells(row, self._here)
        return GridRow(
            self._height(row),
            self._number(row, Beside.STRETCH, 0, 100),
            self._one_field(row, Beside.ONLY_WITH, self._here),
            tuple(self._growing(row, cells)),
        )

    def _one_field(self, row: int, beside: Beside, roots: Sequence[str]) -> str:
        """The field that a column beside the grid names, '' for none."""
        said = self._said(row, beside)
        return self._cells.one_field(said, self._place_beside(row, beside), roots) if said else ""

    def _growing(self, row: int, cells: Sequence[Cell]) -> list[Cell]:
        """The cells, those that may grow marked so."""
        said = self._said(row, Beside.GROW)
        named = {each.upper() for each in listed(said)}
        made, column, known = [], 0, set[str]()
        for cell in cells:
            mine = column_name(column)
            grows = said == YES or mine in named
            if grows and cell.kind is CellKind.FIELD:
                known.add(mine)
                cell = Cell(cell.kind, cell.span, cell.text, cell.align, grow=True, bold=cell.bold)
            made.append(cell)
            column += cell.span
        if said != YES and named - known:
            self._say(row, self._beside[Beside.GROW], NO_GROWTH, found=LIST_MARK.join(sorted(named - known)))
        return made

    def _take_table(self, grid: Grid, row: int, head: tuple[int, list[Cell]] | None) -> None:
        items = self._said(row, Beside.ITEMS)
        allowed = form_files.ITEMS[self._record]
        if items not in allowed:
            at = self._beside.get(Beside.ITEMS, self._columns)
            self._say(row, at, NO_ITEMS, found=items, allowed=LIST_MARK.join(allowed))
        roots = (items, *form_files.EVERYWHERE)
        cells = self._row_cells(row, roots, of_table=True)
        if head is None:
            self._say(row, self._columns, NO_HEAD)
            return
        heads = head[1]
        if [each.span for each in heads] != [each.span for each in cells]:
            self._say(row, 0, OTHER_HEADS, head=head[0] + 1)
            return
        column = 0
        for each in heads:
            if not each.text.strip():
                self._say(head[0], column, EMPTY_HEAD)
            column += each.span
        made = [
            Cell(each.kind, each.span, each.text, each.align, bold=each.bold, ticks=each.ticks, head=above.text)
            for each, above in zip(cells, heads, strict=True)
        ]
        table = TableRow(
            height=self._height(row),
            items=items,
            rows=int(self._number(row, Beside.ROWS, 0, 60)),
            fill=self._findings.says_yes(self._said(row, Beside.FILL), self._place_beside(row, Beside.FILL)),
            none=self._said(row, Beside.NONE),
            end=self._said(row, Beside.END),
            red_with=self._one_field(row, Beside.RED_WITH, (items,)),
            cells=tuple(made),
        )
        self._add(grid, row, table)

    def _row_cells(self, row: int, roots: Sequence[str], *, of_table: bool = False) -> list[Cell]:
        """The cells of a row from the left to the end of the grid; without `roots` the words as they stand."""
        cells, column = [], 0
        while column < self._columns:
            span = max(self._spans.get((row, column), 1), 1)
            found = self._sheet.at(row, column)
            where = place(self._sheet, row, column)
            if roots:
                cells.append(self._cells.cell(found, where, span, roots, of_table=of_table))
            else:
                cells.append(self._cells.words(found, where, span))
            column += span
        return cells

    def _height(self, row: int) -> float:
        """The height in mm: as dragged; as the column beside says where office programs merely rounded it."""
        dragged = self._sheet.heights.get(row, 0) / MM
        was = self._number(row, Beside.HEIGHT, 0, MOST_HEIGHT)
        kept = was and (abs(was - dragged) < DRAGGED or (was > HIGHEST and abs(dragged - HIGHEST) < 1))
        height = was if kept else round(dragged, 1)
        if not LEAST_HEIGHT <= height <= MOST_HEIGHT:
            self._say(row, 0, BAD_HEIGHT, height=height, least=LEAST_HEIGHT, most=MOST_HEIGHT)
            return min(max(height, LEAST_HEIGHT), MOST_HEIGHT)
        return height

    def _number(self, row: int, beside: Beside, least: float, most: float) -> float:
        said = self._said(row, beside)
        try:
            number = float(said or 0)
        except ValueError:
            number = -1
        if not least <= number <= most:
            self._say(row, self._beside[beside], BAD_NUMBER, found=said, least=int(least), most=int(most))
            return least
        return number

    def _said(self, row: int, beside: Beside) -> str:
        at = self._beside.get(beside)
        return "" if at is None else self._sheet.at(row, at).text.strip()

    def _place_beside(self, row: int, beside: Beside) -> str:
        return place(self._sheet, row, self._beside.get(beside, self._columns))

    def _say(self, row: int, column: int, text: str, **values: Any) -> None:
        self._findings.say(place(self._sheet, row, column), text, **values)


NO_KIND = QT_TRANSLATE_NOOP("errors", "What is this row? The column “行” says “{found}”; it can say: {allowed}.")
HIDDEN_ROW = QT_TRANSLATE_NOOP("errors", "This row is hidden. Show it, or delete it as a whole.")
HIDDEN_COLUMN = QT_TRANSLATE_NOOP("errors", "This column is hidden. Show it, or delete it as a whole.")
NO_COLUMN = QT_TRANSLATE_NOOP(
    "errors", "The column “{name}” is missing at the right of the grid: what it says would be lost."
)
LONE_HEAD = QT_TRANSLATE_NOOP("errors", "Under a row 表头 belongs a row 表行, with the fields of the table.")
NO_HEAD = QT_TRANSLATE_NOOP("errors", "Above a row 表行 belongs a row 表头, with the words over its columns.")
OTHER_HEADS = QT_TRANSLATE_NOOP("errors", "The cells are merged otherwise than those of their heads in row {head}.")
EMPTY_HEAD = QT_TRANSLATE_NOOP("errors", "A column of a table has a word above it: this head is empty.")
NO_ITEMS = QT_TRANSLATE_NOOP("errors", "“{found}” is nothing that this form can list. It can list: {allowed}.")
NO_ROWS = QT_TRANSLATE_NOOP("errors", "This sheet has no row 格 and no table.")
DOWN = QT_TRANSLATE_NOOP("errors", "Cells of several rows are merged; only cells of one row can be.")
OUT = QT_TRANSLATE_NOOP("errors", "This cell reaches out of the grid, which ends at column {limit}.")
OVER = QT_TRANSLATE_NOOP("errors", "This merged cell lies over another one.")
ONE_TEXT = QT_TRANSLATE_NOOP("errors", "A row {kind} has one text: join them in its first cell, or add a row.")
PLAIN_TITLE = QT_TRANSLATE_NOOP("errors", "The title can't hold fields.")
NO_GROWTH = QT_TRANSLATE_NOOP("errors", "No cell with a field begins in column {found}: nothing can grow there.")
BAD_HEIGHT = QT_TRANSLATE_NOOP("errors", "This row is {height} mm high; {least} to {most} mm are possible.")
BAD_NUMBER = QT_TRANSLATE_NOOP("errors", "A number from {least} to {most} is expected, not “{found}”.")
