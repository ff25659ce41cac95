# SPDX-License-Identifier: Apache-2.0
"""What an office just founded says to whoever founded it, and the rooms that come from a list after that."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QWidget

from complaintdesk.desk import people
from complaintdesk.labels import translate
from complaintdesk.sheets.imports import HOUSEHOLDS
from complaintdesk.ui import prompts
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.dialogs import Dialog
from complaintdesk.ui.import_wizard import import_list
from complaintdesk.ui.words import Text


def greet(window: QWidget, bridge: Bridge, rooms: Path | None) -> None:
    """Says where the person sits and what comes next; then the import opens on the list of rooms that was chosen.

    Where no rooms were made and none chosen, the import is offered.
    """
    title = translate("GoodMorning", "Good morning")
    words = translate(
        "GoodMorning",
        "The office is set up, and you sit here as its administrator. Whoever registers calls signs in with their "
        "own name (F10, Sign out). Settings are under Ctrl+, and help under F1.",
    )
    if rooms is not None:
        next_comes = translate("GoodMorning", "Now the rooms: the import opens on “{file}”.").format(file=rooms.name)
        prompts.tell(window, title, f"{words}\n\n{next_comes}")
    elif bridge.ask(people.has_places):
        prompts.tell(window, title, words)
        return
    elif not _offered(window, title, words):
        return
    if not import_list(bridge, window, HOUSEHOLDS, rooms):
        later = translate(
            "GoodMorning",
            "The rooms are not in yet. “Import a list…” in the menu (F10) takes them in at any time; calls can be "
            "registered without them.",
        )
        prompts.tell(window, translate("GoodMorning", "The rooms can wait"), later)


def _offered(window: QWidget, title: str, words: str) -> bool:
    dialog = GoodMorningDialog(window, title, words)
    wanted = prompts.show_dialog(dialog)
    dialog.deleteLater()
    return wanted


class GoodMorningDialog(Dialog):
    """Where the person sits, and a button for the rooms that were left for later; Esc leaves them for later still."""

    help_page = "setting-up"

    def __init__(self, parent: QWidget | None, title: str, words: str) -> None:
        super().__init__(parent, title)
        self.box.addWidget(Text(words, wrap=True, selectable=True))
        self.box.addWidget(Text(translate("GoodMorning", "There are no rooms in the books yet."), wrap=True))
        take_in = translate("GoodMorning", "Import the rooms…")
        self.add_buttons(take_in, translate("GoodMorning", "Later")).setFocus()
