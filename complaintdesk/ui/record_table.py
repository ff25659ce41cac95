# SPDX-License-Identifier: Apache-2.0
"""The one table of every list: ids in order, rows fetched by the page when they come into view, painted by hand."""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, NamedTuple

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QFontMetrics, QHelpEvent, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QToolTip,
    QWidget,
)

from complaintdesk.errors import EnvironmentProblem
from complaintdesk.settings import SettingsFile
from complaintdesk.ui import look
from complaintdesk.ui.look import Colour
from complaintdesk.ui.style import draw_ring

PAGE = 32  # rows a query: as many as a page of the largest screen shows
PAGES = 64  # kept
_PADDING = 10  # px on either side of a cell
_Index = QModelIndex | QPersistentModelIndex
_Fetch = Callable[[Sequence[int]], Sequence[Any]]


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

    def __init__(self, columns: Sequence[Column], fetch: _Fetch) -> None:
        super().__init__()
        self.columns = tuple(columns)
        self.ids: Sequence[int] = array("q")
        self._fetch = fetch
        self._pages: OrderedDict[int, Sequence[Any]] = OrderedDict()

    def set_ids(self, ids: Sequence[int]) -> None:
        """Shows these records, in this order."""
        self.beginResetModel()
        self.ids = ids
        self._pages.clear()
        self.endResetModel()

    def record(self, row: int) -> Any:
        """What `fetch` gave for the line; None where it failed (and `failed` has said so)."""
        at = row // PAGE
        page = self._pages.get(at)
        if page is None:
            try:
                page = self._fetch(self.ids[at * PAGE : (at + 1) * PAGE])
            except EnvironmentProblem as problem:
                page = ()
                QTimer.singleShot(0, self, partial(self.failed.emit, problem))
            self._pages[at] = page
            if len(self._pages) > PAGES:
                self._pages.popitem(last=False)
        else:
            self._pages.move_to_end(at)
        within = row % PAGE
        return page[within] if within < len(page) else None

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


class _CellPainter(QStyledItemDelegate):
    """Draws a cell's text at a point, which costs half of what Qt's own delegate does."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        model = index.model()
        assert isinstance(model, RecordModel)
        rect: QRect = option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, look.colour(Colour.ACCENT_GROUND))
        record = model.record(index.row())
        if record is None:
            return
        column = model.columns[index.column()]
        painter.setFont(look.font(bold=column.bold is not None and column.bold(record)))
        metrics = painter.fontMetrics()
        text, width = fitted(metrics, column.text(record).replace("\n", " "), rect.width() - 2 * _PADDING)
        left = rect.right() - _PADDING - width if column.right else rect.left() + _PADDING
        painter.setPen(look.colour(column.colour(record) if column.colour else Colour.INK))
        painter.drawText(left, rect.top() + (rect.height() + metrics.ascent() - metrics.descent()) // 2, text)

    def helpEvent(
        self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: _Index
    ) -> bool:
        model = index.model()
        if not isinstance(model, RecordModel) or event.type() != QHelpEvent.Type.ToolTip:
            return super().helpEvent(event, view, option, index)
        text = model.text(index.row(), index.column())
        metrics = QFontMetrics(look.font())
        cut = metrics.horizontalAdvance(text) > option.rect.width() - 2 * _PADDING
        QToolTip.showText(event.globalPos(), look.tip(text) if cut else "", view)
        return True


def fitted(metrics: QFontMetrics, text: str, room: int) -> tuple[str, int]:
    """The text, cut with … if it is wider than `room` px, and its width."""
    width = metrics.horizontalAdvance(text)
    if width <= room:
        return text, width
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(room, 0))
    return shown, metrics.horizontalAdvance(shown)


class _Header(QHeaderView):
    """Titles in the second ink above one line."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setFont(look.font(look.SIZE_SMALL, bold=True))
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(36)
        self.setFixedHeight(look.ROW)

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N803 - as Qt calls it
        model = self.model()
        assert isinstance(model, RecordModel)
        column = model.columns[logicalIndex]
        painter.fillRect(rect, look.colour(Colour.CARD))
        painter.setPen(look.colour(Colour.LINE))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.setFont(self.font())
        painter.setPen(look.colour(Colour.SECOND))
        box = rect.adjusted(_PADDING, 0, -_PADDING, 0)
        text, _ = fitted(painter.fontMetrics(), column.title, box.width())
        side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
        painter.drawText(box, int(side | Qt.AlignmentFlag.AlignVCenter), text)


