# SPDX-License-Identifier: Apache-2.0
"""A case with what became of it in one of its rounds, as the four papers of its handling show it.

客户投诉登记表, 用户投诉记录, 投诉处理单, 投诉处理报告表: who checked it and found what, its cause and measures, result,
compensation, call-back and signatures.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaintdesk.db.tables import Case
from complaintdesk.desk.case_pages import OUTCOMES, case_page
from complaintdesk.desk.corrective import actions_of
from complaintdesk.desk.follow_up_sheets import FollowUpSheet, of_round, sheet_of
from complaintdesk.desk.records import CasePage, CaseRecord, EventRecord
from complaintdesk.desk.rule_books import RuleBooks
from complaintdesk.domain import lifecycle
from complaintdesk.domain.terms import CaseState, EventKind, FollowUpWay, PauseReason, Rating

# What brings the handling department together with its client for the first time.
_SPOKE = (
    *(EventKind.CONTACTED, EventKind.INFORMED, EventKind.PROMISED, EventKind.EXPLAINED),
    *(EventKind.ANSWERED, EventKind.LEADER_CALLED),
)
_MEASURES = (EventKind.PROPOSED, EventKind.MEASURES_ARRANGED)
_DONE = (EventKind.PROGRESS_REPORTED, EventKind.INSPECTED, EventKind.COMPLETED, EventKind.RESULT_RETURNED)


@dataclass(frozen=True)
class HandlingPaper:
    """One round of a case; what isn't on record is empty, to be written in by hand."""

    case: CaseRecord  # with the times and the outcome of this round
    previous_number: str  # of the sheet that this one goes on from
    wave: bool  # 群诉: one of several about the same matter
    assisted: bool  # 协助处理: somebody else's to solve, with the office's help
    answer_by: datetime | None  # what the client asked for or agreed to
    checked_at: datetime | None
    checked_by: str
    checked_words: str
    passed_on_at: datetime | None
    passed_on_by: str
    until: datetime | None  # by when the department is to have it done
    contacted_at: datetime | None  # for the first time after it was received
    explained_at: datetime | None
    explained: str
    cause: str
    measures: str
    course: str  # what was done, a line each
    returned_at: datetime | None
    returned_by: str
    compensation: Decimal | None  # yuan
    compensated: str
    approved_by: str
    taught: str
    corrective: tuple[str, ...]  # numbers of its 《纠正/预防措施处理单》
    called_at: datetime | None
    called_by: str
    way: FollowUpWay | None
    rating: Rating | None
    call_words: str
    next_number: str
    closed_by: str
    signed_by: str
    signed_at: datetime | None


