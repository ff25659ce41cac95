# SPDX-License-Identifier: Apache-2.0
"""What the pages of the day share: a new record is begun beside the list, an empty sheet comes out on paper."""

from __future__ import annotations

from typing import ClassVar

from complaintdesk.desk import prints
from complaintdesk.labels import translate
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.buttons import Button
from complaintdesk.ui.form_printing import print_blank
from complaintdesk.ui.look import Tone
from complaintdesk.ui.tabs.day_panel import DayPanel
from complaintdesk.ui.tabs.list_tab import ListTab


class DayPage(ListTab):
    """A list of the day's records, with the buttons that begin one and print an empty sheet."""

    panel: DayPanel

    help_page = "day"
    sheet: ClassVar[str]  # the form that is printed blank

    def __init__(self, bridge: Bridge, begin: str) -> None:
        """`begin` is on the button that begins a record."""
        super().__init__(bridge)
        self.add = Button(begin, "Ctrl+N", icon="plus")
        self.add.clicked.connect(self._add)
        self.blank = Button(
            translate("DayPage", "Blank sheet"),
            also=("Ctrl+Shift+P",),
            icon="printer",
            flat=True,
            tip=translate("DayPage", "Print an empty sheet to write on"),
        )
        self.blank.clicked.connect(self._print_blank)

    def take_keyboard(self) -> None:
        self.table.setFocus()

    def _offer(self) -> None:
        self.blank.setVisible(self.bridge.may(prints.start_blank))

    def _loosen(self) -> None:
        """Nothing but the search box narrows the list."""

    def _add(self) -> None:
        self.table.choose(None)
        self.panel.add()

    def _print_blank(self) -> None:
        self._say_printed(print_blank(self.bridge, self.sheet, self))

    def _say_printed(self, said: str | None) -> None:
        """Says what came of printing, if anything did."""
        if said is not None:
            self.banner.say(said, Tone.GOOD)
