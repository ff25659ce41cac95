# SPDX-License-Identifier: Apache-2.0
"""Staff: who works here, who came, left and came back; passwords, signing in and out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import argon2
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from complaintdesk.db.tables import Case, Credential, OfficeProfile, Staff
from complaintdesk.desk import waits
from complaintdesk.desk.context import Context
from complaintdesk.desk.drafts import StaffDraft
from complaintdesk.desk.password_rules import refuse_guessable
from complaintdesk.desk.pinyin_table import pinyin_table
from complaintdesk.desk.records import StaffRecord
from complaintdesk.desk.rule_books import RuleBooks
from complaintdesk.domain.lifecycle import OPEN_STATES
from complaintdesk.domain.pinyin import sort_key
from complaintdesk.domain.terms import Role
from complaintdesk.domain.texts import clean_line
from complaintdesk.errors import QT_TRANSLATE_NOOP, Conflict, UserError

_hasher = argon2.PasswordHasher()


@dataclass(frozen=True)
class StaffEdit:
    """A member of staff as the record should read; `version` is the one it was read at."""

    id: int
    name: str
    role: Role
    team: str  # id or name, '' for none
    version: int


def add(session: Session, context: Context, draft: StaffDraft) -> int:
    """The id of a new member of staff; UserError for a name that is taken, a team unknown, a password too short.

    An administrator is made, changed and given a new password by an administrator alone, here as in all that follows.
    """
    _refuse_beyond(context, draft.role)
    name = _free_name(session, draft.name)
    team = context.procedure.team_named(draft.team).id if draft.team else ""
    hashed = hashed_password(draft.password, name, office_name(session))
    staff = Staff(
        name=name,
        pinyin=sort_key(name, pinyin_table()),
        role=draft.role,
        team=team,
        left_on=None,
        created_at=context.now,
    )
    session.add(staff)
    session.flush()
    session.add(Credential(staff_id=staff.id, password_hash=hashed, failures=0, must_change=draft.must_change))
    context.subject = name
    return staff.id


def edit(session: Session, context: Context, draft: StaffEdit) -> None:
    """Corrects somebody's name, role or team; UserError beside a field, Conflict when another desk was first.

    What they did from now on bears the new name, for it is one person's; the journal keeps the old one.
    """
    staff = session.get_one(Staff, draft.id)
    if staff.version != draft.version:
        raise Conflict(_edit_of(staff), draft)
    _refuse_beyond(context, staff.role, draft.role)
    name = _free_name(session, draft.name, staff.id)
    if staff.role is Role.ADMINISTRATOR and draft.role is not Role.ADMINISTRATOR:
        _refuse_last_administrator(session, staff, "role")
    staff.name, staff.pinyin, staff.role = name, sort_key(name, pinyin_table()), draft.role
    if draft.team != staff.team:
        staff.team = context.procedure.team_named(draft.team).id if draft.team else ""
    context.subject = name


def leave(session: Session, context: Context, staff_id: int, left_on: date) -> None:
    """Notes that somebody works here no longer: no signing in any more, the name stays on what they did.

    UserError for a day to come, for oneself, and for the last administrator who can sign in.
    """
    staff = session.get_one(Staff, staff_id)
    if staff.left_on is not None:
        raise UserError(QT_TRANSLATE_NOOP("errors", "{name} has left already."), name=staff.name)
    _refuse_beyond(context, staff.role)
    if left_on > context.now.astimezone(context.zone).date():
        raise UserError(QT_TRANSLATE_NOOP("errors", "This day is still to come."), field="left_on")
    if staff_id == context.staff_id:
        raise UserError(QT_TRANSLATE_NOOP("errors", "Who leaves is noted by somebody who stays."))
    if staff.role is Role.ADMINISTRATOR:
        _refuse_last_administrator(session, staff)
    staff.left_on = left_on
    context.subject = staff.name


def come_back(session: Session, context: Context, staff_id: int) -> None:
    """Notes that somebody who had left works here again, with the password of then."""
    staff = session.get_one(Staff, staff_id)
    if staff.left_on is None:
        raise UserError(QT_TRANSLATE_NOOP("errors", "{name} works here."), name=staff.name)
    _refuse_beyond(context, staff.role)
    if staff.team and all(team.id != staff.team for team in context.procedure.teams):
        staff.team = ""  # a team that was closed in the meantime
    staff.left_on = None
    context.subject = staff.name


def hashed_password(password: str, *names: str) -> str:
    """The password's argon2id hash; raises UserError for one that anybody would try first, `names` among them."""
    refuse_guessable(password, *names)
    return _hasher.hash(password)


