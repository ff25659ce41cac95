# SPDX-License-Identifier: Apache-2.0
"""Books that an older version wrote open in this one as they were, after a backup of them was kept."""

from __future__ import annotations

import lzma
from pathlib import Path
from typing import Any

import pytest
import sqlcipher3.dbapi2 as sqlite

from complaintdesk.db.schema import SCHEMA_VERSION
from complaintdesk.desk import cases, corrections, dispatching, fee_pages
from complaintdesk.desk.backup_files import backups_in
from complaintdesk.desk.office import open_office
from complaintdesk.desk.restoring import restore
from complaintdesk.errors import EnvironmentProblem
from tests.builders import (
    NINE,
    PASSWORD,
    DeskClock,
    a_completion,
    a_repair,
    a_returned_slip,
    codes,
    event_id,
    rows,
    tampering,
)
from tests.conftest import ROOT

# Nine repairs with texts that have broken programs, some done, a complaint, a household, as schema 1 recorded them;
# last a repair to be paid for, done and handled (BX2026-000011, WX2026-000006).
SCHEMA_1 = ROOT / "tests" / "data" / "schema1.db.xz"
DROPPED = {"occupant": "pinyin_keys"}  # made of the name
KEPT = ("case_record", "work_order", "case_event", "contact", "place", "occupant", "phone", "staff", "journal_private")


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """The books of schema 1."""
    path = tmp_path / "office.db"
    path.write_bytes(lzma.decompress(SCHEMA_1.read_bytes()))
    return path


@pytest.fixture
def clock() -> DeskClock:
    """A day after the last entry of the old books."""
    made = DeskClock(NINE)
    made.later(days=1)
    return made


def columns(path: Path) -> dict[str, list[str]]:
    """The columns of the tables that the old schema has too, but for those that were dropped."""
    connection = sqlite.connect(str(path))
    told = {table: [row[1] for row in connection.execute(f"PRAGMA table_info({table})")] for table in KEPT}
    found = {table: [name for name in names if name != DROPPED.get(table)] for table, names in told.items()}
    connection.close()
    return found


def everything(path: Path, known: dict[str, list[str]]) -> dict[str, list[Any]]:
    """The rows of these tables, in the columns known."""
    connection = sqlite.connect(str(path))
    found = {
        table: connection.execute(f"SELECT {', '.join(names)} FROM {table} ORDER BY 1, 2").fetchall()
        for table, names in known.items()
    }
    connection.close()
    return found


def test_old_books_open_as_they_were_and_work_goes_on(old, clock):
    known = columns(old)
    before = everything(old, known)
    assert len(before["case_record"]) > 8
    office = open_office(old, clock=clock)
    assert rows(office, "SELECT version_num FROM alembic_version") == [(str(SCHEMA_VERSION),)]
    assert codes(office) == []
    office.sign_in("王敏", PASSWORD)
    last = before["case_record"][-1]
    number = a_repair(office).number
    assert number not in {row[1] for row in before["case_record"]}
    assert codes(office) == []
    office.close()
    after = everything(old, known)
    assert {table: found[: len(before[table])] for table, found in after.items() if table != "journal_private"} == {
        table: found for table, found in before.items() if table != "journal_private"
    }
    assert last in after["case_record"]


def test_what_was_done_before_fees_were_kept_never_turns_up_as_a_debt(old, clock):
    """R-WO-08: the office settled it in its own way; noted again, it is owed as any other."""
    office = open_office(old, clock=clock)
    office.sign_in("王敏", PASSWORD)
    ((case_id, _order_id),) = rows(office, "SELECT case_id, id FROM work_order WHERE number = 'WX2026-000006'")
    office.do(cases.note, case_id, "住户来电询问保修")
    office.do(cases.close, case_id)
    assert office.ask(fee_pages.fees_of_case, case_id) == ()
    assert codes(office) == []
    office.do(cases.reopen, case_id, "阀又坏了")
    done_now = a_returned_slip(office, case_id)
    assert [each.order_id for each in office.ask(fee_pages.fees_of_case, case_id)] == [done_now.order_id]
    assert codes(office) == []
    office.close()


def test_a_job_begun_under_the_old_schema_and_done_under_this_one_is_owed(old, clock):
    office = open_office(old, clock=clock)
    office.sign_in("王敏", PASSWORD)
    ((case_id, order_id),) = rows(office, "SELECT case_id, id FROM work_order WHERE number = 'WX2026-000006'")
    for kind in ("handled", "returned", "completed"):
        office.do(corrections.withdraw, event_id(office, case_id, kind), "单子填错了")
    assert office.ask(fee_pages.fees_of_case, case_id) == ()
    office.do(dispatching.complete, a_completion(office, order_id))
    (owed,) = office.ask(fee_pages.fees_of_case, case_id)
    assert (str(owed.due), codes(office)) == ("91.00", [])
    office.close()


def test_before_that_a_verified_backup_of_the_old_schema_was_kept(old, clock):
    known = columns(old)
    before = everything(old, known)
    open_office(old, clock=clock).close()
    (kept,) = backups_in(old.parent / "office-backups")
    assert (kept.manifest.schema, kept.manifest.findings, kept.manifest.office) == (1, (), "阳光花园物业服务中心")
    assert kept.manifest.cases == len(before["case_record"])
    assert everything(kept.path, known) == before
    open_office(old, clock=clock).close()
    assert len(backups_in(old.parent / "office-backups")) == 1, "once upgraded it is left alone"


def test_a_backup_of_the_old_schema_is_restored_by_this_program(old, clock, tmp_path):
    open_office(old, clock=clock).close()
    (kept,) = backups_in(old.parent / "office-backups")
    clock.later(minutes=1)
    back = restore(kept.path, tmp_path / "new" / "office.db", staff="王敏", password=PASSWORD, clock=clock)
    assert codes(back.office) == []
    assert rows(back.office, "SELECT count(*) FROM case_record") == [(kept.manifest.cases,)]
    back.office.close()


def test_old_books_whose_file_is_damaged_are_not_touched(old, clock):
    data = bytearray(old.read_bytes())
    middle = len(data) // 2 // 4096 * 4096
    data[middle : middle + 65536] = b"\xa5" * 65536
    old.write_bytes(bytes(data))
    with pytest.raises(EnvironmentProblem):
        open_office(old, clock=clock)
    connection = sqlite.connect(str(old))
    assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [("1",)]
    connection.close()


@pytest.mark.about_files(
    "writes the version into the file itself; schema.refuse_foreign reads it the same way on a server"
)
def test_books_of_a_newer_version_are_refused_and_not_touched(office, clock):
    path = office.database.path
    office.close()
    with tampering(path) as connection:
        connection.execute(f"UPDATE alembic_version SET version_num = '{SCHEMA_VERSION + 1}'")
    before = path.read_bytes()
    with pytest.raises(EnvironmentProblem, match="newer version"):
        open_office(path, clock=clock)
    assert path.read_bytes() == before
