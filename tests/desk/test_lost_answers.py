# SPDX-License-Identifier: Apache-2.0
"""What was saved is not saved twice when the answer of the database is lost on its way."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier

import pytest

from complaintdesk.desk import (
    cases,
    corrections,
    corrective,
    dispatching,
    escalating,
    first_morning,
    liaison,
    prints,
    recovery,
    rights,
    unheard,
)
from complaintdesk.desk.corrective import CorrectiveDraft
from complaintdesk.desk.drafts import CaseCorrection, CompletionDraft
from complaintdesk.desk.escalating import EscalationDraft, PassOnDraft
from complaintdesk.desk.liaison import SheetDraft
from complaintdesk.desk.lost_answers import LostAnswers
from complaintdesk.domain.building_pattern import BuildingPattern
from complaintdesk.domain.recovery_code import new_recovery_code
from complaintdesk.domain.terms import OrderState, Role, Trigger
from complaintdesk.errors import EnvironmentProblem, NotYetKnown, SavedUnheard, ServerGone, UserError
from tests.builders import NAME_OF, PASSWORD, a_case, a_draft, a_repair, a_slip, codes, rows, slip
from tests.faults import broken_off, lose_answer


@pytest.fixture
def lose(office, monkeypatch):
    """Lets the next commit's answer be lost, or the commit itself; with `gone`, the lookup after it fails too."""
    return partial(lose_answer, office, monkeypatch)


def slips(office) -> list[tuple[str]]:
    return rows(office, "SELECT number FROM work_order ORDER BY id")


def noted(office) -> list[str]:
    return [words for (words,) in rows(office, "SELECT words FROM case_event WHERE kind = 'noted' ORDER BY id")]


def test_a_deed_whose_answer_was_lost_says_that_it_is_saved(office, lose):
    case = a_repair(office)
    lose(committed=True)
    with pytest.raises(SavedUnheard):
        office.do(cases.note, case.id, "业主来电催问")
    assert noted(office) == ["业主来电催问"]
    office.do(cases.note, case.id, "业主来电催问")  # once it is known to be saved, a second one is another matter
    assert noted(office) == ["业主来电催问", "业主来电催问"]
    assert codes(office) == []


@pytest.mark.parametrize("gone", [False, True])
def test_a_slip_whose_answer_was_lost_is_the_slip_that_stands_in_the_books(office, lose, gone):
    case = a_repair(office)
    lose(committed=True, gone=gone)
    if gone:
        with pytest.raises(NotYetKnown):
            office.do(dispatching.dispatch, case.id, "水电班")
    issued = office.do(dispatching.dispatch, case.id, "水电班")
    assert rows(office, "SELECT id, number FROM work_order") == [(issued.order_id, issued.number)]
    second = office.do(dispatching.dispatch, case.id, "水电班")  # now a second one is meant
    assert slips(office) == [(issued.number,), (second.number,)]
    assert codes(office) == []


def test_a_slip_asked_for_at_another_screen_meanwhile_is_the_same_where_it_says_the_same(office, lose):
    case = a_repair(office)
    lose(committed=True, gone=True)
    with pytest.raises(NotYetKnown):
        office.do(dispatching.dispatch, case.id, "水电班")
    office.do(dispatching.dispatch, case.id, "水电班", worker="")
    assert len(slips(office)) == 1


@pytest.mark.parametrize("out", [1, 2])
def test_a_completion_and_a_return_whose_answers_were_lost_give_what_they_would_have(office, lose, clock, out):
    case = a_repair(office)
    first, *_others = [office.do(dispatching.dispatch, case.id, "水电班") for _ in range(out)]
    clock.later(hours=2)
    now = clock()
    times = {"accepted_at": now, "arrived_at": now, "completed_at": now}
    lose(committed=True)
    office.do(dispatching.complete, CompletionDraft(order_id=first.order_id, result="已修好", worker="李师傅", **times))
    lose(committed=True)
    assert office.do(dispatching.return_slip, first.order_id) is (out == 1)
    assert slip(office, first.order_id).state is OrderState.RETURNED


