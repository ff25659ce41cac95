# SPDX-License-Identifier: Apache-2.0
"""What no tool may do to the books, not even in the database's own words."""

from __future__ import annotations

from decimal import Decimal
from types import NoneType

import pytest
import sqlcipher3.dbapi2 as sqlite
from sqlalchemy import Date, text
from sqlalchemy.exc import DBAPIError

from complaintdesk.db.engine import Database
from complaintdesk.db.guards import FIXED_COLUMNS, guards, missing_guards, set_guards
from complaintdesk.db.tables import Base, tracked
from complaintdesk.db.types import Instant
from complaintdesk.desk import fees, forms, slip_ledger
from complaintdesk.desk.fee_records import PaymentDraft
from complaintdesk.desk.office import open_office
from complaintdesk.domain.terms import Charge, PaymentMethod
from complaintdesk.errors import EnvironmentProblem
from complaintdesk.paths import shipped
from tests.builders import ADMINISTRATOR, PASSWORD, a_household, a_repair, a_returned_slip, a_slip, codes, rows
from tests.desk.paper import a_file
from tests.desk.test_binding import sign

KEPT = sorted(name for name, table in Base.metadata.tables.items() if tracked(table))
JOURNAL = ["journal", "journal_private", "journal_head"]


@pytest.fixture
def full(office, clock, tmp_path):
    """An office with a row in most tables."""
    a_household(office)
    slip = a_returned_slip(office, a_repair(office, charge=Charge.CHARGEABLE, quoted=Decimal(80), price_agreed=True).id)
    office.do(fees.pay, PaymentDraft(slip.order_id, Decimal(1), PaymentMethod.CASH))
    a_file(office, rows(office, f"SELECT case_id FROM work_order WHERE id = {slip.order_id}")[0][0], tmp_path)
    office.do(slip_ledger.declare_lost, a_slip(office).order_id, "张师傅", "现场遗失")
    clock.later(days=20)
    sign(office)
    office.sign_in(ADMINISTRATOR, PASSWORD)
    office.do(forms.adopt, "reminder", shipped("forms", "reminder.toml").read_text("utf-8"), 0)
    return office


def change(office, statement: str) -> None:
    with office.database.connection(writing=True) as connection:
        connection.execute(text(statement))


def first(office, table: str) -> int | None:
    key = "seq" if table in ("journal", "journal_private") else "id"
    return next((row[0] for row in rows(office, f"SELECT {key} FROM {table} LIMIT 1")), None)


def refused(office, statement: str) -> str:
    """What the database says to the statement, '' when it does as told (and everything is as before)."""
    with office.database.connection(writing=True) as connection:
        try:
            with connection.begin_nested() as attempt:
                connection.execute(text(statement))
                attempt.rollback()
        except DBAPIError as error:
            return str(error.orig)
    return ""


def test_no_row_is_deleted_from_any_table_that_counts(full):
    empty = {table for table in KEPT + JOURNAL if first(full, table) is None}
    assert empty == {
        *("print_record", "import_run", "import_columns", "liaison_sheet"),
        *("corrective_action", "standard_answer", "day_review", "diary_entry", "shift_handover", "meeting"),
        *("fine", "point_lift"),
        *("vehicle", "pet", "decoration", "household_document", "directory_entry", "regulation"),
        *("price_list", "price_item", "case_quote", "phrase", "saved_search", "personal_access", "data_request"),
    }
    allowed = [t for t in KEPT + JOURNAL if t not in empty and not refused(full, f"DELETE FROM {t}")]
    assert allowed == []
    assert {f"guard_{table}_delete" for table in empty} <= {guard.name for guard in guards()}