class RecordTable(QTableView):
    """A list of records of which one is chosen. The choice and the widths outlive every refresh."""

    chosen = Signal(object)  # the id of the line now chosen, or None
    opened = Signal(object)  # the id of a line on Enter or a double click
    failed = Signal(object)  # an EnvironmentProblem: rows could not be read

    def __init__(
        self,
        name: str,
        columns: Sequence[Column],
        fetch: _Fetch,
        *,
        settings: SettingsFile,
        accessible_name: str,
        empty: tuple[str, str] = ("", ""),
    ) -> None:
        """`name` is under what the widths are kept; `fetch` gives the rows of some ids in their order; `empty` is what
        stands in place of no rows: what is so, and what to do next."""
        super().__init__()
        self._name, self._settings, self._empty = name, settings, empty
        self._model = RecordModel(columns, fetch)
        self._widths = [column.width for column in columns]  # as they are when they are shown
        self._chosen: int | None = None
        self._refilling = False
        self.setHorizontalHeader(_Header(self))
        self.setModel(self._model)
        self.setItemDelegate(_CellPainter(self))
        self._behave()
        self._fit_columns()
        self.setAccessibleName(accessible_name)
        self._model.failed.connect(self.failed)
        self.selectionModel().currentRowChanged.connect(self._moved)
        self.doubleClicked.connect(lambda index: self.opened.emit(self._model.ids[index.row()]))
        self._keep = QTimer(self, interval=400, singleShot=True)
        self._keep.timeout.connect(self._keep_widths)
        self.horizontalHeader().sectionResized.connect(self._resized)

    def _behave(self) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(look.ROW)
        self.setMinimumHeight(look.ROW * 3)

    def _fit_columns(self) -> None:
        header = self.horizontalHeader()
        kept = self._settings.now.widths.get(self._name, ())
        for at, column in enumerate(self._model.columns):
            if len(kept) == len(self._model.columns) and not column.stretch:
                self._widths[at] = kept[at]
            header.resizeSection(at, self._widths[at])
            if column.stretch:
                header.setSectionResizeMode(at, QHeaderView.ResizeMode.Stretch)

    def set_ids(self, ids: Sequence[int]) -> None:
        """Shows these records in this order; the chosen one, if still among them, stays chosen and in its place."""
        bar = self.verticalScrollBar()
        kept, shift = self._chosen, bar.value()
        before = self.currentIndex().row()
        row = _index_of(ids, kept)
        if row is not None and before >= 0:
            shift += (row - before) * look.ROW
        self._refilling = True
        self._model.set_ids(ids)
        if row is not None:
            self.setCurrentIndex(self._model.index(row, 0))
        self._refilling = False
        self.updateGeometries()
        bar.setValue(shift)
        if kept is not None and row is None:
            self._chosen = None
            self.chosen.emit(None)

    def reread(self) -> None:
        """Fetches the rows in view again, as after a deed that changed their contents but not their order."""
        self.set_ids(self._model.ids)

    def set_empty(self, words: str, advice: str) -> None:
        """What to say in place of no rows."""
        self._empty = (words, advice)
        self.viewport().update()

    def chosen_id(self) -> int | None:
        """The id of the line chosen."""
        return self._chosen

    def chosen_record(self) -> Any:
        """What was fetched for the line chosen; None for none, or where it could not be read."""
        row = _index_of(self._model.ids, self._chosen)
        return None if row is None else self._model.record(row)

    def choose(self, record_id: int | None) -> bool:
        """Chooses the record if it is in the list, and says whether it is; None chooses nothing."""
        row = _index_of(self._model.ids, record_id)
        if row is None:
            self.setCurrentIndex(QModelIndex())
            return record_id is None
        self.setCurrentIndex(self._model.index(row, 0))
        self.scrollTo(self._model.index(row, 0))
        return True

    def ids(self) -> Sequence[int]:
        """The records listed, in their order."""
        return self._model.ids

    def count(self) -> int:
        """How many records are listed."""
        return len(self._model.ids)

    def cell(self, row: int, column: int) -> str:
        """The text of a cell."""
        return self._model.text(row, column)

    def point(self, row: int, column: int = 0) -> QPoint:
        """The middle of a cell, in the viewport."""
        return self.visualRect(self._model.index(row, column)).center()

    def sizeHint(self) -> QSize:
        return QSize(600, look.ROW * 8)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = sum(self._widths) > self.viewport().width()
        for at, column in enumerate(self._model.columns):
            if column.spare and self.isColumnHidden(at) is not narrow:
                self.setColumnHidden(at, narrow)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._chosen is not None:
            self.opened.emit(self._chosen)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)  # Qt goes to the first line, but does not select it
        if self.currentIndex().isValid() and not self.selectionModel().isSelected(self.currentIndex()):
            self.selectRow(self.currentIndex().row())

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        room = self.viewport().rect()
        if not self._model.ids:
            words, advice = self._empty
            middle = room.height() // 2
            _say(painter, room.adjusted(16, middle - 28, -16, 0), words, Colour.INK)
            _say(painter, room.adjusted(16, middle, -16, 0), advice, Colour.SECOND)
        if self.hasFocus():
            draw_ring(painter, QRectF(room))
        painter.end()

    def _moved(self, current: QModelIndex) -> None:
        if not self._refilling:
            self._chosen = self._model.ids[current.row()] if current.isValid() else None
            self.chosen.emit(self._chosen)

    def _resized(self, at: int, _before: int, width: int) -> None:
        if width and not self._model.columns[at].stretch:
            self._widths[at] = width
            self._keep.start()

    def _keep_widths(self) -> None:
        columns = self._model.columns
        widths = tuple(0 if column.stretch else self._widths[at] for at, column in enumerate(columns))
        usual = tuple(0 if column.stretch else column.width for column in columns)
        if self._settings.now.widths.get(self._name, usual) != widths:
            self._settings.change(widths={**self._settings.now.widths, self._name: widths})


def _index_of(ids: Sequence[int], record_id: int | None) -> int | None:
    try:
        return None if record_id is None else ids.index(record_id)
    except ValueError:
        return None


def _say(painter: QPainter, box: QRect, text: str, role: Colour) -> None:
    painter.setFont(look.font())
    painter.setPen(look.colour(role))
    flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
    painter.drawText(box, int(flags), text)
