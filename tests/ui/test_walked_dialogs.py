# SPDX-License-Identifier: Apache-2.0
"""The dialogs that no menu opens are walked without a mouse like the others; and no dialog is left out."""

from __future__ import annotations

import ast
import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from complaintdesk.desk import case_pages, explaining, forms, people
from complaintdesk.desk.book_rows import table_rows
from complaintdesk.desk.book_sections import section
from complaintdesk.desk.checking import WORDS, Finding
from complaintdesk.desk.founding import shipped_procedure
from complaintdesk.desk.personal_access import RevealDraft
from complaintdesk.desk.support import LISTING, Part
from complaintdesk.errors import UserError
from complaintdesk.printing.form_text import text_of
from complaintdesk.printing.printer_profile import PrinterProfile
from complaintdesk.printing.templates import Form
from complaintdesk.sheets.form_cells import Finding as FormFinding
from complaintdesk.sheets.forms_in import SHOWN_NOW, FormRead
from complaintdesk.ui import background, printing, spooling
from complaintdesk.ui.backups import LeavingDialog, _closing
from complaintdesk.ui.batch_dialog import BatchDialog, slip_kinds
from complaintdesk.ui.book_choice import ChooseBook
from complaintdesk.ui.book_row_dialog import PickDialog, RowDialog
from complaintdesk.ui.book_version import VersionDialog
from complaintdesk.ui.book_window import BookWindow
from complaintdesk.ui.booking_back import BookBackDialog
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.crash_dialog import CrashDialog
from complaintdesk.ui.data_requests_window import RequestDialog
from complaintdesk.ui.dialogs import Dialog, TellDialog, WordsDialog, YesNoDialog
from complaintdesk.ui.export_reason import ExportReasonDialog
from complaintdesk.ui.file_preview import FilePreview, ShownFile
from complaintdesk.ui.form_dialogs import FormReadDialog, FormVersionsDialog
from complaintdesk.ui.good_morning import GoodMorningDialog
from complaintdesk.ui.import_wizard_past import PastImports
from complaintdesk.ui.office_deeds import FindingsDialog
from complaintdesk.ui.own_password import FirstPasswordDialog
from complaintdesk.ui.points_dialog import FineDialog, PointsDialog
from complaintdesk.ui.print_preview import PreviewDialog
from complaintdesk.ui.printed_form import printed_form
from complaintdesk.ui.printer_dialog import PrinterDialog
from complaintdesk.ui.progress import ProgressDialog
from complaintdesk.ui.quote_box import QuoteDialog
from complaintdesk.ui.recovery import CodeDialog, RecoverDialog
from complaintdesk.ui.reprint_reason import ReprintDialog
from complaintdesk.ui.revealing import RevealDialog
from complaintdesk.ui.safety_settings import DecryptDialog, EncryptDialog, PassphraseDialog
from complaintdesk.ui.saved_search_dialogs import SavedSearchesDialog, SaveSearchDialog
from complaintdesk.ui.scan_dialog import ScanDialog
from complaintdesk.ui.support_dialog import SupportDialog
from complaintdesk.ui.tabs.course_line import CourseDialog, CourseLine
from complaintdesk.ui.tabs.results_dialog import ResultsDialog
from complaintdesk.ui.telling import TellingDialog
from complaintdesk.ui.why_dialog import WhyDialog
from tests.builders import ADMINISTRATOR, PASSWORD, a_case, a_household, a_slip
from tests.printing.own_forms import FORM, retitled
from tests.test_architecture import PACKAGE_FILES, tree
from tests.ui import looking
from tests.ui.pictures import a_pdf, a_picture
from tests.ui.test_keyboard import FROM_MENU
from tests.ui.walking import walk

CODE = "-".join(["2345"] * 8)

BASES = {"KeyDialog", "ReasonDialog"}  # never shown: others are made of it
BY_ITSELF = {"ImportWizard"}  # walked page by page in test_keyboard.py


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    """What the dialogs stand before."""
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(looking.now.size)
    with qtbot.waitExposed(made):
        made.show()
    return made


Walked = Callable[[Dialog], list[str]]


@pytest.fixture
def walked(qtbot: QtBot) -> Walked:
    """Shows a dialog, walks it, and says what is in the way."""

    def walk_it(dialog: Dialog) -> list[str]:
        qtbot.addWidget(dialog)
        with qtbot.waitExposed(dialog):
            dialog.show()
        return walk(dialog)

    return walk_it


