# SPDX-License-Identifier: Apache-2.0
"""How a server's connections are made, and what its refusals mean: in words, and without anybody's password."""

from __future__ import annotations

import pytest
from sqlalchemy import make_url, text

from complaintdesk.db import server
from complaintdesk.db.engine import Database
from complaintdesk.db.journal import lock_head
from complaintdesk.desk.office import open_office
from complaintdesk.errors import EnvironmentProblem, ServerGone
from tests.builders import PASSWORD, a_case

LIMITS = {"lock_timeout": "5s", "idle_in_transaction_session_timeout": "15s", "TimeZone": "UTC"}


def options(url: str) -> dict[str, object]:
    """What a connection to this address is told."""
    return dict(server.server_engine(url).url.query)


@pytest.mark.parametrize(
    ("url", "mode"),
    [
        ("postgresql+psycopg://desk@/desk?host=/run/postgresql", None),
        ("postgresql+psycopg://desk@localhost/desk", None),
        ("postgresql+psycopg://desk@127.0.0.1:5433/desk", None),
        ("postgresql+psycopg://desk:secret@192.168.1.5/desk", "verify-full"),
        ("postgresql+psycopg://desk@server.office/desk?sslmode=require", "require"),
    ],
)
def test_over_a_network_the_server_has_to_prove_who_it_is(url, mode):
    assert options(url).get("sslmode") == mode


def test_a_server_or_desk_that_vanished_is_given_up_after_about_ten_seconds():
    told = options("postgresql+psycopg://desk@localhost/desk?connect_timeout=3")
    assert told["connect_timeout"] == "3", "what the address says itself wins"
    assert told["tcp_user_timeout"] == "10000"
    idle, interval, count = (int(str(told[f"keepalives_{name}"])) for name in ("idle", "interval", "count"))
    assert idle + interval * count <= 11


def test_each_connection_waits_and_idles_for_a_while_and_no_longer(postgres_url):
    database = Database(postgres_url)
    with database.connection() as connection:
        for name, value in LIMITS.items():
            assert connection.execute(text(f"SHOW {name}")).scalar() == value
        assert connection.execute(text("SHOW transaction_read_only")).scalar() == "on"
    database.close()


def test_a_desk_that_stopped_in_the_middle_of_a_deed_frees_the_others(books_on_server, clock, monkeypatch):
    quick = [each.replace("15s", "500ms") for each in server.SETTINGS]
    office = open_office(books_on_server, clock=clock)
    monkeypatch.setattr(server, "SETTINGS", quick)
    stopped = Database(books_on_server)

    def a_long_deed() -> None:
        with stopped.writing() as session:
            lock_head(session)
            office.sign_in("王敏", PASSWORD)  # waits until the server has thrown the other out
            assert a_case(office).number
            lock_head(session)

    with pytest.raises(ServerGone):
        a_long_deed()
    with stopped.reading() as session:
        assert session.scalar(text("SELECT count(*) FROM case_record")) == 1
    stopped.close()
    office.close()


def test_what_a_server_refuses_is_told_in_words(postgres_url, postgres_server):
    elsewhere = make_url(postgres_url).set(database="nowhere").render_as_string(hide_password=False)
    for url, problem in ((elsewhere, ServerGone), (postgres_url.replace(postgres_server, "/nowhere"), ServerGone)):
        database = Database(url)
        with pytest.raises(problem), database.connection():
            pass
        database.close()
    database = Database(postgres_url)
    with database.connection(writing=True) as connection:
        connection.execute(text("CREATE ROLE visitor"))

    def an_intrusion() -> None:
        with database.connection(writing=True) as connection:
            connection.execute(text("SET LOCAL ROLE visitor"))
            connection.execute(text("CREATE TABLE mine (id int)"))

    with pytest.raises(EnvironmentProblem, match="the right to do that"):
        an_intrusion()
    with database.connection(writing=True) as connection:
        connection.execute(text("DROP ROLE visitor"))
    database.close()


@pytest.mark.parametrize("address", ["postgresql+psycopg://desk@server:port/desk", "postgresql+nodriver://desk@/desk"])
def test_an_address_that_makes_no_sense_is_said_so(address):
    with pytest.raises(EnvironmentProblem):
        Database(address)
