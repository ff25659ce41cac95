# SPDX-License-Identifier: Apache-2.0
"""A list's bytes parsed into rows of cleaned cells: what the reading process does, and nobody else."""

from __future__ import annotations

import csv
import hashlib
import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path

import python_calamine

from complaintdesk.domain.texts import clean_text
from complaintdesk.errors import QT_TRANSLATE_NOOP
from complaintdesk.sheets import border
from complaintdesk.sheets.border import Form, ImportRefused
from complaintdesk.sheets.inspecting import Inspected, inspect
from complaintdesk.sheets.inspecting_old import inspect_old
from complaintdesk.sheets.inspecting_open import CONTENT, inspect_open
from complaintdesk.sheets.reading import ENCODINGS, Book, Cell, Sheet

_SEPARATORS = ",;\t"
_QUOTED = re.compile(rf'(?<![^{_SEPARATORS}\r\n])=?"[^"]*(?:""[^"]*)*"?')  # a whole cell, over lines too
_HEAD = 100_000  # characters looked at for the separator
_KEPT_AS_TEXT = re.compile('="(.*)"', re.DOTALL)  # how programs write 013800000000 to a .csv so that Excel keeps it
_SHEET = python_calamine.SheetTypeEnum.WorkSheet
_SHOWN = python_calamine.SheetVisibleEnum.Visible


def parse_book(path: Path, encoding: str = "") -> Book:
    """What is in a file. Raises ImportRefused for what can't be read as a list, EnvironmentProblem for the disk."""
    data, form = border.take_in(path)
    if form is Form.TEXT:
        encoding, text = _decoded(data, encoding)
        shown, hidden = _sheets_of_text(text, path.stem), list[str]()
    else:
        shown, hidden = _sheets_of_workbook(data)
    if not shown:
        raise ImportRefused(QT_TRANSLATE_NOOP("errors", "There is nothing in this file."))
    cells = (cell for sheet in shown for row in sheet.rows for cell in row if isinstance(cell, str))
    if sum(map(len, cells)) > border.TEXT_AT_MOST:
        raise ImportRefused(QT_TRANSLATE_NOOP("errors", "This file holds more text than is read at once. Split it."))
    return Book(shown, hashlib.sha256(data).hexdigest(), encoding if form is Form.TEXT else "", tuple(hidden))


