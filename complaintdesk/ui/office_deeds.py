# SPDX-License-Identifier: Apache-2.0
"""What the menu does for the whole office: back up, check."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

from PySide6.QtWidgets import QWidget

from complaintdesk.desk.checking import Finding, check
from complaintdesk.desk.keeping import Round, keep
from complaintdesk.labels import filled, translate, words_of
from complaintdesk.ui import look, prompts
from complaintdesk.ui.background import Progress
from complaintdesk.ui.backups import note_second, places_of, steps
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.dialogs import Dialog
from complaintdesk.ui.progress import run_with_progress
from complaintdesk.ui.words import Reading, Text


def backup_now(window: QWidget, bridge: Bridge, on_done: Callable[[], object]) -> None:
    """Makes a backup in its usual place after a look through everything, says where it lies, then calls `on_done`.

    One in which something is wrong is told with all that is, and `on_done` is not called: it does not count.
    """
    title = translate("OfficeDeeds", "Back up now")
    office, places = bridge.office, places_of(bridge.settings)

    def done(made: Round) -> None:
        note_second(bridge.settings, made)
        if made.done.findings:
            not_verified = translate("OfficeDeeds", "The backup is kept, but not verified")
            prompts.show_dialog(FindingsDialog(window, not_verified, made.done.findings))
            return
        words = translate("OfficeDeeds", "The backup is made and verified:\n{path}").format(path=made.done.path)
        if made.second_problem is not None:
            words += "\n\n" + words_of(made.second_problem)
        prompts.tell(window, title, words)
        on_done()

    run_with_progress(window, title, lambda progress: keep(office, places, whole=True, progress=steps(progress)), done)


def check_now(window: QWidget, bridge: Bridge) -> None:
    """Compares everything with everything and says in words what is wrong."""
    title = translate("OfficeDeeds", "Check the records")

    def work(progress: Progress) -> tuple[Finding, ...]:
        steps = count(1)
        return check(bridge.office.database, bridge.office.pool, progress=lambda _part: progress(next(steps)))

    run_with_progress(window, title, work, lambda found: prompts.show_dialog(FindingsDialog(window, title, found)))


class FindingsDialog(Dialog):
    """What a check found, to read and to copy."""

    help_page = "trouble"

    def __init__(self, parent: QWidget, title: str, found: tuple[Finding, ...]) -> None:
        super().__init__(parent, title, width=640)
        self._words = [filled("check", one.text, one.values) for one in found]
        if found:
            said = translate("OfficeDeeds", "{count} things are wrong. Keep this list, back up, and pass it on.")
            self.box.addWidget(Text(said.format(count=len(found)), wrap=True, role=look.Colour.LATE))
            self.box.addWidget(Reading("\n".join(self._words), name=title, height=260), 1)
        else:
            self._words = [translate("OfficeDeeds", "Everything agrees: numbers, states, journal, attachments.")]
            self.box.addWidget(Text(self._words[0], wrap=True, role=look.Colour.GOOD))
        self.add_close()

    def words(self) -> list[str]:
        """What it says, one finding a line."""
        return self._words
