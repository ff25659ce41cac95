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
    """Events a minute apart with ids from 1; 'returned:2' is slip 2's, 'withdrawn@3' is about event 3.

    'followed_up/completed' asked about the completion (else about the handling), in the round that it stands in;
    'followed_up/middle' and its signature are of a service's middle, which has no ground in the story.
    """
    events: list[Event] = []
    for number, words in enumerate(kinds, 1):
        kind, _, about = words.partition("@")
        kind, _, order = kind.partition(":")
        kind, _, ground = kind.partition("/")
        at = NINE + timedelta(minutes=number)
        order_id = int(order or 1) if kind in SLIP else None
        facts: dict[str, object] = {}
        if kind in ("followed_up", "follow_up_confirmed"):
            rounds = 1 + sum(event.kind is EventKind.REOPENED for event in events)
            facts = {"follow_up": ground or "handled", "round": 1 if ground == "middle" else rounds}
            facts["ground"] = None if ground == "middle" else ground or "handled"
        events.append(Event(number, EventKind(kind), at, at, order_id, int(about) if about else None, facts))
    return tuple(events)
