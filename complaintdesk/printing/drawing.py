# SPDX-License-Identifier: Apache-2.0
"""The drawing itself: rules, greys, ticks, signatures, barcode and stamps on a ReportLab canvas; lengths are points."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterable, Sequence
from typing import Any

from complaintdesk.printing import text
from complaintdesk.printing.rows import ABOVE, SIDE, TICK, TICK_APART, TICK_GAP, Band, Box, ticks_width
from complaintdesk.printing.templates import Align, CellKind
from complaintdesk.printing.text import BELOW_MIDDLE, LEADING, Line, Passage

THIN, STRONG = 0.5, 1.3
GREY, PALE = 0.95, 0.86
HIGH_CELL, HIGH_ROW = 30, 50  # a growing cell, and a table's row, higher than this is written from the top
MODULE = 0.8  # a barcode's narrowest bar: two dots of a 180 dpi printer
MARK = 0.45  # a mark's distance from its line, of the type's size


def frame(canvas: Any, bands: Sequence[Band], x: float, top: float, signed: Passage, hidden: frozenset[str]) -> None:
    """The bands from `top` down within a strong frame; cells that show a hidden field stay empty, their labels don't.

    `signed` stands at the lower right of signatures.
    """
    y = top
    places = []
    for band in bands:
        y -= band.height
        places.append((band, y))
    canvas.setFillGray(GREY)
    for band, bottom in places:
        for box in band.boxes:
            if box.cell.kind is CellKind.LABEL:
                canvas.rect(x + box.x, bottom, box.width, band.height, stroke=0, fill=1)
    canvas.setFillGray(0)
    for band, bottom in places:
        for box in band.boxes:
            if not box.cell.names & hidden:
                _content(canvas, box, x, bottom, band.height, signed)
    _rules(canvas, places, x, top)


def _rules(canvas: Any, places: Sequence[tuple[Band, float]], x: float, top: float) -> None:
    width = max(box.x + box.width for box in places[0][0].boxes)
    canvas.setLineWidth(THIN)
    lines = [(x, bottom, x + width, bottom) for _, bottom in places[:-1]]
    for band, bottom in places:
        lines.extend((x + box.x, bottom, x + box.x, bottom + band.height) for box in band.boxes[1:])
    canvas.lines(lines)
    canvas.setLineWidth(STRONG)
    bottom = places[-1][1]
    canvas.rect(x, bottom, width, top - bottom, stroke=1, fill=0)


def _content(canvas: Any, box: Box, x: float, bottom: float, height: float, signed: Passage) -> None:
    left, right = x + box.x + SIDE, x + box.x + box.width - SIDE
    if box.cell.kind is CellKind.SIGN:
        set_lines(canvas, box.lines, box.size, Align.LEFT, left, right, bottom + height - ABOVE - 1)
        size = box.size
        words(canvas, signed, size, Align.RIGHT, left, right - SIDE, bottom + ABOVE + 2 + MARK * size)
        return
    if box.ticks:
        middle = bottom + height / 2 + (len(box.ticks) - 1) * box.size * LEADING / 2
        for row in box.ticks:
            _ticks(canvas, box, left, right, middle, row)
            middle -= box.size * LEADING
        return
    tall = len(box.lines) * box.size * LEADING
    from_top = height > HIGH_ROW if box.cell.head else box.cell.grow and height > HIGH_CELL
    upper = bottom + height - ABOVE - 1 if from_top else bottom + (height + tall) / 2
    set_lines(canvas, box.lines, box.size, box.cell.align, left, right, upper)


def set_lines(
    canvas: Any, lines: Iterable[Line], size: float, align: Align, left: float, right: float, upper: float
) -> None:
    """Lines one below the other, from `upper` down."""
    for line in lines:
        upper -= size * LEADING
        set_line(canvas, line, size, align, left, right, upper + size * (LEADING / 2))


def set_line(canvas: Any, line: Line, size: float, align: Align, left: float, right: float, middle: float) -> None:
    """One line about a middle, at the left, in the centre or at the right."""
    spare = right - left - line.width * size
    shift = {Align.LEFT: 0.0, Align.CENTER: spare / 2, Align.RIGHT: spare}[align]
    text.draw(canvas, line, left + shift, middle - BELOW_MIDDLE * size, size)


def words(canvas: Any, passage: Passage, size: float, align: Align, left: float, right: float, middle: float) -> None:
    """A passage on one line, its type made smaller where it would stick out."""
    if passage.width * size > right - left:
        size = (right - left) / passage.width
    for line in passage.lines(1000):
        set_line(canvas, line, size, align, left, right, middle)


def _ticks(canvas: Any, box: Box, left: float, right: float, middle: float, row: Sequence[Any]) -> None:
    size = box.size
    spare = max(right - left - ticks_width(row) * size, 0)
    apart = TICK_APART * size + min(spare / len(row), size * 0.6)
    spare -= (apart - TICK_APART * size) * (len(row) - 1)
    x = left + {Align.LEFT: 0.5, Align.CENTER: spare / 2, Align.RIGHT: spare}[box.cell.align]
    side = TICK * size
    for tick in row:
        canvas.setLineWidth(0.7)
        canvas.rect(x, middle - side / 2, side, side, stroke=1, fill=0)
        if tick.ticked:
            canvas.setLineWidth(1.4)
            canvas.setLineJoin(1)
            canvas.setLineCap(1)
            path = canvas.beginPath()
            path.moveTo(x + side * 0.18, middle + side * 0.02)
            path.lineTo(x + side * 0.42, middle - side * 0.26)
            path.lineTo(x + side * 0.84, middle + side * 0.30)
            canvas.drawPath(path)
            canvas.setLineJoin(0)
            canvas.setLineCap(0)
        x += side + TICK_GAP * size
        text.draw(canvas, tick.words, x, middle - BELOW_MIDDLE * size, size)
        x += tick.words.width * size + apart


def barcode(canvas: Any, code: str, right: float, bottom: float, height: float) -> None:
    """Code 128 ending at `right`; nothing is drawn for what the code can't hold."""
    from reportlab.graphics.barcode.code128 import Code128

    if not code or not code.isascii() or not code.isprintable():
        return
    bars = Code128(code, barWidth=MODULE, barHeight=height, quiet=0, humanReadable=0)
    left = (right - bars.width) // (MODULE / 2) * (MODULE / 2)  # on a dot, that every bar has both of its dots
    bars.drawOn(canvas, left, bottom)


