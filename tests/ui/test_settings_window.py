# SPDX-License-Identifier: Apache-2.0
"""The settings: each page saves for itself, says what is wrong beside its field, is there for whoever may use it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from complaintdesk.desk import office_profile, staffing
from complaintdesk.desk.drafts import StaffDraft
from complaintdesk.domain.terms import CaseKind, Role
from complaintdesk.errors import UserError
from complaintdesk.labels import set_language
from complaintdesk.settings import SettingsFile
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.own_password import PasswordSettings
from complaintdesk.ui.rule_book_settings import RuleBookSettings
from complaintdesk.ui.settings_machine import BackupSettings, LookSettings, MachineSettings, PrinterSettings
from complaintdesk.ui.settings_pages import OfficeSettings
from complaintdesk.ui.settings_staff import LeaveDialog, PasswordDialog, PersonDialog, StaffSettings
from complaintdesk.ui.settings_window import SettingsWindow
from complaintdesk.ui.sign_in import SignInPage
from complaintdesk.ui.words import Reading
from tests.builders import PASSWORD, a_case, codes, staff_id
from tests.ui.conftest import Answers, Show
from tests.ui.looking import cut_pages


@pytest.fixture
def keeper(bridge: Bridge) -> Bridge:
    """The administrator sits at the desk."""
    bridge.sign_in("管理员", PASSWORD)
    return bridge


def give_up(window: Any) -> None:
    """What a test left typed is nobody's: the window closes without asking."""
    for page in window.pages:
        page.typed = lambda page=page: page._settled


@pytest.fixture
def window(keeper: Bridge, qtbot: QtBot) -> SettingsWindow:
    made = SettingsWindow(None, keeper)
    qtbot.addWidget(made, before_close_func=give_up)
    with qtbot.waitExposed(made):
        made.show()
    return made


def choose(page: StaffSettings, name: str) -> None:
    people = page.bridge.ask(staffing.staff_list, page.bridge.books, with_left=True)
    page.table.choose(next(each.id for each in people if each.name == name))


def test_each_page_is_there_for_whoever_may_use_it(bridge: Bridge, qtbot: QtBot) -> None:
    for name, there in (("王敏", False), ("赵主任", True), ("李静", False), ("管理员", True)):
        bridge.sign_in(name, PASSWORD)
        made = SettingsWindow(None, bridge)
        qtbot.addWidget(made)
        kinds = {type(page) for page in made.pages}
        assert ({OfficeSettings, RuleBookSettings, StaffSettings} <= kinds) is there
        assert {PasswordSettings, PrinterSettings, BackupSettings, LookSettings, MachineSettings} <= kinds
    locked = SettingsWindow(None, bridge, signed=False)
    qtbot.addWidget(locked)
    assert [type(page) for page in locked.pages] == [LookSettings]


def test_the_office_is_called_anew_and_a_mistake_is_beside_its_field(keeper: Bridge, window: SettingsWindow) -> None:
    page: Any = window.page(OfficeSettings)
    assert page.profile.name.text() == "阳光花园物业服务中心"
    page.profile.name.setText("")
    page.save()
    assert page.fields["name"].problem() == "The office needs a name."
    page.profile.name.setText("月亮湾")
    page.profile.code.setText("B/1")
    page.save()
    assert page.banner.words() == "Saved."
    assert (keeper.office.record.name, keeper.office.record.form_code) == ("月亮湾", "B/1")


def test_what_another_desk_saved_meanwhile_is_shown_and_neither_is_lost(keeper: Bridge, window: SettingsWindow) -> None:
    page: Any = window.page(OfficeSettings)
    draft = keeper.ask(office_profile.profile)
    keeper.do(office_profile.change, replace(draft, address="一号楼"))
    page.profile.address.setText("二号楼")
    page.save()
    assert "there “一号楼”, here “二号楼”" in page.banner.words()
    mine, theirs = page.banner._deeds
    theirs.click()
    assert page.profile.address.text() == "一号楼"
    keeper.do(office_profile.change, replace(keeper.ask(office_profile.profile), address="三号楼"))
    page.profile.address.setText("四号楼")
    page.save()
    mine, theirs = page.banner._deeds
    mine.click()
    assert keeper.office.record.address == "四号楼"


def test_a_rule_book_is_adopted_once_what_changes_was_read(
    keeper: Bridge, window: SettingsWindow, answers: Answers
) -> None:
    page: Any = window.page(RuleBookSettings)
    page.save()
    assert page.banner.words() == "Nothing was changed."
    page.editor.head(2).box.setText("秩序部")
    page.desk.spans.setText("8:00-22:00")
    answers.expect("yes_no", False)
    page.save()
    assert keeper.office.record.procedure_version == 1
    answers.expect("yes_no", True)
    page.save()
    assert answers.asked[-1].text.splitlines() == [
        "【Hours and lists】",
        "Desk manned: 周一二三四五六日 08:00-20:00 → 周一二三四五六日 08:00-22:00",
        "护管部 is called 秩序部 now",
    ]
    assert keeper.procedure.department("security").name == "秩序部"
    assert "Version 2" in page.banner.words()
    page.desk.spans.setText("always")
    page.save()
    assert page.fields["desk_spans"].problem()
    assert codes(keeper.office) == []


