# SPDX-License-Identifier: Apache-2.0
"""A month's figures, counted in SQL; each can be asked for the cases behind it (R-ST-06)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from complaintdesk.desk.rule_books import COMMITMENTS, DEPARTMENTS, RuleBooks
from complaintdesk.desk.statistics_balance import Balance, FlowRow, balances
from complaintdesk.desk.statistics_breakdown import Breakdown, By, breakdowns, trend, upper_and_lower
from complaintdesk.desk.statistics_counting import cases_behind, counted
from complaintdesk.desk.statistics_rates import (
    IN_TIME,
    LATE,
    UNDECIDED,
    FollowUpFigures,
    RatingRow,
    Share,
    ShareKind,
    Tallies,
    follow_ups,
    ratings,
    shares,
    slips_without_limit,
    tallies,
)
from complaintdesk.desk.statistics_sources import COUNTED_ELSEWHERE, Behind, Figure, Source
from complaintdesk.domain.dates import add_months
from complaintdesk.domain.ratios import Ratio
from complaintdesk.domain.terms import CaseKind, CaseState

__all__ = [
    "Behind",
    "By",
    "CategoryFigures",
    "Figure",
    "LimitFigures",
    "MonthFigures",
    "ShareKind",
    "cases_behind",
    "month_figures",
]


@dataclass(frozen=True)
class LimitFigures:
    """How a limit (时限、承诺) was kept: met by its due, met after it or open past it, still open before it."""

    key: str
    name: str  # as the newest rule book says that has it
    in_rate: bool
    reminder: bool
    in_time: Figure
    late: Figure
    undecided: Figure
    decided: Figure

    @property
    def share(self) -> Ratio:
        """In time ÷ decided, the undecided ones beside it."""
        return Ratio(self.in_time.count, self.decided.count, self.undecided.count)


@dataclass(frozen=True)
class CategoryFigures:
    """The cases of one category, by kind; `name` is '' for those without one."""

    name: str
    undivided: bool  # of an upper category alone, beside rows of those below it
    department: str
    kinds: Mapping[CaseKind, Figure]


@dataclass(frozen=True)
class MonthFigures:
    """The figures of the cases received in a month, as they stood at `counted_at`; follow-ups and flow are of its days.

    Rows of old registers are left out of all but the counts, and of those too unless they were asked for. Void cases
    (作废) stand apart: `registered` and every count but `states`, and the flow, are without them.
    """

    month: date  # its first day
    counted_at: datetime
    history: bool
    in_register: Figure  # void ones included: the rows of the month's register (登记簿)
    void: Figure
    elsewhere: Figure  # joined or transferred: the matter counts under another number
    states: Mapping[CaseKind, Mapping[CaseState, Figure]]  # every kind and state, void ones too
    counts: tuple[Breakdown, ...]  # in the order of By
    categories: tuple[CategoryFigures, ...]  # those that have cases, in the rule book's order
    trend: tuple[tuple[date, Mapping[CaseKind, Figure]], ...]
    limits: tuple[LimitFigures, ...]  # of every limit that any of these cases had, in the rule book's order
    slips_without_limit: Figure  # 无时限: slips of the month's cases that no limit of the rate is for
    shares: tuple[Share, ...]  # in the order of ShareKind
    before: Mapping[ShareKind, Share]  # the same shares of the month before
    follow_ups: tuple[FollowUpFigures, ...]  # a row for each of the rule book, then those that it no longer has
    ratings: tuple[RatingRow, ...]
    balances: tuple[Balance, ...]  # what came and went, by kind first

    def by(self, by: By) -> Breakdown:
        """The counts by one thing."""
        return self.counts[list(By).index(by)]

    def share(self, kind: ShareKind) -> Share:
        """One of the shares."""
        return self.shares[list(ShareKind).index(kind)]

    @property
    def flow(self) -> FlowRow:
        """What came and went, all kinds together."""
        return self.balances[0].total

    @property
    def registered(self) -> int:
        """How many matters: void cases are left out, and those that go on under another number."""
        return self.in_register.count - self.void.count - self.elsewhere.count

    @property
    def cases(self) -> int:
        """How many cases, void ones included: as many as the register of the month has rows."""
        return self.in_register.count

    @property
    def figures(self) -> Iterator[Figure]:
        """Every figure of the month."""
        yield from (self.in_register, self.void, self.elsewhere)
        for states in self.states.values():
            yield from states.values()
        tables: tuple[Breakdown | Balance, ...] = (*self.counts, *self.balances)
        for table in tables:
            yield from table.figures
        for category in self.categories:
            yield from category.kinds.values()
        for _, kinds in self.trend:
            yield from kinds.values()
        for limit in self.limits:
            yield from (limit.in_time, limit.late, limit.undecided, limit.decided)
        yield self.slips_without_limit
        for share in (*self.shares, *self.before.values()):
            yield from share.figures
        for follow_up in self.follow_ups:
            yield from follow_up.figures
        for rating in self.ratings:
            yield from rating.words.values()


def month_figures(
    session: Session, year: int, month: int, now: datetime, books: RuleBooks, *, history: bool = False
) -> MonthFigures:
    """The figures of a month by the civil date of receipt, limits judged at `now`; ValueError for no such month.

    `history` counts the rows of old registers too (only in `counts`, `categories` and `trend`).
    """
    first = date(year, month, 1)
    own = Behind(Source.CASES, first, now)
    received = Behind(Source.RECEIVED, first, now, history)
    found = tallies(session, own, books)
    previous = tallies(session, replace(own, first=add_months(first, -1)), books)
    return MonthFigures(
        month=first,
        counted_at=now,
        history=history,
        in_register=found.cases.of(),
        void=found.cases.of(state=CaseState.VOID),
        elsewhere=found.cases.of(state=COUNTED_ELSEWHERE),
        states=_states(found),
        counts=breakdowns(session, received, books),
        categories=_categories(session, received, books),
        trend=trend(session, received, books),
        limits=_limits(session, found, books),
        slips_without_limit=slips_without_limit(found),
        shares=shares(found),
        before={share.kind: share for share in shares(previous)},
        follow_ups=follow_ups(session, found, books),
        ratings=ratings(found),
        balances=balances(session, own, books),
    )


def _states(found: Tallies) -> Mapping[CaseKind, Mapping[CaseState, Figure]]:
    return {kind: {state: found.cases.of(kind=kind, state=state) for state in CaseState} for kind in CaseKind}


def _categories(session: Session, month: Behind, books: RuleBooks) -> tuple[CategoryFigures, ...]:
    counts = counted(session, month, books, "category", "kind")
    found = {id_ for id_, _ in counts}

    def kinds(id_: str) -> Mapping[CaseKind, Figure]:
        return {kind: Figure(counts[id_, kind], month.by(category=id_, kind=kind)) for kind in CaseKind}

    rows = []
    grouped = upper_and_lower(session, books, found)
    known = books.known(session, DEPARTMENTS, {row.department for upper, below in grouped for row in (upper, *below)})
    for upper, below in grouped:
        if upper.id in found:
            rows.append(CategoryFigures(upper.name, bool(below), known[upper.department].name, kinds(upper.id)))
        for row in below:
            name = f"{upper.name}·{row.name}"
            rows.append(CategoryFigures(name, False, known[row.department].name, kinds(row.id)))
    if "" in found:
        rows.append(CategoryFigures("", False, "", kinds("")))
    return tuple(rows)


def _limits(session: Session, found: Tallies, books: RuleBooks) -> tuple[LimitFigures, ...]:
    rows = []
    for key, rule in books.known(session, COMMITMENTS, found.limits.found("key")).items():
        in_time, late, undecided, decided = (
            found.limits.of(key=key, kept=kept) for kept in ((IN_TIME,), (LATE,), (UNDECIDED,), (IN_TIME, LATE))
        )
        rows.append(
            LimitFigures(
                key=key,
                name=rule.name,
                in_rate=rule.in_rate,
                reminder=rule.reminder,
                in_time=in_time,
                late=late,
                undecided=undecided,
                decided=decided,
            )
        )
    return tuple(rows)
