# SPDX-License-Identifier: Apache-2.0
"""A list that hangs over the page, under the box or button that it belongs to, and the painter of such lines."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QListWidget,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from complaintdesk.ui import look
from complaintdesk.ui.look import Colour
from complaintdesk.ui.style import rounded
from complaintdesk.ui.words import Column, Note, Row

_EDGE = 12  # px before and behind a label
_GROUND = 16  # px above and below the lines


class LinePainter(QStyledItemDelegate):
    """Draws each line of a list in one height, on the accent's ground where it is chosen; `draw` fills it."""

    line = look.ROW  # px

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        del option, index
        return QSize(100, self.line)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        rect: QRect = option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, look.colour(Colour.ACCENT_GROUND))
        self.draw(painter, rect, index)

    def draw(self, painter: QPainter, rect: QRect, index: QModelIndex | QPersistentModelIndex) -> None:
        """Draws what stands in the line."""
        raise NotImplementedError


class LabelPainter(LinePainter):
    """Draws each line's label, cut where it has no room."""

    line = 32

    def draw(self, painter: QPainter, rect: QRect, index: QModelIndex | QPersistentModelIndex) -> None:
        room = rect.adjusted(_EDGE, 0, -_EDGE, 0)
        painter.setFont(look.font())
        painter.setPen(look.colour(Colour.INK))
        words = painter.fontMetrics().elidedText(str(index.data()), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter), words)


class LabelList(QListView):
    """What a box proposes, line by line, within one thin edge."""

    def __init__(self) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        # A completer makes its box the list's proxy. X11 may activate a list that is shut again already,
        # and the keyboard would come back to the box from where Enter has brought it.
        self.setFocusProxy(None)  # type: ignore[arg-type]  # the stubs know no way to take it away

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        rounded(painter, QRectF(self.viewport().rect()), None, Colour.SECOND)
        painter.end()


class HangingList(QFrame):
    """The lines with a word on the keys below them; `hang` shows it."""

    def __init__(self, window: QWidget, lines: QListWidget, painter: LinePainter, *, name: str, edge: int) -> None:
        """`edge`: px before and behind the words."""
        super().__init__(window)
        self._window, self._painter = window, painter
        self.lines = lines
        lines.setItemDelegate(painter)
        lines.setFrameShape(QFrame.Shape.NoFrame)
        lines.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        lines.setAccessibleName(name)
        self.hint = Note(size=look.SIZE_NOTE)
        self.hint.setContentsMargins(edge, 4, edge, 4)
        self._above: QWidget | None = None
        self._column = Column(0)
        self._column.setContentsMargins(1, 6, 1, 2)
        self._column.addWidget(lines, 1)
        self._column.addWidget(self.hint)
        self.setLayout(self._column)
        self.hide()

    def put_above(self, part: QWidget) -> None:
        """Puts a part above the lines, such as a box that narrows them."""
        self._above = part
        line = Row(part)
        line.setContentsMargins(_EDGE, _EDGE - 6, _EDGE, 6)
        self._column.insertLayout(0, line)

    def texts(self) -> list[str]:
        """What it lists, line by line."""
        return [self.lines.item(at).text() for at in range(self.lines.count())]

    def hang(self, under: QWidget, width: int, before: int) -> None:
        """Shows it below a part of the window, beginning so many px before the part's right end if there is room.

        Where more room is above the part, it stands there.
        """
        window = self._window
        corner = under.mapTo(window, under.rect().bottomRight())
        over = under.mapTo(window, under.rect().topRight()).y()
        said = max(self.hint.sizeHint().height(), self.hint.heightForWidth(width - 2))
        self.lines.setVisible(self._above is not None or self.lines.count() > 0)  # words alone need no room for lines
        lines = self.lines.count() if self.lines.isHidden() else max(self.lines.count(), 1)
        wanted = lines * self._painter.line + said + _GROUND
        if self._above is not None:
            wanted += self._above.sizeHint().height() + _EDGE
        below = window.height() - corner.y() - 2 * look.GAP
        height = min(wanted, max(below, over - 2 * look.GAP))
        left = max(min(corner.x() - before, window.width() - width - look.GAP), look.GAP)
        self.setGeometry(left, corner.y() + 4 if height <= below else over - 4 - height, width, height)
        self.raise_()
        self.show()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        rounded(painter, self.rect().toRectF(), Colour.CARD, Colour.LINE)
        painter.end()
