# SPDX-License-Identifier: Apache-2.0
"""The recovery code (恢复码): a printed code by which an office that lost its last administrator gets one again.

The same code opens an encrypted office's key file, for an office has one sheet of paper to keep in its safe, not two.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

import argon2
from sqlalchemy import select
from sqlalchemy.orm import Session

from complaintdesk.db import keys
from complaintdesk.db.tables import Credential, RecoveryCode, Staff
from complaintdesk.desk import waits
from complaintdesk.desk.context import Context
from complaintdesk.desk.office import Office
from complaintdesk.desk.pinyin_table import pinyin_table
from complaintdesk.desk.staffing import hashed_password, office_name
from complaintdesk.domain.pinyin import sort_key
from complaintdesk.domain.recovery_code import new_recovery_code, read_recovery_code
from complaintdesk.domain.terms import Role
from complaintdesk.domain.texts import clean_line
from complaintdesk.errors import QT_TRANSLATE_NOOP, SavedUnheard, UserError

_hasher = argon2.PasswordHasher()


@dataclass(frozen=True)
class Recovered:
    """Who is an administrator now, and the new code that takes the used one's place."""

    name: str
    code: str


def new_code(office: Office) -> str:
    """A new recovery code, which nobody sees again: print it now. The old one is void.

    Raises UserError for a role without the right, EnvironmentProblem when the key file can't be written; the old code
    then still opens an encrypted office, and a new one can be made again.
    """
    code = new_recovery_code()
    with suppress(SavedUnheard):  # the code is known here
        office.do(make_recovery_code, code)
    _open_key_file_by(office, code)
    return code


def recover(office: Office, code: str, name: str, password: str, fresh: str) -> Recovered:
    """Makes somebody an administrator with a new password, for the printed code, which is void from then on.

    Whoever has this name keeps it, one who left comes back; a name nobody has is taken on. Raises UserError (fields
    `code`, `name`, `password`); after wrong codes it waits as signing in does. `fresh` is the code to be in force then:
    whoever asks makes it once, so that the same asked again after NotYetKnown is the same.
    """
    asked = read_recovery_code(code), name, password, fresh
    try:
        refusal = office.do(recover_administrator, *asked)
    except SavedUnheard:  # that it was so, or that the code was wrong
        refusal = None if office.ask(_is_in_force, fresh) else office.do(recover_administrator, *asked)
    if refusal is not None:
        raise refusal
    _open_key_file_by(office, fresh)
    return Recovered(clean_line(name, 40, "name"), fresh)


def has_code(session: Session) -> bool:
    """Whether a recovery code was ever made."""
    return session.scalars(select(RecoveryCode.id)).first() is not None


def _is_in_force(session: Session, code: str) -> bool:
    row = session.scalars(select(RecoveryCode)).one()
    try:
        return _hasher.verify(row.code_hash, code)
    except argon2.exceptions.VerifyMismatchError:
        return False


def make_recovery_code(session: Session, context: Context, code: str) -> None:
    """Puts this code in force instead of the one before."""
    put_code(session, code)
    context.subject = QT_TRANSLATE_NOOP("journal", "recovery code")


def put_code(session: Session, code: str) -> None:
    """Keeps the hash by which this code is known, and no other."""
    row = session.scalars(select(RecoveryCode)).first()
    if row is None:
        row = RecoveryCode(failures=0)
        session.add(row)
    row.code_hash = _hasher.hash(code)
    waits.lift(row)


def recover_administrator(
    session: Session, context: Context, code: str, name: str, password: str, fresh: str
) -> UserError | None:
    """Makes somebody an administrator for the code; a wrong one is returned, not raised, so that its count is kept."""
    who = clean_line(name, 40, "name")
    if not who:
        raise UserError(QT_TRANSLATE_NOOP("errors", "A name is needed."), field="name")
    hashed = hashed_password(password, who, office_name(session))
    row = session.scalars(select(RecoveryCode)).first()
    if row is None:
        raise UserError(QT_TRANSLATE_NOOP("errors", "No recovery code was ever made for this office."), field="code")
    left = waits.left(context, row)
    if left:
        context.already_done = True
        return UserError(
            QT_TRANSLATE_NOOP("errors", "Too many wrong codes: wait {seconds} seconds."),
            field="code",
            seconds=int(left.total_seconds()),
        )
    try:
        _hasher.verify(row.code_hash, code)
    except argon2.exceptions.VerifyMismatchError:
        waits.note_wrong(context, row)
        context.subject = QT_TRANSLATE_NOOP("journal", "wrong recovery code")
        return keys.wrong_code()
    staff = session.scalars(select(Staff).where(Staff.name == who)).first()
    if staff is None:
        staff = Staff(name=who, pinyin=sort_key(who, pinyin_table()), team="", created_at=context.now)
        session.add(staff)
    staff.role, staff.left_on = Role.ADMINISTRATOR, None
    session.flush()
    credential = session.get(Credential, staff.id)
    if credential is None:
        credential = Credential(staff_id=staff.id)
        session.add(credential)
    credential.password_hash, credential.must_change = hashed, False
    waits.lift(credential)
    put_code(session, fresh)
    context.subject = who
    return None


def _open_key_file_by(office: Office, code: str) -> None:
    """Lets an encrypted office's key file open with the code that is now in force."""
    if office.database.key is not None and office.database.path is not None:
        keys.change_code(keys.key_file(office.database.path), office.database.key, code)
