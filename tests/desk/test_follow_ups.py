# SPDX-License-Identifier: Apache-2.0
"""Follow-ups at the desk: tried, made, signed twice, given up; what follows for the case; the queue and its rates."""

from __future__ import annotations

import re
import uuid
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from complaintdesk.desk import cases, corrections, follow_up_lists, follow_ups
from complaintdesk.desk.drafts import CaseCorrection
from complaintdesk.desk.follow_up_lists import FOLLOW_UP_VIEWS, FollowUpFilter
from complaintdesk.desk.follow_up_sheets import follow_up_sheet
from complaintdesk.desk.follow_ups import AttemptDraft, FollowUpDraft
from complaintdesk.domain.terms import AttemptOutcome, CaseKind, FollowUpWay, Rating, Role
from complaintdesk.errors import UserError
from tests.builders import (
    NAME_OF,
    NINE,
    PASSWORD,
    a_case,
    a_repair,
    a_returned_slip,
    codes,
    event_id,
    page,
    rows,
    staff_id,
    story,
)

HEAD = NAME_OF[Role.OFFICE_HEAD]
CLERK = NAME_OF[Role.CLERK]


def a_handled_case(office, kind: CaseKind = CaseKind.COMPLAINT, **changes: Any) -> int:
    case_id = a_case(office, kind, **changes).id
    office.do(cases.handle, case_id, "已劝止并说明")
    return case_id


def a_watched_repair(office) -> int:
    """A roof leak whose slip has come back and that is handled."""
    case_id = a_repair(office, category="roof_leak").id
    a_returned_slip(office, case_id)
    office.do(cases.handle, case_id, "已修好")
    return case_id


def ids(office, view: str = "due", **wanted: Any) -> list[int]:
    return list(office.ask(follow_up_lists.follow_up_ids, FollowUpFilter(view, **wanted), office.now(), office.zone))


def line(office, follow_up_id: int) -> follow_up_lists.FollowUpRow:
    row: follow_up_lists.FollowUpRow = office.ask(follow_up_lists.follow_up_rows, [follow_up_id], office.books)[0]
    return row


def the_one(office, case_id: int, number: int = 1) -> int:
    """The case's follow-up of this round."""
    return int(rows(office, f"SELECT id FROM follow_up WHERE case_id = {case_id} AND round = {number}")[0][0])


def called(office, follow_up_id: int, rating: Rating = Rating.CONTENT, **changes: Any) -> follow_ups.FollowedUp:
    draft = FollowUpDraft(follow_up_id, FollowUpWay.PHONE, rating, "住户接听")
    done: follow_ups.FollowedUp = office.do(follow_ups.record, replace(draft, **changes))
    return done


def refused(office, deed: Any, *told: Any) -> str:
    """The field that a refusal stands beside, or its words."""
    with pytest.raises(UserError) as error:
        office.do(deed, *told)
    return error.value.field or error.value.text


def test_every_handled_complaint_is_called_back_and_a_handled_enquiry_is_offered(office, clock):
    """R-CB-01, R-CB-03."""
    complaint, enquiry = a_handled_case(office), a_handled_case(office, CaseKind.INQUIRY)
    assert ids(office, "coming") == [the_one(office, complaint)]
    assert ids(office, "offered") == [the_one(office, enquiry)]
    assert ids(office) == []
    clock.later(days=3)
    assert ids(office) == [the_one(office, complaint)]
    clock.later(days=5)
    assert (ids(office), ids(office, "offered")) == ([the_one(office, complaint)], [])


