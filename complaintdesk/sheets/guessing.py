# SPDX-License-Identifier: Apache-2.0
"""Which row of a sheet is its head and what its columns mean: by their names, else by what stands in them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from zoneinfo import ZoneInfo

from complaintdesk.domain.dates import read_when
from complaintdesk.domain.folding import parse_room
from complaintdesk.domain.phones import is_sentinel_phone, phone_problem
from complaintdesk.errors import UserError
from complaintdesk.sheets.lists import HEAD_WITHIN, REASONS, Columns, Head, find_head, fold_name, written
from complaintdesk.sheets.reading import Cell, Sheet

LOOKED_AT = 60  # rows below the head
_MOST = 0.8  # of the filled cells that must be of a sort
_LONG = 15  # characters on average that make a text of a column
_CALENDAR = ZoneInfo("UTC")  # that it is a time is asked, not which


def guess_head(sheet: Sheet, columns: Columns) -> Head:
    """The likeliest head: the row that names most columns, else the first that is full of words; columns by content.

    Of a sheet that says nothing it is the first row, without a column.
    """
    head = find_head(sheet.rows, columns) or Head(_first_full(sheet.rows), {})
    return Head(head.row, {**head.at, **_by_contents(sheet, head, columns)})


def columns_named(sheet: Sheet, row: int, columns: Columns) -> Head:
    """The row as head, with what its names and contents say of the columns."""
    head = find_head([sheet.rows[row]], columns)
    at = {} if head is None else dict(head.at)
    return Head(row, at | _by_contents(sheet, Head(row, at), columns))


def _first_full(rows: Sequence[Sequence[Cell]]) -> int:
    """The first of the upper rows with as many words as any: a title above fills one cell alone."""
    words = [sum(isinstance(cell, str) and bool(cell) for cell in row) for row in rows[:HEAD_WITHIN]]
    return words.index(max(words)) if words else 0


def _by_contents(sheet: Sheet, head: Head, columns: Columns) -> dict[str, int]:
    """Fields without a column yet, each with the first free column whose cells are of its sort."""
    found: dict[str, int] = {}
    taken = set(head.at.values())
    rows = sheet.rows[head.row + 1 : head.row + 1 + LOOKED_AT]
    names = [fold_name(written(cell)) for cell in sheet.rows[head.row]] if sheet.rows else []
    for fields, is_such in _SORTS:
        field = next((each for each in fields if each in columns), None)
        if field is None or any(each in head.at for each in fields):
            continue
        for column, name in enumerate(names):
            cells = [row[column] for row in rows if row[column] != ""]
            if column in taken or name in REASONS or not cells:
                continue
            if is_such(cells):
                found[field] = column
                taken.add(column)
                break
    return found


def _mostly(is_such: Callable[[Cell], bool]) -> Callable[[Collection[Cell]], bool]:
    return lambda cells: sum(map(is_such, cells)) >= _MOST * len(cells)


def _is_phone(cell: Cell) -> bool:
    text = written(cell)
    digits = sum(char.isdigit() for char in text)
    return isinstance(cell, str) and digits >= 7 and (phone_problem(text) is None or is_sentinel_phone(text))


def _is_time(cell: Cell) -> bool:
    if isinstance(cell, str) and cell.isdigit():
        return False  # a bare number is any number
    try:
        read_when(cell, _CALENDAR)
    except UserError:
        return False
    return True


def _is_room(cell: Cell) -> bool:
    room = parse_room(cell) if isinstance(cell, str) and not cell.isdigit() else None
    return room is not None and bool(room.building)


def _are_texts(cells: Iterable[Cell]) -> bool:
    lengths = [len(written(cell)) for cell in cells]
    return sum(lengths) >= _LONG * len(lengths)


_SORTS: tuple[tuple[tuple[str, ...], Callable[[Collection[Cell]], bool]], ...] = (
    (("time", "date", "from_on"), _mostly(_is_time)),
    (("phone",), _mostly(_is_phone)),
    (("room",), _mostly(_is_room)),
    (("text", "subject"), _are_texts),
)
