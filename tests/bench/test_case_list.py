# SPDX-License-Identifier: Apache-2.0
"""The list over a million cases: a jump anywhere, what it holds in memory, and how long the window stands still."""

from __future__ import annotations

import gc
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QAbstractItemView, QApplication, QTableView

from complaintdesk.desk import staffing
from complaintdesk.desk.office import open_office
from complaintdesk.settings import SettingsFile
from complaintdesk.ui import background, look
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.tabs.case_list import CaseList
from tests import builders
from tests.bench import many_cases
from tests.ui.conftest import qapp  # noqa: F401 - the program's own fonts and style

CASES = 1_000_000
JUMPS = 200
FRAME = 16  # ms of CPU
MOST_MEGABYTES = 40  # over a list of a few cases
LINES = 2_000  # of the bare table

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture(scope="module", autouse=True)
def _quick_passwords() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(staffing, "_hasher", builders.QUICK_HASHER)
        yield


@pytest.fixture(scope="module")
def million(tmp_path_factory: pytest.TempPathFactory, _quick_passwords: None) -> Path:
    """Books of ten years, built in bulk and marked so."""
    path = tmp_path_factory.mktemp("million") / "office.db"
    many_cases.build(path, CASES)
    return path


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory, _quick_passwords: None) -> Path:
    """The same with what is in hand alone."""
    path = tmp_path_factory.mktemp("few") / "office.db"
    many_cases.build(path, 10)
    return path


def opened(path: Path, folder: Path) -> tuple[Bridge, CaseList]:
    """The list of an office as on a large screen, not read yet."""
    office = open_office(path, clock=builders.DeskClock(many_cases.NOW))
    bridge = Bridge(office, SettingsFile(folder / "settings.toml"))
    bridge.sign_in("王敏", builders.PASSWORD)
    shown = CaseList(bridge)
    shown.resize(1280, 800)
    shown.show()
    QApplication.processEvents()
    return bridge, shown


def close(bridge: Bridge, shown: CaseList) -> None:
    shown.close()
    shown.deleteLater()
    bridge.close()


def spent(work: Callable[[], object]) -> float:
    """Milliseconds of CPU that the window's thread takes for it."""
    begun = time.thread_time()
    work()
    return (time.thread_time() - begun) * 1000


def read_whole(shown: CaseList) -> list[float]:
    """Reads the list to its end; how long each turn of the window's loop took meanwhile, ms of CPU."""
    turns = [spent(shown.refresh)]
    while not shown.reader.is_whole or background._mailbox.jobs:
        turns.append(spent(QApplication.processEvents))
        time.sleep(0.005)  # the worker has the other core meanwhile, as between two events of a window at rest
    return turns


def jump(table: QTableView, chance: random.Random) -> float:
    """A jump anywhere, with the frame that it paints."""

    def go() -> None:
        bar = table.verticalScrollBar()
        bar.setValue(chance.randrange(bar.maximum()))
        QApplication.processEvents()

    return spent(go)


def bare_table(shown: CaseList) -> QTableView:
    """A table of Qt's own beside, whose rows are all in memory as texts: what a frame costs at least with it."""
    model = QStandardItemModel(LINES, shown.table.model().columnCount())
    for row in range(LINES):
        for column in range(model.columnCount()):
            model.setItem(row, column, QStandardItem(shown.table.cell(row, column)))
    view = QTableView()
    view.setModel(model)
    model.setParent(view)
    view.setShowGrid(False)
    view.setWordWrap(False)
    view.setAlternatingRowColors(True)
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.verticalHeader().hide()
    view.verticalHeader().setDefaultSectionSize(look.ROW)
    for column in range(model.columnCount()):
        view.setColumnWidth(column, shown.table.columnWidth(column))
    view.resize(shown.table.size())
    view.show()
    return view


def megabytes() -> float:
    """What the process holds in memory of its own."""
    gc.collect()
    lines = Path("/proc/self/smaps_rollup").read_text("ascii").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("Anonymous:"))


def p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]


def test_a_jump_anywhere_in_a_million_cases_is_painted_within_a_frame(million: Path, tmp_path: Path) -> None:
    bridge, shown = opened(million, tmp_path)
    read_whole(shown)
    assert shown.table.count() >= CASES
    view, chance = bare_table(shown), random.Random(5)
    for table in (shown.table, view):
        jump(table, chance)
    pairs = [(jump(shown.table, chance), jump(view, chance)) for _ in range(JUMPS)]
    ours, bare = ([*times] for times in zip(*pairs, strict=True))
    view.close()
    close(bridge, shown)
    sys.stdout.write(
        f"\na jump among {CASES:,} cases, CPU: p50 {statistics.median(ours):.1f} ms, p95 {p95(ours):.1f} ms; Qt's own "
        f"table, its texts in memory: p50 {statistics.median(bare):.1f} ms, p95 {p95(bare):.1f} ms; "
        f"{statistics.median(ours) / statistics.median(bare):.2f} times\n"
    )
    assert p95(ours) <= FRAME


def test_a_million_cases_hold_little_more_memory_than_a_few(few: Path, million: Path, tmp_path: Path) -> None:
    held = []
    for path in (few, million):
        bridge, shown = opened(path, tmp_path)
        read_whole(shown)
        chance = random.Random(5)
        for _ in range(JUMPS):
            jump(shown.table, chance)
        held.append(megabytes())
        close(bridge, shown)
    sys.stdout.write(f"\nmemory: a list of a few cases {held[0]:.0f} MB, of {CASES:,} {held[1]:.0f} MB\n")
    assert held[1] - held[0] <= MOST_MEGABYTES


def test_reading_a_million_cases_never_lets_the_window_stand_still(million: Path, tmp_path: Path) -> None:
    bridge, shown = opened(million, tmp_path)
    turns = read_whole(shown)  # what every list builds when it is first shown is in it
    turns_again = read_whole(shown)
    close(bridge, shown)
    sys.stdout.write(
        f"\nthe longest turn of the window's loop while {CASES:,} cases are read: {max(turns):.1f} ms of CPU, and "
        f"{max(turns_again):.1f} ms when they are read again\n"
    )
    assert max(turns_again) <= FRAME
