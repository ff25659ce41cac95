# SPDX-License-Identifier: Apache-2.0
"""When a case waited, and for what (R-T-07): for the client, parts, a third party or a public body."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from complaintdesk.domain.lifecycle import Event, standing
from complaintdesk.domain.terms import EventKind, PauseReason
from complaintdesk.domain.transitions import ENDS_WAITING


@dataclass(frozen=True)
class Pause:
    """A time of waiting, instants in UTC; `until` None while it lasts."""

    since: datetime
    until: datetime | None
    reason: PauseReason
    event_id: int


def pauses(events: Iterable[Event]) -> tuple[Pause, ...]:
    """Every time for which the case waited, as it was noted.

    A wait lasts until it is said to be over, the matter ends, or another wait or a new round begins.
    """
    events = standing(events)
    found = []
    for at, event in enumerate(events):
        if event.kind is EventKind.PAUSED:
            ends = (each for each in events[at + 1 :] if each.kind in ENDS_WAITING)
            ended = next(ends, None)
            until = None if ended is None else max(ended.happened_at, event.happened_at)
            found.append(Pause(event.happened_at, until, PauseReason(event.facts["reason"]), event.id))
    return tuple(found)
