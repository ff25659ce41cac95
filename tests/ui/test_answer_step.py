# SPDX-License-Identifier: Apache-2.0
"""Answering an enquiry on its case's page offers the book's answers, and one's own words join the book (R-REG-11)."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from complaintdesk.desk import answers, cases
from complaintdesk.desk.answers import AnswerDraft
from complaintdesk.desk.office import Office
from complaintdesk.domain.terms import CaseKind
from complaintdesk.ui.tabs import case_deeds
from complaintdesk.ui.tabs.answer_form import AnswerForm
from complaintdesk.ui.tabs.answer_step import AnswerStep
from complaintdesk.ui.tabs.register_tab import RegisterTab
from tests.builders import DeskClock, a_case, a_draft, page, story
from tests.ui.calls import CTRL, Keyboard, Register, click, lines, on

FEE = AnswerDraft("物业管理费怎么收？", "高层每月每平方米2.60元，每季度首月10日前交。", "物业费 缴费")
PARKING = AnswerDraft("地下车位如何月租？", "每月350元，带行驶证到前台办理。", "停车 车位")


@pytest.fixture
def fee(office: Office) -> int:
    """The fee's answer, in a book of two."""
    office.do(answers.save, PARKING)
    return office.do(answers.save, FEE)


def an_enquiry(office: Office) -> int:
    return a_case(office, CaseKind.INQUIRY, content="物业费一个月多少钱", category="").id


def answering(tab: RegisterTab, keys: Keyboard) -> AnswerStep:
    """The area that F7 opens on the case in the panel."""
    tab.list.take_keyboard()
    keys.press(Qt.Key.Key_F7)
    form = tab.panel.slot.form
    assert isinstance(form, AnswerStep)
    return form


def test_r_reg_11_an_enquiry_that_was_owed_an_answer_gets_the_books(
    office: Office, register: Register, keys: Keyboard, clock: DeskClock, fee: int
) -> None:
    case_id = an_enquiry(office)
    clock.later(hours=1)
    tab = on(register(), case_id)
    form = answering(tab, keys)
    assert form.lines.questions()[0] == FEE.question
    assert form.words.hasFocus()
    keys.press(Qt.Key.Key_Tab)
    assert keys.at is form.lines
    keys.enter()
    assert (form.words.text(), form.words.hasFocus()) == (FEE.answer, True)
    keys.press(Qt.Key.Key_F8)
    told = page(office, case_id).events[-1]
    assert (told.words, told.facts) == (FEE.answer, {"answer": fee})
    assert "Into the book" not in tab.panel.banner.words()
    assert office.ask(answers.draft_of_enquiry, case_id) is None, "it stands in the book already"


def test_what_was_typed_before_an_answer_was_taken_comes_back(
    office: Office, register: Register, keys: Keyboard, fee: int
) -> None:
    form = answering(on(register(), an_enquiry(office)), keys)
    form.words.insertPlainText("请稍等")
    form.lines.taken.emit(fee)
    assert form.words.text() == FEE.answer
    keys.press(Qt.Key.Key_Z, CTRL)
    assert form.words.text() == "请稍等"


def test_r_reg_11_what_was_answered_in_other_words_is_ones_own_and_can_join_the_book_at_once(
    office: Office, register: Register, keys: Keyboard, fee: int
) -> None:
    case_id = an_enquiry(office)
    tab = on(register(), case_id)
    form = answering(tab, keys)
    form.lines.taken.emit(fee)
    form.words.appendPlainText("商铺每平方米4.00元。")
    form.submit()
    assert page(office, case_id).events[-1].facts == {}
    click(tab.panel.banner, "Into the book of answers")
    joins = tab.panel.slot.form
    assert isinstance(joins, AnswerForm)
    assert joins.question.text() == "物业费一个月多少钱"
    assert joins.answer.text().endswith("商铺每平方米4.00元。")
    joins.question.setText("商铺的物业费怎么收？")
    joins.submit()
    assert "The answer is in the book." in tab.panel.banner.words()
    assert len(office.ask(answers.answer_ids)) == 3


def test_an_answer_taken_out_of_the_book_meanwhile_is_refused_and_the_words_stay(
    office: Office, register: Register, keys: Keyboard, fee: int
) -> None:
    case_id = an_enquiry(office)
    form = answering(on(register(), case_id), keys)
    form.lines.taken.emit(fee)
    office.do(answers.void, fee, "价格变了")
    form.submit()
    assert form.fields["words"].problem() == "This answer was taken out of the book meanwhile."
    assert form.words.text() == FEE.answer
    assert story(office, case_id) == ["registered"]


def test_a_complaint_is_answered_in_ones_own_words_and_nothing_joins_the_book(
    office: Office, register: Register, keys: Keyboard, fee: int
) -> None:
    case_id = a_case(office, CaseKind.COMPLAINT, content="物业费怎么收").id
    tab = on(register(), case_id)
    form = answering(tab, keys)
    assert form.book.isHidden()
    form.words.insertPlainText("已说明收费依据")
    form.submit()
    assert [each.text() for each in tab.panel.banner._deeds] == [case_deeds.deed_words()[case_deeds.HANDLE]]


def test_an_enquiry_answered_at_once_tells_its_answer_once(office: Office, register: Register, fee: int) -> None:
    draft = a_draft(office, CaseKind.INQUIRY, content="物业费一个月多少钱", category="")
    case_id = office.do(answers.register_answered, draft, fee).id
    shown = lines(on(register(), case_id)).splitlines()
    assert [line.split(" ")[0] for line in shown] == ["Registered", "Answered", "Handled"]
    assert [FEE.answer in line for line in shown] == [False, True, False]
    assert page(office, case_id).events[-1].words == FEE.answer, "the books keep it with both"


def test_what_was_done_in_other_words_than_the_answer_stands_in_the_story(
    office: Office, register: Register, fee: int
) -> None:
    case_id = an_enquiry(office)
    office.do(cases.answer, case_id, "请稍等，明天回复")
    office.do(cases.handle, case_id, FEE.answer)
    assert FEE.answer in lines(on(register(), case_id)).splitlines()[-1]
