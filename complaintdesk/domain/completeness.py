# SPDX-License-Identifier: Apache-2.0
"""What a registration must hold before it is saved (不缺项, R-REG-03)."""

from __future__ import annotations

from dataclasses import dataclass

from complaintdesk.domain.terms import CaseKind
from complaintdesk.errors import QT_TRANSLATE_NOOP

ROUTED = frozenset({CaseKind.COMPLAINT, CaseKind.REPAIR, CaseKind.SPECIAL_SERVICE})
ON_SITE = frozenset({CaseKind.REPAIR, CaseKind.SPECIAL_SERVICE})


@dataclass(frozen=True)
class Given:
    """Which of a registration's fields hold something."""

    kind: CaseKind
    content: bool
    place: bool
    caller_name: bool
    caller_phone: bool
    anonymous: bool
    appointment: bool
    category: bool
    grade: bool


def missing(given: Given) -> dict[str, str]:
    """Each missing field's name and what is asked for; empty when nothing is missing.

    A repair needs name, address, what is broken, and a phone or an appointment; a complaint name, phone and content;
    someone who gives neither name nor phone is recorded as anonymous.
    """
    asked: dict[str, str] = {}
    if given.kind in ON_SITE and not given.place:
        asked["place"] = QT_TRANSLATE_NOOP("errors", "Where is it? Room, or public area.")
    if not given.content:
        asked["content"] = QT_TRANSLATE_NOOP("errors", "What happened? Write down what the caller said.")
    if given.kind in ROUTED and not given.anonymous:
        if not given.caller_name:
            asked["caller_name"] = QT_TRANSLATE_NOOP("errors", "Who is calling? Tick anonymous if they won't say.")
        if not given.caller_phone and not (given.kind in ON_SITE and given.appointment):
            asked["caller_phone"] = (
                QT_TRANSLATE_NOOP("errors", "A phone number or an appointment is needed.")
                if given.kind in ON_SITE
                else QT_TRANSLATE_NOOP("errors", "A phone number is needed. Tick anonymous if they won't give one.")
            )
    if given.kind in ROUTED and not given.category:
        asked["category"] = QT_TRANSLATE_NOOP("errors", "Which category? It says which department it goes to.")
    if given.kind is CaseKind.REPAIR and not given.grade:
        asked["grade"] = QT_TRANSLATE_NOOP("errors", "How urgent is it?")
    return asked
