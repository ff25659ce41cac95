# SPDX-License-Identifier: Apache-2.0
"""The workbook of a form as it was found: sheets with the texts, looks, merges and sizes of their cells.

`parsed` is what the reading process does, and nobody else (see `reading`); `form_book` is what asks it to.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from complaintdesk.domain.texts import clean_text
from complaintdesk.errors import QT_TRANSLATE_NOOP
from complaintdesk.sheets import border
from complaintdesk.sheets.border import DAMAGED, ImportRefused
from complaintdesk.sheets.inspecting import Scanner, parse
from complaintdesk.sheets.reading import FORM, told_elsewhere

ROWS, COLUMNS = 400, 160  # beyond which nothing of a form can stand
MERGES, CELLS = 20_000, 64_000  # in all sheets together
TEXT = 5_000  # characters of a cell
USUAL_WIDTH, USUAL_HEIGHT = 8.43, 15.0  # where a sheet says nothing of its columns and rows
_AREA = re.compile(r"([A-Z]{1,3})([0-9]{1,7})(?::([A-Z]{1,3})([0-9]{1,7}))?")
_BARE = {"General", "0", "@"}  # formats by which a number is seen as it is
_WHITE, _WHITE_BY_NUMBER = {"FFFFFFFF", "00FFFFFF"}, {1, 9, 65}

TOO_FAR = QT_TRANSLATE_NOOP(
    "errors",
    "Sheet “{sheet}” reaches beyond {cell}: no form is so large. Delete the rows and columns too many.",
)
NO_FORM = QT_TRANSLATE_NOOP("errors", "“{file}” is no workbook of a form: edit a form from here, and save it as .xlsx.")


@dataclass(frozen=True)
class GridCell:
    """A cell that holds something or has a look of its own."""

    text: str = ""
    filled: bool = False
    bold: bool = False
    align: str = ""  # left, center, right; '' where nothing is said
    as_shown: bool = True  # its text is what people see; not so of formulas, days, percentages


@dataclass
class GridSheet:
    """A sheet; rows and columns are counted from 0, widths are characters, heights points."""

    name: str
    cells: dict[tuple[int, int], GridCell] = field(default_factory=dict)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)  # first and last row, first and last column
    widths: dict[int, float] = field(default_factory=dict)
    heights: dict[int, float] = field(default_factory=dict)
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()

    @property
    def rows(self) -> int:
        """How many rows hold anything."""
        return max((row for (row, _column), cell in self.cells.items() if cell.text), default=-1) + 1

    def at(self, row: int, column: int) -> GridCell:
        """The cell there, a blank one where there is none."""
        return self.cells.get((row, column), _BLANK)


def form_book(path: Path) -> tuple[GridSheet, ...]:
    """The visible sheets of a form's workbook, read by a process of its own.

    Raises ImportRefused for what is no such workbook, EnvironmentProblem when the disk refuses.
    """
    return tuple(_sheet(json.loads(told)) for told in told_elsewhere(FORM, path)[:-1])


def parsed(path: Path) -> Iterator[Any]:
    """What the workbook holds, a sheet a line; raises ImportRefused for one that is none, or that asks for too much."""
    if path.suffix.lower() not in {".xlsx", ".xlsm"}:
        raise ImportRefused(NO_FORM, file=path.name)
    data, form = border.take_in(path)
    if form is not border.Form.WORKBOOK or data.startswith(border.OLE):
        raise ImportRefused(NO_FORM, file=path.name)
    try:
        _look_through(data)
        yield from _told(data)
    except (ImportRefused, KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except Exception as error:  # openpyxl lets out whatever the XML makes it stumble over
        raise ImportRefused(DAMAGED) from error
    yield {"end": True}


def _look_through(data: bytes) -> None:
    """Refuses what openpyxl would take ages or gigabytes over, and XML with a DTD of its own."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        seen = _Extent()
        for name in archive.namelist():
            if name.lower().endswith((".xml", ".rels")):
                seen.begin(name.rpartition("/")[2] if "worksheets/" in name else "")
                with archive.open(name) as packed:
                    parse(packed, seen)


