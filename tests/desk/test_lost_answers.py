# SPDX-License-Identifier: Apache-2.0
"""What was saved is not saved twice when the answer of the database is lost on its way."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from complaintdesk.desk import cases, dispatching
from complaintdesk.errors import EnvironmentProblem, SavedUnheard
from tests.builders import a_repair, codes, rows
from tests.faults import broken_off


@pytest.fixture
def lose(office, monkeypatch) -> Callable[..., None]:
    """Lets the next commit's answer be lost, or the commit itself; with `gone`, the lookup after it fails too."""
    dialect = office.database.engine.dialect
    commit, begin = dialect.do_commit, dialect.do_begin

    def arrange(*, committed: bool, gone: bool = False) -> None:
        left = ["commit", *(["begin"] if gone else [])]

        def lost(connection):
            if "commit" not in left:
                return commit(connection)
            left.remove("commit")
            (commit if committed else dialect.do_rollback)(connection)
            raise broken_off(office)

        def unreachable(connection):
            if left == ["begin"]:
                left.clear()
                raise broken_off(office)
            return begin(connection)

        monkeypatch.setattr(dialect, "do_commit", lost)
        monkeypatch.setattr(dialect, "do_begin", unreachable)

    return arrange


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
    with pytest.raises(EnvironmentProblem) as problem:
        office.do(cases.note, case.id, "业主来电催问")
    assert not isinstance(problem.value, SavedUnheard), "nobody can know yet"
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
