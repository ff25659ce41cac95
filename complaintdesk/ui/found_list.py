# SPDX-License-Identifier: Apache-2.0
"""The list under the search box: what was found, by kind, with the words that matched; the keyboard stays above."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QPainter
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from complaintdesk.desk.finding import Group, Hit
from complaintdesk.domain.excerpts import marks_in
from complaintdesk.domain.search_words import Offer
from complaintdesk.errors import QT_TRANSLATE_NOOP
from complaintdesk.labels import translate
from complaintdesk.ui import look
from complaintdesk.ui.hanging_list import HangingList, LinePainter
from complaintdesk.ui.look import Colour
from complaintdesk.ui.record_table import fitted

WIDTH = 700
_TITLE, _WHOSE, _EDGE = 152, 236, 12  # px
_HIT, _GROUP, _OFFER = (Qt.ItemDataRole.UserRole + at for at in range(3))
NAMES = {
    "case": QT_TRANSLATE_NOOP("FoundList", "Cases"),
    "order": QT_TRANSLATE_NOOP("FoundList", "Work orders"),
    "place": QT_TRANSLATE_NOOP("FoundList", "Households and people"),
    "follow_up": QT_TRANSLATE_NOOP("FoundList", "Follow-ups"),
}


class _HitPainter(LinePainter):
    """Draws a hit in three parts, the words that matched in the accent, or the name of a group."""

    line = 32

    def draw(self, painter: QPainter, rect: QRect, index: QModelIndex | QPersistentModelIndex) -> None:
        hit = index.data(_HIT)
        if isinstance(hit, Hit):
            self._draw_hit(painter, rect, hit)
            return
        opens = bool(index.flags() & Qt.ItemFlag.ItemIsEnabled)
        painter.setFont(look.font(look.SIZE_SMALL, bold=not opens))
        painter.setPen(look.colour(Colour.ACCENT if opens else Colour.SECOND))
        words, _ = fitted(painter.fontMetrics(), index.data(), rect.width() - 2 * _EDGE)
        painter.drawText(rect.adjusted(_EDGE, 0, -_EDGE, 0), int(Qt.AlignmentFlag.AlignVCenter), words)

    @staticmethod
    def _draw_hit(painter: QPainter, rect: QRect, hit: Hit) -> None:
        # A household is called longer than a number, and is about no words.
        title = _TITLE if hit.words else _TITLE + _WHOSE // 2
        left = rect.left() + _EDGE
        last = rect.right() - _EDGE
        parts = [(hit.title, Colour.ACCENT, left, left + title), (hit.whose, Colour.INK, left + title, last)]
        if hit.words:
            parts[1] = (hit.whose, Colour.INK, left + title, left + title + _WHOSE)
            parts.append((hit.words, Colour.SECOND, left + title + _WHOSE, last))
        for text, role, start, end in parts:
            _draw_marked(painter, QRect(start, rect.top(), end - start - _EDGE, rect.height()), text, role, hit.marks)


def _draw_marked(painter: QPainter, box: QRect, text: str, role: Colour, marks: Sequence[str]) -> None:
    """Draws the text cut to the box, the marks in it bold on the accent's ground."""
    painter.setFont(look.font(bold=True))
    shown, _ = fitted(painter.fontMetrics(), text, box.width())  # as if all were bold, which is wider
    at, x = 0, box.left()
    pieces: list[tuple[str, bool]] = []
    for start, end in marks_in(shown, marks):
        pieces += [(shown[at:start], False), (shown[start:end], True)]
        at = end
    for piece, marked in (*pieces, (shown[at:], False)):
        painter.setFont(look.font(bold=marked))
        painter.setPen(look.colour(Colour.ACCENT if marked else role))
        width = painter.fontMetrics().horizontalAdvance(piece)
        painter.drawText(QRect(x, box.top(), width + 2, box.height()), int(Qt.AlignmentFlag.AlignVCenter), piece)
        x += width


def _count(group: Group) -> str:
    """How many were found: 12, or 500+ where there are more than were counted."""
    return f"{len(group.ids)}+" if group.more else f"{len(group.ids)}"