def office_name(session: Session) -> str:
    """What the office is called: as guessable as one's own name."""
    return session.scalars(select(OfficeProfile.name)).one()


def change_password(session: Session, context: Context, staff_id: int, password: str) -> None:
    """Gives somebody a new password and lifts a lock; another's is asked to be changed at the next sign-in."""
    staff = session.get_one(Staff, staff_id)
    _refuse_beyond(context, staff.role)
    _put_password(session, staff, password, must_change=staff_id != context.staff_id)
    context.subject = staff.name


def change_own_password(session: Session, context: Context, old: str, new: str) -> UserError | None:
    """Gives whoever sits here a new password; UserError beside `password` for one that won't do.

    A wrong `old` is returned, not raised, so that it counts as one at the sign-in does.
    """
    assert context.staff is not None
    staff = session.get_one(Staff, context.staff.id)
    refusal = _try(context, staff, session.get_one(Credential, staff.id), old, "old")
    if refusal is not None:
        return refusal
    if old == new:
        raise UserError(QT_TRANSLATE_NOOP("errors", "This is the password in use; choose another."), field="password")
    _put_password(session, staff, new, must_change=False)
    context.subject = staff.name
    return None


def may_keep(own: Role | None, role: Role) -> bool:
    """Whether the `own` role may make, change or let in one of the other: only an administrator an administrator."""
    return role is not Role.ADMINISTRATOR or own is Role.ADMINISTRATOR


def must_change(session: Session, staff_id: int) -> bool:
    """Whether somebody else set this person's password, so that one of their own is asked for."""
    return session.get_one(Credential, staff_id).must_change


def has_password(session: Session, staff_id: int, password: str) -> bool:
    """Whether this is the person's password; nothing is counted, for who sits here and has just chosen it."""
    return _is_right(session.get_one(Credential, staff_id), password)


def note_sign_in(session: Session, context: Context, staff_id: int, password: str) -> UserError | None:
    """Notes that somebody signed in or failed to; a failure is returned, not raised, so that its count is kept."""
    staff, credential = session.get_one(Staff, staff_id), session.get_one(Credential, staff_id)
    context.subject = staff.name
    refusal = _try(context, staff, credential, password, "password")
    if refusal is not None:
        return refusal
    waits.lift(credential)
    if _hasher.check_needs_rehash(credential.password_hash):
        credential.password_hash = _hasher.hash(password)
    return None


def checked_colleague(
    session: Session, context: Context, name: str, password: str, roles: frozenset[Role]
) -> int | UserError:
    """The id of who approves at somebody else's desk; what to say of a wrong password, counted as at the sign-in.

    Raises UserError beside `approver` for nobody of this name, or one of other roles than these.
    """
    query = select(Staff).where(Staff.name == clean_line(name), Staff.left_on.is_(None), Staff.role.in_(roles))
    staff = session.scalars(query).first()
    if staff is None:
        raise UserError(QT_TRANSLATE_NOOP("errors", "Choose the supervisor who approves."), field="approver")
    refusal = _try(context, staff, session.get_one(Credential, staff.id), password, "password")
    return staff.id if refusal is None else refusal


def note_sign_out(_session: Session, context: Context) -> None:
    """Notes that who sat here left."""
    context.subject = context.staff.name if context.staff else ""


def staff_list(session: Session, books: RuleBooks, *, with_left: bool = False) -> tuple[StaffRecord, ...]:
    """Everyone who works here, by pinyin; those who left only when asked for."""
    rows = session.scalars(select(Staff).order_by(Staff.pinyin, Staff.id))
    return tuple(_record(session, row, books) for row in rows if with_left or row.left_on is None)


def roles_here(session: Session) -> frozenset[Role]:
    """The roles of those who work here: a small office has not every post that a rule book speaks of."""
    return frozenset(session.scalars(select(Staff.role).where(Staff.left_on.is_(None)).distinct()))


def staff_named(session: Session, name: str, books: RuleBooks) -> StaffRecord:
    """The member of staff of this name; raises UserError when nobody who works here has it."""
    row = session.scalars(select(Staff).where(Staff.name == clean_line(name), Staff.left_on.is_(None))).first()
    if row is None:
        raise UserError(QT_TRANSLATE_NOOP("errors", "Nobody of this name works here: {name}."), field="name", name=name)
    return _record(session, row, books)


