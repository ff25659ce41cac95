# SPDX-License-Identifier: Apache-2.0
"""An encrypted office asks for its passphrase; its code is shown once, and brings a lost administrator back."""

from __future__ import annotations

import re
from contextlib import closing
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlite
from pypdf import PdfReader
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest

from complaintdesk.db import keys
from complaintdesk.desk import recovery as deeds
from complaintdesk.desk.backup import backup, backup_folder
from complaintdesk.desk.office import Office, open_office
from complaintdesk.desk.passphrases import needs_passphrase
from complaintdesk.domain.terms import Role
from complaintdesk.errors import ServerGone
from complaintdesk.labels import set_language
from complaintdesk.ui import spooling
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.inputs import LineInput
from complaintdesk.ui.recovery import CodeDialog, RecoverDialog, show_new_code
from complaintdesk.ui.safety_settings import SafetySettings
from complaintdesk.ui.sign_in import SignInPage
from complaintdesk.ui.unlock import UnlockPage
from complaintdesk.ui.words import Text
from tests.builders import ADMINISTRATOR, PASSWORD, DeskClock
from tests.ui.conftest import NOW, Answers, Show

PASSPHRASE = "紫荆苑 2026 年"
NEW = "栀子花开了 2026"
ENCRYPTED = pytest.mark.about_files("a file is encrypted or opened by its passphrase; a server's books can't be")


@pytest.fixture(autouse=True)
def _no_printers(monkeypatch):
    monkeypatch.setattr(spooling, "printers", lambda: ())


@pytest.fixture
def keeper(bridge: Bridge) -> Bridge:
    """The administrator at the desk."""
    bridge.sign_in(ADMINISTRATOR, PASSWORD)
    return bridge


@pytest.fixture
def settings_page(keeper, show: Show) -> SafetySettings:
    made = SafetySettings(keeper)
    made.setMinimumSize(760, 560)
    show(made)
    made.read()
    return made


@pytest.fixture
def shown(answers: Answers):
    """The codes that were shown, each said to be kept."""
    codes: list[str] = []

    def keep(dialog: CodeDialog) -> None:
        codes.append(dialog.code)
        dialog.kept.setChecked(True)

    def expect() -> list[str]:
        answers.expect_dialog(keep)
        return codes

    return expect


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_the_code_stays_whole_when_something_comes_to_be_said(qtbot, keeper, language: str) -> None:
    set_language(language)
    dialog = CodeDialog(None, keeper, "ABCD-EFGH-JKMN-PQRS-TVWX-YZ23-4567-89AB")
    qtbot.addWidget(dialog)
    with qtbot.waitExposed(dialog):
        dialog.show()
    dialog.accept()
    dialog.banner.say("LQ-630\n" * 3)
    qtbot.waitUntil(lambda: all(_is_whole(each) for each in dialog.findChildren(Text) if each.isVisible()))


def _is_whole(text: Text) -> bool:
    needed = text.heightForWidth(text.width()) if text.wordWrap() else text.sizeHint().height()
    return text.height() >= needed


def encrypted(page, answers, shown):
    """Encrypts the office through the page; the code that was shown."""

    def fill(dialog) -> None:
        dialog.passphrase.setText(PASSPHRASE)
        dialog.again.setText(PASSPHRASE)

    answers.expect_dialog(fill)
    codes = shown()
    page.encrypt.click()
    return codes[-1]


@ENCRYPTED
def test_the_books_are_encrypted_drafts_and_all_and_work_goes_on(settings_page, keeper, answers, shown, tmp_path):
    keeper.forms.keep(keeper.staff.id, "case/1", {"caller_name": "欧阳震华"})
    encrypted(settings_page, answers, shown)
    assert "make a new one" in settings_page.banner.words()
    assert needs_passphrase(keeper.office.database.path)
    assert keeper.forms.kept(keeper.staff.id, "case/") == {"1": {"caller_name": "欧阳震华"}}
    drafts = b"".join(path.read_bytes() for path in (tmp_path / "home" / "state").glob("drafts*"))
    assert "欧阳震华".encode() not in drafts
    assert settings_page.encrypt.isHidden()
    assert not settings_page.decrypt.isHidden()
    keeper.sign_in("王敏", PASSWORD)


@ENCRYPTED
def test_the_window_goes_on_painting_while_the_books_are_switched_and_leaves_them_alone(
    settings_page, keeper, answers, shown
):
    said = []

    def look(dialog) -> None:
        said.append(dialog.banner.words())
        with pytest.raises(ServerGone):
            keeper.ask(deeds.has_code)

    def fill(dialog) -> None:
        for box in dialog.findChildren(LineInput):
            box.setText(PASSPHRASE)
        QTimer.singleShot(0, lambda: look(dialog))

    for button in (settings_page.encrypt, settings_page.passphrase, settings_page.decrypt):
        answers.expect_dialog(fill)
        if button is settings_page.encrypt:
            shown()
        button.click()
    assert said == [
        "Encrypting the books and their files; that may take a while…",
        "Changing the passphrase…",
        "Making the books and their files plain; that may take a while…",
    ]
    assert keeper.ask(deeds.has_code)


