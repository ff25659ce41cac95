# SPDX-License-Identifier: Apache-2.0
"""Deeds on a follow-up (回访): tried in vain, made, signed for a second time, given up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaintdesk.db.journal import plain
from complaintdesk.db.tables import Case, CaseEvent, FollowUp, WorkOrder
from complaintdesk.desk import cases, rights, staffing
from complaintdesk.desk.context import Context
from complaintdesk.desk.rule_books import RuleBooks
from complaintdesk.desk.story import case_facts, case_for_update, events_of, tell
from complaintdesk.domain.follow_ups import caller_words, callers, plan
from complaintdesk.domain.lifecycle import minute, standing
from complaintdesk.domain.numbering import number_for
from complaintdesk.domain.procedure import FollowUpRow, Procedure
from complaintdesk.domain.terms import AttemptOutcome, CaseState, EventKind, FollowUpWay, Rating, Role
from complaintdesk.domain.texts import clean_text, fold
from complaintdesk.domain.told import told_by
from complaintdesk.errors import QT_TRANSLATE_NOOP, MissingFields, UserError

DONE = (CaseState.HANDLED, CaseState.CLOSED)


@dataclass(frozen=True)
class AttemptDraft:
    """A try that reached nobody or brought no answer, as noted."""

    follow_up_id: int
    outcome: AttemptOutcome
    way: FollowUpWay = FollowUpWay.PHONE
    words: str = ""
    call_again_at: datetime | None = None  # when the client wants to be called instead
    happened_at: datetime | None = None


@dataclass(frozen=True)
class FollowUpDraft:
    """A follow-up as made (R-CB-07); `reasons` of a client who was not content, `reply_by` the reply's date as told."""

    follow_up_id: int
    way: FollowUpWay
    rating: Rating
    words: str = ""
    reasons: str = ""
    unsolved: str = ""  # what else is unsolved (R-CB-12)
    reply_by: datetime | None = None  # R-CB-09
    happened_at: datetime | None = None
    close: bool = False  # the client is content: the case is closed with it (R-ESC-10)
    new_round: bool = False  # the client is not content: asked for while the case is in hand, else it begins by itself
    token: str | None = None  # made when the form opens, so that sending twice saves once


@dataclass(frozen=True)
class FollowedUp:
    """A follow-up just noted: where the case is now, and whether the second signature is still to come."""

    event_id: int
    round: int
    sheet_number: str
    new_round: bool
    closed: bool
    to_confirm: bool


def attempt(session: Session, context: Context, draft: AttemptDraft) -> int:
    """The id of the event that nobody was reached: an attempt, no follow-up (R-CB-07)."""
    row, case = _open_one(session, context, draft.follow_up_id)
    happened_at = _when(row, context, draft.happened_at, EventKind.FOLLOW_UP_TRIED)
    again = draft.call_again_at
    if again is None and draft.outcome is AttemptOutcome.LATER:
        raise MissingFields({"call_again_at": QT_TRANSLATE_NOOP("errors", "When does the client want to be called?")})
    if again is not None and again <= happened_at:
        raise UserError(QT_TRANSLATE_NOOP("errors", "This is before the attempt."), field="call_again_at")
    facts = {"outcome": draft.outcome.value, "way": draft.way.value, "call_again_at": plain(again)}
    return _tell(session, context, case, row, EventKind.FOLLOW_UP_TRIED, draft.words, happened_at, facts).id


