# SPDX-License-Identifier: Apache-2.0
"""Encryption on and off for an office that is there: its books are copied whole, checked, and then change places."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any, Concatenate, ParamSpec

import sqlcipher3.dbapi2 as sqlite
from sqlalchemy.orm import Session

from complaintdesk.db import keys
from complaintdesk.db.engine import Database, give_key, told_in_words
from complaintdesk.db.erasing import copy_beside, erase_copy, take_place
from complaintdesk.db.keys import OfficeKey
from complaintdesk.db.schema import refuse_unfit
from complaintdesk.desk import rights
from complaintdesk.desk.attachments import finish_sealing, go_over
from complaintdesk.desk.backup_files import sync
from complaintdesk.desk.context import Context
from complaintdesk.desk.office import Office
from complaintdesk.desk.recovery import put_code
from complaintdesk.domain.recovery_code import new_recovery_code
from complaintdesk.errors import QT_TRANSLATE_NOOP, EnvironmentProblem, UserError
from complaintdesk.safe_write import refusals_told

P = ParamSpec("P")


def encrypt(office: Office, passphrase: str) -> str:
    """Encrypts an office's books and attachments; its new recovery code, to be printed now.

    The plain file is written over once the encrypted one stands in its place. Killed at any moment, one of the two is
    there whole, and the next start finishes. Raises UserError (field `passphrase`), EnvironmentProblem while another
    window has the office open, for a server, and when the disk refuses; then nothing was changed.
    """
    rights.refuse(rights.deed_name(note_encrypted), office.staff.role if office.staff else None)
    path = _own_file(office)
    if office.database.key is not None:
        raise UserError(QT_TRANSLATE_NOOP("errors", "This office is encrypted already."))
    key, code = OfficeKey.new(), new_recovery_code()
    keys.lock_away(keys.key_file(path), key, passphrase, code)
    with refusals_told(path):
        take_place(_copied(office, key, note_encrypted, code), path)
    office.database = Database(str(path), key)
    finish_sealing(office.database, office.pool)
    return code


def decrypt(office: Office, passphrase: str) -> None:
    """Makes an office's books and attachments plain again, for its passphrase or its recovery code.

    Raises as `encrypt`. The recovery code goes on being the way back to an administrator.
    """
    rights.refuse(rights.deed_name(note_decrypted), office.staff.role if office.staff else None)
    path, key = _own_file(office), _proven(office, passphrase)
    if office.pool is not None:
        go_over(office.pool, key, sealed=False)
    with refusals_told(path):
        _copied(office, None, note_decrypted).replace(path)
        keys.key_file(path).unlink()
    office.database = Database(str(path))


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


def _copied(
    office: Office,
    key: OfficeKey | None,
    note: Callable[Concatenate[Session, Context, P], None],
    *args: P.args,
    **kwargs: P.kwargs,
) -> Path:
    """A whole copy of the books under another key or none, beside them, with the deed noted in it; it was checked."""
    path = _own_file(office)
    copy = copy_beside(path)
    office.database.close()
    erase_copy(path)
    copy.touch(mode=0o600)
    try:
        with told_in_words(), closing(sqlite.connect(str(path), timeout=0, isolation_level=None)) as connection:
            give_key(connection, office.database.key)
            _export(connection, copy, key)
            database = Database(str(copy), key)
            try:
                refuse_unfit(database)
                with database.connection() as looked_at:
                    if looked_at.exec_driver_sql("PRAGMA integrity_check").scalar() != "ok":
                        raise _unlike()
                there = Office(database, desk=office.desk, clock=office.now)
                there.staff = office.staff
                there.do(note, *args, **kwargs)
            finally:
                database.close()
            sync(copy)
            # Its log goes into the file: left behind, it would be taken for the log of the file that takes its place.
            connection.execute("PRAGMA journal_mode = DELETE")
    except BaseException:
        erase_copy(path)
        raise
    return copy


def _export(connection: Any, copy: Path, key: OfficeKey | None) -> None:
    """Copies all that is in the file and compares it row by row; it stays locked until the connection closes."""
    under = '""' if key is None else key.pragma()
    connection.execute("PRAGMA locking_mode = EXCLUSIVE")
    try:
        connection.execute(f"ATTACH DATABASE ? AS copy KEY {under}", (str(copy),))
        connection.execute("BEGIN EXCLUSIVE")
    except sqlite.OperationalError as error:
        if "locked" not in str(error):
            raise
        raise EnvironmentProblem(
            QT_TRANSLATE_NOOP("errors", "The database is open in another window or at another desk."),
            QT_TRANSLATE_NOOP("errors", "Close it there, then try again; nothing was changed."),
        ) from error
    connection.execute("SELECT sqlcipher_export('copy')")
    tables = connection.execute("SELECT name FROM main.sqlite_master WHERE type = 'table' AND rootpage > 0")
    if not all(_same(connection, name) for (name,) in tables.fetchall()):
        raise _unlike()
    connection.execute("COMMIT")
    connection.execute("DETACH DATABASE copy")


def _same(connection: Any, table: str) -> bool:
    """Whether the copy's table holds the same rows."""
    quoted = '"' + table.replace('"', '""') + '"'
    here, there = (
        connection.execute(f"SELECT count(*) FROM {schema}.{quoted}").fetchone()  # noqa: S608 - names from the file
        for schema in ("main", "copy")
    )
    missing = f"SELECT 1 FROM (SELECT * FROM main.{quoted} EXCEPT SELECT * FROM copy.{quoted}) LIMIT 1"  # noqa: S608
    return bool(here == there and connection.execute(missing).fetchone() is None)


def _unlike() -> EnvironmentProblem:
    return EnvironmentProblem(
        QT_TRANSLATE_NOOP("errors", "The copy of the books is not like the books: nothing was changed."),
        QT_TRANSLATE_NOOP("errors", "Check the disk, then run `complaintdesk check` and try again."),
    )
