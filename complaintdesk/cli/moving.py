# SPDX-License-Identifier: Apache-2.0
"""`move`: an office goes from one database to another, or work goes on in books that were moved away."""

from __future__ import annotations

from argparse import Namespace

from complaintdesk.cli.asking import (
    count_line,
    location_of,
    new_passphrase,
    office_of,
    passphrase_for,
    password,
    progress_shown,
    who,
)
from complaintdesk.db.server import names_a_server
from complaintdesk.desk import moving
from complaintdesk.labels import translate


def move(asked: Namespace) -> int:
    """Moves the office, or has work go on where it was."""
    if asked.stay:
        staff = who(asked)
        location = location_of(asked)
        moving.go_on_here(
            location,
            staff=staff,
            password=password(asked.password_file, staff),
            passphrase=passphrase_for(asked, location),
        )
        print(translate("cli", "Work goes on in these books. What was written elsewhere meanwhile stays there."))
        count_line(stayed=1)
        return 0
    if asked.attachments and not names_a_server(asked.to):
        asked.misused(translate("cli", "--attachments is for a server; a file has its attachments beside it"))
    if asked.encrypt and names_a_server(asked.to):
        asked.misused(translate("cli", "--encrypt is for a file; a server's disk is encrypted by the server"))
    with office_of(asked, leaving=False) as office:
        phrase = new_passphrase(asked.passphrase_file) if asked.encrypt else None
        with progress_shown() as tell:
            done = moving.move(office, asked.to, folder=asked.attachments, passphrase=phrase, progress=tell)
    if phrase is not None:
        print(translate("cli", "Its file is encrypted. Make a new recovery code there: the old one does not open it."))
    print(translate("cli", "The office is at {place} now; its old books stay as they are.").format(place=done.place))
    rows = {table: count for table, count in done.rows.items() if count}
    for table, count in rows.items():
        print(f"  {table:20} {count:>9}")
    count_line(moved=1, tables=len(rows), rows=sum(rows.values()), files=done.files)
    return 0
