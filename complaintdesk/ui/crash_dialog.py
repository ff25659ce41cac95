# SPDX-License-Identifier: Apache-2.0
"""What is shown when the program is at fault: that the work goes on, and a report to pass on."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

from complaintdesk.labels import translate
from complaintdesk.ui.buttons import Button
from complaintdesk.ui.dialogs import Dialog
from complaintdesk.ui.words import Reading, Text


class CrashDialog(Dialog):
    """Says that the program is at fault and what remains, with a report that can be copied."""

    help_page = "trouble"

    def __init__(self, text: str) -> None:
        super().__init__(QApplication.activeWindow(), translate("CrashDialog", "Something went wrong"), width=640)
        words = translate(
            "CrashDialog",
            "The program made a mistake and goes on. What is saved is safe, what you typed is still in its form. "
            "Please pass this report on; it holds no names, numbers or texts of the office.",
        )
        self.box.addWidget(Text(words, wrap=True))
        self.report = Reading(text, name=translate("CrashDialog", "Report"), height=220)
        self.box.addWidget(self.report, 1)
        copy = Button(translate("CrashDialog", "Copy report"), icon="file-text")
        copy.clicked.connect(lambda: QApplication.clipboard().setText(text))
        self.box.addWidget(copy)
        self.add_close(translate("CrashDialog", "Go on"))
