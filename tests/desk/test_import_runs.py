# SPDX-License-Identifier: Apache-2.0
"""An import is taken back whole, as long as nothing was done with its rows; imported again it is as it was."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from complaintdesk.db.tables import Place
from complaintdesk.desk import cases, households, import_runs, importing, listing, people, prints
from complaintdesk.desk.drafts import OccupantDraft, PhoneDraft
from complaintdesk.desk.import_runs import ImportInUse, past_imports
from complaintdesk.desk.importing import Imported
from complaintdesk.desk.listing import CaseFilter
from complaintdesk.domain.terms import CaseState, Role
from complaintdesk.errors import UserError
from complaintdesk.labels import set_language, words_of
from tests.builders import (
    NAME_OF,
    NINE,
    PASSWORD,
    TODAY,
    a_case,
    a_household,
    a_place_draft,
    a_slip,
    codes,
    page,
    rows,
    staff_id,
)
from tests.desk.test_importing import go_in, history, households_list, noted, old_rows


def take_back(office, run: int = 1) -> int:
    """How many deeds it took."""
    deeds = 1
    while office.do(import_runs.undo, run):
        deeds += 1
    return deeds


def standing(office) -> dict[str, list[Any]]:
    """What a person at the desk sees of households and history."""
    places = office.ask(people.place_rows, office.ask(people.place_ids))
    old = rows(
        office, "SELECT old_number, received_at, content, state FROM case_record WHERE voided_at IS NULL ORDER BY id"
    )
    return {"places": [(row.label, row.people, row.phones, row.cases) for row in places], "old": old}


def test_households_are_taken_back_and_come_in_again_as_they_were(office):
    go_in(office, households_list(), kind="households")
    before = standing(office)
    assert take_back(office) == 1
    assert standing(office) == {"places": [], "old": []}
    assert rows(office, "SELECT count(*) FROM phone WHERE voided_at IS NULL") == [(0,)]
    assert office.ask(people.who, "13711112222", TODAY) == ()
    assert go_in(office, households_list(), kind="households") == Imported(3, 0)
    assert standing(office) == before
    first, second = office.ask(past_imports)[::-1]
    assert (first.undone_at, first.standing, first.by, first.kind) == (NINE, 0, "王敏", "households")
    assert (second.undone_at, second.standing) == (None, 3 + 3 + 3)
    assert codes(office) == []


def test_what_was_there_before_stays_and_a_number_added_to_somebody_goes(office):
    owner = OccupantDraft("单飞", phones=(PhoneDraft("88886543", "家"),))
    place_id = a_household(office, occupants=(owner,))
    before = standing(office)
    go_in(office, households_list(), kind="households")
    assert len(standing(office)["places"][1][2]) == 3
    take_back(office)
    assert standing(office) == before
    assert rows(office, f"SELECT voided_at FROM place WHERE id = {place_id}") == [(None,)]
    assert codes(office) == []


def test_an_old_register_is_taken_back_found_no_more_and_comes_in_again(office):
    a_household(office)
    drafts = [replace(row, place_id=1, place_text="") for row in old_rows(5)]
    go_in(office, drafts)
    before = standing(office)
    assert before["places"][0][3] == 5
    take_back(office)
    assert standing(office)["old"] == []
    assert standing(office)["places"][0][3] == 0
    assert list(office.ask(listing.case_ids, CaseFilter("history"), office.now())) == []
    assert list(office.ask(listing.case_ids, CaseFilter("history", text="旧账第3条"), office.now())) == []
    assert codes(office) == []
    assert go_in(office, drafts) == Imported(5, 0)
    assert standing(office) == before
    assert len(office.ask(listing.case_ids, CaseFilter("history", text="旧账第3条"), office.now())) == 1
    assert codes(office) == []


def test_many_rows_are_taken_back_two_hundred_a_deed_and_a_stop_between_is_gone_on_from(office):
    drafts = old_rows(450)
    run = office.do(importing.start_run, "register", "aa", 450)
    for start in (0, 200, 400):
        office.do(importing.add_history, run, drafts[start : start + 200])
    assert office.do(import_runs.undo, run) == 250
    (row,) = office.ask(past_imports)
    assert (row.standing, row.undone_at, row.half_undone) == (250, None, True)
    with pytest.raises(UserError, match="half undone"):  # it would take for there what goes in a moment
        office.do(importing.start_run, "register", "aa", 450)
    assert take_back(office, run) == 2
    (row,) = office.ask(past_imports)
    assert (row.standing, row.undone_at, row.half_undone) == (0, NINE, False)
    assert office.do(importing.start_run, "register", "aa", 450) == run + 1
    assert codes(office) == []


def test_an_import_at_another_desk_stops_while_one_is_half_undone_and_one_that_was_undone_begins_anew(office):
    places = [a_place_draft(f"{n}01") for n in range(1, 203)]
    first = office.do(importing.start_run, "households", "aa", 202)
    for start in (0, 200):
        office.do(importing.add_households, first, places[start : start + 200])
    second = office.do(importing.start_run, "register", "bb", 2)
    office.do(import_runs.undo, first)
    for run, deed, drafts in (
        (first, importing.add_households, places[:1]),
        (second, importing.add_history, old_rows(2)),
    ):
        with pytest.raises(UserError, match="undone"):
            office.do(deed, run, drafts)
    assert take_back(office, first) == 1
    with pytest.raises(UserError, match="begin it anew"):
        office.do(importing.add_households, first, places[:1])
    assert office.do(importing.add_history, second, old_rows(2)) == Imported(2, 0)
    assert codes(office) == []


def test_the_rest_of_a_half_undone_import_that_was_voided_by_hand_needs_no_more(office):
    places = [a_place_draft(f"{n}01") for n in range(1, 202)]
    run = office.do(importing.start_run, "households", "aa", 201)
    for start in (0, 200):
        office.do(importing.add_households, run, places[start : start + 200])
    office.do(import_runs.undo, run)
    ((left,),) = rows(office, "SELECT id FROM place WHERE voided_at IS NULL")
    office.do(households.void_place, left, "录错")
    assert office.ask(past_imports)[0].half_undone
    assert office.do(import_runs.undo, run) == 0
    assert not office.ask(past_imports)[0].half_undone
    office.do(importing.start_run, "households", "aa", 201)


def test_an_import_that_only_added_numbers_counts_them_and_is_taken_back(office):
    a_household(office, occupants=(OccupantDraft("单飞"),))
    go_in(
        office,
        [a_place_draft(occupants=(OccupantDraft("单飞", phones=(PhoneDraft("13700001111"),)),))],
        kind="households",
    )
    assert office.ask(past_imports)[0].standing == 1
    take_back(office)
    assert office.ask(past_imports)[0].standing == 0
    assert rows(office, "SELECT count(*) FROM phone WHERE voided_at IS NULL") == [(0,)]
    assert codes(office) == []


def test_an_import_is_undone_once_and_one_that_brought_nothing_not_at_all(office):
    go_in(office, old_rows(2))
    go_in(office, old_rows(2), file="bb")
    take_back(office, 1)
    entries = rows(office, "SELECT count(*) FROM journal")
    for run in (1, 2):
        with pytest.raises(UserError, match="Nothing of this import"):
            office.do(import_runs.undo, run)
    assert rows(office, "SELECT count(*) FROM journal") == entries


def test_who_began_an_import_and_who_finished_it_is_in_the_journal(office):
    go_in(office, old_rows(5), batches=1)
    office.sign_in(NAME_OF[Role.CLERK], PASSWORD)
    assert go_in(office, old_rows(5)) == Imported(2, 3)
    clerk, leader = staff_id(office, NAME_OF[Role.CLERK]), staff_id(office, NAME_OF[Role.SUPERVISOR])
    told = rows(office, "SELECT staff, subject FROM journal WHERE deed LIKE 'importing.%' ORDER BY seq")
    assert told == [
        (leader, "register 1"),
        (leader, "register 1: 3+0"),
        (clerk, "register 1"),
        (clerk, "register 1: 0+3"),
        (clerk, "register 1: 2+0"),
    ]
    assert office.ask(past_imports)[0].by == NAME_OF[Role.SUPERVISOR]


def test_an_import_broken_off_is_taken_back_and_begins_anew(office):
    go_in(office, old_rows(9), batches=1)
    take_back(office)
    assert go_in(office, old_rows(9)) == Imported(9, 0)
    assert [number for _, number in history(office)] == [f"86-{n}" for n in (0, 1, 2, *range(9))]
    assert codes(office) == []


def test_calls_noted_on_paper_become_void_under_their_numbers_and_come_in_again(office):
    run = office.do(importing.start_run, "batch", "aa", 2)
    drafts = [("a", noted(office)), ("b", noted(office, content="电梯停了"))]
    office.do(importing.register_noted, run, drafts)
    take_back(office)
    first = page(office, 10_000_001).case
    assert (first.number, first.state) == ("BX2026-000001", CaseState.VOID)
    run = office.do(importing.start_run, "batch", "aa", 2)
    assert office.do(importing.register_noted, run, drafts) == Imported(2, 0)
    assert rows(office, "SELECT number FROM case_record ORDER BY id")[2:] == [("BX2026-000003",), ("BX2026-000004",)]
    assert codes(office) == []


def refused(office, run: int = 1) -> str:
    entries = rows(office, "SELECT count(*) FROM journal")
    with pytest.raises(ImportInUse) as told:
        office.do(import_runs.undo, run)
    assert rows(office, "SELECT count(*) FROM journal") == entries
    set_language("en")
    return words_of(told.value)


def test_a_case_on_a_place_holds_the_import(office):
    go_in(office, households_list(), kind="households")
    saved = a_case(office, place_id=1)
    assert f"3栋2单元1501: case {saved.number} is registered on it." in refused(office)
    assert "with 1 of its rows" in refused(office)


def test_old_cases_on_the_places_hold_them_until_they_are_taken_back_themselves(office):
    go_in(office, households_list(), kind="households")
    go_in(office, [replace(row, place_id=1) for row in old_rows(8)])
    said = refused(office)
    assert "with 8 of its rows" in said
    assert said.count("case 86-") == import_runs.NAMED
    take_back(office, 2)
    take_back(office, 1)
    assert codes(office) == []


def test_an_edit_of_a_place_or_of_a_person_there_holds_the_import(office):
    go_in(office, households_list(), kind="households")
    with office.database.reading() as session:
        place = session.get_one(Place, 2)
        draft = households.place_draft(session, place)
    office.do(households.save_place, replace(draft, note="有狗"))
    assert refused(office).endswith("3栋2单元1502: changed since.")


def test_a_later_list_that_added_somebody_is_taken_back_first(office):
    go_in(office, [a_place_draft()], kind="households")
    more = a_place_draft(occupants=(OccupantDraft("李租客"),))
    go_in(office, [more], kind="households", file="bb")
    assert "changed since" in refused(office)
    take_back(office, 2)
    take_back(office)
    assert standing(office)["places"] == []
    assert codes(office) == []


def test_a_later_list_that_added_a_number_to_somebody_is_taken_back_first(office):
    go_in(office, [a_place_draft()], kind="households")
    more = a_place_draft(occupants=(OccupantDraft("单飞", phones=(PhoneDraft("13700001111"),)),))
    go_in(office, [more], kind="households", file="bb")
    assert "changed since" in refused(office)
    take_back(office, 2)
    take_back(office)
    assert standing(office)["places"] == []


def test_an_edit_between_two_lists_holds_the_first_although_the_second_is_taken_back(office):
    go_in(office, [a_place_draft()], kind="households")
    with office.database.reading() as session:
        draft = households.place_draft(session, session.get_one(Place, 1))
    office.do(households.save_place, replace(draft, note="有狗"))
    go_in(office, [a_place_draft(occupants=(OccupantDraft("李租客"),))], kind="households", file="bb")
    take_back(office, 2)
    assert "changed since" in refused(office)


def test_a_place_voided_by_hand_is_no_obstacle(office):
    go_in(office, households_list(), kind="households")
    office.do(households.void_place, 1, "录错")
    take_back(office)
    assert standing(office)["places"] == []
    assert codes(office) == []


@pytest.mark.parametrize(
    ("step", "words"),
    [
        (lambda office, case_id: office.do(cases.note, case_id, "问过了"), "“Note” was noted since."),
        (a_slip, "“Dispatched” was noted since."),
        (lambda office, case_id: a_case(office, repeats_case_id=case_id), "goes back to one of its rows."),
    ],
)
def test_a_step_of_a_noted_case_holds_the_import(office, step, words):
    run = office.do(importing.start_run, "batch", "aa", 1)
    office.do(importing.register_noted, run, [("a", noted(office))])
    step(office, 10_000_001)
    assert words in refused(office)


def test_a_print_of_a_noted_case_holds_the_import(office):
    run = office.do(importing.start_run, "batch", "aa", 1)
    office.do(importing.register_noted, run, [("a", noted(office))])
    issued = a_slip(office, 10_000_001)
    office.do(prints.start_slip, issued.order_id, "pdf")
    assert "BX2026-000001: printed since." in refused(office)


def test_a_clerk_undoes_their_own_import_and_a_leader_anybodys(office):
    office.sign_in(NAME_OF[Role.CLERK], PASSWORD)
    go_in(office, old_rows(2))
    take_back(office, 1)
    office.sign_in(NAME_OF[Role.SUPERVISOR], PASSWORD)
    go_in(office, old_rows(2))
    office.sign_in(NAME_OF[Role.CLERK], PASSWORD)
    with pytest.raises(UserError, match="Somebody else imported this"):
        office.do(import_runs.undo, 2)
    office.sign_in(NAME_OF[Role.ADMINISTRATOR], PASSWORD)
    take_back(office, 2)


def take_back_last(office) -> None:
    """Takes the last import back, if it brought anything."""
    last = office.ask(past_imports)[0]
    if last.standing:
        take_back(office, last.id)


ROOMS = st.lists(st.integers(1, 6), min_size=1, max_size=6)
PEOPLE = st.lists(st.tuples(st.sampled_from(["甲", "乙"]), st.sampled_from(["", "13800001111", "13900002222"])))


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(1, 4), PEOPLE), min_size=1, max_size=6), ROOMS)
def test_whatever_stood_before_import_and_undo_leave_it_and_again_equals(office, lines, there):
    """Imports a list over some rooms with people, takes it back, imports it again."""
    drafts = [
        a_place_draft(
            f"{10 + room}01",
            occupants=tuple(OccupantDraft(name, phones=(PhoneDraft(tel),) if tel else ()) for name, tel in told),
        )
        for room, told in lines
    ]
    taken = {row[0] for row in rows(office, "SELECT room FROM place WHERE voided_at IS NULL")}
    for room in set(there):
        if f"{10 + room}01" not in taken:
            a_household(office, f"{10 + room}01", occupants=(OccupantDraft("甲", phones=(PhoneDraft("88886543"),)),))
    before = standing(office)
    first = go_in(office, drafts, kind="households")
    after = standing(office)
    take_back_last(office)
    assert standing(office) == before
    assert go_in(office, drafts, kind="households") == first
    assert standing(office) == after
    take_back_last(office)
    assert standing(office) == before
    assert codes(office) == []


def test_columns_are_remembered_by_head_until_set_anew(office):
    office.do(importing.remember_columns, "register", "h1", {"text": 3, "time": 1})
    entries = rows(office, "SELECT count(*) FROM journal")
    office.do(importing.remember_columns, "register", "h1", {"time": 1, "text": 3})
    assert rows(office, "SELECT count(*) FROM journal") == entries
    office.do(importing.remember_columns, "register", "h1", {"text": 4})
    office.do(importing.remember_columns, "batch", "h1", {"text": 5})
    assert office.ask(importing.remembered_columns, "register", "h1") == {"text": 4}
    assert office.ask(importing.remembered_columns, "batch", "h1") == {"text": 5}
    assert office.ask(importing.remembered_columns, "batch", "h2") is None
    assert codes(office) == []


def test_history_taken_back_is_not_exported(office):
    from complaintdesk.desk.case_pages import cases_between

    go_in(office, old_rows(3))
    assert len(office.ask(cases_between, with_history=True)) == 3
    take_back(office)
    assert len(office.ask(cases_between, with_history=True)) == 0
