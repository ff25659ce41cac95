# SPDX-License-Identifier: Apache-2.0
"""Deeds on a case: registered, contacted, noted, answered, handled, closed, reopened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaintdesk.db.tables import Case, Contact, Place, Staff, WorkOrder
from complaintdesk.desk.context import Context
from complaintdesk.desk.draft_digests import draft_digest
from complaintdesk.desk.drafts import CaseDraft, ContactDraft
from complaintdesk.desk.follow_up_rows import must_be_made, rated_not_content
from complaintdesk.desk.households import standing_place
from complaintdesk.desk.leading import handle_along, returned_for
from complaintdesk.desk.numbers import next_case_id, take_number
from complaintdesk.desk.quoted_lines import add_lines
from complaintdesk.desk.story import case_for_update, events_of, tell
from complaintdesk.domain import lifecycle, own_fields
from complaintdesk.domain.completeness import Given, missing
from complaintdesk.domain.money import checked_yuan
from complaintdesk.domain.phones import fold_phone, phone_problem
from complaintdesk.domain.procedure import Procedure
from complaintdesk.domain.terms import CaseState, EventKind, Level, OrderState, Origin, Priority, Rating
from complaintdesk.domain.texts import clean_line, clean_text, fold
from complaintdesk.errors import QT_TRANSLATE_NOOP, MissingFields, UserError


@dataclass(frozen=True)
class Saved:
    """A registered case; `existing` when the same draft had been saved before."""

    id: int
    number: str
    existing: bool = False


class AlreadySaved(UserError):
    """The form was saved before with other contents: what differs can go in as a correction."""

    def __init__(self, case_id: int, number: str) -> None:
        super().__init__(
            QT_TRANSLATE_NOOP(
                "errors", "This form was saved already as {number}; the changes can go in as a correction."
            ),
            number=number,
        )
        self.case_id, self.number = case_id, number


def register(session: Session, context: Context, draft: CaseDraft) -> Saved:
    """The new case's number (R-REG-03, R-REG-04), or the earlier one where this very draft was saved before.

    Raises MissingFields, UserError beside a field, or AlreadySaved for a changed draft under a saved token.
    """
    sha256 = draft_digest(draft)
    earlier = session.scalars(select(Case).where(Case.token == draft.token)).first()
    if earlier is not None:
        if earlier.draft_sha256 != sha256:
            raise AlreadySaved(earlier.id, earlier.number or "")
        context.already_done = True
        return Saved(earlier.id, earlier.number or "", existing=True)
    refuse_incomplete(draft)
    refuse_missing_own(draft, context.procedure)
    if draft.place_id is not None:
        standing_place(session, draft.place_id, "place")
    case = new_case(session, context, draft, sha256)
    context.subject = case.number or ""
    return Saved(case.id, case.number or "")


def refuse_incomplete(draft: CaseDraft) -> None:
    """Raises MissingFields naming every missing field; a paper note's gaps are named by the note itself."""
    given = Given(
        kind=draft.kind,
        content=bool(fold(draft.content)),
        place=draft.place_id is not None or bool(fold(draft.place_text)),
        caller_name=bool(fold(draft.caller_name)),
        caller_phone=bool(fold(draft.caller_phone)),
        anonymous=draft.anonymous,
        appointment=draft.appointment_from is not None,
        category=bool(draft.category),
        grade=draft.grade is not None,
    )
    asked = missing(given)
    if draft.origin is Origin.NOTED:
        asked = {name: words for name, words in asked.items() if name == "content"}
    if asked:
        raise MissingFields(asked)


def refuse_missing_own(draft: CaseDraft, procedure: Procedure) -> None:
    """Raises MissingFields naming the office's own fields that its rule book requires and that hold nothing."""
    if asked := own_fields.still_missing(procedure, draft.kind, draft.own_fields):
        raise MissingFields(asked)


def new_case(session: Session, context: Context, draft: CaseDraft, sha256: str, **known: object) -> Case:
    """Adds the case with number, first contact, event and limits; `known` is what it keeps of one that it goes on for.

    Raises UserError beside a field."""
    if draft.received_at > context.now:
        raise UserError(QT_TRANSLATE_NOOP("errors", "This time is still to come."), field="received_at")
    facts = checked_facts(session, context, draft, context.procedure)
    number = take_number(session, context, context.procedure.series(draft.kind))
    case = Case(
        id=next_case_id(session),
        number=number.text,
        series=number.series,
        year=number.year,
        running=number.running,
        old_number="",
        origin=draft.origin,
        kind=draft.kind,
        state=CaseState.REGISTERED,
        round=1,
        received_at=draft.received_at,
        received_on=draft.received_at.astimezone(context.zone).date(),
        recorded_at=context.now,
        procedure_version_id=context.procedure_id,
        gaps=list(draft.gaps),
        token=draft.token,
        draft_sha256=sha256,
        void_reason="",
        **{"first_contact_by": context.staff_id, **UNTOLD, **facts, **known},
    )
    session.add(case)
    session.flush()
    _add_contact(session, context, case, draft.received_at, draft.content)
    add_lines(session, context, case, draft.quotes)
    tell(session, context, case, EventKind.REGISTERED, happened_at=draft.received_at)
    if draft.reported_to is not None:
        tell_reported(session, context, case, draft.reported_to, None)
    return case


