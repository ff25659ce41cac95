# SPDX-License-Identifier: Apache-2.0
"""Who sits here: the page that stands before everything else, at the start and while the desk is locked."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from complaintdesk.desk import staffing
from complaintdesk.desk.pinyin_table import pinyin_table
from complaintdesk.domain.pinyin import list_keys
from complaintdesk.errors import QT_TRANSLATE_NOOP, EnvironmentProblem, UserError
from complaintdesk.labels import translate, words_of
from complaintdesk.settings import SettingsFile
from complaintdesk.ui import prompts, recovery
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.buttons import Button, PrimaryButton
from complaintdesk.ui.form_rows import FieldRow, Fields
from complaintdesk.ui.inputs import FilterBox, LineInput
from complaintdesk.ui.look import Tone
from complaintdesk.ui.staff_words import with_role
from complaintdesk.ui.words import Banner, Card, Centred, Note, Title


class SignInPage(QWidget):
    """A name from the list and a password; what is wrong is said beside it."""

    help_page = "people"

    signed_in = Signal()

    def __init__(self, bridge: Bridge, hint: str = "") -> None:
        """`hint` is shown beneath: the demo office tells its password there."""
        super().__init__()
        self._bridge = bridge
        self.banner = Banner()
        self.name = FilterBox(placeholder=translate("SignInPage", "Name"))
        self.password = LineInput(secret=True)
        self.password.moves_on = False  # Enter signs in
        self.fields = Fields(
            name=FieldRow(translate("SignInPage", "Name"), self.name, above=True),
            password=FieldRow(translate("SignInPage", "Password"), self.password, above=True),
        )
        self.enter = PrimaryButton(translate("SignInPage", "Sign in"))
        self.lost = Button(translate("SignInPage", "No administrator any more?"), flat=True)
        self._title = Title(bridge.office.record.name)
        self._note = Note(wrap=True)
        self._build(hint)
        self.enter.clicked.connect(self.sign_in)
        self.lost.clicked.connect(self.recover)
        self.password.returnPressed.connect(self.sign_in)

    def _build(self, hint: str) -> None:
        card = Card(padding=24, gap=12)
        card.setFixedWidth(380)
        for part in (self._title, self._note, *self.fields.values(), self.banner, self.enter, self.lost):
            card.box.addWidget(part)
        if hint:
            card.box.addWidget(Note(hint, wrap=True))
        Centred(self, card)

    def tell_damaged(self, settings: SettingsFile) -> None:
        """Says what of this machine's settings could not be read, and where it is kept."""
        whole = translate("SignInPage", "The settings of this machine were damaged and are put aside as {path}.")
        some = translate(
            "SignInPage",
            "Of this machine's settings these could not be read and start anew: {names}. As they stood they are kept "
            "in {path}.",
        )
        words = some if settings.wrong else whole
        self.banner.say(words.format(names=", ".join(settings.wrong), path=settings.damaged), Tone.SOON)

    def ask(self, *, locked: bool) -> None:
        """Stands ready for a name and a password; after a lock for those of whoever sat here."""
        self._title.setText(self._bridge.office.record.name)
        gone = self._read_staff()
        last = self._bridge.settings.now.staff
        self.name.set_value(last if self.name.offers(last) else None)
        self._note.setText(
            translate("SignInPage", "Locked. What was typed is kept.")
            if locked
            else translate("SignInPage", "Who sits at this desk?")
        )
        self.password.clear()
        self.fields.clear_problems()
        self.banner.clear()
        if gone is not None:
            self.banner.say(words_of(gone), Tone.LATE)
        (self.name if self.name.value is None else self.password).setFocus()

    def _read_staff(self) -> EnvironmentProblem | None:
        """Offers the staff; what is in the way is given back and the names stay: a desk locks all the same."""
        try:
            staff = self._bridge.ask(staffing.staff_list, self._bridge.books)
        except EnvironmentProblem as problem:
            return problem
        self.name.set_choices(
            (one.name, with_role(one), f"{one.name} {' '.join(list_keys(one.name, pinyin_table()))}") for one in staff
        )
        return None

    def sign_in(self) -> None:
        """Tries the name and the password; an empty one is not tried, for each wrong one counts."""
        try:
            if not self.password.text():
                raise UserError(QT_TRANSLATE_NOOP("errors", "Type your password."), field="password")
            staff = self._bridge.sign_in(self.name.value or self.name.typed, self.password.text())
            own = self._asked_for_own(staff.id)
        except UserError as error:
            self.fields.refuse(error, self.banner)
            self.password.selectAll()
        except EnvironmentProblem as problem:
            self.banner.say(words_of(problem), Tone.LATE)
        else:
            self.password.clear()
            self.fields.clear_problems()
            if own:
                self.signed_in.emit()
            else:
                self._bridge.sign_out()
                words = translate("SignInPage", "Nobody goes on with a password that somebody else set.")
                self.banner.say(words, Tone.SOON)

    def recover(self) -> None:
        """Makes an administrator by the printed code, who may sign in at once."""
        name = recovery.recover(self, self._bridge)
        if name is not None:
            self.ask(locked=False)
            self.name.set_value(name)
            self.password.setFocus()
            words = translate("SignInPage", "{name} is an administrator now, and signs in with the new password.")
            self.banner.say(words.format(name=name), Tone.GOOD)

    def _asked_for_own(self, staff_id: int) -> bool:
        """Whether who signed in has a password of their own, asked for now if somebody else had set it."""
        if not self._bridge.ask(staffing.must_change, staff_id):
            return True
        from complaintdesk.ui.own_password import FirstPasswordDialog  # seldom needed, and it brings the settings along

        dialog = FirstPasswordDialog(self, self._bridge, self.password.text())
        chosen = prompts.show_dialog(dialog)
        dialog.deleteLater()
        return chosen