def test_a_call_that_reaches_nobody_is_an_attempt_and_the_time_told_brings_it_back(office, clock):
    """R-CB-07."""
    one = the_one(office, a_handled_case(office))
    office.do(follow_ups.attempt, AttemptDraft(one, AttemptOutcome.NO_ANSWER))
    assert ids(office) == []
    again = clock.now + timedelta(hours=5)
    office.do(follow_ups.attempt, AttemptDraft(one, AttemptOutcome.LATER, call_again_at=again, words="晚饭后再打"))
    found = line(office, one)
    assert (found.attempts, found.last_outcome, found.call_again_at) == (2, AttemptOutcome.LATER, again)
    assert found.done_at is None
    assert ids(office) == [one]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"outcome": AttemptOutcome.LATER}, "call_again_at"),
        ({"outcome": AttemptOutcome.LATER, "call_again_at": NINE}, "call_again_at"),
        ({"happened_at": NINE + timedelta(days=1)}, "follow_up_tried_at"),
        ({"happened_at": NINE - timedelta(hours=1)}, "follow_up_tried_at"),
    ],
)
def test_an_attempt_that_cannot_be_is_refused_beside_its_field(office, clock, changes, field):
    clock.later(minutes=5)
    one = the_one(office, a_handled_case(office))
    assert refused(office, follow_ups.attempt, replace(AttemptDraft(one, AttemptOutcome.BUSY), **changes)) == field


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"rating": Rating.NOT_CONTENT}, "reasons"),
        ({"reply_by": NINE + timedelta(days=1)}, "unsolved"),
        ({"reply_by": NINE - timedelta(days=1), "unsolved": "何时补漆"}, "reply_by"),
        ({"happened_at": NINE + timedelta(days=1)}, "followed_up_at"),
        ({"happened_at": NINE - timedelta(days=1)}, "followed_up_at"),
        (
            {"rating": Rating.NOT_CONTENT, "reasons": "仍吵", "close": True},
            "A case is not closed while the client is not content.",
        ),
    ],
)
def test_a_follow_up_that_cannot_be_is_refused_beside_its_field(office, clock, changes, field):
    """R-CB-07, R-CB-09."""
    clock.later(minutes=5)
    one = the_one(office, a_handled_case(office))
    draft = replace(FollowUpDraft(one, FollowUpWay.PHONE, Rating.CONTENT), **changes)
    assert refused(office, follow_ups.record, draft) == field
    assert "followed_up" not in story(office, line(office, one).case_id)


@pytest.mark.parametrize("rating", [Rating.CONTENT, Rating.FAIR])
def test_a_content_client_closes_the_complaint_in_the_same_deed(office, rating):
    """R-ESC-10."""
    case_id = a_handled_case(office)
    outcome = called(office, the_one(office, case_id), rating, close=True)
    assert (outcome.closed, outcome.new_round, outcome.round) == (True, False, 1)
    assert page(office, case_id).case.state.value == "closed"
    assert story(office, case_id)[-2:] == ["followed_up", "closed"]


def test_a_client_who_is_not_content_begins_a_new_round_with_its_own_sheet(office, clock):
    """R-CB-09, R-ESC-10."""
    case_id = a_handled_case(office)
    number = page(office, case_id).case.number
    clock.later(hours=2)
    outcome = called(office, the_one(office, case_id), Rating.NOT_CONTENT, reasons="昨夜又施工")
    assert (outcome.new_round, outcome.round, outcome.sheet_number) == (True, 2, f"{number}-2")
    assert page(office, case_id).case.state.value == "in_hand"
    assert ids(office, "done") == [the_one(office, case_id)]
    office.do(cases.handle, case_id, "已停工整改")
    assert ids(office, "coming") == [the_one(office, case_id, 2)]
    assert called(office, the_one(office, case_id, 2), close=True).closed
    assert codes(office) == []


def test_a_complaint_closed_before_its_follow_up_is_opened_again_by_it(office, clock):
    case_id = a_handled_case(office)
    office.do(cases.close, case_id, "来电称满意", content=True)
    clock.later(days=1)
    asked = clock.now
    clock.later(hours=8)
    outcome = called(office, the_one(office, case_id), Rating.NOT_CONTENT, reasons="又犯", happened_at=asked)
    assert outcome.new_round
    assert story(office, case_id)[-3:] == ["closed", "followed_up", "reopened"]


def test_a_watched_repair_is_not_closed_before_its_follow_up(office):
    """R-CB-06; model: no drawn call-back open."""
    case_id = a_watched_repair(office)
    words = "Needed: the follow-up that this case is kept open for."
    assert refused(office, cases.close, case_id) == words
    assert called(office, the_one(office, case_id), close=True).closed


def test_a_repair_that_is_only_offered_a_follow_up_is_closed_without_one(office):
    """R-CB-04: until samples are drawn."""
    slip = a_returned_slip(office)
    case_id = rows(office, f"SELECT case_id FROM work_order WHERE id = {slip.order_id}")[0][0]
    office.do(cases.handle, case_id, "已修好")
    assert ids(office, "offered") == [the_one(office, case_id)]
    office.do(cases.close, case_id)


