# SPDX-License-Identifier: Apache-2.0
"""The page in place of an encrypted office: it asks for the passphrase, or for the recovery code."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from complaintdesk.desk.first_look import open_looked
from complaintdesk.desk.office import Office
from complaintdesk.domain.recovery_code import read_recovery_code
from complaintdesk.errors import QT_TRANSLATE_NOOP, Damaged, EnvironmentProblem, UserError
from complaintdesk.labels import translate, words_of
from complaintdesk.ui.buttons import Button, PrimaryButton
from complaintdesk.ui.form_rows import FieldRow, Fields
from complaintdesk.ui.inputs import LineInput
from complaintdesk.ui.look import Tone
from complaintdesk.ui.waiting import done_elsewhere
from complaintdesk.ui.words import Banner, Card, Centred, Note, Title


class UnlockPage(QWidget):
    """Opens the office at this place for its passphrase; whoever forgot it types the printed code."""

    help_page = "encryption"

    unlocked = Signal(object)  # the Office, open
    damaged = Signal(object)  # the file is, as this Damaged says
    elsewhere = Signal()  # another database is wanted

    def __init__(self, location: str) -> None:
        super().__init__()
        self._location = location
        self.banner = Banner()
        self.passphrase = LineInput(secret=True)
        self.code = LineInput(placeholder="XXXX-XXXX-XXXX-XXXX-XXXX-XXXX-XXXX-XXXX")
        self.fields = Fields(
            passphrase=FieldRow(translate("UnlockPage", "Passphrase"), self.passphrase, above=True),
            code=FieldRow(translate("UnlockPage", "Recovery code"), self.code, above=True),
        )
        self._note = Note(wrap=True)
        self.open = PrimaryButton(translate("UnlockPage", "Open"))
        self.other_way = Button("", flat=True)
        self.other_office = Button(translate("UnlockPage", "Another office…"), flat=True)
        card = Card(padding=24, gap=12)
        card.setFixedWidth(460)
        name = translate("UnlockPage", "The office is encrypted")
        for part in (Title(name), self._note, *self.fields.values(), self.banner):
            card.box.addWidget(part)
        where = Note(translate("UnlockPage", "Its records: {path}").format(path=Path(location).name), wrap=True)
        for part in (self.open, self.other_way, self.other_office, where):
            card.box.addWidget(part)
        Centred(self, card)
        for box in (self.passphrase, self.code):
            box.moves_on = False  # Enter opens
            box.returnPressed.connect(self.unlock)
        self.open.clicked.connect(self.unlock)
        self.other_way.clicked.connect(lambda: self.ask(by_code=not self._by_code))
        self.other_office.clicked.connect(self.elsewhere.emit)
        self.ask(by_code=False)

    def ask(self, *, by_code: bool) -> None:
        """Asks for the passphrase or for the recovery code."""
        self._by_code = by_code
        self.fields["passphrase"].setVisible(not by_code)
        self.fields["code"].setVisible(by_code)
        self.banner.clear()
        if by_code:
            self._note.setText(translate("UnlockPage", "It stands on the sheet in the safe: eight groups of four."))
            self.other_way.setText(translate("UnlockPage", "I know the passphrase"))
        else:
            self._note.setText(translate("UnlockPage", "It opens with the passphrase that was chosen for it."))
            self.other_way.setText(translate("UnlockPage", "I have the code"))
        (self.code if by_code else self.passphrase).setFocus()

    def unlock(self) -> None:
        """Tries what was typed; the key is derived, and the books looked over, while the window goes on painting."""
        try:
            office = self._opened_by(self._secret())
        except UserError as error:
            # A code typed into the passphrase's box is understood there, and refused there.
            field = "code" if self._by_code else "passphrase"
            self.fields.refuse(UserError(error.text, field=field, **error.values), self.banner)
            (self.code if self._by_code else self.passphrase).selectAll()
        except Damaged as problem:
            self.damaged.emit(problem)
        except EnvironmentProblem as problem:
            self.banner.say(words_of(problem), Tone.LATE)
        else:
            self.passphrase.clear()
            self.code.clear()
            self.unlocked.emit(office)

    def _opened_by(self, secret: str) -> Office:
        self.fields.clear_problems()
        self.banner.say(translate("UnlockPage", "Opening the books…"))
        try:
            return done_elsewhere(lambda: open_looked(self._location, passphrase=secret))
        finally:
            self.banner.clear()

    def _secret(self) -> str:
        if self._by_code:
            return read_recovery_code(self.code.text())
        if not self.passphrase.text():
            raise UserError(QT_TRANSLATE_NOOP("errors", "Type the passphrase."))
        return self.passphrase.text()
