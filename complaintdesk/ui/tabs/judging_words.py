# SPDX-License-Identifier: Apache-2.0
"""How a case was judged, in words: as its facts say it, and as its story tells it."""

from __future__ import annotations

from complaintdesk.desk.records import CaseRecord, EventRecord
from complaintdesk.domain.terms import EventKind, Factor, Level, Priority
from complaintdesk.labels import label, translate
from complaintdesk.ui.tabs.case_words import joined


def judgement(case: CaseRecord) -> str:
    """Valid or not, its level where somebody thought about it, hard, its priority: what is usual is not said."""
    return joined(
        (
            "" if case.valid is None else validity(case.valid),
            label(case.level) if case.level is Level.MAJOR or case.level_criteria else "",
            translate("JudgingWords", "hard problem") if case.hard else "",
            "" if case.priority is Priority.NORMAL else _priority(case.priority),
        )
    )


def validity(valid: bool) -> str:
    """Valid or invalid (有效/无效)."""
    return translate("JudgingWords", "valid") if valid else translate("JudgingWords", "invalid")


def judged_words(event: EventRecord) -> str:
    """What an event of judging or ending says besides its own words; '' for any other."""
    facts = event.facts
    match event.kind:
        case EventKind.CHECKED:
            return validity(bool(facts["valid"]))
        case EventKind.LEVEL_SET:
            return label(Level(str(facts["level"])))
        case EventKind.ASSESSED:
            factors = " ".join(f"{label(factor)} {facts[factor.value]}" for factor in Factor if factor.value in facts)
            return joined((_priority(Priority(str(facts["priority"]))), factors))
        case EventKind.REROUTED:
            return event.department
        case EventKind.HARDENED:
            return "" if facts["hard"] else translate("JudgingWords", "no longer")
        case EventKind.HANDED_OVER:
            return translate("JudgingWords", "to {name}").format(name=facts["name"])
        case EventKind.TRANSFERRED | EventKind.JOINED | EventKind.KEPT_APART:
            return str(facts["number"])
        case EventKind.LED if facts["lead"] is None:
            return translate("JudgingWords", "no longer: {number}").format(number=facts["number"])
        case EventKind.LED:
            return str(facts["number"])
        case EventKind.HANDLED if "lead" in facts:
            return translate("JudgingWords", "along with {number}").format(number=facts["number"])
        case _:
            return ""


def _priority(priority: Priority) -> str:
    return translate("JudgingWords", "priority: {priority}").format(priority=label(priority))
