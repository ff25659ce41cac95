# SPDX-License-Identifier: Apache-2.0
"""Files kept with a case (R-REG-10), a document or a regulation: in a pool by content hash, fsynced before named.

An encrypted office's are sealed with its key. Their names stay the hash of what they hold: so they are known as the
same in the pool of the backups, and sealed and plain ones can stand together while the pool is being gone over.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaintdesk.db.engine import Database
from complaintdesk.db.erasing import erase_copy, erase_leftover, replace_erasing
from complaintdesk.db.keys import SEALED, OfficeKey, key_file
from complaintdesk.db.tables import Attachment, OfficeProfile
from complaintdesk.desk.context import Context
from complaintdesk.desk.file_drafts import StoredFile
from complaintdesk.desk.story import case_for_update, tell
from complaintdesk.domain.file_names import kept_name, short_name
from complaintdesk.domain.terms import EventKind
from complaintdesk.errors import QT_TRANSLATE_NOOP, EnvironmentProblem, UserError
from complaintdesk.safe_write import refusals_told, safe_write, sync_folder

LARGEST = 50 * 1024 * 1024  # bytes
ALL_SEALED = ".all-sealed"  # lies in a pool while no file in it can be plain


def pooled(pool: Path, sha256: str) -> Path:
    """Where the pool keeps the bytes of this hash."""
    return pool / sha256[:2] / sha256


def opened(path: Path, sha256: str, key: OfficeKey | None) -> bytes | None:
    """The one way into the pool: what the file holds, None when it is not there or not what its hash says."""
    try:
        data = path.read_bytes()
    except OSError:
        return None
    return _plain(data, sha256, key)


def _plain(data: bytes, sha256: str, key: OfficeKey | None) -> bytes | None:
    """What a file of the pool holds, sealed or plain; None where that is not what its hash says."""
    if hashlib.sha256(data).hexdigest() == sha256:
        return data
    if key is None:
        return None
    try:
        data = key.unseal(data, sha256)
    except ValueError:
        return None
    return data if hashlib.sha256(data).hexdigest() == sha256 else None


def pool_of(database: Database, folder: str) -> Path | None:
    """The folder of the attachments: beside a file; of a server's office `folder`, None while it is ''."""
    path = database.path
    if path is None:
        return Path(folder) if folder else None
    return path.with_name(path.stem + "-attachments")


def pool_in(session: Session, database: Database) -> Path | None:
    """The folder of the attachments as the books of this session name it: a server's may just have got another."""
    folder = session.scalars(select(OfficeProfile.attachments_folder)).one() if database.is_server else ""
    return pool_of(database, folder)  # a file's has its place, whatever may be damaged in it


def holds(path: Path, sha256: str, key: OfficeKey | None) -> bool:
    """Whether the file is there, and is what its hash says."""
    return opened(path, sha256, key) is not None


def read_attachment(pool: Path | None, sha256: str, key: OfficeKey | None) -> bytes:
    """The bytes that were kept; raises EnvironmentProblem when the pool is not there, or has lost or changed them."""
    data = None if pool is None else opened(pooled(pool, sha256), sha256, key)
    if data is None:
        raise EnvironmentProblem(
            QT_TRANSLATE_NOOP("errors", "This file is no longer as it was kept."),
            QT_TRANSLATE_NOOP("errors", "Fetch it from a backup; “Check the records” names all such files."),
        )
    return data


def go_over(pool: Path, key: OfficeKey, *, sealed: bool) -> None:
    """Seals every file of a pool under the office's key, or makes all plain again; what is damaged stays as it is.

    Broken off it can be done again; a pool known to be sealed is not gone over. Raises EnvironmentProblem when the disk
    refuses.
    """
    if sealed and (pool / ALL_SEALED).exists():
        return
    may_be_plain(pool)
    for path in _files(pool):
        erase_leftover(path)
        with refusals_told(path), path.open("rb") as file:  # one that can't be read now is not passed over
            begins = file.read(len(SEALED))
            if (begins == SEALED) is sealed:
                continue
            data = _plain(begins + file.read(), path.name, key)
        if data is None:
            continue
        if sealed:
            replacement = safe_write(path.with_name(path.name + ".sealed"), key.seal(data, path.name))
            replace_erasing(replacement, path)
        else:
            safe_write(path, data)
    if sealed and pool.exists():
        (pool / ALL_SEALED).touch(mode=0o600)


def may_be_plain(pool: Path) -> None:
    """To be called before a plain file comes into a pool: the next start of an encrypted office seals it."""
    if (pool / ALL_SEALED).exists():
        (pool / ALL_SEALED).unlink()
        sync_folder(pool)


def _files(pool: Path) -> list[Path]:
    return sorted(pool.glob("??/" + "?" * 64))


def _is_sealed(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(SEALED)) == SEALED


def reachable(pool: Path | None, *, beside_file: bool) -> Path:
    """The pool; raises EnvironmentProblem while a server's office has set no folder, or this desk can't reach it.

    The one beside a file is made with its first attachment; one that all desks share is never made where it is not
    mounted just now.
    """
    if pool is None:
        raise EnvironmentProblem(
            QT_TRANSLATE_NOOP("errors", "No folder is set in which this office keeps its files."),
            QT_TRANSLATE_NOOP(
                "errors", "The office head sets one in the settings of the office, a folder that every desk can reach."
            ),
        )
    if beside_file:
        with refusals_told(pool):
            pool.mkdir(mode=0o700, exist_ok=True)
    elif not pool.is_dir():
        raise EnvironmentProblem(
            QT_TRANSLATE_NOOP("errors", "The office's folder for files can't be reached from this desk: {path}"),
            QT_TRANSLATE_NOOP("errors", "Check the network, and that you may write there; then try again."),
            path=str(pool),
        )
    return pool


