# SPDX-License-Identifier: Apache-2.0
"""A workbook in the making, by openpyxl; imported when one is written, as it takes its time to load."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal
from math import ceil
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.chart import BarChart, LineChart, Reference
from openpyxl.chart.data_source import StrRef
from openpyxl.chart.series import SeriesLabel
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from complaintdesk.domain.texts import clean_text
from complaintdesk.errors import QT_TRANSLATE_NOOP
from complaintdesk.labels import translate
from complaintdesk.sheets.writing import Formula, Look, Percent, Value, width_of

UNITS_AT_MOST = 32_767  # UTF-16 units in a cell; Excel cuts a longer text without a word
INSTANT, DAY, MONEY, COUNT = "yyyy-mm-dd hh:mm", "yyyy-mm-dd", "#,##0.00", "0"
CHANGE, SHARE = "+0;-0;0", "0.00%"

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NOT_IN_XML = re.compile("[\ufffe\uffff]")
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")  # Excel reads _x0041_ as A
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]")
_THIN = Side(style="thin", color="BFBFBF")
_WIDEST = 80
_LINE_HEIGHT, _HIGHEST = 14, 409  # points; no row can be higher


_FILLS = {Look.HEAD: "DCE6F1", Look.BAD: "FFC7CE"}


class Book:
    """A workbook in the making; its sheets are written row by row, each finished before the next begins."""

    def __init__(self) -> None:
        self._book = Workbook(write_only=True)
        self._sheet: Any = None
        self._widths: list[float] = []
        self._rows = 0
        self._styles: dict[tuple[object, ...], Any] = {}
        self._too_long: list[tuple[str, str]] = []

    def sheet(self, name: str, widths: Sequence[float], *, caption: str = "", head: int = 1, across: int = 1) -> None:
        """Begins a sheet: row `head` and the first column stay in sight and on each page, below `caption`.

        Widths are in Latin characters, a Chinese one takes two; the columns are spread over `across` pages.
        """
        sheet = self._sheet = self._book.create_sheet(_NOT_IN_NAMES.sub(" ", name).strip("'")[:31] or None)
        self._widths = [min(max(width, 4), _WIDEST) for width in widths]
        self._rows = 0
        sheet.freeze_panes = f"B{head + 1}"
        sheet.print_title_rows, sheet.print_title_cols = f"{head}:{head}", "A:A"
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = across, 0
        sheet.page_margins.left = sheet.page_margins.right = 0.4
        sheet.page_margins.top = sheet.page_margins.bottom = 0.7
        sheet.page_margins.header = sheet.page_margins.footer = 0.3
        if caption:
            sheet.oddHeader.center.text = _plain(caption).replace("&", "&&")[:200]
        sheet.oddFooter.center.text = "&P / &N"
        for number, width in enumerate(self._widths, 1):
            sheet.column_dimensions[get_column_letter(number)].width = width + 2

    def row(self, values: Sequence[Value], look: Look | Sequence[Look] = Look.PLAIN, *, name: str = "") -> None:
        """Adds a row; `name` is what the continuation of a text that no cell can hold refers to."""
        looks = [look] * len(values) if isinstance(look, Look) else look
        self._rows += 1
        lines = [self._lines(value, width) for value, width in zip(values, self._widths, strict=False)]
        if Look.BARE not in looks and max(lines, default=1) > 1:
            # Excel would measure the row itself, LibreOffice and WPS show one line of it.
            self._sheet.row_dimensions[self._rows].height = min(max(lines) * _LINE_HEIGHT, _HIGHEST)
        self._sheet.append([self._cell(value, each, name) for value, each in zip(values, looks, strict=True)])

    def filter(self, columns: int, rows: int, head: int = 1) -> None:
        """Gives the rows below the head a filter."""
        self._sheet.auto_filter.ref = f"A{head}:{get_column_letter(columns)}{max(rows, head)}"

    def chart(
        self, title: str, columns: Sequence[int], rows: tuple[int, int], *, head: int, at: int, lines: bool = False
    ) -> None:
        """Draws the columns (counted from 1) over these rows, named by the first column, to the right of column `at`.

        Bars, or lines for a course of time.
        """
        chart = LineChart() if lines else BarChart()
        chart.title, chart.height, chart.width = _plain(title), 9, 18
        first, last = rows
        for column in columns:
            values = Reference(self._sheet, min_col=column, min_row=first, max_row=last)
            chart.add_data(values)
            name = Reference(self._sheet, min_col=column, min_row=head)
            chart.series[-1].tx = SeriesLabel(strRef=StrRef(f=str(name)))
        chart.set_categories(Reference(self._sheet, min_col=1, min_row=first, max_row=last))
        for axis in (chart.x_axis, chart.y_axis):
            axis.delete = False  # without it Excel shows no axes at all
        chart.y_axis.number_format = COUNT
        chart.legend.position = "b"
        self._sheet.add_chart(chart, f"{get_column_letter(at + 1)}{head}")

    def finish(self, file: Any) -> None:
        """Writes the workbook to a file open for writing; texts that were too long continue on a last sheet."""
        if self._too_long:
            self.sheet(translate("sheets", CONTINUED), (24, _WIDEST))
            self.row([translate("sheets", WHOSE), translate("sheets", TEXT)], Look.HEAD)
            for name, text in self._too_long:
                self.row([name, text])
        self._book.save(file)

    def give_up(self) -> None:
        """Lets go of a workbook that is not to be: openpyxl keeps its rows, people's data, in files of its own."""
        for sheet in self._book.worksheets:
            with suppress(OSError):  # the first error is the one to tell
                if not sheet.closed:
                    sheet.close()
            with suppress(OSError, ValueError):
                sheet._writer.cleanup()

    @staticmethod
    def _lines(value: Value, width: float) -> int:
        """How many lines a text takes in a column."""
        if not isinstance(value, str) or not value:
            return 1
        return sum(max(ceil(width_of(line) / width), 1) for line in value.split("\n"))

    def _cell(self, value: Value, look: Look, name: str) -> WriteOnlyCell:
        cell = WriteOnlyCell(self._sheet)
        if isinstance(value, str):
            text = self._fitting(_plain(value), name)
            # Set past openpyxl's own reading of a value, which makes formulas of texts.
            cell._value, cell.data_type = _ESCAPE.sub("_x005F_", text), "s"
            cell._style = self._style(look, "General", text.startswith(_FORMULA))
            return cell
        cell._style = self._style(look, _format_of(value), quoted=False)
        match value:
            case datetime():
                cell.value = value.replace(tzinfo=None)
            case Formula():
                cell.value = f"={value.text}"
            case Percent():
                cell.value = value.share
            case _:
                cell.value = value
        return cell

    def _fitting(self, text: str, name: str) -> str:
        pieces = _pieces(text)
        if len(pieces) == 1:
            return text
        self._too_long += [(name, piece) for piece in pieces[1:]]
        return pieces[0] + translate("sheets", SEE_BELOW)

    def _style(self, look: Look, number_format: str, quoted: bool) -> Any:
        """The style in the workbook's own tables; made once, as openpyxl takes longer over it than over the value."""
        key = (look, number_format, quoted)
        if key not in self._styles:
            model = WriteOnlyCell(self._sheet)
            head = look is Look.HEAD
            model.alignment = Alignment(
                horizontal="left" if number_format in (INSTANT, DAY) else None,
                vertical="center" if head else "top",
                wrap_text=look is not Look.BARE,
            )
            model.number_format = number_format
            model.font = Font(name="Microsoft YaHei", size=10, bold=head)
            if look is not Look.BARE:
                model.border = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
            if look in _FILLS:
                model.fill = PatternFill("solid", fgColor=_FILLS[look])
            model.quotePrefix = quoted
            self._styles[key] = model._style
        return self._styles[key]


def _plain(text: str) -> str:
    return _NOT_IN_XML.sub("", clean_text(text, limit=None))


def _format_of(value: Value) -> str:
    if isinstance(value, datetime):
        return INSTANT
    if isinstance(value, date):
        return DAY
    if isinstance(value, Percent):
        return SHARE
    if isinstance(value, Formula) and value.signed:
        return CHANGE
    return MONEY if isinstance(value, Decimal) else COUNT


def _pieces(text: str) -> list[str]:
    """The text in pieces that a cell can hold, with room for a word at the end of each."""
    if len(text) * 2 <= UNITS_AT_MOST or len(text.encode("utf-16-le")) // 2 <= UNITS_AT_MOST:
        return [text]
    step = UNITS_AT_MOST // 2 - 20
    return [text[start : start + step] for start in range(0, len(text), step)]


CONTINUED = QT_TRANSLATE_NOOP("sheets", "Long texts")
WHOSE = QT_TRANSLATE_NOOP("sheets", "Belongs to")
TEXT = QT_TRANSLATE_NOOP("sheets", "Continued")
SEE_BELOW = QT_TRANSLATE_NOOP("sheets", "… (goes on on the sheet “Long texts”)")
