# SPDX-License-Identifier: Apache-2.0
"""Killed when the copy is there and the old books are not marked yet, a move is gone on with, and nothing is lost."""

from __future__ import annotations

import os

import pytest

from complaintdesk.db.engine import Database
from complaintdesk.desk import moving
from complaintdesk.desk.attachments import pool_of
from complaintdesk.desk.office import open_office
from complaintdesk.errors import EnvironmentProblem, UserError
from tests.builders import PASSWORD, a_case, codes, rows
from tests.desk.paper import a_file

HEAD = "赵主任"
KILLED = 9
PASSPHRASE = "four words of our own"

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="a desk is forked, and this system can't")


@pytest.fixture(params=["file", "server"])
def target(request, tmp_path):
    """Where the office is moved to, from wherever the tests have it."""
    if request.param == "server":
        return request.getfixturevalue("postgres_url")
    return str(tmp_path / "moved" / "office.db")


@pytest.fixture
def shared(tmp_path):
    """The folder of the attachments on a server."""
    folder = tmp_path / "shared"
    folder.mkdir()
    return str(folder)


@pytest.fixture
def broken_off(location, shared, at_desk, clock, tmp_path):
    """Moves the office, which has a case with a file, and is killed just before the old books' commit."""
    office = at_desk(location)
    a_file(office, a_case(office).id, tmp_path, data=b"picture")
    office.close()

    def kill(target, passphrase=None):
        child = os.fork()
        if child == 0:
            try:
                move_and_die(location, target, shared, clock, passphrase)
            finally:
                os._exit(1)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == KILLED

    return kill


def move_and_die(location, target, folder, clock, passphrase):
    """Moves, and ends at once where the old books are committed."""
    office = open_office(location, clock=clock)
    office.sign_in(HEAD, PASSWORD)
    dialect = office.database.engine.dialect

    def begun(*_):
        setattr(dialect, "do_commit", lambda _connection: os._exit(KILLED))  # noqa: B010 - a method, as mypy knows

    moving.move(office, target, folder=folder_at(target, folder), passphrase=passphrase, progress=begun)


def folder_at(target, folder):
    return folder if target.startswith("postgresql") else ""


def again(location, target, shared, at_desk, passphrase=None):
    """The same asked for once more, by somebody who signs in for it."""
    office = at_desk(location)
    office.sign_in(HEAD, PASSWORD)
    return office, lambda: moving.move(office, target, folder=folder_at(target, shared), passphrase=passphrase)


def moved_away(location, clock):
    with pytest.raises(EnvironmentProblem, match="were moved to"):
        open_office(location, clock=clock)


def files_at(target, shared):
    """The attachments that lie at the target."""
    database = Database(target)
    folder = pool_of(database, shared)
    database.engine.dispose()
    assert folder is not None
    return [path for path in folder.rglob("*") if path.is_file()]


def test_a_move_that_was_killed_is_gone_on_with(broken_off, location, target, shared, at_desk, clock):
    broken_off(target)
    office, move = again(location, target, shared, at_desk)
    (file,) = files_at(target, shared)
    if not file.is_relative_to(office.pool):  # from server to server the old books have theirs there as well
        file.unlink()
    done = move()
    assert (done.files, done.rows["case_record"]) == (1, 1)
    assert files_at(target, shared) == [file]
    moved_away(location, clock)
    there = at_desk(target)
    assert codes(there) == codes(office) == []
    assert a_case(there).number == "TS2026-000002"


def test_a_copy_in_which_something_was_changed_is_not_taken_for_the_office(
    broken_off, location, target, shared, at_desk
):
    broken_off(target)
    copy = Database(target)
    with copy.connection(writing=True) as connection:
        connection.exec_driver_sql("UPDATE case_record SET content = 'nobody wrote this'")
    copy.close()
    office, move = again(location, target, shared, at_desk)
    with pytest.raises(EnvironmentProblem, match="did not come over whole"):
        move()
    office.sign_in("王敏", PASSWORD)
    assert a_case(office).number == "TS2026-000002", "work goes on here"


def test_where_work_went_on_in_the_old_books_they_are_the_ones_to_use(broken_off, location, target, shared, at_desk):
    broken_off(target)
    office = at_desk(location)
    a_case(office)
    office.close()
    office, move = again(location, target, shared, at_desk)
    with pytest.raises(EnvironmentProblem, match="older copy") as told:
        move()
    assert told.value.advice.startswith("Use these books")
    assert told.value.values["count"] == 1
    office.sign_in("王敏", PASSWORD)
    assert a_case(office).number == "TS2026-000003"


def test_where_work_went_on_in_the_new_books_they_are_the_ones_to_use(broken_off, location, target, shared, at_desk):
    broken_off(target)
    there = at_desk(target)
    a_case(there)
    a_case(there)
    _office, move = again(location, target, shared, at_desk)
    with pytest.raises(EnvironmentProblem, match="all that stands here") as told:
        move()
    assert told.value.advice.startswith("Use that one")
    assert told.value.values["count"] == 2
    assert len(rows(there, "SELECT id FROM case_record")) == 3


def test_where_work_went_on_in_both_a_person_decides(broken_off, location, target, shared, at_desk):
    broken_off(target)
    there = at_desk(target)
    a_case(there)
    office = at_desk(location)
    a_case(office)
    a_case(office)
    office.close()
    _office, move = again(location, target, shared, at_desk)
    with pytest.raises(EnvironmentProblem, match="went on in both") as told:
        move()
    assert (told.value.values["here"], told.value.values["there"]) == (2, 1)


def test_who_only_looked_into_the_copy_did_not_go_on_in_it(broken_off, location, target, shared, at_desk, clock):
    broken_off(target)
    there = at_desk(target)
    there.sign_out()
    _office, move = again(location, target, shared, at_desk)
    assert move().rows["case_record"] == 1
    moved_away(location, clock)


def test_an_encrypted_copy_is_gone_on_with_under_its_passphrase_alone(
    broken_off, location, shared, at_desk, clock, tmp_path
):
    target = str(tmp_path / "locked" / "office.db")
    broken_off(target, PASSPHRASE)
    for passphrase, refusal in ((None, EnvironmentProblem), ("another four words entirely", UserError)):
        _office, move = again(location, target, shared, at_desk, passphrase)
        with pytest.raises(refusal):
            move()
    _office, move = again(location, target, shared, at_desk, PASSPHRASE)
    move()
    moved_away(location, clock)
    there = open_office(target, clock=clock, passphrase=PASSPHRASE)
    there.sign_in("王敏", PASSWORD)
    assert a_case(there).number == "TS2026-000002"
    assert codes(there) == []
    there.close()
