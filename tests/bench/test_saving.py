# SPDX-License-Identifier: Apache-2.0
"""How long saving a case takes, against the same rows written with bare SQL into a twin of the database."""

from __future__ import annotations

import shutil
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlcipher3.dbapi2 as sqlite
from sqlalchemy import event

from complaintdesk.db.engine import PRAGMAS
from complaintdesk.desk import cases, importing
from complaintdesk.desk.drafts import HistoryDraft
from complaintdesk.desk.office import Office
from complaintdesk.domain.terms import CaseKind, Channel
from tests.builders import NINE, a_draft, a_household, a_repair

ROUNDS = 60
MOST_MILLISECONDS = 50
IN_THE_BOOKS = 4000

Write = tuple[str, Any]


@pytest.fixture
def full(office):
    """An office with some years in its books."""
    run = office.do(importing.start_run, "register", "aa", IN_THE_BOOKS)
    rows = [HistoryDraft(f"{n}", "", CaseKind.REPAIR, Channel.PHONE, NINE, f"漏水{n}") for n in range(IN_THE_BOOKS)]
    for start in range(0, IN_THE_BOOKS, importing.BATCH):
        office.do(importing.add_history, run, rows[start : start + importing.BATCH])
    a_household(office)
    for _ in range(20):
        a_repair(office, place_id=1)
    return office


def twin_of(office: Office, folder: Path) -> sqlite.Connection:
    """A copy of the database as it is, opened with the same settings and nothing of ours between."""
    assert office.database.path is not None
    path = folder / "twin.db"
    for suffix in ("", "-wal"):
        shutil.copy(f"{office.database.path}{suffix}", f"{path}{suffix}")
    twin = sqlite.connect(str(path), isolation_level=None)
    for name, value in PRAGMAS.items():
        twin.execute(f"PRAGMA {name} = {value}")
    return twin


def measured(office: Office, twin: sqlite.Connection, save: Callable[[], Any]) -> tuple[float, float]:
    """Milliseconds of our save, and of its very writes into the twin, each in one transaction to the disk."""
    writes: list[Write] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, _many: bool) -> None:
        if statement.startswith(("INSERT", "UPDATE")):
            writes.extend((statement, each) for each in (parameters if isinstance(parameters, list) else [parameters]))

    event.listen(office.database.engine, "before_cursor_execute", note)
    begun = time.perf_counter()
    save()
    ours = time.perf_counter() - begun
    event.remove(office.database.engine, "before_cursor_execute", note)
    begun = time.perf_counter()
    twin.execute("BEGIN IMMEDIATE")
    for statement, values in writes:
        twin.execute(statement, values)
    twin.execute("COMMIT")
    bare = time.perf_counter() - begun
    return ours * 1000, bare * 1000


@pytest.mark.parametrize("what", ["a registration", "a note"])
def test_saving_is_as_quick_as_a_key_press(full, tmp_path, what):
    case_id = a_repair(full).id
    twin = twin_of(full, tmp_path)
    save = {
        "a registration": lambda: full.do(cases.register, a_draft(full)),
        "a note": lambda: full.do(cases.note, case_id, "业主来电催问"),
    }[what]
    pairs = [measured(full, twin, save) for _ in range(ROUNDS)]
    twin.close()
    ours, bare = (statistics.median(column) for column in zip(*pairs, strict=True))
    worst = max(first for first, _ in pairs)
    sys.stdout.write(
        f"\n{what}: ours {ours:.1f} ms (worst {worst:.1f}), bare SQL {bare:.1f} ms, ratio {ours / bare:.1f}\n"
    )
    assert ours <= MOST_MILLISECONDS
