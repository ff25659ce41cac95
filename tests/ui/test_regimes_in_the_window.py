# SPDX-License-Identifier: Apache-2.0
"""Three rule books worked in the window by keyboard alone, from the first call to the closing."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from complaintdesk.domain.terms import CaseKind, CaseState, EventKind, Factor, Role
from complaintdesk.ui import background
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.inputs import TextInput
from complaintdesk.ui.main_window import MainWindow
from complaintdesk.ui.palette import Palette
from complaintdesk.ui.step_form import StepForm
from complaintdesk.ui.tab_list import TABS
from complaintdesk.ui.tabs import case_deeds, course_deeds
from complaintdesk.ui.tabs.follow_up_steps import RecordForm, SignForm
from complaintdesk.ui.tabs.follow_ups_tab import FollowUpsTab
from complaintdesk.ui.tabs.register_tab import RegisterTab
from tests.builders import NAME_OF, PASSWORD, DeskClock, a_household, codes, page, story
from tests.desk.courses import works_by
from tests.desk.regimes import at
from tests.ui.calls import ALT, CTRL, Keyboard, problems, shown
from tests.ui.looking import take_picture

HEAD = NAME_OF[Role.OFFICE_HEAD]
REGISTER, FOLLOW_UPS = TABS.index(RegisterTab), TABS.index(FollowUpsTab)
KEYS = {"F7": Qt.Key.Key_F7, "F11": Qt.Key.Key_F11, "F12": Qt.Key.Key_F12}
F = TypeVar("F", bound=StepForm)
MOST_TABS = 80
FACTORS = {f"factor_{factor}": 1 for factor in Factor}


class Desk:
    """Who sits at the window, with a keyboard and no mouse."""

    def __init__(self, window: MainWindow, bridge: Bridge, keys: Keyboard, clock: DeskClock, name: str) -> None:
        self.window, self.bridge, self.keys, self.clock, self._name = window, bridge, keys, clock, name

    @property
    def register(self) -> RegisterTab:
        [tab] = self.window.findChildren(RegisterTab)
        return tab

    @property
    def case_id(self) -> int:
        return shown(self.register).id

    def look(self) -> None:
        """Lets the window settle, and adds its picture to those that are asked for."""
        background.wait_for_all()
        self.window.activateWindow()  # a list that hung from a box leaves no window active on a screen of tests
        QTest.qWaitForWindowActive(self.window)
        for _turn in range(4):
            QApplication.processEvents()
        take_picture(self.window, f"regime-{self._name}")

    def put(self, row: QWidget, words: str | int | bool) -> None:
        """Goes to a field by Tab, and types; a number is the choice's digit, True a tick."""
        for _step in range(MOST_TABS):
            if row.isAncestorOf(self.keys.at):
                break
            self.keys.press(Qt.Key.Key_Tab)
        assert row.isAncestorOf(self.keys.at), "Tab does not come there"
        box = self.keys.at
        if words is True:
            self.keys.press(Qt.Key.Key_Space)
        elif isinstance(words, int):
            self.keys.press(Qt.Key(Qt.Key.Key_0 + words))
        elif isinstance(box, TextInput):
            self.keys.say(words)
        elif words.isascii():
            self.keys.type(words)
        else:
            assert isinstance(box, QLineEdit)
            box.insert(words)  # by an input method

    def call(self, content: str, category: str, **more: str | int | bool) -> None:
        """Takes down a complaint of 单飞, whom the desk knows."""
        self.window.show_tab(REGISTER)
        form = self.register.card.form
        for key in (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3):
            if form.kind.value is not CaseKind.COMPLAINT:
                self.keys.press(key, ALT)
        self.keys.press(Qt.Key.Key_W, ALT)
        self.keys.type("sf")
        self.keys.enter()
        self.put(form.fields["content"], content)
        self.put(form.fields["category"], category)
        self.keys.enter()
        for name, words in more.items():
            self.put(form.fields[name.replace("__", ":")], words)
        self.look()
        self.keys.press(Qt.Key.Key_F8)
        assert problems(self.register) == {}
        self.look()

    def does(self, name: str, when: str, /, **typed: str | int | bool) -> None:
        """Does a deed of this name at this time: by its key, or found in the list by what it is called."""
        self.clock.now = at(when)
        deed = next((each for each in case_deeds.DEEDS if each.name == name), None)
        self.register.list.take_keyboard()
        if deed is not None:
            modifiers, _, key = deed.key.rpartition("+")
            self.keys.press(KEYS.get(key) or Qt.Key[f"Key_{key}"], ALT if modifiers else Qt.KeyboardModifier.NoModifier)
        else:
            self.keys.press(Qt.Key.Key_K, CTRL)
            [palette] = [each for each in self.window.findChildren(Palette) if not each.isHidden()]
            palette.box.insert(course_deeds.label_of(name))
            self.keys.enter()
        form = self.register.panel.slot.form
        assert isinstance(form, StepForm), f"{name} opens no area"
        for field, words in typed.items():
            self.put(form.fields[field], words)
        self.look()
        self.keys.press(Qt.Key.Key_F8)
        told = {each: row.problem() for each, row in form.fields.items() if row.problem()}
        assert self.register.panel.slot.form is None, (name, told, form.banner.words())

    def follows_up(self, when: str) -> None:
        """Calls back a content client, with whose word the case is closed; a colleague signs for it."""
        self.clock.now = at(when)
        self.register.list.take_keyboard()
        self.keys.press(Qt.Key.Key_B, ALT)
        [tab] = self.window.findChildren(FollowUpsTab)
        assert tab.isVisible()
        self.keys.press(Qt.Key.Key_F2)
        record = self.area(tab, RecordForm)
        self.keys.press(Qt.Key.Key_1)
        self.put(record.fields["words"], "满意，谢谢")
        self.look()
        self.keys.press(Qt.Key.Key_F8)
        sign = self.area(tab, SignForm)
        self.put(sign.fields["name"], "wm")
        self.put(sign.fields["password"], PASSWORD)
        self.look()
        self.keys.press(Qt.Key.Key_F8)
        self.look()
        assert tab.panel.slot.form is None
        assert not page(self.bridge.office, self.case_id).follow_ups[0].to_confirm
        self.window.show_tab(REGISTER)

    @staticmethod
    def area(tab: FollowUpsTab, kind: type[F]) -> F:
        """The area that is open among the follow-ups, of this kind."""
        form = tab.panel.slot.form
        assert isinstance(form, kind)
        return form

    def closes(self, when: str) -> None:
        """Closes the case with the caller's word to be content."""
        self.does("close", when, words="满意", content_tick=True)

    def has_worked(self, skips: str) -> None:
        """Every step of the rule book is done in its turn, nothing is asked for any more, and the books are clean."""
        self.register.panel.show_case(self.case_id)
        self.look()
        told, office = story(self.bridge.office, self.case_id), self.bridge.office
        steps = [each for each in office.procedure.course.steps if each.kinds is None or "complaint" in each.kinds]
        come = iter(told)
        last = EventKind.NOTED
        for step in steps:
            if step.event is not None and step.id not in skips.split():
                assert step.event is last or step.event.value in come, f"{step.id} is not in its turn: {told}"
                last = step.event
        found = page(office, self.case_id)
        assert found.case.state is CaseState.CLOSED
        assert all(each.met_at is not None and each.met_at <= each.due_at for each in found.commitments)
        assert self.register.panel.demands.texts() == []
        assert codes(office) == []


