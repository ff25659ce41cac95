# SPDX-License-Identifier: Apache-2.0
"""A phone number with its middle hidden, shown in full while it is pressed (R-OWN-02)."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from complaintdesk.domain.phones import mask_phone, show_phone
from complaintdesk.labels import translate
from complaintdesk.ui import icons, look
from complaintdesk.ui.look import Colour
from complaintdesk.ui.style import draw_ring


class MaskedPhone(QAbstractButton):
    """138****5678; held down with the mouse or the space bar it reads 138 1234 5678. Without a number it is hidden."""

    def __init__(self, number: str = "", label: str = "") -> None:
        """`label` says what the number is (office, mobile); it stands before it."""
        super().__init__()
        self._number, self._label = number, label
        self.setFont(look.font())
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.pressed.connect(self.update)
        self.released.connect(self.update)
        self.set_number(number, label)

    def set_number(self, number: str, label: str = "") -> None:
        """Stands for another number."""
        self._number, self._label = number, label
        self.setAccessibleName(" ".join(part for part in (label, mask_phone(number)) if part))
        self.setToolTip(look.tip(translate("MaskedPhone", "Press and hold to read the number")))
        if not number:
            self.hide()
        elif self.parentWidget() is not None:  # shown without one it would be a window of its own
            self.show()
        self.updateGeometry()
        self.update()

    def shown(self) -> str:
        """What can be read now."""
        number = show_phone(self._number) if self.isDown() else mask_phone(self._number)
        return " ".join(part for part in (self._label, number) if part)

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self.font())
        label = f"{self._label} " if self._label else ""
        texts = (label + show_phone(self._number), label + mask_phone(self._number))
        return QSize(max(metrics.horizontalAdvance(text) for text in texts) + 30, 24)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.setDown(True)
            self.update()
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.setDown(False)
            self.update()
        else:
            super().keyReleaseEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.setDown(False)
        super().focusOutEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        down = self.isDown()
        painter.setPen(look.colour(Colour.INK if down else Colour.SECOND))
        text = self.shown()
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(self.rect().adjusted(2, 0, -24, 0), int(middle), text)
        left = 2 + painter.fontMetrics().horizontalAdvance(text) + 6
        ink = Colour.ACCENT if down else Colour.SECOND
        icons.draw(painter, "eye", QRectF(left, self.height() / 2 - 7, 14, 14), ink)
        if self.hasFocus():
            draw_ring(painter, QRectF(self.rect()))
        painter.end()
