# SPDX-License-Identifier: Apache-2.0
"""Why people's data leaves the program: one of the usual reasons by its key, or other words (R-OWN-06)."""

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

EXPORT_REASONS = (
    QT_TRANSLATE_NOOP("ExportReason", "For the month's archive"),
    QT_TRANSLATE_NOOP("ExportReason", "For accounts"),
    QT_TRANSLATE_NOOP("ExportReason", "For an inspection by the company"),
    QT_TRANSLATE_NOOP("ExportReason", "For the meeting of the week"),
    QT_TRANSLATE_NOOP("ExportReason", "To check our records"),
)


def reason_buttons(dialog: Dialog, reasons: Sequence[str], take: Callable[[str], None]) -> list[Button]:
    """A button for each ready-made reason, taken by its digit too; the first has the keyboard."""
    buttons = []
    for at, reason in enumerate(reasons, 1):
        button = Button(reason, str(at))
        button.clicked.connect(partial(take, reason))
        buttons.append(button)
        dialog.box.addWidget(button)
    return buttons


class ReasonDialog(Dialog):
    """For what data of people is written out."""

    only_chooses = True

    help_page = "privacy"

    def __init__(self, parent: QWidget | None, title: str) -> None:
        super().__init__(parent, title)
        said = translate("ExportReason", "Names and phones leave the program. For what?")
        self.box.addWidget(Text(said, wrap=True))
        reasons = [translate("ExportReason", words) for words in EXPORT_REASONS]
        self.buttons = reason_buttons(self, reasons, self._because)
        self.reason = LineInput()
        words = translate("ExportReason", "Another reason")
        self.add_field("reason", FieldRow(words, self.reason, above=True))
        note = translate("ExportReason", "Who wrote out what, when and why stays in the books.")
        self.box.addWidget(Note(note, wrap=True))
        self.add_buttons(translate("ExportReason", "Go on"))
        self.buttons[0].setFocus()

    def take(self) -> None:
        if not self.words():
            raise MissingFields({"reason": QT_TRANSLATE_NOOP("errors", "Why? The reason stays in the books.")})

    def words(self) -> str:
        """The reason given."""
        return self.reason.text().strip()

    def _because(self, reason: str) -> None:
        self.reason.setText(reason)
        self.accept()


def ask_reason(window: QWidget, title: str) -> str | None:
    """For what data of people leaves the program; None where it doesn't after all."""

    def show() -> str | None:
        dialog = ReasonDialog(window, title)
        reason = dialog.words() if dialog.exec() else None
        dialog.deleteLater()
        return reason

    reason = prompts.answer(prompts.Prompt("words", title, "", show))
    return None if reason is None else str(reason)