def _job(window: QWidget) -> background.Job:
    """Work that goes on until somebody stops it."""
    turn = threading.Event()

    def work(progress: background.Progress) -> None:
        while not turn.wait(0.02):
            progress(1, 3)

    return background.run(window, work, lambda _none: None, lambda _error: None)


def _own_form(bridge: Bridge) -> Form:
    """A form that the office changed twice."""
    bridge.sign_in(ADMINISTRATOR, PASSWORD)
    first = bridge.do(forms.adopt, FORM, text_of(retitled("催办函")), 0, "按公司要求改题" * 9)
    bridge.do(forms.back_to_shipped, FORM, first)
    return retitled("催办函")


def _form_read(window: QWidget, bridge: Bridge, _folder: Path) -> FormReadDialog:
    form = retitled("催办函（本处格式）")
    findings = tuple(
        FormFinding(f"A5 横!C{at}", UserError(SHOWN_NOW, label="电话", part="第二联　财务联"), stops=False)
        for at in range(9)
    )
    return FormReadDialog(window, bridge, FormRead(FORM, form, text_of(form), findings), (), 0)


MADE: dict[type[Dialog], Callable[[QWidget, Bridge, Path], Dialog]] = {
    BookBackDialog: lambda window, bridge, _folder: BookBackDialog(window, bridge, "WX2026-000001"),
    SaveSearchDialog: lambda window, bridge, _folder: SaveSearchDialog(window, bridge, "漏水 状态:逾期"),
    SavedSearchesDialog: lambda window, bridge, _folder: SavedSearchesDialog(window, bridge),
    TellDialog: lambda window, _bridge, _folder: TellDialog(window, "Title", "Words"),
    YesNoDialog: lambda window, _bridge, _folder: YesNoDialog(window, "Title", "Words", "Yes"),
    WordsDialog: lambda window, _bridge, _folder: WordsDialog(
        window, "Title", "Words", label="Reason", given="", lines=3, accept=""
    ),
    GoodMorningDialog: lambda window, _bridge, _folder: GoodMorningDialog(window, "Good morning", "Words"),
    CodeDialog: lambda window, bridge, _folder: CodeDialog(window, bridge, CODE),
    RecoverDialog: lambda window, bridge, _folder: RecoverDialog(window, bridge),
    FirstPasswordDialog: lambda window, bridge, _folder: FirstPasswordDialog(window, bridge, PASSWORD),
    CrashDialog: lambda _window, _bridge, _folder: CrashDialog("line\n" * 80),
    EncryptDialog: lambda window, bridge, _folder: EncryptDialog(window, bridge),
    DecryptDialog: lambda window, bridge, _folder: DecryptDialog(window, bridge),
    PassphraseDialog: lambda window, bridge, _folder: PassphraseDialog(window, bridge),
    FindingsDialog: lambda window, _bridge, _folder: FindingsDialog(
        window, "Check", (Finding("journal_gap", WORDS["journal_gap"], {"seq": 3}),) * 30
    ),
    PastImports: lambda window, bridge, _folder: PastImports(window, bridge),
    FilePreview: lambda window, _bridge, folder: FilePreview(window, _files(folder)),
    ScanDialog: lambda window, bridge, folder: ScanDialog(window, bridge, a_picture(folder / "scan.png").parent),
    SupportDialog: lambda window, _bridge, _folder: SupportDialog(window, _parts(), "20261121"),
    PreviewDialog: lambda window, bridge, _folder: _preview(window, bridge),
    ProgressDialog: lambda window, _bridge, _folder: ProgressDialog(window, "Working", _job(window)),
    LeavingDialog: lambda window, _bridge, _folder: LeavingDialog(window, _job(window), lambda: None, _closing()),
    WhyDialog: lambda window, bridge, _folder: _why(window, bridge),
    CourseDialog: lambda window, bridge, _folder: _course(window, bridge),
    PointsDialog: lambda window, bridge, _folder: PointsDialog(window, bridge, date(2026, 11, 1)),
    FineDialog: lambda window, bridge, _folder: FineDialog(window, bridge),
    ResultsDialog: lambda window, bridge, _folder: ResultsDialog(window, bridge),
    BookWindow: lambda window, bridge, _folder: BookWindow(window, bridge),
    ChooseBook: lambda window, bridge, _folder: ChooseBook(window, bridge),
    RowDialog: lambda window, _bridge, _folder: RowDialog(
        window,
        "完工",
        section("commitments").columns,
        table_rows(shipped_procedure(), "commitments")[4],
        shipped_procedure(),
    ),
    QuoteDialog: lambda window, bridge, _folder: QuoteDialog(window, bridge, ()),
    RevealDialog: lambda window, bridge, _folder: RevealDialog(
        window, bridge, RevealDraft(case_id=a_case(bridge.office).id)
    ),
    PrinterDialog: lambda window, bridge, _folder: PrinterDialog(
        window,
        bridge.settings,
        printed_form("work_order"),
        "阳光花园管理处",
        PrinterProfile("EPSON LQ-630K", "241x140", dx=1.5),
    ),
    ReprintDialog: lambda window, _bridge, _folder: ReprintDialog(window, "补打", "WX2026-000001"),
    BatchDialog: lambda window, bridge, _folder: BatchDialog(
        window, bridge, slip_kinds(bridge, [a_slip(bridge.office).order_id])
    ),
    ExportReasonDialog: lambda window, _bridge, _folder: ExportReasonDialog(window, "Export register"),
    TellingDialog: lambda window, bridge, _folder: TellingDialog(window, bridge, a_household(bridge.office), "单飞"),
    RequestDialog: lambda window, bridge, _folder: RequestDialog(window, bridge, _occupant(bridge), "单飞"),
    PickDialog: lambda window, _bridge, _folder: PickDialog(
        window, "Categories", [(str(at), f"分类{at}") for at in range(30)], ["3"]
    ),
    FormReadDialog: _form_read,
    FormVersionsDialog: lambda window, bridge, _folder: FormVersionsDialog(window, bridge, _own_form(bridge)),
    VersionDialog: lambda window, _bridge, _folder: VersionDialog(window, "2", shipped_procedure("hotel"), ""),
}


