# SPDX-License-Identifier: Apache-2.0
"""今日 Today: every list with its count, in order of what is due next, and what each line says of it (R-CLS-09)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event as sql_event

from complaintdesk.desk import cases, chasing, clocks, corrections, dispatching, listing, order_lists, today
from complaintdesk.desk.follow_up_lists import follow_up_counts
from complaintdesk.desk.founding import shipped_procedure
from complaintdesk.desk.listing import CaseFilter
from complaintdesk.desk.today import Listed, Moment, TodayList
from complaintdesk.desk.today_rows import today_rows
from complaintdesk.domain.terms import CaseKind, Grade, PauseReason
from tests.builders import (
    NINE,
    a_case,
    a_chase,
    a_completion,
    a_repair,
    a_returned_slip,
    a_slip,
    codes,
    limits,
    slip,
)
from tests.desk.day_book import adopt

REPORTED_BACK = """
[[commitments]]
id = "reported_back"
name = "结果报回"
when = { kinds = ["complaint"] }
from = "handled"
to = ["explained"]
limit = { hours = 24 }
source = "S2-10§三.6"
"""


def moment(office):
    return Moment(office.now(), office.zone, office.books)


def lists(office):
    return office.ask(today.today_lists, moment(office))


def ids(office, name):
    return list(lists(office).get(name, Listed()).ids)


def lines(office, name):
    return office.ask(today_rows, name, ids(office, name), moment(office))


def test_an_office_on_its_first_morning_has_nothing_to_do(office):
    assert {name: each.count for name, each in lists(office).items() if each.count} == {}
    assert office.ask(today.pressing, moment(office)) == 0
    assert TodayList.LATE in lists(office)


def test_late_cases_stand_by_what_was_due_first(office, clock):
    second = a_repair(office, grade=Grade.SMALL)
    clock.later(minutes=5)
    third = a_repair(office)
    clock.later(days=2)
    first = a_repair(office, received_at=NINE - timedelta(days=1))
    assert ids(office, TodayList.LATE) == [first.id, second.id, third.id]
    late = lists(office)[TodayList.LATE]
    assert office.ask(today.pressing, moment(office)) == 3
    assert (late.count, late.first_at) == (3, limits(office, first.id)["deliver_slip"].due_at)


def test_a_case_with_several_late_limits_is_one_line_that_says_how_many_more(office, clock):
    case = a_repair(office)
    clock.later(days=3)
    [line] = lines(office, TodayList.LATE)
    late = sorted(
        (each for each in limits(office, case.id).values() if each.due_at < clock.now), key=lambda e: e.due_at
    )
    assert len(late) > 1
    assert line.limit is not None
    assert (line.limit.key, line.more) == (late[0].key, len(late) - 1)


def test_what_is_due_within_the_rule_books_warning_is_due_now(office, clock):
    """R-T-06: the figures are the rule book's; a limit is due now from its first warning to its end."""
    case = a_repair(office)
    deliver = limits(office, case.id)["deliver_slip"]
    assert deliver.warn_at is not None
    clock.now = deliver.warn_at - timedelta(seconds=1)
    assert ids(office, TodayList.DUE_NOW) == []
    clock.now = deliver.warn_at
    assert ids(office, TodayList.DUE_NOW) == [case.id]
    clock.now = deliver.due_at
    assert ids(office, TodayList.DUE_NOW) == [case.id]
    clock.later(seconds=1)
    assert ids(office, TodayList.DUE_NOW) == []
    assert ids(office, TodayList.LATE) == [case.id]


def test_due_today_is_what_ends_by_midnight_in_the_offices_zone(office, clock):
    case = a_case(office)  # to be reported to a supervisor the same day
    assert ids(office, TodayList.DUE_TODAY) == [case.id]
    clock.now = datetime(2026, 10, 20, 15, 59, 59, tzinfo=UTC)  # 23:59:59 in the office
    assert case.id in ids(office, TodayList.DUE_TODAY)


def test_a_paused_case_is_neither_late_nor_due_but_waits(office, clock):
    """R-T-07."""
    case = a_slip(office)
    case_id = slip(office, case.order_id).case.id
    office.do(dispatching.accept, case.order_id, "张师傅")
    clock.later(minutes=5)
    office.do(clocks.pause, case_id, PauseReason.PARTS, "等角阀")
    clock.later(days=4)
    assert ids(office, TodayList.WAITING) == [case_id]
    [line] = lines(office, TodayList.WAITING)
    assert (line.waits_for, line.at) == (PauseReason.PARTS, NINE + timedelta(minutes=5))
    assert "finish" not in {line.limit.key for line in lines(office, TodayList.LATE) if line.limit}
    office.do(clocks.resume, case_id)
    assert ids(office, TodayList.WAITING) == []


