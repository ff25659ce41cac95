# SPDX-License-Identifier: Apache-2.0
"""The same matter at registration (R-REG-07, R-REG-08): proposed from what is on record, decided by a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from complaintdesk.db import search_index
from complaintdesk.db.tables import Case, FollowUp
from complaintdesk.desk import answers, cases, waves
from complaintdesk.desk.case_links import handled_by
from complaintdesk.desk.cases import Saved
from complaintdesk.desk.context import Context
from complaintdesk.desk.drafts import CaseDraft, ContactDraft
from complaintdesk.desk.story import case_for_update, tell
from complaintdesk.domain.lifecycle import OPEN_STATES
from complaintdesk.domain.phones import fold_phone
from complaintdesk.domain.procedure import Procedure
from complaintdesk.domain.same_matter import Matter, goes_on, likeness, nearest
from complaintdesk.domain.terms import CaseKind, CaseState, EventKind, Level
from complaintdesk.domain.waves import span

MOST = 50  # of the household's and the phone's last cases that are compared
_WHOLE_PHONE = 7  # digits from which a phone is one household's
_GOING_ON = (*OPEN_STATES, CaseState.HANDLED)
_OVER = (CaseState.CLOSED, CaseState.SPECIAL_CLOSED)


@dataclass(frozen=True)
class Call:
    """What a call tells so far."""

    kind: CaseKind
    place_id: int | None
    phone: str
    category: str
    words: str
    at: datetime


@dataclass(frozen=True)
class Earlier:
    """A case that a call may be about; `goes_on`: a further contact of it, else the same matter once more."""

    id: int
    number: str
    state: CaseState
    received_at: datetime
    goes_on: bool
    by: str  # who handled it, or follows it up: speaks to the caller (R-REG-08)


@dataclass(frozen=True)
class Decided:
    """What a person decided of what was proposed while registering; nothing where nobody did."""

    apart: tuple[int, ...] = ()  # cases that it is not the same matter as
    lead: int | None = None  # the lead case that it goes along with (R-CLS-08)
    along: tuple[int, ...] = ()  # the open cases that go along as well from now on


def proposed(session: Session, call: Call, procedure: Procedure, apart: Sequence[int] = ()) -> Earlier | None:
    """The case that a call is most likely about, of the same household or phone; None where there is none.

    What a person kept apart is not proposed again. A case that is over is looked for as far back as the rule book says.
    """
    whose = [Case.place_id == call.place_id] if call.place_id is not None else []
    phone = fold_phone(call.phone)
    if sum(letter.isdigit() for letter in phone) >= _WHOLE_PHONE:
        whose.append(Case.id.in_(search_index.found(session, phone, MOST)))
    if not whose:
        return None
    counts: ColumnElement[bool] = Case.state.in_(_GOING_ON)
    if procedure.course.same_matter is not None:
        since = call.at - span(procedure.course.same_matter.within)
        counts = or_(counts, Case.state.in_(_OVER) & (Case.received_at >= since))
    query = select(Case).where(or_(*whose), counts, Case.kind == call.kind, Case.number.is_not(None))
    query = query.where(Case.id.not_in(apart)).order_by(Case.received_at.desc(), Case.id.desc()).limit(MOST)
    rows = session.scalars(query).all()
    asked = _followed_up(session, rows)
    matter = Matter(call.category, call.words)
    found = nearest(
        (row, on, likeness(matter, Matter(row.category, row.content), on), row.received_at)
        for row, on in ((row, goes_on(row.state, row.id in asked)) for row in rows)
    )
    if found is None:
        return None
    by, on = handled_by(session, found.id), goes_on(found.state, found.id in asked)
    return Earlier(found.id, found.number or "", found.state, found.received_at, on, by)


def register(
    session: Session, context: Context, draft: CaseDraft, decided: Decided, answer_id: int | None = None
) -> Saved:
    """The new case's number, with what was decided of it on record: kept apart, put under a lead case.

    With `answer_id` an enquiry is answered from the book and handled. Raises as `cases.register` and `waves.lead` do.
    """
    if answer_id is None:
        saved = cases.register(session, context, draft)
    else:
        saved = answers.register_answered(session, context, draft, answer_id, handled=decided.lead is None)
    if saved.existing:
        return saved
    happened_at = context.happened_at
    case = case_for_update(session, saved.id)
    for earlier_id in decided.apart:
        facts = {"case": earlier_id, "number": session.get_one(Case, earlier_id).number}
        tell(session, context, case, EventKind.KEPT_APART, facts=facts)
    if decided.lead is not None:
        still = [each for each in decided.along if session.get_one(Case, each).state in OPEN_STATES]
        waves.lead(session, context, decided.lead, [*still, saved.id])
    context.subject, context.happened_at = saved.number, happened_at
    return saved


def join(session: Session, context: Context, told: ContactDraft, level_criteria: Sequence[str] = ()) -> int:
    """The id of the contact that a call becomes on a case that goes on (R-REG-07), its words in full.

    What makes it a major complaint goes over too. Raises as `cases.add_contact` does.
    """
    contact = cases.add_contact(session, context, told)
    case = case_for_update(session, told.case_id)
    procedure = context.procedure_of(session, case.procedure_version_id)
    known = [row for row in procedure.level_criteria if row.id in level_criteria]
    is_major = procedure.level_for([row.id for row in known]) is Level.MAJOR
    if not context.already_done and is_major and case.level is not Level.MAJOR:
        words, facts = "、".join(row.words for row in known), {"level": Level.MAJOR.value}
        tell(session, context, case, EventKind.LEVEL_SET, words=words, facts=facts)
    return contact


def _followed_up(session: Session, rows: Sequence[Case]) -> frozenset[int]:
    """Those that were asked about in their present round."""
    made = (FollowUp.case_id == Case.id, FollowUp.round == Case.round, FollowUp.done_at.is_not(None))
    query = select(Case.id).join(FollowUp, FollowUp.case_id == Case.id)
    ids = [row.id for row in rows if row.state is CaseState.HANDLED]
    return frozenset(session.scalars(query.where(*made, FollowUp.dropped_at.is_(None), Case.id.in_(ids))))
