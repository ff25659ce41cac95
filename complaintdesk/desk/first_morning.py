# SPDX-License-Identifier: Apache-2.0
"""The first morning: an office founded with all that was told of it, or not at all."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from complaintdesk.db import keys
from complaintdesk.db.engine import Database
from complaintdesk.db.location import refuse_unsafe_location
from complaintdesk.db.schema import schema_version
from complaintdesk.db.server import names_a_server
from complaintdesk.desk import importing, office_profile, staffing
from complaintdesk.desk.drafts import PlaceDraft, StaffDraft
from complaintdesk.desk.founding import create_office
from complaintdesk.desk.households import place_key, place_label
from complaintdesk.desk.lost_answers import do_resumable
from complaintdesk.desk.office import Office, wall_clock
from complaintdesk.desk.password_rules import refuse_guessable
from complaintdesk.domain.building_pattern import BuildingPattern, doors, read_names
from complaintdesk.domain.procedure import Procedure
from complaintdesk.domain.terms import PlaceKind, Role
from complaintdesk.domain.texts import clean_line
from complaintdesk.errors import QT_TRANSLATE_NOOP, EnvironmentProblem, SavedUnheard, Told, UserError


@dataclass(frozen=True)
class FirstMorning:
    """All that is told of an office before it is founded."""

    location: str
    name: str
    admin: str
    password: str = field(repr=False)
    procedure_text: str
    address: str = ""
    complaint_phone: str = ""
    form_code: str = ""
    logo: str = ""
    places: tuple[PlaceDraft, ...] = ()
    staff: tuple[StaffDraft, ...] = ()
    passphrase: str | None = field(default=None, repr=False)


def begin(
    plan: FirstMorning,
    progress: Callable[[int, int], object] = lambda _done, _total: None,
    clock: Callable[[], datetime] = wall_clock,
) -> Office:
    """The office founded, its administrator signed in; `progress` hears how far it is, 0 of 0 at first.

    Raises UserError and EnvironmentProblem as the deeds do; then the file is not there, and on a server, which keeps
    what was done, the problem says so. What `progress` raises stops it in the same way.
    """
    steps = 1 + len(plan.staff) + -(-len(plan.places) // importing.BATCH)
    progress(0, 0)  # how long it takes to make the books nobody knows
    office = create_office(
        plan.location,
        name=plan.name,
        admin=plan.admin,
        password=plan.password,
        procedure_text=plan.procedure_text,
        form_code=plan.form_code,
        complaint_phone=plan.complaint_phone,
        passphrase=plan.passphrase,
        clock=clock,
    )
    try:
        _fill(office, plan, progress, steps)
    except BaseException as error:
        office.close()
        _take_back(plan.location, office, error)
        raise
    return office


def add_places(
    office: Office, places: Sequence[PlaceDraft], progress: Callable[[int, int], object] = lambda _done, _total: None
) -> importing.Imported:
    """Adds the places of a pattern as one run, 200 a deed; what is in the books already stays as it is."""
    digest = hashlib.sha256("\n".join(place_key(place) for place in places).encode()).hexdigest()
    run = do_resumable(office, importing.start_run, importing.PATTERN, digest, len(places))
    done = importing.Imported(0, 0)
    for at in range(0, len(places), importing.BATCH):
        progress(at, len(places))
        done += do_resumable(office, importing.add_households, run, places[at : at + importing.BATCH])
    return done


def households_of(patterns: Sequence[BuildingPattern]) -> tuple[PlaceDraft, ...]:
    """The households that the patterns make; raises UserError as `building_pattern.doors` does."""
    return tuple(
        PlaceDraft(PlaceKind.HOUSEHOLD, building=door.building, unit=door.unit, floor=door.floor, room=door.room)
        for door in doors(patterns)
    )


def labelled(kind: PlaceKind, text: str, name: str) -> tuple[PlaceDraft, ...]:
    """Shops, public areas or parking spaces from a list with ranges (商铺1-20, 会所); UserError beside `name`."""
    found = tuple(PlaceDraft(kind, label=label) for label in read_names(text, name))
    for place in found:
        clean_line(place_label(place), 80, name)
    return found


def refuse_location(location: str) -> None:
    """Raises UserError beside `location` where the books can't lie: on a network drive, in a synchronised folder,
    where a file is already."""
    path = Path(location)
    try:
        refuse_unsafe_location(path)
    except EnvironmentProblem as problem:
        raise UserError(problem.text, field="location", **problem.values) from problem
    if path.exists() or keys.key_file(path).exists():
        raise UserError(
            QT_TRANSLATE_NOOP("errors", "There is a file of this name already; choose another name or folder."),
            field="location",
        )


def office_on_server(url: str) -> bool:
    """Whether an office is in the database of a server that answers; EnvironmentProblem when it doesn't, UserError
    beside `server` for an address that is none."""
    if not names_a_server(url):
        raise UserError(
            QT_TRANSLATE_NOOP("errors", "A server's address begins with postgresql+psycopg://."), field="server"
        )
    with closing(Database(url)) as database, database.connection() as connection:
        return schema_version(connection) > 0


def refuse_staff(procedure: Procedure, office: str, admin: str, password: str, staff: Sequence[StaffDraft]) -> None:
    """Raises UserError beside `admin`, `password`, or `name.0`, `password.0` … of the rest."""
    name = clean_line(admin, 40, "admin")
    if not name:
        raise UserError(QT_TRANSLATE_NOOP("errors", "A name is needed."), field="admin")
    refuse_guessable(password, name, office)
    seen = {name}
    for at, each in enumerate(staff):
        name = clean_line(each.name, 40, f"name.{at}")
        if not name:
            raise UserError(QT_TRANSLATE_NOOP("errors", "A name is needed."), field=f"name.{at}")
        if name in seen:
            raise UserError(QT_TRANSLATE_NOOP("errors", "There is somebody of this name already."), field=f"name.{at}")
        seen.add(name)
        try:
            refuse_guessable(each.password, name, office)
        except UserError as error:
            raise UserError(error.text, field=f"password.{at}", **error.values) from error
        if each.team and all(team.id != each.team for team in procedure.teams):
            raise UserError(QT_TRANSLATE_NOOP("errors", "This team is no longer in use."), field=f"team.{at}")


def nobody_registers(staff: Sequence[StaffDraft]) -> bool:
    """Whether none of them may register a call: an administrator keeps the desk and doesn't sit at it."""
    return not any(each.role in (Role.CLERK, Role.SUPERVISOR, Role.OFFICE_HEAD) for each in staff)


