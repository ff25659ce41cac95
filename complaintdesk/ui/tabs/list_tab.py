# SPDX-License-Identifier: Apache-2.0
"""A list under what narrows it, and the tab that has the chosen record's panel beside such a list."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QLayout

from complaintdesk.domain.search_words import Search
from complaintdesk.errors import EnvironmentProblem, UserError
from complaintdesk.labels import translate, words_of
from complaintdesk.ui import look
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.inputs import FilterBox
from complaintdesk.ui.list_reader import ListReader
from complaintdesk.ui.look import Tone
from complaintdesk.ui.record_table import RecordTable
from complaintdesk.ui.splitter import RememberedSplitter
from complaintdesk.ui.tab import Tab
from complaintdesk.ui.tabs.record_panel import RecordPanel
from complaintdesk.ui.words import Banner, Card, Column


class ListCard(Card):
    """A table from edge to edge; above it the lines that narrow it and a bar for what keeps it from being read."""

    def __init__(self) -> None:
        super().__init__(padding=1, gap=0)
        self.banner = Banner()

    def lay_out(self, table: RecordTable, *lines: QLayout) -> None:
        """Puts the lines above the table."""
        top = Column()
        top.setContentsMargins(12, 12, 12, 8)
        for line in lines:
            top.addLayout(line)
        top.addWidget(self.banner)
        self.box.setContentsMargins(1, 1, 1, look.RADIUS)
        self.box.addLayout(top)
        self.box.addWidget(table, 1)

    def say_unread(self, problem: EnvironmentProblem, again: Callable[[], object]) -> None:
        """Says what keeps the list from being read, with a way to read again."""
        self.banner.say(words_of(problem), Tone.LATE, (translate("ListCard", "Read again"), again))


class ListTab(Tab):
    """A list, and the chosen record beside it: a subclass makes both, lays them out, and says what to list."""

    table: RecordTable
    panel: RecordPanel

    def __init__(self, bridge: Bridge) -> None:
        super().__init__(bridge)
        self._text = ""  # what stands in the search box
        self._asked_for: Search | None = None
        self._staff_id: int | None = None
        self._card = ListCard()
        self.banner = self._card.banner

    def _lay_out(self, name: str, *lines: QLayout, share: float) -> None:
        """Puts the lines above the table and the panel beside both; `name` and `share` are the splitter's."""
        self.table.chosen.connect(self._choose)
        self.table.opened.connect(lambda _id: self._open_next())
        self.table.failed.connect(self._fail)
        self.reader = ListReader(self.bridge, self.table)
        self.reader.failed.connect(self._fail)
        self.panel.asked_for.connect(self.asked_for)
        self._card.lay_out(self.table, *lines)
        page = Column()
        page.setContentsMargins(look.GAP, look.GAP, look.GAP, look.GAP)
        page.addWidget(RememberedSplitter(name, self._card, self.panel, settings=self.bridge.settings, share=share))
        self.setLayout(page)

    def refresh(self) -> None:
        self.banner.clear()
        try:
            self._change_hands()
            self._offer()
            self._list()
            self._reread()
        except EnvironmentProblem as problem:
            self._fail(problem)

    def search(self, text: str) -> None:
        self._text = text
        self._list()

    def take_keyboard_to_found(self) -> None:
        if self.table.count():
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def search_all(self, text: str) -> None:
        self._loosen()
        self.search(text)

    def open_record(self, record_id: int) -> None:
        if not self.table.choose(record_id):
            self._text = ""
            self._loosen()
            self._list()
            if self.reader.choose(record_id) and self.table.chosen_id() is None:
                self._show(record_id)  # its place in the list is still being looked for

    def keep(self) -> None:
        self.panel.slot.keep()

    def _asked(self) -> Search | None:
        """What the search box asks for of cases, None for nothing.

        A filter that there isn't is said beside the box; what was asked for before still holds then.
        """
        with suppress(UserError):
            self._asked_for = self.bridge.searches.read(self._text) if self._text else None
        return self._asked_for

    def _offer(self) -> None:
        """Reads what stands above the list: choices, counts, and what who sits here may do."""
        raise NotImplementedError

    def _loosen(self) -> None:
        """Takes off what narrows the list besides the search box."""
        raise NotImplementedError

    def _list(self) -> None:
        """Reads which records to list, and says what to do where there are none."""
        raise NotImplementedError

    def _change_hands(self) -> None:
        """Brings what this member of staff left half-typed, when somebody else sits down."""
        staff = self.bridge.staff
        if staff is not None and staff.id != self._staff_id:
            self._staff_id = staff.id
            self.panel.resume()

    def _let_go(self) -> None:
        self._text, self._asked_for = "", None
        for box in self._card.findChildren(FilterBox):
            if box.offers(""):  # all there are
                with QSignalBlocker(box):
                    box.set_value("")

    def _choose(self, record_id: int | None) -> None:
        """Shows the one chosen; one that a deed took out of the list stays in view until another is chosen."""
        if record_id is not None:
            self._show(record_id)

    def _reread(self) -> None:
        """Shows the chosen one as it is now; it may not have been readable before."""
        record_id = self.table.chosen_id() or self.panel.record_id
        if record_id is not None:
            self._show(record_id)

    def _show(self, record_id: int) -> None:
        try:
            self.panel.show_record(record_id)
        except EnvironmentProblem as problem:
            self._fail(problem)

    def _open_next(self) -> None:
        step = "" if self.panel.record_id is None else self.panel.next_step()
        if step:
            self.panel.ask(step)

    def _fail(self, problem: EnvironmentProblem) -> None:
        self._card.say_unread(problem, self.refresh)
