# SPDX-License-Identifier: Apache-2.0
"""What a case's story tells of the case itself: valid or not, its level, who has it, what it waits for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from complaintdesk.domain.lifecycle import Event, standing
from complaintdesk.domain.terms import EventKind, Level, PauseReason, Priority
from complaintdesk.domain.waiting import pauses


@dataclass(frozen=True)
class Told:
    """What the standing events of a case say; what none of them speaks of is as it is for any case."""

    valid: bool | None = None  # R-CLS-01
    level: Level | None = None  # as a person set it (R-CLS-05); None: as the ticked criteria make it
    department: str | None = None  # as a person routed it (R-CLS-04); None: as it was registered
    hard: bool = False  # R-CB-08
    priority: Priority = Priority.NORMAL  # R-CLS-09
    promised_at: datetime | None = None  # R-ESC-12
    waits_for: PauseReason | None = None  # R-T-07
    waited: frozenset[PauseReason] = frozenset()
    escalated_to: str = ""  # R-ESC-02
    handed_to: int | None = None  # R-REG-06
    lead_case_id: int | None = None  # R-CLS-08
    reported_to: int | None = None  # R-REG-05


def told_by(events: Sequence[Event]) -> Told:
    """What the story tells, the last word counting; a correction of the criteria outdoes a level set before it."""
    events = standing(events)
    checked = _last(events, EventKind.CHECKED)
    levelled = _unless_corrected(events, EventKind.LEVEL_SET, "level_criteria")
    rerouted = _unless_corrected(events, EventKind.REROUTED, "department")
    hardened = _last(events, EventKind.HARDENED)
    assessed = _last(events, EventKind.ASSESSED)
    promised = _last(events, EventKind.PROMISED)
    waits = pauses(events)
    escalated = _last(events, EventKind.ESCALATED)
    handed = _last(events, EventKind.HANDED_OVER)
    reported = _last(events, EventKind.REPORTED)
    return Told(
        valid=None if checked is None else checked.facts["valid"],
        level=None if levelled is None else Level(levelled.facts["level"]),
        department=None if rerouted is None else rerouted.facts["department"],
        hard=hardened is not None and hardened.facts["hard"],
        priority=Priority.NORMAL if assessed is None else Priority(assessed.facts["priority"]),
        promised_at=None if promised is None else datetime.fromisoformat(promised.facts["until"]),
        waits_for=next((each.reason for each in waits if each.until is None), None),
        waited=frozenset(each.reason for each in waits),
        escalated_to="" if escalated is None else escalated.facts["to"],
        handed_to=None if handed is None else handed.facts["staff"],
        lead_case_id=lead_in(events, 1 + sum(event.kind is EventKind.REOPENED for event in events)),
        reported_to=None if reported is None else reported.facts["staff"],
    )


def lead_in(events: Sequence[Event], number: int) -> int | None:
    """The lead case that a round hangs on (R-CLS-08): who reopens a case goes on with it alone; `events` all stand."""
    lead: int | None = None
    at = 1
    for event in events:
        if event.kind is EventKind.REOPENED:
            at += 1
        elif event.kind is EventKind.LED and at == number:
            lead = event.facts["lead"]
    return lead


def _last(events: Sequence[Event], kind: EventKind) -> Event | None:
    return next((event for event in reversed(events) if event.kind is kind), None)


def _unless_corrected(events: Sequence[Event], kind: EventKind, field: str) -> Event | None:
    """The last event of a kind, None where a later correction touched the field."""
    found = _last(events, kind)
    if found is None:
        return None
    later = (event for event in events if event.kind is EventKind.CORRECTED and event.id > found.id)
    return None if any(field in event.facts for event in later) else found
