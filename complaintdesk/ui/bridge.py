# SPDX-License-Identifier: Apache-2.0
"""The Office as the window sees it: the same deeds and queries, and a signal when tables changed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, Signal, Slot

from complaintdesk.errors import Told
from complaintdesk.settings import SettingsFile
from complaintdesk.ui import background
from complaintdesk.ui.kept_forms import KeptForms

if TYPE_CHECKING:
    from complaintdesk.desk.office import Office
    from complaintdesk.desk.records import StaffRecord
    from complaintdesk.domain.procedure import Procedure

P = ParamSpec("P")
R = TypeVar("R")


class Bridge(QObject):
    """One office, one window: what every tab gets."""

    changed = Signal(object)  # frozenset of table names, once after each committing deed
    signed = Signal(object)  # the StaffRecord now sitting here, or None

    _written = Signal(object)

    def __init__(self, office: Office, settings: SettingsFile) -> None:
        super().__init__()
        # A worker's deed is told in the window's thread, through a slot of an object that lives there.
        self._written.connect(self._announce)
        self.office = office
        self.settings = settings
        self.forms = KeptForms(office.database.location)
        office.changed.append(self._written.emit)

    def do(self, deed: Callable[Concatenate[Any, Any, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Does a deed; raises UserError (beside the input), Conflict or EnvironmentProblem."""
        return self.office.do(deed, *args, **kwargs)

    def ask(self, query: Callable[Concatenate[Any, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """A short answer at once; what may take longer than a frame goes through `fetch`."""
        return self.office.ask(query, *args, **kwargs)

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

    def may(self, deed: Callable[..., Any]) -> bool:
        """Whether who sits here may do the deed: a button for one that may not is not shown."""
        return self.office.may(deed)

    def now(self) -> datetime:
        """The time, aware, UTC, whole seconds."""
        return self.office.now()

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
    def procedure(self) -> Procedure:
        """The rule book in force."""
        return self.office.procedure

    def sign_in(self, name: str, password: str) -> StaffRecord:
        """Signs in, remembers who for the next time; raises UserError."""
        staff = self.office.sign_in(name, password)
        self.settings.change(staff=staff.name)
        self.signed.emit(staff)
        return staff

    def sign_out(self) -> None:
        """Nobody sits here any more."""
        self.office.sign_out()
        self.signed.emit(None)

    def close(self) -> None:
        """Lets go of the office."""
        self.office.changed.clear()
        self.forms.close()
        self.office.close()

    @Slot(object)
    def _announce(self, tables: frozenset[str]) -> None:
        self.changed.emit(tables)
