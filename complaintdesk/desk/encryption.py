# SPDX-License-Identifier: Apache-2.0
"""Encryption on and off for an office that is there: its books are copied whole, checked, and then change places."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Concatenate, ParamSpec

from sqlalchemy.orm import Session

from complaintdesk.db import keys
from complaintdesk.db.drafts_store import Drafts, drafts_of
from complaintdesk.db.engine import Database
from complaintdesk.db.erasing import copy_beside, take_place
from complaintdesk.db.keys import OfficeKey
from complaintdesk.db.rekeying import copied
from complaintdesk.desk import rights
from complaintdesk.desk.attachments import finish_sealing, go_over
from complaintdesk.desk.backup_files import sync
from complaintdesk.desk.context import Context
from complaintdesk.desk.office import Office
from complaintdesk.desk.recovery import put_code
from complaintdesk.domain.recovery_code import new_recovery_code
from complaintdesk.errors import QT_TRANSLATE_NOOP, EnvironmentProblem, SavedUnheard, UserError
from complaintdesk.safe_write import refusals_told

P = ParamSpec("P")


@dataclass(frozen=True)
class Switched:
    """Encryption is on or off now, whatever else was to be done."""

    code: str = ""  # a recovery code made with it
    unfinished: EnvironmentProblem | None = None  # what keeps the rest waiting until the office is opened the next time


def encrypt(office: Office, passphrase: str) -> Switched:
    """Encrypts an office's books and attachments; with its new recovery code, to be printed now.

    The plain file is written over once the encrypted one stands in its place. Killed at any moment, one of the two is
    there whole, and the next start finishes. Raises UserError (field `passphrase`), EnvironmentProblem while another
    window has the office open, for a server, and when the disk refuses; then nothing was changed.
    """
    rights.refuse(rights.deed_name(note_encrypted), office.staff.role if office.staff else None)
    path = _own_file(office)
    if office.database.key is not None:
        raise UserError(QT_TRANSLATE_NOOP("errors", "This office is encrypted already."))
    keys.chosen(passphrase)
    key, code, held = OfficeKey.new(), new_recovery_code(), keys.key_file(path)

    def lock_away() -> None:
        keys.lock_away(held, key, passphrase, code)

    def forget() -> None:
        held.unlink(missing_ok=True)

    _switch(office, key, lock_away, take_place, forget, note_encrypted, code)
    return Switched(code, _refused(path, lambda: finish_sealing(office.database, office.pool)))


def decrypt(office: Office, passphrase: str) -> Switched:
    """Makes an office's books, attachments and drafts plain again, for its passphrase or its recovery code.

    Raises as `encrypt`. The recovery code goes on being the way back to an administrator.
    """
    rights.refuse(rights.deed_name(note_decrypted), office.staff.role if office.staff else None)
    path, key, pool = _own_file(office), _proven(office, passphrase), office.pool
    assert pool is not None  # a file's office has one
    drafts = drafts_of(office.database.location)

    def rest_plain() -> None:  # before the books: the key goes with these
        with closing(Drafts(drafts, key)) as opened:
            opened.use_key(None)
        go_over(pool, key, sealed=False)

    def seal_again() -> None:
        Drafts(drafts, key).close()  # seals what it finds plain
        go_over(pool, key, sealed=True)

    _switch(office, None, rest_plain, Path.replace, seal_again, note_decrypted)
    return Switched(unfinished=_refused(path, lambda: finish_sealing(office.database, pool)))


def change_passphrase(office: Office, old: str, new: str) -> None:
    """Gives the office another passphrase, for the old one or the recovery code.

    Raises UserError beside `passphrase` (the old one), `code` or `new`.
    """
    rights.refuse(rights.deed_name(note_new_passphrase), office.staff.role if office.staff else None)
    path, key = _own_file(office), _proven(office, old)
    try:
        keys.change_passphrase(keys.key_file(path), key, new)
    except UserError as error:
        raise UserError(error.text, field="new", **error.values) from error
    with suppress(SavedUnheard):
        office.do(note_new_passphrase)


def note_encrypted(session: Session, context: Context, code: str) -> None:
    """Notes that these books are encrypted from now on, with the recovery code made for them."""
    put_code(session, code)
    context.subject = QT_TRANSLATE_NOOP("journal", "encryption on")


def note_decrypted(_session: Session, context: Context) -> None:
    """Notes that these books are plain from now on."""
    context.subject = QT_TRANSLATE_NOOP("journal", "encryption off")


def note_new_passphrase(_session: Session, context: Context) -> None:
    """Notes that the office opens with another passphrase from now on."""
    context.subject = QT_TRANSLATE_NOOP("journal", "passphrase changed")


def _own_file(office: Office) -> Path:
    if office.database.path is None:
        raise EnvironmentProblem(
            QT_TRANSLATE_NOOP("errors", "Books on a server can't be encrypted from here."),
            QT_TRANSLATE_NOOP("errors", "Have the server's own disk encrypted."),
        )
    return office.database.path


def _proven(office: Office, secret: str) -> OfficeKey:
    """The office's key, for whoever knows its passphrase or recovery code too."""
    if office.database.key is None:
        raise UserError(QT_TRANSLATE_NOOP("errors", "This office is not encrypted."))
    return keys.unlock(keys.key_file(_own_file(office)), secret)


def _switch(
    office: Office,
    key: OfficeKey | None,
    meanwhile: Callable[[], object],
    take: Callable[[Path, Path], object],
    undo: Callable[[], object],
    note: Callable[Concatenate[Session, Context, P], None],
    *args: P.args,
    **kwargs: P.kwargs,
) -> None:
    """Puts a whole copy of the books, under another key or none, in their place, with the deed noted in it.

    It was checked; `meanwhile` is done then, while nobody else is in the books, before the copy `take`s their place.
    Where it takes no place, what `meanwhile` did is `undo`ne before anybody else gets in, who may switch them too.
    """
    path = _own_file(office)
    copy = copy_beside(path)
    office.database.close()
    with refusals_told(path), copied(path, office.database.key, key) as (database, let_go):
        there = Office(database, desk=office.desk, clock=office.now)
        there.staff = office.staff
        with suppress(SavedUnheard):
            there.do(note, *args, **kwargs)
        database.close()
        sync(copy)
        try:
            meanwhile()
            if os.name == "nt":  # it replaces no open file; who opens them now keeps the copy from their place
                let_go()
            take(copy, path)
        except BaseException:
            if copy.exists():
                undo()
            raise
    office.database = Database(str(path), key)


def _refused(path: Path, rest: Callable[[], object]) -> EnvironmentProblem | None:
    """What the disk refuses of the rest of a switch, which can wait."""
    try:
        with refusals_told(path):
            rest()
    except EnvironmentProblem as problem:
        return problem
    return None
