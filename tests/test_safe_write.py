# SPDX-License-Identifier: Apache-2.0
"""A file is written whole or not at all."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from complaintdesk import safe_write as module
from complaintdesk.errors import EnvironmentProblem
from complaintdesk.safe_write import safe_write, whole_file


def names_in(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


def refuse(number: int):
    def refusal(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    return refusal


def test_the_file_has_what_was_written_and_nothing_else_is_left(tmp_path):
    safe_write(tmp_path / "登记簿.pdf", b"first")
    safe_write(tmp_path / "登记簿.pdf", b"second")
    assert (tmp_path / "登记簿.pdf").read_bytes() == b"second"
    assert names_in(tmp_path) == ["登记簿.pdf"]


@pytest.mark.parametrize(
    ("call", "number", "words"),
    [
        ("os.fsync", errno.ENOSPC, "full"),
        ("os.fsync", errno.EIO, "Try again"),
        ("os.open", errno.EROFS, "Nothing can be written"),
        ("pathlib.Path.replace", errno.EACCES, "Close the file"),
    ],
)
def test_what_the_disk_refuses_is_told_with_advice_and_the_old_file_stays(tmp_path, monkeypatch, call, number, words):
    target = safe_write(tmp_path / "slip.pdf", b"old")
    monkeypatch.setattr(module, "_PATIENCE", (0.0,))
    monkeypatch.setattr(call, refuse(number))
    with pytest.raises(EnvironmentProblem) as told:
        safe_write(target, b"new")
    assert words in told.value.advice
    monkeypatch.undo()
    assert target.read_bytes() == b"old"
    assert names_in(tmp_path) == ["slip.pdf"]


def test_a_scanner_that_holds_the_file_for_a_moment_is_waited_for(tmp_path, monkeypatch):
    target = safe_write(tmp_path / "slip.pdf", b"old")
    refusals = [PermissionError(errno.EACCES, "held"), PermissionError(errno.EACCES, "held")]
    replace = Path.replace

    def held(self: Path, other: Path) -> Path:
        if refusals:
            raise refusals.pop()
        return replace(self, other)

    monkeypatch.setattr(module, "_PATIENCE", (0.0, 0.0, 0.0))
    monkeypatch.setattr(Path, "replace", held)
    safe_write(target, b"new")
    assert target.read_bytes() == b"new"


def test_a_folder_that_is_not_there_and_a_folder_of_that_name_are_told(tmp_path):
    with pytest.raises(EnvironmentProblem) as told:
        safe_write(tmp_path / "away" / "slip.pdf", b"x")
    assert "There is no folder" in told.value.advice
    (tmp_path / "taken").mkdir()
    with pytest.raises(EnvironmentProblem) as told:
        safe_write(tmp_path / "taken", b"x")
    assert "folder of that name" in told.value.advice
    assert names_in(tmp_path) == ["taken"]


def test_a_name_that_is_too_long_is_told(tmp_path):
    with pytest.raises(EnvironmentProblem) as told:
        safe_write(tmp_path / ("x" * 300), b"x")
    assert "too long" in told.value.advice


def test_an_error_while_writing_leaves_the_old_file(tmp_path):
    target = safe_write(tmp_path / "export.xlsx", b"old")

    def break_off() -> None:
        with whole_file(target) as file:
            file.write(b"half")
            raise RuntimeError("the rows ran out")

    with pytest.raises(RuntimeError):
        break_off()
    assert target.read_bytes() == b"old"
    assert names_in(tmp_path) == ["export.xlsx"]


@pytest.mark.skipif(os.name == "nt", reason="links and rights are of another kind there")
def test_a_link_stays_a_link_and_the_rights_stay(tmp_path):
    target = safe_write(tmp_path / "real.pdf", b"old")
    target.chmod(0o640)
    (tmp_path / "link.pdf").symlink_to(target)
    safe_write(tmp_path / "link.pdf", b"new")
    assert (tmp_path / "link.pdf").is_symlink()
    assert target.read_bytes() == b"new"
    assert target.stat().st_mode & 0o777 == 0o640


def test_a_killed_writer_leaves_the_old_file_and_its_rest_is_swept_later(tmp_path):
    target = safe_write(tmp_path / "day[1].pdf", b"old")
    program = (
        "import os, sys; from complaintdesk.safe_write import whole_file\n"
        "with whole_file(sys.argv[1]) as file:\n"
        "    file.write(b'half'); file.flush(); os.kill(os.getpid(), 9)\n"
    )
    subprocess.run([sys.executable, "-c", program, str(target)], check=False, cwd=Path(module.__file__).parent.parent)
    assert target.read_bytes() == b"old"
    rest = [name for name in names_in(tmp_path) if name.endswith(".part")]
    assert len(rest) == 1
    os.utime(tmp_path / rest[0], (0, 0))
    safe_write(target, b"new")
    assert names_in(tmp_path) == ["day[1].pdf"]