class FoundList(HangingList):
    """Hangs under the search box over the page; is moved in by whoever has the keyboard, or with the mouse."""

    opened = Signal(str, object)  # kind and id of a hit
    all_asked_for = Signal(object)  # the Group of which all are wanted
    offer_taken = Signal(str)  # what the box is to hold now

    def __init__(self, window: QWidget) -> None:
        lines = QListWidget()
        super().__init__(window, lines, _HitPainter(lines), name=translate("FoundList", "Found"), edge=_EDGE)
        self.hint.setWordWrap(True)
        lines.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the box above keeps the keyboard and moves in the list
        lines.setMouseTracking(True)
        lines.itemEntered.connect(self._hover)
        lines.itemClicked.connect(self._open)

    def show_groups(
        self, groups: Sequence[Group], under: QWidget, offers: Sequence[Offer] = (), problem: str = ""
    ) -> None:
        """Lists what was found under this box, above it the filters that are offered; nothing is chosen yet.

        `problem` says why nothing was looked for.
        """
        self.lines.clear()
        if offers:
            self._add(translate("FoundList", "Filter by"), None, opens=False)
        for offer in offers:
            self._add(offer.words, None, offer=offer)
        for group in groups:
            self._add(f"{translate('FoundList', NAMES[group.kind])} {_count(group)}", group, opens=False)
            for hit in group.hits:
                self._add(" ".join(part for part in (hit.title, hit.whose, hit.words) if part), group, hit=hit)
            if group.more or len(group.ids) > len(group.hits):
                words = translate("FoundList", "all {count}…").format(count=_count(group))
                self._add(words, group)
        if problem:
            self._say(problem)
        elif groups or offers:
            keys = translate("FoundList", "↓ choose · Enter opens it, or stays with the list in view · Esc back")
            self.hint.setText(keys)
            counts = ", ".join(f"{translate('FoundList', NAMES[group.kind])} {_count(group)}" for group in groups)
            self._announce(counts)
        else:
            self._say(translate("FoundList", "Nothing matches: try fewer words, a room or a phone's last four digits."))
        width = min(WIDTH, self._window.width() - 2 * look.GAP)
        self.hang(under, width, width)

    def _say(self, words: str) -> None:
        self.hint.setText(words)
        self._announce(words)

    def step(self, step: int) -> None:
        """Chooses the next line that opens something (1) or the one before (-1); before the first none is chosen."""
        at = self.lines.currentRow() + step
        while 0 <= at < self.lines.count() and not self.lines.item(at).flags() & Qt.ItemFlag.ItemIsEnabled:
            at += step
        if at >= self.lines.count():
            return
        self.lines.setCurrentRow(max(at, -1))
        item = self.lines.currentItem()
        if item is not None:
            self._announce(item.text())

    def open_chosen(self) -> bool:
        """Opens the chosen line, and says whether one is chosen."""
        item = self.lines.currentItem()
        if self.isHidden() or item is None:
            return False
        self._open(item)
        return True

    def _add(
        self, words: str, group: Group | None, *, hit: Hit | None = None, offer: Offer | None = None, opens: bool = True
    ) -> None:
        item = QListWidgetItem(words)
        item.setData(_HIT, hit)
        item.setData(_OFFER, offer)
        item.setData(_GROUP, group)
        if not opens:
            item.setFlags(Qt.ItemFlag.NoItemFlags)
        self.lines.addItem(item)

    def _hover(self, item: QListWidgetItem) -> None:
        if item.flags() & Qt.ItemFlag.ItemIsEnabled:
            self.lines.setCurrentItem(item)

    def _open(self, item: QListWidgetItem) -> None:
        group, hit, offer = item.data(_GROUP), item.data(_HIT), item.data(_OFFER)
        if offer is not None:
            self.offer_taken.emit(offer.text)
        elif hit is not None:
            self.opened.emit(group.kind, hit.id)
        elif item.flags() & Qt.ItemFlag.ItemIsEnabled:
            self.all_asked_for.emit(group)

    def _announce(self, words: str) -> None:
        """Lets a screen reader say what changed: the keyboard is not here, so it would not notice."""
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))