def record(session: Session, context: Context, draft: FollowUpDraft) -> FollowedUp:
    """What became of the case: closed if asked for, in a new round where the client is not content (R-CB-09, R-ESC-10).

    A case still in hand stays in its round unless a new one is asked for. The same draft sent twice is saved once.
    Raises MissingFields, UserError beside a field, for somebody whose follow-up it is not, or for a draft that was
    changed after it was saved.
    """
    row = session.get_one(FollowUp, draft.follow_up_id)
    facts, words = _facts(context, draft), clean_text(draft.words, field="words")
    made = None if draft.token is None else _saved_under(session, row.case_id, draft.token)
    if made is not None:
        if made.id != row.done_by_event_id:
            raise UserError(
                QT_TRANSLATE_NOOP(
                    "errors", "This form was saved before, and taken back since: open it anew to record it."
                )
            )
        if any(made.facts.get(name) != value for name, value in facts.items()) or made.words != words:
            raise UserError(QT_TRANSLATE_NOOP("errors", "This follow-up is made already."))
        context.already_done = True
        return _outcome(session.get_one(Case, row.case_id), made, row)
    row, case = _open_one(session, context, draft.follow_up_id)
    assert context.staff is not None
    problem = not_theirs(session, row.id, context.books, context.staff.role)
    if problem is not None:
        raise problem
    happened_at = _when(row, context, draft.happened_at, EventKind.FOLLOWED_UP)
    _refuse_incomplete(draft, happened_at)
    if draft.close:
        rights.refuse(rights.deed_name(cases.close), context.staff.role)
    facts["ground"] = plain(_ground(session, context, case, row))
    made = _tell(session, context, case, row, EventKind.FOLLOWED_UP, words, happened_at, facts)
    if draft.rating is Rating.NOT_CONTENT and (
        case.state in DONE or (draft.new_round and case.state is CaseState.IN_HAND)
    ):
        tell(session, context, case, EventKind.REOPENED, words=draft.reasons, happened_at=_reopened_at(session, made))
    elif draft.close:
        cases.close(session, context, case.id, draft.words, content=True, happened_at=happened_at)
    context.happened_at = happened_at
    return _outcome(case, made, row)


def not_theirs(session: Session, follow_up_id: int, books: RuleBooks, role: Role) -> UserError | None:
    """Why a follow-up is not for this role to make, None where it is (R-CB-08, R-CB-13).

    Who handles what was said to the manager writes it up, and who took a case over calls back: those whom the rule book
    names, where anybody who works here holds such a post. A small office without one makes it all the same. That nobody
    was reached, and the second signature, is anybody's to note.
    """
    row = session.get_one(FollowUp, follow_up_id)
    case = session.get_one(Case, row.case_id)
    procedure = books.of(session, case.procedure_version_id)
    rule = procedure.follow_up(row.key)
    held = held_to(procedure, rule, case.escalated_to, staffing.roles_here(session))
    if not held or role in held:
        return None
    return UserError(
        QT_TRANSLATE_NOOP("errors", "By the rule book this follow-up is for {who} to make: they sign in and note it."),
        who=caller_words(procedure, rule, case.escalated_to) or min(held),
    )


def held_to(procedure: Procedure, rule: FollowUpRow, escalated_to: str, here: frozenset[Role]) -> frozenset[Role]:
    """The roles that alone make a follow-up: whom the rule book names, as far as they are here and may note it.

    None where anybody who follows up makes it. `here` are the roles of those who work here.
    """
    return callers(procedure, rule, escalated_to) & here & rights.RIGHTS[rights.deed_name(record)]


def confirm(
    session: Session, context: Context, follow_up_id: int, colleague: str = "", password: str = ""
) -> UserError | None:
    """Signs a follow-up by phone for the second time (R-CB-07): who sits here, or a colleague by name and password.

    Raises UserError for the caller's own signature; a wrong password is returned, not raised, so that it is counted.
    """
    row = session.get_one(FollowUp, follow_up_id)
    case = case_for_update(session, row.case_id)
    signer = context.staff_id
    if row.done_at is None or row.way is not FollowUpWay.PHONE:
        raise UserError(QT_TRANSLATE_NOOP("errors", "Only a follow-up made by phone is signed a second time."))
    if row.confirmed_at is not None:
        raise UserError(QT_TRANSLATE_NOOP("errors", "This follow-up has its second signature already."))
    if fold(colleague):
        signer = staffing.staff_named(session, colleague, context.books).id
    if signer == row.called_by:
        raise UserError(
            QT_TRANSLATE_NOOP("errors", "Whoever called can't be the second to sign: another member of staff does."),
            field="name",
        )
    if signer is not None and signer != context.staff_id:
        refusal = staffing.note_sign_in(session, context, signer, password)
        if refusal is not None:
            return refusal
    _tell(session, context, case, row, EventKind.FOLLOW_UP_CONFIRMED, "", context.now, {"confirmed_by": signer})
    return None


def give_up(session: Session, context: Context, follow_up_id: int, reason: str) -> int:
    """The id of the event that no more is tried; the reason stays in the books."""
    row, case = _open_one(session, context, follow_up_id)
    if not fold(reason):
        raise MissingFields({"reason": QT_TRANSLATE_NOOP("errors", "Why? The reason stays in the books.")})
    return _tell(session, context, case, row, EventKind.FOLLOW_UP_ENDED, reason, context.now, {}).id


