# SPDX-License-Identifier: Apache-2.0
"""The month's shares (R-ST-01, R-ST-03): each with its numerator and denominator, and the cases behind both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy.orm import Session

from complaintdesk.desk.rule_books import FOLLOW_UPS, RuleBooks
from complaintdesk.desk.statistics_counting import Tally, tally
from complaintdesk.desk.statistics_sources import (
    MADE,
    NO_LIMIT,
    NOT_MADE,
    TO_MAKE,
    Behind,
    Figure,
    Source,
)
from complaintdesk.domain.commitments import Timeliness
from complaintdesk.domain.ratios import Ratio
from complaintdesk.domain.terms import CaseKind, CaseState, Rating

IN_TIME, LATE, UNDECIDED = (each.value for each in Timeliness)
DONE_STATES = (CaseState.HANDLED, CaseState.CLOSED)
ELSEWHERE = (CaseState.INVALID, CaseState.REFERRED, CaseState.JOINED, CaseState.TRANSFERRED)
"""Cases that are not this office's to handle, or go on under another number: no part of the closing rate."""


class ShareKind(StrEnum):
    """What a share is of."""

    TIMELINESS = "timeliness"  # 及时率: of slips finished or past their limit
    TIMELINESS_OF_ALL = "timeliness_of_all"  # 及时率, by the letter: of all slips issued, undecided ones among them
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


@dataclass(frozen=True)
class FollowUpFigures:
    """What came of one follow-up (回访) of the rule book: of those that must be made and fell due in the month.

    `answers` are all that were made in the month and brought a rating, offered ones too.
    """

    key: str
    name: str  # as the newest rule book says that has it
    made: Figure
    not_made: Figure  # given up, or past their day
    to_make: Figure
    decided: Figure
    answers: Figure

    @property
    def share(self) -> Ratio:
        """Made ÷ made or not (回访率), those still to make beside it."""
        return Ratio(self.made.count, self.decided.count, self.to_make.count)

    @property
    def figures(self) -> tuple[Figure, ...]:
        """All of it, in order."""
        return (self.made, self.not_made, self.to_make, self.decided, self.answers)


@dataclass(frozen=True)
class Tallies:
    """A month's sources, each counted once, from which shares, ratings, limits and follow-ups are added up."""

    slips: Tally
    cases: Tally  # with void ones
    received: Tally
    limits: Tally
    follow_ups: Tally
    called: Tally


def tallies(session: Session, month: Behind, books: RuleBooks) -> Tallies:
    """The counts of a month; old registers are left out."""
    columns = (
        (Source.SLIPS, ("kept", "quality", "manner", "timeliness", "rating")),
        (Source.CASES, ("kind", "state")),
        (Source.RECEIVED, ("kind", "state", "repeats", "done", "again")),
        (Source.LIMITS, ("key", "kept", "first_word")),
        (Source.FOLLOW_UPS, ("key", "outcome")),
        (Source.CALLED, ("key", "rating")),
    )
    return Tallies(*(tally(session, month.of(source), books, *names) for source, names in columns))


def shares(found: Tallies) -> tuple[Share, ...]:
    """The month's shares in the order of ShareKind: of cases by the day of receipt, of follow-ups by their own days."""
    return (
        *_timeliness(found.slips),
        *_closing(found.cases),
        *_satisfaction(found),
        *_promised(found),
        *_complaints(found.received),
    )


def _timeliness(slips: Tally) -> tuple[Share, ...]:
    """Undecided slips stand beside the rate, in neither of its counts; in that by the letter they are issued ones."""
    in_time, undecided = slips.of(kept=[IN_TIME]), slips.of(kept=[UNDECIDED])
    return (
        Share(ShareKind.TIMELINESS, in_time, slips.of(kept=[IN_TIME, LATE]), undecided),
        Share(ShareKind.TIMELINESS_OF_ALL, in_time, slips.of(kept=[IN_TIME, LATE, UNDECIDED, NO_LIMIT]), undecided),
    )


def slips_without_limit(found: Tallies) -> Figure:
    """Slips (无时限) that no limit of the rate is for."""
    return found.slips.of(kept=[NO_LIMIT])


