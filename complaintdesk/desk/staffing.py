# SPDX-License-Identifier: Apache-2.0
"""Staff: who works here, signing in and out."""

from __future__ import annotations

from datetime import timedelta

import argon2
from sqlalchemy import select
from sqlalchemy.orm import Session

from complaintdesk.db.tables import Credential, Staff
from complaintdesk.desk.context import Context
from complaintdesk.desk.drafts import StaffDraft
from complaintdesk.desk.pinyin_table import pinyin_table
from complaintdesk.desk.records import StaffRecord
from complaintdesk.domain.pinyin import sort_key
from complaintdesk.domain.procedure import Procedure
from complaintdesk.domain.texts import clean_line
from complaintdesk.errors import QT_TRANSLATE_NOOP, UserError

SHORTEST_PASSWORD = 8
FREE_FAILURES = 5
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(minutes=15)
_hasher = argon2.PasswordHasher()


def add(session: Session, context: Context, draft: StaffDraft) -> int:
    """The id of a new member of staff; UserError for a name that is taken, a team unknown, a password too short."""
    name = clean_line(draft.name, 40, "name")
    if not name:
        raise UserError(QT_TRANSLATE_NOOP("errors", "A name is needed."), field="name")
    if session.scalars(select(Staff.id).where(Staff.name == name)).first() is not None:
        raise UserError(QT_TRANSLATE_NOOP("errors", "There is somebody of this name already."), field="name")
    team = context.procedure.team_named(draft.team).id if draft.team else ""
    hashed = hashed_password(draft.password)
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
    session.add(Credential(staff_id=staff.id, password_hash=hashed, failures=0, locked_until=None, must_change=False))
    context.subject = name
    return staff.id


def hashed_password(password: str) -> str:
    """The password's argon2id hash; raises UserError when it is too short."""
    if len(password) < SHORTEST_PASSWORD:
        raise UserError(
            QT_TRANSLATE_NOOP("errors", "A password has at least {count} characters."),
            field="password",
            count=SHORTEST_PASSWORD,
        )
    return _hasher.hash(password)


def change_password(session: Session, context: Context, staff_id: int, password: str) -> None:
    """Gives a member of staff a new password and lifts a lock."""
    credential = session.get_one(Credential, staff_id)
    credential.password_hash = hashed_password(password)
    credential.failures, credential.locked_until = 0, None
    context.subject = session.get_one(Staff, staff_id).name


def note_sign_in(session: Session, context: Context, staff_id: int, password: str) -> UserError | None:
    """Notes that somebody signed in or failed to; a failure is returned, not raised, so that its count is kept."""
    staff, credential = session.get_one(Staff, staff_id), session.get_one(Credential, staff_id)
    context.subject = staff.name
    if credential.locked_until is not None and credential.locked_until > context.now:
        context.already_done = True
        seconds = int((credential.locked_until - context.now).total_seconds())
        return UserError(
            QT_TRANSLATE_NOOP("errors", "Too many wrong passwords: wait {seconds} seconds."),
            field="password",
            seconds=seconds,
        )
    try:
        _hasher.verify(credential.password_hash, password)
    except argon2.exceptions.VerifyMismatchError:
        credential.failures += 1
        if credential.failures >= FREE_FAILURES:
            doublings = min(credential.failures - FREE_FAILURES, LONGEST_WAIT // FIRST_WAIT)
            wait = min(FIRST_WAIT * 2**doublings, LONGEST_WAIT)
            credential.locked_until = context.now + wait
        context.subject = QT_TRANSLATE_NOOP("journal", "wrong password") + f": {staff.name}"
        return UserError(QT_TRANSLATE_NOOP("errors", "The password is wrong."), field="password")
    credential.failures, credential.locked_until = 0, None
    if _hasher.check_needs_rehash(credential.password_hash):
        credential.password_hash = _hasher.hash(password)
    return None


def note_sign_out(_session: Session, context: Context) -> None:
    """Notes that who sat here left."""
    context.subject = context.staff.name if context.staff else ""


def staff_list(session: Session, procedure: Procedure, *, with_left: bool = False) -> tuple[StaffRecord, ...]:
    """Everyone who works here, by pinyin; those who left only when asked for."""
    rows = session.scalars(select(Staff).order_by(Staff.pinyin, Staff.id))
    return tuple(_record(row, procedure) for row in rows if with_left or row.left_on is None)


def staff_named(session: Session, name: str, procedure: Procedure) -> StaffRecord:
    """The member of staff of this name; raises UserError when nobody who works here has it."""
    row = session.scalars(select(Staff).where(Staff.name == clean_line(name), Staff.left_on.is_(None))).first()
    if row is None:
        raise UserError(QT_TRANSLATE_NOOP("errors", "Nobody of this name works here: {name}."), field="name", name=name)
    return _record(row, procedure)


def names_of(session: Session) -> dict[int | None, str]:
    """Everyone's name by id, those who left included; '' for nobody."""
    found: dict[int | None, str] = {None: ""}
    found.update({row.id: row.name for row in session.execute(select(Staff.id, Staff.name))})
    return found


def _record(row: Staff, procedure: Procedure) -> StaffRecord:
    team_name = procedure.team(row.team).name if row.team else ""
    return StaffRecord(row.id, row.name, row.role, row.team, team_name, row.left_on)
