# SPDX-License-Identifier: Apache-2.0
"""An office moves to a server and back: nothing is left behind, and nobody goes on in the old books by mistake."""

from __future__ import annotations

import pytest

from complaintdesk.db.copying import row_counts
from complaintdesk.db.engine import Database
from complaintdesk.db.journal_tables import JournalEntry
from complaintdesk.db.server_books import tables_there
from complaintdesk.desk import cases, listing, moving
from complaintdesk.desk.checking import check
from complaintdesk.desk.listing import CaseFilter
from complaintdesk.desk.office import open_office
from complaintdesk.errors import EnvironmentProblem, UserError
from tests import builders
from tests.builders import ADMINISTRATOR, PASSWORD, a_case, a_draft, codes
from tests.desk.paper import a_file
from tests.desk.random_day import RandomDay

HEAD = "赵主任"
SAID = ("漏水", "wxq", "80001234", "电梯")


def tables(office):
    """All rows of all tables but the journal's last entries, as the program reads them."""
    found = {}
    with office.database.connection() as connection:
        for table in JournalEntry.metadata.sorted_tables:
            rows = connection.execute(table.select().order_by(*table.primary_key)).all()
            found[table.name] = [tuple(row) for row in rows]
    return found


def answers(office):
    """What the search finds, and what the counters stand at."""
    found = {words: list(office.ask(listing.case_ids, CaseFilter(text=words), office.now())) for words in SAID}
    return found | {"counters": builders.rows(office, "SELECT series, year, last FROM counter ORDER BY 1, 2")}


@pytest.fixture
def busy(file_office, clock, tmp_path):
    """An office after a random day, with its head at the desk."""
    RandomDay(file_office, clock, tmp_path, seed=11).go_on(250)
    file_office.sign_in("王敏", PASSWORD)
    a_file(file_office, a_case(file_office).id, tmp_path, data=b"picture")
    file_office.sign_in(HEAD, PASSWORD)
    return file_office


def test_an_office_moves_to_a_server_and_back(busy, postgres_url, tmp_path, clock):
    folder = tmp_path / "shared"
    folder.mkdir()
    known = answers(busy)
    heard = []
    done = moving.move(busy, postgres_url, folder=str(folder), progress=lambda now, of: heard.append((now, of)))
    assert heard[-1] == (sum(done.rows.values()), sum(done.rows.values()))
    assert done.files == len({path.name for path in folder.rglob("*") if path.is_file()}) >= 1
    left = tables(busy)
    assert left["journal"].pop()[5] == "moving.move_out"
    server = open_office(postgres_url, clock=clock)
    moved = tables(server)
    assert {name: rows for name, rows in moved.items() if name != "journal_head"} == {
        name: rows for name, rows in left.items() if name != "journal_head"
    }
    assert moved["journal_head"][0][1:3] == (left["journal"][-1][0], left["journal"][-1][-1])
    assert answers(server) == known
    assert codes(server) == codes(busy) == []

    server.sign_in("王敏", PASSWORD)
    a_case(server)
    server.sign_in(HEAD, PASSWORD)
    known, back = answers(server), tmp_path / "back" / "office.db"
    assert moving.move(server, str(back)).files == done.files
    again = open_office(back, clock=clock)
    again.sign_in("王敏", PASSWORD)
    assert answers(again) == known
    assert codes(again) == codes(server) == []
    assert a_case(again).id == max(row[0] for row in tables(server)["case_record"]) + 1
    again.close()
    server.close()


def test_nobody_goes_on_in_books_that_were_moved_away(busy, postgres_url, tmp_path, clock):
    other = open_office(busy.database.path, desk="back", clock=clock)
    other.sign_in("李静", PASSWORD)
    moving.move(busy, postgres_url, folder=str(tmp_path))
    for desk in (busy, other):
        with pytest.raises(EnvironmentProblem, match="were moved to") as told:
            desk.do(cases.register, a_draft(desk))
        assert "move --stay" in told.value.advice
    with pytest.raises(EnvironmentProblem, match="were moved to"):
        other.sign_in("李静", PASSWORD)
    with pytest.raises(EnvironmentProblem, match="were moved to"):
        open_office(busy.database.path, clock=clock)
    with pytest.raises(UserError):
        moving.go_on_here(str(busy.database.path), staff=HEAD, password="forgotten", clock=clock)
    with pytest.raises(UserError, match="no right"):
        moving.go_on_here(str(busy.database.path), staff="李静", password=PASSWORD, clock=clock)
    with pytest.raises(EnvironmentProblem, match="were moved to"):
        open_office(busy.database.path, clock=clock)
    moving.go_on_here(str(busy.database.path), staff=HEAD, password=PASSWORD, clock=clock)
    assert other.do(cases.register, a_draft(other)).number
    assert codes(other) == []
    other.close()


def test_books_that_are_there_are_never_moved_over(file_office, postgres_url, tmp_path, clock):
    file_office.sign_in(HEAD, PASSWORD)
    strange = tmp_path / "strange.db"
    strange.write_bytes(b"somebody else's")
    other = tmp_path / "other" / "office.db"
    other.parent.mkdir()
    clock.later(minutes=1)
    builders.found(other, clock)
    server = Database(postgres_url)
    with server.connection(writing=True) as connection:
        connection.exec_driver_sql("CREATE TABLE journal (seq integer)")
    server.close()
    for target in (strange, other, file_office.database.path, postgres_url):
        with pytest.raises(EnvironmentProblem, match="already; nothing was changed"):
            moving.move(file_office, str(target), folder=str(tmp_path))
    assert strange.read_bytes() == b"somebody else's"
    assert builders.rows(file_office, "SELECT attachments_folder FROM office") == [("",)]
    file_office.sign_in("王敏", PASSWORD)
    assert a_case(file_office).number


def test_what_breaks_off_leaves_the_new_place_empty_and_the_old_books_open(busy, postgres_url, tmp_path, clock):
    with pytest.raises(EnvironmentProblem, match="no folder for them"):
        moving.move(busy, postgres_url)
    server = Database(postgres_url)
    with server.connection() as connection:
        assert tables_there(connection) == []
    server.close()
    for path in busy.pool.rglob("*"):
        if path.is_file():
            path.unlink()
    with pytest.raises(EnvironmentProblem, match="not whole"):
        moving.move(busy, postgres_url, folder=str(tmp_path))
    busy.sign_in("王敏", PASSWORD)
    assert a_case(busy).number


def test_only_those_who_keep_the_office_move_it(file_office, postgres_url):
    with pytest.raises(UserError, match="no right"):
        moving.move(file_office, postgres_url)


def test_a_move_to_a_file_can_encrypt_it(file_office, tmp_path, clock):
    file_office.sign_in(ADMINISTRATOR, PASSWORD)
    target = tmp_path / "locked" / "office.db"
    moving.move(file_office, str(target), passphrase="four words of our own")
    with pytest.raises(EnvironmentProblem, match="encrypted"):
        open_office(target, clock=clock)
    again = open_office(target, clock=clock, passphrase="four words of our own")
    assert check(again.database, again.pool) == ()
    with again.database.connection() as connection:
        assert row_counts(connection)["staff"] == len(builders.STAFF) + 1
    again.close()
