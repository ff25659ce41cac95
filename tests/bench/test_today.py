# SPDX-License-Identifier: Apache-2.0
"""How long Today takes to open after a year of 992 messages, and that closed cases cost it nothing."""

from __future__ import annotations

import shutil
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
import sqlcipher3.dbapi2 as sqlite
from PySide6.QtWidgets import QApplication
from sqlalchemy import event

from complaintdesk.desk import staffing
from complaintdesk.desk.office import Office, open_office
from complaintdesk.desk.today import Moment, TodayList, today_lists
from complaintdesk.desk.today_rows import today_rows
from complaintdesk.settings import SettingsFile
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.record_table import PAGE
from complaintdesk.ui.tabs.today_tab import TodayTab
from tests import builders
from tests.cli.test_year_of_messages import BOOKS, NEW_YEAR, a_year_registered
from tests.ui.conftest import qapp  # noqa: F401 - the program's own fonts and style

ROUNDS = 15
MOST_MILLISECONDS = 100
MOST_GROWTH = 1.3  # with ten times as many closed cases; what is left to chance on a busy machine

Statement = tuple[str, Any]


@pytest.fixture(scope="module", params=BOOKS)
def year(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, shared_data: Path
) -> Iterator[tuple[str, Path]]:
    """A rule book's name and the books of an office that worked by it for a year."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(staffing, "_hasher", builders.QUICK_HASHER)
        path = a_year_registered(request.param, tmp_path_factory.mktemp("year"), shared_data)
        yield request.param, path


@contextmanager
def opened(path: Path, folder: Path) -> Iterator[Bridge]:
    """The office on New Year's Day, with the supervisor at the desk."""
    bridge = Bridge(open_office(path, clock=builders.DeskClock(NEW_YEAR)), SettingsFile(folder / "settings.toml"))
    bridge.sign_in("王敏", builders.PASSWORD)
    yield bridge
    bridge.close()


def median(work: Callable[[], object]) -> float:
    """Milliseconds of CPU that the work takes, once everything was done once."""
    return medians(work)[0]


def medians(*works: Callable[[], object]) -> list[float]:
    """The same of several that take turns, so that a busy moment of the machine meets all of them."""
    for work in works:
        work()
    taken: list[list[float]] = [[] for _ in works]
    for _ in range(ROUNDS):
        for work, times in zip(works, taken, strict=True):
            begun = time.process_time()
            work()
            times.append(time.process_time() - begun)
    return [statistics.median(times) * 1000 for times in taken]


def read(office: Office) -> None:
    """All that Today reads when it opens: its lists, and the first page of the one that it shows."""
    moment = Moment(office.now(), office.zone, office.books)
    lists = office.ask(today_lists, moment)
    name = next((name for name, listed in lists.items() if listed.count), TodayList.LATE)
    office.ask(today_rows, name, lists[name].ids[:PAGE], moment)


def asked(office: Office, work: Callable[[], object]) -> list[Statement]:
    """The statements that the work asks the database."""
    found: list[Statement] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, _many: bool) -> None:
        if statement.startswith(("SELECT", "WITH")):
            found.append((statement, parameters))

    event.listen(office.database.engine, "before_cursor_execute", note)
    work()
    event.remove(office.database.engine, "before_cursor_execute", note)
    return found


def bare(path: Path, statements: list[Statement]) -> float:
    """Milliseconds of CPU that the very statements take with nothing of ours between."""
    connection = sqlite.connect(str(path), isolation_level=None)
    try:
        return median(lambda: [connection.execute(*each).fetchall() for each in statements])
    finally:
        connection.close()


@contextmanager
def on_screen(bridge: Bridge) -> Iterator[Callable[[], None]]:
    """Today on a page as at 1366×768; what is given reads it anew and paints it."""
    tab = TodayTab(bridge)
    tab.resize(1340, 680)
    tab.show()

    def refresh() -> None:
        tab.refresh()
        QApplication.processEvents()

    yield refresh
    tab.close()
    tab.deleteLater()


def add_closed(path: Path, times: int) -> None:
    """Adds each case so many times again as a closed one, with its story and with limits that nobody met."""
    with builders.tampering(path) as connection:
        connection.execute("BEGIN")
        for table, case_id in (("case_record", "id"), ("case_event", "case_id"), ("commitment", "case_id")):
            columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
            ids = [row[0] for row in connection.execute(f"SELECT {case_id} FROM {table}")]
            for copy in range(1, times + 1):
                moved = copy * 1_000_000
                other = {
                    **dict.fromkeys(("id", "case_id", "running", "met_by_event_id"), "{} + ?1"),
                    **dict.fromkeys(("token", "import_key"), "NULL"),
                    "number": "{} || '-' || ?1",
                }
                values = [other.get(column, "{}").format(f'"{column}"') for column in columns]
                if table == "case_record":
                    values[columns.index("state")] = "'closed'"
                names = ", ".join(f'"{column}"' for column in columns)
                connection.execute(
                    f"INSERT INTO {table} ({names}) SELECT {', '.join(values)} FROM {table} WHERE {case_id} <= ?2",
                    (moved, max(ids)),
                )
        connection.execute("COMMIT")


def test_today_opens_in_a_tenth_of_a_second_after_a_year_of_messages(
    year: tuple[str, Path], tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    request.getfixturevalue("qapp")
    book, path = year
    with opened(path, tmp_path) as bridge:
        statements = asked(bridge.office, lambda: read(bridge.office))
        sql, ours = bare(path, statements), median(lambda: read(bridge.office))
        with on_screen(bridge) as refresh:
            whole = median(refresh)
    sys.stdout.write(
        f"\nToday, {book}: opened and painted {whole:.0f} ms of CPU, read {ours:.0f} ms, its {len(statements)} "
        f"statements bare {sql:.0f} ms, ratio {ours / sql:.1f}\n"
    )
    assert whole <= MOST_MILLISECONDS


def test_today_does_not_grow_with_the_closed_cases(
    year: tuple[str, Path], tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    request.getfixturevalue("qapp")
    book, path = year
    with ExitStack() as open_offices:
        refreshes = []
        for times in (1, 10):
            copy = tmp_path / f"{times}.db"
            shutil.copy(path, copy)
            add_closed(copy, times)
            bridge = open_offices.enter_context(opened(copy, tmp_path))
            refreshes.append(open_offices.enter_context(on_screen(bridge)))
        taken = medians(*refreshes)
    growth = taken[1] / taken[0]
    sys.stdout.write(
        f"\nToday, {book}: beside 992 closed cases {taken[0]:.0f} ms of CPU, beside 9,920 {taken[1]:.0f} ms, "
        f"{growth:.2f} times\n"
    )
    assert growth <= MOST_GROWTH
