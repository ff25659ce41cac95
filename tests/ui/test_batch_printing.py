# SPDX-License-Identifier: Apache-2.0
"""Several papers in one go: one start and one outcome, stopped and gone on with, what never came out not counted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import pypdf
import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from complaintdesk.desk import dispatching, prints
from complaintdesk.desk.office import Office
from complaintdesk.domain.terms import Charge
from complaintdesk.errors import EnvironmentProblem
from complaintdesk.printing.forms import Paper
from complaintdesk.printing.papers import PrintMode
from complaintdesk.printing.printer_profile import PrinterProfile
from complaintdesk.ui import background, batch_printing, spooling
from complaintdesk.ui.batch_dialog import BatchDialog, Kind, slip_kinds
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.fee_export import FeesDialog, export_fees
from complaintdesk.ui.profiles import keep_profile
from tests.builders import a_case, a_completion, a_household, a_repair, a_slip, codes, rows, slip
from tests.ui.conftest import PRINTER, Answers, Show

PATIENCE = 60_000  # ms
Heard = Callable[[int], None]


class Printer:
    """A printer that keeps each print as a file, and takes no more than so many."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.takes = folder, 1000
        self.prints: list[Path] = []

    def open(self, _name: str) -> QPrinter:
        if len(self.prints) >= self.takes:
            raise EnvironmentProblem("The printer “{printer}” is not there.", "Switch it on.", printer=PRINTER)
        self.prints.append(self.folder / f"{len(self.prints)}.pdf")
        made = QPrinter(QPrinter.PrinterMode.HighResolution)
        made.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        made.setOutputFileName(str(self.prints[-1]))
        return made

    def pages(self) -> int:
        return sum(len(pypdf.PdfReader(path).pages) for path in self.prints)


@pytest.fixture
def printer(tmp_path: Path, bridge: Bridge, monkeypatch: pytest.MonkeyPatch) -> Iterator[Printer]:
    made = Printer(tmp_path)
    monkeypatch.setattr(spooling, "printers", lambda: (PRINTER,))
    monkeypatch.setattr(spooling, "open_printer", made.open)
    monkeypatch.setattr(spooling, "trays", lambda _name: ())
    monkeypatch.setattr(batch_printing, "CHUNK", 2)
    keep_profile(bridge.settings, "work_order", PrinterProfile(PRINTER, dots=True))
    yield made
    background.wait_for_all()


def several(office: Office, count: int = 5) -> list[int]:
    case = a_repair(office)
    return [a_slip(office, case.id).order_id for _ in range(count)]


def opened(qtbot: QtBot, show: Show, bridge: Bridge, kinds: list[Kind]) -> BatchDialog:
    show(page := QWidget())
    dialog = BatchDialog(page, bridge, kinds)
    qtbot.addWidget(dialog)
    with qtbot.waitExposed(dialog):
        dialog.show()
    return dialog


def deeds(office: Office) -> list[str]:
    found = rows(office, "SELECT deed FROM journal WHERE deed LIKE 'print%' ORDER BY seq")
    return [deed for (deed,) in found]


def test_todays_slips_come_out_by_one_key_with_one_start_and_one_outcome(
    qtbot: QtBot, show: Show, bridge: Bridge, office: Office, printer: Printer
) -> None:
    ids = several(office)
    office.do(prints.start_slip, ids[0], PRINTER)
    dialog = opened(qtbot, show, bridge, slip_kinds(bridge, ids))
    assert dialog.count.text().endswith(": 4"), "the one that is on paper is not among them"
    qtbot.keyClick(dialog, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: not dialog.isVisible(), timeout=PATIENCE)
    assert "4 of 4 sent" in dialog.said
    assert (len(printer.prints), printer.pages()) == (2, 16)
    assert [slip(office, order_id).prints for order_id in ids] == [1] * 5
    assert deeds(office) == ["prints.start_slip", "print_batches.start_slips", "print_batches.settle"]
    assert codes(office) == []


