# SPDX-License-Identifier: Apache-2.0
"""A backup counts when it was checked whole; what it holds comes back, and no number on paper is given twice."""

from __future__ import annotations

import json
import shutil
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from complaintdesk.db.engine import Database
from complaintdesk.desk import backup_files, case_pages, corrections, listing, number_hits, restore_choice, staffing
from complaintdesk.desk.backup import backup, backup_folder, is_due, last_backup
from complaintdesk.desk.backup_files import backups_in, kept_at, unpack
from complaintdesk.desk.checking import NotWhole, check
from complaintdesk.desk.keeping import Places, keep
from complaintdesk.desk.office import open_office
from complaintdesk.desk.restoring import Restored, restore
from complaintdesk.desk.void_papers import USED_BEFORE
from complaintdesk.domain.numbering import Number
from complaintdesk.domain.terms import CaseKind, CaseState, OrderState, Origin
from complaintdesk.errors import EnvironmentProblem, UserError
from tests.builders import PASSWORD, a_case, a_repair, a_returned_slip, a_slip, codes, page, rows, slip, tampering
from tests.desk.paper import a_file

pytestmark = pytest.mark.about_files("a file's folder, log and replacement; a server's are in test_on_a_server.py")


@pytest.fixture
def working(office, tmp_path):
    """An office with a repair, its slip, a complaint and a file."""
    a_returned_slip(office, a_repair(office).id)
    a_file(office, a_case(office).id, tmp_path)
    return office


def restored(office, file: Path, *highest: Number, **changes: Any) -> Restored:
    """The office's database closed and replaced by the backup."""
    path = office.database.path
    office.close()
    asked = {"staff": "王敏", "password": PASSWORD, "clock": office.now, "highest": highest, **changes}
    return restore(file, path, **asked)


def named(office, number: str) -> int:
    """The id of the case or slip of this number."""
    hit = office.ask(number_hits.find_number, number)
    assert hit is not None
    case_or_slip: int = hit.id
    return case_or_slip


def test_a_backup_says_what_it_holds_and_is_noted(working, clock):
    clock.later(hours=1)
    done = backup(working)
    assert done.path.name == "desk-20261020-100000.db"
    told = json.loads(done.path.with_suffix(".json").read_text(encoding="utf-8"))
    assert (told["office"], told["made_at"]) == ("阳光花园物业服务中心", "2026-10-20T02:00:00+00:00")
    assert told["numbers"] == {"BX2026": 1, "TS2026": 1, "WX2026": 1}
    assert (told["cases"], told["orders"], len(told["attachments"])) == (2, 1, 1)
    assert (told["journal_seq"] + 1,) == rows(working, "SELECT seq FROM journal_head")[0], "then it was noted"
    ((subject,),) = rows(working, "SELECT subject FROM journal ORDER BY seq DESC LIMIT 1")
    assert subject == f"{done.path.name}: {told['journal_seq']}"
    assert working.ask(last_backup) == clock.now
    assert codes(working) == []


def test_before_the_first_backup_there_is_none(working):
    assert working.ask(last_backup) is None


def test_a_backup_holds_all_that_was_saved_even_in_the_log(working):
    assert Path(f"{working.database.path}-wal").stat().st_size > 0
    copy = Database(str(backup(working).path))
    assert check(copy, working.pool) == ()
    with copy.connection() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM case_record").scalar() == 2
    copy.close()


def test_files_are_kept_once_beside_the_backups(working, clock, tmp_path):
    backup(working)
    clock.later(hours=1)
    a_file(working, a_case(working).id, tmp_path, data=b"another")
    backup(working)
    folder = backup_folder(working)
    assert len([each for each in (folder / "attachments").rglob("*") if each.is_file()]) == 2
    assert sorted(each.suffix for each in folder.glob("desk-*")) == [".db", ".db", ".json", ".json"]


@pytest.mark.parametrize("fault", ["UPDATE case_record SET state = 'closed'", "UPDATE contact SET content = 'x'"])
def test_a_copy_of_books_that_are_not_whole_is_kept_but_never_counts(working, tmp_path, clock, fault):
    out = tmp_path / "backup.zip"
    backup(working, out)
    counted, before = working.ask(last_backup), out.read_bytes()
    path = working.database.path
    working.close()
    with tampering(path) as connection:
        connection.execute(fault)
    clock.later(hours=1)
    again = open_office(path, clock=clock)
    again.sign_in("王敏", PASSWORD)
    with pytest.raises(EnvironmentProblem, match="not whole"):
        backup(again, out)
    assert out.read_bytes() == before, "nothing good gives way to it"
    done = backup(again)
    assert done.findings != ()
    assert not done.manifest.verified
    (kept,) = backups_in(backup_folder(again))
    assert (kept.path, kept.manifest.findings) == (done.path, tuple(each.code for each in done.findings))
    assert again.ask(last_backup) == counted
    beside = backup(again, tmp_path / "another.zip")
    assert kept_at(beside.path).manifest.findings == done.manifest.findings
    again.close()


