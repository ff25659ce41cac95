# SPDX-License-Identifier: Apache-2.0
"""A list with its page beside it; where the line between them stands is remembered as a share of the room."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, QTimer
from PySide6.QtGui import QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSplitter, QSplitterHandle, QWidget

from complaintdesk.labels import translate
from complaintdesk.settings import SettingsFile
from complaintdesk.ui import look
from complaintdesk.ui.bare_keys import add_key

_PARTS = 1000
_STEP = 0.04  # of the room, by one press of a key


class _Handle(QSplitterHandle):
    """The gap between two cards: nothing is drawn, the pointer says what it does."""

    def paintEvent(self, event: QPaintEvent) -> None:
        del event

    def sizeHint(self) -> QSize:
        return QSize(look.GAP, look.GAP)


class RememberedSplitter(QSplitter):
    """Two cards side by side, or one above the other; neither can be pushed away."""

    def __init__(self, name: str, left: QWidget, right: QWidget, *, settings: SettingsFile, share: float) -> None:
        """`share` of the room is the first one's until somebody moves the line; `name` is what that is kept under."""
        super().__init__(Qt.Orientation.Horizontal)
        self._settings = settings
        self._name, self._share = name, 0.5
        self._take_share(name, share)
        self.setHandleWidth(look.GAP)
        self.setChildrenCollapsible(False)
        self.addWidget(left)
        self.addWidget(right)
        self._keep = QTimer(self, interval=400, singleShot=True)
        self._keep.timeout.connect(self._write)
        self.splitterMoved.connect(self._moved)
        less, more = translate("Splitter", "A narrower list"), translate("Splitter", "A wider list")
        add_key(self, "Ctrl+[", less, lambda: self.shift(-_STEP))
        add_key(self, "Ctrl+]", more, lambda: self.shift(_STEP))

    def createHandle(self) -> QSplitterHandle:
        return _Handle(self.orientation(), self)

    def turn(self, orientation: Qt.Orientation, name: str, share: float) -> None:
        """Puts them side by side or one above the other; the line's place is kept under another name."""
        if orientation is not self.orientation() or name != self._name:
            self.setOrientation(orientation)
            self._take_share(name, share)
            self._divide()

    def shift(self, by: float) -> None:
        """Gives the first so much more of the room; the parts' least sizes stop it."""
        left, right = self.sizes()
        self.setSizes([left + round(by * (left + right)), right - round(by * (left + right))])
        self._moved()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._divide()

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._divide()  # a part may have needed more than its share for a while
        return done

    def _divide(self) -> None:
        """Gives each its share of the room along the line between them."""
        along = self.width() if self.orientation() is Qt.Orientation.Horizontal else self.height()
        room = along - self.handleWidth()
        left = round(room * self._share)
        self.setSizes([left, room - left])

    def _take_share(self, name: str, usual: float) -> None:
        self._name, self._share = name, _share_in(self._settings.now.places.get(name, ""), usual)

    def _moved(self) -> None:
        sizes = self.sizes()
        self._share = sizes[0] / max(sum(sizes), 1)
        self._keep.start()

    def _write(self) -> None:
        self._settings.remember(**{self._name: str(round(self._share * _PARTS))})


def _share_in(kept: str, usual: float) -> float:
    """The share kept in the settings; the usual one where none is, or none that makes sense."""
    share = int(kept) / _PARTS if kept.isdecimal() else usual
    return share if 0 < share < 1 else usual
