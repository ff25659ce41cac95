# SPDX-License-Identifier: Apache-2.0
"""Rounds of backups over days: what is thinned away, what its files are needed for, and what is never touched."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from complaintdesk.db.replay import Anchor
from complaintdesk.desk import keeping
from complaintdesk.desk.attachments import pooled
from complaintdesk.desk.backup import backup, backup_folder, is_due
from complaintdesk.desk.backup_files import backups_in
from complaintdesk.desk.checking import NotWhole, check
from complaintdesk.desk.keeping import Places, keep
from complaintdesk.desk.office import Office, open_office
from complaintdesk.desk.restoring import restore
from complaintdesk.errors import EnvironmentProblem
from tests.builders import PASSWORD, a_case, a_repair, a_slip, codes, rows, tampering
from tests.desk.paper import a_file

pytestmark = pytest.mark.about_files("spoils copies and restores them as files, which a server's books are not")


def days_of(office: Office) -> list[str]:
    """The days of the backups that are there, newest first."""
    return [kept.manifest.made_at[:10] for kept in backups_in(backup_folder(office))]


def aged(office: Office) -> None:
    """Makes the pool's files as old as files are that nobody is writing any more."""
    for file in (backup_folder(office) / "attachments").glob("??/*"):
        os.utime(file, (0, 0))


def test_old_backups_give_way_and_their_files_with_them(office, tmp_path, clock):
    a_file(office, a_case(office).id, tmp_path)
    for _day in range(5):
        a_repair(office)
        keep(office, Places())
        clock.later(hours=6)
        keep(office, Places())
        clock.later(hours=18)
    assert len(days_of(office)) == 3 + 4, "both of each of the last two days, the last one of those before"
    stray = pooled(backup_folder(office) / "attachments", "ab" * 32)
    stray.parent.mkdir(exist_ok=True)
    stray.write_bytes(b"of a backup that is no more")
    aged(office)
    keep(office, Places())
    assert not stray.exists()
    assert len(list((backup_folder(office) / "attachments").glob("??/*"))) == 1


def test_a_backup_with_something_wrong_in_it_thins_nothing(office, clock):
    for _day in range(4):
        for _time in range(2):
            a_repair(office)
            backup(office)
            clock.later(hours=1)
        clock.later(days=1)
    path = office.database.path
    office.close()
    with tampering(path) as bare:
        bare.execute("UPDATE case_record SET content = 'x' WHERE id = (SELECT max(id) FROM case_record)")
    again = open_office(path, clock=clock)
    before = days_of(again)
    assert keep(again, Places(), whole=True).done.findings
    assert days_of(again)[1:] == before
    again.close()


def test_after_a_restore_nothing_is_thinned_until_the_books_are_found_right(office, clock):
    for _day in range(4):
        for _time in range(2):
            a_repair(office)
            backup(office)
            clock.later(hours=1)
        clock.later(days=1)
    newest = backups_in(backup_folder(office))[0]
    path = office.database.path
    office.close()
    back = restore(newest.path, path, staff="王敏", password=PASSWORD, clock=clock).office
    assert back.ask(keeping.awaits_confirmation)
    keep(back, Places())
    assert len(days_of(back)) == 9
    back.do(keeping.confirm_restored)
    clock.later(hours=1)
    keep(back, Places())
    assert len(days_of(back)) < 9
    back.close()


def test_backups_of_other_books_in_the_folder_are_never_thinned(office, clock, tmp_path):
    for _time in range(3):
        a_repair(office)
        backup(office)
        clock.later(minutes=1)
    folder = backup_folder(office)
    for each in folder.glob("desk-*.json"):
        each.write_text(each.read_text(encoding="utf-8").replace(rows(office, GENESIS)[0][0], "0" * 64), "utf-8")
    clock.later(days=40)
    keep(office, Places())
    assert len(days_of(office)) == 4


GENESIS = "SELECT hash FROM journal WHERE seq = 1"


def test_coming_and_going_alone_ask_for_no_backup(office, clock):
    folder = backup_folder(office)
    assert is_due(office, folder)
    backup(office)
    office.sign_out()
    office.sign_in("王敏", PASSWORD)
    assert not is_due(office, folder)
    a_repair(office)
    assert is_due(office, folder)


def test_a_check_from_the_last_good_backup_finds_what_was_changed_since(office, clock):
    a_repair(office)
    seq, chained = rows(office, "SELECT seq, hash FROM journal_head")[0]
    a_slip(office)
    path, pool = office.database.path, office.pool
    office.close()
    since = Anchor(seq, chained)
    for statement, code in (
        ("UPDATE work_order SET worker = 'x'", "row_changed"),
        ("UPDATE case_record SET state = 'closed' WHERE id = (SELECT max(id) FROM case_record)", "row_changed"),
        ("UPDATE journal SET subject = 'x' WHERE seq = (SELECT max(seq) FROM journal)", "journal_changed"),
        ("DELETE FROM journal_private WHERE seq = (SELECT max(seq) FROM journal_private)", "private_missing"),
    ):
        original = path.read_bytes()
        with tampering(path) as bare:
            bare.execute(statement)
        again = open_office(path, clock=clock)
        assert code in {each.code for each in check(again.database, pool, since=since)}, statement
        again.close()
        path.write_bytes(original)
    again = open_office(path, clock=clock)
    assert check(again.database, pool, since=since) == ()
    again.close()