def test_slips_wait_for_acceptance_until_somebody_takes_them_and_are_out_until_they_are_back(office, clock):
    """R-WO-01, R-WO-11."""
    issued = a_slip(office)
    assert (ids(office, TodayList.TO_ACCEPT), ids(office, TodayList.OUT)) == ([issued.order_id], [issued.order_id])
    [line] = lines(office, TodayList.TO_ACCEPT)
    assert (line.kind, line.record_id, line.slip, line.with_whom) == (
        "order",
        issued.order_id,
        issued.number,
        "水电班",
    )
    office.do(dispatching.accept, issued.order_id, "张师傅")
    assert (ids(office, TodayList.TO_ACCEPT), ids(office, TodayList.OUT)) == ([], [issued.order_id])
    assert lines(office, TodayList.OUT)[0].with_whom == "张师傅"
    office.do(dispatching.complete, a_completion(office, issued.order_id))
    office.do(dispatching.return_slip, issued.order_id)
    assert ids(office, TodayList.OUT) == []


def test_slips_stand_by_what_is_due_next(office, clock):
    later = a_slip(office, a_repair(office, appointment_from=NINE + timedelta(hours=30)).id)
    clock.later(minutes=40)
    sooner = a_slip(office, a_repair(office, grade=Grade.URGENT).id)
    office.do(dispatching.accept, later.order_id, "张师傅")
    office.do(dispatching.accept, sooner.order_id, "李师傅")
    assert ids(office, TodayList.OUT) == [sooner.order_id, later.order_id]


def test_a_limit_of_a_slip_opens_the_slip_and_others_the_case(office, clock):
    issued = a_slip(office)
    complaint = a_case(office)
    clock.later(days=2)
    opens = {line.id: (line.kind, line.record_id) for line in lines(office, TodayList.LATE)}
    assert opens == {
        slip(office, issued.order_id).case.id: ("order", issued.order_id),
        complaint.id: ("case", complaint.id),
    }


def test_an_enquiry_is_owed_an_answer_until_it_has_one(office, clock):
    """R-REG-11."""
    enquiry = a_case(office, CaseKind.INQUIRY)
    a_case(office)
    assert ids(office, TodayList.ANSWERS) == [enquiry.id]
    told = office.do(cases.answer, enquiry.id, "押金三个月后退")
    assert ids(office, TodayList.ANSWERS) == []
    office.do(corrections.withdraw, told, "答错了人")
    assert ids(office, TodayList.ANSWERS) == [enquiry.id]


def test_what_the_client_was_promised_by_tonight_is_due(office, clock):
    """R-ESC-12."""
    case = a_case(office)
    clock.later(minutes=5)
    office.do(clocks.promise, case.id, NINE + timedelta(hours=6), "下午三点前答复", True)
    later = a_case(office)
    office.do(clocks.promise, later.id, NINE + timedelta(days=2), "后天答复", True)
    assert ids(office, TodayList.PROMISED) == [case.id]
    assert lines(office, TodayList.PROMISED)[0].at == NINE + timedelta(hours=6)
    clock.later(hours=1)
    office.do(cases.answer, case.id, "已请施工方中午停工")
    assert ids(office, TodayList.PROMISED) == []


def test_call_backs_due_today_stand_with_their_name(office, clock):
    """R-CB-04."""
    case_id = slip(office, a_returned_slip(office).order_id).case.id
    office.do(cases.handle, case_id, "修好了")
    clock.later(days=12)
    found = lines(office, TodayList.FOLLOW_UPS)
    assert {line.kind for line in found} <= {"follow_up"}
    assert [line.case_id for line in found if not line.what] == []


def test_days_without_a_review_stand_from_the_oldest(office, clock):
    """R-REG-12."""
    a_case(office)
    clock.later(days=1)
    a_case(office)
    clock.later(days=1)
    [first, second] = lines(office, TodayList.REVIEWS)
    assert (first.kind, first.at) == ("day", datetime(2026, 10, 20, tzinfo=office.zone))
    assert second.record_id == first.record_id + 1


