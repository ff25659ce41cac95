# SPDX-License-Identifier: Apache-2.0
"""What another desk did is taken in, also when the reading of it was broken off the first time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from complaintdesk.desk import cases, office_profile
from complaintdesk.desk.office import Office, open_office
from complaintdesk.errors import Damaged, EnvironmentProblem, UserError
from tests.builders import ADMINISTRATOR, PASSWORD, DeskClock, a_draft
from tests.damage import change_past_the_guards
from tests.faults import broken_off


@pytest.fixture
def other(location: str, clock: DeskClock) -> Iterator[Office]:
    """Another desk at the same books, with their administrator."""
    office = open_office(location, desk="back", clock=clock)
    office.sign_in(ADMINISTRATOR, PASSWORD)
    yield office
    office.close()


def rename(other: Office) -> None:
    other.do(office_profile.change, replace(other.ask(office_profile.profile), name="春和园"))


@pytest.mark.parametrize("reads", [0, 1, 2])
def test_what_could_not_be_read_of_it_is_read_the_next_time(
    office: Office, other: Office, monkeypatch: pytest.MonkeyPatch, reads: int
) -> None:
    rename(other)
    dialect, left = office.database.engine.dialect, [reads]
    begin = dialect.do_begin

    def breaks_off(connection: Any) -> None:
        if not left[0]:
            raise broken_off(office)
        left[0] -= 1
        begin(connection)

    with monkeypatch.context() as patch:
        patch.setattr(dialect, "do_begin", breaks_off)
        with pytest.raises(EnvironmentProblem):
            office.news()
    assert office.record.name != "春和园"
    assert "office" in office.news()
    assert office.record.name == "春和园"
    assert office.news() == frozenset()


def test_books_that_were_replaced_meanwhile_are_read_as_a_whole(office: Office) -> None:
    change_past_the_guards(office.database.location, "UPDATE office SET name = '春和园'")
    assert office.news() == frozenset()
    assert office.news(whole=True) == office.tables
    assert office.record.name == "春和园"


def test_who_is_in_replaced_books_no_more_counts_as_left(office: Office) -> None:
    assert office.staff is not None
    change_past_the_guards(office.database.location, f"DELETE FROM staff WHERE id = {office.staff.id}")
    office.news(whole=True)
    assert office.staff.left_on is not None
    with pytest.raises(UserError):
        office.do(cases.register, a_draft(office))
    office.sign_out()


def test_of_a_rule_book_that_can_not_be_read_nothing_is_taken_in(office: Office) -> None:
    before = (office.record, office.procedure, office.zone)
    change_past_the_guards(office.database.location, "UPDATE office SET name = '春和园', zone = 'Asia/Tokyo'")
    change_past_the_guards(office.database.location, "UPDATE procedure_version SET text = 'nothing'")
    with pytest.raises(Damaged):
        office.news(whole=True)
    assert (office.record, office.procedure, office.zone) == before
