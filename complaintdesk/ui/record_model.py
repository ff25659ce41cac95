# SPDX-License-Identifier: Apache-2.0
"""What a table of records shows: ids in order, and the rows of those that come into view, fetched and kept by pages."""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, QTimer, Signal

from complaintdesk.errors import EnvironmentProblem
from complaintdesk.ui.look import Colour

PAGE = 16  # rows; those of several pages that come into view together are fetched in one go
PAGES = 128  # kept
_Index = QModelIndex | QPersistentModelIndex
Fetch = Callable[[Sequence[int]], Sequence[Any]]


class Column(NamedTuple):
    """A column: its title, width in px, a row's text in it, and how that is drawn."""

    title: str
    width: int
    text: Callable[[Any], str]
    colour: Callable[[Any], Colour] | None = None  # INK if none
    right: bool = False  # numbers
    stretch: bool = False  # takes what room is left
    bold: Callable[[Any], bool] | None = None
    spare: bool = False  # left out where those that stretch would have less than their width


class RecordModel(QAbstractTableModel):
    """Rows known by id; asks `fetch` for a page of them when one is needed and keeps the pages used last."""

    failed = Signal(object)  # the EnvironmentProblem for which no rows came

    def __init__(self, columns: Sequence[Column], fetch: Fetch) -> None:
        super().__init__()
        self.columns = tuple(columns)
        self.ids: array[int] = array("q")
        self._fetch = fetch
        self._pages: OrderedDict[int, Sequence[Any]] = OrderedDict()

    def set_ids(self, ids: array[int]) -> None:
        """Shows these records, in this order."""
        self.beginResetModel()
        self.ids = ids
        self._pages.clear()
        self.endResetModel()

    def record(self, row: int) -> Any:
        """What `fetch` gave for the line; None where it failed (and `failed` has said so)."""
        self.load(row, row)
        page, within = self._pages[row // PAGE], row % PAGE
        return page[within] if within < len(page) else None

    def load(self, first: int, last: int) -> None:
        """Has the rows from one to another at hand: in one go, those of them that it hasn't yet."""
        wanted = range(first // PAGE, last // PAGE + 1)
        missing = [at for at in wanted if at not in self._pages]
        if missing:
            start, end = missing[0], missing[-1] + 1
            rows = self._fetched(start * PAGE, end * PAGE)
            for at in range(start, end):
                self._pages[at] = rows[(at - start) * PAGE : (at - start + 1) * PAGE]
        for at in wanted:
            self._pages.move_to_end(at)
        while len(self._pages) > max(PAGES, len(wanted)):
            self._pages.popitem(last=False)

    def _fetched(self, start: int, end: int) -> Sequence[Any]:
        try:
            return self._fetch(self.ids[start:end])
        except EnvironmentProblem as problem:
            QTimer.singleShot(0, self, partial(self.failed.emit, problem))
            return ()

    def text(self, row: int, column: int) -> str:
        """The cell's text in one line."""
        record = self.record(row)
        return "" if record is None else self.columns[column].text(record).replace("\n", " ")

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - as Qt declares it
        return 0 if parent.isValid() else len(self.ids)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - as Qt declares it
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole) and index.isValid():
            return self.text(index.row(), index.column())
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return self.columns[section].title
        return None
