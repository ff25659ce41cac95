# SPDX-License-Identifier: Apache-2.0
"""A thousand slips in four parts, from the books to the printer: one deed before, one after, and how long each took."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pypdf
import pytest
from PySide6.QtPrintSupport import QPrinter
from pytestqt.qtbot import QtBot

from complaintdesk.desk.office import Office
from complaintdesk.printing.printer_profile import PrinterProfile
from complaintdesk.settings import SettingsFile
from complaintdesk.ui import batch_printing, spooling
from complaintdesk.ui.batch_printing import CHUNK, BatchRun
from complaintdesk.ui.bridge import Bridge
from tests.builders import PASSWORD, a_repair, a_slip, codes, rows

SLIPS = 1000
A_CASE = 4  # slips


@pytest.fixture
def bridge(qtbot: QtBot, office: Office, tmp_path: Path) -> Iterator[Bridge]:
    made = Bridge(office, SettingsFile(tmp_path / "settings.toml"))
    made.sign_in("王敏", PASSWORD)
    yield made
    made.close()


def test_a_thousand_slips_are_one_batch_of_two_deeds(
    bridge: Bridge, office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[Path] = []

    def open_printer(_name: str) -> QPrinter:
        sent.append(tmp_path / f"{len(sent)}.pdf")
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(sent[-1]))
        return printer

    monkeypatch.setattr(spooling, "open_printer", open_printer)
    ids = []
    for _ in range(SLIPS // A_CASE):
        case = a_repair(office)
        ids += [a_slip(office, case.id).order_id for _ in range(A_CASE)]
    begun = time.perf_counter()
    run = BatchRun(batch_printing.slips(bridge, ids), PrinterProfile("HP", dots=True), "")
    run.begin()
    started = time.perf_counter()
    run.go_on(lambda _done, _total=0: None)
    out = time.perf_counter()
    run.settle()
    settled = time.perf_counter()
    sys.stderr.write(
        f"\n{SLIPS} slips: start {started - begun:.1f} s, {(out - started) / SLIPS * 1000:.0f} ms a slip, "
        f"outcome {settled - out:.1f} s\n"
    )
    pages = [len(pypdf.PdfReader(path).pages) for path in sent]
    assert pages == [CHUNK * 4] * (SLIPS // CHUNK)
    told = rows(office, "SELECT deed FROM journal WHERE deed LIKE 'print%' ORDER BY seq")
    assert told == [("print_batches.start_slips",), ("print_batches.settle",)]
    found = rows(office, "SELECT order_id, copy_no, outcome FROM print_record ORDER BY id")
    assert found == [(order_id, 1, "confirmed") for order_id in ids]
    assert codes(office) == []
