# SPDX-License-Identifier: Apache-2.0
"""The list under the bell: what is late, soon due, or to be followed up today; it opens the records."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from complaintdesk.desk.due_soon import DueThing
from complaintdesk.errors import EnvironmentProblem
from complaintdesk.labels import translate, words_of
from complaintdesk.ui import look
from complaintdesk.ui.bell import BellButton
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.hanging_list import HangingList, LinePainter
from complaintdesk.ui.look import Colour
from complaintdesk.ui.record_table import fitted
from complaintdesk.ui.reminders import Reminders, due_said

_WIDTH, _EDGE, _NUMBER, _DUE = 460, 14, 150, 150  # px
_THING, _SAID, _UNSEEN = (Qt.ItemDataRole.UserRole + at for at in range(3))


class _ThingPainter(LinePainter):
    """Draws a thing: its number, what is due, and how it stands."""

    line = 34

    def draw(self, painter: QPainter, rect: QRect, index: QModelIndex | QPersistentModelIndex) -> None:
        thing, said = index.data(_THING), index.data(_SAID)
        painter.setFont(look.font(bold=bool(index.data(_UNSEEN))))
        metrics = painter.fontMetrics()
        middle = int(Qt.AlignmentFlag.AlignVCenter)
        left, right = rect.left() + _EDGE, rect.right() - _EDGE
        ink = said.tone.value[0]
        for text, role, start, end in (
            (thing.number, Colour.ACCENT, left, left + _NUMBER),
            (thing.what, Colour.INK, left + _NUMBER, right - _DUE),
            (said.words, ink, right - _DUE, right),
        ):
            painter.setPen(look.colour(role))
            shown, _ = fitted(metrics, text, end - start - 6)
            painter.drawText(QRect(start, rect.top(), end - start, rect.height()), middle, shown)


class _Lines(QListWidget):
    """The list; Enter opens a line, Esc and leaving shut it."""

    left = Signal(bool)  # True: by Esc, and the keyboard should go back

    def keyPressEvent(self, event: QKeyEvent) -> None:
        item = self.currentItem()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and item is not None:
            self.itemActivated.emit(item)
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit(True)
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit(False)


class DueList(HangingList):
    """Hangs under the bell over the page, with the keyboard in it while it is open."""

    opened = Signal(str, object)  # kind and id of a thing

    def __init__(self, bridge: Bridge, reminders: Reminders, bell: BellButton, window: QWidget) -> None:
        lines = _Lines()
        super().__init__(window, lines, _ThingPainter(lines), name=translate("Bell", "Due now"), edge=_EDGE)
        self._bridge, self._reminders, self._bell = bridge, reminders, bell
        self._before: QWidget | None = None
        lines.itemActivated.connect(self._open)
        lines.itemClicked.connect(self._open)
        lines.left.connect(self._leave)
        reminders.changed.connect(self._count)
        bell.clicked.connect(self.toggle)

    def toggle(self) -> None:
        """Opens the list, or shuts it."""
        if self.isHidden():
            self.open()
        else:
            self._leave(True)

    def open(self) -> None:
        """Shows what is due, with the keyboard on the first; all of it counts as looked at."""
        self._before = self._window.focusWidget()
        self.lines.clear()
        for thing in self._reminders.things:
            said = due_said(thing, self._bridge)
            item = QListWidgetItem(f"{thing.number} {thing.what} {said.words}")
            item.setData(_THING, thing)
            item.setData(_SAID, said)
            item.setData(_UNSEEN, self._reminders.is_unseen(thing))
            self.lines.addItem(item)
        words = translate("Bell", "Enter opens it · Esc back")
        self.hint.setText(words if self.lines.count() else translate("Bell", "Nothing is due."))
        self.hang(self._bell, _WIDTH, _WIDTH // 2)
        self.lines.setCurrentRow(0)
        self.lines.setFocus(Qt.FocusReason.ShortcutFocusReason)
        try:
            self._reminders.see_all()
        except EnvironmentProblem as problem:
            self.hint.setText(words_of(problem))

    def _count(self) -> None:
        self._bell.set_count(len(self._reminders.things), self._reminders.unseen())

    def _open(self, item: QListWidgetItem) -> None:
        thing: Any = item.data(_THING)
        assert isinstance(thing, DueThing)
        self.hide()
        self.opened.emit(thing.kind, thing.id)

    def _leave(self, back: bool) -> None:
        self.hide()
        if back and self._before is not None and self._before.isVisible():
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)
