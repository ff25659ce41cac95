# SPDX-License-Identifier: Apache-2.0
"""A paper form as a workbook to edit in Excel or WPS: its grid in true size, what that can't show beside it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import copy
from math import ceil
from pathlib import Path
from typing import Any

from complaintdesk import fields
from complaintdesk.printing import form_files
from complaintdesk.printing.templates import Align, Cell, CellKind, Form, GridRow, TableRow
from complaintdesk.safe_write import whole_file
from complaintdesk.sheets.form_words import (
    BOOK_ID,
    BOX,
    CONFIDENTIAL,
    COUNTER,
    FIELD_SHEET,
    FORM_ID,
    FORM_SHEET,
    HELP_SHEET,
    LAYOUT_HEADS,
    LIST_MARK,
    PART_HEADS,
    RECORD,
    SIGN,
    VERSION,
    YES,
    Beside,
    RowKind,
    boxes,
    field_label,
    paper_words,
)
from complaintdesk.sheets.writing import width_of

MM = 72 / 25.4  # points
PIXELS = 96 / 25.4  # of a millimetre; a column's width counts 7 to a character
CHARACTER = 7
HIGHEST = 144.0  # mm: no spreadsheet's row is higher; the column beside says what a higher one is
_HEAD_HEIGHTS = {RowKind.TITLE: 9.0, RowKind.BARCODE: 8.0}


def write_form(path: Path, form: Form, zone: Any, version: int = 0) -> Path:
    """The workbook of the form as it lies there; raises EnvironmentProblem when the disk refuses.

    `version` is the office's own that it is, 0 for the shipped form; it comes back with the workbook.
    """
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    names: list[str] = []
    for layout in (form, *form.layouts):
        names.append(_sheet_name(layout, names))
        _Grid(book.create_sheet(names[-1]), layout).write()
    _write_form_sheet(book.create_sheet(FORM_SHEET), form, names, version)
    _write_fields(book.create_sheet(FIELD_SHEET), form, zone)
    _write_help(book.create_sheet(HELP_SHEET))
    with whole_file(path) as file:
        book.save(file)
    return path


def ticks_text(form_id: str, cell: Cell) -> str:
    """Boxes to tick as they stand in a cell: □急修 □小修 {case.grade}; the value beside words that don't say it."""
    known = boxes(form_id, next(iter(cell.names)))
    written = [f"{BOX}{words}" + ("" if known.get(words) == term else f"={term}") for term, words in cell.ticks]
    return " ".join([*written, cell.text])


def _sheet_name(layout: Form, taken: Sequence[str]) -> str:
    name = paper_words(layout.papers[0])
    return name if name not in taken else f"{name} {len(taken) + 1}"


