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
from complaintdesk.ui.one_copy import OneCopy


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
    made.listen()
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
            "from complaintdesk.ui.one_copy import OneCopy\n"
            "copy = OneCopy('office.db')\n"
            "assert copy.is_first()\n"
            "copy.listen()\n"
            "os.kill(os.getpid(), signal.SIGKILL)\n",
        ],
        check=False,
    )
    assert killed.returncode == -9
    assert list(paths.state_folder().glob("*.lock"))
    again = OneCopy("office.db")
    assert again.is_first()
    again.listen()
    second = OneCopy("office.db")
    with qtbot.waitSignal(again.called):
        assert second.call_first()
    again.close()


def test_nothing_heavy_is_loaded_before_the_first_picture() -> None:
    """The window must not wait for the database, paper, Excel, the network, nor for its own pages."""
    code = (
        "import os, sys\n"
        "from PySide6.QtWidgets import QApplication\n"
        "from complaintdesk.__main__ import main\n"
        "HEAVY = {'sqlalchemy', 'reportlab', 'openpyxl', 'alembic', 'pypinyin', 'pypdfium2', 'chinese_calendar',\n"
        "    'tomlkit', 'PIL', 'numpy', 'psycopg', 'cryptography', 'PySide6.QtNetwork', 'PySide6.QtSvg', 'zoneinfo',\n"
        "    'importlib.metadata', 'logging.handlers', 'complaintdesk.db', 'complaintdesk.ui.words'}\n"
        "def paint_and_tell(*_):\n"
        "    (window,) = QApplication.topLevelWidgets()\n"
        "    window.blockSignals(True)\n"
        "    QApplication.processEvents()\n"
        "    loaded = HEAVY & set(sys.modules) | {'Qt'} & set(vars(sys.modules['PySide6.QtCore']))\n"  # its many flags
        "    print(window.isVisible(), sorted(loaded), flush=True)\n"
        "    os._exit(0)\n"
        "QApplication.exec = paint_and_tell\n"
        "sys.argv = ['complaintdesk']\n"
        "main()\n"
    )
    told = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, timeout=60)
    assert told.stdout.strip() == "True []"


def test_what_is_loaded_for_the_window_is_loaded_without_a_look_into_its_source() -> None:
    """PySide would read it all, and keep it, to learn whether somebody asks for its features."""
    code = (
        "import linecache, os, sys\n"
        "from PySide6.QtWidgets import QApplication\n"
        "from complaintdesk.__main__ import main\n"
        "def load_and_tell(*_):\n"
        "    from complaintdesk.ui import tab_list\n"
        "    read = [name for name in linecache.cache if 'app.py' in name or '/tabs/' in name]\n"
        "    print(len(tab_list.TABS) > 5, read, flush=True)\n"
        "    os._exit(0)\n"
        "QApplication.exec = load_and_tell\n"
        "sys.argv = ['complaintdesk']\n"
        "main()\n"
    )
    told = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, timeout=60)
    assert told.stdout.strip() == "True []"


def test_the_lock_moves_with_the_office_and_leaves_the_old_one_free(qtbot: QtBot, first: OneCopy) -> None:
    assert first.move("other.db")
    second = OneCopy("other.db")
    assert not second.is_first()
    with qtbot.waitSignal(first.called):
        assert second.call_first()
    third = OneCopy("office.db")
    assert third.is_first()
    third.close()


def test_an_office_that_another_window_has_is_not_taken_and_that_window_is_called(qtbot: QtBot, first: OneCopy) -> None:
    other = OneCopy("other.db")
    assert other.is_first()
    other.listen()
    with qtbot.waitSignal(other.called):
        assert not first.move("other.db")
    third = OneCopy("office.db")
    assert not third.is_first()
    other.close()
