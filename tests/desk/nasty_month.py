# SPDX-License-Identifier: Apache-2.0
"""A November with all that makes figures disagree: at its edges, taken back, done again, void, written up late."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from complaintdesk.desk import cases, corrections, dispatching, fees, follow_ups, import_runs, importing, restoring
from complaintdesk.desk.drafts import CaseCorrection, ContactDraft, HistoryDraft
from complaintdesk.desk.fee_records import PaymentDraft
from complaintdesk.desk.follow_ups import FollowUpDraft
from complaintdesk.desk.office import Office
from complaintdesk.domain.terms import CaseKind, Channel, Charge, FollowUpWay, PaymentMethod, Rating
from tests.builders import (
    DeskClock,
    a_case,
    a_completion,
    a_draft,
    a_household,
    a_repair,
    a_returned_slip,
    a_slip,
    event_id,
    page,
)
from tests.desk.counting import SHANGHAI


def at(month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0) -> datetime:
    """An instant of the office's clock in 2026."""
    return datetime(2026, month, day, hour, minute, second, tzinfo=SHANGHAI).astimezone(UTC)


class Nasty:
    """A November with all that makes figures disagree: at its edges, taken back, done again, written up late."""

    def __init__(self, office: Office, clock: DeskClock) -> None:
        self.office, self.clock = office, clock

    def on(self, month: int, day: int, *time: int) -> datetime:
        self.clock.now = at(month, day, *time)
        return self.clock.now

    def handled(self, case_id: int, when: datetime | None = None) -> None:
        self.office.do(cases.handle, case_id, "已处理", when)

    def void(self, case_id: int) -> None:
        self.office.do(corrections.void, case_id, "重复登记")

    def october(self) -> None:
        home = a_household(self.office)
        self.late, self.again, self.wrong, self.edge = (
            a_case(self.office, place_id=home, place_text="").id,
            a_repair(self.office, category="lift").id,
            a_case(self.office, CaseKind.SUGGESTION, category="").id,
            a_case(self.office, category="safety").id,
        )
        self.handled(self.again)
        self.on(10, 31, 23, 59, 59)
        a_case(self.office, received_at=self.clock.now)

    def november(self) -> None:
        office, on = self.office, self.on
        on(11, 1)
        first = a_case(office, received_at=self.clock.now).id
        a_case(office, received_at=at(10, 31, 22))  # written up on the next day
        self.handled(self.edge, at(10, 31, 23, 59, 59))
        on(11, 2, 9)
        office.do(cases.reopen, self.again, "仍异响")
        self.void(self.wrong)
        office.do(cases.add_contact, ContactDraft(first, Channel.PHONE, self.clock.now, "又来电催问"))
        self.slips()
        self.taken_back()
        on(11, 9, 15)
        self.handled(self.again)
        void = [a_case(office, kind, public_area=True).id for kind in (CaseKind.INQUIRY, CaseKind.COMPLAINT)]
        self.handled(void[1])
        for each in void:
            self.void(each)
        self.follow_up_calls()
        version = page(office, first).case.version
        office.do(corrections.correct, CaseCorrection(first, version, "分类记错", {"category": "lift_failure"}))
        self.old_registers()
        office.do(restoring.take_over, {("TS", 2026): 12, ("WX", 2026): 9}, None)
        on(11, 30, 23, 59, 59)
        self.last = a_repair(office, received_at=self.clock.now).id

    def slips(self) -> None:
        """In time, late, undecided by the month's end, void, without a limit, two on one case; one paid."""
        office, on = self.office, self.on
        both = a_repair(office, category="wiring").id
        a_returned_slip(office, both)
        a_returned_slip(office, both, manner=Rating.NOT_CONTENT)
        office.do(dispatching.void_order, a_slip(office).order_id, "写坏了")
        a_slip(office, a_case(office).id)
        chargeable = {"charge": Charge.CHARGEABLE, "quoted": Decimal(80), "price_agreed": True}
        paid = a_returned_slip(office, a_repair(office, category="plumbing", **chargeable).id, quality=None)
        office.do(fees.pay, PaymentDraft(paid.order_id, Decimal(91), PaymentMethod.CASH, "仇女士", "0001"))
        late = a_slip(office)
        on(11, 6, 9)
        office.do(dispatching.complete, a_completion(office, late.order_id, quality=None, manner=None))

    def taken_back(self) -> None:
        """Handled by mistake, that taken back; and the taking back taken back as well."""
        office = self.office
        for again in (False, True):
            case_id = a_case(office, CaseKind.ASSISTANCE, category="").id
            self.handled(case_id)
            withdrawn = office.do(corrections.withdraw, event_id(office, case_id, "handled"), "记错了")
            if again:
                office.do(corrections.withdraw, withdrawn, "没有记错")

    def follow_up_calls(self) -> None:
        """Made, not content and so begun anew, given up, past its day, on a case voided since, made a month later."""
        office, on = self.office, self.on
        ones = [a_case(office).id for _ in range(6)]
        for one in ones:
            self.handled(one)
        on(11, 11, 10)
        self.called(ones[0], Rating.FAIR, close=True)
        self.called(ones[1], Rating.NOT_CONTENT, reasons="仍吵")
        office.do(follow_ups.give_up, page(office, ones[2]).follow_ups[0].id, "联系不上")
        self.called(ones[3], Rating.CONTENT)
        self.void(ones[3])
        self.called(ones[4], Rating.CONTENT, close=True)
        a_case(office, repeats_case_id=ones[4])
        on(11, 29, 10)
        self.asked_late = a_case(office).id
        self.handled(self.asked_late)

    def called(self, case_id: int, rating: Rating, **more: Any) -> None:
        one = page(self.office, case_id).follow_ups[0].id
        self.office.do(follow_ups.record, FollowUpDraft(one, FollowUpWay.VISIT, rating, **more))

    def old_registers(self) -> None:
        """Old rows of the month, of the year before, and of an import that was undone."""
        office = self.office
        told = ("86", CaseKind.COMPLAINT, Channel.PHONE)
        for file, days in (("a", (at(11, 3), at(11, 4), at(11, 3) - timedelta(days=365))), ("b", (at(11, 5),))):
            run = office.do(importing.start_run, "register", file * 64, len(days))
            old = [HistoryDraft(f"{file}{day:%Y%m%d}", *told, day, "旧账") for day in days]
            office.do(importing.add_history, run, old)
        office.do(import_runs.undo, run)
        run = office.do(importing.start_run, "batch", "c" * 64, 1)
        noted = a_draft(office, caller_name="", gaps=("caller_name",), received_at=at(10, 31, 23, 0))
        office.do(importing.register_noted, run, [("k", noted)])

    def december(self) -> None:
        office, on = self.office, self.on
        on(12, 1)
        a_case(office, received_at=self.clock.now)
        on(12, 2, 9)
        a_case(office, received_at=at(11, 30, 20))
        self.handled(self.late, at(11, 29, 17))
        self.called(self.asked_late, Rating.CONTENT)
        office.do(cases.reopen, self.again, "又响")
        self.void(self.last)


def the_nasty_office(office: Office, clock: DeskClock) -> Office:
    """October, November and the first days of December."""
    days = Nasty(office, clock)
    days.october()
    days.november()
    days.december()
    return office
