# SPDX-License-Identifier: Apache-2.0
"""Whose a case is on the ladder, and which steps up it the procedure asks for now (R-ESC-01 to R-ESC-03, R-CLS-06)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from complaintdesk.domain.case_facts import CaseFacts, holds
from complaintdesk.domain.course_rows import Course, EscalationRow, Step
from complaintdesk.domain.lifecycle import Event
from complaintdesk.domain.rulebook import Procedure
from complaintdesk.domain.terms import EventKind, Level, Rating, Trigger

# What the program sees by itself; the other triggers are for a person to say.
SEEN = frozenset({Trigger.MAJOR, Trigger.REPEAT, Trigger.LIMIT_BROKEN, Trigger.NOT_CONTENT})


@dataclass(frozen=True)
class Broken:
    """A limit that is past its end and not met."""

    key: str
    due_at: datetime


@dataclass(frozen=True)
class Outlook:
    """A case as the ladder sees it: its facts, its standing events, who was told of it, its broken limits."""

    facts: CaseFacts
    events: tuple[Event, ...]
    escalated_to: str  # id of a step, '' for none
    broken: tuple[Broken, ...]


@dataclass(frozen=True)
class StepUp:
    """A step up the ladder: by which row of the procedure, to whom, whether in writing."""

    row: EscalationRow
    to: Step
    written: bool


def holder(procedure: Procedure, case: Outlook) -> Step | None:
    """Whose the case is: by route or by the last escalation, whichever is higher; None where the book has no ladder.

    Of the routes the last that fits goes (R-CLS-06, R-CLS-07); without one it is the desk's, the lowest step.
    """
    course = procedure.course
    if not course.ladder:
        return None
    fitting = [
        route.to for route in course.routes if holds(procedure, route.when, case.facts, case.facts.appointment_from)
    ]
    routed = course.step(fitting[-1]) if fitting else course.ladder[0]
    if not case.escalated_to:
        return routed
    return max(routed, course.step(case.escalated_to), key=course.ladder.index)


def proposals(procedure: Procedure, case: Outlook) -> tuple[StepUp, ...]:
    """The steps up that the procedure asks for now and nobody has taken yet, in the book's order."""
    found = []
    for row in procedure.course.escalations:
        since = _since(procedure, row, case) if row.trigger in SEEN else None
        step = _step_up(procedure, row, case)
        if since is not None and step is not None and not _taken(row, case.events, since):
            found.append(step)
    return tuple(found)


def offers(procedure: Procedure, case: Outlook) -> tuple[StepUp, ...]:
    """The steps up that a person can find to be needed, each with the target that the procedure names."""
    rows = (row for row in procedure.course.escalations if row.trigger not in SEEN)
    return tuple(step for row in rows if (step := _step_up(procedure, row, case)) is not None)


def goes_in_writing(procedure: Procedure, case: Outlook, to: Step, trigger: Trigger) -> bool:
    """Whether this step up is taken by a 《投诉处理联系单》 (R-ESC-01): the step asks for it, or the row that fits."""
    steps = (_step_up(procedure, row, case) for row in procedure.course.escalations if row.trigger is trigger)
    return to.written or any(step.written for step in steps if step is not None and step.to == to)


def _step_up(procedure: Procedure, row: EscalationRow, case: Outlook) -> StepUp | None:
    """The step of a row that fits the case; None for one that would lead down the ladder, or past its top."""
    at = holder(procedure, case)
    if at is None or not holds(procedure, row.when, case.facts, case.facts.appointment_from):
        return None
    course = procedure.course
    to = course.step(row.to) if row.to else course.step_above(at.id)
    if to is None or _is_below(course, to, at):
        return None
    return StepUp(row, to, row.written or to.written)


def _is_below(course: Course, one: Step, other: Step) -> bool:
    return course.ladder.index(one) < course.ladder.index(other)


def _since(procedure: Procedure, row: EscalationRow, case: Outlook) -> datetime | None:
    """Since when the row's trigger holds; None where it does not."""
    match row.trigger:
        case Trigger.LIMIT_BROKEN:
            broken = (each.due_at for each in case.broken if _is_meant(procedure, row, each))
            return max(broken, default=None)
        case Trigger.NOT_CONTENT:
            return max((event.happened_at for event in case.events if _says_not_content(event)), default=None)
        case Trigger.MAJOR | Trigger.REPEAT:  # which the row's condition says, or the case itself
            holds_now = case.facts.repeat if row.trigger is Trigger.REPEAT else case.facts.level is Level.MAJOR
            return case.facts.registered_at if holds_now else None
        case _:
            return None


def _is_meant(procedure: Procedure, row: EscalationRow, broken: Broken) -> bool:
    """Whether a broken limit is one that the row is about: those that it names, or any that does not only remind."""
    return broken.key in row.limits if row.limits else not procedure.commitment(broken.key).reminder


def _says_not_content(event: Event) -> bool:
    """Whether the client was not content: by a follow-up, or by a new round (R-ESC-02, R-ESC-10)."""
    match event.kind:
        case EventKind.FOLLOWED_UP:
            return event.facts.get("rating") == Rating.NOT_CONTENT
        case EventKind.REOPENED:
            return True
        case _:
            return False


def _taken(row: EscalationRow, events: Iterable[Event], since: datetime) -> bool:
    """Whether the case went up since then: to whom the row names, or to anybody where it names the next one."""
    up = (event for event in events if event.kind is EventKind.ESCALATED and event.happened_at >= since)
    return any(not row.to or event.facts["to"] == row.to for event in up)
