# SPDX-License-Identifier: Apache-2.0
"""The one box that finds who: a room in any spelling, a phone's tail, a name by pinyin or pasted; matches below it."""

from __future__ import annotations

import re

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from complaintdesk.desk import people
from complaintdesk.desk.who_records import Reason, WhoMatch
from complaintdesk.domain.phones import fold_phone, phone_problem
from complaintdesk.domain.spelling import person_words
from complaintdesk.errors import EnvironmentProblem
from complaintdesk.labels import translate
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.inputs import WhoInput
from complaintdesk.ui.tabs.who_list import MatchList

_TYPING = 60  # ms of rest before it looks
_SHOWN = 8
_WIDEST = 620  # px: wider than the box, so that a tired clerk reads all of it
_SHORTEST_PHONE = 7
# What can be meant beyond doubt by one proposal alone: Enter takes it though others stand below.
_SURE = {Reason.DOOR, Reason.NUMBER, Reason.NAME, Reason.PINYIN}
PLACE, NAME, PHONE = "place", "name", "phone"


def names_door(words: str, place: str) -> bool:
    """Whether the words name this door and no other: building, unit and room told apart, or the name in full."""
    numbers = re.findall(r"[0-9]+", words)
    return words.strip() == place or (len(numbers) > 1 and numbers == re.findall(r"[0-9]+", place))


def kept_as(words: str) -> list[tuple[str, str]]:
    """What words that are in no book may stand for, the likeliest first, each with the line that says so."""
    place = (PLACE, translate("WhoBox", "Not in the books: note “{words}” as the place"))
    ways = [place]
    if len(fold_phone(words)) >= _SHORTEST_PHONE and phone_problem(words) is None:
        ways.insert(0, (PHONE, translate("WhoBox", "Not in the books: {words} is the caller's phone")))
    elif re.search(r"[\u3400-\u9fff]", words) and not re.search("[0-9]", words):
        said_of_people = "".join(words.split()).casefold() != person_words(words)  # 王阿姨, 业主张三
        name = (NAME, translate("WhoBox", "Not in the books: “{words}” is the caller's name"))
        ways.insert(0 if said_of_people else 1, name)
    return [(name, line.format(words=words)) for name, line in ways]


class WhoBox(WhoInput):
    """Looks as one types; Enter takes the marked match, ↓ and ↑ mark another, Esc shuts the list.

    Of several rooms none is marked: Enter first asks which, and marks the first. The first ↓ chooses what is marked
    already, else the first: one key never goes past the only proposal to what is not in the books.
    """

    found = Signal(object)  # the WhoMatch taken
    left_as_words = Signal(str, str)  # in no book: PLACE, NAME or PHONE, and the words that stand for it
    passed = Signal()  # Enter on an empty box
    failed = Signal(object)  # an EnvironmentProblem
    asked = Signal(str)  # what a person is asked to do about several rooms that fit; '' for nothing

    def __init__(self, bridge: Bridge) -> None:
        super().__init__(
            placeholder=translate("WhoBox", "Room 3-2-1502, phone, plate, name or pinyin"),
            name=translate("WhoBox", "Who"),
        )
        self._bridge = bridge
        self._list = MatchList()
        self._list.hide()
        self._list.picked.connect(self._take)
        self._asking = False  # a person is asked to choose
        self._typing = QTimer(self, interval=_TYPING, singleShot=True)
        self._typing.timeout.connect(self.look_up)
        self.textEdited.connect(lambda _text: self._typing.start())
        self.textChanged.connect(lambda _text: self._ask(""))

    def matches(self) -> list[str]:
        """What is proposed now; [] while the list is shut."""
        return self._list.lines() if self._list.isVisible() else []

    def proposed(self) -> list[str]:
        """What stands beneath each proposal; [] while the list is shut."""
        return self._list.details() if self._list.isVisible() else []

    def look_up(self) -> None:
        """Proposes what the words may mean."""
        self._typing.stop()
        words = self.text().strip()
        if not words:
            self.shut()
            return
        try:
            today = self._bridge.local(self._bridge.now()).date()
            matches = self._bridge.ask(people.who, words, today, _SHOWN)
        except EnvironmentProblem as problem:
            self.shut()
            self.failed.emit(problem)
            return
        self._list.show_matches(matches, kept_as(words), today, self._bridge.zone)
        exact = [at for at, match in enumerate(matches) if names_door(words, match.place)]
        reasons = [match.reason for match in matches]
        alone = len({match.place_id for match in matches}) <= 1
        if not matches:
            self._list.mark(0)
        elif alone or (reasons[0] in _SURE and reasons.count(reasons[0]) == 1):
            self._list.propose(0)
        elif exact and len({matches[at].place_id for at in exact}) == 1:
            self._list.propose(exact[0])
        self._place()
        self._list.show()
        self._list.raise_()

    def shut(self) -> None:
        """Takes the list away."""
        self._typing.stop()
        self._list.hide()
        self._ask("")

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            if event.key() == Qt.Key.Key_Escape and self._list.isVisible():
                event.accept()  # Esc shuts the list before anything else that it may mean
                return True
        # Tab goes on as Enter does while a list is open: the marked match is meant, not half a room number.
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            looking = self._list.isVisible() or self._typing.isActive()
            if event.key() == Qt.Key.Key_Tab and looking:
                self._settle()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._settle()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            if self._list.isVisible():
                self._list.step(1 if key == Qt.Key.Key_Down else -1)
            else:
                self.look_up()
        elif key == Qt.Key.Key_Escape and self._list.isVisible():
            self.shut()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.ActiveWindowFocusReason:
            self.shut()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._list.isVisible():
            self._place()

    def _settle(self) -> None:
        """Enter: looks first if the words are newer than the list."""
        if not self.text().strip():
            self.shut()
            self.passed.emit()
            return
        if self._typing.isActive() or not self._list.isVisible():
            self.look_up()
        if not self._list.isVisible():
            return
        if self._list.is_marked():
            self._list.pick()
            return
        self._ask(translate("WhoBox", "Several rooms fit: ↓ marks one, Enter takes it."))
        self._list.mark(0)
        QTimer.singleShot(0, self, self._place)  # once what is asked has taken its room

    def _ask(self, words: str) -> None:
        """Asks to choose, or with '' no longer does."""
        if words or self._asking:
            self._asking = bool(words)
            self.asked.emit(words)

    def _take(self, match: WhoMatch | str) -> None:
        words = self.text().strip()
        self.shut()
        if isinstance(match, str):
            self.left_as_words.emit(match, words)
        else:
            self.found.emit(match)

    def _place(self) -> None:
        """Lays the list over the window, below the box and what is said of it."""
        window: QWidget = self.window()
        if self._list.parentWidget() is not window:
            self._list.setParent(window)
        row = self.parentWidget() or self  # what is said beneath the box stays in view
        corner = QPoint(self.mapTo(window, QPoint()).x(), row.mapTo(window, QPoint(0, row.height() + 4)).y())
        room = window.height() - corner.y() - 8
        width = max(self.width(), min(_WIDEST, window.width() - corner.x() - 8))
        self._list.setGeometry(corner.x(), corner.y(), width, min(self._list.wanted_height(), room))
