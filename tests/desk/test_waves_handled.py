# SPDX-License-Identifier: Apache-2.0
"""A wave handled with its lead case: every member with the lead's words, each on its own afterwards."""

from __future__ import annotations

import pytest

from complaintdesk.desk import cases, corrections, waves
from complaintdesk.desk.follow_up_lists import FollowUpFilter, follow_up_ids, follow_up_rows
from complaintdesk.desk.office import Office
from complaintdesk.domain.terms import CaseState
from complaintdesk.errors import MissingFields, UserError
from complaintdesk.labels import words_of
from tests.builders import (
    DeskClock,
    a_case,
    a_household,
    a_returned_slip,
    a_slip,
    codes,
    event_id,
    page,
)
from tests.desk.wave_cases import a_wave, dry, links, state


def test_what_goes_along_is_handled_with_the_leads_words_and_never_unseen_r_cls_08(
    office: Office, clock: DeskClock
) -> None:
    ids = a_wave(office)
    clock.later(hours=1)
    with pytest.raises(UserError, match="go along with this one now"):
        office.do(cases.handle, ids[0], "来水了")
    with pytest.raises(UserError, match="go along with this one now"):
        office.do(cases.handle, ids[0], "来水了", None, ids[1:2])
    assert state(office, ids[1]) is CaseState.REGISTERED
    with pytest.raises(MissingFields):
        office.do(cases.handle, ids[0], " ", None, ids[1:])
    office.do(cases.handle, ids[0], "泵房已修复，来水了", None, ids[1:])
    assert {state(office, id_) for id_ in ids} == {CaseState.HANDLED}
    assert page(office, ids[2]).case.outcome == "泵房已修复，来水了"
    assert codes(office) == []


def test_where_one_that_goes_along_stands_in_the_way_its_number_is_said_r_cls_08(
    office: Office, clock: DeskClock
) -> None:
    ids = a_wave(office)
    again = dry(office, "901").id
    office.do(cases.handle, again, "来水了")
    back = clock.later(minutes=10)
    clock.later(minutes=10)
    office.do(cases.reopen, again, "又停了")
    office.do(waves.lead, ids[0], [again])
    with pytest.raises(UserError, match="goes along") as refused:
        office.do(cases.handle, ids[0], "来水了", back, [*ids[1:], again])
    assert page(office, again).case.number in words_of(refused.value)
    assert refused.value.values["problem"].field == "handled_at"
    assert refused.value.field == "handled_at"
    assert state(office, ids[0]) is CaseState.REGISTERED


def test_who_called_after_the_water_was_back_is_handled_when_they_called_r_cls_08(
    office: Office, clock: DeskClock
) -> None:
    ids = a_wave(office, 2)
    back = clock.later(minutes=10)
    clock.later(minutes=10)
    late = dry(office, "901").id
    office.do(waves.lead, ids[0], [late])
    office.do(cases.handle, ids[0], "来水了", back, [ids[1], late])
    [told] = [each for each in page(office, late).events if each.kind.value == "handled"]
    assert told.happened_at == clock.now
    assert codes(office) == []


def test_one_who_is_not_content_goes_on_alone_r_cls_08_r_esc_10(office: Office, clock: DeskClock) -> None:
    ids = a_wave(office)
    office.do(cases.handle, ids[0], "来水了", None, ids[1:])
    clock.later(hours=1)
    office.do(cases.reopen, ids[1], "我家还是没水")
    assert [state(office, id_) for id_ in ids] == [CaseState.HANDLED, CaseState.IN_HAND, CaseState.HANDLED]
    assert links(office, ids[1]) == []
    own = [each for each in page(office, ids[1]).commitments if each.key == "deliver_slip"]
    assert [each.round for each in own] in ([], [2])  # the first round's stays the lead's
    a_slip(office, ids[1])
    assert codes(office) == []


def test_a_repair_that_went_along_closes_on_the_leads_slip_r_cls_08(office: Office) -> None:
    ids = a_wave(office, 2)
    with pytest.raises(UserError):
        office.do(cases.close, ids[1], "", True)
    a_returned_slip(office, ids[0])
    office.do(cases.handle, ids[0], "已修", None, ids[1:])
    open_ones = office.ask(
        follow_up_ids, FollowUpFilter("offered"), office.now(), office.zone
    )  # a small repair's call is offered, not demanded
    assert {each.case_id for each in office.ask(follow_up_rows, open_ones, office.books)} == set(ids)
    office.do(cases.close, ids[1], "有水了", True)
    assert state(office, ids[1]) is CaseState.CLOSED


def test_the_leads_handling_taken_back_takes_back_what_went_along_r_cls_08(office: Office) -> None:
    ids = a_wave(office)
    office.do(cases.handle, ids[0], "来水了", None, ids[1:])
    office.do(cases.reopen, ids[2], "又停了")
    office.do(corrections.withdraw, event_id(office, ids[0], "handled"), "记错件")
    assert [state(office, id_) for id_ in ids] == [CaseState.REGISTERED, CaseState.REGISTERED, CaseState.IN_HAND]
    assert codes(office) == []
    office.do(cases.handle, ids[0], "这回真来水了", None, ids[1:2])
    assert state(office, ids[1]) is CaseState.HANDLED
    assert codes(office) == []


def test_the_leads_handling_stays_while_one_that_went_along_is_closed_r_cls_08(office: Office) -> None:
    ids = [a_case(office, place_id=a_household(office, f"{each}01"), place_text="").id for each in (1, 2)]
    office.do(waves.lead, ids[0], ids[1:])
    office.do(cases.handle, ids[0], "已劝止", None, ids[1:])
    office.do(cases.close, ids[1], "满意", True)
    with pytest.raises(UserError) as refused:
        office.do(corrections.withdraw, event_id(office, ids[0], "handled"), "记错")
    assert refused.value.values["number"] == page(office, ids[1]).case.number
    assert {state(office, id_) for id_ in ids} == {CaseState.HANDLED, CaseState.CLOSED}
