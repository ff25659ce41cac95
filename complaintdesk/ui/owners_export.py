# SPDX-License-Identifier: Apache-2.0
"""Owners' records and the phone lists as workbooks: why is asked first, and stands in who saw whom (R-OWN-06)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from complaintdesk.labels import translate
from complaintdesk.sheets import owners_out
from complaintdesk.ui import prompts
from complaintdesk.ui.background import Progress
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.export_reason import ask_reason
from complaintdesk.ui.exporting import where
from complaintdesk.ui.progress import run_with_progress


def export_households(window: QWidget, bridge: Bridge) -> None:
    """Asks why and where to, then writes every household with its people, documents, vehicles, pets, works."""
    title = translate("OwnersExport", "Export the households")
    reason = ask_reason(window, title)
    path = None if reason is None else _where(window, bridge, title, translate("OwnersExport", "Households {day}.xlsx"))
    if path is None or reason is None:
        return

    def work(progress: Progress) -> int:
        return owners_out.export_households(bridge.office, path, reason, progress)

    _run(window, title, path, work)


def export_residents(window: QWidget, bridge: Bridge) -> None:
    """Asks why and where to, then writes the residents' phones."""
    title = translate("OwnersExport", "Export the residents' phones")
    reason = ask_reason(window, title)
    name = translate("OwnersExport", "Residents' phones {day}.xlsx")
    path = None if reason is None else _where(window, bridge, title, name)
    if path is not None and reason is not None:
        _run(window, title, path, lambda _progress: owners_out.export_residents(bridge.office, path, reason))


def export_outside_numbers(window: QWidget, bridge: Bridge) -> None:
    """Asks where to, then writes the outside numbers."""
    title = translate("OwnersExport", "Export the outside numbers")
    path = _where(window, bridge, title, translate("OwnersExport", "Outside numbers {day}.xlsx"))
    if path is not None:
        _run(window, title, path, lambda _progress: owners_out.export_outside_numbers(bridge.office, path))


def export_regulations(window: QWidget, bridge: Bridge) -> None:
    """Asks where to, then writes the regulations with their words."""
    title = translate("OwnersExport", "Export the regulations")
    path = _where(window, bridge, title, translate("OwnersExport", "Regulations {day}.xlsx"))
    if path is not None:
        _run(window, title, path, lambda _progress: owners_out.export_regulations(bridge.office, path))


def _where(window: QWidget, bridge: Bridge, title: str, name: str) -> Path | None:
    return where(window, bridge, title, name.format(day=bridge.local(bridge.now()).date()))


def _run(window: QWidget, title: str, path: Path, work: Callable[[Progress], int]) -> None:
    words = translate("AccessWindow", "{count} lines are written to:\n{path}")
    run_with_progress(
        window, title, work, lambda count: prompts.tell(window, title, words.format(count=count, path=path))
    )
