# SPDX-License-Identifier: Apache-2.0
"""The settings of this computer alone: printer, backups, look and language, reminders, scans, where its files are."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QGridLayout

from complaintdesk import paths
from complaintdesk.desk import restoring
from complaintdesk.errors import QT_TRANSLATE_NOOP, UserError
from complaintdesk.labels import LANGUAGES, language, translate, words_of
from complaintdesk.settings import LOCKS_AFTER
from complaintdesk.ui import look, profiles, prompts
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.buttons import Button, Choices, TickBox
from complaintdesk.ui.first_morning_last import BackupFields
from complaintdesk.ui.form_rows import FieldRow
from complaintdesk.ui.inputs import LineInput
from complaintdesk.ui.look import Colour, Tone
from complaintdesk.ui.path_row import FolderBox
from complaintdesk.ui.printed_form import PrintedForm, printed_form, printed_forms
from complaintdesk.ui.printer_dialog import PrinterDialog
from complaintdesk.ui.settings_pages import SettingsPage, saved
from complaintdesk.ui.words import ElidedText, Note, Text

OWN_NAMES = {"zh_CN": "中文", "en": "English"}


class PrinterSettings(SettingsPage):
    """The printer of each form at this computer, in a line each."""

    help_page = "printer"

    heading = QT_TRANSLATE_NOOP("PrinterSettings", "Printer")
    icon = "printer"

    def __init__(self, bridge: Bridge) -> None:
        why = translate(
            "PrinterSettings",
            "Each form keeps the printer that it had last at this computer. Choose a form to change it.",
        )
        super().__init__(bridge, self.called(), why)
        self.lines: dict[str, tuple[Button, ElidedText]] = {}
        grid = QGridLayout()
        grid.setHorizontalSpacing(look.GRID)
        grid.setColumnStretch(1, 1)
        for at, form in enumerate(self._forms()):
            button = Button(form.title, flat=True)
            button.clicked.connect(partial(self.change, form.id))
            self.lines[form.id] = button, ElidedText("")
            grid.addWidget(button, at, 0, Qt.AlignmentFlag.AlignLeft)
            grid.addWidget(self.lines[form.id][1], at, 1)
        self.box.addLayout(grid)

    def read(self) -> None:
        for form in self._forms():
            button, line = self.lines[form.id]
            button.setText(form.title)
            line.set_words(self._told(form))

    def change(self, form_id: str) -> None:
        """Asks for the printer of a form."""
        settings = self.bridge.settings
        form = printed_form(form_id, self.bridge.office.record.own_forms)
        shown = profiles.proposed_profile(settings, form)
        dialog = PrinterDialog(self, settings, form, self.bridge.office.record.name, shown)
        if prompts.show_dialog(dialog):
            self.refresh()
            self.banner.say(saved(), Tone.GOOD)
        dialog.deleteLater()

    def _forms(self) -> tuple[PrintedForm, ...]:
        return printed_forms(self.bridge.office.record.own_forms)

    def _told(self, form: PrintedForm) -> str:
        try:
            kept = profiles.kept_profile(self.bridge.settings, form.id)
        except UserError as error:
            return words_of(error)
        return form.words(kept) if kept else translate("PrinterSettings", "asked for at its first print")


class BackupSettings(SettingsPage):
    """Where backups go, when the last was, one more now, and the way back."""

    help_page = "backups"

    heading = QT_TRANSLATE_NOOP("BackupSettings", "Backups")
    icon = "shield-check"

    back_up = Signal()
    restore = Signal()

    def __init__(self, bridge: Bridge) -> None:
        super().__init__(bridge, self.called())
        self.choice = BackupFields(self.fields)
        self.last = Text(wrap=True)
        self.box.addWidget(self.last)
        self.box.addWidget(self.choice)
        self.add_save()
        self.now = Button(translate("BackupSettings", "Back up now"), icon="shield-check")
        self.now.clicked.connect(self.back_up)
        self.back = Button(translate("BackupSettings", "Restore…"), icon="history")
        self.back.clicked.connect(self.restore)
        self.back.setVisible(bridge.may(restoring.take_over))
        self.foot.addWidget(self.now)
        self.foot.addWidget(self.back)

    def read(self) -> None:
        self.choice.folder.setText(self.bridge.settings.now.backups)
        self.choice.second.setText(self.bridge.settings.now.second_medium)
        self.show_last()

    def show_last(self) -> None:
        """Says when the last backup was made and checked."""
        from complaintdesk.desk.backup import last_backup

        at = self.bridge.ask(last_backup)
        if at is None:
            self.last.set_role(Colour.SOON)
            self.last.setText(translate("BackupSettings", "No backup has been made yet."))
        else:
            self.last.set_role(Colour.INK)
            words = translate("BackupSettings", "Last backup made and checked: {at}")
            self.last.setText(words.format(at=f"{self.bridge.local(at):%Y-%m-%d %H:%M}"))

    def typed(self) -> object:
        return self.choice.folder.text(), self.choice.second.text()

    def take(self) -> str:
        first, second = self.choice.folders()
        same = second == self.bridge.settings.now.second_medium
        known = self.bridge.settings.now.second_copy_at if same else ""  # another stick has no copy yet
        self.bridge.settings.change(backups=first, second_medium=second, second_copy_at=known)
        self.show_last()
        return saved()


class LookSettings(SettingsPage):
    """Light or dark, Chinese or English; put in force at once."""

    help_page = "questions"

    heading = QT_TRANSLATE_NOOP("LookSettings", "Look and language")
    icon = "sun"

    rebuild = Signal()  # another language: the window is made anew

    def __init__(self, bridge: Bridge) -> None:
        super().__init__(bridge, self.called())
        self.scheme = Choices(
            [
                (look.Scheme.SYSTEM, translate("LookSettings", "As the system")),
                (look.Scheme.LIGHT, translate("LookSettings", "Light")),
                (look.Scheme.DARK, translate("LookSettings", "Dark")),
            ]
        )
        self.language = Choices([(name, OWN_NAMES[name]) for name in LANGUAGES])
        self.add("scheme", FieldRow(translate("LookSettings", "Appearance"), self.scheme, above=True))
        self.add("language", FieldRow(translate("LookSettings", "Language"), self.language, above=True))
        self.scheme.set_value(look.Scheme(bridge.settings.now.scheme))
        self.language.set_value(language())
        self.scheme.changed.connect(lambda scheme: self.attempt(lambda: self._wear(scheme)))
        self.language.changed.connect(lambda name: self.attempt(lambda: self._speak(name)))

    def _wear(self, scheme: look.Scheme) -> str:
        self.bridge.settings.change(scheme=scheme.value)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        look.apply(app, scheme)
        return ""

    def _speak(self, name: str) -> str:
        self.bridge.settings.change(language=name)
        self.rebuild.emit()
        return ""


class MachineSettings(SettingsPage):
    """Reminders, the scanner's folder, and where this computer's files are."""

    help_page = "questions"

    heading = QT_TRANSLATE_NOOP("MachineSettings", "This computer")
    icon = "settings"

    def __init__(self, bridge: Bridge) -> None:
        super().__init__(bridge, self.called())
        self.reminders = TickBox(
            translate("MachineSettings", "Remind with a beep and a note of the tray, besides what the window shows")
        )
        self.tips = TickBox(translate("MachineSettings", "Show a tip in the line at the foot of the window"))
        self.lock_after = LineInput()
        self.scans = FolderBox(
            translate("MachineSettings", "Folder of the scanner"),
            placeholder=translate("MachineSettings", "where the scanner puts its files; empty for none"),
        )
        self.box.addWidget(self.reminders)
        self.box.addWidget(self.tips)
        minutes = translate("MachineSettings", "Locks itself after so many minutes without a touch (1 to 30)")
        self.add("lock_after", FieldRow(minutes, self.lock_after, above=True))
        self.add("scans", FieldRow(translate("MachineSettings", "Folder of the scanner"), self.scans, above=True))
        self.add_save()
        grid = QGridLayout()
        grid.setHorizontalSpacing(look.GRID)
        grid.setColumnStretch(1, 1)
        for at, (words, folder) in enumerate(self._folders()):
            grid.addWidget(Note(words), at, 0)
            grid.addWidget(ElidedText(str(folder)), at, 1)
            button = Button(
                translate("MachineSettings", "Open"),
                name=translate("MachineSettings", "Open {folder}").format(folder=words),
                flat=True,
            )
            button.clicked.connect(partial(self._open, folder))
            button.setEnabled(folder.exists())
            grid.addWidget(button, at, 2)
        self.box.addLayout(grid)

    def read(self) -> None:
        self.reminders.setChecked(self.bridge.settings.now.reminders)
        self.tips.setChecked(self.bridge.settings.now.tips)
        self.lock_after.setText(str(self.bridge.settings.now.lock_after))
        self.scans.setText(self.bridge.settings.now.scans)

    def typed(self) -> object:
        return self.reminders.isChecked(), self.tips.isChecked(), self.scans.text(), self.lock_after.text()

    def take(self) -> str:
        self.bridge.settings.change(
            reminders=self.reminders.isChecked(),
            tips=self.tips.isChecked(),
            scans=self.scans.folder("scans"),
            lock_after=self._minutes(),
        )
        return saved()

    def _minutes(self) -> int:
        """After how many minutes the desk locks itself; UserError beside the box."""
        typed = self.lock_after.text().strip()
        if not typed.isdecimal() or int(typed) not in LOCKS_AFTER:
            raise UserError(QT_TRANSLATE_NOOP("errors", "A whole number of minutes from 1 to 30."), field="lock_after")
        return int(typed)

    def _folders(self) -> list[tuple[str, Path]]:
        found = [
            (translate("MachineSettings", "Settings"), self.bridge.settings.path.parent),
            (translate("MachineSettings", "Log"), paths.state_folder()),
        ]
        path = self.bridge.office.database.path
        if path is not None:
            found.insert(0, (translate("MachineSettings", "Books"), path.resolve().parent))
        return found

    def _open(self, folder: Path) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
