# SPDX-License-Identifier: Apache-2.0
"""What all lists have in common: a head row found by its names, rows by field, and what is wrong with which cell."""

from __future__ import annotations

import dataclasses
import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic, TypeVar

from complaintdesk.domain.texts import LINE_LIMIT, clean_line
from complaintdesk.errors import QT_TRANSLATE_NOOP, UserError
from complaintdesk.sheets.border import ImportRefused
from complaintdesk.sheets.reading import Cell, Progress, Sheet

HEAD_WITHIN = 10
_QUOTED = 30  # characters of a refused cell that are told
_TOLD_EVERY = 50  # rows: how soon somebody who stops it is heard
REASON = QT_TRANSLATE_NOOP("sheets", "What is wrong")
REASONS = ("whatiswrong", "错误原因")  # what `fold_name` makes of it in either language

Columns = Mapping[str, str]  # field → what lists call it, the published name first, blanks between

_BRACKETS = re.compile(r"\([^)]*\)|【[^】]*】|\[[^\]]*\]")
_DECORATION = re.compile(r"[\s*:_]")
_ERROR = re.compile(r"#(N/A|[A-Z0-9_/]+[!?])")  # what a workbook shows of a formula that came to nothing
_MAY_BE_WRONG = ("phone", "other_phone")  # a row goes in without these

T = TypeVar("T")
RowAt = tuple[str, int]  # a sheet's name, the row's index in its rows
Heads = Mapping[str, "Head"]  # of the sheets that are to be read, by name: set by a person, not found


@dataclass(frozen=True)
class Head:
    """Which row of a sheet is its head, and in which column each field stands."""

    row: int
    at: Mapping[str, int]


@dataclass(frozen=True)
class Line:
    """A row below a head."""

    sheet: Sheet
    head: Head
    row: int  # its index in the sheet's rows

    @property
    def at(self) -> RowAt:
        """Where it stands."""
        return self.sheet.name, self.row

    def cell(self, field: str) -> Cell:
        """The field's cell, '' where the list has no such column."""
        column = self.head.at.get(field)
        return "" if column is None else self.sheet.rows[self.row][column]

    def text(self, field: str) -> str:
        """The field's cell in words."""
        return written(self.cell(field))


@dataclass(frozen=True)
class Flaw:
    """Why a row, or one cell of it, does not go in: beside the cell of a column, or of the row as a whole (None)."""

    sheet: str
    row: int  # its index in the sheet's rows
    column: int | None
    error: UserError
    cell: str = ""  # the column's name in the list and what stands there: 手机 12312312311

    @property
    def at(self) -> RowAt:
        """The row that it is about."""
        return self.sheet, self.row


@dataclass
class Checked:
    """A line with what was found wrong in it so far."""

    line: Line
    flaws: list[Flaw] = dataclasses.field(default_factory=list)
    dropped: list[Flaw] = dataclasses.field(default_factory=list)

    def __post_init__(self) -> None:
        """Notes cells whose formula came to an error, or was never computed."""
        for field in self.line.head.at:
            if field not in _MAY_BE_WRONG and _ERROR.fullmatch(self.line.text(field)):
                text = QT_TRANSLATE_NOOP(
                    "errors", "“{found}” is an error, no value: put the formula right, or type what belongs there."
                )
                self.wrong(field, UserError(text, found=self.line.text(field)))

    def wrong(self, field: str, error: UserError) -> None:
        """Notes an error beside the field's cell; beside the row where the list has no such column."""
        self.flaws.append(self._beside(field, error))

    def drop(self, field: str, error: UserError) -> None:
        """Notes what is wrong with a cell, or a part of one, that is left out while the row goes in."""
        self.dropped.append(self._beside(field, error))

    def _beside(self, field: str, error: UserError) -> Flaw:
        line = self.line
        column = line.head.at.get(field)
        title = "" if column is None else written(line.sheet.rows[line.head.row][column])
        cell = " ".join(part for part in (title.strip(), line.text(field).strip()[:_QUOTED]) if part)
        return Flaw(line.sheet.name, line.row, column, error, cell)

    def text(self, field: str, limit: int = LINE_LIMIT) -> str:
        """The field on one line; '' after noting that it is longer than the books can hold."""
        return self.fitting(field, self.line.text(field), limit)

    def fitting(self, field: str, words: str, limit: int) -> str:
        """Words made of the field, on one line; '' after noting that they are longer than the books can hold."""
        try:
            return clean_line(words, limit)
        except UserError as error:
            self.wrong(field, error)
            return ""


@dataclass(frozen=True)
class ListRead(Generic[T]):
    """What a list holds: what can go in, what is wrong with the other rows, and what was not looked at."""

    good: tuple[T, ...]
    flaws: tuple[Flaw, ...]
    rows: int  # with anything in their columns
    heads: Mapping[str, Head]  # of the sheets that were read, by name
    left_out: tuple[str, ...] = ()  # sheets without a head that is known
    along: frozenset[RowAt] = frozenset()  # faultless rows that a flawed one needs beside it
    sources: tuple[tuple[RowAt, ...], ...] = ()  # of each of `good`: the rows that it was read from
    dropped: tuple[Flaw, ...] = ()  # cells that are left out; their rows go in, unless a flaw holds them
    empty: int = 0  # rows below the heads that hold nothing at all
    aside: tuple[RowAt, ...] = ()  # those that hold something, and nothing of it in the list's columns

    @classmethod
    def of(
        cls,
        good: Iterable[T],
        rows: Sequence[Checked],
        left_out: tuple[str, ...],
        *,
        sources: Iterable[Iterable[Line]],
        along: frozenset[RowAt] = frozenset(),
    ) -> ListRead[T]:
        """What was read, with the flaws that were noted in its rows."""
        heads = {row.line.sheet.name: row.line.head for row in rows}
        flaws = tuple(flaw for row in rows for flaw in row.flaws)
        from_rows = tuple(tuple(line.at for line in lines) for lines in sources)
        dropped = tuple(flaw for row in rows for flaw in row.dropped)
        others = _others({row.line.at: row.line for row in rows})
        aside = tuple(line.at for line in others if any(line.sheet.rows[line.row]))
        empty = len(others) - len(aside)
        return cls(tuple(good), flaws, len(rows), heads, left_out, along, from_rows, dropped, empty, aside)

    @property
    def refused(self) -> int:
        """How many rows do not go in."""
        return len({flaw.at for flaw in self.flaws})

    @property
    def incomplete(self) -> int:
        """How many rows go in without a cell that is wrong."""
        return len({flaw.at for flaw in self.dropped} - {flaw.at for flaw in self.flaws})

    def told(self) -> dict[RowAt, list[Flaw]]:
        """All that is wrong, by row."""
        found: dict[RowAt, list[Flaw]] = {}
        for flaw in (*self.flaws, *self.dropped):
            found.setdefault(flaw.at, []).append(flaw)
        return found


def written(cell: Cell) -> str:
    """A cell in words: days as 2026-11-28, instants as 2026-11-28 14:30:00."""
    if isinstance(cell, datetime):
        return cell.isoformat(" ", "seconds")
    return cell.isoformat() if isinstance(cell, date) else cell


def find_head(
    rows: Sequence[Sequence[Cell]], columns: Columns, enough: Callable[[Collection[str]], object] = bool
) -> Head | None:
    """The row among the first ten that names most of the columns; None when no row's fields are `enough`."""
    best = None
    for number, row in enumerate(rows[:HEAD_WITHIN]):
        names = [fold_name(written(cell)) for cell in row]
        at: dict[str, int] = {}
        for field, known in columns.items():
            column = next((names.index(name) for name in map(fold_name, known.split()) if name in names), None)
            if column is not None and column not in at.values():
                at[field] = column
        if enough(at) and (best is None or len(at) > len(best.at)):
            best = Head(number, at)
    return best


