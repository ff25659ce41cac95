# SPDX-License-Identifier: Apache-2.0
"""What was saved is not saved twice when the answer of the database is lost on its way."""

from __future__ import annotations

from functools import partial

import pytest

from complaintdesk.desk import cases, dispatching, first_morning, recovery
from complaintdesk.domain.building_pattern import BuildingPattern
from complaintdesk.domain.recovery_code import new_recovery_code
from complaintdesk.domain.terms import Role
from complaintdesk.errors import EnvironmentProblem, NotYetKnown, SavedUnheard, UserError
from tests.builders import NAME_OF, PASSWORD, a_draft, a_repair, codes, rows
from tests.faults import broken_off, lose_answer


@pytest.fixture
def lose(office, monkeypatch):
    """Lets the next commit's answer be lost, or the commit itself; with `gone`, the lookup after it fails too."""
    return partial(lose_answer, office, monkeypatch)


def slips(office) -> list[tuple[str]]:
    return rows(office, "SELECT number FROM work_order")


def test_a_deed_whose_answer_was_lost_says_that_it_is_saved(office, lose):
    case = a_repair(office)
    lose(committed=True)
    with pytest.raises(SavedUnheard):
        office.do(dispatching.dispatch, case.id, "水电班")
    assert slips(office) == [("WX2026-000001",)]
    office.do(dispatching.dispatch, case.id, "水电班")  # a second slip is another matter
    assert slips(office) == [("WX2026-000001",), ("WX2026-000002",)]
    assert codes(office) == []


def test_the_same_asked_again_once_the_server_is_back_is_not_done_twice(office, lose):
    case = a_repair(office)
    lose(committed=True, gone=True)
    with pytest.raises(NotYetKnown):
        office.do(cases.note, case.id, "业主来电催问")
    office.do(cases.note, case.id, "另一件事")
    with pytest.raises(SavedUnheard):
        office.do(cases.note, case.id, "业主来电催问")
    noted = "SELECT words FROM case_event WHERE kind = 'noted' ORDER BY id"
    assert rows(office, noted) == [("业主来电催问",), ("另一件事",)]
    assert codes(office) == []


@pytest.mark.parametrize("gone", [False, True])
def test_what_was_not_saved_is_saved_when_it_is_asked_for_again(office, lose, gone):
    case = a_repair(office)
    lose(committed=False, gone=gone)
    with pytest.raises(EnvironmentProblem):
        office.do(dispatching.dispatch, case.id, "水电班")
    assert slips(office) == []
    assert office.do(dispatching.dispatch, case.id, "水电班").number == "WX2026-000001"
    assert slips(office) == [("WX2026-000001",)]
    assert codes(office) == []


def test_who_saves_again_an_hour_later_when_the_server_is_back_saves_nothing_twice(office, lose, clock):
    case = a_repair(office)
    lose(committed=True, gone=True)
    with pytest.raises(NotYetKnown):
        office.do(dispatching.dispatch, case.id, "水电班")
    clock.later(hours=1)
    with pytest.raises(SavedUnheard):
        office.do(dispatching.dispatch, case.id, "水电班")
    assert len(slips(office)) == 1


def test_long_after_the_server_is_back_the_same_is_another_matter(office, lose, clock):
    case = a_repair(office)
    lose(committed=True, gone=True)
    with pytest.raises(NotYetKnown):
        office.do(dispatching.dispatch, case.id, "水电班")
    assert office.news() >= {"work_order"}
    clock.later(minutes=11)
    office.do(dispatching.dispatch, case.id, "水电班")
    assert len(slips(office)) == 2


def test_a_form_with_a_token_is_found_again_however_it_was_lost(office, lose):
    draft = a_draft(office)
    lose(committed=True)
    assert office.do(cases.register, draft).existing, "found by its token at once"
    other = a_draft(office)
    lose(committed=True, gone=True)
    with pytest.raises(NotYetKnown):
        office.do(cases.register, other)
    assert office.do(cases.register, other).existing
    assert rows(office, "SELECT count(*) FROM case_record") == [(2,)]


def test_what_was_never_sent_off_is_told_as_not_saved(office, monkeypatch):
    case = a_repair(office)
    dialect = office.database.engine.dialect
    begin = dialect.do_begin

    def unreachable(_connection):
        monkeypatch.setattr(dialect, "do_begin", begin)
        raise broken_off(office)

    monkeypatch.setattr(dialect, "do_begin", unreachable)
    with pytest.raises(EnvironmentProblem) as problem:
        office.do(dispatching.dispatch, case.id, "水电班")
    assert not isinstance(problem.value, NotYetKnown | SavedUnheard)


def test_the_lists_hear_of_what_was_saved_unheard(office, lose):
    case = a_repair(office)
    heard: list[frozenset[str]] = []
    office.changed.append(heard.append)
    lose(committed=True)
    with pytest.raises(SavedUnheard):
        office.do(dispatching.dispatch, case.id, "水电班")
    assert ["work_order" in tables for tables in heard] == [True]
    assert office.news() == frozenset()


def test_rooms_from_a_pattern_are_all_there_once_although_an_answer_was_lost(office, lose):
    places = first_morning.households_of((BuildingPattern("1-2", "1-3", "01-02"),))
    lose(committed=True)
    lose(committed=True)  # the run's, and that of its first places
    made = first_morning.add_places(office, places)
    assert made.new + made.existing == 12
    assert rows(office, "SELECT count(*) FROM place") == [(12,)]
    assert rows(office, "SELECT count(*) FROM import_run") == [(1,)]


def test_a_recovery_code_is_shown_although_the_answer_was_lost_and_a_wrong_one_is_not_taken_for_right(office, lose):
    office.sign_in(NAME_OF[Role.ADMINISTRATOR], PASSWORD)
    lose(committed=True)
    code = recovery.new_code(office)
    wrong = new_recovery_code()
    lose(committed=True)
    with pytest.raises(UserError) as told:
        recovery.recover(office, wrong, "王敏", "another four words")
    assert told.value.field == "code"
    lose(committed=True)
    done = recovery.recover(office, code, "王敏", "another four words")
    assert recovery.recover(office, done.code, "李静", "another four words").name == "李静"
