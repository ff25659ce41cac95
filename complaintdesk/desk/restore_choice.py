# SPDX-License-Identifier: Apache-2.0
"""What can be restored, and what would be missing then: before anybody decides."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from complaintdesk.db.server import names_a_server
from complaintdesk.desk.backup_files import COUNTED, Kept, Manifest, backups_in, is_plain, kept_at, place_of
from complaintdesk.desk.keeping import Places
from complaintdesk.desk.replaced import read_abandoned
from complaintdesk.domain.numbering import Number, number_for
from complaintdesk.errors import QT_TRANSLATE_NOOP, EnvironmentProblem


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


@dataclass(frozen=True)
class Found:
    """The backups found, newest first, and why a place could not be looked into."""

    backups: tuple[Kept, ...]
    refused: tuple[EnvironmentProblem, ...]


def found_backups(location: str, places: Places) -> Found:
    """The backups of the office at this place: beside it, in the folder chosen, on the second medium.

    One that lies in several of them is told once, with its copies. Folders that are not there hold none.
    """
    folders = [place_of(location), *(place_of(location, each) for each in (places.chosen, places.second) if each)]
    found: dict[str, Kept] = {}
    refused = []
    for folder in dict.fromkeys(folders):
        try:
            there = backups_in(folder) if folder.is_dir() else ()
        except (OSError, EnvironmentProblem):
            refused.append(_unread(folder))
            continue
        for kept in there:
            nearest = found.get(kept.manifest.sha256)
            again = kept if nearest is None else replace(nearest, copies=(*nearest.copies, kept.path))
            found[kept.manifest.sha256] = again
    newest_first = sorted(found.values(), key=lambda kept: kept.manifest.made, reverse=True)
    return Found(tuple(newest_first), tuple(refused))


def _unread(path: Path) -> EnvironmentProblem:
    return EnvironmentProblem(
        QT_TRANSLATE_NOOP("errors", "{path} can't be read."),
        QT_TRANSLATE_NOOP("errors", "Check that it is plugged in and that you may read it, then look again."),
        path=str(path),
    )


def chosen_backup(file: Path, location: str, places: Places) -> Kept:
    """The backup in a file that somebody chose, with the places known where the same lies; EnvironmentProblem for none.

    `location`, `places`: of the office that it is to be restored for.
    """
    kept = kept_at(file)
    same = (each for each in found_backups(location, places).backups if each.manifest.sha256 == kept.manifest.sha256)
    return replace(kept, copies=tuple(path for each in same for path in (each.path, *each.copies) if path != file))


def is_encrypted_backup(kept: Kept) -> bool:
    """Whether it opens with the office's passphrase alone."""
    return not is_plain(kept.path)


def books_known(location: str) -> Known | None:
    """How far the books at this place say that they went; None when they can't be asked.

    A server's and an encrypted office's are not asked: they open for the restore alone. Raises EnvironmentProblem where
    the disk refuses.
    """
    try:
        books = None if names_a_server(location) else read_abandoned(Path(location))
    except OSError as error:
        raise _unread(Path(location)) from error
    if books is None:
        return None
    return Known(books.worked, {f"{series}{year}": last for (series, year), last in books.numbers.items()}, True)


def known(books: Known | None, backups: Iterable[Kept], chosen: Manifest) -> Known:
    """How far the books went, by what they say and by every backup of the same books as the one chosen."""
    seq, numbers = chosen.journal_seq, dict(chosen.numbers)
    for manifest in (kept.manifest for kept in backups if kept.manifest.books == chosen.books):
        seq = max(seq, manifest.journal_seq)
        _raise_to(numbers, manifest.numbers)
    if books is None:
        return Known(seq, numbers, False)
    _raise_to(numbers, books.numbers)
    return Known(books.seq, numbers, True)


def _raise_to(numbers: dict[str, int], others: dict[str, int]) -> None:
    for counted, last in others.items():
        numbers[counted] = max(last, numbers.get(counted, 0))


def missing(manifest: Manifest, books: Known) -> Missing:
    """What was done and which numbers were given after this backup, as far as is known."""
    gaps = []
    for last in numbers_since(manifest, books):
        reached = manifest.numbers.get(f"{last.series}{last.year}", 0)
        gaps.append(Gap(number_for(last.series, last.year, reached + 1), str(last), last.running - reached))
    return Missing(max(0, books.seq - manifest.journal_seq), tuple(gaps))


def numbers_since(manifest: Manifest, books: Known) -> tuple[Number, ...]:
    """The last number known of each series and year in which some were given after this backup."""
    found = []
    for counted, last in sorted(books.numbers.items()):
        parts = COUNTED.fullmatch(counted)
        if parts is not None and last > manifest.numbers.get(counted, 0):
            found.append(Number(parts[1], int(parts[2]), last))
    return tuple(found)
