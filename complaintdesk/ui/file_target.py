# SPDX-License-Identifier: Apache-2.0
"""A part of the window that takes files: dropped on it, or pasted with the keyboard anywhere in it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

from complaintdesk.ui.plain_line import offers_files


class FileTarget(QObject):
    """Listens for the part that it belongs to; boxes within let files and pictures pass on to it."""

    over = Signal(QPoint)  # where on the part files are held, which may be let go there

    def __init__(self, part: QWidget, may: Callable[[], bool], take: Callable[[QMimeData], object]) -> None:
        """`may` says whether files can be taken just now; `take` takes what is offered."""
        super().__init__(part)
        self._may, self._take = may, take
        self.at: QPoint | None = None  # where the files that are taken were let go; None of those pasted
        part.setAcceptDrops(True)
        part.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        del watched
        if isinstance(event, QDragEnterEvent):
            if self._may() and offers_files(event.mimeData()):
                event.acceptProposedAction()
            else:
                event.ignore()
            return True
        if isinstance(event, QDropEvent):  # held over the part, or let go
            event.acceptProposedAction()
            self.at = event.position().toPoint()
            if event.type() == QEvent.Type.Drop:
                self._take(event.mimeData())
            else:
                self.over.emit(self.at)
            return True
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            offered = QGuiApplication.clipboard().mimeData()
            if event.matches(QKeySequence.StandardKey.Paste) and self._may() and offers_files(offered):
                self.at = None
                self._take(offered)
                return True
        return False