def _fill(office: Office, plan: FirstMorning, progress: Callable[[int, int], object], steps: int) -> None:
    office.sign_in(clean_line(plan.admin, 40), plan.password)
    if plan.address or plan.logo:
        draft = office.ask(office_profile.profile)
        with suppress(SavedUnheard):
            office.do(office_profile.change, replace(draft, address=plan.address, logo=plan.logo))
    for done, each in enumerate(plan.staff, 1):
        progress(done, steps)
        with suppress(SavedUnheard):
            office.do(staffing.add, each)
    if plan.places:
        before = 1 + len(plan.staff)
        add_places(office, plan.places, lambda done, _all: progress(before + done // importing.BATCH, steps))


def _take_back(location: str, office: Office, error: BaseException) -> None:
    """Removes the file that was made a moment ago; of a server's office says that it is there."""
    path = office.database.path
    if path is not None:
        beside = [path.with_name(path.name + suffix) for suffix in ("-journal", "-wal", "-shm")]
        for each in (path, keys.key_file(path), *beside):
            with suppress(FileNotFoundError):
                each.unlink()
    elif isinstance(error, Told):
        raise EnvironmentProblem(
            QT_TRANSLATE_NOOP("errors", "The office is founded on the server, but not all was entered."),
            QT_TRANSLATE_NOOP("errors", "Open it by its address and enter the rest in the settings."),
            location=location,
        ) from error
