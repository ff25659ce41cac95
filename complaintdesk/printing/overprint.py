# SPDX-License-Identifier: Apache-2.0
"""Overprint (套打): a record's values laid out, each where a form printed before has its room for it."""

from __future__ import annotations

from collections.abc import Sequence

from complaintdesk import fields
from complaintdesk.errors import QT_TRANSLATE_NOOP
from complaintdesk.printing.fonts import Faces
from complaintdesk.printing.layout import Layout, laid_out
from complaintdesk.printing.rows import Band, Boxes, Content, Rows, Shortfall
from complaintdesk.printing.templates import Form, GridRow, TableRow


def laid_over(form: Form, content: Content, blank: Content, room: float, faces: Faces, boxes: Boxes) -> Layout:
    """The values on the rows of the blank form, which neither move nor grow; a table's further items on a next sheet.

    What the blank form has no row for is told as a shortfall. `room` and `boxes`: see `laid_out`.
    """
    printed = [band for sheet in laid_out(form, blank, room, faces).sheets for band in sheet]
    rows = Rows(form, content, faces, boxes, over=True)
    without = Shortfall(NO_ROW, names=_without_row(form, content))
    left = {row.items: list(enumerate(content.items.get(row.items, ()), 1)) for row in _tables(form)}
    sheets = [tuple(_filled(form, content, printed, rows, left))]
    while any(left.values()):
        before = sum(map(len, left.values()))
        sheets.append(tuple(_filled(form, content, printed, rows, left)))
        if sum(map(len, left.values())) == before:  # a table without rows of its own on the blank form
            break
    return Layout(tuple(sheets), (*([without] if without.names else ()), *rows.shortfalls))


def _filled(
    form: Form,
    content: Content,
    printed: Sequence[Band],
    rows: Rows,
    left: dict[str, list[tuple[int, fields.Record | fields.Sample]]],
) -> list[Band]:
    """The bands of one sheet; what stands in its tables is taken from what is `left`."""
    bands: list[Band] = []
    at = 0
    for row in form.rows:
        if isinstance(row, GridRow):
            if not row.only_with:
                bands.append(rows.over(row, printed[at], content.records))
                at += 1
            continue
        head = printed[at]
        bands.append(head)
        at += 1
        while at < len(printed) and printed[at].head == head:
            number, item = left[row.items].pop(0) if left[row.items] else (None, None)
            bands.append(rows.over(row, printed[at], {**content.records, row.items: item}, number))
            at += 1
    return bands


def _without_row(form: Form, content: Content) -> tuple[str, ...]:
    """The fields that are known, but for whose row a form printed before has no place."""
    optional = {row.only_with for row in form.rows if isinstance(row, GridRow) and row.only_with}
    return tuple(sorted(name for name in optional if fields.value(name, content.records)))


def _tables(form: Form) -> list[TableRow]:
    return [row for row in form.rows if isinstance(row, TableRow)]


NO_ROW = QT_TRANSLATE_NOOP("paper", "{where}: there is no row for it on the printed form, so it is not printed.")