def test_a_printer_that_goes_in_the_middle_is_gone_on_with_and_no_slip_comes_twice(
    qtbot: QtBot, show: Show, bridge: Bridge, office: Office, printer: Printer
) -> None:
    ids = several(office)
    printer.takes = 1
    dialog = opened(qtbot, show, bridge, slip_kinds(bridge, ids))
    dialog.print_button.click()
    qtbot.waitUntil(lambda: "2 of 5 are out" in dialog.banner.words(), timeout=PATIENCE)
    assert "is not there" in dialog.banner.words()
    assert rows(office, "SELECT DISTINCT outcome FROM print_record") == [("unknown",)]
    printer.takes = 1000
    assert dialog.print_button.text().startswith("Go on with the rest")
    dialog.print_button.click()
    qtbot.waitUntil(lambda: not dialog.isVisible(), timeout=PATIENCE)
    assert (len(printer.prints), printer.pages()) == (3, 20)
    assert deeds(office) == ["print_batches.start_slips", "print_batches.settle"]
    assert rows(office, "SELECT copy_no, outcome FROM print_record") == [(1, "confirmed")] * 5


def test_what_never_was_sent_is_not_counted_when_one_leaves(
    qtbot: QtBot, show: Show, bridge: Bridge, office: Office, printer: Printer
) -> None:
    ids = several(office)
    printer.takes = 2
    dialog = opened(qtbot, show, bridge, slip_kinds(bridge, ids))
    dialog.print_button.click()
    qtbot.waitUntil(lambda: "4 of 5 are out" in dialog.banner.words(), timeout=PATIENCE)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert [slip(office, order_id).prints for order_id in ids] == [1, 1, 1, 1, 0]
    assert codes(office) == []


def test_slips_from_a_roll_that_went_before_the_printer_did_are_counted(
    qtbot: QtBot, show: Show, bridge: Bridge, office: Office, printer: Printer
) -> None:
    ids = [*several(office, 1), a_slip(office, a_repair(office, content="厨房漏水，" * 30).id).order_id]
    keep_profile(bridge.settings, "work_order", PrinterProfile(PRINTER, "roll 80", PrintMode.CARBON))
    printer.takes = 1  # both are in one chunk, and of different lengths
    dialog = opened(qtbot, show, bridge, slip_kinds(bridge, ids))
    dialog.print_button.click()
    qtbot.waitUntil(lambda: "1 of 2 are out" in dialog.banner.words(), timeout=PATIENCE)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert [slip(office, order_id).prints for order_id in ids] == [1, 0]


