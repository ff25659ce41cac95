# SPDX-License-Identifier: Apache-2.0
"""What may only come after somebody's word is shut on the case's page, the reason beside it (R-ESC-09, R-ESC-14)."""

from __future__ import annotations

from PySide6.QtCore import Qt

from complaintdesk.desk import approvals, cases, dispatching, judging
from complaintdesk.desk.approvals import WordDraft
from complaintdesk.desk.office import Office
from complaintdesk.domain.terms import EventKind
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.buttons import Button
from complaintdesk.ui.tabs import case_deeds
from complaintdesk.ui.tabs.course_deeds import COURSE_DEEDS, refusal
from complaintdesk.ui.tabs.orders_tab import OrdersTab
from complaintdesk.ui.tabs.register_tab import RegisterTab
from tests.builders import DeskClock, a_completion, a_slip, page
from tests.desk.courses import a_complaint, works_by
from tests.desk.day_book import adopt
from tests.domain.rule_books import text_of
from tests.ui.calls import Keyboard, Register, on

REASON = "Not before “解决办法经总经理同意” is given, by 总经理: ask for it, and note the word."


def button(tab: RegisterTab, deed: str) -> Button:
    return tab.panel.buttons[deed]


def approve(office: Office, case_id: int, approval: str = "solution") -> None:
    """Asks for the general manager's word, and gets it."""
    office.do(approvals.ask, case_id, approval, "更换发动机")
    office.do(approvals.approve, WordDraft(case_id, approval, "general_manager", "吴总"))


def test_r_esc_14_the_answer_is_shut_with_the_reason_until_the_solution_is_approved(
    office: Office, register: Register, keys: Keyboard
) -> None:
    works_by(office, "car_dealer")
    case_id = a_complaint(office)
    tab = on(register(), case_id)
    answer = button(tab, case_deeds.ANSWER)
    assert not answer.isEnabled()
    assert REASON in answer.toolTip()
    assert answer.accessibleDescription() == REASON
    assert tab.panel.unapproved.isVisible()
    assert tab.panel.unapproved.text() == f"Answer: {REASON}"
    assert button(tab, case_deeds.HANDLE).isEnabled(), "the rule book wants it before the answer alone"
    tab.list.take_keyboard()
    keys.press(Qt.Key.Key_F7)
    assert tab.panel.slot.form is None
    approve(office, case_id)
    tab.refresh()
    assert answer.isEnabled()
    assert REASON not in answer.toolTip()
    assert not tab.panel.unapproved.isVisible()
    keys.press(Qt.Key.Key_F7)
    assert tab.panel.slot.form is not None


def test_a_refused_solution_keeps_it_shut_and_a_new_round_shuts_it_again(
    office: Office, register: Register, clock: DeskClock
) -> None:
    """R-ESC-14: what was approved for an earlier round does not count."""
    works_by(office, "car_dealer")
    case_id = a_complaint(office)
    office.do(approvals.ask, case_id, "solution", "更换发动机")
    office.do(approvals.refuse, WordDraft(case_id, "solution", "general_manager", "吴总", "厂家承担"))
    tab = on(register(), case_id)
    assert not button(tab, case_deeds.ANSWER).isEnabled()
    clock.later(minutes=1)
    approve(office, case_id)
    tab.refresh()
    assert button(tab, case_deeds.ANSWER).isEnabled()
    office.do(cases.answer, case_id, "更换发动机")
    office.do(cases.handle, case_id, "已更换")
    clock.later(hours=1)
    office.do(cases.reopen, case_id, "仍有异响")
    tab.refresh()
    assert not button(tab, case_deeds.ANSWER).isEnabled()


def test_r_esc_14_the_line_of_what_is_asked_for_is_shut_for_the_same_reason(office: Office, register: Register) -> None:
    works_by(office, "company")
    case_id = a_complaint(office)
    office.do(judging.check, case_id, True, "经查属实")  # the result is owed from then on
    tab = on(register(), case_id)
    shut = [each for each in tab.panel.demands.buttons if each.text() == "Answer"]
    [(row, by)] = [(each.row.name, "部门负责人") for each in page(office, case_id).unapproved]
    assert shut
    assert all(not each.isEnabled() and row in each.accessibleDescription() for each in shut)
    assert row in tab.panel.unapproved.text()
    assert by in tab.panel.unapproved.text()


def test_handling_waits_where_the_rule_book_wants_the_word_before_that_and_nothing_proposes_it(
    office: Office, register: Register, orders_tab: OrdersTab
) -> None:
    adopt(office, text_of("car_dealer").replace('before = "answered"', 'before = "handled"'))
    case_id = a_complaint(office)
    issued = a_slip(office, case_id, office.procedure.teams[0].id)
    tab = on(register(), case_id)
    assert button(tab, case_deeds.ANSWER).isEnabled()
    assert tab.panel.unapproved.text() == "", "its slip is out: more than the word is missing"
    office.do(dispatching.complete, a_completion(office, issued.order_id))
    orders_tab.open_record(issued.order_id)
    orders_tab.panel.ask("return")
    form = orders_tab.panel.slot.form
    assert form is not None
    form.submit()
    assert orders_tab.panel.slot.form is None, "nobody is asked whether it is handled"
    tab.refresh()
    assert not button(tab, case_deeds.HANDLE).isEnabled()
    assert tab.panel.unapproved.text() == f"Handle: {REASON}"


def test_r_esc_09_compensation_is_shut_among_the_further_deeds_until_it_is_signed(
    bridge: Bridge, office: Office
) -> None:
    assert bridge.office is office
    works_by(office, "process_rules")
    case_id = a_complaint(office)
    [compensate] = [deed for deed in COURSE_DEEDS if deed.event is EventKind.COMPENSATED]
    assert "总经理" in refusal(compensate, page(office, case_id))
    approve(office, case_id, "compensation")
    assert refusal(compensate, page(office, case_id)) == ""


def test_what_needs_nobodys_word_is_open(office: Office, register: Register) -> None:
    """R-ESC-14 is for complaints."""
    works_by(office, "management_centre")
    tab = on(register(), a_complaint(office))
    assert button(tab, case_deeds.ANSWER).isEnabled(), "nobody made it to the company, or found it valid"
    assert not tab.panel.unapproved.isVisible()
