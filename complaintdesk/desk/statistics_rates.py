# SPDX-License-Identifier: Apache-2.0
"""The month's shares (R-ST-01, R-ST-03): each with its numerator and denominator, and the cases behind both."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy.orm import Session

from complaintdesk.desk.statistics_counting import counted
from complaintdesk.desk.statistics_sources import (
    MADE,
    NO_LIMIT,
    NOT_MADE,
    TO_MAKE,
    Behind,
    Figure,
    Source,
    of_response,
)
from complaintdesk.domain.commitments import Timeliness
from complaintdesk.domain.procedure import Procedure
from complaintdesk.domain.ratios import Ratio
from complaintdesk.domain.terms import CaseKind, CaseState, Rating

IN_TIME, LATE, UNDECIDED = (each.value for each in Timeliness)
DONE_STATES = (CaseState.HANDLED, CaseState.CLOSED)
ELSEWHERE = (CaseState.INVALID, CaseState.REFERRED, CaseState.JOINED, CaseState.TRANSFERRED)
"""Cases that are not this office's to handle, or go on under another number: no part of the closing rate."""


class ShareKind(StrEnum):
    """What a share is of."""

    TIMELINESS = "timeliness"  # 及时率: of slips finished or past their limit
    TIMELINESS_OF_ALL = "timeliness_of_all"  # 及时率, by the letter: of all slips issued
    CLOSING = "closing"  # 办结率, special closings left out
    CLOSING_WITH_SPECIAL = "closing_with_special"  # 办结率 with 特殊关闭
    SATISFACTION = "satisfaction"  # 满意率 by the slips
    CONTENT = "content"  # 满意 alone, by the slips
    SATISFACTION_CALLED = "satisfaction_called"  # 满意率 by follow-ups
    CONTENT_CALLED = "content_called"
    FOLLOW_UP = "follow_up"  # 回访率
    RESPONSE = "response"  # 响应率, 24 hours in the default procedure
    REWORK = "rework"  # 返修率
    REPEATS = "repeats"  # 再次投诉
    INVALID = "invalid"  # 无效投诉


@dataclass(frozen=True)
class Share:
    """A share of which numerator, denominator and undecided ones can each be asked for their cases."""

    kind: ShareKind
    numerator: Figure
    denominator: Figure
    undecided: Figure | None = None

    @property
    def ratio(self) -> Ratio:
        """Its three counts, and the percentage from them."""
        return Ratio(self.numerator.count, self.denominator.count, self.undecided.count if self.undecided else 0)

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Numerator, denominator and, where some can be undecided, those."""
        return tuple(filter(None, (self.numerator, self.denominator, self.undecided)))


@dataclass(frozen=True)
class RatingRow:
    """The clients' words on one thing (R-WO-10): `aspect` is quality, manner, timeliness, slip (the worst) or call."""

    aspect: str
    words: Mapping[Rating, Figure]


def shares(session: Session, month: Behind, procedure: Procedure) -> tuple[Share, ...]:
    """The month's shares in the order of ShareKind: of cases by the day of receipt, of follow-ups by their own days."""
    return (
        *_timeliness(session, month, procedure),
        *_closing(session, month, procedure),
        *_satisfaction(session, month, procedure),
        *_promised(session, month, procedure),
        *_complaints(session, month, procedure),
    )


def _of(counts: Mapping[tuple[object, ...], int], behind: Behind, column: str, values: Iterable[object]) -> Figure:
    """How many have one of the values in the one column that was counted by."""
    values = tuple(values)
    return Figure(sum(counts.get((value,), 0) for value in values), behind.by(**{column: values}))


def _timeliness(session: Session, month: Behind, procedure: Procedure) -> tuple[Share, ...]:
    slips = month.of(Source.SLIPS)
    counts = counted(session, slips, procedure, "kept")
    in_time, undecided = _of(counts, slips, "kept", [IN_TIME]), _of(counts, slips, "kept", [UNDECIDED])
    decided = _of(counts, slips, "kept", [IN_TIME, LATE])
    issued = _of(counts, slips, "kept", [IN_TIME, LATE, UNDECIDED, NO_LIMIT])
    return (
        Share(ShareKind.TIMELINESS, in_time, decided, undecided),
        Share(ShareKind.TIMELINESS_OF_ALL, in_time, issued, undecided),
    )


