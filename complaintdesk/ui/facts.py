# SPDX-License-Identifier: Apache-2.0
"""Facts of a record: small labels with their values beside them, in as many columns as there is room for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from complaintdesk.ui import look
from complaintdesk.ui.look import Colour
from complaintdesk.ui.words import Note, Text

_PAIR = 250  # px that a label with its value wants


class Fact(NamedTuple):
    """A label and its value; a fact without a value is left out. `wide` takes a line of its own."""

    label: str
    value: str
    role: Colour = Colour.INK
    wide: bool = False


class Facts(QWidget):
    """Shows facts; asks nothing."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(look.GRID)
        self._grid.setVerticalSpacing(6)
        self._facts: tuple[Fact, ...] = ()
        self._columns = 2

    def set_facts(self, facts: Sequence[Fact]) -> None:
        """Shows these instead, without those that have no value."""
        self._facts = tuple(fact for fact in facts if fact.value)
        self._fill()

    def text(self) -> str:
        """All facts in words, one a line."""
        return "\n".join(f"{fact.label} {fact.value}" for fact in self._facts)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        columns = max(self.width() // _PAIR, 1)
        if columns != self._columns:
            self._columns = columns
            self._fill()

    def _fill(self) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for at in range(self._grid.columnCount()):
            self._grid.setColumnStretch(at, 0)
        row = column = 0
        for fact in self._facts:
            if fact.wide and column:
                row, column = row + 1, 0
            self._add(fact, row, column)
            column = self._columns if fact.wide else column + 1
            if column >= self._columns:
                row, column = row + 1, 0
        for at in range(self._columns):
            self._grid.setColumnStretch(at * 2 + 1, 1)

    def _add(self, fact: Fact, row: int, column: int) -> None:
        top = Qt.AlignmentFlag.AlignTop
        label = Note(fact.label)
        label.setContentsMargins(0, 1, 0, 0)
        value = Text(fact.value, role=fact.role, wrap=True, selectable=True)
        value.setAccessibleName(f"{fact.label} {fact.value}")
        span = self._columns * 2 - 1 if fact.wide else 1
        self._grid.addWidget(label, row, column * 2, top)
        self._grid.addWidget(value, row, column * 2 + 1, 1, span, top)
        for part in (label, value):
            part.show()  # now, not when Qt comes to it: until then the layout counts it as nothing
