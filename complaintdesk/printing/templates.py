# SPDX-License-Identifier: Apache-2.0
"""Paper forms as data: what a forms/*.toml says, checked to the last key and field name before anything is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from complaintdesk import fields, paths
from complaintdesk.errors import QT_TRANSLATE_NOOP, UserError
from complaintdesk.printing.form_table import FormTable

ROOTS = {  # what each record can show, itself first; `office` and `print` stand on every form
    "work_order": ("work_order", "case"),
    "case": ("case",),
    "register": (),
    "follow_up": ("follow_up", "case"),
    "liaison": ("liaison", "case"),
    "corrective": ("corrective", "case"),
    "reminder": ("reminder", "case"),
    "inspection": ("inspection", "case"),
    "progress": ("progress", "case"),
    "diary": ("diary",),
    "handover": ("handover",),
    "meeting": ("meeting",),
    "household": ("household",),
    "directory": ("directory",),
    "fee_list": ("fee_list",),
}
ITEMS = {  # what its tables can list
    "work_order": ("materials",),
    "case": (),
    "register": ("case",),
    "follow_up": ("attempts",),
    "liaison": (),
    "corrective": (),
    "reminder": (),
    "inspection": (),
    "progress": ("steps",),
    "diary": ("lines",),
    "handover": ("items",),
    "meeting": ("items",),
    "household": ("documents",),
    "directory": ("numbers",),
    "fee_list": ("fees",),
}
EVERYWHERE = ("office", "print")


class CellKind(StrEnum):
    """What a cell shows; the names are the keys of the file."""

    LABEL = "label"  # grey-backed words
    FIELD = "field"  # a value
    TEXT = "text"  # words without the grey
    TICKS = "ticks"  # boxes, the one that holds ticked
    SIGN = "sign"  # room for a signature and its date
    COUNTER = "counter"  # the row's number in its table
    EMPTY = "empty"  # room to write in


class Align(StrEnum):
    """Where a cell's words stand."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


@dataclass(frozen=True)
class Cell:
    """One cell: its width in columns and what it shows."""

    kind: CellKind
    span: int
    text: str = ""  # the label, the words or the expression
    align: Align = Align.LEFT
    grow: bool = False  # its row grows with it; otherwise its type shrinks
    bold: bool = False
    ticks: tuple[tuple[str, str], ...] = ()  # of TICKS: term → words
    head: str = ""  # of a table's cell

    @property
    def names(self) -> frozenset[str]:
        """The fields it shows."""
        return frozenset(name for name, _ in fields.references(self.text)) if self.kind in _SHOWING else frozenset()


@dataclass(frozen=True)
class GridRow:
    """A row of cells; lengths are millimetres, `stretch` its share of the room left over on a single sheet."""

    height: float
    stretch: float
    only_with: str  # a field without which the row isn't there, '' for none
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class TableRow:
    """A head and one row for each item; at least `rows` of them, to write in by hand."""

    height: float
    items: str
    rows: int
    fill: bool  # a blank form's rows go to the foot of the sheet
    none: str  # in place of the rows where there is no item
    end: str  # after the last one, so that nothing can be added
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Part:
    """A part (联): whose it is, what it says in its foot, which fields it leaves blank."""

    id: str
    label: str
    note: str
    hide: frozenset[str]
    inside: bool  # stays with the desk


WHOLE = Part("", "", "", frozenset(), inside=False)


@dataclass(frozen=True)
class Form:
    """A paper form; lengths are millimetres, type sizes points."""

    id: str
    title: str
    book_id: str  # what rule books call it, under which they give it a code (表号)
    record: str
    width: float
    height: float
    margins: tuple[float, float, float, float]  # top, right, bottom, left
    columns: int
    size: float  # of values
    label_size: float
    one_sheet: bool  # long texts are set smaller to keep it to one sheet
    above: str
    left: tuple[str, ...]
    right: tuple[str, ...]
    barcode: str
    foot_left: tuple[str, ...]
    foot_right: tuple[str, ...]
    parts: tuple[Part, ...]
    confidential: frozenset[str]  # what parts that go outside leave blank of a case in confidence (客户保密)
    rows: tuple[GridRow | TableRow, ...]


@cache
def shipped(form_id: str) -> Form:
    """The form as it is shipped; raises UserError for one that there isn't, or whose file has a mistake."""
    known = shipped_ids()
    if form_id not in known:
        text = QT_TRANSLATE_NOOP("errors", "There is no form “{found}”, but these: {allowed}.")
        raise UserError(text, found=form_id, allowed=", ".join(known))
    path = paths.shipped("forms", f"{form_id}.toml")
    return parse(path.read_text(encoding="utf-8"), path.name)


