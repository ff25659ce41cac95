# SPDX-License-Identifier: Apache-2.0
"""The same commands on a PostgreSQL server; what a server does by its own means is refused in words."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pypdf
import pytest

from complaintdesk import cli
from tests import builders
from tests.cli.conftest import ZONE, Call, Ended, MakeList, sheet


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
    assert call("import-register", old).counts == {"rows": "230", "new": "230", "existing": "0", "refused": "0"}
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
    assert call("export-register", tmp_path / "register.xlsx", "--history").counts == {"rows": "231"}
    assert len(sheet(tmp_path / "register.xlsx")) == 232
    assert call("report", "--month", f"{moment:%Y-%m}", tmp_path / "report.xlsx").counts == {"cases": "1"}
    assert call("check").counts == {"findings": "0"}
    assert call("check", "--rebuild").code == 1


def test_a_server_is_backed_up_and_restored_by_its_own_means(call: Call, tmp_path: Path, password_file: Path) -> None:
    call("init", "--office", "春和园", "--admin", "王敏")
    for words in (("backup",), ("backup", tmp_path / "out.zip"), ("restore", tmp_path / "out.zip")):
        ended = call(*words)
        assert (ended.code, ended.out) == (1, "")
        assert "server" in ended.err
    assert not (tmp_path / "out.zip").exists()
