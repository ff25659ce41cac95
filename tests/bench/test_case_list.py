# SPDX-License-Identifier: Apache-2.0
"""The list over a million cases: a jump anywhere, what it holds in memory, and how long the window stands still.

Each stands beside a limit of the same run: Qt's own table of the same books, or the same list of a few cases.
"""

from __future__ import annotations

import gc
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtSql import QSqlDatabase, QSqlQueryModel
from PySide6.QtWidgets import QAbstractItemView, QApplication, QTableView

from complaintdesk.desk import staffing
from complaintdesk.desk.office import open_office
from complaintdesk.domain.terms import CaseKind
from complaintdesk.settings import SettingsFile
from complaintdesk.ui import background, look
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.tab_list import TABS
from complaintdesk.ui.tabs.case_list import CaseList
from tests import builders
from tests.bench import many_cases
from tests.ui.conftest import qapp  # noqa: F401 - the program's own fonts and style

CASES = 1_000_000
JUMPS = 200
FRAME = 16  # ms of CPU
MOST_MEGABYTES = 40  # over a list of a few cases
READS = 5
_QUERY = (
    "SELECT number, received_at, kind, place_text, substr(content, 1, 120), state, priority FROM case_record "
    "WHERE number IS NOT NULL ORDER BY received_at DESC, id DESC"
)

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture(scope="module", autouse=True)
def _quick_passwords() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(staffing, "_hasher", builders.QUICK_HASHER)
        yield


@pytest.fixture(autouse=True)
def _no_garbage_meanwhile() -> Iterator[None]:
    """As in the program, which looks for garbage while nobody is at work (`ui/garbage`)."""
    gc.collect()
    gc.freeze()
    gc.disable()
    yield
    gc.enable()
    gc.unfreeze()


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


def read_whole(shown: CaseList, read: Callable[[], object]) -> list[float]:
    """Reads the list to its end; how long each turn of the window's loop took meanwhile, ms of CPU."""
    turns = [spent(read)]
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


@contextmanager
def qt_table(path: Path, shown: CaseList, *, whole: bool) -> Iterator[QTableView]:
    """A table of Qt's own beside, of the same rows by Qt's own database: to jump to its end it must hold them all."""
    database = QSqlDatabase.addDatabase("QSQLITE", "beside")
    database.setConnectOptions("QSQLITE_OPEN_READONLY")
    database.setDatabaseName(str(path))
    assert database.open(), database.lastError().text()
    view, model = QTableView(), QSqlQueryModel()
    model.setQuery(_QUERY, database)
    while model.canFetchMore() and (whole or model.rowCount() < 50 * JUMPS):
        model.fetchMore()
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
    yield view
    view.close()
    view.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    del view, model
    database.close()
    del database
    QSqlDatabase.removeDatabase("beside")


def megabytes() -> float:
    """What the process holds in memory of its own."""
    gc.collect()
    lines = Path("/proc/self/smaps_rollup").read_text("ascii").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("Anonymous:"))


def numbers_on_tabs(bridge: Bridge) -> list[int]:
    return [tab.count(bridge) for tab in TABS]


def p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]


def test_a_jump_anywhere_in_a_million_cases_is_painted_within_a_frame(million: Path, tmp_path: Path) -> None:
    bridge, shown = opened(million, tmp_path)
    read_whole(shown, shown.refresh)
    assert shown.table.count() >= CASES
    chance = random.Random(5)
    with qt_table(million, shown, whole=False) as view:
        for table in (shown.table, view):
            jump(table, chance)
        pairs = [(jump(shown.table, chance), jump(view, chance)) for _ in range(JUMPS)]
    ours, qts = ([*times] for times in zip(*pairs, strict=True))
    close(bridge, shown)
    ratio = statistics.median(ours) / statistics.median(qts)
    sys.stdout.write(
        f"\na jump among {CASES:,} cases, CPU: p50 {statistics.median(ours):.1f} ms, p95 {p95(ours):.1f} ms (at most "
        f"{FRAME}); Qt's own table: p50 {statistics.median(qts):.1f} ms, p95 {p95(qts):.1f} ms; {ratio:.2f} times\n"
    )
    assert ratio <= 1.25
    assert p95(ours) <= FRAME