def test_a_lost_file_is_named_and_the_rest_is_kept_all_the_same(working, tmp_path, clock):
    a_file(working, a_case(working).id, tmp_path, data=b"another")
    (lost, _other) = [each for each in working.pool.rglob("*") if each.is_file()]
    lost.unlink()
    done = backup(working)
    assert [each.code for each in done.findings] == ["attachment_missing"]
    assert done.manifest.missing == (lost.name,)
    assert working.ask(last_backup) is None
    with pytest.raises(EnvironmentProblem, match="not whole"):
        restored(working, done.path)
    back = restored(working, done.path, despite=True)
    assert codes(back.office) == ["attachment_missing"]
    back.office.close()


@pytest.mark.parametrize("packed", [True, False], ids=["packed", "beside the database"])
def test_what_was_backed_up_comes_back_and_what_came_later_is_gone_but_its_numbers(working, tmp_path, clock, packed):
    done = backup(working, tmp_path / "backup.zip" if packed else None)
    kept = rows(working, "SELECT number, content FROM case_record ORDER BY id")
    lost = a_repair(working)
    a_slip(working, lost.id)
    head = rows(working, "SELECT seq, hash FROM journal_head")[0]
    shutil.rmtree(working.pool)
    clock.later(hours=1)
    back = restored(working, done.path)
    office = back.office
    assert rows(office, "SELECT number, content FROM case_record WHERE origin = 'desk' ORDER BY id") == kept
    assert back.taken == 2
    void = page(office, named(office, "BX2026-000002")).case
    assert (void.state, void.origin, void.content) == (CaseState.VOID, Origin.RESTORED, USED_BEFORE)
    order = slip(office, named(office, "WX2026-000002"))
    assert (order.state, order.void_reason) == (OrderState.VOID, USED_BEFORE)
    assert (a_repair(office).number, a_slip(office).number) == ("BX2026-000003", "WX2026-000003")
    ((subject,),) = rows(office, "SELECT subject FROM journal WHERE deed = 'restoring.take_over'")
    assert subject == f"{head[0]} {head[1]}", "the entry names the books that were abandoned"
    assert codes(office) == []
    office.close()


def test_the_replaced_database_is_kept_aside_whole(working, clock):
    done = backup(working)
    lost = a_repair(working)
    back = restored(working, done.path)
    back.office.close()
    assert back.kept_aside is not None
    old = open_office(back.kept_aside, clock=clock)
    assert rows(old, f"SELECT number FROM case_record WHERE id = {lost.id}") == [("BX2026-000002",)]
    old.close()


def test_numbers_known_from_paper_alone_are_taken_too(working, tmp_path, clock):
    done = backup(working, tmp_path / "backup.zip")
    path = working.database.path
    working.close()
    path.write_bytes(b"\x00" * 8192)
    shutil.rmtree(path.with_name("office-attachments"))
    on_paper = (Number("BX", 2026, 4), Number("WX", 2026, 3), Number("TS", 2026, 1), Number("JY", 2026, 2))
    back = restore(done.path, path, staff="王敏", password=PASSWORD, clock=clock, highest=on_paper)
    assert back.taken == 3 + 2 + 0 + 2
    assert isinstance(back.kept_aside, Path)
    assert back.kept_aside.read_bytes() == b"\x00" * 8192
    numbers = [a_case(back.office, kind).number for kind in (CaseKind.REPAIR, CaseKind.COMPLAINT, CaseKind.SUGGESTION)]
    assert numbers == ["BX2026-000005", "TS2026-000002", "JY2026-000003"]
    assert codes(back.office) == []
    back.office.close()


def test_void_records_stand_in_the_register_and_in_no_list_of_work(working, clock):
    done = backup(working)
    back = restored(working, done.path, Number("BX", 2026, 3), Number("WX", 2026, 3))
    office: Any = back.office
    ids = office.ask(case_pages.cases_between)
    assert sum(page(office, each).case.origin is Origin.RESTORED for each in ids) >= 2
    for view in ("to_dispatch", "in_hand", "late", "handled", "mine", "history"):
        found = office.ask(listing.case_ids, listing.CaseFilter(view), office.now(), office.staff.id)
        assert all(page(office, each).case.origin is not Origin.RESTORED for each in found), view
    with pytest.raises(UserError):
        office.do(corrections.void, named(office, "BX2026-000002"), "再次作废")
    office.close()


