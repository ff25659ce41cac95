# SPDX-License-Identifier: Apache-2.0
"""How soon the window stands: its first picture against that of a bare window, both measured in the same run."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
from pathlib import Path

ROUNDS = 7
BARE = """
import time
begun = time.monotonic()
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication([])
window = QMainWindow()
window.show()
app.processEvents()
print(time.monotonic() - begun)
"""
OURS = """
import time
begun = time.monotonic()
from PySide6.QtWidgets import QApplication
from complaintdesk import app as program
from complaintdesk.settings import settings_file
app = QApplication([])
settings = settings_file()
program.dress(app, settings)
desk = program.Desk(settings, "nowhere.db")
desk.window.show()
app.processEvents()
print(time.monotonic() - begun)
"""


def seconds(code: str, home: Path) -> float:
    done = subprocess.run(
        [sys.executable, "-c", code],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "COMPLAINTDESK_HOME": str(home)},
    )
    return float(done.stdout)


def test_the_first_picture_comes_soon_after_that_of_a_bare_window(tmp_path: Path) -> None:
    pairs = [(seconds(BARE, tmp_path), seconds(OURS, tmp_path)) for _ in range(ROUNDS)]
    bare, ours = (statistics.median(column) for column in zip(*pairs, strict=True))
    sys.stdout.write(f"\nfirst picture: bare window {bare * 1000:.0f} ms, the desk {ours * 1000:.0f} ms\n")
    assert ours <= 1.5 * bare + 0.5
