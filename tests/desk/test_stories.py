# SPDX-License-Identifier: Apache-2.0
"""What is told in a case after its registration: answered, handled, closed, reopened, taken back, void."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from complaintdesk.desk import cases, corrections, dispatching, listing
from complaintdesk.desk.drafts import ContactDraft
from complaintdesk.desk.listing import CaseFilter
from complaintdesk.domain.terms import CaseKind, CaseState, Channel, OrderState, Rating
from complaintdesk.errors import MissingFields, UserError
from tests.builders import (
    NINE,
    a_case,
    a_repair,
    a_returned_slip,
    a_slip,
    codes,
    event_id,
    limits,
    page,
    rows,
    slip,
    staff_id,
    story,
)


def state(office, case_id: int) -> CaseState:
    return page(office, case_id).case.state


def test_what_was_said_and_done_stands_in_the_story_with_both_times(office, clock):
    case = a_case(office)
    clock.later(hours=3)
    office.do(cases.note, case.id, "老人在家，请敲门", NINE + timedelta(hours=1))
    office.do(cases.answer, case.id, "已与楼上沟通")
    note, answer = page(office, case.id).events[1:]
    assert (note.words, note.by, note.happened_at) == ("老人在家，请敲门", "王敏", NINE + timedelta(hours=1))
    assert (note.recorded_at, answer.happened_at) == (clock.now, clock.now)
    case_record = page(office, case.id).case
    assert (case_record.answered_at, case_record.outcome) == (clock.now, "已与楼上沟通")
    assert case_record.state is CaseState.IN_HAND


@pytest.mark.parametrize("deed", [cases.note, cases.answer, cases.handle])
def test_words_are_asked_for(office, deed):
    case = a_case(office)
    with pytest.raises(MissingFields) as refused:
        office.do(deed, case.id, "\n\u200b ")
    assert refused.value.field == "words"


@pytest.mark.parametrize(
    ("deed", "kind"), [(cases.note, "noted"), (cases.answer, "answered"), (cases.handle, "handled")]
)
@pytest.mark.parametrize("off", [timedelta(minutes=-1), timedelta(minutes=1)], ids=["before the call", "to come"])
def test_a_time_that_cannot_be_is_refused_beside_its_field(office, deed, kind, off):
    case = a_case(office)
    with pytest.raises(UserError) as refused:
        office.do(deed, case.id, "已处理", NINE + off)
    assert refused.value.field == f"{kind}_at"
    assert story(office, case.id) == ["registered"]


def test_a_further_call_on_the_same_matter_is_a_contact_in_full(office, clock):
    case = a_case(office)
    clock.later(hours=2)
    told = ContactDraft(case.id, Channel.VISIT, NINE + timedelta(hours=1), "又来催\n很着急", "仇先生", "139 0000 1111")
    contact_id = office.do(cases.add_contact, told)
    first, second = page(office, case.id).contacts
    assert (second.id, second.channel, second.content) == (contact_id, Channel.VISIT, "又来催\n很着急")
    assert (second.caller_name, second.caller_phone) == ("仇先生", "13900001111")
    assert (first.caller_name, second.happened_at) == ("仇女士", NINE + timedelta(hours=1))
    assert page(office, case.id).case.caller_name == "仇女士"
    assert page(office, case.id).events[-1].facts == {"contact": contact_id}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"content": " "}, "content"),
        ({"content": "字" * 5001}, "content"),
        ({"caller_phone": "1380000123"}, "caller_phone"),
        ({"caller_name": "名" * 81}, "caller_name"),
        ({"happened_at": NINE + timedelta(seconds=1)}, "contacted_at"),
    ],
)
def test_a_contact_that_cannot_be_is_refused_beside_its_field(office, changes, field):
    case = a_case(office)
    asked: dict[str, Any] = {"channel": Channel.PHONE, "happened_at": NINE, "content": "又来电", **changes}
    with pytest.raises(UserError) as refused:
        office.do(cases.add_contact, ContactDraft(case.id, **asked))
    assert refused.value.field == field
    assert len(page(office, case.id).contacts) == 1


def test_a_contact_taken_back_is_no_contact_any_more(office):
    case = a_case(office)
    office.do(cases.add_contact, ContactDraft(case.id, Channel.PHONE, NINE, "是另一件事", "仇女士"))
    office.do(corrections.withdraw, event_id(office, case.id, "contacted"), "记错了事项")
    assert [contact.content for contact in page(office, case.id).contacts] == ["楼上装修太吵，午休时间也不停"]
    assert rows(office, "SELECT count(*) FROM contact") == [(2,)]


def test_a_report_says_to_whom_and_when_and_taken_back_it_was_not(office, clock):
    case = a_case(office)
    clock.later(minutes=30)
    office.do(cases.report, case.id, staff_id(office, "赵主任"))
    record = page(office, case.id).case
    assert (record.reported_to, record.reported_at) == ("赵主任", clock.now)
    assert limits(office, case.id)["report_complaint"].met_at == clock.now
    office.do(corrections.withdraw, event_id(office, case.id, "reported"), "还没报")
    record = page(office, case.id).case
    assert (record.reported_to, record.reported_at) == ("", None)
    office.do(cases.report, case.id, staff_id(office, "王敏"))
    assert page(office, case.id).case.reported_to == "王敏"


def closing_problem(office, case_id: int, **asked) -> str:
    """What is said against closing the case; '' when it closes."""
    try:
        office.do(cases.close, case_id, "住户确认", **asked)
    except UserError as error:
        return error.text
    return ""


@pytest.mark.parametrize("kind", [CaseKind.COMPLAINT, CaseKind.SUGGESTION, CaseKind.ASSISTANCE])
def test_a_complaint_closes_on_the_callers_word(office, kind):
    case = a_case(office, kind)
    assert "Handle the case" in closing_problem(office, case.id, content=True)
    office.do(cases.handle, case.id, "已协调")
    assert "content" in closing_problem(office, case.id)
    assert closing_problem(office, case.id, content=True) == ""
    assert state(office, case.id) is CaseState.CLOSED
    assert page(office, case.id).events[-1].facts == {"content": True}


def test_a_repair_closes_on_a_signed_slip(office):
    case = a_repair(office)
    office.do(cases.handle, case.id, "电话里教会了")
    assert "slip that has come back" in closing_problem(office, case.id, content=True)
    office.do(cases.reopen, case.id, "还是漏")
    a_returned_slip(office, case.id)
    office.do(cases.handle, case.id, "修好")
    assert closing_problem(office, case.id) == ""


@pytest.mark.parametrize("rating", ["quality", "manner", "timeliness"])
def test_a_repair_rated_not_content_is_reopened_not_closed(office, rating):
    case = a_repair(office)
    a_returned_slip(office, case.id, **{rating: Rating.NOT_CONTENT})
    office.do(cases.handle, case.id, "修好")
    assert "not content" in closing_problem(office, case.id, content=True)
    assert office.do(cases.reopen, case.id, "业主不满意") == 2
    a_returned_slip(office, case.id)
    office.do(cases.handle, case.id, "重做")
    assert closing_problem(office, case.id) == "", "the round before doesn't count"


def test_an_enquiry_closes_when_it_was_answered_in_this_round(office, clock):
    case = a_case(office, CaseKind.INQUIRY)
    office.do(cases.handle, case.id, "已转达")
    assert "answer" in closing_problem(office, case.id)
    office.do(cases.answer, case.id, "每平方米 2.5 元")
    assert closing_problem(office, case.id) == ""
    clock.later(minutes=5)
    office.do(cases.reopen, case.id, "没听懂")
    office.do(cases.handle, case.id, "再次说明")
    assert "answer" in closing_problem(office, case.id)


def test_a_new_round_has_a_sheet_limits_and_slips_of_its_own(office, clock):
    case = a_repair(office)
    first = a_returned_slip(office, case.id)
    office.do(cases.handle, case.id, "修好")
    office.do(cases.close, case.id)
    clock.later(hours=30)
    assert office.do(cases.reopen, case.id, "又漏了") == 2
    record = page(office, case.id).case
    assert (record.state, record.round, record.sheet_number) == (CaseState.IN_HAND, 2, "BX2026-000001-2")
    assert (record.handled_at, record.closed_at) == (None, None)
    second = a_slip(office, case.id)
    assert (slip(office, first.order_id).round, slip(office, second.order_id).round) == (1, 2)
    both = [limit for limit in page(office, case.id).commitments if limit.key == "finish"]
    assert [(limit.round, limit.started_at, limit.met_at) for limit in both] == [(1, NINE, NINE), (2, clock.now, None)]
    assert codes(office) == []


def test_a_reopening_by_mistake_is_taken_back(office, clock):
    case = a_case(office)
    office.do(cases.handle, case.id, "已协调")
    clock.later(minutes=1)
    office.do(cases.reopen, case.id, "点错了")
    office.do(corrections.withdraw, event_id(office, case.id, "reopened"), "点错了")
    record = page(office, case.id).case
    assert (record.state, record.round, record.sheet_number) == (CaseState.HANDLED, 1, "TS2026-000001")
    assert codes(office) == []


def test_what_is_taken_back_stands_in_the_story_as_taken_back(office):
    case = a_case(office)
    office.do(cases.handle, case.id, "已协调")
    office.do(corrections.withdraw, event_id(office, case.id, "handled"), "还没办")
    events = page(office, case.id).events
    assert [(event.kind.value, event.withdrawn) for event in events] == [
        ("registered", False),
        ("handled", True),
        ("withdrawn", False),
    ]
    assert (events[2].about_id, events[2].words) == (events[1].id, "还没办")
    assert state(office, case.id) is CaseState.REGISTERED
    with pytest.raises(UserError, match="taken back already"):
        office.do(corrections.withdraw, events[1].id, "再撤")


def test_a_withdrawal_taken_back_restores_what_it_was_about(office):
    case = a_case(office)
    office.do(cases.handle, case.id, "已协调")
    office.do(corrections.withdraw, event_id(office, case.id, "handled"), "还没办")
    office.do(corrections.withdraw, event_id(office, case.id, "withdrawn"), "确已办")
    assert state(office, case.id) is CaseState.HANDLED
    assert codes(office) == []


def test_what_others_rest_on_is_taken_back_from_the_end(office):
    case = a_repair(office)
    a_returned_slip(office, case.id)
    office.do(cases.handle, case.id, "修好")
    for kind in ("accepted", "arrived", "completed", "returned"):
        with pytest.raises(UserError):
            office.do(corrections.withdraw, event_id(office, case.id, kind), "抄错")
    for kind in ("handled", "returned", "completed", "arrived", "accepted"):
        office.do(corrections.withdraw, event_id(office, case.id, kind), "抄错")
    assert page(office, case.id).case.orders[0].state is OrderState.ISSUED
    assert codes(office) == []


@pytest.mark.parametrize("kind", ["registered", "dispatched"])
def test_a_number_given_is_never_taken_back(office, kind):
    case = a_repair(office)
    a_slip(office, case.id)
    with pytest.raises(UserError):
        office.do(corrections.withdraw, event_id(office, case.id, kind), "错了")


def test_a_withdrawal_needs_a_reason(office):
    case = a_case(office)
    office.do(cases.note, case.id, "x")
    with pytest.raises(MissingFields) as refused:
        office.do(corrections.withdraw, event_id(office, case.id, "noted"), "　")
    assert refused.value.field == "reason"


def test_a_void_case_stays_in_the_books_with_its_reason_and_nothing_more_is_written(office, clock):
    case = a_case(office)
    clock.later(minutes=2)
    office.do(corrections.void, case.id, "重复登记")
    record = page(office, case.id).case
    assert (record.state, record.void_reason, record.number) == (CaseState.VOID, "重复登记", case.number)
    assert page(office, case.id).commitments == ()
    assert rows(office, "SELECT DISTINCT dropped_at IS NULL FROM commitment") == [(0,)]
    for deed, asked in ((cases.note, ("x",)), (cases.handle, ("x",)), (dispatching.dispatch, ("水电班",))):
        with pytest.raises(UserError, match="void"):
            office.do(deed, case.id, *asked)
    assert codes(office) == []


def test_a_case_with_a_slip_out_is_not_voided(office):
    case = a_repair(office)
    order = a_slip(office, case.id)
    with pytest.raises(UserError, match="still out"):
        office.do(corrections.void, case.id, "重复")
    office.do(dispatching.void_order, order.order_id, "重复")
    with pytest.raises(MissingFields):
        office.do(corrections.void, case.id, "")
    office.do(corrections.void, case.id, "重复")
    assert state(office, case.id) is CaseState.VOID


def test_a_closed_case_takes_notes_but_no_further_call(office):
    case = a_case(office)
    office.do(cases.handle, case.id, "已协调")
    office.do(cases.close, case.id, content=True)
    office.do(cases.note, case.id, "回访满意")
    with pytest.raises(UserError, match="repeats it"):
        office.do(cases.add_contact, ContactDraft(case.id, Channel.PHONE, NINE, "又吵了"))
    assert list(office.ask(listing.case_ids, CaseFilter(state=CaseState.CLOSED), office.now())) == [case.id]


def test_a_limit_is_met_by_the_answer_given_in_time_though_noted_late(office, clock):
    case = a_case(office)
    clock.later(days=5)
    assert limits(office, case.id)["answer_complaint"].met_at is None
    office.do(cases.answer, case.id, "已答复", NINE + timedelta(days=1))
    limit = limits(office, case.id)["answer_complaint"]
    assert limit.met_at == NINE + timedelta(days=1) < limit.due_at
    office.do(corrections.withdraw, event_id(office, case.id, "answered"), "没有答复过")
    assert limits(office, case.id)["answer_complaint"].met_at is None
