# SPDX-License-Identifier: Apache-2.0
"""The page in place of an office that can't be opened: why, and the ways on."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from complaintdesk.desk.founding import create_office
from complaintdesk.errors import QT_TRANSLATE_NOOP, EnvironmentProblem, UserError
from complaintdesk.labels import translate, words_of
from complaintdesk.ui import prompts
from complaintdesk.ui.buttons import Button, PrimaryButton
from complaintdesk.ui.dialogs import Dialog
from complaintdesk.ui.form_rows import FieldRow
from complaintdesk.ui.inputs import LineInput
from complaintdesk.ui.words import Card, Centred, Note, Text, Title


class FoundDialog(Dialog):
    """Asks for what a new office needs and founds it."""

    def __init__(self, parent: QWidget | None, location: str) -> None:
        super().__init__(parent, translate("FoundDialog", "Found an office"))
        self._location = location
        self.office = LineInput(placeholder=translate("FoundDialog", "As it stands on paper"))
        self.admin = LineInput()
        self.password = LineInput(secret=True)
        self.again = LineInput(secret=True)
        for name, words, field in (
            ("office", translate("FoundDialog", "Name of the office"), self.office),
            ("admin", translate("FoundDialog", "Your name (you will be its administrator)"), self.admin),
            ("password", translate("FoundDialog", "Password"), self.password),
            ("again", translate("FoundDialog", "The password again"), self.again),
        ):
            self.add_field(name, FieldRow(words, field, above=True))
        where = translate("FoundDialog", "Its records will be kept in {path}.")
        self.box.addWidget(Note(where.format(path=location), wrap=True))
        self.add_buttons(translate("FoundDialog", "Found"))

    def take(self) -> None:
        if self.password.text() != self.again.text():
            raise UserError(QT_TRANSLATE_NOOP("errors", "The two passwords differ."), field="again")
        office = create_office(
            self._location, name=self.office.text(), admin=self.admin.text(), password=self.password.text()
        )
        office.close()


class FirstStartPage(QWidget):
    """Says why there is no office, and offers to found one, to open another file, or to look at the demo."""

    opened = Signal(str)  # a location to open now
    demo = Signal()

    def __init__(self, problem: EnvironmentProblem, location: str) -> None:
        super().__init__()
        self._location = location
        card = Card(padding=24, gap=12)
        card.setFixedWidth(520)
        card.box.addWidget(Title(translate("FirstStartPage", "No office is open")))
        absent = not location.startswith("postgresql") and not Path(location).exists()
        # Of the advice for a file that isn't there the buttons are the better part.
        words = words_of(problem).partition("\n")[0] if absent else words_of(problem)
        card.box.addWidget(Text(words, wrap=True, selectable=True))
        card.box.addWidget(
            Note(
                translate("FirstStartPage", "A new office starts empty; the demo is made up and can be played with."),
                wrap=True,
            )
        )
        found = PrimaryButton(translate("FirstStartPage", "Found a new office…"))
        other = Button(translate("FirstStartPage", "Open another database…"))
        demo = Button(translate("FirstStartPage", "See the demo office"))
        self.deeds = (found, other, demo)
        for button, act in ((found, self._found), (other, self._open), (demo, self.demo.emit)):
            button.clicked.connect(act)
            card.box.addWidget(button)
        # A file that is there but can't be used is never founded over.
        found.setVisible(absent)
        Centred(self, card)

    def _found(self) -> None:
        if prompts.show_dialog(FoundDialog(self, self._location)):
            self.opened.emit(self._location)

    def _open(self) -> None:
        kinds = translate("FirstStartPage", "Databases (*.db);;All files (*)")
        path = prompts.choose_file(self, translate("FirstStartPage", "Open another database…"), kinds=kinds)
        if path is not None:
            self.opened.emit(str(path))
