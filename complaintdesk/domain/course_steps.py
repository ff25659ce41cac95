# SPDX-License-Identifier: Apache-2.0
"""The written course of a kind of case, from the first call to the last signature, and how far a case has come."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from complaintdesk.domain.course_rows import CourseStep
from complaintdesk.domain.lifecycle import ORDER_STEPS, Event, case_round, of_round, standing
from complaintdesk.domain.rulebook import Procedure
from complaintdesk.domain.terms import CaseKind, EventKind
from complaintdesk.domain.transitions import RESTING

# What a new round begins anew; of all else it is enough that the case has it on record.
_OF_A_ROUND = (
    RESTING[EventKind.REOPENED]
    | frozenset(ORDER_STEPS)
    | {EventKind.ANSWERED, EventKind.APPROVAL_ASKED, EventKind.APPROVED}
)


@dataclass(frozen=True)
class StepStanding:
    """A step of the course; `event` shows it done, None while nothing does."""

    row: CourseStep
    event: Event | None


def steps_for(procedure: Procedure, kind: CaseKind, events: Iterable[Event]) -> tuple[StepStanding, ...]:
    """The steps that the procedure writes down for this kind of case, in its order, each with what shows it done.

    Of several steps by the same event (a step up to the supervisor, to the office head …) the second is done by the
    second such event. A step that leaves no trace in the story is never done by one.
    """
    events = tuple(events)
    whole, this_round = standing(events), of_round(events, case_round(events))
    told = {
        wanted: [event for event in (this_round if wanted in _OF_A_ROUND else whole) if event.kind is wanted]
        for wanted in {row.event for row in procedure.course.steps}
    }
    found = []
    for row in procedure.course.steps:
        if row.kinds is None or kind in row.kinds:
            left = told[row.event]
            found.append(StepStanding(row, left.pop(0) if left else None))
    return tuple(found)
