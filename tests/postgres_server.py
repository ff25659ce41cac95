# SPDX-License-Identifier: Apache-2.0
"""A PostgreSQL server of the tests' own, without a port: started once a worker, thrown away at the end."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from sqlalchemy import select

from complaintdesk.db.copying import copy_rows, snapshot
from complaintdesk.db.engine import Database
from complaintdesk.db.journal_tables import JournalHead
from complaintdesk.db.schema import create_or_upgrade
from complaintdesk.desk import office_profile, staffing
from complaintdesk.desk.indexing import refill
from complaintdesk.desk.office import Office, open_office
from tests import builders

PROGRAMS = Path("/usr/lib/postgresql")  # where Debian keeps them, by version
FOR_DURABILITY = ("fsync", "full_page_writes", "synchronous_commit", "autovacuum")
OWNER = "postgres"  # the server refuses to run as root; Debian's package makes this user


def program(name: str) -> str | None:
    """The path of the newest installed server's program, such as `initdb`; None where there is no server."""
    found = [path for path in PROGRAMS.glob(f"*/bin/{name}") if path.parent.parent.name.isdigit()]
    newest = max(found, key=lambda path: int(path.parent.parent.name), default=None)
    return str(newest) if newest else shutil.which(name)


@contextmanager
def running_server() -> Iterator[str]:
    """The folder of the running server's socket, whose superuser is `desk`."""
    with a_server() as server:
        server.start()
        yield str(server.folder)


class Server:
    """A server's folder, and the ways to start it and to pull its plug."""

    def __init__(self, folder: Path, *, durable: bool) -> None:
        self.folder = folder
        self._as_owner = ["runuser", "-u", OWNER, "--"] if os.name == "posix" and os.geteuid() == 0 else []
        if self._as_owner:
            shutil.chown(folder, OWNER)
        self._data = str(folder / "data")
        quick = "" if durable else " ".join(f"-c {each}=off" for each in FOR_DURABILITY)
        self._options = f"-c listen_addresses='' -c unix_socket_directories={folder} {quick}"
        words = ("-U", "desk", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        self._run("initdb", "-D", self._data, *words)

    def start(self) -> None:
        """Starts it and waits until it answers, after a crash when it has recovered."""
        self._run("pg_ctl", "-D", self._data, "-l", str(self.folder / "log"), "-w", "-o", self._options, "start")

    def crash(self) -> None:
        """Ends it at once, as a power cut would."""
        self._run("pg_ctl", "-D", self._data, "-m", "immediate", "stop")

    def url(self, database: str = "postgres") -> str:
        """The address of one of its databases."""
        return address(str(self.folder), database)

    def _run(self, name: str, *words: str) -> None:
        path = program(name)
        assert path is not None
        subprocess.run(
            [*self._as_owner, path, *words],
            cwd=self.folder,
            env={**os.environ, "HOME": str(self.folder)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.STDOUT,
            check=True,
        )


@contextmanager
def a_server(*, durable: bool = False) -> Iterator[Server]:
    """A server that is not started yet; `durable`: each commit waits for the disk, as an office's does."""
    folder = Path(tempfile.mkdtemp(prefix="desk-pg-"))
    try:
        server = Server(folder, durable=durable)
        yield server
        server.crash()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def address(folder: str, database: str) -> str:
    """The address of a database of the server whose socket is in this folder."""
    return f"postgresql+psycopg://desk@/{database}?host={folder}"


@contextmanager
def a_database(server: str) -> Iterator[str]:
    """The address of a new, empty database, dropped at the end."""
    import psycopg
    from psycopg.sql import SQL, Identifier

    name = f"desk_{uuid.uuid4().hex}"
    with psycopg.connect(host=server, user="desk", dbname="postgres", autocommit=True) as connection:
        connection.execute(SQL("CREATE DATABASE {}").format(Identifier(name)))
        yield address(server, name)
        connection.execute(SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(name)))


def fill_database(url: str, books: Path, pool: Path) -> None:
    """Takes the books in the file over to the empty database, and sets the folder for their attachments."""
    file, server = Database(str(books)), Database(url)
    create_or_upgrade(server)
    with snapshot(file) as source, server.writing() as session:
        copy_rows(source, session.connection())
        refill(session)
        begun_at = session.scalars(select(JournalHead.latest_at)).one()
    server.close()
    file.close()
    office = open_office(url, desk="server", clock=lambda: begun_at)
    made = not (pool.exists() or pool.is_symlink())  # else it is a test's own
    if made:
        pool.mkdir()  # a folder that isn't there is refused
    keep_attachments_in(pool, office)
    office.close()
    if made:
        pool.rmdir()


def keep_attachments_in(pool: Path, office: Office) -> None:
    """Names the folder for the attachments of an office on a server."""
    office.staff = office.ask(staffing.staff_named, builders.ADMINISTRATOR, office.books)
    profile = office.ask(office_profile.profile)
    office.do(office_profile.change, replace(profile, attachments_folder=str(pool)))
