# SPDX-License-Identifier: Apache-2.0
"""The month's charts as ReportLab drawings: the same for screen and paper, each in its own colours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from reportlab.graphics import renderPDF
from reportlab.graphics.shapes import Drawing, Line, PolyLine, Rect, String
from reportlab.lib.colors import Color, HexColor

from complaintdesk.printing.charts import MOST_ROWS, Chart
from complaintdesk.printing.fonts import faces
from complaintdesk.printing.forms import setting
from complaintdesk.printing.text import Passage

SIZE, TITLE = 9.0, 11.0  # points
_SMALLEST = 7.0  # points, of names below bars
_EDGE, _GAP = 10.0, 6.0
_HEAD = 38.0  # title and legend
_ENDLESS = 1000.0  # no line is longer
_FEW = 5  # rules across the chart at most


@dataclass(frozen=True)
class Palette:
    """Colours by what they are for, as #RRGGBB; a series has one of each."""

    ground: str
    ink: str
    second: str
    line: str
    series: tuple[str, str, str]


PAPER = Palette("#FFFFFF", "#000000", "#404040", "#C8C8C8", ("#303030", "#909090", "#D0D0D0"))


def as_pdf(chart: Chart, width: float, height: float, palette: Palette) -> bytes:
    """The chart on a page of its own size, points."""
    with setting:
        pdf: bytes = renderPDF.drawToString(draw(chart, width, height, palette))
    return pdf


def draw(chart: Chart, width: float, height: float, palette: Palette = PAPER) -> Drawing:
    """The chart in this size, points: lying bars for categories, lines for the months, else bars.

    To be called under `forms.setting`: it looks for faces.
    """
    drawing = Drawing(width, height)
    drawing.add(Rect(0, 0, width, height, fillColor=HexColor(palette.ground), strokeColor=None))
    pen = _Pen(drawing, palette)
    pen.words(_EDGE, height - _EDGE - TITLE, chart.title, size=TITLE, bold=True)
    _legend(pen, chart, height - _HEAD + 4)
    match chart.id:
        case "categories":
            _lying(pen, chart, width, height - _HEAD)
        case "trend":
            _lines(pen, chart, width, height - _HEAD)
        case _:
            _bars(pen, chart, width, height - _HEAD)
    return drawing


class _Pen:
    """Draws in the palette's colours."""

    def __init__(self, drawing: Drawing, palette: Palette) -> None:
        self._drawing, self._palette = drawing, palette

    def colour(self, at: int) -> Color:
        return HexColor(self._palette.series[at])

    def words(
        self, x: float, y: float, text: str, *, size: float = SIZE, bold: bool = False, anchor: str = "start"
    ) -> None:
        """The text on one line, each character in a face that has it."""
        ink = HexColor(self._palette.ink if bold else self._palette.second)
        passage = _passage(text, bold)
        x -= {"start": 0.0, "middle": 0.5, "end": 1.0}[anchor] * passage.width * size
        for line in passage.lines(_ENDLESS):
            for face, run in groupby(line.glyphs, key=lambda glyph: glyph.face):
                glyphs = list(run)
                words = "".join(glyph.character for glyph in glyphs)
                self._drawing.add(String(x, y, words, fontName=face.name, fontSize=size, fillColor=ink))
                x += size * sum(glyph.width for glyph in glyphs)

    def bar(self, x: float, y: float, width: float, height: float, at: int) -> None:
        if not width or not height:
            return
        self._drawing.add(Rect(x, y, width, height, fillColor=self.colour(at), strokeColor=None))

    def rule(self, x: float, y: float, to_x: float, to_y: float) -> None:
        self._drawing.add(Line(x, y, to_x, to_y, strokeColor=HexColor(self._palette.line), strokeWidth=0.5))

    def course(self, points: Sequence[tuple[float, float]], at: int) -> None:
        """A line through the points, each series dashed in its own way: colour never speaks alone."""
        dashes = (None, (5, 2), (1.5, 2))[at]
        flat = [each for point in points for each in point]
        self._drawing.add(PolyLine(flat, strokeColor=self.colour(at), strokeWidth=1.6, strokeDashArray=dashes))


def _legend(pen: _Pen, chart: Chart, y: float) -> None:
    x = _EDGE
    for at, each in enumerate(chart.series):
        if chart.id == "trend":
            pen.course([(x, y + 3), (x + 16, y + 3)], at)
        else:
            pen.bar(x + 4, y - 1, 9, 9, at)
        pen.words(x + 20, y, each.name)
        x += 20 + _wide(each.name) + 14