def _closing(cases: Tally) -> tuple[Share, ...]:
    """Handled ÷ those that were this office's to handle; special closings leave the rate, or count in it (R-ESC-08)."""
    ours = [state for state in CaseState if state not in (*ELSEWHERE, CaseState.VOID)]
    special = CaseState.SPECIAL_CLOSED
    return (
        Share(
            ShareKind.CLOSING,
            cases.of(state=DONE_STATES),
            cases.of(state=[state for state in ours if state is not special]),
        ),
        Share(ShareKind.CLOSING_WITH_SPECIAL, cases.of(state=[*DONE_STATES, special]), cases.of(state=ours)),
    )


def _satisfaction(found: Tallies) -> tuple[Share, ...]:
    made = []
    for rated, kinds in (
        (found.slips, (ShareKind.SATISFACTION, ShareKind.CONTENT)),
        (found.called, (ShareKind.SATISFACTION_CALLED, ShareKind.CONTENT_CALLED)),
    ):
        everyone = rated.of(rating=Rating)
        for kind, counting in zip(kinds, ((Rating.CONTENT, Rating.FAIR), (Rating.CONTENT,)), strict=True):
            made.append(Share(kind, rated.of(rating=counting), everyone))
    return tuple(made)


def _promised(found: Tallies) -> tuple[Share, ...]:
    """Required follow-ups due in the month that were made, and first words back within their limit."""
    asked = found.follow_ups
    return (
        Share(
            ShareKind.FOLLOW_UP,
            asked.of(outcome=[MADE]),
            asked.of(outcome=[MADE, NOT_MADE]),
            asked.of(outcome=[TO_MAKE]),
        ),
        Share(
            ShareKind.RESPONSE,
            found.limits.of(first_word=True, kept=[IN_TIME]),
            found.limits.of(first_word=True, kept=[IN_TIME, LATE]),
            found.limits.of(first_word=True, kept=[UNDECIDED]),
        ),
    )


def _complaints(received: Tally) -> tuple[Share, ...]:
    """Repairs reopened ÷ repairs handled at least once; repeated and invalid complaints ÷ all."""
    repair, complaint = CaseKind.REPAIR, CaseKind.COMPLAINT
    everyone = received.of(kind=complaint)
    return (
        Share(ShareKind.REWORK, received.of(kind=repair, again=True), received.of(kind=repair, done=True)),
        Share(ShareKind.REPEATS, received.of(kind=complaint, repeats=True), everyone),
        Share(ShareKind.INVALID, received.of(kind=complaint, state=CaseState.INVALID), everyone),
    )


def ratings(found: Tallies) -> tuple[RatingRow, ...]:
    """What clients wrote on slips, by what they were asked, and what they said when called; kept apart."""
    rated = (
        *((aspect, found.slips, aspect) for aspect in ("quality", "manner", "timeliness")),
        ("slip", found.slips, "rating"),
        ("call", found.called, "rating"),
    )
    return tuple(
        RatingRow(aspect, {rating: counts.of(**{column: rating}) for rating in Rating})
        for aspect, counts, column in rated
    )


def follow_ups(session: Session, found: Tallies, books: RuleBooks) -> tuple[FollowUpFigures, ...]:
    """Each follow-up of the rule book (R-CB-01, R-ST-03), also where nothing fell due, then those it no longer has."""
    asked, called = found.follow_ups, found.called
    ours = {row.id: row.name for row in books.in_force.follow_ups}
    gone = (asked.found("key") | called.found("key")) - ours.keys()
    names = ours | {row.id: row.name for row in books.known(session, FOLLOW_UPS, gone).values()}
    return tuple(
        FollowUpFigures(
            key=key,
            name=names[key],
            made=asked.of(key=key, outcome=MADE),
            not_made=asked.of(key=key, outcome=NOT_MADE),
            to_make=asked.of(key=key, outcome=TO_MAKE),
            decided=asked.of(key=key, outcome=[MADE, NOT_MADE]),
            answers=called.of(key=key, rating=Rating),
        )
        for key in names
    )