def test_stopped_in_its_last_chunk_it_is_done_and_the_bar_went_paper_by_paper(
    qtbot: QtBot, show: Show, bridge: Bridge, office: Office, printer: Printer, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = several(office, 2)
    dialog = opened(qtbot, show, bridge, slip_kinds(bridge, ids))
    seen: list[int] = []

    def stopped(paper: Paper, profile: PrinterProfile, gone: Heard, drawn: Heard) -> None:
        assert dialog._job is not None
        dialog._job.progressed.connect(lambda done, _total: seen.append(done))
        spooling.send(paper, profile, gone, drawn)
        dialog._job.cancel()

    monkeypatch.setattr(batch_printing, "send", stopped)
    dialog.print_button.click()
    qtbot.waitUntil(lambda: not dialog.isVisible(), timeout=PATIENCE)
    assert "2 of 2 sent" in dialog.said
    assert sorted(set(seen)) == [0, 1, 2]
    assert [slip(office, order_id).prints for order_id in ids] == [1, 1]


def test_it_stops_between_two_chunks_and_goes_on(
    qtbot: QtBot, show: Show, bridge: Bridge, office: Office, printer: Printer, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = several(office)
    dialog = opened(qtbot, show, bridge, slip_kinds(bridge, ids))
    send = spooling.send
    stops = iter([dialog])

    def stopped(*told: object) -> None:
        send(*told)  # type: ignore[arg-type]
        for asked in stops:
            job = asked._job
            assert job is not None
            job.cancel()

    monkeypatch.setattr(batch_printing, "send", stopped)
    dialog.print_button.click()
    qtbot.waitUntil(lambda: "2 of 5 are out" in dialog.banner.words(), timeout=PATIENCE)
    assert not dialog.running
    dialog.print_button.click()
    qtbot.waitUntil(lambda: not dialog.isVisible(), timeout=PATIENCE)
    assert printer.pages() == 20
    assert rows(office, "SELECT copy_no, outcome FROM print_record") == [(1, "confirmed")] * 5


def test_slips_that_were_printed_before_ask_once_why(
    qtbot: QtBot, show: Show, bridge: Bridge, office: Office, printer: Printer, answers: Answers
) -> None:
    ids = several(office, 3)
    office.do(prints.start_slip, ids[1], PRINTER)
    dialog = opened(qtbot, show, bridge, slip_kinds(bridge, ids))
    dialog.which.set_value(1)
    assert "of which 1 were printed before" in dialog.count.text()
    answers.expect("words", None)
    dialog.print_button.click()
    assert deeds(office) == ["prints.start_slip"]
    answers.expect("words", "卡纸")
    dialog.print_button.click()
    qtbot.waitUntil(lambda: not dialog.isVisible(), timeout=PATIENCE)
    found = rows(office, "SELECT order_id, copy_no, reason FROM print_record WHERE outcome = 'confirmed' ORDER BY id")
    assert found == [(ids[0], 1, ""), (ids[1], 2, "卡纸"), (ids[2], 1, "")]
    texts = [page.extract_text() for path in printer.prints for page in pypdf.PdfReader(path).pages]
    assert len(texts) == 12


def test_confirmations_of_several_cases_come_in_one_go(
    qtbot: QtBot, show: Show, bridge: Bridge, office: Office, printer: Printer
) -> None:
    cases = [a_case(office).id for _ in range(3)]
    kinds = [("Confirmations", lambda: batch_printing.acknowledgements(bridge, cases))]
    dialog = opened(qtbot, show, bridge, kinds)
    dialog.print_button.click()
    qtbot.waitUntil(lambda: not dialog.isVisible(), timeout=PATIENCE)
    assert rows(office, "SELECT form, case_id, outcome FROM print_record ORDER BY id") == [
        ("acknowledgement", case_id, "confirmed") for case_id in cases
    ]
    assert printer.pages() == 3


def test_a_hundred_slips_in_four_parts_are_one_batch_of_two_deeds(
    qtbot: QtBot,
    show: Show,
    bridge: Bridge,
    office: Office,
    printer: Printer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ids = [order_id for _ in range(25) for order_id in several(office, 4)]
    monkeypatch.setattr(batch_printing, "CHUNK", 25)
    monkeypatch.setattr(spooling, "NEEDLES", 36)  # dots are not what is tried here, and take their time
    dialog = opened(qtbot, show, bridge, slip_kinds(bridge, ids))
    dialog.print_button.click()
    qtbot.waitUntil(lambda: not dialog.isVisible(), timeout=2 * PATIENCE)
    assert "100 of 100 sent" in dialog.said
    assert (len(printer.prints), printer.pages()) == (4, 400)
    assert deeds(office) == ["print_batches.start_slips", "print_batches.settle"]
    told = rows(office, "SELECT order_id FROM print_record WHERE outcome = 'confirmed' AND copy_no = 1 ORDER BY id")
    assert [order_id for (order_id,) in told] == ids
    assert codes(office) == []


def test_where_there_is_nothing_it_says_so(
    qtbot: QtBot, show: Show, bridge: Bridge, office: Office, printer: Printer
) -> None:
    dialog = opened(qtbot, show, bridge, slip_kinds(bridge, []))
    assert not dialog.print_button.isEnabled()
    assert "none of these" in dialog.banner.words()


def test_the_lists_of_all_rooms_come_out_in_one_go_each_by_itself(
    qtbot: QtBot, show: Show, bridge: Bridge, office: Office, printer: Printer, answers: Answers
) -> None:
    for room in ("301", "302"):
        paid = a_repair(
            office, place_id=a_household(office, room), charge=Charge.CHARGEABLE, quoted=Decimal(90), price_agreed=True
        )
        office.do(dispatching.complete, a_completion(office, a_slip(office, paid.id).order_id))
    page = show(QWidget())

    def choose(dialog: FeesDialog) -> None:
        dialog.room.setText("3-2-301")
        dialog.way.set_value("rooms")
        dialog.accept()
        assert dialog.fields["room"].problem() == "This is for all rooms: leave it empty."
        dialog.room.clear()

    def look(dialog: BatchDialog) -> None:
        assert dialog.count.text().endswith(": 2")
        dialog.print_button.click()
        qtbot.waitUntil(lambda: not dialog.isVisible(), timeout=PATIENCE)

    answers.expect_dialog(choose)
    answers.expect_dialog(look, accept=False)
    answers.expect("tell")
    export_fees(page, bridge)
    assert "2 of 2 sent" in answers.asked[-1].text
    assert printer.pages() == 2
    prints_of = rows(office, "SELECT form, covers, outcome FROM print_record ORDER BY id")
    assert [(form, covers.split()[-1], outcome) for form, covers, outcome in prints_of] == [
        ("fee_list", "3栋2单元301", "confirmed"),
        ("fee_list", "3栋2单元302", "confirmed"),
    ]
