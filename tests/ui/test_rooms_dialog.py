# SPDX-License-Identifier: Apache-2.0
"""Rooms from a pattern, added to an office that is there, and undone again."""

from __future__ import annotations

import re

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from complaintdesk.desk import import_runs, people
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.progress import ProgressDialog
from complaintdesk.ui.rooms_dialog import RoomsDialog, make_rooms
from tests.builders import codes, rows
from tests.ui.conftest import Answers, Show


def fill(dialog: RoomsDialog, buildings: str = "1-2") -> None:
    boxes = dialog.page.patterns[0].boxes
    for name, words in {"buildings": buildings, "floors": "1-3", "rooms": "01-02"}.items():
        boxes[name].setText(words)


def make(qtbot: QtBot, window: QWidget, bridge: Bridge, answers: Answers, buildings: str) -> str:
    answers.expect_dialog(lambda dialog: fill(dialog, buildings))
    answers.expect("tell")
    before = len(answers.asked)
    make_rooms(window, bridge)
    qtbot.waitUntil(lambda: len(answers.asked) == before + 2, timeout=20_000)
    return answers.asked[-1].text


def test_rooms_are_added_once_and_a_run_is_undone(qtbot: QtBot, show: Show, bridge: Bridge, answers: Answers) -> None:
    window = show(QWidget())
    assert make(qtbot, window, bridge, answers, "1-2").startswith("12 places are new; 0")
    assert make(qtbot, window, bridge, answers, "2-3").startswith("6 places are new; 6")
    assert len(bridge.ask(people.place_ids)) == 18
    assert codes(bridge.office) == []
    (second,) = rows(bridge.office, "SELECT max(id) FROM import_run")[0]
    bridge.do(import_runs.undo, second)
    assert len(bridge.ask(people.place_ids)) == 12


def test_a_backup_comes_before_the_rooms(qtbot: QtBot, show: Show, bridge: Bridge, answers: Answers) -> None:
    make(qtbot, show(QWidget()), bridge, answers, "1-2")
    deeds = [deed for (deed,) in rows(bridge.office, "SELECT deed FROM journal ORDER BY seq")]
    assert deeds.index("backup.note_backup") < deeds.index("importing.start_run")


def test_stopped_it_says_how_far_it_went(qtbot: QtBot, show: Show, bridge: Bridge, answers: Answers) -> None:
    window = show(QWidget())
    answers.expect_dialog(lambda dialog: fill(dialog, "1-300"))
    answers.expect("tell")
    make_rooms(window, bridge)
    stopping = window.findChildren(ProgressDialog)[-1]
    qtbot.waitSignal(stopping._job.progressed, timeout=60_000).wait()
    stopping.reject()
    qtbot.waitUntil(lambda: len(answers.asked) == 2, timeout=60_000)
    gone_through = int(re.findall(r"Stopped: (\d+) of 1800", answers.asked[1].text)[0])
    assert gone_through < 1800
    assert len(bridge.ask(people.place_ids)) == gone_through


def test_what_can_not_be_made_keeps_the_dialog_open(qtbot: QtBot, show: Show, bridge: Bridge, answers: Answers) -> None:
    window = show(QWidget())

    def spoil(dialog: RoomsDialog) -> None:
        fill(dialog, "1, 1栋")
        dialog.accept()
        assert dialog.fields["buildings"].problem()

    answers.expect_dialog(spoil, accept=False)
    make_rooms(window, bridge)
    assert len(bridge.ask(people.place_ids)) == 0
