# SPDX-License-Identifier: Apache-2.0
"""The program tried out on itself: every tab and form on a made-up office, and a call typed into the real window."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from PySide6.QtCore import QMessageLogContext, Qt, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from complaintdesk import app as program
from complaintdesk.desk.redacting import frames_of
from complaintdesk.errors import Told
from complaintdesk.labels import set_zone, translate, words_of
from complaintdesk.settings import SettingsFile
from complaintdesk.ui import background, look
from complaintdesk.ui.main_window import MainWindow
from complaintdesk.ui.record_table import RecordTable

if TYPE_CHECKING:
    from complaintdesk.desk.office import Office

SIZES = ((1366, 768), (1920, 1080))
_PATIENCE = 20_000  # ms for the window to come to rest


class TriedInVain(Exception):
    """Something does not do what it should."""


def run(language: str = "") -> int:
    """Tries every tab, every form, an export, a backup and a check on a temporary office; 0 if all are well, else 1.

    Says each step on the terminal in words; the last line counts them.
    """
    trials: tuple[tuple[str, Callable[[Office, Path], None]], ...] = (
        (translate("selftest", "every tab, light and dark"), _try_tabs),
        (translate("selftest", "every paper form"), _try_forms),
        (translate("selftest", "the register in Excel, read back"), _try_export),
        (translate("selftest", "a backup, verified"), _try_backup),
        (translate("selftest", "the books, checked"), _try_check),
    )
    failed = 0
    with TemporaryDirectory(prefix="complaintdesk-") as scratch, _demo_office(Path(scratch), language) as office:
        for words, trial in trials:
            try:
                trial(office, Path(scratch))
            except (Told, TriedInVain) as problem:
                failed += 1
                said = words_of(problem) if isinstance(problem, Told) else str(problem)
                print(f"✗ {words}: {said}", file=sys.stderr)
            else:
                print(f"✓ {words}")
    print(f"trials={len(trials)} failed={failed}")
    return 1 if failed else 0


def smoke(out: Path, language: str = "") -> int:
    """Signs in and registers a call by keys alone in the real window, then takes pictures into `out`; 0 or 1."""
    out.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix="complaintdesk-") as scratch, _demo_office(Path(scratch), language) as office:
        before = _cases(office)
        window = _window(office, Path(scratch))
        try:
            _sign_in_by_keys(window)
            _register_by_keys(window)
            if _cases(office) != before + 1:
                _grab(window, out / "failed.png")
                print(
                    translate("selftest", "The call that was typed is not in the register: see {path}").format(
                        path=out / "failed.png"
                    ),
                    file=sys.stderr,
                )
                return 1
            begin_by_keys(window)
            _take_pictures(window, out)
        finally:
            window.close()
    print(f"pictures={len(list(out.glob('*.png')))}")
    return 0


def pictures(folder: Path, out: Path) -> None:
    """Pictures of each tab, light and dark, of the demo office in `folder`, into `out`."""
    from complaintdesk.desk import demo

    out.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix="complaintdesk-") as scratch:
        application(Path(scratch), "")
        office = demo.open_demo(folder)
        try:
            window = shown(office, Path(scratch))
            begin_by_keys(window)
            _take_pictures(window, out)
            _picture_slip(window, out / "slip.png")
            window.close()
        finally:
            office.close()


@contextmanager
def _demo_office(scratch: Path, language: str) -> Iterator[Office]:
    """The demo office made in `scratch`, its clerk signed in, and an application to show it in."""
    application(scratch, language)
    from complaintdesk.desk import demo

    office = demo.open_demo(scratch / "office")
    set_zone(office.zone)
    try:
        yield office
    finally:
        background.stop_all()
        office.close()


def application(scratch: Path, language: str) -> QApplication:
    """The application, dressed as the window's, with settings in `scratch`."""
    app = QApplication.instance() or QApplication(["complaintdesk"])
    assert isinstance(app, QApplication)
    qInstallMessageHandler(_qt_said)
    program.dress(app, _settings(scratch), language)
    program.look_for_garbage(app)
    return app


