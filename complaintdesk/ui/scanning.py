# SPDX-License-Identifier: Apache-2.0
"""A slip's barcode scanned anywhere in the window: its booking back comes up, over whatever is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from complaintdesk.ui import prompts
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.scanner import Scanner

if TYPE_CHECKING:
    from complaintdesk.ui.booking_back import BookBackDialog
    from complaintdesk.ui.main_window import MainWindow


class Scanning(QObject):
    """Hears the scanner while somebody sits here, and shows the slip."""

    def __init__(self, window: MainWindow, bridge: Bridge) -> None:
        super().__init__(window)
        self._window, self._bridge = window, bridge
        self.dialog: BookBackDialog | None = None
        self.scanner = Scanner(self, self._somebody_works, self._series)
        self.scanner.scanned.connect(self.book_back)

    def book_back(self, number: str) -> None:
        """Shows the slip of this number to be booked back, in the dialog that shows another if there is one."""
        from complaintdesk.ui.booking_back import BookBackDialog

        if not self._somebody_works():
            return
        if self.dialog is not None:
            self.dialog.show_number(number)
            return
        above = QApplication.activeModalWidget()
        self.dialog = BookBackDialog(above or self._window, self._bridge, number, may_open=above is None)
        chosen: list[int] = []
        self.dialog.opened.connect(chosen.append)
        try:
            prompts.show_dialog(self.dialog)
        finally:
            dialog, self.dialog = self.dialog, None
            dialog.deleteLater()
        if chosen:
            self._window.open_record("order", chosen[0])

    def _somebody_works(self) -> bool:
        return self._window.isVisible() and self._window.current() is not None

    def _series(self) -> str:
        return self._bridge.procedure.series("work_order")