def checked_facts(session: Session, context: Context, draft: CaseDraft, procedure: Procedure) -> dict[str, object]:
    """The draft's facts as a case keeps them, cleaned; raises UserError beside the field that is wrong.

    `procedure` is the rule book that the case came in under; it may have been sent on to a department of today's.
    """
    has_it = procedure if any(row.id == draft.department for row in procedure.departments) else context.procedure
    of_category = procedure.category(draft.category).department if draft.category else ""
    place = session.get_one(Place, draft.place_id) if draft.place_id is not None else None
    phone = draft.caller_phone.strip()
    problem = phone_problem(phone)
    if problem is not None:
        raise UserError(problem, field="caller_phone")
    start, end = draft.appointment_from, draft.appointment_to
    if start is not None and start < draft.received_at:
        raise UserError(QT_TRANSLATE_NOOP("errors", "The appointment lies before the call."), field="appointment")
    if end is not None and (start is None or end < start):
        raise UserError(QT_TRANSLATE_NOOP("errors", "The appointment ends before it begins."), field="appointment")
    if (draft.service_from is None) != (draft.service_to is None):
        raise UserError(
            QT_TRANSLATE_NOOP("errors", "From when to when does the service run? Both days."), field="service"
        )
    if draft.service_from is not None and draft.service_to is not None and draft.service_to <= draft.service_from:
        raise UserError(QT_TRANSLATE_NOOP("errors", "The service ends before it begins."), field="service")
    return {
        "channel": draft.channel,
        "place_id": draft.place_id,
        "place_text": place.label if place else clean_line(draft.place_text, field="place"),
        "building": place.building if place else "",
        "occupant_id": draft.occupant_id,
        "caller_name": clean_line(draft.caller_name, 80, "caller_name"),
        "caller_phone": fold_phone(phone),
        "anonymous": draft.anonymous,
        "content": clean_text(draft.content, field="content"),
        "category": draft.category,
        "department": has_it.department(draft.department).id if draft.department else of_category,
        "appointment_from": start,
        "appointment_to": end,
        "charge": draft.charge,
        "quoted": checked_yuan(draft.quoted, "quoted"),
        "price_agreed": draft.price_agreed,
        "price_on_site": draft.price_on_site,
        "grade": draft.grade,
        "public_area": draft.public_area,
        "complex_job": draft.complex_job,
        "level": procedure.level_for(draft.level_criteria),
        "level_criteria": list(draft.level_criteria),
        "heard": draft.heard,
        "asked": draft.asked,
        "repeated": draft.repeated,
        "written": draft.written,
        "repeats_case_id": draft.repeats_case_id,
        "confidential": draft.confidential,
        "about_staff_id": draft.about_staff_id,
        "service_from": draft.service_from,
        "service_to": draft.service_to,
        "own_fields": own_fields.checked(
            procedure, draft.kind, draft.own_fields, context.zone, draft.received_at.astimezone(context.zone).year
        ),
    }


def _add_contact(
    session: Session,
    context: Context,
    case: Case,
    happened_at: datetime,
    content: str,
    told: ContactDraft | None = None,
) -> Contact:
    contact = Contact(
        case_id=case.id,
        channel=told.channel if told else case.channel,
        happened_at=happened_at,
        recorded_at=context.now,
        recorded_by=context.staff_id,
        caller_name=clean_line(told.caller_name, 80, "caller_name") if told else case.caller_name,
        caller_phone=fold_phone(told.caller_phone) if told else case.caller_phone,
        content=clean_text(content, field="content"),
        token=told.token if told else None,
    )
    session.add(contact)
    session.flush()
    return contact


def add_contact(session: Session, context: Context, draft: ContactDraft) -> int:
    """The id of a further call or visit on the same matter (R-REG-07)."""
    case = case_for_update(session, draft.case_id)
    context.subject = case.number or ""
    if (saved := _contact_of(session, draft)) is not None:
        context.already_done = True
        return saved
    if not fold(draft.content):
        raise MissingFields({"content": QT_TRANSLATE_NOOP("errors", "What was said? Write it down in full.")})
    problem = phone_problem(draft.caller_phone.strip())
    if problem is not None:
        raise UserError(problem, field="caller_phone")
    contact = _add_contact(session, context, case, draft.happened_at, draft.content, draft)
    words = draft.content
    tell(
        session,
        context,
        case,
        EventKind.CONTACTED,
        words=words,
        happened_at=draft.happened_at,
        facts={"contact": contact.id},
    )
    return contact.id


def _contact_of(session: Session, draft: ContactDraft) -> int | None:
    """The contact that this very draft was saved as before."""
    if draft.token is None:
        return None
    return session.scalars(select(Contact.id).where(Contact.token == draft.token)).first()


def note(session: Session, context: Context, case_id: int, words: str, happened_at: datetime | None = None) -> int:
    """The id of a note in the case's story."""
    return _say(session, context, case_id, EventKind.NOTED, words, happened_at)


