# SPDX-License-Identifier: Apache-2.0
"""The one object that every screen gets: does deeds, one transaction each, answers queries, tells what changed."""

from __future__ import annotations

import logging
import platform
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from time import monotonic
from typing import Any, Concatenate, ParamSpec, TypeVar, cast
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaintdesk.db import journal, keys
from complaintdesk.db.engine import Database
from complaintdesk.db.journal import Deed, Journalling, lock_head, write_entry
from complaintdesk.db.journal_tables import JournalEntry
from complaintdesk.db.reader import Records
from complaintdesk.db.schema import refuse_foreign, refuse_unfit
from complaintdesk.db.tables import OfficeProfile, tracked
from complaintdesk.desk import forms, rights, staffing, unheard
from complaintdesk.desk.attachments import finish_sealing, pool_in, pool_of
from complaintdesk.desk.clock import CLOCKLESS, refuse_wrong_clock, servers_time
from complaintdesk.desk.context import Context
from complaintdesk.desk.damage import told_as_damage
from complaintdesk.desk.indexing import index_changed
from complaintdesk.desk.lost_answers import LostAnswers
from complaintdesk.desk.moved import STAY, refuse_moved
from complaintdesk.desk.passphrases import key_for
from complaintdesk.desk.readers import Readers
from complaintdesk.desk.records import OfficeRecord, StaffRecord
from complaintdesk.desk.rule_books import RuleBooks
from complaintdesk.desk.upgrading import upgrade_older
from complaintdesk.desk.workdays import Calendars
from complaintdesk.domain.procedure import Procedure
from complaintdesk.domain.workdays import Calendar
from complaintdesk.errors import QT_TRANSLATE_NOOP, EnvironmentProblem, NotYetKnown, SavedUnheard

_log = logging.getLogger(__name__)

P = ParamSpec("P")
R = TypeVar("R")

