# SPDX-License-Identifier: Apache-2.0
"""Backups: copied while the desk works, checked before they count, named by a manifest; and the way back."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import time
import zipfile
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from complaintdesk import paths
from complaintdesk.db.copying import copy_database
from complaintdesk.db.engine import Database
from complaintdesk.db.journal_tables import JournalEntry, JournalHead
from complaintdesk.db.schema import refuse_unfit
from complaintdesk.db.tables import Attachment, Case, Counter, WorkOrder
from complaintdesk.desk import rights
from complaintdesk.desk.attachments import holds, pooled
from complaintdesk.desk.checking import Finding, check
from complaintdesk.desk.context import Context
from complaintdesk.desk.office import Office
from complaintdesk.errors import QT_TRANSLATE_NOOP, EnvironmentProblem
from complaintdesk.safe_write import safe_write, whole_file

DATABASE_NAME, MANIFEST_NAME, POOL_NAME = "desk.db", "manifest.json", "attachments"
BLOCK = 1 << 20
HASH = re.compile("[0-9a-f]{64}")
LEFT_BEHIND = 3600  # seconds after which a copy in the making was left by a killed program


@dataclass(frozen=True)
class Manifest:
    """What a backup holds: an anchor for `check --against` and for a restore."""

    made_at: str
    office: str
    sha256: str  # of the database file
    journal_seq: int
    journal_hash: str
    cases: int
    orders: int
    numbers: dict[str, int]  # 'BX2026' → last running number
    attachments: tuple[str, ...]  # sha256 of each file


@dataclass(frozen=True)
class BackupDone:
    """A backup that was verified."""

    path: Path
    manifest: Manifest


def backup(office: Office, out: Path | None = None) -> BackupDone:
    """A verified backup: into the folder beside the database, or packed with its attachments into `out` (a .zip).

    Raises EnvironmentProblem when it can't be written or isn't whole; what stood at `out` then stays.
    """
    rights.refuse(rights.deed_name(note_backup), office.staff.role if office.staff else None)
    made_at = office.now()
    folder = backup_folder(office)
    sweep(folder, ".making-*")
    with TemporaryDirectory(dir=folder, prefix=".making-") as making:
        pool = office.pool or Path(making)  # a server's office that has set no folder yet keeps no attachments
        copy = Path(making) / DATABASE_NAME
        copy_database(office.database, copy, office.database.key)
        manifest = _verified(copy, pool, office.record.name, made_at)
        if out is None:
            stamp = made_at.astimezone(office.zone).strftime("%Y%m%d-%H%M%S")
            path = folder / f"desk-{stamp}.db"
            _pool_attachments(manifest, pool, folder / POOL_NAME)
            sync(copy)
            copy.replace(path)
            safe_write(path.with_suffix(".json"), _json(manifest))
        else:
            path = out
            packed = Path(making) / "backup.zip"
            _pack(packed, copy, manifest, pool)
            with packed.open("rb") as source, whole_file(path) as target:
                shutil.copyfileobj(source, target, BLOCK)
    office.do(note_backup, manifest.journal_seq, path.name)
    return BackupDone(path, manifest)


def note_backup(_session: Session, context: Context, journal_seq: int, name: str) -> None:
    """Notes that a backup up to this journal entry was verified."""
    context.subject = f"{name}: {journal_seq}"


def sweep(folder: Path, pattern: str) -> None:
    """Removes copies of the books that a killed program left half made."""
    for left in folder.glob(pattern):
        if time.time() - left.stat().st_mtime > LEFT_BEHIND:
            shutil.rmtree(left)


def backup_folder(office: Office) -> Path:
    """Where backups go by themselves: beside the database; of a server's books into this computer's data folder."""
    path = office.database.path
    if path is None:
        path = paths.data_folder() / f"{office.database.engine.url.database}.db"
    folder = path.with_name(path.stem + "-backups")
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def copy_aside(office: Office) -> Path:
    """A copy of the books as they are, right or wrong, before something derived is rewritten."""
    stamp = office.now().astimezone(office.zone).strftime("%Y%m%d-%H%M%S")
    path = backup_folder(office) / f"before-rebuild-{stamp}.db"
    copy_database(office.database, path, office.database.key)
    return path


def last_backup(office: Office) -> datetime | None:
    """When the last backup was verified, wherever it went; None when there was none."""
    return office.ask(_last_noted)


def _last_noted(session: Session) -> datetime | None:
    wanted = select(JournalEntry.recorded_at).where(JournalEntry.deed == "backup.note_backup")
    return session.scalars(wanted.order_by(JournalEntry.seq.desc()).limit(1)).first()


def _verified(copy: Path, pool: Path, office: str, made_at: datetime) -> Manifest:
    """The manifest of a copy that was checked whole; raises EnvironmentProblem when it isn't."""
    database = Database(str(copy))
    try:
        refuse_unfit(database)
        findings = check(database, pool)
        if findings:
            raise _not_whole(findings)
        with database.reading() as session:
            head = session.scalars(select(JournalHead)).one()
            counters = session.scalars(select(Counter).order_by(Counter.series, Counter.year)).all()
            files = session.scalars(select(Attachment.sha256).distinct().order_by(Attachment.sha256)).all()
            manifest = Manifest(
                made_at=made_at.astimezone(UTC).isoformat(),
                office=office,
                sha256="",
                journal_seq=head.seq,
                journal_hash=head.hash,
                cases=session.scalars(select(func.count()).select_from(Case)).one(),
                orders=session.scalars(select(func.count()).select_from(WorkOrder)).one(),
                numbers={f"{row.series}{row.year}": row.last for row in counters},
                attachments=tuple(files),
            )
    finally:
        database.close()
    return replace(manifest, sha256=_sha256(copy))


