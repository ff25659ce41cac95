# SPDX-License-Identifier: Apache-2.0
"""Answers of the book stand beside an enquiry while it is typed; one is taken and saved with it (R-REG-11)."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from complaintdesk.desk import answers, cases
from complaintdesk.desk.answers import AnswerDraft
from complaintdesk.desk.office import Office
from complaintdesk.domain.terms import CaseKind, CaseState
from complaintdesk.ui.tabs.answer_form import AnswerForm
from complaintdesk.ui.tabs.answer_proposals import AnswerProposals
from complaintdesk.ui.tabs.course_deeds import offered
from complaintdesk.ui.tabs.register_tab import RegisterTab
from tests.builders import a_case, page, story
from tests.ui.calls import Keyboard, Register, dictate, numbers, shown

FEE = AnswerDraft("物业管理费怎么收？", "高层每月每平方米2.60元，每季度首月10日前交。", "物业费 缴费")
PARKING = AnswerDraft("地下车位如何月租？", "每月350元，带行驶证到前台办理。", "停车 车位")


@pytest.fixture
def fee(office: Office) -> int:
    """The fee's answer, in a book of two."""
    office.do(answers.save, PARKING)
    return office.do(answers.save, FEE)


def an_enquiry(tab: RegisterTab, qtbot: QtBot, words: str = "物业费一个月多少钱") -> AnswerProposals:
    """An enquiry typed at the register, with what the book proposes."""
    tab.card.form.kind.set_value(CaseKind.INQUIRY)
    dictate(tab, content=words, category="")
    tab.card.form.category.set_value(None)
    proposals = tab.card.answers
    qtbot.waitUntil(lambda: not proposals._asking.isActive())
    return proposals


def test_what_fits_is_listed_under_the_words_and_taken_by_enter(
    office: Office, register: Register, keys: Keyboard, qtbot: QtBot, fee: int
) -> None:
    """R-REG-11"""
    tab = register()
    proposals = an_enquiry(tab, qtbot)
    assert proposals.isVisible()
    assert proposals.lines.questions()[0] == FEE.question
    tab.card.form.content.setFocus()
    keys.press(Qt.Key.Key_Tab)
    assert keys.at is proposals.lines
    keys.enter()
    assert proposals.answer.text() == FEE.answer
    assert proposals.answer.isVisible()
    assert not proposals.lines.isVisible()
    keys.press(Qt.Key.Key_F8)
    [number] = numbers(tab)
    assert number == "ZX2026-000001"
    case = shown(tab)
    assert story(office, case.id) == ["registered", "answered", "handled"]
    assert case.state is CaseState.HANDLED, "nothing is left to be done but to close it"
    assert page(office, case.id).events[-1].words == FEE.answer
    assert "answered from the book" in tab.card.banner.words()
    assert proposals.taken_id is None
    assert not proposals.isVisible()
    assert list(office.ask(answers.owed_answers)) == []


def test_one_saved_without_an_answer_owes_it(
    office: Office, register: Register, keys: Keyboard, qtbot: QtBot, fee: int
) -> None:
    """R-REG-11: within 24 hours."""
    tab = register()
    an_enquiry(tab, qtbot)
    tab.card.save()
    case = shown(tab)
    assert story(office, case.id) == ["registered"]
    assert list(office.ask(answers.owed_answers)) == [case.id]
    assert "answered" not in tab.card.banner.words()


def test_another_answer_can_be_chosen_instead(register: Register, keys: Keyboard, qtbot: QtBot, fee: int) -> None:
    tab = register()
    proposals = an_enquiry(tab, qtbot)
    proposals.lines.setFocus()
    keys.enter()
    assert proposals.drop.hasFocus()
    keys.press(Qt.Key.Key_Space)
    assert proposals.taken_id is None
    assert proposals.lines.isVisible()
    assert proposals.lines.hasFocus()


def test_a_click_takes_one_as_well(register: Register, qtbot: QtBot, fee: int) -> None:
    tab = register()
    proposals = an_enquiry(tab, qtbot)
    first = proposals.lines.visualRect(proposals.lines.model().index(0, 0)).center()
    qtbot.mouseClick(proposals.lines.viewport(), Qt.MouseButton.LeftButton, pos=first)
    assert proposals.taken_id == fee


def test_other_kinds_and_words_that_ask_nothing_known_propose_nothing(
    register: Register, qtbot: QtBot, fee: int
) -> None:
    tab = register()
    proposals = an_enquiry(tab, qtbot, "楼上几点熄灯")
    assert not proposals.isVisible()
    proposals = an_enquiry(tab, qtbot)
    assert proposals.isVisible()
    tab.card.form.kind.set_value(CaseKind.COMPLAINT)
    assert not proposals.isVisible()
    tab.card.form.kind.set_value(CaseKind.INQUIRY)
    assert proposals.isVisible()


def test_an_answer_taken_stays_with_a_form_that_waits(
    register: Register, keys: Keyboard, qtbot: QtBot, fee: int
) -> None:
    tab = register()
    proposals = an_enquiry(tab, qtbot)
    proposals.take(fee)
    token = tab.card.token
    tab.card.park()
    assert (proposals.taken_id, proposals.isVisible()) == (None, False)
    tab.card.take_up(token)
    assert proposals.taken_id == fee
    assert proposals.answer.text() == FEE.answer


def test_an_answer_taken_out_of_the_book_meanwhile_is_taken_no_more(
    office: Office, register: Register, qtbot: QtBot, fee: int
) -> None:
    tab = register()
    proposals = an_enquiry(tab, qtbot)
    proposals.take(fee)
    token = tab.card.token
    tab.card.park()
    office.do(answers.void, fee, "过时")
    tab.card.take_up(token)
    assert proposals.taken_id is None


def test_an_enquiry_with_a_mistake_is_refused_beside_its_field_and_keeps_its_answer(
    office: Office, register: Register, qtbot: QtBot, fee: int
) -> None:
    tab = register()
    proposals = an_enquiry(tab, qtbot)
    tab.card.form.received.setText("25:99")
    proposals.take(fee)
    tab.card.save()
    assert tab.card.form.fields["received_at"].problem()
    assert proposals.taken_id == fee


def test_an_answer_in_the_desks_own_words_goes_into_the_book_from_its_case(office: Office, register: Register) -> None:
    """R-REG-11: its answer can join the 答客问."""
    asked = a_case(office, CaseKind.INQUIRY, content="小区几点熄灯", category="")
    tab = register()
    tab.open_record(asked.id)
    assert tab.panel.page is not None
    assert "into_the_book" not in {deed.name for deed in offered(tab.bridge, tab.panel.page)}
    office.do(cases.answer, asked.id, "路灯23点熄灭")
    assert "into_the_book" in {deed.name for deed in offered(tab.bridge, tab.panel.page)}
    tab.panel.ask("into_the_book")
    form = tab.panel.slot.form
    assert isinstance(form, AnswerForm)
    assert (form.question.text(), form.answer.text()) == ("小区几点熄灯", "路灯23点熄灭")
    form.keywords.setText("路灯 熄灯")
    form.submit()
    assert tab.panel.banner.words() == "The answer is in the book."
    [found] = office.ask(answers.answer_ids, "xd")
    [record] = office.ask(answers.answer_records, [found], office.books)
    assert record.from_number == asked.number
