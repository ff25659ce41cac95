# SPDX-License-Identifier: Apache-2.0
"""The dialog that asks why: one of the usual reasons by its digit, or other words; what it says stays in the books."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from complaintdesk.errors import QT_TRANSLATE_NOOP, MissingFields
from complaintdesk.labels import translate
from complaintdesk.ui import prompts
from complaintdesk.ui.buttons import Button
from complaintdesk.ui.dialogs import Dialog
from complaintdesk.ui.form_rows import FieldRow
from complaintdesk.ui.inputs import LineInput
from complaintdesk.ui.words import Note, Text


def reason_buttons(dialog: Dialog, reasons: Sequence[str], take: Callable[[str], None]) -> list[Button]:
    """A button for each ready-made reason, taken by its digit too."""
    buttons = []
    for at, reason in enumerate(reasons, 1):
        button = Button(reason, str(at))
        button.clicked.connect(partial(take, reason))
        buttons.append(button)
        dialog.box.addWidget(button)
    return buttons


def another_reason() -> str:
    """What the line for other words is called."""
    return translate("ReasonDialog", "Another reason")


class ReasonDialog(Dialog):
    """Asks why under these words; the first of the usual reasons has the keyboard."""

    only_chooses = True

    def __init__(
        self, parent: QWidget | None, title: str, said: str, reasons: Sequence[str], note: str, go_on: str
    ) -> None:
        super().__init__(parent, title)
        self.box.addWidget(Text(said, wrap=True))
        self._reasons = reasons
        self.buttons = reason_buttons(self, reasons, self._because)
        self.reason = LineInput()
        self.add_field("reason", FieldRow(another_reason(), self.reason, above=True))
        self.box.addWidget(Note(note, wrap=True))
        self.add_buttons(go_on)
        self.buttons[0].setFocus()

    def take(self) -> None:
        if not self.words():
            raise MissingFields({"reason": QT_TRANSLATE_NOOP("errors", "Why? The reason stays in the books.")})

    def words(self) -> str:
        """The reason given; the digit of a usual one stands for it in the line too."""
        typed = self.reason.text().strip()
        usual = {str(at): reason for at, reason in enumerate(self._reasons, 1)}
        return usual.get(typed, typed)

    def _because(self, reason: str) -> None:
        self.reason.setText(reason)
        self.accept()


def reason_given(title: str, said: str, make: Callable[[], ReasonDialog]) -> str | None:
    """What is answered to the dialog that is made; None where it is left."""

    def show() -> str | None:
        dialog = make()
        reason = dialog.words() if dialog.exec() else None
        dialog.deleteLater()
        return reason

    reason = prompts.answer(prompts.Prompt("words", title, said, show))
    return None if reason is None else str(reason)
