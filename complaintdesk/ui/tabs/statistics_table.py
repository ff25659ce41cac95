# SPDX-License-Identifier: Apache-2.0
"""A table of figures on the screen: walked by the arrows, and each number opens its cases."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QScrollArea,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from complaintdesk.printing.month_tables import Cell, FigureTable, cell_words, opened_by
from complaintdesk.ui import look
from complaintdesk.ui.look import Colour
from complaintdesk.ui.record_table import fitted
from complaintdesk.ui.style import draw_ring

ROW = 30  # px
_PADDING = 8  # px on either side of a cell
_INDENT = 18  # px of a lower category
_NAMES_AT_MOST = 260  # px
_Index = QModelIndex | QPersistentModelIndex


class FigureModel(QAbstractTableModel):
    """The table's names and cells, in words."""

    def __init__(self, table: FigureTable) -> None:
        super().__init__()
        self.table = table

    def cell(self, index: _Index) -> Cell:
        """What stands there; names are texts."""
        row = self.table.rows[index.row()]
        return row.name if index.column() == 0 else row.cells[index.column() - 1]

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - as Qt declares it
        return 0 if parent.isValid() else len(self.table.rows)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - as Qt declares it
        return 0 if parent.isValid() else len(self.table.heads)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            return cell_words(self.cell(index))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.said(index)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return self.table.heads[section]
        return None

    def said(self, index: _Index) -> str:
        """The cell with its row and column: Repair · New 12."""
        name = self.table.rows[index.row()].name
        return name if index.column() == 0 else f"{name} · {self.table.heads[index.column()]} {self.data(index)}"

    def opens(self, index: _Index) -> bool:
        """Whether what stands there opens its cases."""
        return index.column() > 0 and bool(opened_by(self.table.rows[index.row()], index.column() - 1))

    def is_number(self, column: int) -> bool:
        """Whether the column is set to the right."""
        return column > 0 and any(not isinstance(row.cells[column - 1], str) for row in self.table.rows)


class _CellPainter(QStyledItemDelegate):
    """Figures in the accent colour, as they can be opened; sums above a line."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        model = index.model()
        assert isinstance(model, FigureModel)
        row, cell = model.table.rows[index.row()], model.cell(index)
        rect: QRect = option.rect
        if index.row() % 2:
            painter.fillRect(rect, look.colour(Colour.BAND))
        if row.total:
            painter.setPen(look.colour(Colour.SECOND))
            painter.drawLine(rect.topLeft(), rect.topRight())
        view = option.widget
        if option.state & QStyle.StateFlag.State_Selected and view.hasFocus():
            painter.fillRect(rect, look.colour(Colour.ACCENT_GROUND))
        painter.setFont(look.font(look.SIZE_SMALL, bold=row.total))
        left = _PADDING + (_INDENT if index.column() == 0 and row.depth else 0)
        text, width = fitted(painter.fontMetrics(), cell_words(cell), rect.width() - left - _PADDING)
        x = rect.right() - _PADDING - width if model.is_number(index.column()) else rect.left() + left
        painter.setPen(
            look.colour(Colour.ACCENT if model.opens(index) else Colour.SECOND if text == "0" else Colour.INK)
        )
        metrics = painter.fontMetrics()
        painter.drawText(x, rect.top() + (rect.height() + metrics.ascent() - metrics.descent()) // 2, text)


class _Header(QHeaderView):
    """Titles in the second ink above one line."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setFont(look.font(look.SIZE_NOTE, bold=True))
        self.setFixedHeight(ROW)
        self.setMinimumSectionSize(30)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N803 - as Qt calls it
        model = self.model()
        assert isinstance(model, FigureModel)
        painter.setPen(look.colour(Colour.LINE))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.setFont(self.font())
        painter.setPen(look.colour(Colour.SECOND))
        box = rect.adjusted(_PADDING, 0, -_PADDING, 0)
        text, _ = fitted(painter.fontMetrics(), model.table.heads[logicalIndex], box.width())
        side = Qt.AlignmentFlag.AlignRight if model.is_number(logicalIndex) else Qt.AlignmentFlag.AlignLeft
        painter.drawText(box, int(side | Qt.AlignmentFlag.AlignVCenter), text)


