# SPDX-License-Identifier: Apache-2.0
"""Every window is walked without a mouse: all is reached by Tab in reading order, has a name, and no key means two."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from complaintdesk.desk import demo, phrases
from complaintdesk.desk.office import Office
from complaintdesk.desk.phrases import PhraseDraft
from complaintdesk.errors import EnvironmentProblem
from complaintdesk.labels import translate
from complaintdesk.settings import SettingsFile
from complaintdesk.ui import background, prompts
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.buttons import Button, Choice
from complaintdesk.ui.first_morning import FirstMorningPage
from complaintdesk.ui.first_start import FirstStartPage
from complaintdesk.ui.help_window import open_help
from complaintdesk.ui.import_wizard import ImportWizard
from complaintdesk.ui.inputs import LineInput
from complaintdesk.ui.main_window import MainWindow
from complaintdesk.ui.record_table import RecordTable
from complaintdesk.ui.restoring import RestorePage
from complaintdesk.ui.settings_window import SettingsWindow
from complaintdesk.ui.tab_list import TABS
from complaintdesk.ui.tabs.register_tab import RegisterTab
from complaintdesk.ui.unlock import UnlockPage
from tests.ui import looking
from tests.ui.conftest import ORDERS, REGISTER, Answers, Show
from tests.ui.walking import walk

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

ALL_TABS = range(len(TABS))
# What the menu opens, and what the settings' buttons open in turn.
FROM_MENU = {
    *("SettingsWindow", "AboutDialog", "ExportDialog", "MonthDialog", "FeesDialog", "RoomsDialog", "FormsDialog"),
    *("PersonDialog", "PhraseDialog", "PasswordDialog", "LeaveDialog", "PastImports", "ImportWizard"),
    *("BookWindow", "ChooseBook", "VersionDialog", "AccessWindow", "DataRequestsWindow", "NewListDialog"),
    *("RegulationsAtHand", "ItemDialog", "ForceDialog", "TeamDaysWindow"),
}


@pytest.fixture(scope="module")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo office: something of everything."""
    folder = tmp_path_factory.mktemp("demo") / "office"
    demo.build_demo(folder)
    return folder


@pytest.fixture
def demo_bridge(demo_folder: Path, settings: SettingsFile) -> Iterator[Bridge]:
    """The demo office with its head signed in."""
    made = Bridge(demo.open_demo(demo_folder), settings)
    made.sign_in(demo.HEAD, demo.PASSWORD)
    made.do(phrases.save, PhraseDraft("yc", "泳池更衣室漏水"))
    yield made
    made.close()


@pytest.fixture
def filled(demo_bridge: Bridge, open_window: Callable[[Bridge], MainWindow]) -> MainWindow:
    """The window on the demo office."""
    return open_window(demo_bridge)


@pytest.mark.parametrize("at", ALL_TABS, ids=[kind.kind for kind in TABS])
def test_each_page_of_an_empty_office_is_walked(whole_window: MainWindow, at: int) -> None:
    whole_window.show_tab(at)
    background.wait_for_all()
    assert walk(whole_window) == []


@pytest.mark.parametrize("at", ALL_TABS, ids=[kind.kind for kind in TABS])
def test_each_page_of_an_office_at_work_is_walked(qtbot: QtBot, filled: MainWindow, at: int) -> None:
    tab = filled.show_tab(at)
    for table in tab.findChildren(RecordTable):
        if table.isVisible() and table.count():
            table.choose(table.ids()[0])
            QApplication.processEvents()
    background.wait_for_all()
    assert walk(filled) == []


def test_the_sign_in_page_is_walked(whole_window: MainWindow) -> None:
    whole_window.lock()
    assert walk(whole_window) == []


def _is_at(wizard: ImportWizard, page: int) -> bool:
    return wizard.pages.currentIndex() == page


