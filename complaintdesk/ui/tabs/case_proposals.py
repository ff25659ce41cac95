# SPDX-License-Identifier: Apache-2.0
"""What the desk proposes when the household called before: a further contact, or the same matter again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from complaintdesk.desk.records import CaseRow, PlacePage
from complaintdesk.domain.lifecycle import OPEN_STATES
from complaintdesk.domain.terms import CaseKind, CaseState
from complaintdesk.labels import translate
from complaintdesk.ui.time_words import day_words

RECENT = timedelta(days=90)  # a closed case older than this is not brought up


@dataclass(frozen=True)
class Proposal:
    """An earlier case of the household that this call may be about; open ones take a further contact."""

    row: CaseRow
    words: str
    is_open: bool


def proposal_for(page: PlacePage | None, kind: CaseKind, now: datetime, zone: tzinfo) -> Proposal | None:
    """The household's newest case of this kind that is open (R-REG-07) or was closed of late (R-REG-08)."""
    rows = [row for row in page.cases if row.kind is kind] if page is not None else []
    for row in rows:
        if row.state in (*OPEN_STATES, CaseState.HANDLED):
            return Proposal(row, _words(row, now, zone), is_open=True)
    for row in rows:
        if row.state is CaseState.CLOSED and now - row.received_at <= RECENT:
            return Proposal(row, _words(row, now, zone), is_open=False)
    return None


def _words(row: CaseRow, now: datetime, zone: tzinfo) -> str:
    day = day_words(row.received_at.astimezone(zone).date(), now.astimezone(zone).date())
    return translate("Proposals", "{number} ({day}): the same matter?").format(day=day, number=row.number)
