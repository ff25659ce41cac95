# SPDX-License-Identifier: Apache-2.0
"""Backups by themselves: at work, before the window closes, on the second medium; what is said when one fails."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from complaintdesk.app import Desk
from complaintdesk.desk import keeping
from complaintdesk.desk.backup import backup_folder, last_backup
from complaintdesk.desk.backup_files import backups_in
from complaintdesk.desk.office import Office
from complaintdesk.desk.restoring import restore
from complaintdesk.settings import SettingsFile
from complaintdesk.ui import background
from complaintdesk.ui.backups import Backups, LeavingDialog
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.main_window import MainWindow
from complaintdesk.ui.tab_list import TABS
from tests.builders import PASSWORD, DeskClock, a_case, a_repair
from tests.desk.paper import a_file
from tests.ui.conftest import Answers


@pytest.fixture
def backups(bridge: Bridge) -> Iterator[Backups]:
    made = Backups(bridge)
    yield made
    made.stop()


def made(office: Office) -> int:
    """How many backups lie beside the database."""
    return len(backups_in(backup_folder(office)))


def tick(qtbot: QtBot, backups: Backups, clock: DeskClock, **later: float) -> None:
    """The minute goes by, and what it began comes to its end."""
    clock.later(**later)
    backups.tick()
    background.wait_for_all()


def test_every_half_hour_in_which_something_was_done_there_is_a_backup(
    qtbot: QtBot, backups: Backups, office: Office, clock: DeskClock
) -> None:
    tick(qtbot, backups, clock)
    assert made(office) == 1
    a_repair(office)
    tick(qtbot, backups, clock, minutes=29)
    assert made(office) == 1
    tick(qtbot, backups, clock, minutes=1)
    assert made(office) == 2
    assert backups.last() == clock.now
    tick(qtbot, backups, clock, minutes=30)
    assert made(office) == 2, "nothing was done"


def test_after_a_day_everything_is_looked_through_again_even_if_nothing_was_done(
    qtbot: QtBot, backups: Backups, office: Office, clock: DeskClock
) -> None:
    tick(qtbot, backups, clock)
    a_repair(office)
    tick(qtbot, backups, clock, hours=1)
    first, second = (kept.manifest.whole_at for kept in backups_in(backup_folder(office)))
    assert first == second
    tick(qtbot, backups, clock, hours=23)
    assert backups_in(backup_folder(office))[0].manifest.whole_at == clock.now.isoformat()


@pytest.mark.about_files("looks at the file, its pool or its folder of backups by their names")
def test_a_backup_that_fails_is_said_with_its_way_out_and_no_longer_once_one_is_made(
    qtbot: QtBot, backups: Backups, bridge: Bridge, clock: DeskClock, settings: SettingsFile, tmp_path: Path
) -> None:
    settings.change(backups=str(tmp_path / "gone"))
    tick(qtbot, backups, clock)
    notice = backups.notice()
    assert notice is not None
    assert "There is no folder" in notice.words
    (tmp_path / "gone").mkdir()
    tick(qtbot, backups, clock, minutes=30)
    assert len(backups_in(tmp_path / "gone" / "office-backups")) == 1
    assert backups.problem is None


@pytest.mark.about_files("looks at the file, its pool or its folder of backups by their names")
def test_a_backup_with_something_wrong_in_it_is_kept_and_said(
    qtbot: QtBot, backups: Backups, office: Office, bridge: Bridge, clock: DeskClock, tmp_path: Path
) -> None:
    tick(qtbot, backups, clock)
    a_file(office, a_case(office).id, tmp_path)
    assert office.pool is not None
    shutil.rmtree(office.pool)
    tick(qtbot, backups, clock, minutes=30)
    notice = backups.notice()
    assert notice is not None
    assert "not verified: 1 things" in notice.words
    assert office.ask(last_backup) == clock.now - timedelta(minutes=30)
    with qtbot.waitSignal(backups.check_wanted):
        notice.deeds[0][1]()


@pytest.mark.about_files("looks at the file, its pool or its folder of backups by their names")
def test_the_second_medium_gets_a_copy_of_each_and_a_stick_that_is_out_is_told_after_a_week(
    qtbot: QtBot, backups: Backups, office: Office, clock: DeskClock, settings: SettingsFile, tmp_path: Path
) -> None:
    notice = backups.notice()
    assert notice is not None
    assert "All backups lie on this computer" in notice.words
    stick = tmp_path / "stick"
    stick.mkdir()
    backups.take_second(stick)
    tick(qtbot, backups, clock)
    assert len(backups_in(stick / "office-backups")) == 1
    assert settings.now.second_copy_at == clock.now.isoformat()
    assert backups.notice() is None
    shutil.rmtree(stick)
    stick.mkdir()  # what is left where a stick was
    a_repair(office)
    tick(qtbot, backups, clock, days=6)
    assert backups.notice() is None
    a_repair(office)
    tick(qtbot, backups, clock, days=2)
    notice = backups.notice()
    assert notice is not None
    assert "no copy for 7 days" in notice.words
    assert "is not plugged in" in notice.words
    assert list(stick.iterdir()) == []
    notice.deeds[-1][1]()
    assert backups.notice() is None, "put off"


@pytest.mark.about_files("looks at the file, its pool or its folder of backups by their names")
def test_restored_books_say_so_until_somebody_finds_them_right(
    qtbot: QtBot, office: Office, settings: SettingsFile, clock: DeskClock
) -> None:
    settings.change(second_copy_at=clock.now.isoformat(), second_medium="stick")
    office.sign_in("王敏", PASSWORD)
    done = keeping.keep(office, keeping.Places()).done
    office.close()
    assert office.database.path is not None
    back = restore(done.path, office.database.path, staff="王敏", password=PASSWORD, clock=clock).office
    bridge = Bridge(back, settings)
    backups = Backups(bridge)
    notice = backups.notice()
    assert notice is not None
    assert "restored from a backup" in notice.words
    assert notice.deeds[0][0] == "They are right"
    notice.deeds[0][1]()
    assert backups.notice() is None
    backups.stop()
    bridge.close()


def test_the_window_shows_what_fails_in_its_line(
    qtbot: QtBot, bridge: Bridge, backups: Backups, clock: DeskClock, settings: SettingsFile, tmp_path: Path
) -> None:
    window = MainWindow(settings)
    qtbot.addWidget(window)
    window.attach(bridge, TABS)
    window.watch(backups)
    window.resume()
    settings.change(backups=str(tmp_path / "gone"))
    tick(qtbot, backups, clock)
    assert window.status.backup_words() == "Backup failed · No backup yet"
    assert "There is no folder" in window.notices.words("backups")
    window.lock()
    assert window.notices.words("backups") == "", "nothing is told to a stranger"


@pytest.fixture
def desk(qtbot: QtBot, settings: SettingsFile, founded: Path, tmp_path: Path) -> Iterator[Desk]:
    path = tmp_path / "mine" / "office.db"
    path.parent.mkdir()
    shutil.copy(founded, path)
    running = Desk(settings, str(path))
    running.start()
    qtbot.waitUntil(lambda: running.bridge is not None, timeout=20_000)
    yield running
    running.close()
    running.window.close()


def test_the_last_thing_is_a_backup(qtbot: QtBot, desk: Desk) -> None:
    assert desk.bridge is not None
    office = desk.bridge.office
    assert not desk.window.close()
    qtbot.waitUntil(lambda: not desk.window.isVisible(), timeout=20_000)
    assert made(office) == 1
    desk.window.show()
    assert desk.window.close(), "nothing was done since"


def test_who_will_not_wait_closes_without(qtbot: QtBot, desk: Desk) -> None:
    assert not desk.window.close()
    dialog = next(each for each in desk.window.findChildren(LeavingDialog) if each.isVisible())
    qtbot.mouseClick(dialog._stop, Qt.MouseButton.LeftButton)
    assert not desk.window.isVisible()


@pytest.mark.parametrize("anyway", [True, False])
def test_when_the_last_backup_fails_one_is_asked(
    qtbot: QtBot, desk: Desk, settings: SettingsFile, answers: Answers, tmp_path: Path, anyway: bool
) -> None:
    settings.change(backups=str(tmp_path / "gone"))
    answers.expect("yes_no", anyway)
    desk.window.close()
    assert "There is no folder" in answers.asked[0].text
    assert desk.window.isVisible() is not anyway
