# SPDX-License-Identifier: Apache-2.0
"""A second look at a workbook's own XML (.xlsx): which cells hold something, counted apart from the reader in use.

The reader leaves a cell empty where a formula was never computed or came to an error, and where the XML is broken; what
it gives is compared with what was counted here, so that no row can go missing without a word.
"""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from dataclasses import dataclass, field
from typing import IO
from xml.parsers import expat

from complaintdesk.sheets.border import DAMAGED, ImportRefused, refuse_far

NEVER_COMPUTED = "#CALC!"
_ERROR = "#N/A"  # where a cell says that it holds an error, and not which
_PIECE = 2**20
_CELL = re.compile("([A-Z]{1,3})([1-9][0-9]{0,6})", re.ASCII)
_PART = re.compile(r"xl/worksheets/[^/]+\.xml")
_CHILDREN = {  # what may stand in these, and nothing else
    "sst": {"si", "extLst"},
    "sheetData": {"row", "extLst"},
    "row": {"c", "extLst"},
    "c": {"f", "v", "is", "extLst"},
}


@dataclass
class Inspected:
    """What stands in a sheet by its XML; rows and columns are counted from 0."""

    held: Counter[int] = field(default_factory=Counter)  # of each row: cells with something in it that is no error
    errors: dict[tuple[int, int], str] = field(default_factory=dict)  # cell → its error's code


def inspect(archive: zipfile.ZipFile) -> dict[str, Inspected]:
    """What stands in each worksheet, by its name. Raises ImportRefused for XML that is broken or brings its own DTD.

    So it does for cells in a far row or column: what a reader needs grows with the corners, not with the cells.
    """
    members = {name.replace("\\", "/").lower(): name for name in archive.namelist()}

    def scan(part: str, scanner: Scanner) -> None:
        with archive.open(members[part]) as packed:
            parse(packed, scanner)

    targets, listed, strings = _Targets(), _Listed(), _Strings()
    scan("xl/_rels/workbook.xml.rels", targets)
    scan("xl/workbook.xml", listed)
    if "xl/styles.xml" in members:
        scan("xl/styles.xml", Scanner())
    if "xl/sharedstrings.xml" in members:
        scan("xl/sharedstrings.xml", strings)
    found = {}
    parts = {name: targets.part_of[at] for name, at in listed.sheets if at in targets.part_of}
    for name, part in parts.items():
        cells = _Cells(strings)
        scan(part, cells)
        if not cells.has_data:
            raise ImportRefused(DAMAGED)
        found[name] = cells.found
    nowhere = {each for each in members if _PART.fullmatch(each)} - {*parts.values()}
    if nowhere or len(found) < len(targets.part_of) or len(listed.sheets) != len({name for name, _ in listed.sheets}):
        raise ImportRefused(DAMAGED)  # a sheet that nothing leads to, or two that go by one name
    return found


class Scanner:
    """Looks at nothing but that elements stand where they may."""

    def __init__(self) -> None:
        self.open = [""]  # the elements that it stands in, the outermost first

    def start(self, name: str, told: dict[str, str]) -> None:
        tag = name.rpartition(" ")[2]
        allowed = _CHILDREN.get(self.open[-1])
        if allowed is not None and tag not in allowed:
            raise ImportRefused(DAMAGED)
        self.open.append(tag)
        self.began(tag, told)

    def end(self, _name: str) -> None:
        self.ended(self.open.pop())

    def text(self, words: str) -> None:
        """Takes text within an element."""

    def began(self, tag: str, told: dict[str, str], /) -> None:
        """Takes an element's beginning, with its attributes."""

    def ended(self, tag: str) -> None:
        """Takes an element's end."""


class _Targets(Scanner):
    """Which part each relation to a worksheet leads to."""

    def __init__(self) -> None:
        super().__init__()
        self.part_of: dict[str, str] = {}

    def began(self, tag: str, told: dict[str, str], /) -> None:
        if tag == "Relationship" and told.get("Type", "").endswith("/worksheet"):
            target = told["Target"].replace("\\", "/").lower()
            self.part_of[told["Id"]] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"


