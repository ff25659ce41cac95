# SPDX-License-Identifier: Apache-2.0
"""What the deeds of the slip ledger ask: which parts came back and from whom, and who had a slip that is lost."""

from __future__ import annotations

from complaintdesk.desk import slip_ledger, staffing
from complaintdesk.desk.slip_ledger import BookedBack
from complaintdesk.desk.slip_lists import LedgerRow
from complaintdesk.labels import translate
from complaintdesk.ui.booking_back import PartTicks
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.form_rows import FieldRow
from complaintdesk.ui.inputs import FilterBox, TextInput
from complaintdesk.ui.slip_time_row import SlipTimeRow
from complaintdesk.ui.step_form import StepForm


def people_box(bridge: Bridge, typed: str) -> FilterBox:
    """A box for a colleague's name, any other as well."""
    box = FilterBox(placeholder=translate("BookBackDialog", "name"), free=True)
    box.set_choices((staff.name, staff.name, "") for staff in bridge.ask(staffing.staff_list, bridge.books))
    box.put_typed(typed)
    return box


class BookBackForm(StepForm):
    """Which parts came back, from whom and when."""

    def __init__(self, bridge: Bridge, row: LedgerRow) -> None:
        super().__init__(translate("BookBackDialog", "Slip back"), translate("BookBackDialog", "Book in"))
        self._bridge, self._row = bridge, row
        self.parts = PartTicks(bridge)
        self.parts.show_slip(row)
        self.from_whom = people_box(bridge, row.holder)
        self.time = SlipTimeRow(
            bridge,
            "returned_at",
            translate("order_steps", "When"),
            after=lambda: row.issued_at,
            placeholder=translate("order_steps", "now, or as written: 10:48"),
        )
        self.add_field(FieldRow(translate("BookBackDialog", "Came back"), self.parts, above=True), "parts")
        self.add_field(FieldRow(translate("BookBackDialog", "From"), self.from_whom, above=True), "brought_by")
        self.add_field(self.time, "returned_at")

    def take(self) -> BookedBack:
        given = (self._row.id, self.parts.ticked(), self.from_whom.typed, self.time.given())
        return self._bridge.do(slip_ledger.book_back, *given)

    def start(self) -> None:
        self.accept_button.setFocus()


class LostForm(StepForm):
    """Who had a slip last that is lost, and how it was lost (R-WO-04)."""

    def __init__(self, bridge: Bridge, row: LedgerRow) -> None:
        words = translate("LostForm", "Declare {number} lost: it shows red on the month's list until it turns up")
        super().__init__(words.format(number=row.number), translate("LostForm", "Declare it lost"))
        self._bridge, self._row = bridge, row
        self.holder = people_box(bridge, row.holder)
        self.reason = TextInput(lines=2, placeholder=translate("LostForm", "Where and how it was lost"))
        self.add_field(FieldRow(translate("LostForm", "Who had it last"), self.holder, above=True), "holder")
        self.add_field(FieldRow(translate("LostForm", "Reason"), self.reason, above=True), "reason")

    def take(self) -> None:
        self._bridge.do(slip_ledger.declare_lost, self._row.id, self.holder.typed, self.reason.text())
