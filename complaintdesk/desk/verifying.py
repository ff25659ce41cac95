# SPDX-License-Identifier: Apache-2.0
"""Looking into a copy of the books: what it holds and what is wrong with it, told as its manifest."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from complaintdesk.db.engine import Database
from complaintdesk.db.journal_tables import JournalEntry, JournalHead
from complaintdesk.db.keys import OfficeKey
from complaintdesk.db.replay import START, Anchor
from complaintdesk.db.schema import SCHEMA_VERSION, schema_version
from complaintdesk.db.tables import Attachment, Case, Counter, OfficeProfile, ProcedureVersion, WorkOrder
from complaintdesk.desk.attachments import holds, pooled
from complaintdesk.desk.backup_files import Manifest, pool_name, sha256_of
from complaintdesk.desk.bringing_up import bring_up
from complaintdesk.desk.checking import Finding, check, finding
from complaintdesk.desk.damage import damage_in
from complaintdesk.desk.numbers import series_in_use
from complaintdesk.domain.procedure import parse_procedure
from complaintdesk.errors import EnvironmentProblem

Progress = Callable[[str], None]


def look_into(
    copy: Path,
    key: OfficeKey | None,
    pool: Path | None,
    made_at: datetime,
    *,
    trusted: Manifest | None = None,
    progress: Progress = lambda _part: None,
) -> tuple[Manifest, tuple[Finding, ...]]:
    """The manifest of a copy and what is wrong with it; an older schema is looked into on an upgraded copy of it.

    `trusted`: the last verified backup; where this copy's journal goes on from its last entry, only what came after
    is gone through. Raises EnvironmentProblem when the disk refuses.
    """
    blank = _blank(made_at, key)
    try:
        with _upgraded(copy, key) as (database, schema):
            since = _anchor(database, trusted)
            findings = check(database, pool, since=since, progress=progress)
            if any(each.code == "damaged" for each in findings):
                manifest = blank
            else:
                with database.reading() as session:
                    manifest = _held(session, blank, pool, database.key, whole=since == START)
    except EnvironmentProblem as problem:
        said = damage_in(problem)
        if said is None:
            raise
        manifest, schema, findings, since = blank, SCHEMA_VERSION, (finding("damaged", said=said),), START
    whole_at = trusted.whole_at if trusted is not None and since != START else blank.made_at
    codes = tuple(each.code for each in findings)
    return replace(manifest, sha256=sha256_of(copy), schema=schema, whole_at=whole_at, findings=codes), findings


@contextmanager
def _upgraded(copy: Path, key: OfficeKey | None) -> Iterator[tuple[Database, int]]:
    """The copy opened, as this program's schema has it, and the schema that it has itself."""
    database = Database(str(copy), key)
    try:
        with database.connection() as connection:
            schema = schema_version(connection)
        if schema >= SCHEMA_VERSION:
            yield database, schema
            return
    finally:
        database.engine.dispose()
    other = copy.with_name(f"{copy.stem}-upgraded.db")
    shutil.copyfile(copy, other)
    scratch = Database(str(other), key)
    try:
        bring_up(scratch)
        yield scratch, schema
    finally:
        scratch.engine.dispose()
        other.unlink()


def _anchor(database: Database, trusted: Manifest | None) -> Anchor:
    """The trusted backup's last entry if this journal holds it as well, else the very beginning."""
    if trusted is None:
        return START
    with database.reading() as session:
        here = session.scalar(select(JournalEntry.hash).where(JournalEntry.seq == trusted.journal_seq))
    return Anchor(trusted.journal_seq, trusted.journal_hash) if here == trusted.journal_hash else START


def _blank(made_at: datetime, key: OfficeKey | None) -> Manifest:
    """What can be said of a copy that can't be read."""
    return Manifest(
        made_at=made_at.astimezone(UTC).isoformat(),
        office="",
        sha256="",
        journal_seq=0,
        journal_hash="",
        cases=0,
        orders=0,
        numbers={},
        attachments=(),
        pool=pool_name(key),
    )


def _held(session: Session, blank: Manifest, pool: Path | None, key: OfficeKey | None, *, whole: bool) -> Manifest:
    head = session.scalars(select(JournalHead)).one()
    counters = session.scalars(select(Counter).order_by(Counter.series, Counter.year)).all()
    procedure = session.scalars(select(ProcedureVersion.text).order_by(ProcedureVersion.id.desc()).limit(1)).one()
    files = session.scalars(select(Attachment.sha256).distinct().order_by(Attachment.sha256)).all()
    return replace(
        blank,
        office=session.scalars(select(OfficeProfile.name)).one(),
        journal_seq=head.seq,
        journal_hash=head.hash,
        cases=session.scalars(select(func.count()).select_from(Case)).one(),
        orders=session.scalars(select(func.count()).select_from(WorkOrder)).one(),
        numbers={f"{row.series}{row.year}": row.last for row in counters},
        attachments=tuple(files),
        books=books_of(session),
        series=tuple(dict.fromkeys((*series_in_use(parse_procedure(procedure)), *(row.series for row in counters)))),
        missing=tuple(sha256 for sha256 in files if not _is_there(pool, sha256, key, whole=whole)),
    )


def _is_there(pool: Path | None, sha256: str, key: OfficeKey | None, *, whole: bool) -> bool:
    path = None if pool is None else pooled(pool, sha256)
    return path is not None and (holds(path, sha256, key) if whole else path.exists())


def books_of(session: Session) -> str:
    """Whose books these are: the hash of the journal's first entry, which no other office has."""
    return session.scalars(select(JournalEntry.hash).where(JournalEntry.seq == 1)).one()
