# SPDX-License-Identifier: Apache-2.0
"""The settings' page of paper forms: which are the office's own, written out to edit, read back, gone back from."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QWidget

from complaintdesk.desk import forms
from complaintdesk.desk.forms import FormVersionRecord
from complaintdesk.errors import QT_TRANSLATE_NOOP, Conflict
from complaintdesk.labels import translate, words_of
from complaintdesk.printing import form_files
from complaintdesk.printing.templates import Form
from complaintdesk.sheets import forms_in, forms_out
from complaintdesk.sheets.form_trial import overtaken, trial
from complaintdesk.ui import outside, prompts
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.buttons import Button
from complaintdesk.ui.flow import Flow
from complaintdesk.ui.form_dialogs import FormReadDialog, FormVersionsDialog
from complaintdesk.ui.look import Colour, Tone
from complaintdesk.ui.record_table import Column, RecordTable
from complaintdesk.ui.settings_pages import SettingsPage
from complaintdesk.ui.waiting import done_elsewhere

_HEIGHT = 300  # px of the table at least
_FOLDER = "forms_folder"  # of the places that the machine remembers


@dataclass(frozen=True)
class FormRow:
    """A form as the list shows it."""

    form: Form
    code: str
    version: FormVersionRecord | None  # the newest; one without a text is that the shipped one goes again

    @property
    def own(self) -> bool:
        """Whether the office has a version of its own in force."""
        return self.version is not None and bool(self.version.text)


class FormSettings(SettingsPage):
    """All paper forms, with who changed which when."""

    help_page = "slips"
    heading = QT_TRANSLATE_NOOP("FormSettings", "Forms")
    icon = "file-pen"
    deed = forms.adopt

    def __init__(self, bridge: Bridge) -> None:
        why = translate(
            "FormSettings",
            "A form is changed in Excel or WPS: Edit writes it as a workbook, Read back checks it cell by cell. "
            "What is adopted is printed from then on.",
        )
        super().__init__(bridge, self.called(), why)
        self._rows: list[FormRow] = []
        columns = [
            Column(translate("FormSettings", "Form"), 180, lambda row: row.form.title, bold=lambda row: row.own),
            Column(translate("FormSettings", "Code"), 90, lambda row: row.code),
            Column(translate("FormSettings", "Version"), 110, _version, _colour),
            Column(translate("FormSettings", "Changed"), 100, self._changed),
            Column(translate("FormSettings", "By"), 70, lambda row: row.version.by if row.version else ""),
            Column(
                translate("FormSettings", "Note"),
                160,
                lambda row: row.version.note if row.version else "",
                stretch=True,
            ),
        ]
        self.table = RecordTable(
            "forms",
            columns,
            lambda ids: tuple(self._rows[each - 1] for each in ids),
            settings=bridge.settings,
            accessible_name=self.called(),
            empty=(translate("FormSettings", "There are no forms"), ""),
        )
        self.table.setMinimumHeight(_HEIGHT)
        self.edit_button = Button(translate("FormSettings", "Edit…"), "F2", icon="pencil")
        self.read_button = Button(translate("FormSettings", "Read back…"), icon="upload")
        self.reset_button = Button(translate("FormSettings", "Back to the shipped one…"), icon="undo-2")
        self.versions_button = Button(translate("FormSettings", "Versions…"), icon="history")
        buttons = QWidget()
        flow = Flow()
        for button in (self.edit_button, self.read_button, self.reset_button, self.versions_button):
            flow.addWidget(button)
        buttons.setLayout(flow)
        for part in (self.table, buttons):
            self.box.addWidget(part)
        self.grow(self.table)
        self.table.chosen.connect(lambda _id: self._show())
        self.table.opened.connect(lambda _id: self.show_versions())
        self.edit_button.clicked.connect(self.edit)
        self.read_button.clicked.connect(self.read_back)
        self.reset_button.clicked.connect(self.reset)
        self.versions_button.clicked.connect(self.show_versions)

    def read(self) -> None:
        office = self.bridge.office.record
        codes = dict(office.codes)
        newest: dict[str, FormVersionRecord] = {}
        for each in self.bridge.ask(forms.versions):
            newest.setdefault(each.form_id, each)
        found = [form_files.in_force(form_id, office.own_forms) for form_id in form_files.shipped_ids()]
        chosen = self.chosen()
        rows = [FormRow(form, codes.get(form.book_id, ""), newest.get(form.id)) for form in found]
        self._rows = sorted(rows, key=lambda row: row.version is None)  # what was changed here stands first
        self.table.set_ids(list(range(1, len(self._rows) + 1)))
        wanted = chosen.form.id if chosen else ""
        self.table.choose(next((at for at, row in enumerate(self._rows, 1) if row.form.id == wanted), 1))
        self._show()
        unread = [row.form for row in self._rows if row.form.stands_in is not None]
        if unread:
            words = translate(
                "FormSettings",
                "This version of the program can't read these own forms; the shipped ones are printed: {forms}",
            )
            lines = [f"{form.title}: {words_of(form.stands_in)}" for form in unread if form.stands_in]
            self.banner.say(words.format(forms="\n".join(["", *lines])), Tone.LATE)

    def chosen(self) -> FormRow | None:
        """The form that the list stands on."""
        at = self.table.chosen_id()
        return None if at is None else self._rows[at - 1]

    def edit(self) -> None:
        """Writes the chosen form as a workbook where the person says, and opens the folder that it lies in."""
        row = self.chosen()
        if row is None:
            return
        title = translate("FormSettings", "Write {form} as a workbook").format(form=row.form.title)
        path = prompts.save_file(
            self, title, proposed=self._folder() / f"{row.form.title}.xlsx", kinds="Excel (*.xlsx)"
        )
        if path is None:
            return

        def write() -> str:
            version = row.version.id if row.version is not None else 0
            done_elsewhere(lambda: forms_out.write_form(path, row.form, self.bridge.office.zone, version))
            self._remember(path)
            words = translate(
                "FormSettings", "{file} is written. Change it in Excel or WPS, save it, and read it back."
            )
            if not outside.hand_over(path.parent):
                words += " " + translate("FormSettings", "It lies in {folder}.").format(folder=path.parent)
            return words.replace("{file}", path.name)

        self.attempt(write)

    def read_back(self) -> None:
        """Reads a changed workbook, shows what is to be said of it beside the form as it is, and adopts it there."""
        title = translate("FormSettings", "Read a changed form back")
        path = prompts.choose_file(self, title, folder=self._folder(), kinds="Excel (*.xlsx *.xlsm)")
        if path is None:
            return

        def take_in() -> str:
            office = self.bridge.office
            read = done_elsewhere(lambda: forms_in.read_form(path))
            at = self.bridge.now()
            form = read.form
            tried = () if form is None else done_elsewhere(lambda: trial(form, office.record, at, office.zone))
            self._remember(path)
            newest = next(iter(self.bridge.ask(forms.versions, read.form_id)), None)
            tried = (*overtaken(read.version, newest, office.zone), *tried)
            dialog = FormReadDialog(self, self.bridge, read, tried, newest.id if newest else 0)
            adopted = prompts.show_dialog(dialog)
            dialog.deleteLater()
            if not adopted:
                return ""
            self.read()
            title = form_files.in_force(read.form_id, office.record.own_forms).title
            return translate("FormSettings", "{form} is printed in the new version from now on.").format(form=title)

        self.attempt(take_in)

    def reset(self) -> None:
        """Has the shipped form printed again, once the person says so; the own versions stay in the list."""
        row = self.chosen()
        if row is None or not row.own or row.version is None:
            return
        version = row.version.id
        title = translate("FormSettings", "Print the shipped form again?")
        words = translate("FormSettings", "{form} is printed as it was shipped. Your versions stay in the list.")
        yes = translate("FormSettings", "Back to the shipped one")
        if not prompts.ask_yes_no(self, title, words.format(form=row.form.title), yes=yes):
            return

        def go_back() -> str:
            self.bridge.do(forms.back_to_shipped, row.form.id, version)
            self.read()
            return translate("FormSettings", "The shipped form is printed again.")

        self.attempt(go_back)

    def show_versions(self) -> None:
        """Shows how the chosen form came to be what it is; an earlier version can be adopted again there."""
        row = self.chosen()
        if row is None:
            return
        dialog = FormVersionsDialog(self, self.bridge, row.form)
        if prompts.show_dialog(dialog):
            self.read()
            self.banner.say(translate("FormSettings", "The earlier version is printed again."), Tone.GOOD)
        dialog.deleteLater()

    def show_conflict(self, conflict: Conflict) -> None:
        """Another desk was faster: its version stands in the list now."""
        self.read()
        self.banner.say(translate("FormSettings", "Another desk was faster: look at its version first."), Tone.LATE)

    def _show(self) -> None:
        row = self.chosen()
        self.edit_button.setEnabled(row is not None)
        self.reset_button.setEnabled(row is not None and row.own)
        self.versions_button.setEnabled(row is not None and row.version is not None)

    def _changed(self, row: FormRow) -> str:
        if row.version is None:
            return ""
        return row.version.adopted_at.astimezone(self.bridge.office.zone).strftime("%Y-%m-%d")

    def _folder(self) -> Path:
        usual = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        return Path(self.bridge.settings.now.places.get(_FOLDER, "") or usual)

    def _remember(self, path: Path) -> None:
        self.bridge.settings.remember(**{_FOLDER: str(path.parent)})


def _version(row: FormRow) -> str:
    if row.form.stands_in is not None:
        return translate("FormSettings", "can't be read")
    if row.own and row.version is not None:
        return translate("FormSettings", "own, {number}").format(number=row.version.id)
    return translate("FormSettings", "as shipped")


def _colour(row: FormRow) -> Colour:
    return Colour.LATE if row.form.stands_in is not None else Colour.INK if row.own else Colour.SECOND
