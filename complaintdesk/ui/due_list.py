# SPDX-License-Identifier: Apache-2.0
"""The list under the bell: what is late, soon due, or to be followed up today; it opens the records."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from complaintdesk.desk.due_soon import DueThing
from complaintdesk.errors import EnvironmentProblem
from complaintdesk.labels import translate, words_of
from complaintdesk.ui import look
from complaintdesk.ui.bell import BellButton
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.look import Colour
from complaintdesk.ui.record_table import fitted
from complaintdesk.ui.reminders import Reminders, due_said
from complaintdesk.ui.style import rounded
from complaintdesk.ui.words import Column, Note

_LINE, _WIDTH, _EDGE, _NUMBER, _DUE = 34, 460, 14, 150, 150  # px
_THING, _SAID, _UNSEEN = (Qt.ItemDataRole.UserRole + at for at in range(3))


class _LinePainter(QStyledItemDelegate):
    """Draws a thing: its number, what is due, and how it stands."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        del option, index
        return QSize(100, _LINE)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        rect: QRect = option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, look.colour(Colour.ACCENT_GROUND))
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


class DueList(QFrame):
    """Hangs under the bell over the page, with the keyboard in it while it is open."""

    opened = Signal(str, object)  # kind and id of a thing

    def __init__(self, bridge: Bridge, reminders: Reminders, bell: BellButton, window: QWidget) -> None:
        super().__init__(window)
        self._bridge, self._reminders, self._bell, self._window = bridge, reminders, bell, window
        self._before: QWidget | None = None
        self.lines = _Lines()
        self.lines.setItemDelegate(_LinePainter(self.lines))
        self.lines.setFrameShape(QFrame.Shape.NoFrame)
        self.lines.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.lines.setAccessibleName(translate("Bell", "Due now"))
        self.lines.itemActivated.connect(self._open)
        self.lines.itemClicked.connect(self._open)
        self.lines.left.connect(self._leave)
        self._hint = Note(size=look.SIZE_NOTE)
        self._hint.setContentsMargins(_EDGE, 4, _EDGE, 4)
        column = Column(0)
        column.setContentsMargins(1, 6, 1, 2)
        column.addWidget(self.lines, 1)
        column.addWidget(self._hint)
        self.setLayout(column)
        reminders.changed.connect(self._count)
        bell.clicked.connect(self.toggle)
        self.hide()

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
        self._hint.setText(words if self.lines.count() else translate("Bell", "Nothing is due."))
        self._place()
        self.lines.setCurrentRow(0)
        self.lines.setFocus(Qt.FocusReason.ShortcutFocusReason)
        try:
            self._reminders.see_all()
        except EnvironmentProblem as problem:
            self._hint.setText(words_of(problem))

    def texts(self) -> list[str]:
        """What it lists, line by line."""
        return [self.lines.item(at).text() for at in range(self.lines.count())]

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        rounded(painter, self.rect().toRectF(), Colour.CARD, Colour.LINE)
        painter.end()

    def _place(self) -> None:
        corner = self._bell.mapTo(self._window, self._bell.rect().bottomRight())
        wanted = max(self.lines.count(), 1) * _LINE + self._hint.sizeHint().height() + 16
        height = min(wanted, self._window.height() - corner.y() - 2 * look.GAP)
        left = max(min(corner.x() - _WIDTH // 2, self._window.width() - _WIDTH - look.GAP), look.GAP)
        self.setGeometry(left, corner.y() + 4, _WIDTH, height)
        self.raise_()
        self.show()

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
