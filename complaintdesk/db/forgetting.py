# SPDX-License-Identifier: Apache-2.0
"""Taking personal parts out of the journal for good: the chain holds only their digests, and stays whole (T11)."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import text, update
from sqlalchemy.orm import Session

from complaintdesk.db.journal_tables import JournalPrivate

PAGE = 500  # records in a statement


def forget_private(session: Session, abouts: Iterable[str]) -> None:
    """Empties text and salt of all that was written so far about these records (table:id).

    What they hold now must be written anew by the same deed; `check` shows the rest as 已删除.
    """
    session.flush()
    rows = sorted(abouts)
    for start in range(0, len(rows), PAGE):
        gone = update(JournalPrivate).where(JournalPrivate.about.in_(rows[start : start + PAGE]))
        session.execute(gone.values(text=None, salt=None).execution_options(synchronize_session=False))


def tidy_search(session: Session) -> None:
    """Makes the index of the search anew from what it holds now: else words taken out of it stay readable in the file.

    After the cases were indexed again. On a server the index is a column, whose old values go with the next vacuum.
    """
    if session.connection().dialect.name == "sqlite":
        session.connection().execute(text("INSERT INTO case_search(case_search) VALUES ('optimize')"))