def test_a_team_somebody_works_in_is_named_beside_its_box(
    keeper: Bridge, window: SettingsWindow, answers: Answers
) -> None:
    keeper.do(staffing.add, StaffDraft("阿凉", Role.ENGINEERING, "空调班", PASSWORD))
    page: Any = window.page(RuleBookSettings)
    at = [team.box.text() for team in page.editor.teams(1)].index("空调班")
    page.editor.teams(1)[at].tick.setChecked(False)
    answers.expect("yes_no", True)
    page.save()
    assert "阿凉" in page.fields[f"team:1.{at}"].problem()


def test_somebody_new_changes_the_first_password_when_signing_in(
    qtbot: QtBot, show: Show, keeper: Bridge, window: SettingsWindow, answers: Answers
) -> None:
    page: Any = window.page(StaffSettings)

    def fill(dialog: PersonDialog) -> None:
        dialog.accept()
        assert dialog.fields["name"].problem()
        dialog.name.setText("周强")
        dialog.password.setText("88888888")
        dialog.accept()
        assert dialog.fields["password"].problem()
        dialog.password.setText("first of all")
        dialog.role.set_value(Role.SUPERVISOR)
        dialog.team.set_value("reception")

    answers.expect_dialog(fill)
    qtbot.mouseClick(page.add_button, Qt.MouseButton.LeftButton)
    assert page.table.count() == 8

    sign_in = SignInPage(keeper)
    show(sign_in)
    sign_in.ask(locked=False)
    sign_in.name.set_value("周强")
    sign_in.password.setText("first of all")
    answers.expect_dialog(lambda _dialog: None, accept=False)
    sign_in.sign_in()
    assert keeper.staff is None
    assert "somebody else set" in sign_in.banner.words()

    def own(dialog: Any) -> None:
        dialog.password.setText("only mine to know")
        dialog.again.setText("only mine to knwo")
        dialog.accept()
        assert dialog.fields["again"].problem()
        dialog.again.setText("only mine to know")

    answers.expect_dialog(own)
    sign_in.password.setText("first of all")
    with qtbot.waitSignal(sign_in.signed_in):
        sign_in.sign_in()
    here: Any = keeper.staff
    assert (here.name, here.team_name) == ("周强", "前台")
    sign_in.ask(locked=True)
    sign_in.password.setText("only mine to know")
    with qtbot.waitSignal(sign_in.signed_in):
        sign_in.sign_in()


def test_a_password_is_reset_by_another_administrator(keeper: Bridge, window: SettingsWindow, answers: Answers) -> None:
    page: Any = window.page(StaffSettings)
    choose(page, "管理员")
    assert not page.password.isEnabled()
    choose(page, "李静")

    def fill(dialog: PasswordDialog) -> None:
        dialog.password.setText("short")
        dialog.accept()
        assert dialog.fields["password"].problem()
        dialog.password.setText("told to 李静")

    answers.expect_dialog(fill)
    page.password.click()
    assert keeper.ask(staffing.must_change, staff_id(keeper.office, "李静"))
    keeper.sign_in("李静", "told to 李静")


def test_who_leaves_is_asked_about_named_cases_and_may_come_back(
    keeper: Bridge, window: SettingsWindow, answers: Answers
) -> None:
    keeper.sign_in("李静", PASSWORD)
    case = a_case(keeper.office, CaseKind.COMPLAINT)
    keeper.sign_in("管理员", PASSWORD)
    page: Any = window.page(StaffSettings)
    choose(page, "管理员")
    assert not page.left.isEnabled()
    choose(page, "李静")

    def fill(dialog: LeaveDialog) -> None:
        reading = dialog.findChild(Reading)
        assert reading is not None
        assert reading.toPlainText() == case.number
        dialog.day.setText("yesterday")
        dialog.accept()
        assert dialog.fields["left_on"].problem()
        dialog.day.setText("2030-01-01")
        dialog.accept()
        assert dialog.fields["left_on"].problem()
        dialog.day.setText("2026-11-20")

    answers.expect_dialog(fill)
    page.left.click()
    assert page.table.count() == 6
    with pytest.raises(UserError):
        keeper.sign_in("李静", PASSWORD)
    page.with_left.setChecked(True)
    choose(page, "李静")
    assert page.back.isVisible()
    assert not page.left.isVisible()
    page.back.click()
    keeper.sign_in("李静", PASSWORD)
    assert "signs in again" in page.banner.words()


