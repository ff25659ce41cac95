# SPDX-License-Identifier: Apache-2.0
"""The line below the page: time, last verified backup, database; at the right the procedure in force."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from complaintdesk.errors import QT_TRANSLATE_NOOP
from complaintdesk.labels import translate
from complaintdesk.ui import look
from complaintdesk.ui.look import Colour
from complaintdesk.ui.notices import NoticeButton
from complaintdesk.ui.words import ElidedText, Note

HEIGHT = 28
_DAYS = (
    QT_TRANSLATE_NOOP("StatusLine", "Mon"),
    QT_TRANSLATE_NOOP("StatusLine", "Tue"),
    QT_TRANSLATE_NOOP("StatusLine", "Wed"),
    QT_TRANSLATE_NOOP("StatusLine", "Thu"),
    QT_TRANSLATE_NOOP("StatusLine", "Fri"),
    QT_TRANSLATE_NOOP("StatusLine", "Sat"),
    QT_TRANSLATE_NOOP("StatusLine", "Sun"),
)


class StatusLine(QWidget):
    """Small words at the foot of the window."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(HEIGHT)
        self._database = ElidedText(role=Colour.SECOND, size=look.SIZE_NOTE)
        self._backup = Note(size=look.SIZE_NOTE)
        self._room = Note(size=look.SIZE_NOTE)
        self._room.set_role(Colour.LATE)
        self._room.hide()
        self._tip = ElidedText(role=Colour.SECOND, size=look.SIZE_NOTE)
        self.notice = NoticeButton()
        self._clock = Note(size=look.SIZE_NOTE)
        self._procedure = Note(size=look.SIZE_NOTE)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 12, 0)
        row.setSpacing(look.GRID * 2)
        row.addWidget(self._clock)
        row.addWidget(self._backup)
        row.addWidget(self._room)
        row.addWidget(self._database, 2)
        row.addWidget(self.notice)
        row.addWidget(self._tip, 5)
        row.addWidget(self._procedure)
        for words in (translate("StatusLine", "F1 help"), translate("StatusLine", "Ctrl+K all deeds")):
            row.addWidget(Note(words, size=look.SIZE_NOTE))

    def set_database(self, location: str) -> None:
        """Where the records are: a file, whole in the tip; of a server its name, never who logs in there and how."""
        server = urlsplit(location)
        if server.scheme.startswith("postgresql"):
            words = translate("StatusLine", "Database {name} on {host}")
            host = server.hostname or translate("StatusLine", "this computer")
            self._database.set_words(words.format(name=server.path.strip("/"), host=host))
        else:
            words = translate("StatusLine", "Database on this computer: {name}")
            self._database.set_words(words.format(name=Path(location).name))
            self._database.setToolTip(look.tip(location))

    def database_words(self) -> str:
        """What it says about the database."""
        return self._database.whole()

    def set_backup(self, at: datetime | None, now: datetime, *, failed: bool = False) -> None:
        """When the last backup was verified, in the office's zone; a day ago or never is told in colour as well.

        `failed`: a later one could not be made.
        """
        if at is None:
            words = translate("StatusLine", "No backup yet")
        else:
            same_day = at.date() == now.date()
            shown = f"{at:%H:%M}" if same_day else f"{at:%Y-%m-%d %H:%M}"
            words = translate("StatusLine", "Last backup {time}, verified").format(time=shown)
        late = at is None or (now - at).days >= 1
        if failed:
            words = translate("StatusLine", "Backup failed · {last}").format(last=words)
        self._backup.set_role(Colour.LATE if failed else Colour.SOON if late else Colour.SECOND)
        self._backup.setText(words)

    def set_tip(self, words: str) -> None:
        """A line of advice; '' for none. Where it is cut its own tip shows it whole."""
        self._tip.set_words(translate("StatusLine", "Tip: {words}").format(words=words) if words else "")

    def tip_words(self) -> str:
        """The advice it shows, whole."""
        return self._tip.whole()

    def set_room(self, free: int | None) -> None:
        """How many bytes are free where the database is, when they are few; None says nothing."""
        self._room.setVisible(free is not None)
        if free is not None:
            words = translate("StatusLine", "Only {size} MB free on the disk")
            self._room.setText(words.format(size=free // 1000**2))
            advice = translate("StatusLine", "Free some space soon: without it nothing can be saved.")
            self._room.setToolTip(look.tip(advice))

    def set_clock(self, now: datetime) -> None:
        """The time in the office's zone."""
        day = translate("StatusLine", _DAYS[now.weekday()])
        self._clock.setText(f"{now:%Y-%m-%d} {day} {now:%H:%M}")

    def set_procedure(self, name: str, version: int) -> None:
        """The rule book in force."""
        words = translate("StatusLine", "{procedure}, version {number}")
        self._procedure.setText(words.format(procedure=name, number=version))

    def backup_words(self) -> str:
        """What it says about the last backup."""
        return self._backup.text()

    def clock_words(self) -> str:
        """The time it shows."""
        return self._clock.text()

    def procedure_words(self) -> str:
        """The rule book it names."""
        return self._procedure.text()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.fillRect(0, 0, self.width(), 1, look.colour(Colour.LINE))
        painter.end()
