# SPDX-License-Identifier: Apache-2.0
"""Restoring in the window: what would be missing is named, the paper is asked, and the office opens as it was."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from complaintdesk.app import Desk
from complaintdesk.desk.backup import backup, backup_folder
from complaintdesk.desk.office import Office, open_office
from complaintdesk.settings import SettingsFile
from complaintdesk.ui.first_start import FirstStartPage
from complaintdesk.ui.inputs import LineInput
from complaintdesk.ui.restoring import RestorePage
from complaintdesk.ui.sign_in import SignInPage
from tests.builders import PASSWORD, DeskClock, a_case, a_repair, codes, rows, tampering
from tests.desk.paper import a_file
from tests.ui.conftest import Answers, Show
from tests.ui.restores import box, press, sign, worked

pytestmark = pytest.mark.about_files(
    "a file is damaged, replaced and kept aside; a server's restore is in test_on_a_server.py"
)

OpenPage = Callable[[], RestorePage]


@pytest.fixture
def location(office: Office) -> Path:
    """Books with a repair that was backed up, and two repairs and a slip that were not."""
    return worked(office)


@pytest.fixture
def page(location: Path, office: Office, settings: SettingsFile, show: Show, clock: DeskClock) -> OpenPage:
    """The page on the books, which nobody has open any more."""

    def made() -> RestorePage:
        office.close()
        opened = RestorePage(str(location), settings, clock=clock)
        opened.setMinimumSize(1300, 700)
        show(opened)
        return opened

    return made


def test_for_plain_books_no_passphrase_is_asked(page: OpenPage) -> None:
    assert page().fields["passphrase"].isHidden()


def test_what_would_be_missing_is_named_before_anything_is_done(page: OpenPage) -> None:
    words = page().missing.text()
    assert "BX2026-000002 to BX2026-000003: 2 numbers, which become void" in words
    assert "WX2026-000001: one number" in words
    assert "TS2026" not in words
    assert "this would be missing: 4 entries" in words, "three deeds, and the backup's note between them"


def test_the_backup_comes_back_and_the_numbers_on_paper_are_taken(
    qtbot: QtBot, page: OpenPage, answers: Answers, location: Path, clock: DeskClock
) -> None:
    opened = page()
    box(opened, "BX").setText("5")
    box(opened, "WX").setText("WX2026-000002")
    sign(opened)
    answers.expect("yes_no", True)
    answers.expect("tell")
    with qtbot.waitSignal(opened.opened, timeout=20_000) as signal:
        press(qtbot, opened)
    assert signal.args == [str(location)]
    assert "BX2026-000002 to BX2026-000003" in answers.asked[0].text
    assert "6 numbers" in answers.asked[1].text
    again = open_office(location, clock=clock)
    again.sign_in("王敏", PASSWORD)
    assert (a_repair(again).number, codes(again)) == ("BX2026-000006", [])
    again.close()
    assert len(list(location.parent.glob("office-replaced-*.db"))) == 1


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("九", "written BX2026-000004"),
        ("WX2026-000009", "written BX2026-000004"),
        ("BX2025-000009", "written BX2026-000004"),
        ("3", "Known already up to BX2026-000003"),
    ],
)
def test_what_is_no_number_is_said_beside_it(qtbot: QtBot, page: OpenPage, typed: str, word: str) -> None:
    opened = page()
    box(opened, "BX").setText(typed)
    sign(opened)
    press(qtbot, opened)
    assert word in opened.fields["highest_BX2026"].problem()


def test_the_keyboard_walks_the_page_from_top_to_bottom(page: OpenPage) -> None:
    opened = page()
    walked, at = [], opened.again.nextInFocusChain()
    while at is not None and at is not opened.password:
        if isinstance(at, LineInput) and at.isVisible():
            walked.append(at)
        at = at.nextInFocusChain()
    assert walked == [*opened.paper.inputs.values(), opened.name]


def test_a_wrong_password_is_said_beside_it_and_nothing_changed(
    qtbot: QtBot, page: OpenPage, answers: Answers, location: Path, clock: DeskClock
) -> None:
    opened = page()
    press(qtbot, opened)
    assert opened.fields["password"].problem() == "Type your password."
    sign(opened, "wrong password")
    answers.expect("yes_no", True)
    press(qtbot, opened)
    qtbot.waitUntil(lambda: "wrong" in opened.fields["password"].problem(), timeout=20_000)
    again = open_office(location, clock=clock)
    assert rows(again, "SELECT max(number) FROM case_record WHERE series = 'BX'") == [("BX2026-000003",)]
    again.close()


def test_thinking_better_of_it_changes_nothing(qtbot: QtBot, page: OpenPage, answers: Answers, location: Path) -> None:
    opened = page()
    sign(opened)
    answers.expect("yes_no", False)
    press(qtbot, opened)
    assert list(location.parent.glob("office-replaced-*")) == []


def test_a_backup_is_chosen_from_a_file_and_one_with_something_wrong_is_never_proposed(
    qtbot: QtBot, office: Office, location: Path, settings: SettingsFile, show: Show, answers: Answers, clock: DeskClock
) -> None:
    packed = backup(office, location.parent / "packed.zip").path
    office.close()
    with tampering(location) as bare:
        bare.execute("UPDATE case_record SET content = 'x'")
    clock.later(hours=1)
    again = open_office(location, clock=clock)
    again.sign_in("王敏", PASSWORD)
    assert backup(again).findings
    again.close()
    opened = RestorePage(str(location), settings)
    show(opened)
    assert [kept.manifest.verified for kept in opened.backups] == [False, True]
    chosen = opened.chosen()
    assert chosen is not None
    assert chosen.manifest.verified
    answers.expect("choose_file", location.parent / "office.db")
    opened._choose_file()
    assert "no backup of the desk" in opened.banner.words()
    answers.expect("choose_file", packed)
    opened._choose_file()
    chosen = opened.chosen()
    assert chosen is not None
    assert chosen.path == packed
    opened.table.choose(0)
    sign(opened)
    answers.expect("yes_no", False)
    press(qtbot, opened)
    assert "Something was wrong in this backup" in answers.asked[-1].text


def test_a_lost_photo_is_named_and_the_backup_taken_all_the_same(
    qtbot: QtBot, location: Path, office: Office, settings: SettingsFile, show: Show, answers: Answers, clock: DeskClock
) -> None:
    a_file(office, a_case(office).id, location.parent)
    clock.later(hours=1)
    backup(office)
    office.close()
    for pool in (location.with_name("office-attachments"), location.parent / "office-backups" / "attachments"):
        shutil.rmtree(pool)
    page = RestorePage(str(location), settings, clock=clock)
    show(page)
    sign(page)
    answers.expect("yes_no", True)
    answers.expect("yes_no", True)
    answers.expect("tell")
    with qtbot.waitSignal(page.opened, timeout=20_000):
        press(qtbot, page)
    assert "· The file of attachment 1 (TS2026-000002) is missing." in answers.asked[1].text
    again = open_office(location, clock=clock)
    assert codes(again) == ["attachment_missing"]
    again.close()


def test_a_folder_that_may_not_be_read_is_said_and_the_other_backups_are_there(
    location: Path, office: Office, settings: SettingsFile, show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.close()
    settings.change(backups=str(location.parent / "theirs"), second_medium=str(location.parent / "torn"))
    real_dir, real_glob = Path.is_dir, Path.glob

    def is_dir(path: Path) -> bool:
        if path.parent.name == "theirs":
            raise PermissionError(errno.EACCES, "Permission denied")
        return path.parent.name == "torn" or real_dir(path)

    def glob(path: Path, pattern: str) -> Iterator[Path]:
        if path.parent.name == "torn":
            raise OSError(errno.EIO, "Input/output error")
        return real_glob(path, pattern)

    monkeypatch.setattr(Path, "is_dir", is_dir)
    monkeypatch.setattr(Path, "glob", glob)
    page = RestorePage(str(location), settings)
    show(page)
    assert len(page.backups) == 1
    assert page.banner.words().count("can't be read") == 2
    settings.change(backups="", second_medium="")
    page.look_again()
    assert page.banner.words() == ""


def test_books_that_may_not_be_read_are_said(
    location: Path, office: Office, settings: SettingsFile, show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.close()
    real = Path.exists

    def exists(path: Path) -> bool:
        if path == location:
            raise PermissionError(errno.EACCES, "Permission denied")
        return real(path)

    with monkeypatch.context() as refusing:
        refusing.setattr(Path, "exists", exists)
        page = RestorePage(str(location), settings)
    show(page)
    assert (len(page.backups), page.banner.words().count("can't be read")) == (1, 1)


def test_where_no_backup_is_found_that_is_said(settings: SettingsFile, tmp_path: Path, show: Show) -> None:
    opened = RestorePage(str(tmp_path / "none" / "office.db"), settings)
    show(opened)
    assert (opened.backups, opened.chosen(), opened.missing.text()) == ([], None, "")
    assert not opened.restore.isEnabled()


@pytest.fixture
def damaged(location: Path, office: Office, tmp_path: Path) -> Path:
    """A copy of the same books and their backups, its pages overwritten in the middle."""
    office.close()
    path = tmp_path / "damaged" / "office.db"
    shutil.copytree(backup_folder(office), path.parent / "office-backups")
    data = bytearray(location.read_bytes())
    data[8192:-4096] = b"\xa5" * (len(data) - 12288)
    path.write_bytes(bytes(data))
    return path


@pytest.fixture
def desk(qtbot: QtBot, settings: SettingsFile) -> Iterator[Callable[[Path], Desk]]:
    made: list[Desk] = []

    def started(location: Path) -> Desk:
        made.append(Desk(settings, str(location)))
        made[0].start()
        return made[0]

    yield started
    for each in made:
        each.close()
        each.window.close()


def shown(desk: Desk, kind: type) -> bool:
    return isinstance(desk.window.pages.currentWidget(), kind)


def test_a_damaged_file_is_told_at_the_start_and_its_backup_put_in_its_place(
    qtbot: QtBot, desk: Callable[[Path], Desk], damaged: Path, answers: Answers, clock: DeskClock
) -> None:
    before = damaged.read_bytes()
    running = desk(damaged)
    qtbot.waitUntil(lambda: shown(running, RestorePage), timeout=20_000)
    page = running.window.pages.currentWidget()
    assert isinstance(page, RestorePage)
    assert "No newer backup is known" in page.missing.text()
    box(page, "BX").setText("3")
    page.clock = clock
    sign(page)
    answers.expect("yes_no", True)
    answers.expect("tell")
    press(qtbot, page)
    qtbot.waitUntil(lambda: shown(running, SignInPage), timeout=20_000)
    (aside,) = damaged.parent.glob("office-damaged-*.db")
    assert aside.read_bytes() == before


def test_who_will_not_restore_gets_the_other_ways_on(qtbot: QtBot, desk: Callable[[Path], Desk], damaged: Path) -> None:
    running = desk(damaged)
    qtbot.waitUntil(lambda: shown(running, RestorePage), timeout=20_000)
    page = running.window.pages.currentWidget()
    assert isinstance(page, RestorePage)
    page.left.emit()
    ways = running.window.pages.currentWidget()
    assert isinstance(ways, FirstStartPage)
    ways.restore_button.click()
    assert shown(running, RestorePage)


def test_from_the_menu_the_office_is_backed_up_closed_and_back_opens_it_again(
    qtbot: QtBot, desk: Callable[[Path], Desk], location: Path, office: Office
) -> None:
    folder = backup_folder(office)
    office.close()
    running = desk(location)
    qtbot.waitUntil(lambda: shown(running, SignInPage), timeout=20_000)
    running.window.sign_in.name.set_value("王敏")
    running.window.sign_in.password.setText(PASSWORD)
    running.window.sign_in.sign_in()
    running.window.menu.restore.emit()
    qtbot.waitUntil(lambda: shown(running, RestorePage), timeout=20_000)
    assert len(list(folder.glob("desk-*.db"))) == 2
    page = running.window.pages.currentWidget()
    assert isinstance(page, RestorePage)
    assert "Nothing would be missing" in page.missing.text()
    page.left.emit()
    assert shown(running, SignInPage)
