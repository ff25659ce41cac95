# SPDX-License-Identifier: Apache-2.0
"""Ctrl+Z in the register: the last registration goes back into the form, to be mended and saved anew."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from complaintdesk.desk import cases, prints
from complaintdesk.desk.office import Office
from complaintdesk.domain.terms import CaseKind, CaseState, Channel, OrderState
from complaintdesk.ui import spooling
from complaintdesk.ui.main_window import MainWindow
from complaintdesk.ui.tabs.register_tab import RegisterTab
from tests.builders import codes, page, rows, slip
from tests.ui.calls import CTRL, a_repair_typed, click, numbers, problems
from tests.ui.conftest import ORDERS, Answers


@pytest.fixture
def tab(whole_window: MainWindow) -> RegisterTab:
    """The register, in the whole window."""
    shown = whole_window.current()
    assert isinstance(shown, RegisterTab)
    return shown


def register(tab: RegisterTab, content: str = "楼道灯不亮") -> int:
    """Registers an inquiry by the form, and gives its id."""
    form = tab.card.form
    form.kind.set_value(CaseKind.INQUIRY)
    form.channel.set_value(Channel.PHONE)
    form.caller.name.setText("张华")
    form.caller.phone.setText("13812345678")
    form.who.box.setText("3-2-1502")
    form.content.setText(content)
    if form.category.value is None and form.category.count():
        form.category.set_value(tab.card._bridge.procedure.categories_for(CaseKind.INQUIRY)[0].id)
    tab.card.save()
    assert tab.panel.page is not None, tab.card.banner.words()
    return tab.panel.page.case.id


def register_and_print(tab: RegisterTab, office: Office) -> tuple[int, int]:
    """Registers a repair by Ctrl+P's deed; its id, and that of its slip."""
    a_repair_typed(tab)
    tab.card.save_and_print()
    assert tab.panel.page is not None, problems(tab)
    [(order_id,)] = rows(office, "SELECT id FROM work_order")
    return tab.panel.page.case.id, order_id


def undo(qtbot: QtBot) -> None:
    focused = QApplication.focusWidget()
    assert focused is not None
    qtbot.keyClick(focused, Qt.Key.Key_Z, CTRL)


def test_ctrl_z_right_after_saving_fills_the_form_again(
    qtbot: QtBot, tab: RegisterTab, office: Office, answers: Answers
) -> None:
    case_id = register(tab)
    number = page(office, case_id).case.number
    answers.expect("yes_no", True)
    undo(qtbot)
    assert number in answers.asked[-1].text
    assert page(office, case_id).case.state is CaseState.VOID
    assert tab.card.form.content.text() == "楼道灯不亮"
    assert number in tab.card.banner.words()
    tab.card.form.content.setText("楼道灯不亮，三天了")
    tab.card.save()
    assert number in numbers(tab)
    assert tab.panel.page is not None
    assert tab.panel.page.case.number != number
    assert tab.panel.page.case.content == "楼道灯不亮，三天了"


def test_no_registration_is_taken_back_unasked_from_an_empty_form_either(
    qtbot: QtBot, tab: RegisterTab, office: Office, answers: Answers
) -> None:
    case_id = register(tab)
    answers.expect("yes_no", False)
    undo(qtbot)
    assert page(office, case_id).case.state is not CaseState.VOID
    assert tab.card.form.content.text() == ""


def test_the_banner_takes_it_back_as_well(tab: RegisterTab, office: Office, answers: Answers) -> None:
    case_id = register(tab)
    answers.expect("yes_no", True)
    click(tab.card.banner, "Take it back (Ctrl+Z)")
    assert page(office, case_id).case.state is CaseState.VOID


def test_a_slip_whose_preview_was_left_goes_back_with_its_case(
    qtbot: QtBot, tab: RegisterTab, office: Office, answers: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spooling, "printers", lambda: ("HP LaserJet",))
    answers.expect_dialog(lambda _preview: None, accept=False)
    case_id, order_id = register_and_print(tab, office)
    number = slip(office, order_id).number
    assert number in tab.card.banner.words()
    answers.expect("yes_no", True)
    undo(qtbot)
    assert number in answers.asked[-1].text
    assert (page(office, case_id).case.state, slip(office, order_id).state) == (CaseState.VOID, OrderState.VOID)
    assert tab.card.form.content.text() == "厨房水管漏水"
    assert codes(office) == []


def test_a_printed_slip_is_not_taken_back(
    qtbot: QtBot, tab: RegisterTab, office: Office, answers: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spooling, "printers", lambda: ("HP LaserJet",))
    answers.expect_dialog(lambda _preview: None, accept=False)
    case_id, order_id = register_and_print(tab, office)
    office.do(prints.confirm, office.do(prints.start_slip, order_id, "HP LaserJet").id)
    answers.expect("yes_no", True)
    undo(qtbot)
    assert page(office, case_id).case.state is not CaseState.VOID
    assert "was printed since" in tab.card.banner.words()


def test_in_a_box_with_words_ctrl_z_undoes_the_typing(qtbot: QtBot, tab: RegisterTab, office: Office) -> None:
    case_id = register(tab)
    tab.card.form.caller.name.setFocus()
    qtbot.keyClicks(tab.card.form.caller.name, "Wang")
    undo(qtbot)
    assert page(office, case_id).case.state is not CaseState.VOID
    assert tab.card.form.caller.name.text() == ""


def test_the_next_call_that_is_begun_waits_meanwhile(
    qtbot: QtBot, tab: RegisterTab, office: Office, answers: Answers
) -> None:
    case_id = register(tab)
    tab.card.form.content.setText("别的事")
    assert tab.card.banner.words() == "", "what was registered goes at the first key of the next call"
    tab.card.form.who.box.setFocus()
    answers.expect("yes_no", True)
    undo(qtbot)
    assert "waits above" in answers.asked[-1].text
    assert page(office, case_id).case.state is CaseState.VOID
    assert tab.card.form.content.text() == "楼道灯不亮"
    assert not tab.card.parked.isHidden()


def test_what_was_done_since_keeps_it_and_says_the_right_way(
    qtbot: QtBot, tab: RegisterTab, office: Office, answers: Answers
) -> None:
    answers.expect("yes_no", True)
    case_id = register(tab)
    office.do(cases.note, case_id, "已联系电工")
    tab.card.form.who.box.setFocus()
    undo(qtbot)
    assert page(office, case_id).case.state is not CaseState.VOID
    # A note of the same second counts as done later only by its kind.
    assert "correct it" in tab.card.banner.words()


def test_nothing_registered_is_said(qtbot: QtBot, tab: RegisterTab) -> None:
    undo(qtbot)
    assert "nothing to take back" in tab.card.banner.words()


def test_from_another_tab_it_leads_to_the_register_first(
    qtbot: QtBot, whole_window: MainWindow, tab: RegisterTab, office: Office, answers: Answers
) -> None:
    case_id = register(tab)
    answers.expect("yes_no", True)
    whole_window.show_tab(ORDERS)
    undo(qtbot)
    assert whole_window.current() is tab
    assert page(office, case_id).case.state is not CaseState.VOID
    undo(qtbot)
    assert page(office, case_id).case.state is CaseState.VOID
