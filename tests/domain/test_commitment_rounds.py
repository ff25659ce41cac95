# SPDX-License-Identifier: Apache-2.0
"""Limits in later rounds, limits of an office's own, and how a limit is explained."""

from __future__ import annotations

from typing import Any

import pytest

from complaintdesk.domain.case_facts import OrderFacts
from complaintdesk.domain.commitments import explain
from complaintdesk.domain.procedure import Limit, LimitUnit
from complaintdesk.domain.terms import CaseKind, EventKind, Level, OrderState
from tests.domain.limits import GENERAL, SHANGHAI, SLIP, TEXT, at, event, limit, limits

REOPENED = (
    event(2, "dispatched", at("10:05"), 1),
    event(3, "accepted", at("10:10"), 1),
    event(4, "arrived", at("10:40"), 1),
    event(5, "completed", at("11:00"), 1),
    event(6, "returned", at("17:00"), 1),
    event(7, "handled", at("17:05")),
    event(8, "reopened", at("09:00:40", 23)),
)
FIRST_SLIP = OrderFacts(1, OrderState.RETURNED, 1)


def test_a_new_round_starts_the_slips_limits_anew_and_leaves_the_earlier_ones_alone():
    """R-ESC-10."""
    found = limits(*REOPENED, round=2, orders=(FIRST_SLIP,))
    assert set(found) == {("deliver_slip", 2), ("finish", 2)}
    assert found["deliver_slip", 2].due_at == at("09:20:40", 23)
    assert found["finish", 2].due_at == at("09:00:40", 24)
    assert found["finish", 2].met_at is None


def test_a_new_rounds_slip_meets_the_new_rounds_limits():
    second = (event(9, "dispatched", at("09:05", 23), 2), event(10, "accepted", at("09:10", 23), 2))
    orders = (FIRST_SLIP, OrderFacts(2, OrderState.ACCEPTED, 2))
    assert limit("deliver_slip", *REOPENED, *second, number=2, round=2, orders=orders).met_by_event_id == 10


def test_a_new_round_is_finished_by_its_own_slips():
    done = (
        event(9, "dispatched", at("09:05", 23), 2),
        event(10, "accepted", at("09:10", 23), 2),
        event(11, "arrived", at("09:30", 23), 2),
        event(12, "completed", at("10:00", 23), 2),
    )
    orders = (FIRST_SLIP, OrderFacts(2, OrderState.COMPLETED, 2))
    assert limit("finish", *REOPENED, *done, number=2, round=2, orders=orders).met_by_event_id == 12


def test_a_case_handled_with_a_slip_keeps_the_limits_that_the_slip_met():
    found = limits(*REOPENED[:6], orders=(FIRST_SLIP,))
    assert {key for key, row in found.items() if row.met_at} == {("deliver_slip", 1), ("finish", 1)}


def test_an_appointment_of_the_round_before_binds_no_longer():
    kept: dict[str, Any] = {"appointment_from": at("11:00"), "appointment_to": at("12:00")}
    assert set(limits(*REOPENED, round=2, orders=(FIRST_SLIP,), **kept)) == {("deliver_slip", 2), ("finish", 2)}
    new: dict[str, Any] = {"appointment_from": at("14:00", 23)}
    assert limit("keep_appointment", *REOPENED, number=2, round=2, orders=(FIRST_SLIP,), **new).due_at == at(
        "14:00", 23
    )


def test_a_complaint_never_answered_stays_open_in_its_first_round_until_it_is():
    complaint: dict[str, Any] = {"kind": CaseKind.COMPLAINT, "grade": None, "round": 2}
    reopened = (event(2, "handled", at("12:00")), event(3, "reopened", at("09:00", 21)))
    found = limits(*reopened, **complaint)
    assert set(found) == {
        ("report_complaint", 1),
        ("check_validity", 1),
        ("contact_client", 1),
        ("confirm", 1),
        ("answer_complaint", 1),
        ("chase_result", 2),
        ("answer_complaint", 2),
    }
    answered = limits(*reopened, event(4, "answered", at("10:00", 22)), **complaint)
    assert answered["answer_complaint", 1].met_by_event_id == 4
    assert answered["answer_complaint", 2].met_by_event_id == 4


