# SPDX-License-Identifier: Apache-2.0
"""A handled case that somebody called about again stays in view on Today until it is taken up (R-REG-07, R-ESC-10)."""

from __future__ import annotations

import pytest

from complaintdesk.desk import cases, corrections, follow_ups
from complaintdesk.desk.drafts import ContactDraft
from complaintdesk.desk.follow_ups import FollowUpDraft
from complaintdesk.desk.office import Office
from complaintdesk.desk.today import Moment, TodayList, today_lists
from complaintdesk.desk.today_rows import TodayRow, today_rows
from complaintdesk.domain.terms import Channel, FollowUpWay, Rating
from tests.builders import DeskClock, a_case, page

LOUD = "楼上又装修了"


def calls_again(office: Office, case_id: int) -> None:
    told = ContactDraft(case_id, Channel.PHONE, office.now(), LOUD, "单飞", "", token=f"call of {case_id}")
    office.do(cases.add_contact, told)


def handled(office: Office, clock: DeskClock) -> int:
    case_id = a_case(office).id
    clock.later(hours=1)
    office.do(cases.handle, case_id, "已劝止")
    clock.later(hours=1)
    return case_id


def today(office: Office) -> tuple[TodayRow, ...] | None:
    """The lines of those that called again; None while the list isn't there."""
    moment = Moment(office.now(), office.zone, office.books)
    listed = office.ask(today_lists, moment).get(TodayList.CALLED_AGAIN)
    return None if listed is None else office.ask(today_rows, TodayList.CALLED_AGAIN, listed.ids, moment)


def test_today_keeps_a_handled_case_in_view_once_it_was_called_about_again_r_esc_10(
    office: Office, clock: DeskClock
) -> None:
    case_id = handled(office, clock)
    assert today(office) is None
    calls_again(office, case_id)
    called_at = office.now()
    clock.later(hours=3)
    rows = today(office)
    assert rows is not None
    assert [(row.case_id, row.at) for row in rows] == [(case_id, called_at)]
    office.do(cases.reopen, case_id, LOUD)
    assert today(office) is None


@pytest.mark.parametrize("way", ["asked about", "closed", "taken back"])
def test_what_takes_the_call_up_takes_it_off_today_r_esc_10(office: Office, clock: DeskClock, way: str) -> None:
    case_id = handled(office, clock)
    calls_again(office, case_id)
    assert today(office) is not None
    clock.later(hours=1)
    if way == "asked about":
        due = page(office, case_id).follow_ups[0]
        office.do(follow_ups.record, FollowUpDraft(due.id, FollowUpWay.PHONE, Rating.CONTENT, "住户接听"))
    elif way == "closed":
        office.do(cases.close, case_id, "来电说满意", True)
    else:
        office.do(corrections.withdraw, page(office, case_id).events[-1].id, "记错了户")
    assert today(office) is None


def test_a_call_of_before_the_handling_written_up_late_does_not_count(office: Office, clock: DeskClock) -> None:
    case_id = a_case(office).id
    called_at = office.now()
    clock.later(hours=1)
    office.do(cases.handle, case_id, "已劝止")
    clock.later(hours=1)
    office.do(cases.add_contact, ContactDraft(case_id, Channel.PHONE, called_at, LOUD, "单飞", "", token="late"))
    assert today(office) is None
