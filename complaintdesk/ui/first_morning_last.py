# SPDX-License-Identifier: Apache-2.0
"""The last pages of the first morning: printer, backups, encryption, and everything once more."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from complaintdesk.db import keys
from complaintdesk.desk.prints import SLIP
from complaintdesk.errors import QT_TRANSLATE_NOOP, UserError
from complaintdesk.labels import translate
from complaintdesk.settings import SettingsFile
from complaintdesk.ui import look
from complaintdesk.ui.buttons import Choices
from complaintdesk.ui.facts import Fact, Facts
from complaintdesk.ui.first_morning_pages import MorningPage
from complaintdesk.ui.form_rows import FieldRow, Fields
from complaintdesk.ui.inputs import LineInput
from complaintdesk.ui.look import Tone
from complaintdesk.ui.path_row import FolderBox
from complaintdesk.ui.printed_form import printed_form
from complaintdesk.ui.profile_fields import ProfileFields
from complaintdesk.ui.words import Banner, Column, Note


class PrinterPage(MorningPage):
    """Which printer slips come out of; none is fine."""

    icon = "printer"

    def __init__(self, settings: SettingsFile, office: Callable[[], str]) -> None:
        super().__init__(
            translate("PrinterPage", "Printer"),
            translate("PrinterPage", "Where slips come out at this computer. Without one they are saved as PDF."),
        )
        self.choice = ProfileFields(settings, printed_form(SLIP), office, self.fields)
        self.box.addWidget(self.choice)

    def take(self) -> None:
        self.choice.profile()


class BackupFields(QWidget):
    """Where backups go, and the second medium that gets a copy of them."""

    def __init__(self, fields: Fields) -> None:
        """Adds its rows to `fields` as `backups` and `second_medium`."""
        super().__init__()
        beside = translate("BackupFields", "empty: in a folder beside the books")
        self.folder = FolderBox(translate("BackupFields", "Folder of the backups"), placeholder=beside)
        self.second = FolderBox(
            translate("BackupFields", "Second medium"),
            placeholder=translate("BackupFields", "a stick, another disk, a folder of the network; empty for none"),
        )
        column = Column(look.GAP)
        for name, words, box in (
            ("backups", translate("BackupFields", "Folder of the backups"), self.folder),
            ("second_medium", translate("BackupFields", "Second medium"), self.second),
        ):
            fields[name] = FieldRow(words, box, above=True)
            column.addWidget(fields[name])
        words = translate(
            "BackupFields",
            "A backup is made every half hour when something was changed, and checked. A disk can break and a computer "
            "be stolen: let a second medium get a copy.",
        )
        column.addWidget(Note(words, wrap=True))
        self.setLayout(column)
        self.setFocusProxy(self.folder)

    def folders(self) -> tuple[str, str]:
        """Both folders, which are there, or ''; UserError beside a field."""
        first, second = self.folder.folder("backups"), self.second.folder("second_medium")
        if second and first and Path(first).resolve() == Path(second).resolve():
            raise UserError(
                QT_TRANSLATE_NOOP("errors", "This is where the backups go already; a second medium is another one."),
                field="second_medium",
            )
        return first, second


class BackupsPage(MorningPage):
    """Where backups go."""

    icon = "shield-check"

    def __init__(self) -> None:
        super().__init__(
            translate("BackupsPage", "Backups"),
            translate("BackupsPage", "Nothing that was registered may be lost, not even with this computer."),
        )
        self.choice = BackupFields(self.fields)
        self.box.addWidget(self.choice)

    def take(self) -> None:
        self.choice.folders()


class KeyPage(MorningPage):
    """Whether the books are encrypted, and the passphrase that opens them."""

    icon = "key-round"

    def __init__(self, on_server: Callable[[], bool]) -> None:
        super().__init__(
            translate("KeyPage", "Encryption"),
            translate("KeyPage", "Encrypted books can't be read from a stolen computer or stick."),
        )
        self._on_server = on_server
        self.how = Choices(
            [
                (False, translate("KeyPage", "Not encrypted")),
                (True, translate("KeyPage", "Encrypted with a passphrase")),
            ],
            name=self.title,
        )
        self.passphrase = LineInput(secret=True)
        self.again = LineInput(secret=True)
        self.box.addWidget(self.how)
        self.add("passphrase", FieldRow(translate("KeyPage", "Passphrase"), self.passphrase, above=True))
        self.add("again", FieldRow(translate("KeyPage", "The passphrase again"), self.again, above=True))
        self._note = Note(wrap=True)
        self.box.addWidget(self._note)
        self.how.changed.connect(self._choose)
        self.how.set_value(False)

    def begin(self) -> None:
        self.how.setEnabled(not self._on_server())
        if self._on_server():
            self.how.set_value(False)
        self._show()

    def chosen(self) -> str | None:
        """The passphrase; None for books that aren't encrypted."""
        return self.passphrase.text() if self.how.value else None

    def take(self) -> None:
        if not self.how.value:
            return
        keys.chosen(self.passphrase.text())
        if self.passphrase.text() != self.again.text():
            raise UserError(QT_TRANSLATE_NOOP("errors", "The two passphrases differ."), field="again")

    def _choose(self, on: bool) -> None:
        self._show()
        if on:
            QTimer.singleShot(0, self.passphrase, self.passphrase.setFocus)  # after an arrow put it on the choice

    def _show(self) -> None:
        on = bool(self.how.value)
        self.fields["passphrase"].setVisible(on)
        self.fields["again"].setVisible(on)
        if self._on_server():
            words = translate("KeyPage", "Books on a server are encrypted by the server's own disk, not from here.")
        elif on:
            words = translate(
                "KeyPage",
                "The passphrase is asked for at each start. Without it only the recovery code opens the books, which "
                "is shown once at the end: print it and lock it away.",
            )
        else:
            words = translate(
                "KeyPage", "Whoever can read the file can read names and phones in it. It can be encrypted later."
            )
        self._note.setText(words)


class SummaryPage(MorningPage):
    """Everything once more, before anything is written."""

    icon = "list"

    def __init__(self, facts: Callable[[], list[Fact]], warnings: Callable[[], list[str]]) -> None:
        super().__init__(
            translate("SummaryPage", "Everything once more"),
            translate("SummaryPage", "Nothing is written yet. Go back to change something; what is typed stays."),
        )
        self._read = facts
        self._warnings = warnings
        self.facts = Facts()
        self.warning = Banner()
        self.box.addWidget(self.facts)
        self.box.addWidget(self.warning)

    def begin(self) -> None:
        self.facts.set_facts(self._read())
        warnings = self._warnings()
        if warnings:
            self.warning.say("\n".join(warnings), Tone.SOON)
        else:
            self.warning.clear()
