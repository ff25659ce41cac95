# SPDX-License-Identifier: Apache-2.0
"""When the same matter of several households of a building is one wave (R-CLS-08)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from complaintdesk.domain.case_facts import CaseFacts, holds
from complaintdesk.domain.course_rows import WaveRow
from complaintdesk.domain.rulebook import Procedure
from complaintdesk.domain.rulebook_rows import Limit, LimitUnit

_SPANS = {LimitUnit.MINUTES: "minutes", LimitUnit.HOURS: "hours", LimitUnit.DAYS: "days"}


@dataclass(frozen=True)
class Call:
    """A household's matter, as a wave counts it."""

    id: int
    place_id: int
    received_at: datetime


def row_for(procedure: Procedure, facts: CaseFacts) -> WaveRow | None:
    """The first row of the rule book that fits the case; None where it knows no wave of such cases."""
    fits = (row for row in procedure.course.waves if holds(procedure, row.when, facts, facts.appointment_from))
    return next(fits, None)


def span(within: Limit) -> timedelta:
    """How long a wave, or a look back, is; KeyError for a unit that the rule book's reader lets through nowhere."""
    return timedelta(**{_SPANS[within.unit]: within.amount})


def wave_of(calls: Sequence[Call], latest: Call, row: WaveRow) -> tuple[Call, ...]:
    """The calls that make one wave with the latest of them, oldest first; empty where too few households called."""
    since = latest.received_at - span(row.within)
    near = [each for each in calls if since <= each.received_at <= latest.received_at]
    if len({each.place_id for each in near}) < row.households:
        return ()
    return tuple(sorted(near, key=lambda each: (each.received_at, each.id)))
