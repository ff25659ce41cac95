# SPDX-License-Identifier: Apache-2.0
"""The same commands on a PostgreSQL server: a day, a backup put back, a move to a file."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pypdf
import pytest

from complaintdesk import cli
from complaintdesk.desk import office_profile
from complaintdesk.desk.office import open_office
from tests import builders
from tests.cli.conftest import ZONE, Call, Ended, MakeList, counts, sheet
from tests.desk.paper import a_file


@pytest.fixture
def call(postgres_url: str, password_file: Path, capsys: pytest.CaptureFixture[str]) -> Call:
    """Calls a command on the server's books, under the machine's clock: a server has its own."""

    def run(*words: object, by: str = "王敏") -> Ended:
        capsys.readouterr()
        who = ("--as", by, "--password-file", str(password_file))
        code = cli.main(["--lang", "en", "--database", postgres_url, *who, *map(str, words)])
        return Ended(code, *capsys.readouterr())

    return run


def test_a_day_on_a_server(call: Call, a_list: MakeList, password_file: Path, tmp_path: Path) -> None:
    assert call("check").code == 1  # an empty database is no office's
    founded = call("init", "--office", "春和园", "--admin", builders.ADMINISTRATOR)
    assert (founded.code, founded.counts) == (0, {"offices": "1"})
    words = ("staff", "add", "王敏", "--role", "supervisor", "--new-password-file", password_file)
    assert call(*words, by=builders.ADMINISTRATOR).code == 0
    again = call("init", "--office", "春和园", "--admin", "甲")
    assert (again.code, again.out) == (1, "")
    homes = a_list(("楼栋", "单元", "房号", "姓名"), ("3", "2", "1502", "单飞"), name="homes.csv")
    assert call("import-households", homes).counts["new"] == "1"
    old = a_list(("时间", "内容"), *(("2019-03-01 8:00", f"第{count}件") for count in range(230)), name="old.csv")
    assert call("import-register", old).counts == counts(230, new=230)
    assert call("import-register", old).counts["existing"] == "230"
    moment = datetime.now(ZONE) - timedelta(minutes=5)
    notes = a_list(
        ("时间", "类别", "房号", "姓名", "电话", "内容", "分类"),
        (f"{moment:%Y-%m-%d %H:%M}", "报修", "3-2-1502", "单飞", "13900005678", "水管漏水", "给排水"),
    )
    assert call("register-batch", notes).counts["new"] == "1"
    case = f"BX{moment:%Y}-000001"
    slip = call("dispatch", case, "--to", "水电班")
    assert (slip.code, slip.counts) == (0, {"number": f"WX{moment:%Y}-000001"})
    assert call("print-slip", case, tmp_path / "slip.pdf").counts == {"pages": "4"}
    assert "3栋2单元1502" in pypdf.PdfReader(tmp_path / "slip.pdf").pages[0].extract_text()
    assert call("export-register", tmp_path / "register.xlsx", "--history").counts["rows"] == "231"
    assert len(sheet(tmp_path / "register.xlsx")) == 232
    assert call("report", "--month", f"{moment:%Y-%m}", tmp_path / "report.xlsx").counts["cases"] == "1"
    assert call("check").counts == {"findings": "0"}
    assert call("check", "--rebuild").counts == {"findings": "0"}


@pytest.fixture
def founded_there(call: Call, a_list: MakeList, password_file: Path) -> MakeList:
    """An office on the server, and a way to note calls in it."""
    call("init", "--office", "春和园", "--admin", builders.ADMINISTRATOR)
    words = ("staff", "add", "王敏", "--role", "supervisor", "--new-password-file", password_file)
    assert call(*words, by=builders.ADMINISTRATOR).code == 0

    def note(*contents: str) -> Path:
        moment = f"{datetime.now(ZONE) - timedelta(minutes=5):%Y-%m-%d %H:%M}"
        notes = a_list(("时间", "类别", "内容"), *((moment, "报修", said) for said in contents), name="notes.csv")
        assert call("register-batch", notes).counts["new"] == str(len(contents))
        return notes

    return note


def test_a_servers_books_are_backed_up_and_put_back(call: Call, founded_there: MakeList, tmp_path: Path) -> None:
    founded_there("水管漏水", "灯不亮")
    out = tmp_path / "out.zip"
    assert call("backup", out).counts["cases"] == "2"
    assert call("backup").counts["cases"] == "2"
    founded_there("门锁坏了")
    restored = call("restore", out)
    assert restored.counts == {"restored": "1", "void": "1"}, "the number given since is taken as void"
    assert "replaced_" in restored.out
    assert call("check").counts == call("check", "--against", out).counts == {"findings": "0"}
    founded_there("电梯异响")
    export = tmp_path / "register.xlsx"
    assert call("export-register", export).counts["rows"] == "4"


def test_a_photo_lost_in_a_servers_backup_is_still_in_the_offices_own_folder(
    call: Call, founded_there: MakeList, tmp_path: Path, postgres_url: str
) -> None:
    folder, out, poor = tmp_path / "shared", tmp_path / "out.zip", tmp_path / "poor.zip"
    folder.mkdir()
    office = open_office(postgres_url)
    office.sign_in(builders.ADMINISTRATOR, builders.PASSWORD)
    office.do(office_profile.change, replace(office.ask(office_profile.profile), attachments_folder=str(folder)))
    office.sign_in("王敏", builders.PASSWORD)
    a_file(office, builders.a_repair(office).id, tmp_path)
    office.close()
    assert call("backup", out).code == 0
    with zipfile.ZipFile(out) as whole, zipfile.ZipFile(poor, "w") as lost:
        for name in whole.namelist():
            if not name.startswith("attachments/"):
                lost.writestr(name, whole.read(name))
    assert call("restore", poor).counts == {"restored": "1", "void": "0"}
    assert call("check").counts == {"findings": "0"}


def test_a_server_is_not_restored_while_somebody_works_there(
    call: Call, founded_there: MakeList, tmp_path: Path, postgres_url: str
) -> None:
    out = tmp_path / "out.zip"
    assert call("backup", out).code == 0
    office = open_office(postgres_url)
    ended = call("restore", out)
    assert (ended.code, ended.out) == (1, "")
    assert "open in another window" in ended.err
    office.close()
    assert call("restore", out).code == 0


def test_an_office_moves_from_the_server_to_a_file(
    call: Call, founded_there: MakeList, tmp_path: Path, password_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    founded_there("水管漏水")
    file = tmp_path / "home" / "office.db"
    assert "no right" in call("move", "--to", file).err
    moved = call("move", "--to", file, by=builders.ADMINISTRATOR)
    assert (moved.code, moved.counts["moved"], moved.counts["files"]) == (0, "1", "0")
    assert int(moved.counts["rows"]) > 10
    assert "desk@" not in moved.out
    assert cli.main(["--lang", "en", "--database", str(file), "check"]) == 0
    ended = call("backup")
    assert (ended.code, ended.out) == (1, "")
    assert "were moved to" in ended.err
    assert "move --stay" in ended.err
    assert call("check").counts == {"findings": "0"}
    assert call("move", "--to", tmp_path / "other.db", by=builders.ADMINISTRATOR).code == 1
    assert call("move", "--stay", by=builders.ADMINISTRATOR).counts == {"stayed": "1"}
    assert call("backup").code == 0
    assert call("move").code == 2
    assert call("move", "--to", file, "--attachments", "/srv", by=builders.ADMINISTRATOR).code == 2
