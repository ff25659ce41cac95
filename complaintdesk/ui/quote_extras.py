# SPDX-License-Identifier: Apache-2.0
"""What comes on top of an item's price: a tick for each extra, with how many of it, and one for each surcharge."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from complaintdesk.domain.price_rates import Terms
from complaintdesk.domain.quantities import read_quantities, same_unit
from complaintdesk.errors import QT_TRANSLATE_NOOP, UserError
from complaintdesk.labels import translate
from complaintdesk.ui import look
from complaintdesk.ui.buttons import TickBox
from complaintdesk.ui.flow import Flow
from complaintdesk.ui.form_rows import FieldRow, Fields
from complaintdesk.ui.inputs import LineInput
from complaintdesk.ui.price_words import rate_words

ONE = Decimal(1)
_WIDTH = 96  # px of a quantity


class QuoteExtras(QWidget):
    """The ticks, and beside one of a unit of its own, or none, how many: of the item's there are as many as of it."""

    edited = Signal()
    entered = Signal()  # Enter where a quantity is typed

    def __init__(self, fields: Fields) -> None:
        """`fields` get a row for each quantity: what is wrong with it is said there."""
        super().__init__()
        self._fields = fields
        self._terms: Terms | None = None
        self._units: Sequence[str] = ()
        self.ticks: list[TickBox] = []
        self.counts: list[LineInput] = []  # one an extra
        self._line = Flow(look.GRID, 4)
        self.setLayout(self._line)

    def show_terms(self, terms: Terms | None) -> None:
        """Shows what can come on top of this item's price; nothing is ticked."""
        for name in self._names():
            del self._fields[name]
        while (taken := self._line.takeAt(0)) is not None:
            if (widget := taken.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._terms, self.ticks, self.counts = terms, [], []
        for at, rate in enumerate(() if terms is None else terms.extras):
            self._add_tick(rate_words(rate)).toggled.connect(partial(self._show_count, at))
            self._add_count(at, rate_words(rate), rate.unit)
        for each in () if terms is None else terms.surcharges:
            self._add_tick(f"{each.label} +{each.percent}%")
        self.setVisible(bool(self.ticks))

    def _names(self) -> tuple[str, ...]:
        return tuple(f"extra_{at}" for at in range(len(self.counts)))

    def _add_tick(self, words: str) -> TickBox:
        tick = TickBox(words)
        tick.toggled.connect(lambda _on: self.edited.emit())
        self._line.addWidget(tick)
        self.ticks.append(tick)
        return tick

    def _add_count(self, at: int, words: str, unit: str) -> None:
        count = LineInput(
            placeholder=f"1 {unit}".strip(), name=translate("QuoteBox", "How many: {extra}").format(extra=words)
        )
        count.setFixedWidth(_WIDTH)
        count.textEdited.connect(lambda _text: self.edited.emit())
        count.returnPressed.connect(self.entered)
        self.counts.append(count)
        self._fields[f"extra_{at}"] = FieldRow("", count, stretch=False)
        self._fields[f"extra_{at}"].hide()
        self._line.addWidget(self._fields[f"extra_{at}"])

    def show_units(self, units: Sequence[str]) -> None:
        """What is counted of the item is this: an extra of the same unit needs no quantity of its own."""
        self._units = units
        for at in range(len(self.counts)):
            self._show_count(at)

    def _show_count(self, at: int, *_on: object) -> None:
        self._fields[f"extra_{at}"].setVisible(self.ticks[at].isChecked() and self._is_counted_apart(at))

    def _is_counted_apart(self, at: int) -> bool:
        assert self._terms is not None
        unit = self._terms.extras[at].unit
        return not unit or not any(same_unit(each, unit) for each in self._units)

    def extras(self, counted: Sequence[Decimal]) -> tuple[tuple[int, Decimal], ...]:
        """The ticked extras with how many of each; raises UserError beside a quantity that is none.

        `counted` is how many there are of each of the item's units.
        """
        return tuple((at, self._count(at, counted)) for at in range(len(self.counts)) if self.ticks[at].isChecked())

    def _count(self, at: int, counted: Sequence[Decimal]) -> Decimal:
        assert self._terms is not None
        unit = self._terms.extras[at].unit
        if self._is_counted_apart(at):
            try:
                return (*read_quantities(self.counts[at].text(), (unit,)), ONE)[0]
            except UserError as error:
                raise UserError(error.text, field=f"extra_{at}", **error.values) from error
        shared = zip(self._units, counted, strict=False)
        return next((number for each, number in shared if same_unit(each, unit)), ONE)

    def surcharge(self) -> int | None:
        """The one ticked, None for none; raises UserError for several."""
        ticked = [at for at, tick in enumerate(self.ticks[len(self.counts) :]) if tick.isChecked()]
        if len(ticked) > 1:
            raise UserError(QT_TRANSLATE_NOOP("errors", "One surcharge at a time; for both, write the price told."))
        return ticked[0] if ticked else None

    def typed(self) -> dict[str, Any]:
        """What is ticked and typed; can be kept as JSON."""
        return {"ticks": [tick.isChecked() for tick in self.ticks], "extras": [each.text() for each in self.counts]}

    def put(self, typed: Mapping[str, Any]) -> None:
        """Puts back what `typed` gave."""
        for tick, ticked in zip(self.ticks, typed["ticks"], strict=False):
            tick.setChecked(ticked)
        for count, words in zip(self.counts, typed["extras"], strict=False):
            count.setText(words)