def test_a_million_cases_hold_little_more_memory_than_a_few(few: Path, million: Path, tmp_path: Path) -> None:
    held, qts = [], 0.0
    for path in (few, million):
        bridge, shown = opened(path, tmp_path)
        read_whole(shown, shown.refresh)
        chance = random.Random(5)
        for _ in range(JUMPS):
            jump(shown.table, chance)
        held.append(megabytes())
        if path == million:
            with qt_table(path, shown, whole=True) as view:
                assert view.model().rowCount() == shown.table.count()
                qts = megabytes() - held[-1]
        close(bridge, shown)
    ours = held[1] - held[0]
    sys.stdout.write(
        f"\nmemory of {CASES:,} cases listed, over a few: {ours:.0f} MB (at most {MOST_MEGABYTES}); "
        f"Qt's own table of them: {qts:.0f} MB; {ours / qts:.3f} times\n"
    )
    assert ours <= qts / 10
    assert ours <= MOST_MEGABYTES


def test_reading_a_million_cases_never_lets_the_window_stand_still(few: Path, million: Path, tmp_path: Path) -> None:
    longest: dict[Path, list[float]] = {}
    for path in (few, million):
        bridge, shown = opened(path, tmp_path)
        read_whole(shown, shown.refresh)  # what every list builds when it is first shown is in it
        longest[path] = [max(read_whole(shown, shown.refresh)) for _ in range(READS)]
        close(bridge, shown)
    ratio = statistics.median(longest[million]) / statistics.median(longest[few])
    sys.stdout.write(
        f"\nthe longest turn of the window's loop while {CASES:,} cases are read again, CPU: "
        f"{max(longest[million]):.1f} ms of {READS} times (at most {FRAME}); of a few {max(longest[few]):.1f} ms; "
        f"{ratio:.2f} times by the median\n"
    )
    assert ratio <= 3.0
    assert max(longest[million]) <= FRAME


def test_another_view_order_or_span_of_a_million_cases_is_there_within_a_frame(million: Path, tmp_path: Path) -> None:
    bridge, shown = opened(million, tmp_path)
    read_whole(shown, shown.refresh)
    choices: dict[str, tuple[Callable[[], object], ...]] = {
        "handled": (lambda: shown.views.set_value("handled"),),
        "late": (lambda: shown.views.set_value("late"),),
        "in hand, by due time": (lambda: shown.views.set_value("in_hand"), lambda: shown.by_due.setChecked(True)),
        "all, by due time": (lambda: shown.views.set_value("all"),),
        "all": (lambda: shown.by_due.setChecked(False),),
        "complaints": (lambda: shown.kinds.set_value(CaseKind.COMPLAINT),),
        "of the last month": (lambda: shown.days.set_value("last_month"),),
        "all again": (lambda: shown.kinds.set_value(None), lambda: shown.days.set_value(None)),
    }

    def choose(name: str) -> None:
        for each in choices[name]:
            each()

    turns, wholes = {}, {}
    for again in (False, True):  # the first time each statement is made
        for name in choices:
            begun = time.perf_counter()
            longest = max(read_whole(shown, partial(choose, name)))
            if again:
                turns[name] = longest
                wholes[name] = (time.perf_counter() - begun, shown.table.count())
    close(bridge, shown)
    sys.stdout.write(f"\nof {CASES:,} cases, the longest turn of the window's loop, CPU; the list is whole after:\n")
    for name, (seconds, count) in wholes.items():
        sys.stdout.write(f"  {name}: {turns[name]:.1f} ms; {count:,} after {seconds:.1f} s\n")
    assert max(turns.values()) <= FRAME


def test_the_numbers_on_the_tabs_are_counted_within_a_frame(few: Path, million: Path, tmp_path: Path) -> None:
    taken: dict[Path, list[float]] = {}
    for path in (few, million):
        bridge, shown = opened(path, tmp_path)
        count = partial(numbers_on_tabs, bridge)
        count()  # each statement is made once
        taken[path] = [spent(count) for _ in range(4 * READS)]
        close(bridge, shown)
    ratio = statistics.median(taken[million]) / statistics.median(taken[few])
    sys.stdout.write(
        f"\nthe numbers on all tabs, counted after each deed, CPU: p95 {p95(taken[million]):.1f} ms among {CASES:,} "
        f"cases (at most {FRAME}), of a few {p95(taken[few]):.1f} ms; {ratio:.2f} times by the median\n"
    )
    assert ratio <= 3.0
    assert p95(taken[million]) <= FRAME