def shipped_ids() -> tuple[str, ...]:
    """The ids of all shipped forms."""
    return tuple(sorted(path.stem for path in paths.shipped("forms").glob("*.toml")))


def parse(text: str, file: str) -> Form:
    """The form in a file's text; raises UserError that names the file, the place in it and what was expected there."""
    table = FormTable.parse(text, file)
    record = table.one_of("record", tuple(ROOTS))
    width, height = table.paper("paper")
    columns = table.whole("columns", 1, 120)
    head, foot = table.table("head"), table.table("foot")
    here = (*ROOTS[record], *EVERYWHERE)
    form = Form(
        id=table.identifier("id"),
        title=table.text("title"),
        book_id=table.text("book_id", table.identifier("id")),
        record=record,
        width=width,
        height=height,
        margins=table.margins("margins"),
        columns=columns,
        size=table.number("size", 7, 24, 10.5),
        label_size=table.number("label_size", 7, 24, 9),
        one_sheet=table.flag("one_sheet", False),
        above=head.expression("above", here),
        left=head.expressions("left", here),
        right=head.expressions("right", here),
        barcode=head.expression("barcode", here),
        foot_left=foot.expressions("left", here),
        foot_right=foot.expressions("right", here),
        parts=tuple(_part(each) for each in table.tables("parts")) if "parts" in table else (WHOLE,),
        confidential=_hidden(table, "confidential"),
        rows=tuple(_row(each, columns, record) for each in table.tables("row", name="")),
    )
    for each in (head, foot, table):
        each.done()
    return form


def _part(table: FormTable) -> Part:
    names = (table.identifier("id"), table.text("label"), table.text("note", ""))
    part = Part(*names, _hidden(table, "hide"), table.flag("inside", False))
    table.done()
    return part


def _hidden(table: FormTable, key: str) -> frozenset[str]:
    """The fields that are left blank; raises UserError for one that there isn't."""
    names = table.texts(key) if key in table else ()
    for name in names:
        if name not in fields.names():
            raise table.not_one_of(key, name, fields.names())
    return frozenset(names)


def _row(table: FormTable, columns: int, record: str) -> GridRow | TableRow:
    row: GridRow | TableRow
    if table.one_of("kind", ("grid", "table"), "grid") == "table":
        items = table.one_of("items", ITEMS[record])
        row = TableRow(
            height=table.number("height", 3, 200),
            items=items,
            rows=table.whole("rows", 0, 60),
            fill=table.flag("fill", False),
            none=table.text("none", ""),
            end=table.text("end", ""),
            cells=tuple(_cell(each, (items, *EVERYWHERE), of_table=True) for each in table.tables("cells", name="")),
        )
    else:
        here = (*ROOTS[record], *EVERYWHERE)
        row = GridRow(
            height=table.number("height", 3, 200),
            stretch=table.number("stretch", 0, 100, 0),
            only_with=table.field_in("only_with", here) if "only_with" in table else "",
            cells=tuple(_cell(each, here) for each in table.tables("cells", name="")),
        )
    taken = sum(cell.span for cell in row.cells)
    if taken != columns:
        text = QT_TRANSLATE_NOOP("errors", "{file}, {key}: the spans make {taken} columns, and the form has {columns}.")
        raise table.mistake("cells", text, taken=taken, columns=columns)
    table.done()
    return row


def _cell(table: FormTable, roots: Sequence[str], of_table: bool = False) -> Cell:
    kinds = [kind for kind in CellKind if kind in table]
    if len(kinds) > 1:
        text = QT_TRANSLATE_NOOP("errors", "{file}, {key}: a cell can't be “{other}” as well.")
        raise table.mistake(kinds[0], text, other=kinds[1])
    kind = kinds[0] if kinds else CellKind.EMPTY
    known: dict[str, Any] = {}
    match kind:
        case CellKind.FIELD:
            known["text"] = table.expression(kind, roots)
        case CellKind.TICKS:
            known["text"] = table.expression("on", roots)
            known["ticks"] = table.ticks(kind, table.field_in("on", roots))
        case CellKind.COUNTER | CellKind.EMPTY:
            if kind in table:
                table.flag(kind, True)
        case _:
            known["text"] = table.text(kind)
    centred = kind in {CellKind.LABEL, CellKind.COUNTER, CellKind.TICKS}
    cell = Cell(
        kind=kind,
        span=table.whole("span", 1, 120),
        align=Align(table.one_of("align", tuple(Align), Align.CENTER if centred else Align.LEFT)),
        grow=not of_table and table.flag("grow", False),
        bold=table.flag("bold", False),
        head=table.text("head") if of_table else "",
        **known,
    )
    table.done()
    return cell


_SHOWING = {CellKind.FIELD, CellKind.TICKS}
