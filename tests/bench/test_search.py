# SPDX-License-Identifier: Apache-2.0
"""How long a search takes over a million cases in a file, and over 200,000 on a server; each beside the bare statement.

The books are built in bulk once, marked so in them, and stay in the machine's temporary folder for the next run.
"""

from __future__ import annotations

import hashlib
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlite
from sqlalchemy import text

from complaintdesk.db import search_index
from complaintdesk.db.engine import Database
from complaintdesk.desk import indexing, listing, searching, staffing
from complaintdesk.desk.office import Office, open_office
from complaintdesk.domain import grams
from complaintdesk.domain.search_words import Field, read_search
from tests import builders
from tests.bench import searched

IN_A_FILE, ON_A_SERVER = 1_000_000, 200_000
SHOWN = 50  # the newest, as a list shows them first
ROUNDS = 20
MOST_ON_A_SERVER = 100  # ms
TODAY = date(2026, 11, 20)
# What is typed, by kind, and how many ms of it are too many.
ASKED: dict[str, tuple[int, tuple[str, ...]]] = {
    "one character": (30, ("漏", "狗", "灯", "张")),
    "two, common": (10, ("漏水", "上门", "厨房", "电梯")),
    "two, rare": (10, ("白蚁", "鸽子")),
    "two, absent": (10, ("鹦鹉", "火箭")),
    "four and more": (10, ("下水道堵塞", "共享单车占道", "消防通道堆放杂物")),
    "its pieces are common, it is absent": (10, ("漏水上门", "厨房电梯")),
    "two words": (10, ("漏水 上门", "电梯 噪音", "白蚁 厨房")),
    "two words, never together": (10, ("白蚁 鸽子笼", "鸽子笼 共享单车")),
    "a name": (10, ("张伟", "王芳", "仇丽")),
    "pinyin": (10, ("zs", "zhangw", "lina", "qiu")),
    "a phone": (10, ("5678", "13812345678", "1234")),
    "a room": (10, ("3-2-1502", "3栋2单元1502", "31502", "1502")),
    "a number": (10, ("BX2026-990000", "BX2020-100000", "990000")),
    "filters": (
        10,
        ("楼栋:3 类型:投诉", "状态:作废 漏水", "分类:给排水 电梯", "日期:11-01..11-20 漏水", "日期:2019 白蚁"),
    ),
    "what goes by the clock": (10, ("状态:逾期", "状态:待派单 厨房")),
}


@pytest.fixture(scope="module")
def million(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file, built unless it stands there from a run with the same sources."""
    sources = (searched, grams, indexing, search_index)
    digest = hashlib.sha256(b"".join(Path(str(each.__file__)).read_bytes() for each in sources)).hexdigest()[:12]
    path = Path(tempfile.gettempdir()) / "complaintdesk-bench" / f"searched-{IN_A_FILE}-{digest}.db"
    if not path.exists():
        path.parent.mkdir(exist_ok=True)
        made = tmp_path_factory.mktemp("million") / "office.db"
        _found(made)
        database = Database(str(made))
        searched.fill(database, IN_A_FILE)
        database.close()
        made.replace(path)
    return path


def _found(path: Path) -> None:
    """An office with one case, which all others are copies of."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(staffing, "_hasher", builders.QUICK_HASHER)
        clock = builders.DeskClock()
        builders.found(path, clock)
        office = open_office(path, clock=clock)
        office.sign_in("王敏", builders.PASSWORD)
        builders.a_repair(office)
        office.close()


@pytest.fixture
def office_of_a_million(million: Path) -> Iterator[Office]:
    office = open_office(million, clock=builders.DeskClock(searched.ENDS))
    yield office
    office.close()


def ours(office: Office, known: Sequence[Field], typed: str) -> Sequence[int]:
    """From what was typed to the newest cases that it finds; their lines are the list's to read."""
    return office.ask(listing.newest_found, read_search(typed, known, TODAY), office.now(), SHOWN)


def p95(work: Callable[[], object], clock: Callable[[], float]) -> float:
    """Milliseconds that nineteen times of twenty are not passed, once all was done once."""
    work()
    taken = []
    for _round in range(ROUNDS):
        begun = clock()
        work()
        taken.append(clock() - begun)
    return sorted(taken)[ROUNDS * 19 // 20 - 1] * 1000


def bare_in_a_file(path: Path, typed: str, known: Sequence[Field]) -> float:
    """The same of the one statement that any program would need, with nothing of ours between."""
    connection = sqlite.connect(str(path), isolation_level=None)
    query = search_index.match(read_search(typed, known, TODAY).wanted)
    statement = f"SELECT rowid FROM case_search WHERE case_search MATCH ? ORDER BY rowid DESC LIMIT {SHOWN}"
    try:
        return p95(lambda: connection.execute(statement, (query,)).fetchall(), time.process_time)
    finally:
        connection.close()


def told(kind: str, typed: str, count: int, whole: float, bare: float) -> str:
    return f"{kind}: {typed}: {count} found, p95 {whole:.1f} ms, bare {bare:.2f} ms, ratio {whole / bare:.1f}"


def test_no_search_over_a_million_cases_is_felt(office_of_a_million: Office, million: Path) -> None:
    office, lines, slow = office_of_a_million, list[str](), list[str]()
    known = office.ask(searching.fields, office.books)
    assert office.ask(lambda session: session.scalar(text("SELECT count(*) FROM case_record"))) > IN_A_FILE
    for kind, (most, texts) in ASKED.items():
        for typed in texts:
            whole = p95(lambda typed=typed: ours(office, known, typed), time.process_time)  # type: ignore[misc]
            bare = bare_in_a_file(million, typed, known)
            lines.append(told(kind, typed, len(ours(office, known, typed)), whole, bare))
            if whole > most:
                slow.append(lines[-1])
    sys.stdout.write("\n" + "\n".join(lines) + "\n")
    assert slow == []


@pytest.fixture
def office_on_a_server(books_on_server: str) -> Iterator[Office]:
    """The same on a server, newly built."""
    clock = builders.DeskClock()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(staffing, "_hasher", builders.QUICK_HASHER)
        office = open_office(books_on_server, clock=clock)
        office.sign_in("王敏", builders.PASSWORD)
        builders.a_repair(office)
        searched.fill(office.database, ON_A_SERVER)
        with office.database.connection(writing=True) as connection:
            connection.execute(text("ANALYZE"))
        clock.now = searched.ENDS
        yield office
        office.close()


def test_no_search_on_a_server_keeps_anybody_waiting(office_on_a_server: Office) -> None:
    office, lines, slow = office_on_a_server, list[str](), list[str]()
    known = office.ask(searching.fields, office.books)
    for kind, (_most, texts) in ASKED.items():
        for typed in texts:
            whole = p95(lambda typed=typed: ours(office, known, typed), time.perf_counter)  # type: ignore[misc]
            wanted = read_search(typed, known, TODAY).wanted
            bare = p95(
                lambda wanted=wanted: office.ask(search_index.found, wanted, SHOWN),  # type: ignore[misc]
                time.perf_counter,
            )
            lines.append(told(kind, typed, len(ours(office, known, typed)), whole, bare))
            if whole > MOST_ON_A_SERVER:
                slow.append(lines[-1])
    sys.stdout.write("\n" + "\n".join(lines) + "\n")
    assert slow == []
