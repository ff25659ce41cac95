# SPDX-License-Identifier: Apache-2.0
"""What counts as a real effort before a case may be closed specially (特殊关闭, R-ESC-08)."""

from __future__ import annotations

from collections.abc import Iterable

from complaintdesk.domain.course_rows import SpecialClosing
from complaintdesk.domain.lifecycle import Event, standing
from complaintdesk.domain.terms import EventKind
from complaintdesk.errors import QT_TRANSLATE_NOOP, UserError

# What is done for the client, or said to them of a solution; that nobody answered the phone is none.
EFFORTS = frozenset(
    {
        *(EventKind.ANSWERED, EventKind.INFORMED, EventKind.PROMISED, EventKind.LEADER_CALLED, EventKind.FOLLOWED_UP),
        *(EventKind.COMPLETED, EventKind.INSPECTED, EventKind.MEASURES_ARRANGED, EventKind.COMPENSATED),
    }
)


def efforts(events: Iterable[Event]) -> int:
    """How many efforts stand in the story, of all rounds."""
    return sum(event.kind in EFFORTS for event in standing(events))


def refuse_too_early(rule: SpecialClosing | None, events: Iterable[Event]) -> None:
    """Raises UserError where the rule book knows no special closing, or too little was tried before it."""
    if rule is None:
        raise UserError(QT_TRANSLATE_NOOP("errors", "The rule book of this case knows no special closing."))
    if (made := efforts(events)) < rule.tries:
        raise UserError(
            QT_TRANSLATE_NOOP(
                "errors",
                "Only after {tries} real efforts on record, such as answers, visits or measures; there are {made}.",
            ),
            tries=rule.tries,
            made=made,
        )
