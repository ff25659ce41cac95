# SPDX-License-Identifier: Apache-2.0
"""What every test stands on: no display, no real home, no network, a zone that is not the office's; shared fixtures."""

from __future__ import annotations

import gc
import json
import os
import shutil
import socket
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import hypothesis
import pytest

from complaintdesk.desk.office import Office, open_office
from complaintdesk.labels import set_language
from tests import builders
from tests.compiled_once import compile_each_statement_once
from tests.kept_books import KeptBooks
from tests.made_once import hash_as_shipped, hash_quickly, migrate_new_databases_once
from tests.postgres_server import a_database, fill_database, keep_attachments_in, program, running_server

ROOT = Path(__file__).resolve().parent.parent
HOME = Path(tempfile.mkdtemp(prefix="complaintdesk-tests-"))
POOL = HOME / "attachments"  # the founded office's on a server; leads to a folder of each test's own
AtDesk = Callable[[str | Path], Office]
NewPlace = Callable[[], str]


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
compile_each_statement_once()
migrate_new_databases_once()
hash_quickly()
hypothesis.settings.register_profile("house", deadline=None, database=None)
hypothesis.settings.load_profile("house")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database",
        choices=("sqlite", "postgresql"),
        default="sqlite",
        help="where the tests' offices keep their books; with postgresql only tests that have an office are run",
    )
    parser.addoption(
        "--look",
        default="en,light,1366x768",
        help="the language, scheme and size that walked windows are looked at in, such as zh_CN,dark,1920x1080",
    )
    parser.addoption("--pictures", default="", help="a folder for a picture of each window that is walked")


def _show_on_a_screen_of(size: str) -> None:
    """Makes the screen as large as the look that is asked for: windows take the room that they would have there."""
    width, height = (int(each) for each in size.split("x"))
    screen = {"name": "looked at", "x": 0, "y": 0, "width": width, "height": height, "dpr": 1}
    screen |= {"logicalDpi": 96, "logicalBaseDpi": 96}
    path = HOME / "screen.json"
    path.write_text(json.dumps({"screens": [screen]}), "utf-8")
    os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={path}"


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("pictures"):
        _show_on_a_screen_of(config.getoption("look").rpartition(",")[2])
    config.addinivalue_line("markers", "about_files(reason): about SQLite's files: nothing to try on a server")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On a server only what has an office there is run again; what is about files says why it is not."""
    for item in items:
        for marker in item.iter_markers("about_files"):
            if not (len(marker.args) == 1 and isinstance(marker.args[0], str) and len(marker.args[0]) > 20):
                raise pytest.UsageError(f"{item.nodeid}: about_files needs its reason, in words")
    if config.getoption("database") == "sqlite":
        return
    chosen: list[pytest.Item] = []
    left: list[pytest.Item] = []
    for item in items:
        has_office = {"location", "empty_location", "books_like"} & set(getattr(item, "fixturenames", ()))
        again = has_office and item.get_closest_marker("about_files") is None
        (chosen if again else left).append(item)
    items[:] = chosen
    config.hook.pytest_deselected(items=left)


def pytest_collection_finish() -> None:
    """What is loaded by now stays: it need not be looked through for garbage ever again."""
    gc.collect()
    gc.freeze()


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
def _spoken() -> None:
    """Each test starts in the language that a new machine speaks, whatever the one before it left behind."""
    set_language("zh_CN")


@pytest.fixture
def shipped_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords, passphrases and codes are hashed with the pains that the program takes in an office."""
    hash_as_shipped(monkeypatch)


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
    builders.found(path, builders.DeskClock(builders.NINE))
    return path


@pytest.fixture
def books(founded: Path, tmp_path: Path) -> Path:
    """The founded office's file, for this test alone."""
    path = tmp_path / "office.db"
    shutil.copy(founded, path)
    return path


@pytest.fixture
def location(request: pytest.FixtureRequest) -> str:
    """The founded office's books for this test alone: a file, or with `--database postgresql` on the tests' server."""
    if request.config.getoption("database") == "sqlite":
        return str(request.getfixturevalue("books"))
    return str(request.getfixturevalue("books_on_server"))