@pytest.mark.parametrize("gone", [False, True])
def test_a_correction_whose_answer_was_lost_gives_its_event(office, lose, gone):
    case = a_repair(office)
    correction = CaseCorrection(case.id, 1, "听错了", {"content": "卫生间漏水"})
    lose(committed=True, gone=gone)
    if gone:
        with pytest.raises(NotYetKnown):
            office.do(corrections.correct, correction)
    event = office.do(corrections.correct, correction)
    assert rows(office, "SELECT id FROM case_event WHERE kind = 'corrected'") == [(event,)]


@pytest.mark.parametrize(
    ("deed", "told"),
    [
        (prints.start_slip, ()),
        (prints.start_register, ("2026-11-04",)),
        (prints.start_report, ("2026-10",)),
        (prints.start_blank, ("meeting",)),
    ],
)
def test_a_print_whose_start_was_not_heard_of_goes_on_under_its_own_count(office, lose, deed, told):
    what = (a_slip(office).order_id,) if deed is prints.start_slip else told
    office.do(deed, *what, "printer")
    lose(committed=True)
    second = office.do(deed, *what, "printer", *(["卡纸"] if deed is prints.start_slip else []))
    lose(committed=True)
    office.do(prints.confirm, second.id)
    found = rows(office, "SELECT id, copy_no, outcome FROM print_record ORDER BY id")
    assert found[1:] == [(second.id, second.copy_no, "confirmed")]


def sheet_draft():
    return SheetDraft("电梯停运三天", "请定方案")


SHEETS = [
    lambda case_id: (
        escalating.escalate,
        EscalationDraft(case_id, "deputy", list(Trigger)[1], "超权限", sheet_draft()),
    ),
    lambda case_id: (escalating.pass_on, PassOnDraft(case_id, "engineering", "请处理", sheet=sheet_draft())),
    lambda case_id: (corrective.open_action, CorrectiveDraft(case_id, "engineering", "停运", "主板坏", "陈工")),
]


@pytest.mark.parametrize("deed", SHEETS)
def test_a_sheet_whose_answer_was_lost_is_the_one_in_the_books_so_that_it_can_be_printed(office, lose, deed):
    office.sign_in(NAME_OF[Role.SUPERVISOR], PASSWORD)
    case = a_case(office)
    lose(committed=True)
    issued = office.do(*deed(case.id))
    numbers = "SELECT id, number FROM liaison_sheet UNION SELECT id, number FROM corrective_action"
    assert rows(office, numbers) == [(issued.id, issued.number)]


def test_a_sheet_issued_again_whose_answer_was_lost_is_the_new_one(office, lose):
    office.sign_in(NAME_OF[Role.SUPERVISOR], PASSWORD)
    deed, draft = SHEETS[0](a_case(office).id)
    spoiled = office.do(deed, draft)
    office.do(liaison.void, spoiled.id, "打印坏了")
    lose(committed=True)
    again = office.do(liaison.issue_again, spoiled.id)
    assert (again.id, again.number) == (spoiled.id + 1, rows(office, "SELECT max(number) FROM liaison_sheet")[0][0])


def test_a_step_up_by_word_of_mouth_whose_answer_was_lost_gives_no_sheet(office, lose):
    case = a_case(office)
    lose(committed=True)
    assert office.do(escalating.escalate, EscalationDraft(case.id, "supervisor", list(Trigger)[1], "请示")) is None


def test_what_can_be_read_again_are_deeds(office):
    assert set(unheard.RESULTS) <= set(rights.RIGHTS)


def test_a_result_that_can_not_be_read_yet_is_not_told_as_unsaved(office, lose, monkeypatch):
    case = a_repair(office)
    asking, calls = office.ask, []

    def third_fails(query, *args, **kwargs):
        calls.append(query)
        if query is unheard.result_of and calls.count(query) == 1:
            raise ServerGone
        return asking(query, *args, **kwargs)

    monkeypatch.setattr(office, "ask", third_fails)
    lose(committed=True)
    with pytest.raises(NotYetKnown):
        office.do(dispatching.dispatch, case.id, "水电班")
    assert office.do(dispatching.dispatch, case.id, "水电班").number == "WX2026-000001"
    assert len(slips(office)) == 1


