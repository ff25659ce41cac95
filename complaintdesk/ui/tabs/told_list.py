# SPDX-License-Identifier: Apache-2.0
"""Records on one line each within a card: when, which, what, and at the right where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex
from PySide6.QtGui import QPainter, QStandardItem
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from complaintdesk.ui import look
from complaintdesk.ui.look import Colour
from complaintdesk.ui.record_table import fitted
from complaintdesk.ui.tabs.case_words import joined
from complaintdesk.ui.tabs.short_list import ID, LinePainter, ShortList

_LINE = ID + 1
_LEAD = 130  # px at most of what stands before the words


@dataclass(frozen=True)
class ToldLine:
    """A record on one line; what is open stands out."""

    id: int
    lead: tuple[str, ...]
    words: str
    end: str
    is_open: bool = False


class _Painter(LinePainter):
    height = 26

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        line: ToldLine = index.data(_LINE)
        rect = option.rect
        seen = self.parent()
        if option.state & QStyle.StateFlag.State_Selected and isinstance(seen, ToldList) and seen.hasFocus():
            painter.fillRect(rect, look.colour(Colour.ACCENT_GROUND))
        painter.setFont(look.font(look.SIZE_SMALL, bold=line.is_open))
        metrics = painter.fontMetrics()
        base = rect.center().y() + (metrics.ascent() - metrics.descent()) // 2
        width = metrics.horizontalAdvance(line.end)
        painter.setPen(look.colour(Colour.SOON if line.is_open else Colour.SECOND))
        painter.drawText(rect.right() - 6 - width, base, line.end)
        left = rect.left() + 6
        parts = [*((part, Colour.SECOND, _LEAD) for part in line.lead if part), (line.words, Colour.INK, rect.width())]
        for text, ink, most in parts:
            shown, used = fitted(metrics, text.replace("\n", " "), min(rect.right() - 14 - width - left, most))
            painter.setPen(look.colour(ink))
            painter.drawText(left, base, shown)
            left += used + 8


class ToldList(ShortList):
    """As high as it has lines; none takes no room."""

    def __init__(self, name: str) -> None:
        super().__init__(name, _Painter)

    def set_lines(self, lines: Sequence[ToldLine]) -> None:
        """Shows these in their order."""
        items = []
        for line in lines:
            item = QStandardItem(joined((*line.lead, line.words, line.end)))
            item.setData(line.id, ID)
            item.setData(line, _LINE)
            item.setToolTip(look.tip(item.text()))
            items.append(item)
        self.put(items)
        self.setVisible(bool(lines))