def picture(png: str) -> Any:
    """A PNG in base64 as the canvas draws it; None for ''."""
    from reportlab.lib.utils import ImageReader

    return ImageReader(io.BytesIO(base64.b64decode(png))) if png else None


def stamp(canvas: Any, passage: Passage, size: float, left: float, middle: float) -> None:
    """Words in a frame of their own, as a rubber stamp leaves them."""
    width = passage.width * size
    canvas.setLineWidth(1)
    canvas.roundRect(left, middle - size * 0.8, width + size * 0.8, size * 1.6, size * 0.25, stroke=1, fill=0)
    words(canvas, passage, size, Align.LEFT, left + size * 0.4, left + size + width, middle)


def watermark(canvas: Any, passage: Passage, size: float, x: float, y: float) -> None:
    """Pale words across the sheet, about a point; drawn first, so that what is written stays legible."""
    canvas.saveState()
    canvas.translate(x, y)
    canvas.rotate(24)
    canvas.setFillGray(PALE)
    width = passage.width * size
    words(canvas, passage, size, Align.CENTER, -width, width, 0)
    canvas.setStrokeGray(PALE)
    canvas.setLineWidth(size / 22)
    canvas.roundRect(
        -width / 2 - size * 0.25, -size * 0.72, width + size * 0.5, size * 1.44, size * 0.12, stroke=1, fill=0
    )
    canvas.restoreState()
