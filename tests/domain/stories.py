# SPDX-License-Identifier: Apache-2.0
"""Stories of cases, written as words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from complaintdesk.domain.lifecycle import Event
from complaintdesk.domain.terms import EventKind

NINE = datetime(2026, 10, 20, 1, 0, tzinfo=UTC)  # 09:00 in Shanghai, a Tuesday
WHOLE_SLIP = ("dispatched", "accepted", "arrived", "completed", "returned")
SLIP = (*WHOLE_SLIP, "order_voided", "reminded")


def story(*kinds: str) -> tuple[Event, ...]:
    """Events a minute apart with ids from 1; 'returned:2' is slip 2's, 'withdrawn@3' is about event 3."""
    events = []
    for number, words in enumerate(kinds, 1):
        kind, _, about = words.partition("@")
        kind, _, order = kind.partition(":")
        at = NINE + timedelta(minutes=number)
        order_id = int(order or 1) if kind in SLIP else None
        events.append(Event(number, EventKind(kind), at, at, order_id, int(about) if about else None))
    return tuple(events)
