# SPDX-License-Identifier: Apache-2.0
"""What is asked about slips all day is found by an index: what is done and over costs it nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event

from complaintdesk.desk import binding, slip_facts, slip_lists, team_days, weekly_records
from complaintdesk.desk.office import Office
from complaintdesk.desk.order_lists import order_counts
from complaintdesk.desk.slip_lists import LedgerFilter
from complaintdesk.desk.today import Moment, today_lists
from tests.builders import DeskClock, a_household, a_repair, a_slip

_WHOLE = re.compile(r"SCAN (case_event|work_order|slip_return|case_record)\b")
_BY_STATE = re.compile(r"work_order USING .*\(state=")


def plans(office: Office, ask: Callable[[], Any]) -> list[str]:
    """How the file finds all that is asked for: the steps of each statement."""
    told: list[tuple[str, Any]] = []

    def heard(_connection: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, _many: bool) -> None:
        told.append((statement, parameters))

    event.listen(office.database.engine, "before_cursor_execute", heard)
    try:
        ask()
    finally:
        event.remove(office.database.engine, "before_cursor_execute", heard)
    steps: list[str] = []
    with office.database.connection() as connection:
        for statement, parameters in told:
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).all()
            steps += [row[3] for row in plan]
    return steps


@pytest.mark.about_files("how SQLite goes about it")
def test_a_teams_day_and_a_week_look_through_no_other_days(office: Office) -> None:
    a_slip(office)
    today = office.now().astimezone(office.zone).date()
    team = office.procedure.teams[0].id
    asked: dict[str, Callable[[], Any]] = {
        "a day": lambda: office.ask(team_days.team_days, today, office.now(), office.zone, office.books),
        "the load": lambda: office.ask(team_days.load_today, team, office.now(), office.zone, office.books),
        "a week": lambda: office.ask(
            weekly_records.weekly_record, today, today + timedelta(days=6), office.zone, office.books
        ),
    }
    for name, ask in asked.items():
        steps = plans(office, ask)
        assert any("ix_case_event_happened_at" in step for step in steps), name
        assert [step for step in steps if "SCAN case_event" in step] == [], name


@pytest.mark.about_files("how SQLite goes about it")
def test_what_is_out_is_found_without_what_came_back(office: Office) -> None:
    a_slip(office)
    moment = Moment(office.now(), office.zone, office.books)
    asked: dict[str, Callable[[], Any]] = {
        "the ledger's numbers": lambda: office.ask(slip_lists.ledger_counts, office.books),
        "the ledger": lambda: office.ask(
            slip_lists.ledger_beginning, LedgerFilter("out"), office.books, office.now(), office.zone
        ),
        "the list at 17:00": lambda: office.ask(slip_lists.slips_out, office.books, office.now()),
        "today": lambda: office.ask(today_lists, moment),
        "the slips' numbers": lambda: office.ask(order_counts, office.now(), ("out",)),
    }
    for name, ask in asked.items():
        steps = plans(office, ask)
        assert any("slip_out" in step for step in steps), name
        assert [step for step in steps if re.search(r"SCAN (work_order|slip_return)\b", step)] == [], name


@pytest.mark.about_files("how SQLite goes about it")
def test_earlier_slips_under_guarantee_are_found_by_their_place(office: Office) -> None:
    case = a_repair(office, place_id=a_household(office), place_text="")
    today = office.now().astimezone(office.zone).date()
    steps = plans(office, lambda: office.ask(slip_facts.warranty_page, case.id, office.books, today))
    assert any("ix_case_record_place_id" in step for step in steps)
    assert [step for step in steps if _BY_STATE.search(step) or _WHOLE.search(step)] == []


def test_numbers_that_are_missing_are_told_by_as_few_questions_as_one(office: Office, clock: DeskClock) -> None:
    """R-WO-04."""
    told: list[str] = []

    def heard(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        told.append(statement)

    asked = []
    for lost in (1, 40):
        a_slip(office)
        with office.database.writing() as session:
            session.connection().exec_driver_sql(f"UPDATE counter SET last = last + {lost} WHERE series = 'WX'")
        event.listen(office.database.engine, "before_cursor_execute", heard)
        page = office.ask(binding.binding_page, clock.now.date(), clock.now, office.zone, office.books)
        event.remove(office.database.engine, "before_cursor_execute", heard)
        asked.append((page.sheet.missing, len(told)))
        told.clear()
    assert [missing for missing, _count in asked] == [1, 41]
    assert asked[0][1] == asked[1][1]
