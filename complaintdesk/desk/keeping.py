# SPDX-License-Identifier: Apache-2.0
"""A round of keeping the books safe: backup, second medium, thinning; and what to do before an import."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from complaintdesk.db.journal_tables import JournalEntry
from complaintdesk.db.keys import key_file
from complaintdesk.desk.backup import RUN_CHECK, BackupDone, backup, backup_folder, is_due
from complaintdesk.desk.backup_files import drop_repeated, put, thin
from complaintdesk.desk.checking import NotWhole
from complaintdesk.desk.context import Context
from complaintdesk.desk.office import Office
from complaintdesk.desk.verifying import Progress
from complaintdesk.errors import QT_TRANSLATE_NOOP, EnvironmentProblem
from complaintdesk.safe_write import refusals_told

EVERY = timedelta(minutes=30)
SECOND_LATE = timedelta(days=7)  # without a copy on the second medium the window reminds
LITTLE_ROOM = 500 * 1000**2  # bytes free below which the window warns
NO_ROOM = 100 * 1000**2  # bytes free below which nothing is imported


@dataclass(frozen=True)
class Places:
    """Where backups go: the folder chosen ('' beside the database), the second medium, and whether it had one yet."""

    chosen: str = ""
    second: str = ""
    second_known: bool = False


@dataclass(frozen=True)
class Round:
    """What one round did: the backup, when the second medium got its copy, and why it got none."""

    done: BackupDone
    second_at: datetime | None = None
    second_problem: EnvironmentProblem | None = None


def keep(office: Office, places: Places, *, whole: bool = False, progress: Progress = lambda _part: None) -> Round:
    """Makes a backup, copies it to the second medium, and thins out what is old once a good one is there.

    Raises EnvironmentProblem when there is no backup; a second medium that refuses is told in what is given back.
    """
    folder = backup_folder(office, places.chosen)
    done = backup(office, folder=folder, whole=whole, progress=progress)
    confirmed = not office.ask(awaits_confirmation)
    if confirmed:
        _thin(folder, done, office)
    if not places.second:
        return Round(done)
    progress("second")
    try:
        target = copy_to_second(done, folder, places)
        if confirmed:
            _thin(target, done, office)
    except EnvironmentProblem as problem:
        return Round(done, second_problem=problem)
    return Round(done, second_at=office.now() if done.manifest.verified else None)


def _thin(folder: Path, done: BackupDone, office: Office) -> None:
    """Lets older backups give way to a good one, to another only those that are not good either."""
    if not done.manifest.verified:
        drop_repeated(folder, done.manifest)
    thin(folder, done.manifest, office.now(), office.zone)


def copy_to_second(done: BackupDone, folder: Path, places: Places) -> Path:
    """The folder on the second medium that has the backup now; raises EnvironmentProblem when it is not there."""
    target = Path(places.second) / folder.name
    with refusals_told(target):
        # A stick that is not plugged in may leave an empty folder in its place: what it had must be there again.
        if not (target if places.second_known else target.parent).is_dir():
            raise EnvironmentProblem(
                QT_TRANSLATE_NOOP("errors", "The second medium {path} is not plugged in."),
                QT_TRANSLATE_NOOP("errors", "Plug it in: the next backup is copied to it. Or choose another folder."),
                path=places.second,
            )
        target.mkdir(mode=0o700, exist_ok=True)
        put(target, done.path.name, done.path, done.manifest, folder / done.manifest.pool, key_file(done.path))
    return target


def due(office: Office, places: Places) -> bool:
    """Whether something was done since the last verified backup."""
    return is_due(office, backup_folder(office, places.chosen))


def before_import(office: Office, places: Places, *, despite: bool = False) -> BackupDone | None:
    """The backup made before many rows come in, None when nothing was done since the last verified one.

    Raises EnvironmentProblem when the disk is nearly full, or the backup can't be made: then nothing may be imported;
    NotWhole when something is wrong in it, unless that is known (`despite`).
    """
    if office.database.path is not None and free_bytes(office.database.path) < NO_ROOM:
        raise EnvironmentProblem(
            QT_TRANSLATE_NOOP("errors", "The disk is nearly full: there is no room for a list of many rows."),
            QT_TRANSLATE_NOOP("errors", "Free at least {size} MB, then import again; nothing was changed."),
            size=NO_ROOM // 1000**2,
        )
    done = keep(office, places).done if due(office, places) else None
    if done is not None and done.findings and not despite:
        raise NotWhole(done.findings, RUN_CHECK)
    return done


def free_bytes(path: Path) -> int:
    """How many bytes are free on the disk that the file or its folder lies on."""
    with refusals_told(path):
        return shutil.disk_usage(path.parent).free


def awaits_confirmation(session: Session) -> bool:
    """Whether the books were restored and nobody has said yet that they are right: old backups all stay till then."""

    def last(deed: str) -> int:
        return session.scalar(select(func.max(JournalEntry.seq)).where(JournalEntry.deed == deed)) or 0

    return last("restoring.take_over") > last("keeping.confirm_restored")


def confirm_restored(session: Session, context: Context) -> None:
    """Notes that the restored books were looked at and are right: from now on old backups are thinned again."""
    del session
    context.subject = "restored"