def test_the_last_administrator_stays_one(keeper: Bridge, window: SettingsWindow, answers: Answers) -> None:
    page: Any = window.page(StaffSettings)
    choose(page, "管理员")

    def fill(dialog: PersonDialog) -> None:
        dialog.role.set_value(Role.CLERK)
        dialog.accept()
        assert "last administrator" in dialog.fields["role"].problem()

    answers.expect_dialog(fill, accept=False)
    page.change.click()


def test_ones_own_password_is_changed(bridge: Bridge, qtbot: QtBot) -> None:
    window = SettingsWindow(None, bridge)
    qtbot.addWidget(window)
    page: Any = window.page(PasswordSettings)
    for old, new, again, field in (
        ("wrong", "quite another", "quite another", "old"),
        (PASSWORD, "quite another", "quiet another", "again"),
        (PASSWORD, "aaaaaaaaa", "aaaaaaaaa", "password"),
    ):
        page.old.setText(old)
        page.new.setText(new)
        page.again.setText(again)
        page.save()
        assert page.fields[field].problem()
    page.new.setText("quite another")
    page.again.setText("quite another")
    page.save()
    assert page.old.text() == ""
    bridge.sign_in("王敏", "quite another")


def test_this_computers_folders_are_kept(window: SettingsWindow, settings: SettingsFile, tmp_path: Path) -> None:
    backups: Any = window.page(BackupSettings)
    backups.choice.folder.setText(str(tmp_path / "nowhere"))
    backups.save()
    assert backups.fields["backups"].problem()
    second = tmp_path / "stick"
    second.mkdir()
    backups.choice.folder.setText("")
    backups.choice.second.setText(str(second))
    backups.save()
    machine: Any = window.page(MachineSettings)
    machine.reminders.setChecked(False)
    machine.scans.setText("relative")
    machine.save()
    assert machine.fields["scans"].problem()
    machine.scans.setText(str(second))
    machine.save()
    kept = SettingsFile(settings.path).now
    assert (kept.backups, kept.second_medium, kept.reminders, kept.scans) == ("", str(second), False, str(second))


def test_a_backup_is_made_from_the_settings_and_shown(qtbot: QtBot, window: SettingsWindow, answers: Answers) -> None:
    page: Any = window.page(BackupSettings)
    assert "No backup" in page.last.text()
    answers.expect("tell")
    page.now.click()
    qtbot.waitUntil(lambda: "2026-11-21 10:30" in page.last.text(), timeout=20_000)


def test_settings_that_can_not_be_written_are_told(
    window: SettingsWindow, settings: SettingsFile, tmp_path: Path
) -> None:
    page: Any = window.page(MachineSettings)
    (tmp_path / "file").write_text("no folder")
    settings.path = tmp_path / "file" / "settings.toml"
    page.reminders.setChecked(False)
    page.save()
    assert "settings.toml" in page.banner.words()


def test_the_pages_are_gone_through_by_keyboard(qtbot: QtBot, window: SettingsWindow) -> None:
    window.list.names[0].setFocus()
    for _ in range(len(window.pages) + 2):
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Down)
    assert window.stack.currentIndex() == len(window.pages) - 1
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Up)
    assert window.stack.currentIndex() == len(window.pages) - 2


@pytest.mark.parametrize("spoken", ["en", "zh_CN"])
def test_no_page_is_cut_in_the_smallest_window(keeper: Bridge, qtbot: QtBot, spoken: str) -> None:
    set_language(spoken)
    made = SettingsWindow(None, keeper)
    qtbot.addWidget(made)
    made.resize(made.minimumWidth(), 700)
    with qtbot.waitExposed(made):
        made.show()
    assert made.width() == made.minimumWidth()
    for at in range(len(made.pages)):
        made.show_page(at)
        QApplication.processEvents()
        assert list(cut_pages(made)) == [], made.pages[at].title


def test_what_is_typed_on_a_page_stays_while_another_is_looked_at(window: SettingsWindow) -> None:
    page: Any = window.page(OfficeSettings)
    page.profile.address.setText("half a str")
    window.page(StaffSettings)
    window.page(OfficeSettings)
    assert page.profile.address.text() == "half a str"


def test_the_office_head_keeps_everybody_but_administrators(bridge: Bridge, qtbot: QtBot, answers: Answers) -> None:
    bridge.sign_in("赵主任", PASSWORD)
    window = SettingsWindow(None, bridge)
    qtbot.addWidget(window)
    page: Any = window.page(StaffSettings)
    choose(page, "管理员")
    assert not any(button.isEnabled() for button in (page.change, page.password, page.left))
    assert "Only an administrator" in page._explained.text()
    choose(page, "赵主任")

    def fill(dialog: PersonDialog) -> None:
        assert not dialog.role.offers(Role.ADMINISTRATOR)
        dialog.role.set_value(Role.SUPERVISOR)

    answers.expect_dialog(fill)
    page.change.click()
    assert bridge.ask(staffing.staff_named, "赵主任", bridge.books).role is Role.SUPERVISOR
