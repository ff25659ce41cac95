# SPDX-License-Identifier: Apache-2.0
"""The month's report on paper (投诉报修月报, R-ST-04): its tables, its charts and the lines to sign on."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, CondPageBreak, Flowable, Frame, KeepTogether, PageTemplate
from reportlab.platypus import Table as PaperTable

from complaintdesk.desk.records import OfficeRecord
from complaintdesk.desk.statistics import MonthFigures
from complaintdesk.errors import QT_TRANSLATE_NOOP
from complaintdesk.printing import drawing
from complaintdesk.printing.canvas import Plain
from complaintdesk.printing.chart_drawing import draw
from complaintdesk.printing.charts import charts
from complaintdesk.printing.flowing import PALE_INK, FlowPicture, FlowText
from complaintdesk.printing.fonts import faces
from complaintdesk.printing.forms import Paper, setting
from complaintdesk.printing.heads import BESIDE_LOGO, LOGO_WIDTH
from complaintdesk.printing.month_tables import FigureTable, TableRow, cell_words, tables
from complaintdesk.printing.month_words import Words
from complaintdesk.printing.papers import USUAL, Placing
from complaintdesk.printing.rows import LANGUAGE
from complaintdesk.printing.templates import Align
from complaintdesk.printing.text import Passage

BOOK_ID = "monthly_analysis"  # what rule books call it, under which they give it a code
MARGIN, FOOT = 15 * mm, 10 * mm
WIDTH = A4[0] - 2 * MARGIN
GAP = 5 * mm  # between what stands two abreast
HALF = (WIDTH - GAP) / 2
CHART_HEIGHT, LOGO_HEIGHT = 50 * mm, 14 * mm
SIZE, TITLE, SECTION, FOOT_SIZE = 8.5, 16.0, 11.0, 8.0  # points
_LEAST = 30.0  # points: no column of numbers is narrower
_WORDS = 80.0  # points: a column of words gives way down to this
_INDENT = 12.0  # points, of a lower category
_SHORT = 14  # lines: a longer table may be broken, and stands alone
_PADDING = 3.0  # points at a cell's sides
_BEFORE = 8.0  # points above a table's title
_BEGUN = 110.0  # points: a long table is begun only where so much of it has room
SIGNED = (
    QT_TRANSLATE_NOOP("Figures", "Drawn up by"),
    QT_TRANSLATE_NOOP("Figures", "Checked by"),
    QT_TRANSLATE_NOOP("Figures", "Approved by"),
)


def render_month(
    figures: MonthFigures,
    *,
    office: OfficeRecord,
    printed_by: str,
    printed_at: datetime,
    zone: ZoneInfo,
    copy_no: int = 1,
    placing: Placing = USUAL,
) -> Paper:
    """The report of a month on A4, moved as its printer wants it; `copy_no` above 1 marks it as reprint (补打)."""
    words = Words(LANGUAGE)
    again = words(QT_TRANSLATE_NOOP("Figures", "reprint {count}"), count=copy_no - 1) if copy_no > 1 else ""
    foot = f"{words.title(figures)}　{printed_by} {printed_at.astimezone(zone):%Y-%m-%d %H:%M}　{again}".rstrip("　")
    file = io.BytesIO()
    with setting:
        document = BaseDocTemplate(file, pagesize=A4, title=words.title(figures), author=office.name)
        frame = Frame(MARGIN, MARGIN, WIDTH, A4[1] - 2 * MARGIN, 0, 0, 0, 0)
        below = Passage(foot, faces())

        def begin(canvas: Canvas, page: Any) -> None:
            canvas.transform(1, 0, 0, 1, placing.dx * mm, -placing.dy * mm)
            drawing.words(canvas, below, FOOT_SIZE, Align.LEFT, MARGIN, A4[0] - MARGIN - GAP, FOOT)
            at = Passage(f"{page.page}", faces())
            drawing.words(canvas, at, FOOT_SIZE, Align.RIGHT, A4[0] - MARGIN - GAP, A4[0] - MARGIN, FOOT)

        document.addPageTemplates(PageTemplate(frames=[frame], onPage=begin))
        document.build(list(_story(figures, office, zone, words)), canvasmaker=Plain)
        pages: int = document.page
    return Paper(file.getvalue(), pages, ())


def _story(figures: MonthFigures, office: OfficeRecord, zone: ZoneInfo, words: Words) -> Iterator[Flowable]:
    yield _head(figures, office, zone, words)
    shares, flow, *rest = (table for table in tables(figures, LANGUAGE) if table.rows)
    kinds, categories, trend = charts(figures, LANGUAGE)
    yield from _section(shares)
    yield from _section(flow)
    yield _abreast(*([draw(chart, HALF, CHART_HEIGHT)] for chart in (kinds, categories)))
    yield draw(trend, WIDTH, CHART_HEIGHT)
    yield from _arranged(rest)
    yield _signatures(words)


def _head(figures: MonthFigures, office: OfficeRecord, zone: ZoneInfo, words: Words) -> Flowable:
    """The title in the middle, the office's logo and the form's code (表号) at the upper left, as on every form."""
    counted = words.counted(figures, f"{figures.counted_at.astimezone(zone):%Y-%m-%d %H:%M}")
    register = words.in_register(figures)
    middle: list[Flowable] = [
        FlowText(f"{office.name}　{words.title(figures)}", TITLE, bold=True, align=Align.CENTER, after=4),
        FlowText(counted, SIZE, align=Align.CENTER, ink=PALE_INK),
        FlowText(register, SIZE, align=Align.CENTER, ink=PALE_INK),
    ]
    picture = drawing.picture(office.logo)
    corner: list[Flowable] = [] if picture is None else [FlowPicture(picture, LOGO_WIDTH, LOGO_HEIGHT)]
    if code := dict(office.codes).get(BOOK_ID, ""):
        corner.append(FlowText(code, SIZE))
    side = LOGO_WIDTH + BESIDE_LOGO if corner else 0.0
    columns = [[corner, middle, []]] if corner else [[middle]]
    made = PaperTable(columns, colWidths=[side, WIDTH - 2 * side, side] if corner else [WIDTH])
    made.setStyle(_bare(("VALIGN", (0, 0), (-1, -1), "TOP")))
    return made


def _arranged(waiting: Sequence[FigureTable]) -> Iterator[Flowable]:
    """The tables in their order; a short and narrow one stands beside the next one that is so too."""
    left = list(waiting)
    while left:
        table = left.pop(0)
        mate = next((each for each in left if _is_small(each)), None) if _is_small(table) else None
        if mate is None:
            yield from _section(table)
        else:
            left.remove(mate)
            yield _abreast(_titled(table, HALF), _titled(mate, HALF))


def _is_small(table: FigureTable) -> bool:
    return len(table.rows) <= _SHORT and sum(_wanted(table)) <= HALF


def _abreast(first: list[Flowable], second: list[Flowable]) -> PaperTable:
    """Two things beside each other, never broken."""
    made = PaperTable([[first, [], second]], colWidths=[HALF, GAP, HALF], spaceBefore=_BEFORE)
    made.setStyle(_bare(("VALIGN", (0, 0), (-1, -1), "TOP")))
    return made


def _section(table: FigureTable) -> Iterator[Flowable]:
    """The table under its title, which never stands alone at a page's end; the head is on each page."""
    titled = _titled(table, WIDTH)
    if len(table.rows) <= _SHORT:
        yield KeepTogether(titled)
    else:
        yield CondPageBreak(_BEGUN)
        yield from titled


