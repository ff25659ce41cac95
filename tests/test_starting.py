# SPDX-License-Identifier: Apache-2.0
"""How the program starts: commands go to the command line, options alone open the window, one copy at a time."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from complaintdesk import __version__, paths
from complaintdesk.__main__ import _is_for_window, main
from complaintdesk.app import OneCopy


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["--demo"],
        ["--database", "office.db"],
        ["--database=office.db", "--lang", "en"],
        ["--self-test"],
        ["--smoke", "out"],
    ],
)
def test_options_alone_open_the_window(arguments: list[str]) -> None:
    assert _is_for_window(arguments)


@pytest.mark.parametrize(
    "arguments",
    [["--help"], ["--version"], ["check"], ["--database", "office.db", "check"], ["--as", "王敏", "backup"], ["--no"]],
)
def test_commands_and_questions_are_answered_without_a_window(arguments: list[str]) -> None:
    assert not _is_for_window(arguments)


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert __version__ in capsys.readouterr().out


def test_what_makes_no_sense_ends_with_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--no-such-thing"]) == 2
    assert capsys.readouterr().err


@pytest.fixture
def first(qapp: QApplication) -> Iterator[OneCopy]:
    made = OneCopy("office.db")
    assert made.is_first()
    yield made
    made.close()


def test_a_second_start_calls_the_first_forward(qtbot: QtBot, first: OneCopy) -> None:
    second = OneCopy("office.db")
    assert not second.is_first()
    with qtbot.waitSignal(first.called):
        assert second.call_first()


def test_another_office_may_be_open_beside_it(first: OneCopy) -> None:
    other = OneCopy("demo")
    assert other.is_first()
    other.close()


def test_once_the_first_is_closed_the_next_is_first(first: OneCopy) -> None:
    first.close()
    again = OneCopy("office.db")
    assert again.is_first()
    again.close()


def test_a_copy_that_was_killed_bars_nobody(qtbot: QtBot) -> None:
    """After SIGKILL both the lock and the socket's file are left behind."""
    killed = subprocess.run(
        [
            sys.executable,
            "-c",
            "import os, signal\n"
            "from PySide6.QtCore import QCoreApplication\n"
            "app = QCoreApplication([])\n"
            "from complaintdesk.app import OneCopy\n"
            "copy = OneCopy('office.db')\n"
            "assert copy.is_first()\n"
            "os.kill(os.getpid(), signal.SIGKILL)\n",
        ],
        check=False,
    )
    assert killed.returncode == -9
    assert list(paths.state_folder().glob("*.lock"))
    again = OneCopy("office.db")
    assert again.is_first()
    second = OneCopy("office.db")
    with qtbot.waitSignal(again.called):
        assert second.call_first()
    again.close()


def test_nothing_heavy_is_loaded_before_the_first_picture() -> None:
    """The window's shell must not wait for the database, paper or Excel (0.4 s and more on a slow machine)."""
    code = (
        "import sys\n"
        "import complaintdesk.app\n"
        "heavy = {'sqlalchemy', 'reportlab', 'openpyxl', 'alembic', 'pypinyin', 'pypdfium2', 'chinese_calendar'}\n"
        "print(sorted(heavy & set(sys.modules)))\n"
    )
    told = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert told.stdout.strip() == "[]"
