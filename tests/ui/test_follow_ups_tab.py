# SPDX-License-Identifier: Apache-2.0
"""The follow-ups tab: the queue, and each deed on a follow-up by its keys."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from complaintdesk.desk import cases, dispatching, follow_ups
from complaintdesk.desk.follow_up_lists import FollowUpRow, follow_up_rows
from complaintdesk.desk.office import Office
from complaintdesk.domain.terms import AttemptOutcome, CaseKind, CaseState, FollowUpWay, Rating, Role
from complaintdesk.labels import set_language
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.step_form import StepForm
from complaintdesk.ui.tabs.follow_up_steps import GiveUpForm, RecordForm, SignForm, TakeBackForm, TriedForm
from complaintdesk.ui.tabs.follow_ups_tab import FollowUpsTab
from complaintdesk.ui.tabs.register_tab import RegisterTab
from tests.builders import (
    NAME_OF,
    PASSWORD,
    DeskClock,
    a_case,
    a_completion,
    a_repair,
    a_returned_slip,
    a_slip,
    page,
    rows,
    story,
)
from tests.ui.conftest import Show

F = TypeVar("F", bound=StepForm)
CLERK = NAME_OF[Role.CLERK]


@pytest.fixture
def tab(bridge: Bridge, show: Show) -> Iterator[FollowUpsTab]:
    made = FollowUpsTab(bridge)
    made.setMinimumSize(1340, 668)
    show(made)
    yield made
    made.panel.slot.form = None


def a_handled_case(office: Office, kind: CaseKind = CaseKind.COMPLAINT, content: str = "楼上太吵") -> int:
    """The id of the follow-up of a case just handled."""
    case_id = a_case(office, kind, content=content).id
    office.do(cases.handle, case_id, "已劝止")
    return int(rows(office, f"SELECT id FROM follow_up WHERE case_id = {case_id}")[0][0])


def line(office: Office, one: int) -> FollowUpRow:
    return office.ask(follow_up_rows, [one], office.books)[0]


def area(tab: FollowUpsTab, kind: type[F]) -> F:
    """The area that is open, of this kind."""
    form = tab.panel.slot.form
    assert isinstance(form, kind)
    return form


def press(qtbot: QtBot, key: Qt.Key, *modifiers: Qt.KeyboardModifier) -> None:
    """A key, to whatever has the keyboard."""
    widget = QApplication.focusWidget()
    assert widget is not None
    qtbot.keyClick(widget, key, *modifiers)


def cells(tab: FollowUpsTab) -> list[str]:
    return [tab.table.cell(row, 3) for row in range(tab.table.count())]


def test_the_queue_shows_what_is_due_today_and_late_and_counts_every_view(
    tab: FollowUpsTab, office: Office, clock: DeskClock
) -> None:
    a_handled_case(office, content="电梯异味")
    a_handled_case(office, CaseKind.SUGGESTION, content="增设快递柜")
    clock.later(days=1)
    a_handled_case(office, content="停车乱")
    assert cells(tab) == []
    assert [tab.views.button(view).text() for view in ("due", "coming", "offered")] == [
        "Due 0",
        "Coming 2",
        "Offered 1",
    ]
    clock.later(days=2)
    tab.refresh()
    assert cells(tab) == ["电梯异味"]
    assert tab.table.cell(0, 0) == "today"
    clock.later(days=2)
    tab.refresh()
    assert [(tab.table.cell(row, 0), tab.table.cell(row, 3)) for row in range(2)] == [
        ("late 1 d", "电梯异味"),
        ("late 10 h 30 min", "停车乱"),
    ]
    assert FollowUpsTab.count(tab.bridge) == 2
    tab.search("停车")
    assert cells(tab) == ["停车乱"]
    tab.search("")
    tab.kind_box.set_value(CaseKind.REPAIR.value)
    assert cells(tab) == []


def test_a_content_client_takes_four_keys_and_the_case_is_closed(
    qtbot: QtBot, tab: FollowUpsTab, office: Office
) -> None:
    """R-CB-01, R-ESC-10."""
    one = a_handled_case(office)
    tab.open_record(one)
    qtbot.keyClick(tab, Qt.Key.Key_F2)
    area(tab, RecordForm)
    press(qtbot, Qt.Key.Key_1)
    press(qtbot, Qt.Key.Key_F8)
    found = line(office, one)
    assert (found.rating, found.way, found.called_by) == (Rating.CONTENT, FollowUpWay.PHONE, "王敏")
    assert page(office, found.case_id).case.state is CaseState.CLOSED
    assert tab.panel.banner.words() == f"Noted; {found.case_number} is closed."
    area(tab, SignForm)


def test_the_tick_for_closing_is_shown_only_where_it_can_be_meant(tab: FollowUpsTab, office: Office) -> None:
    one = a_handled_case(office)
    tab.open_record(one)
    tab.panel.ask("record")
    form = area(tab, RecordForm)
    assert not form.closing.isVisible()
    form.rating.set_value(Rating.FAIR)
    assert form.closing.isVisible()
    assert form.closing.isChecked()
    form.closing.setChecked(False)
    form.submit()
    assert page(office, line(office, one).case_id).case.state is CaseState.HANDLED


def test_a_client_who_is_not_content_is_asked_why_and_a_new_round_begins(
    qtbot: QtBot, tab: FollowUpsTab, office: Office
) -> None:
    """R-CB-09."""
    one = a_handled_case(office)
    tab.open_record(one)
    qtbot.keyClick(tab, Qt.Key.Key_F2)
    press(qtbot, Qt.Key.Key_3)
    form = area(tab, RecordForm)
    number = line(office, one).case_number
    assert form.follows.text() == f"Saving begins round 2 of {number}, with a sheet of its own."
    assert form.reasons.hasFocus()
    form.submit()
    assert form.fields["reasons"].problem() == "Why is the client not content? It is what the new round is for."
    form.reasons.setText("昨夜又吵")
    form.unsolved.setText("楼道灯不亮")
    form.reply_by.input.setText("明天10:00")
    form.submit()
    case = page(office, line(office, one).case_id)
    assert case.case.sheet_number == f"{number}-2"
    facts = next(event.facts for event in case.events if event.kind.value == "followed_up")
    assert (facts["reasons"], facts["unsolved"], facts["reply_by"]) == (
        *("昨夜又吵", "楼道灯不亮"),
        "2026-11-22T02:00:00Z",
    )
    assert tab.panel.banner.words() == f"Noted. Round 2 has begun: {number}-2."
    assert any(
        "why: 昨夜又吵 · unsolved: 楼道灯不亮 · reply by tomorrow 10:00" in line for line in tab.panel.timeline.lines()
    )


def test_a_client_who_is_not_content_with_a_job_just_done_is_offered_a_new_round(
    tab: FollowUpsTab, office: Office
) -> None:
    """R-CB-09: the case is in hand still; the tick is set unless a slip of it is out."""
    case_id = a_repair(office).id
    office.do(dispatching.complete, a_completion(office, a_slip(office, case_id).order_id))
    tab.open_record(page(office, case_id).follow_ups[0].id)
    tab.panel.ask("record")
    form = area(tab, RecordForm)
    form.rating.set_value(Rating.CONTENT)
    assert not form.new_round.isVisible()
    form.rating.set_value(Rating.NOT_CONTENT)
    assert form.new_round.isVisible()
    assert form.new_round.isChecked()
    form.reasons.setText("又漏")
    form.submit()
    assert tab.panel.banner.words() == f"Noted. Round 2 has begun: {page(office, case_id).case.number}-2."


def test_an_attempt_is_noted_with_the_time_told(qtbot: QtBot, tab: FollowUpsTab, office: Office) -> None:
    """R-CB-07."""
    one = a_handled_case(office)
    tab.open_record(one)
    qtbot.keyClick(tab, Qt.Key.Key_F3)
    form = area(tab, TriedForm)
    press(qtbot, Qt.Key.Key_3)
    press(qtbot, Qt.Key.Key_F8)
    assert form.fields["call_again_at"].problem() == "When does the client want to be called?"
    form.call_again.input.setText("尽快")
    form.submit()
    assert "is no appointment" in form.fields["call_again_at"].problem()
    form.call_again.input.setText("18:00")
    form.words.setText("开会中")
    form.submit()
    found = line(office, one)
    assert (found.attempts, found.last_outcome) == (1, AttemptOutcome.LATER)
    assert found.call_again_at == datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
    tab.views.set_value("due")
    assert tab.table.cell(0, 0) == "call today 18:00"
    assert tab.table.cell(0, 4) == "1 × Asked for another time"
    assert tab.panel.standing.text() == "call today 18:00"


def test_a_colleague_signs_in_the_same_form(qtbot: QtBot, tab: FollowUpsTab, office: Office) -> None:
    """R-CB-07."""
    one = a_handled_case(office)
    office.do(follow_ups.record, follow_ups.FollowUpDraft(one, FollowUpWay.PHONE, Rating.CONTENT))
    tab.open_record(one)
    assert tab.views.value == "to_confirm"
    qtbot.keyClick(tab, Qt.Key.Key_F9)
    form = area(tab, SignForm)
    assert not form.who.offers("王敏")
    form.who.put_typed("王敏")
    form.submit()
    assert form.fields["name"].problem() == "Who signs? It must be somebody else than who called."
    form.who.set_value(CLERK)
    form.password.setText("not theirs")
    form.submit()
    assert form.fields["password"].problem() == "The password is wrong."
    assert form.password.text() == ""
    assert form.typed() == {}
    qtbot.keyClicks(form.password, PASSWORD)
    qtbot.keyClick(form.password, Qt.Key.Key_Return)
    assert line(office, one).confirmed_by == CLERK
    assert tab.panel.banner.words() == f"{line(office, one).case_number}: countersigned."
    assert form.password.echoMode() is QLineEdit.EchoMode.Password


def test_whoever_did_not_call_signs_with_one_key(
    qtbot: QtBot, tab: FollowUpsTab, office: Office, bridge: Bridge
) -> None:
    one = a_handled_case(office)
    office.do(follow_ups.record, follow_ups.FollowUpDraft(one, FollowUpWay.PHONE, Rating.CONTENT))
    bridge.sign_in(CLERK, PASSWORD)
    tab.open_record(one)
    qtbot.keyClick(tab, Qt.Key.Key_F9)
    form = area(tab, SignForm)
    assert not form.password.isVisible()
    assert form.accept_button.hasFocus()
    press(qtbot, Qt.Key.Key_F8)
    assert line(office, one).confirmed_by == CLERK


def test_a_supervisor_gives_up_and_a_clerk_is_not_offered_it(
    qtbot: QtBot, tab: FollowUpsTab, office: Office, bridge: Bridge
) -> None:
    one = a_handled_case(office)
    bridge.sign_in(CLERK, PASSWORD)
    tab.open_record(one)
    assert not tab.panel.buttons["give_up"].isVisible()
    assert tab.panel.buttons["tried"].isVisible()
    bridge.sign_in("王敏", PASSWORD)
    tab.open_record(one)
    qtbot.keyClick(tab, Qt.Key.Key_Delete, Qt.KeyboardModifier.ControlModifier)
    area(tab, GiveUpForm).reason.setText("已搬走")
    area(tab, GiveUpForm).submit()
    assert tab.panel.standing.text() == "given up"
    qtbot.keyClick(tab, Qt.Key.Key_U, Qt.KeyboardModifier.ControlModifier)
    area(tab, TakeBackForm).reason.setText("回电了")
    area(tab, TakeBackForm).submit()
    assert line(office, one).ended_at is None
    assert story(office, line(office, one).case_id)[-2:] == ["follow_up_ended", "withdrawn"]


def test_a_half_typed_record_comes_back_with_its_follow_up_and_its_times_as_meant(
    tab: FollowUpsTab, office: Office, clock: DeskClock
) -> None:
    one, other = a_handled_case(office), a_handled_case(office)
    tab.open_record(one)
    tab.panel.ask("record")
    form = area(tab, RecordForm)
    form.rating.set_value(Rating.FAIR)
    form.words.setText("还行")
    form.unsolved.setText("灯不亮")
    form.reply_by.input.setText("明天10:00")
    tab.open_record(other)
    assert tab.panel.slot.form is None
    clock.later(days=1)
    tab.open_record(one)
    form = area(tab, RecordForm)
    assert form.rating.value is Rating.FAIR, "not a text that looks like it"
    assert (form.words.text(), form.unsolved.text()) == ("还行", "灯不亮")
    assert form.reply_by.isVisible()
    assert form.reply_by.moment() == datetime(2026, 11, 22, 2, 0, tzinfo=UTC)


def test_enter_in_the_list_opens_what_comes_next(qtbot: QtBot, tab: FollowUpsTab, office: Office, clock) -> None:
    a_handled_case(office)
    clock.later(days=3)
    tab.refresh()
    tab.table.setFocus()
    qtbot.keyClick(tab.table, Qt.Key.Key_Down)
    qtbot.keyClick(tab.table, Qt.Key.Key_Return)
    area(tab, RecordForm)
    qtbot.keyClick(tab, Qt.Key.Key_Escape)
    assert tab.panel.slot.form is None
    assert tab.table.hasFocus()


def test_the_panel_leads_to_the_case_and_tells_who_handled_it(qtbot: QtBot, tab: FollowUpsTab, office: Office) -> None:
    one = a_handled_case(office)
    tab.open_record(one)
    told = tab.panel.facts.text()
    assert "Result 已劝止" in told
    assert "Handled by 王敏" in told
    assert "must be made" in told
    assert tab.panel.phone.shown() == "138****1234"
    with qtbot.waitSignal(tab.asked_for) as asked:
        qtbot.keyClick(tab, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    assert asked.args == ["case", line(office, one).case_id]


def test_the_register_shows_when_a_complaint_is_to_be_called_back(bridge: Bridge, office: Office, show: Show) -> None:
    one = a_handled_case(office)
    register = RegisterTab(bridge)
    show(register)
    register.open_record(line(office, one).case_id)
    assert register.panel.timeline.lines()[-1] == "投诉回访"


def test_times_and_outcomes_read_in_chinese(tab: FollowUpsTab, office: Office, clock: DeskClock) -> None:
    set_language("zh_CN")
    one = a_handled_case(office)
    again = clock.now + timedelta(hours=2)
    office.do(follow_ups.attempt, follow_ups.AttemptDraft(one, AttemptOutcome.LATER, call_again_at=again))
    tab.refresh()
    assert (tab.table.cell(0, 0), tab.table.cell(0, 4)) == ("约 今天 12:30", "1 次 约改时间")


def test_the_register_leads_to_the_open_follow_up_and_says_what_keeps_a_case_open(
    qtbot: QtBot, bridge: Bridge, office: Office, show: Show
) -> None:
    """R-CB-06."""
    case_id = a_repair(office, category="roof_leak").id
    a_returned_slip(office, case_id)
    office.do(cases.handle, case_id, "已修好")
    register = RegisterTab(bridge)
    show(register)
    register.open_record(case_id)
    close = register.panel.buttons["close"]
    assert not close.isEnabled()
    assert close.accessibleDescription() == "Needed: the follow-up that this case is kept open for."
    with qtbot.waitSignal(register.asked_for) as asked:
        qtbot.keyClick(register, Qt.Key.Key_B, Qt.KeyboardModifier.AltModifier)
    assert asked.args == ["follow_up", page(office, case_id).follow_ups[0].id]
    called = follow_ups.FollowUpDraft(asked.args[1], FollowUpWay.VISIT, Rating.CONTENT)
    office.do(follow_ups.record, called)
    assert not register.panel.buttons["follow_up"].isEnabled()
    assert close.isEnabled()
