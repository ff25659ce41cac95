# SPDX-License-Identifier: Apache-2.0
"""The pictures in the help, taken by the program of itself: the demo office in the light, in each language."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from functools import partial
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

import openpyxl
from PIL import Image
from PySide6.QtCore import QBuffer, QIODevice, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from complaintdesk import paths, selftest
from complaintdesk.desk import demo, explaining, order_lists
from complaintdesk.desk.office import open_office
from complaintdesk.domain.terms import Level
from complaintdesk.labels import LANGUAGES, set_zone
from complaintdesk.settings import SettingsFile
from complaintdesk.ui import background
from complaintdesk.ui.book_window import BookWindow
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.calendar_settings import CalendarSettings
from complaintdesk.ui.first_morning import FirstMorningPage
from complaintdesk.ui.import_wizard import COLUMNS, ImportWizard
from complaintdesk.ui.main_window import MainWindow
from complaintdesk.ui.palette import Palette
from complaintdesk.ui.record_table import RecordTable
from complaintdesk.ui.restoring import RestorePage
from complaintdesk.ui.settings_machine import BackupSettings
from complaintdesk.ui.settings_window import SettingsWindow
from complaintdesk.ui.tabs.case_panel import CasePanel
from complaintdesk.ui.unlock import UnlockPage

WINDOW = QSize(1280, 740)
WIDE = QSize(1600, 900)
PAGE = QSize(1000, 620)
SHADES = 96
_MOMENT = datetime(2026, 11, 18, 10, 30, tzinfo=ZoneInfo("Asia/Shanghai"))  # a Wednesday; the pictures stay the same
TODAY, REGISTER, ORDERS, FOLLOW_UPS, HOUSEHOLDS, DAY, STATISTICS = range(7)


def remake(out: Path) -> int:
    """Takes every picture of the help anew into `out`, a folder for each language; 0 when all are there."""
    with TemporaryDirectory(prefix="complaintdesk-") as scratch:
        for language in LANGUAGES:
            _remake_in(language, Path(scratch) / language, out / language)
    print(f"pictures={len(list(out.glob('*/*.png')))}")
    return 0


def _remake_in(language: str, scratch: Path, out: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    scratch.mkdir()
    selftest.application(scratch, language)
    office = open_office(demo.build_demo(scratch, lambda: _MOMENT), desk="demo", clock=lambda: _MOMENT)
    set_zone(office.zone)
    office.sign_in(demo.CLERK, demo.PASSWORD)
    window = selftest.shown(office, scratch)
    window.resize(WINDOW)
    window.status.set_backup(_MOMENT, _MOMENT)
    try:
        for name, subject in SUBJECTS:
            subject(window, lambda widget, box=None, name=name: _keep(widget, box, out / f"{name}.png"), scratch)
    finally:
        background.wait_for_all()
        window.close()
        window.deleteLater()
        office.close()


Take = Callable[..., None]


def _today(window: MainWindow, take: Take, _scratch: Path) -> None:
    window.show_tab(TODAY)
    take(window)


def _register(window: MainWindow, take: Take, _scratch: Path) -> None:
    """A call being typed."""
    tab = window.show_tab(REGISTER)
    selftest.begin_by_keys(window)
    take(window)
    tab.keep()


def _case(window: MainWindow, take: Take, _scratch: Path) -> None:
    """A case whose slip is out, with what can be done next."""
    tab = window.show_tab(REGISTER)
    table = tab.findChildren(RecordTable)[0]
    table.choose(table.ids()[2])
    take(window)


def _asked_for(window: MainWindow, take: Take, _scratch: Path) -> None:
    """What the rule book asks for in a major complaint, each with its deed."""
    window.resize(WIDE)
    take(_major_complaint(window))
    window.resize(WINDOW)


def _palette(window: MainWindow, take: Take, _scratch: Path) -> None:
    """All further deeds on it, as they open at the button."""
    window.resize(WIDE)
    _major_complaint(window).open_palette()
    palette = window.findChild(Palette)
    assert palette is not None
    take(palette)
    palette.hide()
    palette.deleteLater()
    window.resize(WINDOW)


def _why(window: MainWindow, take: Take, _scratch: Path) -> None:
    """Why a limit ends when it does: the one of the newest cases that takes the most steps to explain."""
    assert window.bridge is not None
    tab, office = window.show_tab(REGISTER), window.bridge.office
    table, panel = tab.findChildren(RecordTable)[0], tab.findChild(CasePanel)
    assert panel is not None
    told = (office.procedure_of, office.calendar_of, office.zone)
    found = [
        (len(each.steps), case_id, -at)
        for case_id in table.ids()
        for at, each in enumerate(office.ask(explaining.why, case_id, *told))
    ]
    _steps, case_id, at = max(found)
    table.choose(case_id)
    dialog = panel.why.dialog()
    assert dialog is not None
    dialog.limits.set_value(-at)
    _show(dialog, QSize(760, 480), take)


def _major_complaint(window: MainWindow) -> CasePanel:
    """The page of the newest one, chosen in the register."""
    tab = window.show_tab(REGISTER)
    table, panel = tab.findChildren(RecordTable)[0], tab.findChild(CasePanel)
    assert panel is not None
    for case_id in table.ids():
        table.choose(case_id)
        if panel.page is not None and panel.page.case.level is Level.MAJOR:
            break
    return panel


def _orders(window: MainWindow, take: Take, _scratch: Path) -> None:
    window.show_tab(ORDERS)
    _choose_first(window)
    take(window)


def _completion(window: MainWindow, take: Take, _scratch: Path) -> None:
    """What is written down when a slip comes back."""
    from complaintdesk.ui.tabs.order_panel import COMPLETE

    window.resize(WIDE)
    tab = window.show_tab(ORDERS)
    panel = tab.panel  # type: ignore[attr-defined]
    table = tab.findChildren(RecordTable)[0]
    for order_id in table.ids():
        table.choose(order_id)
        if panel.next_step() == COMPLETE and panel.ask(COMPLETE):
            break
    take(panel)
    panel.slot.put_away()
    window.resize(WINDOW)


def _fees(window: MainWindow, take: Take, _scratch: Path) -> None:
    """A slip with something owed."""
    from complaintdesk.ui.tabs.order_panel import PAY

    tab = window.show_tab(ORDERS)
    tab.views.set_value("unpaid")  # type: ignore[attr-defined]
    tab.refresh()
    _choose_first(window)
    panel = tab.panel  # type: ignore[attr-defined]
    panel.ask(PAY)
    take(panel)
    panel.slot.put_away()


def _follow_ups(window: MainWindow, take: Take, _scratch: Path) -> None:
    window.show_tab(FOLLOW_UPS)
    _choose_first(window)
    take(window)


def _households(window: MainWindow, take: Take, _scratch: Path) -> None:
    window.show_tab(HOUSEHOLDS)
    _choose_first(window)
    take(window)


def _day(window: MainWindow, take: Take, _scratch: Path) -> None:
    """The days that are still to be reviewed, with the check list of one."""
    window.show_tab(DAY)
    _choose_first(window)
    take(window)


def _statistics(window: MainWindow, take: Take, _scratch: Path) -> None:
    tab = window.show_tab(STATISTICS)
    _wait(lambda: tab.figures is not None)  # type: ignore[attr-defined]
    take(window)


def _slip(window: MainWindow, take: Take, _scratch: Path) -> None:
    """A slip before it is printed."""
    from complaintdesk.ui.print_preview import PreviewDialog
    from complaintdesk.ui.printing import slip_job

    assert window.bridge is not None
    newest = window.bridge.ask(order_lists.order_ids, order_lists.OrderFilter("all"), window.bridge.now())[-1]
    job = slip_job(window.bridge, newest)
    _show(PreviewDialog(window, job, job.preview()), QSize(900, 640), take)


def _import(window: MainWindow, take: Take, scratch: Path) -> None:
    """The columns of a list, guessed."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in _A_LIST:
        sheet.append(row)
    path = scratch / "业主名单.xlsx"
    book.save(path)
    assert window.bridge is not None
    wizard = ImportWizard(window.bridge, window)
    wizard.show()
    wizard.file.path.setText(str(path))
    while wizard.pages.currentIndex() < COLUMNS:
        at = wizard.pages.currentIndex()
        wizard.next.click()
        _wait(partial(_past, wizard, at))
    _show(wizard, QSize(1160, 640), take)


