# SPDX-License-Identifier: Apache-2.0
"""Keeping a search under a name, and the list in which saved ones are renamed, put in order and removed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from complaintdesk.desk import saved_searches
from complaintdesk.desk.saved_searches import SHARERS, Queue, SavedSearchDraft
from complaintdesk.errors import Told
from complaintdesk.labels import translate
from complaintdesk.ui import prompts
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.buttons import Button, TickBox
from complaintdesk.ui.dialogs import Dialog
from complaintdesk.ui.form_rows import FieldRow
from complaintdesk.ui.inputs import LineInput
from complaintdesk.ui.look import Colour
from complaintdesk.ui.record_table import Column, RecordTable
from complaintdesk.ui.words import Note, Row

_LABEL = 84  # px


class SaveSearchDialog(Dialog):
    """Name and words of a saved search, and whether the whole office has it; `queue` is one to be changed."""

    help_page = "searching"

    def __init__(self, parent: QWidget | None, bridge: Bridge, words: str, queue: Queue | None = None) -> None:
        title = translate("SavedSearches", "Save the search") if queue is None else translate("SavedSearches", "Change")
        super().__init__(parent, title, width=520)
        self.bridge, self._queue = bridge, queue
        self.name = LineInput(placeholder=translate("SavedSearches", "such as: late in building 3"))
        self.name.setText("" if queue is None else queue.name)
        self.words = LineInput()
        self.words.setText(words)
        self.for_all = TickBox(translate("SavedSearches", "For the whole office"))
        self.for_all.setChecked(queue is not None and queue.for_all)
        self.for_all.setVisible(bridge.staff is not None and bridge.staff.role in SHARERS)
        self.add_field("name", FieldRow(translate("SavedSearches", "Name"), self.name, label_width=_LABEL))
        self.add_field("words", FieldRow(translate("SavedSearches", "Finds"), self.words, label_width=_LABEL))
        self.add_field("for_all", FieldRow("", self.for_all))
        note = translate("SavedSearches", "It stands above the list as a button with the number of cases it finds.")
        self.box.addWidget(Note(note, wrap=True))
        self.add_buttons(translate("Dialog", "Save"))
        self.name.setFocus()

    def take(self) -> None:
        id_, version = (None, None) if self._queue is None else (self._queue.id, self._queue.version)
        draft = SavedSearchDraft(self.name.text(), self.words.text(), self.for_all.isChecked(), id_, version)
        self.bridge.do(saved_searches.save, draft)


class SavedSearchesDialog(Dialog):
    """All saved searches that one sees; those that one may change are changed here."""

    help_page = "searching"

    def __init__(self, parent: QWidget | None, bridge: Bridge) -> None:
        super().__init__(parent, translate("SavedSearches", "Saved searches"), width=680)
        self.bridge = bridge
        self._seen: dict[int, Queue] = {}
        self.table = RecordTable(
            "saved_searches",
            self._columns(),
            lambda ids: [self._seen[each] for each in ids],
            settings=bridge.settings,
            accessible_name=translate("SavedSearches", "Saved searches"),
            empty=(
                translate("SavedSearches", "Nothing is saved yet."),
                translate("SavedSearches", "Search with Ctrl+F, then press “Save the search” above the list."),
            ),
        )
        self.table.setMinimumHeight(260)
        self.box.addWidget(self.table, 1)
        self.up = Button(translate("SavedSearches", "Up"), "Alt+Up", icon="arrow-up")
        self.down = Button(translate("SavedSearches", "Down"), "Alt+Down", icon="arrow-down")
        self.change = Button(translate("SavedSearches", "Change…"), "Alt+E", icon="pencil")
        self.remove = Button(translate("SavedSearches", "Remove…"), "Alt+R", icon="x")
        self.up.clicked.connect(lambda: self._move(-1))
        self.down.clicked.connect(lambda: self._move(1))
        self.change.clicked.connect(self._change)
        self.remove.clicked.connect(self._remove)
        line = Row(self.up, self.down, self.change, self.remove)
        line.addStretch(1)
        self.box.addLayout(line)
        self.table.chosen.connect(lambda _id: self._settle())
        self.table.opened.connect(lambda _id: self._change())
        self.add_close()
        self.refresh()
        if self._seen:
            self.table.choose(next(iter(self._seen)))
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self) -> None:
        """Reads them again; the chosen one stays chosen."""
        staff = self.bridge.staff
        seen = self.bridge.ask(saved_searches.queues, None if staff is None else staff.id)
        self._seen = {each.id: each for each in seen}
        self.table.set_ids(list(self._seen))
        self._settle()

    def _columns(self) -> list[Column]:
        office, own = translate("SavedSearches", "Whole office"), translate("SavedSearches", "My own")
        return [
            Column(translate("SavedSearches", "Name"), 170, lambda row: row.name, bold=lambda _row: True),
            Column(translate("SavedSearches", "Finds"), 220, lambda row: row.words, stretch=True),
            Column(
                translate("SavedSearches", "Whose"),
                120,
                lambda row: office if row.for_all else own,
                lambda _row: Colour.SECOND,
            ),
        ]

    def _chosen(self) -> Queue | None:
        chosen = self.table.chosen_id()
        return None if chosen is None else self._seen.get(chosen)

    def _beside(self, queue: Queue) -> list[int]:
        """Those among which one is put in order: the office's, or one's own."""
        return [each.id for each in self._seen.values() if each.for_all is queue.for_all]

    def _settle(self) -> None:
        """Lets be pressed what may be done with the chosen one."""
        queue, staff = self._chosen(), self.bridge.staff
        may = queue is not None and staff is not None and (not queue.for_all or staff.role in SHARERS)
        beside = self._beside(queue) if queue is not None else []
        for button, possible in (
            (self.up, queue is not None and beside[:1] != [queue.id]),
            (self.down, queue is not None and beside[-1:] != [queue.id]),
            (self.change, True),
            (self.remove, True),
        ):
            button.setEnabled(may and possible)

    def _move(self, step: int) -> None:
        queue = self._chosen()
        if queue is None:
            return
        ids = self._beside(queue)
        at = ids.index(queue.id)
        ids[at], ids[at + step] = ids[at + step], ids[at]
        self._do(lambda: self.bridge.do(saved_searches.reorder, ids))

    def _change(self) -> None:
        queue = self._chosen()
        if queue is not None and self.change.isEnabled():
            prompts.show_dialog(SaveSearchDialog(self, self.bridge, queue.words, queue))
            self.refresh()

    def _remove(self) -> None:
        queue = self._chosen()
        if queue is None:
            return
        words = translate("SavedSearches", "“{name}” will stand above the list no more; the cases stay.").format(
            name=queue.name
        )
        title = translate("SavedSearches", "Remove the saved search?")
        if prompts.ask_yes_no(self, title, words, yes=translate("SavedSearches", "Remove")):
            self._do(lambda: self.bridge.do(saved_searches.remove, queue.id))

    def _do(self, deed: Callable[[], object]) -> None:
        try:
            deed()
        except Told as problem:
            prompts.tell_error(self, problem)
        self.refresh()