class _Grid:
    """One layout on a sheet: its grid from column A on, the labelled columns at the right of it."""

    def __init__(self, sheet: Any, form: Form) -> None:
        self._sheet, self._form = sheet, form
        self._columns = len(form.columns)
        self._row = 1

    def write(self) -> None:
        from openpyxl.utils import get_column_letter

        sheet, form = self._sheet, self._form
        frame = form.papers[0].width - form.margins[1] - form.margins[3]
        for at, share in enumerate(form.columns, 1):
            sheet.column_dimensions[get_column_letter(at)].width = round(share * frame * PIXELS / CHARACTER, 3)
        for at, beside in enumerate(Beside, self._columns + 1):
            wide = beside in {Beside.ONLY_WITH, Beside.NONE, Beside.END, Beside.RED_WITH}
            sheet.column_dimensions[get_column_letter(at)].width = 22 if wide else 11
            _put(sheet, 1, at, beside.value, "beside_head")
        _put(sheet, 1, 1, NOTE, "note")
        sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=self._columns)
        sheet.row_dimensions[1].height = 18
        self._around(RowKind.ABOVE, (form.above,), "center")
        self._around(RowKind.TITLE, (form.title,), "title")
        self._around(RowKind.LEFT, form.left, "left")
        self._around(RowKind.RIGHT, form.right, "right")
        self._around(RowKind.BARCODE, (form.barcode,), "right")
        for row in form.rows:
            self._table(row) if isinstance(row, TableRow) else self._grid(row)
        self._around(RowKind.FOOT_LEFT, form.foot_left, "left")
        self._around(RowKind.FOOT_RIGHT, form.foot_right, "right")
        sheet.sheet_view.showGridLines = False
        sheet.freeze_panes = "A2"
        sheet.print_area = f"A2:{get_column_letter(self._columns)}{self._row}"
        sheet.page_setup.orientation = "landscape" if form.width > form.height > 0 else "portrait"
        sheet.page_setup.paperSize = 9 if max(form.width, form.height) > 250 else 11
        sheet.sheet_properties.pageSetUpPr = _on_one_page_across()
        sheet.page_setup.fitToHeight = 0
        sheet.page_margins.top = sheet.page_margins.bottom = sheet.page_margins.left = sheet.page_margins.right = 0.25

    def _around(self, kind: RowKind, texts: Iterable[str], look: str) -> None:
        """Lines of head and foot, each over the whole width."""
        for text in texts:
            self._begin(kind, _HEAD_HEIGHTS.get(kind, 6.0))
            _put(self._sheet, self._row, 1, text, look)
            self._merge(0, self._columns)

    def _grid(self, row: GridRow) -> None:
        self._begin(RowKind.GRID, row.height)
        self._cells(row.cells)
        self._beside(Beside.GROW, self._grown(row.cells))
        if row.stretch:
            self._beside(Beside.STRETCH, _bare(row.stretch))
        if row.only_with:
            self._beside(Beside.ONLY_WITH, f"{{{row.only_with}}}")

    def _grown(self, cells: Sequence[Cell]) -> str:
        """是 where all its fields may grow with their texts; the columns of those that may where some can't."""
        from openpyxl.utils import get_column_letter

        growing, column = [], 1
        for cell in cells:
            if cell.grow:
                growing.append(get_column_letter(column))
            column += cell.span
        whole = [cell.grow for cell in cells if cell.kind is CellKind.FIELD]
        return YES if growing and all(whole) and len(growing) == len(whole) else LIST_MARK.join(growing)

    def _table(self, row: TableRow) -> None:
        self._begin(RowKind.HEAD, 6.0)
        self._cells(row.heads)
        self._begin(RowKind.TABLE, row.height)
        self._cells(row.cells)
        for beside, value in (
            (Beside.ITEMS, row.items),
            (Beside.ROWS, row.rows),
            (Beside.FILL, YES if row.fill else ""),
            (Beside.NONE, row.none),
            (Beside.END, row.end),
            (Beside.RED_WITH, f"{{{row.red_with}}}" if row.red_with else ""),
        ):
            self._beside(beside, value)

    def _begin(self, kind: RowKind, height: float) -> None:
        self._row += 1
        self._sheet.row_dimensions[self._row].height = round(min(height, HIGHEST) * MM, 2)
        self._beside(Beside.KIND, kind.value)
        if kind in {RowKind.GRID, RowKind.TABLE}:
            self._beside(Beside.HEIGHT, _bare(height))

    def _beside(self, beside: Beside, value: str | int | float) -> None:
        if value != "":
            _put(self._sheet, self._row, self._columns + 1 + list(Beside).index(beside), value, "beside")

    def _cells(self, cells: Iterable[Cell]) -> None:
        column = 0
        for cell in cells:
            look = "label" if cell.kind is CellKind.LABEL else "bold" if cell.bold else "cell"
            put = _put(self._sheet, self._row, column + 1, self._text(cell), look, cell.align)
            for at in range(column + 2, column + cell.span + 1):
                self._sheet.cell(self._row, at).border = copy(put.border)
            self._merge(column, cell.span)
            column += cell.span

    def _text(self, cell: Cell) -> str:
        match cell.kind:
            case CellKind.TICKS:
                return ticks_text(self._form.id, cell)
            case CellKind.COUNTER:
                return COUNTER
            case CellKind.SIGN:
                return f"{cell.text}{SIGN}"
        return cell.text

    def _merge(self, column: int, span: int) -> None:
        if span > 1:
            self._sheet.merge_cells(
                start_row=self._row, end_row=self._row, start_column=column + 1, end_column=column + span
            )


