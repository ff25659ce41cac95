# SPDX-License-Identifier: Apache-2.0
"""Reminders in the window: when they are looked for, the bell's count, and what a line of its list opens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.due_list import DueList
from complaintdesk.ui.reminders import Reminders

if TYPE_CHECKING:
    from complaintdesk.ui.backups import Backups
    from complaintdesk.ui.main_window import MainWindow

BETWEEN = 30_000  # ms between two looks
_REST = 500  # ms after a deed, within which others may follow


class Reminding(QObject):
    """Looks every half minute, and after what was done, for what is due; the window shows it at its bell."""

    def __init__(self, window: MainWindow, bridge: Bridge) -> None:
        super().__init__(window)
        self._window = window
        self._backups: Backups | None = None
        self.reminders = Reminders(bridge, self)
        self.list = DueList(bridge, self.reminders, window.top.bell, window)
        self.list.opened.connect(self._open)
        self.reminders.called.connect(self._come_up)
        self._timer = QTimer(self, interval=BETWEEN)
        self._timer.timeout.connect(self.reminders.look)
        self._rest = QTimer(self, interval=_REST, singleShot=True)
        self._rest.timeout.connect(self.reminders.look)
        bridge.changed.connect(self._soon)  # the office outlives this window: a slot goes with it, a lambda would stay
        bridge.signed.connect(self._soon)
        self._timer.start()
        self._rest.start()
        window.closed.connect(self.reminders.close)

    def watch(self, backups: Backups) -> None:
        """Tells of what the backups ask for as well; what it is, the line at the window's foot says."""
        self._backups = backups
        backups.stands.connect(self._tell_of_backups)
        self._tell_of_backups()

    def _soon(self, _what: object) -> None:
        self._rest.start()

    def _tell_of_backups(self) -> None:
        notice = None if self._backups is None else self._backups.notice()
        if notice is not None:
            self.reminders.tell_of_backups(notice.kind)

    def _open(self, kind: str, record_id: int) -> None:
        self._window.open_record(kind, record_id)

    def _come_up(self) -> None:
        """The note of the tray was clicked: the window comes to the front with the list, unless it is locked."""
        window = self._window
        window.showNormal() if window.isMinimized() else window.show()
        window.raise_()
        window.activateWindow()
        if window.current() is not None and self.list.isHidden():
            self.list.open()
