# SPDX-License-Identifier: Apache-2.0
"""F1 opens the help at the page about what is in view; it is searched, walked and read, and leads nowhere else."""

from __future__ import annotations

import ast
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QToolTip, QWidget
from pytestqt.qtbot import QtBot

from complaintdesk.db.schema import SCHEMA_VERSION
from complaintdesk.errors import EnvironmentProblem
from complaintdesk.labels import set_language
from complaintdesk.settings import SettingsFile
from complaintdesk.ui import about
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.buttons import Button
from complaintdesk.ui.dialogs import Dialog
from complaintdesk.ui.help_key import add_help_key
from complaintdesk.ui.help_pages import FIRST, KEYS, PAGES, help_page
from complaintdesk.ui.help_window import HelpWindow, page_for
from complaintdesk.ui.keys_page import keys_in_words
from complaintdesk.ui.main_window import MainWindow
from complaintdesk.ui.restoring import RestorePage
from complaintdesk.ui.settings_machine import BackupSettings, MachineSettings
from complaintdesk.ui.settings_window import PAGES as SETTINGS
from complaintdesk.ui.settings_window import SettingsWindow
from complaintdesk.ui.tab_list import TABS
from complaintdesk.ui.words import Text
from tests.test_architecture import PACKAGE_FILES, tree
from tests.ui.conftest import ORDERS, Show

NAMES = {name for name, _icon in PAGES}
# Dialogs that only ask or tell something about the page behind them, whose help is the page's.
PLAIN = {
    *("Dialog", "TellDialog", "YesNoDialog", "WordsDialog", "ProgressDialog"),
    *("EncryptDialog", "DecryptDialog", "PassphraseDialog"),  # KeyDialog's
    "ListTab",  # what tabs with a list are made of
    "ReasonDialog",  # what dialogs that ask why are made of, each with a page of its own
}

Open = Callable[[], MainWindow]


@pytest.fixture
def window(bridge: Bridge, settings: SettingsFile, qtbot: QtBot) -> MainWindow:
    made = MainWindow(settings)
    qtbot.addWidget(made)
    made.attach(bridge, TABS)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    made.resume()
    return made


@pytest.fixture
def help_window(qtbot: QtBot) -> HelpWindow:
    made = HelpWindow(None)  # type: ignore[arg-type]
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    made.show_page(FIRST)
    return made


def opened(window: QWidget) -> HelpWindow:
    found = window.findChild(HelpWindow, "help")
    assert isinstance(found, HelpWindow)
    return found


def test_every_tab_and_every_window_with_a_matter_of_its_own_has_a_page_that_is_there() -> None:
    without = []
    for path in PACKAGE_FILES:
        for node in ast.walk(tree(path)):
            if not isinstance(node, ast.ClassDef) or node.name in PLAIN:
                continue
            bases = {ast.unparse(base) for base in node.bases}
            pages = [
                ast.literal_eval(line.value)
                for line in node.body
                if isinstance(line, ast.Assign) and ast.unparse(line.targets[0]) == "help_page"
            ]
            assert set(pages) <= NAMES, node.name
            if any(base.endswith(("Tab", "SettingsPage", "Dialog")) for base in bases) and not pages:
                without.append(node.name)
    assert without == []
    assert {kind.help_page for kind in TABS} <= NAMES
    assert all(page.help_page in NAMES for page in SETTINGS)  # type: ignore[attr-defined]


@pytest.mark.parametrize("at", range(len(TABS)))
def test_f1_opens_the_page_about_the_tab_in_view(window: MainWindow, qtbot: QtBot, at: int) -> None:
    window.show_tab(at)
    qtbot.keyClick(window, Qt.Key.Key_F1)
    assert opened(window).page() == TABS[at].help_page
    assert opened(window).isVisible()