@pytest.fixture
def empty_location(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where an office can be founded: a file that is not there yet, or an empty database on the tests' server."""
    if request.config.getoption("database") == "sqlite":
        return str(tmp_path / "office.db")
    return str(request.getfixturevalue("postgres_url"))


@pytest.fixture(scope="session")
def empty_locations(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[NewPlace]:
    """Where offices can be founded that many tests begin with, for `books_like`: each call names another place."""
    if request.config.getoption("database") == "sqlite":
        yield lambda: str(tmp_path_factory.mktemp("template") / "office.db")
        return
    server = request.getfixturevalue("postgres_server")
    with ExitStack() as databases:
        yield lambda: databases.enter_context(a_database(server))


@pytest.fixture
def books_like(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[str], str]:
    """The address of books like those at an address that `empty_locations` gave, for this test alone."""
    if request.config.getoption("database") == "sqlite":
        return lambda template: str(shutil.copy(template, tmp_path / "office.db"))
    kept_books: Callable[[str], KeptBooks] = request.getfixturevalue("kept_books")
    return lambda template: kept_books(template).fresh()


@pytest.fixture(scope="session")
def worked(
    empty_locations: NewPlace, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[builders.Work, builders.DeskClock], str]:
    """Where an office stands, founded with one of each role, in which this was done with 王敏 at the desk."""

    def begin(work: builders.Work, clock: builders.DeskClock) -> str:
        location = empty_locations()
        builders.found(location, clock)
        office = open_office(location, desk="front", clock=clock)
        if office.database.is_server:
            keep_attachments_in(tmp_path_factory.mktemp("attachments"), office)
        office.sign_in("王敏", builders.PASSWORD)
        work(office, clock)
        office.close()
        return location

    return begin


@pytest.fixture
def office(location: str, at_desk: AtDesk) -> Office:
    """An office of the test's own, its clock standing, with the supervisor 王敏 at the desk."""
    return at_desk(location)


@pytest.fixture
def file_office(books: Path, at_desk: AtDesk) -> Office:
    """The same in a file, whichever database the other tests use."""
    return at_desk(books)


@pytest.fixture
def at_desk(clock: builders.DeskClock) -> Iterator[AtDesk]:
    """Opens an office with the supervisor 王敏 at the desk, closed at the end."""
    offices = []

    def sit_down(location: str | Path) -> Office:
        office = open_office(location, desk="front", clock=clock)
        offices.append(office)
        office.sign_in("王敏", builders.PASSWORD)
        return office

    yield sit_down
    for office in offices:
        office.close()


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
    with a_database(postgres_server) as url:
        yield url


@pytest.fixture(scope="session")
def server_books_of(postgres_server: str) -> Iterator[Callable[[Path], str]]:
    """The address of a database on the server with the books of a file; made once for each file."""
    urls: dict[Path, str] = {}
    with ExitStack() as databases:

        def once(books: Path) -> str:
            if books not in urls:
                url = databases.enter_context(a_database(postgres_server))
                fill_database(url, books, POOL)
                urls[books] = url
            return urls[books]

        yield once


@pytest.fixture
def founded_on_server(server_books_of: Callable[[Path], str], founded: Path) -> str:
    """The address of the founded office's books on the server, from which those of each test are made."""
    return server_books_of(founded)


@pytest.fixture(scope="session")
def kept_books(postgres_server: str) -> Iterator[Callable[[str], KeptBooks]]:
    """The database of the tests that begin with the books at an address on the server, one after the other."""
    kept: dict[str, KeptBooks] = {}
    yield lambda template: kept.setdefault(template, KeptBooks(postgres_server, template))
    for each in kept.values():
        each.drop()


@pytest.fixture
def books_on_server(kept_books: Callable[[str], KeptBooks], founded_on_server: str, tmp_path: Path) -> Iterator[str]:
    """The address of the founded office's books on the server, for this test alone, with their attachments' folder."""
    pool = tmp_path / "office-attachments"
    pool.mkdir()
    POOL.symlink_to(pool)
    yield kept_books(founded_on_server).fresh()
    POOL.unlink()
