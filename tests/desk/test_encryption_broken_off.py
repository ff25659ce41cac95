# SPDX-License-Identifier: Apache-2.0
"""A switch of encryption that is refused or broken off leaves nothing plain, nothing sealed for good, and no key."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlite

from complaintdesk.db import keys
from complaintdesk.db.drafts_store import Drafts, drafts_of
from complaintdesk.desk import encryption
from complaintdesk.desk.backup import backup
from complaintdesk.desk.backup_files import kept_at
from complaintdesk.desk.keeping import Places, confirm_restored
from complaintdesk.desk.office import open_office
from complaintdesk.desk.passphrases import needs_passphrase
from complaintdesk.desk.plain_copies import plain_copies
from complaintdesk.desk.restore_choice import is_encrypted_backup
from complaintdesk.desk.restoring import restore
from complaintdesk.errors import EnvironmentProblem
from tests.builders import ADMINISTRATOR, PASSWORD, DeskClock, codes
from tests.desk.locked import PASSPHRASE, PICTURE, a_busy_office, read_in, the_picture

pytestmark = pytest.mark.about_files("a file is encrypted and made plain; a server's books can't be")


@pytest.fixture
def busy(office, tmp_path, monkeypatch):
    return a_busy_office(office, tmp_path, monkeypatch)


@pytest.fixture
def refusing(tmp_path):
    """A file at the end of the pool that the disk refuses to write; called, it is there no more."""
    name = "f" * 64
    obstacle = tmp_path / "office-attachments" / "ff" / f".{name}.replaced"

    def put(*, there: bool) -> None:
        if there:
            obstacle.mkdir(parents=True)
            obstacle.with_name(name).touch()
        else:
            obstacle.rmdir()

    return put


def test_books_that_were_encrypted_give_their_code_though_the_disk_refuses_the_rest(busy, tmp_path, refusing):
    refusing(there=True)
    done = encryption.encrypt(busy, PASSPHRASE)
    assert done.unfinished is not None
    assert needs_passphrase(tmp_path / "office.db")
    assert codes(busy) == []
    busy.close()
    assert "欧阳震华" in read_in(tmp_path)
    refusing(there=False)
    again = open_office(tmp_path / "office.db", passphrase=done.code, clock=DeskClock(busy.now()))
    assert read_in(tmp_path) == []
    again.close()


def test_a_decryption_that_the_disk_refuses_leaves_nothing_plain(busy, tmp_path, refusing):
    encryption.encrypt(busy, PASSPHRASE)
    refusing(there=True)
    with pytest.raises(EnvironmentProblem):
        encryption.decrypt(busy, PASSPHRASE)
    assert needs_passphrase(tmp_path / "office.db")
    assert read_in(tmp_path) == []
    assert the_picture(busy) == PICTURE
    refusing(there=False)
    encryption.decrypt(busy, PASSPHRASE)
    assert the_picture(busy) == PICTURE


def test_an_encrypted_backup_restored_above_plain_files_seals_them(busy, tmp_path):
    encryption.encrypt(busy, PASSPHRASE)
    made = backup(busy)
    encryption.decrypt(busy, PASSPHRASE)
    busy.close()
    assert read_in(busy.pool) != []
    clock = DeskClock(busy.now())
    back = restore(
        made.path, tmp_path / "office.db", staff="王敏", password=PASSWORD, clock=clock, passphrase=PASSPHRASE
    )
    busy.database = back.office.database  # what its fixture closes
    assert read_in(busy.pool) == []
    assert the_picture(back.office) == PICTURE


def test_a_plain_backup_is_known_as_plain_whatever_key_lies_beside_the_books(busy, tmp_path):
    encryption.encrypt(busy, PASSPHRASE)
    for each in (backup(busy).path, backup(busy, tmp_path / "sealed.zip").path):
        assert is_encrypted_backup(kept_at(each))
    key = keys.key_file(tmp_path / "office.db").read_bytes()
    encryption.decrypt(busy, PASSPHRASE)
    keys.key_file(tmp_path / "office.db").write_bytes(key)  # as a decryption leaves it that was killed at its end
    busy._clock.later(minutes=1)
    made, packed = backup(busy).path, backup(busy, tmp_path / "packed.zip").path
    assert not keys.key_file(made).exists()
    keys.key_file(made).write_bytes(key)  # as it came to lie there before
    for each in (made, packed):
        assert not is_encrypted_backup(kept_at(each))


def test_a_plain_backup_put_in_the_place_of_encrypted_books_leaves_no_key_there(busy, tmp_path):
    made = backup(busy)
    encryption.encrypt(busy, PASSPHRASE)
    busy.close()
    clock = DeskClock(busy.now())
    back = restore(made.path, tmp_path / "office.db", staff="王敏", password=PASSWORD, clock=clock)
    busy.database = back.office.database  # what its fixture closes
    assert not keys.key_file(tmp_path / "office.db").exists()
    assert isinstance(back.kept_aside, Path)
    assert keys.key_file(back.kept_aside).exists()


def test_a_file_that_can_not_be_read_now_keeps_the_key(busy, tmp_path):
    encryption.encrypt(busy, PASSPHRASE)
    unreadable = tmp_path / "office-attachments" / "ff" / ("f" * 64)
    unreadable.mkdir(parents=True)
    with pytest.raises(EnvironmentProblem):
        encryption.decrypt(busy, PASSPHRASE)
    assert keys.key_file(tmp_path / "office.db").exists()
    assert needs_passphrase(tmp_path / "office.db")
    unreadable.rmdir()
    encryption.decrypt(busy, PASSPHRASE)
    assert codes(busy) == []


def test_drafts_that_the_disk_refuses_to_make_plain_keep_the_office_encrypted(busy, tmp_path):
    encryption.encrypt(busy, PASSPHRASE)
    place = drafts_of(busy.database.location)
    with closing(Drafts(place, busy.database.key)) as drafts:
        drafts.keep(1, "case/1", {"caller_name": "欧阳震华"})
    with closing(sqlite.connect(str(place), isolation_level=None)) as other:
        other.execute("CREATE TRIGGER full BEFORE INSERT ON draft BEGIN SELECT RAISE(FAIL, 'disk full'); END")
        with pytest.raises(EnvironmentProblem):
            encryption.decrypt(busy, PASSPHRASE)
        assert needs_passphrase(tmp_path / "office.db")
        other.execute("DROP TRIGGER full")
    assert read_in(busy.pool) == []
    assert read_in(place.parent) == []
    encryption.decrypt(busy, PASSPHRASE)
    with closing(Drafts(place)) as drafts:
        assert drafts.kept(1) == {"case/1": {"caller_name": "欧阳震华"}}
    assert not keys.key_file(tmp_path / "office.db").exists()


def test_drafts_are_sealed_again_when_the_books_can_not_be_made_plain(busy, refusing):
    encryption.encrypt(busy, PASSPHRASE)
    place = drafts_of(busy.database.location)
    with closing(Drafts(place, busy.database.key)) as drafts:
        drafts.keep(1, "case/1", {"caller_name": "欧阳震华"})
    refusing(there=True)
    with pytest.raises(EnvironmentProblem):
        encryption.decrypt(busy, PASSPHRASE)
    assert read_in(place.parent) == []
    refusing(there=False)
    encryption.decrypt(busy, PASSPHRASE)
    assert read_in(place.parent) == ["欧阳震华"]


def test_a_key_that_a_decryption_could_not_remove_goes_at_the_next_start_unless_a_file_needs_it(busy, tmp_path):
    encryption.encrypt(busy, PASSPHRASE)
    place = keys.key_file(tmp_path / "office.db")
    key, sealed = place.read_bytes(), busy.database.key.seal(b"x", "e" * 64)
    encryption.decrypt(busy, PASSPHRASE)
    place.write_bytes(key)
    (busy.pool / "ee").mkdir()
    (busy.pool / "ee" / ("e" * 64)).write_bytes(sealed)
    busy.close()
    open_office(tmp_path / "office.db", clock=DeskClock(busy.now())).close()
    assert place.read_bytes() == key
    (busy.pool / "ee" / ("e" * 64)).unlink()
    open_office(tmp_path / "office.db", clock=DeskClock(busy.now())).close()
    assert not place.exists()


def test_an_office_opens_although_the_rest_of_its_sealing_waits(busy, tmp_path, refusing, caplog):
    refusing(there=True)
    encryption.encrypt(busy, PASSPHRASE)
    busy.close()
    again = open_office(tmp_path / "office.db", passphrase=PASSPHRASE, clock=DeskClock(busy.now()))
    assert "waits" in caplog.text
    assert codes(again) == []
    again.close()


def test_plain_copies_stay_until_restored_books_were_said_to_be_right(busy, tmp_path):
    made = backup(busy)
    busy.close()
    clock = DeskClock(busy.now())
    back = restore(made.path, tmp_path / "office.db", staff=ADMINISTRATOR, password=PASSWORD, clock=clock).office
    encryption.encrypt(back, PASSPHRASE)
    assert plain_copies(back, Places()) == ()
    back.do(confirm_restored)
    assert made.path in plain_copies(back, Places())
    busy.database = back.database  # what its fixture closes
