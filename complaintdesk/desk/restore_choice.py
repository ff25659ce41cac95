# SPDX-License-Identifier: Apache-2.0
"""What can be restored, and what would be missing then: before anybody decides."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from complaintdesk.db.keys import key_file
from complaintdesk.db.server import names_a_server
from complaintdesk.desk.backup_files import KEY_NAME, Kept, Manifest, backups_in, kept_at, place_of
from complaintdesk.desk.keeping import Places
from complaintdesk.desk.replaced import read_abandoned
from complaintdesk.domain.numbering import number_for

_COUNTED = re.compile("([A-Z]+)([0-9]{4})")


@dataclass(frozen=True)
class Gap:
    """Numbers of one series that were given after a backup: the first, the last, how many."""

    first: str
    last: str
    count: int


@dataclass(frozen=True)
class Known:
    """How far the books are known to have gone: their last entry and numbers, told by themselves or by a backup."""

    seq: int
    numbers: dict[str, int]  # 'BX2026' → last running number
    by_books: bool


@dataclass(frozen=True)
class Missing:
    """What a restore would lose: how many deeds, and the numbers given since."""

    deeds: int
    gaps: tuple[Gap, ...]


def found_backups(location: str, places: Places) -> tuple[Kept, ...]:
    """The backups of the office at this place, newest first: beside it, in the folder chosen, on the second medium.

    One that lies in two of them is told once. Folders that are not there hold none.
    """
    folders = [place_of(location), *(place_of(location, each) for each in (places.chosen, places.second) if each)]
    found: dict[str, Kept] = {}
    for folder in folders:
        if folder.is_dir():
            for kept in backups_in(folder):
                found.setdefault(kept.manifest.sha256, kept)
    return tuple(sorted(found.values(), key=lambda kept: kept.manifest.made, reverse=True))


def chosen_backup(file: Path) -> Kept:
    """The backup in a file that somebody chose; raises EnvironmentProblem when it is none."""
    return kept_at(file)


def is_encrypted_backup(kept: Kept) -> bool:
    """Whether it opens with the office's passphrase alone."""
    if zipfile.is_zipfile(kept.path):
        with zipfile.ZipFile(kept.path) as packed:
            return KEY_NAME in packed.namelist()
    return key_file(kept.path).exists()


def known(location: str, backups: Iterable[Kept]) -> Known | None:
    """How far the books at this place went: by what they say, else by the backup that knows most; None by neither.

    A server's and an encrypted office's are not asked: they open for the restore alone.
    """
    books = None if names_a_server(location) else read_abandoned(Path(location))
    if books is not None:
        return Known(books.worked, {f"{series}{year}": last for (series, year), last in books.numbers.items()}, True)
    most = max((kept.manifest for kept in backups), key=lambda manifest: manifest.journal_seq, default=None)
    return None if most is None else Known(most.journal_seq, most.numbers, False)


def missing(manifest: Manifest, books: Known) -> Missing:
    """What was done and which numbers were given after this backup, as far as is known."""
    gaps = []
    for counted, last in sorted(books.numbers.items()):
        parts, reached = _COUNTED.fullmatch(counted), manifest.numbers.get(counted, 0)
        if parts is not None and last > reached:
            first, highest = (number_for(parts[1], int(parts[2]), running) for running in (reached + 1, last))
            gaps.append(Gap(first, highest, last - reached))
    return Missing(max(0, books.seq - manifest.journal_seq), tuple(gaps))


def latest_of_each_series(numbers: dict[str, int]) -> tuple[tuple[str, int, int], ...]:
    """Of each series its newest year with the last number given in it."""
    found: dict[str, tuple[str, int, int]] = {}
    for counted, last in sorted(numbers.items()):
        parts = _COUNTED.fullmatch(counted)
        if parts is not None:
            found[parts[1]] = (parts[1], int(parts[2]), last)
    return tuple(found.values())
