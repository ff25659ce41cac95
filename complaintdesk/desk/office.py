# SPDX-License-Identifier: Apache-2.0
"""The one object that every screen gets: does deeds, one transaction each, answers queries, tells what changed."""

from __future__ import annotations

import platform
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from complaintdesk.db.engine import Database
from complaintdesk.db.journal import Deed, Journalling, lock_head, write_entry
from complaintdesk.db.journal_tables import JournalEntry
from complaintdesk.db.schema import refuse_foreign, refuse_unfit
from complaintdesk.db.tables import OfficeProfile, ProcedureVersion
from complaintdesk.desk import rights, staffing
from complaintdesk.desk.clock import CLOCKLESS, refuse_wrong_clock
from complaintdesk.desk.context import Context
from complaintdesk.desk.records import OfficeRecord, StaffRecord
from complaintdesk.domain.procedure import Procedure, parse_procedure
from complaintdesk.errors import QT_TRANSLATE_NOOP, EnvironmentProblem

P = ParamSpec("P")
R = TypeVar("R")


def wall_clock() -> datetime:
    """The machine's time in whole seconds, UTC."""
    return datetime.now(UTC).replace(microsecond=0)


class Office:
    """An office's open database, with who sits at this desk."""

    def __init__(self, database: Database, *, desk: str, clock: Callable[[], datetime]) -> None:
        """Reads the office's name and rule book; `database` must be fit (`schema.refuse_unfit`)."""
        self.database = database
        self.desk = desk
        self.staff: StaffRecord | None = None
        self.changed: list[Callable[[frozenset[str]], None]] = []
        self._clock = clock
        self._procedures: dict[int, Procedure] = {}
        self.reload()

    def reload(self) -> None:
        """Reads the office's row and the rule book in force again."""
        with self.database.reading() as session:
            profile = session.scalars(select(OfficeProfile)).one()
            version = session.scalars(select(ProcedureVersion).order_by(ProcedureVersion.id.desc()).limit(1)).one()
            self.zone = ZoneInfo(profile.zone)
            self.procedure_id = version.id
            self.procedure = self.procedure_of(session, version.id)
            self.record = OfficeRecord(
                name=profile.name,
                zone=profile.zone,
                form_code=profile.form_code,
                complaint_phone=profile.complaint_phone,
                procedure_name=self.procedure.name,
                procedure_version=version.id,
            )

    @property
    def pool(self) -> Path | None:
        """The folder of the attachments, beside the database; None on a server, which keeps none yet."""
        return _pool_of(self.database)

    def now(self) -> datetime:
        """The time, aware, UTC, whole seconds."""
        return self._clock()

    def procedure_of(self, session: Session, version_id: int | None) -> Procedure:
        """The rule book that a case came in under; the one in force for a case without (history)."""
        wanted = self.procedure_id if version_id is None else version_id
        if wanted not in self._procedures:
            text = session.scalars(select(ProcedureVersion.text).where(ProcedureVersion.id == wanted)).one()
            self._procedures[wanted] = parse_procedure(text)
        return self._procedures[wanted]

    def may(self, deed: Callable[..., Any]) -> bool:
        """Whether who sits here may do this deed."""
        return self.staff is not None and rights.may(rights.deed_name(deed), self.staff.role)

    def do(self, deed: Callable[Concatenate[Session, Context, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Does a deed in one transaction, journalled; on any error nothing is written."""
        name = rights.deed_name(deed)
        rights.refuse(name, self.staff.role if self.staff else None)
        token = getattr(args[0], "token", None) if args else None
        try:
            return self._write(name, token, deed, *args, **kwargs)
        except EnvironmentProblem:
            # What was refused may have been committed all the same: the token decides (已保存 or 未保存).
            if token is None or not self._was_written(token):
                raise
            return self._write(name, token, deed, *args, **kwargs)

    def _was_written(self, token: str) -> bool:
        """Whether the journal holds a deed under this token, looked up on a new connection."""
        self.database.engine.dispose()
        with self.database.reading() as session:
            return session.scalars(select(JournalEntry.seq).where(JournalEntry.token == token)).first() is not None

    def _write(
        self,
        name: str,
        token: str | None,
        deed: Callable[Concatenate[Session, Context, P], R],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> R:
        tables: frozenset[str] = frozenset()
        with self.database.writing() as session:
            head = lock_head(session)
            context = self._context(session, token)
            if name not in CLOCKLESS:
                refuse_wrong_clock(head.latest_at.astimezone(self.zone), context.now)
            result = deed(session, context, *args, **kwargs)
            if not context.already_done:
                session.flush()
                journalling: Journalling = session.info["journalling"]
                tables = journalling.tables
                happened_at = context.happened_at or context.now
                entry = Deed(
                    name=name,
                    recorded_at=context.now,
                    happened_at=happened_at,
                    staff=context.staff_id,
                    desk=self.desk,
                    subject=context.subject,
                    token=token,
                    checked_clock=name not in CLOCKLESS,
                    confirms_clock=context.confirms_clock,
                )
                write_entry(session, head, entry)
        for listener in list(self.changed):
            if tables:
                listener(tables)
        return result

    def _context(self, session: Session, token: str | None) -> Context:
        now = self.now()
        if self.database.is_server:
            now = session.scalars(select(func.clock_timestamp())).one().astimezone(UTC).replace(microsecond=0)
        return Context(
            now=now,
            staff=self.staff,
            desk=self.desk,
            token=token,
            zone=self.zone,
            procedure=self.procedure,
            procedure_id=self.procedure_id,
            procedure_of=self.procedure_of,
            pool=self.pool,
        )

    def ask(self, query: Callable[Concatenate[Session, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """The answer of a query, from one read-only transaction."""
        with self.database.reading() as session:
            return query(session, *args, **kwargs)

    def sign_in(self, name: str, password: str) -> StaffRecord:
        """Signs a member of staff in; raises UserError beside the password, and locks for a while after failures.

        Who sits here stays signed in until the new one is.
        """
        known = self.ask(staffing.staff_named, name, self.procedure)
        before, self.staff = self.staff, known
        try:
            refusal = self._write("staffing.note_sign_in", None, staffing.note_sign_in, known.id, password)
        except BaseException:
            self.staff = before
            raise
        if refusal is not None:
            self.staff = before
            raise refusal
        return known

    def sign_out(self) -> None:
        """Nobody sits here any more."""
        if self.staff is not None:
            self.do(staffing.note_sign_out)
            self.staff = None

    def close(self) -> None:
        """Lets go of the database."""
        self.database.close()


def open_office(
    location: str | Path,
    *,
    desk: str = "",
    clock: Callable[[], datetime] = wall_clock,
    passphrase: str | None = None,
) -> Office:
    """The office in this database; raises EnvironmentProblem when there is none, or it can't be used safely."""
    database = _there(location, passphrase)
    try:
        refuse_unfit(database)
        return Office(database, desk=desk or platform.node(), clock=clock)
    except BaseException:
        database.engine.dispose()
        raise


def open_books(location: str | Path) -> tuple[Database, Path | None]:
    """The database and its attachments' folder for `check`, which also looks at what no office could be opened on.

    Raises EnvironmentProblem when there is no database, or none of the desk's.
    """
    database = _there(location)
    try:
        refuse_foreign(database)
    except BaseException:
        database.engine.dispose()
        raise
    return database, _pool_of(database)


def _there(location: str | Path, passphrase: str | None = None) -> Database:
    """The database at this place; raises EnvironmentProblem when there is no such file."""
    database = Database(str(location), passphrase)
    if database.path is not None and not database.path.exists():
        raise EnvironmentProblem(
            QT_TRANSLATE_NOOP("errors", "There is no database at {path}."),
            QT_TRANSLATE_NOOP(
                "errors", "Found an office with `complaintdesk init`, or see the demo with `complaintdesk demo`."
            ),
            path=str(location),
        )
    return database


def _pool_of(database: Database) -> Path | None:
    """The folder of the attachments, beside the database; None on a server, which keeps none yet."""
    path = database.path
    return None if path is None else path.with_name(path.stem + "-attachments")
