# SPDX-License-Identifier: Apache-2.0
"""The office's calendar of working days (R-T-03), as it stands and as it stood when a limit was planned."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from complaintdesk.db.tables import CalendarDay, CalendarYear
from complaintdesk.domain.workdays import Calendar, Day, ordinary

NO_DAY = 0  # the state of a calendar in which nobody had set a day yet


def set_apart(days: Mapping[date, Day]) -> dict[date, Day]:
    """The days without those that were set back to what their weekday says."""
    return {day: known for day, known in days.items() if known != ordinary(day)}


def known_years(session: Session) -> frozenset[int]:
    """The years whose holidays are known; the newest row of each says so."""
    rows = session.execute(select(CalendarYear.year, CalendarYear.known).order_by(CalendarYear.id))
    newest = {row.year: row.known for row in rows}
    return frozenset(year for year, known in newest.items() if known)


class Calendars:
    """The office's calendar by the state that it was read at; each state is read once."""

    def __init__(self) -> None:
        self._days: dict[int, dict[date, Day]] = {}

    def calendar(self, session: Session, state: int | None = None) -> Calendar:
        """The calendar as it is (None), or as it was at a state: the newest row that was there, `NO_DAY` before any."""
        newest = session.scalars(select(func.max(CalendarDay.id))).one() if state is None else state
        years = known_years(session)
        if not newest:
            return Calendar(years=years)
        if newest not in self._days:
            rows = session.execute(
                select(CalendarDay.day, CalendarDay.works, CalendarDay.name)
                .where(CalendarDay.id <= newest)
                .order_by(CalendarDay.id)
            )
            self._days[newest] = set_apart({row.day: Day(row.works, row.name) for row in rows})
        return Calendar(self._days[newest], years, newest)

    def forget(self) -> None:
        """Reads all anew: the books were replaced."""
        self._days.clear()
