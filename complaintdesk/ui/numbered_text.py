# SPDX-License-Identifier: Apache-2.0
"""A plain text to edit whose lines are numbered, and one of them marked where it holds a mistake."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from complaintdesk.ui.look import GRID, Colour, colour

_DIGITS = 3  # room for so many at least, so that the text does not move with its tenth line


class NumberedText(QPlainTextEdit):
    """A text with a column of line numbers; the mark goes as soon as something is typed."""

    def __init__(self) -> None:
        super().__init__()
        self.marked: int | None = None  # the line of a mistake, from 0
        self.numbers = _Numbers(self)
        self.blockCountChanged.connect(self._make_room)
        self.updateRequest.connect(self._follow)
        self.cursorPositionChanged.connect(self.numbers.update)
        self.textChanged.connect(lambda: self.mark(None))
        self._make_room()

    def mark(self, line: int | None) -> None:
        """Marks a line, counted from 0, as the one with the mistake; None marks none."""
        self.marked = line
        self.viewport().update()
        self.numbers.update()

    def number_width(self) -> int:
        """Room for the number of the last line, px."""
        digits = max(_DIGITS, len(str(self.blockCount())))
        return self.fontMetrics().horizontalAdvance("9") * digits + 2 * GRID

    def paint_numbers(self, event: QPaintEvent) -> None:
        """Draws the numbers of the lines in sight beside them."""
        painter = QPainter(self.numbers)
        painter.fillRect(event.rect(), colour(Colour.BAND))
        painter.setFont(self.font())
        here, width = self.textCursor().blockNumber(), self.numbers.width()
        block = self.firstVisibleBlock()
        while block.isValid():
            line = block.blockNumber()
            place = self.blockBoundingGeometry(block).translated(self.contentOffset())
            if place.top() > event.rect().bottom():
                break
            row = QRect(0, round(place.top()), width, round(place.height()))
            if line == self.marked:
                painter.fillRect(row, colour(Colour.LATE_GROUND))
            ink = Colour.LATE if line == self.marked else Colour.INK if line == here else Colour.SECOND
            painter.setPen(colour(ink))
            painter.drawText(row.adjusted(0, 0, -GRID, 0), int(Qt.AlignmentFlag.AlignRight), str(line + 1))
            block = block.next()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.marked is not None:
            block = self.document().findBlockByNumber(self.marked)
            place = self.blockBoundingGeometry(block).translated(self.contentOffset())
            row = QRect(0, round(place.top()), self.viewport().width(), round(place.height()))
            QPainter(self.viewport()).fillRect(row, colour(Colour.LATE_GROUND))
        super().paintEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._make_room()

    def _make_room(self) -> None:
        self.setViewportMargins(self.number_width() + 1, 0, 0, 0)
        self._place()

    def _place(self) -> None:
        inside = self.contentsRect()
        self.numbers.setGeometry(inside.left() + 1, inside.top(), self.number_width(), inside.height())

    def _follow(self, part: QRect, scrolled: int) -> None:
        if scrolled:
            self.numbers.scroll(0, scrolled)
        else:
            self.numbers.update(0, part.y(), self.numbers.width(), part.height())


class _Numbers(QWidget):
    """The column beside the text."""

    def __init__(self, text: NumberedText) -> None:
        super().__init__(text)
        self._text = text

    def sizeHint(self) -> QSize:
        return QSize(self._text.number_width(), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        self._text.paint_numbers(event)
