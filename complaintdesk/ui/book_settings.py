# SPDX-License-Identifier: Apache-2.0
"""The settings' page of the rule book (规程): which is in force, its versions, and the ways to another one."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QWidget

from complaintdesk.desk import procedures
from complaintdesk.desk.book_adoption import Version, version_text, versions
from complaintdesk.domain.file_names import safe_name
from complaintdesk.domain.procedure import parse_procedure
from complaintdesk.errors import QT_TRANSLATE_NOOP
from complaintdesk.labels import translate
from complaintdesk.safe_write import safe_write
from complaintdesk.ui import look, prompts
from complaintdesk.ui.book_choice import ChooseBook, read_book
from complaintdesk.ui.book_version import VersionDialog
from complaintdesk.ui.book_window import BookWindow, is_unfinished
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.buttons import Button
from complaintdesk.ui.flow import Flow
from complaintdesk.ui.record_table import Column, RecordTable
from complaintdesk.ui.settings_pages import SettingsPage
from complaintdesk.ui.words import Note, Text, Title


class BookSettings(SettingsPage):
    """The rule book in force and those before it; each adoption is a version with date and person."""

    help_page = "rule-books"

    heading = QT_TRANSLATE_NOOP("BookSettings", "Rule book")
    icon = "book-open"
    deed = procedures.adopt

    def __init__(self, bridge: Bridge) -> None:
        super().__init__(
            bridge,
            self.called(),
            translate(
                "BookSettings", "By it limits, levels, steps and follow-ups go. A case keeps the one it came in under."
            ),
        )
        self._versions: tuple[Version, ...] = ()
        self.name, self.since, self.remark = Text(bold=True, size=look.SIZE_WHO), Note(), Note(wrap=True)
        self.edit = Button(translate("BookSettings", "Edit…"), icon="pencil")
        self.other = Button(translate("BookSettings", "Go over to another…"), icon="book-open")
        self.import_ = Button(translate("BookSettings", "Read from a file…"), icon="upload")
        self.export = Button(translate("BookSettings", "Write to a file…"), icon="download")
        deeds = QWidget()
        flow = Flow()
        for button, deed in (
            (self.edit, self.open_window),
            (self.other, self.go_over),
            (self.import_, self.read_file),
            (self.export, self.write_file),
        ):
            button.clicked.connect(lambda _on=False, deed=deed: self.attempt(deed))
            flow.addWidget(button)
        deeds.setLayout(flow)
        self.table = RecordTable(
            "book_versions",
            [
                Column(translate("BookSettings", "Version"), 76, lambda each: str(each.id), right=True),
                Column(translate("BookSettings", "Rule book"), 220, lambda each: each.name, stretch=True),
                Column(translate("BookSettings", "Adopted"), 140, self._moment),
                Column(translate("BookSettings", "By"), 110, lambda each: each.by),
            ],
            lambda ids: [self._versions[at] for at in ids],
            settings=bridge.settings,
            accessible_name=translate("BookSettings", "Versions"),
        )
        self.table.opened.connect(lambda at: self.attempt(lambda: self.show_version(at)))
        self.view = Button(translate("BookSettings", "Look at this version…"), icon="eye")
        self.view.clicked.connect(lambda: self.attempt(lambda: self.show_version(self.table.chosen_id() or 0)))
        heading = Title(translate("BookSettings", "Versions"), look.SIZE)
        for part in (self.name, self.since, self.remark, deeds, heading, self.table):
            self.box.addWidget(part)
        line = QWidget()
        row = Flow()
        row.addWidget(self.view)
        line.setLayout(row)
        self.box.addWidget(line)

    def _moment(self, version: Version) -> str:
        return self.bridge.local(version.adopted_at).strftime("%Y-%m-%d %H:%M")

    def read(self) -> None:
        self._versions = self.bridge.ask(versions)
        newest = self._versions[0]
        procedure = self.bridge.procedure
        self.name.setText(procedure.name)
        words = translate("BookSettings", "Version {version}, adopted {moment} by {name}")
        self.since.setText(words.format(version=newest.id, moment=self._moment(newest), name=newest.by or "—"))
        self.remark.setText(procedure.remark)
        self.table.set_ids(range(len(self._versions)))
        self.table.reread()
        self.table.choose(0)
        self.table.setFixedHeight(look.ROW * (min(len(self._versions), 10) + 2))

    def open_window(self, wanted: str = "") -> str:
        """Edits the rule book in force, or goes on to another one; says which version came of it."""
        if wanted and is_unfinished(self.bridge):
            title = translate("BookSettings", "Discard what was changed and not adopted yet?")
            words = translate("BookSettings", "“Edit…” shows it. The other rule book takes its place.")
            if not prompts.ask_yes_no(self, title, words, yes=translate("RuleBook", "Discard the changes")):
                return ""
        window = BookWindow(self, self.bridge, wanted)
        prompts.show_dialog(window)
        if not window.adopted:
            return ""
        self.read()
        said = translate("BookSettings", "Version {version} of the rule book is in force.")
        return said.format(version=window.adopted)

    def go_over(self) -> str:
        """Chooses another rule book, and shows what changes with it."""
        dialog = ChooseBook(self, self.bridge)
        return self.open_window(dialog.text) if prompts.show_dialog(dialog) else ""

    def read_file(self) -> str:
        """Takes a rule book from a file, and shows what changes with it."""
        kinds = translate("RuleBook", "Rule books ({suffix})").format(suffix="*.toml")
        path = prompts.choose_file(self, translate("RuleBook", "Read a rule book"), kinds=kinds)
        if path is None:
            return ""
        dialog = ChooseBook(self, self.bridge, [read_book(path)])
        return self.open_window(dialog.text) if prompts.show_dialog(dialog) else ""

    def write_file(self) -> str:
        """Writes the version chosen below to a file, from where another office can read it."""
        version = self._versions[self.table.chosen_id() or 0]
        text = self.bridge.ask(version_text, version.id)
        title = translate("BookSettings", "Write the rule book to a file")
        proposed = f"{parse_procedure(text).name} {version.id}.toml"
        path = prompts.save_file(self, title, proposed=Path(safe_name(proposed)), kinds="*.toml")
        if path is None:
            return ""
        safe_write(path, text.encode("utf-8"))
        return translate("BookSettings", "Written to {path}.").format(path=path)

    def show_version(self, at: int) -> str:
        """Shows a version: in what it differs from the one before, and its text."""
        version = self._versions[at]
        before = self._versions[at + 1] if at + 1 < len(self._versions) else None
        texts = [self.bridge.ask(version_text, each.id) if each is not None else "" for each in (version, before)]
        heading = translate("BookSettings", "Version {version}: {name}").format(version=version.id, name=version.name)
        prompts.show_dialog(VersionDialog(self, heading, *texts))
        return ""
