# SPDX-License-Identifier: Apache-2.0
"""Founding an office and adding its staff from the command line."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from complaintdesk.desk.office import Office, open_office
from complaintdesk.desk.staffing import staff_list
from complaintdesk.domain.terms import Role
from tests import builders
from tests.cli.conftest import Call, at_a_terminal

pytestmark = pytest.mark.about_files("an office is founded in a file; on a server in test_on_a_server.py")

OFFICE = ("init", "--office", "春和园物业服务中心", "--admin", "周静")


def test_an_office_is_founded_and_its_staff_added(process: Call, tmp_path: Path, password_file: Path) -> None:
    path = tmp_path / "new" / "folder" / "office.db"
    start = ("--database", path, "--password-file", password_file)
    ended = process(*start, *OFFICE)
    assert (ended.code, ended.counts, ended.err) == (0, {"offices": "1"}, "")
    assert str(path) in ended.out
    words = ("staff", "add", "李静", "--team", "前台", "--role", "clerk", "--new-password-file", password_file)
    ended = process(*start, "--as", "周静", *words)
    assert (ended.code, ended.counts, ended.err) == (0, {"staff": "1"}, "")
    office = open_office(path)
    try:
        people = office.ask(staff_list, office.books)
        assert {(one.name, one.role, one.team_name) for one in people} == {
            ("周静", Role.ADMINISTRATOR, ""),
            ("李静", Role.CLERK, "前台"),
        }
        assert office.record.name == "春和园物业服务中心"
        office.sign_in("李静", builders.PASSWORD)
    finally:
        office.close()


def test_the_usual_place_is_used_where_no_database_is_named(bare: Call, desk_home: Path, password_file: Path) -> None:
    assert bare("check").code == 1
    assert bare("--password-file", password_file, *OFFICE).code == 0
    assert (desk_home / "data" / "office.db").exists()
    assert bare("check").counts == {"findings": "0"}


def test_an_office_is_not_founded_over_another(run: Call, books: Path) -> None:
    before = books.read_bytes()
    ended = run(*OFFICE)
    assert (ended.code, ended.out) == (1, "")
    assert "already; nothing was changed" in ended.err
    assert books.read_bytes() == before


@pytest.mark.parametrize(
    ("office", "admin", "secret", "words"),
    [
        ("   ", "周静", builders.PASSWORD, "The office needs a name."),
        ("春和园", "", builders.PASSWORD, "A name is needed."),
        ("春和园", "周静", "short", "at least 8 characters"),
        ("春" * 100, "周静", builders.PASSWORD, "there is room for"),
    ],
)
def test_what_is_wrong_with_it_is_said_and_no_file_is_left(
    bare: Call, tmp_path: Path, office: str, admin: str, secret: str, words: str
) -> None:
    file = tmp_path / "secret"
    file.write_text(secret, encoding="utf-8")
    path = tmp_path / "office.db"
    ended = bare("--database", path, "--password-file", file, "init", "--office", office, "--admin", admin)
    assert (ended.code, ended.out) == (1, "")
    assert words in ended.err
    assert not path.exists()


def test_a_place_that_can_hold_no_database_is_said_to_be_none(bare: Call, password_file: Path) -> None:
    ended = bare("--database", password_file / "office.db", "--password-file", password_file, *OFFICE)
    assert (ended.code, ended.out) == (1, "")
    assert str(password_file) in ended.err


@pytest.mark.parametrize("role", [role.value for role in Role])
def test_staff_of_each_role_are_added_by_id_or_by_name(
    run: Call, password_file: Path, opened: Callable[[], Office], role: str
) -> None:
    from complaintdesk.labels import label

    for name, spelled in (("甲", role), ("乙", label(Role(role), "zh_CN")), ("丙", label(Role(role), "en"))):
        words = ("staff", "add", name, "--role", spelled, "--new-password-file", password_file)
        assert run(*words, by=builders.ADMINISTRATOR).code == 0
    office = opened()
    people = {one.name: one.role for one in office.ask(staff_list, office.books)}
    assert {people[name] for name in "甲乙丙"} == {Role(role)}


def test_what_is_wrong_with_a_member_of_staff_is_said(run: Call, password_file: Path, tmp_path: Path) -> None:
    short = tmp_path / "short"
    short.write_text("1234567", encoding="utf-8")
    for words, told in (
        (("王敏", "--role", "clerk", "--new-password-file", password_file), "somebody of this name"),
        (("甲", "--role", "clerk", "--team", "水电", "--new-password-file", password_file), "水电班"),
        (
            ("甲", "--role", "clerk", "--team", "瑜伽", "--new-password-file", password_file),
            "The teams of this office: ",
        ),
        (("甲", "--role", "clerk", "--new-password-file", short), "at least 8 characters"),
        ((" ", "--role", "clerk", "--new-password-file", password_file), "A name is needed."),
    ):
        ended = run("staff", "add", *words, by=builders.ADMINISTRATOR)
        assert (ended.code, ended.out) == (1, ""), words
        assert told in ended.err


def test_a_clerk_adds_nobody(run: Call, password_file: Path) -> None:
    ended = run("staff", "add", "甲", "--role", "clerk", "--new-password-file", password_file, by="李静")
    assert (ended.code, ended.out) == (1, "")
    assert "no right" in ended.err


@pytest.mark.skipif(sys.platform == "win32", reason="a pseudo-terminal is Unix's")
def test_a_new_password_is_asked_for_twice(tmp_path: Path) -> None:
    words = ["--lang", "en", "--database", str(tmp_path / "office.db"), *OFFICE]
    wrong = [("New password of 周静: ", builders.PASSWORD), ("Once more: ", "something else")]
    code, shown = at_a_terminal(words, wrong)
    assert code == 1
    assert "The two passwords differ." in shown
    assert not (tmp_path / "office.db").exists()
    code, shown = at_a_terminal(words, [wrong[0], ("Once more: ", builders.PASSWORD)])
    assert code == 0
    assert shown.splitlines()[-1] == "offices=1"
    assert builders.PASSWORD not in shown