def _qt_said(_kind: QtMsgType, _context: QMessageLogContext, words: str) -> None:
    """Passes on what Qt says, but not what its platform without a screen can't do."""
    if not words.startswith("This plugin does not support"):
        print(words, file=sys.stderr)


def _settings(scratch: Path) -> SettingsFile:
    """Settings of the trial's own, that leave the machine's alone."""
    return SettingsFile(scratch / "settings.toml")


def _window(office: Office, scratch: Path) -> MainWindow:
    """A window on the office that nobody has signed in to."""
    from complaintdesk.ui.bridge import Bridge
    from complaintdesk.ui.tab_list import TABS

    window = MainWindow(_settings(scratch))
    window.attach(Bridge(office, window.settings), TABS)
    window.resize(*SIZES[0])
    window.show()
    window.activateWindow()
    if not QTest.qWaitForWindowExposed(window, _PATIENCE):
        raise TriedInVain(translate("selftest", "The window does not open."))
    return window


def shown(office: Office, scratch: Path) -> MainWindow:
    """A window in which who is signed in goes on."""
    window = _window(office, scratch)
    window.resume()
    return window


@contextmanager
def _faults() -> Iterator[list[str]]:
    """The errors that come out of the window meanwhile, as frames without anybody's data."""
    met: list[str] = []
    before = sys.excepthook
    sys.excepthook = lambda _kind, error, _trace: met.append(frames_of(error))
    try:
        yield met
    finally:
        sys.excepthook = before


def _take_pictures(window: MainWindow, out: Path) -> list[Path]:
    """A picture of each tab in both schemes and sizes; its first record is chosen."""
    taken = []
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    for scheme in (look.Scheme.LIGHT, look.Scheme.DARK):
        look.apply(app, scheme)
        for at in range(window.tab_count()):
            tab = window.show_tab(at)
            name = type(tab).__name__.removesuffix("Tab").lower()
            table = shown_list(tab)
            if table is not None and table.chosen_id() is None and table.count():
                table.choose(table.ids()[0])
            for width, height in SIZES:
                window.resize(width, height)
                wide = "" if (width, height) == SIZES[0] else f"-{width}"
                taken.append(_grab(window, out / f"{name}-{scheme}{wide}.png"))
            window.resize(*SIZES[0])
    look.apply(app, look.Scheme.LIGHT)
    return taken


def shown_list(tab: QWidget) -> RecordTable | None:
    """The first list of records in view on a page."""
    return next((table for table in tab.findChildren(RecordTable) if table.isVisible()), None)


def _picture_slip(window: MainWindow, path: Path) -> None:
    """A picture of the newest slip as it comes out of the printer."""
    from complaintdesk.desk import order_lists
    from complaintdesk.ui.paper_pages import PaperPages
    from complaintdesk.ui.printing import slip_job

    assert window.bridge is not None
    newest = window.bridge.ask(order_lists.order_ids, order_lists.OrderFilter("all"), window.bridge.now())[-1]
    pages = PaperPages(slip_job(window.bridge, newest).preview().pdf)
    try:
        pages.picture(0, 144).save(str(path))
    finally:
        pages.close()


def _grab(window: MainWindow, path: Path) -> Path:
    for _ in range(3):  # a page that reads in a worker is empty until then, and its charts are drawn after that
        background.wait_for_all()
        QApplication.processEvents()
    if not window.grab().save(str(path)):
        raise TriedInVain(translate("selftest", "No picture could be written to {path}.").format(path=path))
    return path


def _try_tabs(office: Office, scratch: Path) -> None:
    out = scratch / "pictures"
    out.mkdir()
    with _faults() as met:
        window = shown(office, scratch)
        pictures = _take_pictures(window, out)
        window.close()
    if met:
        raise TriedInVain(met[0])
    if len({path.read_bytes() for path in pictures}) < len(pictures):
        raise TriedInVain(translate("selftest", "Two pages look the same: one of them did not draw itself."))


def _try_forms(office: Office, _scratch: Path) -> None:
    import pypdfium2

    from complaintdesk.printing import form_files, forms

    for form_id in form_files.shipped_ids():
        for mode in (forms.Mode.SAMPLE, forms.Mode.BLANK):
            paper = forms.render(
                form_id, office=office.record, printed_by="", printed_at=office.now(), zone=office.zone, mode=mode
            )
            with pypdfium2.PdfDocument(paper.pdf) as read:
                if len(read) != paper.pages:
                    raise TriedInVain(translate("selftest", "The form {form} can't be read back.").format(form=form_id))


