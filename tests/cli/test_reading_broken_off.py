# SPDX-License-Identifier: Apache-2.0
"""Ctrl+C while a list is being read: nothing is written, and the process that read it is gone."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from complaintdesk.desk.office import open_office
from tests import builders
from tests.cli.conftest import Call
from tests.conftest import ROOT

WAYS = {"as a terminal does, to both": os.killpg, "to the command alone": os.kill}


@pytest.fixture(autouse=True)
def _ctrl_c_is_minded() -> Iterator[None]:
    """As in a terminal: what a shell begins in the background has it ignored, and so has all that this begins."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.about_files("a process of its own opens the books, founded in a file")
@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_a_list_that_is_being_read_is_left_and_nothing_is_half_written(
    real_books: Path, process: Call, password_file: Path, tmp_path: Path, way: Callable[[int, int], None]
) -> None:
    path, errors = tmp_path / "list.csv", tmp_path / "errors.xlsx"
    os.mkfifo(path)  # whoever reads it waits for more, for as long as the test holds its other end
    signed_in = ("--database", real_books, "--as", "王敏", "--password-file", password_file)
    command = [sys.executable, "-m", "complaintdesk", "--lang", "en", *signed_in, "import-households", path]
    with (
        subprocess.Popen(
            [*map(str, command), "--errors", str(errors)],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        ) as running,
        path.open("wb") as fed,
    ):  # opens once the reader has
        fed.write("房号,姓名\n3-2-1502,单飞\n".encode())
        fed.flush()
        (reader,) = Path(f"/proc/{running.pid}/task/{running.pid}/children").read_text("ascii").split()
        way(running.pid, signal.SIGINT)
        out, err = running.communicate(timeout=120)
    assert (running.returncode, out) == (1, b"")
    assert "Broken off" in err.decode()
    assert "Traceback" not in err.decode()
    assert not Path(f"/proc/{reader}").exists()
    assert not errors.exists()
    checked = process("--lang", "en", *signed_in, "check")
    assert checked.counts == {"findings": "0"}
    office = open_office(str(real_books))
    try:
        for table in ("import_run", "place", "occupant"):
            assert builders.rows(office, f"SELECT count(*) FROM {table}") == [(0,)], table
    finally:
        office.close()
