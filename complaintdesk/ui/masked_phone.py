# SPDX-License-Identifier: Apache-2.0
"""A phone number with its middle hidden, shown in full when it is asked for, which is put on record (R-OWN-02)."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QFontMetrics, QHideEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from complaintdesk.domain.phones import mask_phone, show_phone
from complaintdesk.labels import translate
from complaintdesk.ui import icons, look
from complaintdesk.ui.look import Colour
from complaintdesk.ui.style import draw_ring

Reveal = Callable[[QWidget], str | None]  # puts the asking on record and gives the number; None where it wasn't shown

_SHOWN = 60_000  # ms after which a number is masked again


class MaskedPhone(QAbstractButton):
    """138****5678; pressed it asks for the number and reads 138 1234 5678 until it is pressed again, or left.

    Without a number it is hidden.
    """

    def __init__(self, number: str = "", label: str = "", reveal: Reveal | None = None) -> None:
        """`label` says what the number is (office, mobile); it stands before it."""
        super().__init__()
        self._number, self._label, self._reveal = number, label, reveal
        self._whole = ""
        self.setFont(look.font())
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._leaving = QTimer(self, interval=_SHOWN, singleShot=True)
        self._leaving.timeout.connect(self.mask)
        self.clicked.connect(self._turn)
        self.set_number(number, label, reveal)

    def set_number(self, number: str, label: str = "", reveal: Reveal | None = None) -> None:
        """Stands for another number, masked; the same one that is shown goes on being shown."""
        same = bool(self._whole) and mask_phone(number) == mask_phone(self._number)
        self._number, self._label, self._reveal = number, label, reveal
        if not same:
            self.hide_again()
        self.setAccessibleName(" ".join(part for part in (label, mask_phone(number)) if part))
        noted = translate("MaskedPhone", "Show the number; that you saw it is noted")
        self.setToolTip(look.tip("\n".join(part for part in (label, noted) if part)))
        if not number:
            self.hide()
        elif self.parentWidget() is not None:  # shown without one it would be a window of its own
            self.show()
        self.updateGeometry()
        self.update()

    def hide_again(self) -> None:
        """Hides the number again."""
        self._leaving.stop()
        self._whole = ""
        self.update()

    def shown(self) -> str:
        """What can be read now."""
        number = show_phone(self._whole) if self._whole else mask_phone(self._number)
        return " ".join(part for part in (self._label, number) if part)

    def drawn(self) -> str:
        """What can be read now, the label cut where there is no room for all of it."""
        metrics = QFontMetrics(self.font())
        number = self.shown().removeprefix(f"{self._label} ")
        room = self.width() - 26 - metrics.horizontalAdvance(f" {number}")
        label = metrics.elidedText(self._label, Qt.TextElideMode.ElideRight, room) if self._label else ""
        return " ".join(part for part in (label, number) if part)

    def _turn(self) -> None:
        if self._whole or self._reveal is None:
            self.hide_again()
            return
        self._whole = self._reveal(self) or ""
        if self._whole:
            self._leaving.start()
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return self._room_for(f"{self._label} " if self._label else "")

    def minimumSizeHint(self) -> QSize:
        return self._room_for("")  # the label gives way, the number never

    def _room_for(self, label: str) -> QSize:
        metrics = QFontMetrics(self.font())
        texts = (label + show_phone(self._whole or self._number), label + mask_phone(self._number))
        return QSize(max(metrics.horizontalAdvance(text) for text in texts) + 38, 24)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.click()
        else:
            super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self.hide_again()
        super().hideEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        down = bool(self._whole)
        painter.setPen(look.colour(Colour.INK if down else Colour.SECOND))
        text = self.drawn()
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(self.rect().adjusted(2, 0, -24, 0), int(middle), text)
        left = 2 + painter.fontMetrics().horizontalAdvance(text) + 6
        ink = Colour.ACCENT if down else Colour.SECOND
        icons.draw(painter, "eye", QRectF(left, self.height() / 2 - 7, 14, 14), ink)
        if self.hasFocus():
            draw_ring(painter, QRectF(self.rect()))
        painter.end()
