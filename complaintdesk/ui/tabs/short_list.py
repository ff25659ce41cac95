# SPDX-License-Identifier: Apache-2.0
"""A short list within a card, all of its lines in sight: Enter or a click takes one."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QFrame, QListView, QStyledItemDelegate, QStyleOptionViewItem

from complaintdesk.ui.style import draw_ring

ID = Qt.ItemDataRole.UserRole  # what is taken; other roles of a line come after it


class LinePainter(QStyledItemDelegate):
    """Draws a line of this height; a subclass draws what it says."""

    height = 28  # px

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        del option, index
        return QSize(100, self.height)


class ShortList(QListView):
    """As high as it has lines; the first of them is chosen."""

    taken = Signal(object)  # the id of a line

    def __init__(self, name: str, painter: type[LinePainter]) -> None:
        """`name` is what a screen reader calls it."""
        super().__init__()
        self._height = painter.height
        self.setItemDelegate(painter(self))
        self._model = QStandardItemModel(self)
        self.setModel(self._model)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.viewport().setAutoFillBackground(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(name)
        self.clicked.connect(lambda index: self.taken.emit(index.data(ID)))

    def put(self, items: Iterable[QStandardItem]) -> None:
        """Shows these lines."""
        self._model.clear()
        for item in items:
            self._model.appendRow(item)
        self.setCurrentIndex(self._model.index(0, 0))
        self.setFixedHeight(self._model.rowCount() * self._height)

    def lines(self) -> list[str]:
        """What is listed, as it reads."""
        return [self._model.index(row, 0).data() for row in range(self._model.rowCount())]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.taken.emit(self.currentIndex().data(ID))
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self.viewport())
            draw_ring(painter, QRectF(self.viewport().rect()))
            painter.end()