def test_a_restore_where_nothing_was_before(working, tmp_path, clock):
    done = backup(working, tmp_path / "backup.zip")
    back = restore(done.path, tmp_path / "new" / "desk.db", staff="赵主任", password=PASSWORD, highest=(), clock=clock)
    assert (back.kept_aside, back.taken) == (None, 0)
    assert back.office.staff == back.office.ask(staffing.staff_named, "赵主任", back.office.books)
    assert codes(back.office) == []
    back.office.close()


REFUSED: dict[str, tuple[dict[str, Any], type[Exception], str]] = {
    "nobody of this name": ({"staff": "张三"}, UserError, "Nobody of this name"),
    "a wrong password": ({"password": "wrong password"}, UserError, "password is wrong"),
    "no right to restore": ({"staff": "李静"}, UserError, "no right"),
    "a number of no series": ({"highest": (Number("QQ", 2026, 5),)}, UserError, "no number series"),
    "a number of next year": ({"highest": (Number("BX", 2027, 5),)}, UserError, "can't be the highest"),
    "a number far too high": ({"highest": (Number("BX", 2026, 999_999),)}, UserError, "can't be the highest"),
}


@pytest.mark.parametrize("why", REFUSED)
def test_a_restore_that_is_refused_changes_nothing(working, tmp_path, clock, why):
    changes, kind, words = REFUSED[why]
    done = backup(working, tmp_path / "backup.zip")
    a_repair(working)
    head = rows(working, "SELECT seq, hash FROM journal_head")
    before = sorted(each.name for each in tmp_path.iterdir())
    with pytest.raises(kind, match=words):
        restored(working, done.path, **changes)
    again = open_office(tmp_path / "office.db", clock=clock)
    assert rows(again, "SELECT seq, hash FROM journal_head") == head
    again.close()
    assert sorted(each.name for each in tmp_path.iterdir() if "-wal" not in each.name and "-shm" not in each.name) == [
        name for name in before if "-wal" not in name and "-shm" not in name
    ]


def test_a_database_in_use_is_not_replaced(working, tmp_path, clock):
    done = backup(working, tmp_path / "backup.zip")
    with pytest.raises(EnvironmentProblem, match="open in another window"):
        restore(done.path, working.database.path, staff="王敏", password=PASSWORD, clock=clock)
    assert a_repair(working).number == "BX2026-000002"


def spoiled_zip(good: Path, target: Path, **members: bytes | None) -> Path:
    """The packed backup with some members replaced; None leaves one out."""
    with zipfile.ZipFile(good) as source, zipfile.ZipFile(target, "w") as copy:
        for name in source.namelist():
            data = members.get(name.replace(".", "_"), source.read(name))
            if data is not None:
                copy.writestr(name, data)
    return target


def test_a_file_that_is_no_backup_or_was_changed_is_refused(working, tmp_path):
    good = backup(working, tmp_path / "backup.zip").path
    with zipfile.ZipFile(good) as packed:
        database = bytearray(packed.read("desk.db"))
        manifest = json.loads(packed.read("manifest.json"))
    database[5000] ^= 1
    outside = json.dumps({**manifest, "attachments": ["../../outside"]}).encode()
    wrong = {
        "nothing": tmp_path / "nowhere.zip",
        "a text": tmp_path / "text.zip",
        "one bit": spoiled_zip(good, tmp_path / "bit.zip", desk_db=bytes(database)),
        "no manifest": spoiled_zip(good, tmp_path / "bare.zip", manifest_json=None),
        "no database": spoiled_zip(good, tmp_path / "empty.zip", desk_db=None),
        "a manifest of nothing": spoiled_zip(good, tmp_path / "nothing.zip", manifest_json=b"{}"),
        "a way out of the folder": spoiled_zip(good, tmp_path / "out.zip", manifest_json=outside),
    }
    wrong["a text"].write_text("收据")
    for why, file in wrong.items():
        folder = tmp_path / why
        folder.mkdir()
        with pytest.raises(EnvironmentProblem, match="no backup of the desk"):
            unpack(file, folder)
    assert not (tmp_path / "outside").exists()
    (tmp_path / "good").mkdir()
    database_of, pool, _manifest = unpack(good, tmp_path / "good")
    assert database_of.exists()
    assert len([each for each in pool.rglob("*") if each.is_file()]) == 1


