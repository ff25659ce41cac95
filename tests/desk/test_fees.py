# SPDX-License-Identifier: Apache-2.0
"""What a slip costs and who paid it: due as the slip says, paid in parts or in full, put right (R-WO-07, R-WO-08)."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from complaintdesk.desk import corrections, dispatching, fee_pages, fees, households
from complaintdesk.desk.drafts import CaseCorrection, MaterialDraft
from complaintdesk.desk.fee_records import Owed, PaymentDraft
from complaintdesk.desk.order_lists import OrderFilter, order_counts, order_ids, order_rows
from complaintdesk.domain.terms import Charge, PaymentMethod, Role, Supplier
from complaintdesk.errors import Conflict, MissingFields, UserError
from tests.builders import (
    NAME_OF,
    PASSWORD,
    a_case,
    a_completion,
    a_household,
    a_repair,
    a_slip,
    codes,
    event_id,
    page,
    tampering,
)

PAID_JOB = {"charge": Charge.CHARGEABLE, "quoted": Decimal(90), "price_agreed": True}


def a_fee(office, **changes):
    """The id of a chargeable slip whose job is done and comes to 91 yuan (two valves at 35.50, labour 20)."""
    order_id = a_slip(office, a_repair(office, **PAID_JOB, **changes).id).order_id
    office.do(dispatching.complete, a_completion(office, order_id))
    return order_id


def fee(office, order_id):
    return office.ask(fee_pages.fee_of_order, order_id)


def put_due(office, order_id, amount, reason):
    office.do(fees.set_due, order_id, fee(office, order_id).version, amount, reason)


def paying(order_id, amount="91", **changes):
    draft = PaymentDraft(order_id, Decimal(amount), PaymentMethod.CASH, payer="仇女士", token=str(uuid.uuid4()))
    return replace(draft, **changes)


def unpaid(office):
    return list(office.ask(order_ids, OrderFilter("unpaid"), office.now()))


def test_a_chargeable_job_is_owed_once_done_as_its_slip_says_and_a_free_one_never(office):
    order_id = a_slip(office, a_repair(office, **PAID_JOB).id).order_id
    assert fee(office, order_id) is None
    office.do(dispatching.complete, a_completion(office, order_id))
    found = fee(office, order_id)
    assert (found.due, found.paid, found.owed, found.slip_total, found.quoted) == (91, 0, 91, 91, 90)
    assert found.completed_at == office.now()
    free = a_slip(office).order_id
    office.do(dispatching.complete, a_completion(office, free))
    assert fee(office, free) is None
    assert unpaid(office) == [order_id]
    assert codes(office) == []


def test_what_the_owner_brought_costs_nothing_and_each_line_is_rounded_to_the_fen(office):
    order_id = a_slip(office, a_repair(office, **PAID_JOB).id).order_id
    materials = (
        MaterialDraft("电线", Decimal("1.5"), Decimal("3.33")),
        MaterialDraft("龙头", Decimal(1), Decimal(200), supplier=Supplier.OWNER, fit=True),
    )
    office.do(dispatching.complete, a_completion(office, order_id, materials=materials))
    assert fee(office, order_id).due == Decimal("25.00")  # 4.995 is 5.00, and labour 20


def test_a_fee_is_paid_in_parts_each_with_its_receipt_until_nothing_is_open(office, clock):
    order_id = a_fee(office)
    office.do(fees.pay, paying(order_id, "30.50", receipt_no="no. 0012"))
    assert [row.owed for row in office.ask(order_rows, [order_id], office.books)] == [Decimal("60.50")]
    clock.later(hours=1)
    office.do(fees.pay, paying(order_id, "60.50", method=PaymentMethod.WECHAT, payer="单飞", receipt_no="0013"))
    found = fee(office, order_id)
    assert (found.paid, found.owed) == (91, 0)
    assert [(each.amount, each.method, each.payer, each.receipt_no, each.by) for each in found.payments] == [
        (Decimal("30.50"), PaymentMethod.CASH, "仇女士", "NO.0012", "王敏"),
        (Decimal("60.50"), PaymentMethod.WECHAT, "单飞", "0013", "王敏"),
    ]
    assert found.payments[1].paid_at - found.payments[0].paid_at == timedelta(hours=1)
    assert unpaid(office) == []
    assert office.ask(order_counts, office.now())["unpaid"] == 0
    assert codes(office) == []


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"amount": Decimal("91.01")}, "amount", "Only {owed} is open"),
        ({"amount": Decimal(0)}, "amount", "How much was paid?"),
        ({"amount": Decimal(-5)}, "amount", "can't be less than 0"),
        ({"amount": Decimal("1.005")}, "amount", "two decimals"),
        ({"method": PaymentMethod.MONTHLY_BILL}, "method", "no room whose bill"),
        ({"receipt_no": "9" * 41}, "receipt_no", "there is room for"),
        ({"payer": "单" * 81}, "payer", "there is room for"),
    ],
)
def test_what_no_till_would_take_is_refused_beside_its_field(office, changes, field, said):
    order_id = a_fee(office)
    with pytest.raises(UserError) as refused:
        office.do(fees.pay, replace(paying(order_id, "10"), **changes))
    assert refused.value.field == field
    assert said in refused.value.text
    assert fee(office, order_id).payments == ()


def test_a_payment_lies_between_the_call_and_now(office, clock):
    order_id = a_fee(office)
    called = office.now()
    clock.later(hours=1)
    for wrong in (called - timedelta(minutes=1), office.now() + timedelta(minutes=1)):
        with pytest.raises(UserError) as refused:
            office.do(fees.pay, paying(order_id, paid_at=wrong))
        assert refused.value.field == "paid_at"
    office.do(fees.pay, paying(order_id, paid_at=called + timedelta(minutes=5)))
    assert fee(office, order_id).payments[0].paid_at == called + timedelta(minutes=5)


def test_nothing_more_is_taken_for_what_is_paid_or_was_never_owed(office):
    order_id = a_fee(office)
    office.do(fees.pay, paying(order_id))
    with pytest.raises(UserError, match="paid in full"):
        office.do(fees.pay, paying(order_id, "1"))
    free = a_slip(office).order_id
    with pytest.raises(UserError, match="Nothing is to be paid"):
        office.do(fees.pay, paying(free, "1"))


def test_one_receipt_is_not_given_twice_however_it_is_typed_and_is_free_again_once_void(office):
    first, second = a_fee(office), a_fee(office)
    payment = office.do(fees.pay, paying(first, receipt_no="A 0012"))
    with pytest.raises(UserError) as refused:
        office.do(fees.pay, paying(second, receipt_no="ａ００１２"))
    number = fee(office, first).order_number
    assert (refused.value.field, refused.value.values) == ("receipt_no", {"receipt": "A0012", "number": number})
    office.do(fees.void_payment, payment, "收据开错了单")
    office.do(fees.pay, paying(second, receipt_no="A0012"))
    office.do(fees.pay, paying(first))  # without a receipt, as often as it comes
    assert codes(office) == []


def test_the_same_form_sent_twice_takes_the_money_once(office):
    order_id = a_fee(office)
    draft = paying(order_id, "40")
    assert office.do(fees.pay, draft) == office.do(fees.pay, draft)
    assert fee(office, order_id).paid == 40
    for changed in ({"amount": Decimal(41)}, {"payer": "仇先生"}, {"paid_at": office.now() - timedelta(minutes=1)}):
        with pytest.raises(UserError, match="saved already"):
            office.do(fees.pay, replace(draft, **changed))


def test_on_the_rooms_monthly_bill_it_counts_as_settled(office):
    order_id = a_fee(office, place_id=a_household(office), place_text="")
    office.do(fees.pay, paying(order_id, method=PaymentMethod.MONTHLY_BILL))
    assert fee(office, order_id).owed == 0


def test_a_waived_fee_keeps_its_reason_and_what_the_slip_says(office):
    order_id = a_fee(office)
    with pytest.raises(MissingFields):
        put_due(office, order_id, Decimal(60), " ")
    put_due(office, order_id, Decimal(60), "返修，人工费免收")
    found = fee(office, order_id)
    assert (found.due, found.slip_total, found.reason, found.set_by) == (60, 91, "返修，人工费免收", "王敏")
    office.do(fees.pay, paying(order_id, "50"))
    with pytest.raises(UserError) as refused:
        put_due(office, order_id, Decimal(49), "再减")
    assert (refused.value.field, refused.value.values) == ("amount", {"paid": "¥50.00"})
    office.do(dispatching.return_slip, order_id)
    assert fee(office, order_id).due == 60
    put_due(office, order_id, Decimal(91), "")
    assert (fee(office, order_id).reason, fee(office, order_id).owed) == ("", 41)
    put_due(office, order_id, Decimal(50), "业主困难，余款免收")
    assert unpaid(office) == []
    assert codes(office) == []


def test_what_another_desk_set_or_took_meanwhile_is_not_overwritten(office):
    order_id = a_fee(office)
    seen = fee(office, order_id).version
    put_due(office, order_id, Decimal(60), "返修，人工费免收")
    with pytest.raises(Conflict) as told:
        office.do(fees.set_due, order_id, seen, Decimal(80), "抹零")
    assert (told.value.theirs, told.value.mine) == (60, 80)
    seen = fee(office, order_id).version
    office.do(fees.pay, paying(order_id, "10"))
    with pytest.raises(Conflict):
        office.do(fees.set_due, order_id, seen, Decimal(80), "抹零")
    assert (fee(office, order_id).due, fee(office, order_id).owed) == (60, 50)


def test_a_void_payment_stays_in_the_books_and_what_it_paid_is_open_again(office):
    order_id = a_fee(office)
    payment = office.do(fees.pay, paying(order_id, "91", receipt_no="0012"))
    with pytest.raises(MissingFields):
        office.do(fees.void_payment, payment, "")
    office.do(fees.void_payment, payment, "记错了单")
    found = fee(office, order_id)
    assert (found.paid, found.owed) == (0, 91)
    assert [(each.amount, each.void_reason) for each in found.payments] == [(91, "记错了单")]
    with pytest.raises(UserError, match="void already"):
        office.do(fees.void_payment, payment, "再作废一次")
    assert codes(office) == []


def test_a_completion_taken_back_takes_its_fee_along_unless_money_was_taken(office):
    case = a_repair(office, **PAID_JOB)
    order_id = a_slip(office, case.id).order_id
    office.do(dispatching.complete, a_completion(office, order_id))
    put_due(office, order_id, Decimal(80), "抹零")
    payment = office.do(fees.pay, paying(order_id, "80"))
    taken_back = event_id(office, case.id, "completed")
    with pytest.raises(UserError) as refused:
        office.do(corrections.withdraw, taken_back, "填错了单")
    assert refused.value.values == {"paid": "¥80.00", "number": fee(office, order_id).order_number}
    with pytest.raises(UserError, match="was taken for slip"):
        office.do(dispatching.void_order, order_id, "作废")
    office.do(fees.void_payment, payment, "退款")
    office.do(corrections.withdraw, taken_back, "填错了单")
    assert fee(office, order_id) is None
    assert unpaid(office) == []
    with pytest.raises(UserError, match="note the completion again"):
        office.do(corrections.withdraw, event_id(office, case.id, "withdrawn"), "没填错")
    office.do(dispatching.complete, a_completion(office, order_id, labour=Decimal(30)))
    found = fee(office, order_id)
    assert (found.due, found.reason, len(found.payments)) == (101, "", 1)
    assert codes(office) == []


def test_a_void_slip_owes_nothing(office):
    order_id = a_fee(office)
    office.do(dispatching.void_order, order_id, "业主取消")
    assert fee(office, order_id) is None
    assert codes(office) == []


def test_a_case_put_right_takes_its_fee_to_its_room_and_off_when_it_was_free(office):
    order_id = a_fee(office)
    case_id = fee(office, order_id).case_id
    place_id = a_household(office)

    def put_right(**changes):
        version = page(office, case_id).case.version
        office.do(corrections.correct, CaseCorrection(case_id, version, "登记有误", changes))

    put_right(place_id=place_id, place_text="")
    assert office.ask(fee_pages.owed_of_place, place_id) == Owed(1, Decimal("91.00"))
    payment = office.do(fees.pay, paying(order_id, "1"))
    with pytest.raises(UserError, match="was taken for slip"):
        put_right(charge=Charge.FREE)
    office.do(fees.void_payment, payment, "免费项目，退款")
    put_right(charge=Charge.FREE)
    assert fee(office, order_id) is None
    put_right(charge=Charge.CHARGEABLE)
    assert fee(office, order_id).due == 91
    assert codes(office) == []


def test_a_void_case_owes_nothing_and_can_t_be_void_while_its_money_is_in_the_till(office):
    order_id = a_fee(office)
    office.do(dispatching.return_slip, order_id)
    payment = office.do(fees.pay, paying(order_id))
    case_id = fee(office, order_id).case_id
    with pytest.raises(UserError, match="was taken for slip"):
        office.do(corrections.void, case_id, "重复登记")
    office.do(fees.void_payment, payment, "退款")
    office.do(corrections.void, case_id, "重复登记")
    assert fee(office, order_id) is None
    assert codes(office) == []


def test_no_slip_goes_out_before_the_price_is_agreed_to(office):
    case = a_repair(office, charge=Charge.CHARGEABLE, quoted=Decimal(90))
    with pytest.raises(UserError, match="Tell the client the price first"):
        office.do(dispatching.dispatch, case.id, "水电班")


def test_a_household_owes_the_sum_of_its_open_fees(office):
    place_id = a_household(office)
    other = a_household(office, "1602")
    first, second, third = (a_fee(office, place_id=place_id, place_text="") for _ in range(3))
    a_fee(office, place_id=other, place_text="")
    office.do(fees.pay, paying(first))
    office.do(fees.pay, paying(second, "1.01"))
    assert office.ask(fee_pages.owed_of_place, place_id) == Owed(2, Decimal("180.99"))
    assert [each.order_id for each in office.ask(fee_pages.fees_of_place, place_id)] == [third, second, first]
    assert office.ask(fee_pages.owed_of_place, a_household(office, "1702")) == Owed()
    assert [each.order_id for each in office.ask(fee_pages.fees_of_case, fee(office, first).case_id)] == [first]


def test_somebody_without_a_room_is_known_by_their_phone(office):
    a_fee(office)
    a_fee(office, caller_phone="13911112222")
    assert office.ask(fee_pages.owed_of_caller, "13800001234") == Owed(1, Decimal("91.00"))
    assert office.ask(fee_pages.owed_of_caller, "") == Owed()


def test_the_months_list_has_each_job_on_the_day_it_was_done_by_room(office, clock):
    upper = a_household(office, "1502")
    lower = a_household(office, "302")
    first = a_fee(office, place_id=upper, place_text="")
    second = a_fee(office, place_id=lower, place_text="")
    clock.later(days=1)
    third = a_fee(office)
    office.do(fees.pay, paying(first))
    today = date(2026, 10, 20)
    tomorrow = today + timedelta(days=1)

    def listed(from_on, to_on):
        return [each.order_id for each in office.ask(fee_pages.fees_between, from_on, to_on, office.zone)]

    assert listed(today, today) == [second, first]
    assert listed(tomorrow, tomorrow) == [third]
    assert listed(today, tomorrow) == [second, first, third]
    taken = office.ask(fee_pages.payments_between, tomorrow, tomorrow, office.zone)
    assert [(each.payment.amount, each.place) for each in taken] == [(91, "3栋2单元1502")]
    assert office.ask(fee_pages.payments_between, today, today, office.zone) == ()


@pytest.mark.parametrize(
    ("deed", "allowed"),
    [
        ("pay", {Role.CLERK, Role.SUPERVISOR, Role.OFFICE_HEAD, Role.FINANCE}),
        ("set_due", {Role.SUPERVISOR, Role.OFFICE_HEAD}),
        ("void_payment", {Role.SUPERVISOR, Role.OFFICE_HEAD, Role.FINANCE}),
    ],
)
def test_who_may_take_waive_and_give_back(office, deed, allowed):
    may = set()
    for role in Role:
        office.sign_in(NAME_OF[role], PASSWORD)
        if office.may(getattr(fees, deed)):
            may.add(role)
    assert may == allowed


@pytest.mark.about_files("another tool works on the file; a server's rows are compared in the same way")
@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("UPDATE fee SET paid = 100", "fee_paid"),
        ("UPDATE payment SET amount = 1", "fee_paid"),
        ("UPDATE fee SET due = 9000", "fee_due"),
        ("UPDATE fee SET voided_at = set_at", "fee_state"),
        ("DELETE FROM payment; DELETE FROM fee", "fee_state"),
        ("UPDATE payment SET receipt_no = '7'", "receipt_twice"),
    ],
)
def test_check_names_money_that_somebody_changed_with_another_tool(office, statement, code):
    order_id = a_fee(office)
    office.do(fees.pay, paying(order_id, "30", receipt_no="7"))
    office.do(fees.pay, paying(order_id, "30", receipt_no="8"))
    assert codes(office) == []
    path = office.database.path
    office.database.close()
    with tampering(path) as connection:
        connection.executescript(statement)
    assert code in codes(office)


def test_a_place_taken_out_of_use_still_owes(office):
    place_id = a_household(office)
    a_fee(office, place_id=place_id, place_text="")
    office.do(households.void_place, place_id, "录入有误")
    assert office.ask(fee_pages.owed_of_place, place_id).count == 1


def test_a_complaint_costs_nothing(office):
    assert office.ask(fee_pages.fees_of_case, a_case(office).id) == ()
