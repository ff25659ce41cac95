# SPDX-License-Identifier: Apache-2.0
"""Plain lists as a workbook: a sheet each, with a head that stays in sight and a filter."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from complaintdesk.labels import translate
from complaintdesk.sheets.writing import Look, Value, new_book


@dataclass(frozen=True)
class TableOut:
    """A list to write: what it is called, its heads with their widths, and its rows."""

    title: str  # as marked for translation in the context "sheets", as are the heads
    heads: Sequence[tuple[str, float]]
    rows: Iterable[Sequence[Value]]


def write_tables(path: Path, tables: Iterable[TableOut], *, office_name: str) -> int:
    """How many rows were written; raises EnvironmentProblem when the disk refuses, the file is then as it was."""
    written = 0
    with new_book(path) as book:
        for table in tables:
            title, count = translate("sheets", table.title), 0
            book.sheet(title, [width for _head, width in table.heads], caption=f"{office_name}  {title}")
            book.row([translate("sheets", head) for head, _width in table.heads], Look.HEAD)
            for row in table.rows:
                book.row(row, name=str(row[0] or "")[:40])
                count += 1
            book.filter(len(table.heads), count + 1)
            written += count
    return written
