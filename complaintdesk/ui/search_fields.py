# SPDX-License-Identifier: Apache-2.0
"""The fields that the search box knows, read once and again when one of them changed; and the searches read by them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from complaintdesk.desk import searching
from complaintdesk.domain.search_words import Field, Offer, Search, offers, read_search
from complaintdesk.labels import language

if TYPE_CHECKING:
    from complaintdesk.ui.bridge import Bridge

_TABLES = frozenset({"place", "staff", "procedure_version"})  # what fields and values are named after
_COLONS = ":：﹕"


class SearchFields(QObject):
    """What is typed, read as the office calls things now."""

    def __init__(self, bridge: Bridge) -> None:
        super().__init__(bridge)
        self._bridge = bridge
        self._known: tuple[Field, ...] = ()
        bridge.changed.connect(self._forget)

    def known(self) -> tuple[Field, ...]:
        """All fields with their values."""
        if not self._known:
            self._known = self._bridge.ask(searching.fields, self._bridge.books)
        return self._known

    def read(self, text: str) -> Search:
        """What the text asks for; raises UserError for a filter that there isn't. Words alone ask the books nothing."""
        if any(colon in text for colon in _COLONS):
            return read_search(text, self.known(), self.today())
        return searching.plain(text)

    def offers(self, text: str) -> tuple[Offer, ...]:
        """What the last thing typed may be the beginning of."""
        return offers(text, self.known(), language() == "zh_CN")

    def today(self) -> date:
        """The office's day, by which days are read."""
        return self._bridge.local(self._bridge.now()).date()

    def _forget(self, tables: frozenset[str]) -> None:
        if tables & _TABLES:
            self._known = ()
