# SPDX-License-Identifier: Apache-2.0
"""A piece of a card that scrolls up and down where it has no room; it keeps the card's ground."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtWidgets import QLayout, QScrollArea, QWidget

_BAR = 12  # px kept free for the scroll bar, so that nothing moves when it comes


class _Inside(QWidget):
    """As high as its width makes it, not as high as it would have to be at its narrowest."""

    def minimumSizeHint(self) -> QSize:
        smallest = super().minimumSizeHint()
        layout = self.layout()
        return QSize(smallest.width(), 0) if layout is not None and layout.hasHeightForWidth() else smallest


class Scrolling(QScrollArea):
    """Shows a layout as wide as itself and as high as the layout wants."""

    def __init__(self, layout: QLayout) -> None:
        super().__init__()
        inner = _Inside()
        layout.setContentsMargins(0, 0, _BAR, 0)
        inner.setLayout(layout)
        self.setWidget(inner)
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setAutoFillBackground(False)
        inner.setAutoFillBackground(False)

    def to_top(self) -> None:
        """Shows the beginning."""
        self.verticalScrollBar().setValue(0)

    def to_end(self) -> None:
        """Shows the end, once what was just put in is laid out."""
        bar = self.verticalScrollBar()
        QTimer.singleShot(0, self, lambda: bar.setValue(bar.maximum()))
