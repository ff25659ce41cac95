# SPDX-License-Identifier: Apache-2.0
"""Rooms from a pattern for an office that is there: a new phase of the estate, or what was put off at first."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from complaintdesk.desk import first_morning
from complaintdesk.desk.drafts import PlaceDraft
from complaintdesk.desk.importing import Imported
from complaintdesk.labels import translate
from complaintdesk.ui import prompts
from complaintdesk.ui.background import Cancelled, Progress
from complaintdesk.ui.backups import run_after_backup
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.dialogs import Dialog
from complaintdesk.ui.first_morning_rooms import RoomsPage
from complaintdesk.ui.words import Note

_WIDTH = 820


class RoomsDialog(Dialog):
    """Asks for the pattern; `places` is what it makes."""

    help_page = "households"

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, translate("RoomsDialog", "Rooms from a pattern"), width=_WIDTH)
        self.places: tuple[PlaceDraft, ...] = ()
        self.page = RoomsPage()
        self.page.how.hide()
        self.fields = self.page.fields
        self.box.addWidget(self.page)
        words = translate(
            "RoomsDialog",
            "Places that are in the books already stay as they are. Under Past imports it can be undone.",
        )
        self.box.addWidget(Note(words, wrap=True))
        self.add_buttons(translate("RoomsDialog", "Add them"))
        self.page.patterns[0].boxes["buildings"].setFocus()

    def take(self) -> None:
        self.page.take()
        self.places = self.page.places()


def make_rooms(window: QWidget, bridge: Bridge) -> None:
    """Asks for a pattern, adds its places, and says how many are new."""
    dialog = RoomsDialog(window)
    wanted = prompts.show_dialog(dialog)
    places = dialog.places
    dialog.deleteLater()
    if not wanted:
        return
    title = translate("RoomsDialog", "Rooms from a pattern")

    def work(progress: Progress) -> Imported | int:
        """What was added, or after how many places it was stopped."""
        reached = 0

        def step(done: int, total: int) -> None:
            nonlocal reached
            reached = done
            progress(done, total)

        try:
            return first_morning.add_places(bridge.office, places, step)
        except Cancelled:
            return reached

    def done(made: Imported | int) -> None:
        if isinstance(made, int):
            words = translate(
                "RoomsDialog",
                "Stopped: {done} of {count} places were gone through, and what is new of them is in. Asked for again "
                "the rest goes in; under Past imports it can be undone.",
            )
            prompts.tell(window, title, words.format(done=made, count=len(places)))
            return
        words = translate(
            "RoomsDialog", "{new} places are new; {existing} were in the books already and stay as they are."
        )
        prompts.tell(window, title, words.format(new=made.new, existing=made.existing))

    run_after_backup(window, bridge, title, work, done)
