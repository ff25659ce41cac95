# SPDX-License-Identifier: Apache-2.0
"""Deeds by which personal data comes before somebody's eyes: who, when, whose, why (R-OWN-02, R-OWN-03, R-OWN-06)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from complaintdesk.db.household_tables import Decoration
from complaintdesk.db.tables import Case, Occupant, PersonalAccess, Phone, Place, Staff
from complaintdesk.desk.context import Context
from complaintdesk.desk.rights import CALL_BACK, LEADERS, SEE_RECORDS
from complaintdesk.desk.staffing import checked_colleague
from complaintdesk.domain.terms import AccessKind
from complaintdesk.domain.texts import clean_line, clean_text, fold
from complaintdesk.errors import QT_TRANSLATE_NOOP, MissingFields, UserError

HOURLY = 30  # phones that somebody sees in an hour before a supervisor at the same desk is asked (T10)
HOUR = timedelta(hours=1)
_WHY = QT_TRANSLATE_NOOP("errors", "Why? The reason stays in the books.")


@dataclass(frozen=True)
class Approval:
    """A supervisor at the same desk: who, and their password."""

    name: str
    password: str = field(repr=False)


@dataclass(frozen=True)
class RevealDraft:
    """Whose phone is to be shown: one of the books, who is in charge of works, the caller's of a case; and why.

    The case in hand is a reason of its own: without words its number stands for them.
    """

    phone_id: int | None = None
    case_id: int | None = None
    works_id: int | None = None
    reason: str = ""
    approval: Approval | None = None


@dataclass(frozen=True)
class _Wanted:
    """A number that is asked for, and whose it is."""

    phone: str
    place_id: int | None
    occupant_id: int | None = None


@dataclass(frozen=True)
class TellingDraft:
    """What of an owner's record is told to a colleague of another department, and why."""

    place_id: int
    to_staff_id: int
    told: str  # in words: of whom which facts
    reason: str
    approval: Approval | None = None
    occupant_id: int | None = None  # the person of the place, where it is one's own data


class ApprovalNeeded(UserError):
    """A supervisor must approve at this desk: beside `approver`."""


def reveal(session: Session, context: Context, draft: RevealDraft) -> str | UserError:
    """The number in full, with the reason on record; a wrong password of who approves is returned, as at the sign-in.

    Raises MissingFields without a reason, ApprovalNeeded after HOURLY of them or where the role sees no such records.
    """
    wanted = _wanted(session, context, draft)
    reason = clean_line(draft.reason, field="reason") or (context.subject if draft.case_id is not None else "")
    if not fold(reason):
        raise MissingFields({"reason": _WHY})
    if draft.approval is None:
        _refuse_alone(session, context, draft)
    approver = _approver(session, context, draft.approval)
    if isinstance(approver, UserError):
        return approver
    kind = AccessKind.REVEALED if _sees(context, draft) else AccessKind.PASSED_ON
    _note(
        session,
        context,
        kind,
        reason=reason,
        approver=approver,
        place_id=wanted.place_id,
        occupant_id=wanted.occupant_id,
        case_id=draft.case_id,
    )
    return wanted.phone


def tell(session: Session, context: Context, draft: TellingDraft) -> int | UserError:
    """The id of the record that something was told to another department, as a supervisor approved (R-OWN-03)."""
    to = session.get_one(Staff, draft.to_staff_id)
    told, reason = clean_text(draft.told, field="told"), clean_line(draft.reason, field="reason")
    if not fold(told):
        raise MissingFields({"told": QT_TRANSLATE_NOOP("errors", "What was told? Of whom which facts.")})
    if not fold(reason):
        raise MissingFields({"reason": _WHY})
    context.subject = f"place:{session.get_one(Place, draft.place_id).id}"
    if draft.approval is None and not _leads(context):
        raise _ask_a_supervisor()
    approver = _approver(session, context, draft.approval)
    if isinstance(approver, UserError):
        return approver
    return _note(
        session,
        context,
        AccessKind.PASSED_ON,
        what=to.name,
        reason=f"{told}（{reason}）",
        approver=approver if approver is not None else context.staff_id,
        place_id=draft.place_id,
        occupant_id=draft.occupant_id,
    )