@pytest.mark.about_files("INSERT OR REPLACE is a word of SQLite's own")
@pytest.mark.parametrize("table", ["case_record", "work_order", "case_event", "journal", "staff", "counter"])
def test_no_row_is_replaced_by_another_of_the_same_key(full, table):
    before = rows(full, f"SELECT * FROM {table}")
    with pytest.raises(DBAPIError, match="nothing is deleted"):
        change(full, f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")
    assert rows(full, f"SELECT * FROM {table}") == before


@pytest.mark.parametrize("table", FIXED_COLUMNS)
def test_what_was_given_once_stays(full, table):
    key = "seq" if table in ("journal", "journal_private") else "id"
    allowed = []
    for column in FIXED_COLUMNS[table]:
        kind = type(rows(full, f"SELECT {column} FROM {table} LIMIT 1")[0][0])
        other = {int: f"{column} + 10000", NoneType: "'7'"}.get(kind, f"{column} || '9'")
        if isinstance(Base.metadata.tables[table].columns[column].type, Instant):
            other = "'1999-12-31 00:00:00.000000'"
        elif isinstance(Base.metadata.tables[table].columns[column].type, Date):
            other = "'1999-12-31'"
        statement = f"UPDATE {table} SET {column} = {other} WHERE {key} = {first(full, table)}"
        said = refused(full, statement)  # the databases ask two guards of one table in different orders
        if "this stays as it is" not in said and "can only be erased" not in said:
            allowed.append(column)
    assert allowed == []


def test_numbers_and_what_is_evidence_are_among_what_stays():
    number = {"id", "number", "series", "year", "running"}
    assert number | {"kind", "origin", "token", "old_number", "recorded_at"} <= set(FIXED_COLUMNS["case_record"])
    assert number | {"case_id", "round"} <= set(FIXED_COLUMNS["work_order"])
    assert {"id", "case_id", "kind", "happened_at", "recorded_at"} <= set(FIXED_COLUMNS["case_event"])
    assert {"text", "sha256"} <= set(FIXED_COLUMNS["procedure_version"])
    assert set(FIXED_COLUMNS["journal"]) == set(Base.metadata.tables["journal"].columns.keys())


def test_a_number_is_not_taken_away_either(full):
    with pytest.raises(DBAPIError, match="this stays as it is"):
        change(full, "UPDATE case_record SET number = NULL")


@pytest.mark.parametrize("change_to", ["last = last - 1", "year = year + 1", "series = 'XX'"])
def test_a_counter_only_rises(full, change_to):
    with pytest.raises(DBAPIError, match="a counter only rises"):
        change(full, f"UPDATE counter SET {change_to}")
    change(full, "UPDATE counter SET last = last + 1 WHERE series = 'BX'")


@pytest.mark.parametrize("value", ["text = 'x'", "salt = 'ff'", "text = NULL"])
def test_a_personal_value_is_erased_whole_or_stays(full, value):
    with pytest.raises(DBAPIError, match="a personal value can only be erased"):
        change(full, f"UPDATE journal_private SET {value}")
    change(full, "UPDATE journal_private SET text = NULL, salt = NULL")
    assert rows(full, "SELECT DISTINCT text, salt FROM journal_private") == [(None, None)]


def test_the_guards_speak_of_columns_that_are_there():
    for table, columns in FIXED_COLUMNS.items():
        assert set(columns) <= set(Base.metadata.tables[table].columns.keys())


@pytest.mark.about_files("triggers altered in SQLite's words; a server's have a test of their own below")
@pytest.mark.parametrize(
    "statement",
    [
        "DROP TRIGGER guard_case_record_delete",
        "CREATE TRIGGER guard_of_mine AFTER INSERT ON case_record BEGIN SELECT 1; END",
        "DROP TRIGGER guard_counter_rise;"
        "CREATE TRIGGER guard_counter_rise BEFORE UPDATE ON counter BEGIN SELECT 1; END",
    ],
    ids=["gone", "not ours", "altered"],
)
def test_an_office_without_its_guards_does_not_open(office, clock, statement):
    connection = sqlite.connect(str(office.database.path))
    connection.executescript(statement)
    connection.close()
    with pytest.raises(EnvironmentProblem, match="removed protections"):
        open_office(office.database.path, clock=clock)
    assert codes(office) == ["guard_missing"]


def test_guards_set_again_are_the_same(office):
    with office.database.connection(writing=True) as connection:
        set_guards(connection)
        assert missing_guards(connection) == ()


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        ("DROP TRIGGER guard_case_record_delete ON case_record", "guard_case_record_delete"),
        ("ALTER TABLE case_record DISABLE TRIGGER guard_case_record_delete", "guard_case_record_delete"),
        (
            "CREATE TRIGGER guard_of_mine AFTER INSERT ON case_record "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change('mine')",
            "guard_of_mine",
        ),
        (
            "CREATE OR REPLACE TRIGGER guard_counter_rise BEFORE UPDATE ON counter FOR EACH ROW "
            "WHEN (NEW.last < 0) EXECUTE FUNCTION refuse_change('counter: a counter only rises')",
            "guard_counter_rise",
        ),
        (
            "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RETURN NEW; END $$",
            "refuse_change",
        ),
    ],
    ids=["gone", "switched off", "not ours", "altered", "toothless"],
)
def test_a_servers_guards_are_compared_word_for_word(books_on_server, clock, statement, named):
    database = Database(books_on_server)
    with database.connection(writing=True) as connection:
        assert missing_guards(connection) == ()
        connection.exec_driver_sql(statement)
    with database.connection() as connection:
        assert missing_guards(connection) == (named,)
    with pytest.raises(EnvironmentProblem, match="removed protections"):
        open_office(books_on_server, clock=clock)
    database.close()
