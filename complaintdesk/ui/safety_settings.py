# SPDX-License-Identifier: Apache-2.0
"""The settings' page about what opens the office: encryption, its passphrase, the recovery code."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from PySide6.QtWidgets import QWidget

from complaintdesk.db import keys
from complaintdesk.desk import encryption, recovery
from complaintdesk.desk.encryption import Switched
from complaintdesk.desk.keeping import Places
from complaintdesk.desk.plain_copies import erase_plain_copies, plain_copies
from complaintdesk.errors import QT_TRANSLATE_NOOP, EnvironmentProblem, UserError
from complaintdesk.labels import translate, words_of
from complaintdesk.ui import prompts
from complaintdesk.ui.backups import places_of
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.buttons import Button
from complaintdesk.ui.dialogs import Dialog
from complaintdesk.ui.form_rows import FieldRow
from complaintdesk.ui.inputs import LineInput
from complaintdesk.ui.look import Tone
from complaintdesk.ui.office_deeds import backup_now
from complaintdesk.ui.recovery import show_code, show_new_code
from complaintdesk.ui.settings_pages import SettingsPage
from complaintdesk.ui.waiting import done_elsewhere
from complaintdesk.ui.words import Note, Row, Text, Title

T = TypeVar("T")


class SafetySettings(SettingsPage):
    """Encryption on or off, another passphrase, a new recovery code."""

    help_page = "encryption"

    heading = QT_TRANSLATE_NOOP("SafetySettings", "Encryption and recovery")
    icon = "key-round"
    deed = recovery.make_recovery_code

    def __init__(self, bridge: Bridge) -> None:
        super().__init__(bridge, self.called())
        self.code_words = Text(wrap=True)
        self.code = Button(translate("SafetySettings", "Make a new recovery code…"))
        self.state_words = Text(wrap=True)
        self.encrypt = Button(translate("SafetySettings", "Encrypt the books…"))
        self.passphrase = Button(translate("SafetySettings", "Another passphrase…"))
        self.decrypt = Button(translate("SafetySettings", "Make the books plain again…"))
        for title, words, buttons in (
            (translate("SafetySettings", "Recovery code"), self.code_words, (self.code,)),
            (
                translate("SafetySettings", "Encryption"),
                self.state_words,
                (self.encrypt, self.passphrase, self.decrypt),
            ),
        ):
            self.box.addWidget(Title(title))
            self.box.addWidget(words)
            row = Row(*buttons)
            row.addStretch(1)
            self.box.addLayout(row)
        why = translate(
            "SafetySettings",
            "Encrypted are the books, the files kept with cases, backups made from then on, and what is typed and not "
            "saved yet. Prints, exports and backups made before are not.",
        )
        self.box.addWidget(Note(why, wrap=True))
        self.code.clicked.connect(self._new_code)
        self.encrypt.clicked.connect(lambda: self._ask(EncryptDialog))
        self.passphrase.clicked.connect(lambda: self._ask(PassphraseDialog))
        self.decrypt.clicked.connect(lambda: self._ask(DecryptDialog))

    def read(self) -> None:
        database = self.bridge.office.database
        self.code_words.setText(
            translate("SafetySettings", "There is a code; whoever has the sheet can make an administrator.")
            if self.bridge.ask(recovery.has_code)
            else translate("SafetySettings", "There is none yet: an office that loses its last administrator is shut.")
        )
        if database.is_server:
            words = translate("SafetySettings", "Books on a server are encrypted by the server's own disk.")
        elif database.key is None:
            words = translate("SafetySettings", "The books are not encrypted: whoever can read the file can read them.")
        else:
            words = translate("SafetySettings", "The books are encrypted. The passphrase is asked for at each start.")
        self.state_words.setText(words)
        self.encrypt.setVisible(not database.is_server and database.key is None)
        self.passphrase.setVisible(database.key is not None)
        self.decrypt.setVisible(database.key is not None)

    def _new_code(self) -> None:
        if show_new_code(self, self.bridge):
            self.read()

    def _ask(self, kind: Callable[[QWidget, Bridge], KeyDialog]) -> None:
        dialog = kind(self, self.bridge)
        if prompts.show_dialog(dialog):
            self._tell(dialog)
        code = dialog.code
        dialog.deleteLater()
        if code:
            show_code(self, self.bridge, code)
            self._offer_to_erase()
        self.read()

    def _tell(self, dialog: KeyDialog) -> None:
        if not dialog.unfinished:
            self.banner.say(dialog.said, Tone.GOOD)
            return
        waits = translate(
            "SafetySettings",
            "Not all of it could be done. Put this right, then start the program again: it does the rest.",
        )
        self.banner.say("\n".join((dialog.said, waits, *map(words_of, dialog.unfinished))), Tone.SOON)

    def _offer_to_erase(self) -> None:
        """Offers to make an encrypted backup, and to erase copies that are not."""
        places = places_of(self.bridge.settings)
        try:
            found = plain_copies(self.bridge.office, places)
        except EnvironmentProblem as problem:
            self.banner.say(words_of(problem), Tone.LATE)
            return
        if not found:
            return
        title = translate("SafetySettings", "Remove the earlier copies?")
        words = translate(
            "SafetySettings",
            "{count} backups and copies of the records are not encrypted. They lie in:\n{folders}\n\nAn encrypted "
            "backup is made and checked first. Copies on other disks and sticks are yours to remove.",
        ).format(count=len(found), folders="\n".join(dict.fromkeys(str(path.parent) for path in found)))
        if prompts.ask_yes_no(self, title, words, yes=translate("SafetySettings", "Back up, then remove")):
            backup_now(self, self.bridge, lambda: self.attempt(lambda: self._erase(places)))

    def _erase(self, places: Places) -> str:
        count = done_elsewhere(lambda: erase_plain_copies(self.bridge.office, places))
        return translate("SafetySettings", "{count} copies that were not encrypted are removed.").format(count=count)


class KeyDialog(Dialog):
    """Asks for passphrases; afterwards `said` is what was done, and `code` a recovery code made with it."""

    help_page = "encryption"

    def __init__(self, parent: QWidget, bridge: Bridge, title: str, why: str) -> None:
        super().__init__(parent, title, width=540)
        self.bridge = bridge
        self.said = self.code = ""
        self.unfinished: list[EnvironmentProblem] = []  # what the disk refused once the books were switched
        self.box.addWidget(Text(why, wrap=True))

    def secret(self, name: str, words: str) -> LineInput:
        """A box for a secret, under the name that errors call it by."""
        box = LineInput(secret=True)
        self.add_field(name, FieldRow(words, box, above=True))
        return box

    def alone(self, doing: str, deed: Callable[[], T]) -> T:
        """What the deed gives while nothing else reads the books; `doing` says meanwhile what that is."""
        self.banner.say(doing)
        try:
            return self.bridge.alone(deed)
        finally:
            self.banner.clear()

    def switch(self, doing: str, deed: Callable[[], Switched]) -> None:
        """Does what makes other bytes of the books; drafts follow."""
        done = self.alone(doing, deed)
        self.code = done.code
        self.unfinished = [] if done.unfinished is None else [done.unfinished]
        try:
            self.bridge.forms.use_key(self.bridge.office.database.key)
        except EnvironmentProblem as problem:
            self.unfinished.append(problem)


class EncryptDialog(KeyDialog):
    """Encrypts the books under a passphrase."""

    def __init__(self, parent: QWidget, bridge: Bridge) -> None:
        why = translate(
            "EncryptDialog",
            "The passphrase is asked for at each start. Several words that only your office puts together are better "
            "than signs nobody remembers. The plain file is written over once the encrypted one was compared with it; "
            "a solid-state disk may keep old bytes out of reach for a while. Close the program elsewhere first.",
        )
        super().__init__(parent, bridge, translate("EncryptDialog", "Encrypt the books"), why)
        self.passphrase = self.secret("passphrase", translate("EncryptDialog", "Passphrase"))
        self.again = self.secret("again", translate("EncryptDialog", "Once more"))
        self.add_buttons(translate("EncryptDialog", "Encrypt"))
        self.passphrase.setFocus()

    def take(self) -> None:
        office, passphrase = self.bridge.office, keys.chosen(self.passphrase.text())
        _same(self.passphrase, self.again)
        doing = translate("EncryptDialog", "Encrypting the books and their files; that may take a while…")
        self.switch(doing, lambda: encryption.encrypt(office, passphrase))
        self.said = translate(
            "EncryptDialog", "The books are encrypted. Backups made before are not: make a new one, then remove those."
        )


class DecryptDialog(KeyDialog):
    """Makes encrypted books plain again."""

    def __init__(self, parent: QWidget, bridge: Bridge) -> None:
        why = translate("DecryptDialog", "Afterwards whoever can read the file can read names and phones in it.")
        super().__init__(parent, bridge, translate("DecryptDialog", "Make the books plain again"), why)
        words = translate("DecryptDialog", "Passphrase or recovery code")
        self.passphrase = self.secret("passphrase", words)
        self.add_buttons(translate("DecryptDialog", "Make plain"))
        self.passphrase.setFocus()

    def take(self) -> None:
        office, passphrase = self.bridge.office, self.passphrase.text()
        doing = translate("DecryptDialog", "Making the books and their files plain; that may take a while…")
        with _beside_passphrase():
            self.switch(doing, lambda: encryption.decrypt(office, passphrase))
        self.said = translate("DecryptDialog", "The books are plain. No passphrase is asked for any more.")


class PassphraseDialog(KeyDialog):
    """Gives encrypted books another passphrase."""

    def __init__(self, parent: QWidget, bridge: Bridge) -> None:
        why = translate("PassphraseDialog", "Backups made before still open with the passphrase of their day.")
        super().__init__(parent, bridge, translate("PassphraseDialog", "Another passphrase"), why)
        words = translate("PassphraseDialog", "Passphrase now, or recovery code")
        self.passphrase = self.secret("passphrase", words)
        self.new = self.secret("new", translate("PassphraseDialog", "New passphrase"))
        self.again = self.secret("again", translate("PassphraseDialog", "Once more"))
        self.add_buttons(translate("PassphraseDialog", "Change"))
        self.passphrase.setFocus()

    def take(self) -> None:
        _same(self.new, self.again)
        office, old, new = self.bridge.office, self.passphrase.text(), self.new.text()
        doing = translate("PassphraseDialog", "Changing the passphrase…")
        with _beside_passphrase():
            self.alone(doing, lambda: encryption.change_passphrase(office, old, new))
        self.said = translate("PassphraseDialog", "The new passphrase is in force.")


def _same(first: LineInput, again: LineInput) -> None:
    if first.text() != again.text():
        raise UserError(QT_TRANSLATE_NOOP("errors", "The two passphrases differ."), field="again")


@contextmanager
def _beside_passphrase() -> Iterator[None]:
    """Says what is wrong with a code beside the box that takes the passphrase as well."""
    try:
        yield
    except UserError as error:
        if error.field == "code":
            raise UserError(error.text, field="passphrase", **error.values) from error
        raise