def test_a_follow_up_given_up_by_a_supervisor_holds_nothing_back_and_can_be_taken_up_again(office):
    case_id = a_watched_repair(office)
    one = the_one(office, case_id)
    assert refused(office, follow_ups.give_up, one, " ") == "reason"
    office.do(follow_ups.give_up, one, "住户已搬走，三次未联系上")
    assert ids(office, "done") == [one]
    assert "given up" in refused(office, follow_ups.record, FollowUpDraft(one, FollowUpWay.VISIT, Rating.FAIR))
    office.do(corrections.withdraw, event_id(office, case_id, "follow_up_ended"), "住户回电了")
    assert ids(office, "coming") == [one]
    assert called(office, one, way=FollowUpWay.VISIT).to_confirm is False


def test_a_call_is_signed_by_another_member_of_staff(office):
    """R-CB-07."""
    case_id = a_handled_case(office)
    one = the_one(office, case_id)
    assert called(office, one).to_confirm
    assert ids(office, "to_confirm") == [one]
    assert refused(office, follow_ups.confirm, one) == "name"
    office.sign_in(HEAD, PASSWORD)
    assert office.do(follow_ups.confirm, one) is None
    assert (line(office, one).called_by, line(office, one).confirmed_by) == ("王敏", HEAD)
    assert ids(office, "to_confirm") == []
    assert "already" in refused(office, follow_ups.confirm, one)


def test_a_colleague_signs_at_the_same_desk_with_their_own_password(office):
    """R-CB-07."""
    one = the_one(office, a_handled_case(office))
    called(office, one)
    wrong = office.do(follow_ups.confirm, one, CLERK, "not theirs")
    assert wrong is not None
    assert wrong.field == "password"
    failures = f"SELECT failures FROM credential WHERE staff_id = {staff_id(office, CLERK)}"
    assert rows(office, failures) == [(1,)]
    assert ids(office, "to_confirm") == [one]
    assert office.do(follow_ups.confirm, one, CLERK, PASSWORD) is None
    assert line(office, one).confirmed_by == CLERK
    assert office.staff.name == "王敏"
    assert rows(office, failures) == [(0,)]


def test_the_quality_department_calls_back_and_leaves_closing_to_the_desk(office):
    """R-CB-13."""
    one = the_one(office, a_handled_case(office))
    office.sign_in(NAME_OF[Role.QUALITY], PASSWORD)
    with pytest.raises(UserError, match="no right"):
        called(office, one, close=True)
    assert called(office, one).closed is False


def test_a_visit_needs_no_second_signature(office):
    one = the_one(office, a_handled_case(office))
    assert called(office, one, way=FollowUpWay.VISIT).to_confirm is False
    assert "by phone" in refused(office, follow_ups.confirm, one)


def test_a_second_signature_is_given_although_a_new_round_has_begun(office):
    one = the_one(office, a_handled_case(office))
    called(office, one, Rating.NOT_CONTENT, reasons="仍吵")
    assert ids(office, "to_confirm") == [one]
    assert office.do(follow_ups.confirm, one, CLERK, PASSWORD) is None


def test_the_same_form_sent_twice_is_saved_once(office):
    case_id = a_handled_case(office)
    one, token = the_one(office, case_id), str(uuid.uuid4())
    first = called(office, one, Rating.NOT_CONTENT, reasons="仍吵", token=token)
    assert called(office, one, Rating.NOT_CONTENT, reasons="仍吵", token=token) == first
    assert story(office, case_id).count("followed_up") == 1
    with pytest.raises(UserError, match="made already"):
        called(office, one, token=str(uuid.uuid4()))
    told: dict[str, Any] = {"rating": Rating.NOT_CONTENT, "reasons": "仍吵", "token": token}
    for changed in ({"rating": Rating.FAIR}, {"words": "没人接"}, {"unsolved": "漏水"}):
        with pytest.raises(UserError, match="made already"):
            called(office, one, **told | changed)


def test_a_form_that_was_saved_and_taken_back_is_not_saved_again_by_sending_it_once_more(office):
    case_id = a_handled_case(office)
    one, token = the_one(office, case_id), str(uuid.uuid4())
    called(office, one, token=token)
    office.do(corrections.withdraw, event_id(office, case_id, "followed_up"), "打错了号码")
    with pytest.raises(UserError, match="taken back since"):
        called(office, one, token=token)
    assert called(office, one, token=str(uuid.uuid4())).event_id == event_id(office, case_id, "followed_up")


