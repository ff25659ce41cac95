# SPDX-License-Identifier: Apache-2.0
"""What every tab is: a page that reads again when it is shown and something it shows has changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from complaintdesk.desk.records import StaffRecord
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.palette import Entry
from complaintdesk.ui.record_table import RecordTable
from complaintdesk.ui.words import Banner

Counted = Callable[[Any], int]  # asked with a session


class Tab(QWidget):
    """A page of the window. Its constructor builds widgets and asks nothing; `refresh` reads."""

    title: ClassVar[str]  # English, marked: QT_TRANSLATE_NOOP("Tab", …)
    icon: ClassVar[str]  # a name in resources/icons
    tables: ClassVar[frozenset[str]]  # a change in one of these makes it stale
    kind: ClassVar[str]  # what it has pages of: case, order, place
    help_page: ClassVar[str]  # about it: a name in help_pages.PAGES
    work: ClassVar[tuple[Callable[..., Any], ...]] = ()  # deeds that are at home here: who may do one begins here
    pages: ClassVar[tuple[type[Tab], ...]] = ()  # those within it, each with a title of its own
    search_hint: ClassVar[str]  # what the search box finds here; English, marked: QT_TRANSLATE_NOOP("Tab", …)

    asked_for = Signal(str, object)  # show a record that another tab has: its kind (case, order, place) and id
    page_asked_for = Signal(str)  # begin another tab's work: what it has pages of
    search_let_go = Signal()  # what was searched for is not what is listed any more
    list_asked_for = Signal(str, object, str)  # list records that another tab has: kind, ids, and what they are

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self.bridge = bridge
        self._stale = True
        self._told = bridge.staff.id if bridge.staff is not None else None  # whom what is said here is said to
        bridge.changed.connect(self._changed)
        bridge.signed.connect(self._signed)

    def refresh(self) -> None:
        """Reads everything that is shown again, keeping what is chosen and what is typed."""
        raise NotImplementedError

    @classmethod
    def is_work_of_who_sits_here(cls, bridge: Bridge) -> bool:
        """Whether their role does what this page is for."""
        return any(bridge.may(deed) for deed in cls.work)

    @classmethod
    def counted(cls, bridge: Bridge) -> Counted | None:
        """Asks how many wait here, for the number beside the title; None where nothing does.

        Made in the window, also before the tab is built; what it gives may be asked by a worker.
        """
        del bridge
        return None

    @classmethod
    def count(cls, bridge: Bridge) -> int:
        """How many wait here, asked at once."""
        query = cls.counted(bridge)
        return 0 if query is None else bridge.ask(query)

    def show_page(self, kind: type[Tab]) -> Tab:
        """Shows that one of its `pages`."""
        raise NotImplementedError

    def search(self, text: str) -> None:
        """Narrows the list to what the search box asks for; '' shows all again."""
        raise NotImplementedError

    def search_all(self, text: str) -> None:
        """Lists all that the words find, whatever else the list was narrowed to."""
        self.search(text)

    def open_record(self, record_id: int) -> None:
        """Shows the record of the tab's kind, loosening filters that hide it."""
        raise NotImplementedError

    def open_list(self, ids: Sequence[int], words: str) -> None:
        """Lists these records of the tab's kind alone, saying what they are, until the person shows all again."""
        raise NotImplementedError

    def take_keyboard(self) -> None:
        """Puts the keyboard where work on this page begins; called when it is shown for the first time."""

    def take_keyboard_to_record(self) -> None:
        """Puts the keyboard on the record that `open_record` showed."""
        table = self.findChild(RecordTable)
        assert table is not None, "a page without records has none to open"
        table.setFocus(Qt.FocusReason.OtherFocusReason)

    def take_keyboard_to_found(self) -> None:
        """Puts the keyboard on the list that was searched; it stays in the search box where nothing was found."""

    def entries(self) -> list[Entry]:
        """What can be done here besides what its buttons in view do, for the list of all that can be done (Ctrl+K)."""
        return []

    def undo(self) -> None:
        """Takes back what was saved last on this page, where the page can."""

    def tick(self) -> None:
        """Called every half minute while shown: what tells the time left is painted again."""
        for table in self.findChildren(RecordTable):
            table.viewport().update()

    def keep(self) -> None:
        """Called before the program ends or somebody signs out: half-typed forms are kept."""

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._catch_up()

    def _changed(self, tables: frozenset[str]) -> None:
        if tables & self.tables:
            self._stale = True
            self._catch_up()

    def _signed(self, staff: StaffRecord | None) -> None:
        self._stale = True
        if staff is not None:
            if staff.id != self._told:  # what one did well is not the next one's to read
                for banner in self.findChildren(Banner):
                    banner.clear_done()
                self._let_go()
            self._told = staff.id
            self._catch_up()

    def _let_go(self) -> None:
        """Empties what somebody else typed to find something or to narrow a list; it is read again after this."""

    def _catch_up(self) -> None:
        if self._stale and self.isVisible() and self.bridge.staff is not None:
            self._stale = False
            self.refresh()


def where_work_is(kinds: Sequence[type[Tab]], bridge: Bridge, at: int) -> int:
    """The position of the tab to begin at: `at`, unless its work is not that of who sits here, and another's is."""
    theirs = [each for each, kind in enumerate(kinds) if kind.is_work_of_who_sits_here(bridge)]
    return theirs[0] if theirs and kinds[at].work and at not in theirs else at