@pytest.fixture
def clock() -> DeskClock:
    """Nine on a Tuesday in November, days after the office was founded."""
    return DeskClock(at("11-24 09:00"))


@pytest.fixture
def sits_at(
    bridge: Bridge, keys: Keyboard, clock: DeskClock, open_window: Callable[[Bridge], MainWindow]
) -> Callable[[str], Desk]:
    """Opens the window of an office that works by this rule book, its head at the desk."""

    def open_(book: str) -> Desk:
        bridge.sign_in(HEAD, PASSWORD)
        if bridge.procedure.id != book:
            works_by(bridge.office, book)
        a_household(bridge.office)
        window = open_window(bridge)
        QTest.qWaitForWindowActive(window)
        return Desk(window, bridge, keys, clock, book)

    return open_


def test_a_complaint_is_worked_by_the_general_rules_in_the_window(sits_at: Callable[[str], Desk]) -> None:
    """R-REG-05, R-REG-09, R-CLS-01, R-CLS-09, R-ESC-07, R-REG-16, R-REG-13, R-CB-01."""
    desk = sits_at("general")
    desk.call("楼上装修太吵，午休时间也不停", "zaosheng")
    desk.does("report", "11-24 09:10", to="wm")
    desk.does("confirm", "11-24 09:30")
    desk.does("check", "11-24 11:00", valid=1, words="现场核实，属实")
    desk.does("assess", "11-24 11:20", **FACTORS, words="影响左右两户")
    desk.does("pass_on", "11-24 11:30", words="请制止并约谈装修公司")
    desk.does("inform", "11-24 14:00", words="已派人上门制止")
    desk.does("propose", "11-24 16:00", words="装修限时，违者停工")
    desk.does("promise", "11-24 16:30", words="装修限时，违者停工", until="11-27 17:00", consent=True)
    desk.does("result", "11-26 10:00", words="装修公司已书面承诺", who="陈工")
    desk.does("answer", "11-26 11:00", words="已约谈，签了承诺书")
    desk.does("handle", "11-26 15:00", words="未再发生")
    desk.does("sign_result", "11-26 16:00")
    desk.does("case_study", "11-26 16:30", words="装修管理须事前告知邻里")
    desk.follows_up("11-27 10:00")
    desk.has_worked("complaint_explain complaint_learn")


