# SPDX-License-Identifier: Apache-2.0
"""What is saved while a restore is under way is never lost unseen, and what is put aside is whole or not there."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path

import pytest

from complaintdesk.db import keys
from complaintdesk.desk import encryption, replaced, replaced_on_server, restoring
from complaintdesk.desk.backup import backup
from complaintdesk.desk.office import open_office
from complaintdesk.desk.restoring import restore
from complaintdesk.errors import EnvironmentProblem
from tests.builders import ADMINISTRATOR, NINE, PASSWORD, DeskClock, a_repair, found, rows

CLOCK = DeskClock(NINE)
PASSPHRASE = "紫荆苑 2026 年"

in_a_file = pytest.mark.about_files("a file's lock and its copy aside; a server's are below")


@pytest.fixture
def books(tmp_path: Path) -> Path:
    """Books with one repair."""
    path = tmp_path / "office.db"
    found(path, CLOCK)
    office = open_office(path, clock=CLOCK)
    office.sign_in("王敏", PASSWORD)
    a_repair(office)
    office.close()
    return path


def packed(location, out, **secret):
    office = open_office(location, clock=CLOCK, **secret)
    office.sign_in("王敏", PASSWORD)
    backup(office, out)
    office.close()
    return out


def saved_meanwhile(location, **secret):
    """Somebody opens the office and registers a repair; the office, open."""
    office = open_office(location, clock=CLOCK, **secret)
    office.sign_in("王敏", PASSWORD)
    a_repair(office)
    return office


@in_a_file
@pytest.mark.parametrize("stays", [True, False], ids=["and stays", "and goes"])
@pytest.mark.parametrize("secret", [{}, {"passphrase": PASSPHRASE}], ids=["plain", "encrypted"])
def test_who_saves_while_a_file_is_being_restored_loses_nothing(books, tmp_path, monkeypatch, stays, secret):
    if secret:
        monkeypatch.setattr(keys, "_MEMORY", 64)
        monkeypatch.setattr(keys, "_ROUNDS", 1)
        office = open_office(books, clock=CLOCK)
        office.sign_in(ADMINISTRATOR, PASSWORD)
        encryption.encrypt(office, PASSPHRASE)
        office.close()
    file = packed(books, tmp_path / "backup.zip", **secret)
    keep_aside, there = replaced.keep_aside, []

    def meanwhile(*told, **how):
        aside = keep_aside(*told, **how)
        there.append(saved_meanwhile(books, **secret))
        if not stays:
            there[0].close()
        return aside

    monkeypatch.setattr(restoring, "keep_aside", meanwhile)
    with pytest.raises(EnvironmentProblem, match="open in another window" if stays else "in the meantime"):
        restore(file, books, staff="王敏", password=PASSWORD, clock=CLOCK, **secret)
    there[0].close()
    again = open_office(books, clock=CLOCK, **secret)
    assert rows(again, "SELECT count(*) FROM case_record") == [(2,)]
    again.close()
    assert list(tmp_path.glob("office-replaced-*")) == []


@in_a_file
def test_while_a_file_is_replaced_nobody_can_open_it(books):
    with replaced.held(books, None), pytest.raises(EnvironmentProblem):
        open_office(books, clock=CLOCK)
    open_office(books, clock=CLOCK).close()


@in_a_file
def test_a_database_that_refuses_for_another_reason_is_not_taken_for_nobodys(tmp_path):
    with pytest.raises(EnvironmentProblem, match="can't be opened"), replaced.held(tmp_path, None):
        pass


@in_a_file
def test_with_the_disk_full_no_half_of_the_books_is_left_aside(books, monkeypatch):
    def full(source, target, _block):
        target.write(source.read(100))
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(shutil, "copyfileobj", full)
    before = sorted(books.parent.iterdir())
    with pytest.raises(EnvironmentProblem):
        replaced.keep_aside(books, NINE, readable=True)
    assert sorted(books.parent.iterdir()) == before


@in_a_file
@pytest.mark.skipif(os.name == "nt", reason="Windows puts names on the disk by itself")
def test_the_new_name_is_on_the_disk_before_the_restore_goes_on(books, tmp_path, monkeypatch):
    (tmp_path / "new.db").write_bytes(b"new")
    synced = []
    real = os.fsync

    def sync(handle: int) -> None:
        synced.append(os.fstat(handle).st_ino)
        real(handle)

    monkeypatch.setattr(os, "fsync", sync)
    replaced.take_place(tmp_path / "new.db", books)
    assert books.read_bytes() == b"new"
    assert synced[-1] == tmp_path.stat().st_ino


@pytest.mark.parametrize("stays", [True, False], ids=["and stays", "and goes"])
def test_who_saves_while_a_servers_books_are_being_restored_loses_nothing(
    books_on_server, tmp_path, monkeypatch, stays
):
    location = str(books_on_server)
    file = packed(location, tmp_path / "backup.zip")
    add_files, there = replaced_on_server._add_files, []

    def meanwhile(*told):
        there.append(saved_meanwhile(location))
        if not stays:
            there[0].close()
        return add_files(*told)

    monkeypatch.setattr(replaced_on_server, "_add_files", meanwhile)
    with pytest.raises(EnvironmentProblem, match="in the meantime"):
        restore(file, location, staff="王敏", password=PASSWORD, clock=CLOCK)
    there[0].close()
    again = open_office(location, clock=CLOCK)
    assert rows(again, "SELECT count(*) FROM case_record") == [(1,)]
    again.close()
