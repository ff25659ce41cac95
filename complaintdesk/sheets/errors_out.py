# SPDX-License-Identifier: Apache-2.0
"""The error workbook of an import: rows that did not go in, or not whole, as they were, with what is wrong beside."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from complaintdesk.errors import QT_TRANSLATE_NOOP
from complaintdesk.labels import translate, words_of
from complaintdesk.sheets.lists import REASON, REASONS, Flaw, Head, ListRead, RowAt, fold_name, written
from complaintdesk.sheets.reading import Cell, Sheet
from complaintdesk.sheets.writing import Look, new_book, width_of

if TYPE_CHECKING:
    from complaintdesk.sheets.workbook import Book

BESIDE = QT_TRANSLATE_NOOP("sheets", "{column}: {reason}")
DROPPED = QT_TRANSLATE_NOOP("sheets", "{column}: {reason} The rest of the row goes in.")
NEEDED = QT_TRANSLATE_NOOP("sheets", "Right as it is; stays here so that the list is whole.")
_REASON_WIDTH = 50
_WIDEST = 40


def write_errors(path: Path, book: Sequence[Sheet], read: ListRead[Any]) -> int:
    """How many rows were written: each with its reasons in the first column and its bad cells coloured.

    Every sheet keeps its head, so that the workbook can be mended and imported as it is. Raises EnvironmentProblem when
    the disk refuses.
    """
    flaws = read.told()
    refused = {flaw.at for flaw in read.flaws}
    wanted = {*flaws, *read.along}
    rows = 0
    with new_book(path) as out:
        for sheet in book:
            kept = [row for row in range(len(sheet.rows)) if (sheet.name, row) in wanted]
            if not kept:
                continue
            rows += len(kept)
            _write(out, sheet, read.heads[sheet.name], kept, flaws, refused)
    return rows


def _write(
    out: Book,
    sheet: Sheet,
    head: Head,
    kept: Sequence[int],
    flaws: Mapping[RowAt, list[Flaw]],
    refused: Collection[RowAt],
) -> None:
    """One sheet: what stands above its head, the head, and the rows that are kept."""
    names = sheet.rows[head.row]
    first = 1 if fold_name(written(names[0])) in REASONS else 0  # the reasons of the import before
    columns = range(first, len(names))
    shown = (head.row, *kept)
    widths = [min(max(width_of(written(sheet.rows[row][column])) for row in shown), _WIDEST) for column in columns]
    out.sheet(sheet.name, [_REASON_WIDTH, *widths], head=head.row + 1)
    for above in sheet.rows[: head.row]:
        out.row(["", *above[first:]], Look.BARE)
    out.row([translate("sheets", REASON), *names[first:]], Look.HEAD)
    for row in kept:
        found = sorted(flaws.get((sheet.name, row), []), key=lambda flaw: -1 if flaw.column is None else flaw.column)
        bad = {flaw.column for flaw in found}
        looks = [Look.BAD if column in bad else Look.PLAIN for column in columns]
        words = BESIDE if (sheet.name, row) in refused else DROPPED
        reasons = "\n".join(_reason(flaw, names, words) for flaw in found) or translate("sheets", NEEDED)
        out.row([reasons, *sheet.rows[row][first:]], [Look.PLAIN, *looks])
    out.filter(len(columns) + 1, head.row + 1 + len(kept), head=head.row + 1)


def _reason(flaw: Flaw, names: Sequence[Cell], words: str) -> str:
    reason = words_of(flaw.error)
    if flaw.column is None:
        return reason
    return translate("sheets", words).format(column=written(names[flaw.column]), reason=reason)
