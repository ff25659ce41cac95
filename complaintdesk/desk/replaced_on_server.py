# SPDX-License-Identifier: Apache-2.0
"""The books on a server that a restore replaces: who is at them, what they tell, kept aside in a schema of theirs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from complaintdesk.db.copying import copy_rows, row_counts, snapshot
from complaintdesk.db.engine import Database
from complaintdesk.db.journal import lock_head
from complaintdesk.db.schema import build_schema
from complaintdesk.db.server_books import bring_back, others_at_work, remove, set_aside, tables_there
from complaintdesk.db.tables import Attachment, OfficeProfile
from complaintdesk.desk.attachments import keep, opened, pooled, reachable
from complaintdesk.desk.checking import Finding, check
from complaintdesk.desk.damage import told_as_damage
from complaintdesk.desk.indexing import refill
from complaintdesk.desk.replaced import Abandoned, abandoned_in, in_use, went_on
from complaintdesk.errors import QT_TRANSLATE_NOOP, Damaged, EnvironmentProblem


def read_abandoned(server: Database) -> Abandoned | None:
    """What the books to be replaced still tell; None when there are none, or they can't be read any more.

    Raises EnvironmentProblem while another window or desk has them open: it would go on in the old ones.
    """
    with server.connection() as connection:
        if others_at_work(connection):
            raise in_use()
        if not tables_there(connection):
            return None
    try:
        with told_as_damage(server), server.reading() as session:
            return abandoned_in(session)
    except (Damaged, SQLAlchemyError):
        return None


def take_place(
    books: Database,
    pool: Path,
    server: Database,
    now: datetime,
    abandoned: Abandoned | None,
    accepted: Sequence[Finding] = (),
) -> str | None:
    """Puts restored books in their place on the server; the schema in which the replaced ones are, None for none.

    `pool`: the backup's files; `abandoned`: where the replaced ones end; `accepted`: what is known to be wrong in the
    backup. All in one transaction; what then turns out not to be whole is taken back. Raises EnvironmentProblem, also
    when somebody is at the books again, or went on in them.
    """
    kept = _add_files(books, pool)
    aside = f"replaced_{now:%Y%m%d_%H%M%S}"
    with snapshot(books) as source, server.writing() as session:
        target = session.connection()
        if tables_there(target):
            if abandoned is not None:
                head = lock_head(session)  # whoever saves waits from here on
                if (head.seq, head.hash) != (abandoned.seq, abandoned.hash):
                    raise went_on()
            if others_at_work(target):
                raise in_use()
            set_aside(target, aside)
        else:
            aside = ""
        build_schema(target)
        counts = copy_rows(source, target)
        refill(session)
        same = counts == row_counts(source) == row_counts(target)
    if not same or any(each not in accepted for each in check(server, kept)):
        with server.connection(writing=True) as connection:
            remove(connection)
            if aside:
                bring_back(connection, aside)
        raise EnvironmentProblem(
            QT_TRANSLATE_NOOP("errors", "The books did not come over whole: {code}."),
            QT_TRANSLATE_NOOP("errors", "Nothing was changed on the server. Restore into a file to see what is there."),
            code="restore",
        )
    return aside or None


def _add_files(books: Database, pool: Path) -> Path | None:
    """Copies the backup's files into the folder that its office keeps them in; the folder, None where there is none."""
    with books.reading() as session:
        folder = session.scalars(select(OfficeProfile.attachments_folder)).one()
        hashes = session.scalars(select(Attachment.sha256).distinct()).all()
    target = Path(folder) if folder else None
    if not hashes:
        return target
    if target is None:
        raise EnvironmentProblem(
            QT_TRANSLATE_NOOP("errors", "The backup is of books in a file, with files kept beside it."),
            QT_TRANSLATE_NOOP(
                "errors",
                "Restore it into a file first, then take that office to the server: "
                "`complaintdesk move --to URL --attachments FOLDER`.",
            ),
        )
    there = reachable(target, beside_file=False)
    for sha256 in hashes:
        data = opened(pooled(pool, sha256), sha256, books.key)
        if data is not None:  # else it was accepted that it is missing
            keep(there, sha256, data, None)
    return there
