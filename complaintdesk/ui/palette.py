# SPDX-License-Identifier: Apache-2.0
"""What can be done, in one list by group: typing narrows it, by name or pinyin, Enter does the chosen one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget
from shiboken6 import isValid

from complaintdesk.desk.pinyin_table import pinyin_table
from complaintdesk.domain.pinyin import list_keys
from complaintdesk.labels import translate
from complaintdesk.ui import look
from complaintdesk.ui.hanging_list import HangingList, LinePainter
from complaintdesk.ui.inputs import LineInput
from complaintdesk.ui.look import Colour
from complaintdesk.ui.record_table import fitted

_WIDTH, _EDGE, _LABEL = 620, 14, 190  # px
_ENTRY = Qt.ItemDataRole.UserRole
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


@dataclass(frozen=True)
class Entry:
    """Something in the list; `reason` says why it can't be done now."""

    group: str  # its heading
    label: str
    words: str  # what it is for
    reason: str
    act: Callable[[], object]
    key: str = ""  # that does it without the list
    id: str = ""  # by which it is known to have been used; '' for what is not remembered
    also: tuple[str, ...] = ()  # what people call it besides, in small letters

    def rank(self, typed: str) -> int | None:
        """How well what is typed names it, 0 the best: its name, its beginning, a part, a word on it; None: not.

        Another word for it counts as its beginning does, the beginning of one as a part.
        """
        label, keys = self.label.casefold(), keywords(self.label)
        if typed == label or typed in keys:
            return 0
        others = [key for word in self.also for key in (word, *keywords(word))]
        if label.startswith(typed) or any(key.startswith(typed) for key in keys) or typed in others:
            return 1
        if typed in label or any(typed in key for key in keys) or any(key.startswith(typed) for key in others):
            return 2
        return 3 if typed in self.words.casefold() or any(typed in word for word in self.also) else None


@lru_cache(4096)
def keywords(words: str) -> tuple[str, ...]:
    """What something is found by besides its label: its pinyin."""
    return list_keys(words, pinyin_table())


class _EntryPainter(LinePainter):
    """Draws an entry: its name, what it is for or why it can't be done, its key; or the heading of a group."""

    line = 30

    def draw(self, painter: QPainter, rect: QRect, index: QModelIndex | QPersistentModelIndex) -> None:
        entry = index.data(_ENTRY)
        middle = int(Qt.AlignmentFlag.AlignVCenter)
        room = rect.adjusted(_EDGE, 0, -_EDGE, 0)
        if not isinstance(entry, Entry):
            painter.setFont(look.font(look.SIZE_SMALL, bold=True))
            painter.setPen(look.colour(Colour.SECOND))
            painter.drawText(room, middle, str(index.data()))
            return
        painter.setFont(look.font(look.SIZE_SMALL))
        for_key = painter.fontMetrics().horizontalAdvance(entry.key) + 12 if entry.key else 0
        painter.setPen(look.colour(Colour.SECOND))
        painter.drawText(room, middle | int(Qt.AlignmentFlag.AlignRight), entry.key)
        for text, role, size, left, width in (
            (entry.label, Colour.SECOND if entry.reason else Colour.INK, look.SIZE, 0, _LABEL),
            (entry.reason or entry.words, Colour.SECOND, look.SIZE_SMALL, _LABEL, room.width() - _LABEL - for_key),
        ):
            painter.setFont(look.font(size))
            painter.setPen(look.colour(role))
            shown, _ = fitted(painter.fontMetrics(), text, width - 8)
            painter.drawText(QRect(room.left() + left, room.top(), width, room.height()), middle, shown)


class _Box(LineInput):
    """The box above the list; the arrows and Enter are the list's, Esc and leaving shut it."""

    moves_on = False
    stepped = Signal(int)
    left = Signal(bool)  # True: by Esc, and the keyboard should go back

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _STEPS:
            self.stepped.emit(_STEPS[Qt.Key(event.key())])
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit(True)
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.left.emit(False)


