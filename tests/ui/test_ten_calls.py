# SPDX-License-Identifier: Apache-2.0
"""Ten calls of a morning typed as keystrokes into the whole window: what is in the books after each, and its keys."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pypdf
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from complaintdesk.desk import answers as answer_book
from complaintdesk.desk import household_files
from complaintdesk.desk.answers import AnswerDraft
from complaintdesk.desk.drafts import OccupantDraft, PhoneDraft
from complaintdesk.desk.household_records import VehicleDraft
from complaintdesk.desk.office import Office
from complaintdesk.desk.records import CaseRecord
from complaintdesk.domain.terms import CaseState, Level, OccupantKind
from complaintdesk.ui import background
from complaintdesk.ui.main_window import MainWindow
from complaintdesk.ui.tabs.case_form import CaseForm
from complaintdesk.ui.tabs.register_tab import RegisterTab
from tests.builders import DeskClock, a_household, page, rows, staff_id, story
from tests.ui.calls import ALT, CTRL, LEAK, Keyboard, problems, shown

SHIFT = Qt.KeyboardModifier.ShiftModifier
K = Qt.Key
ZENG = OccupantDraft("曾国强", phones=(PhoneDraft("13800001602"),))
FEE = AnswerDraft("物业管理费怎么收？", "高层每月每平方米2.60元，每季度首月10日前交。", "物业费 缴费")


class Desk:
    """The register in the whole window, hands on the keyboard, and the printer's tray."""

    def __init__(self, window: MainWindow, keys: Keyboard, office: Office, tray: Path, qtbot: QtBot) -> None:
        tab = window.current()
        assert isinstance(tab, RegisterTab)
        self.tab, self.keys, self.office, self._tray, self._qtbot = tab, keys, office, tray, qtbot

    @property
    def form(self) -> CaseForm:
        return self.tab.card.form

    @property
    def case(self) -> CaseRecord:
        """The case that was registered last, as it is shown."""
        assert problems(self.tab) == {}
        return shown(self.tab)

    def who(self, typed: str) -> None:
        self.keys.type(typed)
        self.keys.enter()

    def take_category(self) -> None:
        """The one that the words speak of."""
        self.keys.press(K.Key_Tab)
        self.keys.enter()

    def free_and_small_with_its_slip(self) -> None:
        self.keys.type("1")
        self.keys.enter()
        self.keys.type("2")
        self._tray.unlink(missing_ok=True)
        self.keys.press(K.Key_P, CTRL)

    def wait(self, is_proposed: Callable[[], bool]) -> None:
        """As one does who sees by himself what the program proposes."""
        self._qtbot.waitUntil(is_proposed)

    def look_up(self) -> None:
        """The next call: a list that hung from a box leaves no window active on a screen of tests."""
        background.wait_for_all()
        self.tab.window().activateWindow()
        QTest.qWaitForWindowActive(self.tab.window())
        assert self.keys.at is self.form.who.box, "ready for the next call"

    def parts_printed(self) -> int:
        return len(pypdf.PdfReader(self._tray).pages)


def a_repair(desk: Desk, keys: Keyboard, clock: DeskClock) -> None:
    desk.who("31502")
    keys.say(LEAK)
    desk.take_category()
    keys.type("mz9d")
    keys.enter()
    desk.free_and_small_with_its_slip()
    assert (desk.case.number, desk.case.caller_name, desk.case.category) == ("BX2026-000001", "单飞", "plumbing")
    assert desk.case.appointment_from is not None
    assert (desk.parts_printed(), desk.case.orders[0].prints) == (4, 1)


def a_complaint_with_its_ticks(desk: Desk, keys: Keyboard, clock: DeskClock) -> None:
    keys.press(K.Key_2, ALT)
    keys.press(K.Key_W, ALT)
    desk.who("zgq")
    keys.say("楼上装修太吵，要求赔偿")
    desk.take_category()
    keys.press(K.Key_Space)  # what makes it major: a claim for damages
    keys.enter(len(desk.form.criteria.boxes))
    for _tick in ("heard", "asked", "repeated", "written"):
        keys.press(K.Key_Space)
        keys.enter()
    keys.press(K.Key_F8)
    case = desk.case
    assert (case.number, case.caller_name, case.level) == ("TS2026-000001", "曾国强", Level.MAJOR)
    assert (case.heard, case.asked, case.repeated, case.written) == (True, True, True, True)


def an_enquiry_answered_from_the_book(desk: Desk, keys: Keyboard, clock: DeskClock) -> None:
    keys.press(K.Key_3, ALT)
    keys.press(K.Key_W, ALT)
    desk.who("1602")
    keys.say("物业费一个月多少钱")
    desk.wait(desk.tab.card.answers.lines.isVisible)
    keys.press(K.Key_Tab)
    keys.enter()
    keys.press(K.Key_F8)
    assert (desk.case.number, desk.case.state) == ("ZX2026-000001", CaseState.HANDLED)
    assert page(desk.office, desk.case.id).events[-1].words == FEE.answer


def a_stranger_who_is_taken_into_the_household(desk: Desk, keys: Keyboard, clock: DeskClock) -> None:
    keys.say("王阿姨")
    keys.enter()
    desk.who("3-2-1602")
    keys.type("13611112222")
    keys.press(K.Key_Z, ALT)
    keys.say("马桶堵了")
    desk.take_category()
    keys.type("15:00")
    keys.enter()
    desk.free_and_small_with_its_slip()
    aunt = rows(desk.office, "SELECT id, name, kind FROM occupant ORDER BY id")[-1]
    assert aunt[1:] == ("王阿姨", OccupantKind.FAMILY)
    assert (desk.case.occupant_id, desk.case.caller_phone) == (aunt[0], "13611112222")
    assert desk.parts_printed() == 4


def a_confidential_complaint(desk: Desk, keys: Keyboard, clock: DeskClock) -> None:
    keys.press(K.Key_2, ALT)
    keys.press(K.Key_W, ALT)
    desk.who("5678")
    keys.press(K.Key_M, CTRL | SHIFT)
    keys.type("lj")
    keys.enter()
    keys.say("前台态度恶劣，问了三次不理人")
    keys.press(K.Key_M, ALT)  # the category that the words speak of
    keys.press(K.Key_F8)
    case = desk.case
    assert (case.number, case.confidential) == ("TS2026-000002", True)
    about = rows(desk.office, "SELECT about_staff_id FROM case_record WHERE id = :id", id=case.id)
    assert about == [(staff_id(desk.office, "李静"),)]


def a_second_phone_that_rings_meanwhile(desk: Desk, keys: Keyboard, clock: DeskClock) -> None:
    desk.who("3-2-1602")
    keys.say("客厅灯不亮")
    keys.press(K.Key_F9)
    clock.later(minutes=1)
    keys.press(K.Key_2, ALT)
    keys.press(K.Key_W, ALT)
    desk.who("3-2-1502")
    keys.say("楼道垃圾没人扫")
    keys.press(K.Key_M, ALT)
    keys.press(K.Key_F8)
    assert desk.case.number == "TS2026-000003"
    keys.press(K.Key_F9, SHIFT)
    assert desk.form.content.text() == "客厅灯不亮"
    desk.take_category()
    keys.type("17:00")
    keys.enter()
    desk.free_and_small_with_its_slip()
    assert (desk.case.content, desk.parts_printed()) == ("客厅灯不亮", 4)
    assert desk.tab.card.parked.gists() == []


