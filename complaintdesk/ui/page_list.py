# SPDX-License-Identifier: Apache-2.0
"""Pages beside a list of their names: of the settings, and of what is gone through step by step."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QPushButton, QSizePolicy, QWidget

from complaintdesk.ui import icons, look
from complaintdesk.ui.look import Colour
from complaintdesk.ui.style import draw_ring, rounded
from complaintdesk.ui.words import Column

WIDTH = 224  # px, all margins included
_HEIGHT = 36


class PageName(QPushButton):
    """One page's name; the one in view stands on the accent's ground, one gone through has a tick."""

    def __init__(self, words: str, icon: str) -> None:
        super().__init__(words)
        self.setCheckable(True)
        self.setFixedHeight(_HEIGHT)
        self.setFont(look.font())
        self.setAccessibleName(words)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._icon = icon
        self._done = False

    def set_done(self, done: bool) -> None:
        """Whether the page is gone through."""
        self._done = done
        self.setAccessibleDescription("✓" if done else "")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(WIDTH, _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        box = QRectF(self.rect())
        on = self.isChecked()
        if on:
            rounded(painter, box, Colour.ACCENT_GROUND, None)
        elif self.underMouse() and self.isEnabled():
            rounded(painter, box, Colour.BAND, None)
        ink = Colour.ACCENT if on else Colour.INK if self.isEnabled() else Colour.SECOND
        sign, sign_ink = ("check", Colour.GOOD) if self._done and not on else (self._icon, ink)
        icons.draw(painter, sign, QRectF(12, self.height() / 2 - 8, 16, 16), sign_ink)
        painter.setFont(look.font(bold=on))
        painter.setPen(look.colour(ink))
        room = self.width() - 46
        words = QFontMetrics(painter.font()).elidedText(self.text(), Qt.TextElideMode.ElideRight, room)
        painter.drawText(38, 0, room, self.height(), int(Qt.AlignmentFlag.AlignVCenter), words)
        if self.hasFocus():
            draw_ring(painter, box)
        painter.end()


class PageList(QWidget):
    """The names one below the other: by mouse, by the arrows, and Enter."""

    picked = Signal(int)

    def __init__(self, names: Sequence[tuple[str, str]], *, name: str) -> None:
        """`names` are (words, icon)."""
        super().__init__()
        self.setFixedWidth(WIDTH)
        self.setAccessibleName(name)
        self._group = QButtonGroup(self)
        self.names: list[PageName] = []
        column = Column(2)
        for at, (words, icon) in enumerate(names):
            each = PageName(words, icon)
            self._group.addButton(each, at)
            self.names.append(each)
            column.addWidget(each)
        column.addStretch(1)
        self.setLayout(column)
        self._group.idClicked.connect(self.picked)

    def mark(self, at: int) -> None:
        """Shows which page is in view."""
        self.names[at].setChecked(True)
        for each in self.names:
            each.setFocusPolicy(Qt.FocusPolicy.StrongFocus if each.isChecked() else Qt.FocusPolicy.ClickFocus)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        at = self._group.checkedId() + step
        if 0 <= at < len(self.names) and self.names[at].isEnabled():
            self.names[at].setFocus()
            self.names[at].click()
