# SPDX-License-Identifier: Apache-2.0
"""Lists from outside (.xlsx, .xls, .ods, .csv) as plain rows of cleaned cells, read by a process of their own.

Whatever a file does to its reader, it does to that process: too much memory or time ends it, not the desk.
"""

from __future__ import annotations

import json
import logging
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from complaintdesk.errors import QT_TRANSLATE_NOOP, EnvironmentProblem
from complaintdesk.sheets.border import ImportRefused

Cell = str | date | datetime  # a datetime is as the clock of the list's writer showed it: without a zone
Progress = Callable[[int, int], object]

ENCODINGS = {"utf-8-sig": "UTF-8", "gb18030": "GBK / GB18030", "utf-16": "UTF-16"}  # what a text may be written in

LIST, FORM = "list", "form"  # what a reader is to read
READ_LIST = "--read-list"  # what the frozen program is called with to be a reader
SECONDS_AT_MOST = 60
_NO_WINDOW = 0x08000000 if sys.platform == "win32" else 0  # subprocess.CREATE_NO_WINDOW
_LOOK_EVERY = 0.1  # s: how soon somebody who stops it is heard
_log = logging.getLogger(__name__)
_ROOT = Path(__file__).resolve().parent.parent.parent
_START = "import sys; sys.path.append(sys.argv.pop(1)); from complaintdesk.sheets import reader_process as reader; "
_START += "sys.exit(reader.main(sys.argv[1:]))"

TOO_MUCH = QT_TRANSLATE_NOOP(
    "errors",
    "This file asks for more memory or time than any list needs. Copy its rows into a new workbook and save that.",
)


@dataclass(frozen=True)
class Sheet:
    """A sheet's name and its rows, row 1 of the sheet first; all rows are of one length, '' is an empty cell."""

    name: str
    rows: Sequence[Sequence[Cell]]


@dataclass(frozen=True)
class Book:
    """A file that was read: the visible sheets that hold anything, in the file's order."""

    sheets: tuple[Sheet, ...]
    digest: str  # SHA256 of the bytes that were read, by which an import that was broken off is found again
    encoding: str  # a key of ENCODINGS that a text was read in; '' for a workbook
    hidden: tuple[str, ...]  # names of sheets that hold something and are not shown, so not read


class ReaderFailed(Exception):
    """The reading process met a bug of ours."""


def read_book(path: Path, encoding: str = "") -> tuple[Sheet, ...]:
    """The sheets of `open_book`, for whoever wants no more of it; raises the same."""
    return open_book(path, encoding).sheets


def open_book(path: Path, encoding: str = "", progress: Progress | None = None) -> Book:
    """A file's rows; of a text in the encoding named, '' recognises it.

    A merged cell's value stands in each of its rows, in its first column. A cell whose formula was never computed reads
    #CALC!, one that holds an error its code (#N/A). `progress(done, total)` is told ten times a second, 0 of 0 while
    the reader works, then rows; what it raises ends the reading. Raises ImportRefused for what can't be read as a list,
    EnvironmentProblem when the disk refuses.
    """
    tell = progress or (lambda _done, _total: None)
    return _book(told_elsewhere(LIST, path, encoding, tell), tell)


def told_elsewhere(kind: str, path: Path, encoding: str = "", progress: Progress | None = None) -> list[bytes]:
    """What a reader of this kind (LIST, FORM) tells of a file, a line of JSON each, the last that it came to its end.

    It is a process of its own; raises as `open_book`.
    """
    tell = progress or (lambda _done, _total: None)
    with subprocess.Popen(
        [*_reader(), kind, str(path), encoding],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        creationflags=_NO_WINDOW,
    ) as process:
        try:
            told = _told_by(process, tell)
        finally:
            process.kill()
            process.wait()  # which leaving the block does not where Ctrl+C ended it
    return _lines(told, process.returncode)


def _reader() -> list[str]:
    """The command that starts a reader: the frozen program's own, with a console so that it has pipes on Windows."""
    if getattr(sys, "frozen", False):
        own = Path(sys.executable)
        return [str(own.with_name("complaintdesk-cli" + own.suffix)), READ_LIST]
    return [sys.executable, "-P", "-c", _START, str(_ROOT)]


def _told_by(process: subprocess.Popen[bytes], tell: Progress) -> bytes:
    until = time.monotonic() + SECONDS_AT_MOST
    while True:
        try:
            return process.communicate(timeout=_LOOK_EVERY)[0]
        except subprocess.TimeoutExpired:
            if time.monotonic() > until:
                raise ImportRefused(TOO_MUCH) from None
            tell(0, 0)


def _lines(told: bytes, ended_with: int) -> list[bytes]:
    """What a reader told after it began; raises what it ran into."""
    lines = told.splitlines()
    if not lines:
        raise ReaderFailed(f"the reader of lists did not start: {ended_with}")
    limits = json.loads(lines[0])["limits"]
    if limits:
        _log.warning("the reader of lists has no limits: %s", limits)
    if not told.endswith(b"}\n") or ended_with != 0:
        raise ImportRefused(TOO_MUCH)  # it was ended in the midst of it
    last = json.loads(lines[-1])
    if "refused" in last:
        raise ImportRefused(last["refused"], **last["values"])
    if "problem" in last:
        raise EnvironmentProblem(last["problem"], last["advice"], **last["values"])
    if "bug" in last:
        _log.error("the reader of lists stumbled:\n%s", last["bug"])
        raise ReaderFailed("the reader of lists stumbled: the log says where")
    return lines[1:]


def _book(lines: Sequence[bytes], tell: Progress) -> Book:
    """What a reader of lists told: each sheet, its rows, the end."""
    last = json.loads(lines[-1])
    total, done = last["read"], 0
    sheets: list[tuple[str, list[list[Cell]]]] = []
    for line in lines[:-1]:
        part = json.loads(line)
        if isinstance(part, dict):
            sheets.append((part["sheet"], []))
            continue
        sheets[-1][1].extend([_cell(cell) for cell in row] for row in part)
        done += len(part)
        tell(done, total)
    if done != total:
        raise ReaderFailed(f"the reader of lists told {done} of {total} rows")
    found = tuple(Sheet(name, rows) for name, rows in sheets)
    return Book(found, last["digest"], last["encoding"], tuple(last["hidden"]))


def _cell(told: Any) -> Cell:
    """A cell as it was sent: a text as it is, a day or an instant in brackets."""
    if isinstance(told, str):
        return told
    return datetime.fromisoformat(told[0]) if "T" in told[0] else date.fromisoformat(told[0])
