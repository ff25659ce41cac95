# SPDX-License-Identifier: Apache-2.0
"""Which receipt numbers are missing between those that were given (断号)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

_ENDS_IN_DIGITS = re.compile(r"(.*?)([0-9]{3,12})")
MOST = 50  # in a row; a wider hole is another book of receipts


def missing_between(numbers: Iterable[str]) -> tuple[str, ...]:
    """The numbers left out between two that stand, of each series (what stands before the digits, and their count)."""
    series: dict[tuple[str, int], set[int]] = {}
    for number in numbers:
        told = _ENDS_IN_DIGITS.fullmatch(number)
        if told is not None:
            series.setdefault((told[1], len(told[2])), set()).add(int(told[2]))
    missing: list[str] = []
    for (prefix, width), given in sorted(series.items()):
        in_order = sorted(given)
        for before, after in pairwise(in_order):
            if after - before - 1 <= MOST:
                missing += [f"{prefix}{number:0{width}}" for number in range(before + 1, after)]
    return tuple(missing)
