# SPDX-License-Identifier: Apache-2.0
"""Shifts given and taken, minutes of meetings, the book of answers, and the office's own sheets as PDF: by hand."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

import openpyxl
import pypdf
import pytest
import python_calamine
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from complaintdesk.desk import answers, cases, diaries, handovers, meetings
from complaintdesk.desk.answers import AnswerDraft
from complaintdesk.desk.diaries import DiaryDraft
from complaintdesk.desk.handovers import HandoverDraft
from complaintdesk.desk.meetings import MeetingDraft
from complaintdesk.desk.office import Office
from complaintdesk.domain.terms import CaseKind
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.day_printing import diary_job, handover_job, meeting_job
from complaintdesk.ui.form_printing import blank_job
from complaintdesk.ui.tabs.answer_form import AnswerForm
from complaintdesk.ui.tabs.answers_page import AnswersPage
from complaintdesk.ui.tabs.day_steps import HandForm, MinutesForm, ReasonForm, TakeForm
from complaintdesk.ui.tabs.day_tab import DayTab
from complaintdesk.ui.tabs.handovers_page import HandoversPage
from complaintdesk.ui.tabs.list_tab import ListTab
from complaintdesk.ui.tabs.meetings_page import MeetingsPage
from tests.builders import PASSWORD, DeskClock, a_case, a_slip, rows, staff_id
from tests.desk.day_book import adopt, day_book
from tests.ui.calls import CTRL, Keyboard
from tests.ui.conftest import Answers
from tests.ui.days import CLERK, FEE, a_meeting, area, settle

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
P = TypeVar("P", bound=ListTab)


def turned_to(day_tab: DayTab, kind: type[P]) -> P:
    """The page of this kind, shown."""
    page = day_tab.show_page(kind)
    assert isinstance(page, kind)
    return page


def test_a_shift_is_handed_over_and_taken_at_the_same_desk(
    office: Office, day_tab: DayTab, keys: Keyboard, qtbot: QtBot
) -> None:
    case = a_case(office)
    page = turned_to(day_tab, HandoversPage)
    qtbot.keyClick(day_tab, Qt.Key.Key_N, CTRL)
    form = area(page.panel, HandForm)
    form.to.put_typed("没有这人")
    form.words.setText("3栋电梯维保")
    keys.press(Qt.Key.Key_F8)
    assert "Nobody of this name" in form.fields["to_staff"].problem()
    form.to.set_value(staff_id(office, CLERK))
    keys.press(Qt.Key.Key_F8)
    assert page.panel.sheet is not None
    assert [page.panel.items.cell(row, 1) for row in range(page.panel.items.count())] == [case.number]
    assert page.panel.standing.text() == "to be taken"
    qtbot.keyClick(day_tab, Qt.Key.Key_F2)
    taking = area(page.panel, TakeForm)
    assert taking.who.value == CLERK
    assert taking.typed() == {}
    taking.password.setText("nonsense-password")
    taking.submit()
    assert taking.fields["password"].problem()
    taking.password.setText(PASSWORD)
    taking.submit()
    assert page.panel.standing.text() == "taken"
    assert page.panel.name.text() == f"王敏 → {CLERK}"


def test_a_shift_waits_for_the_colleague_who_signs_in_later(
    office: Office, bridge: Bridge, day_tab: DayTab, qtbot: QtBot
) -> None:
    office.do(handovers.hand, HandoverDraft("无"))
    page = turned_to(day_tab, HandoversPage)
    assert HandoversPage.count(bridge) == 0, "who gave it does not take it"
    bridge.sign_in(CLERK, PASSWORD)
    settle()
    assert HandoversPage.count(bridge) == 1
    assert "1 to be taken over by you" in page.waiting.text()
    page.table.choose(page.table.ids()[0])
    qtbot.keyClick(day_tab, Qt.Key.Key_F2)
    area(page.panel, TakeForm).submit()
    assert HandoversPage.count(bridge) == 0


def test_a_hand_over_made_by_mistake_is_taken_back_and_its_paper_says_so(
    office: Office, bridge: Bridge, day_tab: DayTab, qtbot: QtBot, tmp_path: Path
) -> None:
    given = office.do(handovers.hand, HandoverDraft("交错了人", staff_id(office, CLERK)))
    page = turned_to(day_tab, HandoversPage)
    page.table.choose(given)
    qtbot.keyClick(day_tab, Qt.Key.Key_Delete, CTRL)
    form = area(page.panel, ReasonForm)
    form.submit()
    assert form.fields["reason"].problem()
    form.reason.setText("应交给夜班")
    form.submit()
    assert page.panel.standing.text() == "taken back"
    assert "taken back" in page.table.cell(0, 2)
    assert not page.panel.take.isVisible()
    assert not page.panel.void.isVisible()
    assert "taken back" in page.panel.banner.words()
    job, target = handover_job(bridge, given), tmp_path / "void.pdf"
    job.to_pdf(target)
    text = "".join("".join(each.extract_text().split()) for each in pypdf.PdfReader(target).pages)
    assert "作废原因" in text
    assert "应交给夜班" in text
    assert text.count("作废") >= 2, "stamped as well"


def test_only_who_may_is_offered_to_take_a_hand_over_back(office: Office, bridge: Bridge, day_tab: DayTab) -> None:
    given = office.do(handovers.hand, HandoverDraft("无"))
    bridge.sign_in(CLERK, PASSWORD)
    settle()
    page = turned_to(day_tab, HandoversPage)
    page.table.choose(given)
    assert page.panel.take.isVisible()
    assert not page.panel.void.isVisible()


def test_minutes_are_written_put_right_and_taken_back(
    office: Office, day_tab: DayTab, keys: Keyboard, qtbot: QtBot
) -> None:
    """R-ST-07"""
    a_slip(office)
    page = turned_to(day_tab, MeetingsPage)
    assert "客服周例会" in page.to_hold.whole()
    assert "客服月例会" in page.to_hold.whole()
    qtbot.keyClick(day_tab, Qt.Key.Key_N, CTRL)
    form = area(page.panel, MinutesForm)
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
    qtbot.keyClick(day_tab, Qt.Key.Key_F2)
    putting_right = area(page.panel, MinutesForm)
    putting_right.words.setText("周五前收齐")
    putting_right.submit()
    assert page.panel.words.text() == "周五前收齐"
    qtbot.keyClick(day_tab, Qt.Key.Key_Delete, CTRL)
    taking_back = area(page.panel, ReasonForm)
    taking_back.reason.setText("未开成")
    taking_back.submit()
    assert page.panel.standing.text() == "taken back"
    assert not page.panel.edit.isVisible()


def test_minutes_that_another_desk_changed_first_are_shown_beside_mine(office: Office, day_tab: DayTab) -> None:
    saved = office.do(meetings.save, a_meeting(office))
    page = turned_to(day_tab, MeetingsPage)
    page.table.choose(saved)
    page.panel.ask("edit")
    form = area(page.panel, MinutesForm)
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


def test_a_rule_book_without_meetings_says_so(office: Office, day_tab: DayTab) -> None:
    adopt(office, day_book(meetings=""))
    page = turned_to(day_tab, MeetingsPage)
    settle()
    assert not page.add.isVisible()
    assert page.to_hold.whole() == ""


def test_the_book_of_answers_is_kept_by_keyboard(office: Office, day_tab: DayTab, keys: Keyboard, qtbot: QtBot) -> None:
    """R-REG-11"""
    page = turned_to(day_tab, AnswersPage)
    qtbot.keyClick(day_tab, Qt.Key.Key_N, CTRL)
    keys.say("门禁卡多少钱？")
    form = area(page.panel, AnswerForm)
    keys.press(Qt.Key.Key_F8)
    assert form.fields["answer"].problem()
    form.answer.setText("20元一张")
    form.keywords.setText("门禁，补卡")
    keys.press(Qt.Key.Key_F8)
    assert page.table.count() == 1
    assert page.panel.answer.text() == "20元一张"
    office.do(answers.save, FEE)
    assert page.table.count() == 2
    day_tab.search("mj")
    assert [page.table.cell(row, 0) for row in range(page.table.count())] == ["门禁卡多少钱？"]
    qtbot.keyClick(day_tab, Qt.Key.Key_F2)
    changing = area(page.panel, AnswerForm)
    changing.answer.setText("30元一张")
    changing.submit()
    assert page.panel.answer.text() == "30元一张"
    qtbot.keyClick(day_tab, Qt.Key.Key_Delete, CTRL)
    taking_out = area(page.panel, ReasonForm)
    taking_out.reason.setText("已停办")
    taking_out.submit()
    day_tab.search("")
    assert page.table.count() == 1


def test_an_answer_given_to_an_enquiry_joins_the_book(
    office: Office, day_tab: DayTab, keys: Keyboard, qtbot: QtBot
) -> None:
    """R-REG-11"""
    asked = a_case(office, CaseKind.INQUIRY, content="小区几点熄灯", category="")
    office.do(cases.answer, asked.id, "路灯23点熄灭")
    page = turned_to(day_tab, AnswersPage)
    qtbot.keyClick(day_tab, Qt.Key.Key_N, CTRL | Qt.KeyboardModifier.ShiftModifier)
    form = area(page.panel, AnswerForm)
    form.enquiry.set_value(asked.id)
    assert (form.question.text(), form.answer.text()) == ("小区几点熄灯", "路灯23点熄灭")
    keys.press(Qt.Key.Key_F8)
    assert page.panel.record is not None
    assert page.panel.record.from_number == asked.number
    with qtbot.waitSignal(day_tab.asked_for) as opened:
        qtbot.keyClick(day_tab, Qt.Key.Key_O, CTRL)
    assert opened.args == ["case", asked.id]


def test_an_answer_that_another_desk_changed_first_is_shown_beside_mine(office: Office, day_tab: DayTab) -> None:
    saved = office.do(answers.save, FEE)
    page = turned_to(day_tab, AnswersPage)
    page.table.choose(saved)
    page.panel.ask("edit")
    form = area(page.panel, AnswerForm)
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
    office: Office, day_tab: DayTab, qtbot: QtBot, request: pytest.FixtureRequest, tmp_path: Path
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
    page = turned_to(day_tab, AnswersPage)
    asked.expect("choose_file", source)
    qtbot.keyClick(day_tab, Qt.Key.Key_I, CTRL)
    settle()
    assert page.table.count() == 2
    said = page.banner.words()
    assert "2 answers are new" in said
    assert "Row 4" in said
    assert "Row 5" in said
    asked.expect("save_file", target)
    asked.expect("tell")
    qtbot.keyClick(day_tab, Qt.Key.Key_E, CTRL)
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
    adopt(office, day_book())
    case = a_case(office)
    office.do(diaries.write, DiaryDraft("巡查大堂"))
    taken_back = office.do(diaries.write, DiaryDraft("记错的一条"))
    office.do(diaries.void, taken_back, "记错")
    given = office.do(handovers.hand, HandoverDraft("3栋电梯维保"))
    held = office.do(meetings.save, a_meeting(office))
    diary = office.ask(diaries.diary, clock.now.date(), staff_id(office, "王敏"), office.zone)
    sheet = office.ask(meetings.meeting_sheet, held, office.books)
    first, last = sheet.from_on, sheet.to_on
    still_to_come = office.ask(
        meetings.sheet_now, "weekly_meeting", (first, last), office.now(), office.zone, office.books
    )
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
