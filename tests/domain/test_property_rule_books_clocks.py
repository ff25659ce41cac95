# SPDX-License-Identifier: Apache-2.0
"""Matters under the property rule books, and when what is owed for them ends, over nights, weekends and holidays."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from complaintdesk.domain import follow_ups
from complaintdesk.domain.case_facts import CaseFacts, OrderFacts
from complaintdesk.domain.commitments import Planned, plan
from complaintdesk.domain.lifecycle import Event
from complaintdesk.domain.terms import CaseKind, Channel, EventKind, Level, OrderState, PauseReason
from complaintdesk.domain.workdays import Calendar, Day
from tests.domain.limits import CASE, SHANGHAI
from tests.domain.rule_books import rule_book

OFF = {date(2026, 10, day): Day(works=False, name="国庆节") for day in range(1, 8)}
CALENDAR = Calendar(OFF | {date(2026, 10, 10): Day(works=True)}, frozenset({2026}))
COMPLAINT = replace(CASE, kind=CaseKind.COMPLAINT, grade=None, category="other")
INQUIRY = replace(CASE, kind=CaseKind.INQUIRY, grade=None, category="other")


def at(words: str) -> datetime:
    """'10-05 09:00' of 2026 in the office; '10-05' is the day's last second."""
    words = words if " " in words else f"{words} 23:59:59"
    return datetime.fromisoformat(f"2026-{words}").replace(tzinfo=SHANGHAI)


def story(told: str, until: str = "") -> list[Event]:
    """Events as they were noted: 'registered 10-05 09:00, checked 10-05 10:00'; `until`: the time that one names."""
    events = []
    for number, each in enumerate(told.split(", "), 1):
        kind, when = each.split(" ", 1)
        names_a_time = kind in ("promised", "passed_on") and until
        facts: dict[str, Any] = {"until": at(until).isoformat()} if names_a_time else {}
        facts |= {"valid": False} if kind == "checked" else {}
        order = 1 if kind in ("dispatched", "accepted", "arrived", "completed", "returned") else None
        events.append(Event(number, EventKind(kind), at(when), at(when), order, facts=facts))
    return events


def owed(name: str, case: CaseFacts, told: str, until: str = "") -> dict[str, Planned]:
    """What runs for a case of this story, by key."""
    events = story(told, until)
    facts = replace(case, registered_at=events[0].happened_at)
    return {row.key: row for row in plan(rule_book(name), facts, events, SHANGHAI, CALENDAR)}


NIGHT = "registered 10-03 22:30"  # a Saturday in the holiday week
HARD = replace(COMPLAINT, hard=True)
DIRECT = replace(COMPLAINT, channel=Channel.COMPANY)
PROMISED = replace(COMPLAINT, promised=True)

# rules, rule book, the matter, its story, the limit, its end
ENDS: list[tuple[str, str, CaseFacts, str, str, str]] = [
    ("R-WO-01 R-T-01", "work_rules_seven", CASE, NIGHT, "deliver_slip", "10-03 22:50"),
    ("R-WO-09", "liyuan", CASE, NIGHT, "finish", "10-04 22:30"),
    ("R-WO-09", "liyuan", replace(CASE, public_area=True), NIGHT, "finish", "10-05 22:30"),
    ("R-WO-09", "liyuan", replace(CASE, category="access_control"), NIGHT, "finish", "10-05 22:30"),
    ("R-WO-09", "liyuan", replace(COMPLAINT, category="public_cleaning"), NIGHT, "serve_public", "10-05 22:30"),
    (
        *("R-WO-09 R-ESC-12", "liyuan"),
        replace(CASE, appointment_from=at("10-06 14:00"), appointment_to=at("10-06 16:00")),
        *(NIGHT, "finish_appointed", "10-06 16:00"),
    ),
    ("R-ESC-06 R-T-02", "management_centre", DIRECT, NIGHT, "trace_direct", "10-05"),
    (
        *("R-CLS-01", "management_centre", replace(DIRECT, valid=False)),
        *(NIGHT + ", checked 10-04 09:00", "explain_invalid", "10-06"),
    ),
    (
        *("R-CLS-02", "management_centre", replace(DIRECT, valid=True)),
        *(NIGHT + ", checked 10-04 09:00", "corrective", "10-05"),
    ),
    (
        *("R-ESC-05", "management_centre", replace(DIRECT, waited=frozenset({PauseReason.PUBLIC_BODY}))),
        *(NIGHT, "other_body", "10-06"),
    ),
    ("R-WO-01", "resort_villas", CASE, NIGHT, "deliver_slip", "10-03 22:35"),
    ("R-REG-11", "resort_villas", INQUIRY, NIGHT, "answer_enquiry", "10-04 22:30"),
    ("R-ESC-03 R-T-02", "resort_villas", COMPLAINT, NIGHT, "report_complaint", "10-03"),
    ("R-ESC-03", "resort_villas", COMPLAINT, NIGHT, "chase_result", "10-05"),
    ("R-CB-08", "resort_villas", HARD, NIGHT + ", hardened 10-04 08:00", "manager_calls", "10-05 08:00"),
    ("R-ESC-07 R-T-02", "follow_up_system", COMPLAINT, NIGHT, "answer_complaint", "10-06"),
    ("R-REG-08", "follow_up_system", replace(COMPLAINT, repeat=True), NIGHT, "special_measures", "10-04 22:30"),
]


