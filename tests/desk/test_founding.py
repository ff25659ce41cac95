# SPDX-License-Identifier: Apache-2.0
"""An office is founded whole or not at all; with a passphrase nobody reads its file."""

from __future__ import annotations

import json
import shutil
from typing import Any

import pytest

from complaintdesk.db.engine import Database
from complaintdesk.db.keys import OfficeKey
from complaintdesk.desk import founding, staffing
from complaintdesk.desk.drafts import StaffDraft
from complaintdesk.desk.founding import create_office, shipped_procedure
from complaintdesk.desk.office import Office, open_office
from complaintdesk.desk.passphrases import key_for, needs_passphrase
from complaintdesk.domain.terms import Role
from complaintdesk.errors import EnvironmentProblem, UserError
from tests.builders import PASSWORD, DeskClock, a_household, a_repair, codes, rows

PASSPHRASE = "correct horse 'battery' 钥匙"


def founded_at(path, **changes) -> Office:
    asked: dict[str, Any] = {"name": "春和园管理处", "admin": "周静", "password": PASSWORD, "clock": DeskClock()}
    return create_office(path, **(asked | changes))


def test_a_new_office_has_an_administrator_and_the_general_rule_book(tmp_path):
    office = founded_at(tmp_path / "new" / "office.db", form_code=" YG-KF-07  A/0 ", complaint_phone="0571-8888 0000")
    assert office.sign_in("周静", PASSWORD).role is Role.ADMINISTRATOR
    assert (office.record.name, office.record.form_code) == ("春和园管理处", "YG-KF-07 A/0")
    assert office.record.procedure_name == "综合规程"
    assert rows(office, "SELECT text FROM procedure_version") == [(shipped_procedure(),)]
    ((deed, subject, facts),) = rows(office, "SELECT deed, subject, facts FROM journal WHERE seq = 1")
    assert (deed, subject) == ("founding.create_office", "春和园管理处")
    assert {fact["table"] for fact in json.loads(facts)} == {
        *("office", "staff", "procedure_version"),
        *("calendar_day", "calendar_year"),
    }
    assert codes(office) == []
    office.close()


def test_nobody_else_may_read_the_file(tmp_path):
    office = founded_at(tmp_path / "new" / "office.db")
    assert [oct(each.stat().st_mode & 0o777) for each in (tmp_path / "new", tmp_path / "new/office.db")] == [
        "0o700",
        "0o600",
    ]
    office.close()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": " \u200b"}, "office"),
        ({"admin": "\n"}, "admin"),
        ({"password": "short"}, "password"),
        ({"zone": "Asia/Shangai"}, "zone"),
        ({"zone": "../../etc"}, "zone"),
        ({"passphrase": "short"}, "passphrase"),
    ],
)
def test_what_is_missing_or_wrong_is_said_beside_its_field_and_nothing_is_made(tmp_path, changes, field):
    with pytest.raises(UserError) as refused:
        founded_at(tmp_path / "office.db", **changes)
    assert refused.value.field == field
    assert list(tmp_path.iterdir()) == []


def test_a_rule_book_with_mistakes_founds_nothing(tmp_path):
    with pytest.raises(UserError):
        founded_at(tmp_path / "office.db", procedure_text="format = 1\nid = 'x'")
    assert list(tmp_path.iterdir()) == []


def test_an_office_is_never_founded_over_another(office):
    before = rows(office, "SELECT hash FROM journal_head")
    with pytest.raises(EnvironmentProblem, match="already"):
        founded_at(office.database.location)
    assert rows(office, "SELECT hash FROM journal_head") == before


