# SPDX-License-Identifier: Apache-2.0
"""Rounds that a follow-up begins, and follow-ups put right while others stand."""

from __future__ import annotations

import pytest

from complaintdesk.desk import cases, corrections, dispatching
from complaintdesk.desk.statistics import ShareKind, month_figures
from complaintdesk.domain.terms import CaseKind, Rating
from complaintdesk.errors import UserError
from tests.builders import a_case, a_completion, a_repair, a_returned_slip, a_slip, codes, event_id, page, tampering
from tests.desk.test_follow_ups import SPAN, a_handled_case, called, ids, line, refused, the_one


def test_a_client_who_is_not_content_before_the_case_is_handled_is_offered_a_new_round(office, clock):
    """R-CB-09, R-ESC-10: a repair done in its second round, whose slip is not back yet."""
    case_id = a_repair(office).id
    a_returned_slip(office, case_id)
    office.do(cases.handle, case_id, "已修好")
    office.do(cases.reopen, case_id, "仍漏")
    with pytest.raises(UserError, match="still open"):
        office.do(cases.reopen, case_id, "仍漏")
    out = a_slip(office, case_id)
    clock.later(hours=2)
    office.do(dispatching.complete, a_completion(office, out.order_id))
    number, one = page(office, case_id).case.number, the_one(office, case_id, 2)
    told = called(office, one, Rating.NOT_CONTENT, reasons="又漏", new_round=True)
    assert (told.new_round, told.round, told.sheet_number) == (True, 3, f"{number}-3")
    assert page(office, case_id).case.state.value == "in_hand"
    office.do(dispatching.return_slip, out.order_id)
    a_returned_slip(office, case_id)
    office.do(cases.handle, case_id, "换管后不漏")
    assert [line(office, one).round for one in ids(office, "offered")] == [3]
    office.do(cases.close, case_id)
    assert codes(office) == []


def test_a_new_round_that_was_not_taken_up_at_once_is_begun_by_hand(office):
    """R-ESC-10."""
    case_id = a_repair(office).id
    office.do(dispatching.complete, a_completion(office, a_slip(office, case_id).order_id))
    assert not called(office, the_one(office, case_id), Rating.NOT_CONTENT, reasons="又漏").new_round
    assert office.do(cases.reopen, case_id, "客户要求返工") == 2
    assert refused(office, corrections.withdraw, event_id(office, case_id, "followed_up"), "打错了号码")
    office.do(corrections.withdraw, event_id(office, case_id, "reopened"), "并未返工")
    assert (page(office, case_id).case.round, ids(office, "to_confirm")) == (1, [the_one(office, case_id)])
    assert codes(office) == []


def test_a_call_in_the_middle_of_a_service_is_put_right_although_its_end_was_asked_about_since(office, clock):
    """Its middle rests on no slip, and what was done after the later call on that call alone."""
    case_id = a_case(office, CaseKind.SPECIAL_SERVICE, **SPAN).id
    issued = a_slip(office, case_id)
    clock.later(days=10)
    middle = ids(office, "offered")[0]
    office.do(dispatching.complete, a_completion(office, issued.order_id))
    called(office, middle)
    wrong = event_id(office, case_id, "followed_up")
    office.do(corrections.withdraw, event_id(office, case_id, "completed"), "单子填错了")
    office.do(dispatching.complete, a_completion(office, issued.order_id))
    office.do(dispatching.return_slip, issued.order_id)
    office.do(cases.handle, case_id, "服务完毕")
    clock.later(days=11)
    assert called(office, ids(office, "offered")[0], close=True).closed
    office.do(corrections.withdraw, wrong, "记错了满意度")
    assert line(office, middle).done_at is None
    called(office, middle, Rating.FAIR)
    assert (line(office, middle).rating, codes(office)) == (Rating.FAIR, [])


def test_a_new_round_of_a_case_in_hand_opens_nothing_that_was_not_open(office):
    """R-ST-02, R-ST-03: it is out once, when it is handled; done again once it was handled."""
    case_id = a_repair(office).id
    a_returned_slip(office, case_id)
    called(office, the_one(office, case_id), Rating.NOT_CONTENT, reasons="又漏", new_round=True)

    def counted() -> tuple[int, int, int, int]:
        found = office.ask(month_figures, 2026, 10, office.now(), office.books)
        total = found.flow
        assert total.came == total.went
        closing, again = found.share(ShareKind.CLOSING).ratio, found.share(ShareKind.REWORK).ratio
        return total.reopened.count, total.at_end.count, closing.numerator, again.numerator

    assert counted() == (0, 1, 0, 0)
    a_returned_slip(office, case_id)
    office.do(cases.handle, case_id, "换管后不漏")
    assert counted() == (0, 0, 1, 1)


@pytest.mark.about_files("somebody writes into the file with another tool")
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE follow_up SET due_at = opens_at",
        "UPDATE follow_up SET rating = 'fair' WHERE rating IS NOT NULL",
        "UPDATE follow_up SET done_at = NULL, done_by_event_id = NULL",
        "UPDATE follow_up SET ended_at = opens_at WHERE done_at IS NULL",
        "UPDATE follow_up SET required = NOT required",
        "UPDATE follow_up SET attempts = 3",
        "UPDATE follow_up SET dropped_at = opens_at",
        "DELETE FROM follow_up",
        "INSERT INTO follow_up SELECT 99, case_id, key, 9, required, opens_at, due_at, done_at, done_by_event_id, "
        "ended_at, dropped_at, way, rating, called_by, confirmed_by, confirmed_at, attempts, last_attempt_at, "
        "last_outcome, call_again_at FROM follow_up WHERE id = 1",
    ],
)
def test_check_names_follow_ups_that_somebody_changed_with_another_tool(office, statement):
    called(office, the_one(office, a_handled_case(office)))
    a_handled_case(office)
    assert codes(office) == []
    path = office.database.path
    office.database.close()
    with tampering(path) as connection:
        connection.executescript(statement)
    assert "follow_ups" in codes(office)
