# SPDX-License-Identifier: Apache-2.0
"""The log, and what may stand in it: kinds, places and marked texts; never a name, a number or what was typed."""

from __future__ import annotations

import faulthandler
import logging
import logging.handlers
import re
import traceback
from pathlib import Path
from types import TracebackType
from typing import TextIO

LOG = "complaintdesk.log"
FAULTS = "faults.txt"
LOG_SIZE, LOG_FILES = 1_000_000, 5  # bytes of each file, and how many there are at most
_BLOT = "•••"
_PHONE_LIKE = re.compile(r"(?<![\dA-Za-z])\d(?:[\s-]?\d){6,}(?!\d)")
# What people are called and what they said is Chinese; what the program says to its log is not.
_CHINESE = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")
# A server's address may hold a password, with anything in it.
_URLS = re.compile(r"(?<!file)://(?:\S*@)?[^\s'\"<>]*", re.IGNORECASE)
# A file's name and its folders may hold whatever a person called them, blanks too: only quotes tell for sure where such
# a one ends, else it goes on to its last folder, and from there to the end of a name such as `list of calls.xlsx`.
_QUOTED_PATHS = re.compile(r"(['\"])(?:[A-Za-z]:[\\/]|\\\\|~?/)[^\"'\n]*\1")
_START = r"(?:file:/+(?:[A-Za-z]:)?|(?<![A-Za-z])[A-Za-z]:[\\/]|\\\\|(?<![\w.:/])~?/)"
_NAME = r"(?:[^\n\"'<>|:*?\\/]*?\.[A-Za-z0-9]{1,8}(?!\w|\.\w)|[^\s\"'<>|:*?\\/]*)"
_PATHS = re.compile(rf"{_START}(?:[^\n\"'<>|:*?]*[\\/])?{_NAME}", re.IGNORECASE)
_OWN = "complaintdesk"


def redacted(text: str) -> str:
    """The text with every run of seven digits or more and every run of Chinese blotted out: phones, names, words."""
    return _CHINESE.sub(_BLOT, _PHONE_LIKE.sub(_BLOT, text))


def without_paths(text: str) -> str:
    """The text with paths of files and addresses of servers blotted out.

    A home folder is called like its person, and an address may tell a password.
    """
    at_home = re.compile(re.escape(str(Path.home())) + r"[^\s\"'<>|:*?]*", re.IGNORECASE)
    text = _URLS.sub(f"://{_BLOT}", text)
    for paths in (_QUOTED_PATHS, at_home, _PATHS):
        text = paths.sub(_BLOT, text)
    return text


def frames_of(error: BaseException) -> str:
    """The kinds and places of an exception and of those behind it; never its words, which may quote what was typed."""
    parts: list[str] = []
    behind: BaseException | None = error
    while behind is not None:
        frames = traceback.extract_tb(behind.__traceback__)
        lines = [f"  {short(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames]
        kind = type(behind)
        parts.insert(0, "\n".join([f"{kind.__module__}.{kind.__qualname__}", *lines]))
        behind = behind.__cause__ or (None if behind.__suppress_context__ else behind.__context__)
    return "\n\n".join(parts)


def short(name: str) -> str:
    """A file's name from the package on: the path before it may hold a person's name."""
    parts = Path(name).parts
    for start in ("complaintdesk", "site-packages", "lib"):
        if start in parts:
            return "/".join(parts[len(parts) - 1 - parts[::-1].index(start) :])
    return Path(name).name


class PrivateFormatter(logging.Formatter):
    """Lines for the log that carry nobody's data; of an exception the kind and the places alone.

    What libraries say is cut after its first line: a database's second one quotes the row that it refused.
    """

    def format(self, record: logging.LogRecord) -> str:
        # Another log may have left its own wording of the exception in the record.
        return super().format(logging.makeLogRecord({**record.__dict__, "exc_text": None}))

    def formatMessage(self, record: logging.LogRecord) -> str:
        said = record.message
        if record.name.partition(".")[0] != _OWN:
            said = without_paths(said.partition("\n")[0])
        record.message = redacted(said)
        return super().formatMessage(record)

    def formatException(
        self, ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
    ) -> str:
        return "" if ei[1] is None else frames_of(ei[1])


def start_log(folder: Path) -> TextIO:
    """Writes the log into `folder` (five files of 1 MB at most); gives the file for hard crashes, to be kept open."""
    lines = logging.handlers.RotatingFileHandler(
        folder / LOG, maxBytes=LOG_SIZE, backupCount=LOG_FILES - 1, encoding="utf-8"
    )
    lines.setFormatter(PrivateFormatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger()
    root.addHandler(lines)
    root.setLevel(logging.INFO)
    # A frozen program without a console has no stderr: faults go to a file.
    faults = (folder / FAULTS).open("a", encoding="utf-8")
    if faults.tell() > LOG_SIZE:
        faults.truncate(0)
    faulthandler.enable(faults)
    return faults


def log_files(folder: Path) -> list[Path]:
    """The files of the log that are there, newest first."""
    names = [LOG, *(f"{LOG}.{at}" for at in range(1, LOG_FILES)), FAULTS]
    return [folder / name for name in names if (folder / name).is_file()]