def _steps(highest: int) -> list[int]:
    """Round numbers from 0 to the highest or a little above, a few of them."""
    step = 1
    while step * _FEW < highest:
        step = step * 2 if str(step)[0] != "2" else step * 5 // 2
    return list(range(0, max(highest, 1) + step, step))


def _standing(
    pen: _Pen, chart: Chart, width: float, height: float, lines: int = 1
) -> tuple[float, float, float, float]:
    """Rules with their numbers, above names of so many lines; where the field begins and how high a case is."""
    steps = _steps(chart.highest)
    left = _EDGE + _wide(str(steps[-1])) + _GAP
    bottom = _EDGE + SIZE * lines + _GAP
    unit = (height - bottom - 12) / steps[-1]
    for step in steps:
        y = bottom + step * unit
        pen.rule(left, y, width - _EDGE, y)
        pen.words(left - _GAP, y - SIZE / 3, str(step), anchor="end")
    return left, bottom, (width - _EDGE - left) / max(len(chart.points), 1), unit


def _bars(pen: _Pen, chart: Chart, width: float, height: float) -> None:
    some = (width - 2 * _EDGE - SIZE - _GAP) / max(len(chart.points), 1) - 2  # about what a name has
    lines = 2 if any(_wide(name) > some for name in chart.points) else 1
    left, bottom, room, unit = _standing(pen, chart, width, height, lines)
    longest = max((_passage(name).longest for name in chart.points), default=0.0) or 1.0
    size = max(min(SIZE, (room - 2) / longest), _SMALLEST)  # words are made smaller rather than broken
    thick = min(room * 0.8 / len(chart.series), 22)
    for at, name in enumerate(chart.points):
        middle = left + room * (at + 0.5)
        for line, words in enumerate(_in_lines(name, (room - 1) / size, lines), 1):
            pen.words(middle, bottom - (SIZE + 1) * line - 2, words, size=size, anchor="middle")
        for which, each in enumerate(chart.series):
            x = middle + (which - len(chart.series) / 2) * thick
            pen.bar(x + 0.5, bottom, thick - 1, each.values[at] * unit, which)
            if which == 0:
                pen.words(x + thick / 2, bottom + each.values[at] * unit + 2, str(each.values[at]), anchor="middle")


def _lying(pen: _Pen, chart: Chart, width: float, height: float) -> None:
    left = _EDGE + min(max((_wide(name) for name in chart.points), default=0), width * 0.35) + _GAP
    unit = (width - _EDGE - 24 - left) / max(chart.highest, 1)
    room = (height - _EDGE) / MOST_ROWS
    thick = min(room * 0.38, 9)
    for at, name in enumerate(chart.points):
        middle = height - room * (at + 0.5)
        pen.words(left - _GAP, middle - SIZE / 3, _cut(name, left - _GAP - _EDGE), anchor="end")
        for which, each in enumerate(chart.series):
            pen.bar(
                left, middle - which * thick + (0.5 if which == 0 else -0.5), each.values[at] * unit, thick - 1, which
            )
        pen.words(left + chart.series[0].values[at] * unit + 3, middle + 0.5, str(chart.series[0].values[at]), size=8)
    pen.rule(left, _EDGE, left, height)


def _lines(pen: _Pen, chart: Chart, width: float, height: float) -> None:
    left, bottom, room, unit = _standing(pen, chart, width, height)
    for at, name in enumerate(chart.points):
        pen.words(left + room * (at + 0.5), bottom - SIZE - 3, _cut(name, room * 1.6), anchor="middle")
    for which, each in enumerate(chart.series):
        pen.course([(left + room * (at + 0.5), bottom + value * unit) for at, value in enumerate(each.values)], which)


def _passage(text: str, bold: bool = False) -> Passage:
    return Passage(text.replace("\n", " "), faces(), bold)


def _wide(text: str) -> float:
    """How long the text is in the chart's type, points."""
    return _passage(text).width * SIZE


def _in_lines(name: str, room: float, lines: int) -> list[str]:
    """The name in at most so many lines, the last one cut where it has no room; `room` at a size of 1."""
    found = ["".join(glyph.character for glyph in line.glyphs) for line in _passage(name).even_lines(room)]
    return [_cut(each, room * SIZE) for each in (*found[: lines - 1], "".join(found[lines - 1 :]))]


def _cut(text: str, room: float) -> str:
    """The text, with … where it has no room."""
    if _wide(text) <= room + 0.01:
        return text
    while text and _wide(text + "…") > room:
        text = text[:-1]
    return text + "…"
