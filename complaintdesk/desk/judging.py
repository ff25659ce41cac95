# SPDX-License-Identifier: Apache-2.0
"""Deeds by which people judge a case: valid or not, how it weighs, whose it is, who follows it up, what came of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaintdesk.db.tables import Case, CaseEvent, Staff
from complaintdesk.desk.context import Context
from complaintdesk.desk.indexing import grouped
from complaintdesk.desk.rights import DESK, LEADERS
from complaintdesk.desk.story import as_event, case_for_update, events_of, tell
from complaintdesk.domain.assessment import LEAST, MOST
from complaintdesk.domain.lifecycle import OPEN_STATES, of_round
from complaintdesk.domain.terms import CaseKind, CaseState, EventKind, Factor, Level, Priority
from complaintdesk.domain.texts import fold
from complaintdesk.errors import QT_TRANSLATE_NOOP, MissingFields, UserError

RECENT = 200  # results that are looked at for a missing signature
_WHY = QT_TRANSLATE_NOOP("errors", "Why? The reason stays in the books.")
_COMPLAINTS_ONLY = QT_TRANSLATE_NOOP("errors", "Only a complaint is judged like this.")


@dataclass(frozen=True)
class AssessmentDraft:
    """How a case weighs: the five factors (of a complaint, 1 to 3 each), its priority, its impact in words.

    `level` is what the person who assesses decides; None leaves it as it is.
    """

    case_id: int
    priority: Priority
    impact: str
    factors: Mapping[Factor, int] = field(default_factory=dict, hash=False)
    level: Level | None = None


@dataclass(frozen=True)
class UnsignedResult:
    """A result (处理结果) that waits for the office head's signature; `words` are what the case was handled with."""

    id: int
    number: str
    place: str
    words: str
    handled_at: datetime


def check(
    session: Session,
    context: Context,
    case_id: int,
    valid: bool,
    reason: str,
    happened_at: datetime | None = None,
) -> int:
    """The id of the event that a complaint was checked and found valid, or not (核实, R-CLS-01); with the reason."""
    case = _complaint(session, context, case_id)
    _refuse_without_reason(reason)
    facts = {"valid": valid}
    return tell(session, context, case, EventKind.CHECKED, words=reason, happened_at=happened_at, facts=facts).id


def raise_level(session: Session, context: Context, case_id: int, reason: str) -> int:
    """The id of the event that a complaint is a major one (重大, R-CLS-05), by hand and with a reason."""
    return _set_level(session, context, case_id, Level.MAJOR, reason)


def lower_level(session: Session, context: Context, case_id: int, reason: str) -> int:
    """The id of the event that a complaint is a general one again (R-CLS-05), by a leader and with a reason."""
    return _set_level(session, context, case_id, Level.GENERAL, reason)


def assess(session: Session, context: Context, draft: AssessmentDraft) -> int:
    """The id of the assessment (R-CLS-09), after which the level is what the draft says.

    Raises UserError for a complaint without all five factors.
    """
    case = _case(session, context, draft.case_id)
    if case.kind is CaseKind.COMPLAINT:
        missing = [factor for factor in Factor if factor not in draft.factors]
        if missing:
            words = QT_TRANSLATE_NOOP("errors", "1, 2 or 3?")
            raise MissingFields(dict.fromkeys((factor.value for factor in missing), words))
    if any(not LEAST <= value <= MOST for value in draft.factors.values()):
        raise ValueError("a factor outside its scale")
    if draft.level is not None and draft.level is not case.level:
        _refuse_without_reason(draft.impact, field="impact")
    facts = {factor.value: value for factor, value in draft.factors.items()}
    facts_told = {"priority": draft.priority.value, **facts}
    event = tell(session, context, case, EventKind.ASSESSED, words=draft.impact, facts=facts_told)
    if draft.level is not None and draft.level is not case.level:
        _tell_level(session, context, case, draft.level, draft.impact)
    return event.id


def reroute(session: Session, context: Context, case_id: int, department: str, reason: str) -> int:
    """The id of the event that another department than the category's answers for the case (R-CLS-04)."""
    case = _case(session, context, case_id)
    to = context.books.department_for(context.procedure_of(session, case.procedure_version_id), department)
    if to.id == case.department:
        raise UserError(
            QT_TRANSLATE_NOOP("errors", "It is with {department} already."), field="department", department=to.name
        )
    _refuse_without_reason(reason)
    facts = {"department": to.id, "from": case.department}
    return tell(session, context, case, EventKind.REROUTED, words=reason, facts=facts).id


def harden(session: Session, context: Context, case_id: int, hard: bool, reason: str) -> int:
    """The id of the event that a case is a hard problem (疑难, R-CB-08), or is none any more."""
    case = _case(session, context, case_id)
    if case.hard is hard:
        words = (
            QT_TRANSLATE_NOOP("errors", "It is marked as a hard problem already.")
            if hard
            else QT_TRANSLATE_NOOP("errors", "It is not marked as a hard problem.")
        )
        raise UserError(words)
    _refuse_without_reason(reason)
    return tell(session, context, case, EventKind.HARDENED, words=reason, facts={"hard": hard}).id


