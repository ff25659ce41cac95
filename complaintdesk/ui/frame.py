# SPDX-License-Identifier: Apache-2.0
"""The window before anything is in it: what can be shown while the rest of the program is still being loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QSize, QTimer, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QGridLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from complaintdesk.labels import translate
from complaintdesk.settings import SettingsFile
from complaintdesk.ui import look

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QPaintEvent

_LONGEST = 1000  # ms: a window that starts minimised is not painted, and the office is opened all the same


class Frame(QWidget):
    """A window where the last one stood, saying that the office is being opened. Its imports are kept few and light."""

    painted = Signal()  # its first picture is on the screen

    def __init__(self, settings: SettingsFile) -> None:
        super().__init__()
        self.settings = settings
        self.setWindowTitle(translate("MainWindow", "Complaint desk"))
        self.setMinimumSize(1180, 680)
        self.pages = QStackedWidget()
        self.pages.addWidget(_opening())
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)
        self.column.addWidget(self.pages, 1)
        self._restore_place()
        self._unpainted = QTimer(self, interval=_LONGEST, singleShot=True)
        self._unpainted.timeout.connect(self.painted)
        self._unpainted.start()
        self._typed = ""

    def take_typed(self) -> str:
        """What was typed while the first page stood: the passphrase, by whoever knows that it will be asked for."""
        typed, self._typed = self._typed, ""
        return typed

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.pages.currentIndex() == 0:
            text = event.text()
            self._typed = self._typed[:-1] if text == "\b" else self._typed + text * text.isprintable()
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._unpainted.isActive():
            self._unpainted.start(0)  # by then the picture is on the screen

    def _restore_place(self) -> None:
        kept = self.settings.now.window
        if not kept or not self.restoreGeometry(QByteArray.fromBase64(QByteArray(kept.encode("ascii")))):
            self.resize(QSize(1366, 768).boundedTo(look.screen_room(self)))


def _opening() -> QWidget:
    """The first page: a word in its middle. Qt's flags of alignment are not named: they alone take 20 ms to load."""
    page, words = QWidget(), QLabel(translate("MainWindow", "Opening…"))
    words.setForegroundRole(QPalette.ColorRole.PlaceholderText)
    middle = QGridLayout(page)
    middle.addWidget(words, 1, 1)
    for at in (0, 2):
        middle.setRowStretch(at, 1)
        middle.setColumnStretch(at, 1)
    return page
