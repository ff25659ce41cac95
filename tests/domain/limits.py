# SPDX-License-Identifier: Apache-2.0
"""A case under the general procedure, and the limits that run for it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from complaintdesk import paths
from complaintdesk.domain.case_facts import CaseFacts, OrderFacts
from complaintdesk.domain.commitments import Planned, plan
from complaintdesk.domain.lifecycle import Event
from complaintdesk.domain.procedure import parse_procedure
from complaintdesk.domain.terms import CaseKind, Channel, EventKind, Grade, Level, OrderState

SHANGHAI = ZoneInfo("Asia/Shanghai")
TEXT = paths.shipped("resources", "procedures", "general.toml").read_text(encoding="utf-8")
GENERAL = parse_procedure(TEXT, "general.toml")
TUESDAY = date(2026, 10, 20)


def at(clock: str, day: int = 20) -> datetime:
    """A time of October 2026 in the office, in UTC."""
    return datetime.combine(TUESDAY.replace(day=day), time.fromisoformat(clock), SHANGHAI).astimezone(UTC)


REGISTERED_AT = at("10:02:13")
CASE = CaseFacts(
    kind=CaseKind.REPAIR,
    channel=Channel.PHONE,
    grade=Grade.SMALL,
    level=Level.GENERAL,
    category="plumbing",
    public_area=False,
    complex_job=False,
    registered_at=REGISTERED_AT,
    appointment_from=None,
    appointment_to=None,
    round=1,
    void=False,
    orders=(),
)
SLIP = (OrderFacts(1, OrderState.ISSUED, 1),)
APPOINTED: dict[str, Any] = {"appointment_from": at("15:00", 22), "appointment_to": at("17:00", 22)}


def event(number: int, kind: str, happened_at: datetime, order: int | None = None, about: int | None = None) -> Event:
    return Event(number, EventKind(kind), happened_at, at("20:00", 31), order, about)


def limits(*later: Event, text: str = TEXT, **changes: Any) -> dict[tuple[str, int], Planned]:
    """What runs for the case with these facts changed and these events after its registration, by key and round."""
    facts = replace(CASE, **changes)
    events = (event(1, "registered", facts.registered_at), *later)
    return {(row.key, row.round): row for row in plan(parse_procedure(text), facts, events, SHANGHAI)}


def limit(key: str, *later: Event, number: int = 1, text: str = TEXT, **changes: Any) -> Planned:
    return limits(*later, text=text, **changes)[key, number]
