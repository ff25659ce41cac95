# SPDX-License-Identifier: Apache-2.0
"""What every command needs: the office it works on, who does it, passwords, and its last line."""

from __future__ import annotations

import getpass
import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from complaintdesk import labels, paths
from complaintdesk.desk.office import Office, open_office
from complaintdesk.domain.numbering import Number, parse_number
from complaintdesk.errors import QT_TRANSLATE_NOOP, EnvironmentProblem, UserError
from complaintdesk.labels import translate
from complaintdesk.settings import settings_file


def location_of(asked: Namespace) -> str:
    """The database meant: the one named, else the one opened last, else the usual place."""
    return asked.database or settings_file().now.database or str(paths.data_folder() / "office.db")


@contextmanager
def office_of(asked: Namespace, *, signed_in: bool = True) -> Iterator[Office]:
    """The office, with who does this signed in; closed at the end. Raises UserError where nobody is named."""
    if signed_in and not asked.staff:
        raise UserError(QT_TRANSLATE_NOOP("errors", "Say who does this: --as STAFF."))
    office = open_office(location_of(asked))
    labels.set_zone(office.zone)
    try:
        if signed_in:
            office.sign_in(asked.staff, password(asked.password_file, asked.staff))
        yield office
        if signed_in:
            office.sign_out()
    finally:
        office.close()


def password(file: Path | None, name: str) -> str:
    """The password in a file's first line, or asked for at the terminal."""
    if file is None:
        return getpass.getpass(translate("cli", "Password of {name}: ").format(name=name))
    return _first_line(file)


def new_password(file: Path | None, name: str) -> str:
    """A new password, asked for twice at the terminal."""
    if file is not None:
        return _first_line(file)
    first = getpass.getpass(translate("cli", "New password of {name}: ").format(name=name))
    if first != getpass.getpass(translate("cli", "Once more: ")):
        raise UserError(QT_TRANSLATE_NOOP("errors", "The two passwords differ."))
    return first


def _first_line(file: Path) -> str:
    try:
        return (file.read_text(encoding="utf-8").splitlines() or [""])[0]
    except (OSError, UnicodeDecodeError) as error:
        raise EnvironmentProblem(
            QT_TRANSLATE_NOOP("errors", "The file {path} can't be read."),
            QT_TRANSLATE_NOOP("errors", "Check its name, and that you may read it."),
            path=str(file),
        ) from error


def count_line(**counts: object) -> None:
    """The last line of a command: its counts as key=value, in ASCII."""
    print(" ".join(f"{key}={value}" for key, value in counts.items()))


def tell_progress(done: int, of: int) -> None:
    """How far a long command is; at a terminal only."""
    if sys.stderr.isatty():
        print(f"\r{done}/{of}", end="\n" if done >= of else "", file=sys.stderr, flush=True)


def ask_highest() -> Iterator[Number]:
    """The highest numbers on paper, asked for at a terminal one after the other until nothing is typed."""
    while sys.stdin.isatty():
        typed = input(translate("cli", "Highest number on paper of a series, such as WX2026-000660 (Enter: no more): "))
        if not typed.strip():
            return
        number = parse_number(typed)
        if number is None:
            print(translate("cli", "a number is written BX2026-000912"), file=sys.stderr)
        else:
            yield number
