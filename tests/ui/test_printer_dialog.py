# SPDX-License-Identifier: Apache-2.0
"""The printer of a form asked for by keys: papers that it can come on, how it is moved, what its printer has not."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pypdf
import pytest
from PySide6.QtCore import QSizeF, Qt
from PySide6.QtGui import QPageLayout
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from complaintdesk.desk import forms
from complaintdesk.desk.office import Office
from complaintdesk.errors import EnvironmentProblem, UserError
from complaintdesk.printing import trial_page
from complaintdesk.printing.form_files import shipped
from complaintdesk.printing.form_text import text_of
from complaintdesk.printing.forms import Paper
from complaintdesk.printing.papers import PaperSize, PrintMode, paper_named
from complaintdesk.printing.printer_profile import PrinterProfile
from complaintdesk.printing.trial_page import render_test_page
from complaintdesk.ui import spooling
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.print_preview import PreviewDialog
from complaintdesk.ui.printed_form import printed_form
from complaintdesk.ui.printer_dialog import PrinterDialog
from complaintdesk.ui.printing import print_slip, slip_job
from complaintdesk.ui.profiles import keep_profile, kept_profile, moved_to, proposed_profile
from complaintdesk.ui.settings_machine import PrinterSettings
from complaintdesk.ui.spooling import QueuePapers
from tests.builders import ADMINISTRATOR, PASSWORD, a_slip
from tests.ui.conftest import Answers, Show

LASER, NEEDLES = "HP LaserJet", "EPSON LQ-630K"
A4, A5 = paper_named("A4"), paper_named("A5")


@pytest.fixture(autouse=True)
def tray(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two printers: one with A4 and A5, one with any paper and two trays; their sheets lie in a file."""
    path = tmp_path / "tray.pdf"

    def open_printer(_name: str) -> QPrinter:
        made = QPrinter(QPrinter.PrinterMode.HighResolution)
        made.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        made.setOutputFileName(str(path))
        return made

    has = {LASER: QueuePapers((A4, A5), any_size=False), NEEDLES: QueuePapers((A4,), any_size=True)}
    monkeypatch.setattr(spooling, "printers", lambda: (LASER, NEEDLES))
    monkeypatch.setattr(spooling, "open_printer", open_printer)
    monkeypatch.setattr(spooling, "papers", has.get)
    monkeypatch.setattr(spooling, "trays", lambda name: (("Tractor", "Tractor"),) if name == NEEDLES else ())
    return path


def asked(
    qtbot: QtBot, show: Show, bridge: Bridge, form: str = "work_order", profile: PrinterProfile | None = None
) -> PrinterDialog:
    show(page := QWidget())
    given = profile or proposed_profile(bridge.settings, printed_form(form))
    dialog = PrinterDialog(page, bridge.settings, printed_form(form), "阳光花园", given)
    qtbot.addWidget(dialog)
    with qtbot.waitExposed(dialog):
        dialog.show()
    return dialog


def sides(path: Path) -> list[tuple[int, int]]:
    """The sheets in mm."""
    boxes = [page.mediabox for page in pypdf.PdfReader(path).pages]
    return [(round(float(box.width) / 72 * 25.4), round(float(box.height) / 72 * 25.4)) for box in boxes]


@pytest.mark.parametrize(
    ("typed", "paper"),
    [("A5横", "A5 landscape"), ("A5（横）", "A5 landscape"), ("卷纸 80mm", "roll 80"), ("241X140", "241x140")],
)
def test_a_paper_is_typed_as_people_write_it(qtbot: QtBot, show: Show, bridge: Bridge, typed: str, paper: str) -> None:
    choice = asked(qtbot, show, bridge, profile=PrinterProfile(NEEDLES, "A5")).choice
    choice.paper.put_typed(typed)
    assert choice.profile().paper == paper


