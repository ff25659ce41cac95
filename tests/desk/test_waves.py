# SPDX-License-Identifier: Apache-2.0
"""The same matter of several households: found, put under a lead case, handled and asked about together."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import event as sql_event

from complaintdesk.desk import cases, corrections, dispatching, ending, leading, waves
from complaintdesk.desk.case_links import Link
from complaintdesk.desk.follow_up_lists import FollowUpFilter, follow_up_ids, follow_up_rows
from complaintdesk.desk.listing import CaseFilter, case_ids, case_rows
from complaintdesk.desk.office import Office
from complaintdesk.desk.statistics import month_figures
from complaintdesk.desk.today import Moment, TodayList, today_lists
from complaintdesk.desk.today_rows import today_rows
from complaintdesk.desk.waves import Wave
from complaintdesk.domain.case_facts import CaseFacts
from complaintdesk.domain.terms import CaseKind, Channel, Grade, Level
from complaintdesk.errors import MissingFields, UserError
from tests.builders import (
    DeskClock,
    a_case,
    a_household,
    a_returned_slip,
    a_slip,
    codes,
    event_id,
    limits,
    page,
    story,
)
from tests.desk.wave_cases import a_wave, dry, links


def call(office: Office, **changes: Any) -> CaseFacts:
    """A call about the water, as it is being registered."""
    facts = CaseFacts(
        kind=CaseKind.REPAIR,
        channel=Channel.PHONE,
        grade=Grade.SMALL,
        level=Level.GENERAL,
        category="water_supply",
        public_area=False,
        complex_job=False,
        registered_at=office.now(),
        appointment_from=None,
        appointment_to=None,
        round=1,
        void=False,
        orders=(),
    )
    return replace(facts, **changes)


def proposed(office: Office, place_id: int | None, **changes: Any) -> Wave | None:
    return office.ask(waves.proposed, call(office, **changes), place_id, office.procedure)


def test_the_third_household_without_water_in_half_an_hour_makes_a_wave_r_cls_08(
    office: Office, clock: DeskClock
) -> None:
    first = dry(office, "101")
    clock.later(minutes=10)
    assert proposed(office, a_household(office, "201")) is None
    second = dry(office, "202")
    clock.later(minutes=20)
    found = proposed(office, a_household(office, "301"))
    assert found is not None
    assert (found.lead_id, found.along, found.households, found.building) == (first.id, (second.id,), 3, "3")
    clock.later(minutes=1)
    assert proposed(office, a_household(office, "401")) is None  # the first is too long ago by then


def test_only_open_cases_of_the_same_building_kind_and_category_make_a_wave_r_cls_08(office: Office) -> None:
    dry(office, "101")
    done = dry(office, "201").id
    here = a_household(office, "301")
    assert proposed(office, here) is not None
    assert proposed(office, here, category="plumbing") is None
    assert proposed(office, here, category="") is None
    assert proposed(office, here, kind=CaseKind.COMPLAINT) is None
    assert proposed(office, a_household(office, "302", building="4")) is None
    assert proposed(office, None) is None
    office.do(cases.handle, done, "来水了")
    assert proposed(office, here) is None


def test_a_household_that_calls_twice_is_one_household_r_cls_08(office: Office) -> None:
    first = a_household(office, "101")
    dry(office, "101", place_id=first)
    dry(office, "101", place_id=first)
    assert proposed(office, a_household(office, "201")) is None


def test_a_case_that_leads_takes_further_households_at_any_time_r_cls_08(office: Office, clock: DeskClock) -> None:
    ids = a_wave(office)
    clock.later(hours=3)
    found = proposed(office, a_household(office, "901"))
    assert found is not None
    assert (found.lead_id, found.along, found.households) == (ids[0], (), 4)


def test_the_case_whose_slip_is_out_leads_and_another_with_a_slip_is_left_alone_r_cls_08(office: Office) -> None:
    first, second, third = dry(office, "101"), dry(office, "201"), dry(office, "401")
    a_slip(office, second.id)
    a_slip(office, third.id)
    found = proposed(office, a_household(office, "501"))
    assert found is not None
    assert (found.lead_id, found.along) == (second.id, (first.id,))


def test_waves_that_nobody_put_together_yet_are_listed_r_cls_08(office: Office, clock: DeskClock) -> None:
    ids = [dry(office, f"{floor}01").id for floor in range(1, 4)]
    dry(office, "101", place_id=a_household(office, "901", building="8"))
    [found] = office.ask(waves.waves, office.books)
    assert (found.lead_id, found.along, found.households, found.category_name) == (
        ids[0],
        tuple(ids[1:]),
        3,
        office.procedure.category("water_supply").name,
    )
    clock.later(days=2)
    assert len(office.ask(waves.waves, office.books)) == 1  # it was one when they called
    moment = Moment(office.now(), office.zone, office.books)
    assert list(office.ask(today_lists, moment)[TodayList.WAVES].ids) == ids[:1]
    [row] = office.ask(today_rows, TodayList.WAVES, ids[:1], moment)
    assert (row.number, row.what, row.at) == (page(office, ids[0]).case.number, "3", found.since)
    office.do(waves.lead, ids[0], ids[1:])
    assert office.ask(waves.waves, office.books) == ()
    assert TodayList.WAVES not in office.ask(today_lists, moment)


def test_each_household_keeps_its_case_and_the_slip_hangs_on_the_lead_r_cls_08(office: Office) -> None:
    ids = a_wave(office)
    assert [page(office, id_).case.lead_number for id_ in ids] == ["", *[page(office, ids[0]).case.number] * 2]
    assert len({page(office, id_).case.number for id_ in ids}) == 3
    with pytest.raises(UserError) as refused:
        a_slip(office, ids[1])
    assert refused.value.values["number"] == page(office, ids[0]).case.number
    a_slip(office, ids[0])
    assert links(office, ids[0]) == [(Link.LEADS, ids[1]), (Link.LEADS, ids[2])]
    assert links(office, ids[1]) == [(Link.LED_BY, ids[0])]
    assert codes(office) == []


def test_what_goes_along_is_not_to_be_dispatched_and_its_line_names_the_lead_r_cls_08(office: Office) -> None:
    first, second, third = a_wave(office)
    to_dispatch = CaseFilter("to_dispatch")
    assert list(office.ask(case_ids, to_dispatch, office.now())) == [first]
    numbers = [row.lead_number for row in office.ask(case_rows, [first, second, third], office.books)]
    assert numbers == ["", "BX2026-000001", "BX2026-000001"]


def test_limits_of_handling_run_once_on_the_lead_r_cls_08(office: Office) -> None:
    alone = dry(office, "801")
    ids = a_wave(office)
    assert {"deliver_slip"} <= limits(office, alone.id).keys() & limits(office, ids[0]).keys()
    assert all("deliver_slip" not in limits(office, id_) for id_ in ids[1:])
    office.do(waves.release, ids[2], "他家是自己的阀门坏了")
    assert limits(office, ids[2])["deliver_slip"].met_at is None
    assert page(office, ids[2]).case.lead_case_id is None
    assert codes(office) == []


def test_every_household_counts_as_received_and_the_handling_once_r_cls_08_r_st_01(
    office: Office, clock: DeskClock
) -> None:
    before = office.ask(month_figures, 2026, 10, office.now(), office.books)
    ids = a_wave(office)
    clock.later(minutes=5)
    a_returned_slip(office, ids[0])
    office.do(cases.handle, ids[0], "泵房已修复", None, ids[1:])
    after = office.ask(month_figures, 2026, 10, office.now(), office.books)
    assert after.registered - before.registered == 3
    [row] = [row for row in after.limits if row.key == "deliver_slip"]
    assert [row.in_time.count, row.late.count, row.undecided.count] == [1, 0, 0]


def test_a_case_put_under_another_by_mistake_is_taken_back_r_cls_08(office: Office) -> None:
    ids = a_wave(office)
    before = limits(office, ids[0]).keys()
    office.do(corrections.withdraw, event_id(office, ids[1], "led"), "不是一回事")
    assert page(office, ids[1]).case.lead_case_id is None
    assert limits(office, ids[1]).keys() == before
    assert codes(office) == []
    office.do(cases.handle, ids[0], "来水了", None, [ids[2]])
    office.do(corrections.withdraw, event_id(office, ids[2], "led"), "也不是")
    assert codes(office) == []


def refusal(office: Office, deed: Any, *told: Any) -> str:
    with pytest.raises(UserError) as refused:
        office.do(deed, *told)
    return refused.value.text


def test_neither_chains_nor_circles_nor_other_kinds_nor_finished_cases_make_a_wave_r_cls_08(office: Office) -> None:
    first, second, third = a_wave(office)
    other = dry(office, "901").id
    assert "choose that one" in refusal(office, waves.lead, second, [other])
    assert "go along with" in refusal(office, waves.lead, other, [first])
    assert "choose that one" in refusal(office, waves.lead, second, [first])
    assert "itself" in refusal(office, waves.lead, other, [other])
    assert "another kind" in refusal(office, waves.lead, first, [a_case(office).id])
    office.do(cases.handle, other, "来水了")
    assert "handled or over" in refusal(office, waves.lead, first, [other])
    assert "handled or over" in refusal(office, waves.lead, other, [third])
    assert "still missing" in refusal(office, waves.lead, first, [])
    busy = dry(office, "902").id
    a_slip(office, busy)
    assert "still out" in refusal(office, waves.lead, first, [busy])
    assert [story(office, id_).count("led") for id_ in (first, second, third, other, busy)] == [0, 1, 1, 0, 0]


def test_what_came_in_first_leads_so_that_its_limits_are_not_lost_r_cls_08(office: Office, clock: DeskClock) -> None:
    first = dry(office, "1501")
    clock.later(minutes=40)
    second = dry(office, "1502")
    assert "began earlier" in refusal(office, waves.lead, second.id, [first.id])
    assert office.ask(waves.could_go_along, second.id) == ()
    assert [row.id for row in office.ask(waves.could_lead, second.id)] == [first.id]
    assert [row.id for row in office.ask(waves.could_go_along, first.id)] == [second.id]
    assert office.ask(waves.could_lead, first.id) == ()
    a_slip(office, second.id)
    assert [row.id for row in office.ask(waves.could_go_along, second.id)] == [first.id]
    assert office.do(waves.lead, second.id, [first.id]) == 1


def test_a_transferred_matter_leads_none_whose_limits_began_before_it_was_transferred_r_cls_08(
    office: Office, clock: DeskClock
) -> None:
    asked = a_case(office, CaseKind.INQUIRY, place_id=a_household(office, "1601"), place_text="").id
    clock.later(minutes=5)
    told, third = dry(office, "1602"), dry(office, "1603")
    clock.later(minutes=5)
    draft = ending.TransferDraft(
        asked, CaseKind.REPAIR, "实为报修", "a transfer", category="water_supply", grade=Grade.SMALL
    )
    moved = office.do(ending.transfer, draft)
    [wave] = office.ask(waves.waves, office.books)
    assert (wave.lead_id, wave.along) == (told.id, (third.id, moved.id))
    assert "began earlier" in refusal(office, waves.lead, moved.id, [told.id])
    assert office.ask(waves.could_go_along, moved.id) == ()
    assert [row.id for row in office.ask(waves.could_lead, moved.id)] == [told.id, third.id]
    assert office.do(waves.lead, told.id, [third.id, moved.id]) == 2
    assert codes(office) == []


def test_a_case_moves_to_another_lead_and_is_not_told_twice_r_cls_08(office: Office) -> None:
    first, second, _third = a_wave(office)
    office.do(waves.lead, first, [second])
    assert story(office, second).count("led") == 1
    other = dry(office, "901").id
    assert office.do(waves.lead, other, [second]) == 1
    assert [each.id for each in office.ask(leading.along_with, other)] == [second]
    assert codes(office) == []


def test_a_lead_ends_aside_only_once_nothing_goes_along_r_cls_08(office: Office) -> None:
    first, second = a_wave(office, 2)
    assert "go along with this one" in refusal(office, ending.refer, first, "市政停水")
    assert "go along with this one" in refusal(office, corrections.void, first, "错")
    with pytest.raises(UserError, match="no other case"):
        office.do(waves.release, first, "x")
    with pytest.raises(MissingFields):
        office.do(waves.release, second, " ")
    office.do(waves.release, second, "单独处理")
    office.do(ending.refer, first, "市政停水，已告知")
    assert codes(office) == []


def test_the_call_backs_of_a_wave_stand_together_r_cls_08(office: Office, clock: DeskClock) -> None:
    def complaint(room: str) -> int:
        return a_case(office, place_id=a_household(office, room), place_text="").id

    first = complaint("101")
    alone = complaint("201")
    second = complaint("301")
    office.do(waves.lead, first, [second])
    office.do(cases.handle, first, "已劝止", None, [second])
    clock.later(minutes=30)
    office.do(cases.handle, alone, "已劝止")
    clock.later(minutes=30)
    late = complaint("401")
    office.do(cases.reopen, first, "又吵")
    office.do(waves.lead, first, [late])
    office.do(cases.handle, first, "再次劝止", None, [late])
    clock.later(days=9)
    ids = office.ask(follow_up_ids, FollowUpFilter("due"), office.now(), office.zone)
    rows = office.ask(follow_up_rows, ids, office.books)
    assert [row.case_id for row in rows] == [second, late, first, alone]
    number = page(office, first).case.number
    assert [row.wave for row in rows] == [number, number, number, ""]


def test_dispatching_is_refused_before_a_number_is_taken_r_cls_08(office: Office) -> None:
    first, second = a_wave(office, 2)
    with pytest.raises(UserError):
        office.do(dispatching.dispatch, second, "水电班")
    assert a_slip(office, first).number.endswith("000001")


def test_open_cases_far_apart_are_not_read_whole_to_see_that_they_make_no_wave(
    office: Office, clock: DeskClock
) -> None:
    """R-CLS-08, R-CLS-09: Today asks for the waves each minute, of hundreds of open cases of a dozen buildings."""
    for building in ("5", "6", "7"):
        for room in ("101", "201", "301"):
            dry(office, room, place_id=a_household(office, room, building=building))
            clock.later(days=9)
    asked: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        asked.append(statement)

    assert office.ask(waves.waves, office.books) == ()  # after which the desk of a file knows what its reader may see
    sql_event.listen(office.database.engine, "before_cursor_execute", note)
    found = office.ask(waves.waves, office.books)
    sql_event.remove(office.database.engine, "before_cursor_execute", note)
    assert found == ()
    hidden = 1 if office.database.is_server else 0  # other desks may have noted who is to be hidden
    assert len([each for each in asked if each.startswith("SELECT")]) == 1 + hidden
