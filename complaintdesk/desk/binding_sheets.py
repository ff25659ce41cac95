# SPDX-License-Identifier: Apache-2.0
"""What the binding list of a month (派工单装订清单, R-WO-04) shows: every number of the month and where its slip is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from complaintdesk.domain.terms import BindingState


@dataclass(frozen=True)
class BindingLine:
    """One number of the month; of one that is missing in the books `issued_at` is None and `place` empty."""

    number: str
    issued_at: datetime | None
    place: str
    state: BindingState
    parts: tuple[str, ...]  # names of the parts (联) that came back
    holder: str  # who had it last, '' where nobody is known
    reason: str  # why it is void, still out or missing

    @property
    def missing(self) -> bool:
        """Whether it is missing, which is a major failure."""
        return self.state is BindingState.MISSING


@dataclass(frozen=True)
class BindingSheet:
    """The list of a month with all its numbers in their order; `signed_at` is None until somebody signs for it."""

    month: date  # its first day
    slips: tuple[BindingLine, ...]
    signed_by: str = ""
    signed_at: datetime | None = None

    @property
    def numbers(self) -> int:
        """How many numbers the month has."""
        return len(self.slips)

    @property
    def returned(self) -> int:
        """How many slips came back."""
        return self._count(BindingState.RETURNED)

    @property
    def open(self) -> int:
        """How many slips are still out."""
        return self._count(BindingState.OPEN)

    @property
    def void(self) -> int:
        """How many numbers are void."""
        return self._count(BindingState.VOID)

    @property
    def missing(self) -> int:
        """How many slips are missing, which is a major failure."""
        return self._count(BindingState.MISSING)

    def _count(self, state: BindingState) -> int:
        return sum(line.state is state for line in self.slips)
