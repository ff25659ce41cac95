# SPDX-License-Identifier: Apache-2.0
"""The month's charts as ReportLab drawings: the same for screen and paper, each in its own colours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from reportlab.graphics import renderPDF
from reportlab.graphics.shapes import Drawing, Line, PolyLine, Rect, String
from reportlab.lib.colors import Color, HexColor
from reportlab.pdfbase.pdfmetrics import stringWidth

from complaintdesk.desk.statistics import By, MonthFigures
from complaintdesk.domain.terms import CaseKind
from complaintdesk.errors import QT_TRANSLATE_NOOP
from complaintdesk.printing.fonts import faces
from complaintdesk.printing.forms import setting
from complaintdesk.printing.month_tables import MONTH_BEFORE, SUM, THIS_MONTH, YEAR_BEFORE, Words

REGULAR, BOLD = "NotoSansSC-Regular", "NotoSansSC-Bold"
SIZE, TITLE = 9.0, 11.0  # points
MOST_ROWS = 8  # categories that are drawn, the largest
_EDGE, _GAP = 10.0, 6.0
_HEAD = 38.0  # title and legend
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


@dataclass(frozen=True)
class Series:
    """Numbers of one name, one for each point of the chart."""

    name: str
    values: tuple[int, ...]


@dataclass(frozen=True)
class Chart:
    """What a chart shows: its points by name, and up to three series over them."""

    id: str
    title: str
    points: tuple[str, ...]
    series: tuple[Series, ...]

    @property
    def highest(self) -> int:
        """The largest number in it."""
        return max((value for each in self.series for value in each.values), default=0)

    def words(self) -> str:
        """The chart told in words, for who can't see it."""
        told = [f"{each.name} {', '.join(map(str, each.values))}" for each in self.series]
        return f"{self.title}: {', '.join(self.points)}; " + "; ".join(told)


def charts(figures: MonthFigures, language: str | None = None) -> tuple[Chart, ...]:
    """Kinds beside the other months, the largest categories, and the twelve months."""
    words = Words(language)
    return _kinds(figures, words), _categories(figures, words), _trend(figures, words)


def _kinds(figures: MonthFigures, words: Words) -> Chart:
    rows = figures.by(By.KIND).rows
    names = tuple(words(text) for text in (THIS_MONTH, MONTH_BEFORE, YEAR_BEFORE))
    columns = zip(*(row.figures for row in rows), strict=True)
    series = tuple(
        Series(name, tuple(figure.count for figure in column)) for name, column in zip(names, columns, strict=True)
    )
    title = QT_TRANSLATE_NOOP("Figures", "Cases by kind")
    return Chart("kinds", words(title), tuple(words.row(By.KIND, row) for row in rows), series)


def _categories(figures: MonthFigures, words: Words) -> Chart:
    rows = sorted(figures.by(By.CATEGORY).upper, key=lambda row: -row.now.count)[:MOST_ROWS]
    series = (
        Series(words(THIS_MONTH), tuple(row.now.count for row in rows)),
        Series(words(MONTH_BEFORE), tuple(row.before.count for row in rows)),
    )
    title = QT_TRANSLATE_NOOP("Figures", "The largest categories")
    return Chart("categories", words(title), tuple(words.row(By.CATEGORY, row) for row in rows), series)


def _trend(figures: MonthFigures, words: Words) -> Chart:
    def told(first: date, at: int) -> str:
        return f"{first:%Y-%m}" if at == 0 or (first.month == 1 and at > 1) else f"{first.month}"

    def of(kind: CaseKind) -> tuple[int, ...]:
        return tuple(found[kind].count for _, found in figures.trend)

    sums = tuple(sum(figure.count for figure in found.values()) for _, found in figures.trend)
    kinds = (CaseKind.REPAIR, CaseKind.COMPLAINT)
    series = (Series(words(SUM), sums), *(Series(words.term(kind), of(kind)) for kind in kinds))
    title = QT_TRANSLATE_NOOP("Figures", "Cases in twelve months")
    return Chart("trend", words(title), tuple(told(first, at) for at, (first, _) in enumerate(figures.trend)), series)


def as_pdf(drawing: Drawing) -> bytes:
    """A drawing on a page of its own size."""
    with setting:
        pdf: bytes = renderPDF.drawToString(drawing)
    return pdf


def draw(chart: Chart, width: float, height: float, palette: Palette = PAPER) -> Drawing:
    """The chart in this size, points: lying bars for categories, lines for the months, else bars."""
    faces()  # registers them
    drawing = Drawing(width, height)
    drawing.add(Rect(0, 0, width, height, fillColor=HexColor(palette.ground), strokeColor=None))
    pen = _Pen(drawing, palette)
    pen.words(_EDGE, height - _EDGE - TITLE, chart.title, size=TITLE, face=BOLD)
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
        self, x: float, y: float, text: str, *, size: float = SIZE, face: str = REGULAR, anchor: str = "start"
    ) -> None:
        ink = self._palette.ink if face == BOLD else self._palette.second
        self._drawing.add(String(x, y, text, fontName=face, fontSize=size, fillColor=HexColor(ink), textAnchor=anchor))

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
        x += 20 + stringWidth(each.name, REGULAR, SIZE) + 14


def _steps(highest: int) -> list[int]:
    """Round numbers from 0 to the highest or a little above, a few of them."""
    step = 1
    while step * _FEW < highest:
        step = step * 2 if str(step)[0] != "2" else step * 5 // 2
    return list(range(0, max(highest, 1) + step, step))


def _standing(pen: _Pen, chart: Chart, width: float, height: float) -> tuple[float, float, float, float]:
    """Rules with their numbers; where the chart's field begins and how many points a case is high."""
    steps = _steps(chart.highest)
    left = _EDGE + stringWidth(str(steps[-1]), REGULAR, SIZE) + _GAP
    bottom = _EDGE + SIZE + _GAP
    unit = (height - bottom - 12) / steps[-1]
    for step in steps:
        y = bottom + step * unit
        pen.rule(left, y, width - _EDGE, y)
        pen.words(left - _GAP, y - SIZE / 3, str(step), anchor="end")
    return left, bottom, (width - _EDGE - left) / max(len(chart.points), 1), unit


def _bars(pen: _Pen, chart: Chart, width: float, height: float) -> None:
    left, bottom, room, unit = _standing(pen, chart, width, height)
    thick = min(room * 0.8 / len(chart.series), 22)
    for at, name in enumerate(chart.points):
        middle = left + room * (at + 0.5)
        pen.words(middle, bottom - SIZE - 3, _cut(name, room - 2), anchor="middle")
        for which, each in enumerate(chart.series):
            x = middle + (which - len(chart.series) / 2) * thick
            pen.bar(x + 0.5, bottom, thick - 1, each.values[at] * unit, which)
            if which == 0:
                pen.words(x + thick / 2, bottom + each.values[at] * unit + 2, str(each.values[at]), anchor="middle")


def _lying(pen: _Pen, chart: Chart, width: float, height: float) -> None:
    left = _EDGE + min(max((stringWidth(name, REGULAR, SIZE) for name in chart.points), default=0), width * 0.35) + _GAP
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


def _cut(text: str, room: float) -> str:
    """The text, with … where it has no room."""
    if stringWidth(text, REGULAR, SIZE) <= room:
        return text
    while text and stringWidth(text + "…", REGULAR, SIZE) > room:
        text = text[:-1]
    return text + "…"