def keep(pool: Path, sha256: str, data: bytes, key: OfficeKey | None) -> None:
    """Writes the bytes into the pool unless it holds them; sealed where the office is encrypted."""
    target = pooled(pool, sha256)
    if not holds(target, sha256, key):
        with refusals_told(target):
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        safe_write(target, data if key is None else key.seal(data, sha256))


def finish_sealing(database: Database, pool: Path | None) -> None:
    """Does the rest of a change of encryption that broke off: seals what is plain still, erases what was replaced.

    A restore may put encrypted books above a plain pool, too. A key beside plain books goes, unless a file needs it.
    The books are looked at and held meanwhile: nobody can switch them. Raises EnvironmentProblem when somebody did
    since they were opened, or does so now, and when the disk refuses; nothing was changed for books that were switched.
    """
    path = database.path
    if path is None or pool is None:
        return
    with refusals_told(path), database.reading() as held:
        held.scalars(select(OfficeProfile.id)).one()
        if database.key is not None:
            go_over(pool, database.key, sealed=True)
        else:
            may_be_plain(pool)
        erase_leftover(path)
        erase_copy(path)
        if database.key is None and key_file(path).exists() and not any(map(_is_sealed, _files(pool))):
            key_file(path).unlink()


def read_source(path: Path) -> bytes:
    """The bytes of a file that is to be kept; UserError for a folder or what is too large, else EnvironmentProblem."""
    try:
        if path.exists() and not path.is_file():
            raise UserError(
                QT_TRANSLATE_NOOP("errors", "“{name}” is no file; a folder is kept file by file."),
                name=short_name(path.name),
            )
        _refuse_size(path.stat().st_size, path.name)
        return path.read_bytes()
    except OSError as error:
        raise EnvironmentProblem(
            QT_TRANSLATE_NOOP("errors", "The file can't be read."),
            QT_TRANSLATE_NOOP("errors", "Check that it is still there, then attach it again."),
        ) from error


def store(pool: Path | None, key: OfficeKey | None, name: str, data: bytes, *, beside_file: bool) -> StoredFile:
    """A file put into the pool before any case names it, so that it waits with its form and no longer elsewhere.

    Raises UserError for an empty one or one too large, EnvironmentProblem when the pool can't be reached.
    """
    _refuse_size(len(data), name)
    sha256 = hashlib.sha256(data).hexdigest()
    keep(reachable(pool, beside_file=beside_file), sha256, data, key)
    return StoredFile(kept_name(name), sha256, len(data))


def _refuse_size(size: int, name: str) -> None:
    if size > LARGEST:
        raise UserError(
            QT_TRANSLATE_NOOP("errors", "A file of at most {size} MB can be kept; “{name}” is larger."),
            size=LARGEST // 1024**2,
            name=short_name(name),
        )
    if size == 0:
        raise UserError(QT_TRANSLATE_NOOP("errors", "“{name}” is empty."), name=short_name(name))


def attach(session: Session, context: Context, case_id: int, path: Path) -> int:
    """The id of a file now kept with the case; raises UserError when too large, EnvironmentProblem when unreadable."""
    beside_file = session.connection().dialect.name == "sqlite"
    stored = store(context.pool, context.key, path.name, read_source(path), beside_file=beside_file)
    return _name(session, context, case_id, stored)


def attach_stored(session: Session, context: Context, case_id: int, stored: StoredFile) -> int:
    """The id of a file of the pool now kept with the case; of the earlier one where the case has it by that name.

    Raises EnvironmentProblem when the pool has lost it.
    """
    read_attachment(context.pool, stored.sha256, context.key)
    same = select(Attachment.id).where(Attachment.case_id == case_id, Attachment.sha256 == stored.sha256)
    earlier = session.scalars(same.where(Attachment.name == stored.name)).first()
    if earlier is not None:
        context.already_done = True
        return earlier
    return _name(session, context, case_id, stored)


def keep_with(
    session: Session,
    context: Context,
    stored: StoredFile,
    *,
    document_id: int | None = None,
    regulation_id: int | None = None,
) -> int:
    """The id of a file of the pool now kept with a household's document or a regulation; the earlier one's if it is.

    Raises EnvironmentProblem when the pool has lost it.
    """
    read_attachment(context.pool, stored.sha256, context.key)
    same = select(Attachment.id).where(Attachment.sha256 == stored.sha256, Attachment.name == stored.name)
    same = same.where(Attachment.document_id == document_id, Attachment.regulation_id == regulation_id)
    earlier = session.scalars(same.where(Attachment.voided_at.is_(None))).first()
    if earlier is not None:
        return earlier
    row = _row(context, stored)
    row.document_id, row.regulation_id = document_id, regulation_id
    session.add(row)
    session.flush()
    return row.id


def _name(session: Session, context: Context, case_id: int, stored: StoredFile) -> int:
    case = case_for_update(session, case_id)
    context.subject = case.number or ""
    row = _row(context, stored)
    row.case_id = case.id
    session.add(row)
    session.flush()
    tell(session, context, case, EventKind.ATTACHED, words=short_name(row.name), facts={"attachment": row.id})
    return row.id


def _row(context: Context, stored: StoredFile) -> Attachment:
    return Attachment(
        sha256=stored.sha256,
        name=stored.name,
        size=stored.size,
        added_at=context.now,
        added_by=context.staff_id,
        void_reason="",
    )
