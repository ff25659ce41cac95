# SPDX-License-Identifier: Apache-2.0
"""A form written as its file again: the canonical text that `form_files.parse` reads to an equal form."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import tomlkit
from tomlkit.items import Array, InlineTable, Table

from complaintdesk.printing.templates import WHOLE, Align, Cell, CellKind, Form, GridRow, Part, TableRow

EVEN = 0.15  # mm by which columns may differ and still be equal ones
_CENTRED = {CellKind.LABEL, CellKind.COUNTER, CellKind.TICKS}
_BOLD = {CellKind.FIELD, CellKind.TEXT, CellKind.COUNTER}  # labels and signatures are so anyway


def text_of(form: Form) -> str:
    """The form's file: lengths in tenths of a millimetre, all that goes without saying left out."""
    file = tomlkit.document()
    file["id"], file["title"] = form.id, form.title
    if form.book_id != form.id:
        file["book_id"] = form.book_id
    file["record"] = form.record
    _sheet(file, form)
    _sizes(file, form, None)
    if form.confidential:
        file["confidential"] = sorted(form.confidential)
    _around(file, form)
    if form.parts != (WHOLE,):
        file["parts"] = _lines(_part(each) for each in form.parts)
    file["row"] = _rows(form)
    if form.layouts:
        layouts = tomlkit.aot()
        for each in form.layouts:
            layouts.append(_layout(each, form))
        file["layout"] = layouts
    return tomlkit.dumps(file)


def usual_align(kind: CellKind) -> Align:
    """How the words of such a cell stand where nothing is said."""
    return Align.CENTER if kind in _CENTRED else Align.LEFT


def bold_shows(kind: CellKind) -> bool:
    """Whether such a cell is set bold or not as it says."""
    return kind in _BOLD


def _layout(layout: Form, form: Form) -> Table:
    table = tomlkit.table()
    _sheet(table, layout)
    _sizes(table, layout, form)
    if _words_around(layout) != _words_around(form):
        _around(table, layout)
    table["row"] = _rows(layout)
    return table


def _sheet(table: Any, form: Form) -> None:
    table["papers"] = [paper.name for paper in form.papers]
    table["margins"] = [_number(length) for length in form.margins]
    frame = form.papers[0].width - form.margins[1] - form.margins[3]
    widths = [share * frame for share in form.columns]
    even = max(widths) - min(widths) <= EVEN
    table["columns"] = len(widths) if even else [_number(round(width, 1)) for width in widths]


def _sizes(table: Any, form: Form, above: Form | None) -> None:
    """The type sizes, where they are others than those of the form, or than the usual ones."""
    if form.size != (above.size if above else 10.5):
        table["size"] = _number(form.size)
    if form.label_size != (above.label_size if above else 9.0):
        table["label_size"] = _number(form.label_size)
    if form.one_sheet != (above.one_sheet if above else False):
        table["one_sheet"] = form.one_sheet


def _words_around(form: Form) -> tuple[object, ...]:
    return form.above, form.left, form.right, form.barcode, form.foot_left, form.foot_right


def _around(table: Any, form: Form) -> None:
    head, foot = tomlkit.table(), tomlkit.table()
    for key, text in (("above", form.above), ("barcode", form.barcode)):
        if text:
            head[key] = text
    for part, key, texts in (
        (head, "left", form.left),
        (head, "right", form.right),
        (foot, "left", form.foot_left),
        (foot, "right", form.foot_right),
    ):
        if texts:
            part[key] = list(texts)
    table["head"], table["foot"] = head, foot


def _rows(form: Form) -> Any:
    rows = tomlkit.aot()
    for row in form.rows:
        rows.append(_table_row(row) if isinstance(row, TableRow) else _grid_row(row))
    return rows


def _grid_row(row: GridRow) -> Table:
    table = tomlkit.table()
    table["height"] = _number(row.height)
    if row.stretch:
        table["stretch"] = _number(row.stretch)
    if row.only_with:
        table["only_with"] = f"{{{row.only_with}}}"
    table["cells"] = _lines(_cell(each) for each in row.cells)
    return table


def _table_row(row: TableRow) -> Table:
    table = tomlkit.table()
    table["kind"], table["items"], table["rows"] = "table", row.items, row.rows
    table["height"] = _number(row.height)
    if row.fill:
        table["fill"] = True
    for key, text in (("none", row.none), ("end", row.end)):
        if text:
            table[key] = text
    if row.red_with:
        table["red_with"] = f"{{{row.red_with}}}"
    table["cells"] = _lines(_cell(each) for each in row.cells)
    return table


def _cell(cell: Cell) -> InlineTable:
    table = tomlkit.inline_table()
    if cell.head:
        table["head"] = cell.head
    match cell.kind:
        case CellKind.TICKS:
            boxes = tomlkit.inline_table()
            for term, words in cell.ticks:
                boxes[term] = words
            table["ticks"], table["on"] = boxes, cell.text
        case CellKind.COUNTER:
            table["counter"] = True
        case CellKind.EMPTY:
            pass
        case _:
            table[cell.kind.value] = cell.text
    table["span"] = cell.span
    if cell.align is not usual_align(cell.kind):
        table["align"] = cell.align.value
    if cell.grow:
        table["grow"] = True
    if cell.bold:
        table["bold"] = True
    return table


def _part(part: Part) -> InlineTable:
    table = tomlkit.inline_table()
    table["id"], table["label"] = part.id, part.label
    if part.note:
        table["note"] = part.note
    if part.hide:
        table["hide"] = sorted(part.hide)
    if part.inside:
        table["inside"] = True
    return table


def _lines(tables: Iterable[InlineTable]) -> Array:
    """The tables of a list, one a line."""
    array = tomlkit.array()
    for each in tables:
        array.append(each)
    array.multiline(True)
    return array


def _number(length: float) -> int | float:
    return int(length) if float(length).is_integer() else length
