# SPDX-License-Identifier: Apache-2.0
"""The pictures in the help, taken by the program of itself: the demo office in the light, in each language."""

from __future__ import annotations

from collections.abc import Callable
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
from complaintdesk.desk import demo, listing
from complaintdesk.desk.office import open_office
from complaintdesk.labels import LANGUAGES, set_zone
from complaintdesk.settings import SettingsFile
from complaintdesk.ui import background
from complaintdesk.ui.first_morning import FirstMorningPage
from complaintdesk.ui.import_wizard import COLUMNS, ImportWizard
from complaintdesk.ui.main_window import MainWindow
from complaintdesk.ui.record_table import RecordTable
from complaintdesk.ui.restoring import RestorePage
from complaintdesk.ui.settings_machine import BackupSettings
from complaintdesk.ui.settings_window import SettingsWindow
from complaintdesk.ui.unlock import UnlockPage

WINDOW = QSize(1280, 740)
WIDE = QSize(1600, 900)
PAGE = QSize(1000, 620)
SHADES = 96
_MOMENT = datetime(2026, 11, 18, 10, 30, tzinfo=ZoneInfo("Asia/Shanghai"))  # a Wednesday; the pictures stay the same
REGISTER, ORDERS, FOLLOW_UPS, HOUSEHOLDS, _DAY, STATISTICS = range(1, 7)  # Today is before them


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


def _statistics(window: MainWindow, take: Take, _scratch: Path) -> None:
    tab = window.show_tab(STATISTICS)
    _wait(lambda: tab.figures is not None)  # type: ignore[attr-defined]
    take(window)


def _slip(window: MainWindow, take: Take, _scratch: Path) -> None:
    """A slip before it is printed."""
    from complaintdesk.ui.print_preview import PreviewDialog
    from complaintdesk.ui.printing import slip_job

    assert window.bridge is not None
    newest = window.bridge.ask(listing.order_ids, listing.OrderFilter("all"), window.bridge.now())[-1]
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
    assert window.bridge is not None
    window.bridge.office.sign_in(demo.ADMINISTRATOR, demo.PASSWORD)
    try:
        dialog = SettingsWindow(window, window.bridge)
        dialog.page(BackupSettings)
        _show(dialog, QSize(960, 560), take)
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
    table = tab.findChildren(RecordTable)[0]
    if table.count():
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
    ("register", _register),
    ("first-morning", _first_morning),
    ("case", _case),
    ("orders", _orders),
    ("completion", _completion),
    ("fees", _fees),
    ("slip", _slip),
    ("follow-ups", _follow_ups),
    ("households", _households),
    ("import", _import),
    ("statistics", _statistics),
    ("settings", _settings),
    ("restore", _restore),
    ("unlock", _unlock),
    ("sign-in", _sign_in),
)
