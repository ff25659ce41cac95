# SPDX-License-Identifier: Apache-2.0
"""What is said of a slip's way back: who has it since when, which parts are here, which are still out."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from complaintdesk.desk.listing import GIST
from complaintdesk.desk.slip_lists import LedgerRow
from complaintdesk.desk.slip_returns import ReturnedPart
from complaintdesk.domain.terms import SlipStanding
from complaintdesk.labels import label, translate
from complaintdesk.ui.look import Tone
from complaintdesk.ui.tabs.case_words import joined
from complaintdesk.ui.time_words import moment_words

_TONES = {
    SlipStanding.RETURNED: Tone.GOOD,
    SlipStanding.INCOMPLETE: Tone.SOON,
    SlipStanding.OUT: Tone.SOON,
    SlipStanding.LOST: Tone.LATE,
    SlipStanding.VOID: Tone.PLAIN,
}


def standing_tone(row: LedgerRow) -> Tone:
    """How weighty it is where a slip stands."""
    return _TONES[row.standing]


def standing_words(row: LedgerRow) -> str:
    """Where a slip stands: 未回; 未回齐 缺财务联; 已回 待补录."""
    if row.standing is SlipStanding.INCOMPLETE:
        return incomplete_words(row.missing)
    if row.to_complete:
        return joined((label(row.standing), translate("slip_words", "not typed up")))
    return label(row.standing)


def gist_words(row: LedgerRow) -> str:
    """What the job is: its beginning, which says so where it is no more than that."""
    return row.content if len(row.content) < GIST else f"{row.content}…"


def incomplete_words(missing: tuple[str, ...]) -> str:
    """That not all of a slip is back, and which parts are missing."""
    words = translate("slip_words", "{standing}: {parts} missing")
    return words.format(standing=label(SlipStanding.INCOMPLETE), parts=parts_words(missing))


def parts_words(names: tuple[str, ...]) -> str:
    """Names of parts one after the other."""
    return translate("BookBackDialog", ", ").join(names)


def with_whom_words(row: LedgerRow, now: datetime, zone: ZoneInfo) -> str:
    """Who has a slip since when; who lost it."""
    if row.loss is not None:
        words = translate("slip_words", "Lost; {name} had it last: {reason}")
        return words.format(name=row.loss.holder, reason=row.loss.reason)
    words = translate("slip_words", "With {name} since {moment}")
    return words.format(name=row.holder, moment=moment_words(row.since, now, zone))


def back_words(part: ReturnedPart, now: datetime, zone: ZoneInfo) -> str:
    """When a part came back, from whom and by whom it was booked."""
    moment = moment_words(part.at, now, zone)
    brought = translate("slip_words", "from {name}").format(name=part.brought_by) if part.brought_by else ""
    booked = translate("slip_words", "booked by {name}").format(name=part.booked_by) if part.booked_by else ""
    return joined((moment, brought, booked))


def back_short(row: LedgerRow) -> str:
    """Which parts of a slip are back."""
    return parts_words(tuple(part.name for part in row.parts))
