# SPDX-License-Identifier: Apache-2.0
"""Books copied row by row: from a file to a server and back, with nothing left out and nothing added."""

from __future__ import annotations

import pytest

from complaintdesk.db import search_index
from complaintdesk.db.copying import copy_database, copy_rows, row_counts, snapshot
from complaintdesk.db.engine import Database
from complaintdesk.db.schema import create_or_upgrade, schema_version
from complaintdesk.desk import checking, listing
from complaintdesk.desk.indexing import refill
from complaintdesk.desk.listing import CaseFilter
from complaintdesk.desk.office import open_office
from tests import builders
from tests.desk.random_day import RandomDay


@pytest.fixture
def on_server(file_office, postgres_url, clock, tmp_path):
    """A random day's books, copied to a server."""
    RandomDay(file_office, clock, tmp_path, seed=7).go_on(150)
    server = Database(postgres_url)
    create_or_upgrade(server)
    with snapshot(file_office.database) as source, server.writing() as session:
        copied = copy_rows(source, session.connection())
        refill(session)
    with file_office.database.connection() as source, server.connection() as target:
        assert copied == row_counts(source) == row_counts(target)
    yield server
    server.close()


def test_a_days_books_are_the_same_on_a_server_and_back_in_a_file(on_server, file_office, tmp_path):
    pool = file_office.pool
    assert checking.check(on_server, pool) == ()
    back = tmp_path / "back.db"
    copy_database(on_server, back)
    again = Database(str(back))
    assert checking.check(again, pool) == ()
    with file_office.database.connection() as before, again.connection() as after:
        for table in ("credential", "journal", "journal_private", "journal_head", "counter"):
            statement = f"SELECT * FROM {table} ORDER BY 1, 2"
            assert after.exec_driver_sql(statement).all() == before.exec_driver_sql(statement).all()
    again.close()


def test_a_case_may_name_one_that_was_registered_after_it(file_office, postgres_url, clock):
    first, second = builders.a_case(file_office), builders.a_case(file_office)
    with file_office.database.connection(writing=True) as connection:
        connection.exec_driver_sql(f"UPDATE case_record SET lead_case_id = {second.id} WHERE id = {first.id}")
    server = Database(postgres_url)
    create_or_upgrade(server)
    with snapshot(file_office.database) as source, server.connection(writing=True) as target:
        copy_rows(source, target)
    with server.connection() as connection:
        found = connection.exec_driver_sql(f"SELECT lead_case_id FROM case_record WHERE id = {first.id}").scalar()
    assert found == second.id
    server.close()


def test_work_goes_on_where_it_was_left(on_server, postgres_url, file_office, clock):
    expected = builders.a_case(file_office)
    office = open_office(postgres_url, clock=clock)
    office.sign_in("王敏", builders.PASSWORD)
    saved = builders.a_case(office, content="新来的电话")
    assert (saved.id, saved.number) == (expected.id, expected.number)
    found = office.ask(listing.case_ids, CaseFilter(text="新来的电话"), office.now())
    assert list(found) == [saved.id]
    assert checking.check(office.database, file_office.pool) == ()
    office.close()


def test_an_older_schema_is_copied_as_it_is(postgres_url, tmp_path):
    server = Database(postgres_url)
    create_or_upgrade(server, 1)
    with server.connection(writing=True) as connection:
        connection.exec_driver_sql("INSERT INTO counter (series, year, last) VALUES ('BX', 2026, 7)")
        connection.exec_driver_sql("INSERT INTO case_search (id, doc) VALUES (10000001, ARRAY['漏', '漏水'])")
    copy_database(server, tmp_path / "copy.db")
    server.close()
    copy = Database(str(tmp_path / "copy.db"))
    with copy.connection() as connection:
        assert schema_version(connection) == 1
        assert connection.exec_driver_sql("SELECT series, year, last FROM counter").all() == [("BX", 2026, 7)]
    with copy.reading() as session:
        assert search_index.found(session, "漏水") == [10_000_001]
    copy.close()
