# SPDX-License-Identifier: Apache-2.0
"""The list of chargeable services of a month (有偿服务收费清单): sums that add up, gaps named, of all rooms or one."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from complaintdesk.desk import (
    case_pages,
    corrections,
    dispatching,
    fee_lists,
    fees,
    order_lists,
    print_batches,
    prints,
)
from complaintdesk.desk.drafts import CaseCorrection
from complaintdesk.desk.fee_lists import FeeGap
from complaintdesk.desk.fee_records import PaymentDraft
from complaintdesk.domain.receipts import missing_between
from complaintdesk.domain.terms import Charge, PaymentMethod
from tests.builders import a_completion, a_household, a_repair, a_slip, codes

MONTH = (date(2026, 10, 1), date(2026, 10, 31))


def a_fee(office, **changes):
    """A chargeable slip whose job is done and comes to 91 yuan."""
    told = {"charge": Charge.CHARGEABLE, "quoted": Decimal(91), "price_agreed": True}
    order_id = a_slip(office, a_repair(office, **(told | changes)).id).order_id
    office.do(dispatching.complete, a_completion(office, order_id))
    return order_id


def take_back_the_price(office, order_id):
    """What was told is noted to be wrong once the slip is out."""
    case_id = office.ask(order_lists.order_rows, [order_id], office.books)[0].case_id
    case = office.ask(case_pages.case_page, case_id, office.books).case
    office.do(corrections.correct, CaseCorrection(case.id, case.version, "记错了", {"quoted": None}))


def told(office, place=None):
    return office.ask(fee_lists.fee_list, *MONTH, office.zone, place)


def test_the_months_list_adds_up_by_room_and_names_what_is_missing(office):
    place_id = a_household(office)
    first, second = a_fee(office, place_id=place_id), a_fee(office, place_id=place_id)
    take_back_the_price(office, second)
    a_fee(office, place_text="商铺3号", quoted=Decimal(50))
    office.do(fees.pay, PaymentDraft(first, Decimal(91), PaymentMethod.CASH, receipt_no="A0012"))
    office.do(fees.pay, PaymentDraft(second, Decimal(40), PaymentMethod.CASH))
    listed = told(office)
    assert (listed.count, listed.due, listed.paid, listed.owed) == (3, 273, 131, 142)
    assert listed.due == sum(line.due for line in listed.fees if not line.is_sum)
    assert listed.taken == ((PaymentMethod.CASH, Decimal("131.00")),)
    (room,) = [line for line in listed.fees if line.is_sum]
    assert (room.count, room.due, room.paid, room.owed) == (2, 182, 131, 51)
    assert dict(listed.gaps) == {
        FeeGap.NO_PRICE_TOLD: 1,
        FeeGap.ABOVE_QUOTE: 1,
        FeeGap.NO_RECEIPT: 1,
        FeeGap.NO_ROOM: 1,
    }


def test_a_price_that_was_to_be_named_on_site_is_not_missing(office):
    a_fee(office, place_id=a_household(office), quoted=None, price_on_site=True)
    assert told(office).gaps == ()


def test_of_one_room_there_is_its_own_list(office):
    place_id = a_household(office)
    order_id = a_fee(office, place_id=place_id)
    a_fee(office, place_text="商铺3号")
    label = told(office).fees[0].place
    office.do(fees.pay, PaymentDraft(order_id, Decimal(91), PaymentMethod.CASH, receipt_no="A0012"))
    listed = told(office, (place_id, label))
    assert (listed.place, listed.count, listed.due, listed.taken_sum, listed.rooms) == (label, 1, 91, 91, 1)


def test_the_lists_of_all_rooms_are_those_of_each_and_counted_as_they_are(office):
    rooms = [a_household(office, room=room) for room in ("301", "302", "303")]
    for place_id in (rooms[0], rooms[1], rooms[1]):
        office.do(fees.pay, PaymentDraft(a_fee(office, place_id=place_id), Decimal(50), PaymentMethod.CASH))
    found = office.ask(fee_lists.rooms_with_fees, *MONTH, office.zone)
    assert [(place_id, lines) for place_id, _label, lines in found] == [(rooms[0], 2), (rooms[1], 4)]
    ids = [place_id for place_id, _label, _jobs in found]
    each = [told(office, (place_id, label)) for place_id, label, _jobs in found]
    assert office.ask(fee_lists.room_lists, *MONTH, office.zone, ids) == each
    assert [(one.count, one.due, one.taken_sum) for one in each] == [(1, 91, 50), (2, 182, 100)]
    named = [(place_id, fee_lists.covers(*MONTH, (place_id, label)), lines) for place_id, label, lines in found]
    first = office.do(prints.start_fees, named[0][1], "HP", 1)
    assert first.copy_no == 1
    started = office.do(print_batches.start_fees, named, "HP")
    assert [one.copy_no for one in started.prints] == [2, 1]
    twice = [(rooms[1], "2026-10 301", 1), (rooms[2], "2026-10 301", 1)]
    again = office.do(print_batches.start_fees, twice, "HP")
    assert len(again.prints) == 2, "a door that was entered anew has the label of the one before"
    assert codes(office) == []


def test_a_room_that_paid_has_a_list_and_what_is_of_no_room_is_counted(office, clock):
    paid = a_fee(office, place_id=a_household(office))
    a_fee(office, place_text="商铺3号")
    clock.later(days=31)
    office.do(fees.pay, PaymentDraft(paid, Decimal(91), PaymentMethod.CASH))
    november = (date(2026, 11, 1), date(2026, 11, 30))
    ((place_id, _label, lines),) = office.ask(fee_lists.rooms_with_fees, *november, office.zone)
    (one,) = office.ask(fee_lists.room_lists, *november, office.zone, [place_id])
    assert (lines, one.count, one.taken_sum) == (1, 0, 91)
    assert office.ask(fee_lists.without_room, *MONTH, office.zone) == 1


def test_an_empty_month_is_a_list_of_nothing(office):
    listed = told(office)
    assert (listed.fees, listed.count, listed.due, listed.gaps, listed.missing_receipts) == ((), 0, 0, (), ())


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        (("A0012", "A0015"), ("A0013", "A0014")),
        (("0998", "1000"), ("0999",)),
        (("A0012", "B0014"), ()),
        (("A0012", "A00014"), ()),
        (("A12", "A14"), ()),
        (("0001", "0500"), ()),
        ((), ()),
    ],
)
def test_receipt_numbers_left_out_are_found_within_one_book_of_receipts(given, missing):
    assert missing_between(given) == missing
