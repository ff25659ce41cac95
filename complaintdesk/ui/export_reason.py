# SPDX-License-Identifier: Apache-2.0
"""Why people's data leaves the program: one of the usual reasons by its key, or other words (R-OWN-06)."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from complaintdesk.errors import QT_TRANSLATE_NOOP
from complaintdesk.labels import translate
from complaintdesk.ui.reason_dialog import ReasonDialog, reason_given

EXPORT_REASONS = (
    QT_TRANSLATE_NOOP("ExportReason", "For the month's archive"),
    QT_TRANSLATE_NOOP("ExportReason", "For accounts"),
    QT_TRANSLATE_NOOP("ExportReason", "For an inspection by the company"),
    QT_TRANSLATE_NOOP("ExportReason", "For the meeting of the week"),
    QT_TRANSLATE_NOOP("ExportReason", "To check our records"),
)


class ExportReasonDialog(ReasonDialog):
    """For what data of people is written out."""

    help_page = "privacy"

    def __init__(self, parent: QWidget | None, title: str) -> None:
        super().__init__(
            parent,
            title,
            translate("ExportReason", "Names and phones leave the program. For what?"),
            [translate("ExportReason", words) for words in EXPORT_REASONS],
            translate("ExportReason", "Who wrote out what, when and why stays in the books."),
            translate("ExportReason", "Go on"),
        )


def ask_reason(window: QWidget, title: str) -> str | None:
    """For what data of people leaves the program; None where it doesn't after all."""
    return reason_given(title, "", partial(ExportReasonDialog, window, title))
