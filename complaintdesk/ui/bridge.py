# SPDX-License-Identifier: Apache-2.0
"""The Office as the window sees it: the same deeds and queries, and a signal when tables changed."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from complaintdesk.errors import NotYetKnown, SavedUnheard, ServerGone, Told
from complaintdesk.settings import SettingsFile
from complaintdesk.ui import background
from complaintdesk.ui.kept_forms import KeptForms
from complaintdesk.ui.moments import moment_of
from complaintdesk.ui.search_fields import SearchFields
from complaintdesk.ui.waiting import done_elsewhere

if TYPE_CHECKING:
    from complaintdesk.desk.office import Office
    from complaintdesk.desk.records import StaffRecord
    from complaintdesk.desk.rule_books import RuleBooks
    from complaintdesk.domain.procedure import Procedure

P = ParamSpec("P")
R = TypeVar("R")

BETWEEN_LOOKS = 5_000  # ms between two looks at what other desks did, on a server


class Bridge(QObject):
    """One office, one window: what every tab gets."""

    changed = Signal(object)  # frozenset of table names, once after each committing deed
    signed = Signal(object)  # the StaffRecord now sitting here, or None; again when another desk changed it

    backed_up = Signal()  # in a worker: a good backup was made before many rows come in
    reachable = Signal(bool)  # the server is gone (False), or back (True)

    _written = Signal(object)
    _unreached = Signal()  # a question found the server gone

    def __init__(self, office: Office, settings: SettingsFile) -> None:
        super().__init__()
        # What a worker does or misses is told in the window's thread, through a slot of an object that lives there.
        self._written.connect(self._announce)
        self._unreached.connect(self._miss)
        self.office = office
        self.settings = settings
        self.forms = KeptForms(office.database.location, office.database.key)
        self.searches = SearchFields(self)
        office.changed.append(self._written.emit)
        self._sitting = office.staff  # as it was told last
        self._on_server = office.database.is_server
        self.gone = False  # the server, as far as is known; or the books are changing places, or closed
        self._looking = False
        self._missed = False  # the server was gone, and what was done meanwhile is not taken in yet
        self._unheard = 0  # looks one after the other that met something else than a server that is gone
        self._looks = QTimer(self, interval=BETWEEN_LOOKS)
        self._looks.timeout.connect(self._look)
        if self._on_server:
            self._looks.start()

    def do(self, deed: Callable[Concatenate[Any, Any, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Does a deed; raises UserError (beside the input), Conflict or EnvironmentProblem."""
        return self._saved(lambda: self.office.do(deed, *args, **kwargs))

    def note(self, deed: Callable[Concatenate[Any, Any, P], object], *args: P.args, **kwargs: P.kwargs) -> None:
        """Does a deed that nothing is asked of but to be saved: one whose answer was lost is done all the same."""
        with suppress(SavedUnheard):
            self.do(deed, *args, **kwargs)

    def ask(self, query: Callable[Concatenate[Any, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """A short answer at once; what may take longer than a frame goes through `fetch`.

        While the server is known to be gone, ServerGone is raised without waiting for it.
        """
        if self.gone:
            raise ServerGone
        try:
            return self.office.ask(query, *args, **kwargs)
        except ServerGone:
            self._unreached.emit()
            raise

    def fetch(
        self,
        owner: QObject,
        query: Callable[Concatenate[Any, ...], R],
        *args: Any,
        on_done: Callable[[R], object],
        on_error: Callable[[Told], object],
    ) -> background.Job:
        """A long answer, read in a worker by a session of its own."""
        return background.run(owner, lambda _progress: self.office.ask(query, *args), on_done, on_error)

    def alone(self, work: Callable[[], R]) -> R:
        """What the work gives, done in a worker while this window leaves the books alone, as if a server were gone."""
        background.wait_for_all()
        self.gone = True
        try:
            return done_elsewhere(work)
        finally:
            self.gone = False

    def may(self, deed: Callable[..., Any]) -> bool:
        """Whether who sits here may do the deed: a button for one that may not is not shown."""
        return self.office.may(deed)

    def now(self) -> datetime:
        """The time, aware, UTC, whole seconds."""
        return self.office.now()

    def shown_now(self) -> datetime:
        """The time that lists, panels and the clock go by, so that they all say the same (`moments`)."""
        return moment_of(self.now())

    def local(self, instant: datetime) -> datetime:
        """The instant in the office's zone."""
        return instant.astimezone(self.zone)

    @property
    def zone(self) -> ZoneInfo:
        """The office's zone."""
        return self.office.zone

    @property
    def staff(self) -> StaffRecord | None:
        """Who sits here."""
        return self.office.staff

    @property
    def books(self) -> RuleBooks:
        """The rule books that the office adopted, for queries."""
        return self.office.books

    @property
    def procedure(self) -> Procedure:
        """The rule book in force."""
        return self.office.procedure

    def sign_in(self, name: str, password: str) -> StaffRecord:
        """Signs in, remembers who for the next time; raises UserError."""
        staff = self._saved(lambda: self.office.sign_in(name, password))
        self.settings.change(staff=staff.name)
        self._sitting = staff
        self.signed.emit(staff)
        return staff

    def sign_out(self) -> None:
        """Nobody sits here any more, even where that can't be noted; EnvironmentProblem is raised then."""
        try:
            self._saved(self.office.sign_out)
        finally:
            self.signed.emit(None)

    def close(self) -> None:
        """Lets go of the office: whatever still stands on the screen asks nothing of it any more."""
        self.gone = True
        self._looks.stop()
        background.stop_all()  # a look under way would keep its connection
        self.office.changed.clear()
        self.forms.close()
        self.office.close()

    def _saved(self, work: Callable[[], R]) -> R:
        """What a single save gives: at once in a file; on a server, which may have to be waited for, in a worker."""
        if not self._on_server:
            return work()
        try:
            result = done_elsewhere(work)
        except (ServerGone, NotYetKnown):
            self._miss()
            raise
        except SavedUnheard:
            self._reach()
            raise
        self._reach()
        self._look()
        return result

    def _look(self) -> None:
        """Asks in a worker what other desks changed, unless that is being asked already."""
        if not self._looking:
            self._looking = True
            whole = self._missed
            looking = background.run(
                self,
                lambda _progress: self.office.news(whole=whole),
                lambda tables: self._hear(tables, whole=whole),
                self._not_heard,
            )
            looking.ended.connect(self._looked)

    @Slot()
    def _looked(self) -> None:
        self._looking = False

    def _hear(self, tables: frozenset[str], *, whole: bool) -> None:
        self._unheard = 0
        if whole:
            self._missed = False
        self._reach()
        if tables:
            self._announce(tables)

    def _not_heard(self, problem: Told) -> None:
        """Notes a server that is gone; what else keeps the office from being read is told, once, where it lasts."""
        if isinstance(problem, ServerGone):
            self._miss()
            return
        self._unheard += 1
        if self._unheard == 2:
            raise problem

    def _reach(self) -> None:
        """Notes that the server answers; the next look reads whatever could not be read meanwhile."""
        if self.gone:
            self.gone = False
            self.reachable.emit(True)

    @Slot()
    def _miss(self) -> None:
        """Notes that the server is gone; the next look that finds it again tells so."""
        self._missed = True
        if not self.gone:
            self.gone = True
            self.reachable.emit(False)

    @Slot(object)
    def _announce(self, tables: frozenset[str]) -> None:
        self.changed.emit(tables)
        before, self._sitting = self._sitting, self.staff
        if before is not None and self.staff is not None and before.id == self.staff.id and before != self.staff:
            self.signed.emit(self.staff)  # another role, say: what it may do is offered without signing in anew
