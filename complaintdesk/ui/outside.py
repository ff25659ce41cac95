# SPDX-License-Identifier: Apache-2.0
"""Handing a copy of a kept file to the program that the machine opens such files with; never a program itself."""

from __future__ import annotations

import atexit
import logging
from contextlib import suppress
from functools import cache
from pathlib import Path
from secrets import token_hex
from shutil import rmtree

from PySide6.QtCore import QLockFile, QUrl
from PySide6.QtGui import QDesktopServices

from complaintdesk import paths
from complaintdesk.domain.file_names import is_program, safe_name, short_name
from complaintdesk.errors import QT_TRANSLATE_NOOP, EnvironmentProblem, UserError
from complaintdesk.safe_write import safe_write

_log = logging.getLogger(__name__)


def open_copy(name: str, data: bytes) -> Path:
    """Opens a copy that can only be read and goes with this program; says where it lies.

    Raises UserError for what may run something, EnvironmentProblem where no program is known for it.
    """
    if is_program(name):
        raise UserError(
            QT_TRANSLATE_NOOP("errors", "“{name}” may be a program: it isn't opened from here."),
            name=short_name(name),
        )
    folder = _folder() / token_hex(8)
    folder.mkdir(mode=0o700)
    path = safe_write(folder / safe_name(name), data)
    path.chmod(0o400)
    if not hand_over(path):
        raise EnvironmentProblem(
            QT_TRANSLATE_NOOP("errors", "This machine knows no program for such a file."),
            QT_TRANSLATE_NOOP("errors", "Save a copy, and open it with a program of your choice."),
        )
    return path


def _desktop(path: Path) -> bool:
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


hand_over = _desktop  # tests put their own here


def sweep() -> None:
    """Removes the copies that programs left behind which were killed; to be called at start."""
    try:
        for folder in _all_copies().iterdir():
            lock = _lock_of(folder)
            if lock.tryLock(0):
                _remove(folder, lock)
    except OSError as error:
        _log.warning("copies opened before could not be removed: %s", type(error).__name__)


@cache
def _folder() -> Path:
    """Where this program's copies lie until it ends; its lock says to others that it is alive."""
    folder = _all_copies() / token_hex(8)
    folder.mkdir(mode=0o700)
    lock = _lock_of(folder)
    lock.tryLock(0)
    atexit.register(_remove, folder, lock)
    return folder


def _remove(folder: Path, lock: QLockFile) -> None:
    lock.unlock()
    for path in folder.rglob("*"):
        with suppress(OSError):  # gone already
            path.chmod(0o700)  # on Windows what can only be read can't be removed
    rmtree(folder, ignore_errors=True)  # what another program still holds goes at the next start


def _lock_of(folder: Path) -> QLockFile:
    lock = QLockFile(str(folder / "lock"))
    lock.setStaleLockTime(0)  # a program that stands still for long is alive all the same
    return lock


def _all_copies() -> Path:
    folder = paths.state_folder() / "opened"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder
