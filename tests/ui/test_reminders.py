# SPDX-License-Identifier: Apache-2.0
"""Reminders: one beep and one note for each thing due, the bell in the window always, and what it opens."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QSystemTrayIcon
from pytestqt.qtbot import QtBot

from complaintdesk.desk import dispatching
from complaintdesk.desk.office import Office
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.main_window import MainWindow
from complaintdesk.ui.reminders import Reminders
from complaintdesk.ui.tabs.orders_tab import OrdersTab
from tests.builders import DeskClock, a_repair
from tests.ui.calls import CTRL

# The tests' screen has no tray: its platform does not know what Qt connects to.
pytestmark = pytest.mark.qt_log_ignore("systemTrayWindowChanged")


class Machine:
    """The loudspeaker and the tray of the machine."""

    def __init__(self) -> None:
        self.beeps = 0
        self.notes: list[str] = []


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Machine:
    """A machine with a tray, which a test's screen has not."""
    heard = Machine()

    def beep() -> None:
        heard.beeps += 1

    monkeypatch.setattr(QApplication, "beep", beep)
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", lambda: True)
    monkeypatch.setattr(QSystemTrayIcon, "showMessage", lambda _tray, _title, words, *_rest: heard.notes.append(words))
    return heard


@pytest.fixture
def reminders(bridge: Bridge) -> Iterator[Reminders]:
    """The reminders of who sits here; another is what a new start of the program gives."""
    owner = QObject()
    yield Reminders(bridge, owner)
    owner.deleteLater()


def look(qtbot: QtBot, reminders: Reminders) -> list[str]:
    """What is due after a look, as number and what."""
    reminders.look()
    qtbot.waitUntil(lambda: reminders._job is None)
    return [f"{thing.number} {thing.what}" for thing in reminders.things]


def a_late_slip(office: Office, clock: DeskClock) -> str:
    """A slip of a Saturday that nobody took by Monday's coffee break (R-T-05)."""
    slip = office.do(
        dispatching.dispatch, a_repair(office, caller_name="张华", caller_phone="13812345678").id, "水电班"
    )
    clock.now += timedelta(days=2)
    return slip.number


def test_what_is_late_beeps_and_is_noted_once(
    qtbot: QtBot, office: Office, reminders: Reminders, clock: DeskClock, machine: Machine
) -> None:
    number = a_late_slip(office, clock)
    assert any(number in line for line in look(qtbot, reminders))
    assert machine.beeps == 1
    look(qtbot, reminders)
    assert machine.beeps == 1
    assert len(machine.notes) == 1


def test_a_note_has_neither_name_nor_phone_nor_place(
    qtbot: QtBot, office: Office, reminders: Reminders, clock: DeskClock, machine: Machine
) -> None:
    a_late_slip(office, clock)
    look(qtbot, reminders)
    [note] = machine.notes
    assert "BX2026" in note or "WX2026" in note
    for private in ("张华", "13812345678", "5678", "1502"):
        assert private not in note


def test_what_was_done_is_due_no_longer(
    qtbot: QtBot, office: Office, reminders: Reminders, clock: DeskClock, machine: Machine
) -> None:
    number = a_late_slip(office, clock)
    before = look(qtbot, reminders)
    [order_id] = {thing.id for thing in reminders.things if thing.number == number}
    office.do(dispatching.accept, order_id, "张师傅")
    assert set(look(qtbot, reminders)) < set(before)


def test_a_quiet_machine_shows_it_in_the_window_alone(
    qtbot: QtBot, bridge: Bridge, office: Office, reminders: Reminders, clock: DeskClock, machine: Machine
) -> None:
    bridge.settings.change(reminders=False)
    a_late_slip(office, clock)
    assert look(qtbot, reminders)
    assert (machine.beeps, machine.notes) == (0, [])


def test_without_a_tray_it_beeps_without_complaint(
    qtbot: QtBot,
    office: Office,
    reminders: Reminders,
    clock: DeskClock,
    machine: Machine,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", lambda: False)
    a_late_slip(office, clock)
    look(qtbot, reminders)
    assert (machine.beeps, machine.notes) == (1, [])


def test_what_was_looked_at_today_is_not_told_after_a_new_start(
    qtbot: QtBot, bridge: Bridge, office: Office, reminders: Reminders, clock: DeskClock, machine: Machine
) -> None:
    a_late_slip(office, clock)
    look(qtbot, reminders)
    reminders.see_all()
    anew = Reminders(bridge, reminders)
    look(qtbot, anew)
    assert machine.beeps == 1
    assert anew.unseen() == 0
    clock.now += timedelta(days=1)
    tomorrow = Reminders(bridge, reminders)
    look(qtbot, tomorrow)
    assert machine.beeps == 2


def test_nobody_signed_in_is_reminded_of_nothing(
    qtbot: QtBot, bridge: Bridge, office: Office, reminders: Reminders, clock: DeskClock, machine: Machine
) -> None:
    a_late_slip(office, clock)
    bridge.sign_out()
    assert look(qtbot, reminders) == []
    assert machine.beeps == 0


def test_the_bell_counts_and_its_list_opens_the_record_by_keyboard(
    qtbot: QtBot, whole_window: MainWindow, office: Office, clock: DeskClock, machine: Machine
) -> None:
    number = a_late_slip(office, clock)
    reminding = whole_window.reminding
    look(qtbot, reminding.reminders)
    assert "not looked at" in whole_window.top.bell.accessibleName()
    before = QApplication.focusWidget()
    assert before is not None
    qtbot.keyClick(before, Qt.Key.Key_B, CTRL)
    lines = reminding.list.texts()
    assert reminding.list.lines.hasFocus()
    assert "0 of them" in whole_window.top.bell.accessibleName()
    at = next(row for row, line in enumerate(lines) if number in line)
    for _line in range(at):
        qtbot.keyClick(reminding.list.lines, Qt.Key.Key_Down)
    qtbot.keyClick(reminding.list.lines, Qt.Key.Key_Return)
    tab = whole_window.current()
    assert isinstance(tab, OrdersTab)
    assert tab.table.hasFocus()
    assert reminding.list.isHidden()


def test_esc_goes_back_from_the_list(
    qtbot: QtBot, whole_window: MainWindow, office: Office, clock: DeskClock, machine: Machine
) -> None:
    a_late_slip(office, clock)
    look(qtbot, whole_window.reminding.reminders)
    before = QApplication.focusWidget()
    assert before is not None
    qtbot.keyClick(before, Qt.Key.Key_B, CTRL)
    qtbot.keyClick(whole_window.reminding.list.lines, Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is before


def test_an_office_with_nothing_due_says_so(qtbot: QtBot, whole_window: MainWindow) -> None:
    look(qtbot, whole_window.reminding.reminders)
    before = QApplication.focusWidget()
    assert before is not None
    qtbot.keyClick(before, Qt.Key.Key_B, CTRL)
    assert whole_window.reminding.list.texts() == []
    qtbot.keyClick(whole_window.reminding.list.lines, Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is before