def test_a_printer_and_a_paper_of_its_own_size_are_typed_and_kept(qtbot: QtBot, show: Show, bridge: Bridge) -> None:
    dialog = asked(qtbot, show, bridge)
    choice = dialog.choice
    name, line = choice.printer.lineEdit(), choice.paper.lineEdit()
    assert name is not None
    assert line is not None
    name.selectAll()
    QTest.keyClicks(name, "LQ")
    QTest.keyClick(name, Qt.Key.Key_Return)
    assert choice.printer.value == NEEDLES
    line.selectAll()
    QTest.keyClicks(line, "241x150")
    for _ in range(3):
        QTest.keyClick(choice.dx, Qt.Key.Key_Up)
    QTest.keyClick(choice.dy, Qt.Key.Key_Down)
    choice.mode.set_value(PrintMode.CARBON)
    assert "every part may show" in choice.mode_said.text()
    choice.dots.setChecked(True)
    choice.tray.set_value("Tractor")
    QTest.keyClick(dialog, Qt.Key.Key_F8)
    assert not dialog.isVisible()
    kept = PrinterProfile(NEEDLES, "241x150", PrintMode.CARBON, 1.5, -0.5, dots=True, tray="Tractor")
    assert (dialog.profile, kept_profile(bridge.settings, "work_order")) == (kept, kept)


def test_only_papers_that_the_form_can_be_laid_out_on_are_offered_and_others_refused_in_words(
    qtbot: QtBot, show: Show, bridge: Bridge
) -> None:
    dialog = asked(qtbot, show, bridge, "register")
    assert dialog.choice.paper.offers("A4 landscape")
    assert not dialog.choice.paper.offers("roll 80")
    assert not dialog.choice.paper.offers("241x93")
    for typed, said in (
        ("100x60", "A4 landscape: 100 × 60 mm is too small"),
        ("DIN lang", "no paper"),
        ("", "no paper"),
    ):
        dialog.choice.paper.put_typed(typed)
        dialog.accept()
        assert said in dialog.fields["paper"].problem()
        assert dialog.isVisible()
    dialog.choice.paper.set_value("A4 landscape")
    dialog.choice.dx.setText("links")
    dialog.accept()
    assert "number of millimetres" in dialog.fields["dx"].problem()
    dialog.choice.dx.setText("")
    dialog.choice.copies.setText("0")
    dialog.accept()
    assert "1 to 20" in dialog.fields["copies"].problem()
    dialog.choice.copies.setText("2")
    dialog.accept()
    assert not dialog.isVisible()
    assert dialog.profile.copies == 2


def test_a_printer_that_is_not_there_is_refused_beside_its_box_and_the_one_before_stays(
    qtbot: QtBot, show: Show, bridge: Bridge
) -> None:
    dialog = asked(qtbot, show, bridge, profile=PrinterProfile(NEEDLES))
    dialog.choice.printer.put_typed(f"{NEEDLES}eps")
    dialog.accept()
    assert dialog.isVisible()
    assert dialog.fields["queue"].problem() == f"The printer “{NEEDLES}eps” is not there."
    assert kept_profile(bridge.settings, "work_order") is None
    dialog.choice.printer.put_typed("")
    dialog.accept()
    assert dialog.profile.queue == "", "none may be chosen"


def test_a_paper_that_the_printer_has_not_is_said_beside_it(qtbot: QtBot, show: Show, bridge: Bridge) -> None:
    choice = asked(qtbot, show, bridge, profile=PrinterProfile(LASER, "241x140")).choice
    assert "has no paper 241 × 140 mm" in choice.warning.text()
    choice.printer.set_value(NEEDLES)
    assert choice.warning.text() == ""
    choice.printer.set_value(LASER)
    choice.paper.set_value("A5 landscape")
    assert choice.warning.text() == ""


def test_the_test_page_comes_on_the_paper_chosen(qtbot: QtBot, show: Show, bridge: Bridge, tray: Path) -> None:
    choice = asked(qtbot, show, bridge, profile=PrinterProfile(NEEDLES, "241x93", dx=2, copies=3)).choice
    choice.test.click()
    assert "Sent to" in choice.said.words()
    assert sides(tray) == [(241, 93)]
    assert kept_profile(bridge.settings, "work_order") is None, "trying keeps nothing"


