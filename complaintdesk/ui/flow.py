# SPDX-License-Identifier: Apache-2.0
"""A layout that sets widgets in lines as words are set: what no longer fits goes on in the next line."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget, QWidgetItem

from complaintdesk.ui import look


class Flow(QLayout):
    """Lines of widgets at their own widths, `gap` px apart; as high as its width makes it. Hidden ones take no room.

    Words that wrap (`FlowText`) and are wider than a line take as many lines as they need.
    """

    def __init__(self, gap: int = look.GRID, line_gap: int | None = None, *, indent: int = 0) -> None:
        """`line_gap` is between the lines, px; the same as `gap` unless given; `indent` before each but the first."""
        super().__init__()
        self._indent = indent
        self._line_gap = gap if line_gap is None else line_gap
        self._items: list[QLayoutItem] = []
        self._heights: dict[int, int] = {}  # by width, until something in it changes
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(gap)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def insertWidget(self, at: int, widget: QWidget) -> None:
        """Puts the widget before the one at this position."""
        self.addChildWidget(widget)
        self._items.insert(at, QWidgetItem(widget))
        self.invalidate()

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        if width not in self._heights:
            self._heights[width] = self._arrange(width, None)
        return self._heights[width]

    def invalidate(self) -> None:
        self._heights.clear()
        super().invalidate()

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._arrange(rect.width(), rect.topLeft())

    def sizeHint(self) -> QSize:
        hints = [item.sizeHint() for item in self._items if not item.isEmpty()]
        width = sum(hint.width() for hint in hints) + self.spacing() * max(len(hints) - 1, 0)
        return QSize(width, max((hint.height() for hint in hints), default=0))

    def minimumSize(self) -> QSize:
        smallest = QSize(0, 0)
        for item in self._items:
            if not item.isEmpty():
                smallest = smallest.expandedTo(item.minimumSize())
        return smallest

    def _arrange(self, width: int, corner: QPoint | None) -> int:
        """The height that all lines take; puts everything in its place from `corner` on, if one is given."""
        lines: list[list[QLayoutItem]] = [[]]
        used = 0
        for item in self._items:
            if item.isEmpty():
                continue
            wanted = min(item.sizeHint().width(), width)
            if lines[-1] and used + self.spacing() + wanted > width:
                lines.append([])
                used = self._indent
            used += wanted + (self.spacing() if lines[-1] else 0)
            lines[-1].append(item)
        top = 0
        for line in lines:
            left = self._indent if top else 0
            sizes = [_size(item, max(width - left, 1)) for item in line]
            height = max((size.height() for size in sizes), default=0)
            for item, size in zip(line, sizes, strict=True):
                size = size.boundedTo(QSize(max(width - left, 1), height))
                if corner is not None:
                    middle = top + (height - size.height()) // 2
                    item.setGeometry(QRect(corner + QPoint(left, middle), size))
                left += size.width() + self.spacing()
            top += height + self._line_gap
        return max(top - self._line_gap, 0)


def _size(item: QLayoutItem, width: int) -> QSize:
    """What an item takes of a line of this width: its own size, or all of it and the height that this makes."""
    hint = item.sizeHint()
    if hint.width() <= width or not item.hasHeightForWidth():
        return hint
    return QSize(width, item.heightForWidth(width))
