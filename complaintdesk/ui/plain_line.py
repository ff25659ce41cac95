# SPDX-License-Identifier: Apache-2.0
"""A plain line to type into, and what boxes leave to the page around them: files, pictures, a Ctrl+Z."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QEvent, QMimeData, Qt
from PySide6.QtGui import (
    QDragEnterEvent,
    QFocusEvent,
    QGuiApplication,
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
)
from PySide6.QtWidgets import QLineEdit, QStyle, QStyleOptionFrame, QToolTip

from complaintdesk.ui import look

_QTS_MARGIN = 2  # px that Qt leaves on either side of a line's words


def offers_files(offered: QMimeData) -> bool:
    """Whether what is dropped or pasted are files or a picture, not words (of which Excel makes a picture as well)."""
    return offered.hasUrls() or (offered.hasImage() and not offered.hasText())


def pastes_files(event: QKeyEvent) -> bool:
    """Whether this key would paste files or a picture: no box takes those, the page around it may."""
    return event.matches(QKeySequence.StandardKey.Paste) and offers_files(QGuiApplication.clipboard().mimeData())


def lets_undo_go(event: QEvent, available: bool) -> bool:
    """Whether a box lets Ctrl+Z go on to its window, having nothing of its own to undo: Qt's boxes never would."""
    asks = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride
    if asks and not available and cast(QKeyEvent, event).matches(QKeySequence.StandardKey.Undo):
        event.ignore()
        return True
    return False


class PlainLine(QLineEdit):
    """A line that leaves files and pictures, and a Ctrl+Z it has no use for, to what is around it.

    Words that are wider than it show their beginning while the keyboard is elsewhere, and all of them in a tip.
    """

    def __init__(self) -> None:
        super().__init__()
        self.textChanged.connect(self._show_beginning)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip and self.is_cut():
            QToolTip.showText(event.globalPos(), look.tip(self.text()), self)
            return True
        return lets_undo_go(event, self.isUndoAvailable()) or super().event(event)

    def is_cut(self) -> bool:
        """Whether it holds more than can be seen of it."""
        option = QStyleOptionFrame()
        self.initStyleOption(option)
        margins = self.textMargins()
        room = self.style().subElementRect(QStyle.SubElement.SE_LineEditContents, option, self).width()
        room -= margins.left() + margins.right() + 2 * _QTS_MARGIN
        shown = self.echoMode() is QLineEdit.EchoMode.Normal
        return shown and self.fontMetrics().horizontalAdvance(self.text()) > room

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_beginning()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self._show_beginning()  # who comes back to the window goes on typing where they were

    def _show_beginning(self) -> None:
        if not self.hasFocus() and self.is_cut():
            self.setCursorPosition(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if pastes_files(event):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if offers_files(event.mimeData()):
            event.ignore()
        else:
            super().dragEnterEvent(event)