def test_an_answer_of_the_first_round_noted_after_the_reopening_meets_the_first_round_alone():
    """R-T-06."""
    found = limits(
        event(2, "handled", at("12:00")),
        event(3, "reopened", at("09:00", 21)),
        event(4, "answered", at("11:00")),
        kind=CaseKind.COMPLAINT,
        round=2,
    )
    assert found["answer_complaint", 1].met_at == at("11:00")
    assert found["answer_complaint", 2].met_at is None


OWN = """
[[commitments]]
id = "ours"
name = "本处"
when = {WHEN}
from = "accepted"
to = ["arrived"]
limit = { minutes = 15 }
source = "本处自定"
"""


def with_own(when: str) -> str:
    return TEXT + OWN.replace("WHEN", when[1:-1])


@pytest.mark.parametrize(
    ("when", "changes", "runs"),
    [
        ("{ }", {}, True),
        ('{ categories = ["plumbing"] }', {}, True),
        ('{ categories = ["facility_repair"] }', {}, True),
        ('{ categories = ["equipment"] }', {}, False),
        ('{ categories = ["plumbing"] }', {"category": ""}, False),
        ('{ channels = ["phone"] }', {}, True),
        ('{ channels = ["visit"] }', {}, False),
        ('{ levels = ["major"] }', {"level": Level.MAJOR}, True),
        ('{ levels = ["major"] }', {}, False),
        ('{ grades = ["small", "odd"] }', {}, True),
        ('{ grades = ["small"] }', {"grade": None}, False),
        ("{ public_or_complex = false }", {}, True),
        ("{ public_or_complex = false }", {"public_area": True}, False),
    ],
)
def test_an_offices_own_limit_holds_for_the_cases_it_names(when: str, changes, runs: bool):
    accepted = event(2, "accepted", at("10:10"), 1)
    found = limits(accepted, text=with_own(when), orders=SLIP, **changes)
    assert (("ours", 1) in found) is runs


def test_a_limit_from_a_later_event_starts_with_it():
    assert ("ours", 1) not in limits(text=with_own("{ }"), orders=SLIP)
    accepted, arrived = event(2, "accepted", at("10:10"), 1), event(3, "arrived", at("10:30"), 1)
    found = limit("ours", accepted, arrived, text=with_own("{ }"), orders=SLIP)
    assert (found.started_at, found.due_at, found.met_at) == (at("10:10"), at("10:25"), at("10:30"))


def test_a_category_can_have_a_limit_of_its_own_for_the_same_commitment():
    other = '[[commitments.other_limits]]\nwhen = { grades = ["urgent"] }'
    assert other in TEXT
    text = TEXT.replace(other, other.replace('grades = ["urgent"]', 'categories = ["lift"]'))
    text = text.replace('limit = { hours = 24 }\nsource = "服务承诺', 'limit = { hours = 4 }\nsource = "服务承诺')
    assert limit("finish", text=text, category="lift").due_at == at("14:02:13")
    assert limit("finish", text=text).due_at == at("10:02:13", 21)


def test_a_limit_is_explained_by_its_start_its_length_and_its_source():
    found = explain(GENERAL, limit("deliver_slip"), SHANGHAI)
    assert (found.name, found.start_kind, found.limit) == (
        "送达工程部",
        EventKind.REGISTERED,
        Limit(LimitUnit.MINUTES, 20),
    )
    assert (found.started_at.hour, found.started_at.minute, found.due_at.minute) == (10, 2, 22)
    assert found.source == "物业投诉处理工作规程(七)四"
    assert found.not_before is None


def test_an_exceptions_own_limit_and_source_explain_it():
    found = explain(GENERAL, limit("finish", public_area=True), SHANGHAI)
    assert (found.limit, found.source) == (Limit(LimitUnit.HOURS, 48), "服务承诺：公共、复杂48小时")


def test_a_new_rounds_limit_is_explained_by_the_reopening():
    found = explain(GENERAL, limit("finish", *REOPENED, number=2, round=2, orders=(FIRST_SLIP,)), SHANGHAI)
    assert found.start_kind is EventKind.REOPENED


def test_a_chase_is_explained_with_the_moment_from_which_it_may_be_made():
    found = explain(GENERAL, limit("chase_result", kind=CaseKind.COMPLAINT), SHANGHAI)
    assert found.not_before is not None
    assert (found.not_before.day, found.not_before.hour, found.due_at.day) == (22, 10, 22)
