# SPDX-License-Identifier: Apache-2.0
"""The keys that every window and dialog has: the help, and the tip of what has the keyboard."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from complaintdesk.labels import translate
from complaintdesk.ui.bare_keys import add_key


def add_help_key(window: QWidget) -> None:
    """F1 in this window opens the help beside it, Shift+F1 shows a tip.

    A dialog needs its own, for it shuts the windows behind it.
    """

    def show() -> None:
        from complaintdesk.ui.help_window import open_help  # read when it is first asked for

        open_help(window)

    def show_tip() -> None:
        part = QApplication.focusWidget()
        while part is not None and not part.toolTip() and not part.isWindow():
            part = part.parentWidget()
        if part is not None:
            QToolTip.showText(part.mapToGlobal(part.rect().bottomLeft()), part.toolTip(), part)

    add_key(window, "F1", translate("KeysDialog", "This help, at the page about what is in view"), show)
    add_key(window, "Shift+F1", translate("KeysDialog", "The tip that the mouse would show here"), show_tip)
