# SPDX-License-Identifier: Apache-2.0
"""Complaints under the rule books of other trades, and when what is owed for them ends, over nights and holidays."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from complaintdesk.domain import follow_ups
from complaintdesk.domain.commitments import Planned, plan
from complaintdesk.domain.lifecycle import Event
from complaintdesk.domain.terms import CaseKind, Channel, EventKind, Level
from complaintdesk.domain.workdays import Calendar, Day
from tests.domain.limits import CASE, SHANGHAI
from tests.domain.rule_books import rule_book

NATIONAL_DAY = {date(2026, 10, day): Day(works=False, name="国庆节") for day in range(1, 8)}
MADE_UP = {date(2026, 10, 10): Day(works=True)}
CALENDAR = Calendar(NATIONAL_DAY | MADE_UP, frozenset({2026}))
COMPLAINT = replace(CASE, kind=CaseKind.COMPLAINT, grade=None, category="other")


def at(words: str) -> datetime:
    """'09-30 16:40' of 2026 in the office, in UTC; '09-30' is the day's last second."""
    words = words if " " in words else f"{words} 23:59:59"
    return datetime.fromisoformat(f"2026-{words}").replace(tzinfo=SHANGHAI).astimezone(UTC)


def story(told: str, **facts: Any) -> list[Event]:
    """Events as they were noted, each at once: 'registered 09-30 16:40, answered 09-30 17:00'."""
    events = []
    for number, each in enumerate(told.split(", "), 1):
        kind, when = each.split(" ", 1)
        events.append(Event(number, EventKind(kind), at(when), at(when), facts=facts.get(kind, {})))
    return events


def owed(name: str, told: str, promised: str = "", **changes: Any) -> dict[str, Planned]:
    """What runs for a complaint of this story, by key; `promised`: the time agreed with the client."""
    until = {"until": at(promised).isoformat()} if promised else {}
    events = story(told, promised=until)
    facts = replace(COMPLAINT, registered_at=events[0].happened_at, promised=bool(promised), **changes)
    return {row.key: row for row in plan(rule_book(name), facts, events, SHANGHAI, CALENDAR)}


@pytest.mark.parametrize(
    ("name", "told", "key", "due"),
    [
        pytest.param(*row[1:], id=" ".join(row[:2]) + " " + row[3])
        for row in (
            ("R-ESC-07", "process_rules", "registered 09-30 16:40", "pass_on", "09-30 17:10:00"),
            ("R-ESC-07", "process_rules", "registered 09-30 16:40", "reach_desk", "09-30 17:10:00"),
            ("R-T-05", "process_rules", "registered 10-18 10:00", "pass_on", "10-19 09:00:00"),
            (
                *("R-T-01", "process_rules", "registered 09-30 16:40, passed_on 09-30 17:00"),
                *("first_contact", "09-30 19:00:00"),
            ),
            (
                *("R-T-03", "process_rules", "registered 09-30 16:40, passed_on 09-30 17:00"),
                *("report_progress", "10-10"),
            ),
            (
                *("R-T-02", "process_rules", "registered 09-30 16:40, passed_on 09-30 17:00, handled 10-09 15:00"),
                *("return_result", "10-09"),
            ),
            ("R-T-03", "car_dealer", "registered 09-30 10:00", "propose", "10-08"),
            ("R-ESC-08", "crm_rules", "registered 10-03 22:00", "contact_client", "10-04 22:00:00"),
            ("R-REG-09", "company", "registered 10-03 09:00", "confirm", "10-04 09:00:00"),
            ("R-T-03", "company", "registered 09-27 09:00, checked 09-28 16:00", "result_working_days", "10-10"),
            ("R-WO-01", "hotline_96310", "registered 10-03 23:30", "deliver_slip", "10-03 23:33:00"),
        )
    ],
)
def test_what_is_owed_ends_when_its_clause_says(name, told, key, due):
    assert owed(name, told)[key].due_at == at(due)


def test_a_complaint_after_the_stay_is_settled_in_three_working_days():
    """R-ESC-13, 酒店制度六.二.2."""
    rows = owed("hotel", "registered 09-30 10:00", own_fields={"stay": "消费后"})
    assert rows["result_working_days"].due_at == at("10-10")


def test_a_major_complaint_on_a_sunday_does_not_wait_for_monday():
    """R-T-05, 流程规范1.4."""
    row = owed("process_rules", "registered 10-18 10:00", level=Level.MAJOR)["pass_on"]
    assert row.due_at == at("10-18 10:30:00")


def test_a_guests_complaint_is_settled_by_the_time_that_the_guest_asks_for():
    """R-ESC-13, 酒店制度六.二.1."""
    told = "registered 10-18 22:00, promised 10-18 22:05"
    rows = owed("hotel", told, promised="10-18 23:30:00", own_fields={"stay": "消费中"})
    assert rows["keep_promise"].due_at == at("10-18 23:30:00")
    assert "result_working_days" not in rows
    assert rows["ask_time"].met_at == at("10-18 22:05:00")


def test_a_guests_complaint_without_a_time_owes_the_question_for_it_that_day():
    """R-ESC-12, R-ESC-13: it is not without any limit, and in each round it is asked anew."""
    during: dict[str, Any] = {"own_fields": {"stay": "消费中"}}
    rows = owed("hotel", "registered 10-18 22:00", **during)
    assert {key: (row.due_at, row.met_at) for key, row in rows.items()} == {"ask_time": (at("10-18"), None)}
    rows = owed("hotel", "registered 10-18 22:00, handled 10-18 22:20", **during)
    assert rows["ask_time"].met_at == at("10-18 22:20:00"), "settled at once, nothing is left to be asked"


def test_a_major_complaint_has_no_one_day_proposal_it_has_a_meeting():
    """R-ESC-14, 4S店制度三: the working day is a general complaint's."""
    assert "propose" not in owed("car_dealer", "registered 09-30 10:00", level=Level.MAJOR)


def test_a_result_that_is_back_before_the_handling_is_noted_is_not_owed_again():
    """R-ESC-07, 流程规范2.4.2."""
    told = "registered 10-12 09:00, passed_on 10-12 09:10, result_returned 10-12 15:00, handled 10-12 15:10"
    rows = owed("process_rules", told)
    assert all(row.met_at is not None for row in rows.values() if row.key in ("return_result", "report_progress"))


def test_a_call_answered_at_once_needs_no_dispatch():
    """R-WO-01, 96310制度一.3: what can be answered at once is answered at once."""
    assert "deliver_slip" not in owed("hotline_96310", "registered 10-12 09:00, answered 10-12 09:02")
    late = owed("hotline_96310", "registered 10-12 09:00, passed_on 10-12 09:05, answered 10-12 10:00")
    assert late["deliver_slip"].met_at == at("10-12 09:05:00")


def test_three_minutes_are_the_hotlines_not_the_letter_boxs():
    """R-WO-01, 96310制度一.3."""
    assert "deliver_slip" not in owed("hotline_96310", "registered 10-12 09:00", channel=Channel.WEB)


def test_the_call_back_opens_on_the_fifth_day_after_the_result_came_back_and_ends_on_the_seventh():
    """R-CB-02, 流程规范2.4.3."""
    events = story("registered 10-08 09:00, result_returned 10-12 15:00, handled 10-12 15:10")
    facts = replace(COMPLAINT, registered_at=events[0].happened_at)
    (row,) = follow_ups.plan(rule_book("process_rules"), facts, events, SHANGHAI)
    assert (row.opens_at, row.due_at) == (at("10-17 00:00:00"), at("10-19"))
    assert row.required
