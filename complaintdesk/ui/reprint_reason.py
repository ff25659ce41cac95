# SPDX-License-Identifier: Apache-2.0
"""Why a paper is printed again (补打, R-WO-03): one of the usual reasons by its digit, or other words."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from complaintdesk.errors import QT_TRANSLATE_NOOP, MissingFields
from complaintdesk.labels import translate
from complaintdesk.ui import prompts
from complaintdesk.ui.dialogs import Dialog
from complaintdesk.ui.export_reason import reason_buttons
from complaintdesk.ui.form_rows import FieldRow
from complaintdesk.ui.inputs import LineInput
from complaintdesk.ui.words import Note, Text

REPRINT_REASONS = (
    QT_TRANSLATE_NOOP("ReprintReason", "The paper jammed"),
    QT_TRANSLATE_NOOP("ReprintReason", "Not legible"),
    QT_TRANSLATE_NOOP("ReprintReason", "The slip was lost"),
    QT_TRANSLATE_NOOP("ReprintReason", "The slip got wet or dirty"),
    QT_TRANSLATE_NOOP("ReprintReason", "What it says was put right"),
)


class ReprintDialog(Dialog):
    """Asks why; the first of the usual reasons has the keyboard."""

    only_chooses = True

    help_page = "printer"

    def __init__(self, parent: QWidget | None, title: str, said: str) -> None:
        super().__init__(parent, title)
        self.box.addWidget(Text(said, wrap=True))
        reasons = [translate("ReprintReason", words) for words in REPRINT_REASONS]
        self.buttons = reason_buttons(self, reasons, self._because)
        self.reason = LineInput()
        words = translate("ReprintReason", "Another reason")
        self.add_field("reason", FieldRow(words, self.reason, above=True))
        note = translate("ReprintReason", "The reason stands beside the stamp on the paper and stays in the books.")
        self.box.addWidget(Note(note, wrap=True))
        self.add_buttons(translate("ReprintReason", "Print again"))
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


def ask_why_again(window: QWidget, title: str, times: int = 0) -> str | None:
    """Why a paper comes out again that was printed so often, or at another desk meanwhile; None where it doesn't."""
    said = translate("ReprintReason", "It was printed at another desk meanwhile. Why again?")
    if times:
        said = translate("ReprintReason", "It was printed {count} times before. Why again?").format(count=times)
    return ask_why(window, translate("ReprintReason", "Print {title} again?").format(title=title), said)


def ask_why(window: QWidget, title: str, said: str) -> str | None:
    """The reason that is given under these words; None where it is printed no more."""

    def show() -> str | None:
        dialog = ReprintDialog(window, title, said)
        reason = dialog.words() if dialog.exec() else None
        dialog.deleteLater()
        return reason

    reason = prompts.answer(prompts.Prompt("words", title, said, show))
    return None if reason is None else str(reason)