@ENCRYPTED
def test_the_code_is_shown_and_drafts_sealed_though_the_disk_refuses_the_rest(
    settings_page, keeper, answers, shown, tmp_path
):
    keeper.forms.keep(keeper.staff.id, "case/1", {"caller_name": "欧阳震华"})
    name = "f" * 64
    (keeper.office.pool / "ff" / f".{name}.replaced").mkdir(parents=True)
    (keeper.office.pool / "ff" / name).touch()
    assert encrypted(settings_page, answers, shown)
    assert "start the program again" in settings_page.banner.words()
    drafts = b"".join(path.read_bytes() for path in (tmp_path / "home" / "state").glob("drafts*"))
    assert "欧阳震华".encode() not in drafts


@ENCRYPTED
def test_drafts_that_can_not_be_sealed_now_are_told_of_and_the_code_is_shown_all_the_same(
    settings_page, keeper, answers, shown, tmp_path
):
    keeper.forms.keep(keeper.staff.id, "case/1", {"caller_name": "欧阳震华"})
    (drafts,) = (tmp_path / "home" / "state").glob("drafts*.db")
    with closing(sqlite.connect(str(drafts), isolation_level=None)) as other:
        other.execute("CREATE TRIGGER full BEFORE INSERT ON draft BEGIN SELECT RAISE(FAIL, 'disk full'); END")
    assert encrypted(settings_page, answers, shown)
    assert "disk full" in settings_page.banner.words()


@ENCRYPTED
def test_backups_made_before_are_removed_after_an_encrypted_one(settings_page, keeper, answers, shown, qtbot):
    backup(keeper.office)
    folder = backup_folder(keeper.office)
    keeper.office._clock.later(minutes=1)

    def fill(dialog) -> None:
        dialog.passphrase.setText(PASSPHRASE)
        dialog.again.setText(PASSPHRASE)

    answers.expect_dialog(fill)
    shown()
    answers.expect("yes_no", True)
    answers.expect("tell")
    settings_page.encrypt.click()
    qtbot.waitUntil(lambda: "1 copies" in settings_page.banner.words(), timeout=20_000)
    assert [keys.key_file(path).exists() for path in folder.glob("desk-*.db")] == [True]


@ENCRYPTED
def test_what_is_wrong_with_a_passphrase_is_said_beside_it(settings_page, answers):
    said = []

    def short(dialog) -> None:
        dialog.passphrase.setText("short")
        dialog.accept()
        said.append(dialog.fields["passphrase"].problem())
        dialog.passphrase.setText(PASSPHRASE)
        dialog.accept()
        said.append(dialog.fields["again"].problem())

    answers.expect_dialog(short, accept=False)
    settings_page.encrypt.click()
    assert "8" in said[0]
    assert said[1]
    assert settings_page.bridge.office.database.key is None


@ENCRYPTED
def test_another_passphrase_and_back_to_plain(settings_page, keeper, answers, shown):
    encrypted(settings_page, answers, shown)
    said = []

    def change(dialog) -> None:
        dialog.passphrase.setText("wrong passphrase")
        dialog.new.setText("second passphrase")
        dialog.again.setText("second passphrase")
        dialog.accept()
        said.append(dialog.fields["passphrase"].problem())
        dialog.passphrase.setText(PASSPHRASE)

    answers.expect_dialog(change)
    settings_page.passphrase.click()
    assert said == ["The passphrase is wrong."]
    answers.expect_dialog(lambda dialog: dialog.passphrase.setText("second passphrase"))
    settings_page.decrypt.click()
    assert not needs_passphrase(keeper.office.database.path)
    assert keeper.office.database.key is None


def test_a_code_is_shown_until_it_is_said_to_be_kept(keeper, show, answers, tmp_path):
    def fill(dialog: CodeDialog) -> None:
        assert re.fullmatch(r"(\w{4}-){7}\w{4}", dialog.code)
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
        assert dialog.isVisible()
        assert dialog.fields["kept"].problem()
        answers.expect("save_file", tmp_path / "code.pdf")
        dialog.save_button.click()
        text = "".join(page.extract_text() for page in PdfReader(tmp_path / "code.pdf").pages)
        assert all(group in text for group in dialog.code.split("-"))
        assert keeper.office.record.name in text
        dialog.kept.setChecked(True)

    answers.expect_dialog(fill)
    assert show_new_code(show(), keeper)


def test_the_sheet_is_printed(keeper, show, answers, monkeypatch):
    sent = []
    monkeypatch.setattr(spooling, "printers", lambda: ("Brother", "Epson"))
    monkeypatch.setattr(spooling, "open_printer", lambda name: name)
    monkeypatch.setattr(spooling, "send", lambda paper, profile: sent.append((profile.queue, paper.pages)))

    def fill(dialog: CodeDialog) -> None:
        dialog.print_button.click()
        assert "Brother" in dialog.banner.words()
        dialog.kept.setChecked(True)

    answers.expect_dialog(fill)
    show_new_code(show(), keeper)
    assert sent == [("Brother", 1)]


