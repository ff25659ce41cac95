# SPDX-License-Identifier: Apache-2.0
"""Copies of an encrypted office's books that were made while they were plain: where they lie, and how they go."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from complaintdesk.db.erasing import erase
from complaintdesk.db.keys import key_file
from complaintdesk.desk import rights
from complaintdesk.desk.backup_files import POOL_NAME, backups_in, is_plain, place_of, read_manifest
from complaintdesk.desk.encryption import note_encrypted
from complaintdesk.desk.keeping import Places, awaits_confirmation
from complaintdesk.desk.office import Office
from complaintdesk.desk.replaced import SIDE_FILES
from complaintdesk.desk.verifying import books_of
from complaintdesk.safe_write import refusals_told


def plain_copies(office: Office, places: Places) -> tuple[Path, ...]:
    """The database files that are not encrypted: backups of these books in every place known, and books put aside.

    None while restored books were not said to be right: till then every older copy stays. Raises EnvironmentProblem
    where a place can't be read.
    """
    if office.ask(awaits_confirmation):
        return ()
    books = office.ask(books_of)
    copies = _copies(office, places, books)
    # What is too damaged to tell by itself has no key beside it: that goes with every copy of encrypted books.
    return tuple(path for path in copies if is_plain(path) or not key_file(path).exists())


def _folders(office: Office, places: Places) -> Iterator[Path]:
    """The folders of this office's backups that are there: beside the books, the one chosen, the second medium."""
    location = office.database.location
    for folder in dict.fromkeys(place_of(location, each) for each in ("", places.chosen, places.second)):
        with refusals_told(folder):
            if folder.is_dir():
                yield folder


def _copies(office: Office, places: Places, books: str) -> Iterator[Path]:
    path = office.database.path
    assert path is not None  # a server's are not encrypted from here
    for folder in _folders(office, places):
        with refusals_told(folder):
            for backup in sorted(folder.glob("desk-*.db")):
                if _whose(backup) in ("", books):
                    yield backup
            yield from sorted(folder.glob("before-rebuild-*.db"))
    with refusals_told(path):
        for why in ("replaced", "damaged"):
            yield from sorted(path.parent.glob(f"{path.stem}-{why}-????????-??????{path.suffix}"))


def _whose(backup: Path) -> str:
    """Whose books a backup is of, '' where its manifest doesn't tell: it lies in this office's folder."""
    try:
        return read_manifest(backup.with_suffix(".json").read_bytes()).books
    except (FileNotFoundError, ValueError):
        return ""


def erase_plain_copies(office: Office, places: Places) -> int:
    """How many such copies were written over and removed, with their attachments; encrypted backups have their own.

    To be done once an encrypted backup is there. Raises UserError for a role without the right, EnvironmentProblem.
    """
    rights.refuse(rights.deed_name(note_encrypted), office.staff.role if office.staff else None)
    old = plain_copies(office, places)
    for folder in _folders(office, places):
        with refusals_told(folder):
            others = (kept.manifest for kept in backups_in(folder) if kept.path not in old)
            named = {sha256 for other in others if other.pool == POOL_NAME for sha256 in other.attachments}
            for file in sorted((folder / POOL_NAME).glob("??/*")):
                if file.name not in named:
                    erase(file)
    for path in old:
        with refusals_told(path):
            for suffix in (*SIDE_FILES, ""):
                part = Path(f"{path}{suffix}")
                if part.exists():
                    erase(part)
            key_file(path).unlink(missing_ok=True)
            path.with_suffix(".json").unlink(missing_ok=True)
    return len(old)
