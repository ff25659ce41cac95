# SPDX-License-Identifier: Apache-2.0
"""The books on a server that tests share, one after the other: each finds those of the founded office, nothing else."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import text

from complaintdesk.db.engine import Database
from complaintdesk.db.server_books import tables_there
from tests.builders import a_household, a_returned_slip
from tests.kept_books import KeptBooks


@pytest.fixture
def kept(postgres_server, founded_on_server):
    books = KeptBooks(postgres_server, founded_on_server)
    yield books
    books.drop()


def asked(url: str, statement: str) -> list[Any]:
    database = Database(url)
    with database.connection() as connection:
        found = list(connection.execute(text(statement)))
    database.close()
    return found


def whole(url: str) -> dict[str, Any]:
    """All rows of all tables, and how far each sequence has counted."""
    database = Database(url)
    with database.connection() as connection:
        tables = sorted(tables_there(connection))
        rows = {name: connection.execute(text(f'SELECT * FROM "{name}"')).all() for name in tables}
    database.close()
    rows["sequences"] = asked(url, "SELECT sequencename, last_value FROM pg_sequences ORDER BY 1")
    return rows


def of_which(url: str) -> int:
    ((number,),) = asked(url, "SELECT oid::bigint FROM pg_database WHERE datname = current_database()")
    return int(number)


def test_each_finds_the_books_of_the_template_however_many_worked_in_them(kept, founded_on_server, at_desk):
    template = whole(founded_on_server)
    assert len(template["journal"]) > 5
    first = kept.fresh()
    assert whole(first) == template
    for _ in range(2):
        office = at_desk(kept.fresh())
        a_returned_slip(office)
        a_household(office)
        assert len(whole(office.database.location)["journal"]) > len(template["journal"])
    last = kept.fresh()
    assert whole(last) == template
    assert last != first


def test_rows_alone_are_put_back_in_the_same_database(kept, at_desk):
    number = of_which(kept.fresh())
    a_returned_slip(at_desk(kept.fresh()))
    assert of_which(kept.fresh()) == number


@pytest.mark.parametrize(
    "statement",
    [
        "DROP TRIGGER guard_place_delete ON place",
        "ALTER TABLE place DISABLE TRIGGER guard_place_delete",
        "ALTER TABLE place ADD COLUMN colour varchar",
        "ALTER TABLE place ALTER COLUMN moved_in_on SET DEFAULT now()",
        "DROP INDEX ix_contact_case_id",
        "CREATE SCHEMA another",
        "CREATE TABLE another (id integer)",
        "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN OLD; END'",
        "DO $$BEGIN EXECUTE 'ALTER DATABASE ' || current_database() || ' SET timezone TO ''EST'''; END$$",
    ],
)
def test_where_more_than_rows_was_changed_it_is_made_anew(kept, founded_on_server, statement):
    url = kept.fresh()
    number = of_which(url)
    database = Database(url)
    with database.connection(writing=True) as connection:
        connection.exec_driver_sql(statement)
    database.close()
    last = kept.fresh()
    assert of_which(last) != number
    assert whole(last) == whole(founded_on_server)
