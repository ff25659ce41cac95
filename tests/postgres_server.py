# SPDX-License-Identifier: Apache-2.0
"""A PostgreSQL server of the tests' own, without a port: started once a worker, thrown away at the end."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PROGRAMS = Path("/usr/lib/postgresql")  # where Debian keeps them, by version
OWNER = "postgres"  # the server refuses to run as root; Debian's package makes this user


def program(name: str) -> str | None:
    """The path of the newest installed server's program, such as `initdb`; None where there is no server."""
    found = [path for path in PROGRAMS.glob(f"*/bin/{name}") if path.parent.parent.name.isdigit()]
    newest = max(found, key=lambda path: int(path.parent.parent.name), default=None)
    return str(newest) if newest else shutil.which(name)


@contextmanager
def running_server() -> Iterator[str]:
    """The folder of the running server's socket, whose superuser is `desk`."""
    folder = Path(tempfile.mkdtemp(prefix="desk-pg-"))
    as_owner = ["runuser", "-u", OWNER, "--"] if os.name == "posix" and os.geteuid() == 0 else []
    if as_owner:
        shutil.chown(folder, OWNER)
    initdb, pg_ctl = program("initdb"), program("pg_ctl")
    assert initdb is not None
    assert pg_ctl is not None
    data, log = str(folder / "data"), str(folder / "log")
    options = f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync=off"
    environment = {**os.environ, "HOME": str(folder)}

    def run(*words: str) -> None:
        subprocess.run(
            [*as_owner, *words],
            cwd=folder,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.STDOUT,
            check=True,
        )

    try:
        run(initdb, "-D", data, "-U", "desk", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        run(pg_ctl, "-D", data, "-l", log, "-w", "-o", options, "start")
        try:
            yield str(folder)
        finally:
            run(pg_ctl, "-D", data, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
