# SPDX-License-Identifier: Apache-2.0
"""The bell in the top line: how many things are due."""

from __future__ import annotations

from complaintdesk.labels import translate
from complaintdesk.ui import look
from complaintdesk.ui.buttons import Button

KEY = "Ctrl+B"


class BellButton(Button):
    """Shows how many things are due; without a frame once all of them were looked at."""

    def __init__(self) -> None:
        super().__init__("", icon="bell", flat=True, also=(KEY,), name=translate("Bell", "Nothing is due"))

    def set_count(self, count: int, unseen: int) -> None:
        """The number beside the bell; 0 shows none."""
        self.setText(str(count) if count else "")
        words = translate("Bell", "Nothing is due")
        if count:
            words = translate("Bell", "{count} things are due, {unseen} of them not looked at")
        words = words.format(count=count, unseen=unseen)
        self.setAccessibleName(words)
        self.setToolTip(look.tip(f"{words}  {KEY}"))
        self._flat = not unseen
        self.updateGeometry()
        self.update()
