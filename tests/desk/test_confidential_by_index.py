# SPDX-License-Identifier: Apache-2.0
"""What is hidden from whom a complaint is about costs them no index: their lists are found as everybody's are."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import event, text

from complaintdesk.desk import (
    fee_pages,
    follow_up_lists,
    household_course,
    listing,
    order_lists,
    people,
    today,
)
from complaintdesk.desk.listing import CaseFilter
from complaintdesk.desk.office import Office
from complaintdesk.desk.order_lists import OrderFilter
from complaintdesk.domain.terms import CaseKind, Role
from tests.builders import NAME_OF, PASSWORD, a_case, a_household, a_slip, staff_id

ABOUT, OTHER = NAME_OF[Role.CLERK], NAME_OF[Role.SUPERVISOR]


def asked(office: Office, case_id: int, order_id: int, place_id: int) -> dict[str, Callable[[], Any]]:
    """What a desk looks at all day."""
    now, moment = office.now(), today.Moment(office.now(), office.zone, office.books)
    return {
        "today": lambda: office.ask(today.today_lists, moment),
        "pressing": lambda: office.ask(today.pressing, moment),
        "the register": lambda: office.ask(listing.case_beginning, CaseFilter(), now),
        "the late ones": lambda: office.ask(listing.case_beginning, CaseFilter(view="late"), now),
        "its numbers": lambda: office.ask(listing.case_counts, now),
        "its rows": lambda: office.ask(listing.case_rows, [case_id], office.books),
        "slips": lambda: office.ask(order_lists.order_beginning, OrderFilter("open"), now),
        "rows of slips": lambda: office.ask(order_lists.order_rows, [order_id], office.books),
        "calls to make": lambda: office.ask(follow_up_lists.follow_up_counts, now, office.zone),
        "a household's cases": lambda: office.ask(people.cases_of_place, place_id, office.books),
        "its slips": lambda: office.ask(household_course.slips, place_id, office.books),
        "its fees": lambda: office.ask(fee_pages.fees_of_place, place_id),
    }


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
    with office.database.connection() as connection:
        connection.execute(text("SELECT 1"))
        cursor: Any = connection.connection.cursor()
        steps = []
        for statement, parameters in told:
            if re.search(r"\bcase_record\b", statement):
                steps += [row[3] for row in cursor.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)]
        cursor.close()
    return steps


@pytest.mark.about_files("how SQLite goes about it")
def test_whom_a_complaint_is_about_is_shown_lists_by_the_same_indexes(office: Office) -> None:
    place_id = a_household(office)
    about: dict[str, Any] = {"confidential": True, "about_staff_id": staff_id(office, ABOUT)}
    case = a_case(office, CaseKind.COMPLAINT, place_id=place_id, place_text="", **about)
    slip = a_slip(office, case.id)
    found = {}
    for name in (OTHER, ABOUT):
        office.sign_in(name, PASSWORD)
        todo = asked(office, case.id, slip.order_id, place_id)
        found[name] = {what: plans(office, ask) for what, ask in todo.items()}
    assert any("case_record" in step for steps in found[OTHER].values() for step in steps)
    assert [
        what for what, steps in found[ABOUT].items() if read_whole(steps) and not read_whole(found[OTHER][what])
    ] == []


def read_whole(steps: list[str]) -> bool:
    """Whether a plan goes through all cases, be it to set them aside first."""
    aside = any(re.match(r"(MATERIALIZE|CO-ROUTINE) case_record", step) for step in steps)
    searched = any(re.match(r"SEARCH main\.case_record .*place_id", step) for step in steps)
    scanned = any(re.match(r"SCAN (main\.)?case_record\b(?!.*INDEX)", step) for step in steps)
    return (aside and not searched) or (scanned and not aside)
