# SPDX-License-Identifier: Apache-2.0
"""The process that reads a list: its limits, how it is ended, and what the desk hears of it."""

from __future__ import annotations

import ctypes
import json
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from complaintdesk.__main__ import main
from complaintdesk.errors import EnvironmentProblem
from complaintdesk.sheets import parsing, reader_process, reading
from complaintdesk.sheets.border import ImportRefused
from complaintdesk.sheets.limits import JobLimits, job_limits
from complaintdesk.sheets.reading import LIST, READ_LIST, TOO_MUCH, ReaderFailed, open_book
from tests.sheets.conftest import MakeList
from tests.sheets.corpus import declared_empty_rows

ROOT = Path(__file__).resolve().parent.parent.parent


class Stopped(Exception):
    """What somebody raises who has had enough."""


@pytest.fixture
def slow(tmp_path: Path) -> Path:
    """A list that takes seconds to read."""
    path = tmp_path / "slow.xlsx"
    path.write_bytes(declared_empty_rows())
    return path


def children() -> set[str]:
    """The processes that this thread started and that are still there."""
    return {*Path(f"/proc/self/task/{threading.get_native_id()}/children").read_text("ascii").split()}


def test_a_reading_that_is_stopped_leaves_no_process_behind(slow: Path) -> None:
    told = []

    def stop(done: int, total: int) -> None:
        told.append((done, total))
        raise Stopped

    before = children()
    with pytest.raises(Stopped):
        open_book(slow, progress=stop)
    assert told == [(0, 0)]
    assert children() == before


def test_ctrl_c_leaves_no_process_behind_either(slow: Path) -> None:
    def stop(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    before = children()
    with pytest.raises(KeyboardInterrupt):
        open_book(slow, progress=stop)
    assert children() == before


def test_a_reading_that_takes_too_long_is_ended_and_told(slow: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "SECONDS_AT_MOST", 0.3)
    before = children()
    with pytest.raises(ImportRefused) as refused:
        open_book(slow)
    assert refused.value.text == TOO_MUCH
    assert children() == before


def test_it_is_told_how_many_rows_have_come(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("房号\n" + "3-2-1502\n" * 999, encoding="utf-8")
    told: list[tuple[int, int]] = []
    open_book(path, progress=lambda done, total: told.append((done, total)))
    assert told[-1] == (1000, 1000)


def test_a_reader_asks_for_no_more_memory_and_writes_no_file(tmp_path: Path) -> None:
    target = tmp_path / "written"
    tried = f"""
from complaintdesk.sheets.limits import limit_this_process
limit_this_process({200 * 2**20}, 60)
try:
    bytearray({300 * 2**20})
except MemoryError:
    print("no memory")
try:
    with open({str(target)!r}, "wb") as file:
        file.write(b"x")
except OSError:
    print("no file")
"""
    done = subprocess.run([sys.executable, "-c", tried], cwd=ROOT, capture_output=True, timeout=120, check=True)
    assert done.stdout.split(b"\n")[:2] == [b"no memory", b"no file"]
    assert target.stat().st_size == 0


def test_the_job_of_windows_is_laid_out_as_its_header_says() -> None:
    limits = job_limits(memory=1536 * 2**20, seconds=60)
    assert ctypes.sizeof(JobLimits) == 144
    assert bytes(limits)[16:20] == (0x2 | 0x8 | 0x100 | 0x400).to_bytes(4, "little")
    assert bytes(limits)[0:8] == (600_000_000).to_bytes(8, "little")
    assert bytes(limits)[112:120] == (1536 * 2**20).to_bytes(8, "little")


def test_what_the_disk_refuses_is_told_as_the_disks(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentProblem) as problem:
        open_book(tmp_path / "nowhere.xlsx")
    assert problem.value.values["file"] == "nowhere.xlsx"
    assert problem.value.advice


def test_a_bug_in_the_reader_says_where_and_nothing_of_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    def stumble(_path: Path, _encoding: str) -> None:
        raise KeyError("单飞")

    monkeypatch.setattr(parsing, "parse_book", stumble)
    (told,) = reader_process.told(Path("list.csv"), "")
    assert told["bug"].startswith("builtins.KeyError\n")
    assert "stumble" in told["bug"]
    assert "单飞" not in json.dumps(told, ensure_ascii=False)


def test_a_reader_that_does_not_start_is_a_bug_of_ours(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(reading, "_START", "import sys; sys.exit(3)")
    with pytest.raises(ReaderFailed, match="did not start: 3"):
        open_book(tmp_path / "list.csv")


def test_a_reader_that_dies_in_the_midst_is_no_list(monkeypatch: pytest.MonkeyPatch, make_list: MakeList) -> None:
    dies = 'print(\'{"limits": ""}\\n{"sheet": "Sheet1"}\\n[["房\', end="", flush=True); import os; os.abort()'
    monkeypatch.setattr(reading, "_START", dies)
    with pytest.raises(ImportRefused) as refused:
        open_book(make_list([["房号"]]))
    assert refused.value.text == TOO_MUCH


def test_the_frozen_program_is_its_own_reader(
    monkeypatch: pytest.MonkeyPatch, make_list: MakeList, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(Path("/opt/complaintdesk/complaintdesk")))
    assert reading._reader() == ["/opt/complaintdesk/complaintdesk-cli", READ_LIST]
    monkeypatch.setattr(reader_process, "limit_this_process", lambda _memory, _seconds: None)  # this one goes on
    assert main([READ_LIST, LIST, str(make_list([["房号"], ["3-2-1502"]])), ""]) == 0
    lines = [json.loads(line) for line in capfdbinary.readouterr().out.splitlines()]
    assert lines[:3] == [{"limits": ""}, {"sheet": "Sheet1"}, [["房号"], ["3-2-1502"]]]
    assert lines[3]["read"] == 2
