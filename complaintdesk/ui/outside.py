# SPDX-License-Identifier: Apache-2.0
"""Handing a copy of a kept file to the program that the machine opens such files with; never a program itself."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from secrets import token_hex
from tempfile import TemporaryDirectory

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from complaintdesk.domain.file_names import is_program, safe_name, short_name
from complaintdesk.errors import QT_TRANSLATE_NOOP, EnvironmentProblem, UserError
from complaintdesk.safe_write import safe_write


def open_copy(name: str, data: bytes) -> Path:
    """Opens a copy that can only be read and goes with this program; says where it lies.

    Raises UserError for what may run something, EnvironmentProblem where no program is known for it.
    """
    if is_program(name):
        raise UserError(
            QT_TRANSLATE_NOOP("errors", "“{name}” may be a program: it isn't opened from here."),
            name=short_name(name),
        )
    folder = Path(_folder().name) / token_hex(8)
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


@cache
def _folder() -> TemporaryDirectory[str]:
    """Where the copies lie until the program ends."""
    return TemporaryDirectory(prefix="complaintdesk-", ignore_cleanup_errors=True)
