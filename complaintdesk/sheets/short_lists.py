# SPDX-License-Identifier: Apache-2.0
"""Short lists from a workbook, a row an entry: columns in any order, found by their heads, row by row taken or not."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from complaintdesk.domain.texts import fold
from complaintdesk.errors import QT_TRANSLATE_NOOP, UserError
from complaintdesk.sheets.border import ImportRefused
from complaintdesk.sheets.reading import Cell, Sheet, read_book

HEAD_ROWS = 10  # the head stands in one of the first
Draft = TypeVar("Draft")


@dataclass(frozen=True)
class Refused:
    """A row that is not taken in, as numbered in its sheet, and why."""

    row: int
    problem: UserError


@dataclass(frozen=True)
class ShortList(Generic[Draft]):
    """What a list gives: the entries to take in, and the rows that can't be."""

    drafts: tuple[Draft, ...]
    refused: tuple[Refused, ...]


def read_short_list(
    path: Path, heads: Mapping[str, Sequence[str]], needed: Sequence[str], draft: Callable[[dict[str, str]], Draft]
) -> ShortList[Draft]:
    """The entries of the first sheet that has the `needed` columns; `heads` are the words by which each is known.

    `draft` makes an entry of a row's texts, or raises UserError. Raises ImportRefused for a list without those
    columns, EnvironmentProblem of the disk.
    """
    names = {fold(word): name for name, words in heads.items() for word in words}
    for sheet in read_book(path):
        found = _head_of(sheet, names, frozenset(needed))
        if found is not None:
            return _read(sheet, *found, draft)
    columns = "”, “".join(heads[name][0] for name in needed)
    text = QT_TRANSLATE_NOOP("errors", "This list lacks the columns “{columns}”: name them so in its first row.")
    raise ImportRefused(text, columns=columns)


def refuse_long(text: str, limit: int) -> None:
    """Raises UserError for a text that the books have no room for."""
    if len(text) > limit:
        words = QT_TRANSLATE_NOOP("errors", "This text has {count} characters; there is room for {limit}.")
        raise UserError(words, count=len(text), limit=limit)


def _head_of(sheet: Sheet, names: Mapping[str, str], needed: frozenset[str]) -> tuple[int, dict[str, int]] | None:
    """The row of the head, from 0, and where each column stands."""
    for at, row in enumerate(sheet.rows[:HEAD_ROWS]):
        columns: dict[str, int] = {}
        for place, cell in enumerate(row):
            name = names.get(fold(str(cell)))
            if name is not None:
                columns.setdefault(name, place)
        if needed <= columns.keys():
            return at, columns
    return None


def _read(
    sheet: Sheet, head: int, columns: dict[str, int], draft: Callable[[dict[str, str]], Draft]
) -> ShortList[Draft]:
    drafts, refused = [], []
    for at, row in enumerate(sheet.rows[head + 1 :], head + 2):
        given = {name: _text(row, place) for name, place in columns.items()}
        if not any(given.values()):
            continue
        try:
            drafts.append(draft(given))
        except UserError as problem:
            refused.append(Refused(at, problem))
    return ShortList(tuple(drafts), tuple(refused))


def _text(row: Sequence[Cell], place: int) -> str:
    return str(row[place]) if place < len(row) else ""
