# SPDX-License-Identifier: Apache-2.0
"""What the story says of a case's clocks: what it waits for, what was put off to when, what was promised until when."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from complaintdesk.desk.records import EventRecord
from complaintdesk.domain.procedure import Procedure
from complaintdesk.domain.terms import Channel, EventKind, PauseReason
from complaintdesk.labels import label, translate
from complaintdesk.ui.time_words import moment_words


def clock_event_words(event: EventRecord, procedure: Procedure, now: datetime, zone: ZoneInfo) -> str:
    """What an event of the clocks said besides its words; '' for any other. `procedure` is the case's own."""
    facts = {name: str(value) for name, value in event.facts.items()}
    match event.kind:
        case EventKind.PAUSED:
            return label(PauseReason(facts["reason"]))
        case EventKind.CONFIRMED:
            return label(Channel(facts["way"]))
        case EventKind.PROMISED:
            until = moment_words(datetime.fromisoformat(facts["until"]), now, zone)
            return translate("Clocks", "until {moment}").format(moment=until)
        case EventKind.EXTENDED:
            words = translate("Clocks", "{limit} put off to {moment}")
            due = moment_words(datetime.fromisoformat(facts["due_at"]), now, zone)
            return words.format(limit=procedure.commitment(facts["key"]).name, moment=due)
    return ""