def test_a_follow_up_taken_back_is_due_again_and_the_books_agree(office, clock):
    case_id = a_handled_case(office)
    one = the_one(office, case_id)
    called(office, one)
    office.do(corrections.withdraw, event_id(office, case_id, "followed_up"), "打错了号码")
    found = line(office, one)
    assert (found.done_at, found.rating, found.called_by) == (None, None, "")
    assert ids(office, "coming") == [one]
    office.do(corrections.withdraw, event_id(office, case_id, "handled"), "没办完")
    assert [ids(office, view) for view in FOLLOW_UP_VIEWS] == [[], [], [], [], []]
    assert "no longer" in refused(office, follow_ups.attempt, AttemptDraft(one, AttemptOutcome.BUSY))
    office.do(cases.handle, case_id, "这回办完了")
    assert ids(office, "coming") == [one]
    assert codes(office) == []


def test_a_voided_case_is_not_called_back(office):
    case_id = a_handled_case(office)
    office.do(corrections.void, case_id, "重复登记")
    assert ids(office, "coming") == []


def test_the_queue_is_sorted_by_due_day_and_found_by_words_kind_and_days(office, clock):
    first = the_one(office, a_handled_case(office, caller_name="单先生"))
    clock.later(days=1)
    second = the_one(office, a_handled_case(office, content="电梯里有异味"))
    watched = the_one(office, a_watched_repair(office))
    assert ids(office, "coming") == [first, second, watched]
    assert ids(office, "coming", text="异味") == [second]
    assert ids(office, "coming", text="shanxiansheng") == [first]
    assert ids(office, "coming", kind=CaseKind.REPAIR) == [watched]
    assert ids(office, "coming", from_on=date(2026, 10, 24), to_on=date(2026, 10, 24)) == [second]
    counts = office.ask(follow_up_lists.follow_up_counts, office.now(), office.zone)
    assert counts == {view: len(ids(office, view)) for view in FOLLOW_UP_VIEWS}


SPAN = {"service_from": NINE, "service_to": NINE + timedelta(days=20), "category": "indoor_cleaning"}


def test_a_service_that_runs_for_a_time_is_offered_a_call_at_half_time_and_at_its_end(office, clock):
    """R-CB-01."""
    case_id = a_case(office, CaseKind.SPECIAL_SERVICE, **SPAN).id
    assert ids(office, "offered") == []
    clock.later(days=10)
    middle = ids(office, "offered")
    assert [line(office, one).name for one in middle] == ["特约服务中期回访"]
    office.do(follow_ups.attempt, AttemptDraft(middle[0], AttemptOutcome.BUSY))
    called(office, middle[0])
    clock.later(days=10, hours=1)
    assert [line(office, one).name for one in ids(office, "offered")] == ["特约服务期满回访"]
    office.do(
        corrections.correct,
        CaseCorrection(case_id, page(office, case_id).case.version, "延长", {"service_to": NINE + timedelta(days=40)}),
    )
    assert ids(office, "offered") == []
    sheet = office.ask(follow_up_sheet, middle[0], office.books)
    assert [each.outcome for each in sheet.attempts] == [AttemptOutcome.BUSY]
    clock.later(days=20)
    assert [line(office, one).name for one in ids(office, "offered")] == ["特约服务期满回访"]


def test_a_new_round_in_the_middle_of_a_service_is_asked_about_when_the_service_has_ended(office, clock):
    """R-CB-01, R-ESC-10: what was done in the new round is not yet all of the service."""
    case_id = a_case(office, CaseKind.SPECIAL_SERVICE, **SPAN).id
    a_returned_slip(office, case_id)
    office.do(cases.handle, case_id, "已开始服务")
    clock.later(days=10)
    assert called(office, ids(office, "offered")[0], Rating.NOT_CONTENT, reasons="打扫不净").new_round
    a_returned_slip(office, case_id)
    assert ids(office, "offered") == []
    clock.later(days=10)
    assert [(line(office, one).name, line(office, one).round) for one in ids(office, "offered")] == [
        ("特约服务期满回访", 2)
    ]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"service_to": None}, "From when to when does the service run? Both days."),
        ({"service_to": NINE - timedelta(days=1)}, "The service ends before it begins."),
    ],
)
def test_a_service_has_a_first_and_a_last_day_in_this_order(office, changes, words):
    with pytest.raises(UserError, match=re.escape(words)) as error:
        a_case(office, CaseKind.SPECIAL_SERVICE, **(SPAN | changes))
    assert error.value.field == "service"