def head_of(
    sheet: Sheet, columns: Columns, heads: Heads | None, enough: Callable[[Collection[str]], object] = bool
) -> Head | None:
    """The head that somebody set, else the one that is found; None for a sheet that is not to be read."""
    if heads is None:
        return find_head(sheet.rows, columns, enough)
    head = heads.get(sheet.name)
    return head if head is not None and enough(head.at) else None


def head_digest(sheet: Sheet, row: int) -> str:
    """The SHA256 of a head row, the same however its names are decorated: by it what its columns mean is remembered."""
    names = [fold_name(written(cell)) for cell in sheet.rows[row]]
    while names and not names[-1]:
        names.pop()
    return hashlib.sha256("\x1f".join(names).encode()).hexdigest()


def fold_name(name: str) -> str:
    """A column's name for comparing: without stars, colons, blanks and what stands in brackets."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return _DECORATION.sub("", _BRACKETS.sub("", folded))


def lines_below(sheet: Sheet, head: Head) -> list[Line]:
    """The rows below the head that hold anything in its columns; remarks beside the list are none."""
    filled = [
        number
        for number in range(head.row + 1, len(sheet.rows))
        if any(sheet.rows[number][column] != "" for column in head.at.values())
    ]
    return [Line(sheet, head, number) for number in filled]


def _others(lines: Mapping[RowAt, Line]) -> list[Line]:
    """The rows below the same heads that are none of these."""
    one_of_each = {line.sheet.name: line for line in lines.values()}
    return [
        Line(line.sheet, line.head, number)
        for name, line in one_of_each.items()
        for number in range(line.head.row + 1, len(line.sheet.rows))
        if (name, number) not in lines
    ]


def aside_by_sheet(aside: Iterable[RowAt]) -> dict[str, str]:
    """Rows as people name them, by sheet: 12, 17-26."""
    found: dict[str, list[list[int]]] = {}
    for name, row in aside:
        spans = found.setdefault(name, [])
        if spans and spans[-1][1] == row:
            spans[-1][1] = row + 1
        else:
            spans.append([row + 1, row + 1])
    return {
        name: ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in spans)
        for name, spans in found.items()
    }


def lines_of(
    book: Iterable[Sheet], columns: Columns, enough: Callable[[Collection[str]], object], heads: Heads | None = None
) -> tuple[list[Line], tuple[str, ...]]:
    """The rows of all sheets with a known head, and the names of the others; raises ImportRefused if none has one."""
    found = [(sheet, head_of(sheet, columns, heads, enough)) for sheet in book]
    if not any(head for _, head in found):
        raise no_head(columns, columns)
    lines = [line for sheet, head in found if head for line in lines_below(sheet, head)]
    return lines, tuple(sheet.name for sheet, head in found if head is None)


def each_told(rows: Sequence[T], tell: Progress | None) -> Iterator[T]:
    """The rows one after the other; `tell(done, total)` hears how far it is, and what it raises ends it."""
    for done, row in enumerate(rows):
        if tell is not None and done % _TOLD_EVERY == 0:
            tell(done, len(rows))
        yield row


def no_head(columns: Columns, fields: Iterable[str]) -> ImportRefused:
    """What to say of a list whose head row can't be found: what such a row may have."""
    text = QT_TRANSLATE_NOOP("errors", "No head row was found in the first ten rows. It can have: {names}.")
    return ImportRefused(text, names=" ".join(columns[field].split()[0] for field in fields))


def keys_for(fields: Sequence[str], lines: Iterable[Line]) -> list[str]:
    """A digest of each row by these fields, the same whenever the list is read again; twins are told apart by turn."""
    seen: Counter[str] = Counter()
    keys = []
    for line in lines:
        told = "\x1f".join(line.text(field) for field in fields)
        seen[told] += 1
        keys.append(hashlib.sha256(f"{told}\x1e{seen[told]}".encode()).hexdigest())
    return keys
