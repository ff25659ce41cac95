# SPDX-License-Identifier: Apache-2.0
"""Paper out of the window: what is written down when, on which sheet it is drawn, what the preview says and does."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pypdf
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QBitmap, QImage, QRegion
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from complaintdesk.desk.office import Office
from complaintdesk.domain.terms import Role
from complaintdesk.printing.forms import Paper
from complaintdesk.printing.printer_profile import PrinterProfile
from complaintdesk.settings import SettingsFile
from complaintdesk.ui import printing, spooling
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.paper_pages import PaperPages
from complaintdesk.ui.print_preview import PreviewDialog
from complaintdesk.ui.printer_dialog import PrinterDialog
from complaintdesk.ui.printing import How, print_register, print_slip, register_job, slip_job
from complaintdesk.ui.profiles import keep_profile, ready_profile
from complaintdesk.ui.settings_machine import PrinterSettings
from tests.builders import NAME_OF, PASSWORD, a_case, a_repair, a_returned_slip, a_slip, rows, slip
from tests.ui.conftest import Answers, Show

A5_LANDSCAPE = (595, 420)  # points
LASER, NEEDLES = "HP LaserJet", "EPSON LQ-630K"


@dataclass
class Tray:
    """The printers of the machine: their sheets lie in a file."""

    path: Path

    def open(self, name: str) -> QPrinter:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(self.path))
        return printer

    def sheets(self) -> list[pypdf.PageObject]:
        return list(pypdf.PdfReader(self.path).pages)


@pytest.fixture
def tray(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tray:
    made = Tray(tmp_path / "tray.pdf")
    monkeypatch.setattr(spooling, "printers", lambda: (LASER, NEEDLES))
    monkeypatch.setattr(spooling, "open_printer", made.open)
    return made


@pytest.fixture
def desk(show: Show) -> QWidget:
    page = QWidget()
    page.setMinimumSize(1000, 700)
    show(page)
    return page


def keep(bridge: Bridge, profile: PrinterProfile, form: str = "work_order") -> None:
    keep_profile(bridge.settings, form, profile)


def kept(bridge: Bridge, form: str = "work_order") -> PrinterProfile | None:
    return ready_profile(bridge.settings, form)


def prints(office: Office) -> list[tuple[Any, ...]]:
    """Form, target, copy and outcome of every print in the books."""
    return rows(office, "SELECT form, target, copy_no, outcome FROM print_record ORDER BY id")


def points(sheet: pypdf.PageObject) -> tuple[int, int]:
    return round(float(sheet.mediabox.width)), round(float(sheet.mediabox.height))


def test_a_slip_goes_to_the_printer_used_last_in_four_parts_on_a5(
    bridge: Bridge, office: Office, desk: QWidget, tray: Tray
) -> None:
    issued = a_slip(office)
    keep(bridge, PrinterProfile(LASER))
    said = print_slip(bridge, issued.order_id, desk)
    assert said == f"{issued.number}: sent to {LASER}."
    assert [points(sheet) for sheet in tray.sheets()] == [A5_LANDSCAPE] * 4
    assert prints(office) == [("work_order", LASER, 1, "confirmed")]


def test_printing_again_is_counted_and_marked_with_its_reason(
    bridge: Bridge, office: Office, desk: QWidget, tray: Tray, answers: Answers
) -> None:
    issued = a_slip(office)
    keep(bridge, PrinterProfile(LASER))
    print_slip(bridge, issued.order_id, desk)
    answers.expect("words", "卡纸")
    said = print_slip(bridge, issued.order_id, desk)
    assert said == f"{issued.number}: sent to {LASER}, marked as reprint 1."
    assert [copy for _form, _target, copy, _outcome in prints(office)] == [1, 2]
    assert slip(office, issued.order_id).prints == 2
    assert rows(office, "SELECT reason FROM print_record ORDER BY id") == [("",), ("卡纸",)]


def test_a_slip_is_not_printed_again_where_nobody_says_why(
    bridge: Bridge, office: Office, desk: QWidget, tray: Tray, answers: Answers
) -> None:
    issued = a_slip(office)
    keep(bridge, PrinterProfile(LASER))
    print_slip(bridge, issued.order_id, desk)
    answers.expect("words", None)
    assert print_slip(bridge, issued.order_id, desk) is None
    assert len(prints(office)) == 1


def test_the_form_stands_on_the_sheet_where_the_pdf_has_it(bridge: Bridge, office: Office, tray: Tray) -> None:
    job = slip_job(bridge, a_slip(office).order_id)
    paper = job.preview()
    job.to_printer(PrinterProfile(LASER))
    printed, meant = PaperPages(tray.path.read_bytes()), PaperPages(paper.pdf)
    for page in range(4):
        ours, theirs = inked(meant.picture(page, 72)), inked(printed.picture(page, 72))
        assert all(abs(here - there) <= 1 for here, there in zip(ours, theirs, strict=True))
    printed.close()
    meant.close()


def inked(picture: QImage) -> tuple[int, int, int, int]:
    """Where the ink of a page begins and ends: left, top, right, bottom, in px."""
    two_tone = picture.convertToFormat(QImage.Format.Format_Mono, Qt.ImageConversionFlag.ThresholdDither)
    box = QRegion(QBitmap.fromImage(two_tone)).boundingRect()
    return box.left(), box.top(), box.right(), box.bottom()


def test_a_needle_printer_gets_hard_edges_in_pure_black(bridge: Bridge, office: Office, tray: Tray) -> None:
    job = slip_job(bridge, a_slip(office).order_id)
    pages = PaperPages(job.preview().pdf)
    picture = pages.picture(0, spooling.NEEDLES, two_tone=True)
    pages.close()
    assert picture.format() is QImage.Format.Format_Mono
    assert abs(picture.width() - 210 / 25.4 * spooling.NEEDLES) <= 1
    job.to_printer(PrinterProfile(NEEDLES, dots=True))
    assert [points(sheet) for sheet in tray.sheets()] == [A5_LANDSCAPE] * 4
    assert kept(bridge) == PrinterProfile(NEEDLES, dots=True)


@pytest.mark.qt_log_ignore("QPainter::begin", extend=True)  # Qt's own word for what is tested here
def test_a_printer_that_refuses_leaves_a_failed_print_that_does_not_count(
    bridge: Bridge, office: Office, desk: QWidget, tray: Tray, answers: Answers
) -> None:
    issued = a_slip(office)
    keep(bridge, PrinterProfile(LASER))
    tray.path = tray.path / "gone" / "tray.pdf"
    answers.expect("tell")
    assert print_slip(bridge, issued.order_id, desk) is None
    assert "did not take the print" in answers.asked[0].text
    assert prints(office) == [("work_order", LASER, 1, "failed")]
    assert slip(office, issued.order_id).prints == 0


def test_a_slip_that_could_not_even_be_drawn_does_not_count_as_printed(
    bridge: Bridge, office: Office, tray: Tray
) -> None:
    """R-WO-03: nothing went out, so the next one is no reprint."""
    issued = a_slip(office)

    def met_a_bug(_how: How) -> Paper:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        replace(slip_job(bridge, issued.order_id), draw=met_a_bug).to_printer(PrinterProfile(LASER))
    assert prints(office) == [("work_order", LASER, 1, "failed")]
    slip_job(bridge, issued.order_id).to_printer(PrinterProfile(LASER))
    assert prints(office)[1:] == [("work_order", LASER, 1, "confirmed")]


def test_what_a_bug_breaks_off_on_its_way_out_may_be_out(
    bridge: Bridge, office: Office, tray: Tray, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_told: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(printing, "send", broken)
    with pytest.raises(ZeroDivisionError):
        slip_job(bridge, a_slip(office).order_id).to_printer(PrinterProfile(LASER))
    assert prints(office) == [("work_order", LASER, 1, "unknown")]


def test_a_printer_that_is_gone_is_not_taken_for_the_last_one(bridge: Bridge, tray: Tray) -> None:
    keep(bridge, PrinterProfile("Canon"))
    assert kept(bridge) is None


def test_a_desk_whose_printer_was_given_up_has_none_at_the_next_start_either(
    bridge: Bridge, tray: Tray, answers: Answers
) -> None:
    page = PrinterSettings(bridge)
    page.refresh()
    assert "first print" in page.lines["work_order"][1].whole()
    for name in (NEEDLES, ""):

        def choose(dialog: PrinterDialog, name: str = name) -> None:
            dialog.choice.printer.set_value(name)
            dialog.choice.dots.setChecked(bool(name))

        answers.expect_dialog(choose)
        page.lines["work_order"][0].click()
        assert page.banner.words() == "Saved."
        assert kept(bridge) == (PrinterProfile(NEEDLES, "A5 landscape", dots=True) if name else None)
    assert "no printer yet" in page.lines["work_order"][1].whole()
    assert SettingsFile(bridge.settings.path).now.printers["work_order"]["queue"] == ""


def test_the_first_print_at_a_desk_asks_for_the_printer_in_the_preview(
    bridge: Bridge, office: Office, desk: QWidget, tray: Tray, answers: Answers
) -> None:
    issued = a_slip(office)

    def choose(dialog: PreviewDialog) -> None:
        assert dialog.printer.value == LASER
        dialog.printer.set_value(NEEDLES)
        answers.expect_dialog(lambda asked: asked.choice.dots.setChecked(True))
        dialog.set_printer()
        dialog.print_it()

    answers.expect_dialog(choose)
    assert print_slip(bridge, issued.order_id, desk) == f"{issued.number}: sent to {NEEDLES}."
    assert kept(bridge) == PrinterProfile(NEEDLES, "A5 landscape", dots=True)


def test_without_a_printer_the_preview_says_so_and_saves_a_pdf(
    bridge: Bridge, office: Office, desk: QWidget, answers: Answers, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(spooling, "printers", lambda: ())
    issued = a_slip(office)
    target = tmp_path / "slip.pdf"

    def save(dialog: PreviewDialog) -> None:
        assert "No printer is installed" in dialog.banner.words()
        assert not dialog.print_button.isEnabled()
        assert dialog.focusWidget() is dialog.pdf_button
        answers.expect("save_file", target)
        dialog.save_pdf()

    answers.expect_dialog(save)
    assert print_slip(bridge, issued.order_id, desk) == f"{issued.number}: saved as slip.pdf."
    pages = pypdf.PdfReader(target).pages
    assert len(pages) == 4
    assert issued.number in pages[0].extract_text()
    assert prints(office) == [("work_order", "pdf", 1, "confirmed")]
    assert bridge.settings.now.places["pdf_folder"] == str(tmp_path)


def test_a_pdf_is_marked_as_reprint_on_every_part_once_the_slip_was_on_paper(
    bridge: Bridge, office: Office, tray: Tray, tmp_path: Path
) -> None:
    issued = a_slip(office)
    slip_job(bridge, issued.order_id).to_pdf(tmp_path / "first.pdf")
    assert slip(office, issued.order_id).prints == 0
    assert slip_job(bridge, issued.order_id).to_printer(PrinterProfile(LASER)) == f"{issued.number}: sent to {LASER}."
    again = slip_job(bridge, issued.order_id)
    assert again.file_name == f"{issued.number}-2"
    again.to_pdf(tmp_path / "second.pdf")
    texts = [page.extract_text() for page in pypdf.PdfReader(tmp_path / "second.pdf").pages]
    assert all("补打" in text for text in texts)
    assert "补打" not in pypdf.PdfReader(tmp_path / "first.pdf").pages[0].extract_text()


def test_a_disk_that_refuses_is_said_in_the_preview_which_stays(
    bridge: Bridge, office: Office, desk: QWidget, tray: Tray, answers: Answers, tmp_path: Path
) -> None:
    issued = a_slip(office)

    def save(dialog: PreviewDialog) -> None:
        answers.expect("save_file", tmp_path / "nowhere" / "slip.pdf")
        dialog.save_pdf()
        assert "could not be written" in dialog.banner.words()
        assert dialog.isVisible()

    answers.expect_dialog(save, accept=False)
    assert print_slip(bridge, issued.order_id, desk, preview=True) is None
    assert prints(office) == [("work_order", "pdf", 1, "failed")]


def test_what_does_not_fit_is_said_above_the_preview_instead_of_printed_in_silence(
    bridge: Bridge, office: Office, desk: QWidget, tray: Tray, answers: Answers
) -> None:
    keep(bridge, PrinterProfile(LASER))
    issued = a_slip(office, caller_name="阿卜杜热合曼·" * 11)
    seen: list[str] = []
    answers.expect_dialog(lambda dialog: seen.append(dialog.shortfalls.words()), accept=False)
    assert print_slip(bridge, issued.order_id, desk) is None
    assert seen[0] != ""
    assert prints(office) == []


def test_the_preview_goes_to_each_part_and_changes_size(
    qtbot: QtBot, bridge: Bridge, office: Office, desk: QWidget, tray: Tray
) -> None:
    job = slip_job(bridge, a_slip(office).order_id)
    dialog = PreviewDialog(desk, job, job.preview())
    qtbot.addWidget(dialog)
    with qtbot.waitExposed(dialog):
        dialog.show()
    qtbot.waitUntil(lambda: dialog.percent.text() != "")
    assert dialog.view.count() == 4
    bar = dialog.area.verticalScrollBar()
    dialog.parts.set_value(2)
    assert bar.value() == dialog.view.page_at(2).top() - 16
    before = dialog.view.zoom()
    qtbot.keyClick(dialog, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert dialog.view.zoom() > before
    qtbot.keyClick(dialog, Qt.Key.Key_Minus, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(dialog, Qt.Key.Key_Minus, Qt.KeyboardModifier.ControlModifier)
    assert dialog.view.zoom() < before
    qtbot.keyClick(dialog, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: abs(dialog.view.zoom() - before) < 0.05)
    dialog.reject()
    assert dialog.view.count() == 0


def test_the_preview_fits_on_the_screen_whatever_the_window_behind_it(
    bridge: Bridge, office: Office, desk: QWidget, tray: Tray
) -> None:
    room = desk.screen().availableSize()
    desk.window().resize(room * 2)
    job = slip_job(bridge, a_slip(office).order_id)
    dialog = PreviewDialog(desk, job, job.preview())
    assert dialog.height() < room.height()
    dialog.reject()


def test_the_register_of_a_day_is_previewed_and_printed_on_a4(
    bridge: Bridge, office: Office, desk: QWidget, tray: Tray, answers: Answers
) -> None:
    a_case(office)
    a_repair(office)
    today = bridge.local(bridge.now()).date()
    answers.expect_dialog(lambda dialog: dialog.print_it())
    said = print_register(bridge, today, today, desk)
    assert said == f"Register 2026-11-21: sent to {LASER}."
    assert [points(sheet) for sheet in tray.sheets()] == [(842, 595)]
    assert prints(office) == [("register", LASER, 1, "confirmed")]


def test_a_register_over_several_days_holds_every_case_once(bridge: Bridge, office: Office, tmp_path: Path) -> None:
    numbers = [a_case(office).number for _ in range(30)]
    day = bridge.local(bridge.now()).date()
    register_job(bridge, day.replace(day=1), day).to_pdf(tmp_path / "register.pdf")
    text = "".join(page.extract_text() for page in pypdf.PdfReader(tmp_path / "register.pdf").pages)
    assert [text.count(number) for number in numbers] == [1] * 30


def test_who_may_not_print_is_told_so_and_nothing_is_written_down(
    bridge: Bridge, office: Office, desk: QWidget, tray: Tray, answers: Answers
) -> None:
    issued = a_returned_slip(office)
    keep(bridge, PrinterProfile(LASER))
    bridge.sign_in(NAME_OF[Role.QUALITY], PASSWORD)
    answers.expect("tell")
    assert print_slip(bridge, issued.order_id, desk) is None
    assert "no right" in answers.asked[0].text
    assert prints(office) == []
