# SPDX-License-Identifier: Apache-2.0
"""The screen of the tests: fonts and style of the program, settings of their own, and answers to every question."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication, QDialog, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from complaintdesk.desk.office import Office, open_office
from complaintdesk.labels import set_language
from complaintdesk.printing.printer_profile import PrinterProfile
from complaintdesk.settings import SettingsFile
from complaintdesk.ui import look, profiles, prompts, spooling
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.main_window import MainWindow
from complaintdesk.ui.style import DeskStyle
from complaintdesk.ui.tab_list import TABS
from complaintdesk.ui.tabs.day_tab import DayTab
from complaintdesk.ui.tabs.orders_tab import OrdersTab
from complaintdesk.ui.tabs.register_tab import RegisterTab
from tests.builders import PASSWORD, DeskClock, found
from tests.desk.day_book import adopt, day_book
from tests.ui import looking
from tests.ui.calls import Keyboard, Register

REGISTER, ORDERS = TABS.index(RegisterTab), TABS.index(OrdersTab)  # where they stand
PRINTER = "HP LaserJet"
_PATIENCE = 30_000  # ms for what takes a moment on a machine that has nothing else to do
NOW = datetime(2026, 11, 21, 2, 30, tzinfo=UTC)  # a Saturday, 10:30 in the office's zone


@pytest.fixture(scope="session")
def qapp(qapp_args: list[str], qapp_cls: type[QApplication]) -> QApplication:
    """The application with the program's own fonts, style and light scheme."""
    app = QApplication.instance() or qapp_cls(qapp_args)
    assert isinstance(app, QApplication)
    for weight in ("Regular", "Bold"):
        look.load_font(weight)
    app.setFont(look.font())
    app.setStyle(DeskStyle())
    look.apply(app, look.Scheme.LIGHT)
    return app


class PatientBot(QtBot):
    """pytest-qt's hands, which wait for what a worker does on a busy machine as well."""

    def waitUntil(self, callback: Callable[[], bool | None], *, timeout: int = _PATIENCE) -> None:
        """Returns when the callback says so; fails after so many milliseconds."""
        super().waitUntil(callback, timeout=timeout)


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    """As pytest-qt's own, with more patience."""
    return PatientBot(request)


@pytest.fixture(autouse=True)
def _garbage_in_this_thread() -> Iterator[None]:
    """What a test leaves goes when it is over, and in no worker: see `complaintdesk.ui.garbage`."""
    gc.disable()
    yield
    gc.collect(1)  # all that was made since the last one's end
    gc.enable()


@pytest.fixture(autouse=True)
def _light_and_english(qapp: QApplication, request: pytest.FixtureRequest) -> Iterator[None]:
    """Each test starts in the light and in English, the language of the sources, unless another `--look` is asked."""
    looking.now = looking.Look.of(request.config.getoption("look"), request.config.getoption("pictures"))
    set_language(looking.now.language)
    scheme = look.Scheme(looking.now.scheme)
    if look.is_dark() != (scheme is look.Scheme.DARK):
        look.apply(qapp, scheme)
    yield
    if look.is_dark():
        look.apply(qapp, look.Scheme.LIGHT)
    for window in qapp.topLevelWidgets():
        window.hide()  # one that is left standing would take the keyboard from the next test's


@pytest.fixture
def settings(tmp_path: Path) -> SettingsFile:
    """A machine's settings on its first day."""
    return SettingsFile(tmp_path / "config" / "settings.toml")


Show = Callable[..., QWidget]


@pytest.fixture
def show(qtbot: QtBot) -> Iterator[Show]:
    """Puts parts one below the other on a page of their own and waits until it is on the screen."""
    pages: list[QWidget] = []

    def put(*parts: QWidget) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        for part in parts:
            column.addWidget(part)
        with qtbot.waitExposed(page):
            page.show()
        page.activateWindow()
        pages.append(page)
        return page

    yield put
    for page in pages:
        page.close()
        page.deleteLater()