def handling_paper(session: Session, case_id: int, books: RuleBooks, round_: int | None = None) -> HandlingPaper:
    """The case in one of its rounds, the last unless one is given."""
    page = case_page(session, case_id, books)
    number = round_ or page.case.round
    told = _of_round(page, number)
    first = {event.kind: event for event in reversed(told)}
    last = {event.kind: event for event in told}
    case = _in_round(page.case, number, last)
    lessons: dict[str, Any] = last[EventKind.LESSONS_DRAWN].facts if EventKind.LESSONS_DRAWN in last else {}
    sheets = [row for row in actions_of(session, case_id) if not row.void_reason]
    leads = session.scalars(select(Case.id).where(Case.lead_case_id == case_id).limit(1)).first() is not None
    until, promised = (_until(last.get(kind)) for kind in (EventKind.PASSED_ON, EventKind.PROMISED))
    amount = _fact(last.get(EventKind.COMPENSATED), "amount")
    call = _call(page, number)
    return HandlingPaper(
        case=case,
        previous_number=of_round(case.number, number - 1) if number > 1 else case.repeats_number,
        wave=leads or case.lead_case_id is not None,
        assisted=case.state is CaseState.REFERRED
        or case.waits_for in (PauseReason.PUBLIC_BODY, PauseReason.THIRD_PARTY),
        answer_by=promised or _appointment(case, told),
        checked_at=_at(last.get(EventKind.CHECKED)),
        checked_by=_by(last.get(EventKind.CHECKED)),
        checked_words=_words(last.get(EventKind.CHECKED)),
        passed_on_at=_at(first.get(EventKind.PASSED_ON)),
        passed_on_by=_by(first.get(EventKind.PASSED_ON)),
        until=until,
        contacted_at=min((event.happened_at for event in told if event.kind in _SPOKE), default=None),
        explained_at=_at(last.get(EventKind.EXPLAINED)),
        explained=_words(last.get(EventKind.EXPLAINED)),
        cause=lessons.get("cause") or _lines(row.cause for row in sheets),
        measures=_lines([*(event.words for event in told if event.kind in _MEASURES), lessons.get("measures", "")]),
        course=_lines(event.words for event in told if event.kind in _DONE),
        returned_at=_at(last.get(EventKind.RESULT_RETURNED)),
        returned_by=_fact(last.get(EventKind.RESULT_RETURNED), "who") or _by(last.get(EventKind.RESULT_RETURNED)),
        compensation=Decimal(amount) if amount else None,
        compensated=_words(last.get(EventKind.COMPENSATED)),
        approved_by=_fact(last.get(EventKind.APPROVED), "name"),
        taught=lessons.get("taught", ""),
        corrective=tuple(row.number for row in sheets),
        called_at=call.called_at if call else None,
        called_by=call.called_by if call else "",
        way=call.way if call else None,
        rating=call.rating if call else None,
        call_words=_lines((call.words, call.reasons)) if call else "",
        next_number=call.next_number if call else "",
        closed_by=_by(last.get(EventKind.CLOSED)),
        signed_by=_by(last.get(EventKind.RESULT_SIGNED)),
        signed_at=_at(last.get(EventKind.RESULT_SIGNED)),
    )


def _of_round(page: CasePage, number: int) -> list[EventRecord]:
    """The standing events of one round, in the order in which they were told."""
    story = [
        lifecycle.Event(each.id, each.kind, each.happened_at, each.recorded_at, None, each.about_id, each.facts)
        for each in page.events
    ]
    since = {event.id for event in lifecycle.of_round(story, number)}
    if number < page.case.round:
        since -= {event.id for event in lifecycle.of_round(story, number + 1)}
    return [event for event in page.events if event.id in since]


def _in_round(case: CaseRecord, number: int, last: dict[EventKind, EventRecord]) -> CaseRecord:
    """The case as it stood in that round: number, times and outcome."""
    outcomes = sorted((last[kind] for kind in OUTCOMES if kind in last), key=lambda event: event.id)
    return replace(
        case,
        round=number,
        sheet_number=of_round(case.number, number),
        answered_at=_at(last.get(EventKind.ANSWERED)),
        handled_at=_at(last.get(EventKind.HANDLED)),
        closed_at=_at(last.get(EventKind.CLOSED)),
        outcome=outcomes[-1].words if outcomes else "",
        orders=tuple(order for order in case.orders if order.round == number),
    )


def _call(page: CasePage, number: int) -> FollowUpSheet | None:
    made = [each for each in page.follow_ups if each.round == number and each.done_at is not None]
    return sheet_of(max(made, key=lambda each: (each.done_at, each.id)), page) if made else None


def _at(event: EventRecord | None) -> datetime | None:
    return None if event is None else event.happened_at


def _by(event: EventRecord | None) -> str:
    return "" if event is None else event.by


def _words(event: EventRecord | None) -> str:
    return "" if event is None else event.words


def _fact(event: EventRecord | None, name: str) -> str:
    return "" if event is None else str(event.facts.get(name) or "")


def _appointment(case: CaseRecord, told: Sequence[EventRecord]) -> datetime | None:
    """The time agreed for a visit, unless it was over as the round began."""
    agreed = case.appointment_to or case.appointment_from
    return None if agreed is None or (told and agreed < told[0].happened_at) else agreed


def _until(event: EventRecord | None) -> datetime | None:
    """The time that an event names."""
    told = _fact(event, "until")
    return datetime.fromisoformat(told) if told else None


def _lines(texts: Iterable[str]) -> str:
    return "\n".join(filter(None, texts))
