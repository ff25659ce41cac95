# SPDX-License-Identifier: Apache-2.0
"""Open items in a panel, list after list, as reviews, hand-overs and meetings show them; Enter opens one in its tab."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QScrollArea, QWidget

from complaintdesk.day_fields import LIST_WORDS, told_lists
from complaintdesk.desk.open_items import ItemList, OpenItem
from complaintdesk.labels import translate
from complaintdesk.ui import look
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.look import Colour
from complaintdesk.ui.record_table import Column, RecordTable
from complaintdesk.ui.time_words import moment_words

_MOST = 200  # rows shown at once, in the panel that scrolls; the table itself scrolls beyond
_LATE = frozenset({ItemList.LATE, ItemList.MAJOR})


class ItemsTable(RecordTable):
    """What stands open; as high as it has rows."""

    asked_for = Signal(str, object)  # the record that a line is about: its kind and id

    def __init__(self, bridge: Bridge, name: str, empty: tuple[str, str]) -> None:
        self._items: Sequence[OpenItem] = ()
        self._bridge = bridge
        super().__init__(
            name,
            self._columns(),
            lambda ids: [self._items[at] for at in ids],
            settings=bridge.settings,
            accessible_name=translate("ItemsTable", "Open items"),
            empty=empty,
        )
        self.opened.connect(self._open)
        self.chosen.connect(self._bring_into_view)
        self.set_items(())

    def set_items(self, items: Sequence[OpenItem]) -> None:
        """Shows these."""
        self._items = items
        self.set_ids(array("q", range(len(items))))
        self.setFixedHeight((min(max(len(items), 2), _MOST) + 1) * look.ROW + look.GRID)

    def _bring_into_view(self, at: int | None) -> None:
        """Lets the panel around it scroll to the line chosen."""
        area: QWidget | None = self.parentWidget()
        while area is not None and not isinstance(area, QScrollArea):
            area = area.parentWidget()
        inside = area.widget() if area is not None else None
        if area is not None and inside is not None and at is not None:
            line = self.viewport().mapTo(inside, QPoint(0, self.visualRect(self.currentIndex()).center().y()))
            area.ensureVisible(0, line.y(), 0, look.ROW * 2)

    def _open(self, at: int) -> None:
        self.asked_for.emit(self._items[at].kind.value, self._items[at].id)

    def _columns(self) -> list[Column]:
        def due(item: OpenItem) -> str:
            now, zone = self._bridge.shown_now(), self._bridge.zone
            return "" if item.due_at is None else moment_words(item.due_at, now, zone)

        def lists(item: OpenItem) -> str:
            return " · ".join(map(list_words, told_lists(item.lists)))

        def tone(item: OpenItem) -> Colour:
            return Colour.LATE if _LATE.intersection(item.lists) else Colour.INK

        longest = QFontMetrics(look.font()).horizontalAdvance(f"{translate('Times', 'yesterday')} 00:00") + 22
        return [
            Column(translate("ItemsTable", "List"), 116, lists, tone),
            Column(translate("ItemsTable", "Number"), 124, lambda item: item.number, lambda _item: Colour.ACCENT),
            Column(translate("ItemsTable", "Place"), 110, lambda item: item.place, stretch=True),
            Column(translate("ItemsTable", "What"), 150, lambda item: item.content, stretch=True),
            Column(translate("ItemsTable", "Due"), longest, due, spare=True),
            Column(translate("ItemsTable", "Whose"), 76, lambda item: item.who, spare=True),
        ]


def list_words(name: ItemList) -> str:
    """What a list is called."""
    return translate("fields", LIST_WORDS[name])


def counts_words(counts: Mapping[ItemList, int]) -> str:
    """How many stand on each list: 逾期 3 · 未回单 2; '' where nothing does."""
    return " · ".join(f"{list_words(name)} {count}" for name, count in counts.items() if count)
