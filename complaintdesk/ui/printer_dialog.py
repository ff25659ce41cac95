# SPDX-License-Identifier: Apache-2.0
"""The printer of one form at this computer, asked for and kept."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from complaintdesk.labels import translate
from complaintdesk.printing.printer_profile import PrinterProfile
from complaintdesk.settings import SettingsFile
from complaintdesk.ui.dialogs import Dialog
from complaintdesk.ui.printed_form import PrintedForm
from complaintdesk.ui.profile_fields import ProfileFields


class PrinterDialog(Dialog):
    """Asks for a form's printer and keeps it; `profile` is then what was chosen."""

    only_chooses = True

    help_page = "printer"

    def __init__(
        self, parent: QWidget | None, settings: SettingsFile, form: PrintedForm, office: str, profile: PrinterProfile
    ) -> None:
        """`profile` is what stands in it first; `office` the name that stands on the test page."""
        title = translate("PrinterDialog", "Printer of “{form}”").format(form=form.title)
        super().__init__(parent, title, width=620)
        self.profile = profile
        self.choice = ProfileFields(settings, form, lambda: office, self.fields)
        self.choice.read(profile)
        self.box.addWidget(self.choice)
        self.add_buttons(translate("PrinterDialog", "Keep"))
        self.choice.printer.setFocus()

    def take(self) -> None:
        self.profile = self.choice.keep()
