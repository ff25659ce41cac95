# SPDX-License-Identifier: Apache-2.0
"""Encryption goes on and off for an office that is there; nobody reads its bytes, and no kill leaves half an office."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from complaintdesk.db import keys, rekeying
from complaintdesk.db.engine import Database
from complaintdesk.desk import attachments, encryption, recovery
from complaintdesk.desk.attachments import read_attachment
from complaintdesk.desk.backup import backup, backup_folder, copy_aside
from complaintdesk.desk.checking import check
from complaintdesk.desk.keeping import Places, keep
from complaintdesk.desk.office import Office, open_books, open_office
from complaintdesk.desk.passphrases import needs_passphrase
from complaintdesk.desk.plain_copies import erase_plain_copies, plain_copies
from complaintdesk.desk.restoring import restore
from complaintdesk.domain.recovery_code import new_recovery_code
from complaintdesk.errors import EnvironmentProblem, UserError
from tests.builders import ADMINISTRATOR, PASSWORD, DeskClock, a_repair, codes, page, rows
from tests.desk.locked import PASSPHRASE, PICTURE, SECRETS, a_busy_office, read_in, the_picture
from tests.faults import lose_answer

pytestmark = pytest.mark.about_files("a file is encrypted and made plain; a server's books can't be")

KILLED = 9


@pytest.fixture
def busy(office, tmp_path, monkeypatch):
    return a_busy_office(office, tmp_path, monkeypatch)


def kept_rows(office: Office) -> dict[str, list[Any]]:
    """All that the office knows, but for what the switch itself notes."""
    tables = ("place", "occupant", "phone", "attachment", "staff", "case_event", "work_order", "counter")
    names = [name for (name,) in rows(office, "SELECT name FROM sqlite_master WHERE type = 'table'")]
    known = [name for name in names if name in tables or name.startswith("cas")]
    return {name: rows(office, f'SELECT * FROM "{name}"') for name in known}


def test_encrypted_the_office_goes_on_and_nobody_reads_its_bytes(busy, tmp_path):
    before = kept_rows(busy)
    assert read_in(tmp_path) == list(SECRETS)
    encryption.encrypt(busy, PASSPHRASE)
    assert read_in(tmp_path) == []
    assert kept_rows(busy) == before
    assert the_picture(busy) == PICTURE
    assert codes(busy) == []
    assert read_in(tmp_path) == []  # while it is open, with its log
    busy.close()
    again = open_office(tmp_path / "office.db", passphrase=PASSPHRASE, clock=DeskClock(busy.now()))
    again.sign_in("王敏", PASSWORD)
    second = a_repair(again, caller_name="欧阳震华")
    assert page(again, second.id).case.caller_name == "欧阳震华"
    assert codes(again) == []
    again.close()
    assert read_in(tmp_path) == []


def test_the_journal_tells_of_the_switch_and_of_the_way_back(busy):
    encryption.encrypt(busy, PASSPHRASE)
    encryption.decrypt(busy, PASSPHRASE)
    told = rows(busy, "SELECT deed, staff IS NOT NULL FROM journal ORDER BY seq DESC LIMIT 2")
    assert told == [("encryption.note_decrypted", 1), ("encryption.note_encrypted", 1)]


def test_made_plain_again_it_opens_without_a_passphrase_and_keeps_everything(busy, tmp_path):
    before = kept_rows(busy)
    encryption.encrypt(busy, PASSPHRASE)
    encryption.decrypt(busy, PASSPHRASE)
    assert not needs_passphrase(tmp_path / "office.db")
    assert not keys.key_file(tmp_path / "office.db").exists()
    assert kept_rows(busy) == before
    assert the_picture(busy) == PICTURE
    assert codes(busy) == []
    assert sorted(path.name for path in tmp_path.glob(".*")) == []


def test_the_code_made_with_the_encryption_opens_the_books_and_makes_an_administrator(busy, tmp_path):
    code = encryption.encrypt(busy, PASSPHRASE).code
    busy.close()
    again = open_office(tmp_path / "office.db", passphrase=code, clock=DeskClock(busy.now()))
    assert recovery.recover(again, code, "王敏", "栀子花开了 2026", new_recovery_code()).name == "王敏"
    again.close()


def test_a_new_file_kept_with_a_case_is_sealed_and_a_wrong_key_opens_none(busy, tmp_path):
    encryption.encrypt(busy, PASSPHRASE)
    busy.sign_in("王敏", PASSWORD)
    case = a_repair(busy)
    (tmp_path / "b.txt").write_bytes("欧阳震华的电话".encode())
    busy.do(attachments.attach, case.id, tmp_path / "b.txt")
    (tmp_path / "b.txt").unlink()
    assert read_in(tmp_path) == []
    (file,) = page(busy, case.id).attachments
    assert read_attachment(busy.pool, file.sha256, busy.database.key).decode() == "欧阳震华的电话"
    for key in (None, keys.OfficeKey.new()):
        with pytest.raises(EnvironmentProblem):
            read_attachment(busy.pool, file.sha256, key)


def test_a_sealed_file_that_was_changed_is_found_by_check(busy):
    encryption.encrypt(busy, PASSPHRASE)
    (file,) = busy.pool.glob("??/*")
    file.write_bytes(file.read_bytes()[:-1] + b"x")
    assert codes(busy) == ["attachment_changed"]


def test_another_passphrase_is_given_for_the_old_one_or_the_recovery_code(busy, tmp_path):
    code = encryption.encrypt(busy, PASSPHRASE).code
    encryption.change_passphrase(busy, PASSPHRASE, "second passphrase")
    encryption.change_passphrase(busy, code, "third passphrase")
    assert keys.unlock(keys.key_file(tmp_path / "office.db"), "third passphrase") == busy.database.key
    for old, new, field in (
        (PASSPHRASE, "fourth passphrase", "passphrase"),
        ("third passphrase", "short", "new"),
    ):
        with pytest.raises(UserError) as refused:
            encryption.change_passphrase(busy, old, new)
        assert refused.value.field == field


def test_another_passphrase_is_in_force_although_the_answer_to_its_note_was_lost(busy, tmp_path, monkeypatch):
    encryption.encrypt(busy, PASSPHRASE)
    lose_answer(busy, monkeypatch)
    encryption.change_passphrase(busy, PASSPHRASE, "second passphrase")
    assert keys.unlock(keys.key_file(tmp_path / "office.db"), "second passphrase") == busy.database.key
    assert rows(busy, "SELECT deed FROM journal ORDER BY seq DESC LIMIT 1") == [("encryption.note_new_passphrase",)]
    assert codes(busy) == []


def test_only_keepers_switch_it(busy):
    busy.sign_in("王敏", PASSWORD)
    for deed in (
        lambda: encryption.encrypt(busy, PASSPHRASE),
        lambda: encryption.decrypt(busy, PASSPHRASE),
        lambda: encryption.change_passphrase(busy, PASSPHRASE, PASSPHRASE),
    ):
        with pytest.raises(UserError, match="right"):
            deed()


def test_what_makes_no_sense_is_refused_and_changes_nothing(busy, tmp_path):
    before = (tmp_path / "office.db").read_bytes()
    for deed in (
        lambda: encryption.encrypt(busy, "short"),
        lambda: encryption.decrypt(busy, PASSPHRASE),
        lambda: encryption.change_passphrase(busy, PASSPHRASE, PASSPHRASE),
    ):
        with pytest.raises(UserError):
            deed()
    assert not keys.key_file(tmp_path / "office.db").exists()
    assert codes(busy) == []
    assert len(before) > 0
    encryption.encrypt(busy, PASSPHRASE)
    with pytest.raises(UserError, match="already"):
        encryption.encrypt(busy, PASSPHRASE)
    with pytest.raises(UserError, match="wrong"):
        encryption.decrypt(busy, PASSPHRASE + "!")
    assert needs_passphrase(tmp_path / "office.db")


def test_while_another_window_works_in_it_nothing_is_switched(busy, tmp_path):
    other = Database(str(tmp_path / "office.db"))
    with other.reading() as session:
        session.connection().exec_driver_sql("SELECT count(*) FROM staff")
        with pytest.raises(EnvironmentProblem, match="another window"):
            encryption.encrypt(busy, PASSPHRASE)
    assert not needs_passphrase(tmp_path / "office.db")
    assert not keys.key_file(tmp_path / "office.db").exists()
    assert codes(busy) == []
    other.close()
    encryption.encrypt(busy, PASSPHRASE)
    assert codes(busy) == []
    other = Database(str(tmp_path / "office.db"), busy.database.key)
    with other.reading() as session:
        session.connection().exec_driver_sql("SELECT count(*) FROM staff")
        with pytest.raises(EnvironmentProblem, match="another window"):
            encryption.decrypt(busy, PASSPHRASE)
    other.close()
    assert needs_passphrase(tmp_path / "office.db")
    assert read_in(tmp_path) == []
    assert codes(busy) == []


def test_a_copy_that_is_not_like_the_books_takes_no_place(busy, tmp_path, monkeypatch):
    monkeypatch.setattr(rekeying, "_same", lambda _connection, table: table != "staff")
    with pytest.raises(EnvironmentProblem, match="not like the books"):
        encryption.encrypt(busy, PASSPHRASE)
    assert not needs_passphrase(tmp_path / "office.db")
    assert list(tmp_path.glob(".*")) == []
    assert codes(busy) == []


def test_plain_copies_go_from_every_place_where_the_program_puts_them(busy, tmp_path):
    location, places = tmp_path / "office.db", Places(chosen=str(tmp_path / "a"), second=str(tmp_path / "b"))
    for place in ("a", "b"):
        (tmp_path / place).mkdir()
    backup(busy)
    keep(busy, places)
    copy_aside(busy)
    for why in ("replaced", "damaged"):
        shutil.copyfile(location, tmp_path / f"office-{why}-20261020-090000.db")
    (tmp_path / "office-damaged-20261020-090000.db-wal").write_bytes(SECRETS[0].encode())
    with (tmp_path / "office-damaged-20261020-090000.db").open("r+b") as damaged:
        damaged.write(bytes(100))
    encryption.encrypt(busy, PASSPHRASE)
    busy._clock.later(minutes=1)
    keep(busy, places)
    assert len(plain_copies(busy, places)) == 6
    assert erase_plain_copies(busy, places) == 6
    assert read_in(tmp_path) == []
    assert plain_copies(busy, places) == ()
    assert len(list(tmp_path.rglob("desk-*.db"))) == 2


def test_backups_made_before_are_erased_and_those_made_after_are_sealed_and_restored(busy, tmp_path):
    backup(busy)
    folder = backup_folder(busy)
    encryption.encrypt(busy, PASSPHRASE)
    assert read_in(folder) == list(SECRETS)
    (old,) = plain_copies(busy, Places())
    busy._clock.later(minutes=1)
    made = backup(busy)
    backup(busy, tmp_path / "packed.zip")
    assert erase_plain_copies(busy, Places()) == 1
    assert not old.exists()
    assert read_in(tmp_path) == []
    assert plain_copies(busy, Places()) == ()
    busy.close()
    for file in (made.path, tmp_path / "packed.zip"):
        with pytest.raises((UserError, EnvironmentProblem), match=r"passphrase|encrypted"):
            restore(file, tmp_path / "office.db", staff="王敏", password=PASSWORD, clock=DeskClock(busy.now()))
        back = restore(
            file,
            tmp_path / "office.db",
            staff="王敏",
            password=PASSWORD,
            clock=DeskClock(busy.now()),
            passphrase=PASSPHRASE,
        )
        assert the_picture(back.office) == PICTURE
        assert codes(back.office) == []
        back.office.close()
        assert read_in(tmp_path) == []


def killed_at(nth: int, folder: Path, work: Callable[[], None]) -> bool:
    """Whether the work, done by a child, was killed before its nth change of a file in the folder."""
    child = os.fork()
    if child == 0:
        seen = 0

        def watch(event: str, args: tuple[Any, ...]) -> None:
            nonlocal seen
            writes = event in {"os.rename", "os.remove", "os.link"} or (
                event == "open" and isinstance(args[2], int) and args[2] & (os.O_WRONLY | os.O_RDWR)
            )
            if writes and str(args[0]).startswith(str(folder)):
                seen += 1
                if seen == nth:
                    os._exit(KILLED)

        ended = 1
        try:
            sys.addaudithook(watch)
            work()
            ended = 0
        finally:
            os._exit(ended)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert code in {0, KILLED}
    return code == KILLED


def opened(path: Path, clock: DeskClock) -> Office:
    passphrase = PASSPHRASE if needs_passphrase(path) else None
    office = open_office(path, passphrase=passphrase, clock=clock)
    office.sign_in(ADMINISTRATOR, PASSWORD)
    return office


@pytest.mark.parametrize("switch", [encryption.encrypt, encryption.decrypt])
def test_killed_at_any_moment_one_whole_office_is_there_and_the_switch_can_be_made_again(
    busy, tmp_path, tmp_path_factory, switch
):
    if switch is encryption.decrypt:
        encryption.encrypt(busy, PASSPHRASE)
    before, clock = kept_rows(busy), DeskClock(busy.now())
    busy.close()
    outcomes, nth = set(), 0
    while True:
        nth += 1
        folder = tmp_path_factory.mktemp("killed")
        shutil.copytree(tmp_path, folder, dirs_exist_ok=True)
        path = folder / "office.db"

        def work(path: Path = path) -> None:
            office = opened(path, clock)
            switch(office, PASSPHRASE)

        if not killed_at(nth, folder, work):
            break
        office = opened(path, clock)
        encrypted = office.database.key is not None
        outcomes.add(encrypted)
        assert kept_rows(office) == before
        assert the_picture(office) == PICTURE
        assert codes(office) == []
        if encrypted and switch is encryption.encrypt:
            assert read_in(folder) == []
        if encrypted == (switch is encryption.decrypt):
            switch(office, PASSPHRASE)
            assert kept_rows(office) == before
        left = {path.suffix for path in folder.glob(".office*")}
        assert left <= {".part"}  # an unfinished key file, swept by a later one
        office.close()
        shutil.rmtree(folder)
    assert outcomes == {True, False}
    assert nth > 5


def test_every_flipped_bit_of_an_encrypted_file_is_found(busy, tmp_path):
    encryption.encrypt(busy, PASSPHRASE)
    with busy.database.connection(writing=True) as connection:
        connection.exec_driver_sql("CREATE TABLE gone (x)")
        connection.exec_driver_sql("INSERT INTO gone VALUES (randomblob(9000))")
        connection.exec_driver_sql("DROP TABLE gone")  # leaves pages that hold nothing
    busy.close()
    path = tmp_path / "office.db"
    whole = path.read_bytes()
    free = Database(str(path), busy.database.key)
    with free.connection() as connection:
        assert connection.exec_driver_sql("PRAGMA freelist_count").scalar()
    free.close()
    for at in range(2000, len(whole), 4096):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 4]) + whole[at + 1 :])
        try:
            database, pool = open_books(path, PASSPHRASE)
        except EnvironmentProblem:
            continue  # so damaged that it can't be opened
        assert "damaged" in {finding.code for finding in check(database, pool)}, at
        database.engine.dispose()
