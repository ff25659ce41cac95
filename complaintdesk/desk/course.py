# SPDX-License-Identifier: Apache-2.0
"""Further steps of a matter's course, told with words and facts: progress, inspection, measures, lessons, money."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy.orm import Session

from complaintdesk.db.tables import Meeting
from complaintdesk.desk.context import Context
from complaintdesk.desk.story import case_for_update, tell
from complaintdesk.domain.dates import civil_day
from complaintdesk.domain.money import checked_yuan
from complaintdesk.domain.terms import EventKind
from complaintdesk.domain.texts import clean_text, fold
from complaintdesk.errors import QT_TRANSLATE_NOOP, MissingFields, UserError

URGENT = "urgent"  # the kind of a meeting that is called for one case


@dataclass(frozen=True)
class StepDraft:
    """A step as noted: which, what is said of it, its facts by name (see `STEPS`), when it happened."""

    case_id: int
    kind: EventKind
    words: str = ""
    details: Mapping[str, str] = field(default_factory=dict, hash=False)
    happened_at: datetime | None = None


@dataclass(frozen=True)
class MeetingDraft:
    """An urgent meeting on a case (R-ESC-14): who was there, what was decided."""

    case_id: int
    present: str
    words: str
    happened_at: datetime | None = None


_WORDS = QT_TRANSLATE_NOOP("errors", "Say it in a few words.")
_WHO = QT_TRANSLATE_NOOP("errors", "Who was there? Their names.")

# What each step must say: its words and its facts, with what is said where one is missing; '' for what may be left out.
STEPS: dict[EventKind, dict[str, str]] = {
    EventKind.PROGRESS_REPORTED: {"words": _WORDS, "who": ""},
    EventKind.RESULT_RETURNED: {"words": _WORDS, "who": ""},
    EventKind.PROPOSED: {"words": QT_TRANSLATE_NOOP("errors", "What is the solution?"), "who": ""},
    EventKind.INSPECTED: {"who": _WHO, "words": QT_TRANSLATE_NOOP("errors", "What was found?")},
    EventKind.MEASURES_ARRANGED: {"words": QT_TRANSLATE_NOOP("errors", "Which measures?"), "who": ""},
    EventKind.TRACED: {"words": QT_TRANSLATE_NOOP("errors", "Where does it stand?"), "who": ""},
}
# What is concluded from a case, by a leader: 四不放过 (R-CA-05), a case study (R-CA-03), a notice (R-CA-02).
CONCLUSIONS: dict[EventKind, dict[str, str]] = {
    EventKind.LESSONS_DRAWN: {
        "cause": QT_TRANSLATE_NOOP("errors", "What was found to be the cause?"),
        "taught": QT_TRANSLATE_NOOP("errors", "Who was taught, and what?"),
        "measures": QT_TRANSLATE_NOOP("errors", "Which measures were taken?"),
        "dealt_with": QT_TRANSLATE_NOOP("errors", "How was the responsibility dealt with?"),
    },
    EventKind.CASE_STUDY: {"words": _WORDS},
    EventKind.COMPANY_NOTICE: {"words": _WORDS},
}
# The four of 四不放过 as the story says them.
LESSONS = "原因：{cause}\n教育：{taught}\n整改：{measures}\n责任：{dealt_with}"


def tell_step(session: Session, context: Context, draft: StepDraft) -> int:
    """The id of a step's event (R-ESC-04, R-ESC-06, R-ESC-07, R-REG-08); raises UserError naming what is missing."""
    return _tell(session, context, draft, STEPS)


def conclude(session: Session, context: Context, draft: StepDraft) -> int:
    """The id of the event of what is concluded from a case; raises UserError naming what is missing."""
    return _tell(session, context, draft, CONCLUSIONS)


def hold_meeting(session: Session, context: Context, draft: MeetingDraft) -> int:
    """The id of an urgent meeting on a case (R-ESC-14), written down with who was there and what was decided."""
    case = case_for_update(session, draft.case_id)
    context.subject = case.number or ""
    _refuse_missing(
        {"present": _WHO, "words": QT_TRANSLATE_NOOP("errors", "What was decided?")},
        {"present": draft.present, "words": draft.words},
    )
    held_at = draft.happened_at or context.now
    day: date = civil_day(held_at, context.zone)
    meeting = Meeting(
        kind=URGENT,
        case_id=case.id,
        from_on=day,
        to_on=day,
        held_at=held_at,
        present=clean_text(draft.present, field="present"),
        words=clean_text(draft.words, field="words"),
        items={},
        written_at=context.now,
        written_by=context.staff_id,
        token=None,
        void_reason="",
    )
    session.add(meeting)
    session.flush()
    facts = {"meeting": meeting.id, "who": meeting.present}
    event = tell(
        session,
        context,
        case,
        EventKind.MEETING_HELD,
        words=draft.words,
        happened_at=draft.happened_at,
        facts=facts,
    )
    meeting.held_at = event.happened_at
    return meeting.id


def compensate(
    session: Session,
    context: Context,
    case_id: int,
    amount: Decimal | None,
    words: str,
    happened_at: datetime | None = None,
) -> int:
    """The id of the event that compensation (yuan) was agreed in writing (R-ESC-09); `words` is what was agreed.

    Raises UserError while an approval that the procedure wants first is missing.
    """
    case = case_for_update(session, case_id)
    context.subject = case.number or ""
    checked = checked_yuan(amount, "amount")
    if not checked:
        raise UserError(QT_TRANSLATE_NOOP("errors", "How much, in yuan?"), field="amount")
    _refuse_missing({"words": QT_TRANSLATE_NOOP("errors", "What was agreed in writing?")}, {"words": words})
    facts = {"amount": f"{checked:.2f}"}
    return tell(session, context, case, EventKind.COMPENSATED, words=words, happened_at=happened_at, facts=facts).id


def _tell(session: Session, context: Context, draft: StepDraft, table: Mapping[EventKind, Mapping[str, str]]) -> int:
    case = case_for_update(session, draft.case_id)
    context.subject = case.number or ""
    asked = table[draft.kind]
    given = {"words": draft.words, **draft.details}
    _refuse_missing(asked, given)
    facts = {
        name: clean_text(given[name], field=name) for name in asked if name != "words" and fold(given.get(name, ""))
    }
    words = LESSONS.format(**facts) if draft.kind is EventKind.LESSONS_DRAWN else draft.words
    return tell(session, context, case, draft.kind, words=words, happened_at=draft.happened_at, facts=facts).id


def _refuse_missing(asked: Mapping[str, str], given: Mapping[str, str]) -> None:
    if missing := {name: words for name, words in asked.items() if words and not fold(given.get(name, ""))}:
        raise MissingFields(missing)