class FigureTableView(QTableView):
    """As high as its rows. Enter or a click on a figure asks for its cases."""

    opened = Signal(object, str)  # the figures, and what they are

    def __init__(self, table: FigureTable) -> None:
        super().__init__()
        self._figures = FigureModel(table)
        self.setModel(self._figures)
        self.setItemDelegate(_CellPainter(self))
        self.setHorizontalHeader(_Header(self))
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW)
        self.verticalHeader().setMinimumSectionSize(ROW)
        self.setShowGrid(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.viewport().setAutoFillBackground(False)
        self.setAccessibleName(table.title)
        self.setFixedHeight(ROW * (len(table.rows) + 1) + 2)
        self._wanted = [self._width_of(column) for column in range(len(table.heads))]
        self.setMinimumWidth(min(sum(self._wanted), 420))

    @property
    def table(self) -> FigureTable:
        """What it shows."""
        return self._figures.table

    def open_cell(self, row: int, column: int) -> None:
        """Asks for the cases of what stands there; nothing happens at a name, a change, or where there are none."""
        if self._figures.opens(self._figures.index(row, column)):
            line = self.table.rows[row]
            words = f"{self.table.title} · {line.name} · {self.table.heads[column]}"
            self.opened.emit(opened_by(line, column - 1), words)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and index.isValid():
            self.open_cell(index.row(), index.column())
            return
        super().keyPressEvent(event)
        self._stay_in_sight()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and index.isValid():
            self.open_cell(index.row(), index.column())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        index = self.indexAt(event.position().toPoint())
        opens = index.isValid() and self._figures.opens(index)
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if opens else Qt.CursorShape.ArrowCursor)

    def focusInEvent(self, event: QFocusEvent) -> None:
        if not self.currentIndex().isValid() and self._figures.rowCount():
            self.setCurrentIndex(self._figures.index(0, 1))  # on a number; Qt itself would begin with the name
        super().focusInEvent(event)
        self._stay_in_sight()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self.viewport())
            box = QRectF(self.visualRect(self.currentIndex())).adjusted(1, 1, -1, -1)
            draw_ring(painter, box)
            painter.end()

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Wheel:
            event.ignore()  # the page scrolls, not the table
            return False
        return super().viewportEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_out(self.viewport().width())

    def sizeHint(self) -> QSize:
        return QSize(sum(self._wanted), self.height())

    def _share_out(self, room: int) -> None:
        """Gives each column what it wants, and of what is left its part; names and texts give way."""
        widths = list(self._wanted)
        texts = [at for at in range(len(widths)) if not self._figures.is_number(at)]
        spare = room - sum(widths)
        if spare >= 0:  # a number far from its name is read in the wrong line
            widths = [wanted * room // sum(self._wanted) for wanted in self._wanted]
            widths[0] += room - sum(widths)
        else:
            for at in reversed(texts):
                less = min(max(widths[at] - 80, 0), -spare)
                widths[at] -= less
                spare += less
        for at, width in enumerate(widths):
            self.setColumnWidth(at, width)

    def _width_of(self, column: int) -> int:
        head = QFontMetrics(look.font(look.SIZE_NOTE, bold=True)).horizontalAdvance(self.table.heads[column])
        metrics = QFontMetrics(look.font(look.SIZE_SMALL, bold=True))
        texts = [
            cell_words(self._figures.cell(self._figures.index(row, column))) for row in range(len(self.table.rows))
        ]
        indent = _INDENT if column == 0 and any(row.depth for row in self.table.rows) else 0
        wide = max([head, *(metrics.horizontalAdvance(text) + indent for text in texts)]) + 2 * _PADDING
        return min(wide, _NAMES_AT_MOST) if column == 0 else wide

    def _stay_in_sight(self) -> None:
        """Scrolls the page so that the cell that is chosen can be seen."""
        area: QWidget | None = self.parentWidget()
        while area is not None and not isinstance(area, QScrollArea):
            area = area.parentWidget()
        inside = area.widget() if area is not None else None
        if area is not None and inside is not None and self.currentIndex().isValid():
            middle = self.viewport().mapTo(inside, self.visualRect(self.currentIndex()).center())
            area.ensureVisible(middle.x(), middle.y(), 0, 3 * ROW)