def _sheets_of_workbook(data: bytes) -> tuple[tuple[Sheet, ...], list[str]]:
    """The sheets that are shown and hold anything, and the names of those that hold something and are hidden."""
    try:
        inspected = _inspected(data)
        with python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            sheets = [each for each in book.sheets_metadata if each.typ is _SHEET]
            rows = {each.name: _rows_of(book.get_sheet_by_name(each.name), inspected[each.name]) for each in sheets}
    except (ImportRefused, KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except python_calamine.PasswordError as error:
        raise ImportRefused(border.LOCKED) from error
    except BaseException as error:  # the reader's own panics are no Exception
        raise ImportRefused(border.DAMAGED) from error
    if rows.keys() != inspected.keys():
        raise ImportRefused(border.DAMAGED)
    shown = {each.name for each in sheets if each.visible is _SHOWN}
    held = {name: found for name, found in rows.items() if found}
    visible = tuple(Sheet(name, found) for name, found in held.items() if name in shown)
    return visible, [name for name in held if name not in shown]


def _inspected(data: bytes) -> Mapping[str, Inspected]:
    """What each sheet of a workbook holds, looked at apart from the reader in use."""
    if data.startswith(border.OLE):
        return inspect_old(data)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return (inspect_open if CONTENT in archive.namelist() else inspect)(archive)


def _rows_of(sheet: python_calamine.CalamineSheet, inspected: Inspected) -> list[list[Cell]]:
    told: list[list[object]] = []
    if sheet.end is not None:
        border.refuse_far(*sheet.end)
        told = [list(row) for row in sheet.to_python(skip_empty_area=False)]
    _compare(told, inspected.held)
    _put_errors(told, inspected.errors)
    rows = []
    for number, row in enumerate(told):
        for column, value in enumerate(row):
            if isinstance(value, str):
                border.refuse_long(value, number, column)
        rows.append([_clean(value) for value in row])
    _fill_merged(rows, sheet.merged_cell_ranges or [])
    return _without_empty_end(rows)


def _compare(told: Iterable[Iterable[object]], held: Counter[int]) -> None:
    """Raises ImportRefused where the reader found other cells than the file holds."""
    read = Counter({number: sum(bool(str(cell).strip()) for cell in row) for number, row in enumerate(told)})
    if +read != +held:
        raise ImportRefused(border.DAMAGED)


def _put_errors(told: list[list[object]], errors: Mapping[tuple[int, int], str]) -> None:
    """Writes errors where the reader left cells empty."""
    if not errors:
        return
    height = max(len(told), 1 + max(row for row, _ in errors))
    width = max([len(told[0]) if told else 0, *(column + 1 for _, column in errors)])
    told += [[] for _ in range(height - len(told))]
    for row in told:
        row += [""] * (width - len(row))
    for (number, column), code in errors.items():
        told[number][column] = code


def _fill_merged(rows: list[list[Cell]], merged: list[tuple[tuple[int, int], tuple[int, int]]]) -> None:
    """Writes a merged cell's value down its first column: 3栋 beside twenty rooms, 房号 over two rows of heads.

    A row that holds nothing of its own stays empty, however far the merge reaches.
    """
    holds = [any(row) for row in rows]
    filled = 0
    for (top, left), (bottom, _) in merged:
        bottom = min(bottom, len(rows) - 1)
        if top > bottom or left >= len(rows[top]) or rows[top][left] == "":
            continue
        for number in range(top + 1, bottom + 1):
            if holds[number]:
                rows[number][left] = rows[number][left] or rows[top][left]
        filled += bottom - top
        if filled > border.ROWS_AT_MOST * border.COLUMNS_AT_MOST:  # they lie over one another
            raise ImportRefused(border.DAMAGED)


def _without_empty_end(rows: list[list[Cell]]) -> list[list[Cell]]:
    while rows and not any(rows[-1]):
        rows.pop()
    return rows


def _clean(value: object) -> Cell:
    """A cell's value: whole numbers without a fraction, times of day as 15:00, texts cleaned, days and instants."""
    if isinstance(value, str):
        return clean_text(value, limit=None)
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return (value + timedelta(microseconds=500_000)).replace(microsecond=0)
    if isinstance(value, date):
        return value
    if isinstance(value, time):
        value = timedelta(hours=value.hour, minutes=value.minute, seconds=value.second)
    if isinstance(value, timedelta):
        minutes, seconds = divmod(round(value.total_seconds()), 60)
        return f"{minutes // 60:02}:{minutes % 60:02}" + (f":{seconds:02}" if seconds else "")
    return str(value)


def _sheets_of_text(text: str, name: str) -> tuple[Sheet, ...]:
    if "\0" in text:
        raise ImportRefused(border.DAMAGED)
    csv.field_size_limit(len(text) + 1)  # too long a cell is refused by its name
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), strict=True)
    rows: list[list[Cell]] = []
    try:
        for told in lines:
            border.refuse_far(len(rows), max(len(told) - 1, 0))
            for column, value in enumerate(told):
                border.refuse_long(value, len(rows), column)
            rows.append([_clean(_KEPT_AS_TEXT.sub(r"\1", value)) for value in told])
    except csv.Error as error:
        words = QT_TRANSLATE_NOOP("errors", "Line {line} of this file is broken: a quotation mark too many or too few.")
        raise ImportRefused(words, line=lines.line_num) from error
    rows = _without_empty_end(rows)
    width = max((len(row) for row in rows), default=0)
    for row in rows:
        row += [""] * (width - len(row))
    return (Sheet(name, rows),) if rows else ()


def _separator(text: str) -> str:
    """What stands most often in the first line that has any, outside its quotation marks."""
    bare = _QUOTED.sub("", text[:_HEAD])
    first = next((line for line in bare.splitlines() if any(each in line for each in _SEPARATORS)), "")
    return max(_SEPARATORS, key=first.count)


def _decoded(data: bytes, encoding: str = "") -> tuple[str, str]:
    """The encoding, the one named or else recognised, and the text."""
    if encoding:
        try:
            return encoding, data.decode(encoding).removeprefix("\ufeff")
        except UnicodeDecodeError as error:
            text = QT_TRANSLATE_NOOP("errors", "This file is not written in {encoding}.")
            raise ImportRefused(text, encoding=ENCODINGS[encoding]) from error
    for each in ("utf-16",) if _looks_wide(data) else ("utf-8-sig", "gb18030"):
        try:
            return each, data.decode(each)
        except UnicodeDecodeError:
            continue
    raise ImportRefused(QT_TRANSLATE_NOOP("errors", "This file is written in neither UTF-8 nor GB18030."))


def _looks_wide(data: bytes) -> bool:
    """Whether it is of two bytes a character: by its mark, else by the zeros that its commas and line ends have."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    head = data[:_HEAD]
    return b"\0" in head[1::2] and b"\0" not in head[::2]
