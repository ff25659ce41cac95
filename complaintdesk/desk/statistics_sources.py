# SPDX-License-Identifier: Apache-2.0
"""What figures are counted from: selects that give the case of each counted thing, and what it is counted by."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import Enum
from operator import attrgetter
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, and_, case, cast, exists, false, func, or_, select, type_coerce

from complaintdesk.db.tables import Case, CaseEvent, Commitment, WorkOrder
from complaintdesk.db.types import Enumerated
from complaintdesk.domain.commitments import Timeliness
from complaintdesk.domain.dates import add_months
from complaintdesk.domain.procedure import Procedure
from complaintdesk.domain.rulebook_rows import CommitmentRow, LimitUnit
from complaintdesk.domain.terms import CaseState, EventKind, OrderState, Origin, Rating

COUNTED_ELSEWHERE = (CaseState.JOINED, CaseState.TRANSFERRED)
"""Cases whose matter goes on under another number, and counts there (R-REG-07)."""
NO_LIMIT = "no_limit"  # 无时限: a slip that no limit of the rate is for
MADE, NOT_MADE, TO_MAKE = "made", "not_made", "to_make"  # what came of a follow-up; given up is not made


class Source(Enum):
    """What is counted; see `statistics_counting.SOURCES` for how each is read."""

    RECEIVED = "received"  # matters received in the month, void ones left out; old registers' where asked for
    CASES = "cases"  # all with a number: void ones, and those that go on under another, too
    LIMITS = "limits"  # limits of those that are not void
    SLIPS = "slips"  # their slips, void ones left out (R-ST-01)
    FOLLOW_UPS = "follow_ups"  # required follow-ups due in the month
    CALLED = "called"  # follow-ups made in the month, that gave a rating
    AT_START = "at_start"  # open when the month began
    NEW = "new"
    REOPENED = "reopened"
    LEFT = "left"
    AT_END = "at_end"


@dataclass(frozen=True)
class Behind:
    """The cases behind a figure (R-ST-06): of a source in a month, those whose columns have one of these values."""

    source: Source
    first: date  # of the first month
    at: datetime  # limits are judged then
    history: bool = False  # with the rows of old registers, where the source can have them
    months: int = 1  # how many it spans
    where: tuple[tuple[str, tuple[Any, ...]], ...] = ()

    def by(self, **columns: Any) -> Behind:
        """Narrowed: each column has this value, or one of several given as a tuple."""
        more = tuple((name, each if isinstance(each, tuple) else (each,)) for name, each in columns.items())
        return replace(self, where=(*self.where, *more))

    def without(self, column: str) -> Behind:
        """The same with any value of a column."""
        return replace(self, where=tuple(each for each in self.where if each[0] != column))

    def of(self, source: Source) -> Behind:
        """The same month of another source, not narrowed."""
        return replace(self, source=source, where=())

    @property
    def end(self) -> date:
        """The first day after the last month."""
        return add_months(self.first, self.months)


@dataclass(frozen=True)
class Figure:
    """A number that can be asked which cases it counts."""

    count: int
    behind: Behind


OwnBooks = Mapping[int | None, Procedure]
"""The rule books by version that the counted cases came in under."""

Cube = Sequence[tuple[Behind, Mapping[tuple[Any, ...], int]]]
"""What lines are added up from: for each figure of a line, its source counted by several columns at once."""


def of_month(behind: Behind, *, void: bool = False) -> ColumnElement[bool]:
    """Cases received in the month that have a number: neither old rows nor what carries slips used before."""
    days = and_(Case.received_on >= behind.first, Case.received_on < behind.end, Case.number.is_not(None))
    return days if void else and_(days, Case.state != CaseState.VOID)


def _case_columns() -> Select[Any]:
    # A client may be not content, and a new round begin, before the case was noted as handled.
    handled_once = exists().where(CaseEvent.case_id == Case.id, CaseEvent.kind == EventKind.HANDLED)
    again = and_(Case.round > 1, handled_once)
    done = or_(again, Case.state.in_((CaseState.HANDLED, CaseState.CLOSED)))
    columns: tuple[Any, ...] = (
        *(Case.id.label("case_id"), Case.kind, Case.state, Case.category, Case.department, Case.building),
        *(Case.channel, Case.level, Case.received_on, again.label("again"), done.label("done")),
        Case.repeats_case_id.is_not(None).label("repeats"),
    )
    return select(*columns)


def received(behind: Behind) -> Select[Any]:
    """Cases of the month with what they are counted by: each matter once, void ones left out."""
    once = Case.state.not_in((CaseState.VOID, *COUNTED_ELSEWHERE))
    if not behind.history:
        return _case_columns().where(of_month(behind), once)
    days = and_(Case.received_on >= behind.first, Case.received_on < behind.end)
    return _case_columns().where(days, once, or_(Case.number.is_not(None), Case.origin == Origin.HISTORY))


def cases(behind: Behind) -> Select[Any]:
    """The same with void ones: as many as the month's register has rows."""
    return _case_columns().where(of_month(behind, void=True))


