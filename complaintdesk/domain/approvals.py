# SPDX-License-Identifier: Apache-2.0
"""What needs somebody's word before it is done (R-ESC-08, R-ESC-09, R-ESC-14), and how far that is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from complaintdesk.domain.case_facts import CaseFacts, holds
from complaintdesk.domain.course_rows import ApprovalRow
from complaintdesk.domain.lifecycle import Event, case_round, minute, of_round, standing
from complaintdesk.domain.rulebook import Procedure
from complaintdesk.domain.rulebook_rows import Condition
from complaintdesk.domain.terms import EventKind
from complaintdesk.errors import QT_TRANSLATE_NOOP, UserError

SPECIAL_CLOSING = "special_closing"  # the approval that 特殊关闭 needs, where the book has no row for it


class Word(StrEnum):
    """How an approval stands."""

    MISSING = "missing"  # not asked for yet
    ASKED = "asked"
    APPROVED = "approved"
    REFUSED = "refused"


# What is not every case's; asked for by whoever means to do it.
_ONLY_IF_MEANT = frozenset({EventKind.SPECIAL_CLOSED, EventKind.COMPENSATED})
_SAID = {
    EventKind.APPROVAL_ASKED: Word.ASKED,
    EventKind.APPROVED: Word.APPROVED,
    EventKind.APPROVAL_REFUSED: Word.REFUSED,
}


@dataclass(frozen=True)
class Approval:
    """An approval that a case needs, and how it stands in this round; `event` is the one that says so."""

    row: ApprovalRow
    word: Word
    event: Event | None


def rows_of(procedure: Procedure) -> tuple[ApprovalRow, ...]:
    """All approvals that the procedure knows, that of a special closing included."""
    course = procedure.course
    special = course.special_closing
    if special is None or any(row.before is EventKind.SPECIAL_CLOSED for row in course.approvals):
        return course.approvals
    of_special = ApprovalRow(
        SPECIAL_CLOSING, "特殊关闭", Condition(), EventKind.SPECIAL_CLOSED, special.by, special.source
    )
    return (*course.approvals, of_special)


def standing_of(row: ApprovalRow, events: Sequence[Event], number: int) -> Approval:
    """How an approval stands in a round: the last word counts; what was approved for an earlier round does not."""
    said = [event for event in of_round(events, number) if event.kind in _SAID and event.facts["approval"] == row.id]
    return Approval(row, _SAID[said[-1].kind], said[-1]) if said else Approval(row, Word.MISSING, None)


def approvals(procedure: Procedure, facts: CaseFacts, events: Sequence[Event]) -> tuple[Approval, ...]:
    """The approvals that this case needs in its round for what is still ahead of it.

    One for a special closing or for compensation stands there once it was asked for, or where a measure is to be just
    that: no case needs it by itself.
    """
    measures = procedure.course.measures
    wanted = {row.event for row in measures if holds(procedure, row.when, facts, facts.appointment_from)}
    done = {event.kind for event in of_round(events, facts.round)}
    ahead = (
        standing_of(row, events, facts.round)
        for row in rows_of(procedure)
        if row.before not in done and holds(procedure, row.when, facts, facts.appointment_from)
    )
    return tuple(
        each
        for each in ahead
        if each.word is not Word.MISSING or each.row.before not in _ONLY_IF_MEANT or each.row.before in wanted
    )


def missing_before(
    procedure: Procedure, kind: EventKind, facts: CaseFacts, events: Sequence[Event], happened_at: datetime | None
) -> tuple[Approval, ...]:
    """The approvals without which an event of this kind could not come then (R-ESC-14): none given by that minute.

    Without a time: those that nobody gave at all.
    """
    rows = (row for row in rows_of(procedure) if row.before is kind)
    fitting = (row for row in rows if holds(procedure, row.when, facts, facts.appointment_from))
    standings = (standing_of(row, events, facts.round) for row in fitting)
    return tuple(each for each in standings if not _given_by(each, happened_at))


def acted_on(
    procedure: Procedure, facts: CaseFacts, events: Sequence[Event], word: Event
) -> tuple[ApprovalRow, Event] | None:
    """The approval that this word gave, and what was done on the strength of it alone; None where nothing was."""
    kept = standing(events)
    row = next((each for each in rows_of(procedure) if each.id == word.facts.get("approval")), None)
    if row is None:
        return None
    for later in kept:
        if later.kind is not row.before or later.id < word.id:
            continue
        before = tuple(event for event in kept if event.id < later.id)
        then = replace(facts, round=case_round(before))
        rest = tuple(event for event in before if event.id != word.id)
        wanting = (missing_before(procedure, later.kind, then, told, later.happened_at) for told in (before, rest))
        with_it, without = ({each.row.id for each in found} for found in wanting)
        if row.id in without - with_it:
            return row, later
    return None


def refusal(procedure: Procedure, missing: Approval) -> UserError:
    """What to say of something that can't be done before this approval is given."""
    return UserError(
        QT_TRANSLATE_NOOP("errors", "Not before “{approval}” is given, by {by}: ask for it, and note the word."),
        approval=missing.row.name,
        by=" / ".join(procedure.course.step(step).name for step in missing.row.by),
    )


def _given_by(approval: Approval, happened_at: datetime | None) -> bool:
    if approval.word is not Word.APPROVED or approval.event is None:
        return False
    return happened_at is None or minute(approval.event.happened_at) <= minute(happened_at)
