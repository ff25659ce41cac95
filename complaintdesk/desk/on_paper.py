# SPDX-License-Identifier: Apache-2.0
"""The numbers that paper may carry although a backup does not know them: which are asked for, and how they are read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from complaintdesk.desk.backup_files import Manifest
from complaintdesk.desk.founding import shipped_procedure
from complaintdesk.desk.numbers import series_in_use
from complaintdesk.desk.restore_choice import Known
from complaintdesk.domain.numbering import Number, number_for, numbering_year, parse_number
from complaintdesk.domain.procedure import parse_procedure
from complaintdesk.errors import QT_TRANSLATE_NOOP, UserError


@dataclass(frozen=True)
class OnPaper:
    """A series in one year, whose highest number on paper is asked; `known`: the last that was given for certain."""

    series: str
    year: int
    known: int  # 0: none is

    @property
    def field(self) -> str:
        """What errors call its input."""
        return f"highest_{self.series}{self.year}"

    def read(self, typed: str) -> Number:
        """The number typed, whole or its running number alone; raises UserError where it is none above the known."""
        number = parse_number(f"{self.series}{self.year}-{typed}" if typed.isdecimal() else typed)
        if number is None or (number.series, number.year) != (self.series, self.year):
            raise UserError(
                QT_TRANSLATE_NOOP("errors", "A number of this series is written {example}."),
                field=self.field,
                example=number_for(self.series, self.year, self.known + 1),
            )
        if number.running <= self.known:
            raise UserError(
                QT_TRANSLATE_NOOP("errors", "Known already up to {number}: type a higher one, or leave it empty."),
                field=self.field,
                number=number_for(self.series, self.year, self.known),
            )
        return number


def asked_of_paper(manifest: Manifest, books: Known, now: datetime, zone: ZoneInfo) -> tuple[OnPaper, ...]:
    """Each series of the rule book in each year since the backup, this year's first: all that may be on paper by now.

    This year is the one of which the next number will be, whatever the clock says.
    """
    latest = max((int(counted[-4:]) for counted in books.numbers), default=0)
    this_year = numbering_year(now.astimezone(zone).year, latest)
    series = manifest.series or series_in_use(parse_procedure(shipped_procedure()))  # an older backup doesn't tell
    return tuple(
        OnPaper(each, year, books.numbers.get(f"{each}{year}", 0))
        for year in range(this_year, min(manifest.made.astimezone(zone).year, this_year) - 1, -1)
        for each in series
    )