KNOWN_HERE = frozenset({"office", "procedure_version", "form_version"})  # tables that `Office.reload` reads


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
        # A server's clock goes for all its desks; a clock that was passed in stands for both.
        self._servers_clock = database.is_server and clock is wall_clock
        self._ahead = timedelta(0)  # of the machine's clock: the server's
        self._calendars = Calendars()
        self._lost = LostAnswers()
        # A clock that was passed in runs as it is told.
        uptime = monotonic if clock is wall_clock else lambda: clock().timestamp()
        self._uptime = None if self._servers_clock else uptime
        self._readers = Readers(shared=database.is_server)
        self.reload()
        self._seen = self.ask(journal.head_seq)

    def reload(self) -> None:
        """Reads the office's row and the rule book in force again; raises Damaged where they are none any more."""
        with told_as_damage(self.database), self.database.reading() as session:
            self._now(session)
            profile = session.scalars(select(OfficeProfile)).one()
            zone, books = ZoneInfo(profile.zone), RuleBooks(session)
            # All of it from here on, or none.
            self.zone, self.books = zone, books
            self._attachments_folder = profile.attachments_folder
            self.record = OfficeRecord(
                name=profile.name,
                zone=profile.zone,
                form_code=profile.form_code,
                complaint_phone=profile.complaint_phone,
                procedure_name=books.in_force.name,
                procedure_version=books.in_force_id,
                address=profile.address,
                logo=profile.logo,
                codes=tuple((form.id, form.code) for form in books.in_force.course.forms if form.code),
                own_forms=forms.own_texts(session),
            )

    @property
    def pool(self) -> Path | None:
        """The folder of the attachments: beside the database; of a server's office as it was set, None until then."""
        return pool_of(self.database, self._attachments_folder)

    @property
    def tables(self) -> frozenset[str]:
        """Names of all tables that deeds change."""
        return frozenset(table.name for table in JournalEntry.metadata.sorted_tables if tracked(table))

    def now(self) -> datetime:
        """The time, aware, UTC, whole seconds; of a server's office by the server's clock."""
        return self._clock() + self._ahead

    @property
    def procedure(self) -> Procedure:
        """The rule book in force: what new things go by; of a case see `procedure_of`."""
        return self.books.in_force

    def procedure_of(self, session: Session, version_id: int | None) -> Procedure:
        """The rule book that a case came in under; the one in force for a case without (history)."""
        return self.books.of(session, version_id)

    def calendar_of(self, session: Session, state: int | None = None) -> Calendar:
        """The office's calendar of working days, or as it stood at a state that a limit was planned with."""
        return self._calendars.calendar(session, state)

    def may(self, deed: Callable[..., Any]) -> bool:
        """Whether who sits here may do this deed."""
        return self.staff is not None and rights.may(rights.deed_name(deed), self.staff.role)

    def sees(self, records: Records) -> bool:
        """Whether these records are open to who sits here."""
        return self.staff is not None and self.staff.role in rights.READS[records]

    def do(self, deed: Callable[Concatenate[Session, Context, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Does a deed in one transaction, journalled; on any error nothing is written, but for SavedUnheard.

        What it gave is read in the books where its answer was lost, if they tell (`unheard`). After NotYetKnown nobody
        knows: the same asked again is looked up first, and not done twice.
        """
        name = rights.deed_name(deed)
        here = self.staff is not None and self.staff.left_on is None  # noted at another desk, say
        rights.refuse(name, self.staff.role if self.staff is not None and here else None)
        drafted = getattr(args[0], "token", None) if args else None
        if drafted is None:
            return self._do_once(name, deed, *args, **kwargs)
        try:
            return self._write(name, drafted, deed, *args, **kwargs)
        except SavedUnheard:
            return self._write(name, drafted, deed, *args, **kwargs)  # finds what it did under its token

    def _do_once(
        self, name: str, deed: Callable[Concatenate[Session, Context, P], R], *args: P.args, **kwargs: P.kwargs
    ) -> R:
        """Does what was not drafted under a token of its own; the same asked again after a lost answer keeps it.

        Raises SavedUnheard where it is in the books, but not what it gave; NotYetKnown while that can't be looked up.
        """
        with self._lost.asking(self.staff.id if self.staff else None, deed, args, kwargs) as (token, again):
            try:
                if again:
                    self._refuse_written(token)
                return self._write(name, token, deed, *args, **kwargs)
            except SavedUnheard:
                return cast(R, self._read_again(name, token))

    def _read_again(self, name: str, token: str) -> Any:
        """What a deed gave that is in the books under this token; raises as `_do_once`."""
        try:
            return self.ask(unheard.result_of, name, token)
        except SavedUnheard:
            raise
        except EnvironmentProblem as problem:
            raise NotYetKnown from problem

    def _refuse_written(self, token: str) -> None:
        """Raises SavedUnheard where the journal holds a deed under this token, NotYetKnown where nobody can tell."""
        if not self.database.is_server:  # whose connections are tried before each use
            self.database.engine.dispose()  # a new connection: the old one may be what failed
        try:
            written = self.ask(journal.holds, token)
            if written:
                self._tell(self.news())
        except EnvironmentProblem as problem:
            raise NotYetKnown from problem
        if written:
            raise SavedUnheard

    def _write(
        self,
        name: str,
        token: str | None,
        deed: Callable[Concatenate[Session, Context, P], R],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> R:
        tables: frozenset[str] = frozenset()
        seq, committing = 0, False
        try:
            with self.database.writing() as session:
                head = lock_head(session)
                if name != STAY:
                    refuse_moved(session)
                context = self._context(session, token)
                if name not in CLOCKLESS:
                    refuse_wrong_clock(head.latest_at.astimezone(self.zone), context.now)
                result = deed(session, context, *args, **kwargs)
                if not context.already_done:
                    session.flush()
                    journalling: Journalling = session.info["journalling"]
                    index_changed(session, journalling.changes, context.books)
                    tables = journalling.tables
                    entry = Deed(
                        name=name,
                        recorded_at=context.now,
                        happened_at=context.happened_at or context.now,
                        staff=context.staff_id,
                        desk=self.desk,
                        subject=context.subject,
                        token=token,
                        checked_clock=name not in CLOCKLESS,
                        confirms_clock=context.confirms_clock,
                    )
                    seq = write_entry(session, head, entry)
                committing = True
            self._tell(tables)
            if seq == self._seen + 1:  # else another desk wrote between, and `news` tells of both
                self._seen = seq
        except EnvironmentProblem:
            if token is not None and committing:
                self._refuse_written(token)
            raise
        return result

    def _tell(self, tables: frozenset[str]) -> None:
        self._take_in(tables)
        for listener in list(self.changed):
            if tables:
                listener(tables)

    def news(self, *, whole: bool = False) -> frozenset[str]:
        """Names of the tables that other desks changed since this was last asked; what this office knows is renewed.

        `whole`: of all tables, as after a time without the server, whose books may have been replaced meanwhile.
        """
        seq = self.ask(journal.head_seq)
        if seq == self._seen and not whole:
            return frozenset()
        if whole:
            self._calendars.forget()
        tables = self.tables if whole else self.ask(journal.changed_tables, self._seen)
        self._take_in(tables)
        self._seen = seq  # last: what could not be read is read the next time
        return tables

    def _take_in(self, tables: frozenset[str]) -> None:
        """Reads again what this object holds of the changed tables."""
        self._readers.forget(tables)
        if tables & KNOWN_HERE:
            self.reload()
        if self.staff is not None and tables & {"staff", "procedure_version"}:
            today = self.now().astimezone(self.zone).date()
            self.staff = self.ask(staffing.known_now, self.staff, self.books, today)

    def _context(self, session: Session, token: str | None) -> Context:
        return Context(
            now=self._now(session),
            staff=self.staff,
            desk=self.desk,
            token=token,
            zone=self.zone,
            books=self.books,
            calendar_of=self.calendar_of,
            pool=pool_in(session, self.database),
            key=self.database.key,
            uptime=self._uptime,
        )

    def _now(self, session: Session) -> datetime:
        """The time; a server is asked for it, and how far this machine's clock is from it is remembered."""
        if self._servers_clock:
            self._ahead = servers_time(session) - self._clock()
        return self.now()

    def ask(self, query: Callable[Concatenate[Session, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """The answer of a query, from one read-only transaction that shows what whoever sits here may see."""
        with self.database.reading() as session:
            if self.staff is not None:
                self._readers.read(session, self.staff)
            return query(session, *args, **kwargs)

    def sign_in(self, name: str, password: str) -> StaffRecord:
        """Signs a member of staff in; raises UserError beside the password, and locks for a while after failures.

        Who sits here stays signed in until the new one is.
        """
        known = self.ask(staffing.staff_named, name, self.books)
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
        """Nobody sits here any more, even where that can't be noted; EnvironmentProblem is raised then."""
        if self.staff is not None:
            try:
                self._write("staffing.note_sign_out", None, staffing.note_sign_out)
            finally:
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
    key: keys.OfficeKey | None = None,
    moved: bool = False,
) -> Office:
    """The office in this database; an encrypted one for its passphrase, its recovery code, or the key they give.

    An older one is upgraded.

    Raises UserError when that is wrong, EnvironmentProblem when there is no office, or it can't be used safely, or it
    was moved away and isn't asked for all the same (`moved`); Damaged when it can't be read as it was written.
    """
    database = _there(location, passphrase, key)
    try:
        with told_as_damage(database):
            refuse_foreign(database)
        upgrade_older(database, partial(pool_of, database), clock)
        with told_as_damage(database):
            refuse_unfit(database)
            if not moved:
                with database.reading() as session:
                    refuse_moved(session)
            office = Office(database, desk=desk or platform.node(), clock=clock)
        try:
            finish_sealing(database, office.pool)
        except EnvironmentProblem as problem:  # the next start goes on with it: an office is opened all the same
            _log.warning("the rest of a change of encryption waits: %s", problem)
        return office
    except BaseException:
        database.engine.dispose()
        raise


def open_books(location: str | Path, passphrase: str | None = None) -> tuple[Database, Path | None]:
    """The database and its attachments' folder for `check`, which also looks at what no office could be opened on.

    Raises EnvironmentProblem when there is no database, or none of the desk's, UserError for a wrong passphrase.
    """
    database = _there(location, passphrase)
    try:
        upgrade_older(database, partial(pool_of, database), wall_clock)
        refuse_foreign(database)
    except BaseException:
        database.engine.dispose()
        raise
    with database.reading() as session:
        return database, pool_in(session, database)


def _there(location: str | Path, passphrase: str | None = None, key: keys.OfficeKey | None = None) -> Database:
    """The database at this place; raises EnvironmentProblem when there is no such file, UserError as `key_for`."""
    database = Database(str(location), key or key_for(location, passphrase))
    if database.path is not None and not database.path.exists():
        raise EnvironmentProblem(
            QT_TRANSLATE_NOOP("errors", "There is no database at {path}."),
            QT_TRANSLATE_NOOP(
                "errors", "Found an office with `complaintdesk init`, or see the demo with `complaintdesk demo`."
            ),
            path=str(location),
        )
    return database
