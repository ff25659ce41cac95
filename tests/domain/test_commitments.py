# SPDX-License-Identifier: Apache-2.0
"""Which limits run for a case under the general procedure, until when, and what meets them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from complaintdesk.domain.case_facts import OrderFacts
from complaintdesk.domain.commitments import plan
from complaintdesk.domain.terms import CaseKind, Grade, OrderState
from tests.domain.limits import APPOINTED, CASE, GENERAL, REGISTERED_AT, SLIP, at, event, limit, limits


@pytest.mark.parametrize(
    ("changes", "keys"),
    [
        ({}, {"deliver_slip", "finish"}),
        ({"grade": Grade.ODD}, {"deliver_slip", "finish"}),
        ({"grade": Grade.URGENT}, {"deliver_slip", "arrive_urgent", "finish"}),
        (APPOINTED, {"deliver_slip", "keep_appointment", "finish_appointed"}),
        (
            {**APPOINTED, "grade": Grade.URGENT},
            {"deliver_slip", "arrive_urgent", "keep_appointment", "finish_appointed"},
        ),
        ({"kind": CaseKind.SPECIAL_SERVICE, "grade": None}, {"deliver_slip"}),
        (
            {"kind": CaseKind.SPECIAL_SERVICE, "grade": None, **APPOINTED},
            {"deliver_slip", "keep_appointment", "finish_appointed"},
        ),
        ({"kind": CaseKind.ASSISTANCE, "grade": None}, set()),
        ({"kind": CaseKind.ASSISTANCE, "grade": None, **APPOINTED}, {"keep_appointment", "finish_appointed"}),
        ({"kind": CaseKind.INQUIRY, "grade": None}, {"answer_enquiry"}),
        ({"kind": CaseKind.SUGGESTION, "grade": None}, set()),
        (
            {"kind": CaseKind.COMPLAINT, "grade": None},
            {"report_complaint", "check_validity", "contact_client", "chase_result", "answer_complaint", "confirm"},
        ),
        ({"void": True}, set()),
    ],
)
def test_each_kind_of_case_has_the_limits_of_the_general_procedure(changes, keys: set[str]):
    assert {key for key, _ in limits(**changes)} == keys


@pytest.mark.parametrize(
    ("rule", "key", "changes", "due"),
    [
        ("R-WO-01, R-T-01", "deliver_slip", {}, at("10:22:13")),
        ("急修到场", "arrive_urgent", {"grade": Grade.URGENT}, at("10:32:13")),
        ("R-WO-09", "finish", {}, at("10:02:13", 21)),
        ("R-WO-09", "finish", {"grade": None}, at("10:02:13", 21)),
        ("R-WO-09", "finish", {"public_area": True}, at("10:02:13", 22)),
        ("R-WO-09", "finish", {"complex_job": True, "grade": Grade.ODD}, at("10:02:13", 22)),
        ("R-WO-09", "finish", {"complex_job": True, "grade": Grade.URGENT}, at("10:02:13", 21)),
        ("R-WO-09", "keep_appointment", APPOINTED, at("17:00", 22)),
        ("R-WO-09", "keep_appointment", {"appointment_from": at("15:00", 22)}, at("15:00", 22)),
        ("R-WO-09", "finish_appointed", APPOINTED, at("23:59:59", 22)),
        ("R-REG-11", "answer_enquiry", {"kind": CaseKind.INQUIRY}, at("10:02:13", 21)),
        ("R-ESC-03, R-T-02", "report_complaint", {"kind": CaseKind.COMPLAINT}, at("23:59:59")),
        ("R-ESC-08", "contact_client", {"kind": CaseKind.COMPLAINT}, at("10:02:13", 21)),
        ("R-ESC-03", "chase_result", {"kind": CaseKind.COMPLAINT}, at("23:59:59", 22)),
        ("R-ESC-07, R-T-02", "answer_complaint", {"kind": CaseKind.COMPLAINT}, at("23:59:59", 23)),
    ],
)
def test_a_limit_ends_when_its_rule_says(rule: str, key: str, changes, due: datetime):
    found = limit(key, **changes)
    assert (found.due_at, found.started_at) == (due, REGISTERED_AT)
    assert found.due_at.tzinfo is UTC
    assert (found.order_id, found.met_at, found.met_by_event_id) == (None, None, None)


@pytest.mark.parametrize(
    ("registered_at", "due"),
    [
        (at("00:00:00"), at("23:59:59")),
        (at("17:29:59"), at("23:59:59")),
        (at("23:59:59"), at("23:59:59", 21)),  # the office opens on the 21st
        (at("07:59:59"), at("23:59:59")),  # still the 19th by Greenwich
        (at("23:59:59", 31), datetime(2026, 11, 2, 15, 59, 59, tzinfo=UTC)),  # a Saturday's, on Monday
    ],
)
def test_the_same_day_is_the_offices_day(registered_at: datetime, due: datetime):
    """R-T-02, R-T-05."""
    assert limit("report_complaint", kind=CaseKind.COMPLAINT, registered_at=registered_at).due_at == due


def test_days_are_counted_over_the_end_of_a_month():
    """R-T-02."""
    found = limit("answer_complaint", kind=CaseKind.COMPLAINT, registered_at=at("22:00", 30))
    assert found.due_at == datetime(2026, 11, 2, 15, 59, 59, tzinfo=UTC)


def test_clock_hours_run_through_a_change_of_the_clocks():
    """R-T-01: on the clock means hours that pass, wherever the office is."""
    berlin = ZoneInfo("Europe/Berlin")
    before = datetime(2026, 10, 24, 20, 0, tzinfo=berlin)
    facts = replace(CASE, registered_at=before, grade=Grade.URGENT)  # doesn't wait for the office to open
    rows = plan(GENERAL, facts, [event(1, "registered", before)], berlin)
    finish = next(row for row in rows if row.key == "finish")
    assert finish.due_at - before.astimezone(UTC) == timedelta(hours=24)


def test_only_the_two_finishing_limits_count_in_the_rate_and_the_chase_only_reminds():
    """R-ST-01."""
    rows = [*limits(**APPOINTED).values(), *limits().values(), *limits(kind=CaseKind.COMPLAINT).values()]
    assert {row.key for row in rows if row.in_rate} == {"finish", "finish_appointed"}
    assert {row.key for row in rows if row.reminder} == {"chase_result"}


def test_a_slip_noted_in_the_evening_meets_its_limits_with_the_times_written_on_it():
    """R-T-06."""
    steps = (
        event(2, "dispatched", at("10:05"), 1),
        event(3, "accepted", at("10:20"), 1),
        event(4, "arrived", at("10:40"), 1),
        event(5, "completed", at("11:30"), 1),
    )
    found = limits(*steps, grade=Grade.URGENT, orders=SLIP)
    met = {key: (row.met_at, row.met_by_event_id) for (key, _), row in found.items()}
    assert met == {
        "deliver_slip": (at("10:20"), 3),
        "arrive_urgent": (at("10:40"), 4),
        "finish": (at("11:30"), 5),
    }


def test_a_limit_past_its_due_is_met_by_what_happened_in_time_and_opened_by_taking_it_back():
    """R-T-06."""
    accepted = event(3, "accepted", at("10:15"), 1)
    dispatched = event(2, "dispatched", at("10:05"), 1)
    late = at("20:00")
    open_ = limit("deliver_slip", dispatched, orders=SLIP)
    assert (open_.due_at < late, open_.met_at) == (True, None)
    met = limit("deliver_slip", dispatched, accepted, orders=SLIP)
    assert met.met_at == at("10:15") < met.due_at
    opened = limit("deliver_slip", dispatched, accepted, event(4, "withdrawn", late, 1, about=3), orders=SLIP)
    assert opened == open_


def test_the_earliest_event_meets_a_limit_not_the_first_one_noted():
    found = limit(
        "contact_client",
        event(2, "answered", at("16:00")),
        event(3, "answered", at("11:00")),
        kind=CaseKind.COMPLAINT,
    )
    assert (found.met_at, found.met_by_event_id) == (at("11:00"), 3)


def test_a_further_call_of_the_complainant_is_no_contact_of_ours():
    found = limits(event(2, "contacted", at("11:00")), kind=CaseKind.COMPLAINT)
    assert found["contact_client", 1].met_at is None


def test_an_answer_is_a_contact_with_the_client_as_well():
    found = limits(event(2, "answered", at("11:00")), kind=CaseKind.COMPLAINT)
    assert found["contact_client", 1].met_by_event_id == 2
    assert found["answer_complaint", 1].met_by_event_id == 2


def test_a_confirmation_is_a_contact_and_what_went_up_was_reported():
    found = limits(event(2, "confirmed", at("11:00")), event(3, "escalated", at("12:00")), kind=CaseKind.COMPLAINT)
    assert found["contact_client", 1].met_by_event_id == found["confirm", 1].met_by_event_id == 2
    assert found["report_complaint", 1].met_by_event_id == 3


def test_a_voided_slips_events_meet_nothing_and_its_successors_do():
    """R-WO-03."""
    spoiled = (event(2, "dispatched", at("10:05"), 1), event(3, "accepted", at("10:10"), 1))
    voided = event(4, "order_voided", at("10:12"), 1)
    orders = (OrderFacts(1, OrderState.VOID, 1), OrderFacts(2, OrderState.ISSUED, 1))
    successor = (event(5, "dispatched", at("10:13"), 2), event(6, "accepted", at("10:30"), 2))
    assert limit("deliver_slip", *spoiled, voided, successor[0], orders=orders).met_at is None
    found = limit("deliver_slip", *spoiled, voided, *successor, orders=orders)
    assert (found.started_at, found.met_by_event_id) == (REGISTERED_AT, 6)


def test_the_work_is_finished_when_every_slip_of_the_round_is():
    two = (OrderFacts(1, OrderState.COMPLETED, 1), OrderFacts(2, OrderState.ARRIVED, 1))
    first = (
        event(2, "arrived", at("10:40"), 1),
        event(3, "arrived", at("10:50"), 2),
        event(4, "completed", at("12:00"), 1),
    )
    assert limit("finish", *first, orders=two).met_at is None
    both = limit("finish", *first, event(5, "completed", at("11:45"), 2), orders=two)
    assert (both.met_at, both.met_by_event_id) == (at("12:00"), 4)
    assert limit("arrive_urgent", *first, orders=two, grade=Grade.URGENT).met_by_event_id == 2


def test_an_enquiry_answered_at_once_has_no_limit():
    """R-REG-11: answer_enquiry is for those not answered at once."""
    assert limits(event(2, "answered", at("10:02")), kind=CaseKind.INQUIRY) == {}
    answered = limit("answer_enquiry", event(2, "answered", at("10:03")), kind=CaseKind.INQUIRY)
    assert answered.met_at == at("10:03")


@pytest.mark.parametrize(
    ("later", "runs", "met_at"),
    [
        ((), True, None),
        ((event(2, "reminded", at("09:00", 22)),), True, None),
        ((event(2, "reminded", at("11:00", 22)),), True, at("11:00", 22)),
        ((event(2, "reminded", at("09:00", 22)), event(3, "reminded", at("10:02:13", 22))), True, at("10:02:13", 22)),
        ((event(2, "answered", at("09:00", 21)),), False, None),
        ((event(2, "handled", at("09:00", 21)),), False, None),
        ((event(2, "reminded", at("11:00", 22)), event(3, "answered", at("12:00", 22))), True, at("11:00", 22)),
        ((event(2, "answered", at("09:00", 21)), event(3, "withdrawn", at("09:30", 21), about=2)), True, None),
    ],
)
def test_the_result_is_chased_from_48_hours_on_unless_it_was_given(later, runs, met_at):
    """R-ESC-03."""
    found = limits(*later, kind=CaseKind.COMPLAINT).get(("chase_result", 1))
    assert (found is not None) is runs
    if found is not None:
        assert found.not_before == at("10:02:13", 22)
        assert found.met_at == met_at


def test_a_repair_handled_without_a_slip_has_no_slips_limits_any_more():
    handled = event(2, "handled", at("11:00"))
    assert limits(handled) == {}
    assert limits(handled, event(3, "withdrawn", at("11:05"), about=2)) == limits()
