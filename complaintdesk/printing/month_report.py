# SPDX-License-Identifier: Apache-2.0
"""The month's report on paper (投诉报修月报, R-ST-04): its tables, its charts and the lines to sign on."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from xml.sax.saxutils import escape
from zoneinfo import ZoneInfo

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, KeepTogether, PageTemplate, Paragraph, Spacer
from reportlab.platypus import Table as PaperTable

from complaintdesk.desk.records import OfficeRecord
from complaintdesk.desk.statistics import MonthFigures
from complaintdesk.errors import QT_TRANSLATE_NOOP
from complaintdesk.printing.charts import BOLD, REGULAR, charts, draw
from complaintdesk.printing.fonts import faces
from complaintdesk.printing.forms import Paper, setting
from complaintdesk.printing.month_tables import FigureTable, TableRow, Words, cell_words, tables
from complaintdesk.printing.rows import LANGUAGE

MARGIN, FOOT = 15 * mm, 10 * mm
WIDTH = A4[0] - 2 * MARGIN
CHART_HEIGHT = 58 * mm
_NAME = ParagraphStyle("name", fontName=REGULAR, fontSize=8.5, leading=11, wordWrap="CJK")
_NOTE = ParagraphStyle("note", parent=_NAME, textColor=colors.Color(0.3, 0.3, 0.3))
_HEAD = ParagraphStyle("head", parent=_NAME, fontName=BOLD, alignment=1)
_BOLD = ParagraphStyle("bold", parent=_NAME, fontName=BOLD)
_RIGHT = ParagraphStyle("right", parent=_NAME, alignment=2)
_SECTION = ParagraphStyle("section", parent=_NAME, fontName=BOLD, fontSize=11, leading=16, spaceBefore=8, spaceAfter=3)
_TITLE = ParagraphStyle("title", parent=_NAME, fontName=BOLD, fontSize=16, leading=24, alignment=1)
_LEAST = 30.0  # points: no column of numbers is narrower
_WORDS = 80.0  # points: a column of words gives way down to this
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
) -> Paper:
    """The report of a month on A4; `copy_no` above 1 marks it as printed again (补打)."""
    words = Words(LANGUAGE)
    again = words(QT_TRANSLATE_NOOP("Figures", "reprint {count}"), count=copy_no - 1) if copy_no > 1 else ""
    foot = f"{words.title(figures)}　{printed_by} {printed_at.astimezone(zone):%Y-%m-%d %H:%M}　{again}".rstrip("　")
    file = io.BytesIO()
    with setting:
        faces()
        document = BaseDocTemplate(file, pagesize=A4, title=words.title(figures), author=office.name)
        frame = Frame(MARGIN, MARGIN, WIDTH, A4[1] - 2 * MARGIN, 0, 0, 0, 0)

        def number(canvas: Canvas, page: Any) -> None:
            canvas.setFont(REGULAR, 8)
            canvas.drawString(MARGIN, FOOT, foot)
            canvas.drawRightString(A4[0] - MARGIN, FOOT, f"{page.page}")

        document.addPageTemplates(PageTemplate(frames=[frame], onPage=number))
        document.build(list(_story(figures, office, zone, words)))
        pages: int = document.page
    return Paper(file.getvalue(), pages, ())


def _story(figures: MonthFigures, office: OfficeRecord, zone: ZoneInfo, words: Words) -> Iterator[Flowable]:
    counted = words.counted(figures, f"{figures.counted_at.astimezone(zone):%Y-%m-%d %H:%M}")
    yield Paragraph(escape(f"{office.name}　{words.title(figures)}"), _TITLE)
    yield Paragraph(escape(counted), _NOTE)
    shares, flow, states, *rest = tables(figures, LANGUAGE)
    drawn = [draw(chart, WIDTH, CHART_HEIGHT) for chart in charts(figures, LANGUAGE)]
    yield from _section(shares)
    yield from _section(flow)
    yield from drawn
    yield from _section(states)
    for table in rest:
        if table.rows:
            yield from _section(table)
    yield Spacer(1, 8 * mm)
    yield _signatures(words)


def _section(table: FigureTable) -> Iterator[Flowable]:
    """The table under its title, which never stands alone at a page's end; the head is on each page."""
    title: list[Flowable] = [Paragraph(escape(table.title), _SECTION)]
    if table.note:
        title.append(Paragraph(escape(table.note), _NOTE))
    set_up = _table(table)
    if len(table.rows) <= 14:
        yield KeepTogether([*title, set_up])
    else:
        title[-1].keepWithNext = True
        yield from title
        yield set_up


def _table(table: FigureTable) -> PaperTable:
    rows: list[list[Flowable]] = [[Paragraph(escape(head), _HEAD) for head in table.heads]]
    rows += [_line(row) for row in table.rows]
    made = PaperTable(rows, colWidths=_widths(table), repeatRows=1, hAlign="LEFT")
    style: list[tuple[Any, ...]] = [
        ("GRID", (0, 0), (-1, -1), 0.4, colors.Color(0.6, 0.6, 0.6)),
        ("BACKGROUND", (0, 0), (-1, 0), colors.Color(0.93, 0.93, 0.93)),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        *((side, (0, 0), (-1, -1), 3) for side in ("LEFTPADDING", "RIGHTPADDING")),
        *((side, (0, 0), (-1, -1), 2) for side in ("TOPPADDING", "BOTTOMPADDING")),
    ]
    if table.rows and table.rows[-1].total:
        style.append(("LINEABOVE", (0, -1), (-1, -1), 1, colors.black))
    made.setStyle(style)
    return made


def _line(row: TableRow) -> list[Flowable]:
    name = Paragraph("　" * row.depth + escape(row.name), _BOLD if row.total else _NAME)
    cells = [Paragraph(escape(cell_words(cell)), _NAME if isinstance(cell, str) else _RIGHT) for cell in row.cells]
    return [name, *cells]


def _widths(table: FigureTable) -> list[float]:
    """Columns as wide as their words, the names taking what is left; all of them narrower where there is no room."""
    wanted = []
    for at, head in enumerate(table.heads):
        texts = [row.name if at == 0 else cell_words(row.cells[at - 1]) for row in table.rows]
        longest = max((stringWidth(each, REGULAR, 8.5) for each in texts), default=0.0)
        # A head of many characters is set in lines; what stands below it is not, unless it is words.
        heading = stringWidth(head, BOLD, 8.5) / (1 if len(head) <= 4 else 2) + 2
        wanted.append(max(longest + 8, heading + 8, _LEAST))
    over = sum(wanted) - WIDTH
    if over > 0:
        widest = wanted.index(max(wanted))
        wanted[widest] = max(wanted[widest] - over, min(wanted[widest], _WORDS))
        scale = min(WIDTH / sum(wanted), 1.0)
        return [each * scale for each in wanted]
    return wanted


def _signatures(words: Words) -> PaperTable:
    cells = [Paragraph(f"{escape(words(text))}：＿＿＿＿＿＿＿＿＿＿", _NAME) for text in SIGNED]
    return PaperTable([cells], colWidths=[WIDTH / len(SIGNED)] * len(SIGNED))
