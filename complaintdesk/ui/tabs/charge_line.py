# SPDX-License-Identifier: Apache-2.0
"""Who pays for a job, and the price that the client was told and agreed to (R-WO-07), as one line of a form."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtWidgets import QWidget

from complaintdesk.domain.money import parse_yuan
from complaintdesk.domain.terms import Charge
from complaintdesk.errors import UserError
from complaintdesk.labels import label, translate
from complaintdesk.ui import look
from complaintdesk.ui.buttons import Choices
from complaintdesk.ui.flow import Flow
from complaintdesk.ui.form_rows import FieldRow
from complaintdesk.ui.inputs import LineInput
from complaintdesk.ui.tabs.case_form_parts import Ticks
from complaintdesk.ui.words import Column, Problem


class ChargeLine(QWidget):
    """Free or chargeable; what is chargeable asks for its price and the client's word."""

    def __init__(self, words: str, label_width: int) -> None:
        super().__init__()
        self.charge = Choices([(charge, label(charge)) for charge in Charge], optional=True, name=words)
        price = translate("CaseForm", "Price, yuan")
        self.quoted = LineInput(placeholder=price, name=translate("CaseForm", "Price told"))
        self.quoted.setFixedWidth(92)
        self.agreed = Ticks([("price_agreed", translate("CaseForm", "agreed"))], height=look.INPUT)
        self.agreed.setToolTip(translate("CaseForm", "The client was told the price and agrees to it"))
        charge, quoted, agreed = Problem(), Problem(), Problem()
        self.fields = {
            "charge": FieldRow(words, self.charge, label_width=label_width, stretch=False, problem=charge),
            "quoted": FieldRow("", self.quoted, stretch=False, problem=quoted),
            "price_agreed": FieldRow("", self.agreed, problem=agreed),
        }
        line = Flow(look.GRID, 4, indent=label_width + look.GRID if label_width else 0)
        for row in self.fields.values():
            line.addWidget(row)
        column = Column(4)
        column.addLayout(line)
        for problem in (charge, quoted, agreed):
            problem.setContentsMargins(label_width + look.GRID if label_width else 0, 0, 0, 0)
            column.addWidget(problem)
        self.setLayout(column)
        self.charge.changed.connect(lambda _charge: self._show_price())
        self._show_price()

    def given(self) -> tuple[Charge | None, Decimal | None, bool]:
        """Who pays, the price told in yuan, and whether it is agreed to; raises UserError beside a price."""
        if self.charge.value is None:
            return None, None, False
        charge, quoted = Charge(self.charge.value), self.quoted.text().strip()
        if charge is not Charge.CHARGEABLE:
            return charge, None, False
        try:
            return charge, parse_yuan(quoted) if quoted else None, self.agreed.has("price_agreed")
        except UserError as error:
            raise UserError(error.text, field="quoted", **error.values) from error

    def _show_price(self) -> None:
        paid = self.charge.value == Charge.CHARGEABLE
        self.fields["quoted"].setVisible(paid)
        self.fields["price_agreed"].setVisible(paid)