class _Listed(Scanner):
    """The sheets that the workbook lists, each with its relation."""

    def __init__(self) -> None:
        super().__init__()
        self.sheets: list[tuple[str, str]] = []

    def began(self, tag: str, told: dict[str, str], /) -> None:
        if tag == "sheet":
            at = next((value for name, value in told.items() if name.endswith(" id")), "")
            self.sheets.append((told["name"], at))


class _Strings(Scanner):
    """How many texts the sheets share, and which of them are blank."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0
        self.blank: set[int] = set()
        self._taken, self._aside = False, 0

    def began(self, tag: str, _told: dict[str, str], /) -> None:
        self._aside += tag == "rPh"  # how it is pronounced is no part of it
        if tag == "si":
            self._taken = False

    def text(self, words: str) -> None:
        if self.open[-1] == "t" and not self._aside and not words.isspace():
            self._taken = True

    def ended(self, tag: str) -> None:
        self._aside -= tag == "rPh"
        if tag == "si":
            if not self._taken:
                self.blank.add(self.count)
            self.count += 1


class _Cells(Scanner):
    """The cells of a sheet."""

    def __init__(self, strings: _Strings) -> None:
        super().__init__()
        self.found = Inspected()
        self.has_data = False
        self._strings = strings
        self._row, self._column, self._named = -1, -1, ""
        self._kind, self._words, self._formula, self._valued, self._aside = "", "", False, False, 0

    def began(self, tag: str, told: dict[str, str], /) -> None:
        if tag == "sheetData":
            self.has_data = True
        elif tag == "row":
            self._row = int(told["r"]) - 1 if "r" in told else self._row + 1
            self._column = -1
        elif tag == "c":
            self._column += 1
            self._named = told.get("r", "")
            self._kind, self._words, self._formula, self._valued = told.get("t", "n"), "", False, False
        elif tag == "f":
            self._formula = True
        elif tag in ("v", "is"):
            if self._valued:
                raise ImportRefused(DAMAGED)  # of two values a reader gives one
            self._valued = True
        self._aside += tag == "rPh"

    def text(self, words: str) -> None:
        if self.open[-1] in ("v", "t") and not self._aside:
            self._words += words

    def ended(self, tag: str) -> None:
        self._aside -= tag == "rPh"
        if tag == "c":
            self._settle()

    def _settle(self) -> None:
        words = self._words.strip()
        never_computed = self._formula and not words and self._kind != "str"
        if self._named:
            self._row, self._column = _position(self._named)
        if not (self._words or self._kind == "e" or never_computed):
            return
        row, column = self._row, self._column
        refuse_far(row, column)
        if self._kind == "e" or never_computed:
            self.found.errors[row, column] = NEVER_COMPUTED if never_computed else words or _ERROR
        elif self._kind == "s":
            index = int(words)
            if not 0 <= index < self._strings.count:
                raise ImportRefused(DAMAGED)
            self.found.held[row] += index not in self._strings.blank
        elif words:
            self.found.held[row] += 1


def _position(name: str) -> tuple[int, int]:
    """Row and column of a cell by its name; raises ImportRefused for what is none."""
    found = _CELL.fullmatch(name)
    if found is None:
        raise ImportRefused(DAMAGED)
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(found[2]) - 1, column - 1


def parse(packed: IO[bytes], scanner: Scanner) -> None:
    """Shows a part to the scanner. Raises ImportRefused for one with a DTD, ExpatError for one that is broken."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = scanner.start, scanner.end
    parser.CharacterDataHandler = scanner.text
    parser.StartDoctypeDeclHandler = _refuse_dtd
    while piece := packed.read(_PIECE):
        parser.Parse(piece, False)
    parser.Parse(b"", True)


def _refuse_dtd(*_told: object) -> None:
    raise ImportRefused(DAMAGED)