_A_LIST = (
    ("楼栋", "单元", "房号", "姓名", "电话", "身份"),
    ("5", "1", "101", "陈晓东", "13800010011", "业主"),
    ("5", "1", "102", "林美玲", "13800010012", "业主"),
    ("5", "1", "102", "高远", "13800010013", "租户"),
    ("5", "1", "201", "黄志军", "13800010014", "业主"),
)


def _settings(window: MainWindow, take: Take, _scratch: Path) -> None:
    """Where backups go."""
    with _administrator(window) as bridge:
        dialog = SettingsWindow(window, bridge)
        dialog.page(BackupSettings)
        _show(dialog, QSize(960, 560), take)


def _calendar(window: MainWindow, take: Take, _scratch: Path) -> None:
    """A year's days off and make-up workdays."""
    with _administrator(window) as bridge:
        dialog = SettingsWindow(window, bridge)
        page = dialog.page(CalendarSettings)
        assert isinstance(page, CalendarSettings)
        page.show_year(_MOMENT.year)
        _show(dialog, QSize(1160, 760), take)


def _rule_book(window: MainWindow, take: Take, _scratch: Path) -> None:
    """The limits of the rule book as a table."""
    with _administrator(window) as bridge:
        dialog = BookWindow(window, bridge)
        dialog.tables.show_part("commitments")
        _show(dialog, QSize(1160, 700), take)


