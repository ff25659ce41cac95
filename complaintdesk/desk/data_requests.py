# SPDX-License-Identifier: Apache-2.0
"""What people ask for about their own data: a copy, a correction, the sealing, the erasure (R-OWN-04)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaintdesk.db.reader import Records, hidden_from, refuse_closed
from complaintdesk.db.tables import DataRequest, Occupant, Place
from complaintdesk.desk.context import Context
from complaintdesk.desk.erasing import SHORTEST_NAME, Erased, Traces, erase_person
from complaintdesk.desk.personal_access import note_paper
from complaintdesk.desk.staffing import names_of
from complaintdesk.domain.terms import AccessKind, RequestKind
from complaintdesk.domain.texts import clean_text, fold
from complaintdesk.errors import QT_TRANSLATE_NOOP, MissingFields, UserError

if TYPE_CHECKING:
    from complaintdesk.desk.office import Office

_WHY = QT_TRANSLATE_NOOP("errors", "Why? The reason stays in the books.")
_FOR_ANOTHER = QT_TRANSLATE_NOOP(
    "errors", "A complaint in confidence is about you: copies of people's data are made by another supervisor."
)
_ASKED = QT_TRANSLATE_NOOP("errors", "What was asked, and how did you make sure who asked?")


@dataclass(frozen=True)
class RequestDraft:
    """Somebody asks for something about their own data; `words` say what, and how they were known."""

    token: str
    occupant_id: int
    kind: RequestKind
    words: str


@dataclass(frozen=True)
class RequestRecord:
    """A request with all that its list shows; names are those of staff."""

    id: int
    occupant_id: int
    person: str
    place: str
    kind: RequestKind
    words: str
    asked_at: datetime
    noted_by: str
    decided_at: datetime | None
    decided_by: str
    approved: bool | None
    decision: str
    done_at: datetime | None
    done_by: str
    sealed: bool
    erased: bool


def ask(session: Session, context: Context, draft: RequestDraft) -> int:
    """The id of the request noted; the same draft again is the same request. Raises MissingFields without words."""
    saved = session.scalars(select(DataRequest.id).where(DataRequest.token == draft.token)).first()
    if saved is not None:
        context.already_done = True
        return saved
    person = session.get_one(Occupant, draft.occupant_id)
    if person.erased_at is not None:
        raise UserError(QT_TRANSLATE_NOOP("errors", "Nothing of this person is left in the books."))
    words = clean_text(draft.words, field="words")
    if not fold(words):
        raise MissingFields({"words": _ASKED})
    request = DataRequest(
        occupant_id=person.id,
        kind=draft.kind,
        words=words,
        asked_at=context.now,
        noted_by=context.staff_id,
        decision="",
        token=draft.token,
    )
    session.add(request)
    session.flush()
    context.subject = f"request:{request.id}"
    return request.id


def decide(session: Session, context: Context, request_id: int, approved: bool, reason: str = "") -> None:
    """Notes the office head's word on a request; a refusal says why. Raises UserError for one that was decided."""
    request = session.get_one(DataRequest, request_id)
    context.subject = f"request:{request.id}"
    if request.decided_at is not None:
        raise UserError(QT_TRANSLATE_NOOP("errors", "This was decided already."))
    if not approved and not fold(reason):
        raise MissingFields({"reason": _WHY})
    request.decided_at, request.decided_by, request.approved = context.now, context.staff_id, approved
    request.decision = clean_text(reason, field="reason")


def note_copy(session: Session, context: Context, request_id: int) -> None:
    """Notes that the person's data is copied out for them; before the file is written.

    Raises UserError for whom any complaint in confidence is about, whosever: a copy that lacks it would be no whole
    one, one that has it would tell (客户保密).
    """
    if context.staff_id is not None and hidden_from(session, context.staff_id):
        raise UserError(_FOR_ANOTHER)
    person = _begun(session, context, request_id, RequestKind.COPY)
    note_paper(
        session,
        context,
        AccessKind.COPIED_OUT,
        "person",
        1,
        reason=f"№ {request_id}",
        occupant_id=person.id,
        place_id=person.place_id,
    )


def note_corrected(session: Session, context: Context, request_id: int) -> None:
    """Notes that what the person found wrong is put right, in the household's form."""
    _begun(session, context, request_id, RequestKind.CORRECTION)


