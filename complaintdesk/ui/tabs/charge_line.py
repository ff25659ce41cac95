# SPDX-License-Identifier: Apache-2.0
"""Who pays for a job, and the price that the client was told and agreed to (R-WO-07), as one line of a form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from complaintdesk.desk import price_pages
from complaintdesk.desk.price_records import QuoteDraft, quoted_sum
from complaintdesk.domain.money import parse_yuan, show_yuan
from complaintdesk.domain.terms import Charge
from complaintdesk.errors import UserError
from complaintdesk.labels import label, translate
from complaintdesk.ui import look, prompts
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.buttons import Button, Choices
from complaintdesk.ui.flow import Flow
from complaintdesk.ui.form_rows import FieldRow
from complaintdesk.ui.inputs import LineInput
from complaintdesk.ui.price_words import line_words
from complaintdesk.ui.quote_box import QuoteBox, QuoteDialog
from complaintdesk.ui.tabs.case_form_parts import Ticks
from complaintdesk.ui.words import Column, Note, Problem

ON_SITE_PRICE = "price_on_site"


@dataclass(frozen=True)
class Settled:
    """Who pays, the price told in yuan, whether it is agreed to, and whether it is named on site."""

    charge: Charge | None = None
    quoted: Decimal | None = None
    price_agreed: bool = False
    price_on_site: bool = False


def on_site_words() -> str:
    """What the tick says for a price that nobody can name on the phone."""
    return translate("CaseForm", "priced on site")


def on_site_tip() -> str:
    """The same, in full."""
    return translate("CaseForm", "The client was told: the price is named on site, by what is to be done")


class _ListButton(Button):
    """Shows the key by which its form presses it, which counts while the button is out of sight too."""

    def __init__(self, words: str, key: str) -> None:
        super().__init__(words, key, icon="list")
        self.keys = ""  # among those of the form
        while self._keys:
            self._keys.pop().setEnabled(False)


class ChargeLine(QWidget):
    """Free or chargeable; what is chargeable asks for its price and the client's word."""

    edited = Signal()  # a price is being put together

    def __init__(self, bridge: Bridge, words: str, label_width: int, key: str = "") -> None:
        super().__init__()
        self._bridge = bridge
        self._offers_list = True
        self.lines: tuple[QuoteDraft, ...] = ()  # of the price told, where it was put together from the price list
        self._half: dict[str, Any] = {}  # what was being put together when the form was left
        self._box: QuoteBox | None = None  # where it is being put together now
        self.charge = Choices([(charge, label(charge)) for charge in Charge], optional=True, name=words)
        price = translate("CaseForm", "Price, yuan")
        self.quoted = LineInput(placeholder=price, name=translate("CaseForm", "Price told"))
        self.quoted.setFixedWidth(92)
        choices = [("price_agreed", translate("CaseForm", "agreed")), (ON_SITE_PRICE, on_site_words())]
        self.agreed = Ticks(choices, height=look.INPUT)
        self.agreed.boxes["price_agreed"].setToolTip(
            translate("CaseForm", "The client was told the price and agrees to it")
        )
        self.agreed.boxes[ON_SITE_PRICE].setToolTip(look.tip(on_site_tip()))
        self.list = _ListButton(translate("CaseForm", "Price list…"), key)
        self.list.setToolTip(translate("CaseForm", "Put the price together from the price list"))
        self.list.clicked.connect(self.put_together)
        self.said = Note(wrap=True)
        charge, quoted, agreed = Problem(), Problem(), Problem()
        self.fields = {
            "charge": FieldRow(words, self.charge, label_width=label_width, stretch=False, problem=charge),
            "quoted": FieldRow("", self.quoted, stretch=False, problem=quoted),
            "price_agreed": FieldRow("", self.agreed, problem=agreed),
        }
        line = Flow(look.GRID, 4, indent=label_width + look.GRID if label_width else 0)
        for row in self.fields.values():
            line.addWidget(row)
        line.insertWidget(1, self.list)
        column = Column(4)
        column.addLayout(line)
        self.said.setContentsMargins(label_width + look.GRID if label_width else 0, 0, 0, 0)
        column.addWidget(self.said)
        for problem in (charge, quoted, agreed):
            problem.setContentsMargins(label_width + look.GRID if label_width else 0, 0, 0, 0)
            column.addWidget(problem)
        self.setLayout(column)
        self.charge.changed.connect(lambda _charge: self._show_price())
        self._show_price()

    def given(self) -> Settled:
        """What was settled with the client; raises UserError beside a price."""
        if self.charge.value is None:
            return Settled()
        charge, quoted = Charge(self.charge.value), self.quoted.text().strip()
        if charge is not Charge.CHARGEABLE:
            return Settled(charge)
        agreed, on_site = self.agreed.has("price_agreed"), self.agreed.has(ON_SITE_PRICE)
        try:
            return Settled(charge, parse_yuan(quoted) if quoted else None, agreed, on_site)
        except UserError as error:
            raise UserError(error.text, field="quoted", **error.values) from error

    def told(self) -> tuple[QuoteDraft, ...]:
        """The lines of the price told; none of what is free."""
        return self.lines if self.charge.value == Charge.CHARGEABLE else ()

    def put_lines(self, lines: Iterable[QuoteDraft]) -> None:
        """Shows lines that were put together before."""
        self.lines = tuple(lines)
        self._half, self._box = {}, None
        self._show_price()

    def half(self) -> dict[str, Any]:
        """What is being put together and not taken yet, as JSON can hold it; {} for nothing."""
        return self._half if self._box is None else self._box.typed()

    def put_half(self, half: Mapping[str, Any]) -> None:
        """Takes back what was being put together: the price list opens with it."""
        self._half = dict(half)
        self._show_price()

    def offer_list(self, on: bool) -> None:
        """Whether the price can be put together here: of a case that is corrected it is quoted anew by its own deed."""
        self._offers_list = on
        self._show_price()

    def quote(self) -> None:
        """Goes to the price list, who pays being the client; free or open as before where no price is taken."""
        before = self.charge.value
        if not self._offers_list:
            words = translate("CaseForm", "Save first: “Quote a price” on the case tells the client another price.")
            self.fields["charge"].set_problem(words)
        elif self.charge.value == Charge.CHARGEABLE:
            self.put_together()
        else:
            self.charge.set_value(Charge.CHARGEABLE)
            self.edited.emit()
            if not self.put_together():
                self.charge.set_value(before)

    def put_together(self) -> bool:
        """Asks for the items and says if the line goes on with them; the most that they come to is to be agreed to."""
        dialog = QuoteDialog(self, self._bridge, self.lines)
        if self._half:
            dialog.quote.put(self._half)
        self._box = dialog.quote
        self._box.edited.connect(self.edited)
        went_on = self._half
        taken = prompts.show_dialog(dialog)
        is_same_call = self._half is went_on  # and not another's, of somebody who sat down meanwhile
        if is_same_call:
            self._box = None
            self.put_half({})
        if taken and dialog.lines != self.lines:
            self.put_lines(dialog.lines)
            self.edited.emit()
            self.quoted.setText(show_yuan(quoted_sum(self.lines)[1]) if self.lines else "")
            self.agreed.boxes["price_agreed"].setChecked(False)
            self.agreed.setFocus()
        return taken or not is_same_call

    def _show_price(self) -> None:
        paid = self.charge.value == Charge.CHARGEABLE
        self.list.setVisible(paid and self._offers_list)
        self.list.aside = not self._half and paid and not self._is_list_in_force()  # Enter would lead into nothing
        said = [line_words(line) for line in self.lines]
        if self._half:
            said.append(translate("CaseForm", "A price is half put together: the price list goes on with it."))
        self.said.setText("\n".join(said))
        self.said.setVisible(paid and bool(said))
        self.fields["quoted"].setVisible(paid)
        self.fields["price_agreed"].setVisible(paid)

    def _is_list_in_force(self) -> bool:
        bridge = self._bridge
        return not bridge.gone and bridge.ask(price_pages.list_in_force, bridge.local(bridge.now()).date()) is not None
