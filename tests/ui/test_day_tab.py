# SPDX-License-Identifier: Apache-2.0
"""The day tab (日常) by hand: its pages walked, days reviewed and signed, the diary written and read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from complaintdesk.desk import answers, cases, diaries, directory, handovers, meetings, regulations, slip_ledger
from complaintdesk.desk.diaries import DiaryDraft
from complaintdesk.desk.directory import EntryDraft
from complaintdesk.desk.handovers import HandoverDraft
from complaintdesk.desk.office import Office
from complaintdesk.desk.regulations import RegulationDraft
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.main_window import MainWindow
from complaintdesk.ui.tab_list import TABS
from complaintdesk.ui.tabs.answers_page import AnswersPage
from complaintdesk.ui.tabs.binding_page import BindingListsPage
from complaintdesk.ui.tabs.binding_panel import SIGN
from complaintdesk.ui.tabs.day_steps import DiaryForm, ReasonForm, ReviewForm
from complaintdesk.ui.tabs.day_tab import PAGES, DayTab
from complaintdesk.ui.tabs.diary_page import DiaryPage
from complaintdesk.ui.tabs.ledger_page import LedgerPage
from complaintdesk.ui.tabs.ledger_panel import BOOK
from complaintdesk.ui.tabs.list_tab import ListTab
from complaintdesk.ui.tabs.reviews_page import MISSING, ReviewsPage
from tests.builders import PASSWORD, DeskClock, a_case, a_repair, a_slip, rows, staff_id
from tests.desk.day_book import adopt, day_book
from tests.ui.calls import CTRL, Keyboard
from tests.ui.days import CLERK, FEE, a_meeting, area, settle
from tests.ui.walking import walk

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


def days_listed(page: ListTab) -> list[str]:
    return [page.table.cell(row, 2) for row in range(page.table.count())]


def test_the_pages_are_turned_by_key_and_each_says_what_to_do_where_it_is_empty(day_tab: DayTab, qtbot: QtBot) -> None:
    for at, kind in enumerate(PAGES, 1):
        qtbot.keyClick(day_tab, Qt.Key(Qt.Key.Key_0 + at), Qt.KeyboardModifier.AltModifier)
        assert isinstance(day_tab.page, kind)
        assert day_tab.page.isVisible()
        assert day_tab.page.panel.nothing.isVisible()


def test_each_page_is_walked_empty_and_at_work(
    bridge: Bridge, office: Office, clock: DeskClock, open_window: Callable[[Bridge], MainWindow]
) -> None:
    adopt(bridge.office, day_book())
    window = open_window(bridge)
    day_tab = window.show_tab(TABS.index(DayTab))
    assert isinstance(day_tab, DayTab)
    found = []
    for kind in PAGES:
        day_tab.show_page(kind)
        found += [f"{kind.title}: {each}" for each in walk(window)]
    a_case(office)
    a_slip(office)
    office.do(answers.save, FEE)
    office.do(diaries.write, DiaryDraft("巡查大堂"))
    office.do(handovers.hand, HandoverDraft("3栋电梯维保", staff_id(office, CLERK)))
    office.do(meetings.save, a_meeting(office))
    office.do(regulations.save, RegulationDraft("首问负责制", "KF-04", "由首先接待业主的客服人员负责追踪到底。"))
    office.do(directory.save, EntryDraft("自来水公司", "停水、爆管", phone="96390"))
    for kind in PAGES:
        page = day_tab.show_page(kind)
        page.table.choose(page.table.ids()[0])
        settle()
        found += [f"{kind.title} at work: {each}" for each in walk(window)]
    assert found == []


@pytest.mark.parametrize("at", range(1, len(PAGES)), ids=[page.kind for page in PAGES[1:]])
def test_each_form_is_walked(
    bridge: Bridge, open_window: Callable[[Bridge], MainWindow], qtbot: QtBot, clock: DeskClock, at: int
) -> None:
    adopt(bridge.office, day_book())
    window = open_window(bridge)
    day_tab = window.show_tab(TABS.index(DayTab))
    assert isinstance(day_tab, DayTab)
    page = day_tab.show_page(PAGES[at])
    if isinstance(page, LedgerPage | BindingListsPage):  # nothing new is begun there
        issued = a_slip(bridge.office)
        clock.later(days=40)
        bridge.office.do(slip_ledger.book_back, issued.order_id, ("finance",))
        page.refresh()
        page.open_record(page.table.ids()[0])
        assert page.panel.ask(BOOK if isinstance(page, LedgerPage) else SIGN)
        assert walk(window) == []
        page.panel.slot.form = None
        return
    qtbot.keyClick(day_tab, Qt.Key.Key_N, CTRL)
    assert day_tab.page.panel.slot.form is not None
    assert walk(window) == []
    day_tab.page.panel.slot.form = None


def test_a_day_is_signed_by_key_and_no_longer_shows_as_not_reviewed(
    office: Office, clock: DeskClock, day_tab: DayTab, keys: Keyboard, bridge: Bridge
) -> None:
    """R-REG-12"""
    a_case(office)
    clock.later(days=1)
    a_repair(office)
    day_tab.refresh()
    page = day_tab.page
    assert isinstance(page, ReviewsPage)
    assert days_listed(page) == ["—", "not reviewed"]
    assert day_tab.choice.button(0).text() == "Review 1"
    assert DayTab.count(bridge) == 1
    page.views.set_value(MISSING)
    page.table.choose(page.table.ids()[0])
    page.table.setFocus()
    assert page.panel.items.cell(0, 0) == "Not reported"
    keys.enter()
    keys.say("一件未结，已责成客服跟进")
    keys.press(Qt.Key.Key_F8)
    assert rows(office, "SELECT count(*) FROM day_review") == [(1,)]
    assert page.panel.banner.words() == "The review is signed."
    assert day_tab.choice.button(0).text() == "Review"
    assert page.table.count() == 0
    assert DayTab.count(bridge) == 0


def test_a_day_that_ends_while_its_page_is_shown_waits_for_its_review(
    office: Office, clock: DeskClock, day_tab: DayTab
) -> None:
    a_case(office)
    day = day_tab.show_page(ReviewsPage)
    assert day.table.cell(0, 2) == "—"
    day_tab.tick()
    assert day.table.cell(0, 2) == "—"
    clock.later(days=1)
    day_tab.tick()
    assert day.table.cell(0, 2) == "not reviewed"


def test_a_signature_is_taken_back_with_a_reason(office: Office, day_tab: DayTab, qtbot: QtBot) -> None:
    a_case(office)
    day_tab.refresh()
    page = day_tab.page
    assert isinstance(page, ReviewsPage)
    assert page.panel.ask("sign")
    area(page.panel, ReviewForm).submit()
    assert page.panel.standing.text() == "signed"
    qtbot.keyClick(day_tab, Qt.Key.Key_Delete, CTRL)
    form = area(page.panel, ReasonForm)
    form.submit()
    assert "reason stays" in form.fields["reason"].problem()
    form.reason.setText("看错了日期")
    form.submit()
    assert page.panel.standing.text() == "not signed"


def test_a_clerk_reads_the_review_and_does_not_sign(office: Office, bridge: Bridge, day_tab: DayTab) -> None:
    a_case(office)
    bridge.sign_in(CLERK, PASSWORD)
    settle()
    page = day_tab.page
    assert isinstance(page, ReviewsPage)
    assert page.panel.items.count() == 1
    assert not page.panel.sign.isVisible()
    assert page.panel.next_step() == ""


def test_enter_on_an_item_opens_its_case_and_the_days_cases_are_listed(
    office: Office, day_tab: DayTab, keys: Keyboard, qtbot: QtBot
) -> None:
    case = a_case(office)
    day_tab.refresh()
    page = day_tab.page
    assert isinstance(page, ReviewsPage)
    page.panel.items.setFocus()
    page.panel.items.choose(0)
    with qtbot.waitSignal(day_tab.asked_for) as asked:
        keys.enter()
    assert asked.args == ["case", case.id]
    with qtbot.waitSignal(day_tab.list_asked_for) as listed:
        qtbot.keyClick(day_tab, Qt.Key.Key_O, CTRL)
    assert (listed.args[0], list(listed.args[1])) == ("case", [case.id])


def test_days_that_wait_are_opened_from_elsewhere(office: Office, clock: DeskClock, day_tab: DayTab) -> None:
    a_case(office)
    first = clock.now.date()
    clock.later(days=2)
    day_tab.show_page(AnswersPage)
    day_tab.open_list([first.toordinal()], "days without a review")
    page = day_tab.page
    assert isinstance(page, ReviewsPage)
    assert page.table.chosen_id() == first.toordinal()
    day_tab.show_page(AnswersPage)
    day_tab.open_record(first.toordinal())
    assert day_tab.page is page


def test_a_line_is_written_and_stands_in_the_days_diary(
    office: Office, clock: DeskClock, day_tab: DayTab, keys: Keyboard, qtbot: QtBot
) -> None:
    """R-REG-15"""
    case = a_repair(office)
    page = day_tab.show_page(DiaryPage)
    assert isinstance(page, DiaryPage)
    assert [page.table.cell(row, 1) for row in range(page.table.count())] == ["Registered"]
    qtbot.keyClick(day_tab, Qt.Key.Key_N, CTRL)
    keys.say("陪业主看现场")
    form = area(page.panel, DiaryForm)
    form.number.setText("BX2026-009999")
    keys.press(Qt.Key.Key_F8)
    assert "No case has the number" in form.fields["number"].problem()
    form.number.setText(case.number)
    keys.press(Qt.Key.Key_F8)
    assert [page.table.cell(row, 1) for row in range(page.table.count())] == ["Registered", "Own entry"]
    assert page.panel.banner.words() == "Written down."
    page.table.choose(page.table.ids()[1])
    qtbot.keyClick(day_tab, Qt.Key.Key_Delete, CTRL)
    taking_back = area(page.panel, ReasonForm)
    taking_back.reason.setText("记错")
    taking_back.submit()
    assert page.panel.standing.text() == "taken back"
    day_tab.search("会所")
    assert page.table.count() == 2
    day_tab.search("没有")
    assert page.table.count() == 0


def test_other_days_and_other_peoples_diaries_are_read(
    office: Office, clock: DeskClock, day_tab: DayTab, qtbot: QtBot
) -> None:
    case = a_repair(office)
    clock.later(days=1)
    office.sign_in(CLERK, PASSWORD)
    office.do(cases.note, case.id, "已安抚")
    office.sign_in("王敏", PASSWORD)
    page = day_tab.show_page(DiaryPage)
    assert isinstance(page, DiaryPage)
    assert page.table.count() == 0
    qtbot.keyClick(day_tab, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert page.table.count() == 1
    page.box.setText("2026-13-40")
    page.box.editingFinished.emit()
    assert "no such day" in page.day_row.problem()
    page.box.setText(f"{(clock.now + timedelta(days=3)).date()}")
    page.box.editingFinished.emit()
    assert "still to come" in page.day_row.problem()
    page.box.setText(f"{clock.now.date()}")
    page.box.editingFinished.emit()
    page.who.set_value(staff_id(office, CLERK))
    assert [page.table.cell(row, 4) for row in range(page.table.count())] == ["已安抚"]
    assert not page.add.isVisible(), "nobody writes in another's diary"


def test_what_one_did_well_is_not_said_to_the_next(office: Office, bridge: Bridge, day_tab: DayTab) -> None:
    a_case(office)
    day_tab.refresh()
    page = day_tab.page
    assert isinstance(page, ReviewsPage)
    supervisor = office.staff
    assert supervisor is not None
    assert page.panel.ask("sign")
    area(page.panel, ReviewForm).submit()
    assert page.panel.banner.words() == "The review is signed."
    bridge.sign_out()
    bridge.sign_in(supervisor.name, PASSWORD)
    assert page.panel.banner.words() == "The review is signed."
    bridge.sign_out()
    bridge.sign_in(CLERK, PASSWORD)
    assert page.panel.banner.words() == ""
