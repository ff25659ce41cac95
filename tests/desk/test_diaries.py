# SPDX-License-Identifier: Apache-2.0
"""The work diary (工作日记, R-REG-15): the course of handling by day and person, with what they wrote themselves."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from complaintdesk.desk import cases, diaries, dispatching
from complaintdesk.desk.diaries import DiaryDraft
from complaintdesk.domain.terms import Role
from complaintdesk.errors import MissingFields, UserError
from tests.builders import NAME_OF, PASSWORD, a_case, a_repair, a_slip, codes, rows, staff_id

TODAY = date(2026, 10, 20)


def diary(office, name: str = "王敏", day: date = TODAY) -> diaries.Diary:
    found: diaries.Diary = office.ask(diaries.diary, day, staff_id(office, name), office.zone)
    return found


def told(office, name: str = "王敏", day: date = TODAY) -> list[tuple[str, str]]:
    """What the lines are, and their words."""
    return [(line.kind.value if line.kind else "own", line.words) for line in diary(office, name, day).lines]


def test_the_days_steps_are_told_by_person_in_their_order(office, clock):
    """R-REG-15"""
    case = a_case(office)
    clock.later(minutes=10)
    slip = a_slip(office)
    clock.later(minutes=10)
    office.sign_in(NAME_OF[Role.CLERK], PASSWORD)
    office.do(cases.note, case.id, "已电话安抚")
    office.do(dispatching.accept, slip.order_id, "李工")
    mine = diary(office)
    assert [kind for kind, _words in told(office)] == ["registered", "registered", "dispatched"]
    assert (mine.taken, mine.cases, mine.name) == (2, 2, "王敏")
    assert told(office, NAME_OF[Role.CLERK])[0] == ("noted", "已电话安抚")
    assert [(name, count) for _id, name, count in office.ask(diaries.diarists, TODAY, office.zone)] == [
        (NAME_OF[Role.CLERK], 2),
        ("王敏", 3),
    ]
    assert told(office, day=TODAY + timedelta(days=1)) == []


def test_what_was_noted_later_is_in_the_diary_of_the_day_on_which_it_was_noted(office, clock):
    case = a_case(office)
    happened = clock.now + timedelta(minutes=30)
    clock.later(days=1)
    office.do(cases.note, case.id, "昨日已上门", happened)
    (line,) = diary(office, day=TODAY + timedelta(days=1)).lines
    assert (line.at, line.noted_at) == (happened, clock.now)


def test_a_line_of_ones_own_stands_among_the_steps(office, clock):
    """R-REG-15"""
    case = a_repair(office)
    clock.later(minutes=30)
    draft = DiaryDraft("巡查大堂，灯具完好", clock.now - timedelta(minutes=10), token="d1")
    entry = office.do(diaries.write, draft)
    assert office.do(diaries.write, draft) == entry, "sent twice"
    office.do(diaries.write, DiaryDraft("陪业主看现场", number=case.number))
    assert told(office) == [("registered", ""), ("own", "巡查大堂，灯具完好"), ("own", "陪业主看现场")]
    last = diary(office).lines[-1]
    assert (last.number, last.case_id, last.place) == (case.number, case.id, "会所一楼")
    assert codes(office) == []


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (DiaryDraft(" "), "words"),
        (DiaryDraft("巡查", number="BX2026-009999"), "number"),
        (DiaryDraft("巡查", number="三号楼"), "number"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(office, draft, field):
    with pytest.raises(UserError) as refused:
        office.do(diaries.write, draft)
    assert field in (refused.value.missing if isinstance(refused.value, MissingFields) else (refused.value.field,))


def test_no_line_is_written_for_a_time_to_come(office, clock):
    with pytest.raises(UserError, match="still to come"):
        office.do(diaries.write, DiaryDraft("巡查", clock.now + timedelta(minutes=1)))


def test_a_line_is_taken_back_by_who_wrote_it_or_a_supervisor(office):
    office.sign_in(NAME_OF[Role.CLERK], PASSWORD)
    first, second = (office.do(diaries.write, DiaryDraft(words)) for words in ("抄表", "送单"))
    with pytest.raises(MissingFields):
        office.do(diaries.void, first, "")
    office.do(diaries.void, first, "写错")
    office.sign_in(NAME_OF[Role.FINANCE], PASSWORD)
    with pytest.raises(UserError, match="supervisor"):
        office.do(diaries.void, second, "不对")
    office.sign_in("王敏", PASSWORD)
    office.do(diaries.void, second, "记在别处")
    office.do(diaries.void, second, "记在别处")
    read = diary(office, NAME_OF[Role.CLERK])
    assert [line.void_reason for line in read.lines] == ["写错", "记在别处"]
    assert read.standing == ()
    assert rows(office, "SELECT count(*) FROM diary_entry") == [(2,)]
    assert codes(office) == []
