# SPDX-License-Identifier: Apache-2.0
"""Backups: copied while the desk works, checked before they count, and when the next one is due."""

from __future__ import annotations

import shutil
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaintdesk.db.copying import copy_database
from complaintdesk.db.journal_tables import JournalEntry
from complaintdesk.desk import rights
from complaintdesk.desk.backup_files import (
    BLOCK,
    DATABASE_NAME,
    Manifest,
    backups_in,
    folder_of,
    key_of,
    pack,
    put,
    sweep,
)
from complaintdesk.desk.checking import Finding, NotWhole
from complaintdesk.desk.context import Context
from complaintdesk.desk.office import Office
from complaintdesk.desk.verifying import Progress, books_of, look_into
from complaintdesk.errors import QT_TRANSLATE_NOOP, SavedUnheard
from complaintdesk.safe_write import refusals_told, whole_file

WHOLE_EVERY = timedelta(days=1)  # at the latest then everything is looked through again
RUN_CHECK = QT_TRANSLATE_NOOP("errors", "Run `complaintdesk check`: it says in words what is wrong with the books.")
NOTHING_NEW = ("backup.note_backup", "staffing.note_sign_in", "staffing.note_sign_out")  # deeds that ask for no backup


@dataclass(frozen=True)
class BackupDone:
    """A backup that was made, and what a check found wrong in it: it counts as verified when that is nothing."""

    path: Path
    manifest: Manifest
    findings: tuple[Finding, ...] = ()


def backup(
    office: Office,
    out: Path | None = None,
    *,
    folder: Path | None = None,
    whole: bool = True,
    progress: Progress = lambda _part: None,
) -> BackupDone:
    """A backup in the backups' folder, or packed with its attachments into `out` (a .zip); its copy was checked.

    Where something is wrong in the books it is kept all the same, for a copy is better than none, and says so; but
    nothing takes the place of another file then. Without `whole` a check goes on from the last verified backup, as
    long as that is not a day old. Raises EnvironmentProblem when it can't be written; what stood at `out` then stays.
    """
    rights.refuse(rights.deed_name(note_backup), office.staff.role if office.staff else None)
    made_at = office.now()
    folder = folder or backup_folder(office)
    trusted = None if whole or out is not None else _trusted(folder, made_at)
    with refusals_told(folder):
        sweep(folder, ".making-*")
        with TemporaryDirectory(dir=folder, prefix=".making-") as making:
            copy = Path(making) / DATABASE_NAME
            progress("copy")
            copy_database(office.database, copy, office.database.key)
            manifest, findings = look_into(
                copy, office.database.key, office.pool, made_at, trusted=trusted, progress=progress
            )
            progress("keep")
            if out is None:
                path = put(folder, _name(made_at, office), copy, manifest, office.pool, key_of(office.database))
            else:
                if findings and out.exists():
                    raise NotWhole(findings, RUN_CHECK)
                path = _packed(out, Path(making), copy, manifest, office)
    if manifest.verified:
        with suppress(SavedUnheard):  # it is noted
            office.do(note_backup, manifest.journal_seq, path.name)
    return BackupDone(path, manifest, findings)


def note_backup(_session: Session, context: Context, journal_seq: int, name: str) -> None:
    """Notes that a backup up to this journal entry was verified."""
    context.subject = f"{name}: {journal_seq}"


def is_due(office: Office, folder: Path) -> bool:
    """Whether something was done since the last verified backup in the folder, or the last look through all is old.

    Backups, signing in and signing out alone ask for no further backup.
    """
    whose = office.ask(books_of)
    ours = (kept.manifest for kept in backups_in(folder) if kept.manifest.books == whose)
    last = next((manifest for manifest in ours if manifest.verified), None)
    if last is None or not last.whole_at or office.now() - datetime.fromisoformat(last.whole_at) >= WHOLE_EVERY:
        return True
    return office.ask(_went_on, last)


def _went_on(session: Session, last: Manifest) -> bool:
    """Whether the journal holds a deed after the backup's last entry, or is another one."""
    here = session.scalar(select(JournalEntry.hash).where(JournalEntry.seq == last.journal_seq))
    later = select(JournalEntry.seq).where(JournalEntry.seq > last.journal_seq, JournalEntry.deed.not_in(NOTHING_NEW))
    return here != last.journal_hash or session.scalars(later.limit(1)).first() is not None


def _trusted(folder: Path, now: datetime) -> Manifest | None:
    """The newest verified backup in the folder from which a check may go on; None when its whole look is a day old."""
    last = next((kept.manifest for kept in backups_in(folder) if kept.manifest.verified), None)
    if last is None or not last.whole_at:
        return None
    age = now - datetime.fromisoformat(last.whole_at)
    return last if timedelta(0) <= age < WHOLE_EVERY else None


def backup_folder(office: Office, chosen: str = "") -> Path:
    """Where backups go by themselves: in the chosen folder, else beside the database, a server's in the data folder.

    Raises EnvironmentProblem when the folder can't be made.
    """
    return folder_of(office.database.location, chosen)


def copy_aside(office: Office) -> Path:
    """A copy of the books as they are, right or wrong, before something derived is rewritten."""
    stamp = office.now().astimezone(office.zone).strftime("%Y%m%d-%H%M%S")
    path = backup_folder(office) / f"before-rebuild-{stamp}.db"
    copy_database(office.database, path, office.database.key)
    return path


def last_backup(session: Session) -> datetime | None:
    """When the last backup was verified, wherever it went; None when there was none."""
    wanted = select(JournalEntry.recorded_at).where(JournalEntry.deed == "backup.note_backup")
    return session.scalars(wanted.order_by(JournalEntry.seq.desc()).limit(1)).first()


def _name(made_at: datetime, office: Office) -> str:
    return f"desk-{made_at.astimezone(office.zone):%Y%m%d-%H%M%S}.db"


def _packed(out: Path, making: Path, copy: Path, manifest: Manifest, office: Office) -> Path:
    packed = making / "backup.zip"
    pack(packed, copy, manifest, office.pool, key_of(office.database))
    with packed.open("rb") as source, whole_file(out) as target:
        shutil.copyfileobj(source, target, BLOCK)
    return out