def _try_export(office: Office, scratch: Path) -> None:
    from complaintdesk.desk import case_pages
    from complaintdesk.sheets.reading import read_book
    from complaintdesk.sheets.register_out import write_register

    path = scratch / "register.xlsx"
    ids = office.ask(case_pages.cases_between, None, None)
    office.ask(
        lambda session: write_register(
            path,
            case_pages.case_records(session, ids, office.books),
            office_name=office.record.name,
            zone=office.zone,
        )
    )
    rows = read_book(path)[0].rows
    if len(rows) < len(ids) + 1:
        raise TriedInVain(
            translate("selftest", "{written} of {count} cases came back.").format(written=len(rows) - 1, count=len(ids))
        )


def _try_backup(office: Office, scratch: Path) -> None:
    from complaintdesk.desk.backup import backup

    made = backup(office, scratch / "backup.zip")
    if made.manifest.cases != _cases(office):
        raise TriedInVain(translate("selftest", "The backup does not hold every case."))


def _try_check(office: Office, _scratch: Path) -> None:
    from complaintdesk.desk.checking import check

    found = check(office.database, office.pool)
    if found:
        raise TriedInVain(translate("check", found[0].text).format(**found[0].values))


def _cases(office: Office) -> int:
    from complaintdesk.desk import case_pages

    return len(office.ask(case_pages.cases_between, None, None))


def _sign_in_by_keys(window: MainWindow) -> None:
    from complaintdesk.desk import demo

    assert window.bridge is not None
    window.bridge.sign_out()
    window.sign_in.ask(locked=False)
    window.sign_in.name.setFocus()
    _write(window, demo.CLERK)
    _press(window, Qt.Key.Key_Return)
    QTest.keyClicks(window.focusWidget(), demo.PASSWORD)
    _press(window, Qt.Key.Key_Return)
    if window.current() is None:
        raise TriedInVain(translate("selftest", "Name and password do not open the desk."))


def begin_by_keys(window: MainWindow) -> None:
    """A call as a person types it who never takes a hand from the keyboard: where it is, what is the matter."""
    from complaintdesk.ui.tab_list import TABS
    from complaintdesk.ui.tabs.register_tab import RegisterTab

    number = Qt.Key(Qt.Key.Key_1.value + TABS.index(RegisterTab))
    _press(window, number, held=Qt.KeyboardModifier.ControlModifier)
    _press(window, Qt.Key.Key_W, held=Qt.KeyboardModifier.AltModifier)
    QTest.keyClicks(window.focusWidget(), "3-2-1502")
    _press(window, Qt.Key.Key_Return)
    _write(window, "厨房洗菜盆下水管漏水，已流到橱柜，请尽快上门。")
    _press(window, Qt.Key.Key_Tab)
    _write(window, "给排水")
    _press(window, Qt.Key.Key_Return)


def _register_by_keys(window: MainWindow) -> None:
    """The whole call, saved: no appointment, free, a small repair, heard, asked, repeated and written down."""
    begin_by_keys(window)
    _press(window, Qt.Key.Key_Return, Qt.Key.Key_1, Qt.Key.Key_Return, Qt.Key.Key_2, Qt.Key.Key_Return)
    _press(window, Qt.Key.Key_Return, Qt.Key.Key_Return)
    for _ in range(4):
        _press(window, Qt.Key.Key_Space, Qt.Key.Key_Return)
    _press(window, Qt.Key.Key_F8)


def _write(window: MainWindow, words: str) -> None:
    """Writes Chinese as an input method does: whole words at once."""
    event = QInputMethodEvent()
    event.setCommitString(words)
    QApplication.sendEvent(window.focusWidget(), event)


def _press(window: MainWindow, *keys: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Presses keys one after the other, as the window system delivers them: to proposals while they are shown."""
    for key in keys:
        QApplication.processEvents()
        QTest.keyClick(QApplication.activePopupWidget() or window.focusWidget(), key, held)
        QApplication.processEvents()
