# SPDX-License-Identifier: Apache-2.0
"""A whole import: read and checked first, then written in deeds of 200, the refused rows into an error workbook."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from complaintdesk.desk import importing, people, rights
from complaintdesk.desk.importing import BATCH, Imported
from complaintdesk.desk.office import Office
from complaintdesk.errors import QT_TRANSLATE_NOOP, UserError
from complaintdesk.sheets.batch_in import BatchRules, read_batch
from complaintdesk.sheets.errors_out import write_errors
from complaintdesk.sheets.households_in import read_households
from complaintdesk.sheets.lists import Flaw, ListRead
from complaintdesk.sheets.reading import Sheet, digest_of, read_book
from complaintdesk.sheets.register_in import FindPlace, read_register

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Kind:
    """One kind of list: how it is read, and the deed that writes its good rows."""

    name: str
    read: Callable[[Sequence[Sheet], Office, FindPlace], ListRead[Any]]
    deed: Callable[..., Imported]


@dataclass(frozen=True)
class ImportReport:
    """What an import did: rows in the list, new and existing in the books, refused; sheets that were not looked at.

    `new` and `existing` count what the list speaks of: cases, or places with their people.
    """

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

    Refused rows go into the workbook `errors`, where given, with a reason for each cell; it is written first, so that
    no reason is lost. `progress` is told rows done and rows in all. Raises UserError where nobody here may import,
    ImportRefused for a file that is no list of this kind, EnvironmentProblem where `errors` can't be written; then
    nothing was written.
    """
    if errors is not None and errors.resolve() == path.resolve():
        raise UserError(QT_TRANSLATE_NOOP("errors", "The error workbook would take the list's place: name another."))
    rights.refuse(rights.deed_name(kind.deed), office.staff.role if office.staff else None)
    book = read_book(path)
    # An old register names the same rooms over and over: each spelling is looked up once, all in one transaction.
    read = office.ask(lambda session: kind.read(book, office, cache(lambda words: people.place_named(session, words))))
    if read.flaws and errors is not None:
        write_errors(errors, book, read)
    done = Imported(0, 0)
    if read.good:
        run_id = office.do(importing.start_run, kind.name, digest_of(path), len(read.good))
        for start in range(0, len(read.good), BATCH):
            done += office.do(kind.deed, run_id, read.good[start : start + BATCH])
            if progress is not None:
                progress(min(start + BATCH, len(read.good)), len(read.good))
    return ImportReport(read.rows, done.new, done.existing, read.refused, read.flaws, read.left_out)


def _read_households(book: Sequence[Sheet], _office: Office, _find_place: FindPlace) -> ListRead[Any]:
    return read_households(book)


def _read_register(book: Sequence[Sheet], office: Office, find_place: FindPlace) -> ListRead[Any]:
    return read_register(book, office.zone, office.now(), find_place)


def _read_batch(book: Sequence[Sheet], office: Office, find_place: FindPlace) -> ListRead[Any]:
    return read_batch(book, BatchRules(office.procedure, office.zone, find_place), office.now())


HOUSEHOLDS = Kind("households", _read_households, importing.add_households)
REGISTER = Kind("register", _read_register, importing.add_history)
BATCH_NOTES = Kind("batch", _read_batch, importing.register_noted)
