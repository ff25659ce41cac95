# SPDX-License-Identifier: Apache-2.0
"""A list of households taken in from the window, by the same code as from the command line."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QWidget

from complaintdesk.labels import translate, words_of
from complaintdesk.safe_write import safe_write
from complaintdesk.sheets import imports
from complaintdesk.sheets.border import SUFFIXES
from complaintdesk.sheets.imports import ImportReport
from complaintdesk.ui import prompts
from complaintdesk.ui.background import Progress
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.progress import run_with_progress

FOLDER = "import_folder"  # under this name the folder chosen last is kept
_SHOWN = 8


@dataclass(frozen=True)
class Taken:
    """What became of a list, and the workbook of its refused rows; b'' when there are none."""

    report: ImportReport
    errors: bytes


def import_households(bridge: Bridge, parent: QWidget, on_done: Callable[[ImportReport], object]) -> None:
    """Asks for a list, takes it in behind a window that can stop it, says what became of it; `on_done` comes last.

    Everything is checked first; the refused rows, each with its reasons, are offered as a workbook to be mended.
    """
    places = bridge.settings.now.places
    folder = Path(places[FOLDER]) if FOLDER in places else None
    kinds = translate("HouseholdImport", "Lists ({suffixes})").format(
        suffixes=" ".join(f"*{each}" for each in SUFFIXES)
    )
    title = translate("HouseholdImport", "Import households")
    path = prompts.choose_file(parent, title, folder=folder, kinds=kinds)
    if path is None:
        return
    bridge.settings.change(places=dict(places) | {FOLDER: str(path.parent)})

    def finish(taken: Taken) -> None:
        _tell(parent, path, taken)
        on_done(taken.report)

    run_with_progress(parent, title, lambda progress: _take_in(bridge, path, progress), finish)


def _take_in(bridge: Bridge, path: Path, progress: Progress) -> Taken:
    with tempfile.TemporaryDirectory(prefix="complaintdesk-") as folder:
        errors = Path(folder) / "errors.xlsx"
        report = imports.run_import(bridge.office, imports.HOUSEHOLDS, path, errors, progress)
        return Taken(report, errors.read_bytes() if errors.exists() else b"")


def _tell(parent: QWidget, path: Path, taken: Taken) -> None:
    """Says what went in and what did not; the refused rows can be saved."""
    report, title = taken.report, translate("HouseholdImport", "Import households")
    words = translate(
        "HouseholdImport",
        "Rows read: {rows}. New places: {new}. In the books already: {existing}. Refused rows: {refused}.",
    )
    lines = [words.format(rows=report.rows, new=report.new, existing=report.existing, refused=report.refused)]
    unknown = translate("HouseholdImport", "Not looked at, as its head is not known: sheet “{name}”.")
    lines += [unknown.format(name=sheet) for sheet in report.left_out]
    reason = translate("HouseholdImport", "{sheet}, row {row}: {reason}")
    for flaw in report.flaws[:_SHOWN]:
        why = " ".join(part for part in (flaw.cell, words_of(flaw.error)) if part)
        lines.append(reason.format(sheet=flaw.sheet, row=flaw.row + 1, reason=why))
    if len(report.flaws) > _SHOWN:
        lines.append(translate("HouseholdImport", "… and {count} more.").format(count=len(report.flaws) - _SHOWN))
    if not taken.errors:
        prompts.tell(parent, title, "\n".join(lines))
        return
    yes = translate("HouseholdImport", "Save the refused rows…")
    if prompts.ask_yes_no(parent, title, "\n".join(lines), yes=yes, no=translate("HouseholdImport", "Close")):
        proposed = path.with_name(translate("HouseholdImport", "{list} refused rows").format(list=path.stem) + ".xlsx")
        target = prompts.save_file(parent, yes, proposed=proposed, kinds="Excel (*.xlsx)")
        if target is not None:
            safe_write(target, taken.errors)
