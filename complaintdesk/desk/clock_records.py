# SPDX-License-Identifier: Apache-2.0
"""What a screen gets to know of a case's clocks: what it waits for, and the limits that run for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from complaintdesk.domain.terms import PauseReason


@dataclass(frozen=True)
class RunningLimit:
    """A limit that is not met yet, as the rule book that the case came in under names it."""

    key: str
    round: int
    name: str
    source: str
    due_at: datetime
    paused_at: datetime | None  # since when it waits
    pauses: frozenset[PauseReason]  # what it waits for (R-T-07)
    agreed: bool  # with the client: another time is agreed with them again, not given by a supervisor


@dataclass(frozen=True)
class Clocks:
    """What a case waits for, and its open limits by their end."""

    waits_for: PauseReason | None
    limits: tuple[RunningLimit, ...]

    def stopped_by(self, reason: PauseReason) -> tuple[RunningLimit, ...]:
        """The limits that a wait for this stops; the others run on (R-T-07)."""
        return tuple(limit for limit in self.limits if reason in limit.pauses)
