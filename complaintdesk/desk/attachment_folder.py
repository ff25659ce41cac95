# SPDX-License-Identifier: Apache-2.0
"""A server's office keeps its attachments in another folder: what would be missing there, and bringing it along."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaintdesk.db.tables import Attachment
from complaintdesk.desk.attachments import keep, opened, pooled, reachable, read_attachment
from complaintdesk.desk.office import Office
from complaintdesk.errors import QT_TRANSLATE_NOOP, UserError
from complaintdesk.safe_write import refusals_told, safe_write

FIELD = "attachments_folder"


class FilesMissing(UserError):
    """The folder is there but lacks files that the folder so far still has; `bring_along` copies them."""


@dataclass(frozen=True)
class Brought:
    """How many files were copied into the new folder, and how many of them were damaged already."""

    copied: int
    damaged: int


def refuse_folder(session: Session, before: str, folder: str) -> None:
    """Raises UserError beside the field where a server's office can't keep its attachments in `folder`.

    It must be there, and hold what the books name; FilesMissing where that can be copied from the folder `before`.
    What `before` has lost too is no reason: it is lost in either.
    """
    named = set(session.scalars(select(Attachment.sha256).distinct()))
    if folder and not _is_there(folder):
        raise UserError(QT_TRANSLATE_NOOP("errors", "There is no such folder; choose one that is there."), field=FIELD)
    if before and not _is_there(before):
        if missing := named - _kept(folder):
            raise UserError(
                QT_TRANSLATE_NOOP(
                    "errors",
                    "{count} files kept with cases are not in this folder, and the one so far can't be reached. Put "
                    "them there from a backup.",
                ),
                field=FIELD,
                count=len(missing),
            )
        return
    missing = named & _kept(before) - _kept(folder)
    if missing and not folder:
        raise UserError(
            QT_TRANSLATE_NOOP("errors", "{count} files are kept with cases; they need a folder."),
            field=FIELD,
            count=len(missing),
        )
    if missing:
        raise FilesMissing(
            QT_TRANSLATE_NOOP("errors", "{count} files kept with cases are not in this folder yet."),
            field=FIELD,
            count=len(missing),
        )


def bring_along(office: Office, folder: str, progress: Callable[[int, int], object]) -> Brought:
    """Copies all files of the office's folder that another one lacks, each checked by its hash; the old ones stay.

    What is damaged already is copied as it is. `progress` hears how many of how many are done. Raises
    EnvironmentProblem when either folder can't be reached or the disk refuses; it can be done again.
    """
    key = office.database.key
    source = reachable(office.pool, beside_file=False)
    target = reachable(Path(folder), beside_file=False)
    wanted = sorted(_kept(str(source)) - _kept(folder))
    damaged = 0
    for at, sha256 in enumerate(wanted):
        progress(at, len(wanted))
        data = opened(pooled(source, sha256), sha256, key)
        if data is not None:
            keep(target, sha256, data, key)
            read_attachment(target, sha256, key)
            continue
        damaged += 1
        with refusals_told(source):
            as_it_is = pooled(source, sha256).read_bytes()
        with refusals_told(target):
            pooled(target, sha256).parent.mkdir(mode=0o700, exist_ok=True)
        safe_write(pooled(target, sha256), as_it_is)
    progress(len(wanted), len(wanted))
    return Brought(len(wanted), damaged)


def _is_there(folder: str) -> bool:
    return os.path.isabs(folder) and os.path.isdir(folder)  # noqa: PTH112, PTH117 — Path lets the system's refusals out


def _kept(folder: str) -> set[str]:
    """The names of the files in a pool; by its listing, which a network share answers faster than a question each."""
    if not folder:
        return set()
    with refusals_told(Path(folder)):
        parts = [part for part in Path(folder).iterdir() if len(part.name) == 2 and part.is_dir()]
        return {file.name for part in parts for file in part.iterdir() if len(file.name) == 64}