def test_a_founding_that_breaks_off_leaves_no_database(tmp_path, monkeypatch):
    def broken_off(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(founding, "write_entry", broken_off)
        with pytest.raises(KeyboardInterrupt):
            founded_at(tmp_path / "office.db")
    assert list(tmp_path.iterdir()) == []
    founded_at(tmp_path / "office.db").close()


def test_a_folder_that_cannot_be_made_is_told_in_words(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(EnvironmentProblem, match="No database can be made"):
        founded_at(tmp_path / "file" / "office.db")


@pytest.fixture(scope="module")
def locked(tmp_path_factory):
    """An office behind a passphrase, closed."""
    path = tmp_path_factory.mktemp("locked") / "office.db"
    founded_at(path, passphrase=PASSPHRASE).close()
    return path


def test_with_its_passphrase_an_encrypted_office_opens(locked):
    office = open_office(locked, passphrase=PASSPHRASE, clock=DeskClock())
    assert office.record.name == "春和园管理处"
    assert office.sign_in("周静", PASSWORD).name == "周静"
    assert codes(office) == []
    office.close()


@pytest.mark.parametrize("passphrase", [None, "", "correct horse battery 钥匙"], ids=["none", "empty", "another"])
def test_without_its_passphrase_it_does_not(locked, passphrase):
    with pytest.raises((EnvironmentProblem, UserError), match="passphrase"):
        open_office(locked, passphrase=passphrase)


def test_without_its_key_file_it_is_told_what_is_missing(locked, tmp_path):
    shutil.copy(locked, tmp_path / "office.db")
    with pytest.raises(EnvironmentProblem, match="its own key file is not beside it"):
        open_office(tmp_path / "office.db", passphrase=PASSPHRASE)


def test_with_the_key_file_of_another_office_it_does_not_open(locked, tmp_path):
    founded_at(tmp_path / "other.db", passphrase=PASSPHRASE).close()
    shutil.copy(locked, tmp_path / "office.db")
    shutil.copy(tmp_path / "other.db.key", tmp_path / "office.db.key")
    with pytest.raises(EnvironmentProblem, match="key file"):
        open_office(tmp_path / "office.db", passphrase=PASSPHRASE)


@pytest.mark.about_files("a key lies beside a file; books on a server have none")
def test_a_key_file_left_beside_a_plain_office_asks_for_no_passphrase(office, locked):
    path = office.database.path
    shutil.copy(f"{locked}.key", f"{path}.key")
    assert not needs_passphrase(path)
    again = open_office(path)
    assert again.database.key is None
    again.close()


def test_an_office_killed_with_its_log_unwritten_still_asks_for_its_passphrase(locked, tmp_path):
    path = tmp_path / "office.db"
    for suffix in ("", ".key"):
        shutil.copy(f"{locked}{suffix}", f"{path}{suffix}")
    office = open_office(path, passphrase=PASSPHRASE, clock=DeskClock())
    office.sign_in("周静", PASSWORD)
    entries = rows(office, "SELECT count(*) FROM journal")
    kept = tmp_path / "killed"
    kept.mkdir()
    for suffix in ("", ".key", "-wal"):  # the bytes as a kill leaves them
        shutil.copy(f"{path}{suffix}", f"{kept / 'office.db'}{suffix}")
    office.close()
    assert needs_passphrase(kept / "office.db")
    again = open_office(kept / "office.db", passphrase=PASSPHRASE, clock=DeskClock())
    assert codes(again) == []
    assert rows(again, "SELECT count(*) FROM journal") == entries
    again.close()


def test_a_founding_never_writes_over_a_key_file(locked, tmp_path):
    shutil.copy(f"{locked}.key", tmp_path / "office.db.key")
    before = (tmp_path / "office.db.key").read_bytes()
    for passphrase in (None, PASSPHRASE):
        with pytest.raises(EnvironmentProblem, match="already"):
            founded_at(tmp_path / "office.db", passphrase=passphrase)
    assert [path.name for path in tmp_path.iterdir()] == ["office.db.key"]
    assert (tmp_path / "office.db.key").read_bytes() == before


def test_the_engine_says_nothing_on_the_terminal_about_a_wrong_key(locked, capfd):
    database = Database(str(locked), OfficeKey.new())
    with pytest.raises(EnvironmentProblem), database.connection():
        pass
    database.engine.dispose()
    assert capfd.readouterr() == ("", "")


def spellings(words: str) -> list[bytes]:
    return [words.encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be", "gb18030")]


def test_no_name_stands_in_the_bytes_of_an_encrypted_office(tmp_path):
    secrets = ("欧阳震华", "13800001234", "紫荆苑后门", "单飞")
    found = {}
    for passphrase in (None, PASSPHRASE):
        folder = tmp_path / str(bool(passphrase))
        office = founded_at(folder / "office.db", passphrase=passphrase)
        office.sign_in("周静", PASSWORD)
        office.do(staffing.add, StaffDraft("李想", Role.CLERK, password=PASSWORD))
        office.sign_in("李想", PASSWORD)
        a_repair(office, caller_name="欧阳震华", place_text="紫荆苑后门")
        a_household(office)
        while_open = b"".join(path.read_bytes() for path in folder.glob("office.db*"))
        office.close()
        bytes_of = while_open + (folder / "office.db").read_bytes()
        found[passphrase] = [words for words in secrets if any(each in bytes_of for each in spellings(words))]
    assert found == {None: list(secrets), PASSPHRASE: []}


def test_each_connection_of_an_encrypted_office_gets_the_passphrase(locked):
    database = Database(str(locked), key_for(locked, PASSPHRASE))
    with database.connection() as first, database.connection() as second:
        assert [each.exec_driver_sql("SELECT count(*) FROM staff").scalar() for each in (first, second)] == [1, 1]
    database.close()
