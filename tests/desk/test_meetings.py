# SPDX-License-Identifier: Apache-2.0
"""The week's and month's meeting (例会, R-ST-07): its sheet by the rule book, its minutes with what stood then."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from complaintdesk.desk import cases, meetings, points
from complaintdesk.desk.meetings import MeetingDraft
from complaintdesk.domain.course_rows import Every
from complaintdesk.errors import Conflict, MissingFields, UserError
from tests.builders import a_case, a_slip, codes, rows
from tests.desk.day_book import adopt, day_book

TUESDAY = date(2026, 10, 20)
WEEK = (date(2026, 10, 19), date(2026, 10, 25))


@pytest.fixture
def office(office):
    """An office whose rule book has a weekly and a monthly meeting."""
    adopt(office, day_book())
    return office


def a_meeting(office, **changes) -> MeetingDraft:
    draft = MeetingDraft("weekly_meeting", *WEEK, office.now(), "赵主任、王敏、陈工", "逾期两件，周三前办结")
    return replace(draft, **changes)


def listed(sheet: meetings.MeetingSheet) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for item in sheet.items:
        for name in item.lists:
            found.setdefault(name.value, []).append(item.number)
    return found


@pytest.mark.parametrize(
    ("every", "day", "span"),
    [
        (Every.WEEK, TUESDAY, WEEK),
        (Every.WEEK, WEEK[0], WEEK),
        (Every.WEEK, WEEK[1], WEEK),
        (Every.MONTH, TUESDAY, (date(2026, 10, 1), date(2026, 10, 31))),
        (Every.MONTH, date(2028, 2, 29), (date(2028, 2, 1), date(2028, 2, 29))),
    ],
)
def test_a_week_runs_from_monday_to_sunday_and_a_month_to_its_last_day(every, day, span):
    assert meetings.period(every, day) == span


def test_the_sheet_lists_what_the_meeting_is_about(office, clock):
    """R-ST-07: open 重大, late, repeated, slips out."""
    criterion = office.procedure.level_criteria[0].id
    major = a_case(office, level_criteria=(criterion,), caller_phone="13800000001")
    first, second = (a_case(office, caller_phone="13800000002") for _ in range(2))
    slip = a_slip(office)
    clock.later(days=3)
    sheet = office.ask(meetings.sheet_now, "weekly_meeting", WEEK, office.now(), office.zone, office.books)
    found = listed(sheet)
    assert found["major"] == [major.number]
    assert set(found["repeated"]) == {first.number, second.number}
    assert set(found["late"]) >= {major.number, first.number, second.number}
    assert found["slips"] == [slip.number]
    assert (sheet.name, sheet.about) == ("客服周例会", "重大、逾期、重复投诉，未回单，整改到期")


def test_minutes_keep_what_stood_on_the_sheet(office, clock):
    """R-ST-07"""
    case = a_case(office)
    clock.later(days=2)
    saved = office.do(meetings.save, a_meeting(office, token="m1"))
    assert office.do(meetings.save, a_meeting(office, token="m1")) == saved
    office.do(cases.handle, case.id, "已劝止")
    sheet = office.ask(meetings.meeting_sheet, saved, office.books)
    assert listed(sheet)["late"] == [case.number]
    assert (sheet.present, sheet.words, sheet.written_by) == ("赵主任、王敏、陈工", "逾期两件，周三前办结", "王敏")
    (line,) = office.ask(meetings.meeting_lines, office.ask(meetings.meeting_ids), office.books)
    assert (line.name, line.from_on, line.void) == ("客服周例会", WEEK[0], False)
    assert codes(office) == []


def test_the_sheet_names_what_the_departments_lost(office, clock):
    """R-ST-07, R-CA-05"""
    found = points.FineDraft("f1", "engineering", Decimal(500), "拖延致上报", TUESDAY)
    office.do(points.fine, found)
    saved = office.do(meetings.save, a_meeting(office))
    (lost,) = office.ask(meetings.meeting_sheet, saved, office.books).points
    assert (lost.department, lost.points, lost.fines) == ("工程部", 0, Decimal(500))
    assert codes(office) == []


def test_meetings_not_held_yet_are_known(office, clock):
    assert [row.id for row, _first, _last in office.ask(meetings.not_held, office.procedure, TUESDAY)] == [
        "weekly_meeting",
        "monthly_meeting",
    ]
    saved = office.do(meetings.save, a_meeting(office))
    assert [row.id for row, *_ in office.ask(meetings.not_held, office.procedure, TUESDAY)] == ["monthly_meeting"]
    assert len(office.ask(meetings.not_held, office.procedure, TUESDAY + timedelta(days=7))) == 2
    office.do(meetings.void, saved, "未开成")
    assert len(office.ask(meetings.not_held, office.procedure, TUESDAY)) == 2


def test_minutes_are_put_right_under_their_version(office, clock):
    saved = office.do(meetings.save, a_meeting(office))
    version = office.ask(meetings.meeting_sheet, saved, office.books).version
    office.do(meetings.save, a_meeting(office, id=saved, version=version, words="逾期一件"))
    assert office.ask(meetings.meeting_sheet, saved, office.books).words == "逾期一件"
    with pytest.raises(Conflict):
        office.do(meetings.save, a_meeting(office, id=saved, version=version, words="逾期三件"))


def test_minutes_are_voided_with_a_reason(office):
    saved = office.do(meetings.save, a_meeting(office))
    with pytest.raises(MissingFields):
        office.do(meetings.void, saved, " ")
    office.do(meetings.void, saved, "未开成")
    office.do(meetings.void, saved, "未开成")
    assert office.ask(meetings.meeting_sheet, saved, office.books).void_reason == "未开成"
    with pytest.raises(UserError, match="void"):
        office.do(meetings.save, a_meeting(office, id=saved, version=2))
    assert rows(office, "SELECT count(*) FROM meeting") == [(1,)]


def test_what_is_wrong_is_said_beside_its_field(office):
    with pytest.raises(MissingFields) as missing:
        office.do(meetings.save, a_meeting(office, present="", words=""))
    assert set(missing.value.missing) == {"present", "words"}
    for draft, field in (
        (a_meeting(office, held_at=office.now() + timedelta(minutes=1)), "held_at"),
        (a_meeting(office, held_at=office.now() - timedelta(days=7)), "held_at"),
        (a_meeting(office, kind="no_such"), "kind"),
    ):
        with pytest.raises(UserError) as refused:
            office.do(meetings.save, draft)
        assert refused.value.field == field


def test_a_meeting_that_the_rule_book_no_longer_names_keeps_its_name(office):
    saved = office.do(meetings.save, a_meeting(office))
    adopt(office, day_book(meetings=""))
    assert office.ask(meetings.meeting_sheet, saved, office.books).name == "客服周例会"
    assert office.ask(meetings.not_held, office.procedure, TUESDAY) == ()
