# SPDX-License-Identifier: Apache-2.0
"""A piece of a card that scrolls up and down where it has no room; it keeps the card's ground."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLayout, QScrollArea, QSizePolicy, QWidget

from complaintdesk.labels import translate
from complaintdesk.ui import look
from complaintdesk.ui.look import Colour

_AROUND = 8  # px above and below what is brought into view
_MARK = 3  # px; a ring all around would be drawn across the words, which have no margin here


def into_view(*parts: QWidget) -> None:
    """Scrolls what these parts stand in until they are seen, once what was just shown or said has its room."""

    def scroll() -> None:
        for part in parts:
            around = part.parentWidget()
            while around is not None:
                if isinstance(around, QScrollArea):
                    around.ensureWidgetVisible(part, 0, _AROUND)
                around = around.parentWidget()

    QTimer.singleShot(0, parts[-1], scroll)


class _Inside(QWidget):
    """As high as its width makes it, not as high as it would have to be at its narrowest."""

    changed = Signal()  # other parts are in it, or others can be seen

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self.changed.emit()
        return done

    def minimumSizeHint(self) -> QSize:
        smallest = super().minimumSizeHint()
        layout = self.layout()
        return QSize(smallest.width(), 0) if layout is not None and layout.hasHeightForWidth() else smallest


class ScrollArea(QScrollArea):
    """Marks its right edge while the keyboard is here; without a frame and a ground of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.viewport().setAutoFillBackground(False)
        for bar in (self.verticalScrollBar(), self.horizontalScrollBar()):
            bar.valueChanged.connect(self.viewport().update)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self.viewport())
            room = self.viewport().rect()
            painter.fillRect(room.right() - _MARK, 0, _MARK, room.height(), look.colour(Colour.ACCENT))
            painter.end()


class Scrolling(ScrollArea):
    """Shows a layout as wide as itself and as high as the layout wants.

    Tab comes to it while it has more than it shows and nothing in it has a use for the keyboard; elsewhere PageUp and
    PageDown reach it from whatever in it has the keyboard.
    """

    def __init__(self, layout: QLayout) -> None:
        super().__init__()
        self._inner = inner = _Inside()
        layout.setContentsMargins(0, 0, 0, 0)
        inner.setLayout(layout)
        self.setWidget(inner)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # Its room is kept, so that nothing moves when it comes; it is drawn only where there is something to scroll.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inner.setAutoFillBackground(False)
        self.setAccessibleName(translate("Scrolling", "Details"))
        inner.changed.connect(self._settle)
        self.verticalScrollBar().rangeChanged.connect(self._settle)

    def to_top(self) -> None:
        """Shows the beginning."""
        self.verticalScrollBar().setValue(0)

    def to_end(self) -> None:
        """Shows the end, once what was just put in is laid out."""
        bar = self.verticalScrollBar()
        QTimer.singleShot(0, self, lambda: bar.setValue(bar.maximum()))

    def _settle(self) -> None:
        alone = self.verticalScrollBar().maximum() > 0 and not any(
            part.focusPolicy() & Qt.FocusPolicy.TabFocus and part.isVisibleTo(self) and part.isEnabled()
            for part in self._inner.findChildren(QWidget)
        )
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if alone else Qt.FocusPolicy.NoFocus)


class NoHigher(Scrolling):
    """Scrolls what it has no room for, and leaves what it does not need to what stands above it."""

    def __init__(self, layout: QLayout) -> None:
        super().__init__(layout)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._inner.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        inner = self._inner
        high = inner.heightForWidth(self.viewport().width()) if inner.hasHeightForWidth() else inner.sizeHint().height()
        return QSize(inner.sizeHint().width(), high)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()
