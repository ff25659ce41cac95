# SPDX-License-Identifier: Apache-2.0
"""Open items in a panel, list after list, as reviews, hand-overs and meetings show them; Enter opens one in its tab."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QFontMetrics

from complaintdesk.day_fields import LIST_WORDS, told_lists
from complaintdesk.desk.open_items import ItemList, OpenItem
from complaintdesk.labels import translate
from complaintdesk.ui import look
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.look import Colour
from complaintdesk.ui.record_table import Column
from complaintdesk.ui.tabs.panel_table import PanelTable
from complaintdesk.ui.time_words import moment_words

_LATE = frozenset({ItemList.LATE, ItemList.MAJOR})


class ItemsTable(PanelTable):
    """What stands open."""

    asked_for = Signal(str, object)  # the record that a line is about: its kind and id

    def __init__(self, bridge: Bridge, name: str, empty: tuple[str, str]) -> None:
        self._bridge = bridge
        super().__init__(
            name,
            self._columns(),
            settings=bridge.settings,
            accessible_name=translate("ItemsTable", "Open items"),
            empty=empty,
        )
        self.opened.connect(self._open)

    def set_items(self, items: Sequence[OpenItem]) -> None:
        """Shows these."""
        self.set_rows(items)

    def _open(self, at: int) -> None:
        self.asked_for.emit(self.rows[at].kind.value, self.rows[at].id)

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
