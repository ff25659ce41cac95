# SPDX-License-Identifier: Apache-2.0
"""A follow-up with all that its sheet (投诉回访记录表, 回访记录单) shows: case, attempts, what was said, signatures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from complaintdesk.desk.case_pages import case_page
from complaintdesk.desk.follow_up_records import FollowUpRecord, cases_of
from complaintdesk.desk.records import CasePage, CaseRecord, EventRecord
from complaintdesk.desk.rule_books import RuleBooks
from complaintdesk.domain.numbering import parse_number
from complaintdesk.domain.terms import AttemptOutcome, CaseKind, EventKind, FollowUpWay, Rating

COMPLAINTS, OTHERS = "complaint_follow_up", "follow_up"  # forms


@dataclass(frozen=True)
class AttemptRecord:
    """A try that brought no answer, as noted (R-CB-07)."""

    at: datetime
    by: str
    way: FollowUpWay
    outcome: AttemptOutcome
    words: str
    call_again_at: datetime | None


@dataclass(frozen=True)
class FollowUpSheet:
    """What the sheet shows of a follow-up; `sheet_number` is the case's in that round, `next_number` of the round after
    it where the client was not content."""

    id: int
    name: str
    case: CaseRecord
    sheet_number: str
    opens_at: datetime
    due_at: datetime | None
    required: bool
    attempts: tuple[AttemptRecord, ...]
    called_at: datetime | None
    called_by: str
    way: FollowUpWay | None
    rating: Rating | None
    words: str
    reasons: str
    unsolved: str
    reply_by: datetime | None
    next_number: str
    confirmed_by: str
    confirmed_at: datetime | None
    given_up: str  # why


def form_of(sheet: FollowUpSheet) -> str:
    """The form on which it comes out: a complaint's has a name, and a code, of its own (投诉回访记录表)."""
    return COMPLAINTS if sheet.case.kind is CaseKind.COMPLAINT else OTHERS


def follow_up_sheet(session: Session, follow_up_id: int, books: RuleBooks) -> FollowUpSheet:
    """The follow-up as its sheet shows it."""
    (sheet,) = follow_up_sheets(session, [follow_up_id], books)
    return sheet


def follow_up_sheets(session: Session, follow_up_ids: Sequence[int], books: RuleBooks) -> list[FollowUpSheet]:
    """The follow-ups in the ids' order as their sheets show them; each case is read once."""
    cases = cases_of(session, follow_up_ids)
    pages = {case_id: case_page(session, case_id, books) for case_id in dict.fromkeys(cases.values())}
    kept = {each.id: (each, page) for page in pages.values() for each in page.follow_ups}
    return [sheet_of(*kept[each]) for each in follow_up_ids]


def sheet_of(one: FollowUpRecord, page: CasePage) -> FollowUpSheet:
    """What the sheet shows of this follow-up of the case's page."""
    own = [
        event
        for event in page.events
        if not event.withdrawn and (event.facts.get("follow_up"), event.facts.get("round")) == (one.key, one.round)
    ]
    tries = [event for event in own if event.kind is EventKind.FOLLOW_UP_TRIED]
    made = next((event for event in page.events if event.id == one.done_by_event_id), None)
    ended = [event.words for event in own if event.kind is EventKind.FOLLOW_UP_ENDED]
    facts: dict[str, Any] = {} if made is None else made.facts
    not_content = one.rating is Rating.NOT_CONTENT and page.case.round > one.round
    return FollowUpSheet(
        id=one.id,
        name=one.name,
        case=page.case,
        sheet_number=of_round(page.case.number, one.round),
        opens_at=one.opens_at,
        due_at=one.due_at,
        required=one.required,
        # Those before the ground of it changed don't count: the last ones do.
        attempts=tuple(_attempt(event) for event in tries[len(tries) - one.attempts :]),
        called_at=one.done_at,
        called_by=one.called_by,
        way=one.way,
        rating=one.rating,
        words="" if made is None else made.words,
        reasons=facts.get("reasons", ""),
        unsolved=facts.get("unsolved", ""),
        reply_by=_moment(facts.get("reply_by")),
        next_number=of_round(page.case.number, one.round + 1) if not_content else "",
        confirmed_by=one.confirmed_by,
        confirmed_at=one.confirmed_at,
        given_up=ended[-1] if one.ended_at is not None and ended else "",
    )


def of_round(number: str, round_: int) -> str:
    """The number of a case's sheet in a round."""
    parsed = parse_number(f"{number}-{round_}")
    return number if parsed is None else str(parsed)


def _attempt(event: EventRecord) -> AttemptRecord:
    facts: dict[str, Any] = event.facts
    return AttemptRecord(
        at=event.happened_at,
        by=event.by,
        way=FollowUpWay(facts["way"]),
        outcome=AttemptOutcome(facts["outcome"]),
        words=event.words,
        call_again_at=_moment(facts.get("call_again_at")),
    )


def _moment(written: str | None) -> datetime | None:
    return None if written is None else datetime.fromisoformat(written)
