# SPDX-License-Identifier: Apache-2.0
"""Deeds by which a case ends aside from handling and closing: invalid, referred, of another kind, joined, specially."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaintdesk.db.tables import Case, CaseEvent, Contact, Staff, WorkOrder
from complaintdesk.desk.cases import Saved, new_case, refuse_incomplete
from complaintdesk.desk.context import Context
from complaintdesk.desk.corrections import draft_of
from complaintdesk.desk.draft_digests import draft_digest
from complaintdesk.desk.drafts import CaseDraft
from complaintdesk.desk.indexing import mistaken_contacts
from complaintdesk.desk.leading import refuse_leading
from complaintdesk.desk.story import case_for_update, events_of, tell
from complaintdesk.domain import lifecycle, own_fields
from complaintdesk.domain.approvals import SPECIAL_CLOSING
from complaintdesk.domain.completeness import ON_SITE
from complaintdesk.domain.lifecycle import OPEN_STATES
from complaintdesk.domain.special_closing import refuse_too_early
from complaintdesk.domain.terms import CaseKind, CaseState, EventKind, Grade, Level
from complaintdesk.domain.texts import fold
from complaintdesk.errors import QT_TRANSLATE_NOOP, MissingFields, UserError

_WHY = QT_TRANSLATE_NOOP("errors", "Why? The reason stays in the books.")


@dataclass(frozen=True)
class TransferDraft:
    """A case of another kind that goes on in place of one (转类); `token` is made when the form opens."""

    case_id: int
    kind: CaseKind
    reason: str
    token: str
    category: str = ""  # the procedure's id
    grade: Grade | None = None


def explain_invalid(
    session: Session, context: Context, case_id: int, words: str, happened_at: datetime | None = None
) -> int:
    """The id of the event that an invalid complaint was explained to the complainant, which ends it (无效, R-CLS-01).

    Raises UserError unless it was checked and found invalid, and while a slip is out.
    """
    case = _case(session, context, case_id, EventKind.EXPLAINED)
    if case.valid is not False:
        raise UserError(
            QT_TRANSLATE_NOOP("errors", "Only a complaint that was checked and found invalid is explained like this.")
        )
    _refuse_missing("words", words, QT_TRANSLATE_NOOP("errors", "What was the complainant told?"))
    return tell(session, context, case, EventKind.EXPLAINED, words=words, happened_at=happened_at).id


def refer(session: Session, context: Context, case_id: int, words: str, happened_at: datetime | None = None) -> int:
    """The id of the event that the caller was shown where to turn with what is not the office's (引导, R-CLS-10)."""
    case = _case(session, context, case_id, EventKind.REFERRED)
    _refuse_missing("words", words, QT_TRANSLATE_NOOP("errors", "Where was the caller sent?"))
    return tell(session, context, case, EventKind.REFERRED, words=words, happened_at=happened_at).id


def special_close(
    session: Session, context: Context, case_id: int, words: str, happened_at: datetime | None = None
) -> int:
    """The id of the special closing (特殊关闭, R-ESC-08): after real efforts on record, and by approval.

    Raises UserError while either is missing, or a slip is out.
    """
    case = _case(session, context, case_id, EventKind.SPECIAL_CLOSED)
    procedure = context.procedure_of(session, case.procedure_version_id)
    refuse_too_early(procedure.course.special_closing, events_of(session, case.id))
    _refuse_missing("words", words, _WHY)
    facts = {"approval": SPECIAL_CLOSING}
    return tell(session, context, case, EventKind.SPECIAL_CLOSED, words=words, happened_at=happened_at, facts=facts).id


def transfer(session: Session, context: Context, draft: TransferDraft) -> Saved:
    """The case under which a matter goes on as another kind, with its caller, place, contacts and time of receipt.

    The old one is closed as transferred, so that the matter counts once, and where it came in. The limits of the new
    kind begin with the transfer (`story.limits_begin_at`). Raises UserError beside a field for a kind or category that
    does not go, MissingFields for what the new kind asks for besides.
    """
    earlier = session.scalars(select(Case).where(Case.token == draft.token)).first()
    if earlier is not None:
        context.already_done = True
        return Saved(earlier.id, earlier.number or "", existing=True)
    old = _case(session, context, draft.case_id, EventKind.TRANSFERRED)
    if draft.kind is old.kind:
        raise UserError(QT_TRANSLATE_NOOP("errors", "It is of this kind already."), field="kind")
    _refuse_missing("reason", draft.reason, _WHY)
    fits = {category.id for category in context.procedure.categories_for(draft.kind)}
    if draft.category and draft.category not in fits:
        raise UserError(QT_TRANSLATE_NOOP("errors", "This category is not for this kind."), field="category")
    wanted = _as_other_kind(old, draft)
    kept = own_fields.fitting(context.procedure, draft.kind, wanted.own_fields, context.zone)
    wanted = replace(wanted, own_fields=kept)
    refuse_incomplete(wanted)
    kept_on = {"first_contact_by": old.first_contact_by, "transferred_from_id": old.id}
    new = new_case(session, context, wanted, draft_digest(wanted), **kept_on)
    for row in _contacts(session, old)[1:]:
        _take_over(session, context, new, row)
    if old.handed_to is not None:
        facts: dict[str, Any] = {"staff": old.handed_to, "name": session.get_one(Staff, old.handed_to).name}
        tell(session, context, new, EventKind.HANDED_OVER, words=draft.reason, facts=facts)
    tell(session, context, old, EventKind.TRANSFERRED, words=draft.reason, facts={"to": new.id, "number": new.number})
    context.happened_at = context.now
    return Saved(new.id, new.number or "")


