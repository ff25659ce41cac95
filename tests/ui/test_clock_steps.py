# SPDX-License-Identifier: Apache-2.0
"""Waiting, putting off, promising and confirming from a case's panel, and why a time is what it is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from complaintdesk.desk import cases, clocks, dispatching
from complaintdesk.desk.office import Office
from complaintdesk.domain.terms import CaseKind, PauseReason
from complaintdesk.labels import set_language
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.step_form import StepForm
from complaintdesk.ui.tabs import course_deeds
from complaintdesk.ui.tabs.case_steps import TellStep
from complaintdesk.ui.tabs.clock_steps import ConfirmStep, ExtendStep, PauseStep, PromiseStep, ResumeStep
from complaintdesk.ui.tabs.orders_tab import OrdersTab
from complaintdesk.ui.tabs.register_tab import RegisterTab
from complaintdesk.ui.why_dialog import WhyDialog
from tests.builders import PASSWORD, DeskClock, a_case, a_repair, a_slip, limits, page, story
from tests.ui.calls import ALT, F, Keyboard, Register, lines, on
from tests.ui.conftest import Answers

TUESDAY = datetime(2026, 11, 24, 2, 30, tzinfo=UTC)  # 10:30 in the office


@pytest.fixture
def clock() -> DeskClock:
    return DeskClock(TUESDAY)


def asked(tab: RegisterTab, deed: str, kind: type[F]) -> F:
    """The area of a further deed."""
    tab.panel.ask(deed)
    form = tab.panel.slot.form
    assert isinstance(form, kind)
    return form


def offered(bridge: Bridge, case_id: int) -> set[str]:
    """The further deeds that have a place for the case."""
    return {deed.name for deed in course_deeds.offered(bridge, page(bridge.office, case_id))}


def problems(form: StepForm) -> dict[str, str]:
    return {name: row.problem() for name, row in form.fields.items() if row.problem()}


def test_a_case_waits_for_parts_and_says_which_limits_stand_still(office: Office, register: Register) -> None:
    """R-T-07."""
    saved = a_repair(office)
    tab = on(register(), saved.id)
    form = asked(tab, "pause", PauseStep)
    form.submit()
    assert problems(form) == {"waits_for": "For what does it wait?"}
    form.reason.set_value(PauseReason.PARTS)
    assert form.effect.text() == "Stand still: 完工\nRun on: 送达工程部"
    form.words.setText("角阀缺货")
    form.submit()
    assert tab.panel.banner.words() == "It waits; note when it goes on."
    assert limits(office, saved.id)["finish"].paused_at == TUESDAY
    assert "Paused Parts awaited · 角阀缺货" in lines(tab)


def test_that_it_waits_stands_at_its_head_and_its_limit_stands_still_in_the_story(
    office: Office, register: Register, clock: DeskClock
) -> None:
    """R-T-07."""
    saved = a_repair(office)
    a_slip(office, saved.id)
    tab = on(register(), saved.id)
    assert tab.panel.state.text() == "In hand"
    clock.later(minutes=5)
    office.do(clocks.pause, saved.id, PauseReason.PARTS)
    tab = on(register(), saved.id)
    assert tab.panel.state.text() == "Waiting (Parts awaited)"
    assert "完工 stands still: Parts awaited" in lines(tab)
    office.do(clocks.resume, saved.id)
    tab = on(register(), saved.id)
    assert tab.panel.state.text() == "In hand"
    assert not any("stands still" in each for each in lines(tab))


def test_what_the_procedure_does_not_stop_for_is_said_before_it_is_done(office: Office, register: Register) -> None:
    """R-T-07."""
    saved = a_case(office)
    form = asked(on(register(), saved.id), "pause", PauseStep)
    form.reason.set_value(PauseReason.PARTS)
    assert form.effect.text().startswith("By the procedure no limit of this case stands still for this.\nRun on: ")
    form.reason.set_value(PauseReason.THIRD_PARTY)
    assert form.effect.text().startswith("Stand still: 答复投诉\nRun on: ")


def test_a_limit_that_is_late_already_stays_so(office: Office, register: Register, clock: DeskClock) -> None:
    """R-T-07."""
    saved = a_repair(office)
    clock.later(days=2)
    form = asked(on(register(), saved.id), "pause", PauseStep)
    form.reason.set_value(PauseReason.PARTS)
    assert "Late already, and stay so: 完工" in form.effect.text()


def test_a_case_that_waits_goes_on_and_is_offered_no_second_wait(
    office: Office, bridge: Bridge, register: Register, clock: DeskClock
) -> None:
    """R-T-07."""
    saved = a_repair(office)
    assert {"pause", "extend", "promise", "inform"} <= offered(bridge, saved.id)
    assert "resume" not in offered(bridge, saved.id)
    office.do(clocks.pause, saved.id, PauseReason.CLIENT_AWAY)
    clock.later(hours=3)
    assert "pause" not in offered(bridge, saved.id)
    tab = on(register(), saved.id)
    form = asked(tab, "resume", ResumeStep)
    form.time.input.setText("12:00")
    form.submit()
    assert tab.panel.banner.words() == "It goes on; the limits run again."
    assert page(office, saved.id).events[-1].happened_at == TUESDAY + timedelta(hours=1, minutes=30)


def test_a_time_that_contradicts_the_story_is_said_beside_it(
    office: Office, register: Register, clock: DeskClock
) -> None:
    """R-T-06."""
    saved = a_repair(office)
    clock.later(hours=1)
    office.do(clocks.pause, saved.id, PauseReason.PARTS)
    form = asked(on(register(), saved.id), "resume", ResumeStep)
    form.time.input.setText("10:40")
    form.submit()
    assert problems(form)["happened_at"] == "This is before the pause began."


def test_a_supervisor_puts_a_limit_off_from_the_panel(office: Office, register: Register) -> None:
    """R-T-07."""
    saved = a_repair(office)
    tab = on(register(), saved.id)
    form = asked(tab, "extend", ExtendStep)
    form.limit.put_typed("完工")
    form.submit()
    assert problems(form) == {"due_at": "Until when? Name the day and the time."}
    form.until.input.setText("今天15:00")
    form.words.setText("需开挖地面")
    form.submit()
    assert problems(form) == {"due_at": "The new time must be later than the one that stands."}
    form.until.input.setText("周五17:00")
    assert form.until.note() == "Fri 2026-11-27 17:00"
    form.submit()
    assert tab.panel.banner.words() == "The limit is put off."
    due = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)
    assert limits(office, saved.id)["finish"].due_at == due
    assert "完工 put off to 11-27 17:00 · 需开挖地面" in lines(tab)
    assert "完工 by 11-27 17:00, at first tomorrow 10:30" in tab.panel.facts.text()


def test_a_clerk_is_not_offered_to_put_off(office: Office, bridge: Bridge) -> None:
    saved = a_repair(office)
    bridge.sign_in("李静", PASSWORD)
    assert "extend" not in offered(bridge, saved.id)
    assert "pause" in offered(bridge, saved.id)


def test_a_time_is_agreed_with_the_client(office: Office, register: Register, clock: DeskClock) -> None:
    """R-REG-16, R-ESC-12."""
    saved = a_case(office)
    tab = on(register(), saved.id)
    form = asked(tab, "promise", PromiseStep)
    form.words.setText("派人查看后答复")
    form.until.input.setText("明天下午")
    form.submit()
    assert "Not agreed" in problems(form)["consent"]
    form.consent.setChecked(True)
    form.submit()
    assert tab.panel.banner.words() == "The time agreed is noted."
    assert limits(office, saved.id)["keep_promise"].due_at == datetime(2026, 11, 25, 9, 30, tzinfo=UTC)
    assert "Promised until tomorrow 17:30 · 派人查看后答复" in lines(tab)


def test_what_a_time_meant_when_it_was_typed_stays_meant(office: Office, register: Register, clock: DeskClock) -> None:
    saved = a_case(office)
    tab = on(register(), saved.id)
    form = asked(tab, "promise", PromiseStep)
    form.words.setText("派人查看后答复")
    form.until.input.setText("明天15:00")
    tab.panel.keep()
    clock.later(days=1)
    again = register()
    again.panel.resume()
    form = asked(on(again, saved.id), "promise", PromiseStep)
    assert (form.words.text(), form.until.note()) == ("派人查看后答复", "Wed 2026-11-25 15:00")


def test_receipt_is_confirmed_with_number_receiver_and_time(office: Office, register: Register) -> None:
    """R-REG-09."""
    saved = a_case(office)
    tab = on(register(), saved.id)
    form = asked(tab, "confirm", ConfirmStep)
    assert form.words.text() == f"Received 2026-11-24 10:30 under {saved.number} by 王敏."
    form.submit()
    assert tab.panel.banner.words() == "The confirmation is noted."
    assert limits(office, saved.id)["confirm"].met_at == TUESDAY
    assert "Confirmed to the client Phone" in lines(tab)


def test_only_cases_that_are_to_be_confirmed_offer_it(office: Office, bridge: Bridge) -> None:
    """R-REG-09."""
    assert "confirm" in offered(bridge, a_case(office).id)
    assert "confirm" not in offered(bridge, a_repair(office).id)


def test_the_client_is_told_where_it_stands_after_the_handling_too(
    office: Office, bridge: Bridge, register: Register
) -> None:
    """R-WO-11."""
    saved = a_case(office)
    office.do(cases.handle, saved.id, "已停工")
    assert {"inform", "confirm"} <= offered(bridge, saved.id)
    assert not {"pause", "resume", "extend", "promise"} & offered(bridge, saved.id)
    tab = on(register(), saved.id)
    form = asked(tab, "inform", TellStep)
    form.submit()
    assert problems(form)["words"] == "What was the client told?"
    form.words.setText("装修公司已停工")
    form.submit()
    assert story(office, saved.id)[-1] == "informed"


def test_each_limit_says_why_it_ends_when_it_does(
    office: Office, register: Register, clock: DeskClock, answers: Answers, keys: Keyboard
) -> None:
    """R-T-05, R-T-07."""
    clock.now = datetime(2026, 11, 27, 12, 0, tzinfo=UTC)  # Friday, 20:00
    saved = a_repair(office)
    clock.now = datetime(2026, 11, 30, 2, 0, tzinfo=UTC)
    office.do(clocks.pause, saved.id, PauseReason.PARTS, "角阀缺货")
    clock.later(hours=3)
    office.do(clocks.resume, saved.id)
    until = datetime(2026, 12, 4, 9, 30, tzinfo=UTC)
    office.do(clocks.extend, saved.id, "finish", 1, until, "需开挖地面")
    tab = on(register(), saved.id)
    tab.list.take_keyboard()
    texts: list[str] = []

    def look(dialog: WhyDialog) -> None:
        assert [dialog.limits.button(at).text() for at in (0, 1)] == ["送达工程部", "完工"]
        dialog.limits.set_value(1)
        dialog.copy_button.click()
        texts.append(QGuiApplication.clipboard().text())

    answers.expect_dialog(look)
    keys.press(Qt.Key.Key_Y, ALT)
    (said,) = texts
    for words in (
        "完工: why Fri 12-04 17:30?",
        "Fri 11-27 20:00　Registered · 王敏",
        "Mon 11-30 08:30　Received outside office hours and not urgent: it runs from when the office opens",
        "Sat 11-28 – Sun 11-29　weekend",
        "Tue 12-01 08:30　+ 24 h on the clock; once started it runs through nights and days off　by ",
        "Tue 12-01 11:30　Waited (Parts awaited) from Mon 11-30 10:00 to Mon 11-30 13:00, 3 h: moved on to",
        "this time　角阀缺货 · 王敏",
        "Fri 12-04 17:30　Put off to this time by 王敏　需开挖地面",
    ):
        assert words in said


def test_the_question_and_the_answer_are_in_chinese_too(
    office: Office, register: Register, clock: DeskClock, answers: Answers
) -> None:
    set_language("zh_CN")
    saved = a_repair(office, received_at=datetime(2026, 9, 30, 12, 0, tzinfo=UTC))
    tab = on(register(), saved.id)
    said: list[str] = []
    answers.expect_dialog(lambda dialog: said.append(dialog.text()))
    tab.panel.why.click()
    assert said[0].startswith("送达工程部：为什么是 10月8日 周四 08:50？")
    assert "2026年" not in said[0]
    assert "10月1日 周四 – 10月7日 周三　国庆节放假" in said[0]


def test_a_slip_says_why_its_limit_ends_when_it_does(
    office: Office, bridge: Bridge, answers: Answers, qtbot, clock: DeskClock
) -> None:
    """R-WO-09."""
    saved = a_repair(office)
    issued = a_slip(office, saved.id)
    office.do(dispatching.accept, issued.order_id, "张师傅")
    tab = OrdersTab(bridge)
    qtbot.addWidget(tab)
    tab.show()
    tab.open_record(issued.order_id)
    said: list[str] = []
    answers.expect_dialog(lambda dialog: said.append(dialog.question.text()))
    tab.panel.why.click()
    assert said == ["完工: why Wed 11-25 10:30?"]


def test_what_was_met_says_whether_in_time(
    office: Office, register: Register, clock: DeskClock, answers: Answers
) -> None:
    saved = a_case(office, CaseKind.INQUIRY)
    clock.later(hours=30)
    office.do(cases.answer, saved.id, "车位月租 400 元")
    tab = on(register(), saved.id)
    said: list[str] = []
    answers.expect_dialog(lambda dialog: said.append(dialog.text()))
    tab.panel.why.click()
    assert said[0].endswith("Wed 11-25 16:30　Met, 6 h late")


def test_a_case_without_limits_asks_nothing(office: Office, register: Register) -> None:
    tab = on(register(), a_case(office, CaseKind.SUGGESTION).id)
    assert tab.panel.why.isHidden()
