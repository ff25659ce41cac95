# SPDX-License-Identifier: Apache-2.0
"""Lists from outside (.xlsx, .xls, .ods, .csv) as plain rows of cleaned cells."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

import python_calamine

from complaintdesk.domain.texts import clean_text
from complaintdesk.errors import QT_TRANSLATE_NOOP
from complaintdesk.sheets import border
from complaintdesk.sheets.border import Form, ImportRefused

Cell = str | date | datetime  # a datetime is as the clock of the list's writer showed it: without a zone

ENCODINGS = {"utf-8-sig": "UTF-8", "gb18030": "GBK / GB18030", "utf-16": "UTF-16"}  # what a text may be written in
_SEPARATORS = ",;\t"
_QUOTED = re.compile(rf'(?<![^{_SEPARATORS}\r\n])=?"[^"]*(?:""[^"]*)*"?')  # a whole cell, over lines too
_HEAD = 100_000  # characters looked at for the separator
_KEPT_AS_TEXT = re.compile('="(.*)"', re.DOTALL)  # how programs write 013800000000 to a .csv so that Excel keeps it


@dataclass(frozen=True)
class Sheet:
    """A sheet's name and its rows, row 1 of the sheet first; all rows are of one length, '' is an empty cell."""

    name: str
    rows: Sequence[Sequence[Cell]]


def read_book(path: Path, encoding: str = "") -> tuple[Sheet, ...]:
    """The visible sheets that hold anything, in the file's order; of a text in the encoding named, '' recognises it.

    A merged cell's value stands in each of its rows, in its first column. Raises ImportRefused for what can't be read
    as a list, EnvironmentProblem when the disk refuses. A function of the file alone: it can run in its own process.
    """
    data, form = border.take_in(path)
    sheets = _read_text(data, path.stem, encoding) if form is Form.TEXT else _read_workbook(data)
    if not sheets:
        raise ImportRefused(QT_TRANSLATE_NOOP("errors", "There is nothing in this file."))
    return sheets


def encoding_of(path: Path) -> str:
    """The encoding that a text is recognised by, a key of ENCODINGS; '' for a workbook. Raises as `read_book` does."""
    data, form = border.take_in(path)
    return _decoded(data)[0] if form is Form.TEXT else ""


def digest_of(path: Path) -> str:
    """The SHA256 of the file, by which an import that was broken off is found again."""
    data, _ = border.take_in(path)
    return hashlib.sha256(data).hexdigest()


def _read_workbook(data: bytes) -> tuple[Sheet, ...]:
    try:
        with python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            wanted = [
                sheet.name
                for sheet in book.sheets_metadata
                if sheet.typ is python_calamine.SheetTypeEnum.WorkSheet
                and sheet.visible is python_calamine.SheetVisibleEnum.Visible
            ]
            found = [Sheet(name, _rows_of(book.get_sheet_by_name(name))) for name in wanted]
    except (ImportRefused, KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except python_calamine.PasswordError as error:
        raise ImportRefused(border.LOCKED) from error
    except BaseException as error:  # the reader's own panics are no Exception
        raise ImportRefused(border.DAMAGED) from error
    return tuple(sheet for sheet in found if sheet.rows)


def _rows_of(sheet: python_calamine.CalamineSheet) -> list[list[Cell]]:
    if sheet.end is None:
        return []
    border.refuse_far(f"{column_name(sheet.end[1])}{sheet.end[0] + 1}")
    rows = [[_clean(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
    _fill_merged(rows, sheet.merged_cell_ranges or [])
    return _without_empty_end(rows)


def column_name(column: int) -> str:
    """A column as spreadsheets call it: A, B … Z, AA."""
    letters = ""
    column += 1
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters


def _fill_merged(rows: list[list[Cell]], merged: list[tuple[tuple[int, int], tuple[int, int]]]) -> None:
    """Writes a merged cell's value down its first column: 3栋 beside twenty rooms, 房号 over two rows of heads."""
    filled = 0
    for (top, left), (bottom, _) in merged:
        bottom = min(bottom, len(rows) - 1)
        if top > bottom or left >= len(rows[top]) or rows[top][left] == "":
            continue
        for row in rows[top + 1 : bottom + 1]:
            row[left] = row[left] or rows[top][left]
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


def _read_text(data: bytes, name: str, encoding: str) -> tuple[Sheet, ...]:
    _, text = _decoded(data, encoding)
    if "\0" in text:
        raise ImportRefused(border.DAMAGED)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), strict=True)
    rows: list[list[Cell]] = []
    try:
        for told in lines:
            border.refuse_far(f"{column_name(max(len(told) - 1, 0))}{len(rows) + 1}")
            rows.append([_clean(_KEPT_AS_TEXT.sub(r"\1", value)) for value in told])
    except csv.Error as error:
        text = QT_TRANSLATE_NOOP("errors", "Line {line} of this file is broken: a quotation mark too many or too few.")
        raise ImportRefused(text, line=lines.line_num) from error
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
    encodings = ("utf-16",) if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "gb18030")
    for each in encodings:
        try:
            return each, data.decode(each)
        except UnicodeDecodeError:
            continue
    raise ImportRefused(QT_TRANSLATE_NOOP("errors", "This file is written in neither UTF-8 nor GB18030."))