def _files(folder: Path) -> list[ShownFile]:
    """A paper of three pages and a picture."""
    paper, picture = a_pdf(3), a_picture(folder / "photo.png").read_bytes()
    return [
        ShownFile("paper.pdf", len(paper), lambda: paper),
        ShownFile("photo.png", len(picture), lambda: picture),
    ]


def _parts() -> tuple[Part, ...]:
    return tuple(Part(name, "what it is", "line\n" * 60) for name in (LISTING, "complaintdesk.log", "settings.toml"))


def _preview(window: QWidget, bridge: Bridge) -> PreviewDialog:
    job = printing.slip_job(bridge, a_slip(bridge.office).order_id)
    return PreviewDialog(window, job, job.preview())


def _occupant(bridge: Bridge) -> int:
    place_id = a_household(bridge.office)
    return bridge.ask(people.place_page, place_id, bridge.books).occupants[0].id


def _why(window: QWidget, bridge: Bridge) -> WhyDialog:
    office, case_id = bridge.office, a_case(bridge.office).id
    found = bridge.ask(explaining.why, case_id, office.procedure_of, office.calendar_of, office.zone)
    events = bridge.ask(case_pages.case_page, case_id, bridge.books).events
    return WhyDialog(window, found, events, bridge.now(), office.zone, found[0])


def _course(window: QWidget, bridge: Bridge) -> CourseDialog:
    line = CourseLine()
    line.setParent(window)
    page = bridge.ask(case_pages.case_page, a_case(bridge.office).id, bridge.books)
    line.show_page(page, bridge.now(), bridge.office.zone)
    dialog = line.dialog()
    assert dialog is not None
    return dialog


@pytest.mark.parametrize("kind", MADE, ids=lambda kind: kind.__name__)
@pytest.mark.parametrize("printers", [(), ("HP LaserJet", "EPSON LQ-630K")], ids=["no printer", "two printers"])
def test_each_dialog_is_walked(
    window: QWidget,
    bridge: Bridge,
    walked: Walked,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    kind: type[Dialog],
    printers: tuple[str, ...],
) -> None:
    monkeypatch.setattr(spooling, "printers", lambda: printers)
    found = walked(MADE[kind](window, bridge, tmp_path))
    assert found == [], "\n".join(found)


def test_no_dialog_is_left_out() -> None:
    """Whoever adds a dialog adds it to the menu, or to the list above."""
    there = {
        node.name
        for path in PACKAGE_FILES
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ClassDef) and any(ast.unparse(base).endswith("Dialog") for base in node.bases)
    } - {"Dialog"}
    assert there - BASES == {kind.__name__ for kind in MADE} | FROM_MENU | BY_ITSELF
