# SPDX-License-Identifier: Apache-2.0
"""What the window does by itself goes on after an error of the program's own, which the crash dialog tells."""

from __future__ import annotations

from typing import NoReturn

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from complaintdesk.desk import due_soon, keeping
from complaintdesk.errors import ServerGone
from complaintdesk.settings import SettingsFile
from complaintdesk.ui import background, first_start
from complaintdesk.ui.backups import Backups
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.first_start import FirstStartPage
from complaintdesk.ui.reminders import Reminders
from tests.builders import DeskClock, a_repair


def stumble(*_asked: object) -> NoReturn:
    raise RuntimeError("an error of the program's own")


def stumbles(qtbot: QtBot) -> None:
    """The work under way comes to its end, with that error."""
    with qtbot.capture_exceptions() as caught:
        background.wait_for_all()
    assert [error for kind, error, _trace in caught if kind is not RuntimeError] == []
    assert len(caught) == 1


@pytest.mark.about_files("the same worker's end on both, and the file's backup needs no folder that all desks reach")
def test_a_backup_that_met_it_has_failed_and_half_an_hour_later_one_is_made_again(
    qtbot: QtBot, bridge: Bridge, clock: DeskClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    backups = Backups(bridge)
    with monkeypatch.context() as patch:
        patch.setattr(keeping, "due", stumble)
        backups.tick()
        stumbles(qtbot)
    notice = backups.notice()
    assert notice is not None
    assert notice.words.startswith("The last backup failed. The program met an error of its own.")
    clock.later(minutes=30)
    backups.tick()
    background.wait_for_all()
    backups.stop()
    assert backups.last() == clock.now
    assert backups.problem is None


def test_the_next_minute_reminds_again(
    qtbot: QtBot, bridge: Bridge, clock: DeskClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_repair(bridge.office)
    clock.later(days=3)
    holder = QObject()
    reminders = Reminders(bridge, holder)
    with monkeypatch.context() as patch:
        patch.setattr(due_soon, "due_things", stumble)
        reminders.look()
        stumbles(qtbot)
    reminders.look()
    background.wait_for_all()
    reminders.close()
    assert reminders.things


def test_a_server_that_does_not_answer_is_looked_for_again(
    qtbot: QtBot, settings: SettingsFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = FirstStartPage(ServerGone(), "postgresql+psycopg://desk@nowhere/office", settings)
    qtbot.addWidget(page)
    with qtbot.waitExposed(page):
        page.show()
    with monkeypatch.context() as patch:
        patch.setattr(first_start, "open_looked", stumble)
        page._look()
        stumbles(qtbot)
    office = object()
    monkeypatch.setattr(first_start, "open_looked", lambda _location: office)
    with qtbot.waitSignal(page.reached) as reached:
        page._looks.setInterval(0)
    assert reached.args == [office]