@pytest.mark.parametrize(
    ("name", "case", "told", "key", "end"), [pytest.param(*row[1:], id=f"{row[0]} {row[1]} {row[4]}") for row in ENDS]
)
def test_what_is_owed_ends_when_its_clause_says(name: str, case: CaseFacts, told: str, key: str, end: str) -> None:
    assert owed(name, case, told)[key].due_at == at(end)


@pytest.mark.parametrize("name", ["work_rules_seven", "customer_complaints", "owner_process", "follow_up_system"])
def test_what_the_client_was_promised_is_owed_by_then(name: str) -> None:
    """R-ESC-12, R-REG-16: an answer given before the promise does not keep it."""
    told = NIGHT + ", answered 10-03 22:40, promised 10-03 22:50"
    row = owed(name, PROMISED, told, "10-08 15:00")["keep_promise"]
    assert (row.due_at, row.met_at) == (at("10-08 15:00"), None)
    kept = owed(name, PROMISED, told + ", handled 10-08 14:00", "10-08 15:00")["keep_promise"]
    assert kept.met_at == at("10-08 14:00")


def test_the_management_centres_department_owes_its_result_by_the_time_it_was_given() -> None:
    """R-WO-11, 管理中心规程4.2."""
    told = NIGHT + ", passed_on 10-04 09:00"
    assert owed("management_centre", COMPLAINT, told, "10-06 18:00")["solve_by"].due_at == at("10-06 18:00")
    met = owed("management_centre", COMPLAINT, told + ", result_returned 10-06 17:00", "10-06 18:00")["solve_by"]
    assert met.met_at == at("10-06 17:00")


@pytest.mark.parametrize(
    ("name", "case", "keys"),
    [
        ("work_rules_seven", COMPLAINT, set()),
        ("customer_complaints", CASE, set()),
        ("liyuan", COMPLAINT, set()),
        ("management_centre", COMPLAINT, set()),  # its limits are for what was said to the company
        ("management_centre", CASE, set()),
        ("owner_process", COMPLAINT, set()),
        ("resort_villas", replace(CASE, kind=CaseKind.ASSISTANCE), set()),
        ("follow_up_system", replace(COMPLAINT, level=Level.MAJOR), set()),  # three days are a general complaint's
    ],
)
def test_where_the_source_is_silent_nothing_is_owed(name: str, case: CaseFacts, keys: set[str]) -> None:
    assert set(owed(name, case, NIGHT)) == keys


def test_a_question_to_the_villas_answered_at_once_owes_nothing() -> None:
    """R-REG-11."""
    assert "answer_enquiry" not in owed("resort_villas", INQUIRY, NIGHT + ", answered 10-03 22:30")


def test_liyuan_waits_for_another_body_and_goes_on_where_it_stood() -> None:
    """R-T-07, 荔园规程4.4."""
    events = story("registered 10-12 09:00, paused 10-12 10:00, resumed 10-12 15:00")
    events[1] = replace(events[1], facts={"reason": "third_party"})
    facts = replace(CASE, registered_at=events[0].happened_at)
    (row,) = [row for row in plan(rule_book("liyuan"), facts, events, SHANGHAI, CALENDAR) if row.key == "finish"]
    assert (row.first_due_at, row.due_at) == (at("10-13 09:00"), at("10-13 14:00"))


@pytest.mark.parametrize(
    ("name", "case", "told", "key", "end"),
    [
        pytest.param(*row[1:], id=" ".join((row[0], row[1], row[4])))
        for row in (
            ("R-CB-01", "follow_up_system", COMPLAINT, "handled 10-05 15:00", "complaint_follow_up", "10-08"),
            ("R-CB-08", "follow_up_system", DIRECT, "handled 10-05 15:00", "direct_follow_up", "10-08"),
            (
                *("R-CB-06 R-T-04", "follow_up_system"),
                replace(CASE, category="roof_leak", orders=(OrderFacts(1, OrderState.COMPLETED, 1),)),
                *("dispatched 10-04 09:00, completed 10-31 10:00", "repair_follow_up", "11-30"),
            ),
            ("R-CB-13", "customer_complaints", COMPLAINT, "handled 10-05 15:00", "complaint_follow_up", ""),
            ("R-REG-06", "resort_villas", INQUIRY, "handled 10-05 15:00", "other_follow_up", ""),
        )
    ],
)
def test_the_call_back_ends_when_its_clause_says(name: str, case: CaseFacts, told: str, key: str, end: str) -> None:
    events = story(f"{NIGHT}, {told}")
    facts = replace(case, registered_at=events[0].happened_at)
    (row,) = follow_ups.plan(rule_book(name), facts, events, SHANGHAI)
    assert (row.key, row.due_at, row.required) == (key, at(end) if end else None, True)