def staff_edit(session: Session, staff_id: int) -> StaffEdit:
    """Somebody's record as a form holds it."""
    return _edit_of(session.get_one(Staff, staff_id))


def known_now(session: Session, before: StaffRecord, books: RuleBooks, today: date) -> StaffRecord:
    """A member of staff as the books tell of them now; as left today where a restore took them out of the books."""
    row = session.get(Staff, before.id)
    return replace(before, left_on=today) if row is None else _record(session, row, books)


def followed_by(staff_id: int | None) -> ColumnElement[bool]:
    """Cases that somebody follows up to the end: handed over to them, else received by them first (R-REG-06)."""
    return func.coalesce(Case.handed_to, Case.first_contact_by) == staff_id


def open_first_contacts(session: Session, staff_id: int) -> tuple[str, ...]:
    """The numbers of the cases in hand that somebody follows up (首问责任制, R-REG-06), oldest first."""
    wanted = select(Case.number).where(followed_by(staff_id), Case.state.in_(OPEN_STATES))
    return tuple(filter(None, session.scalars(wanted.order_by(Case.id))))


def names_of(session: Session) -> dict[int | None, str]:
    """Everyone's name by id, those who left included; '' for nobody."""
    found: dict[int | None, str] = {None: ""}
    found.update({row.id: row.name for row in session.execute(select(Staff.id, Staff.name))})
    return found


def _record(session: Session, row: Staff, books: RuleBooks) -> StaffRecord:
    team_name = books.team_name(session, row.team) if row.team else ""
    return StaffRecord(row.id, row.name, row.role, row.team, team_name, row.left_on)


def _edit_of(row: Staff) -> StaffEdit:
    return StaffEdit(row.id, row.name, row.role, row.team, row.version)


def _free_name(session: Session, wanted: str, own_id: int | None = None) -> str:
    """The name as it is stored; UserError when there is none, or somebody else has it."""
    name = clean_line(wanted, 40, "name")
    if not name:
        raise UserError(QT_TRANSLATE_NOOP("errors", "A name is needed."), field="name")
    if session.scalars(select(Staff.id).where(Staff.name == name, Staff.id != (own_id or 0))).first() is not None:
        raise UserError(QT_TRANSLATE_NOOP("errors", "There is somebody of this name already."), field="name")
    return name


def _refuse_last_administrator(session: Session, staff: Staff, field: str = "") -> None:
    others = select(func.count()).where(Staff.role == Role.ADMINISTRATOR, Staff.left_on.is_(None), Staff.id != staff.id)
    if not session.scalars(others).one():
        raise UserError(
            QT_TRANSLATE_NOOP("errors", "{name} is the last administrator; make somebody else one first."),
            field=field,
            name=staff.name,
        )


def _put_password(session: Session, staff: Staff, password: str, *, must_change: bool) -> None:
    credential = session.get_one(Credential, staff.id)
    credential.password_hash = hashed_password(password, staff.name, office_name(session))
    credential.must_change = must_change
    waits.lift(credential)


def _refuse_beyond(context: Context, *roles: Role) -> None:
    own = context.staff.role if context.staff is not None else None
    if not all(may_keep(own, role) for role in roles):
        raise UserError(QT_TRANSLATE_NOOP("errors", "Only an administrator may do this to an administrator."))


def _try(context: Context, staff: Staff, credential: Credential, password: str, field: str) -> UserError | None:
    """What to say beside `field` of a wrong password, which is counted, or of one too many; None for the right one."""
    left = waits.left(context, credential)
    if left:
        context.already_done = True
        seconds = int(left.total_seconds())
        text = QT_TRANSLATE_NOOP("errors", "Too many wrong passwords: wait {seconds} seconds.")
        return UserError(text, field=field, seconds=seconds)
    if _is_right(credential, password):
        return None
    waits.note_wrong(context, credential)
    context.subject = QT_TRANSLATE_NOOP("journal", "wrong password") + f": {staff.name}"
    return UserError(QT_TRANSLATE_NOOP("errors", "The password is wrong."), field=field)


def _is_right(credential: Credential, password: str) -> bool:
    try:
        return _hasher.verify(credential.password_hash, password)
    except argon2.exceptions.VerifyMismatchError:
        return False