def test_a_complaint_is_worked_by_the_process_rules_in_the_window(sits_at: Callable[[str], Desk]) -> None:
    """R-CLS-06, R-ESC-09, R-ESC-14, R-CB-06: compensation signed by the general manager, called back on day 5 to 7."""
    desk = sits_at("process_rules")
    desk.call("新换的门锁第三天就坏，要求赔偿", "zlwt", level_criteria=True)
    desk.does("pass_on", "11-24 09:20", words="请两小时内联系客户")
    desk.does("escalate", "11-24 09:25", reason="涉及赔偿，请总经理关注")
    desk.does("inform", "11-24 10:30", words="已安排技师下午上门")
    desk.does("check", "11-24 14:00", valid=1, words="锁芯质量问题")
    desk.does("propose", "11-24 15:00", words="换锁并赔偿误工")
    desk.does("ask_approval", "11-24 15:10", words="换锁，赔偿300元")
    desk.does("approval_word", "11-24 16:00", word=1, name="吴总")
    desk.does("promise", "11-24 16:30", words="换锁，赔偿300元", until="11-27 17:00", consent=True)
    desk.does("compensate", "11-25 10:00", amount="300", words="赔偿300元，双方签字")
    desk.does("handle", "11-26 15:00", words="已换锁，客户当场试用")
    desk.does("sign_result", "11-26 15:30")
    desk.does("result", "11-26 16:00", words="反馈单已填妥", who="业务经理")
    lessons = {"cause": "来料未检", "taught": "全班组", "measures": "到货抽检", "dealt_with": "扣绩效"}
    desk.does("lessons", "11-26 16:30", **lessons)
    desk.follows_up("12-02 10:00")
    desk.has_worked("")


def test_a_complaint_is_worked_by_the_hotels_rules_in_the_window(sits_at: Callable[[str], Desk]) -> None:
    """R-ESC-12, R-ESC-02: a guest in the house says by when, and the time is kept."""
    desk = sits_at("hotel")
    desk.call("空调不制冷，要求中午前换房", "kt", own__stay=1)
    desk.does("promise", "11-24 09:10", words="中午前换房", until="11-24 12:00", consent=True)
    desk.does("report", "11-24 09:15", to="wm")
    desk.does("check", "11-24 09:40", valid=1, words="压缩机故障")
    desk.does("propose", "11-24 10:00", words="免费升级换房")
    desk.does("answer", "11-24 10:30", words="已换至1808房")
    desk.does("handle", "11-24 11:00", words="客人已入住新房")
    desk.closes("11-24 11:30")
    desk.has_worked("")
