# SPDX-License-Identifier: Apache-2.0
"""The slips' printer of this machine, and a page that tries it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtWidgets import QWidget

from complaintdesk.errors import Told
from complaintdesk.labels import translate, words_of
from complaintdesk.settings import SettingsFile
from complaintdesk.ui import look, printing
from complaintdesk.ui.buttons import Button, TickBox
from complaintdesk.ui.form_rows import FieldRow
from complaintdesk.ui.inputs import FilterBox
from complaintdesk.ui.look import Tone
from complaintdesk.ui.words import Banner, Column, Note, Row


class PrinterFields(QWidget):
    """A printer or none, whether it prints with needles, and the test page."""

    def __init__(self, settings: SettingsFile, office: Callable[[], str]) -> None:
        """`office` gives the name that stands on the test page."""
        super().__init__()
        self._settings = settings
        self._office = office
        self.printer = FilterBox()
        self.needles = TickBox(
            translate("PrinterFields", "Dot matrix"),
            tip=translate(
                "PrinterFields", "Prints with needles on continuous paper: hard edges in pure black, 180 dpi"
            ),
        )
        self.test = Button(translate("PrinterFields", "Print a test page"), icon="printer", aside=True)
        self.test.clicked.connect(self.print_test)
        self.said = Banner()
        column = Column(look.GAP)
        column.addWidget(FieldRow(translate("PrinterFields", "Printer of the slips"), self.printer, above=True))
        line = Row(self.needles, self.test, gap=look.GAP)
        line.addStretch(1)
        column.addLayout(line)
        column.addWidget(self.said)
        words = translate(
            "PrinterFields",
            "The test page has the slip's size, rulers and small type. Any form can be saved as PDF too.",
        )
        column.addWidget(Note(words, wrap=True))
        self.setLayout(column)
        self.setFocusProxy(self.printer)
        self.printer.changed.connect(self._show)
        self.read()

    def read(self) -> None:
        """Offers the machine's printers as they are now, the one remembered chosen."""
        names = printing.printers()
        self.printer.set_choices([("", translate("PrinterFields", "none yet")), *((name, name) for name in names)])
        kept = self._settings.now.places.get("printer", "")
        self.printer.set_value(kept if kept in names else "")
        self._show(self.printer.value)

    def remember(self) -> None:
        """Keeps the choice for this machine; raises EnvironmentProblem when the settings can't be written."""
        name = self.printer.value or ""
        if name:
            printing.remember_choice(self._settings, printing.PrinterChoice(name, self.needles.isChecked()))
        else:
            self._settings.change(places=dict(self._settings.now.places) | {"printer": ""})

    def print_test(self) -> None:
        """Sends the test page, and says how it went."""
        from complaintdesk.printing.trial_page import render_test_page

        name = self.printer.value
        now = datetime.now().astimezone()
        try:
            paper = render_test_page(self._office(), name, now)
            printing.send(paper, printing.open_printer(name), needles=self.needles.isChecked())
        except Told as problem:
            self.said.say(words_of(problem), Tone.LATE)
        else:
            words = translate("PrinterFields", "Sent to {printer}. Is the frame whole, and the ruler 10 cm long?")
            self.said.say(words.format(printer=name), Tone.GOOD)

    def _show(self, name: str | None) -> None:
        self.needles.setEnabled(bool(name))
        self.test.setEnabled(bool(name))
        kept = self._settings.now.places.get("needle_printers", "").split("\n")
        self.needles.setChecked(bool(name) and name in kept)
        self.said.clear()
