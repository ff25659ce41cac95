# SPDX-License-Identifier: Apache-2.0
"""What every command needs: the office it works on, who does it, passwords, how far it is, and its last line."""

from __future__ import annotations

import getpass
import sys
import warnings
from argparse import Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from complaintdesk import labels, paths
from complaintdesk.desk.office import Office, open_office
from complaintdesk.desk.passphrases import needs_passphrase
from complaintdesk.domain.numbering import Number, parse_number
from complaintdesk.errors import QT_TRANSLATE_NOOP, EnvironmentProblem, UserError
from complaintdesk.labels import translate
from complaintdesk.settings import settings_file

PASSWORD_AT_MOST = 4096  # bytes looked at in a password file


def location_of(asked: Namespace) -> str:
    """The database meant: the one named, else the one opened last, else the usual place."""
    return asked.database or settings_file().now.database or str(paths.data_folder() / "office.db")


@contextmanager
def office_of(
    asked: Namespace, *, signed_in: bool = True, leaving: bool = True, secret: str | None = None
) -> Iterator[Office]:
    """The office, with who does this signed in; closed at the end. Ends the call (usage) where nobody is named.

    Not `leaving` notes no end of it: the books take no further entry. `secret` opens encrypted books; it is asked for
    where it isn't given.
    """
    location = location_of(asked)
    office = open_office(location, passphrase=secret or passphrase_for(asked, location))
    labels.set_zone(office.zone)
    try:
        if signed_in:
            name = who(asked)
            office.sign_in(name, password(asked.password_file, name))
        yield office
        if signed_in and leaving:
            office.sign_out()
    finally:
        office.close()


def who(asked: Namespace) -> str:
    """Who does this; ends the call (usage) where nobody is named."""
    if not asked.staff:
        asked.misused(translate("cli", "say who does this: --as STAFF, before the command"))
    return str(asked.staff)


def password(file: Path | None, name: str) -> str:
    """The password in a file's first line, or asked for at the terminal."""
    return typed(translate("cli", "Password of {name}: ").format(name=name), file, "--password-file")


def new_password(file: Path | None, name: str) -> str:
    """A new password, asked for twice at the terminal."""
    if file is not None:
        return _first_line(file)
    first = typed(translate("cli", "New password of {name}: ").format(name=name), None, "--password-file")
    if first != typed(translate("cli", "Once more: "), None, "--password-file"):
        raise UserError(QT_TRANSLATE_NOOP("errors", "The two passwords differ."))
    return first


def passphrase_for(asked: Namespace, location: str) -> str | None:
    """The passphrase or recovery code of encrypted books, from the file named or asked for; None for plain ones."""
    return asked_passphrase(asked) if needs_passphrase(location) else None


def asked_passphrase(asked: Namespace) -> str:
    """The passphrase or recovery code, from the file named or asked for."""
    return typed(translate("cli", "Passphrase or recovery code: "), asked.passphrase_file, "--passphrase-file")


def new_passphrase(file: Path | None) -> str:
    """A new passphrase, asked for twice at the terminal."""
    first = typed(translate("cli", "New passphrase: "), file, "--passphrase-file")
    if file is None and first != typed(translate("cli", "Once more: "), None, "--passphrase-file"):
        raise UserError(QT_TRANSLATE_NOOP("errors", "The two passphrases differ."))
    return first


def typed(prompt: str, file: Path | None, option: str) -> str:
    """A secret: the first line of the file, else what is typed unseen.

    Raises EnvironmentProblem for a file that can't be read, and where there is no terminal to type at.
    """
    if file is not None:
        return _first_line(file)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", getpass.GetPassWarning)  # it would be read, and shown, from anywhere
            return getpass.getpass(prompt)
    except (EOFError, getpass.GetPassWarning) as error:
        raise EnvironmentProblem(
            QT_TRANSLATE_NOOP("errors", "There is no terminal to type the password at."),
            QT_TRANSLATE_NOOP("errors", "Name a file whose first line it is: {option} FILE."),
            option=option,
        ) from error


def _first_line(file: Path) -> str:
    try:
        with file.open("rb") as content:
            lines = content.read(PASSWORD_AT_MOST).decode("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise EnvironmentProblem(
            QT_TRANSLATE_NOOP("errors", "The file {path} can't be read."),
            QT_TRANSLATE_NOOP("errors", "Check its name, and that you may read it."),
            path=str(file),
        ) from error
    return lines[0] if lines else ""


def count_line(**counts: object) -> None:
    """The last line of a command: its counts as key=value, in ASCII."""
    print(" ".join(f"{key}={value}" for key, value in counts.items()))


@contextmanager
def progress_shown() -> Iterator[Callable[[int, int], None]]:
    """Tells how far a long command is, on one line of a terminal that is ended when it's done; elsewhere nothing."""
    told = False

    def tell(done: int, of: int) -> None:
        nonlocal told
        if sys.stderr.isatty():
            told = True
            print(f"\r{done}/{of}", end="", file=sys.stderr, flush=True)

    try:
        yield tell
    finally:
        if told:
            print(file=sys.stderr)


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


def why(asked: Namespace) -> str:
    """The reason that stands in the books where a command wrote people's data out: the one given, or that it did."""
    return asked.reason or by_command()


def by_command() -> str:
    """What stands in the books as the reason where none was given: who gave the command is on record."""
    return translate("cli", "written out by a command")