def flipped(path: Path, at: int = 3) -> None:
    """One bit of the file is another."""
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(bytes(data))


def only_file(pool: Path) -> Path:
    (file,) = pool.glob("??/*")
    return file


def test_a_photo_spoiled_in_the_backup_comes_from_the_office_that_still_has_it(working):
    done = backup(working)
    flipped(only_file(backup_folder(working) / "attachments"))
    back = restored(working, done.path)
    assert codes(back.office) == []
    back.office.close()


def test_a_photo_lost_here_comes_from_the_copy_on_the_other_medium(working, tmp_path):
    stick = tmp_path / "stick"
    stick.mkdir()
    done = keep(working, Places(second=str(stick))).done
    flipped(only_file(backup_folder(working) / "attachments"))
    only_file(working.pool).unlink()
    back = restored(working, done.path, copies=[stick / "office-backups" / done.path.name])
    assert codes(back.office) == []
    back.office.close()


@pytest.mark.parametrize("packed", [True, False], ids=["packed", "beside the database"])
def test_a_photo_that_nobody_has_whole_costs_no_more_than_itself(working, tmp_path, packed):
    done = backup(working, tmp_path / "backup.zip" if packed else None)
    only_file(working.pool).unlink()
    if packed:
        with zipfile.ZipFile(done.path) as good:
            (photo,) = (name for name in good.namelist() if name.startswith("attachments/"))
        file = spoiled_zip(done.path, tmp_path / "spoiled.zip", **{photo: b"another"})
    else:
        file = done.path
        flipped(only_file(backup_folder(working) / "attachments"))
    with pytest.raises(NotWhole) as refused:
        restored(working, file)
    assert [each.code for each in refused.value.findings] == ["attachment_missing"]
    back = restored(working, file, despite=True)
    assert rows(back.office, "SELECT count(*) FROM case_record") == [(2,)]
    assert codes(back.office) == ["attachment_missing"]
    back.office.close()


def test_a_spoiled_copy_gives_way_to_the_good_one_elsewhere(working, tmp_path):
    stick = tmp_path / "stick"
    stick.mkdir()
    places = Places(second=str(stick))
    done = keep(working, places).done
    flipped(done.path, 5000)
    (kept,) = restore_choice.found_backups(working.database.location, places).backups
    assert (kept.path, kept.copies) == (done.path, (stick / "office-backups" / done.path.name,))
    back = restored(working, kept.path, copies=kept.copies)
    assert codes(back.office) == []
    back.office.close()


@pytest.mark.parametrize("what", [".db", ""], ids=["the database", "a photo"])
def test_what_the_disk_gives_back_as_something_else_is_no_backup(working, monkeypatch, what):
    folder, real = backup_folder(working), backup_files.sha256_of

    def spoiled(path: Path) -> str:
        return "0" * 64 if folder in path.parents and path.suffix == what and ".making" not in str(path) else real(path)

    with monkeypatch.context() as bad_stick:
        bad_stick.setattr(backup_files, "sha256_of", spoiled)
        with pytest.raises(EnvironmentProblem, match="reads back"):
            backup(working)
    assert backups_in(folder) == ()
    assert list(folder.glob("desk-*")) == []
    assert is_due(working, folder)
    backup(working)
    assert check(Database(str(backups_in(folder)[0].path)), folder / "attachments") == ()


def test_with_every_copy_spoiled_the_first_is_named(working, tmp_path):
    done = backup(working)
    flipped(done.path, 5000)
    with pytest.raises(EnvironmentProblem, match="no backup") as refused:
        restored(working, done.path, copies=[tmp_path / "nowhere.db"])
    assert refused.value.values["path"] == str(done.path)


def test_the_desk_backs_up_by_itself_while_nobody_sits_there(working, clock):
    working.sign_out()
    backup(working)
    assert working.ask(last_backup) == clock.now
    assert rows(working, "SELECT staff FROM journal ORDER BY seq DESC LIMIT 1") == [(None,)]


def test_what_a_killed_program_left_is_swept_when_it_is_old(working, clock, monkeypatch):
    folder = backup_folder(working)
    (folder / ".making-x").mkdir()
    backup(working)
    assert (folder / ".making-x").exists(), "another desk may be at it just now"
    monkeypatch.setattr(backup_files, "LEFT_BEHIND", -1)
    clock.later(minutes=1)
    backup(working)
    assert not (folder / ".making-x").exists()
    assert clock.now - working.ask(last_backup) < timedelta(seconds=1)
