# SPDX-License-Identifier: Apache-2.0
"""Opening an office at the start of a day: is its file whole, as far as a quick look can tell?"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import Connection, func, select, text

from complaintdesk.db.journal_tables import JournalEntry
from complaintdesk.db.replay import START, Anchor, differences, replay
from complaintdesk.desk.damage import damaged, told_as_damage
from complaintdesk.desk.office import Office, open_office
from complaintdesk.errors import Damaged

LAST = 100  # entries of the journal read and compared with what they wrote


def open_looked(location: str | Path, **asked: Any) -> Office:
    """The office as `open_office` gives it, after a look at its file; raises Damaged where that can't be relied on.

    It is closed and opened once more before that is said: a disk that failed to answer looks like damage too.
    """
    try:
        return _looked(location, **asked)
    except Damaged:
        return _looked(location, **asked)


def _looked(location: str | Path, **asked: Any) -> Office:
    office = open_office(location, **asked)
    if not office.database.is_server:
        try:
            with told_as_damage(office.database), office.database.connection() as connection:
                _look(office, connection)
        except BaseException:
            office.database.engine.dispose()
            raise
    return office


def _look(office: Office, connection: Connection) -> None:
    """Raises Damaged where the engine says so of the file's structure, or of the rows that were written last."""
    said = str(connection.execute(text("PRAGMA quick_check(1)")).scalar_one())
    if said != "ok":
        raise damaged(office.database, said)
    # Whether they are right is the check's to say, that of the first backup of the day.
    seq = (connection.scalar(select(func.max(JournalEntry.seq))) or 0) - LAST
    found = connection.scalar(select(JournalEntry.hash).where(JournalEntry.seq == seq))
    since = START if found is None else Anchor(seq, found)
    for _difference in differences(connection, replay(connection, since), since):
        pass