def _write_form_sheet(sheet: Any, form: Form, names: Sequence[str], version: int) -> None:
    """What is of the form as a whole: its ids, its layouts, its parts."""
    rows: list[Sequence[object]] = [
        (FORM_ID, form.id),
        (RECORD, form.record),
        (BOOK_ID, form.book_id),
        (CONFIDENTIAL, LIST_MARK.join(sorted(form.confidential))),
        (VERSION, version),
        LAYOUT_HEADS,
    ]
    for name, layout in zip(names, (form, *form.layouts), strict=True):
        papers = LIST_MARK.join(paper_words(paper) for paper in layout.papers)
        sizes = (_bare(layout.size), _bare(layout.label_size), YES if layout.one_sheet else "")
        rows.append((name, papers, *(_bare(margin) for margin in layout.margins), *sizes))
    rows += [(), PART_HEADS]
    for part in form.parts:
        if part.id:
            hide = LIST_MARK.join(sorted(part.hide))
            rows.append((part.id, part.label, part.note, hide, YES if part.inside else ""))
    _rows(sheet, rows, heads=(LAYOUT_HEADS, PART_HEADS), widths=(22, 26, 34, 34, 12, 10, 10, 10, 12))


def _write_fields(sheet: Any, form: Form, zone: Any) -> None:
    """The fields that the form can show, each with what it is called, its sample and how it can be written."""
    roots = (*form_files.ROOTS[form.record], *form_files.ITEMS[form.record], *form_files.EVERYWHERE)
    heads = ("字段", "名称", "样例", "可用的格式", "可勾选的值")
    rows: list[Sequence[object]] = [heads]
    for name in fields.names():
        root = name.partition(".")[0]
        if root not in roots:
            continue
        samples = {root: fields.Sample.RECORD}
        ways = [
            f"{{{name}|{each}}} → {fields.formatted(f'{{{name}|{each}}}', samples, zone, 'zh_CN')}"
            for each in fields.formats_of(name)
        ]
        terms: dict[str, str] = {}
        for words, term in boxes(form.id, name).items() if fields.terms_of(name) else ():
            terms.setdefault(term, words)
        ticks = " ".join(f"{BOX}{words}={term}" for term, words in terms.items())
        sample = fields.formatted(f"{{{name}}}", samples, zone, "zh_CN")
        rows.append((f"{{{name}}}", field_label(name), sample, "\n".join(ways) if len(ways) > 1 else "", ticks))
    _rows(sheet, rows, heads=(heads,), widths=(32, 18, 36, 52, 44))
    sheet.freeze_panes = "A2"


def _write_help(sheet: Any) -> None:
    _rows(sheet, [(each,) for each in INSTRUCTIONS], heads=((INSTRUCTIONS[0],),), widths=(100,))


def _rows(sheet: Any, rows: Iterable[Sequence[object]], heads: Sequence[Sequence[str]], widths: Sequence[int]) -> None:
    from openpyxl.utils import get_column_letter

    sheet.sheet_properties.pageSetUpPr = _on_one_page_across()
    sheet.page_setup.fitToHeight, sheet.page_setup.orientation = 0, "landscape"
    sheet.page_setup.paperSize = 9
    for at, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(at)].width = width
    for number, row in enumerate(rows, 1):
        for at, value in enumerate(row, 1):
            _put(sheet, number, at, value, "head" if tuple(row) in heads else "plain")
        sheet.row_dimensions[number].height = 15 * max(map(_lines, row, widths), default=1)