def slips_without_limit(session: Session, month: Behind, procedure: Procedure) -> Figure:
    """Slips (无时限) that no limit of the rate is for."""
    slips = month.of(Source.SLIPS)
    return _of(counted(session, slips, procedure, "kept"), slips, "kept", [NO_LIMIT])


def _closing(session: Session, month: Behind, procedure: Procedure) -> tuple[Share, ...]:
    """Handled ÷ those that were this office's to handle; special closings leave the rate, or count in it (R-ESC-08)."""
    cases = month.of(Source.CASES)
    counts = counted(session, cases, procedure, "state")
    ours = [state for state in CaseState if state not in (*ELSEWHERE, CaseState.VOID)]
    special = CaseState.SPECIAL_CLOSED
    return (
        Share(
            ShareKind.CLOSING,
            _of(counts, cases, "state", DONE_STATES),
            _of(counts, cases, "state", [state for state in ours if state is not special]),
        ),
        Share(
            ShareKind.CLOSING_WITH_SPECIAL,
            _of(counts, cases, "state", [*DONE_STATES, special]),
            _of(counts, cases, "state", ours),
        ),
    )


def _satisfaction(session: Session, month: Behind, procedure: Procedure) -> tuple[Share, ...]:
    found = []
    for source, kinds in (
        (Source.SLIPS, (ShareKind.SATISFACTION, ShareKind.CONTENT)),
        (Source.CALLED, (ShareKind.SATISFACTION_CALLED, ShareKind.CONTENT_CALLED)),
    ):
        rated = month.of(source)
        counts = counted(session, rated, procedure, "rating")
        everyone = _of(counts, rated, "rating", Rating)
        for kind, counting in zip(kinds, ((Rating.CONTENT, Rating.FAIR), (Rating.CONTENT,)), strict=True):
            found.append(Share(kind, _of(counts, rated, "rating", counting), everyone))
    return tuple(found)


def _promised(session: Session, month: Behind, procedure: Procedure) -> tuple[Share, ...]:
    """Required follow-ups due in the month that were made, and first words back within their limit."""
    asked = month.of(Source.FOLLOW_UPS)
    outcomes = counted(session, asked, procedure, "outcome")
    first = month.of(Source.LIMITS).by(key=of_response(procedure))
    kept = counted(session, first, procedure, "kept")
    return (
        Share(
            ShareKind.FOLLOW_UP,
            _of(outcomes, asked, "outcome", [MADE]),
            _of(outcomes, asked, "outcome", [MADE, NOT_MADE]),
            _of(outcomes, asked, "outcome", [TO_MAKE]),
        ),
        Share(
            ShareKind.RESPONSE,
            _of(kept, first, "kept", [IN_TIME]),
            _of(kept, first, "kept", [IN_TIME, LATE]),
            _of(kept, first, "kept", [UNDECIDED]),
        ),
    )


def _complaints(session: Session, month: Behind, procedure: Procedure) -> tuple[Share, ...]:
    """Repairs reopened ÷ repairs handled at least once; repeated and invalid complaints ÷ all."""
    repairs = month.of(Source.RECEIVED).by(kind=CaseKind.REPAIR)
    done = counted(session, repairs, procedure, "done")
    again = counted(session, repairs, procedure, "again")
    complaints = month.of(Source.RECEIVED).by(kind=CaseKind.COMPLAINT)
    states = counted(session, complaints, procedure, "state")
    repeats = counted(session, complaints, procedure, "repeats")
    everyone = Figure(states.total(), complaints)
    return (
        Share(ShareKind.REWORK, _of(again, repairs, "again", [True]), _of(done, repairs, "done", [True])),
        Share(ShareKind.REPEATS, _of(repeats, complaints, "repeats", [True]), everyone),
        Share(ShareKind.INVALID, _of(states, complaints, "state", [CaseState.INVALID]), everyone),
    )


def ratings(session: Session, month: Behind, procedure: Procedure) -> tuple[RatingRow, ...]:
    """What clients wrote on slips, by what they were asked, and what they said when called; kept apart."""
    sources = (
        *((aspect, Source.SLIPS, aspect) for aspect in ("quality", "manner", "timeliness")),
        ("slip", Source.SLIPS, "rating"),
        ("call", Source.CALLED, "rating"),
    )
    rows = []
    for aspect, source, column in sources:
        rated = month.of(source)
        counts = counted(session, rated, procedure, column)
        rows.append(RatingRow(aspect, {rating: _of(counts, rated, column, [rating]) for rating in Rating}))
    return tuple(rows)
