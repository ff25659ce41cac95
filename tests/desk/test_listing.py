# SPDX-License-Identifier: Apache-2.0
"""The lists of cases and slips: each view holds what its name says, in its order, and counts as many."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from complaintdesk.desk import cases, chasing, corrections, dispatching, importing, listing, order_lists
from complaintdesk.desk.drafts import HistoryDraft
from complaintdesk.desk.founding import shipped_procedure
from complaintdesk.desk.listing import CASE_VIEWS, CaseFilter
from complaintdesk.desk.order_lists import ORDER_VIEWS, OrderFilter
from complaintdesk.desk.today import Moment, TodayList, today_lists
from complaintdesk.domain.terms import CaseKind, CaseState, Channel, Grade, OrderState, Priority, Rating
from tests.builders import (
    NINE,
    PASSWORD,
    a_case,
    a_chase,
    a_completion,
    a_household,
    a_repair,
    a_returned_slip,
    a_slip,
    page,
    slip,
)
from tests.desk.day_book import adopt
from tests.desk.random_day import RandomDay


def ids(office, view: str = "all", **wanted) -> list[int]:
    return list(office.ask(listing.case_ids, CaseFilter(view, **wanted), office.now(), office.staff.id))


def order_ids(office, view: str = "open", **wanted) -> list[int]:
    return list(office.ask(order_lists.order_ids, OrderFilter(view, **wanted), office.now()))


def line(office, case_id: int):
    return office.ask(listing.case_rows, [case_id], office.books)[0]


def test_the_newest_stands_first_by_the_time_of_the_call(office, clock):
    clock.later(hours=2)
    noon, early = a_case(office, received_at=NINE + timedelta(hours=1)), a_case(office, received_at=NINE)
    now, same = a_case(office), a_case(office)
    assert ids(office) == [same.id, now.id, noon.id, early.id]


def test_a_repair_without_a_slip_in_its_round_waits_to_be_dispatched(office):
    a_case(office, CaseKind.COMPLAINT)
    a_case(office, CaseKind.INQUIRY)
    repair, service = a_repair(office), a_case(office, CaseKind.SPECIAL_SERVICE)
    assert ids(office, "to_dispatch") == [service.id, repair.id]
    order = a_slip(office, repair.id)
    assert ids(office, "to_dispatch") == [service.id]
    office.do(dispatching.void_order, order.order_id, "写坏了")
    assert ids(office, "to_dispatch") == [service.id, repair.id], "a void slip is none"
    a_returned_slip(office, repair.id, quality=Rating.NOT_CONTENT)
    assert ids(office, "to_dispatch") == [service.id]
    office.do(cases.handle, repair.id, "修好")
    office.do(cases.reopen, repair.id, "又漏")
    assert ids(office, "to_dispatch") == [service.id, repair.id], "the new round has no slip yet"
    office.do(corrections.void, service.id, "重复")
    assert ids(office, "to_dispatch") == [repair.id]


def test_in_hand_is_what_is_neither_handled_nor_set_aside(office):
    fresh, answered, handled, closed, void = (a_case(office) for _ in range(5))
    office.do(cases.answer, answered.id, "在办")
    for case in (handled, closed):
        office.do(cases.handle, case.id, "已办")
    office.do(cases.close, closed.id, content=True)
    office.do(corrections.void, void.id, "重复")
    assert ids(office, "in_hand") == [answered.id, fresh.id]
    assert ids(office, "handled") == [handled.id]
    assert len(ids(office, "all")) == 5


def test_late_is_what_is_open_with_a_limit_past_its_end(office, clock):
    repair = a_repair(office)
    complaint = a_case(office)
    clock.now = NINE + timedelta(minutes=20)
    assert ids(office, "late") == [], "the last second counts as in time"
    clock.later(seconds=1)
    assert ids(office, "late") == [repair.id]
    order = a_slip(office, repair.id)
    office.do(dispatching.accept, order.order_id, "张师傅", NINE + timedelta(minutes=20))
    assert ids(office, "late") == []
    clock.later(hours=30)
    assert ids(office, "late") == [complaint.id, repair.id]
    office.do(cases.handle, complaint.id, "已办")
    assert ids(office, "late") == [repair.id]


def test_a_handled_case_that_is_late_says_what_it_is_late_with(office, clock):
    """What began with the handling runs on; what the handling settled is due no more, met or not."""
    adopt(office, shipped_procedure("process_rules"))
    case = a_case(office, category="service_quality")
    clock.later(days=10)
    assert line(office, case.id).due.key != "return_result"
    office.do(cases.handle, case.id, "已办")
    assert line(office, case.id).due.key == "return_result"
    clock.later(days=2)
    assert ids(office, "late") == [case.id]
    assert line(office, case.id).due.key == "return_result"


def test_what_is_over_has_nothing_due(office, clock):
    case = a_case(office)
    assert line(office, case.id).due is not None
    office.do(corrections.void, case.id, "重复")
    assert line(office, case.id).due is None


def test_mine_is_what_i_took_first_until_it_is_closed(office):
    mine = a_case(office)
    office.sign_in("李静", PASSWORD)
    hers = a_case(office)
    office.do(cases.handle, mine.id, "李静代办")
    assert ids(office, "mine") == [hers.id]
    office.sign_in("王敏", PASSWORD)
    assert ids(office, "mine") == [mine.id]
    office.do(cases.close, mine.id, content=True)
    assert ids(office, "mine") == []


def test_an_unknown_view_is_a_fault(office):
    with pytest.raises(ValueError, match="no such view"):
        ids(office, "everything")
    with pytest.raises(ValueError, match="no such view"):
        order_ids(office, "everything")


def test_days_are_the_offices_days_both_included(office, clock):
    clock.later(hours=40)
    hours = (-10, 0, 14.9, 15, 39)  # from 23:00 the day before; midnight is fifteen hours after nine
    found = [a_case(office, received_at=NINE + timedelta(hours=hour)).id for hour in hours]
    one = date(2026, 10, 20)
    assert ids(office, from_on=one, to_on=one) == [found[2], found[1]]
    assert ids(office, from_on=date(2026, 10, 21)) == [found[4], found[3]]
    assert ids(office, to_on=date(2026, 10, 19)) == [found[0]]


def test_filters_go_together(office):
    place = a_household(office)
    wanted = a_repair(office, place_id=place, content="漏水")
    a_repair(office, content="漏水")
    a_repair(office, place_id=place, content="断电")
    a_case(office, place_id=place, content="漏水")
    assert ids(office, place_id=place, kind=CaseKind.REPAIR, text="漏水") == [wanted.id]
    assert ids(office, place_id=place, kind=CaseKind.REPAIR, text="漏水", state=CaseState.CLOSED) == []


def test_words_that_hundreds_of_cases_hold_find_them_all(office):
    old = [HistoryDraft(f"k{n}", "", CaseKind.REPAIR, Channel.PHONE, NINE, "漏水") for n in range(600)]
    run = office.do(importing.start_run, "register", "aa", 600)
    for start in range(0, 600, 200):
        office.do(importing.add_history, run, old[start : start + 200])
    live = a_repair(office, content="漏水")
    assert ids(office, text="漏水") == [live.id]
    assert len(ids(office, "history", text="漏水")) == 600
    assert len(ids(office, "history", text="漏水", kind=CaseKind.COMPLAINT)) == 0


def test_a_line_tells_what_is_due_next_and_how_its_slip_stands(office, clock):
    case = a_repair(office, grade=Grade.URGENT, content="漏" * 500)
    assert line(office, case.id).due.key == "deliver_slip"
    order = a_slip(office, case.id)
    office.do(dispatching.accept, order.order_id, "张师傅")
    row = line(office, case.id)
    assert (row.due.key, row.order_state, row.state) == ("arrive_urgent", OrderState.ACCEPTED, CaseState.IN_HAND)
    assert (row.number, row.place, row.caller_name, len(row.content)) == (case.number, "会所一楼", "仇女士", 120)
    office.do(dispatching.complete, a_completion(office, order.order_id))
    assert line(office, case.id).due is None
    office.do(dispatching.void_order, order.order_id, "写坏了")
    assert line(office, case.id).order_state is None
    assert line(office, case.id).due.key == "deliver_slip"


def test_lines_come_in_the_order_of_their_ids(office):
    saved = [a_case(office).id for _ in range(4)]
    wanted = [saved[2], saved[0], saved[3]]
    assert [row.id for row in office.ask(listing.case_rows, wanted, office.books)] == wanted


def test_the_slip_whose_next_step_is_due_first_stands_on_top_as_on_today(office, clock):
    at_four = a_slip(office, appointment_from=NINE + timedelta(hours=7), appointment_to=NINE + timedelta(hours=8))
    clock.later(minutes=10)
    at_ten = a_slip(office, appointment_from=NINE + timedelta(hours=1), appointment_to=NINE + timedelta(hours=2))
    clock.later(minutes=10)
    without = a_slip(office)
    issued = [at_four.order_id, at_ten.order_id, without.order_id]
    assert order_ids(office) == issued, "all are to be delivered first"
    for each in issued:
        office.do(dispatching.accept, each, "张师傅")
    agreed = [at_ten.order_id, at_four.order_id, without.order_id]
    assert order_ids(office) == agreed, "then whoever comes first, whatever is due by tomorrow last"
    on_today = office.ask(today_lists, Moment(office.now(), office.zone, office.books))[TodayList.OUT]
    assert list(on_today.ids) == agreed
    assert order_ids(office, "all") == issued[::-1], "the newest first"


def test_slips_of_which_nothing_is_due_stand_by_the_time_agreed(office, clock):
    at_four = a_slip(office, appointment_from=NINE + timedelta(hours=7))
    at_ten = a_slip(office, appointment_from=NINE + timedelta(hours=1))
    for each in (at_four, at_ten):
        office.do(dispatching.complete, a_completion(office, each.order_id))
    assert order_ids(office, "out") == [at_ten.order_id, at_four.order_id]


def test_each_slip_stands_in_the_views_of_its_state(office, clock):
    steps = ("issued", "accepted", "arrived", "completed", "returned", "void")
    slips = {step: a_slip(office).order_id for step in steps}
    for step in steps[1:5]:
        office.do(dispatching.accept, slips[step], "张师傅")
    for step in steps[2:5]:
        office.do(dispatching.arrive, slips[step])
    for step in steps[3:5]:
        office.do(dispatching.complete, a_completion(office, slips[step]))
    office.do(dispatching.return_slip, slips["returned"])
    office.do(dispatching.void_order, slips["void"], "写坏了")
    held = {view: {step for step in steps if slips[step] in order_ids(office, view)} for view in ORDER_VIEWS}
    assert held == {
        "open": {"issued", "accepted", "arrived"},
        "out": {"issued", "accepted", "arrived", "completed"},
        "late": set(),
        "unpaid": set(),
        "returned": {"returned"},
        "void": {"void"},
        "all": set(steps),
    }
    clock.later(minutes=21)
    assert order_ids(office, "late") == [slips["issued"]]


def test_a_slip_is_not_late_because_its_complaint_waits_for_an_answer(office, clock):
    complaint = a_case(office)
    order = a_slip(office, complaint.id)
    clock.later(days=5)
    assert ids(office, "late") == [complaint.id]
    assert order_ids(office, "late") == []
    assert office.ask(order_lists.order_rows, [order.order_id], office.books)[0].due is None


def test_slips_are_listed_by_team_and_by_words_of_their_case(office):
    water, lift = a_slip(office, content="漏水"), a_slip(office, team="电梯班", content="电梯困人")
    assert order_ids(office, team="lifts") == [lift.order_id]
    assert order_ids(office, text="漏水") == [water.order_id]
    assert order_ids(office, text=lift.number) == [lift.order_id]


def test_a_slips_line_tells_case_place_and_agreed_time(office):
    agreed = {"appointment_from": NINE + timedelta(hours=6), "appointment_to": NINE + timedelta(hours=8)}
    case = a_repair(office, **agreed)
    order = a_slip(office, case.id)
    (row,) = office.ask(order_lists.order_rows, [order.order_id], office.books)
    assert (row.number, row.case_number, row.case_id, row.team_name) == (order.number, case.number, case.id, "水电班")
    assert (row.place, row.grade, row.state, row.prints) == ("会所一楼", Grade.SMALL, OrderState.ISSUED, 0)
    assert (row.appointment_from, row.appointment_to) == (agreed["appointment_from"], agreed["appointment_to"])
    assert row.due.key == "deliver_slip"


def test_after_a_long_day_every_count_is_as_many_as_are_listed(office, clock, tmp_path):
    RandomDay(office, clock, tmp_path, 13).go_on(280)
    counts = office.ask(listing.case_counts, office.now(), office.staff.id)
    assert counts == {view: len(ids(office, view)) for view in CASE_VIEWS}
    assert min(counts[view] for view in ("all", "in_hand", "late", "handled", "history")) > 0, counts
    orders = office.ask(order_lists.order_counts, office.now())
    assert orders == {view: len(order_ids(office, view)) for view in ORDER_VIEWS}
    assert len(office.ask(listing.case_rows, ids(office), office.books)) == counts["all"]
    for order_id in order_ids(office, "all"):
        assert slip(office, order_id).case.id in ids(office)
    for case_id in ids(office, "handled"):
        assert page(office, case_id).case.state is CaseState.HANDLED


def test_the_list_goes_by_what_is_due_next_where_that_is_asked_for(office, clock):
    """R-CLS-09: what waits and what is over stands below, the newest first."""
    later = a_case(office)
    clock.later(minutes=1)
    over = a_case(office)
    office.do(cases.handle, over.id, "好了")
    clock.later(minutes=1)
    sooner = a_repair(office)
    clock.later(minutes=1)
    newest_over = a_case(office)
    office.do(cases.handle, newest_over.id, "好了")
    by_due = listing.CaseFilter(by_due=True)
    assert list(office.ask(listing.case_ids, by_due, clock.now)) == [sooner.id, later.id, newest_over.id, over.id]


def test_a_line_says_its_priority_and_how_often_it_was_chased(office, clock):
    """R-CLS-09, R-WO-11."""
    order_id = a_slip(office).order_id
    case_id = slip(office, order_id).case.id
    office.do(chasing.chase_slip, order_id, a_chase())
    office.do(chasing.chase, case_id, a_chase())
    [case] = office.ask(listing.case_rows, [case_id], office.books)
    [order] = office.ask(order_lists.order_rows, [order_id], office.books)
    assert (case.priority, case.chases, order.priority, order.chases) == (Priority.NORMAL, 2, Priority.NORMAL, 1)
