# SPDX-License-Identifier: Apache-2.0
"""Plain and encrypted backups lie in one folder, each with the files that open with it; no switch takes any away."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from complaintdesk.desk import encryption
from complaintdesk.desk.attachments import ALL_SEALED
from complaintdesk.desk.backup import backup, backup_folder
from complaintdesk.desk.backup_files import as_json, backups_in, read_manifest
from complaintdesk.desk.keeping import Places, confirm_restored, keep
from complaintdesk.desk.office import Office, open_office
from complaintdesk.desk.plain_copies import erase_plain_copies
from complaintdesk.desk.restoring import restore
from tests.builders import ADMINISTRATOR, PASSWORD, DeskClock, codes
from tests.desk.locked import PASSPHRASE, PICTURE, a_busy_office, read_in, the_picture

pytestmark = pytest.mark.about_files("a file is encrypted and made plain; a server's books can't be")

Restores = Callable[..., bytes]


@pytest.fixture
def busy(office, tmp_path, monkeypatch):
    return a_busy_office(office, tmp_path, monkeypatch)


@pytest.fixture
def brought_back(busy, tmp_path) -> Restores:
    """The picture as a backup alone brings it back, on a machine where nothing of the office is left but backups."""

    def bring(file: Path, passphrase: str | None = None) -> bytes:
        clock = DeskClock(busy.now())
        there = tmp_path / "new" / "office.db"
        back = restore(file, there, staff=ADMINISTRATOR, password=PASSWORD, clock=clock, passphrase=passphrase).office
        assert codes(back) == []
        picture = the_picture(back)
        back.close()
        shutil.rmtree(there.parent)
        return picture

    return bring


def made(office: Office, *, whole: bool = True) -> Path:
    """A backup, later than the one before."""
    assert isinstance(office._clock, DeskClock)
    office._clock.later(minutes=1)
    return backup(office, whole=whole).path


def test_a_plain_backup_needs_no_passphrase_for_its_photos_after_the_office_was_encrypted(busy, brought_back):
    plain = made(busy)
    encryption.encrypt(busy, PASSPHRASE)
    sealed = made(busy)
    assert brought_back(plain) == PICTURE
    assert brought_back(sealed, PASSPHRASE) == PICTURE


def test_made_plain_again_the_office_has_whole_backups_at_once_and_the_sealed_one_stays_whole(busy, brought_back):
    encryption.encrypt(busy, PASSPHRASE)
    sealed = made(busy)
    encryption.decrypt(busy, PASSPHRASE)
    assert brought_back(made(busy, whole=False)) == PICTURE
    assert brought_back(sealed, PASSPHRASE) == PICTURE


def test_a_backup_under_an_earlier_key_opens_with_the_passphrase_of_its_day(busy, brought_back):
    encryption.encrypt(busy, PASSPHRASE)
    first = made(busy)
    encryption.decrypt(busy, PASSPHRASE)
    encryption.encrypt(busy, "second passphrase")
    second = made(busy)
    assert brought_back(first, PASSPHRASE) == PICTURE
    assert brought_back(second, "second passphrase") == PICTURE


def test_the_second_medium_has_both_kinds_too(busy, brought_back, tmp_path):
    stick = tmp_path / "stick"
    stick.mkdir()
    keep(busy, Places(second=str(stick)))
    encryption.encrypt(busy, PASSPHRASE)
    busy._clock.later(minutes=1)
    keep(busy, Places(second=str(stick)), whole=True)
    shutil.rmtree(backup_folder(busy))
    sealed, plain = backups_in(stick / "office-backups")
    assert brought_back(plain.path) == PICTURE
    assert brought_back(sealed.path, PASSPHRASE) == PICTURE


def test_a_photo_spoiled_in_a_plain_backup_comes_from_the_encrypted_office_for_its_passphrase(busy, tmp_path):
    plain = made(busy)
    encryption.encrypt(busy, PASSPHRASE)
    busy.close()
    (photo,) = (plain.parent / "attachments").glob("??/*")
    photo.write_bytes(b"spoiled")
    clock = DeskClock(busy.now())
    back = restore(
        plain,
        tmp_path / "office.db",
        staff=ADMINISTRATOR,
        password=PASSWORD,
        clock=clock,
        passphrase=PASSPHRASE,
    )
    busy.database = back.office.database  # what its fixture closes
    assert the_picture(back.office) == PICTURE
    assert codes(back.office) == []


def test_removing_plain_copies_erases_their_photos_and_leaves_those_of_other_books(busy, brought_back):
    plain = made(busy)
    encryption.encrypt(busy, PASSPHRASE)
    sealed = made(busy)
    pool = plain.parent / "attachments"
    others = replace(read_manifest(plain.with_suffix(".json").read_bytes()), books="0" * 64, attachments=("ab" * 32,))
    plain.with_name("desk-20200101-090000.json").write_bytes(as_json(others))
    plain.with_name("desk-20200101-090000.db").write_bytes(b"SQLite format 3\0")
    (pool / "ab").mkdir()
    (pool / "ab" / ("ab" * 32)).write_bytes(b"another office's")
    assert erase_plain_copies(busy, Places()) == 1
    assert read_in(plain.parent) == []
    assert [each.read_bytes() for each in pool.glob("??/*")] == [b"another office's"]
    assert brought_back(sealed, PASSPHRASE) == PICTURE


def test_files_that_no_backup_needs_any_more_are_swept_under_every_key(busy):
    encryption.encrypt(busy, PASSPHRASE)
    path = made(busy)
    (pool,) = path.parent.glob("attachments-*")
    (needed,) = pool.glob("??/*")
    stray = needed.with_name(needed.name[:2] + "c" * 62)
    for file in (stray, path.parent / "attachments" / stray.parent.name / needed.name):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"of a backup that is no more")
    for file in path.parent.glob("attachments*/??/*"):
        os.utime(file, (0, 0))
    busy._clock.later(minutes=1)
    keep(busy, Places())
    assert list(path.parent.glob("attachments*/??/*")) == [needed]


@pytest.mark.parametrize("pool", ["..", "attachments/..", "attachments-", "attachments-0123456g", 7])
def test_a_manifest_that_names_another_folder_for_its_files_is_none(busy, pool):
    manifest = read_manifest(made(busy).with_suffix(".json").read_bytes())
    with pytest.raises(ValueError, match="no manifest"):
        read_manifest(as_json(replace(manifest, pool=pool)))


def opened(busy: Office, passphrase: str | None = PASSPHRASE) -> Office:
    """The office closed and opened again, as at the next start."""
    busy.close()
    again = open_office(busy.database.location, passphrase=passphrase, clock=DeskClock(busy.now()))
    busy.database = again.database  # what its fixture closes
    return again


def test_sealed_files_are_not_looked_into_at_each_start(busy, caplog):
    encryption.encrypt(busy, PASSPHRASE)
    opened(busy)
    (busy.pool / "ff" / ("f" * 64)).mkdir(parents=True)  # whoever looks into it is refused
    opened(busy)
    assert caplog.text == ""


def test_files_that_a_plain_backup_brought_are_sealed_with_the_next_encryption(busy, tmp_path):
    plain = made(busy)
    encryption.encrypt(busy, PASSPHRASE)
    busy.close()
    clock = DeskClock(busy.now())
    back = restore(plain, tmp_path / "office.db", staff=ADMINISTRATOR, password=PASSWORD, clock=clock).office
    assert not (busy.pool / ALL_SEALED).exists()
    back.do(confirm_restored)
    encryption.encrypt(back, PASSPHRASE)
    busy.database = back.database  # what its fixture closes
    assert read_in(busy.pool) == []
    assert the_picture(back) == PICTURE
