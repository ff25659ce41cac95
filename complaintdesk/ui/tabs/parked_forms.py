# SPDX-License-Identifier: Apache-2.0
"""Forms put aside for another call: a button for each, with when it began and what it is about."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from complaintdesk.labels import translate
from complaintdesk.ui import look
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.buttons import Button
from complaintdesk.ui.flow import Flow
from complaintdesk.ui.tab_order import keep_order
from complaintdesk.ui.words import Note

NEXT_KEY = "Shift+F9"
_GIST = 6  # characters of what a form is about
_TOLD = 200  # characters of it in the tip


class ParkedForms(QWidget):
    """Half-typed forms by token; asks for one to be taken up again."""

    asked_for = Signal(str)  # the token of a form

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self._bridge = bridge
        self._flow = Flow(6)
        self._buttons: dict[str, Button] = {}
        self._contents: dict[str, dict[str, Any]] = {}
        words = translate("ParkedForms", "On hold ({key} takes the first):").format(key=NEXT_KEY)
        self._flow.addWidget(Note(words, size=look.SIZE_NOTE))
        self.setLayout(self._flow)
        self.setAccessibleName(translate("ParkedForms", "Forms put aside"))
        self.hide()

    def put(self, token: str, contents: dict[str, Any]) -> None:
        """Puts a form aside."""
        self.take(token)
        again = translate("ParkedForms", "Take this form up again")
        tip = "\n".join(part for part in (_about(contents), contents["content"][:_TOLD], again) if part)
        button = Button(self._gist(contents), icon="undo-2", tip=tip)
        button.clicked.connect(partial(self.asked_for.emit, token))
        self._flow.addWidget(button)
        self._buttons[token] = button
        self._contents[token] = contents
        keep_order(self, list(self._buttons.values()))
        self.show()

    def take(self, token: str) -> dict[str, Any] | None:
        """What stands in a form that was put aside, which it no longer is; None if it never was."""
        button = self._buttons.pop(token, None)
        if button is not None:
            self._flow.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.setVisible(bool(self._buttons))
        return self._contents.pop(token, None)

    def clear(self) -> None:
        """No forms: somebody else sits here."""
        for token in list(self._contents):
            self.take(token)

    def longest_waiting(self) -> str | None:
        """The token of the form put aside before the others; None for none."""
        return next(iter(self._contents), None)

    def gists(self) -> list[str]:
        """What the buttons say."""
        return [button.text() for button in self._buttons.values()]

    def _gist(self, contents: dict[str, Any]) -> str:
        begun = contents["begun_at"]
        clock = self._bridge.local(datetime.fromisoformat(begun)).strftime("%H:%M") if begun else ""
        about = _about(contents)
        words = " ".join(contents["content"].split())
        gist = words if len(words) <= _GIST else f"{words[:_GIST]}…"
        if contents["correcting"]:
            clock = contents["correcting"]["number"]
        return " ".join(part for part in (clock, about, gist) if part) or translate("ParkedForms", "Form")


def _about(contents: dict[str, Any]) -> str:
    """Whose call it is, as far as it is known."""
    return str(contents["place_label"] or contents["place"] or contents["who"] or contents["caller_name"])
