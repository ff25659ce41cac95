# SPDX-License-Identifier: Apache-2.0
"""Overprint (套打): a record's values laid out, each where a form printed before has its room for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate, pairwise, takewhile

from complaintdesk import fields
from complaintdesk.errors import QT_TRANSLATE_NOOP
from complaintdesk.printing.fonts import Faces
from complaintdesk.printing.layout import Layout, laid_out
from complaintdesk.printing.rows import Band, Boxes, Content, Rows, Shortfall
from complaintdesk.printing.templates import Form, GridRow, TableRow


def laid_over(form: Form, content: Content, blank: Content, room: float | None, faces: Faces, boxes: Boxes) -> Layout:
    """The values on the rows of the blank form, which neither move nor grow; a table's further items on a next one.

    What the blank form has no row for is told as a shortfall. `room` and `boxes`: see `laid_out`.
    """
    printed = laid_out(form, blank, room, faces).sheets
    rows = Rows(form, content, faces, boxes, over=True)
    told = [Shortfall(NO_ROW, names=names) for names in [_without_row(form, content)] if names]
    left = {row.items: list(enumerate(content.items.get(row.items, ()), 1)) for row in _tables(form)}
    sheets = _filled(form, content, printed, rows, left)
    while waiting := sum(map(len, left.values())):
        more = _filled(form, content, printed, rows, left)
        if sum(map(len, left.values())) == waiting:  # its table has no row on the blank form
            told += [Shortfall(NO_ROW, names=_shown(row)) for row in _tables(form) if left[row.items]]
            break
        sheets += more
    return Layout(tuple(sheets), (*told, *rows.shortfalls))


def _filled(
    form: Form,
    content: Content,
    printed: Sequence[Sequence[Band]],
    rows: Rows,
    left: dict[str, list[tuple[int, fields.Record | fields.Sample]]],
) -> list[tuple[Band, ...]]:
    """The sheets of one form; what stands in its tables is taken from what is `left`."""
    bands: list[Band] = []
    blanks = [band for sheet in printed for band in sheet]
    ends = [*accumulate(map(len, printed))]
    for row in form.rows:
        if isinstance(row, GridRow):
            if not row.only_with:
                bands.append(rows.over(row, blanks[len(bands)], content.records))
            continue
        head = blanks[len(bands)]
        bands.append(head)
        while len(bands) < len(blanks) and head in (blanks[len(bands)], blanks[len(bands)].head):
            there = blanks[len(bands)]
            if there == head:  # again, on a next sheet
                bands.append(there)
                continue
            sheet = blanks[len(bands) : next(each for each in ends if each > len(bands))]
            bands += _item(row, content, there, _free(sheet), rows, left[row.items])
    return [tuple(bands[start:end]) for start, end in pairwise([0, *ends])]


def _free(sheet: Sequence[Band]) -> int:
    """How many rows of one table the sheet begins with."""
    return len([*takewhile(lambda band: band.head == sheet[0].head, sheet)])


def _item(
    row: TableRow,
    content: Content,
    there: Band,
    free: int,
    rows: Rows,
    left: list[tuple[int, fields.Record | fields.Sample]],
) -> list[Band]:
    """The next item in as many of the `free` rows, which are all as high, as it takes to read it."""
    number, item = left.pop(0) if left else (None, None)
    noted = rows.shortfalls
    for taken in range(1, free + 1):
        rows.shortfalls = dict(noted)
        band = rows.over(row, replace(there, height=there.height * taken), {**content.records, row.items: item}, number)
        if max(box.needs for box in band.boxes) <= band.height:
            break
    return [band, *[Band(0, ())] * (taken - 1)]


def _without_row(form: Form, content: Content) -> tuple[str, ...]:
    """The fields that are known, but for whose row a form printed before has no place."""
    optional = {row.only_with for row in form.rows if isinstance(row, GridRow) and row.only_with}
    return tuple(sorted(name for name in optional if fields.value(name, content.records)))


def _shown(row: TableRow) -> tuple[str, ...]:
    return tuple(sorted({name for cell in row.cells for name in cell.names}))


def _tables(form: Form) -> list[TableRow]:
    return [row for row in form.rows if isinstance(row, TableRow)]


NO_ROW = QT_TRANSLATE_NOOP("paper", "{where}: there is no row for it on the printed form, so it is not printed.")