@dataclass
class Answers:
    """What people will say when asked, in order; and what they were asked."""

    asked: list[prompts.Prompt] = field(default_factory=list)
    _waiting: list[tuple[str, Any]] = field(default_factory=list)

    def expect(self, kind: str, answer: Any = None) -> None:
        """The next question is of this kind (tell, yes_no, words, choose_file, save_file, choose_folder)."""
        self._waiting.append((kind, answer))

    def expect_dialog(self, fill: Callable[[Any], None], *, accept: bool = True) -> None:
        """The next question is a dialog: `fill` types into it, then it is accepted (and must be) or cancelled."""
        self._waiting.append(("dialog", (fill, accept)))

    def __call__(self, prompt: prompts.Prompt) -> Any:
        self.asked.append(prompt)
        assert self._waiting, f"nobody answers: {prompt.kind}: {prompt.title}: {prompt.text}"
        kind, answer = self._waiting.pop(0)
        assert kind == prompt.kind, f"asked {prompt.kind} ({prompt.title}), not {kind}"
        if prompt.dialog is None:
            return answer
        fill, accept = answer
        return self._fill(prompt.dialog, fill, accept)

    @staticmethod
    def _fill(dialog: QDialog, fill: Callable[[Any], None], accept: bool) -> bool:
        dialog.show()
        fill(dialog)
        if accept:
            dialog.accept()
            assert dialog.result() == QDialog.DialogCode.Accepted, f"{dialog.windowTitle()} was not accepted"
        else:
            dialog.reject()
        dialog.deleteLater()
        return accept

    def left(self) -> list[tuple[str, Any]]:
        """Answers that nobody asked for."""
        return self._waiting


@pytest.fixture(autouse=True)
def answers(monkeypatch: pytest.MonkeyPatch) -> Iterator[Answers]:
    """Answers every modal question of the test; one without an answer fails it, and so does an answer without one."""
    given = Answers()
    monkeypatch.setattr(prompts, "answer", given)
    yield given
    assert not given.left(), f"never asked: {given.left()}"


@pytest.fixture
def clock() -> DeskClock:
    """Half past ten on a Saturday; set `clock.now` to go on."""
    return DeskClock(NOW)


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database of an office with one member of staff of each role, to be copied."""
    path = tmp_path_factory.mktemp("founded") / "office.db"
    found(path, DeskClock(NOW))
    return path


@pytest.fixture
def office(location: str, clock: DeskClock) -> Iterator[Office]:
    """The office, opened, nobody signed in; the password of everyone is PASSWORD."""
    opened = open_office(location, clock=clock)
    yield opened
    opened.close()


@pytest.fixture
def bridge(office: Office, settings: SettingsFile) -> Iterator[Bridge]:
    """What every tab gets, with the supervisor 王敏 signed in."""
    made = Bridge(office, settings)
    made.sign_in("王敏", PASSWORD)
    yield made
    made.close()


@pytest.fixture
def keys(qtbot: QtBot) -> Keyboard:
    """A keyboard that counts."""
    return Keyboard(qtbot)


@pytest.fixture
def register(bridge: Bridge, show: Show) -> Register:
    """Opens the register tab on a page of its own, as big as at 1366×768; once more stands for a new start."""
    pages: list[QWidget] = []

    def open_tab() -> RegisterTab:
        for page in pages:
            page.close()
        tab = RegisterTab(bridge)
        tab.setMinimumSize(1340, 680)
        pages.append(show(tab))
        return tab

    return open_tab


@pytest.fixture
def orders_tab(bridge: Bridge, show: Show) -> Iterator[OrdersTab]:
    """The work orders tab on a page of its own; what is half-typed at the end is not kept."""
    made = OrdersTab(bridge)
    show(made)
    yield made
    made.panel.slot.form = None


@pytest.fixture
def day_tab(bridge: Bridge, show: Show) -> DayTab:
    """The day tab on a page of its own, under a rule book that asks for reviews and names two meetings."""
    adopt(bridge.office, day_book())
    made = DayTab(bridge)
    made.setMinimumSize(1340, 680)
    show(made)
    return made


@pytest.fixture
def open_window(qtbot: QtBot) -> Iterator[Callable[[Bridge], MainWindow]]:
    """Opens the window with all its tabs at 1366×768, for who is signed in; closed before the bridge is."""
    windows: list[MainWindow] = []

    def put(bridge: Bridge) -> MainWindow:
        made = MainWindow(bridge.settings)
        windows.append(made)
        made.attach(bridge, TABS)
        made.resume()
        made.resize(looking.now.size)
        with qtbot.waitExposed(made):
            made.show()
        made.activateWindow()
        return made

    yield put
    for made in windows:
        made.close()
        made.deleteLater()


@pytest.fixture
def whole_window(bridge: Bridge, open_window: Callable[[Bridge], MainWindow]) -> MainWindow:
    """The window with the supervisor signed in, at the register."""
    window = open_window(bridge)
    window.show_tab(REGISTER)
    return window


@pytest.fixture
def tray(tmp_path: Path, bridge: Bridge, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the sheets of the desk's printer lie; slips were printed there before."""
    path = tmp_path / "tray.pdf"

    def open_printer(_name: str) -> QPrinter:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(path))
        return printer

    monkeypatch.setattr(spooling, "printers", lambda: (PRINTER,))
    monkeypatch.setattr(spooling, "open_printer", open_printer)
    profiles.keep_profile(bridge.settings, "work_order", PrinterProfile(PRINTER))
    return path
