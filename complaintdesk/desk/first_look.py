# SPDX-License-Identifier: Apache-2.0
"""Opening an office at the start of a day: is its file whole, as far as a quick look can tell?"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import Connection, func, select, text

from complaintdesk.db.engine import Database
from complaintdesk.db.journal_tables import JournalEntry
from complaintdesk.db.replay import START, Anchor, differences, replay
from complaintdesk.desk.checking import damage_in
from complaintdesk.desk.office import Office, open_office
from complaintdesk.errors import QT_TRANSLATE_NOOP, Damaged, EnvironmentProblem

LAST = 100  # entries of the journal read and compared with what they wrote


def open_looked(location: str | Path, **asked: Any) -> Office:
    """The office as `open_office` gives it, after a look at its file; raises Damaged where that can't be relied on.

    The file is closed and opened once more before that is said: a disk that failed to answer looks like damage too.
    """
    said = None
    for _time in range(2):
        try:
            office = open_office(location, **asked)
        except EnvironmentProblem as problem:
            said = damage_in(problem)
            if said is None:
                raise
            continue
        said = None if office.database.is_server else damage_at(office.database)
        if said is None:
            return office
        office.database.engine.dispose()
    raise Damaged(
        QT_TRANSLATE_NOOP("errors", "The database file {path} is damaged ({said})."),
        QT_TRANSLATE_NOOP(
            "errors", "Restore the newest good backup. The damaged file is kept aside: a specialist may still read it."
        ),
        path=str(location),
        said=said,
    )


def damage_at(database: Database) -> str | None:
    """What the engine says of a damaged file: its structure, and the rows that were written last; None of a whole one.

    Raises EnvironmentProblem when the disk refuses.
    """
    try:
        with database.connection() as connection:
            said = str(connection.execute(text("PRAGMA quick_check(1)")).scalar_one())
            if said != "ok":
                return said
            _read_last(connection)
    except EnvironmentProblem as problem:
        damage = damage_in(problem)
        if damage is None:
            raise
        return damage
    except ValueError as error:  # a value that no column of ours holds
        return str(error)
    return None


def _read_last(connection: Connection) -> None:
    """Reads what was written last; whether it is right is the check's to say, that of the first backup of the day."""
    seq = (connection.scalar(select(func.max(JournalEntry.seq))) or 0) - LAST
    found = connection.scalar(select(JournalEntry.hash).where(JournalEntry.seq == seq))
    since = START if found is None else Anchor(seq, found)
    for _difference in differences(connection, replay(connection, since), since):
        pass
