# SPDX-License-Identifier: Apache-2.0
"""The day tab (日常) by hand: days signed, the diary, shifts given and taken, minutes, the book of answers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import openpyxl
import pypdf
import pytest
import python_calamine
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from complaintdesk.desk import answers, cases, diaries, handovers, meetings
from complaintdesk.desk.answers import AnswerDraft
from complaintdesk.desk.diaries import DiaryDraft
from complaintdesk.desk.handovers import HandoverDraft
from complaintdesk.desk.meetings import MeetingDraft
from complaintdesk.desk.office import Office
from complaintdesk.domain.terms import CaseKind, Role
from complaintdesk.ui import background
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.day_printing import blank_job, diary_job, handover_job, meeting_job
from complaintdesk.ui.main_window import MainWindow
from complaintdesk.ui.tab_list import TABS
from complaintdesk.ui.tabs.answers_page import AnswersPage
from complaintdesk.ui.tabs.day_tab import PAGES, DayTab
from complaintdesk.ui.tabs.diary_page import DiaryPage
from complaintdesk.ui.tabs.handovers_page import HandoversPage
from complaintdesk.ui.tabs.list_tab import ListTab
from complaintdesk.ui.tabs.meetings_page import MeetingsPage
from complaintdesk.ui.tabs.reviews_page import MISSING, ReviewsPage
from tests.builders import NAME_OF, PASSWORD, DeskClock, a_case, a_repair, a_slip, rows, staff_id
from tests.desk.day_book import adopt, day_book
from tests.ui.calls import CTRL, Keyboard
from tests.ui.conftest import Answers, Show
from tests.ui.walking import walk

CLERK = NAME_OF[Role.CLERK]
FEE = AnswerDraft("物业管理费怎么收？", "高层每月每平方米2.60元。", "物业费 缴费")
PARKING = AnswerDraft("地下车位如何月租？", "每月350元，带行驶证到前台办理。", "停车 车位")

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture
def bridge(bridge: Bridge) -> Bridge:
    """An office whose rule book asks for reviews and names a weekly and a monthly meeting."""
    adopt(bridge.office, day_book())
    return bridge


@pytest.fixture
def tab(bridge: Bridge, show: Show) -> DayTab:
    """The tab on a page of its own, as big as at 1366×768."""
    made = DayTab(bridge)
    made.setMinimumSize(1340, 680)
    show(made)
    return made


@pytest.fixture
def turn(tab: DayTab) -> Callable[[type[ListTab]], ListTab]:
    """Turns to a page."""
    return tab.show_page


def settle() -> None:
    background.wait_for_all()
    QApplication.processEvents()


def days_listed(page: ListTab) -> list[str]:
    return [page.table.cell(row, 2) for row in range(page.table.count())]


def test_the_pages_are_turned_by_key_and_each_says_what_to_do_where_it_is_empty(tab: DayTab, qtbot: QtBot) -> None:
    for at, kind in enumerate(PAGES, 1):
        qtbot.keyClick(tab, Qt.Key(Qt.Key.Key_0 + at), Qt.KeyboardModifier.AltModifier)
        assert isinstance(tab.page, kind)
        assert tab.page.isVisible()
        assert tab.page.panel.nothing.isVisible()


def test_each_page_is_walked_empty_and_at_work(
    bridge: Bridge, office: Office, clock: DeskClock, open_window: Callable[[Bridge], MainWindow]
) -> None:
    window = open_window(bridge)
    tab = window.show_tab(TABS.index(DayTab))
    assert isinstance(tab, DayTab)
    found = []
    for kind in PAGES:
        tab.show_page(kind)
        found += [f"{kind.title}: {each}" for each in walk(window)]
    a_case(office)
    a_slip(office)
    office.do(answers.save, FEE)
    office.do(diaries.write, DiaryDraft("巡查大堂"))
    office.do(handovers.hand, HandoverDraft("3栋电梯维保", staff_id(office, CLERK)))
    office.do(meetings.save, a_meeting(office))
    for kind in PAGES:
        page = tab.show_page(kind)
        page.table.choose(page.table.ids()[0])
        settle()
        found += [f"{kind.title} at work: {each}" for each in walk(window)]
    assert found == []


@pytest.mark.parametrize("at", range(1, len(PAGES)), ids=[page.kind for page in PAGES[1:]])
def test_each_form_is_walked(
    bridge: Bridge, open_window: Callable[[Bridge], MainWindow], qtbot: QtBot, at: int
) -> None:
    window = open_window(bridge)
    tab = window.show_tab(TABS.index(DayTab))
    assert isinstance(tab, DayTab)
    tab.show_page(PAGES[at])
    qtbot.keyClick(tab, Qt.Key.Key_N, CTRL)
    assert tab.page.panel.slot.form is not None
    assert walk(window) == []
    tab.page.panel.slot.form = None


def test_a_day_is_signed_by_key_and_no_longer_shows_as_not_reviewed(
    office: Office, clock: DeskClock, tab: DayTab, keys: Keyboard, bridge: Bridge
) -> None:
    """R-REG-12"""
    a_case(office)
    clock.later(days=1)
    a_repair(office)
    tab.refresh()
    page = tab.page
    assert isinstance(page, ReviewsPage)
    assert days_listed(page) == ["—", "not reviewed"]
    assert tab.choice.button(0).text() == "Review 1"
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
    assert tab.choice.button(0).text() == "Review"
    assert page.table.count() == 0
    assert DayTab.count(bridge) == 0


def test_a_signature_is_taken_back_with_a_reason(office: Office, tab: DayTab, qtbot: QtBot) -> None:
    a_case(office)
    tab.refresh()
    page = tab.page
    assert isinstance(page, ReviewsPage)
    assert page.panel.ask("sign")
    page.panel.slot.form.submit()
    assert page.panel.standing.text() == "signed"
    qtbot.keyClick(tab, Qt.Key.Key_Delete, CTRL)
    form = page.panel.slot.form
    form.submit()
    assert "reason stays" in form.fields["reason"].problem()
    form.reason.setText("看错了日期")
    form.submit()
    assert page.panel.standing.text() == "not signed"


def test_a_clerk_reads_the_review_and_does_not_sign(office: Office, bridge: Bridge, tab: DayTab) -> None:
    a_case(office)
    bridge.sign_in(CLERK, PASSWORD)
    settle()
    page = tab.page
    assert isinstance(page, ReviewsPage)
    assert page.panel.items.count() == 1
    assert not page.panel.sign.isVisible()
    assert page.panel.next_step() == ""


def test_enter_on_an_item_opens_its_case_and_the_days_cases_are_listed(
    office: Office, tab: DayTab, keys: Keyboard, qtbot: QtBot
) -> None:
    case = a_case(office)
    tab.refresh()
    page = tab.page
    assert isinstance(page, ReviewsPage)
    page.panel.items.setFocus()
    page.panel.items.choose(0)
    with qtbot.waitSignal(tab.asked_for) as asked:
        keys.enter()
    assert asked.args == ["case", case.id]
    with qtbot.waitSignal(tab.list_asked_for) as listed:
        qtbot.keyClick(tab, Qt.Key.Key_O, CTRL)
    assert (listed.args[0], list(listed.args[1])) == ("case", [case.id])


def test_days_that_wait_are_opened_from_elsewhere(office: Office, clock: DeskClock, tab: DayTab, turn) -> None:
    a_case(office)
    first = clock.now.date()
    clock.later(days=2)
    turn(AnswersPage)
    tab.open_list([first.toordinal()], "days without a review")
    page = tab.page
    assert isinstance(page, ReviewsPage)
    assert page.table.chosen_id() == first.toordinal()
    turn(AnswersPage)
    tab.open_record(first.toordinal())
    assert tab.page is page


def test_a_line_is_written_and_stands_in_the_days_diary(
    office: Office, clock: DeskClock, tab: DayTab, turn, keys: Keyboard, qtbot: QtBot
) -> None:
    """R-REG-15"""
    case = a_repair(office)
    page = turn(DiaryPage)
    assert isinstance(page, DiaryPage)
    assert [page.table.cell(row, 1) for row in range(page.table.count())] == ["Registered"]
    qtbot.keyClick(tab, Qt.Key.Key_N, CTRL)
    keys.say("陪业主看现场")
    form = page.panel.slot.form
    form.number.setText("BX2026-009999")
    keys.press(Qt.Key.Key_F8)
    assert "No case has the number" in form.fields["number"].problem()
    form.number.setText(case.number)
    keys.press(Qt.Key.Key_F8)
    assert [page.table.cell(row, 1) for row in range(page.table.count())] == ["Registered", "Own entry"]
    assert page.panel.banner.words() == "Written down."
    page.table.choose(page.table.ids()[1])
    qtbot.keyClick(tab, Qt.Key.Key_Delete, CTRL)
    page.panel.slot.form.reason.setText("记错")
    page.panel.slot.form.submit()
    assert page.panel.void_pill.text() == "taken back"
    tab.search("会所")
    assert page.table.count() == 2
    tab.search("没有")
    assert page.table.count() == 0


def test_other_days_and_other_peoples_diaries_are_read(
    office: Office, clock: DeskClock, tab: DayTab, turn, qtbot: QtBot
) -> None:
    case = a_repair(office)
    clock.later(days=1)
    office.sign_in(CLERK, PASSWORD)
    office.do(cases.note, case.id, "已安抚")
    office.sign_in("王敏", PASSWORD)
    page = turn(DiaryPage)
    assert isinstance(page, DiaryPage)
    assert page.table.count() == 0
    qtbot.keyClick(tab, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
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


def test_a_shift_is_handed_over_and_taken_at_the_same_desk(
    office: Office, tab: DayTab, turn, keys: Keyboard, qtbot: QtBot
) -> None:
    case = a_case(office)
    page = turn(HandoversPage)
    assert isinstance(page, HandoversPage)
    qtbot.keyClick(tab, Qt.Key.Key_N, CTRL)
    form = page.panel.slot.form
    form.to.put_typed("没有这人")
    form.words.setText("3栋电梯维保")
    keys.press(Qt.Key.Key_F8)
    assert "Nobody of this name" in form.fields["to_staff"].problem()
    form.to.set_value(staff_id(office, CLERK))
    keys.press(Qt.Key.Key_F8)
    assert page.panel.sheet is not None
    assert [page.panel.items.cell(row, 1) for row in range(page.panel.items.count())] == [case.number]
    assert page.panel.standing.text() == "to be taken"
    qtbot.keyClick(tab, Qt.Key.Key_F2)
    taking = page.panel.slot.form
    assert taking.who.value == CLERK
    assert taking.typed() == {}
    taking.password.setText("nonsense-password")
    taking.submit()
    assert taking.fields["password"].problem()
    taking.password.setText(PASSWORD)
    taking.submit()
    assert page.panel.standing.text() == "taken"
    assert page.panel.who.text() == f"王敏 → {CLERK}"


def test_a_shift_waits_for_the_colleague_who_signs_in_later(
    office: Office, bridge: Bridge, tab: DayTab, turn, qtbot: QtBot
) -> None:
    office.do(handovers.hand, HandoverDraft("无"))
    page = turn(HandoversPage)
    assert HandoversPage.count(bridge) == 0, "who gave it does not take it"
    bridge.sign_in(CLERK, PASSWORD)
    settle()
    assert HandoversPage.count(bridge) == 1
    assert "1 to be taken over by you" in page.waiting.text()
    page.table.choose(page.table.ids()[0])
    qtbot.keyClick(tab, Qt.Key.Key_F2)
    page.panel.slot.form.submit()
    assert HandoversPage.count(bridge) == 0


def a_meeting(office: Office, **changes: object) -> MeetingDraft:
    today = office.now().astimezone(office.zone).date()
    first, last = meetings.period(office.procedure.course.meetings[0].every, today)
    return MeetingDraft("weekly_meeting", first, last, office.now(), "赵主任、王敏", "逾期一件，周三前办结")


def test_minutes_are_written_put_right_and_taken_back(
    office: Office, tab: DayTab, turn, keys: Keyboard, qtbot: QtBot
) -> None:
    """R-ST-07"""
    a_slip(office)
    page = turn(MeetingsPage)
    assert isinstance(page, MeetingsPage)
    assert "客服周例会" in page.to_hold.whole()
    assert "客服月例会" in page.to_hold.whole()
    qtbot.keyClick(tab, Qt.Key.Key_N, CTRL)
    form = page.panel.slot.form
    assert "Slip out 1" in form.about.text()
    keys.press(Qt.Key.Key_F8)
    assert form.fields["present"].problem()
    assert form.fields["words"].problem()
    form.present.setText("赵主任、王敏")
    form.words.setText("本周收齐")
    keys.press(Qt.Key.Key_F8)
    assert page.table.count() == 1
    assert "客服周例会" not in page.to_hold.whole()
    assert page.panel.items.count() == 1
    qtbot.keyClick(tab, Qt.Key.Key_F2)
    page.panel.slot.form.words.setText("周五前收齐")
    page.panel.slot.form.submit()
    assert page.panel.words.text() == "周五前收齐"
    qtbot.keyClick(tab, Qt.Key.Key_Delete, CTRL)
    page.panel.slot.form.reason.setText("未开成")
    page.panel.slot.form.submit()
    assert page.panel.void_pill.text() == "taken back"
    assert not page.panel.edit.isVisible()


def test_minutes_that_another_desk_changed_first_are_shown_beside_mine(office: Office, turn) -> None:
    saved = office.do(meetings.save, a_meeting(office))
    page = turn(MeetingsPage)
    page.table.choose(saved)
    page.panel.ask("edit")
    form = page.panel.slot.form
    form.words.setText("我写的")
    sheet = office.ask(meetings.meeting_sheet, saved, office.books)
    theirs = a_meeting(office)
    office.do(
        meetings.save,
        MeetingDraft(
            theirs.kind,
            theirs.from_on,
            theirs.to_on,
            theirs.held_at,
            "赵主任",
            "别人写的",
            id=saved,
            version=sheet.version,
        ),
    )
    form.submit()
    assert "别人写的" in form.banner.words()
    form.banner._deeds[0].click()
    assert office.ask(meetings.meeting_sheet, saved, office.books).words == "我写的"


def test_a_rule_book_without_meetings_says_so(office: Office, turn) -> None:
    adopt(office, day_book(meetings=""))
    page = turn(MeetingsPage)
    settle()
    assert not page.add.isVisible()
    assert page.to_hold.whole() == ""


def test_the_book_of_answers_is_kept_by_keyboard(
    office: Office, tab: DayTab, turn, keys: Keyboard, qtbot: QtBot
) -> None:
    """R-REG-11"""
    page = turn(AnswersPage)
    qtbot.keyClick(tab, Qt.Key.Key_N, CTRL)
    keys.say("门禁卡多少钱？")
    form = page.panel.slot.form
    keys.press(Qt.Key.Key_F8)
    assert form.fields["answer"].problem()
    form.answer.setText("20元一张")
    form.keywords.setText("门禁，补卡")
    keys.press(Qt.Key.Key_F8)
    assert page.table.count() == 1
    assert page.panel.answer.text() == "20元一张"
    office.do(answers.save, FEE)
    assert page.table.count() == 2
    tab.search("mj")
    assert [page.table.cell(row, 0) for row in range(page.table.count())] == ["门禁卡多少钱？"]
    qtbot.keyClick(tab, Qt.Key.Key_F2)
    page.panel.slot.form.answer.setText("30元一张")
    page.panel.slot.form.submit()
    assert page.panel.answer.text() == "30元一张"
    qtbot.keyClick(tab, Qt.Key.Key_Delete, CTRL)
    page.panel.slot.form.reason.setText("已停办")
    page.panel.slot.form.submit()
    tab.search("")
    assert page.table.count() == 1


def test_an_answer_given_to_an_enquiry_joins_the_book(
    office: Office, tab: DayTab, turn, keys: Keyboard, qtbot: QtBot
) -> None:
    """R-REG-11"""
    asked = a_case(office, CaseKind.INQUIRY, content="小区几点熄灯", category="")
    office.do(cases.answer, asked.id, "路灯23点熄灭")
    page = turn(AnswersPage)
    qtbot.keyClick(tab, Qt.Key.Key_N, CTRL | Qt.KeyboardModifier.ShiftModifier)
    form = page.panel.slot.form
    form.enquiry.set_value(asked.id)
    assert (form.question.text(), form.answer.text()) == ("小区几点熄灯", "路灯23点熄灭")
    keys.press(Qt.Key.Key_F8)
    assert page.panel.record.from_number == asked.number
    with qtbot.waitSignal(tab.asked_for) as opened:
        qtbot.keyClick(tab, Qt.Key.Key_O, CTRL)
    assert opened.args == ["case", asked.id]


def test_an_answer_that_another_desk_changed_first_is_shown_beside_mine(office: Office, turn) -> None:
    saved = office.do(answers.save, FEE)
    page = turn(AnswersPage)
    page.table.choose(saved)
    page.panel.ask("edit")
    form = page.panel.slot.form
    form.answer.setText("我写的")
    office.do(answers.save, AnswerDraft(FEE.question, "别人写的", id=saved, version=1))
    form.submit()
    assert "别人写的" in form.banner.words()
    form.banner._deeds[1].click()
    assert form.answer.text() == "别人写的"
    form.answer.setText("又改")
    form.submit()
    assert office.ask(answers.answer_draft, saved).answer == "又改"


def test_a_list_is_read_in_with_the_rows_left_out_named_and_written_out_again(
    office: Office, tab: DayTab, turn, qtbot: QtBot, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    """R-REG-11"""
    source, target = tmp_path / "答客问.xlsx", tmp_path / "out.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ("客服常用答复", None, None, None),
        ("分类", "问题", "答案", "关键词"),
        (None, "物业费怎么收", "每平方米2.60元", "物业费"),
        ("没有的类", "车位怎么租", "每月350元", None),
        (None, None, "没有问题", None),
        (None, None, None, None),
        (None, "游泳池几点开", "9:00", None),
    ):
        sheet.append(row)
    book.save(source)
    asked: Answers = request.getfixturevalue("answers")
    page = turn(AnswersPage)
    asked.expect("choose_file", source)
    qtbot.keyClick(tab, Qt.Key.Key_I, CTRL)
    settle()
    assert page.table.count() == 2
    said = page.banner.words()
    assert "2 answers are new" in said
    assert "Row 4" in said
    assert "Row 5" in said
    asked.expect("save_file", target)
    asked.expect("tell")
    qtbot.keyClick(tab, Qt.Key.Key_E, CTRL)
    settle()
    read = python_calamine.CalamineWorkbook.from_path(str(target)).get_sheet_by_index(0).to_python()
    assert [row[:3] for row in read] == [
        ["Question", "Answer", "Keywords"],
        ["物业费怎么收", "每平方米2.60元", "物业费"],
        ["游泳池几点开", "9:00", ""],
    ]
    assert rows(office, "SELECT subject FROM journal WHERE deed = 'exports.note_export'")


def test_the_sheets_come_out_as_pdf(office: Office, bridge: Bridge, clock: DeskClock, tmp_path: Path) -> None:
    """R-REG-15, R-ST-07"""
    case = a_case(office)
    office.do(diaries.write, DiaryDraft("巡查大堂"))
    taken_back = office.do(diaries.write, DiaryDraft("记错的一条"))
    office.do(diaries.void, taken_back, "记错")
    given = office.do(handovers.hand, HandoverDraft("3栋电梯维保"))
    held = office.do(meetings.save, a_meeting(office))
    diary = office.ask(diaries.diary, clock.now.date(), staff_id(office, "王敏"), office.zone)
    sheet = office.ask(meetings.meeting_sheet, held, office.books)
    first, last = sheet.from_on, sheet.to_on
    still_to_come = office.ask(meetings.sheet_now, "weekly_meeting", first, last, office.now(), office.books)
    for job, words in (
        (diary_job(bridge, diary), ("工作日记", case.number, "巡查大堂")),
        (handover_job(bridge, given), ("交接班表", case.number, "3栋电梯维保")),
        (meeting_job(bridge, sheet), ("例会单", "客服周例会", "逾期一件，周三前办结")),
        (meeting_job(bridge, still_to_come), ("例会单", "客服周例会")),
        (blank_job(bridge, "handover"), ("交接班表",)),
    ):
        target = tmp_path / f"{job.file_name}.pdf"
        job.to_pdf(target)
        text = "".join("".join(page.extract_text().split()) for page in pypdf.PdfReader(target).pages)
        assert [each for each in words if each not in text] == []
        assert "记错的一条" not in text
    assert rows(office, "SELECT count(*) FROM print_record WHERE target = 'pdf'") == [(5,)]