class Palette(HangingList):
    """Hangs at the button that opens it, over the page; one is made for each time it is opened."""

    used = Signal(str)  # the id of what was done

    def __init__(self, window: QWidget, entries: Sequence[Entry], recent: Sequence[str] = ()) -> None:
        """`recent`: ids of what was done last, which come first."""
        lines = QListWidget()
        super().__init__(window, lines, _EntryPainter(lines), name=translate("Palette", "Deeds"), edge=_EDGE)
        known = {entry.id: entry for entry in entries if entry.id}
        last = translate("Palette", "Used last")
        self._recent = [replace(known[each], group=last) for each in recent if each in known]
        self._others = [entry for entry in entries if not entry.id or entry.id not in recent]
        self._before: QWidget | None = window.focusWidget()
        lines.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the box keeps the keyboard and moves in the list
        lines.setMouseTracking(True)
        lines.itemEntered.connect(self._hover)
        lines.itemClicked.connect(self._do)
        self.box = _Box(placeholder=translate("Palette", "What is to be done? Any part of its name, or pinyin"))
        self.box.textChanged.connect(self._fill)
        self.box.stepped.connect(self._step)
        self.box.left.connect(self._leave)
        self.box.returnPressed.connect(lambda: self._do(self.lines.currentItem()))
        self.put_above(self.box)

    def open(self, at: QWidget) -> None:
        """Shows it at a button, with the keyboard in its box."""
        self._fill("")
        self.hang(at, _WIDTH, at.width())
        self.box.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def open_in_the_middle(self, under: QWidget) -> None:
        """Shows it below a part of the window, in the window's middle, with the keyboard in its box."""
        self._fill("")
        corner = under.mapTo(self._window, under.rect().bottomRight())
        self.hang(under, _WIDTH, corner.x() - (self._window.width() - _WIDTH) // 2)
        self.box.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _fill(self, typed: str) -> None:
        """Lists what fits: by group while nothing is typed, else the best first; chooses the first that can be done."""
        typed = typed.strip().casefold()
        self.lines.clear()
        group = ""
        for entry in self._fitting(typed):
            if not typed and entry.group != group:
                heading = QListWidgetItem(entry.group)
                heading.setFlags(Qt.ItemFlag.NoItemFlags)
                self.lines.addItem(heading)
                group = entry.group
            item = QListWidgetItem(f"{entry.label} {entry.reason or entry.words}".strip())
            item.setData(_ENTRY, entry)
            item.setToolTip(look.tip("\n".join(part for part in (entry.words, entry.reason) if part)))
            if entry.reason:
                item.setFlags(Qt.ItemFlag.NoItemFlags)
            self.lines.addItem(item)
        keys = translate("Palette", "↓ ↑ choose · Enter does it · Esc back")
        self.hint.setText(keys if self.lines.count() else translate("Palette", "Nothing is called that."))
        self._step(1)

    def _fitting(self, typed: str) -> list[Entry]:
        entries = [*self._recent, *self._others]
        if not typed:
            return entries
        ranked = [(rank, entry) for entry in entries if (rank := entry.rank(typed)) is not None]
        return [entry for _rank, entry in sorted(ranked, key=lambda each: each[0])]

    def _step(self, step: int) -> None:
        """Chooses the next deed that can be done (1) or the one before (-1)."""
        at = self.lines.currentRow() + step
        while 0 <= at < self.lines.count():
            if self.lines.item(at).flags() & Qt.ItemFlag.ItemIsEnabled:
                self.lines.setCurrentRow(at)
                if at == 1:
                    self.lines.scrollToTop()  # with its heading
                return
            at += step

    def _hover(self, item: QListWidgetItem) -> None:
        if item.flags() & Qt.ItemFlag.ItemIsEnabled:
            self.lines.setCurrentItem(item)

    def _do(self, item: QListWidgetItem | None) -> None:
        if item is None or not item.flags() & Qt.ItemFlag.ItemIsEnabled:
            return
        entry = item.data(_ENTRY)
        assert isinstance(entry, Entry)
        self._leave(True)
        if entry.id:
            self.used.emit(entry.id)
        entry.act()

    def _leave(self, back: bool) -> None:
        if self.isHidden():
            return
        self.hide()
        before = self._before
        if back and before is not None and isValid(before) and before.isVisible():  # a line may have gone meanwhile
            before.setFocus(Qt.FocusReason.OtherFocusReason)
        self.deleteLater()
