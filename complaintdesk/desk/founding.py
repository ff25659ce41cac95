# SPDX-License-Identifier: Apache-2.0
"""Founding an office: an empty database with its first administrator, rule book and calendar of working days."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import URL
from sqlalchemy.orm import Session

from complaintdesk import paths
from complaintdesk.db import keys, server_books
from complaintdesk.db.engine import Database
from complaintdesk.db.journal import GENESIS, Deed, lock_head, write_entry
from complaintdesk.db.journal_tables import JournalHead
from complaintdesk.db.many import add_many
from complaintdesk.db.schema import create_or_upgrade
from complaintdesk.db.tables import Credential, OfficeProfile, ProcedureVersion, Staff
from complaintdesk.desk.calendar_days import first_rows
from complaintdesk.desk.office import Office, open_office, wall_clock
from complaintdesk.desk.pinyin_table import pinyin_table
from complaintdesk.desk.staffing import hashed_password
from complaintdesk.domain.dates import civil_day
from complaintdesk.domain.pinyin import sort_key
from complaintdesk.domain.procedure import parse_procedure
from complaintdesk.domain.terms import Role
from complaintdesk.domain.texts import clean_line
from complaintdesk.errors import QT_TRANSLATE_NOOP, EnvironmentProblem, UserError

DEFAULT_ZONE = "Asia/Shanghai"


def shipped_procedure(name: str = "general") -> str:
    """The text of a rule book shipped as a template to adopt from."""
    return paths.shipped("resources", "procedures", f"{name}.toml").read_text(encoding="utf-8")


def create_office(
    location: str | Path,
    *,
    name: str,
    admin: str,
    password: str,
    procedure_text: str | None = None,
    zone: str = DEFAULT_ZONE,
    form_code: str = "",
    complaint_phone: str = "",
    desk: str = "",
    clock: Callable[[], datetime] = wall_clock,
    passphrase: str | None = None,
) -> Office:
    """A new office in a new database, opened; UserError beside a field, EnvironmentProblem where one is there.

    With a passphrase it is encrypted. On a disk the file appears under its name when it is whole, so that a founding
    that broke off is no obstacle.
    """
    office_name, admin_name = clean_line(name, 60), clean_line(admin, 40)
    if not office_name:
        raise UserError(QT_TRANSLATE_NOOP("errors", "The office needs a name."), field="office")
    if not admin_name:
        raise UserError(QT_TRANSLATE_NOOP("errors", "A name is needed."), field="admin")
    text = unicodedata.normalize("NFC", shipped_procedure() if procedure_text is None else procedure_text)
    parse_procedure(text)
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:  # the last for the name of a folder of zones
        raise UserError(QT_TRANSLATE_NOOP("errors", "No such time zone: {zone}."), field="zone", zone=zone) from error
    hashed = hashed_password(password, admin_name, office_name)
    if passphrase is not None:
        keys.chosen(passphrase)
    now = clock()
    profile = OfficeProfile(
        id=1,
        name=office_name,
        zone=zone,
        form_code=clean_line(form_code, 40),
        complaint_phone=clean_line(complaint_phone, 40),
        address="",
        logo="",
        attachments_folder="",
        built_in_bulk=False,
        created_at=now,
    )
    staff = Staff(
        name=admin_name,
        pinyin=sort_key(admin_name, pinyin_table()),
        role=Role.ADMINISTRATOR,
        team="",
        left_on=None,
        created_at=now,
    )
    with new_database(location, passphrase) as database:
        create_or_upgrade(database)
        with database.writing() as session:
            _found(session, profile, staff, hashed, text, desk)
    return open_office(location, desk=desk, clock=clock, key=database.key)  # to derive it again takes half a second


@contextmanager
def new_database(location: str | Path, passphrase: str | None) -> Iterator[Database]:
    """An empty database to be filled, a file under another name until then; EnvironmentProblem where one is there."""
    database = Database(str(location))
    path = database.path
    if path is None:
        if passphrase is not None:
            raise EnvironmentProblem(
                QT_TRANSLATE_NOOP("errors", "Books on a server can't be encrypted from here."),
                QT_TRANSLATE_NOOP("errors", "Have the server's own disk encrypted."),
            )
        with closing(database):
            with database.connection() as connection:
                if server_books.tables_there(connection):
                    raise already(database.engine.url)  # shown without its password
            try:
                yield database
            except BaseException:
                with database.connection(writing=True) as connection:
                    server_books.remove(connection)
                raise
        return
    for there in (path, keys.key_file(path)):  # a key without its database may be all that is left to open a backup
        if there.exists():
            raise already(there)
    key = None if passphrase is None else keys.OfficeKey.new()
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with TemporaryDirectory(dir=path.parent, prefix=".founding-") as folder:
            unfinished = Path(folder) / path.name
            unfinished.touch(mode=0o600)
            if key is not None and passphrase is not None:
                keys.lock_away(keys.key_file(unfinished), key, passphrase)
            building = Database(str(unfinished), key)
            try:
                yield building
            finally:
                building.close()
            if key is not None:
                keys.key_file(unfinished).rename(keys.key_file(path))
            unfinished.rename(path)
    except OSError as error:
        raise EnvironmentProblem(
            QT_TRANSLATE_NOOP("errors", "No database can be made at {path}: {reason}"),
            QT_TRANSLATE_NOOP("errors", "Choose a folder on this computer that you may write to."),
            path=str(path),
            reason=error.strerror or str(error.errno),
        ) from error


def _found(session: Session, profile: OfficeProfile, staff: Staff, hashed: str, text: str, desk: str) -> None:
    """Writes the first rows and the first entry of the journal."""
    session.add(JournalHead(id=1, seq=0, hash=GENESIS, latest_at=profile.created_at))
    session.flush()
    head = lock_head(session)
    now = profile.created_at
    session.add(profile)
    session.add(staff)
    session.flush()
    session.add(Credential(staff_id=staff.id, password_hash=hashed, failures=0, must_change=False))
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    session.add(ProcedureVersion(text=text, sha256=sha256, adopted_at=now, adopted_by=staff.id))
    days, years = first_rows(now, civil_day(now, ZoneInfo(profile.zone)), staff.id)
    add_many(session, days)
    add_many(session, years)
    write_entry(session, head, Deed("founding.create_office", now, now, staff.id, desk, profile.name, None))


def already(location: URL | Path) -> EnvironmentProblem:
    """What is said where something is in the way of new books."""
    return EnvironmentProblem(
        QT_TRANSLATE_NOOP("errors", "There is a file at {path} already; nothing was changed."),
        QT_TRANSLATE_NOOP("errors", "Give another place with --database."),
        path=str(location),
    )
