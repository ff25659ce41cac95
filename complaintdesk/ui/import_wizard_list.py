# SPDX-License-Identifier: Apache-2.0
"""The list that is being imported: its file, how it is read, which sheets and columns mean what."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

from PySide6.QtCore import QUrl

from complaintdesk.desk import importing
from complaintdesk.desk.office import Office
from complaintdesk.errors import QT_TRANSLATE_NOOP, UserError
from complaintdesk.sheets.guessing import columns_named, guess_head
from complaintdesk.sheets.imports import Kind
from complaintdesk.sheets.lists import Head, Line, head_digest, lines_below
from complaintdesk.sheets.reading import Progress, Sheet, open_book
from complaintdesk.ui.import_wizard_words import NEEDED


@dataclass
class List:
    """A list read from a file, with what was guessed, remembered or set of it."""

    path: Path
    kind: Kind
    book: tuple[Sheet, ...]
    digest: str
    encoding: str  # '' for a workbook
    recognised: str  # the encoding it was recognised by
    hidden: tuple[str, ...] = ()  # sheets that hold something and are hidden, so not read
    heads: dict[str, Head] = field(default_factory=dict)  # of every sheet
    wanted: set[str] = field(default_factory=set)  # names of the sheets that are to be read
    _told: set[str] = field(default_factory=set)  # sheets whose columns were remembered, or set by hand

    @property
    def to_read(self) -> dict[str, Head]:
        """The heads of the sheets that are to be read, in the file's order."""
        return {sheet.name: self.heads[sheet.name] for sheet in self.book if sheet.name in self.wanted}

    def sheet(self, name: str) -> Sheet:
        """The sheet of this name."""
        return next(sheet for sheet in self.book if sheet.name == name)

    def lines(self) -> list[Line]:
        """All rows that are read, in the file's order."""
        return [line for name, head in self.to_read.items() for line in lines_below(self.sheet(name), head)]

    def set_head(self, office: Office, name: str, row: int) -> None:
        """Makes another row the head of a sheet; its columns are remembered, or guessed anew."""
        self.heads[name] = columns_named(self.sheet(name), row, self.kind.columns)
        self._told.discard(name)
        self._recall(office, name)

    def set_column(self, name: str, field_name: str, column: int | None) -> None:
        """Says in which column of a sheet a field stands; None for in none."""
        at = {each: where for each, where in self.heads[name].at.items() if each != field_name}
        if column is not None:
            at[field_name] = column
        self.heads[name] = replace(self.heads[name], at=at)
        self._told.add(name)

    def refuse_unfit(self) -> None:
        """Raises UserError for a list of which nothing can be read as it is set."""
        if not self.wanted:
            raise UserError(QT_TRANSLATE_NOOP("errors", "No sheet is to be read: tick one."))
        for name, head in self.to_read.items():
            if not self.kind.enough(head.at):
                raise UserError(NEEDED[self.kind.name], sheet=name)
            twice = {column for column in head.at.values() if list(head.at.values()).count(column) > 1}
            if twice:
                raise UserError(
                    QT_TRANSLATE_NOOP("errors", "“{sheet}”: two fields have the same column."),
                    sheet=name,
                )

    def remember(self, office: Office) -> None:
        """Keeps the columns that somebody set, for the next list with such a head."""
        for name, head in self.to_read.items():
            if name in self._told:
                digest = head_digest(self.sheet(name), head.row)
                office.do(importing.remember_columns, self.kind.name, digest, dict(head.at))

    def _recall(self, office: Office, name: str) -> None:
        head, sheet = self.heads[name], self.sheet(name)
        kept = office.ask(importing.remembered_columns, self.kind.name, head_digest(sheet, head.row))
        width = len(sheet.rows[head.row])
        if kept is not None and all(field in self.kind.columns and at < width for field, at in kept.items()):
            self.heads[name] = Head(head.row, kept)
            self._told.add(name)

    def guess(self, office: Office) -> None:
        """Finds every sheet's head and columns; sheets of which nothing is known are not read."""
        for sheet in self.book:
            self.heads[sheet.name] = guess_head(sheet, self.kind.columns)
            self._recall(office, sheet.name)
        fit = {name for name, head in self.heads.items() if self.kind.enough(head.at)}
        self.wanted = fit or {self.book[0].name}


def open_list(office: Office, kind: Kind, path: Path, encoding: str = "", progress: Progress | None = None) -> List:
    """The list in a file, its heads and columns guessed or remembered; raises ImportRefused or EnvironmentProblem."""
    book = open_book(path, encoding, progress)
    opened = List(path, kind, book.sheets, book.digest, book.encoding, "" if encoding else book.encoding, book.hidden)
    opened.guess(office)
    return opened


def path_of(typed: str) -> Path:
    """The file that was typed, pasted or dropped: in quotation marks, as an address, or plain."""
    words = typed.strip().strip("\"'“”")
    path = Path(QUrl(words).toLocalFile() if words.startswith("file:") else words)
    try:
        return path.expanduser()
    except RuntimeError:  # a ~ of nobody
        return path
