# SPDX-License-Identifier: Apache-2.0
"""A print server (CUPS) of the tests' own, without a port, whose one queue (CUPS-PDF) keeps what arrives as files."""

from __future__ import annotations

import ctypes.util
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pypdf

SERVER, ADMIN = "cupsd", "lpadmin"
BACKEND = Path("/usr/lib/cups/backend/cups-pdf")
SETTINGS = Path("/etc/cups")
DRIVER = Path("/usr/share/ppd/cups-pdf/CUPS-PDF_opt.ppd")
QUEUE = "Tests-PDF"
PATIENCE = 60_000  # ms for a server to start, or for a job to arrive
Wait = Callable[[Callable[[], bool]], object]  # until it is so
_SBIN = "/usr/sbin"


def missing() -> str:
    """What is not installed of it, or who may not start it; '' where it can be started."""
    if _program(SERVER) is None or _program(ADMIN) is None:
        return "no print server (cups) is installed"
    if not DRIVER.exists() or not BACKEND.exists():
        return "no PDF queue (printer-driver-cups-pdf) is installed"
    return "" if os.geteuid() == 0 else "a print server that keeps what arrives is started by root alone"


class Arrived:
    """What came to the queue."""

    def __init__(self, folder: Path, socket: Path, wait: Wait) -> None:
        self._folder, self.socket, self._wait = folder, socket, wait

    def jobs(self, count: int) -> list[Path]:
        """The files of so many jobs, in the order of their arrival; waits until they are there and whole."""
        self._wait(lambda: len(self._files()) >= count and not self._queued())
        return self._files()

    def sizes(self, count: int) -> list[list[tuple[int, int]]]:
        """The sizes of the pages of so many jobs, in mm as they lie before the reader."""
        return [[_lying(page) for page in pypdf.PdfReader(path).pages] for path in self.jobs(count)]

    def _files(self) -> list[Path]:
        return sorted(self._folder.glob("*.pdf"), key=lambda path: (path.stat().st_mtime_ns, path.name))

    def _queued(self) -> bool:
        told = subprocess.run(["lpstat", "-h", str(self.socket), "-o"], capture_output=True, text=True, check=True)
        return bool(told.stdout.strip())


@contextmanager
def running_print_server(wait: Wait) -> Iterator[Arrived]:
    """The server, started and gone again; this process prints on it meanwhile."""
    with tempfile.TemporaryDirectory(prefix="cups-") as name:
        home = Path(name)
        home.chmod(0o755)
        for part in ("etc", "spool", "cache", "run", "out", "etc/ppd"):
            (home / part).mkdir(mode=0o755)
        out, socket = home / "out", home / "run" / "cups.sock"
        out.chmod(0o777)
        (home / "etc" / "cupsd.conf").write_text(
            f"LogLevel debug\nListen {socket}\nBrowsing Off\nWebInterface No\nDefaultAuthType None\n"
            "<Location />\n  Order allow,deny\n  Allow all\n</Location>\n"
            "<Policy default>\n  <Limit All>\n    Order deny,allow\n  </Limit>\n</Policy>\n"
        )
        (home / "etc" / "cups-files.conf").write_text(
            f"ServerRoot {home}/etc\nRequestRoot {home}/spool\nCacheDir {home}/cache\nStateDir {home}/run\n"
            f"AccessLog {home}/access\nErrorLog {home}/error\nPageLog {home}/page\nSystemGroup root\n"
        )
        server = _program(SERVER)
        assert server is not None
        conf = ("-c", str(home / "etc" / "cupsd.conf"), "-s", str(home / "etc" / "cups-files.conf"))
        process = subprocess.Popen([server, "-f", *conf], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        settings = SETTINGS / f"cups-pdf-{home.name}.conf"  # the backend reads its settings there alone
        try:
            settings.write_text(f"Out {out}\nSpool {home}/spool/pdf\nLog {home}\nLabel 1\nGrp root\n")
            wait(lambda: socket.exists() or process.poll() is not None)
            assert process.poll() is None, "the print server ended at once"
            _make_queue(socket, home.name)
            with _asked(socket):
                yield Arrived(out, socket, wait)
        finally:
            settings.unlink(missing_ok=True)
            process.terminate()
            process.wait(PATIENCE / 1000)


def _make_queue(socket: Path, name: str) -> None:
    admin = _program(ADMIN)
    assert admin is not None
    words = ("-h", str(socket), "-p", QUEUE, "-E", "-v", f"cups-pdf:/{name}", "-P", str(DRIVER))
    subprocess.run([admin, *words], check=True, capture_output=True, text=True)


@contextmanager
def _asked(socket: Path) -> Iterator[None]:
    """Qt asks libcups for printers, and that asks this server."""
    before = os.environ.get("CUPS_SERVER")
    os.environ["CUPS_SERVER"] = str(socket)
    ask_server(socket)
    try:
        yield
    finally:
        ask_server(None)
        os.environ.pop("CUPS_SERVER")
        if before is not None:
            os.environ["CUPS_SERVER"] = before


def ask_server(socket: Path | None) -> None:
    """This thread asks that server from here on, the machine's own for None: libcups keeps it by thread."""
    ctypes.CDLL(ctypes.util.find_library("cups")).cupsSetServer(str(socket).encode() if socket else None)


def _program(name: str) -> str | None:
    return shutil.which(name) or shutil.which(name, path=_SBIN)


def _lying(page: pypdf.PageObject) -> tuple[int, int]:
    sides = float(page.mediabox.width), float(page.mediabox.height)
    across, down = sides if page.rotation % 180 == 0 else sides[::-1]
    return round(across / 72 * 25.4), round(down / 72 * 25.4)
