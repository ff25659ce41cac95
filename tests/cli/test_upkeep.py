# SPDX-License-Identifier: Apache-2.0
"""Backups made, put back and compared with; books checked and what is derived in them rebuilt."""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from complaintdesk.desk import attachments
from complaintdesk.desk.office import Office, open_office
from tests import builders
from tests.cli.conftest import Call, at_a_terminal

pytestmark = pytest.mark.about_files("backups, damage and restores of a file; a server's are in test_on_a_server.py")


def state_of(folder: Path) -> dict[str, str]:
    """Name and digest of each file in a folder and below it; of the database's log only that nothing is left in it."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not (path.name.endswith(("-shm", "-wal")) and not path.stat().st_size)
    }


@pytest.fixture
def with_file(opened: Callable[[], Office], tmp_path: Path) -> Office:
    """Books with two cases, of which one has a photo attached, and a slip."""
    office = opened()
    case = builders.a_repair(office)
    photo = tmp_path / "现场.jpg"
    photo.write_bytes(b"\xff\xd8leak")
    office.do(attachments.attach, case.id, photo)
    builders.a_slip(office, case.id)
    builders.a_case(office)
    return office


@pytest.fixture
def safe(with_file: Office, run: Call, tmp_path: Path) -> Path:
    """A packed backup of those books, which nobody has open any more."""
    out = tmp_path / "safe" / "backup.zip"
    out.parent.mkdir()
    assert run("backup", out).code == 0
    with_file.close()
    return out


def test_a_backup_lies_beside_the_database_unless_told_otherwise(
    run: Call, with_file: Office, books: Path, at_nine: object
) -> None:
    ended = run("backup")
    assert ended.code == 0
    entries = int(ended.counts.pop("entries"))
    assert (ended.counts["cases"], ended.counts["orders"]) == ("2", "1")
    (path,) = books.with_name("office-backups").glob("desk-*.db")
    assert path.name == "desk-20261020-090000.db"
    assert str(path) in ended.out
    manifest = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    assert manifest["journal_seq"] == entries
    assert manifest["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert run("check", "--against", path).counts == {"findings": "0"}


def test_a_backup_is_packed_with_its_attachments(run: Call, safe: Path, books: Path) -> None:
    with zipfile.ZipFile(safe) as packed:
        names = packed.namelist()
        assert packed.testzip() is None
    photo = hashlib.sha256(b"\xff\xd8leak").hexdigest()
    assert sorted(names) == sorted(["manifest.json", "desk.db", f"attachments/{photo}"])
    assert run("check", "--against", safe).counts == {"findings": "0"}


def test_a_backup_into_a_folder_is_named_by_its_time(run: Call, with_file: Office, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    assert run("backup", stick).code == 0
    assert [path.name for path in stick.iterdir()] == ["desk-20261020-090000.zip"]


def test_a_backup_that_cannot_be_written_or_is_not_whole_leaves_the_old_one(
    run: Call, safe: Path, books: Path, tmp_path: Path
) -> None:
    ended = run("backup", tmp_path / "none" / "backup.zip")
    assert (ended.code, ended.out) == (1, "")
    assert "could not be written" in ended.err
    before = safe.read_bytes()
    with builders.tampering(books) as bare:
        bare.execute("UPDATE case_record SET content = 'nothing'")
    ended = run("backup", safe)
    assert (ended.code, ended.out) == (1, "")
    assert "not whole" in ended.err
    assert safe.read_bytes() == before


def test_a_backup_is_put_back_and_numbers_on_paper_are_not_given_again(
    run: Call, safe: Path, books: Path, opened: Callable[[], Office]
) -> None:
    later = opened()
    lost = [builders.a_repair(later) for _ in range(3)]
    builders.a_slip(later, lost[0].id)
    later.close()
    ended = run("restore", safe)
    assert (ended.code, ended.counts) == (0, {"restored": "1", "void": "4"})
    (aside,) = books.parent.glob("office-replaced-*.db")
    assert str(aside) in ended.out
    office = opened()
    story = builders.rows(office, "SELECT number, origin, state FROM case_record WHERE number LIKE 'BX%' ORDER BY id")
    assert story == [
        ("BX2026-000001", "desk", "in_hand"),
        *((case.number, "restored", "void") for case in lost),
    ]
    assert builders.a_repair(office).number == "BX2026-000005"
    assert builders.a_slip(office).number == "WX2026-000003"
    office.close()
    assert run("check").counts == {"findings": "0"}
    old = open_office(aside)
    try:
        assert [number for (number,) in builders.rows(old, "SELECT count(*) FROM case_record")] == [5]
    finally:
        old.close()


def test_the_highest_number_on_paper_is_what_counts(run: Call, safe: Path, opened: Callable[[], Office]) -> None:
    ended = run(
        "restore", safe, "--highest", "BX2026-000007", "--highest", "WX2026-000009", "--highest", "ZX2026-000002"
    )
    assert ended.counts == {"restored": "1", "void": "16"}
    office = opened()
    assert builders.a_repair(office).number == "BX2026-000008"
    assert builders.a_slip(office).number == "WX2026-000010"
    office.close()
    assert run("check").counts == {"findings": "0"}


@pytest.mark.parametrize(
    "left", [b"", b"\x00" * 8192, b"SQLite format 3\x00" + b"\xff" * 8176], ids=["none", "zeros", "rot"]
)
def test_books_that_cannot_be_read_any_more_are_replaced_and_kept(
    run: Call, safe: Path, books: Path, left: bytes
) -> None:
    books.write_bytes(left)
    ended = run("restore", safe, "--highest", "BX2026-000004")
    assert (ended.code, ended.counts) == (0, {"restored": "1", "void": "3"})
    (aside,) = books.parent.glob("office-damaged-*.db")
    assert aside.read_bytes() == left or not left
    assert run("check").counts == {"findings": "0"}


def test_the_attachments_come_back_with_a_backup(run: Call, safe: Path, books: Path) -> None:
    shutil.rmtree(books.with_name("office-attachments"))
    assert run("check").code == 1
    assert run("restore", safe).code == 0
    assert run("check").counts == {"findings": "0"}


def test_a_photo_that_nobody_has_any_more_is_done_without_when_told_so(
    run: Call, safe: Path, books: Path, tmp_path: Path
) -> None:
    shutil.rmtree(books.with_name("office-attachments"))
    poor = tmp_path / "poor.zip"
    with zipfile.ZipFile(safe) as whole, zipfile.ZipFile(poor, "w") as lost:
        for name in whole.namelist():
            if not name.startswith("attachments/"):
                lost.writestr(name, whole.read(name))
    assert "not whole: 1 things" in run("restore", poor).err
    assert run("restore", poor, "--despite").code == 0
    assert run("check").counts == {"findings": "1"}


def test_a_photo_lost_with_the_copy_named_comes_from_where_the_same_backup_lies(
    run: Call, safe: Path, books: Path, tmp_path: Path
) -> None:
    assert run("backup").code == 0
    shutil.rmtree(books.with_name("office-attachments"))
    stick = tmp_path / "stick"
    stick.mkdir()
    for part in books.with_name("office-backups").glob("desk-*"):
        shutil.copy(part, stick)
    (named,) = stick.glob("*.db")
    assert run("restore", named).code == 0
    assert run("check").counts == {"findings": "0"}


def changed_inside(safe: Path) -> Path:
    """The packed backup with one byte of its database changed, and whole as an archive."""
    path = safe.with_name("changed.zip")
    with zipfile.ZipFile(safe) as packed, zipfile.ZipFile(path, "w") as other:
        for name in packed.namelist():
            data = bytearray(packed.read(name))
            if name == "desk.db":
                data[-1] ^= 1
            other.writestr(name, bytes(data))
    return path


def cut_off(safe: Path) -> Path:
    path = safe.with_name("cut.zip")
    path.write_bytes(safe.read_bytes()[:-200])
    return path


def of_other_files(safe: Path) -> Path:
    path = safe.with_name("other.zip")
    with zipfile.ZipFile(path, "w") as other:
        other.writestr("letter.txt", "Dear Sir")
    return path


def without_a_manifest(safe: Path) -> Path:
    path = safe.with_name("bare.db")
    with zipfile.ZipFile(safe) as packed:
        path.write_bytes(packed.read("desk.db"))
    return path


@pytest.mark.parametrize("spoiled", [changed_inside, cut_off, of_other_files, without_a_manifest, Path.absolute, None])
def test_what_is_no_backup_any_more_is_refused_and_nothing_changes(
    run: Call, safe: Path, books: Path, spoiled: Callable[[Path], Path] | None
) -> None:
    path = safe.parent / "none.zip" if spoiled is None else safe.parent if spoiled is Path.absolute else spoiled(safe)
    before = state_of(books.parent)
    for words in (("restore", path), ("check", "--against", path)):
        ended = run(*words)
        assert (ended.code, ended.out) == (1, "")
        assert "is no backup of the desk" in ended.err
    assert state_of(books.parent) == before


@pytest.mark.parametrize(
    ("by", "highest", "words"),
    [
        ("王敏", "XX2026-000007", "There is no number series XX."),
        ("李静", "BX2026-000007", "no right"),
        ("无此人", "BX2026-000007", "Nobody of this name works here"),
    ],
)
def test_a_restore_that_is_refused_changes_nothing(
    run: Call, safe: Path, books: Path, by: str, highest: str, words: str
) -> None:
    before = state_of(books.parent)
    ended = run("restore", safe, "--highest", highest, by=by)
    assert (ended.code, ended.out) == (1, "")
    assert words in ended.err
    assert state_of(books.parent) == before


def test_books_that_are_open_elsewhere_are_not_replaced(run: Call, safe: Path, opened: Callable[[], Office]) -> None:
    office = opened()
    ended = run("restore", safe)
    assert (ended.code, ended.out) == (1, "")
    assert "open in another window" in ended.err
    assert builders.a_repair(office).number == "BX2026-000002"


@pytest.mark.skipif(sys.platform == "win32", reason="a pseudo-terminal is Unix's")
def test_at_a_terminal_the_highest_numbers_are_asked_for(real_books: Path, process: Call, password_file: Path) -> None:
    who = ["--lang", "en", "--database", str(real_books), "--as", "王敏", "--password-file", str(password_file)]
    out = real_books.with_name("backup.zip")
    assert process(*who, "backup", out).code == 0
    year = out.stat().st_mtime_ns and zipfile.ZipFile(out).infolist()[0].date_time[0]
    question = "Highest number on paper of a series"
    answers = [(question, "many"), (question, f"BX{year}-000002"), (question, "")]
    code, shown = at_a_terminal([*who, "restore", str(out)], answers)
    assert code == 0
    assert shown.count("a number is written") == 1
    assert shown.splitlines()[-1] == "restored=1 void=2"


def test_whole_books_are_said_to_be_whole(run: Call, with_file: Office) -> None:
    ended = run("check")
    assert (ended.code, ended.out, ended.err) == (0, "The books are whole.\nfindings=0\n", "")


def test_what_is_wrong_is_said_in_words(run: Call, safe: Path, books: Path) -> None:
    with builders.tampering(books) as bare:
        bare.execute("UPDATE case_record SET content = '改过' WHERE number = 'BX2026-000001'")
        bare.execute("UPDATE case_record SET state = 'closed' WHERE number = 'TS2026-000001'")
        bare.execute("UPDATE counter SET last = last + 1 WHERE series = 'TS'")
    ended = run("check")
    assert ended.code == 1
    assert int(ended.counts["findings"]) == len(ended.out.splitlines()) - 1
    assert "content is not what the journal says was written." in ended.out
    assert "TS2026-000001 stands as Closed, but its story says Registered." in ended.out
    assert "Number TS2026-000002 is missing." in ended.out
    assert "{" not in ended.out


def test_books_whose_protections_are_gone_are_checked_all_the_same(run: Call, safe: Path, books: Path) -> None:
    with sqlite3.connect(books) as bare:
        (trigger, *_) = bare.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchone()
        bare.execute(f"DROP TRIGGER {trigger}")
        bare.execute("UPDATE case_record SET content = '改过' WHERE number = 'BX2026-000001'")
    bare.close()
    assert "complaintdesk check" in run("backup").err
    ended = run("check")
    assert (ended.code, ended.counts) == (1, {"findings": "3"})  # with the search, which knows the old words
    assert f"The protection {trigger} is gone or altered." in ended.out
    assert "content is not what the journal says" in ended.out


@pytest.mark.parametrize("page", [3, 10, -1], ids=str)
def test_a_damaged_file_is_said_to_be_damaged(run: Call, safe: Path, books: Path, page: int) -> None:
    content = bytearray(books.read_bytes())
    start = len(content) - 4096 if page < 0 else page * 4096
    content[start : start + 4096] = b"\xa5" * 4096
    books.write_bytes(content)
    ended = run("check")
    assert ended.code == 1
    assert "damaged" in ended.out + ended.err or "can't be read" in ended.err
    restored = run("restore", safe)
    assert (restored.code, restored.counts["restored"]) == (0, "1")
    assert run("check").counts == {"findings": "0"}


def test_a_tail_that_was_cut_shows_against_a_backup(run: Call, safe: Path, books: Path, tmp_path: Path) -> None:
    older = tmp_path / "older.zip"
    assert run("restore", safe).code == 0
    assert run("backup", older).code == 0
    (replaced,) = books.parent.glob("office-replaced-*.db")
    shutil.copy(replaced, books)
    assert run("check").counts == {"findings": "0"}
    ended = run("check", "--against", older)
    assert ended.code == 1
    assert "journal entry" in ended.out


def test_the_search_index_is_rebuilt_after_a_copy_was_put_aside(run: Call, safe: Path, books: Path) -> None:
    with builders.tampering(books) as bare:
        bare.execute("DELETE FROM case_search")
    ended = run("check")
    assert (ended.code, ended.counts) == (1, {"findings": "2"})
    assert "check --rebuild" in ended.out
    rebuilt = run("check", "--rebuild")
    assert (rebuilt.code, rebuilt.counts) == (0, {"findings": "0"})
    (copy,) = books.with_name("office-backups").glob("before-rebuild-*.db")
    assert str(copy) in rebuilt.out
    assert run("check").code == 0


def test_backup_restore_and_check_as_processes(process: Call, real_books: Path, password_file: Path) -> None:
    who = ("--lang", "en", "--database", real_books, "--as", "赵主任", "--password-file", password_file)
    out = real_books.with_name("backup.zip")
    made = process(*who, "backup", out)
    assert (made.code, made.counts["cases"]) == (0, "0")
    assert process(*who, "restore", out).counts == {"restored": "1", "void": "0"}
    assert process("--database", real_books, "check", "--against", out).code == 0
    assert process("--database", real_books, "check", "--rebuild").code == 2
    real_books.write_bytes(b"gone")
    broken = process("--database", real_books, "check")
    assert (broken.code, broken.out) == (1, "")
    assert process(*who, "restore", out).code == 0
