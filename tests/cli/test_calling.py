# SPDX-License-Identifier: Apache-2.0
"""How the program is called: help, version, language, who does it, and wrong calls answered in words."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import time_machine

from complaintdesk import __version__, cli, labels
from complaintdesk.settings import settings_file
from tests import builders
from tests.cli.conftest import Call, MakeList, at_a_terminal
from tests.conftest import ROOT

COMMANDS = {
    "init": ("--office", "示例", "--admin", "甲"),
    "staff add": ("乙", "--role", "clerk"),
    "import-households": ("list.csv",),
    "import-register": ("list.csv",),
    "register-batch": ("list.csv",),
    "calendar": ("list.csv",),
    "dispatch": ("BX2026-000001", "--to", "水电班"),
    "print-slip": ("WX2026-000001", "out.pdf"),
    "print-follow-up": ("TS2026-000001", "out.pdf"),
    "print-form": ("meeting", "--blank", "out.pdf"),
    "export-register": ("out.xlsx",),
    "report": ("--month", "2026-10", "out.xlsx"),
    "backup": (),
    "restore": ("backup.zip",),
    "check": (),
    "confirm-clock": (),
    "demo": ("day",),
}
ON_BOOKS = {name: words for name, words in COMMANDS.items() if name not in ("init", "demo")}
CHINESE = re.compile("[\u4e00-\u9fff]")


@pytest.mark.parametrize("command", ["", "staff", *COMMANDS])
def test_each_command_explains_itself(bare: Call, command: str) -> None:
    ended = bare(*command.split(), "--help")
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.startswith(f"usage: complaintdesk {command}".rstrip())
    assert all(name.split()[0] in ended.out for name in COMMANDS) or command


@pytest.mark.parametrize("command", ["", "staff", *COMMANDS])
def test_and_does_so_in_chinese_unless_told_otherwise(
    command: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert cli.main([*command.split(), "--help"]) == 0
    chinese = capsys.readouterr().out
    assert chinese.startswith(f"用法：complaintdesk {command}".rstrip())
    assert labels.language() == "zh_CN"
    told = chinese.split("\n\n", 1)[1]
    for spelled in re.findall(r"^  (?:-\S+(?: \S+)?, )?-\S+(?: [A-Z.|]+)?  +(.*)$", told, re.MULTILINE):
        assert CHINESE.search(spelled), spelled


def test_the_head_row_of_a_batch_is_published(bare: Call) -> None:
    told = bare("register-batch", "--help").out
    assert "时间 类别 来源 姓名 房号 电话 内容 分类 预约" in told
    assert "time kind channel name room phone text category appointment" in told


def test_the_version_is_told(process: Call) -> None:
    ended = process("--version")
    assert (ended.code, ended.out.strip()) == (0, f"complaintdesk {__version__}")


@pytest.mark.parametrize(
    "words",
    [
        ("nonsense",),
        ("init", "--office", "示例"),
        ("staff",),
        ("staff", "add", "乙", "--role", "king"),
        ("dispatch", "BX2026-000001"),
        ("print-slip", "WX2026-000001", "out.xlsx"),
        ("print-follow-up", "out.pdf"),
        ("print-form", "meeting", "out.pdf"),
        ("print-form", "handling_sheet", "TS2026-000001", "--blank", "out.pdf"),
        ("print-form", "meeting", "--blank", "--copies", "0", "out.pdf"),
        ("print-form", "case_sheet", "TS2026-000001", "--copies", "3", "out.pdf"),
        ("print-form", "case_sheet", "TS2026-000001", "--from", "2026-10-01", "out.pdf"),
        ("print-form", "case_sheet", "--blank", "--to", "2026-10-01", "out.pdf"),
        ("print-form", "call_record", "--from", "2026-10-01", "--department", "工程部", "out.pdf"),
        ("report", "--month", "2026-13", "out.xlsx"),
        ("report", "--month", "October", "out.xlsx"),
        ("export-register", "out.xlsx", "--from", "2026-02-30"),
        ("export-register", "out.xlsx", "--from", "2026-10-02", "--to", "2026-10-01"),
        ("export-register", "out.xlsx", "--kind", "gossip"),
        ("export-register", "out.pdf"),
        ("restore", "backup.zip", "--highest", "many"),
        ("check", "--rebuild=yes"),
        ("backup", "one", "two"),
        ("--as", "王敏"),
    ],
    ids=" ".join,
)
def test_a_call_that_makes_no_sense_is_a_matter_of_usage(run: Call, words: tuple[str, ...]) -> None:
    ended = run(*words)
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith("usage: complaintdesk")
    assert "error: " in ended.err


def test_a_wrong_language_is_refused_in_the_desks_own(process: Call) -> None:
    for words in (("--lang",), ("--lang", "fr", "check")):
        ended = process(*words)
        assert ended.code == 2
        assert ended.out == ""
    assert "fr" in ended.err
    assert CHINESE.search(ended.err)


@pytest.mark.parametrize("command", ON_BOOKS)
def test_a_database_that_is_not_there_is_refused(bare: Call, tmp_path: Path, password_file: Path, command: str) -> None:
    missing = tmp_path / "deep" / "none.db"
    for who in ((), ("--as", "王敏", "--password-file", password_file)):
        ended = bare("--database", missing, *who, *command.split(), *ON_BOOKS[command])
        assert (ended.code, ended.out) == (1, "")
        assert f"There is no database at {missing}." in ended.err
        assert "complaintdesk init" in ended.err
    assert not missing.parent.exists()


@pytest.mark.parametrize("command", [name for name in ON_BOOKS if name != "check"])
def test_who_does_it_must_be_said(bare: Call, books: Path, command: str) -> None:
    ended = bare("--database", books, *command.split(), *ON_BOOKS[command])
    assert (ended.code, ended.out) == (2, "")
    assert "--as STAFF" in ended.err


@pytest.mark.parametrize(
    ("who", "secret", "words"),
    [
        ("王敏", "not the password", "The password is wrong."),
        ("无此人", builders.PASSWORD, "Nobody of this name works here"),
        ("王敏", "", "The password is wrong."),
    ],
)
def test_nobody_gets_in_with_a_wrong_name_or_password(
    bare: Call, books: Path, tmp_path: Path, who: str, secret: str, words: str
) -> None:
    file = tmp_path / "password"
    file.write_text(secret, encoding="utf-8")
    ended = bare("--database", books, "--as", who, "--password-file", file, "backup")
    assert (ended.code, ended.out) == (1, "")
    assert words in ended.err


def test_a_password_file_that_cannot_be_read_is_named(bare: Call, books: Path, tmp_path: Path) -> None:
    pictures = tmp_path / "picture.jpg"
    pictures.write_bytes(b"\xff\xd8\xff\xe0")
    for path in (tmp_path / "none", tmp_path, pictures):
        ended = bare("--database", books, "--as", "王敏", "--password-file", path, "backup")
        assert (ended.code, ended.out) == (1, "")
        assert f"The file {path} can't be read." in ended.err


def test_a_password_file_written_on_windows_is_read(bare: Call, books: Path, tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_bytes(b"\xef\xbb\xbf" + builders.PASSWORD.encode() + b"\r\nfor the desk\r\n")
    assert bare("--database", books, "--as", "王敏", "--password-file", file, "check", "--rebuild").code == 0


def test_without_a_terminal_no_password_is_waited_for(process: Call, real_books: Path) -> None:
    ended = process("--lang", "en", "--database", real_books, "--as", "王敏", "backup")
    assert (ended.code, ended.out) == (1, "")
    assert "--password-file" in ended.err


@pytest.mark.parametrize("content", [b"", b"not a database at all" * 100, None], ids=["empty", "other", "folder"])
def test_what_is_no_database_of_the_desk_is_said_to_be_none(bare: Call, tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "other.db"
    path.mkdir() if content is None else path.write_bytes(content)
    ended = bare("--database", path, "check")
    assert (ended.code, ended.out) == (1, "")
    assert "database" in ended.err
    assert not content or path.read_bytes() == content


def test_the_words_are_chinese_and_the_last_line_ascii(process: Call, real_books: Path, tmp_path: Path) -> None:
    fine = process("--database", real_books, "check")
    assert (fine.code, fine.counts) == (0, {"findings": "0"})
    assert fine.out.splitlines()[0] == "账册完好，无异常。"
    refused = process("--database", tmp_path / "none.db", "check")
    assert refused.code == 1
    assert CHINESE.search(refused.err)


def test_a_terminal_that_knows_no_chinese_still_gets_its_last_line(process: Call, real_books: Path) -> None:
    ended = process("--database", real_books, "check", PYTHONUTF8="0", PYTHONIOENCODING="ascii")
    assert (ended.code, ended.counts) == (0, {"findings": "0"})


def test_a_reader_that_goes_away_is_no_fault(real_books: Path) -> None:
    words = [sys.executable, "-m", "complaintdesk", "--database", str(real_books), "check"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    read, write = os.pipe()
    os.close(read)
    with subprocess.Popen(words, env=environment, stdout=write, stderr=subprocess.PIPE) as started:
        os.close(write)
        assert started.stderr is not None
        assert started.stderr.read() == b""
    assert started.returncode == 1


@pytest.mark.skipif(sys.platform == "win32", reason="a pseudo-terminal is Unix's")
def test_a_password_is_asked_for_and_progress_shown_at_a_terminal_alone(real_books: Path, a_list: MakeList) -> None:
    path = a_list(("时间", "内容"), *(("2024-05-01 8:00", f"第{count}件") for count in range(450)))
    words = ["--database", str(real_books), "--as", "王敏", "import-register", str(path)]
    code, shown = at_a_terminal(words, [("王敏的密码", builders.PASSWORD)])
    assert code == 0
    assert builders.PASSWORD not in shown
    assert "200/450\r" in shown.replace("\n", "")
    assert shown.splitlines()[-1] == "rows=450 new=450 existing=0 refused=0 incomplete=0 empty=0"


def test_elsewhere_there_is_no_progress(run: Call, a_list: MakeList) -> None:
    ended = run("import-register", a_list(("时间", "内容"), ("2024-05-01 8:00", "漏水")))
    assert (ended.code, ended.err) == (0, "")


def test_a_machine_set_to_english_and_to_a_database_needs_no_words_for_either(
    books: Path, at_nine: object, capsys: pytest.CaptureFixture[str]
) -> None:
    settings_file().change(language="en", database=str(books))
    assert cli.main(["check"]) == 0
    assert capsys.readouterr().out == "The books are whole.\nfindings=0\n"


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://desk@127.0.0.1:1/office",
        "postgresql+psycopg://desk@127.0.0.1:1/office",
        "postgresql+psycopg://desk@127.0.0.1:none/office",
        "postgresql+nothing://desk@127.0.0.1/office",
        "postgresql+psycopg://",
        "postgresql",
        "mysql://desk@127.0.0.1/office",
    ],
)
def test_a_server_that_is_not_there_or_wrongly_named_is_said_so(process: Call, url: str) -> None:
    ended = process("--lang", "en", "--database", url, "check", PGHOST="127.0.0.1", PGPORT="1")
    assert (ended.code, ended.out) == (1, "")
    assert len(ended.err.splitlines()) == 2


def test_a_clock_that_stands_wrong_is_confirmed_before_anything_is_written(
    run: Call, at_nine: time_machine.Traveller, tmp_path: Path
) -> None:
    at_nine.shift(-86_400)
    out = str(tmp_path / "register.xlsx")
    refused = run("export-register", out)
    assert (refused.code, refused.out) == (1, "")
    assert "2026-10-20 09:00" in refused.err
    assert "complaintdesk confirm-clock" in refused.err
    assert run("confirm-clock").code == 1  # the supervisor has no right
    assert run("confirm-clock", by="赵主任").counts == {"confirmed": "1"}
    assert run("export-register", out).code == 0
    assert run("check").counts == {"findings": "0"}