class Dialogs:
    """Walks every dialog that is opened, page by page, and leaves it; all other questions are declined."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self.kinds: set[str] = set()

    def __call__(self, prompt: prompts.Prompt) -> Any:
        dialog = prompt.dialog
        if dialog is None:
            return None
        dialog.show()
        for page in range(dialog.stack.count() if isinstance(dialog, SettingsWindow) else 1):
            if isinstance(dialog, SettingsWindow):
                dialog.show_page(page)
                self._press_buttons_of(dialog.stack.widget(page))
            self.found += [f"{prompt.title} {page}: {each}" for each in walk(dialog)]
        self.kinds.add(type(dialog).__name__)
        dialog.reject()
        return False

    def _press_buttons_of(self, page: QWidget | None) -> None:
        """Opens what a page of the settings opens dialogs for."""
        assert page is not None
        for table in page.findChildren(RecordTable):
            if table.count():
                table.choose(table.ids()[0])
        for button in page.findChildren(Button):
            if button.isVisible() and button.isEnabled() and button.text().endswith("…"):
                button.click()


@pytest.fixture
def dialogs(monkeypatch: pytest.MonkeyPatch) -> Dialogs:
    """Whatever is asked is walked and declined."""
    asked = Dialogs()
    monkeypatch.setattr(prompts, "answer", asked)
    return asked


def test_every_dialog_of_the_menu_is_walked(filled: MainWindow, dialogs: Dialogs) -> None:
    names = ("Lock", "Sign out", "Close", "Back up now", "Check the records", "Restore a backup…", "Help", "Keys")
    passed_over = {translate("MainMenu", name) for name in names}
    for action in filled.menu.actions():
        if action.text() and action.isEnabled() and action.text() not in passed_over:
            action.trigger()
    assert dialogs.found == [], "\n".join(dialogs.found)
    assert dialogs.kinds == FROM_MENU


@pytest.mark.parametrize("at", range(ORDERS, ORDERS + 3), ids=["order", "follow_up", "place"])
def test_what_each_deed_of_a_panel_asks_is_walked(filled: MainWindow, dialogs: Dialogs, at: int) -> None:
    tab: Any = filled.show_tab(at)
    found, asked = [], 0
    for row in range(min(tab.table.count(), 6)):
        tab.table.choose(tab.table.ids()[row])
        QApplication.processEvents()
        for button in tab.panel.findChildren(Button):
            if not isValid(button) or not button.isVisible() or not button.isEnabled() or isinstance(button, Choice):
                continue
            button.click()
            QApplication.processEvents()
            if tab.panel.slot.form is not None:
                asked += 1
                found += [f"{button.text()}: {each}" for each in walk(filled)]
                tab.panel.slot.form.leave_button.click()
                QApplication.processEvents()
            if filled.current() is not tab:  # it led to another page
                filled.show_tab(at)
    found += dialogs.found
    assert found == [], "\n".join(found)
    assert asked


def test_the_help_is_walked(filled: MainWindow) -> None:
    beside = open_help(filled)
    found = walk(beside)
    assert found == [], "\n".join(found)


def test_the_first_morning_is_walked_page_by_page(show: Show, settings: SettingsFile, tmp_path: Path) -> None:
    morning = FirstMorningPage(settings, str(tmp_path / "books" / "office.db"))
    morning.setMinimumSize(1180, 640)
    page = show(morning)
    found = []
    for step in range(len(morning.list.names)):
        morning.show_step(step)
        found += [f"{step}: {each}" for each in walk(page)]
    assert found == [], "\n".join(found)


def _large(page: QWidget) -> QWidget:
    """As large as the window that such a page fills."""
    page.resize(looking.now.size)
    return page


def test_the_first_start_page_is_walked(show: Show, settings: SettingsFile, tmp_path: Path) -> None:
    problem = EnvironmentProblem("Nothing is there yet.", "Choose what to do.")
    assert walk(_large(show(FirstStartPage(problem, str(tmp_path / "office.db"), settings)))) == []


def test_the_import_wizard_is_walked(qtbot: QtBot, bridge: Bridge, answers: Answers, tmp_path: Path) -> None:
    wizard = ImportWizard(bridge, None)
    qtbot.addWidget(wizard, before_close_func=QWidget.hide)  # closed in the middle it would ask
    with qtbot.waitExposed(wizard):
        wizard.show()
    wizard.activateWindow()
    path = tmp_path / "list.csv"
    path.write_text("楼栋,单元,房号,姓名,电话\n3,2,1502,张华,13812345678\n3,2,坏的房号,李明,1\n", "utf-8")
    found = [f"file: {each}" for each in walk(wizard)]
    wizard.file.path.setText(str(path))
    for page in range(1, wizard.pages.count() - 1):
        wizard.next.click()
        qtbot.waitUntil(partial(_is_at, wizard, page), timeout=30_000)
        found += [f"{page}: {each}" for each in walk(wizard)]
    answers.expect("yes_no", True)  # to leave with nothing taken in
    wizard.reject()
    assert found == [], "\n".join(found)


def test_the_restore_page_is_walked(show: Show, settings: SettingsFile, office: Office) -> None:
    location = str(office.database.location)
    assert walk(_large(show(RestorePage(location, settings)))) == []


def test_the_page_that_asks_for_a_passphrase_is_walked(show: Show, tmp_path: Path) -> None:
    assert walk(_large(show(UnlockPage(str(tmp_path / "office.db"))))) == []


def test_the_deeds_of_a_case_are_walked(filled: MainWindow) -> None:
    tab = filled.show_tab(REGISTER)
    assert isinstance(tab, RegisterTab)
    tab.list.table.choose(tab.list.table.ids()[0])
    QApplication.processEvents()
    found = []
    for deed, button in list(tab.panel.buttons.items()):
        if button.isVisible() and button.isEnabled():
            button.click()
            QApplication.processEvents()
            found += [f"{deed}: {each}" for each in walk(filled)]
            focused: QWidget | None = QApplication.focusWidget()
            assert focused is not None
            QTest.keyClick(focused, Qt.Key.Key_Escape)
    assert found == [], "\n".join(found)


def test_the_walk_finds_what_is_in_the_way(show: Show) -> None:
    nameless, unreached = LineInput(), Button("Unreached")
    unreached.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
    page = show(nameless, unreached, Button("One", "F7"), Button("Two", "F7"))
    found = "\n".join(walk(page))
    assert "has no name:  < LineInput" in found
    assert "Tab never comes to: Unreached" in found
    assert "F7 means" in found