def hand_over(session: Session, context: Context, case_id: int, staff_id: int, reason: str) -> int:
    """The id of the event that a colleague follows the case up from now on (R-REG-06): it is among their cases.

    Raises UserError unless it is one's own, or a leader decides it, and for somebody who does not sit at the desk.
    """
    case = _case(session, context, case_id)
    follower = case.handed_to or case.first_contact_by
    assert context.staff is not None
    if context.staff_id != follower and context.staff.role not in LEADERS:
        raise UserError(QT_TRANSLATE_NOOP("errors", "Whoever follows it up hands it over, or a supervisor decides it."))
    to = session.get_one(Staff, staff_id)
    if to.left_on is not None or to.role not in DESK:
        raise UserError(QT_TRANSLATE_NOOP("errors", "{name} does not sit at the desk."), field="to", name=to.name)
    if to.id == follower:
        raise UserError(QT_TRANSLATE_NOOP("errors", "{name} follows it up already."), field="to", name=to.name)
    _refuse_without_reason(reason)
    facts = {"staff": to.id, "name": to.name}
    return tell(session, context, case, EventKind.HANDED_OVER, words=reason, facts=facts).id


def sign_result(session: Session, context: Context, case_id: int, words: str = "") -> int:
    """The id of the office head's signature under the result (处理结果, R-REG-13).

    Raises UserError while there is no result, and for one that is signed already.
    """
    case = _case(session, context, case_id)
    if case.state in OPEN_STATES:
        raise UserError(QT_TRANSLATE_NOOP("errors", "There is no result yet: handle the case first."))
    this_round = of_round(events_of(session, case.id), case.round)
    if any(event.kind is EventKind.RESULT_SIGNED for event in this_round):
        raise UserError(QT_TRANSLATE_NOOP("errors", "The result of this round is signed already."))
    return tell(session, context, case, EventKind.RESULT_SIGNED, words=words).id


def sign_results(session: Session, context: Context, case_ids: Sequence[int], words: str = "") -> int:
    """How many results the office head signed in one go, each on record in its own case (R-REG-13).

    Raises MissingFields for none, UserError with the number of one that can't be signed: none of them is signed then.
    """
    if not case_ids:
        raise MissingFields({"cases": QT_TRANSLATE_NOOP("errors", "Which results? Tick them.")})
    for case_id in case_ids:
        try:
            sign_result(session, context, case_id, words)
        except UserError as problem:
            number = session.get_one(Case, case_id).number or ""
            text = QT_TRANSLATE_NOOP("errors", "{number}: {problem}")
            raise UserError(text, field="cases", number=number, problem=problem) from problem
    context.subject = str(len(case_ids))
    return len(case_ids)


def unsigned_results(session: Session) -> tuple[UnsignedResult, ...]:
    """The complaints with a result that the office head has not signed in their present round, the newest first.

    At most RECENT of them are looked at: what is older was signed on paper, or never will be.
    """
    ended = (CaseState.HANDLED, CaseState.CLOSED)
    query = select(Case).where(Case.kind == CaseKind.COMPLAINT, Case.number.is_not(None), Case.state.in_(ended))
    cases = session.scalars(query.order_by(Case.received_at.desc(), Case.id.desc()).limit(RECENT)).all()
    told = select(CaseEvent).where(CaseEvent.case_id.in_([case.id for case in cases])).order_by(CaseEvent.id)
    stories = grouped(session.scalars(told))
    found = []
    for case in cases:
        rows = stories[case.id]
        this_round = of_round([as_event(row) for row in rows], case.round)
        if all(event.kind is not EventKind.RESULT_SIGNED for event in this_round):
            words = {row.id: row.words for row in rows}
            handled = [event for event in this_round if event.kind is EventKind.HANDLED][-1]
            result = UnsignedResult(case.id, case.number or "", case.place_text, words[handled.id], handled.happened_at)
            found.append(result)
    return tuple(found)


def call_in_person(
    session: Session, context: Context, case_id: int, words: str, happened_at: datetime | None = None
) -> int:
    """The id of the event that a supervisor or higher spoke to the client in person (R-CB-08), with what was said."""
    case = _case(session, context, case_id)
    if not fold(words):
        raise MissingFields({"words": QT_TRANSLATE_NOOP("errors", "What was said? Write it down in full.")})
    return tell(session, context, case, EventKind.LEADER_CALLED, words=words, happened_at=happened_at).id


def _set_level(session: Session, context: Context, case_id: int, level: Level, reason: str) -> int:
    case = _complaint(session, context, case_id)
    if case.level is level:
        words = (
            QT_TRANSLATE_NOOP("errors", "It is a major complaint already.")
            if level is Level.MAJOR
            else QT_TRANSLATE_NOOP("errors", "It is a general complaint already.")
        )
        raise UserError(words)
    _refuse_without_reason(reason)
    return _tell_level(session, context, case, level, reason)


def _tell_level(session: Session, context: Context, case: Case, level: Level, reason: str) -> int:
    return tell(session, context, case, EventKind.LEVEL_SET, words=reason, facts={"level": level.value}).id


def _case(session: Session, context: Context, case_id: int) -> Case:
    case = case_for_update(session, case_id)
    context.subject = case.number or ""
    return case


def _complaint(session: Session, context: Context, case_id: int) -> Case:
    case = _case(session, context, case_id)
    if case.kind is not CaseKind.COMPLAINT:
        raise UserError(_COMPLAINTS_ONLY)
    return case


def _refuse_without_reason(reason: str, field: str = "reason") -> None:
    if not fold(reason):
        raise MissingFields({field: _WHY})