def test_an_older_code_is_made_void_only_when_asked(settings_page, answers, shown):
    shown()
    settings_page.code.click()
    assert "whoever has the sheet" in settings_page.code_words.text()
    answers.expect("yes_no", False)
    settings_page.code.click()


def test_the_page_is_for_keepers(bridge):
    assert not SafetySettings.is_for(bridge)  # 王敏 is a supervisor
    bridge.sign_in(ADMINISTRATOR, PASSWORD)
    assert SafetySettings.is_for(bridge)


def test_a_lost_administrator_comes_back_from_the_sign_in_page(keeper, show, answers, shown):
    code = deeds.new_code(keeper.office)
    keeper.sign_out()
    page = SignInPage(keeper)
    page.setMinimumSize(900, 640)
    show(page)
    page.ask(locked=False)
    said = []

    def fill(dialog: RecoverDialog) -> None:
        dialog.code.setText("3" + code[1:] if code[0] != "3" else "4" + code[1:])
        dialog.name.setText("王敏")
        dialog.password.setText(NEW)
        dialog.again.setText(NEW)
        dialog.accept()
        said.append(dialog.fields["code"].problem())
        dialog.code.setText(code.lower().replace("-", " "))

    answers.expect_dialog(fill)
    codes = shown()
    page.lost.click()
    assert "group 1" in said[0]
    assert codes[0] != code
    assert page.name.value == "王敏"
    page.password.setText(NEW)
    page.sign_in()
    assert keeper.staff.role is Role.ADMINISTRATOR


@pytest.fixture
def locked(settings_page, keeper, answers, shown) -> tuple[Path, str]:
    """An encrypted office, closed, and its code."""
    code = encrypted(settings_page, answers, shown)
    keeper.office.sign_out()
    keeper.office.database.close()
    return keeper.office.database.path, code


@pytest.fixture
def unlock(locked, show) -> UnlockPage:
    page = UnlockPage(str(locked[0]))
    page.setMinimumSize(900, 640)
    show(page)
    return page


@ENCRYPTED
def test_the_office_opens_with_its_passphrase_and_says_when_it_is_wrong(unlock, qtbot):
    unlock.unlock()
    assert unlock.fields["passphrase"].problem() == "Type the passphrase."
    unlock.passphrase.setText("wrong one")
    unlock.unlock()
    assert unlock.fields["passphrase"].problem() == "The passphrase is wrong."
    unlock.passphrase.setText(PASSPHRASE)
    with qtbot.waitSignal(unlock.unlocked) as opened:
        QTest.keyClick(unlock.passphrase, Qt.Key.Key_Return)
    office = opened.args[0]
    assert office.database.key is not None
    assert unlock.passphrase.text() == ""
    office.close()


@ENCRYPTED
def test_the_window_goes_on_painting_while_the_office_is_opened(unlock):
    said: list[str] = []
    opened: list[Office] = []
    unlock.unlocked.connect(opened.append)
    for secret in (PASSPHRASE + "!", PASSPHRASE):
        unlock.passphrase.setText(secret)
        QTimer.singleShot(0, lambda: said.append(unlock.banner.words()))
        unlock.unlock()
        said.append(unlock.banner.words())
    assert said == ["Opening the books…", ""] * 2
    opened[0].close()


@ENCRYPTED
def test_whoever_forgot_it_opens_the_office_by_the_code(unlock, locked, qtbot):
    unlock.other_way.click()
    assert unlock.fields["passphrase"].isHidden()
    unlock.code.setText(locked[1][:-1])
    unlock.unlock()
    assert "32" in unlock.fields["code"].problem()
    unlock.code.setText(locked[1].lower())
    with qtbot.waitSignal(unlock.unlocked) as opened:
        unlock.open.click()
    opened.args[0].close()


@ENCRYPTED
def test_another_office_may_be_wanted(unlock, qtbot):
    with qtbot.waitSignal(unlock.elsewhere):
        unlock.other_office.click()


@ENCRYPTED
@pytest.mark.parametrize("words", ["en", "zh_CN"])
def test_nothing_is_cut_in_either_language(keeper, locked, show, words):
    set_language(words)
    page = UnlockPage(str(locked[0]))
    show(page)
    for button in (page.open, page.other_way, page.other_office):
        assert button.sizeHint().width() <= button.width()


@ENCRYPTED
def test_the_bridge_of_an_opened_office_seals_its_drafts(locked, settings):
    office = open_office(locked[0], passphrase=PASSPHRASE, clock=DeskClock(NOW))
    bridge = Bridge(office, settings)
    bridge.forms.keep(1, "case/2", {"content": "欧阳震华"})
    assert bridge.forms.kept(1, "case/") == {"2": {"content": "欧阳震华"}}
    bridge.close()
