# SPDX-License-Identifier: Apache-2.0
"""The one way a file for the office is written: whole or not at all, the old one kept until the new one is safe."""

from __future__ import annotations

import errno
import os
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from complaintdesk.errors import QT_TRANSLATE_NOOP, EnvironmentProblem

_LEFT_BEHIND_AFTER = 600  # seconds: an unfinished file this old belongs to a program that was killed
_PATIENCE = (0.05, 0.1, 0.2, 0.4)  # seconds between tries: a virus scanner or indexer lets go within a moment


def safe_write(path: str | Path, data: bytes) -> Path:
    """Writes the file and says where it lies; raises EnvironmentProblem, the old file then still there as it was."""
    with whole_file(path) as file:
        file.write(data)
    return Path(path)


@contextmanager
def whole_file(path: str | Path) -> Iterator[BinaryIO]:
    """A file to write to that takes the path's place when the block ends well, and vanishes when it doesn't.

    Raises EnvironmentProblem for what the system refuses, inside the block too; other errors of the block pass through.
    """
    target = Path(os.path.realpath(path))  # a link stays a link: what it points to is replaced
    try:
        _sweep(target)
        unfinished, file = _open_beside(target)
        try:
            with file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            _take_place(unfinished, target)
        except BaseException:
            with suppress(OSError):  # the first error is the one to tell
                unfinished.unlink(missing_ok=True)
            raise
        sync_folder(target.parent)
    except OSError as error:
        raise _problem(error, Path(path)) from error


@contextmanager
def refusals_told(path: Path) -> Iterator[None]:
    """Turns what the system refuses of the block, which works on this file or folder, into EnvironmentProblem."""
    try:
        yield
    except OSError as error:
        raise _problem(error, path) from error


def _open_beside(target: Path) -> tuple[Path, BinaryIO]:
    """A new file in the same folder, so that it can take the target's place in one step; it has the target's rights."""
    unfinished = target.with_name(f".{target.name[:60]}.{secrets.token_hex(6)}.part")
    mode = target.stat().st_mode & 0o777 if target.exists() else 0o600  # what we write holds names and phones
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
    return unfinished, os.fdopen(os.open(unfinished, flags, mode), "wb")


def _take_place(unfinished: Path, target: Path) -> None:
    for pause in _PATIENCE:
        try:
            unfinished.replace(target)
        except PermissionError:
            time.sleep(pause)  # whoever holds the old file lets go within a moment
        else:
            return
    unfinished.replace(target)


def sync_folder(folder: Path) -> None:
    """Puts the new name on the disk too; Windows does so by itself and can't be asked."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in {errno.EINVAL, errno.ENOTSUP}:  # some network shares know no such request
            raise
    finally:
        os.close(handle)


def _sweep(target: Path) -> None:
    """Removes what a killed program left of this very file: it holds people's data and nobody would look for it."""
    for left in target.parent.glob(f".{_literal(target.name[:60])}.*.part"):
        with suppress(FileNotFoundError):  # another desk sweeps as well
            if time.time() - left.stat().st_mtime > _LEFT_BEHIND_AFTER:
                left.unlink()


def _literal(name: str) -> str:
    return "".join(f"[{each}]" if each in "*?[" else each for each in name)


def _problem(error: OSError, path: Path) -> EnvironmentProblem:
    text = QT_TRANSLATE_NOOP("errors", "“{file}” could not be written: {reason}")
    values = {"file": path.name, "folder": str(path.parent), "reason": error.strerror or str(error.errno)}
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        advice = QT_TRANSLATE_NOOP("errors", "The disk is full. Make room there, or choose another folder.")
    elif isinstance(error, FileNotFoundError | NotADirectoryError):
        advice = QT_TRANSLATE_NOOP("errors", "There is no folder “{folder}”. Choose another one.")
    elif isinstance(error, IsADirectoryError):
        advice = QT_TRANSLATE_NOOP("errors", "There is a folder of that name. Choose another name.")
    elif isinstance(error, PermissionError):
        advice = QT_TRANSLATE_NOOP(
            "errors",
            "Close the file if it is open in another program such as Excel or a PDF reader, or choose another folder.",
        )
    elif error.errno == errno.EROFS:
        advice = QT_TRANSLATE_NOOP("errors", "Nothing can be written there. Choose another folder.")
    elif error.errno == errno.ENAMETOOLONG:
        advice = QT_TRANSLATE_NOOP("errors", "The name is too long. Choose a shorter one.")
    else:
        advice = QT_TRANSLATE_NOOP("errors", "Try again, or choose another folder.")
    return EnvironmentProblem(text, advice, **values)
