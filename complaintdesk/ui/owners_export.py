# SPDX-License-Identifier: Apache-2.0
"""Owners' records and the phone lists as workbooks: why is asked first, and stands in who saw whom (R-OWN-06)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from complaintdesk.desk import directory, exports, regulations
from complaintdesk.desk.household_book import household_book
from complaintdesk.labels import translate
from complaintdesk.sheets.directory_out import write_outside_numbers, write_regulations, write_residents
from complaintdesk.sheets.households_out import write_households
from complaintdesk.ui import prompts
from complaintdesk.ui.background import Progress
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.export_reason import ask_reason
from complaintdesk.ui.exporting import where
from complaintdesk.ui.progress import run_with_progress

HOUSEHOLDS, PHONES = "households", "phone_register"  # as the list of who saw whom names them


def export_households(window: QWidget, bridge: Bridge) -> None:
    """Asks why and where to, then writes every household with its people, documents, vehicles, pets, works."""
    title = translate("OwnersExport", "Export the households")
    reason = ask_reason(window, title)
    path = None if reason is None else _where(window, bridge, title, translate("OwnersExport", "Households {day}.xlsx"))
    if path is not None and reason is not None:
        write_all_households(window, bridge, path, reason)


def export_residents(window: QWidget, bridge: Bridge) -> None:
    """Asks why and where to, then writes the residents' phones."""
    title = translate("OwnersExport", "Export the residents' phones")
    reason = ask_reason(window, title)
    name = translate("OwnersExport", "Residents' phones {day}.xlsx")
    path = None if reason is None else _where(window, bridge, title, name)
    if path is not None and reason is not None:
        write_all_residents(window, bridge, path, reason)


def export_outside_numbers(window: QWidget, bridge: Bridge) -> None:
    """Asks where to, then writes the outside numbers."""
    title = translate("OwnersExport", "Export the outside numbers")
    path = _where(window, bridge, title, translate("OwnersExport", "Outside numbers {day}.xlsx"))
    if path is None:
        return
    lines = bridge.ask(lambda session: directory.directory_lines(session, directory.outside_ids(session)))
    bridge.note(exports.note_export, "outside_numbers", len(lines))
    _run(window, title, path, lambda: write_outside_numbers(path, lines, office_name=bridge.office.record.name))


def export_regulations(window: QWidget, bridge: Bridge) -> None:
    """Asks where to, then writes the regulations with their words."""
    title = translate("OwnersExport", "Export the regulations")
    path = _where(window, bridge, title, translate("OwnersExport", "Regulations {day}.xlsx"))
    if path is None:
        return
    records = bridge.ask(lambda session: regulations.regulation_records(session, regulations.regulation_ids(session)))
    bridge.note(exports.note_export, "regulations", len(records))
    _run(window, title, path, lambda: write_regulations(path, records, office_name=bridge.office.record.name))


def write_all_households(window: QWidget, bridge: Bridge, path: Path, reason: str) -> None:
    """Writes the households to `path` behind a window; noted before anything is written."""
    places = bridge.ask(household_book)
    bridge.note(exports.note_owners, HOUSEHOLDS, sum(len(place.people) for place in places), reason)
    title = translate("OwnersExport", "Export the households")
    _run(window, title, path, lambda: write_households(path, places, office_name=bridge.office.record.name))


def write_all_residents(window: QWidget, bridge: Bridge, path: Path, reason: str) -> None:
    """Writes the residents' phones to `path` behind a window; noted before anything is written."""
    today = bridge.local(bridge.now()).date()
    lines = bridge.ask(directory.resident_sheet, today).lines
    bridge.note(exports.note_owners, PHONES, len({line.occupant_id for line in lines}), reason)
    title = translate("OwnersExport", "Export the residents' phones")
    _run(window, title, path, lambda: write_residents(path, lines, office_name=bridge.office.record.name))


def _where(window: QWidget, bridge: Bridge, title: str, name: str) -> Path | None:
    return where(window, bridge, title, name.format(day=bridge.local(bridge.now()).date()))


def _run(window: QWidget, title: str, path: Path, write: Callable[[], int]) -> None:
    def work(_progress: Progress) -> int:
        return write()

    words = translate("AccessWindow", "{count} lines are written to:\n{path}")
    run_with_progress(
        window, title, work, lambda count: prompts.tell(window, title, words.format(count=count, path=path))
    )
