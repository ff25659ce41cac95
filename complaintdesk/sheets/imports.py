# SPDX-License-Identifier: Apache-2.0
"""A whole import: read and checked first, then written in deeds of 200, the refused rows into an error workbook."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from complaintdesk.desk import importing, people
from complaintdesk.desk.importing import BATCH, Imported
from complaintdesk.desk.office import Office
from complaintdesk.sheets.batch_in import BatchRules, read_batch
from complaintdesk.sheets.errors_out import write_errors
from complaintdesk.sheets.households_in import read_households
from complaintdesk.sheets.lists import Flaw, ListRead
from complaintdesk.sheets.reading import Sheet, digest_of, read_book
from complaintdesk.sheets.register_in import read_register

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Kind:
    """One kind of list: how it is read, and the deed that writes its good rows."""

    name: str
    read: Callable[[Office, Sequence[Sheet]], ListRead[Any]]
    deed: Callable[..., Imported]


@dataclass(frozen=True)
class ImportReport:
    """What an import did: rows in the list, new and existing in the books, refused; sheets that were not looked at."""

    rows: int
    new: int
    existing: int
    refused: int
    flaws: tuple[Flaw, ...]
    left_out: tuple[str, ...]


def run_import(
    office: Office, kind: Kind, path: Path, errors: Path | None = None, progress: Progress | None = None
) -> ImportReport:
    """Imports a list, or goes on with one that was broken off; rows in the books already count as existing.

    Refused rows go into the workbook `errors`, where given, with a reason for each cell. `progress` is told rows done
    and rows in all. Raises ImportRefused for a file that is no list of this kind; then nothing was written.
    """
    book = read_book(path)
    read = kind.read(office, book)
    done = Imported(0, 0)
    if read.good:
        run_id = office.do(importing.start_run, kind.name, digest_of(path), len(read.good))
        for start in range(0, len(read.good), BATCH):
            done += office.do(kind.deed, run_id, read.good[start : start + BATCH])
            if progress is not None:
                progress(min(start + BATCH, len(read.good)), len(read.good))
    if read.flaws and errors is not None:
        write_errors(errors, book, read)
    return ImportReport(read.rows, done.new, done.existing, read.refused, read.flaws, read.left_out)


def _places(office: Office) -> Callable[[str], tuple[int, str] | None]:
    return lambda words: office.ask(people.place_named, words)


def _read_households(_office: Office, book: Sequence[Sheet]) -> ListRead[Any]:
    return read_households(book)


def _read_register(office: Office, book: Sequence[Sheet]) -> ListRead[Any]:
    return read_register(book, office.zone, office.now(), _places(office))


def _read_batch(office: Office, book: Sequence[Sheet]) -> ListRead[Any]:
    return read_batch(book, BatchRules(office.procedure, office.zone, _places(office)), office.now())


HOUSEHOLDS = Kind("households", _read_households, importing.add_households)
REGISTER = Kind("register", _read_register, importing.add_history)
BATCH_NOTES = Kind("batch", _read_batch, importing.register_noted)
