# SPDX-License-Identifier: Apache-2.0
"""The commands about what opens an office: encryption on and off, its passphrase, the recovery code, the way back."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path

from complaintdesk.cli.asking import (
    count_line,
    location_of,
    new_passphrase,
    new_password,
    office_of,
    passphrase_for,
    typed,
)
from complaintdesk.desk import encryption, recovery
from complaintdesk.desk.office import Office, open_office
from complaintdesk.domain.recovery_code import new_recovery_code
from complaintdesk.errors import NotYetKnown
from complaintdesk.labels import translate, words_of
from complaintdesk.printing.recovery_sheet import render_recovery_sheet
from complaintdesk.safe_write import safe_write


def make_code(asked: Namespace) -> int:
    """Makes a new recovery code; the old one is void."""
    with office_of(asked) as office:
        show_code(office, recovery.new_code(office), asked.out)
    count_line(codes=1)
    return 0


def recover(asked: Namespace) -> int:
    """Makes somebody an administrator for the printed code."""
    location = location_of(asked)
    code = typed(translate("cli", "Recovery code: "), asked.code_file, "--code-file")
    # The code opens encrypted books as well: whoever lost the administrator may have lost the passphrase with them.
    secret = code if asked.passphrase_file is None else passphrase_for(asked, location)
    office = open_office(location, passphrase=secret)
    try:
        password = new_password(asked.new_password_file, asked.name)
        fresh = new_recovery_code()
        try:
            done = recovery.recover(office, code, asked.name, password, fresh)
        except NotYetKnown:
            print(translate("cli", "If it was saved, {name} is an administrator now.").format(name=asked.name))
            print(translate("cli", "This code is then in force, and the one that was used is not:"))
            show_code(office, fresh, None)
            raise
        print(
            translate("cli", "{name} is an administrator now. The code is used up; the new one:").format(name=done.name)
        )
        show_code(office, done.code, asked.out)
    finally:
        office.close()
    count_line(administrators=1)
    return 0


def encrypt(asked: Namespace) -> int:
    """Encrypts the office."""
    with office_of(asked) as office:
        done = encryption.encrypt(office, new_passphrase(asked.passphrase_file))
        print(
            translate(
                "cli", "The books are encrypted. Backups made before are not: remove them once a new one is made."
            )
        )
        show_code(office, done.code, asked.out)
    _tell_unfinished(done)
    count_line(encrypted=1)
    return 0


def decrypt(asked: Namespace) -> int:
    """Makes the office's books plain again."""
    location = location_of(asked)
    secret = passphrase_for(asked, location)
    with office_of(asked, secret=secret) as office:
        done = encryption.decrypt(office, secret or "")
    _tell_unfinished(done)
    count_line(decrypted=1)
    return 0


def change_passphrase(asked: Namespace) -> int:
    """Gives the office another passphrase."""
    secret = passphrase_for(asked, location_of(asked))
    with office_of(asked, secret=secret) as office:
        encryption.change_passphrase(office, secret or "", new_passphrase(asked.new_passphrase_file))
    count_line(changed=1)
    return 0


def _tell_unfinished(done: encryption.Switched) -> None:
    if done.unfinished is not None:
        print(words_of(done.unfinished), translate("cli", "The rest is done at the next start."), file=sys.stderr)


def show_code(office: Office, code: str, out: Path | None) -> None:
    """Prints the code on the terminal, and its sheet as PDF where one is asked for."""
    if out is not None:
        today = office.now().astimezone(office.zone).date()
        safe_write(out, render_recovery_sheet(office.record.name, code, today).pdf)
    words = translate("cli", "Recovery code, shown this once; write it down and lock it away:")
    print(f"{words}\n  {code}")
