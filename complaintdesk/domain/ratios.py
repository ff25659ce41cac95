# SPDX-License-Identifier: Apache-2.0
"""Shares as reports show them: numerator and denominator first, the percentage from them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal


@dataclass(frozen=True)
class Ratio:
    """A share with both its counts, and how many are undecided (R-ST-01), which are never in the numerator.

    They are beside a denominator of what is decided, and within one of all there is. Counts below 0 raise ValueError.
    """

    numerator: int
    denominator: int
    undecided: int = 0

    def __post_init__(self) -> None:
        if min(self.numerator, self.denominator, self.undecided) < 0:
            raise ValueError("a count below 0")

    @property
    def percent(self) -> Decimal | None:
        """The percentage rounded half up to two places; None of nothing.

        Each one stands for itself: neither capped at 100.00 nor adjusted so that several add up to it.
        """
        if self.denominator == 0:
            return None
        return (Decimal(self.numerator) * 100 / self.denominator).quantize(Decimal("0.01"), ROUND_HALF_UP)

    def show(self) -> str:
        """The share in figures: '83.33% (5/6)', of nothing '— (0/0)', with undecided ones '83.33% (5/6, 2?)'."""
        percent = "—" if self.percent is None else f"{self.percent}%"
        undecided = f", {self.undecided}?" if self.undecided else ""
        return f"{percent} ({self.numerator}/{self.denominator}{undecided})"
