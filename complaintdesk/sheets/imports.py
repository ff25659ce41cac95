# SPDX-License-Identifier: Apache-2.0
"""A whole import: read and checked first, then written in deeds of 200, the refused rows into an error workbook."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any

from complaintdesk.desk import importing, people, price_lists, price_pages, rights
from complaintdesk.desk.importing import BATCH, Imported
from complaintdesk.desk.lost_answers import do_resumable
from complaintdesk.desk.office import Office
from complaintdesk.errors import QT_TRANSLATE_NOOP, UserError
from complaintdesk.sheets import batch_in, household_cells, prices_in, register_in
from complaintdesk.sheets.batch_in import BatchRules, read_batch
from complaintdesk.sheets.errors_out import write_errors
from complaintdesk.sheets.households_in import enough, read_households
from complaintdesk.sheets.lists import Columns, Flaw, Heads, ListRead, RowAt
from complaintdesk.sheets.reading import Progress, Sheet, open_book
from complaintdesk.sheets.register_in import FindPlace, read_register


class Outcome(Enum):
    """What becomes of a row."""

    NEW = "new"  # it brings something that the books don't have
    EXISTING = "existing"
    REFUSED = "refused"
    WAITING = "waiting"  # good, but not in yet: the import was stopped


@dataclass(frozen=True)
class Kind:
    """One kind of list: its columns, how it is read, what of it is known, and the deed that writes its good rows."""

    name: str
    columns: Columns
    enough: Callable[[Collection[str]], bool]  # whether a sheet with these fields can be read
    read: Callable[[Sequence[Sheet], Office, FindPlace, Heads | None, Progress | None], ListRead[Any]]
    known: Callable[..., tuple[bool, ...]]  # query: of each good entry, whether the books have all of it
    deed: Callable[..., Imported]
    added_to: Callable[..., tuple[bool, ...]] | None = None  # query: of each, whether it adds to what the books have
    whole: bool = False  # a list of its own in the books: it is there as a whole, or goes in as one


@dataclass(frozen=True)
class DryRun:
    """A list as it would go in: what was read, and of each good entry whether the books have it already."""

    read: ListRead[Any]
    known: tuple[bool, ...]
    added_to: tuple[bool, ...] = ()

    def outcomes(self) -> dict[RowAt, Outcome]:
        """What would become of each row."""
        return outcomes(self.read, [not known for known in self.known])

    def additions(self) -> set[RowAt]:
        """The rows that bring people or phones to a place that the books have."""
        flawed = {flaw.at for flaw in self.read.flaws}
        adding = (rows for rows, adds in zip(self.read.sources, self.added_to, strict=False) if adds)
        return {row for rows in adding for row in rows} - flawed


@dataclass(frozen=True)
class Step:
    """How far an import is: of the good entries so far, whether each was new."""

    run_id: int | None  # None where there was nothing to write
    fresh: tuple[bool, ...]


@dataclass(frozen=True)
class ImportReport:
    """What an import did with the list's rows: new + existing + refused + waiting (after a stop) are all of them."""

    rows: int
    new: int
    existing: int
    refused: int
    waiting: int
    added: int  # cases that are new, or places that are or have new people
    incomplete: int  # rows, of those not refused, that went in without a cell that is wrong
    run_id: int | None  # None when there was nothing to write
    flaws: tuple[Flaw, ...]  # all that is wrong, cells that were left out last
    left_out: tuple[str, ...]
    empty: int  # rows besides that hold nothing in the list's columns
    aside: tuple[RowAt, ...]  # those of them that hold something beside
    hidden: tuple[str, ...] = ()  # sheets that are hidden, and so were not looked at


def run_import(
    office: Office, kind: Kind, path: Path, errors: Path | None = None, progress: Progress | None = None
) -> ImportReport:
    """Imports a list, or goes on with one that was broken off; rows in the books already count as existing.

    Refused rows, and those that go in without a cell, go into the workbook `errors`, where given, with a reason for
    each cell; it is written first, so that no reason is lost. `progress` is told entries done and entries in all.
    Raises UserError where nobody here may import, ImportRefused for a file that is no list of this kind,
    EnvironmentProblem where `errors` can't be written; then nothing was written.
    """
    if errors is not None and errors.resolve() == path.resolve():
        raise UserError(QT_TRANSLATE_NOOP("errors", "The error workbook would take the list's place: name another."))
    rights.refuse(rights.deed_name(kind.deed), office.staff.role if office.staff else None)
    book = open_book(path)
    read = read_list(office, kind, book.sheets)
    if (read.flaws or read.dropped) and errors is not None:
        write_errors(errors, book.sheets, read)
    step = None
    for step in take_in(office, kind, read, book.digest):
        if progress is not None:
            progress(len(step.fresh), len(read.good))
    return report_of(read, step, book.hidden)