def _titled(table: FigureTable, width: float) -> list[Flowable]:
    title: list[Flowable] = [FlowText(table.title, SECTION, bold=True, before=_BEFORE, after=3)]
    if table.note:
        title.append(FlowText(table.note, SIZE, ink=PALE_INK, after=2))
    return [*title, _table(table, width)]


def _table(table: FigureTable, width: float) -> PaperTable:
    rows: list[list[Flowable]] = [[FlowText(head, SIZE, bold=True, align=Align.CENTER) for head in table.heads]]
    rows += [_line(row) for row in table.rows]
    made = PaperTable(rows, colWidths=_widths(table, width), repeatRows=1, hAlign="LEFT")
    style: list[tuple[Any, ...]] = [
        ("GRID", (0, 0), (-1, -1), 0.4, colors.Color(0.6, 0.6, 0.6)),
        ("BACKGROUND", (0, 0), (-1, 0), colors.Color(0.93, 0.93, 0.93)),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        *((side, (0, 0), (-1, -1), _PADDING) for side in ("LEFTPADDING", "RIGHTPADDING")),
        *((side, (0, 0), (-1, -1), 2) for side in ("TOPPADDING", "BOTTOMPADDING")),
    ]
    if table.rows and table.rows[-1].total:
        style.append(("LINEABOVE", (0, -1), (-1, -1), 1, colors.black))
    made.setStyle(style)
    return made


def _bare(*more: tuple[Any, ...]) -> list[tuple[Any, ...]]:
    """The style of a table that only sets things side by side."""
    sides = ("LEFTPADDING", "RIGHTPADDING", "TOPPADDING", "BOTTOMPADDING")
    return [*((side, (0, 0), (-1, -1), 0) for side in sides), *more]


def _line(row: TableRow) -> list[Flowable]:
    name = FlowText(row.name, SIZE, bold=row.total, indent=row.depth * _INDENT)
    aligned = ((cell, Align.LEFT if isinstance(cell, str) else Align.RIGHT) for cell in row.cells)
    return [name, *(FlowText(cell_words(cell), SIZE, align=align) for cell, align in aligned)]


def _widths(table: FigureTable, width: float) -> list[float]:
    """Columns in proportion to their words, together as wide as there is room; the widest gives way first."""
    wanted = _wanted(table)
    over = sum(wanted) - width
    if over > 0:
        widest = wanted.index(max(wanted))
        wanted[widest] = max(wanted[widest] - over, min(wanted[widest], _WORDS))
    return [each * width / sum(wanted) for each in wanted]


def _wanted(table: FigureTable) -> list[float]:
    """How wide each column's words are."""
    wanted = []
    for at, head in enumerate(table.heads):
        texts = [(row.name, row.depth) if at == 0 else (cell_words(row.cells[at - 1]), 0) for row in table.rows]
        longest = max((_wide(text) + depth * _INDENT for text, depth in texts), default=0.0)
        # A head of many characters is set in lines; what stands below it is not, unless it is words.
        heading = _wide(head, bold=True) / (1 if len(head) <= 4 else 2)
        wanted.append(max(longest + 2 * _PADDING + 2, heading + 2 * _PADDING + 4, _LEAST))
    return wanted


def _wide(text: str, bold: bool = False) -> float:
    return Passage(text, faces(), bold).width * SIZE


def _signatures(words: Words) -> PaperTable:
    cells = [FlowText(f"{words(text)}：＿＿＿＿＿＿＿＿＿＿", SIZE) for text in SIGNED]
    made = PaperTable([cells], colWidths=[WIDTH / len(SIGNED)] * len(SIGNED), spaceBefore=8 * mm)
    made.setStyle(_bare())
    return made
