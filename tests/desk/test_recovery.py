# SPDX-License-Identifier: Apache-2.0
"""An office that lost its last administrator gets one again by its printed code, and by nothing else."""

from __future__ import annotations

import pytest

from complaintdesk.db import keys
from complaintdesk.desk import recovery, staffing
from complaintdesk.desk.founding import create_office
from complaintdesk.desk.office import open_office
from complaintdesk.desk.waits import FREE_FAILURES
from complaintdesk.domain.recovery_code import new_recovery_code
from complaintdesk.domain.terms import Role
from complaintdesk.errors import UserError
from tests.builders import ADMINISTRATOR, PASSWORD, DeskClock, codes, rows

NEW = "栀子花开了 2026"


@pytest.fixture
def lost(office):
    """The office's code, and nobody at the desk."""
    office.sign_in(ADMINISTRATOR, PASSWORD)
    code = recovery.new_code(office)
    office.sign_out()
    return code


def refused(office, code, name="王敏", password=NEW) -> UserError:
    with pytest.raises(UserError) as error:
        recovery.recover(office, code, name, password, new_recovery_code())
    return error.value


def test_a_code_makes_a_member_of_staff_an_administrator_with_a_new_password(office, lost):
    done = recovery.recover(office, lost.lower(), " 王敏 ", NEW, new_recovery_code())
    assert done.name == "王敏"
    assert office.sign_in("王敏", NEW).role is Role.ADMINISTRATOR
    assert office.may(staffing.change_password)
    assert codes(office) == []


def test_it_makes_an_administrator_of_somebody_who_is_not_in_the_books(office, lost):
    recovery.recover(office, lost, "新来的", NEW, new_recovery_code())
    assert office.sign_in("新来的", NEW).role is Role.ADMINISTRATOR
    assert codes(office) == []


def test_somebody_who_had_left_comes_back_and_a_locked_one_may_try_again(office, lost, clock):
    office.sign_in(ADMINISTRATOR, PASSWORD)
    (wang,) = [each for each in office.ask(staffing.staff_list, office.books) if each.name == "王敏"]
    for _ in range(FREE_FAILURES):
        with pytest.raises(UserError):
            office.sign_in("王敏", "wrong password")
    office.do(staffing.leave, wang.id, clock.now.date())
    office.sign_out()
    recovery.recover(office, lost, "王敏", NEW, new_recovery_code())
    assert office.sign_in("王敏", NEW).id == wang.id


def test_the_code_serves_once_and_the_new_one_next_time(office, lost):
    done = recovery.recover(office, lost, "王敏", NEW, new_recovery_code())
    assert done.code != lost
    assert refused(office, lost).field == "code"
    assert recovery.recover(office, done.code, ADMINISTRATOR, NEW, new_recovery_code()).name == ADMINISTRATOR


def test_a_newer_code_voids_the_one_before(office, lost):
    office.sign_in(ADMINISTRATOR, PASSWORD)
    newer = recovery.new_code(office)
    office.sign_out()
    assert refused(office, lost).field == "code"
    recovery.recover(office, newer, "王敏", NEW, new_recovery_code())


def test_only_keepers_make_a_code(office):
    with pytest.raises(UserError, match="right"):
        recovery.new_code(office)  # 王敏 is a supervisor
    assert not office.ask(recovery.has_code)
    office.sign_in(ADMINISTRATOR, PASSWORD)
    recovery.new_code(office)
    assert office.ask(recovery.has_code)


def test_the_books_hold_no_code_but_its_hash_and_tell_what_was_done(office, lost):
    recovery.recover(office, lost, "王敏", NEW, new_recovery_code())
    ((kept,),) = rows(office, "SELECT code_hash FROM recovery_code")
    assert kept.startswith("$argon2id$")
    told = rows(office, "SELECT deed, subject, staff FROM journal ORDER BY seq DESC LIMIT 1")
    assert told == [("recovery.recover_administrator", "王敏", None)]
    everything = str(rows(office, "SELECT subject, facts FROM journal"))
    assert lost not in everything
    assert lost.replace("-", "") not in everything


def test_what_is_missing_is_said_beside_its_field_and_the_code_stays(office, lost):
    assert refused(office, lost, name=" ").field == "name"
    assert refused(office, lost, password="short").field == "password"
    assert refused(office, lost[:-1]).field == "code"
    recovery.recover(office, lost, "王敏", NEW, new_recovery_code())


def test_an_office_without_a_code_says_so(office):
    office.sign_out()
    error = refused(office, new_recovery_code())
    assert (error.field, "ever made" in error.text) == ("code", True)


def test_wrong_codes_are_noted_and_make_the_office_wait_even_after_a_new_start(office, lost, clock):
    for _ in range(FREE_FAILURES):
        assert "wait" not in refused(office, new_recovery_code()).text
    error = refused(office, lost)
    assert (error.field, error.values) == ("code", {"seconds": 30})
    again = open_office(office.database.location, clock=clock)
    assert refused(again, lost).values == {"seconds": 30}
    again.close()
    clock.later(seconds=30)
    recovery.recover(office, lost, "王敏", NEW, new_recovery_code())
    noted = rows(office, "SELECT count(*) FROM journal WHERE subject = 'wrong recovery code'")
    assert noted == [(FREE_FAILURES,)]


def test_the_wait_doubles_and_stops_at_a_quarter_of_an_hour(office, lost, clock):
    waits = []
    for _ in range(FREE_FAILURES + 6):
        refused(office, new_recovery_code())
        ((until,),) = rows(office, "SELECT locked_until FROM recovery_code")
        if until is not None:
            waits.append(refused(office, lost).values["seconds"])
            clock.later(seconds=waits[-1])
    assert waits == [30, 60, 120, 240, 480, 900, 900]


def test_a_slip_of_the_pen_is_no_wrong_code(office, lost):
    slipped = ("3" if lost[0] != "3" else "4") + lost[1:]
    for _ in range(FREE_FAILURES + 1):
        assert "slip" in refused(office, slipped).text
    recovery.recover(office, lost, "王敏", NEW, new_recovery_code())


def test_of_an_encrypted_office_the_code_opens_the_books_too_and_the_used_one_no_more(tmp_path):
    path = tmp_path / "office.db"
    office = create_office(
        path, name="春和园", admin="周静", password=PASSWORD, passphrase="紫荆苑 2026 年", clock=DeskClock()
    )
    office.sign_in("周静", PASSWORD)
    code = recovery.new_code(office)
    office.close()
    office = open_office(path, passphrase=code.lower(), clock=DeskClock())
    done = recovery.recover(office, code, "周静", NEW, new_recovery_code())
    office.close()
    assert keys.unlock(keys.key_file(path), done.code) == office.database.key
    with pytest.raises(UserError):
        open_office(path, passphrase=code)
