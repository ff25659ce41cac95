# SPDX-License-Identifier: Apache-2.0
"""What a step of a matter's course says besides its words: to whom it went, whose word it is, who was there."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from complaintdesk.desk.records import CasePage, EventRecord
from complaintdesk.domain.approvals import rows_of
from complaintdesk.domain.money import show_yuan
from complaintdesk.domain.terms import EventKind, Trigger
from complaintdesk.labels import label, translate
from complaintdesk.ui.tabs.case_words import joined
from complaintdesk.ui.time_words import moment_words

_APPROVALS = frozenset({EventKind.APPROVAL_ASKED, EventKind.APPROVED, EventKind.APPROVAL_REFUSED})


def course_words(event: EventRecord, page: CasePage, now: datetime, zone: ZoneInfo) -> str:
    """The facts of a step in words, '' where it has none to tell."""
    facts = {name: str(value) for name, value in event.facts.items() if value is not None}
    steps = {step.id: step.name for step in page.procedure.course.ladder}
    match event.kind:
        case EventKind.ESCALATED:
            to = translate("CourseWords", "to {whom}").format(whom=steps.get(facts["to"], facts["to"]))
            return joined((to, label(Trigger(facts["trigger"]))))
        case EventKind.PASSED_ON:
            by = ""
            if "until" in facts:
                until = moment_words(datetime.fromisoformat(facts["until"]), now, zone)
                by = translate("CourseWords", "by {moment}").format(moment=until)
            return joined((translate("CourseWords", "to {whom}").format(whom=event.department), by))
        case kind if kind in _APPROVALS:
            names = {row.id: row.name for row in rows_of(page.procedure)}
            given = joined((steps.get(facts["by"], facts["by"]), facts["name"])) if facts["name"] else ""
            return joined((names.get(facts["approval"], ""), given))
        case EventKind.COMPENSATED:
            return show_yuan(Decimal(facts["amount"]), sign=True)
    return facts.get("who", "")
