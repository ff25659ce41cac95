# SPDX-License-Identifier: Apache-2.0
"""The one table of every list: ids in order, rows fetched by the page when they come into view, painted by hand."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from contextlib import suppress
from itertools import accumulate
from operator import neg
from typing import Any

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
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
    QTableView,
    QToolTip,
    QWidget,
)

from complaintdesk.settings import SettingsFile
from complaintdesk.ui import look
from complaintdesk.ui.look import Colour
from complaintdesk.ui.record_model import PAGE, PAGES, Column, Fetch, RecordModel
from complaintdesk.ui.style import draw_ring

__all__ = ["PAGE", "PAGES", "Column", "RecordModel", "RecordTable", "fitted"]

_NEAR = 1_000  # lines around where a record was, or should be, in which it is looked for first
_PADDING = 10  # px on either side of a cell
_TYPED = 500  # lines among which one is found by typing how it begins: they are read in a moment


class _Widths(dict[str, int]):
    """The width of each character that was met so far, px."""

    def __init__(self, metrics: QFontMetrics) -> None:
        super().__init__()
        self._metrics = metrics

    def __missing__(self, character: str) -> int:
        width = self[character] = self._metrics.horizontalAdvance(character)
        return width


class _Face:
    """A font whose characters are measured once: a page has thousands of them, and measuring a text shapes it."""

    def __init__(self, *, bold: bool) -> None:
        self.font = look.font(bold=bold)
        metrics = QFontMetrics(self.font)
        self._width = _Widths(metrics).__getitem__
        self.rise = metrics.ascent() - metrics.descent()

    def fitted(self, text: str, room: int) -> tuple[str, int]:
        """The text, cut with … if it is wider than `room` px, and its width."""
        width = sum(map(self._width, text))
        if width <= room:
            return text, width
        ends = list(accumulate(map(self._width, text), initial=0))
        dots = self._width("…")
        fits = max(bisect_right(ends, room - dots) - 1, 0)
        return f"{text[:fits]}…", ends[fits] + dots


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
        fetch: Fetch,
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
        self._face, self._bold = _Face(bold=False), _Face(bold=True)
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
        header.setStretchLastSection(not any(column.stretch for column in self._model.columns))  # the band goes across
        for at, column in enumerate(self._model.columns):
            if len(kept) == len(self._model.columns) and not column.stretch:
                self._widths[at] = kept[at]
            header.resizeSection(at, self._widths[at])
            if column.stretch:
                header.setSectionResizeMode(at, QHeaderView.ResizeMode.Stretch)

    def set_ids(self, ids: Sequence[int]) -> None:
        """Shows these records in this order; the chosen one, if still among them, stays chosen and in its place."""
        ids = ids if isinstance(ids, array) else array("q", ids)
        bar = self.verticalScrollBar()
        kept, shift = self._chosen, bar.value()
        before = self.currentIndex().row()
        row = _index_of(ids, kept, max(before, 0))
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

    def ids(self) -> array[int]:
        """The records listed, in their order; who keeps them copies them, as the list may change in place."""
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
        elif len(self._model.ids) > _TYPED and _is_typed(event):
            event.ignore()  # of a long list Qt would read every line; the page may know what to do with it
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        if 0 < len(self._model.ids) <= _TYPED:
            self._model.load(0, len(self._model.ids) - 1)  # in one go
            super().keyboardSearch(search)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)  # Qt goes to the first line, but does not select it
        if self.currentIndex().isValid() and not self.selectionModel().isSelected(self.currentIndex()):
            self.selectRow(self.currentIndex().row())

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            index = self.indexAt(event.pos())
            text = self._model.text(index.row(), index.column()) if index.isValid() else ""
            cut = self._face.fitted(text, self.visualRect(index).width() - 2 * _PADDING)[0] != text
            QToolTip.showText(event.globalPos(), look.tip(text) if cut else "", self)
            return True
        return super().viewportEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        # Painted whole: with a delegate, which is called for each cell, a jump takes twice as long as a frame may.
        painter = QPainter(self.viewport())
        if self._model.ids:
            self._paint_lines(painter, event.rect())
        else:
            room = self.viewport().rect()
            middle = room.height() // 2
            words, advice = self._empty
            _say(painter, room.adjusted(16, middle - 28, -16, 0), words, Colour.INK)
            _say(painter, room.adjusted(16, middle, -16, 0), advice, Colour.SECOND)
        if self.hasFocus():
            draw_ring(painter, QRectF(self.viewport().rect()))
        painter.end()

    def _paint_lines(self, painter: QPainter, area: QRect) -> None:
        """Draws the lines of an area of the viewport, each cell's text at a point."""
        above = self.verticalOffset()
        first = (above + area.top()) // look.ROW
        last = min((above + area.bottom()) // look.ROW, len(self._model.ids) - 1)
        if first > last:
            return
        self._model.load(first, last)
        header, width = self.horizontalHeader(), self.viewport().width()
        columns = [
            (column, header.sectionViewportPosition(at) + _PADDING, header.sectionSize(at) - 2 * _PADDING)
            for at, column in enumerate(self._model.columns)
            if not header.isSectionHidden(at)
        ]
        selected = {index.row() for index in self.selectionModel().selectedRows()}
        band = self.palette().alternateBase()
        shown = []
        for row in range(first, last + 1):
            top = row * look.ROW - above
            if row in selected:
                painter.fillRect(0, top, width, look.ROW, look.colour(Colour.ACCENT_GROUND))
            elif row % 2:
                painter.fillRect(0, top, width, look.ROW, band)
            record = self._model.record(row)
            if record is not None:
                shown.append((record, top))
        for column, left, room in columns:
            self._paint_column(painter, column, shown, left, room)

    def _paint_column(
        self, painter: QPainter, column: Column, shown: Sequence[tuple[Any, int]], left: int, room: int
    ) -> None:
        """Draws a column's cells, each of a record at the height given; font and ink are set where they change."""
        face, ink = None, None
        for record, top in shown:
            wanted = self._bold if column.bold is not None and column.bold(record) else self._face
            if wanted is not face:
                face = wanted
                painter.setFont(face.font)
            role = column.colour(record) if column.colour else Colour.INK
            if role is not ink:
                ink = role
                painter.setPen(look.colour(ink))
            text, width = face.fitted(column.text(record).replace("\n", " "), room)
            at = left + room - width if column.right else left
            painter.drawText(at, top + (look.ROW + face.rise) // 2, text)

    def _moved(self, current: QModelIndex) -> None:
        if not self._refilling:
            self._chosen = self._model.ids[current.row()] if current.isValid() else None
            self.chosen.emit(self._chosen)

    def _resized(self, at: int, _before: int, width: int) -> None:
        takes_rest = self.horizontalHeader().stretchLastSection() and at == len(self._widths) - 1
        if width and not self._model.columns[at].stretch and not takes_rest:
            self._widths[at] = width
            self._keep.start()

    def _keep_widths(self) -> None:
        columns = self._model.columns
        widths = tuple(0 if column.stretch else self._widths[at] for at, column in enumerate(columns))
        usual = tuple(0 if column.stretch else column.width for column in columns)
        if self._settings.now.widths.get(self._name, usual) != widths:
            self._settings.change(widths={**self._settings.now.widths, self._name: widths})


def _index_of(ids: array[int], record_id: int | None, near: int = 0) -> int | None:
    """Where the record stands, looked for first about this line, then where it would be if ids fell evenly."""
    if record_id is None:
        return None
    guessed = bisect_left(ids, -record_id, key=neg)  # newest first is nearly by id
    for at in (near, guessed):
        with suppress(ValueError):
            return ids.index(record_id, max(at - _NEAR, 0), at + _NEAR)
    with suppress(ValueError):
        return ids.index(record_id)
    return None


def _is_typed(event: QKeyEvent) -> bool:
    """Whether the key writes something."""
    held = event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
    return not held and bool(event.text().strip()) and event.text().isprintable()


def _say(painter: QPainter, box: QRect, text: str, role: Colour) -> None:
    painter.setFont(look.font())
    painter.setPen(look.colour(role))
    flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
    painter.drawText(box, int(flags), text)
