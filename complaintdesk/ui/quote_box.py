# SPDX-License-Identifier: Apache-2.0
"""What a job costs, put together line by line from the price list while the client is on the phone (R-WO-07)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from complaintdesk.desk import price_pages
from complaintdesk.desk.price_records import PriceItemRecord, QuoteDraft, kept_line, line_kept
from complaintdesk.desk.quote_making import ONE, OWNER, Wish, lines_for, shares_units
from complaintdesk.domain.money import parse_yuan
from complaintdesk.domain.price_rates import Basis
from complaintdesk.domain.quantities import read_quantities
from complaintdesk.errors import QT_TRANSLATE_NOOP, MissingFields, UserError
from complaintdesk.labels import translate
from complaintdesk.ui import look
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.buttons import Button, Choices
from complaintdesk.ui.dialogs import Dialog
from complaintdesk.ui.form_rows import FieldRow, Fields
from complaintdesk.ui.inputs import FilterBox, LineInput
from complaintdesk.ui.look import Colour, Tone
from complaintdesk.ui.price_words import (
    item_words,
    line_words,
    problem_words,
    rate_words,
    spoken_words,
    sum_words,
    terms_words,
)
from complaintdesk.ui.quote_extras import QuoteExtras
from complaintdesk.ui.words import Banner, Column, Note, Row, Text

_TO = re.compile(r"[-~～–—至到]")
_LABELS = 104  # px
_WIDTH = 640


class QuoteBox(QWidget):
    """An item found by letters, how many of it, what the list leaves open; Add puts it among the lines."""

    changed = Signal()  # the lines
    edited = Signal()  # anything, by a person

    def __init__(self, bridge: Bridge, lines: Sequence[QuoteDraft] = ()) -> None:
        super().__init__()
        self.bridge = bridge
        self.lines: tuple[QuoteDraft, ...] = tuple(lines)
        today = bridge.local(bridge.now()).date()
        self._items = {item.id: item for item in bridge.ask(price_pages.items_in_force, today)}
        self.fields = Fields()
        self.banner = Banner()
        self.item = FilterBox(
            placeholder=translate("QuoteBox", "A few letters, pinyin or words"), name=translate("QuoteBox", "Service")
        )
        self.item.set_choices([(item.id, item_words(item), item.pinyin_keys) for item in self._items.values()])
        self.rate = Choices((), wrap=True, name=translate("QuoteBox", "Which price"))
        self.material = Choices((), wrap=True, optional=True, name=translate("QuoteBox", "Material"))
        self.quantity = LineInput(name=translate("QuoteBox", "How many"))
        self.material_quantity = LineInput(name=translate("QuoteBox", "How much material"))
        self.by_hand = LineInput(placeholder="80 / 50-80", name=translate("QuoteBox", "Price by hand"))
        self.of_price = LineInput(name=translate("QuoteBox", "Price that it is a share of"))
        self._boxes = {
            "quantity": self.quantity,
            "material_quantity": self.material_quantity,
            "by_hand": self.by_hand,
            "of_price": self.of_price,
        }
        self.extras = QuoteExtras(self.fields)
        self._said = Note(wrap=True)
        self._problem = Text(wrap=True, role=Colour.SOON)
        self.add = Button(translate("QuoteBox", "Add"), "Alt+Enter", icon="plus")
        self.add.clicked.connect(self.add_item)
        self.total = Text(bold=True)
        self.spoken = Text(wrap=True, selectable=True, role=Colour.ACCENT)
        self._shown = Column(4)
        self._lay_out()
        self.item.changed.connect(lambda _id: self._show_item())
        self.item.entered.connect(self.quantity.setFocus)
        self.material.changed.connect(lambda _at: self._show_material_quantity())
        self.rate.changed.connect(lambda _at: self._show_units())
        for signal in (
            self.changed,
            self.item.editTextChanged,
            self.rate.changed,
            self.material.changed,
            self.extras.edited,
        ):
            signal.connect(self._tell_edited)
        self.extras.entered.connect(self.add_item)
        for box in self._boxes.values():
            box.returnPressed.connect(self.add_item)
            box.textEdited.connect(self._tell_edited)
        self._show_item()
        self._show_lines()

    def _lay_out(self) -> None:
        column = Column(look.GRID)
        for name, words, field in (
            ("item", translate("QuoteBox", "Service"), self.item),
            ("rate", translate("QuoteBox", "Price"), self.rate),
            ("material", translate("QuoteBox", "Material"), self.material),
            ("quantity", translate("QuoteBox", "How many"), self.quantity),
            ("material_quantity", translate("QuoteBox", "Material used"), self.material_quantity),
            ("by_hand", translate("QuoteBox", "By hand, yuan"), self.by_hand),
            ("of_price", translate("QuoteBox", "Share of, yuan"), self.of_price),
        ):
            row = FieldRow(words, field, label_width=_LABELS, above=False)
            self.fields[name] = row
            column.addWidget(row)
            if name == "item":
                column.addWidget(self._said)
                column.addWidget(self._problem)
        column.addWidget(self.extras)
        line = Row(self.add)
        line.addStretch(1)
        column.addLayout(line)
        column.addWidget(self.banner)
        column.addLayout(self._shown)
        column.addWidget(self.total)
        column.addWidget(self.spoken)
        self.setLayout(column)

    def _chosen(self) -> PriceItemRecord | None:
        return self._items.get(self.item.value)

    def _show_item(self) -> None:
        """Asks what this item's price depends on, and nothing else."""
        item = self._chosen()
        terms = None if item is None else item.terms
        rates = () if terms is None else terms.fee.rates
        self.rate.set_choices([(at, rate_words(rate)) for at, rate in enumerate(rates)])
        self.rate.set_value(0 if rates else None)
        choices = [] if terms is None else [(at, rate_words(rate)) for at, rate in enumerate(terms.material.rates)]
        if terms is not None and terms.material.owner_may and choices:
            choices.append((OWNER, translate("QuoteBox", "the owner's own")))
        self.material.set_choices(choices)
        self.material.set_value(choices[0][0] if len(choices) in (1, 2) else None)
        self.fields["rate"].setVisible(len(rates) > 1)
        self.fields["material"].setVisible(bool(choices))
        self.fields["quantity"].setVisible(terms is not None and terms.fee.basis is not Basis.PERCENT)
        self.fields["by_hand"].setVisible(terms is not None and terms.is_by_hand)
        self.fields["of_price"].setVisible(terms is not None and terms.fee.basis is Basis.PERCENT)
        self._said.setText("" if terms is None else terms_words(terms))
        if item is not None and item.note:
            self._said.setText(f"{self._said.text()}\n{item.note}")
        self._problem.setText("" if terms is None else problem_words(terms))
        self._problem.setVisible(terms is not None and bool(terms.problems()))
        self.extras.show_terms(terms)
        for box in self._boxes.values():
            box.clear()
        self._show_units()
        self.add.setEnabled(item is not None)
        self.fields.clear_problems()

    def _tell_edited(self, *_what: object) -> None:
        self.edited.emit()

    def _show_units(self) -> None:
        item = self._chosen()
        units = ("",) if item is None else self._units(item)
        self.quantity.setPlaceholderText("1 " + " × ".join(units))
        self.extras.show_units(units)
        self._show_material_quantity()

    def _units(self, item: PriceItemRecord) -> tuple[str, ...]:
        """What is counted of the item, by the price chosen."""
        rates = item.terms.fee.rates
        return rates[self.rate.value or 0].units if rates else (item.unit,)

    def _show_material_quantity(self) -> None:
        item, at = self._chosen(), self.material.value
        own = False
        if item is not None and at is not None and at != OWNER:
            rates = item.terms.fee.rates
            own = not shares_units(item.terms.material, at, rates[self.rate.value or 0] if rates else None)
            self.material_quantity.setPlaceholderText(f"1 {item.terms.material.rates[at].unit}")
        self.fields["material_quantity"].setVisible(own)

    def add_item(self) -> None:
        """Puts the item among the lines; says beside the box what is missing."""
        item = self._chosen()
        if item is None:
            self.fields["item"].set_problem(translate("QuoteBox", "Choose a service of the list."))
            return
        try:
            lines = lines_for(item, self._wish(item))
        except UserError as error:
            self.fields.refuse(error, self.banner)
            return
        self.banner.clear()
        self.lines = (*self.lines, *lines)
        self.item.set_value(None)
        self._show_lines()
        self.item.setFocus()
        self.changed.emit()

    def _wish(self, item: PriceItemRecord) -> Wish:
        terms = item.terms
        counted = _counted(self.quantity.text(), "quantity", self._units(item))
        own = not self.fields["material_quantity"].isHidden()
        if self.material.value is None and terms.material.rates:
            words = QT_TRANSLATE_NOOP("errors", "Which material, or the owner's own?")
            raise MissingFields({"material": words})
        return Wish(
            rate=self.rate.value or 0,
            counted=counted,
            material=self.material.value,
            material_counted=_counted(self.material_quantity.text(), "material_quantity", ("",)) if own else counted,
            extras=self.extras.extras(counted),
            surcharge=self.extras.surcharge(),
            by_hand=_range(self.by_hand.text()),
            of_price=_amount(self.of_price.text(), "of_price"),
        )

    def _show_lines(self) -> None:
        while (taken := self._shown.takeAt(0)) is not None:
            if (widget := taken.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for at, line in enumerate(self.lines):
            words = Text(line_words(line), wrap=True, selectable=True)
            remove = Button("", icon="x", flat=True, tip=translate("QuoteBox", "Take this line out"))
            remove.setAccessibleName(translate("QuoteBox", "Take out {line}").format(line=line.name))
            remove.clicked.connect(partial(self._remove, at))
            row = QWidget()
            inside = Row(words, remove)
            inside.setStretch(0, 1)
            row.setLayout(inside)
            self._shown.addWidget(row)
        self.total.setText(sum_words(self.lines) if self.lines else "")
        self.spoken.setText(spoken_words(self.lines))
        self.spoken.setVisible(bool(self.lines))

    def _remove(self, at: int) -> None:
        self.lines = (*self.lines[:at], *self.lines[at + 1 :])
        self._show_lines()
        self.item.setFocus()
        self.changed.emit()

    def typed(self) -> dict[str, Any]:
        """The lines, and what is asked of an item that is not among them yet; can be kept as JSON."""
        return {
            "lines": [kept_line(line) for line in self.lines],
            "item": self.item.value,
            "item_typed": self.item.typed,
            "rate": self.rate.value,
            "material": self.material.value,
            **self.extras.typed(),
            **{name: box.text() for name, box in self._boxes.items()},
        }

    def put(self, typed: Mapping[str, Any]) -> None:
        """Puts back what `typed` gave; an item that the list has no more stays in words."""
        self.lines = tuple(line_kept(line) for line in typed["lines"])
        self._show_lines()
        self.item.set_value(typed["item"] if typed["item"] in self._items else None)
        if self.item.value is None:
            self.item.setEditText(typed["item_typed"])
            return
        terms = self._items[self.item.value].terms
        if typed["rate"] in range(len(terms.fee.rates)):
            self.rate.set_value(typed["rate"])
        owner = (OWNER,) if terms.material.owner_may and terms.material.rates else ()
        if typed["material"] in (None, *owner, *range(len(terms.material.rates))):
            self.material.set_value(typed["material"])
        for name, box in self._boxes.items():
            box.setText(typed[name])
        self.extras.put(typed)

    def has_list(self) -> bool:
        """Whether a price list is in force."""
        return bool(self._items)

    def take(self) -> tuple[QuoteDraft, ...]:
        """The lines; an item that is chosen and not added yet counts too. Raises UserError beside its box."""
        if self._chosen() is not None:
            item = self._items[self.item.value]
            return (*self.lines, *lines_for(item, self._wish(item)))
        return self.lines


class QuoteDialog(Dialog):
    """The lines of a quote, put together over a form; `lines` are what was taken."""

    help_page = "fees"

    def __init__(self, parent: QWidget, bridge: Bridge, lines: Sequence[QuoteDraft]) -> None:
        super().__init__(parent, translate("QuoteBox", "What it costs"), width=_WIDTH)
        self.quote = QuoteBox(bridge, lines)
        self.lines = tuple(lines)
        self.fields = self.quote.fields
        self.box.addWidget(self.quote)
        self.box.addStretch(1)
        if not self.quote.has_list():
            words = translate("QuoteBox", "No price list is in force: a supervisor takes one in under Settings.")
            self.banner.say(words, Tone.SOON)
        self.add_buttons(translate("QuoteBox", "Take this price"))
        self.quote.item.setFocus()

    def take(self) -> None:
        self.lines = self.quote.take()


def _counted(text: str, field: str, units: Sequence[str]) -> tuple[Decimal, ...]:
    """The numbers in 30, 30x2, 2次×30㎡, in the units' order; 1 where nothing is typed."""
    try:
        return read_quantities(text, units) or (ONE,)
    except UserError as error:
        raise UserError(error.text, field=field, **error.values) from error


def _amount(text: str, field: str) -> Decimal | None:
    if not text.strip():
        return None
    try:
        return parse_yuan(text)
    except UserError as error:
        raise UserError(error.text, field=field, **error.values) from error


def _range(text: str) -> tuple[Decimal, Decimal] | None:
    """80, or 50-80, in yuan."""
    parts = [_amount(part, "by_hand") for part in _TO.split(text) if part.strip()]
    found = [part for part in parts if part is not None]
    if len(found) > 2:
        raise UserError(QT_TRANSLATE_NOOP("errors", "Write one price, or from-to: 50-80."), field="by_hand")
    return (found[0], found[-1]) if found else None