def an_appointment_in_words(desk: Desk, keys: Keyboard, clock: DeskClock) -> None:
    desk.who("C12345")
    keys.say("阳台门关不上")
    desk.take_category()
    keys.say("下周六上午")
    keys.enter()
    desk.free_and_small_with_its_slip()
    case = desk.case
    assert (case.place, desk.parts_printed()) == ("3栋2单元1502", 4)
    assert case.appointment_from is not None
    assert case.appointment_to is not None
    local = desk.form.bridge.local
    assert f"{local(case.appointment_from):%m-%d %H:%M}–{local(case.appointment_to):%H:%M}" == "11-28 08:30–12:00"


def a_look_at_the_households_last_calls(desk: Desk, keys: Keyboard, clock: DeskClock) -> None:
    desk.who("shanfei")
    keys.press(K.Key_H, ALT)
    keys.enter()
    assert desk.case.place == "3栋2单元1502", "the call before is shown beside the form"
    before = desk.case.number
    keys.press(K.Key_Escape)
    keys.say("卧室插座没电")
    desk.take_category()
    keys.type("16:30")
    keys.enter()
    desk.free_and_small_with_its_slip()
    assert (desk.case.content, desk.parts_printed()) == ("卧室插座没电", 4)
    assert desk.case.number != before


def a_chase_from_the_palette(desk: Desk, keys: Keyboard, clock: DeskClock) -> None:
    keys.press(K.Key_K, CTRL)
    keys.type("chas")
    keys.enter()
    keys.say("业主在家等")
    keys.press(K.Key_F8)
    keys.press(K.Key_W, ALT)
    assert story(desk.office, desk.case.id) == ["registered", "dispatched", "reminded"]
    assert page(desk.office, desk.case.id).events[-1].words == "业主在家等"


def the_same_matter_once_more(desk: Desk, keys: Keyboard, clock: DeskClock) -> None:
    number = desk.case.number
    desk.who("shanfei")
    keys.say("插座的师傅怎么还没来")
    desk.wait(lambda: number in desk.tab.card.proposals.matter.words())
    keys.press(K.Key_J, ALT)
    assert (desk.case.number, story(desk.office, desk.case.id)[-1]) == (number, "contacted")
    assert len(rows(desk.office, "SELECT id FROM contact WHERE case_id = :id", id=desk.case.id)) == 2


# The calls in their order, each with the most keys that it may take beyond what is said.
CALLS: tuple[tuple[Callable[[Desk, Keyboard, DeskClock], None], int], ...] = (
    (a_repair, 25),
    (a_complaint_with_its_ticks, 35),
    (an_enquiry_answered_from_the_book, 12),
    (a_stranger_who_is_taken_into_the_household, 40),
    (a_confidential_complaint, 15),
    (a_second_phone_that_rings_meanwhile, 40),
    (an_appointment_in_words, 20),
    (a_look_at_the_households_last_calls, 25),
    (a_chase_from_the_palette, 10),
    (the_same_matter_once_more, 10),
)


def test_ten_calls_of_a_morning_take_few_keys_and_each_is_in_the_books(
    office: Office,
    whole_window: MainWindow,
    keys: Keyboard,
    clock: DeskClock,
    tray: Path,
    qtbot: QtBot,
    capsys: pytest.CaptureFixture[str],
) -> None:
    first = a_household(office)
    a_household(office, "1602", occupants=(ZENG,))
    office.do(household_files.save_vehicle, VehicleDraft(first, plate="粤C·12345"))
    office.do(answer_book.save, FEE)
    desk = Desk(whole_window, keys, office, tray, qtbot)
    taken = {}
    for call, most in CALLS:
        before = keys.strokes
        desk.look_up()
        call(desk, keys, clock)
        taken[call.__name__.replace("_", " ")] = (keys.strokes - before, most)
        clock.later(minutes=4)
    with capsys.disabled():
        sys.stdout.writelines(f"\n{name}: {strokes} keys of at most {most}" for name, (strokes, most) in taken.items())
        sys.stdout.write("\n")
    assert [name for name, (strokes, most) in taken.items() if strokes > most] == []