def _kept(at: datetime) -> ColumnElement[str]:
    """In time, late (met after its due, or open past it), or undecided."""
    met, due = Commitment.met_at, Commitment.due_at
    late = or_(met > due, and_(met.is_(None), due < at, Commitment.paused_at.is_(None)))
    return case(
        (late, Timeliness.LATE.value), (met.is_(None), Timeliness.UNDECIDED.value), else_=Timeliness.IN_TIME.value
    )


def limits(behind: Behind, own: OwnBooks) -> Select[Any]:
    """Each limit of those that are not void, how it was kept, and whether it is for the first word back."""
    first = _by_own(own, _asks_for_first_word).label("first_word")
    columns: tuple[Any, ...] = (Case.id.label("case_id"), Case.kind, Commitment.key, _kept(behind.at).label("kept"))
    joined = select(*columns, first).join(Commitment, Commitment.case_id == Case.id)
    return joined.where(of_month(behind), Commitment.dropped_at.is_(None))


def _by_own(own: OwnBooks, counts: Callable[[CommitmentRow], bool]) -> ColumnElement[bool]:
    """Whether a limit is one of those that count, as the rule book says that its case came in under."""
    versions: dict[tuple[str, ...], list[int | None]] = {}
    for version, procedure in own.items():
        versions.setdefault(tuple(row.id for row in procedure.commitments if counts(row)), []).append(version)
    return or_(
        false(),
        *(and_(Case.procedure_version_id.in_(same), Commitment.key.in_(keys)) for keys, same in versions.items()),
    )


def _asks_for_first_word(rule: CommitmentRow) -> bool:
    """Limits, counted in hours or minutes, from a call to the first word back (24-hour response, R-ST-03)."""
    answered = rule.starts is EventKind.REGISTERED and EventKind.ANSWERED in rule.meets
    quick = rule.limit.unit in (LimitUnit.HOURS, LimitUnit.MINUTES)
    return answered and quick and not rule.unless_at_once and not rule.reminder


def slips(behind: Behind, own: OwnBooks) -> Select[Any]:
    """Each slip with how the rate's limits of its round were kept, the worst counting, and the client's word."""
    kept = _kept(behind.at)
    limited = (
        select(
            WorkOrder.id.label("order_id"),
            func.max(cast(kept == Timeliness.LATE.value, Integer)).label("late"),
            func.max(cast(kept == Timeliness.UNDECIDED.value, Integer)).label("undecided"),
        )
        .join(Case, Case.id == WorkOrder.case_id)
        .join(Commitment, and_(Commitment.case_id == WorkOrder.case_id, Commitment.round == WorkOrder.round))
        .where(of_month(behind), Commitment.dropped_at.is_(None), _by_own(own, attrgetter("in_rate")))
        .group_by(WorkOrder.id)
        .subquery()
    )
    standing = case(
        (limited.c.late == 1, Timeliness.LATE.value),
        (limited.c.undecided == 1, Timeliness.UNDECIDED.value),
        (limited.c.order_id.is_not(None), Timeliness.IN_TIME.value),
        else_=NO_LIMIT,
    )
    aspects = (WorkOrder.quality, WorkOrder.manner, WorkOrder.timeliness)
    worst = case(
        (or_(*(each == Rating.NOT_CONTENT for each in aspects)), Rating.NOT_CONTENT.value),
        (or_(*(each == Rating.FAIR for each in aspects)), Rating.FAIR.value),
        (or_(*(each == Rating.CONTENT for each in aspects)), Rating.CONTENT.value),
        else_=None,
    )
    rating = type_coerce(worst, Enumerated(Rating)).label("rating")
    columns = (Case.id.label("case_id"), Case.kind, standing.label("kept"), *aspects, rating)
    joined = select(*columns).join(WorkOrder, WorkOrder.case_id == Case.id)
    return joined.outerjoin(limited, limited.c.order_id == WorkOrder.id).where(
        of_month(behind), WorkOrder.state != OrderState.VOID
    )
