# SPDX-License-Identifier: Apache-2.0
"""A household's papers and the phone lists out of the window: cover, list of documents, register, outside numbers."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from complaintdesk.desk import directory, household_sheets, prints
from complaintdesk.desk.directory import DirectorySheet
from complaintdesk.desk.prints import PrintStarted
from complaintdesk.domain.terms import OccupantKind
from complaintdesk.printing.form_files import shipped
from complaintdesk.printing.forms import render
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.printing import PrintJob, bring_out, by_whom

COVER, LIST = prints.FILE_COVER, prints.FILE_LIST


def print_household(bridge: Bridge, form: str, place_id: int, parent: QWidget) -> str | None:
    """Previews a household's cover or list and prints it; what was done in words, None if nothing."""
    return bring_out(lambda: household_job(bridge, form, place_id), parent, preview=True)


def print_phone_register(bridge: Bridge, reason: str, parent: QWidget) -> str | None:
    """Previews the register of residents' phones and prints it; what was done in words, None if nothing."""
    return bring_out(lambda: phone_register_job(bridge, reason), parent, preview=True)


def print_outside_numbers(bridge: Bridge, parent: QWidget) -> str | None:
    """Previews the list of outside numbers and prints it; what was done in words, None if nothing."""
    return bring_out(lambda: outside_numbers_job(bridge), parent, preview=True)


def household_job(bridge: Bridge, form: str, place_id: int) -> PrintJob:
    """A household's cover or list as its file stands now."""
    today = bridge.local(bridge.now()).date()
    sheet = bridge.ask(household_sheets.household_sheet, place_id, bridge.books, today)
    title = f"{shipped(form).title} {sheet.page.label}"
    people = len(sheet.there(*OccupantKind))
    return PrintJob(
        bridge=bridge,
        title=title,
        file_name=title.replace(" ", "-"),
        form=form,
        draw=lambda how: render(form, sheet, **how, **by_whom(bridge)),
        start=lambda target, _reason: bridge.do(prints.start_household_sheet, form, place_id, people, target),
        next_copy=1,
    )


def phone_register_job(bridge: Bridge, reason: str) -> PrintJob:
    """The residents' phones as they stand now; `reason` goes on record."""
    today = bridge.local(bridge.now()).date()
    sheet = bridge.ask(directory.resident_sheet, today)
    people = len({line.occupant_id for line in sheet.lines})
    return _directory_job(
        bridge,
        prints.PHONE_REGISTER,
        sheet,
        lambda target, _reason: bridge.do(prints.start_phone_register, people, reason, target),
    )


def outside_numbers_job(bridge: Bridge) -> PrintJob:
    """The outside numbers as they stand now."""
    sheet = bridge.ask(directory.outside_sheet)
    covers = f"{bridge.local(bridge.now()):%Y-%m-%d}"
    return _directory_job(
        bridge,
        prints.OUTSIDE_NUMBERS,
        sheet,
        lambda target, _reason: bridge.do(prints.start_outside_numbers, covers, target),
    )


def _directory_job(
    bridge: Bridge, form: str, sheet: DirectorySheet, start: Callable[[str, str], PrintStarted]
) -> PrintJob:
    title = f"{shipped(form).title} {bridge.local(bridge.now()):%Y-%m-%d}"
    return PrintJob(
        bridge=bridge,
        title=title,
        file_name=title.replace(" ", "-"),
        form=form,
        draw=lambda how: render(form, sheet, **how, **by_whom(bridge)),
        start=start,
        next_copy=1,
    )
