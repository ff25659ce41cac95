# SPDX-License-Identifier: Apache-2.0
"""Limits of any kind under the calendar of 2026: times, stories and rule books of one row, written as words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from complaintdesk.domain.commitments import Planned, plan
from complaintdesk.domain.lifecycle import Event
from complaintdesk.domain.procedure import Procedure
from complaintdesk.domain.rulebook_rows import CommitmentRow, Condition
from complaintdesk.domain.terms import EventKind, PauseReason
from complaintdesk.domain.workdays import Calendar, Day
from tests.domain.limits import CASE, GENERAL, SHANGHAI
from tests.domain.rule_books import limit

OFF = {  # by the State Council's notice
    "元旦": ("01-01", "01-03"),
    "春节": ("02-15", "02-23"),
    "清明节": ("04-04", "04-06"),
    "劳动节": ("05-01", "05-05"),
    "端午节": ("06-19", "06-21"),
    "中秋节": ("09-25", "09-27"),
    "国庆节": ("10-01", "10-07"),
}
WORKED = ("01-04", "02-14", "02-28", "05-09", "09-20", "10-10")


def day(words: str) -> date:
    """'10-08' of 2026, or a whole date."""
    return date.fromisoformat(words if len(words) > 5 else f"2026-{words}")


def _days_off() -> dict[date, Day]:
    return {
        day(first) + timedelta(days=each): Day(False, name)
        for name, (first, last) in OFF.items()
        for each in range((day(last) - day(first)).days + 1)
    }


YEAR_2026 = Calendar(_days_off() | {day(each): Day(True) for each in WORKED}, frozenset({2026}), 1)


def at(words: str, zone: ZoneInfo = SHANGHAI) -> datetime:
    """'10-08 09:00' of 2026 in the office, in UTC; '10-08' is the day's last second."""
    on, _, clock = words.partition(" ")
    return datetime.fromisoformat(f"{day(on)} {clock or '23:59:59'}").replace(tzinfo=zone).astimezone(UTC)


def story(*told: str, zone: ZoneInfo = SHANGHAI) -> tuple[Event, ...]:
    """Events with ids from 1: 'paused 10-20 12:00 reason=parts', 'promised 10-20 12:00 until=10-21_17:00'."""
    events = []
    for number, words in enumerate(told, 1):
        kind, on, clock, *said = words.split()
        facts: dict[str, Any] = dict(each.split("=") for each in said)
        about = int(facts.pop("about", 0)) or None
        order = int(facts.pop("order", 0)) or None
        for name in ("until", "due_at"):
            if name in facts:
                facts[name] = at(facts[name].replace("_", " "), zone).isoformat()
        if "round" in facts:
            facts["round"] = int(facts["round"])
        happened_at = at(f"{on} {clock}", zone)
        events.append(Event(number, EventKind(kind), happened_at, happened_at, order, about, facts))
    return tuple(events)


def waited(span: str) -> tuple[str, str]:
    """A wait for parts, '10-20 12:00 10-20 15:30', as it is told."""
    parts = span.split()
    return f"paused {' '.join(parts[:2])} reason=parts", f"resumed {' '.join(parts[2:])}"


def a_row(words: str, **changes: Any) -> CommitmentRow:
    """A limit from the registration to the answer for every case; it waits for whatever it may."""
    row = CommitmentRow(
        id="row",
        name="时限",
        when=Condition(),
        starts=EventKind.REGISTERED,
        meets=frozenset({EventKind.ANSWERED}),
        lapses=frozenset(),
        limit=limit(words),
        other_limits=(),
        not_before=None,
        each_round=False,
        unless_at_once=False,
        in_rate=False,
        reminder=False,
        source="规程§1",
        remark="",
        pauses=frozenset(PauseReason),
    )
    return replace(row, **changes)


def book(*rows: CommitmentRow, **changes: Any) -> Procedure:
    """The general rule book with these limits alone."""
    return replace(GENERAL, commitments=rows, **changes)


def planned(
    procedure: Procedure | CommitmentRow | str,
    *told: str | Event,
    calendar: Calendar = YEAR_2026,
    zone: ZoneInfo = SHANGHAI,
    facts: Mapping[str, Any] | None = None,
) -> Planned:
    """The one limit that runs for a case of this story; a row or words stand for a rule book of that limit alone."""
    if isinstance(procedure, str):
        procedure = a_row(procedure)
    if isinstance(procedure, CommitmentRow):
        procedure = book(procedure)
    events = tuple(each for each in told if isinstance(each, Event)) or story(*map(str, told), zone=zone)
    case = replace(CASE, registered_at=events[0].happened_at, **(facts or {}))
    (found,) = plan(procedure, case, events, zone, calendar)
    return found
