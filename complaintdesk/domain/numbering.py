# SPDX-License-Identifier: Apache-2.0
"""Numbers of cases and slips (受理编号, R-REG-04, R-WO-03): written, and read back from typing and barcodes."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass


@dataclass(frozen=True)
class Number:
    """A number in its parts; a sheet of a later round carries the round (TS2026-000123-2)."""

    series: str
    year: int
    running: int
    round: int = 1

    def __str__(self) -> str:
        return number_for(self.series, self.year, self.running, self.round)


_TYPED = re.compile(r"([A-Z]{2,4})-?([0-9]{1,12}(?:-[0-9]{1,12}){0,2})")
_YEAR = re.compile("(?:19|20|21)[0-9]{2}")
_RUN_TOGETHER = re.compile(f"({_YEAR.pattern})([0-9]{{3,}})")


def number_for(series: str, year: int, running: int, suffix_round: int = 1) -> str:
    """The number as it is printed: 'BX2026-000912', in a later round 'BX2026-000912-2'.

    Raises ValueError for a running number or round below 1.
    """
    if running < 1 or suffix_round < 1:
        raise ValueError("numbers and rounds count from 1")
    suffix = f"-{suffix_round}" if suffix_round > 1 else ""
    return f"{series}{year:04}-{running:06}{suffix}"


def parse_number(text: str, default_year: int | None = None) -> Number | None:
    """The number that was typed or scanned, None for other words: BX2026-000912, bx 2026 912, BX2026000912, ｗｘ９１２.

    A number without a year is of `default_year`. A run of up to six digits is a running number, however like a year it
    looks.
    """
    written = unicodedata.normalize("NFKC", text).strip().strip("*").upper()  # Code 39 scanners send the stars too
    written = re.sub(r"[\s‐-―−_-]+", "-", written)
    typed = _TYPED.fullmatch(written)
    if typed is None:
        return None
    groups = typed[2].split("-")
    run_together = _RUN_TOGETHER.fullmatch(groups[0]) if len(groups[0]) > 6 else None
    if run_together:
        groups[:1] = run_together.groups()
    if len(groups) > 1 and _YEAR.fullmatch(groups[0]):
        year: int | None = int(groups.pop(0))
    else:
        year = default_year
    counts = [int(group) for group in groups]
    if year is None or len(counts) > 2 or min(counts) < 1:
        return None
    return Number(typed[1], year, *counts)


def numbering_year(clock_year: int, last_year: int) -> int:
    """The year of the next number: the later of the clock's and the last number's, so a clock set back repeats none."""
    return max(clock_year, last_year)
