# SPDX-License-Identifier: Apache-2.0
"""What the panels of the office's day share: a record is taken down, shown, and taken back; some are sheets."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Signal

from complaintdesk.desk.open_items import ItemList, OpenItem
from complaintdesk.labels import translate
from complaintdesk.ui import look
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.buttons import Button
from complaintdesk.ui.facts import Facts
from complaintdesk.ui.look import Tone
from complaintdesk.ui.tabs.case_words import joined
from complaintdesk.ui.tabs.day_steps import ReasonForm
from complaintdesk.ui.tabs.items_table import ItemsTable, counts_words
from complaintdesk.ui.tabs.record_panel import RecordPanel
from complaintdesk.ui.time_words import Said
from complaintdesk.ui.words import Column, Pill, Row, Text, Title

ADD, VOID = "add", "void"


class DayPanel(RecordPanel):
    """Shows one record of the day, its name and words above its facts; takes new ones down and one back."""

    saved = Signal(object)  # the id of a record just written

    def __init__(self, bridge: Bridge, slots: str, nothing: str, taking_back: str) -> None:
        """`taking_back` is on the button that takes the record back."""
        super().__init__(bridge, slots, nothing)
        self.name, self.standing = Title(), Pill()
        self.words, self.facts = Text(wrap=True, selectable=True), Facts()
        self.void = Button(taking_back, also=("Ctrl+Delete",), icon="ban", flat=True)
        self.void.clicked.connect(lambda: self.ask(VOID))

    def _lay_out_day(self, *deeds: Button, told: Sequence[Text | ItemsTable] = ()) -> None:
        """Puts what else is told below the facts, and the deeds in a row, taking back the last of them."""
        head = Row(self.name, self.standing)
        head.addStretch(1)
        body = Column(look.GAP)
        for part in (self.words, self.facts, *told):
            body.addWidget(part)
        body.addStretch(1)
        row = Row(*deeds, self.void)
        row.addStretch(1)
        self._lay_out(head, body, row)

    def show_nothing(self) -> None:
        """Shows no record any more."""
        self.slot.put_away()
        self.record_id = None
        self._make_room("")

    def add(self) -> None:
        """Opens the area for a new record, with what was left half-typed there."""
        self.show_nothing()
        self.ask(ADD)

    def _make_room(self, step: str) -> None:
        super()._make_room(step)
        self.head.setVisible(self.record_id is not None and step != ADD and step not in self.large)

    def _done(self, step: str, result: Any) -> None:
        self._make_room("")
        if step == ADD:
            self.saved.emit(result)
        elif self.record_id is not None:
            self.show_done(self.record_id)
        self.banner.say(self._said(step), Tone.GOOD)
        self.settled.emit()

    def _said(self, step: str) -> str:
        """What was done, in words."""
        raise NotImplementedError


class DaySheetPanel(DayPanel):
    """Shows a sheet: also what stood open when it was written, list by list, and prints it."""

    def __init__(self, bridge: Bridge, slots: str, nothing: str, none_open: str) -> None:
        """`none_open` is said where nothing stood open."""
        super().__init__(bridge, slots, nothing, translate("DaySheetPanel", "Take back…"))
        self.counts = Title(size=look.SIZE)
        self.items = ItemsTable(bridge, f"{slots.rstrip('/')}_items", (none_open, ""))
        self.items.asked_for.connect(self.asked_for)
        self.print = Button(translate("DaySheetPanel", "Print"), "Ctrl+P", icon="printer")

    def _lay_out_sheet(self, first: Button) -> None:
        """Lays the sheet out, with this deed before printing and taking back."""
        self._lay_out_day(first, self.print, told=(self.counts, self.items))

    def _tell_items(self, title: str, counts: Mapping[ItemList, int], items: Sequence[OpenItem]) -> None:
        self.counts.setText(joined((title, counts_words(counts))))
        self.items.set_items(items)

    def _stand(self, void_reason: str, otherwise: Said) -> None:
        """Says beside the name that the sheet was taken back, or else this."""
        if void_reason:
            otherwise = Said(translate("DaySheetPanel", "taken back"), Tone.SOON)
        self.standing.set_words(otherwise.words, otherwise.tone)

    def _taking_back(self, title: str, act: Callable[[str], object]) -> ReasonForm:
        """The area in which the reason is asked for; `act` does the deed with it."""
        return ReasonForm(title, translate("DaySheetPanel", "Take back"), act)

    def _say_printed(self, said: str | None) -> None:
        """Says what came of printing, if anything did."""
        if said is not None:
            self.banner.say(said, Tone.GOOD)