def _not_whole(findings: tuple[Finding, ...]) -> EnvironmentProblem:
    return EnvironmentProblem(
        QT_TRANSLATE_NOOP("errors", "The backup is not whole: {count} things are wrong, the first in {code}."),
        QT_TRANSLATE_NOOP("errors", "Run `complaintdesk check`: it says in words what is wrong with the books."),
        count=len(findings),
        code=findings[0].code,
    )


def _pool_attachments(manifest: Manifest, pool: Path, kept: Path) -> None:
    """Copies each attachment once into the pool beside the backups."""
    for sha256 in manifest.attachments:
        target = pooled(kept, sha256)
        if not holds(target, sha256):
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            safe_write(target, pooled(pool, sha256).read_bytes())


def _pack(path: Path, copy: Path, manifest: Manifest, pool: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(MANIFEST_NAME, _json(manifest))
        packed.write(copy, DATABASE_NAME)
        for sha256 in manifest.attachments:
            packed.write(pooled(pool, sha256), f"{POOL_NAME}/{sha256}")


def _json(manifest: Manifest) -> bytes:
    return json.dumps(asdict(manifest), ensure_ascii=False, indent=1, sort_keys=True).encode()


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            digest.update(block)
    return digest.hexdigest()


def sync(path: Path) -> None:
    """Waits until the file is on the disk."""
    with path.open("rb") as file:
        os.fsync(file.fileno())


def unpack(file: Path, folder: Path) -> tuple[Path, Path]:
    """A backup's database and pool, copied into `folder`; raises EnvironmentProblem when it is none or was changed."""
    database, pool = folder / DATABASE_NAME, folder / POOL_NAME
    pool.mkdir(mode=0o700)
    try:
        if zipfile.is_zipfile(file):
            with zipfile.ZipFile(file) as packed:
                manifest = json.loads(packed.read(MANIFEST_NAME))
                _take(partial(packed.open, DATABASE_NAME), database, manifest["sha256"])
                for sha256 in manifest["attachments"]:
                    _take(partial(packed.open, f"{POOL_NAME}/{sha256}"), _in_pool(pool, sha256), sha256)
        else:
            manifest = json.loads(file.with_suffix(".json").read_text(encoding="utf-8"))
            _take(partial(_opened, file), database, manifest["sha256"])
            for sha256 in manifest["attachments"]:
                target = _in_pool(pool, sha256)
                _take(partial(_opened, pooled(file.parent / POOL_NAME, sha256)), target, sha256)
    except (OSError, KeyError, ValueError, zipfile.BadZipFile) as error:
        raise _no_backup(file) from error
    return database, pool


def _in_pool(pool: Path, sha256: str) -> Path:
    """Where a file of this hash belongs; ValueError for a name that is no hash, and might lead out of the pool."""
    if not HASH.fullmatch(sha256):
        raise ValueError("no hash")
    target = pooled(pool, sha256)
    target.parent.mkdir(mode=0o700, exist_ok=True)
    return target


def _opened(path: Path) -> IO[bytes]:
    return path.open("rb")


def _take(source: Callable[[], IO[bytes]], target: Path, sha256: str) -> None:
    """Copies a part of a backup, readable to its owner alone; ValueError when it is not what its hash says."""
    digest = hashlib.sha256()
    target.touch(mode=0o600)
    with source() as incoming, target.open("wb") as out:
        while block := incoming.read(BLOCK):
            digest.update(block)
            out.write(block)
    if digest.hexdigest() != sha256:
        raise ValueError("changed since it was made")


def _no_backup(file: Path) -> EnvironmentProblem:
    return EnvironmentProblem(
        QT_TRANSLATE_NOOP("errors", "{path} is no backup of the desk, or it was changed since it was made."),
        QT_TRANSLATE_NOOP("errors", "Choose another backup; nothing was changed."),
        path=str(file),
    )
