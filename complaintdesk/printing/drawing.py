# SPDX-License-Identifier: Apache-2.0
"""The drawing itself: rules, greys, ticks, signatures, barcode and stamps on a ReportLab canvas; lengths are points."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any

from complaintdesk.printing import text
from complaintdesk.printing.canvas import Sheets
from complaintdesk.printing.rows import ABOVE, SIDE, TICK, TICK_APART, TICK_GAP, Band, Box, Tick, ticks_width
from complaintdesk.printing.templates import Align, Cell, CellKind
from complaintdesk.printing.text import BELOW_MIDDLE, LEADING, Line, Passage

THIN, STRONG = 0.5, 1.3
GREY, PALE = 0.95, 0.86
RED = (0.72, 0.05, 0.05)  # dark enough to be read from a printer that knows black alone
HIGH_CELL, HIGH_ROW = 30, 50  # a growing cell, and a table's row, higher than this is written from the top
MODULE = 0.8  # a barcode's narrowest bar: two dots of a 180 dpi printer
MARK = 0.45  # a mark's distance from its line, of the type's size


def grid(canvas: Any, bands: Sequence[Band], x: float, top: float, signed: Passage) -> None:
    """What a printer's shop would print of a frame from `top` down: rules, greys, labels, empty tick boxes.

    `signed` stands at the lower right of signatures.
    """
    places = _places(bands, top)
    canvas.setFillGray(GREY)
    for band, bottom in places:
        for box in band.boxes:
            if box.cell.kind is CellKind.LABEL:
                canvas.rect(x + box.x, bottom, box.width, band.height, stroke=0, fill=1)
    canvas.setFillGray(0)
    for band, bottom in places:
        for box in band.boxes:
            if box.cell.kind is CellKind.SIGN:
                _signature(canvas, box, x, bottom, band.height, signed)
            elif box.cell.kind is CellKind.TICKS:
                _tick_boxes(canvas, box, x, bottom, band.height)
            elif not box.cell.shows_values:
                _lines(canvas, box, x, bottom, band.height)
    _rules(canvas, places, x, top)


def values(canvas: Any, bands: Sequence[Band], x: float, top: float, shown: Callable[[Cell], bool]) -> None:
    """What is written into a frame from `top` down, in the cells to be shown: values and ticks."""
    for band, bottom in _places(bands, top):
        if band.red:
            canvas.setFillColorRGB(*RED)
        for box in band.boxes:
            if not shown(box.cell):
                continue
            if box.cell.checks:
                _tick_boxes(canvas, box, x, bottom, band.height)
            if box.cell.kind is CellKind.TICKS or box.cell.checks:
                _ticks(canvas, box, x, bottom, band.height)
            elif box.cell.shows_values:
                _lines(canvas, box, x, bottom, band.height)
        if band.red:
            canvas.setFillGray(0)


def _places(bands: Sequence[Band], top: float) -> list[tuple[Band, float]]:
    """Each band with where it ends."""
    places = []
    for band in bands:
        top -= band.height
        places.append((band, top))
    return places


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


def _signature(canvas: Any, box: Box, x: float, bottom: float, height: float, signed: Passage) -> None:
    left, right = x + box.x + SIDE, x + box.x + box.width - SIDE
    set_lines(canvas, box.lines, box.size, Align.LEFT, left, right, bottom + height - ABOVE - 1)
    words(canvas, signed, box.size, Align.RIGHT, left, right - SIDE, bottom + ABOVE + 2 + MARK * box.size)


def _lines(canvas: Any, box: Box, x: float, bottom: float, height: float) -> None:
    left, right = x + box.x + SIDE, x + box.x + box.width - SIDE
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


def _tick_boxes(canvas: Any, box: Box, x: float, bottom: float, height: float) -> None:
    canvas.setLineWidth(0.7)
    side = TICK * box.size
    for tick, left, middle in _tick_places(box, x, bottom, height):
        canvas.rect(left, middle - side / 2, side, side, stroke=1, fill=0)
        text.draw(canvas, tick.words, left + side + TICK_GAP * box.size, middle - BELOW_MIDDLE * box.size, box.size)


def _ticks(canvas: Any, box: Box, x: float, bottom: float, height: float) -> None:
    side = TICK * box.size
    for tick, left, middle in _tick_places(box, x, bottom, height):
        if tick.ticked:
            canvas.setLineWidth(1.4)
            canvas.setLineJoin(1)
            canvas.setLineCap(1)
            path = canvas.beginPath()
            path.moveTo(left + side * 0.18, middle + side * 0.02)
            path.lineTo(left + side * 0.42, middle - side * 0.26)
            path.lineTo(left + side * 0.84, middle + side * 0.30)
            canvas.drawPath(path)
            canvas.setLineJoin(0)
            canvas.setLineCap(0)


def _tick_places(box: Box, x: float, bottom: float, height: float) -> Iterator[tuple[Tick, float, float]]:
    """Each tick box with its left edge and its middle."""
    size = box.size
    middle = bottom + height / 2 + (len(box.ticks) - 1) * size * LEADING / 2
    for row in box.ticks:
        spare = max(box.width - 2 * SIDE - ticks_width(row) * size, 0)
        apart = TICK_APART * size + min(spare / len(row), size * 0.6)
        spare -= (apart - TICK_APART * size) * (len(row) - 1)
        left = x + box.x + SIDE + {Align.LEFT: 0.5, Align.CENTER: spare / 2, Align.RIGHT: spare}[box.cell.align]
        for tick in row:
            yield tick, left, middle
            left += (TICK + TICK_GAP + tick.words.width) * size + apart
        middle -= size * LEADING


def barcode(canvas: Sheets, code: str, left: float, right: float, bottom: float, height: float, align: Align) -> None:
    """Code 128 at the right of its room or in its middle; nothing is drawn for what the code can't hold."""
    if not code or not code.isascii() or not code.isprintable():
        return
    bars, width = _bars_of(code)
    spare = max(right - left - width, 0)
    left += (spare / 2 if align is Align.CENTER else spare) // (MODULE / 2) * (MODULE / 2)
    left = left // (MODULE / 2) * (MODULE / 2)  # on a dot, that every bar has both of its dots
    canvas.bars([(left + start, length) for start, length in bars], bottom, height)


@lru_cache(2000)
def _bars_of(code: str) -> tuple[tuple[tuple[float, float], ...], float]:
    """The bars of Code 128: where each begins and how wide it is; and how wide all are together."""
    from reportlab.graphics.barcode.code128 import Code128

    class Bars(Code128):  # type: ignore[misc]  # ReportLab has no types
        """Notes its bars instead of drawing them."""

        def rect(self, x: float, _y: float, width: float, _height: float) -> None:
            found.append((x, width))

    found: list[tuple[float, float]] = []
    drawn = Bars(code, barWidth=MODULE, quiet=0, humanReadable=0)
    drawn.draw()
    return tuple(found), drawn.width


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
