# SPDX-License-Identifier: Apache-2.0
"""The key that opens the help, in every window and dialog."""

from __future__ import annotations

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget


def add_help_key(window: QWidget) -> None:
    """F1 in this window opens the help beside it; a dialog needs its own, for it shuts the windows behind it."""

    def show() -> None:
        from complaintdesk.ui.help_window import open_help  # read when it is first asked for

        open_help(window)

    key = QShortcut(QKeySequence("F1"), window)
    key.activated.connect(show)