def read_list(
    office: Office, kind: Kind, book: Sequence[Sheet], heads: Heads | None = None, tell: Progress | None = None
) -> ListRead[Any]:
    """Every row as it would go in, or what is wrong with it; heads that are not given are found.

    `tell(done, total)` hears how many rows are read, and what it raises ends it.
    """
    # An old register names the same rooms over and over: each spelling is looked up once, all in one transaction.
    return office.ask(
        lambda session: kind.read(book, office, cache(lambda words: people.place_named(session, words)), heads, tell)
    )


def dry_run(
    office: Office, kind: Kind, book: Sequence[Sheet], heads: Heads | None = None, tell: Progress | None = None
) -> DryRun:
    """The list beside the books; nothing is written. `tell` hears of rows that are read, then of rows looked up."""
    read = read_list(office, kind, book, heads, tell)
    added_to = office.ask(kind.added_to, read.good, tell) if kind.added_to is not None else ()
    return DryRun(read, office.ask(kind.known, read.good, tell), added_to)


def take_in(office: Office, kind: Kind, read: ListRead[Any], digest: str) -> Iterator[Step]:
    """Writes the good entries; gives word after each deed, and can be left off between two.

    `digest` is the file's: the same list finds what a stop left undone.
    """
    if not read.good:
        return
    if kind.whole and all(office.ask(kind.known, read.good, None)):
        yield Step(None, (False,) * len(read.good))
        return
    run_id = do_resumable(office, importing.start_run, kind.name, digest, len(read.good))
    done = Imported(0, 0)
    for start in range(0, len(read.good), BATCH):
        rows = read.good[start : start + BATCH]
        done += do_resumable(office, kind.deed, run_id, rows)
        yield Step(run_id, done.fresh)


def report_of(read: ListRead[Any], step: Step | None, hidden: tuple[str, ...] = ()) -> ImportReport:
    """The import's figures, in rows of the list; `step` is its last, None when there was none."""
    fresh = step.fresh if step is not None else ()
    counts = Counter(outcomes(read, fresh).values())
    return ImportReport(
        rows=read.rows,
        new=counts[Outcome.NEW],
        existing=counts[Outcome.EXISTING],
        refused=counts[Outcome.REFUSED],
        waiting=counts[Outcome.WAITING],
        added=sum(fresh),
        incomplete=read.incomplete,
        run_id=step.run_id if step is not None else None,
        flaws=(*read.flaws, *read.dropped),
        left_out=read.left_out,
        empty=read.empty + len(read.aside),
        aside=read.aside,
        hidden=hidden,
    )


def outcomes(read: ListRead[Any], fresh: Sequence[bool]) -> dict[RowAt, Outcome]:
    """What becomes of each row: new where any entry read from it is; `fresh` ends where an import was stopped."""
    found: dict[RowAt, Outcome] = {}
    for number, rows in enumerate(read.sources):
        outcome = Outcome.WAITING
        if number < len(fresh):
            outcome = Outcome.NEW if fresh[number] else Outcome.EXISTING
        for row in rows:
            if found.get(row) is not Outcome.NEW:
                found[row] = outcome
    found |= dict.fromkeys((flaw.at for flaw in read.flaws), Outcome.REFUSED)
    return found


def _read_batch(
    book: Sequence[Sheet], office: Office, find: FindPlace, heads: Heads | None, tell: Progress | None
) -> ListRead[Any]:
    return read_batch(book, BatchRules(office.procedure, office.zone, find), office.now(), heads, tell)


HOUSEHOLDS = Kind(
    name="households",
    columns=household_cells.COLUMNS,
    enough=enough,
    read=lambda book, _office, _find, heads, tell: read_households(book, heads, tell),
    known=importing.households_known,
    deed=importing.add_households,
    added_to=importing.households_added_to,
)
REGISTER = Kind(
    name="register",
    columns=register_in.COLUMNS,
    enough=register_in.enough,
    read=lambda book, office, find, heads, tell: read_register(book, office.zone, office.now(), find, heads, tell),
    known=lambda session, drafts, tell: importing.rows_known(session, [draft.key for draft in drafts], tell),
    deed=importing.add_history,
)
BATCH_NOTES = Kind(
    name="batch",
    columns=batch_in.COLUMNS,
    enough=batch_in.enough,
    read=_read_batch,
    known=lambda session, rows, tell: importing.rows_known(session, [key for key, _ in rows], tell),
    deed=importing.register_noted,
)
PRICES = Kind(
    name=importing.PRICES,
    columns=prices_in.COLUMNS,
    enough=prices_in.enough,
    read=lambda book, _office, _find, heads, tell: prices_in.read_prices(book, heads, tell),
    known=lambda session, drafts, _tell: price_pages.items_known(session, drafts),
    deed=price_lists.take_in,
    whole=True,
)
KINDS = (HOUSEHOLDS, REGISTER, BATCH_NOTES, PRICES)
