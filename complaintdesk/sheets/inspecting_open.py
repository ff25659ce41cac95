# SPDX-License-Identifier: Apache-2.0
"""The same second look at an open document (.ods): which cells hold something, whatever the reader in use finds."""

from __future__ import annotations

import zipfile

from complaintdesk.sheets.border import DAMAGED, ImportRefused, refuse_far
from complaintdesk.sheets.inspecting import Inspected, Scanner, parse

CONTENT = "content.xml"  # where such a workbook keeps its sheets
_VALUES = ("value", "date-value", "time-value", "boolean-value", "string-value")
_AWAY = 2**20  # columns: as far as any sheet goes


def inspect_open(archive: zipfile.ZipFile) -> dict[str, Inspected]:
    """What stands in each sheet, by its name. Raises as `inspecting.inspect` does."""
    tables = _Tables()
    with archive.open(CONTENT) as packed:
        parse(packed, tables)
    return tables.found


class _Tables(Scanner):
    """The cells of all sheets; what is repeated counts as often as it is."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, Inspected] = {}
        self._row, self._times = 0, 1
        self._cells, self._column = 0, 0
        self._holds, self._cell_times = False, 1
        self._comment = 0

    def began(self, tag: str, told: dict[str, str], /) -> None:
        said = {name.rpartition(" ")[2]: value for name, value in told.items()}
        if tag == "table":
            name = said.get("name", "")
            if name in self.found:
                raise ImportRefused(DAMAGED)
            self._sheet = self.found[name] = Inspected()
            self._row = 0
        elif tag == "table-row":
            self._times = int(said.get("number-rows-repeated", "1"))
            self._cells, self._column = 0, 0
        elif tag in ("table-cell", "covered-table-cell"):
            self._cell_times = min(int(said.get("number-columns-repeated", "1")), _AWAY)
            self._holds = any(said.get(each, "").strip() for each in _VALUES)
        elif tag == "annotation":
            self._comment += 1

    def text(self, words: str) -> None:
        if "p" in self.open[-3:] and not self._comment and not words.isspace():
            self._holds = True

    def ended(self, tag: str) -> None:
        if tag in ("table-cell", "covered-table-cell"):
            self._column += self._cell_times
            if self._holds:
                refuse_far(self._row, self._column - 1)
                self._cells += self._cell_times
        elif tag == "table-row":
            if self._cells:
                refuse_far(self._row + self._times - 1, 0)
                for row in range(self._row, self._row + self._times):
                    self._sheet.held[row] = self._cells
            self._row += self._times
        elif tag == "annotation":
            self._comment -= 1