def test_a_check_goes_on_only_from_a_backup_of_this_very_journal(office, clock):
    a_repair(office)
    backup(office)
    path = office.database.path
    office.close()
    with tampering(path) as bare:
        bare.execute("UPDATE case_record SET content = 'x'")  # before the backup's last entry
    again = open_office(path, clock=clock)
    again.sign_in("王敏", PASSWORD)
    a_repair(again)
    clock.later(hours=1)
    assert backup(again, whole=False).manifest.verified, "what came before was looked through once today"
    clock.later(days=1)
    assert not backup(again, whole=False).manifest.verified, "and is again tomorrow"
    again.close()


def test_the_second_medium_can_bring_everything_back(office, tmp_path, clock):
    a_file(office, a_case(office).id, tmp_path)
    stick = tmp_path / "stick"
    stick.mkdir()
    done = keep(office, Places(second=str(stick)))
    assert (done.second_problem, done.second_at) == (None, clock.now)
    (kept,) = backups_in(stick / "office-backups")
    back = restore(kept.path, tmp_path / "new" / "office.db", staff="王敏", password=PASSWORD, clock=clock)
    assert codes(back.office) == []
    back.office.close()


def test_a_stick_that_is_out_is_told_and_the_backup_is_made_all_the_same(office, tmp_path):
    done = keep(office, Places(second=str(tmp_path / "stick")))
    assert done.done.manifest.verified
    assert done.second_problem is not None
    assert "not plugged in" in done.second_problem.text


def test_before_an_import_there_is_a_backup_and_room(office, monkeypatch):
    a_repair(office)
    made = keeping.before_import(office, Places())
    assert made is not None
    assert made.manifest.verified
    assert keeping.before_import(office, Places()) is None, "nothing was done since"
    monkeypatch.setattr(keeping, "NO_ROOM", 1 << 62)
    with pytest.raises(EnvironmentProblem, match="nearly full"):
        keeping.before_import(office, Places())


@pytest.fixture
def poor(office, tmp_path):
    """An office one of whose files was lost."""
    a_file(office, a_case(office).id, tmp_path)
    (lost,) = office.pool.glob("??/*")
    lost.unlink()
    return office


def test_only_a_verified_backup_is_enough_before_an_import(poor, clock):
    with pytest.raises(NotWhole):
        keeping.before_import(poor, Places())
    clock.later(minutes=1)
    with pytest.raises(NotWhole):
        keeping.before_import(poor, Places())
    clock.later(minutes=1)
    made = keeping.before_import(poor, Places(), despite=True)
    assert made is not None
    assert made.findings


def test_backups_that_are_all_as_bad_do_not_pile_up(poor, clock, tmp_path):
    stick = tmp_path / "stick"
    stick.mkdir()
    for _time in range(3):
        assert keeping.due(poor, Places())
        keep(poor, Places(second=str(stick)))
        clock.later(minutes=30)
    (newest,) = backups_in(backup_folder(poor))
    assert [kept.manifest for kept in backups_in(stick / "office-backups")] == [newest.manifest]
    a_repair(poor)
    keep(poor, Places())
    assert len(days_of(poor)) == 2, "what was done since is in the second alone, but the first may be the better one"


def test_backups_with_something_wrong_give_way_by_days_while_work_goes_on_and_the_good_one_stays(
    office, clock, tmp_path
):
    a_file(office, a_case(office).id, tmp_path)
    good = keep(office, Places()).done.path
    (lost,) = office.pool.glob("??/*")
    lost.unlink()
    for _day in range(5):
        clock.later(days=1)
        for _time in range(3):
            a_repair(office)
            assert keep(office, Places(), whole=True).done.findings
            clock.later(minutes=30)
    kept = backups_in(backup_folder(office))
    assert [each.path for each in kept if each.manifest.verified] == [good]
    assert len(kept) == 1 + 2 * 3 + 3, "all of the last two days, the last one of each day before"
    (photo,) = (backup_folder(office) / "attachments").glob("??/*")
    assert photo.name == lost.name


def test_what_was_written_is_read_back_from_the_disk_not_from_memory(office, tmp_path, monkeypatch):
    a_file(office, a_case(office).id, tmp_path)
    forgotten = set()

    def note(handle: int, start: int, length: int, advice: object) -> None:
        assert (start, length, advice) == (0, 0, "forget")
        forgotten.add(os.fstat(handle).st_ino)

    monkeypatch.setattr(os, "posix_fadvise", note, raising=False)
    monkeypatch.setattr(os, "POSIX_FADV_DONTNEED", "forget", raising=False)
    path = keep(office, Places()).done.path
    (photo,) = (path.parent / "attachments").glob("??/*")
    assert {path.stat().st_ino, photo.stat().st_ino} <= forgotten


def test_room_is_told_of_the_disk_that_the_books_are_on(office):
    assert keeping.free_bytes(Path(str(office.database.path))) > 0