def _put(sheet: Any, row: int, column: int, value: object, look: str, align: Align | None = None) -> Any:
    """A cell with a text that no program takes for a formula, or a number."""
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

    cell = sheet.cell(row, column)
    if isinstance(value, str):
        cell._value, cell.data_type = value or None, "s" if value else "n"
        cell.quotePrefix = value.startswith(("=", "+", "-", "@"))
    else:
        cell.value = value
    size, bold, fill, colour, horizontal, framed = _LOOKS[look]
    cell.font = Font(name="Microsoft YaHei", size=size, bold=bold, color=colour)
    if fill:
        cell.fill = PatternFill("solid", fgColor=fill)
    shrinks = look in _SHRINKING and "\n" not in str(value)
    where = align.value if align else horizontal
    cell.alignment = Alignment(horizontal=where, vertical="center", wrap_text=not shrinks, shrink_to_fit=shrinks)
    if framed:
        side = Side(style="thin", color="404040")
        cell.border = Border(left=side, right=side, top=side, bottom=side)
    return cell


def _lines(value: object, width: float) -> int:
    """How many lines a text takes in a column."""
    return sum(max(ceil(width_of(line) * 1.15 / width), 1) for line in str(value).split("\n"))


def _on_one_page_across() -> Any:
    from openpyxl.worksheet.properties import PageSetupProperties

    return PageSetupProperties(fitToPage=True)


def _bare(number: float) -> int | float:
    return int(number) if float(number).is_integer() else number


_LOOKS: dict[str, tuple[float, bool, str, str, str, bool]] = {  # size, bold, fill, colour, horizontal, framed
    "title": (14, True, "", "000000", "center", False),
    "center": (9, False, "", "000000", "center", False),
    "left": (8, False, "", "000000", "left", False),
    "right": (8, False, "", "000000", "right", False),
    "note": (8, False, "", "7F7F7F", "left", False),
    "label": (8, True, "E4E4E4", "000000", "center", True),
    "cell": (8, False, "", "000000", "left", True),
    "bold": (8, True, "", "000000", "left", True),
    "beside": (8, False, "DCE6F1", "1F3864", "left", True),
    "beside_head": (8, True, "B8CCE4", "1F3864", "center", True),
    "head": (10, True, "DCE6F1", "000000", "left", True),
    "plain": (10, False, "", "000000", "left", False),
}
_SHRINKING = {"cell", "bold", "label"}
NOTE = "左边是表格，大小与纸上相同；右边蓝色各列是表格里看不出的设置。怎么改，见“说明”。"
INSTRUCTIONS = (
    "怎样改这张表单",
    "1. 每张版面一个工作表：一格就是纸上一格。拖动列宽、行高，纸上跟着变；各列合起来总是纸的宽度，按比例分配。",
    "2. 一格跨几列，就合并几列。只能在一行里合并，不能上下合并。",
    "3. 灰底的格是标签，照原样印；没有底色的是内容或说明文字。加粗、左中右对齐照印；其他颜色、字体不印。",
    "4. 要印的内容写成字段，如 {case.place}；换一种写法，在后面加格式，如 {case.received_at|date}。字段见“字段”表。",
    "5. 打勾的框写成：□急修 □小修 □零修 {case.grade}，最后是它对应的字段。程序不认识的词，写明它的值：□加急=urgent。",
    "6. 签字的格写：维修员{签字}；表行里的序号写：{序号}；空格留着手写。",
    "7. 要加一行，就插入一行，在蓝色的“行”一列写“格”。要删一行，就整行删除。表格（如材料）由“表头”“表行”两行组成。",
    "8. “可增高”写“是”：这一行随文字变高；只让其中几格增高，写这些格的列号，如 C、K。不写：字缩小到放得下。",
    "9. “余高份额”：一页印不满时，多出的高度按份额分给这些行。“有此项才印”：写一个字段，没有内容时整行不印。"
    "“有此项则红字”：表行里写一个字段，有内容的那一行印红字。"
    "“原行高毫米”不用改：行高以拖动的为准。",
    "10. “表单”工作表里是纸张、边距、字号和各联：名称、脚注、哪一联哪些字段留空。字段之间用顿号分开。",
    "11. 单号和条码不能去掉：按编号装订、扫码回单都靠它。表单编号、“取自记录”和“改自版本”不能改。",
    "12. 改好后保存，在程序的“设置 → 表单”里点“读回”：有错会指出在哪一格，没错就看样张，再采用。",
)
