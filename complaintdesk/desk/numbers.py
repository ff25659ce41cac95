# SPDX-License-Identifier: Apache-2.0
"""Numbers given in the registering transaction: without gap, never twice (R-REG-04, R-WO-03)."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from complaintdesk.db.tables import FIRST_LIVE_ID, Case, Counter
from complaintdesk.desk.context import Context
from complaintdesk.domain.numbering import number_for, numbering_year
from complaintdesk.domain.rulebook import Procedure


@dataclass(frozen=True)
class Taken:
    """A number just taken from its counter."""

    series: str
    year: int
    running: int
    text: str


def series_in_use(procedure: Procedure) -> tuple[str, ...]:
    """The series in which numbers are given by this rule book: each kind's of cases, the slips' and the sheets'."""
    documents = ("work_order", "liaison", "corrective")
    return (*(kind.series for kind in procedure.kinds), *(procedure.series(each) for each in documents))


def take_number(session: Session, context: Context, series: str) -> Taken:
    """The next number of a series; its year is the later of the clock's (office's zone) and the last number's."""
    last_year: int | None = session.scalar(select(func.max(Counter.year)).where(Counter.series == series))
    clock_year = context.now.astimezone(context.zone).year
    return next_number(session, series, clock_year if last_year is None else numbering_year(clock_year, last_year))


def next_number(session: Session, series: str, year: int) -> Taken:
    """The next number of a series in this very year."""
    wanted = select(Counter).where(Counter.series == series, Counter.year == year).with_for_update()
    counter = session.scalars(wanted).first()
    if counter is None:
        counter = Counter(series=series, year=year, last=0)
        session.add(counter)
    counter.last += 1
    return Taken(series, year, counter.last, number_for(series, year, counter.last))


def next_case_id(session: Session) -> int:
    """The next live case's id: ids rise in order of entry, history lies below them."""
    highest = session.scalars(select(func.max(Case.id))).one()
    return max(highest or 0, FIRST_LIVE_ID - 1) + 1
