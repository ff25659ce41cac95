# SPDX-License-Identifier: Apache-2.0
"""Money as a cashier reads it: a slip's account line by line, the fees of a case or household, amounts at the right."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, tzinfo
from decimal import Decimal
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from complaintdesk.desk.fee_records import FeeRecord, Owed, PaymentRecord
from complaintdesk.domain.money import show_yuan
from complaintdesk.labels import label, translate
from complaintdesk.ui import look
from complaintdesk.ui.buttons import Button
from complaintdesk.ui.look import Colour
from complaintdesk.ui.tab_order import keep_order
from complaintdesk.ui.tabs.case_words import joined
from complaintdesk.ui.time_words import moment_words
from complaintdesk.ui.words import ElidedText, Note, Text

_LINE = 26  # px
_TOP = Qt.AlignmentFlag.AlignTop
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def yuan(amount: Decimal) -> str:
    """An amount as the screen shows it: ¥83.00."""
    return show_yuan(amount, sign=True)


def owed_words(owed: Owed) -> str:
    """What is open, in words: 欠费 2 笔 ¥151.00; '' for nothing."""
    if not owed.count:
        return ""
    words = translate("FeeLines", "{count} unpaid: {amount}")
    return words.format(count=owed.count, amount=yuan(owed.amount))


def payment_words(payment: PaymentRecord, now: datetime, zone: tzinfo) -> str:
    """A payment on one line: when, how, from whom, its receipt, who took it."""
    receipt = ""
    if payment.receipt_no:
        receipt = translate("FeeLines", "receipt {number}").format(number=payment.receipt_no)
    when = moment_words(payment.paid_at, now, zone)
    return joined((f"{when} {label(payment.method)}", payment.payer, receipt, payment.by))


class _Grid(QWidget):
    """Lines of words with amounts at the right, all filled anew at once."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(look.GAP)
        self._grid.setVerticalSpacing(4)
        self.hide()

    def text(self) -> str:
        """All that is shown, one line a row."""
        lines: list[str] = []
        for row in range(self._grid.rowCount()):
            items = (self._grid.itemAtPosition(row, column) for column in range(self._grid.columnCount()))
            widgets = [item.widget() for item in items if item is not None]
            words = [_words_of(each) for each in dict.fromkeys(widgets) if each is not None]
            lines += [" ".join(words)] if words else []
        return "\n".join(lines)

    def _empty(self) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def _put(self, widget: QWidget, row: int, column: int, span: int = 1) -> None:
        self._grid.addWidget(widget, row, column, 1, span, _TOP)
        widget.show()  # now, not when Qt comes to it: until then the layout counts it as nothing

    def _put_amount(
        self,
        words: str,
        row: int,
        column: int,
        *,
        role: Colour = Colour.INK,
        bold: bool = False,
        size: int = look.SIZE,
        height: int = 0,
    ) -> None:
        amount = Text(words, role=role, bold=bold, size=size, selectable=True)
        amount.setAlignment(_RIGHT)
        amount.setMinimumHeight(height)
        self._put(amount, row, column)


def _words_of(widget: QWidget) -> str:
    if isinstance(widget, ElidedText):
        return widget.whole()
    return widget.text() if isinstance(widget, Text | Button) else ""


class FeeAccount(_Grid):
    """A slip's account: what is due and why, each payment with its receipt, and what is still open."""

    def __init__(self) -> None:
        super().__init__()
        self._grid.setColumnStretch(0, 1)

    def show_fee(self, fee: FeeRecord | None, now: datetime, zone: tzinfo, *, may_void: bool) -> None:
        """Shows this account; a slip for which nothing is to be paid has none and takes no room.

        Who may not void a payment is told who may.
        """
        self._empty()
        self.setVisible(fee is not None)
        if fee is None:
            return
        self._put(Text(translate("FeeLines", "Due"), bold=True), 0, 0)
        self._put_amount(yuan(fee.due), 0, 1, bold=True)
        row = 1
        if fee.reason:
            words = translate("FeeLines", "The slip says {total}; {who}: {reason}")
            self._put(
                Note(words.format(total=yuan(fee.slip_total), who=fee.set_by, reason=fee.reason), wrap=True), 1, 0
            )
            row = 2
        for payment in fee.payments:
            self._put_payment(payment, row, now, zone)
            row += 1
        settled = fee.owed <= 0
        closing = translate("FeeLines", "Paid in full") if settled else translate("FeeLines", "Open")
        role = Colour.GOOD if settled else Colour.SOON
        self._put(Text(closing, role=role, bold=True), row, 0)
        self._put_amount(yuan(fee.owed), row, 1, role=role, bold=True)
        if fee.paid > 0 and not may_void:
            words = translate("FeeLines", "A payment noted by mistake is voided by a supervisor or the accountant.")
            self._put(Note(words, wrap=True), row + 1, 0, 2)

    def _put_payment(self, payment: PaymentRecord, row: int, now: datetime, zone: tzinfo) -> None:
        words = payment_words(payment, now, zone)
        if payment.voided_at is None:
            self._put(Note(words, wrap=True), row, 0)
            self._put_amount(yuan(payment.amount), row, 1)
            return
        void = translate("FeeLines", "void: {reason}").format(reason=payment.void_reason)
        self._put(Note(joined((words, void)), wrap=True), row, 0)
        self._put_amount(f"({yuan(payment.amount)})", row, 1, role=Colour.SECOND)


class FeeLines(_Grid):
    """The fees of a case or a household: slip, matter, due, paid, open; the slip's number shows the slip."""

    asked_for = Signal(object)  # the id of a slip

    def __init__(self) -> None:
        super().__init__()
        self._grid.setColumnStretch(1, 1)

    def show_fees(self, fees: Sequence[FeeRecord]) -> None:
        """Shows these; without any it takes no room."""
        self._empty()
        self.setVisible(bool(fees))
        if not fees:
            return
        heads = (translate("FeeLines", "Due"), translate("FeeLines", "Paid"), translate("FeeLines", "Open"))
        for column, words in enumerate(heads, start=2):
            self._put_amount(words, 0, column, role=Colour.SECOND, size=look.SIZE_SMALL)
        buttons = []
        for row, fee in enumerate(fees, start=1):
            number = Button(fee.order_number, flat=True, tip=translate("FeeLines", "Show the slip"))
            number.setFixedHeight(_LINE)
            number.setAccessibleName(translate("FeeLines", "Slip {number}").format(number=fee.order_number))
            number.clicked.connect(partial(self.asked_for.emit, fee.order_id))
            buttons.append(number)
            self._put(number, row, 0)
            matter = ElidedText(fee.content, size=look.SIZE_SMALL)
            matter.setFixedHeight(_LINE)
            self._put(matter, row, 1)
            is_open = fee.owed > 0
            self._put_amount(yuan(fee.due), row, 2, height=_LINE)
            self._put_amount(yuan(fee.paid), row, 3, role=Colour.SECOND, height=_LINE)
            role = Colour.SOON if is_open else Colour.SECOND
            self._put_amount(yuan(fee.owed), row, 4, role=role, bold=is_open, height=_LINE)
        keep_order(self, buttons)