class _Extent(Scanner):
    """How far the cells, merges and columns of the sheets reach."""

    def __init__(self) -> None:
        super().__init__()
        self.sheet = ""
        self._cells = self._merges = self._merged = 0

    def begin(self, sheet: str) -> None:
        """Comes to a sheet, or to another part of the workbook ('')."""
        self.sheet, self._merged = sheet, 0

    def start(self, name: str, told: dict[str, str]) -> None:
        """Any element may stand anywhere here: which are meant is openpyxl's to know."""
        self.open.append(name.rpartition(" ")[2])
        self.began(self.open[-1], told)

    def began(self, tag: str, told: dict[str, str], /) -> None:
        if not self.sheet:
            return
        if tag == "c":
            self._cells += 1
            self._refuse(told.get("r", ""), self._cells > CELLS)
        elif tag == "mergeCell":
            self._merges += 1
            self._refuse(told.get("ref", ""), self._merges > MERGES)
            self._merged += _size(told.get("ref", ""))
            if self._merged > ROWS * COLUMNS:  # they lie over one another
                raise ImportRefused(DAMAGED)
        elif tag == "row" and int(told.get("r", "1")) > 2**20:
            raise ImportRefused(DAMAGED)

    def _refuse(self, area: str, too_many: bool) -> None:
        found = _AREA.fullmatch(area) if area else None
        if area and found is None:
            raise ImportRefused(DAMAGED)
        row = int(found[4] or found[2]) if found else 0
        column = _number(found[3] or found[1]) if found else 0
        if too_many or row > ROWS or column > COLUMNS:
            raise ImportRefused(TOO_FAR, sheet=self.sheet, cell=border.cell_name(ROWS - 1, COLUMNS - 1))


def _size(area: str) -> int:
    """How many cells an area has."""
    found = _AREA.fullmatch(area)
    if found is None or found[3] is None:
        return 1
    return (abs(int(found[4]) - int(found[2])) + 1) * (abs(_number(found[3]) - _number(found[1])) + 1)


def _number(letters: str) -> int:
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return column


def _told(data: bytes) -> Iterator[dict[str, Any]]:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(data))
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            continue
        widths, hidden = {}, []
        for dimension in sheet.column_dimensions.values():
            for column in range((dimension.min or 1) - 1, min(dimension.max or 1, COLUMNS)):
                widths[column] = dimension.width
                if dimension.hidden:
                    hidden.append(column)
        usual = sheet.sheet_format.defaultColWidth or USUAL_WIDTH
        rows = [(at - 1, found) for at, found in sheet.row_dimensions.items() if at <= ROWS]
        yield {
            "name": sheet.title,
            "cells": list(_cells(sheet)),
            "merges": [[r.min_row - 1, r.max_row - 1, r.min_col - 1, r.max_col - 1] for r in sheet.merged_cells.ranges],
            "widths": [widths.get(at, usual) for at in range(COLUMNS)],
            "hidden_columns": hidden,
            "heights": [[at, found.height] for at, found in rows if found.height is not None],
            "usual_height": sheet.sheet_format.defaultRowHeight or USUAL_HEIGHT,
            "hidden_rows": [at for at, found in rows if found.hidden],
        }


def _cells(sheet: Any) -> Iterator[list[Any]]:
    for row in sheet.iter_rows(max_row=min(sheet.max_row, ROWS), max_col=min(sheet.max_column, COLUMNS)):
        for cell in row:
            text = "" if cell.value is None else _text(cell.value, cell)
            filled = cell.fill.fill_type is not None and not _is_white(cell.fill.fgColor)
            align = cell.alignment.horizontal or ""
            as_shown = _as_shown(cell)
            if text or filled or not as_shown:
                yield [cell.row - 1, cell.column - 1, text, filled, bool(cell.font.bold), align, as_shown]


def _as_shown(cell: Any) -> bool:
    """Whether its value, written out, is what people see in it."""
    if cell.data_type == "n":
        return cell.value is None or (
            cell.number_format in _BARE and not isinstance(cell.value, datetime | date | time)
        )
    return cell.data_type in {"s", "inlineStr"}


def _is_white(colour: Any) -> bool:
    """Whether a fill of this colour is none; a theme's first colour is its background."""
    match colour.type:
        case "rgb":
            return colour.rgb in _WHITE
        case "theme":
            return colour.theme == 0 and not colour.tint
    return colour.indexed in _WHITE_BY_NUMBER


def _text(value: object, cell: Any) -> str:
    if isinstance(value, bool):
        value = "是" if value else ""
    elif isinstance(value, float) and value.is_integer():
        value = int(value)
    text = str(value)
    if len(text) > TEXT:
        where = f"{cell.parent.title}!{cell.coordinate}"
        raise ImportRefused(border.TOO_LONG, cell=where, count=len(text), limit=TEXT)
    return clean_text(text, limit=None)


def _sheet(told: Any) -> GridSheet:
    return GridSheet(
        told["name"],
        {(row, column): GridCell(*rest) for row, column, *rest in told["cells"]},
        [tuple(each) for each in told["merges"]],
        dict(enumerate(told["widths"])),
        dict.fromkeys(range(ROWS), told["usual_height"]) | dict(told["heights"]),
        frozenset(told["hidden_rows"]),
        frozenset(told["hidden_columns"]),
    )


_BLANK = GridCell()