def seal(session: Session, context: Context, occupant_id: int, reason: str, request_id: int | None = None) -> None:
    """Takes a person out of every list (封存): who moved out, or asked for it. Nothing is lost; `unseal` undoes it."""
    if request_id is not None and _begun(session, context, request_id, RequestKind.SEALING).id != occupant_id:
        raise ValueError("a request of somebody else")
    person = session.get_one(Occupant, occupant_id)
    context.subject = context.subject or f"place:{person.place_id}"
    if person.sealed_at is not None:
        raise UserError(QT_TRANSLATE_NOOP("errors", "This person's record is sealed already."))
    if not fold(reason):
        raise MissingFields({"reason": _WHY})
    person.sealed_at, person.sealed_by = context.now, context.staff_id
    person.seal_reason = clean_text(reason, field="reason")


def unseal(session: Session, context: Context, occupant_id: int, reason: str) -> None:
    """Puts a sealed person back into the lists, with the reason; raises UserError for one that was erased."""
    person = session.get_one(Occupant, occupant_id)
    context.subject = f"place:{person.place_id}"
    if person.erased_at is not None:
        raise UserError(QT_TRANSLATE_NOOP("errors", "Nothing of this person is left in the books."))
    if person.sealed_at is None:
        raise UserError(QT_TRANSLATE_NOOP("errors", "This person's record is not sealed."))
    if not fold(reason):
        raise MissingFields({"reason": _WHY})
    person.sealed_at, person.sealed_by = None, None
    person.seal_reason = clean_text(reason, field="reason")


def erase(session: Session, context: Context, request_id: int) -> Erased:
    """Erases what the books hold of a person, as the office head approved; says what a person must still look at.

    Done by `erase_for_good`; what older backups hold stays until they go.
    """
    person = _begun(session, context, request_id, RequestKind.ERASURE)
    done = erase_person(session, person, context.books)
    person.erased_at = context.now
    if person.sealed_at is None:
        person.sealed_at, person.sealed_by = context.now, context.staff_id
    return done


def erase_for_good(office: Office, request_id: int) -> Erased:
    """Erases a person's data, from the file's log of changes too, which else keeps it for a while."""
    done = office.do(erase, request_id)
    office.database.settle()
    return done


def known_by(session: Session, occupant_id: int) -> tuple[str, ...]:
    """The name and the numbers by which a person is known: what unsaved forms are looked through for."""
    refuse_closed(session, Records.COPIES)
    traces = Traces(session, session.get_one(Occupant, occupant_id))
    return (*((traces.name,) if len(traces.name) >= SHORTEST_NAME else ()), *sorted(traces.numbers))


def requests(
    session: Session, *, occupant_id: int | None = None, place_id: int | None = None
) -> tuple[RequestRecord, ...]:
    """All requests, or one person's or those of one place's people, the newest first."""
    refuse_closed(session, Records.REQUESTS)
    names = names_of(session)
    query = select(DataRequest, Occupant, Place.label).join(Occupant, Occupant.id == DataRequest.occupant_id)
    query = query.join(Place, Place.id == Occupant.place_id)
    if occupant_id is not None:
        query = query.where(DataRequest.occupant_id == occupant_id)
    if place_id is not None:
        query = query.where(Occupant.place_id == place_id)
    return tuple(
        RequestRecord(
            id=row.id,
            occupant_id=person.id,
            person=person.name,
            place=place,
            kind=row.kind,
            words=row.words,
            asked_at=row.asked_at,
            noted_by=names[row.noted_by],
            decided_at=row.decided_at,
            decided_by=names[row.decided_by],
            approved=row.approved,
            decision=row.decision,
            done_at=row.done_at,
            done_by=names[row.done_by],
            sealed=person.sealed_at is not None,
            erased=person.erased_at is not None,
        )
        for row, person, place in session.execute(query.order_by(DataRequest.id.desc()))
    )


def _begun(session: Session, context: Context, request_id: int, kind: RequestKind) -> Occupant:
    """The person of an approved request of this kind, which is done with this deed; raises UserError otherwise."""
    request = session.get_one(DataRequest, request_id)
    context.subject = f"request:{request.id}"
    if request.kind is not kind:
        raise ValueError("a request for something else")
    if not request.approved:
        raise UserError(QT_TRANSLATE_NOOP("errors", "The office head has not approved this."))
    if request.done_at is not None:
        raise UserError(QT_TRANSLATE_NOOP("errors", "This is done already."))
    request.done_at, request.done_by = context.now, context.staff_id
    return session.get_one(Occupant, request.occupant_id)