def test_a_line_says_how_often_it_was_chased_and_until_when_it_was_promised(office, clock):
    """R-WO-11."""
    order_id = a_slip(office).order_id
    clock.later(hours=1)
    until = clock.now + timedelta(hours=1)
    office.do(chasing.chase_slip, order_id, a_chase(until=until))
    for name in (TodayList.LATE, TodayList.TO_ACCEPT):
        [line] = lines(office, name)
        assert (line.chases.count, line.chases.until) == (1, until)


def test_what_is_handled_or_void_is_on_no_list(office, clock):
    handled, void = a_case(office), a_case(office)
    office.do(cases.handle, handled.id, "好了")
    office.do(corrections.void, void.id, "重复登记")
    clock.later(days=5)
    of_cases = set(TodayList) - {TodayList.REVIEWS, TodayList.FOLLOW_UPS}
    assert [name for name in of_cases if {handled.id, void.id} & set(ids(office, name))] == []
    assert codes(office) == []


def test_what_was_handled_before_the_office_opened_is_late_no_more(office, clock):
    clock.now = datetime(2026, 10, 24, 2, tzinfo=UTC)  # a Saturday: limits begin on Monday, R-T-05
    handled = a_case(office)
    clock.later(hours=2)
    office.do(cases.handle, handled.id, "当场处理好")
    assert limits(office, handled.id)["contact_client"].started_at > office.now()
    clock.later(days=5)
    assert ids(office, TodayList.LATE) == []
    assert handled.id not in office.ask(listing.case_ids, CaseFilter("late"), office.now())


def test_a_limit_that_runs_from_the_handling_wakes_none_that_was_settled_by_it(office, clock):
    adopt(office, shipped_procedure() + REPORTED_BACK)
    clock.now = datetime(2026, 10, 24, 2, tzinfo=UTC)
    handled = a_case(office)
    clock.later(hours=2)
    office.do(cases.handle, handled.id, "当场处理好")
    clock.later(days=5)
    [line] = lines(office, TodayList.LATE)
    assert line.limit is not None
    assert (line.limit.key, line.more) == ("reported_back", 0)


@pytest.mark.parametrize("name", TodayList)
def test_a_list_holds_a_line_for_each_once(office, clock, name):
    a_slip(office)
    a_case(office)
    a_case(office, CaseKind.INQUIRY)
    clock.later(days=3)
    listed = ids(office, name)
    assert [line.id for line in lines(office, name)] == listed
    assert len(set(listed)) == len(listed)


def asked(office, work):
    """The statements that the work asks the database, with their values; what this reader may see is known before."""
    lists(office)
    statements = []

    def note(_connection, _cursor, statement, parameters, *_rest):
        statements.append((statement, parameters))

    sql_event.listen(office.database.engine, "before_cursor_execute", note)
    work()
    sql_event.remove(office.database.engine, "before_cursor_execute", note)
    return [each for each in statements if each[0].startswith("SELECT")]


def test_no_list_is_found_by_walking_all_limits(file_office, clock):
    """R-CLS-09: each list reads the limits of the cases in hand, by index; closed cases cost nothing."""
    office = file_office
    a_slip(office)
    statements = asked(
        office,
        lambda: [
            lists(office),
            *(office.ask(each, office.now()) for each in (listing.case_counts, order_lists.order_counts)),
        ],
    )
    with office.database.connection() as connection:
        for statement, parameters in statements:
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).all()
            steps = [row[3] for row in plan if " commitment " in f"{row[3]} " and "ORDER BY" not in row[3]]
            assert [step for step in steps if "case_id=?" not in step] == [], statement
            assert [row[3] for row in plan if row[3].startswith(("SCAN follow_up", "SCAN case_event"))] == []


def test_offered_call_backs_are_found_by_their_last_day(file_office):
    """R-CB-01: of every repair one is offered and most are never made: those whose days are over cost nothing."""
    office = file_office
    views = ("due", "coming", "offered")
    statements = asked(office, lambda: office.ask(follow_up_counts, office.now(), office.zone, views))
    assert len(statements) == len(views)
    statement, parameters = statements[-1]
    with office.database.connection() as connection:
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).all()
    steps = [row[3] for row in plan if " follow_up " in row[3]]
    assert steps
    assert [step for step in steps if "due_at" not in step.partition("(")[2]] == []
