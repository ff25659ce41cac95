# SPDX-License-Identifier: Apache-2.0
"""Who works here, how they sign in, and how long a wrong password makes them wait."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import argon2
import pytest

from complaintdesk.desk import case_pages, office_profile, rights, staffing
from complaintdesk.desk.drafts import StaffDraft
from complaintdesk.desk.office import Office, open_office
from complaintdesk.domain.terms import Role
from complaintdesk.errors import Conflict, UserError
from tests.builders import PASSWORD, a_case, codes, rows, staff_id


@pytest.fixture
def keeper(office):
    """The office with its administrator at the desk."""
    office.sign_in("管理员", PASSWORD)
    return office


def test_a_new_member_of_staff_signs_in_with_the_password_given(keeper):
    added = keeper.do(staffing.add, StaffDraft(" 张  工 ", Role.ENGINEERING, "水电班", "a new password"))
    known = keeper.sign_in("张 工", "a new password")
    assert (known.id, known.name, known.role, known.team, known.team_name) == (
        added,
        "张 工",
        Role.ENGINEERING,
        "plumbing_electric",
        "水电班",
    )
    assert keeper.staff == known


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": " \u200b"}, "name"),
        ({"name": "李静"}, "name"),
        ({"name": " 李静 "}, "name"),
        ({"name": "名" * 41}, "name"),
        ({"team": "水点班"}, "team"),
        ({"password": "1234567"}, "password"),
        ({"password": ""}, "password"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(keeper, changes, field):
    asked = {"name": "张工", "role": Role.CLERK, "team": "", "password": PASSWORD, **changes}
    with pytest.raises(UserError) as refused:
        keeper.do(staffing.add, StaffDraft(**asked))
    assert refused.value.field == field
    assert rows(keeper, "SELECT count(*) FROM staff") == [(7,)]


def test_everyone_is_listed_by_the_sound_of_their_names(office):
    listed = office.ask(staffing.staff_list, office.books)
    assert [each.name for each in listed] == ["陈工", "管理员", "李静", "钱品", "孙会计", "王敏", "赵主任"]


@pytest.mark.parametrize(
    "password", ["密码要够长才行呀", "xy" * 100, " with spaces ", "p\u0308assw\u00f6rd", "emoji👨‍👩‍👧"]
)
def test_any_words_make_a_password(keeper, password):
    keeper.do(staffing.add, StaffDraft("张工", Role.CLERK, password=password))
    assert keeper.sign_in("张工", password).name == "张工"


def test_nobody_is_signed_in_by_a_name_that_is_not_known(office):
    with pytest.raises(UserError) as refused:
        office.sign_in("李敬", PASSWORD)
    assert (refused.value.field, office.staff.name) == ("name", "王敏")


def test_a_wrong_password_leaves_whoever_sat_there(office):
    with pytest.raises(UserError) as refused:
        office.sign_in("李静", "wrong password")
    assert (refused.value.field, office.staff.name) == ("password", "王敏")
    a_case(office)


def test_who_signs_out_can_do_nothing_until_someone_signs_in(office):
    office.sign_out()
    assert office.staff is None
    with pytest.raises(UserError, match="Nobody has signed in"):
        a_case(office)
    assert rows(office, "SELECT deed, subject FROM journal ORDER BY seq DESC LIMIT 1") == [
        ("staffing.note_sign_out", "王敏")
    ]
    office.sign_out()
    office.sign_in("李静", PASSWORD)
    a_case(office)


def attempt(office: Office, password: str = "wrong password", name: str = "李静") -> str:
    """What is said to somebody who tries to sign in; '' when they are in."""
    try:
        office.sign_in(name, password)
    except UserError as error:
        return error.text.format(**error.values)
    return ""


def test_after_five_wrong_passwords_even_the_right_one_waits(office, clock):
    assert {attempt(office) for _ in range(5)} == {"The password is wrong."}
    assert attempt(office, PASSWORD) == "Too many wrong passwords: wait 30 seconds."
    clock.later(seconds=29)
    assert attempt(office, PASSWORD) == "Too many wrong passwords: wait 1 seconds."
    assert attempt(office, PASSWORD, "王敏") == "", "only the one whose password was tried waits"
    clock.later(seconds=1)
    assert attempt(office, PASSWORD) == ""
    assert {attempt(office) for _ in range(4)} == {"The password is wrong."}
    assert attempt(office, PASSWORD) == "", "a right password wipes the slate"


def test_each_further_wrong_password_doubles_the_wait_up_to_a_quarter_of_an_hour(office, clock):
    for _ in range(4):
        attempt(office)
    waits = []
    for _ in range(8):
        assert attempt(office) == "The password is wrong."
        said = attempt(office, PASSWORD)
        waits.append(int("".join(each for each in said if each.isdigit())))
        clock.later(seconds=waits[-1])
    assert waits == [30, 60, 120, 240, 480, 900, 900, 900]


def test_a_wait_outlasts_a_restart(office, clock):
    for _ in range(5):
        attempt(office)
    again = open_office(office.database.location, clock=clock)
    assert attempt(again, PASSWORD).startswith("Too many")
    again.close()


def test_trying_while_one_has_to_wait_neither_counts_nor_fills_the_journal(office, clock):
    for _ in range(5):
        attempt(office)
    entries = rows(office, "SELECT count(*) FROM journal")
    for _ in range(10):
        attempt(office)
    assert rows(office, "SELECT count(*) FROM journal") == entries
    clock.later(seconds=30)
    assert attempt(office, PASSWORD) == ""


def test_an_administrator_gives_a_new_password_and_lifts_the_wait(keeper):
    for _ in range(5):
        attempt(keeper)
    keeper.do(staffing.change_password, staff_id(keeper, "李静"), "another password")
    assert attempt(keeper, PASSWORD) == "The password is wrong."
    assert attempt(keeper, "another password") == ""
    keeper.sign_in("管理员", PASSWORD)
    with pytest.raises(UserError) as refused:
        keeper.do(staffing.change_password, staff_id(keeper, "李静"), "short")
    assert refused.value.field == "password"


def test_who_signed_in_and_who_failed_to_is_in_the_journal(office, clock):
    clock.later(minutes=1)
    attempt(office)
    attempt(office, PASSWORD)
    entries = rows(office, "SELECT deed, subject, staff, recorded_at FROM journal ORDER BY seq DESC LIMIT 2")
    known = staff_id(office, "李静")
    at = "2026-10-20 01:01:00.000000"
    assert entries == [
        ("staffing.note_sign_in", "李静", known, at),
        ("staffing.note_sign_in", "wrong password: 李静", known, at),
    ]
    assert codes(office) == []


def test_a_password_hashed_in_an_older_way_is_hashed_anew_at_the_next_sign_in(office, monkeypatch):
    slower = argon2.PasswordHasher(time_cost=2, memory_cost=128, parallelism=1)
    monkeypatch.setattr(staffing, "_hasher", slower)
    office.sign_in("李静", PASSWORD)
    ((kept,),) = rows(office, f"SELECT password_hash FROM credential WHERE staff_id = {staff_id(office, '李静')}")
    assert kept.startswith("$argon2id$")
    assert not slower.check_needs_rehash(kept)
    office.sign_in("李静", PASSWORD)


def test_the_shipped_way_of_hashing_is_costly_enough(shipped_secrets):
    parameters = argon2.extract_parameters(staffing.hashed_password("a password of a person"))
    assert parameters.type is argon2.Type.ID
    assert parameters.memory_cost >= 19 * 1024  # KiB, OWASP's least for argon2id with two passes
    assert parameters.time_cost >= 2


def test_whose_password_another_set_is_asked_for_one_of_their_own(keeper):
    li = staff_id(keeper, "李静")
    assert not keeper.ask(staffing.must_change, li)
    keeper.do(staffing.change_password, li, "given by another")
    assert keeper.ask(staffing.must_change, li)
    keeper.sign_in("李静", "given by another")
    keeper.do(staffing.change_own_password, "given by another", "known to me alone")
    assert not keeper.ask(staffing.must_change, li)
    keeper.sign_in("李静", "known to me alone")


def test_a_first_password_is_asked_to_be_changed(keeper):
    added = keeper.do(staffing.add, StaffDraft("张工", Role.ENGINEERING, password="first of all", must_change=True))
    assert keeper.ask(staffing.must_change, added)


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("wrong", "known to me alone", "old"),
        (PASSWORD, PASSWORD, "password"),
        (PASSWORD, "short", "password"),
        (PASSWORD, "88888888", "password"),
    ],
)
def test_ones_own_password_is_changed_with_the_old_one_alone(office, old, new, field):
    try:
        refusal = office.do(staffing.change_own_password, old, new)
    except UserError as error:
        refusal = error
    assert refusal.field == field
    office.sign_in("王敏", PASSWORD)


def test_a_wrong_password_of_ones_own_counts_like_one_at_the_sign_in(office, clock):
    said = [office.do(staffing.change_own_password, "wrong password", "known to me alone") for _ in range(6)]
    assert [each.text for each in said] == [*["The password is wrong."] * 5, said[5].text]
    assert said[5].text.startswith("Too many wrong passwords")
    assert office.do(staffing.change_own_password, PASSWORD, "known to me alone").field == "old"
    assert attempt(office, PASSWORD, "王敏") == "Too many wrong passwords: wait 30 seconds."
    assert rows(office, "SELECT count(*) FROM journal WHERE subject = 'wrong password: 王敏'") == [(5,)]
    clock.later(seconds=30)
    assert office.do(staffing.change_own_password, PASSWORD, "known to me alone") is None
    assert attempt(office, "known to me alone", "王敏") == ""
    assert codes(office) == []


def test_who_left_signs_in_no_more_and_their_name_stays(keeper):
    li = staff_id(keeper, "李静")
    keeper.sign_in("李静", PASSWORD)
    case = a_case(keeper)
    keeper.sign_in("管理员", PASSWORD)
    assert keeper.ask(staffing.open_first_contacts, li) == (case.number,)
    today = keeper.now().astimezone(keeper.zone).date()
    keeper.do(staffing.leave, li, today)
    with pytest.raises(UserError):
        keeper.sign_in("李静", PASSWORD)
    page = keeper.ask(case_pages.case_page, case.id, keeper.books)
    assert page.case.first_contact == "李静"
    left = {each.name: each.left_on for each in keeper.ask(staffing.staff_list, keeper.books, with_left=True)}
    assert left["李静"] == today
    with pytest.raises(UserError):
        keeper.do(staffing.leave, li, today)
    keeper.do(staffing.come_back, li)
    keeper.sign_in("李静", PASSWORD)
    assert codes(keeper) == []


def test_nobody_leaves_tomorrow_by_their_own_hand_or_as_the_last_administrator(keeper):
    today = keeper.now().astimezone(keeper.zone).date()
    admin, li = staff_id(keeper, "管理员"), staff_id(keeper, "李静")
    with pytest.raises(UserError) as refused:
        keeper.do(staffing.leave, li, today + timedelta(days=1))
    assert refused.value.field == "left_on"
    with pytest.raises(UserError, match="somebody who stays"):
        keeper.do(staffing.leave, admin, today)
    with pytest.raises(UserError, match="last administrator"):
        keeper.do(staffing.edit, replace(keeper.ask(staffing.staff_edit, admin), role=Role.CLERK))
    keeper.do(staffing.edit, replace(keeper.ask(staffing.staff_edit, li), role=Role.ADMINISTRATOR))
    keeper.sign_in("李静", PASSWORD)
    keeper.do(staffing.leave, admin, today)
    with pytest.raises(UserError, match="last administrator"):
        keeper.do(staffing.edit, replace(keeper.ask(staffing.staff_edit, li), role=Role.CLERK))


def test_the_office_head_can_not_become_make_or_let_in_an_administrator(keeper):
    today = keeper.now().astimezone(keeper.zone).date()
    admin, head, li = (staff_id(keeper, name) for name in ("管理员", "赵主任", "李静"))
    keeper.do(staffing.edit, replace(keeper.ask(staffing.staff_edit, li), role=Role.ADMINISTRATOR))
    keeper.do(staffing.leave, li, today)
    keeper.sign_in("赵主任", PASSWORD)
    before = rows(keeper, "SELECT * FROM staff"), rows(keeper, "SELECT * FROM credential")
    edits = {each: keeper.ask(staffing.staff_edit, each) for each in (admin, head)}
    for deed, *asked in (
        (staffing.edit, replace(edits[head], role=Role.ADMINISTRATOR)),
        (staffing.edit, replace(edits[admin], role=Role.CLERK)),
        (staffing.edit, replace(edits[admin], name="我")),
        (staffing.add, StaffDraft("新人", Role.ADMINISTRATOR, password=PASSWORD)),
        (staffing.change_password, admin, "known to me alone"),
        (staffing.leave, admin, today),
        (staffing.come_back, li),
    ):
        with pytest.raises(UserError, match="Only an administrator"):
            keeper.do(deed, *asked)
    assert (rows(keeper, "SELECT * FROM staff"), rows(keeper, "SELECT * FROM credential")) == before
    for way in ("recovery.make_recovery_code", "encryption.note_encrypted"):  # a code makes an administrator
        assert not rights.may(way, Role.OFFICE_HEAD)
    keeper.do(staffing.change_password, staff_id(keeper, "王敏"), "told by the head")


def test_a_name_role_and_team_are_corrected(keeper):
    li = keeper.ask(staffing.staff_edit, staff_id(keeper, "李静"))
    keeper.do(staffing.edit, replace(li, name="李 婧", role=Role.SUPERVISOR, team="前台"))
    known = keeper.sign_in("李 婧", PASSWORD)
    assert (known.role, known.team_name) == (Role.SUPERVISOR, "前台")
    keeper.sign_in("管理员", PASSWORD)
    with pytest.raises(Conflict):
        keeper.do(staffing.edit, li)
    fresh = keeper.ask(staffing.staff_edit, li.id)
    for changes, field in (({"name": "王敏"}, "name"), ({"name": " "}, "name"), ({"team": "水点班"}, "team")):
        with pytest.raises(UserError) as refused:
            keeper.do(staffing.edit, replace(fresh, **changes))
        assert refused.value.field == field


def test_who_sits_here_is_shown_by_their_new_name(keeper):
    own = keeper.ask(staffing.staff_edit, keeper.staff.id)
    keeper.do(staffing.edit, replace(own, name="周建平"))
    assert keeper.staff.name == "周建平"


def test_who_left_at_another_desk_does_nothing_more_here(keeper):
    elsewhere = open_office(keeper.database.location, clock=keeper.now)
    elsewhere.sign_in("李静", PASSWORD)
    keeper.do(staffing.leave, staff_id(keeper, "李静"), keeper.now().astimezone(keeper.zone).date())
    elsewhere.news()
    with pytest.raises(UserError, match="Nobody has signed in"):
        a_case(elsewhere)
    elsewhere.sign_out()
    elsewhere.close()


@pytest.mark.parametrize("password", ["阳光花园一期服务中心", "yangguanghuayuanyiqifuwuzhongxin2026"])
def test_the_offices_own_name_is_nobodys_password(keeper, password):
    profile = replace(keeper.ask(office_profile.profile), name="阳光花园一期服务中心")
    keeper.do(office_profile.change, profile)
    with pytest.raises(UserError) as refused:
        keeper.do(staffing.change_password, staff_id(keeper, "李静"), password)
    assert refused.value.field == "password"
    with pytest.raises(UserError):
        keeper.do(staffing.add, StaffDraft("小周", Role.CLERK, password=password))
