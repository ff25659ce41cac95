# SPDX-License-Identifier: Apache-2.0
"""How the office's backups stand, as the window says it: in its status line, and in a notice where they ask for one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from complaintdesk.desk.backup import last_backup
from complaintdesk.ui import office_deeds
from complaintdesk.ui.bridge import Bridge

if TYPE_CHECKING:
    from complaintdesk.ui.backups import Backups
    from complaintdesk.ui.main_window import MainWindow


class BackupWatch(QObject):
    """Shows what is known of the backups, and does what a notice about them asks for."""

    def __init__(self, window: MainWindow, bridge: Bridge, about: str) -> None:
        """`about` is what its notices are known by."""
        super().__init__(window)
        self._window, self._bridge, self._about = window, bridge, about
        self._backups: Backups | None = None
        bridge.backed_up.connect(self.made_by_hand)

    def watch(self, backups: Backups) -> None:
        """Shows from now on what these say, too."""
        self._backups = backups
        backups.stands.connect(self.show)
        backups.now_wanted.connect(self._back_up)
        backups.check_wanted.connect(self._check)
        self.show()

    def show(self) -> None:
        """Says how they stand now."""
        if self._bridge.gone:  # what was shown last still holds
            return
        window, local = self._window, self._bridge.local
        at = self._bridge.ask(last_backup)
        failed = self._backups is not None and self._backups.problem is not None
        window.status.set_backup(None if at is None else local(at), local(self._bridge.now()), failed=failed)
        if self._backups is not None:
            window.status.set_room(self._backups.free())
            notice = self._backups.notice() if window.current() is not None else None
            if notice is None:
                window.notices.clear(self._about)
            else:
                window.notices.say(self._about, notice.words, notice.tone, *notice.deeds)

    @Slot()
    def made_by_hand(self) -> None:
        """Somebody made one from the menu or the settings, or before a list came in."""
        if self._backups is not None:
            self._backups.made_by_hand()
        self.show()

    def _back_up(self) -> None:
        office_deeds.backup_now(self._window, self._bridge, self.made_by_hand)

    def _check(self) -> None:
        office_deeds.check_now(self._window, self._bridge)
