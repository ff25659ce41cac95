# SPDX-License-Identifier: Apache-2.0
"""What every test stands on: no display, no real home, no network, a zone that is not the office's; shared fixtures."""

from __future__ import annotations

import os
import shutil
import socket
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest

from complaintdesk.desk import staffing
from complaintdesk.desk.office import Office, open_office
from tests import builders
from tests.postgres_server import program, running_server

ROOT = Path(__file__).resolve().parent.parent
HOME = Path(tempfile.mkdtemp(prefix="complaintdesk-tests-"))


def _leave_the_machine_alone() -> None:
    for name in [name for name in os.environ if name.startswith(("QT_", "XDG_", "COMPLAINTDESK_", "RL_"))]:
        del os.environ[name]
    runtime = HOME / "runtime"
    runtime.mkdir(mode=0o700)
    os.environ.update(
        HOME=str(HOME),
        XDG_RUNTIME_DIR=str(runtime),
        COMPLAINTDESK_HOME=str(HOME / "complaintdesk"),
        QT_QPA_PLATFORM="offscreen",
        TZ="EST5",  # far from Asia/Shanghai: a time that went through the machine's zone shows
    )
    if hasattr(time, "tzset"):
        time.tzset()


_leave_the_machine_alone()
hypothesis.settings.register_profile("house", deadline=None, database=None)
hypothesis.settings.load_profile("house")


def pytest_unconfigure() -> None:
    """Removes the tests' own home."""
    shutil.rmtree(HOME, ignore_errors=True)


@pytest.fixture(autouse=True)
def desk_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of the test's own for settings, data and state (COMPLAINTDESK_HOME)."""
    home = tmp_path / "home"
    monkeypatch.setenv("COMPLAINTDESK_HOME", str(home))
    return home


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fails the test that opens a connection from Python: nothing leaves the office's machine."""

    def refuse(*asked: Any, **_: Any) -> None:
        pytest.fail(f"the network was asked for: {asked[-1] if asked else ''}")

    inherited = socket.socket.connect, socket.socket.connect_ex

    def watched(connect: Callable[..., Any]) -> Callable[..., Any]:
        def only_local(self: socket.socket, address: Any) -> Any:
            if self.family in (socket.AF_INET, socket.AF_INET6):
                refuse(address)
            return connect(self, address)

        return only_local

    monkeypatch.setattr(socket.socket, "connect", watched(inherited[0]))
    monkeypatch.setattr(socket.socket, "connect_ex", watched(inherited[1]))
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.fixture
def clock() -> builders.DeskClock:
    """Nine o'clock on a Tuesday in October; set `clock.now` or call `clock.later(minutes=5)` to go on."""
    return builders.DeskClock()


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database of an office with one member of staff of each role, to be copied."""
    path = tmp_path_factory.mktemp("founded") / "office.db"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(staffing, "_hasher", builders.QUICK_HASHER)
        builders.found(path, builders.DeskClock(builders.NINE))
    return path


@pytest.fixture
def office(
    founded: Path, tmp_path: Path, clock: builders.DeskClock, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Office]:
    """An office of the test's own, its clock standing, with the supervisor 王敏 at the desk."""
    path = tmp_path / "office.db"
    shutil.copy(founded, path)
    monkeypatch.setattr(staffing, "_hasher", builders.QUICK_HASHER)  # many sign in, and few to be hard to guess
    opened = open_office(path, desk="front", clock=clock)
    opened.sign_in("王敏", builders.PASSWORD)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real lists beside the checkout; skips the test where it is absent."""
    folder = ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("the folder of real lists beside the checkout is absent")
    return folder


@pytest.fixture(scope="session")
def reader() -> Callable[[str], str]:
    """The path of an independent reader (`pdftotext`, `soffice`); skips the test where it is not installed."""

    def find(program: str) -> str:
        path = shutil.which(program)
        if path is None:
            pytest.skip(f"{program} is not installed")
        return path

    return find


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The socket folder of a PostgreSQL server of the tests' own; skips the test where none is installed."""
    if program("initdb") is None:
        pytest.skip("a PostgreSQL server is not installed")
    with running_server() as folder:
        yield folder


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """The address of an empty PostgreSQL database, for this test alone."""
    import psycopg

    name = f"desk_{uuid.uuid4().hex}"
    with psycopg.connect(host=postgres_server, user="desk", dbname="postgres", autocommit=True) as server:
        server.execute(psycopg.sql.SQL("CREATE DATABASE {}").format(psycopg.sql.Identifier(name)))
        yield f"postgresql+psycopg://desk@/{name}?host={postgres_server}"
        server.execute(psycopg.sql.SQL("DROP DATABASE {} WITH (FORCE)").format(psycopg.sql.Identifier(name)))
