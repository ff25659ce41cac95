# SPDX-License-Identifier: Apache-2.0
"""Reminders of what is due: once each by a beep and a note of the tray, and always by the bell in the window."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QApplication, QSystemTrayIcon

from complaintdesk.desk import due_soon
from complaintdesk.desk.due_soon import DueThing
from complaintdesk.domain.dates import civil_day
from complaintdesk.errors import Told
from complaintdesk.labels import translate
from complaintdesk.ui import icons, look
from complaintdesk.ui.background import Job
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.time_words import Said, open_words

SLOT = "reminded"  # where this machine keeps what was seen today, by staff
_NAMED = 3  # in a note of the tray; the rest are counted
_SHOWN = 10_000  # ms


def due_said(thing: DueThing, bridge: Bridge) -> Said:
    """How a thing stands: 逾期 1小时12分, 剩 6 分, 今天 24:00."""
    return open_words(thing.due_at, bridge.shown_now(), bridge.zone, provisional=thing.provisional)


class Reminders(QObject):
    """What is due now for whoever sits here. `look` asks in a worker; `changed` says that the answer is another."""

    changed = Signal()
    called = Signal()  # the note of the tray was clicked

    def __init__(self, bridge: Bridge, parent: QObject) -> None:
        super().__init__(parent)
        self.things: tuple[DueThing, ...] = ()
        self._bridge = bridge
        self._job: Job | None = None
        self._again = False  # something was done while the worker looked
        self._told: set[str] = set()  # since the program was started
        self._seen: set[str] = set()  # today, by who sits here
        self._seen_by: tuple[int, str] | None = None  # whose, and the day
        self._tray: QSystemTrayIcon | None = None

    def look(self) -> None:
        """Asks what is due, unless nobody sits here or the server is away."""
        bridge = self._bridge
        if bridge.staff is None:
            self._take(())
        elif self._job is not None:
            self._again = True
        elif not bridge.gone:
            self._job = bridge.fetch(
                self,
                due_soon.due_things,
                bridge.books,
                bridge.now(),
                bridge.zone,
                bridge.staff.role,
                on_done=self._heard,
                on_error=self._not_heard,
            )
            self._job.ended.connect(self._rest)

    def unseen(self) -> int:
        """How many of the things were not looked at today."""
        return sum(thing.key not in self._seen for thing in self.things)

    def is_unseen(self, thing: DueThing) -> bool:
        """Whether it was not looked at today."""
        return thing.key not in self._seen

    def see_all(self) -> None:
        """Whoever sits here has looked at all of them: none is told again today, nor after a new start."""
        self._seen |= {thing.key for thing in self.things}
        if self._seen_by is not None:
            staff_id, day = self._seen_by
            self._bridge.forms.keep(staff_id, SLOT, {"day": day, "keys": sorted(self._seen)})
        self.changed.emit()

    def tell_of_backups(self, kind: str) -> None:
        """Beeps and notes once that the backups ask for something; what it is, the window says."""
        key = f"backups/{kind}"
        if key not in self._told and self._bridge.staff is not None:
            self._told.add(key)
            self._call(translate("Reminders", "Backups"), translate("Reminders", "They need a look in the window."))

    def close(self) -> None:
        """Takes the icon off the tray."""
        if self._tray is not None:
            self._tray.hide()

    @Slot()
    def _rest(self) -> None:
        self._job = None

    def _heard(self, things: tuple[DueThing, ...]) -> None:
        if self._bridge.staff is not None:
            self._read_seen(self._bridge.staff.id, self._bridge.now())
            self._take(things)
            self._tell([thing for thing in things if thing.key not in self._told | self._seen])
        if self._again:
            self._again = False
            self.look()

    def _not_heard(self, problem: Told) -> None:
        """The next look asks again; what was due stays shown, and that the server is away the window says."""
        del problem

    def _take(self, things: tuple[DueThing, ...]) -> None:
        if things != self.things:
            self.things = things
            self.changed.emit()

    def _read_seen(self, staff_id: int, now: datetime) -> None:
        whose = (staff_id, civil_day(now, self._bridge.zone).isoformat())
        if whose != self._seen_by:
            kept = self._bridge.forms.kept(staff_id, SLOT).get("", {})
            self._seen_by = whose
            self._seen = set(kept["keys"]) if kept.get("day") == whose[1] else set()

    def _tell(self, things: Sequence[DueThing]) -> None:
        """One beep and one note for all that is new."""
        self._told |= {thing.key for thing in things}
        if things:
            lines = [f"{thing.number} {thing.what} {due_said(thing, self._bridge).words}" for thing in things[:_NAMED]]
            if len(things) > _NAMED:
                lines.append(translate("Reminders", "and {count} more").format(count=len(things) - _NAMED))
            self._call(translate("Reminders", "Due now"), "\n".join(lines))

    def _call(self, title: str, words: str) -> None:
        """Beeps and shows a note, unless this machine is to be quiet."""
        if not self._bridge.settings.now.reminders:
            return
        QApplication.beep()
        tray = self._icon()
        if tray is not None:
            tray.showMessage(title, words, icons.icon("bell", look.Colour.ACCENT), _SHOWN)

    def _icon(self) -> QSystemTrayIcon | None:
        """The icon in the tray; None on a machine that has no tray."""
        if self._tray is None and QSystemTrayIcon.isSystemTrayAvailable():
            self._tray = QSystemTrayIcon(icons.app_icon(), self)
            self._tray.setToolTip(translate("MainWindow", "Complaint desk"))
            for clicked in (self._tray.messageClicked, self._tray.activated):
                clicked.connect(lambda *_reason: self.called.emit())
            self._tray.show()
        return self._tray