@contextmanager
def _administrator(window: MainWindow) -> Iterator[Bridge]:
    """The window's office while its administrator sits there; the clerk afterwards."""
    assert window.bridge is not None
    window.bridge.office.sign_in(demo.ADMINISTRATOR, demo.PASSWORD)
    try:
        yield window.bridge
    finally:
        window.bridge.office.sign_in(demo.CLERK, demo.PASSWORD)


def _restore(window: MainWindow, take: Take, scratch: Path) -> None:
    from complaintdesk.desk import backup

    assert window.bridge is not None
    office = window.bridge.office
    path = office.database.path
    assert path is not None
    backup.backup(office, folder=backup.backup_folder(office))
    page = RestorePage(str(path), SettingsFile(scratch / "settings.toml"))
    page.backups = [replace(kept, path=Path("/srv/desk-backups") / kept.path.name) for kept in page.backups]
    page.table.reread()
    _show(page, PAGE, take)


def _first_morning(_window: MainWindow, take: Take, scratch: Path) -> None:
    """The wizard at its first step."""
    page = FirstMorningPage(SettingsFile(scratch / "settings.toml"), str(paths.data_folder() / "office.db"))
    _show(page, PAGE, take)


def _unlock(_window: MainWindow, take: Take, _scratch: Path) -> None:
    _show(UnlockPage("office.db"), QSize(760, 420), take)


def _sign_in(window: MainWindow, take: Take, _scratch: Path) -> None:
    window.lock()
    take(window, QRect(QPoint(250, 60), QSize(780, 560)))


def _past(wizard: ImportWizard, at: int) -> bool:
    return wizard.pages.currentIndex() > at


def _choose_first(window: MainWindow) -> None:
    tab = window.current()
    assert tab is not None
    table = selftest.shown_list(tab)
    if table is not None and table.count():
        table.choose(table.ids()[0])


def _show(widget: QWidget, size: QSize, take: Take) -> None:
    widget.resize(size)
    widget.show()
    background.wait_for_all()
    take(widget)
    widget.hide()  # closed in the middle the wizard would ask
    widget.deleteLater()


def _wait(done: Callable[[], bool]) -> None:
    background.wait_for_all()
    if not done():
        raise selftest.TriedInVain("a page of the help's pictures does not come")


def _keep(widget: QWidget, box: QRect | None, path: Path) -> None:
    """Writes what the widget shows with few shades, so that it stays small."""
    for _ in range(3):  # what is laid out anew is drawn after that, and charts in a worker
        widget.grab()
        QApplication.processEvents()
        background.wait_for_all()
    focus = QApplication.focusWidget()
    shown: QPixmap = widget.grab(box) if box is not None else widget.grab()
    if focus is not None:
        focus.setFocus(Qt.FocusReason.OtherFocusReason)
    held = QBuffer()
    held.open(QIODevice.OpenModeFlag.WriteOnly)
    shown.save(held, "PNG")
    with Image.open(BytesIO(held.data().data())) as picture:
        picture.convert("RGB").quantize(SHADES, dither=Image.Dither.NONE).save(path, optimize=True)


SUBJECTS: tuple[tuple[str, Callable[[MainWindow, Take, Path], None]], ...] = (
    ("today", _today),
    ("register", _register),
    ("first-morning", _first_morning),
    ("case", _case),
    ("asked-for", _asked_for),
    ("palette", _palette),
    ("why", _why),
    ("orders", _orders),
    ("completion", _completion),
    ("fees", _fees),
    ("slip", _slip),
    ("follow-ups", _follow_ups),
    ("households", _households),
    ("import", _import),
    ("day", _day),
    ("statistics", _statistics),
    ("settings", _settings),
    ("calendar", _calendar),
    ("rule-book", _rule_book),
    ("restore", _restore),
    ("unlock", _unlock),
    ("sign-in", _sign_in),
)
