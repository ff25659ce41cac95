# SPDX-License-Identifier: Apache-2.0
"""The search box at work: as one types, everything that matches is listed under it; a worker looks it up."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from complaintdesk.desk import finding
from complaintdesk.desk.finding import Group
from complaintdesk.domain.search_words import Offer, plain_search
from complaintdesk.errors import Told
from complaintdesk.labels import words_of
from complaintdesk.ui.background import Job
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.found_list import FoundList
from complaintdesk.ui.inputs import LineInput
from complaintdesk.ui.style import set_problem

_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


class Finder(QObject):
    """Lists under the box what its words find, the kind of the tab in view first, and opens what is chosen there.

    `stay` is called with Enter while nothing is chosen: what is typed narrows the list in view.
    """

    all_asked_for = Signal(object)  # the Group of which all are wanted, its cases whole

    def __init__(
        self, bridge: Bridge, box: LineInput, window: QWidget, stay: Callable[[], object], in_view: Callable[[], str]
    ) -> None:
        """`in_view` says of what kind the records of the tab in view are."""
        super().__init__(window)
        self._bridge, self._box, self._stay, self._in_view = bridge, box, stay, in_view
        self._job: Job | None = None
        self._search = plain_search("")
        self._offers: tuple[Offer, ...] = ()
        self._problem = ""  # why nothing is looked up
        self._before: QWidget | None = None  # what had the keyboard before the box
        self.list = FoundList(window)
        self.list.all_asked_for.connect(self._look_up_all)
        self.list.offer_taken.connect(self._take_offer)
        box.installEventFilter(self)

    def begin(self) -> None:
        """Puts the caret into the box; Esc brings the keyboard back to where it was."""
        focused = QApplication.focusWidget()
        if focused is not self._box:
            self._before = focused
        self._box.window().activateWindow()
        self._box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._box.selectAll()

    def look_up(self) -> None:
        """Looks up what is typed; an answer to what was typed before is passed over.

        A filter that there isn't is said beside the box, and what may be meant is offered.
        """
        self._forget()
        if self._problem:
            self.list.hide()  # what was wrong is so no longer
        self._problem, self._offers = "", ()
        set_problem(self._box, False)
        text = self._box.text()
        if not text.strip() or not self._box.hasFocus():
            self.list.hide()
            return
        try:
            self._offers = self._bridge.searches.offers(text)
            self._search = self._bridge.searches.read(text.strip())
        except Told as problem:
            self._problem = words_of(problem)
            set_problem(self._box, not self._offers)
            self._found(())
            return
        asked = (self._search, self._bridge.books, self._bridge.now())
        self._job = self._bridge.fetch(self, finding.find, *asked, on_done=self._found, on_error=self._failed)

    def leave(self) -> None:
        """Shuts the list."""
        self._forget()
        self.list.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut:
            self.leave()
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._pressed(event)
        return super().eventFilter(watched, event)

    def _pressed(self, event: QKeyEvent) -> bool:
        if event.key() in _STEPS and not self.list.isHidden():
            self.list.step(_STEPS[Qt.Key(event.key())])
            return True
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
            self._box.clear()
            set_problem(self._box, False)
            self._box.textEdited.emit("")
            if self._before is not None and isValid(self._before) and self._before.isVisible():
                self._before.setFocus(Qt.FocusReason.OtherFocusReason)
            self._before = None
            return True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not self.list.open_chosen() and not self._problem:
                self.leave()
                self._stay()
            return True
        return False

    def _found(self, groups: tuple[Group, ...]) -> None:
        self._job = None
        own = self._in_view()
        first = sorted(groups, key=lambda group: group.kind != own)
        self.list.show_groups(tuple(first), self._box, self._offers, self._problem)

    def _take_offer(self, text: str) -> None:
        """Puts into the box what was offered, and goes on from there."""
        self._box.setText(text)
        self._box.textEdited.emit(text)

    def _look_up_all(self, group: Group) -> None:
        """Hands on a group that is whole; what was only counted to its newest cases is looked up first."""
        self._forget()
        if group.kind != "case" or not group.more:
            self.all_asked_for.emit(group)
            return

        def found(ids: array[int]) -> None:
            self._job = None
            self.all_asked_for.emit(replace(group, ids=ids, more=False))

        search, now = self._search, self._bridge.now()
        self._job = self._bridge.fetch(self, finding.all_cases, search, now, on_done=found, on_error=self._failed)

    def _failed(self, problem: Told) -> None:
        self._job = None
        self.list.show_groups((), self._box, problem=words_of(problem))

    def _forget(self) -> None:
        if self._job is not None:
            self._job.forget()
            self._job = None
