# SPDX-License-Identifier: Apache-2.0
"""Saved searches above the list of cases: a button each, with how many cases it finds, counted in a worker."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from complaintdesk.desk import saved_searches
from complaintdesk.desk.saved_searches import COUNTED, Queue
from complaintdesk.errors import Told
from complaintdesk.labels import translate
from complaintdesk.ui import prompts
from complaintdesk.ui.background import Job
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.buttons import Button, Choices
from complaintdesk.ui.palette import Entry
from complaintdesk.ui.saved_search_dialogs import SavedSearchesDialog, SaveSearchDialog
from complaintdesk.ui.words import Row

_KEY = "Ctrl+Shift+D"


class QueueRow(QWidget):
    """The queues that one sees, the office's first; hidden while there is none."""

    chosen = Signal(object)  # the words of the queue now chosen, None for none

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self._bridge = bridge
        self._job: Job | None = None
        self._seen: tuple[Queue, ...] = ()
        self._filling = False
        self.queues = Choices([], optional=True, wrap=True, gap=4, name=translate("QueueRow", "Saved searches"))
        self.queues.changed.connect(self._choose)
        self.manage = Button("", icon="list", flat=True, name=translate("QueueRow", "Saved searches: names, order…"))
        self.manage.clicked.connect(self._manage)
        self._unsaved = ""  # the words of the search that is listed, where it is not one of the saved
        kept = translate("QueueRow", "Keep this search above the list, with the number of cases it finds")
        self.save_button = Button(translate("CaseList", "Save the search"), icon="save", also=(_KEY,), tip=kept)
        self.save_button.clicked.connect(self.save)
        self.save_button.hide()
        line = Row(self.queues, self.manage)
        line.setStretch(0, 1)
        self.setLayout(line)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.hide()

    def refresh(self) -> None:
        """Reads which there are, and lets them be counted."""
        staff = self._bridge.staff
        seen = self._bridge.ask(saved_searches.queues, None if staff is None else staff.id)
        if [(each.id, each.words) for each in seen] != [(each.id, each.words) for each in self._seen]:
            self._filling = True
            self.queues.set_choices([(each.id, each.name) for each in seen])
            self._filling = False
        self._seen = seen
        self.setVisible(bool(seen))
        self._count()

    def leave(self) -> None:
        """Chooses none, as when something else is listed."""
        self._filling = True
        self.queues.set_value(None)
        self._filling = False

    def offer(self, words: str) -> None:
        """Offers to keep a search that is listed now; '' where there is none, or a saved one."""
        self._unsaved = words
        self.save_button.setVisible(bool(words))

    def entries(self) -> Iterator[Entry]:
        """What can be done with searches, for the list of all deeds (Ctrl+K); while it stands there it lists itself."""
        group = translate("QueueRow", "Saved searches")
        if not self.save_button.isVisible():
            reason = translate("QueueRow", "Search first, with Ctrl+F.")
            yield Entry(group, self.save_button.text(), "", reason, self.save, _KEY, "search/save")
        if not self.manage.isVisible():
            label = self.manage.accessibleName().removesuffix("…")
            yield Entry(group, label, "", "", self._manage, id="search/manage")

    def save(self) -> None:
        """Asks for a name under which to keep the search, and keeps it."""
        words = self._unsaved
        if words and prompts.show_dialog(SaveSearchDialog(self.window(), self._bridge, words)):
            self.refresh()

    def _choose(self, queue_id: int | None) -> None:
        if not self._filling:
            self.chosen.emit(next((each.words for each in self._seen if each.id == queue_id), None))

    def _count(self) -> None:
        if self._job is not None:
            self._job.forget()
            self._job = None
        if not self._seen:
            return
        searches, staff = self._bridge.searches, self._bridge.staff
        staff_id = None if staff is None else staff.id
        told = (self._seen, searches.known(), self._bridge.now(), staff_id, searches.today())
        self._job = self._bridge.fetch(self, saved_searches.counts, *told, on_done=self._show, on_error=self._keep)

    def _show(self, counted: tuple[Queue, ...]) -> None:
        self._job = None
        if [each.id for each in counted] == [each.id for each in self._seen]:
            self.queues.set_labels([_label(each) for each in counted])

    def _keep(self, _problem: Told) -> None:
        """What was counted last still stands: the list itself says why nothing can be read."""
        self._job = None

    def _manage(self) -> None:
        prompts.show_dialog(SavedSearchesDialog(self.window(), self._bridge))
        self.refresh()


def _label(queue: Queue) -> str:
    """Name and number: 逾期 12, 499+ for more, ? where the words mean nothing any more."""
    count = "?" if queue.count is None else f"{COUNTED}+" if queue.count > COUNTED else str(queue.count)
    return f"{queue.name} {count}"