def answer(session: Session, context: Context, case_id: int, words: str, happened_at: datetime | None = None) -> int:
    """The id of the answer given to the caller (R-REG-11, R-ESC-07)."""
    return _say(session, context, case_id, EventKind.ANSWERED, words, happened_at)


def handle(
    session: Session,
    context: Context,
    case_id: int,
    words: str,
    happened_at: datetime | None = None,
    along: Sequence[int] = (),
) -> int:
    """The id of the event that the case is handled (办结), with those that go along with it as a lead case (R-CLS-08).

    Raises UserError while a slip is still out, or where `along` are not all that go along with it.
    """
    case = case_for_update(session, case_id)
    states = session.scalars(select(WorkOrder.state).where(WorkOrder.case_id == case.id)).all()
    for problem in lifecycle.handle_problems(states):
        raise UserError(problem)
    told = handle_along(session, context, case, along, words, happened_at)
    return _say(session, context, case_id, EventKind.HANDLED, words, happened_at, {"along": told} if told else None)


def close(
    session: Session,
    context: Context,
    case_id: int,
    words: str = "",
    content: bool = False,
    happened_at: datetime | None = None,
) -> int:
    """The id of the event that the case is closed (结案, R-ESC-10); `content`: the caller's word to be content.

    Raises UserError naming what is still needed.
    """
    case = case_for_update(session, case_id)
    context.subject = case.number or ""
    lifecycle.next_case_state(case.state, EventKind.CLOSED)
    orders = session.scalars(select(WorkOrder).where(WorkOrder.case_id == case.id, WorkOrder.round == case.round)).all()
    this_round = lifecycle.of_round(events_of(session, case.id), case.round)
    facts = lifecycle.ClosingFacts(
        kind=case.kind,
        answered=any(event.kind is EventKind.ANSWERED for event in this_round),
        content_on_record=content,
        open_orders=sum(order.state not in (OrderState.RETURNED, OrderState.VOID) for order in orders),
        returned_orders=sum(order.state is OrderState.RETURNED for order in orders) + returned_for(session, case),
        rated_not_content=rated_not_content(session, case)
        or any(
            Rating.NOT_CONTENT in (order.quality, order.manner, order.timeliness)
            for order in orders
            if order.state is OrderState.RETURNED
        ),
        open_follow_ups=must_be_made(session, case),
    )
    for problem in lifecycle.close_problems(facts):
        raise UserError(problem)
    return tell(
        session, context, case, EventKind.CLOSED, words=words, happened_at=happened_at, facts={"content": content}
    ).id


def reopen(session: Session, context: Context, case_id: int, reason: str) -> int:
    """The round the case is in now: not content, so a new round of the same case (R-ESC-10)."""
    case = session.get_one(Case, case_id)
    for problem in lifecycle.reopen_problems(case.state, rated_not_content(session, case)):
        raise UserError(problem)
    _say(session, context, case_id, EventKind.REOPENED, reason, None)
    return case.round


def report(
    session: Session, context: Context, case_id: int, to_staff_id: int, happened_at: datetime | None = None
) -> int:
    """The id of the event that the case was reported to a supervisor (一报告, R-REG-05, R-ESC-03)."""
    case = case_for_update(session, case_id)
    context.subject = case.number or ""
    return tell_reported(session, context, case, to_staff_id, happened_at)


def tell_reported(
    session: Session, context: Context, case: Case, to_staff_id: int, happened_at: datetime | None
) -> int:
    """Adds the report to the story: with whom, and when."""
    name = session.get_one(Staff, to_staff_id).name
    return tell(
        session,
        context,
        case,
        EventKind.REPORTED,
        words=name,
        happened_at=happened_at,
        facts={"staff": to_staff_id},
    ).id


def _say(
    session: Session,
    context: Context,
    case_id: int,
    kind: EventKind,
    words: str,
    happened_at: datetime | None,
    facts: Mapping[str, Any] | None = None,
) -> int:
    case = case_for_update(session, case_id)
    context.subject = case.number or ""
    if not fold(words):
        raise MissingFields({"words": QT_TRANSLATE_NOOP("errors", "Say it in a few words.")})
    return tell(session, context, case, kind, words=words, happened_at=happened_at, facts=facts).id


# What a case's story has not told of it when it begins.
UNTOLD: dict[str, Any] = {
    **dict.fromkeys(("reported_to", "valid", "promised_at", "waits_for", "handed_to", "lead_case_id")),
    "hard": False,
    "priority": Priority.NORMAL,
    "escalated_to": "",
}
# A record that nobody told the desk (history, numbers used before a restore) has none of these facts.
NOTHING_TOLD: dict[str, Any] = {
    **dict.fromkeys(("anonymous", "public_area", "complex_job", "price_agreed", "heard", "asked"), False),
    **dict.fromkeys(("repeated", "written", "confidential", "price_on_site"), False),
    **dict.fromkeys(("category", "department", "draft_sha256", "void_reason"), ""),
    "level": Level.GENERAL,
    "level_criteria": [],
    "gaps": [],
    "own_fields": {},
    **UNTOLD,
}
