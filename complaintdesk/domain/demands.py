# SPDX-License-Identifier: Apache-2.0
"""What a rule book asks for now in a case's story: limits that run, steps up the ladder, approvals, measures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from operator import attrgetter

from complaintdesk.domain.approvals import SPECIAL_CLOSING, Approval, Word, approvals
from complaintdesk.domain.case_facts import holds
from complaintdesk.domain.course_rows import MeasureRow
from complaintdesk.domain.escalation import Outlook, holder, proposals
from complaintdesk.domain.lifecycle import OPEN_STATES, Event, next_case_state
from complaintdesk.domain.rulebook import Procedure
from complaintdesk.domain.terms import CaseState, EventKind, Role, Trigger
from complaintdesk.errors import UserError

_GOES_ON = frozenset({*OPEN_STATES, CaseState.HANDLED})
# Not this office's, or in another case by now: nothing more is asked for.
_ELSEWHERE = frozenset({CaseState.REFERRED, CaseState.JOINED, CaseState.TRANSFERRED})
# What is concluded from a case is asked for once there is something to conclude from.
_CONCLUSIONS = frozenset(
    {EventKind.LESSONS_DRAWN, EventKind.CASE_STUDY, EventKind.COMPANY_NOTICE, EventKind.RESULT_SIGNED}
)


class Ground(StrEnum):
    """Why something is asked for; in this order."""

    LIMIT = "limit"
    ESCALATION = "escalation"
    ROUTE = "route"
    APPROVAL = "approval"
    MEASURE = "measure"


@dataclass(frozen=True)
class OpenLimit:
    """A limit of a case that is not met yet."""

    key: str
    round: int


@dataclass(frozen=True)
class Demand:
    """Something that the rule book asks for and that is not on record yet; one of `events` puts it there."""

    ground: Ground
    id: str  # of the rule book's row
    name: str
    words: str  # what is to be done, '' where the name says it
    source: str
    events: tuple[EventKind, ...]
    round: int = 0  # of a limit
    to: str = ""  # id of the step of the ladder that it goes to, or that approves it
    trigger: Trigger | None = None  # of a step up
    written: bool = False  # goes up by a 《投诉处理联系单》


def demands(
    procedure: Procedure,
    case: Outlook,
    state: CaseState,
    limits: Iterable[OpenLimit],
    reported: Role | None = None,
) -> tuple[Demand, ...]:
    """What is asked for now: limits by their end, then what goes up, approvals and measures in the rule book's order.

    A limit and a measure that the same deed meets are one line. `limits` are those open, by due time; `reported` is
    the role of who was told of the case (R-REG-05). Of a case that has ended only what may still follow is asked for.
    """
    found: list[Demand] = []
    if state in _GOES_ON:
        found += [_limit(procedure, limit) for limit in limits]
        found += _goes_up(procedure, case, reported)
        found += [_approval(each) for each in approvals(procedure, case.facts, case.events) if _is_open(each)]
    for measure in _measures(procedure, case, state):
        at = next((at for at, each in enumerate(found) if measure.events[0] in each.events), None)
        if at is None:
            found.append(measure)
        else:
            words = "\n".join(part for part in (found[at].words, measure.words) if part)
            found[at] = replace(found[at], words=words)
    return tuple(found)


def _limit(procedure: Procedure, limit: OpenLimit) -> Demand:
    row = procedure.commitment(limit.key)
    meets = tuple(kind for kind in EventKind if kind in row.meets)
    return Demand(Ground.LIMIT, row.id, row.name, "", row.source, meets, limit.round)


def _goes_up(procedure: Procedure, case: Outlook, reported: Role | None) -> Iterator[Demand]:
    """The steps up that are due (R-ESC-02), and whose the case is from the start (R-CLS-06); each step once."""
    up = (EventKind.ESCALATED,)
    to: set[str] = set()
    for step in proposals(procedure, case):
        if step.to.id not in to:
            row = step.row
            to.add(step.to.id)
            yield Demand(
                Ground.ESCALATION, row.id, row.name, "", row.source, up, 0, step.to.id, row.trigger, step.written
            )
    whose, ladder = holder(procedure, case), procedure.course.ladder
    if whose is None or whose.id in to:
        return
    reached = [at for at, step in enumerate(ladder) if step.id == case.escalated_to or reported in step.roles]
    if ladder.index(whose) > max(reached, default=0):
        kinds = (EventKind.REPORTED, *up) if whose.roles else up
        yield Demand(Ground.ROUTE, whose.id, whose.name, "", whose.source, kinds, 0, whose.id, None, whose.written)


def _is_open(approval: Approval) -> bool:
    """Whether somebody has to do something about it: what is approved waits for nothing but to be done."""
    return approval.row.id == SPECIAL_CLOSING or approval.word is not Word.APPROVED


def _approval(approval: Approval) -> Demand:
    row = approval.row
    following = {
        Word.ASKED: (EventKind.APPROVED, EventKind.APPROVAL_REFUSED),
        Word.APPROVED: (row.before,),
    }
    kinds = following.get(approval.word, (EventKind.APPROVAL_ASKED,))
    return Demand(Ground.APPROVAL, row.id, row.name, "", row.source, kinds, 0, row.by[0])


def _measures(procedure: Procedure, case: Outlook, state: CaseState) -> Iterator[Demand]:
    appointment = case.facts.appointment_to or case.facts.appointment_from
    for row in procedure.course.measures:
        fits = state not in _ELSEWHERE and holds(procedure, row.when, case.facts, appointment)
        too_early = row.event in _CONCLUSIONS and state in OPEN_STATES
        if fits and not too_early and _is_owed(row, case.events) and _may_follow(state, row.event):
            yield Demand(Ground.MEASURE, row.id, row.name, row.words, row.source, (row.event,))


def _is_owed(row: MeasureRow, events: Iterable[Event]) -> bool:
    """Whether what a measure follows has come, and the measure not since (R-CB-06: a repair is inspected later)."""
    times = {event.kind: event.happened_at for event in sorted(events, key=attrgetter("happened_at"))}
    done_at = times.get(row.event)
    if row.after is None:
        return done_at is None
    since = times.get(row.after)
    return since is not None and (done_at is None or done_at < since)


def _may_follow(state: CaseState, kind: EventKind) -> bool:
    try:
        next_case_state(state, kind)
    except UserError:
        return False
    return True
