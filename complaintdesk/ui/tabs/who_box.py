# SPDX-License-Identifier: Apache-2.0
"""The one box that finds who: a room in any spelling, a phone's tail, a name by pinyin or pasted; matches below it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QFrame, QListView, QWidget

from complaintdesk.desk import people
from complaintdesk.desk.who_records import WhoMatch
from complaintdesk.domain.phones import mask_phone
from complaintdesk.errors import EnvironmentProblem
from complaintdesk.labels import label, translate
from complaintdesk.ui import look
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.hanging_list import LinePainter
from complaintdesk.ui.inputs import WhoInput
from complaintdesk.ui.look import Colour, Tone
from complaintdesk.ui.record_table import fitted
from complaintdesk.ui.style import rounded

_TYPING = 120  # ms of rest before it looks
_SHOWN = 8
_MATCH = Qt.ItemDataRole.UserRole


def match_words(match: WhoMatch) -> str:
    """A match as one line, for a reader of the screen."""
    kind = label(match.occupant_kind) if match.occupant_kind else ""
    parts = (match.place, match.name, kind, mask_phone(match.phone))
    return " ".join(part for part in parts if part)


def names_door(words: str, place: str) -> bool:
    """Whether the words name this door and no other: building, unit and room told apart, or the name in full."""
    numbers = re.findall(r"[0-9]+", words)
    return words.strip() == place or (len(numbers) > 1 and numbers == re.findall(r"[0-9]+", place))


class _MatchPainter(LinePainter):
    """Place, person and open cases of a match, on one line."""

    def draw(self, painter: QPainter, rect: QRect, index: QModelIndex | QPersistentModelIndex) -> None:
        match = index.data(_MATCH)
        if match is None:
            _write(painter, rect.left() + 12, rect.center().y(), index.data(), Colour.ACCENT, rect.width() - 24)
            return
        room = rect.width() - 24
        if match.open_cases:
            room -= _pill(painter, QRectF(rect), translate("WhoBox", "{count} open").format(count=match.open_cases))
        left = rect.left() + 12
        left += 12 + _write(painter, left, rect.center().y(), match.place, Colour.INK, room * 3 // 5, bold=True)
        kind = label(match.occupant_kind) if match.occupant_kind else label(match.kind)
        rest = " ".join(part for part in (match.name, kind, mask_phone(match.phone)) if part)
        _write(painter, left, rect.center().y(), rest, Colour.SECOND, rect.left() + 12 + room - left)


def _write(painter: QPainter, left: int, middle: int, text: str, ink: Colour, room: int, *, bold: bool = False) -> int:
    """Draws the text about a middle line and says how wide it became."""
    painter.setFont(look.font(bold=bold))
    metrics = painter.fontMetrics()
    shown, width = fitted(metrics, text, room)
    painter.setPen(look.colour(ink))
    painter.drawText(left, middle + (metrics.ascent() - metrics.descent()) // 2, shown)
    return width


def _pill(painter: QPainter, row: QRectF, text: str) -> int:
    """Draws a pill at the row's right end and says how much room it took."""
    painter.setFont(look.font(look.SIZE_NOTE))
    width = painter.fontMetrics().horizontalAdvance(text) + 20
    ink, ground = Tone.SOON.value
    box = QRectF(row.right() - 12 - width, row.center().y() - 11, width, 22)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.colour(ground))
    painter.drawRoundedRect(box, 11, 11)
    painter.restore()
    painter.setPen(look.colour(ink))
    painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), text)
    return width + 12


class MatchList(QListView):
    """What is proposed, laid over the form below the box; the keyboard stays in the box."""

    picked = Signal(object)  # the WhoMatch, or None for the words as they stand

    def __init__(self) -> None:
        super().__init__()
        self._model = QStandardItemModel(self)
        self.setModel(self._model)
        self.setItemDelegate(_MatchPainter(self))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.setAccessibleName(translate("WhoBox", "Proposals"))
        self.entered.connect(self.setCurrentIndex)
        self.clicked.connect(lambda index: self.picked.emit(index.data(_MATCH)))

    def show_matches(self, matches: Sequence[WhoMatch], own_words: str) -> None:
        """Lists the matches and, last, the way to keep the words as they were typed; none is marked."""
        self._model.clear()
        for match in matches:
            item = QStandardItem(match_words(match))
            item.setData(match, _MATCH)
            self._model.appendRow(item)
        words = translate("WhoBox", "Not in the books: note “{words}” as the place").format(words=own_words)
        self._model.appendRow(QStandardItem(words))
        self.setCurrentIndex(QModelIndex())

    def mark(self, row: int) -> None:
        """Marks this line."""
        self.setCurrentIndex(self._model.index(row, 0))

    def is_marked(self) -> bool:
        """Whether a line is marked."""
        return self.currentIndex().isValid()

    def step(self, by: int) -> None:
        """Goes up or down, and round at the ends."""
        at = self.currentIndex().row()
        self.mark((at + by if self.is_marked() or by > 0 else -1) % self._model.rowCount())

    def pick(self) -> None:
        """Takes the line that is marked."""
        self.picked.emit(self.currentIndex().data(_MATCH))

    def lines(self) -> list[str]:
        """What is listed, as it reads."""
        return [self._model.index(row, 0).data() for row in range(self._model.rowCount())]

    def wanted_height(self) -> int:
        """The height that all its lines need."""
        return self._model.rowCount() * look.ROW + 2

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        rounded(painter, QRectF(self.viewport().rect()), None, Colour.SECOND)
        painter.end()


class WhoBox(WhoInput):
    """Looks as one types; Enter takes the marked match, ↓ and ↑ mark another, Esc shuts the list.

    Of several rooms none is marked: Enter first asks which, and marks the first.
    """

    found = Signal(object)  # the WhoMatch taken
    left_as_words = Signal(str)  # no place of the books: the words stand for it
    passed = Signal()  # Enter on an empty box
    failed = Signal(object)  # an EnvironmentProblem
    asked = Signal(str)  # what a person is asked to do about several rooms that fit; '' for nothing

    def __init__(self, bridge: Bridge) -> None:
        super().__init__(
            placeholder=translate("WhoBox", "Room 3-2-1502, phone tail, name or pinyin"),
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

    def look_up(self) -> None:
        """Proposes what the words may mean."""
        self._typing.stop()
        words = self.text().strip()
        if not words:
            self.shut()
            return
        try:
            matches = self._bridge.ask(people.who, words, self._bridge.local(self._bridge.now()).date(), _SHOWN)
        except EnvironmentProblem as problem:
            self.shut()
            self.failed.emit(problem)
            return
        self._list.show_matches(matches, words)
        exact = [at for at, match in enumerate(matches) if names_door(words, match.place)]
        if len({match.place_id for match in matches}) <= 1:
            self._list.mark(0)
        elif exact and len({matches[at].place_id for at in exact}) == 1:
            self._list.mark(exact[0])
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

    def _take(self, match: WhoMatch | None) -> None:
        words = self.text().strip()
        self.shut()
        if match is None:
            self.left_as_words.emit(words)
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
        self._list.setGeometry(corner.x(), corner.y(), self.width(), min(self._list.wanted_height(), room))