def test_the_same_asked_again_once_the_server_is_back_is_not_done_twice(office, lose):
    case = a_repair(office)
    lose(committed=True, gone=True)
    with pytest.raises(NotYetKnown):
        office.do(cases.note, case.id, "业主来电催问")
    office.do(cases.note, case.id, "另一件事")
    with pytest.raises(SavedUnheard):
        office.do(cases.note, case.id, "业主来电催问")
    assert noted(office) == ["业主来电催问", "另一件事"]
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
    assert office.do(dispatching.dispatch, case.id, "水电班").number == "WX2026-000001"
    assert len(slips(office)) == 1


def test_who_saves_again_long_after_the_server_was_heard_of_saves_nothing_twice(office, lose, clock):
    case = a_repair(office)
    lose(committed=True, gone=True)
    with pytest.raises(NotYetKnown):
        office.do(cases.note, case.id, "业主来电催问")
    assert office.news() >= {"case_event"}
    clock.later(minutes=50)
    with pytest.raises(SavedUnheard):
        office.do(cases.note, case.id, "业主来电催问")
    assert noted(office) == ["业主来电催问"]


def test_who_signs_in_anew_saves_nothing_twice_and_another_is_not_told_of_it(office, lose):
    case, sitting = a_repair(office), office.staff.name
    another = next(name for role, name in NAME_OF.items() if name != sitting and rights.may("cases.note", role))
    lose(committed=True, gone=True)
    with pytest.raises(NotYetKnown):
        office.do(cases.note, case.id, "业主来电催问")
    office.sign_out()
    office.sign_in(another, PASSWORD)
    office.do(cases.note, case.id, "业主来电催问")
    office.sign_in(sitting, PASSWORD)
    with pytest.raises(SavedUnheard):
        office.do(cases.note, case.id, "业主来电催问")
    assert noted(office) == ["业主来电催问", "业主来电催问"]


def test_answers_lost_in_two_threads_at_once_are_all_remembered():
    answers, at_once = LostAnswers(), Barrier(2)

    def lost(one: int) -> None:
        with answers.asking(1, cases.note, (one, "业主来电催问"), {}):
            raise NotYetKnown

    def many(ones: range) -> None:
        at_once.wait()
        for one in ones:
            with pytest.raises(NotYetKnown):
                lost(one)

    with ThreadPoolExecutor(2) as threads:
        list(threads.map(many, [range(200), range(200, 400)]))
    for one in range(400):
        with answers.asking(1, cases.note, (one, "业主来电催问"), {}) as (_token, again):
            assert again


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
        recovery.recover(office, wrong, "王敏", "another four words", new_recovery_code())
    assert told.value.field == "code"
    lose(committed=True)
    done = recovery.recover(office, code, "王敏", "another four words", new_recovery_code())
    assert recovery.recover(office, done.code, "李静", "another four words", new_recovery_code()).name == "李静"


def test_the_same_recovery_asked_again_once_the_server_is_back_gives_the_code_that_is_in_force(office, lose):
    office.sign_in(NAME_OF[Role.ADMINISTRATOR], PASSWORD)
    code = recovery.new_code(office)
    office.sign_out()
    asked = code, "王敏", "another four words", new_recovery_code()
    lose(committed=True, gone=True)
    with pytest.raises(NotYetKnown):
        recovery.recover(office, *asked)
    done = recovery.recover(office, *asked)
    assert (done.name, done.code) == ("王敏", asked[-1])
    assert office.sign_in("王敏", "another four words").role is Role.ADMINISTRATOR
    assert recovery.recover(office, done.code, "李静", "another four words", new_recovery_code()).name == "李静"
