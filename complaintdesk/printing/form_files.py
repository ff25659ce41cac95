# SPDX-License-Identifier: Apache-2.0
"""The files of paper forms read: forms/*.toml, checked to the last key and field name before anything is drawn."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache, lru_cache
from typing import Any

from complaintdesk import fields, paths
from complaintdesk.errors import QT_TRANSLATE_NOOP, UserError
from complaintdesk.printing.form_table import FormTable
from complaintdesk.printing.templates import WHOLE, Align, Cell, CellKind, Form, GridRow, Part, TableRow

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
    "team_day": ("team_day",),
    "directory": ("directory",),
    "fee_list": ("fee_list",),
    "handling": ("handling", "case"),
    "call_register": ("call_register",),
    "follow_up_register": ("follow_up_register",),
    "weekly": ("weekly",),
    "binding": ("binding",),
    "slips_out": ("slips_out",),
    "survey": ("survey",),
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
    "team_day": ("jobs",),
    "directory": ("numbers",),
    "fee_list": ("fees",),
    "handling": (),
    "call_register": ("calls",),
    "follow_up_register": ("call_backs",),
    "weekly": ("complaints",),
    "binding": ("slips",),
    "slips_out": ("out",),
    "survey": ("questions",),
}
EVERYWHERE = ("office", "print")


@cache
def shipped(form_id: str) -> Form:
    """The form as it is shipped; raises UserError for one that there isn't, or whose file has a mistake."""
    known = shipped_ids()
    if form_id not in known:
        text = QT_TRANSLATE_NOOP("errors", "There is no form “{found}”, but these: {allowed}.")
        raise UserError(text, found=form_id, allowed=", ".join(known))
    path = paths.shipped("forms", f"{form_id}.toml")
    return parse(path.read_text(encoding="utf-8"), path.name)


def in_force(form_id: str, own_forms: Iterable[tuple[str, str]]) -> Form:
    """The form as it is printed: the office's own version, where it has one, before the shipped one.

    A version that can't be read any more leaves the shipped one, which says so (`Form.stands_in`). Raises as `shipped`.
    """
    text = dict(own_forms).get(form_id)
    return shipped(form_id) if text is None else _own(form_id, text)


@lru_cache(maxsize=64)
def _own(form_id: str, text: str) -> Form:
    form = shipped(form_id)
    try:
        own = parse(text, form_id)
        if (own.id, own.record) != (form.id, form.record):
            raise UserError(QT_TRANSLATE_NOOP("errors", "This is no file of the form “{form}”."), form=form_id)
    except UserError as mistake:
        return replace(form, stands_in=mistake)
    return own


def shipped_ids() -> tuple[str, ...]:
    """The ids of all shipped forms."""
    return tuple(sorted(path.stem for path in paths.shipped("forms").glob("*.toml")))


def parse(text: str, file: str) -> Form:
    """The form in a file's text; raises UserError that names the file, the place in it and what was expected there."""
    table = FormTable.parse(text, file)
    if "like" in table:
        return _like(table)
    record = table.one_of("record", tuple(ROOTS))
    head, foot = table.table("head"), table.table("foot")
    here = (*ROOTS[record], *EVERYWHERE)
    papers, columns = table.papers("papers"), table.columns("columns")
    form = Form(
        id=table.identifier("id"),
        title=table.text("title"),
        book_id=table.text("book_id", table.identifier("id")),
        record=record,
        papers=papers,
        paper=papers[0],
        margins=table.margins("margins"),
        columns=columns,
        **_sizes(table, {}),
        **_around(head, foot, here),
        parts=tuple(_part(each) for each in table.tables("parts")) if "parts" in table else (WHOLE,),
        confidential=_hidden(table, "confidential"),
        rows=tuple(_row(each, len(columns), record) for each in table.tables("row", name="")),
    )
    if "layout" in table:
        form = replace(form, layouts=tuple(_layout(each, form) for each in table.tables("layout", name="")))
    for each in (head, foot, table):
        each.done()
    return form


def _like(table: FormTable) -> Form:
    """A form that is laid out as another one that is shipped: under a name and perhaps a code of its own."""
    form = shipped(table.one_of("like", shipped_ids()))
    form_id = table.identifier("id")
    named = replace(form, id=form_id, title=table.text("title"), book_id=table.text("book_id", form_id))
    table.done()
    return replace(
        named,
        layouts=tuple(replace(each, id=named.id, title=named.title, book_id=named.book_id) for each in form.layouts),
    )


def _layout(table: FormTable, form: Form) -> Form:
    """A layout of its own for other papers: what it doesn't say is as in the form."""
    here = (*ROOTS[form.record], *EVERYWHERE)
    papers = table.papers("papers")
    columns = table.columns("columns") if "columns" in table else form.columns
    around: dict[str, Any] = {}
    if "head" in table or "foot" in table:
        head, foot = table.table("head"), table.table("foot")
        around = _around(head, foot, here)
        head.done()
        foot.done()
    layout = replace(
        form,
        papers=papers,
        paper=papers[0],
        margins=table.margins("margins") if "margins" in table else form.margins,
        columns=columns,
        **_sizes(table, {"size": form.size, "label_size": form.label_size, "one_sheet": form.one_sheet}),
        **around,
        rows=tuple(_row(each, len(columns), form.record) for each in table.tables("row", name="")),
    )
    table.done()
    return layout


def _sizes(table: FormTable, otherwise: dict[str, Any]) -> dict[str, Any]:
    return {
        "size": table.number("size", 7, 24, otherwise.get("size", 10.5)),
        "label_size": table.number("label_size", 7, 24, otherwise.get("label_size", 9.0)),
        "one_sheet": table.flag("one_sheet", otherwise.get("one_sheet", False)),
    }


def _around(head: FormTable, foot: FormTable, here: Sequence[str]) -> dict[str, Any]:
    """What stands around the frame."""
    return {
        "above": head.expression("above", here),
        "left": head.expressions("left", here),
        "right": head.expressions("right", here),
        "barcode": head.expression("barcode", here),
        "foot_left": foot.expressions("left", here),
        "foot_right": foot.expressions("right", here),
    }


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
            red_with=table.field_in("red_with", (items,)) if "red_with" in table else "",
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
