# SPDX-License-Identifier: Apache-2.0
"""A database is opened safely or not at all, and what it refuses is said in words."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlite
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError, OperationalError

from complaintdesk.db import engine
from complaintdesk.db.engine import PRAGMAS, Database
from complaintdesk.db.journal import lock_head
from complaintdesk.db.tables import Place, Staff
from complaintdesk.desk.office import Office, open_office
from complaintdesk.domain.terms import Role
from complaintdesk.errors import Damaged, EnvironmentProblem
from tests.builders import STAFF, a_case, a_household, rows

pytestmark = pytest.mark.about_files("SQLite's own settings, locks and files are looked at, and what it says of them")


def other_tool(path: Path) -> sqlite.Connection:
    """A connection of another program's, that doesn't wait for locks."""
    return sqlite.connect(str(path), isolation_level=None, timeout=0)


@pytest.mark.parametrize("pragma", PRAGMAS)
def test_each_connection_has_every_setting_and_not_only_the_first(office, pragma):
    with office.database.connection() as first, office.database.connection() as second:
        found = [connection.scalar(text(f"PRAGMA {pragma}")) for connection in (first, second)]
    assert found == [PRAGMAS[pragma]] * 2


def test_the_settings_are_those_that_lost_nothing_in_the_trials():
    assert (PRAGMAS["journal_mode"], PRAGMAS["synchronous"]) == ("wal", 2)
    assert (PRAGMAS["foreign_keys"], PRAGMAS["recursive_triggers"], PRAGMAS["secure_delete"]) == (1, 1, 1)


def test_a_setting_that_does_not_hold_refuses_the_database():
    database = Database(":memory:")  # SQLite keeps no write-ahead log in memory
    with pytest.raises(EnvironmentProblem) as refused, database.reading() as session:
        session.connection()
    assert refused.value.values == {"setting": "journal_mode", "found": "memory"}


def test_an_engine_with_the_known_fault_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(sqlite, "sqlite_version_info", (3, 51, 2))
    with pytest.raises(EnvironmentProblem, match="known fault"):
        Database(str(tmp_path / "office.db"))


def test_a_writer_takes_the_lock_before_it_has_read_anything(office):
    outside = other_tool(office.database.path)
    with office.database.writing() as session:
        lock_head(session)
        assert outside.execute("SELECT count(*) FROM staff").fetchone() == (1 + len(STAFF),)
        with pytest.raises(sqlite.OperationalError, match="locked"):
            outside.execute("BEGIN IMMEDIATE")
    outside.execute("BEGIN IMMEDIATE")
    outside.close()


def test_a_reader_neither_waits_for_a_writer_nor_sees_its_unfinished_work(office):
    with office.database.reading() as session:
        assert session.scalars(select(Place.label)).all() == []
        a_household(office, "1502")
        assert session.scalars(select(Place.label)).all() == []
    with office.database.reading() as session:
        assert session.scalars(select(Place.label)).all() == ["3栋2单元1502"]


def test_a_question_cannot_write(office):
    with pytest.raises(EnvironmentProblem), office.database.connection() as connection:
        connection.execute(text("UPDATE office SET name = 'x'"))
    assert rows(office, "SELECT name FROM office") == [("阳光花园物业服务中心",)]


def test_a_deed_that_breaks_off_leaves_nothing_behind(office):
    before = rows(office, "SELECT count(*), (SELECT count(*) FROM journal) FROM place")

    def a_household_and_then_a_fault(session, context):
        session.add(Place(kind="shop", building="", unit="", floor="", room="", label="x", key="x", area="",
                          external_no="", note="", created_at=context.now, void_reason=""))  # fmt: skip
        session.flush()
        raise ZeroDivisionError

    a_household_and_then_a_fault.__module__, a_household_and_then_a_fault.__name__ = "x.cases", "register"
    with pytest.raises(ZeroDivisionError):
        office.do(a_household_and_then_a_fault)
    assert rows(office, "SELECT count(*), (SELECT count(*) FROM journal) FROM place") == before
    a_case(office)


def test_no_value_reaches_an_error_text(office):
    twin = Staff(id=1, name="仇女士13800001234", pinyin="", role=Role.CLERK, team="", created_at=office.now())
    with pytest.raises(IntegrityError) as refused, office.database.writing() as session:
        session.add(twin)
    assert "仇女士" not in str(refused.value)
    assert "13800001234" not in str(refused.value)


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT rowid FROM case_search WHERE case_search MATCH '\"a b\"'",  # says: detail!=full
        "SELECT 1 FROM locked_out",
        "SELECT readonly FROM office",
    ],
)
def test_a_fault_of_our_own_is_not_told_as_the_machines(office, statement):
    with pytest.raises(OperationalError):
        rows(office, statement)


@pytest.mark.parametrize("name", ["阳光 花园.db", "50%41.db", "a#b?c=d.db", "it's.db", "@localhost:5432.db"])
def test_any_name_that_a_disk_takes_is_a_databases_name(founded, tmp_path, clock, name):
    path = tmp_path / name
    path.write_bytes(founded.read_bytes())
    office = open_office(path, clock=clock)
    assert office.record.name == "阳光花园物业服务中心"
    office.close()
    assert [each.name for each in tmp_path.iterdir()] == [name]


def test_closing_leaves_one_file_that_can_be_copied(office, tmp_path, clock):
    a_case(office)
    assert Path(f"{office.database.path}-wal").stat().st_size > 0
    office.close()
    assert sorted(each.name for each in tmp_path.iterdir()) == ["office.db"]


def opened(path: Path) -> Office:
    return open_office(path)


def test_a_file_that_is_no_database_is_refused_in_words(tmp_path):
    path = tmp_path / "office.db"
    path.write_text("收据\n" * 1000)
    with pytest.raises(EnvironmentProblem, match="no database of the desk"):
        opened(path)
    assert path.read_text() == "收据\n" * 1000


def test_a_database_of_another_program_is_refused_in_words(tmp_path):
    path = tmp_path / "office.db"
    connection = other_tool(path)
    connection.execute("CREATE TABLE receipt (id INTEGER)")
    connection.close()
    with pytest.raises(EnvironmentProblem, match="no database of the desk"):
        opened(path)


def test_a_database_that_is_not_there_is_not_made(tmp_path):
    with pytest.raises(EnvironmentProblem) as refused:
        opened(tmp_path / "offise.db")
    assert refused.value.values["path"].endswith("offise.db")
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_file_is_told_in_words(founded, tmp_path):
    path = tmp_path / "office.db"
    whole = founded.read_bytes()
    path.write_bytes(whole[:4096] + b"\x00" * (len(whole) - 4096))
    with pytest.raises(Damaged):
        opened(path)


def test_a_file_damaged_while_open_is_told_in_words_when_it_is_closed(founded, tmp_path, clock):
    path = tmp_path / "office.db"
    path.write_bytes(founded.read_bytes())
    office = open_office(path, clock=clock)
    office.database.engine.dispose()
    path.write_bytes(b"x" * 4096)
    with pytest.raises(EnvironmentProblem, match="no database of the desk"):
        office.close()


def test_a_newer_programs_database_is_left_as_it_is(office, tmp_path):
    path = office.database.path
    office.close()
    connection = other_tool(path)
    connection.execute("UPDATE alembic_version SET version_num = '999'")
    connection.close()
    with pytest.raises(EnvironmentProblem, match="newer version"):
        opened(path)


def test_a_full_disk_is_told_in_words_and_nothing_is_half_saved(office):
    before = rows(office, "SELECT count(*), (SELECT count(*) FROM journal) FROM place")
    raw = office.database.engine.raw_connection()
    pages = raw.cursor().execute("PRAGMA page_count").fetchone()[0]
    raw.cursor().execute(f"PRAGMA max_page_count = {pages}")
    raw.close()
    with pytest.raises(EnvironmentProblem, match="disk is full"):
        a_household(office, "1502", note="字" * 4000)
    assert rows(office, "SELECT count(*), (SELECT count(*) FROM journal) FROM place") == before


def test_another_programs_lock_is_told_in_words(office, monkeypatch):
    monkeypatch.setitem(engine.PRAGMAS, "busy_timeout", 20)
    impatient = open_office(office.database.path, clock=office.now)
    impatient.staff = office.staff
    outside = other_tool(office.database.path)
    outside.execute("BEGIN IMMEDIATE")
    with pytest.raises(EnvironmentProblem, match="busy with another program"):
        a_case(impatient)
    outside.execute("ROLLBACK")
    outside.close()
    assert a_case(impatient).number == "TS2026-000001"
    impatient.close()