def test_a_tray_that_the_printer_does_not_tell_of_now_is_kept(
    qtbot: QtBot, show: Show, bridge: Bridge, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = PrinterProfile(NEEDLES, "241x140", tray="Tractor")
    monkeypatch.setattr(spooling, "trays", lambda _name: ())
    dialog = asked(qtbot, show, bridge, profile=kept)
    assert dialog.choice.tray.isVisible()
    dialog.accept()
    assert dialog.profile == kept


def test_what_is_laid_out_by_itself_comes_on_its_own_paper_and_never_over_printed_sheets(
    qtbot: QtBot, show: Show, bridge: Bridge, tray: Path
) -> None:
    for form, paper, size in (("recovery_sheet", "A5 landscape", (210, 148)), ("month_report", "A4", (210, 297))):
        dialog = asked(qtbot, show, bridge, form, PrinterProfile(LASER, mode=PrintMode.OVERPRINT))
        assert dialog.choice.mode.value is PrintMode.PARTS
        assert printed_form(form).modes == (PrintMode.PARTS,)
        dialog.choice.test.click()
        assert sides(tray) == [size]
        dialog.accept()
        assert (dialog.profile.paper, dialog.profile.mode) == (paper, PrintMode.PARTS)
        choice = asked(qtbot, show, bridge, form).choice
        choice.paper.put_typed("A3")
        with pytest.raises(UserError) as told:
            choice.profile()
        assert told.value.field == "paper"


def test_the_test_page_tells_the_office_s_time(
    qtbot: QtBot, show: Show, bridge: Bridge, tray: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[datetime] = []

    def noted(office: str, profile: PrinterProfile, sheet: PaperSize, now: datetime) -> Paper:
        told.append(now)
        return render_test_page(office, profile, sheet, now)

    monkeypatch.setattr(trial_page, "render_test_page", noted)
    asked(qtbot, show, bridge).choice.print_test()
    assert [moment.utcoffset() for moment in told] == [bridge.local(bridge.now()).utcoffset()]


def test_a_printer_whose_trays_can_not_be_read_is_used_all_the_same(
    qtbot: QtBot, show: Show, bridge: Bridge, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unread(name: str) -> tuple[tuple[str, str], ...]:
        raise EnvironmentProblem("The trays of the printer “{printer}” can't be read.", "Look.", printer=name)

    monkeypatch.setattr(spooling, "trays", unread)
    dialog = asked(qtbot, show, bridge, profile=PrinterProfile(LASER, "A4"))
    assert "can't be read" in dialog.choice.said.words()
    dialog.accept()
    assert dialog.profile == PrinterProfile(LASER, "A4")


def test_the_preview_shows_the_pages_by_another_printer_at_once_and_saves_them_so(
    qtbot: QtBot, show: Show, bridge: Bridge, office: Office, answers: Answers, tmp_path: Path
) -> None:
    show(page := QWidget())
    job = slip_job(bridge, a_slip(office).order_id)
    dialog = PreviewDialog(page, job, job.preview())
    qtbot.addWidget(dialog)
    with qtbot.waitExposed(dialog):
        dialog.show()
    assert (dialog.view.count(), dialog.parts.isVisible()) == (4, True)

    def choose(chosen: PrinterDialog) -> None:
        chosen.choice.printer.set_value(LASER)
        chosen.choice.paper.set_value("241x140")
        chosen.choice.mode.set_value(PrintMode.CARBON)

    answers.expect_dialog(choose)
    qtbot.keyClick(dialog, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    assert (dialog.view.count(), dialog.parts.isVisible()) == (1, False)
    assert "has no paper 241 × 140 mm" in dialog.banner.words()
    answers.expect("save_file", tmp_path / "slip.pdf")
    dialog.save_pdf()
    assert sides(tmp_path / "slip.pdf") == [(241, 140)]


def test_a_printer_that_the_settings_file_has_wrongly_is_said_and_asked_for(
    bridge: Bridge, office: Office, show: Show, answers: Answers
) -> None:
    bridge.settings.change(printers={"work_order": {"queue": LASER, "paper": "A9"}})
    show(page := QWidget())
    seen: list[str] = []

    def look(dialog: PreviewDialog) -> None:
        seen.append(dialog.banner.words())
        dialog.print_it()

    answers.expect_dialog(look)
    assert print_slip(bridge, a_slip(office).order_id, page) is not None
    assert "no paper “A9”" in seen[0]
    assert kept_profile(bridge.settings, "work_order") == PrinterProfile(LASER)
    page_of_settings = PrinterSettings(bridge)
    page_of_settings.refresh()
    assert LASER in page_of_settings.lines["work_order"][1].whole()


def test_the_papers_are_those_of_the_offices_own_form(
    qtbot: QtBot, bridge: Bridge, office: Office, show: Show, answers: Answers
) -> None:
    keep_profile(bridge.settings, "work_order", PrinterProfile(NEEDLES, "roll 80", dots=True))
    order_id = a_slip(office).order_id
    clerk = office.staff
    assert clerk is not None
    office.sign_in(ADMINISTRATOR, PASSWORD)
    own = replace(shipped("work_order"), title="维修工单", layouts=())
    office.do(forms.adopt, "work_order", text_of(own), 0, "")
    office.sign_in(clerk.name, PASSWORD)
    form = printed_form("work_order", office.record.own_forms)
    assert (form.title, [paper.name for paper in form.papers]) == ("维修工单", [paper.name for paper in own.papers])
    dialog = PrinterDialog(None, bridge.settings, form, "阳光花园", proposed_profile(bridge.settings, form))
    assert not dialog.choice.paper.offers("roll 80")
    dialog.deleteLater()
    seen: list[tuple[str, str]] = []

    def look(preview: PreviewDialog) -> None:
        seen.append((preview.banner.words(), preview.profile.paper))
        preview.print_it()

    answers.expect_dialog(look)
    show(page := QWidget())
    assert print_slip(bridge, order_id, page) is not None, "the paper that is gone is said, another asked for"
    assert "维修工单" in seen[0][0]
    assert kept_profile(bridge.settings, "work_order") == PrinterProfile(NEEDLES, dots=True)


def test_chosen_by_mistake_another_printer_takes_nothing_from_the_one_before(
    qtbot: QtBot, show: Show, bridge: Bridge
) -> None:
    kept = PrinterProfile(NEEDLES, "241x140", PrintMode.CARBON, 1.5, -2, dots=True, tray="Tractor")
    choice = asked(qtbot, show, bridge, profile=kept).choice
    choice.printer.set_value(LASER)
    assert (choice.dx.text(), choice.dy.text()) == ("0", "0")
    choice.printer.set_value(NEEDLES)
    assert choice.profile() == kept


def test_on_another_printer_a_form_is_not_moved_as_on_the_one_before(bridge: Bridge) -> None:
    keep_profile(bridge.settings, "register", PrinterProfile(LASER, grey=True))
    kept = PrinterProfile(NEEDLES, "241x140", PrintMode.CARBON, 1.5, -2, dots=True, tray="Tractor")
    moved = moved_to(bridge.settings, kept, LASER)
    assert moved == PrinterProfile(LASER, "241x140", PrintMode.CARBON, grey=True)


def test_a_form_without_a_printer_is_offered_that_of_a_form_on_the_same_paper(bridge: Bridge) -> None:
    keep_profile(bridge.settings, "work_order", PrinterProfile(NEEDLES, "241x140", dots=True))
    keep_profile(bridge.settings, "register", PrinterProfile(LASER, "A4 landscape", grey=True))
    assert proposed_profile(bridge.settings, printed_form("follow_up")) == PrinterProfile(LASER, grey=True)
    assert printed_form("work_order").words(PrinterProfile(NEEDLES, "241x140", PrintMode.CARBON, 1, 0)) == (
        f"{NEEDLES} · 241 × 140 mm · One strike on carbon paper · moved by 1 / 0 mm"
    )


@pytest.mark.parametrize(
    ("across", "down", "lying", "width"),
    [
        (241, 140, False, 241),
        (241, 93, False, 241),
        (241, 280, False, 241),
        (80, 60, False, 80),
        (80, 300, False, 80),
        (190, 120, False, 190),
        (210, 148, True, 148),
        (148, 210, False, 148),
        (297, 210, True, 210),
    ],
)
def test_only_cut_sheets_are_turned(across: float, down: float, lying: bool, width: float) -> None:
    layout = spooling.page_layout(QSizeF(across * spooling.MM, down * spooling.MM))
    assert (layout.orientation() is QPageLayout.Orientation.Landscape) == lying
    assert round(layout.pageSize().size(layout.pageSize().Unit.Millimeter).width()) == width
    assert round(layout.fullRect(QPageLayout.Unit.Millimeter).width()) == across


def test_windows_is_told_where_a_paper_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("complaintdesk.ui.spooling.sys.platform", "win32")
    assert "properties of the print server" in spooling.paper_warning(LASER, PaperSize(241, 140))