def join(session: Session, context: Context, case_id: int, into_id: int, reason: str) -> int:
    """The id of the event that a case is the same matter as another, where it goes on as contacts (并入, R-REG-07).

    Raises UserError where the other one is over, or came in later. What made this one a major complaint goes over too.
    """
    case = _case(session, context, case_id, EventKind.JOINED)
    if into_id == case_id:
        raise UserError(QT_TRANSLATE_NOOP("errors", "A case can't be joined to itself."), field="into")
    into = case_for_update(session, into_id)
    if into.state not in (*OPEN_STATES, CaseState.HANDLED):
        raise UserError(
            QT_TRANSLATE_NOOP("errors", "{number} is over: only a case that goes on takes another in."),
            field="into",
            number=into.number,
        )
    if into.received_at > case.received_at:
        raise UserError(
            QT_TRANSLATE_NOOP("errors", "{number} came in later: join that one to this one."),
            field="into",
            number=into.number,
        )
    _refuse_missing("reason", reason, _WHY)
    events = [_take_over(session, context, into, row, case).id for row in _contacts(session, case)]
    if case.level is Level.MAJOR and into.level is not Level.MAJOR:
        facts = {"level": Level.MAJOR.value}
        events.append(tell(session, context, into, EventKind.LEVEL_SET, words=reason, facts=facts).id)
    facts_told = {"into": into.id, "number": into.number, "events": events}
    return tell(session, context, case, EventKind.JOINED, words=reason, facts=facts_told).id


def _case(session: Session, context: Context, case_id: int, kind: EventKind) -> Case:
    """The case, which may end like this: its state allows it, no slip is out, no other goes along."""
    case = case_for_update(session, case_id)
    context.subject = case.number or ""
    lifecycle.next_case_state(case.state, kind)
    states = session.scalars(select(WorkOrder.state).where(WorkOrder.case_id == case.id)).all()
    for problem in lifecycle.handle_problems(states):
        raise UserError(problem)
    refuse_leading(session, case)
    return case


def _as_other_kind(old: Case, draft: TransferDraft) -> CaseDraft:
    """What the old case told, as far as it goes for the new kind."""
    kept: dict[str, Any] = {}
    if draft.kind not in ON_SITE or old.kind not in ON_SITE:
        kept |= {"charge": None, "quoted": None, "price_agreed": False, "price_on_site": False}
    if draft.kind is not CaseKind.SPECIAL_SERVICE:
        kept |= {"service_from": None, "service_to": None}
    if draft.kind is not CaseKind.REPAIR:
        kept |= {"public_area": False, "complex_job": False}
    return replace(
        draft_of(old),
        token=draft.token,
        kind=draft.kind,
        category=draft.category,
        department="",
        grade=draft.grade,
        level_criteria=(),
        reported_to=None,
        **kept,
    )


def _contacts(session: Session, case: Case) -> list[Contact]:
    """The calls and visits on a case, the first included, without those that were taken back."""
    told = session.scalars(select(CaseEvent).where(CaseEvent.case_id == case.id).order_by(CaseEvent.id)).all()
    mistaken = mistaken_contacts(told)
    rows = session.scalars(select(Contact).where(Contact.case_id == case.id).order_by(Contact.id))
    return [row for row in rows if row.id not in mistaken]


def _take_over(session: Session, context: Context, case: Case, row: Contact, joined: Case | None = None) -> CaseEvent:
    """Puts a call or visit on another case on record here as well, under who took it then."""
    contact = Contact(
        case_id=case.id,
        channel=row.channel,
        happened_at=row.happened_at,
        recorded_at=row.recorded_at,
        recorded_by=row.recorded_by,
        caller_name=row.caller_name,
        caller_phone=row.caller_phone,
        content=row.content,
        token=None,
    )
    session.add(contact)
    session.flush()
    facts = {"contact": contact.id} | ({} if joined is None else {"joined": joined.id})
    at = row.happened_at
    return tell(session, context, case, EventKind.CONTACTED, words=row.content, happened_at=at, facts=facts)


def _refuse_missing(field: str, words: str, asked: str) -> None:
    if not fold(words):
        raise MissingFields({field: asked})
