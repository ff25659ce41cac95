# SPDX-License-Identifier: Apache-2.0
"""Calls of the command line: in this process under a standing clock, or as a process of its own."""

from __future__ import annotations

import csv
import os
import select
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import python_calamine
import time_machine

from complaintdesk import cli, labels
from complaintdesk.desk import office as office_module
from complaintdesk.desk.office import Office, open_office, wall_clock
from tests import builders
from tests.conftest import ROOT

ZONE = ZoneInfo("Asia/Shanghai")

MakeList = Callable[..., Path]


@dataclass(frozen=True)
class Ended:
    """How a call ended."""

    code: int
    out: str
    err: str

    @property
    def counts(self) -> dict[str, str]:
        """The last line's key=value pairs; fails for a last line that is anything else, or not in ASCII."""
        line = self.out.splitlines()[-1]
        assert line.isascii(), line
        return dict(pair.split("=", 1) for pair in line.split(" "))


Call = Callable[..., Ended]


def counts(rows: int, **said: int) -> dict[str, str]:
    """What the last line of an import says; what isn't named is none."""
    said = {"rows": rows, **dict.fromkeys(("new", "existing", "refused", "incomplete", "empty"), 0), **said}
    return {name: str(count) for name, count in said.items()}


@pytest.fixture(autouse=True)
def _language() -> Iterator[None]:
    """What a call sets for its own process is put back: language and zone."""
    before = labels.language()
    yield
    labels.set_language(before)
    labels.set_zone(ZONE)


@pytest.fixture
def at_nine(monkeypatch: pytest.MonkeyPatch) -> Iterator[time_machine.Traveller]:
    """Nine o'clock on a Tuesday in October; `at_nine.shift(seconds)` goes on."""
    with time_machine.travel(builders.NINE, tick=False) as clock:
        monkeypatch.setattr(office_module, "servers_time", lambda _session: wall_clock())  # its clock stands as well
        yield clock


@pytest.fixture(scope="session")
def password_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("secret") / "password"
    path.write_text(builders.PASSWORD + "\n", encoding="utf-8")
    return path


@pytest.fixture
def real_books(tmp_path: Path) -> Path:
    """The same for a process, whose clock is the machine's: founded yesterday."""
    path = tmp_path / "office.db"
    builders.found(path, builders.DeskClock(datetime.now(UTC).replace(microsecond=0) - timedelta(days=1)))
    return path


@pytest.fixture
def bare(capsys: pytest.CaptureFixture[str], at_nine: object) -> Call:
    """Calls the command line with these words, in English, at nine o'clock."""

    def call(*words: object) -> Ended:
        capsys.readouterr()
        code = cli.main(["--lang", "en", *map(str, words)])
        return Ended(code, *capsys.readouterr())

    return call


@pytest.fixture
def run(bare: Call, location: str, password_file: Path) -> Call:
    """Calls a command on the office's books, as the supervisor or whoever `by` names."""

    def call(*words: object, by: str = "王敏") -> Ended:
        return bare("--database", location, "--as", by, "--password-file", password_file, *words)

    return call


@pytest.fixture
def process(tmp_path: Path) -> Call:
    """Calls `python -m complaintdesk` as a process of its own, without a terminal; fails it for a traceback."""

    def call(*words: object, **environment: str) -> Ended:
        done = subprocess.run(
            [sys.executable, "-m", "complaintdesk", *map(str, words)],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", **environment},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            start_new_session=True,  # no terminal to ask at
            timeout=300,
            check=False,
        )
        ended = Ended(done.returncode, done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace"))
        assert "Traceback" not in ended.err, ended.err
        return ended

    return call


@pytest.fixture
def opened(location: str, at_nine: object) -> Iterator[Callable[[], Office]]:
    """Opens the books beside the command line, to look at or to write in, with the supervisor signed in."""
    offices: list[Office] = []

    def open_books() -> Office:
        office = open_office(location, desk="front")
        office.sign_in("王敏", builders.PASSWORD)
        offices.append(office)
        return office

    yield open_books
    for office in offices:
        office.close()


@pytest.fixture
def a_list(tmp_path: Path) -> MakeList:
    """Writes rows to a .csv file."""

    def write(*rows: Sequence[object], name: str = "list.csv") -> Path:
        path = tmp_path / name
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
        return path

    return write


def sheet(path: Path, name: str | int = 0) -> list[list[object]]:
    """The rows of one sheet of a workbook, as calamine reads them."""
    with path.open("rb") as file, python_calamine.CalamineWorkbook.from_filelike(file) as book:
        found = book.get_sheet_by_index(name) if isinstance(name, int) else book.get_sheet_by_name(name)
        return [list(row) for row in found.to_python()]


def at_a_terminal(words: list[str], answers: list[tuple[str, str]]) -> tuple[int, str]:
    """The exit code of a process at a pseudo-terminal, and all it showed.

    Each answer is typed once its question stands at the end of what was shown since the last answer: what is typed
    before a prompt comes while the terminal is being set up for it.
    """
    import pty

    terminal, end = pty.openpty()
    program = [sys.executable, "-m", "complaintdesk", *words]
    # Opening its terminal makes it the new session's own, which is where passwords are asked for.
    at_it = f"import os; os.open(os.ttyname(0), os.O_RDWR); os.execv({sys.executable!r}, {program!r})"
    with subprocess.Popen(
        [sys.executable, "-c", at_it],
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
        stdin=end,
        stdout=end,
        stderr=end,
        start_new_session=True,
    ) as started:
        os.close(end)
        shown = _shown(terminal, answers, started)
        os.close(terminal)
        return started.wait(60), shown.decode().replace("\r\n", "\n")


def _shown(terminal: int, answers: list[tuple[str, str]], started: subprocess.Popen[bytes]) -> bytes:
    """What a program wrote to its terminal until it left, with its questions answered; one that waits is killed."""
    shown = b""
    answered = 0  # how much had been shown when the last answer was typed
    left = list(answers)
    while True:
        ready, _, _ = select.select([terminal], [], [], 120)
        if not ready:
            started.kill()
            raise AssertionError(shown)
        try:
            piece = os.read(terminal, 65536)
        except OSError:  # the terminal is gone with its program
            piece = b""
        if not piece:
            return shown
        shown += piece
        asked = shown[answered:].decode(errors="replace")
        if left and left[0][0] in asked and asked.endswith((": ", "\uff1a")):
            os.write(terminal, left.pop(0)[1].encode() + b"\n")
            answered = len(shown)
