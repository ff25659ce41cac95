# SPDX-License-Identifier: Apache-2.0
"""The phone directory (R-OWN-02): residents' numbers as a register of their own, and the numbers outside."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from complaintdesk.desk import directory, households
from complaintdesk.desk.directory import EntryDraft
from complaintdesk.desk.drafts import OccupantDraft, PhoneDraft
from complaintdesk.desk.office import Office
from complaintdesk.domain.terms import OccupantKind, Role
from complaintdesk.errors import Conflict, MissingFields, UserError
from tests.builders import NAME_OF, PASSWORD, a_household, codes, rows

TODAY = date(2026, 11, 21)
LIFTS = EntryDraft("迅达电梯维保", "电梯困人、故障", "周经理", "0571-8800 1234", "24小时")


@pytest.fixture
def lived_in(office: Office) -> Office:
    """An office with two households, somebody who moved away, and two outside numbers."""
    tenant = OccupantDraft("Anna", OccupantKind.TENANT, (PhoneDraft("13900000001"),), to_on=date(2026, 6, 30))
    owner = OccupantDraft("单飞", phones=(PhoneDraft("13800005678", "手机"), PhoneDraft("0571-88887777", "家")))
    a_household(office, "1502", occupants=(owner, tenant))
    a_household(office, "902", occupants=(OccupantDraft("王芳", phones=(PhoneDraft("13911112222"),)),))
    office.do(directory.save, LIFTS)
    office.do(directory.save, EntryDraft("自来水公司", "停水、爆管", "", "96390"))
    return office


def residents(office: Office, text: str = "", today: date = TODAY) -> list[tuple[str, str, str]]:
    ids = office.ask(directory.resident_ids, today, text)
    return [(line.place, line.name, line.phone) for line in office.ask(directory.directory_lines, ids)]


def outside(office: Office, text: str = "") -> list[str]:
    return [line.name for line in office.ask(directory.directory_lines, office.ask(directory.outside_ids, text))]


def test_residents_numbers_stand_by_room_without_who_moved_away(lived_in):
    assert residents(lived_in) == [
        ("3栋2单元902", "王芳", "13911112222"),
        ("3栋2单元1502", "单飞", "13800005678"),
        ("3栋2单元1502", "单飞", "057188887777"),
    ]
    assert [name for _place, name, _phone in residents(lived_in, today=date(2026, 6, 30))][-1] == "Anna"


@pytest.mark.parametrize("words", ["单飞", "sf", "shanf", "5678", "138 0000", "3-2-1502", "3栋2单元1502", "1502"])
def test_a_residents_number_is_found_by_name_pinyin_digits_or_room(lived_in, words):
    assert {name for _place, name, _phone in residents(lived_in, words)} == {"单飞"}


@pytest.mark.parametrize("words", ["lv", "lyu", "lü", "LU", "lvbu", "lb"])
def test_a_residents_number_is_found_by_every_spelling_that_the_one_box_knows(lived_in, words):
    a_household(lived_in, "903", occupants=(OccupantDraft("吕布", phones=(PhoneDraft("13911113333"),)),))
    assert ("3栋2单元903", "吕布", "13911113333") in residents(lived_in, words)


def test_who_was_taken_out_stands_in_no_directory(lived_in):
    (person_id,) = rows(lived_in, "SELECT id FROM occupant WHERE name = '王芳'")[0]
    lived_in.do(households.void_occupant, person_id, "登记错户")
    assert residents(lived_in, "王芳") == []


@pytest.mark.parametrize("words", ["电梯", "xdd", "8800", "困人", "周经理", "24小时"])
def test_an_outside_number_is_found_by_whose_it_is_what_for_and_digits(lived_in, words):
    assert outside(lived_in, words) == ["迅达电梯维保"]


def test_outside_numbers_stand_by_name(lived_in):
    assert outside(lived_in) == ["迅达电梯维保", "自来水公司"]
    sheet = lived_in.ask(directory.outside_sheet)
    assert [(line.name, line.phone) for line in sheet.numbers] == [
        ("迅达电梯维保", "057188001234"),
        ("自来水公司", "96390"),
    ]
    assert lived_in.ask(directory.resident_sheet, TODAY).count == 3
    assert codes(lived_in) == []


def test_an_outside_number_is_changed_and_taken_out(lived_in):
    (entry_id,) = lived_in.ask(directory.outside_ids, "电梯")
    read = lived_in.ask(directory.entry_draft, entry_id)
    lived_in.do(directory.save, replace(read, contact="赵经理"))
    with pytest.raises(Conflict) as conflict:
        lived_in.do(directory.save, replace(read, contact="钱经理"))
    assert conflict.value.theirs.contact == "赵经理"
    with pytest.raises(MissingFields):
        lived_in.do(directory.void, entry_id, "")
    lived_in.do(directory.void, entry_id, "换了维保单位")
    assert outside(lived_in) == ["自来水公司"]
    with pytest.raises(UserError, match="already"):
        lived_in.do(directory.save, replace(read, version=3))
    assert codes(lived_in) == []


def test_what_is_no_number_or_there_already_is_refused(lived_in):
    with pytest.raises(MissingFields) as missing:
        lived_in.do(directory.save, EntryDraft())
    assert set(missing.value.missing) == {"name", "phone"}
    for phone in ("12", "057188001234"):
        with pytest.raises(UserError) as refused:
            lived_in.do(directory.save, replace(LIFTS, phone=phone))
        assert refused.value.field == "phone"


def test_an_engineer_keeps_no_directory(lived_in):
    lived_in.sign_in(NAME_OF[Role.ENGINEERING], PASSWORD)
    with pytest.raises(UserError, match="right"):
        lived_in.do(directory.save, EntryDraft("热力公司", phone="96777"))