def _open_one(session: Session, context: Context, follow_up_id: int) -> tuple[FollowUp, Case]:
    """The follow-up and its case, locked; UserError unless it is still to be made."""
    row = session.get_one(FollowUp, follow_up_id)
    case = case_for_update(session, row.case_id)
    context.subject = case.number or ""
    if row.dropped_at is not None:
        raise UserError(QT_TRANSLATE_NOOP("errors", "This follow-up is no longer asked for."))
    if row.done_at is not None:
        raise UserError(QT_TRANSLATE_NOOP("errors", "This follow-up is made already."))
    if row.ended_at is not None:
        raise UserError(QT_TRANSLATE_NOOP("errors", "This follow-up was given up: take that back first."))
    return row, case


def _when(row: FollowUp, context: Context, happened_at: datetime | None, kind: EventKind) -> datetime:
    happened_at = happened_at or context.now
    if minute(happened_at) < minute(row.opens_at):
        raise UserError(
            QT_TRANSLATE_NOOP("errors", "This is before there was anything to ask about."), field=f"{kind}_at"
        )
    return max(happened_at, row.opens_at)


def _facts(context: Context, draft: FollowUpDraft) -> dict[str, object]:
    return {
        "way": draft.way.value,
        "rating": draft.rating.value,
        "called_by": context.staff_id,
        "reasons": clean_text(draft.reasons, field="reasons"),
        "unsolved": clean_text(draft.unsolved, field="unsolved"),
        "reply_by": plain(draft.reply_by),
        "token": draft.token,
    }


def _refuse_incomplete(draft: FollowUpDraft, happened_at: datetime) -> None:
    asked = {}
    if draft.rating is Rating.NOT_CONTENT and not fold(draft.reasons):
        asked["reasons"] = QT_TRANSLATE_NOOP(
            "errors", "Why is the client not content? It is what the new round is for."
        )
    if draft.reply_by is not None and not fold(draft.unsolved):
        asked["unsolved"] = QT_TRANSLATE_NOOP("errors", "What is to be replied to?")
    if asked:
        raise MissingFields(asked)
    if draft.reply_by is not None and draft.reply_by <= happened_at:
        raise UserError(QT_TRANSLATE_NOOP("errors", "This is before the follow-up."), field="reply_by")
    if draft.close and draft.rating is Rating.NOT_CONTENT:
        raise UserError(QT_TRANSLATE_NOOP("errors", "A case is not closed while the client is not content."))


def _ground(session: Session, context: Context, case: Case, row: FollowUp) -> EventKind | None:
    """What the follow-up asks about, so that it can't be taken back while what was said of it stands."""
    orders = session.scalars(select(WorkOrder).where(WorkOrder.case_id == case.id)).all()
    procedure = context.procedure_of(session, case.procedure_version_id)
    story = events_of(session, case.id)
    planned = plan(procedure, case_facts(case, orders, told_by(story)), story, context.zone)
    return next(each.ground for each in planned if (each.key, each.round) == (row.key, row.round))


def _reopened_at(session: Session, made: CaseEvent) -> datetime:
    """When the new round begins: with the follow-up, or with what was noted to have happened since."""
    done = (EventKind.HANDLED, EventKind.CLOSED)
    story = standing(events_of(session, made.case_id))
    return max([made.happened_at, *(event.happened_at for event in story if event.kind in done)])


def _tell(
    session: Session,
    context: Context,
    case: Case,
    row: FollowUp,
    kind: EventKind,
    words: str,
    happened_at: datetime,
    facts: dict[str, object],
) -> CaseEvent:
    context.subject = case.number or ""
    about = {"follow_up": row.key, "round": row.round}
    event = tell(session, context, case, kind, words=words, happened_at=happened_at, facts=about | facts)
    session.flush()
    return event


def _saved_under(session: Session, case_id: int, token: str) -> CaseEvent | None:
    """What was told from the form of this token, though it was taken back since."""
    made = select(CaseEvent).where(CaseEvent.case_id == case_id, CaseEvent.kind == EventKind.FOLLOWED_UP)
    return next((event for event in session.scalars(made) if event.facts.get("token") == token), None)


def _outcome(case: Case, made: CaseEvent, row: FollowUp) -> FollowedUp:
    return FollowedUp(
        event_id=made.id,
        round=case.round,
        sheet_number=number_for(case.series or "", case.year or 0, case.running or 0, case.round),
        new_round=case.round > row.round,
        closed=case.state is CaseState.CLOSED,
        to_confirm=row.way is FollowUpWay.PHONE and row.confirmed_at is None,
    )
