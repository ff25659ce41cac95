# SPDX-License-Identifier: Apache-2.0
"""One's own password, changed in the settings or asked for at the sign-in."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from complaintdesk.desk import staffing
from complaintdesk.errors import QT_TRANSLATE_NOOP, SavedUnheard, UserError
from complaintdesk.labels import translate
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.dialogs import Dialog
from complaintdesk.ui.form_rows import FieldRow
from complaintdesk.ui.inputs import LineInput
from complaintdesk.ui.settings_pages import SettingsPage
from complaintdesk.ui.words import Text

_WIDEST = 360  # px


def _change(bridge: Bridge, old: str, new: str, again: str) -> None:
    """Puts one's new password in force; UserError beside `old`, `password` or `again`."""
    if new != again:
        raise UserError(QT_TRANSLATE_NOOP("errors", "The two passwords differ."), field="again")
    assert bridge.staff is not None
    try:
        refusal = bridge.do(staffing.change_own_password, old, new)
    except SavedUnheard:
        if bridge.ask(staffing.has_password, bridge.staff.id, new):
            raise
        refusal = bridge.do(staffing.change_own_password, old, new)  # what was saved is that `old` was wrong
    if refusal is not None:
        raise refusal


class FirstPasswordDialog(Dialog):
    """Asks whoever signed in with a password that somebody else set for one that nobody else knows."""

    help_page = "people"

    def __init__(self, parent: QWidget, bridge: Bridge, old: str) -> None:
        super().__init__(parent, translate("FirstPasswordDialog", "A password of your own"))
        self._bridge = bridge
        self._old = old
        words = translate("FirstPasswordDialog", "Somebody else set your password. Choose one that only you know.")
        self.box.addWidget(Text(words, wrap=True))
        self.password = LineInput(secret=True)
        self.again = LineInput(secret=True)
        self.add_field(
            "password", FieldRow(translate("FirstPasswordDialog", "New password"), self.password, above=True)
        )
        self.add_field("again", FieldRow(translate("FirstPasswordDialog", "Once more"), self.again, above=True))
        self.add_buttons(translate("FirstPasswordDialog", "Save and go on"))
        self.password.setFocus()

    def take(self) -> None:
        _change(self._bridge, self._old, self.password.text(), self.again.text())


class PasswordSettings(SettingsPage):
    """One's own password."""

    help_page = "people"

    heading = QT_TRANSLATE_NOOP("PasswordSettings", "My password")
    icon = "key-round"

    def __init__(self, bridge: Bridge) -> None:
        super().__init__(bridge, self.called())
        self.old = LineInput(secret=True)
        self.new = LineInput(secret=True)
        self.again = LineInput(secret=True)
        for name, words, box in (
            ("old", translate("PasswordSettings", "Password now"), self.old),
            ("password", translate("PasswordSettings", "New password"), self.new),
            ("again", translate("PasswordSettings", "The new one again"), self.again),
        ):
            self.add(name, FieldRow(words, box, above=True)).setMaximumWidth(_WIDEST)
        self.add_save()

    def read(self) -> None:
        for box in (self.old, self.new, self.again):
            box.clear()

    def typed(self) -> object:
        return self.old.text(), self.new.text(), self.again.text()

    def take(self) -> str:
        _change(self.bridge, self.old.text(), self.new.text(), self.again.text())
        self.read()
        return translate("PasswordSettings", "The new password is in force.")