def note_paper(
    session: Session,
    context: Context,
    kind: AccessKind,
    what: str,
    people: int,
    *,
    reason: str = "",
    case_id: int | None = None,
    place_id: int | None = None,
    occupant_id: int | None = None,
) -> None:
    """Puts on record that people's data went onto paper or into a file; for deeds that print and export."""
    if people:
        _note(
            session,
            context,
            kind,
            what=what,
            people=people,
            reason=reason,
            case_id=case_id,
            place_id=place_id,
            occupant_id=occupant_id,
        )


def _shown_lately(session: Session, context: Context) -> int:
    """How many phones whoever sits here saw in the last hour since a supervisor last approved at this desk."""
    mine = (PersonalAccess.staff_id == context.staff_id, PersonalAccess.seen_at > context.now - HOUR)
    revealed = PersonalAccess.kind == AccessKind.REVEALED
    approved = select(func.max(PersonalAccess.id)).where(*mine, PersonalAccess.approved_by.is_not(None))
    since = session.scalars(approved).one() or 0
    return session.scalars(
        select(func.count()).select_from(PersonalAccess).where(*mine, revealed, PersonalAccess.id > since)
    ).one()


def _wanted(session: Session, context: Context, draft: RevealDraft) -> _Wanted:
    """The number that is asked for, and whose it is: a case's caller's, a person's of the books, of works' contact."""
    if draft.case_id is not None:
        case = session.get_one(Case, draft.case_id)
        context.subject = case.number or f"case:{case.id}"
        if case.confidential and case.about_staff_id == context.staff_id:
            raise UserError(QT_TRANSLATE_NOOP("errors", "Who complained wants to stay unknown here."))
        return _Wanted(case.caller_phone, case.place_id, case.occupant_id)
    if draft.works_id is not None:
        works = session.get_one(Decoration, draft.works_id)
        context.subject = f"place:{works.place_id}"
        return _Wanted(works.phone, works.place_id)
    phone = session.get_one(Phone, draft.phone_id)
    person = session.get_one(Occupant, phone.occupant_id)
    context.subject = f"place:{person.place_id}"
    return _Wanted(phone.number, person.place_id, person.id)


def _sees(context: Context, draft: RevealDraft) -> bool:
    """Whether the role works with what is asked for: with a case's caller, or with the owners' records (R-OWN-03)."""
    roles = CALL_BACK if draft.case_id is not None else SEE_RECORDS
    return context.staff is not None and context.staff.role in roles


def _leads(context: Context) -> bool:
    return context.staff is not None and context.staff.role in LEADERS


def _refuse_alone(session: Session, context: Context, draft: RevealDraft) -> None:
    """Raises ApprovalNeeded where a supervisor must be asked first."""
    if not _sees(context, draft):
        raise _ask_a_supervisor()
    if not _leads(context) and _shown_lately(session, context) >= HOURLY:
        raise ApprovalNeeded(
            QT_TRANSLATE_NOOP(
                "errors", "{count} phones were shown to you within the hour: a supervisor must approve at this desk."
            ),
            field="approver",
            count=HOURLY,
        )


def _ask_a_supervisor() -> ApprovalNeeded:
    text = QT_TRANSLATE_NOOP(
        "errors", "Owners' records are customer service's: a supervisor must approve at this desk."
    )
    return ApprovalNeeded(text, field="approver")


def _approver(session: Session, context: Context, approval: Approval | None) -> int | UserError | None:
    """Who approved; None where nobody had to; what to say beside `approver` or `password` of one who can't."""
    if approval is None:
        return None
    return checked_colleague(session, context, approval.name, approval.password, LEADERS)


def _note(
    session: Session,
    context: Context,
    kind: AccessKind,
    *,
    reason: str,
    what: str = "",
    people: int = 1,
    approver: int | None = None,
    place_id: int | None = None,
    occupant_id: int | None = None,
    case_id: int | None = None,
) -> int:
    row = PersonalAccess(
        kind=kind,
        seen_at=context.now,
        staff_id=context.staff_id,
        approved_by=approver,
        place_id=place_id,
        occupant_id=occupant_id,
        case_id=case_id,
        what=what,
        people=people,
        reason=reason,
    )
    session.add(row)
    session.flush()
    return row.id
