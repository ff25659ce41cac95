# SPDX-License-Identifier: Apache-2.0
"""Why a paper is printed again (补打, R-WO-03): one of the usual reasons by its digit, or other words."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from complaintdesk.errors import QT_TRANSLATE_NOOP
from complaintdesk.labels import translate
from complaintdesk.ui.reason_dialog import ReasonDialog, reason_given

REPRINT_REASONS = (
    QT_TRANSLATE_NOOP("ReprintReason", "The paper jammed"),
    QT_TRANSLATE_NOOP("ReprintReason", "Not legible"),
    QT_TRANSLATE_NOOP("ReprintReason", "The slip was lost"),
    QT_TRANSLATE_NOOP("ReprintReason", "The slip got wet or dirty"),
    QT_TRANSLATE_NOOP("ReprintReason", "What it says was put right"),
)


class ReprintDialog(ReasonDialog):
    """Asks why a paper comes out again."""

    help_page = "printer"

    def __init__(self, parent: QWidget | None, title: str, said: str) -> None:
        super().__init__(
            parent,
            title,
            said,
            [translate("ReprintReason", words) for words in REPRINT_REASONS],
            translate("ReprintReason", "The reason stands beside the stamp on the paper and stays in the books."),
            translate("ReprintReason", "Print again"),
        )


def ask_why_again(window: QWidget, title: str, times: int = 0) -> str | None:
    """Why a paper comes out again that was printed so often, or at another desk meanwhile; None where it doesn't."""
    said = translate("ReprintReason", "It was printed at another desk meanwhile. Why again?")
    if times:
        said = translate("ReprintReason", "It was printed {count} times before. Why again?").format(count=times)
    return ask_why(window, translate("ReprintReason", "Print {title} again?").format(title=title), said)


def ask_why(window: QWidget, title: str, said: str) -> str | None:
    """The reason that is given under these words; None where it is printed no more."""
    return reason_given(title, said, partial(ReprintDialog, window, title, said))
