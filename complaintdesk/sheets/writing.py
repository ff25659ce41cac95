# SPDX-License-Identifier: Apache-2.0
"""What a workbook for the office is made of: values, looks, and the file it goes to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

from complaintdesk.safe_write import whole_file

if TYPE_CHECKING:
    from complaintdesk.sheets.workbook import Book


@dataclass(frozen=True)
class Formula:
    """A whole number that the workbook's reader works out: the formula without its '='."""

    text: str
    signed: bool = False  # shown with its + or −


@dataclass(frozen=True)
class Percent:
    """A share, 1 being all of it."""

    share: Decimal


# A datetime is shown as its own zone's clock shows it.
Value = str | int | Decimal | date | datetime | Formula | Percent | None
Progress = Callable[[int], None]  # is told how many rows are written


class Look(Enum):
    """How a cell looks."""

    HEAD = "head"
    PLAIN = "plain"
    BAD = "bad"
    BARE = "bare"  # a title: no frame, on one line


@contextmanager
def new_book(path: Path) -> Iterator[Book]:
    """A workbook that is there, whole, when the block ended well; raises EnvironmentProblem when the disk refuses."""
    from complaintdesk.sheets.workbook import Book

    with whole_file(path) as file:
        book = Book()
        try:
            yield book
            book.finish(file)
        except BaseException:
            book.give_up()
            raise


def width_of(text: str) -> int:
    """How wide a text is, in Latin characters: its widest line, a Chinese character counting two."""
    return max(sum(1 if char < "\u1100" else 2 for char in line) for line in text.split("\n"))
