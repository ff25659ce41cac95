# SPDX-License-Identifier: Apache-2.0
"""A case as the rows of a rule book see it, and which of them are for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from complaintdesk.domain.rulebook import Procedure
from complaintdesk.domain.rulebook_rows import Condition
from complaintdesk.domain.terms import CaseKind, Channel, Grade, Level, OrderState, PauseReason


@dataclass(frozen=True)
class OrderFacts:
    """A work order as its case's limits see it."""

    id: int
    state: OrderState
    round: int


@dataclass(frozen=True)
class CaseFacts:
    """A case as its limits see it; `round` is the one it is in."""

    kind: CaseKind
    channel: Channel
    grade: Grade | None
    level: Level
    category: str  # id, '' for none
    public_area: bool
    complex_job: bool
    registered_at: datetime
    appointment_from: datetime | None
    appointment_to: datetime | None
    round: int
    void: bool
    orders: tuple[OrderFacts, ...]
    service_from: datetime | None = None
    service_to: datetime | None = None
    criteria: frozenset[str] = frozenset()  # ids of those ticked (R-CLS-05)
    repeat: bool = False  # 再次投诉 (R-REG-08)
    valid: bool | None = None  # None until it is checked (R-CLS-01)
    hard: bool = False  # 疑难 (R-CB-08)
    waited: frozenset[PauseReason] = frozenset()  # for what it ever waited
    promised: bool = False  # a time was agreed with the client
    reachable: bool = True  # there is a way to reach who called
    own_fields: Mapping[str, str] = field(default_factory=dict, hash=False)  # id → what was chosen or written


def holds(procedure: Procedure, when: Condition, facts: CaseFacts, appointment: datetime | None) -> bool:
    """Whether a case with these facts, and this appointment in its round, is one of those that a condition names."""
    category = procedure.category(facts.category) if facts.category else None
    ids = set() if category is None else {category.id, category.parent}
    return (
        (when.categories is None or not when.categories.isdisjoint(ids))
        and when.except_categories.isdisjoint(ids)
        and (when.kinds is None or facts.kind in when.kinds)
        and (when.channels is None or facts.channel in when.channels)
        and (when.grades is None or facts.grade in when.grades)
        and (when.levels is None or facts.level in when.levels)
        and when.appointment in (None, appointment is not None)
        and when.public_or_complex in (None, facts.public_area or facts.complex_job)
        and when.watched in (None, category is not None and category.watched)
        and (when.criteria is None or not when.criteria.isdisjoint(facts.criteria))
        and (when.valid is None or when.valid is facts.valid)
        and when.repeat in (None, facts.repeat)
        and (when.waiting is None or not when.waiting.isdisjoint(facts.waited))
        and when.promised in (None, facts.promised)
        and when.hard in (None, facts.hard)
        and when.reachable in (None, facts.reachable)
        and all(facts.own_fields.get(id_, "") in chosen for id_, chosen in when.fields)
    )
