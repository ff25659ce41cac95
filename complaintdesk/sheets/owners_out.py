# SPDX-License-Identifier: Apache-2.0
"""Owners' records, phones and regulations read, noted as going out (R-OWN-06) and written: by a window or a command."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from complaintdesk.desk import directory, exports, regulations
from complaintdesk.desk.household_book import household_book
from complaintdesk.desk.importing import Tell
from complaintdesk.desk.office import Office
from complaintdesk.errors import SavedUnheard
from complaintdesk.sheets.directory_out import write_outside_numbers, write_regulations, write_residents
from complaintdesk.sheets.households_out import write_households

HOUSEHOLDS, PHONES = "households", "phone_register"  # as the list of who saw whom names them


def export_households(office: Office, path: Path, reason: str, tell: Tell) -> int:
    """How many households, with their people, documents, vehicles, pets and works, were written.

    Raises MissingFields without a reason, UserError for who may not, EnvironmentProblem when the disk refuses; what is
    to be written is noted first. `tell(done, total)` hears how far the reading is, and what it raises ends it.
    """
    places = office.ask(household_book, tell)
    _note(office, exports.note_owners, HOUSEHOLDS, sum(len(place.people) for place in places), reason)
    return write_households(path, places, office_name=office.record.name)


def export_residents(office: Office, path: Path, reason: str) -> int:
    """How many residents' numbers, whole ones, were written; raises as `export_households`."""
    today = office.now().astimezone(office.zone).date()
    lines = office.ask(directory.resident_sheet, today).lines
    _note(office, exports.note_owners, PHONES, len({line.occupant_id for line in lines}), reason)
    return write_residents(path, lines, office_name=office.record.name)


def export_outside_numbers(office: Office, path: Path) -> int:
    """How many outside numbers were written; raises EnvironmentProblem when the disk refuses."""
    lines = office.ask(directory.outside_sheet).lines
    _note(office, exports.note_export, "outside_numbers", len(lines))
    return write_outside_numbers(path, lines, office_name=office.record.name)


def export_regulations(office: Office, path: Path) -> int:
    """How many regulations were written with their words; raises EnvironmentProblem when the disk refuses."""
    records = office.ask(lambda session: regulations.regulation_records(session, regulations.regulation_ids(session)))
    _note(office, exports.note_export, "regulations", len(records))
    return write_regulations(path, records, office_name=office.record.name)


def _note(office: Office, deed: Callable[..., None], kind: str, count: int, *reason: str) -> None:
    with suppress(SavedUnheard):  # noted all the same
        office.do(deed, kind, count, *reason)