def test_f1_again_shows_another_page_in_the_same_window(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(window, Qt.Key.Key_F1)
    first = opened(window)
    window.show_tab(ORDERS)
    qtbot.keyClick(window, Qt.Key.Key_F1)
    assert opened(window) is first
    assert first.page() == "slips"
    first.back.click()
    assert first.page() == "today"


def test_f1_before_anybody_has_signed_in_tells_of_signing_in(window: MainWindow) -> None:
    window.lock()
    assert page_for(window) == "people"


def test_f1_in_a_window_that_no_office_is_behind_opens_the_help_too(
    settings: SettingsFile, qtbot: QtBot, tmp_path: object
) -> None:
    window = MainWindow(settings)
    qtbot.addWidget(window)
    page = RestorePage(f"{tmp_path}/office.db", settings, EnvironmentProblem("Damaged.", ""))
    window.show_instead(page)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    page.name.setFocus()
    qtbot.keyClick(window, Qt.Key.Key_F1)
    assert opened(window).page() == "backups"


def test_f1_in_a_dialog_opens_the_help_beside_the_dialog(bridge: Bridge, qtbot: QtBot) -> None:
    dialog = SettingsWindow(None, bridge)
    qtbot.addWidget(dialog)
    with qtbot.waitExposed(dialog):
        dialog.show()
    dialog.activateWindow()
    page = dialog.page(BackupSettings)
    assert isinstance(page, BackupSettings)
    page.choice.folder.setFocus()
    qtbot.keyClick(dialog, Qt.Key.Key_F1)
    assert opened(dialog).page() == "backups"
    assert opened(dialog).parentWidget() is dialog  # else the dialog, being modal, would shut it


def test_a_dialog_without_a_page_of_its_own_shows_that_of_what_is_behind_it(show: Show, qtbot: QtBot) -> None:
    behind = show(Button("Go"))
    behind.help_page = "fees"  # type: ignore[attr-defined]
    dialog = Dialog(behind, "Sure?")
    qtbot.addWidget(dialog)
    assert page_for(dialog) == "fees"


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_each_page_is_shown_with_its_pictures(qtbot: QtBot, language: str) -> None:
    set_language(language)
    window = HelpWindow(None)  # type: ignore[arg-type]
    qtbot.addWidget(window)
    window.show()
    for name, _icon in PAGES:
        window.show_page(name)
        said = window.view.document().toPlainText()
        assert help_page(name, language).title in said
        assert "**" not in said
        assert "](" not in said
        block = window.view.document().begin()
        while block.isValid():
            for at in block.textFormats():
                if at.format.isImageFormat():
                    image = window.view.loadResource(
                        QTextDocument.ResourceType.ImageResource.value, QUrl(at.format.toImageFormat().name())
                    )
                    assert not image.isNull()  # type: ignore[attr-defined]
                    assert image.width() / image.devicePixelRatio() <= window.view.width()  # type: ignore[attr-defined]
            block = block.next()


def test_a_search_finds_chinese_words_within_sentences(help_window: HelpWindow) -> None:
    set_language("zh_CN")
    window = HelpWindow(None)  # type: ignore[arg-type]
    window.show_page(FIRST)
    window.search.setText("恢复码")
    assert "encryption" in window.found()
    assert "fees" not in window.found()
    assert window.page() in window.found()
    hidden = [name for (name, _icon), button in zip(PAGES, window.list.names, strict=True) if button.isHidden()]
    assert set(hidden) == NAMES - set(window.found())
    assert window.view.extraSelections()
    window.deleteLater()


def test_enter_goes_from_one_place_to_the_next_and_on_to_the_next_page(help_window: HelpWindow) -> None:
    help_window.search.setText("receipt number")
    first = help_window.page()
    assert help_window.view.textCursor().hasSelection()
    help_window.search.setText("recovery")
    seen = set()
    for _ in range(60):
        seen.add(help_window.page())
        help_window.find_next()
    assert seen == set(help_window.found())
    assert first in NAMES


def test_what_is_on_no_page_is_said_to_be_on_none(help_window: HelpWindow) -> None:
    help_window.search.setText("rhinoceros")
    assert help_window.found() == []
    assert not help_window.nothing.isHidden()
    help_window.find_next()
    help_window.search.setText("")
    assert set(help_window.found()) == NAMES


def test_links_lead_from_page_to_page_and_alt_left_back(help_window: HelpWindow, qtbot: QtBot) -> None:
    help_window.view.anchorClicked.emit(QUrl("calls.md"))
    assert help_window.page() == "calls"
    qtbot.keyClick(help_window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert help_window.page() == FIRST
    qtbot.keyClick(help_window, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert help_window.page() == "calls"


def test_a_link_is_followed_by_keyboard(help_window: HelpWindow, qtbot: QtBot) -> None:
    help_window.view.show_text("words, [to the slips](slips.md), words")
    help_window.view.setFocus()
    qtbot.keyClick(help_window.view, Qt.Key.Key_Tab)
    assert help_window.view.textCursor().selectedText() == "to the slips"
    qtbot.keyClick(help_window.view, Qt.Key.Key_Return)
    assert help_window.page() == "slips"


@pytest.mark.parametrize("link", ["https://example.com/", "file:///etc/passwd", "../../secret.md"])
def test_no_link_leads_out_of_the_help(help_window: HelpWindow, link: str) -> None:
    help_window.view.anchorClicked.emit(QUrl(link))
    assert help_window.page() == FIRST
    assert not help_window.view.openLinks()


def test_nothing_but_the_helps_own_pictures_is_loaded(help_window: HelpWindow) -> None:
    for kind in (QTextDocument.ResourceType.HtmlResource, QTextDocument.ResourceType.StyleSheetResource):
        assert help_window.view.loadResource(kind.value, QUrl("file:///etc/passwd")) is None
    with pytest.raises(FileNotFoundError):
        help_window.view.loadResource(QTextDocument.ResourceType.ImageResource.value, QUrl("file:///etc/passwd"))


def test_the_keys_of_the_page_in_view_are_listed_with_those_that_work_everywhere(show: Show, qtbot: QtBot) -> None:
    hidden = Button("Void", "Ctrl+Delete")
    page = show(Button("Save", "F8", also=("Ctrl+S",)), hidden, Button("No key"), Button("*陶* <b>", "F9"))
    hidden.hide()
    window = HelpWindow(page, keys_in_words(page))
    window.show_page(KEYS)
    said = window.view.document().toPlainText()
    for words in ("F8 / Ctrl+S", "Save", "Enter / Tab", "*陶* <b>"):
        assert words in said
    assert "Ctrl+Delete" not in said
    assert "No key" not in said


@pytest.mark.parametrize(
    "words",
    [
        *(
            "F1 | This help",
            "Shift+F1 | The tip",
            "Ctrl+F | Search",
            "F5 | Read",
            "F10 | Menu",
            "Ctrl+B | Nothing is due",
        ),
        *("Ctrl+Z | Take back", "Ctrl+, | Settings", "Ctrl+L | Lock", "Ctrl+Q | Close", "Ctrl+4 | Follow-ups"),
    ],
)
def test_the_keys_that_work_everywhere_are_read_from_the_window_itself(window: MainWindow, words: str) -> None:
    page = keys_in_words(window).partition("## Everywhere")[2].replace("\\", "").replace("*", "")
    assert f"| {words}" in page


def test_shift_and_f1_shows_the_tip_of_what_has_the_keyboard(show: Show, qtbot: QtBot) -> None:
    button = Button("Save", "F8", tip="Keeps it")
    page = show(button)
    add_help_key(page)
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_F1, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(QToolTip.isVisible)
    assert "Keeps it" in QToolTip.text()
    QToolTip.hideText()


def test_the_next_tip_is_shown_at_each_start(bridge: Bridge, settings: SettingsFile, qtbot: QtBot) -> None:
    said = []
    for _ in range(2):
        window = MainWindow(settings)
        qtbot.addWidget(window)
        window.attach(bridge, TABS)
        said.append(window.status.tip_words())
        window.close()
    assert all(said)
    assert said[0] != said[1]


def test_tips_can_be_turned_off_in_the_settings(window: MainWindow, bridge: Bridge, qtbot: QtBot) -> None:
    assert window.status.tip_words()
    page = MachineSettings(bridge)
    qtbot.addWidget(page)
    page.read()
    page.tips.setChecked(False)
    page.take()
    window.menu.settled.emit()
    assert window.status.tip_words() == ""


def test_about_names_the_database_and_finds_words_in_the_notices(bridge: Bridge, qtbot: QtBot) -> None:
    dialog = about.AboutDialog(None, bridge)
    qtbot.addWidget(dialog)
    dialog.show()
    words = dialog.text()
    for part in ("SQLCipher", "Qt", "Python", f"schema {SCHEMA_VERSION}", "SQLAlchemy"):
        assert part in words
    assert any(f"schema {SCHEMA_VERSION}" in text.text() for text in dialog.findChildren(Text))
    dialog.search.setText("OpenSSL")
    assert dialog.none.isHidden()
    assert dialog.notices.textCursor().selectedText().lower() == "openssl"
    dialog.search.setText("rhinoceros")
    assert not dialog.none.isHidden()
