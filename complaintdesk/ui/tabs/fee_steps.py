# SPDX-License-Identifier: Apache-2.0
"""What the deeds on a slip's fee ask: money taken, another amount due, a payment voided."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from PySide6.QtCore import Qt

from complaintdesk.desk import fee_pages, fees
from complaintdesk.desk.fee_records import FeeRecord, PaymentDraft
from complaintdesk.domain.money import parse_yuan, show_yuan
from complaintdesk.domain.terms import PaymentMethod
from complaintdesk.errors import QT_TRANSLATE_NOOP, Conflict, MissingFields, UserError
from complaintdesk.labels import label, translate
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.buttons import Choices
from complaintdesk.ui.conflicts import both, say_both
from complaintdesk.ui.form_rows import FieldRow
from complaintdesk.ui.inputs import FilterBox, LineInput, TextInput
from complaintdesk.ui.slip_time_row import SlipTimeRow
from complaintdesk.ui.tabs.fee_lines import payment_words, yuan
from complaintdesk.ui.tabs.order_steps import SlipForm
from complaintdesk.ui.words import Note, Row

_AMOUNT = 120  # px
_KEYS = tuple(f"Alt+{place}" for place in range(1, len(PaymentMethod) + 1))


class PayForm(SlipForm):
    """Money taken: how much of what is open, how, from whom, on which receipt; gives what is open then."""

    def __init__(self, bridge: Bridge, fee: FeeRecord) -> None:
        words = translate("PayForm", "Take money for {number}: {owed} is open")
        super().__init__(
            words.format(number=fee.order_number, owed=yuan(fee.owed)), translate("PayForm", "Save payment")
        )
        self._bridge, self._fee = bridge, fee
        self._token = str(uuid.uuid4())
        self.amount = _amount_input(fee.owed)
        # A bill of the month is of a room.
        methods = [each for each in PaymentMethod if fee.place_id is not None or each != PaymentMethod.MONTHLY_BILL]
        self.method = Choices([(each, label(each)) for each in methods], keys=_KEYS, wrap=True)
        self.payer, self.receipt = LineInput(), LineInput(placeholder=translate("PayForm", "none"))
        self.payer.setText(fee.caller_name)
        self.time = SlipTimeRow(
            bridge,
            "paid_at",
            translate("PayForm", "When"),
            after=lambda: fee.completed_at,
            placeholder=translate("order_steps", "now, or as written: 10:48"),
        )
        top = Row()
        amount = FieldRow(translate("PayForm", "Amount"), self.amount, above=True, below=True, stretch=False)
        top.addWidget(self.add_field(amount, "amount", lay_out=False), 0, Qt.AlignmentFlag.AlignTop)
        top.addWidget(self.add_field(self.time, "paid_at", lay_out=False), 1, Qt.AlignmentFlag.AlignTop)
        self.box.addLayout(top)
        self.add_field(FieldRow(translate("PayForm", "How"), self.method, above=True), "method")
        line = Row()
        for words, field, name in (
            (translate("PayForm", "From whom"), self.payer, "payer"),
            (translate("PayForm", "Receipt no."), self.receipt, "receipt_no"),
        ):
            row = self.add_field(FieldRow(words, field, above=True), name, lay_out=False)
            line.addWidget(row, 1, Qt.AlignmentFlag.AlignTop)
        self.box.addLayout(line)

    def take(self) -> Decimal:
        if self.method.value is None:
            raise MissingFields({"method": QT_TRANSLATE_NOOP("errors", "How was it paid?")})
        draft = PaymentDraft(
            order_id=self._fee.order_id,
            amount=_amount(self.amount),
            method=PaymentMethod(self.method.value),
            payer=self.payer.text(),
            receipt_no=self.receipt.text(),
            paid_at=self.time.given(),
            token=self._token,
        )
        self._bridge.do(fees.pay, draft)
        return draft.amount

    def start(self) -> None:
        self.amount.setFocus()
        self.amount.selectAll()

    def typed(self) -> dict[str, Any]:
        return {**super().typed(), "token": self._token}

    def put(self, typed: Mapping[str, Any]) -> None:
        super().put(typed)
        self._token = typed.get("token", self._token)


class DueForm(SlipForm):
    """What is due where it is not what the slip says: waived, haggled; the reason stays."""

    def __init__(self, bridge: Bridge, fee: FeeRecord) -> None:
        words = translate("DueForm", "What is due for {number}")
        super().__init__(words.format(number=fee.order_number), translate("DueForm", "Save"))
        self._bridge, self._fee = bridge, fee
        self.amount = _amount_input(fee.due)
        says = translate("DueForm", "The slip says {total}, the client was told {price}.")
        if fee.quoted is None:
            says = translate("DueForm", "The slip says {total}.")
        price = "" if fee.quoted is None else yuan(fee.quoted)
        self.box.addWidget(Note(says.format(total=yuan(fee.slip_total), price=price), wrap=True))
        self.add_field(FieldRow(translate("DueForm", "Due"), self.amount, label_width=64, stretch=False), "amount")
        self.reason = TextInput(lines=2, placeholder=translate("DueForm", "Done again under warranty: no labour"))
        self.reason.setText(fee.reason)
        self.add_field(FieldRow(translate("DueForm", "Reason"), self.reason, above=True), "reason")

    def take(self) -> None:
        fee = self._fee
        self._bridge.do(fees.set_due, fee.order_id, fee.version, _amount(self.amount), self.reason.text())

    def show_conflict(self, conflict: Conflict) -> None:
        """Shows what is due, why and what is paid at the other desk and here; the person decides again."""
        theirs = self._bridge.ask(fee_pages.fee_of_order, self._fee.order_id)
        if theirs is None:  # its slip was voided
            super().show_conflict(conflict)
            return
        facts = (
            (translate("DueForm", "Due"), yuan(theirs.due), yuan(conflict.mine)),
            (translate("DueForm", "Reason"), theirs.reason, self.reason.text()),
            (translate("DueForm", "Paid"), yuan(theirs.paid), yuan(self._fee.paid)),
        )

        def keep_mine() -> None:
            self._fee = theirs
            self.banner.clear()
            self.submit()

        def take_theirs() -> None:
            self._fee = theirs
            self.banner.clear()
            self.amount.setText(show_yuan(theirs.due))
            self.reason.setText(theirs.reason)
            self.start()

        lines = [both(name, there, here) for name, there, here in facts if there != here]
        say_both(self.banner, conflict, lines, keep_mine, take_theirs)

    def start(self) -> None:
        self.amount.setFocus()
        self.amount.selectAll()


class VoidPaymentForm(SlipForm):
    """Voids a payment that was given back or noted by mistake, with a reason that stays in the books."""

    def __init__(self, bridge: Bridge, fee: FeeRecord) -> None:
        words = translate("VoidPaymentForm", "Void a payment of {number}: it stays in the books")
        super().__init__(words.format(number=fee.order_number), translate("VoidPaymentForm", "Void the payment"))
        self._bridge = bridge
        standing = [each for each in reversed(fee.payments) if each.voided_at is None]
        now, zone = bridge.now(), bridge.zone
        self.payment = FilterBox()
        self.payment.set_choices(
            [(each.id, f"{yuan(each.amount)} {payment_words(each, now, zone)}", "") for each in standing]
        )
        self.payment.set_value(standing[0].id)
        self.reason = TextInput(lines=2, placeholder=translate("VoidPaymentForm", "Noted on the wrong slip"))
        self.add_field(FieldRow(translate("VoidPaymentForm", "Payment"), self.payment, above=True), "payment")
        self.add_field(FieldRow(translate("VoidPaymentForm", "Reason"), self.reason, above=True), "reason")

    def take(self) -> None:
        self.payment.settle()
        if self.payment.value is None:
            raise MissingFields({"payment": QT_TRANSLATE_NOOP("errors", "Which payment?")})
        self._bridge.do(fees.void_payment, self.payment.value, self.reason.text())

    def start(self) -> None:
        self.reason.setFocus()


def _amount_input(amount: Decimal) -> LineInput:
    made = LineInput(placeholder="0.00")
    made.setFixedWidth(_AMOUNT)
    made.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    made.setText(show_yuan(amount))
    return made


def _amount(box: LineInput) -> Decimal:
    """The amount typed, yuan; raises UserError beside the box."""
    try:
        return parse_yuan(box.text())
    except UserError as error:
        raise UserError(error.text, field="amount", **error.values) from error
